// time.hpp: instants, durations and civil days as strong types.
//
// An instant is a count of microseconds since 1970-01-01T00:00Z, without leap seconds. It is the
// only form in which the engine sees time: the local time of a court becomes an instant once, when
// a policy or a table is read. A civil day is a date on a court's calendar, without a zone. The
// engine never asks a clock; "now" is an argument.
//
//     constexpr ecflink::civil_day day = ecflink::make_civil_day(2020, 3, 30);
//     constexpr ecflink::instant go_live = ecflink::make_instant(day, 13);  // 08:00 in Madison
//
// All types are trivially copyable values, and can be keys of ordered and hashed maps; all
// functions are pure. interop/chrono.hpp and interop/date.hpp convert from and to other libraries.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <typeindex>  // declares std::hash at the least cost

#include <ecflink/core/version.hpp>

ECFLINK_BEGIN_NAMESPACE

/// A length of time in microseconds. Policies hold none below zero.
struct duration {
    std::int64_t micros = 0;

    friend constexpr auto operator<=>(duration, duration) noexcept = default;
};

/// A point in time: microseconds since 1970-01-01T00:00Z.
struct instant {
    std::int64_t micros = 0;

    friend constexpr auto operator<=>(instant, instant) noexcept = default;
};

/// A civil date: days since 1970-01-01, as in an Arrow date32.
struct civil_day {
    std::int32_t days = 0;

    friend constexpr auto operator<=>(civil_day, civil_day) noexcept = default;
};

inline constexpr std::int64_t micros_per_second = 1'000'000;
inline constexpr std::int64_t micros_per_day = 86'400 * micros_per_second;

/// The first and the last instant that text can name: years run from 0001 to 9999, and an offset
/// is less than a day.
inline constexpr instant earliest_instant{-719'163 * micros_per_day};
inline constexpr instant latest_instant{2'932'898 * micros_per_day - 1};

/// True if `then` lies at most `age` before `now`, and not after it. Defined for all arguments: no
/// difference overflows.
[[nodiscard]] constexpr bool is_within(instant then, instant now, duration age) noexcept {
    return then <= now && static_cast<std::uint64_t>(now.micros) - static_cast<std::uint64_t>(then.micros) <=
                              static_cast<std::uint64_t>(age.micros);
}

/// The civil day of a date of the proleptic Gregorian calendar. The date must exist; `parse_date`
/// (text/time_text.hpp) checks text.
[[nodiscard]] constexpr civil_day make_civil_day(std::int32_t year, std::int32_t month,
                                                 std::int32_t day) noexcept {
    // Counted from March, so that the leap day is the last day of a year.
    const std::int32_t shifted_year = month > 2 ? year : year - 1;
    const std::int32_t shifted_month = month > 2 ? month - 3 : month + 9;
    const std::int32_t era = (shifted_year >= 0 ? shifted_year : shifted_year - 399) / 400;
    const std::int32_t year_of_era = shifted_year - era * 400;
    const std::int32_t day_of_year = (153 * shifted_month + 2) / 5 + day - 1;
    const std::int32_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return {era * 146'097 + day_of_era - 719'468};
}

/// The instant of a day and a time of day in UTC.
[[nodiscard]] constexpr instant make_instant(civil_day day, std::int32_t hour = 0, std::int32_t minute = 0,
                                             std::int32_t second = 0, std::int32_t microsecond = 0) noexcept {
    const std::int64_t seconds = (hour * std::int64_t{60} + minute) * 60 + second;
    return {day.days * micros_per_day + seconds * micros_per_second + microsecond};
}

static_assert(sizeof(instant) == 8 && sizeof(duration) == 8 && sizeof(civil_day) == 4);
static_assert(make_civil_day(1970, 1, 1).days == 0 && make_civil_day(2014, 8, 11).days == 16'293);

namespace detail {

/// Spreads a number over all bits: whole days and seconds differ in few.
[[nodiscard]] constexpr std::size_t hash_of(std::int64_t number) noexcept {
    const std::uint64_t product = static_cast<std::uint64_t>(number) * 0x9E37'79B9'7F4A'7C15U;
    return static_cast<std::size_t>(product ^ product >> 32U);
}

}  // namespace detail

/// For abseil's hash maps.
template <class H>
constexpr H AbslHashValue(H state, duration length) {
    return H::combine(static_cast<H&&>(state), length.micros);
}
template <class H>
constexpr H AbslHashValue(H state, instant at) {
    return H::combine(static_cast<H&&>(state), at.micros);
}
template <class H>
constexpr H AbslHashValue(H state, civil_day day) {
    return H::combine(static_cast<H&&>(state), day.days);
}

ECFLINK_END_NAMESPACE

template <>
struct std::hash<ecflink::duration> {
    [[nodiscard]] std::size_t operator()(ecflink::duration length) const noexcept {
        return ecflink::detail::hash_of(length.micros);
    }
};
template <>
struct std::hash<ecflink::instant> {
    [[nodiscard]] std::size_t operator()(ecflink::instant at) const noexcept {
        return ecflink::detail::hash_of(at.micros);
    }
};
template <>
struct std::hash<ecflink::civil_day> {
    [[nodiscard]] std::size_t operator()(ecflink::civil_day day) const noexcept {
        return ecflink::detail::hash_of(day.days);
    }
};
