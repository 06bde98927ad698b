#include "convert/number_format.hpp"

#include <cmath>

#include <fmt/format.h>

namespace ecflink::convert {

std::string_view built_in_format(std::size_t number) noexcept {
    switch (number) {  // ECMA-376, part 1, 18.8.30; from 27 on, dates of East Asian languages
        case 14: return "m/d/yyyy";
        case 15: return "d-mmm-yy";
        case 16: return "d-mmm";
        case 17: return "mmm-yy";
        case 22: return "m/d/yyyy h:mm";
        default: break;
    }
    const bool is_date = (number >= 27 && number <= 36) || (number >= 50 && number <= 58);
    return is_date ? "yyyy/m/d" : std::string_view{};
}

bool is_time_format(std::string_view code) noexcept {
    bool has_day_or_year = false;
    for (std::size_t at = 0; at < code.size() && code[at] != ';'; ++at) {
        switch (code[at]) {
            case '"':  // words
                at = code.find('"', at + 1);
                if (at == std::string_view::npos) {
                    return has_day_or_year;
                }
                break;
            case '[':  // a color, a language, a condition
                at = code.find(']', at);
                if (at == std::string_view::npos) {
                    return has_day_or_year;
                }
                break;
            case '\\':  // a letter as it is
            case '_':
            case '*': ++at; break;
            case 'd':
            case 'D':
            case 'y':
            case 'Y': has_day_or_year = true; break;
            default: break;
        }
    }
    return has_day_or_year;
}

std::string digits_of(double number, std::string_view code) {
    constexpr double most = 9'007'199'254'740'992;  // from here on, not every whole number exists
    if (std::trunc(number) != number || std::abs(number) >= most) {
        return fmt::format("{}", number);
    }
    const bool is_zeros = !code.empty() && code.find_first_not_of('0') == std::string_view::npos;
    return fmt::format("{:0{}}", static_cast<long long>(number), is_zeros ? code.size() : 0);
}

}  // namespace ecflink::convert
