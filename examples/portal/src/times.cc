#include "times.hpp"

#include <chrono>

#include <ecflink/interop/chrono.hpp>

namespace portal {
namespace {

std::string two_digits(long number) { return (number < 10 ? "0" : "") + std::to_string(number); }

void replace(std::string& text, std::string_view what, const std::string& by) {
    if (const std::size_t at = text.find(what); at != std::string::npos) {
        text.replace(at, what.size(), by);
    }
}

}  // namespace

std::string time_in_words(ecflink::instant at, const ecflink::court_policy* court, const messages& said) {
    const bool has_zone = court != nullptr && court->zone.has_value();
    const ecflink::instant local = has_zone ? court->zone->to_local(at) : at;
    const std::chrono::sys_time<std::chrono::microseconds> point{std::chrono::microseconds{local.micros}};
    const auto day = std::chrono::floor<std::chrono::days>(point);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss time{std::chrono::floor<std::chrono::minutes>(point - day)};
    std::string zone = "UTC";
    if (has_zone) {
        const std::string text = court->zone->to_local_text(at);
        zone = text.substr(text.rfind(' ') + 1);
    }
    const long hour = time.hours().count();
    std::string text = said.text("time.form");
    replace(text, "{day}", std::to_string(static_cast<unsigned>(date.day())));
    replace(text, "{month}", said.text("month." + std::to_string(static_cast<unsigned>(date.month()))));
    replace(text, "{year}", std::to_string(static_cast<int>(date.year())));
    replace(text, "{hour}", std::to_string(hour % 12 == 0 ? 12 : hour % 12));
    replace(text, "{minute}", two_digits(time.minutes().count()));
    replace(text, "{half}", said.text(hour < 12 ? "time.am" : "time.pm"));
    replace(text, "{zone}", zone);
    return text;
}

}  // namespace portal
