// written_time.hpp: times as people and spreadsheets write them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <ecflink/core/time.hpp>

namespace ecflink::convert {

/// Which of the first two numbers of 03/04/2020 is the month.
enum class date_order : std::uint8_t { unstated, month_first, day_first };

/// A date, perhaps with a time of day, as clocks showed it.
struct written_time {
    instant shown;  ///< as if it were UTC
    bool has_time_of_day = false;
    std::string zone;  ///< "CDT", "UTC"; empty: not stated
};

enum class time_problem : std::uint8_t {
    none,
    no_time,         ///< nothing that is known as a time
    order_unstated,  ///< it needs a date_order
    short_year,      ///< a year of two digits
};

/// Reads times such as "03/30/2020 8:00 AM", "2020-03-30 08:00" and "March 30, 2020". Remembers
/// how the last one was written, since a column holds many of one kind.
class time_reader {
public:
    explicit time_reader(date_order order) noexcept : order_(order) {}

    [[nodiscard]] std::optional<written_time> read(std::string_view given);
    /// Why the last text was no time.
    [[nodiscard]] time_problem problem() const noexcept { return problem_; }

private:
    date_order order_;
    time_problem problem_ = time_problem::none;
    std::string last_format_;
};

/// "2020-03-30", "2020-03-30T08:00:00", with decimals, as files of spreadsheets hold them.
[[nodiscard]] std::optional<instant> parse_local_iso(std::string_view text);

}  // namespace ecflink::convert
