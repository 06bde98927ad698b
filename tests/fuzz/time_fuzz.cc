// Any text is a time or an error. A time that is written can be read again, and a zone converts it
// to local time and back.
#include <optional>

#include <ecflink/text/time_text.hpp>

#include "fuzz/fuzzing.hpp"

using namespace ecflink;

// An offset may move an instant beyond these; such an instant has no RFC 3339 text in UTC.
constexpr instant first_of_utc = make_instant(make_civil_day(1, 1, 1));
constexpr instant last_of_utc = make_instant(make_civil_day(9999, 12, 31), 23, 59, 59, 999'999);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const std::optional<time_zone> madison = time_zone::find("America/Chicago").value();
    const std::string_view text = fuzz::text_of(data, size);

    if (const auto at = parse_instant(text); at.has_value()) {
        fuzz::require(at.value() >= earliest_instant && at.value() <= latest_instant,
                      "an instant that text can say");
        if (at.value() >= first_of_utc && at.value() <= last_of_utc) {
            fuzz::require(parse_instant(to_text(at.value())).value() == at.value(),
                          "an instant that is written is read again");
        }
        fuzz::require(parse_instant(text, madison).value() == at.value(),
                      "an offset is stronger than a zone");
        fuzz::require(!madison->to_local_text(at.value()).empty(), "every instant has a local text");
    }
    if (const auto at = parse_instant_or_date(text, madison); at.has_value()) {
        fuzz::require(at.value() >= earliest_instant && at.value() <= latest_instant,
                      "an instant that text can say");
    }
    if (const auto day = parse_date(text); day.has_value()) {
        fuzz::require(parse_date(to_text(day.value())).value() == day.value(),
                      "a date that is written is read again");
        const auto local = madison->to_instant(make_instant(day.value(), 12));
        fuzz::require(
            !local.has_value() || madison->to_local_text(local.value()).substr(0, 10) == to_text(day.value()),
            "noon lies on its day");
    }
    if (const auto length = parse_duration(text); length.has_value()) {
        fuzz::require(length.value().micros >= 0, "no length is below zero");
        fuzz::require(parse_duration(to_text(length.value())).value() == length.value(),
                      "a length that is written is read again");
    }
    if (const auto zone = time_zone::find(text); zone.has_value()) {
        fuzz::require(zone.value().name() == text || !text.empty(), "a zone has a name");
    }
    return 0;
}
