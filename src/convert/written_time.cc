#include "convert/written_time.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include <absl/time/time.h>

namespace ecflink::convert {
namespace {

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
bool is_capital(char c) noexcept { return c >= 'A' && c <= 'Z'; }

/// `format` and `text` as abseil reads them; no zone is UTC.
std::optional<instant> parse(const std::string& format, const std::string& text) {
    absl::Time at;
    return absl::ParseTime(format, text, &at, nullptr) ? std::optional(instant{absl::ToUnixMicros(at)})
                                                       : std::nullopt;
}

/// The texts with blanks in place of other white space and of the blank that does not break.
std::string with_blanks(std::string_view text) {
    std::string shown;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool is_unbroken = text.substr(at, 2) == "\xC2\xA0";
        const bool is_narrow = text.substr(at, 3) == "\xE2\x80\xAF";  // some write it before AM
        shown += is_unbroken || is_narrow || text[at] == '\t' ? ' ' : text[at];
        at += is_unbroken ? 1 : is_narrow ? 2 : 0;
    }
    return shown;
}

/// Takes the name of a zone from the end of a text: "CDT", "UTC", "Z".
std::string take_zone(std::string& text) {
    std::size_t begin = text.size();
    while (begin > 0 && is_capital(text[begin - 1])) {
        --begin;
    }
    std::string word = text.substr(begin);
    const bool is_zone = word.size() <= 5 && word != "AM" && word != "PM" && begin > 0 &&
                         (word == "Z" || (word.size() >= 3 && text[begin - 1] == ' '));
    if (word.empty() || !is_zone) {
        return {};
    }
    text.erase(text.find_last_not_of(' ', begin - 1) + 1);
    return word;
}

std::vector<std::string_view> date_formats(date_order order) {
    std::vector<std::string_view> formats = {"%Y-%m-%d", "%Y/%m/%d", "%b %d, %Y", "%B %d, %Y", "%b %d %Y",
                                             "%B %d %Y", "%d %b %Y", "%d %B %Y",  "%d-%b-%Y"};
    if (order == date_order::month_first) {
        formats.insert(formats.begin(), {"%m/%d/%Y", "%m-%d-%Y", "%m.%d.%Y"});
    } else if (order == date_order::day_first) {
        formats.insert(formats.begin(), {"%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y"});
    }
    return formats;
}
constexpr std::array<std::string_view, 7> time_formats = {
    "", " %H:%M", " %H:%M:%E*S", "T%H:%M", "T%H:%M:%E*S", " %I:%M %p", " %I:%M:%E*S %p"};

/// True of texts such as 3/4/2020 and 03.04.20.
bool has_numbers_of_a_date(std::string_view text) noexcept {
    std::size_t numbers = 0;
    std::size_t at = 0;
    for (; numbers < 3; ++numbers) {
        const std::size_t begin = at;
        while (at < text.size() && is_digit(text[at])) {
            ++at;
        }
        const bool is_last = numbers == 2;
        if (at == begin || at - begin > (is_last ? 4U : 2U) ||
            (!is_last &&
             (at == text.size() || std::string_view("/.-").find(text[at]) == std::string_view::npos))) {
            return false;
        }
        at += is_last ? 0U : 1U;
    }
    return true;
}

}  // namespace

std::optional<written_time> time_reader::read(std::string_view given) {
    constexpr std::int64_t first_year = make_instant(make_civil_day(1000, 1, 1)).micros;
    problem_ = time_problem::none;
    written_time found;
    std::string text = with_blanks(given);
    found.zone = take_zone(text);
    const auto use = [&](instant at, const std::string& format) {
        found.shown = at;
        found.has_time_of_day = format.find(":%M") != std::string::npos;
        last_format_ = format;
        if (at.micros < first_year) {
            problem_ = time_problem::short_year;
        }
        return problem_ == time_problem::none ? std::optional(found) : std::nullopt;
    };
    if (!last_format_.empty()) {
        if (const auto at = parse(last_format_, text)) {
            return use(*at, std::string(last_format_));
        }
    }
    for (const std::string_view date : date_formats(order_)) {
        for (const std::string_view time : time_formats) {
            const std::string format = std::string(date).append(time);
            if (const auto at = parse(format, text)) {
                return use(*at, format);
            }
        }
    }
    problem_ = order_ == date_order::unstated && has_numbers_of_a_date(text) ? time_problem::order_unstated
                                                                             : time_problem::no_time;
    return std::nullopt;
}

std::optional<instant> parse_local_iso(std::string_view text) {
    for (const char* format : {"%Y-%m-%dT%H:%M:%E*S", "%Y-%m-%d", "%Y-%m-%dT%H:%M"}) {
        if (const auto at = parse(format, std::string(text))) {
            return at;
        }
    }
    return std::nullopt;
}

}  // namespace ecflink::convert
