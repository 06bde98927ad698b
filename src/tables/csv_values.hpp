// csv_values.hpp: what a field of CSV says: a time, a date, a count, a boolean.
#pragma once

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <system_error>

#include <ecflink/core/time.hpp>
#include <ecflink/text/time_text.hpp>

#include "base/words.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::tables {

/// Eight characters that are compared with a pattern such as "0000-00-", in which 0 stands for a
/// digit.
struct digit_pairs {
    std::uint64_t pairs = 0;  ///< each byte: ten times the digit there plus the next one
    bool fits = false;

    digit_pairs(std::uint64_t text, const char (&pattern)[9]) noexcept {
        const std::uint64_t wanted = load_word(pattern);
        const std::uint64_t digits = text ^ wanted;  // 0 to 9 at digits, 0 elsewhere
        const std::uint64_t is_digit = bytes_below(wanted ^ each_byte('0'), 1);
        // the first byte that does not fit reaches its high bit
        const std::uint64_t past_nine = each_byte(0x7F) - (is_digit >> 7U) * 9;
        fits = (((digits + past_nine) | digits) & high_bits) == 0;
        pairs = digits * 10 + (digits >> 8U);
    }
    [[nodiscard]] std::int32_t at(unsigned place) const noexcept {
        return static_cast<std::int32_t>(pairs >> place * 8 & 0xFF);
    }
};

constexpr bool is_leap(std::int32_t year) noexcept {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}
constexpr std::int32_t days_in(std::int32_t year, std::int32_t month) noexcept {
    return month == 2 ? (is_leap(year) ? 29 : 28) : 30 + ((month ^ month >> 3) & 1);
}

/// What the fields of a row say to those that follow.
struct field_context {
    const std::optional<time_zone>* zone = nullptr;

    /// The date of the last time that was read, as the text YYYY-MM-DD in two words that overlap,
    /// and its midnight: the times of a row often are of one day.
    std::uint64_t date_begin = 0;
    std::uint64_t date_end = 0;
    instant midnight = {};
};

/// Reads the date of a text that begins with YYYY-MM-DDTHH. False if it does not.
inline bool read_date(const char* text, field_context& context) noexcept {
    const digit_pairs year_month(load_word(text), "0000-00-");
    const digit_pairs day_hour(load_word(text + 8), "00T00:00");
    const std::int32_t year = year_month.at(0) * 100 + year_month.at(2);
    const std::int32_t month = year_month.at(5);
    const std::int32_t day = day_hour.at(0);
    if (!year_month.fits || !day_hour.fits || year < 1 || month < 1 || month > 12 || day < 1 ||
        day > days_in(year, month)) {
        return false;
    }
    context.date_begin = load_word(text);
    context.date_end = load_word(text + 2);
    context.midnight = make_instant(make_civil_day(year, month, day), 0, 0, 0, 0);
    return true;
}

/// The instant of a text of the usual form: YYYY-MM-DDTHH:MM:SSZ, with up to six decimals. Nothing
/// for any other text, which may be a time of another form.
inline std::optional<instant> read_usual_time(std::string_view text, field_context& context) noexcept {
    if (text.size() < 20 || text.size() > 27 || text.back() != 'Z' || text[10] != 'T') {
        return std::nullopt;
    }
    const char* const begin = text.data();
    if ((load_word(begin) != context.date_begin || load_word(begin + 2) != context.date_end) &&
        !read_date(begin, context)) {
        return std::nullopt;
    }
    const digit_pairs time(load_word(begin + 11), "00:00:00");
    const std::int32_t hour = time.at(0);
    const std::int32_t minute = time.at(3);
    const std::int32_t second = time.at(6);
    if (!time.fits || hour > 23 || minute > 59 || second > 59) {
        return std::nullopt;
    }
    std::int32_t micros = 0;
    if (text.size() == 21 || (text.size() > 21 && text[19] != '.')) {
        return std::nullopt;
    }
    if (text.size() > 21) {
        // the decimals, followed by zeros: six of these eight digits are microseconds
        const std::size_t decimals = text.size() - 21;
        const std::uint64_t last = load_word(begin + text.size() - 9);
        const digit_pairs digits(last >> (8 - decimals) * 8 | each_byte('0') << decimals * 8, "00000000");
        if (!digits.fits) {
            return std::nullopt;
        }
        micros = digits.at(0) * 10'000 + digits.at(2) * 100 + digits.at(4);
    }
    constexpr std::int64_t second_micros = 1'000'000;
    return instant{context.midnight.micros + ((hour * 60 + minute) * 60 + second) * second_micros + micros};
}

/// What a field says.
template <class T>
struct parsed {
    T value{};
    bool is_there = false;
    bool is_readable = false;
};

inline parsed<std::int64_t> parse_time_field(std::string_view given, field_context& context) {
    if (const auto usual = read_usual_time(given, context)) {
        return {usual->micros, true, true};
    }
    const auto at = parse_instant(given, *context.zone);
    return at ? parsed<std::int64_t>{at.value().micros, true, true} : parsed<std::int64_t>{};
}

/// Without a zone a local time is missing: an unknown court is a finding of the link.
inline parsed<std::int64_t> parse_time_or_date_field(std::string_view given, field_context& context) {
    if (const auto usual = read_usual_time(given, context)) {
        return {usual->micros, true, true};
    }
    const auto at = parse_instant_or_date(given, *context.zone);
    return at ? parsed<std::int64_t>{at.value().micros, true, true}
              : parsed<std::int64_t>{0, false, at.error() == errc::unknown_zone};
}

inline parsed<std::int32_t> parse_date_field(std::string_view given, field_context&) {
    const auto day = parse_date(given);
    return day ? parsed<std::int32_t>{day.value().days, true, true} : parsed<std::int32_t>{};
}

inline parsed<std::uint32_t> parse_count_field(std::string_view given, field_context&) {
    std::uint32_t value = 0;
    const auto [end, problem] = std::from_chars(given.data(), given.data() + given.size(), value);
    const bool is_count = problem == std::errc{} && end == given.data() + given.size();
    return {is_count ? value : 0, is_count, is_count};
}

inline parsed<bool> parse_boolean_field(std::string_view given, field_context&) {
    const bool is_boolean = given == "true" || given == "false";
    return {given == "true", is_boolean, is_boolean};
}

}  // namespace detail::tables
ECFLINK_END_NAMESPACE
