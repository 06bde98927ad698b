// time.hpp: instants, durations and civil days as strong types.
//
// An instant is a count of microseconds since 1970-01-01T00:00Z (no leap seconds), the only form in
// which the engine sees time: local court time becomes an instant once, when a policy or a table is
// read. A civil day is a date on a court's wall, without a zone. The engine never asks a clock;
// "now" is an argument.
//
//     constexpr ecflink::instant go_live = ecflink::make_instant(ecflink::make_civil_day(2020, 3, 30), 13, 0);   // 08:00 in Madison
//
// All types are trivially copyable values; all functions are pure.
#pragma once

#include <compare>
#include <cstdint>

#include <ecflink/core/version.hpp>

ECFLINK_BEGIN_NAMESPACE

/// A length of time in microseconds; policies hold none below zero.
struct duration {
    std::int64_t micros = 0;

    friend constexpr auto operator<=>(duration, duration) noexcept = default;
};

/// A point in time: microseconds since 1970-01-01T00:00Z.
struct instant {
    std::int64_t micros = 0;

    friend constexpr auto operator<=>(instant, instant) noexcept = default;
};

/// A civil date: days since 1970-01-01, the same bits as an Arrow date32.
struct civil_day {
    std::int32_t days = 0;

    friend constexpr auto operator<=>(civil_day, civil_day) noexcept = default;
};

inline constexpr std::int64_t micros_per_second = 1'000'000;
inline constexpr std::int64_t micros_per_day = 86'400 * micros_per_second;

/// No text says an instant before the first or after the last: years run from 0001 to 9999, and an
/// offset is less than a day.
inline constexpr instant earliest_instant{-719'163 * micros_per_day};
inline constexpr instant latest_instant{2'932'898 * micros_per_day - 1};

/// True if `then` lies at most `age` before `now`, and not after it. Total: no difference of two
/// instants overflows here.
[[nodiscard]] constexpr bool is_within(instant then, instant now, duration age) noexcept {
    return then <= now && static_cast<std::uint64_t>(now.micros) - static_cast<std::uint64_t>(then.micros) <=
                              static_cast<std::uint64_t>(age.micros);
}

/// The civil day of a date of the proleptic Gregorian calendar. The date must exist (text is
/// checked where it is read). Years run from March, so that the leap day is a year's last.
[[nodiscard]] constexpr civil_day make_civil_day(std::int32_t year, std::int32_t month,
                                                 std::int32_t day) noexcept {
    const std::int32_t shifted_year = month > 2 ? year : year - 1;
    const std::int32_t shifted_month = month > 2 ? month - 3 : month + 9;
    const std::int32_t era = (shifted_year >= 0 ? shifted_year : shifted_year - 399) / 400;
    const std::int32_t year_of_era = shifted_year - era * 400;
    const std::int32_t day_of_year = (153 * shifted_month + 2) / 5 + day - 1;
    const std::int32_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return {era * 146'097 + day_of_era - 719'468};
}

/// The instant at which a wall clock that shows UTC reads the given day and time of day.
[[nodiscard]] constexpr instant make_instant(civil_day day, std::int32_t hour = 0, std::int32_t minute = 0,
                                             std::int32_t second = 0, std::int32_t microsecond = 0) noexcept {
    const std::int64_t seconds = (hour * std::int64_t{60} + minute) * 60 + second;
    return {day.days * micros_per_day + seconds * micros_per_second + microsecond};
}

static_assert(sizeof(instant) == 8 && sizeof(duration) == 8 && sizeof(civil_day) == 4);
static_assert(make_civil_day(1970, 1, 1).days == 0 && make_civil_day(2014, 8, 11).days == 16'293);

ECFLINK_END_NAMESPACE
