// chrono.hpp: times from and to the standard library's <chrono>.
//
//     const ecflink::instant at = ecflink::to_instant(std::chrono::system_clock::now());
//     std::chrono::sys_time<std::chrono::microseconds> same = ecflink::to_sys_time(at);
//
//     using namespace std::chrono_literals;
//     const std::optional<ecflink::time_zone>& zone = policies.find("wiwb").zone;
//     const std::chrono::local_time<std::chrono::minutes> local{
//         std::chrono::local_days{2020y / 3 / 30} + 8h};
//     const auto go_live = ecflink::to_instant(local, *zone);  // an error in a clock change
//
// Rounding and range. A time between two microseconds becomes the earlier one. A time outside of
// the range of the result becomes the nearest end of the range, so the order of times is kept.
// Periods are integers of any width; each is a multiple or a whole fraction of the unit of the
// result. Where the calendar decides (year_month_day, local times) the answer is a `result`.
//
// The last two functions need the library ecflink::ecflink; all others are constexpr. A
// std::chrono::zoned_time gives its instant by `to_instant(zoned.get_sys_time())`.
#pragma once

#include <chrono>
#include <cstdint>
#include <limits>
#include <ratio>
#include <type_traits>
#include <utility>

#include <ecflink/core/result.hpp>
#include <ecflink/core/time.hpp>
#include <ecflink/text/time_text.hpp>

ECFLINK_BEGIN_NAMESPACE

namespace detail {

/// A length in whole `Unit`s, rounded down, and never outside of the range of `Number`.
template <class Number, class Unit, class Rep, class Period>
[[nodiscard]] constexpr Number count_in(std::chrono::duration<Rep, Period> length) noexcept {
    using ratio = std::ratio_divide<Period, Unit>;
    using limits = std::numeric_limits<Number>;
    static_assert(std::is_integral_v<Rep>,
                  "cast a length of floating-point numbers first, and round as you need");
    static_assert(ratio::num == 1 || ratio::den == 1,
                  "cast a length of this odd period to microseconds first");
    const auto count = length.count();
    if constexpr (ratio::den > 1) {
        const auto whole = count / static_cast<std::int64_t>(ratio::den) -
                           (count % static_cast<std::int64_t>(ratio::den) < 0 ? 1 : 0);
        return std::cmp_greater(whole, limits::max()) ? limits::max()
               : std::cmp_less(whole, limits::min())  ? limits::min()
                                                      : static_cast<Number>(whole);
    } else {
        return std::cmp_greater(count, limits::max() / ratio::num) ? limits::max()
               : std::cmp_less(count, limits::min() / ratio::num)
                   ? limits::min()
                   : static_cast<Number>(static_cast<std::int64_t>(count) * ratio::num);
    }
}

/// The civil day of a date type with year(), month() and day(), as the standard library and date
/// have one.
template <class YearMonthDay>
[[nodiscard]] constexpr result<civil_day> to_civil_day(const YearMonthDay& date) noexcept {
    if (!date.ok()) {
        return errc::no_such_time;
    }
    return make_civil_day(static_cast<int>(date.year()),
                          static_cast<std::int32_t>(static_cast<unsigned>(date.month())),
                          static_cast<std::int32_t>(static_cast<unsigned>(date.day())));
}

}  // namespace detail

/// The instant of a time of the system's clock.
template <class Duration>
[[nodiscard]] constexpr instant to_instant(
    std::chrono::time_point<std::chrono::system_clock, Duration> at) noexcept {
    return {detail::count_in<std::int64_t, std::micro>(at.time_since_epoch())};
}

/// The same instant; exact.
[[nodiscard]] constexpr std::chrono::sys_time<std::chrono::microseconds> to_sys_time(instant at) noexcept {
    return std::chrono::sys_time<std::chrono::microseconds>{std::chrono::microseconds{at.micros}};
}

/// The length of a std::chrono::duration.
template <class Rep, class Period>
[[nodiscard]] constexpr duration to_duration(std::chrono::duration<Rep, Period> length) noexcept {
    return {detail::count_in<std::int64_t, std::micro>(length)};
}

/// The same length; exact.
[[nodiscard]] constexpr std::chrono::microseconds to_microseconds(duration length) noexcept {
    return std::chrono::microseconds{length.micros};
}

/// The civil day of a count of days.
template <class Rep>
[[nodiscard]] constexpr civil_day to_civil_day(
    std::chrono::time_point<std::chrono::system_clock, std::chrono::duration<Rep, std::chrono::days::period>>
        day) noexcept {
    return {detail::count_in<std::int32_t, std::chrono::days::period>(day.time_since_epoch())};
}

/// The civil day of a date. errc::no_such_time where the calendar has no such date.
[[nodiscard]] constexpr result<civil_day> to_civil_day(const std::chrono::year_month_day& date) noexcept {
    return detail::to_civil_day(date);
}

/// The same day; exact.
[[nodiscard]] constexpr std::chrono::sys_days to_sys_days(civil_day day) noexcept {
    return std::chrono::sys_days{std::chrono::days{day.days}};
}

/// The date of a civil day. errc::no_such_time outside of the years -32767 to 32767, which is all
/// that std::chrono::year holds.
[[nodiscard]] constexpr result<std::chrono::year_month_day> to_year_month_day(civil_day day) noexcept {
    if (day < make_civil_day(-32767, 1, 1) || day > make_civil_day(32767, 12, 31)) {
        return errc::no_such_time;
    }
    return std::chrono::year_month_day{to_sys_days(day)};
}

/// The instant at which clocks in the zone showed this. errc::skipped_time where a clock change
/// skipped it, errc::ambiguous_time where one repeated it: give an offset then, or an instant.
template <class Duration>
[[nodiscard]] result<instant> to_instant(std::chrono::local_time<Duration> local, const time_zone& zone) {
    return zone.to_instant({detail::count_in<std::int64_t, std::micro>(local.time_since_epoch())});
}

/// What clocks in the zone show at an instant.
[[nodiscard]] inline std::chrono::local_time<std::chrono::microseconds> to_local_time(instant at,
                                                                                      const time_zone& zone) {
    return std::chrono::local_time<std::chrono::microseconds>{
        std::chrono::microseconds{zone.to_local(at).micros}};
}

ECFLINK_END_NAMESPACE
