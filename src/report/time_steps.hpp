// time_steps.hpp: days and longer steps of time, in UTC.
#pragma once

#include <cstdint>
#include <string>

#include <ecflink/core/time.hpp>

#include "report/model.hpp"

namespace ecflink::report {

/// The day of an instant.
[[nodiscard]] constexpr civil_day day_of(instant at) noexcept {
    const std::int64_t days = at.micros / micros_per_day;
    return {static_cast<std::int32_t>(at.micros % micros_per_day < 0 ? days - 1 : days)};
}
/// The first day of the step that a day is in.
[[nodiscard]] civil_day begin_of_step(step_length length, civil_day day) noexcept;
/// The first day of the step behind the one that begins then.
[[nodiscard]] civil_day next_step(step_length length, civil_day begin) noexcept;
/// "2022-04-25", "2022-04", "2022 Q2", "2022".
[[nodiscard]] std::string step_name(step_length length, civil_day begin);

}  // namespace ecflink::report
