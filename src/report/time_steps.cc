#include "report/time_steps.hpp"

#include <ecflink/policies/time_text.hpp>

namespace ecflink::report {
namespace {

struct year_month_day {
    std::int32_t year = 0;
    std::int32_t month = 0;
    std::int32_t day = 0;
};

/// The date of a day of the proleptic Gregorian calendar, counted from March.
year_month_day date_of(civil_day at) noexcept {
    const std::int32_t shifted = at.days + 719'468;
    const std::int32_t era = (shifted >= 0 ? shifted : shifted - 146'096) / 146'097;
    const std::int32_t day_of_era = shifted - era * 146'097;
    const std::int32_t year_of_era =
        (day_of_era - day_of_era / 1'460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
    const std::int32_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const std::int32_t from_march = (5 * day_of_year + 2) / 153;
    const std::int32_t month = from_march < 10 ? from_march + 3 : from_march - 9;
    return {year_of_era + era * 400 + (month <= 2 ? 1 : 0), month,
            day_of_year - (153 * from_march + 2) / 5 + 1};
}

std::string two_digits(std::int32_t number) { return (number < 10 ? "0" : "") + std::to_string(number); }

}  // namespace

civil_day day_of(instant at) noexcept {
    std::int64_t days = at.micros / micros_per_day;
    if (at.micros % micros_per_day < 0) {
        --days;
    }
    return {static_cast<std::int32_t>(days)};
}

civil_day begin_of_step(step_length length, civil_day day) noexcept {
    const year_month_day date = date_of(day);
    switch (length) {
        case step_length::day: return day;
        case step_length::week: {
            const std::int32_t from_monday = ((day.days + 3) % 7 + 7) % 7;  // 1970-01-01 was a Thursday
            return {day.days - from_monday};
        }
        case step_length::month: return make_civil_day(date.year, date.month, 1);
        case step_length::quarter: return make_civil_day(date.year, (date.month - 1) / 3 * 3 + 1, 1);
        case step_length::year: break;
    }
    return make_civil_day(date.year, 1, 1);
}

civil_day next_step(step_length length, civil_day begin) noexcept {
    constexpr std::int32_t longest[] = {1, 7, 31, 92, 366};
    return begin_of_step(length, {begin.days + longest[static_cast<std::size_t>(length)]});
}

std::string step_name(step_length length, civil_day begin) {
    const year_month_day date = date_of(begin);
    std::string year = std::to_string(date.year);
    switch (length) {
        case step_length::day:
        case step_length::week: return to_text(begin);
        case step_length::month: return year + "-" + two_digits(date.month);
        case step_length::quarter: return year + " Q" + std::to_string((date.month - 1) / 3 + 1);
        case step_length::year: break;
    }
    return year;
}

}  // namespace ecflink::report
