#include "report/time_steps.hpp"

#include <chrono>

#include <ecflink/text/time_text.hpp>

namespace ecflink::report {
namespace {

struct year_and_month {
    std::int32_t year = 0;
    std::int32_t month = 0;
};

year_and_month date_of(civil_day at) noexcept {
    const std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(at.days))};
    return {static_cast<int>(date.year()), static_cast<std::int32_t>(static_cast<unsigned>(date.month()))};
}

std::string two_digits(std::int32_t number) { return (number < 10 ? "0" : "") + std::to_string(number); }

}  // namespace

civil_day begin_of_step(step_length length, civil_day day) noexcept {
    const year_and_month date = date_of(day);
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
    const year_and_month date = date_of(begin);
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
