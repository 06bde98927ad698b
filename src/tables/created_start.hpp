// created_start.hpp: when the day on which a central account was created began, by a court's clock.
#pragma once

#include <optional>

#include <ecflink/text/time_text.hpp>

ECFLINK_BEGIN_NAMESPACE

namespace detail::tables {

/// 00:00 of the day in the zone, if a link made at `linked_at` could lie before it; otherwise
/// nothing, because then nobody needs the answer. Nothing as well if the zone's clocks skip or
/// repeat that time.
[[nodiscard]] inline std::optional<instant> created_start(civil_day day, const std::optional<time_zone>& zone,
                                                          std::optional<instant> linked_at) {
    const instant in_utc = make_instant(day);
    // In every zone, the day begins less than a day after it begins in UTC.
    if (!zone || !linked_at || linked_at->micros >= in_utc.micros + micros_per_day) {
        return std::nullopt;
    }
    const auto start = zone->to_instant(in_utc);
    return start ? std::optional<instant>(start.value()) : std::nullopt;
}

}  // namespace detail::tables

ECFLINK_END_NAMESPACE
