#include "report/html_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

#include <ecflink/text/visible_text.hpp>

namespace ecflink::report {

std::string escaped(std::string_view text) {
    std::string safe;
    for (const char c : visible_text(text)) {
        switch (c) {
            case '&': safe += "&amp;"; break;
            case '<': safe += "&lt;"; break;
            case '>': safe += "&gt;"; break;
            case '"': safe += "&quot;"; break;
            case '\'': safe += "&#39;"; break;
            default: safe += c;
        }
    }
    return safe;
}

std::string cell_text(std::string_view text) {
    // the full-width forms too: a spreadsheet takes them for the plain ones
    constexpr std::string_view computed[] = {
        "=", "+", "-", "@", "\t", "\r", "\n", "\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D", "\xEF\xBC\xA0"};
    const bool is_computed =
        std::ranges::any_of(computed, [&](std::string_view start) { return text.starts_with(start); });
    return (is_computed ? "'" : "") + std::string(text);
}

void html_text::add(length number) {
    std::array<char, 32> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number.units,
                                   std::chars_format::fixed, 1);
    std::string_view text(digits.data(), end.ptr);
    if (text.ends_with(".0")) {
        text.remove_suffix(2);
    }
    text_ += text;
}

void html_text::add_number(std::uint64_t number) { text_ += with_commas(number); }

std::string with_commas(std::uint64_t number) {
    std::string text = std::to_string(number);
    for (std::size_t at = text.size(); at > 3;) {
        at -= 3;
        text.insert(at, ",");
    }
    return text;
}

std::string in_short(std::uint64_t number) {
    constexpr std::pair<std::uint64_t, char> units[] = {
        {1'000'000'000'000, 'T'}, {1'000'000'000, 'G'}, {1'000'000, 'M'}, {1'000, 'k'}};
    for (const auto& [unit, sign] : units) {
        if (number >= unit) {
            const std::uint64_t tenths = number / (unit / 10);
            return (tenths < 100 && tenths % 10 != 0
                        ? std::to_string(tenths / 10) + "." + std::to_string(tenths % 10)
                        : std::to_string(tenths / 10)) +
                   sign;
        }
    }
    return std::to_string(number);
}

std::string share_of(std::uint64_t part, std::uint64_t all) {
    if (all == 0 || part == 0) {
        return "0%";
    }
    if (part == all) {
        return "100%";
    }
    const auto tenths = std::llround(1000.0 * static_cast<double>(part) / static_cast<double>(all));
    if (tenths == 0) {
        return "under 0.1%";
    }
    if (tenths >= 1000) {
        return "over 99.9%";
    }
    return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + "%";
}

std::string counted(std::uint64_t number, std::string_view one, std::string_view many) {
    return with_commas(number) + ' ' + std::string(number == 1 ? one : many);
}

}  // namespace ecflink::report
