// date.hpp: times from and to Howard Hinnant's date library.
//
// date::sys_time and date::sys_days are time points of std::chrono::system_clock, so the functions
// of interop/chrono.hpp take them. Here is what has types of its own in date: dates and local
// times. Rounding and range are those of interop/chrono.hpp.
//
//     using namespace date::literals;
//     const auto day = ecflink::to_civil_day(2014_y / date::August / 11);
//     const ecflink::instant start = ecflink::to_instant(date::sys_days{2020_y / 3 / 30});
//
//     const std::optional<ecflink::time_zone>& zone = policies.find("wiwb").zone;
//     const date::local_days monday{2020_y / 3 / 30};
//     const auto go_live = ecflink::to_instant(monday + std::chrono::hours{8}, *zone);
//     const auto wall_clock = ecflink::to_date_local_time(go_live.value(), *zone);
//
// With <date/tz.h>, a date::zoned_time gives its instant by its sys_time, and is made from one:
//
//     const date::zoned_time zoned{"America/Chicago", ecflink::to_sys_time(now)};
//     const ecflink::instant same = ecflink::to_instant(zoned.get_sys_time());
#pragma once

#include <chrono>
#include <cstdint>
#include <ratio>

#include <date/date.h>

#include <ecflink/core/result.hpp>
#include <ecflink/core/time.hpp>
#include <ecflink/interop/chrono.hpp>
#include <ecflink/text/time_text.hpp>

ECFLINK_BEGIN_NAMESPACE

/// The civil day of a date. errc::no_such_time where the calendar has no such date.
[[nodiscard]] constexpr result<civil_day> to_civil_day(const date::year_month_day& date) noexcept {
    return detail::to_civil_day(date);
}

/// The date of a civil day. errc::no_such_time outside of the years -32767 to 32767, which is all
/// that date::year holds.
[[nodiscard]] constexpr result<date::year_month_day> to_date_year_month_day(civil_day day) noexcept {
    const result<std::chrono::year_month_day> found = to_year_month_day(day);
    if (!found) {
        return found.error();
    }
    return date::year_month_day{date::sys_days{date::days{day.days}}};
}

/// The instant at which clocks in the zone showed this. errc::skipped_time where a clock change
/// skipped it, errc::ambiguous_time where one repeated it: give an offset then, or an instant.
template <class Duration>
[[nodiscard]] result<instant> to_instant(date::local_time<Duration> local, const time_zone& zone) {
    return zone.to_instant({detail::count_in<std::int64_t, std::micro>(local.time_since_epoch())});
}

/// What clocks in the zone show at an instant.
[[nodiscard]] inline date::local_time<std::chrono::microseconds> to_date_local_time(instant at,
                                                                                    const time_zone& zone) {
    return date::local_time<std::chrono::microseconds>{std::chrono::microseconds{zone.to_local(at).micros}};
}

ECFLINK_END_NAMESPACE
