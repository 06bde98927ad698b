#include "cli/csv_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "cli/screen.hpp"

namespace ecflink::cli {
namespace {

constexpr std::array<std::string_view, 64> tokens_by_bit = [] {
    std::array<std::string_view, 64> by_bit{};
    for (const finding_info& info : catalogue()) {
        by_bit[static_cast<std::size_t>(info.id)] = info.token;
    }
    return by_bit;
}();

/// True of the bytes of characters that could act on a terminal, and of some others.
bool may_act(char c) noexcept {
    return static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) >= 0x7F;
}

/// True if a spreadsheet would compute the field, or would once apostrophes before it are taken
/// off.
bool is_formula(std::string_view text) noexcept {
    text.remove_prefix(std::min(text.find_first_not_of('\''), text.size()));
    // The last four are the wide forms of the first four.
    constexpr std::string_view beginnings[] = {
        "=", "+", "-", "@", "\t", "\r", "\n", "\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D", "\xEF\xBC\xA0"};
    return std::ranges::any_of(beginnings, [&](std::string_view one) { return text.starts_with(one); });
}

void append_field(std::string& record, std::string_view text, std::string_view quoted) {
    std::string shown;
    if (std::ranges::any_of(text, may_act)) {
        shown = without_terminal_codes(text);
        text = shown;
    }
    if (text.find_first_of(quoted) == std::string_view::npos) {
        record += text;
        return;
    }
    record += '"';
    for (const char c : text) {
        record.append(c == '"' ? 2 : 1, c);
    }
    record += '"';
}

template <class Fields>
std::string record_of(const Fields& fields) {
    std::string record;
    for (const std::string_view field : fields) {
        append_text(record, field);
        record += ',';
    }
    record.back() = '\n';
    return record;
}

}  // namespace

std::string csv_record(std::initializer_list<std::string_view> fields) { return record_of(fields); }
std::string csv_record(std::span<const std::string> fields) { return record_of(fields); }

void append_text(std::string& record, std::string_view text) {
    // Some spreadsheets take a semicolon for the comma.
    append_field(record, is_formula(text) ? '\'' + std::string(text) : std::string(text), ",;\"\r\n");
}

void append_key_text(std::string& record, std::string_view text) { append_field(record, text, ",\"\r\n"); }

void append_number(std::string& record, std::uint64_t number) {
    std::array<char, 20> digits;
    const auto [end, problem] = std::to_chars(digits.data(), digits.data() + digits.size(), number);
    record.append(digits.data(), end);
}

void append_findings(std::string& record, findings found) {
    bool is_first = true;
    for (const finding one : found) {
        record += is_first ? "" : "|";
        record += tokens_by_bit[static_cast<std::size_t>(one)];
        is_first = false;
    }
    std::array<char, 17> mask;
    mask[0] = ',';
    std::uint64_t bits = found.bits();
    for (std::size_t i = mask.size() - 1; i > 0; --i, bits >>= 4U) {
        mask[i] = "0123456789abcdef"[bits & 0xFU];
    }
    record.append(mask.data(), mask.size());
}

}  // namespace ecflink::cli
