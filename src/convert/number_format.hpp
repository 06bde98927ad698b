// number_format.hpp: what the number in a cell of a spreadsheet means, which its format says.
#pragma once

#include <string>
#include <string_view>

namespace ecflink::convert {

/// The format that a spreadsheet knows by its number only; empty: none that says a time.
[[nodiscard]] std::string_view built_in_format(std::size_t number) noexcept;
/// True of formats that show a date, or a date and a time.
[[nodiscard]] bool is_time_format(std::string_view code) noexcept;
/// The digits of a number, with the zeros before them that a format such as "0000000" shows.
[[nodiscard]] std::string digits_of(double number, std::string_view code);

}  // namespace ecflink::convert
