// csv_values.hpp: what a field of CSV says: a time, a date, a count, a boolean.
#pragma once

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <system_error>

#include <ecflink/core/time.hpp>
#include <ecflink/policies/time_text.hpp>

#include "base/words.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::tables {

/// Eight characters that are compared with a pattern such as "0000-00-", in which 0 stands for a
/// digit.
struct digit_pairs {
    std::uint64_t pairs = 0;  ///< each byte: ten times the digit there plus the next one
    bool fits = false;

    digit_pairs(const char* from, const char (&pattern)[9]) noexcept {
        const std::uint64_t wanted = load_word(pattern);
        const std::uint64_t digits = load_word(from) ^ wanted;  // 0 to 9 at digits, 0 elsewhere
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

/// The instant of a text of the usual form: YYYY-MM-DDTHH:MM:SSZ, with up to six decimals. Nothing
/// for any other text, which may be a time of another form.
inline std::optional<instant> read_usual_time(std::string_view text) noexcept {
    if (text.size() < 20 || text.size() > 27 || text.back() != 'Z') {
        return std::nullopt;
    }
    // NOLINTNEXTLINE(bugprone-suspicious-stringview-data-usage): eight bytes of a text of at least twenty
    const digit_pairs year_month(text.data(), "0000-00-");
    const digit_pairs day_hour(text.data() + 8, "00T00:00");
    const digit_pairs time(text.data() + 11, "00:00:00");
    const std::int32_t year = year_month.at(0) * 100 + year_month.at(2);
    const std::int32_t month = year_month.at(5);
    const std::int32_t day = day_hour.at(0);
    const auto within = [](std::int32_t value, std::int32_t least, std::int32_t most) {
        return unsigned{value >= least} & unsigned{value <= most};
    };
    const unsigned is_time = unsigned{year_month.fits} & unsigned{day_hour.fits} & unsigned{time.fits} &
                             within(year, 1, 9999) & within(month, 1, 12) & within(day, 1, 31) &
                             within(time.at(0), 0, 23) & within(time.at(3), 0, 59) &
                             within(time.at(6), 0, 59);  // one branch for all, which is rarely taken
    if (is_time == 0 || (day > 28 && day > days_in(year, month))) {
        return std::nullopt;
    }
    std::int32_t micros = 0;
    if (text.size() > 20) {
        const std::string_view decimals = text.substr(20, text.size() - 21);
        const auto [end, problem] =
            std::from_chars(decimals.data(), decimals.data() + decimals.size(), micros);
        if (text[19] != '.' || decimals.empty() || decimals.front() == '-' ||
            end != decimals.data() + decimals.size()) {
            return std::nullopt;
        }
        for (std::size_t i = decimals.size(); i < 6; ++i) {
            micros *= 10;
        }
    }
    return make_instant(make_civil_day(year, month, day), time.at(0), time.at(3), time.at(6), micros);
}

/// What a field says.
template <class T>
struct parsed {
    T value{};
    bool is_there = false;
    bool is_readable = false;
};

inline parsed<std::int64_t> parse_time_field(std::string_view given, const std::optional<time_zone>& zone) {
    if (const auto usual = read_usual_time(given)) {
        return {usual->micros, true, true};
    }
    const auto at = parse_instant(given, zone);
    return at ? parsed<std::int64_t>{at.value().micros, true, true} : parsed<std::int64_t>{};
}

/// Without a zone a local time is missing: an unknown court is a finding of the link.
inline parsed<std::int64_t> parse_time_or_date_field(std::string_view given,
                                                     const std::optional<time_zone>& zone) {
    if (const auto usual = read_usual_time(given)) {
        return {usual->micros, true, true};
    }
    const auto at = parse_instant_or_date(given, zone);
    return at ? parsed<std::int64_t>{at.value().micros, true, true}
              : parsed<std::int64_t>{0, false, at.error() == errc::unknown_zone};
}

inline parsed<std::int32_t> parse_date_field(std::string_view given, const std::optional<time_zone>&) {
    const auto day = parse_date(given);
    return day ? parsed<std::int32_t>{day.value().days, true, true} : parsed<std::int32_t>{};
}

inline parsed<std::uint32_t> parse_count_field(std::string_view given, const std::optional<time_zone>&) {
    std::uint32_t value = 0;
    const auto [end, problem] = std::from_chars(given.data(), given.data() + given.size(), value);
    const bool is_count = problem == std::errc{} && end == given.data() + given.size();
    return {is_count ? value : 0, is_count, is_count};
}

inline parsed<bool> parse_boolean_field(std::string_view given, const std::optional<time_zone>&) {
    const bool is_boolean = given == "true" || given == "false";
    return {given == "true", is_boolean, is_boolean};
}

}  // namespace detail::tables
ECFLINK_END_NAMESPACE
