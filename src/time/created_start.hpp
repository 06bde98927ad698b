// created_start.hpp: when the day began on which a central account was created, on the clocks of a
// court.
#pragma once

#include <optional>

#include <ecflink/policies/time_text.hpp>

ECFLINK_BEGIN_NAMESPACE

namespace detail::time {

/// 00:00 of the day in the zone, if a link of that time could lie before it; the question is only
/// asked for links that could.
[[nodiscard]] inline std::optional<instant> created_start(civil_day day, const std::optional<time_zone>& zone,
                                                          std::optional<instant> linked_at) {
    const instant in_utc = make_instant(day);
    // no zone is a day behind UTC
    if (!zone || !linked_at || linked_at->micros >= in_utc.micros + micros_per_day) {
        return std::nullopt;
    }
    const auto start = zone->to_instant(in_utc);
    return start ? std::optional<instant>(start.value()) : std::nullopt;
}

}  // namespace detail::time

ECFLINK_END_NAMESPACE
