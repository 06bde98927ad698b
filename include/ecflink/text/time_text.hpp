// time_text.hpp: times as text, and local times of a court as instants. Compiled.
//
// The text of an instant is RFC 3339 with "Z" or an offset, and at most microseconds:
// "2020-03-30T08:00:00-05:00". A local time has no offset, may leave out its seconds, and needs a
// zone: "2020-03-30T08:00". A local time that a clock change skips or repeats is an error; ecflink
// never guesses.
//
//     const ecflink::result<ecflink::time_zone> zone = ecflink::time_zone::find("America/Chicago");
//     const auto at = ecflink::parse_instant("2020-03-30T08:00", zone.value());
//     const std::string utc = to_text(at.value());                      // "2020-03-30T13:00:00Z"
//     const std::string local = zone.value().to_local_text(at.value());  // "2020-03-30 08:00 CDT"
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <ecflink/core/result.hpp>
#include <ecflink/core/time.hpp>

ECFLINK_BEGIN_NAMESPACE

namespace detail {
struct zone_rules;
}

/// A zone of the system's IANA time zone database. Cheap to copy; any number of threads may use
/// one.
class time_zone {
public:
    /// The zone of a name: "America/Chicago". errc::unknown_zone if the database has none.
    [[nodiscard]] static result<time_zone> find(std::string_view name);

    /// The name by which it was found.
    [[nodiscard]] std::string_view name() const noexcept;
    /// The instant at which clocks in the zone showed a local time, given as if it were UTC.
    /// errc::skipped_time where a clock change skipped it, errc::ambiguous_time where one repeated
    /// it.
    [[nodiscard]] result<instant> to_instant(instant local) const;
    /// What clocks in the zone show at an instant, as if it were UTC. An instant less than a day
    /// from an end of the type counts as one a day from it.
    [[nodiscard]] instant to_local(instant at) const;
    /// The same as text: "2020-03-30 08:00 CDT", with seconds and fractions unless they are zero.
    [[nodiscard]] std::string to_local_text(instant at) const;

private:
    explicit time_zone(std::shared_ptr<const detail::zone_rules> rules) noexcept : rules_(std::move(rules)) {}
    std::shared_ptr<const detail::zone_rules> rules_;
};

/// An instant with "Z" or an offset. errc::not_a_time, errc::no_such_time; errc::unknown_zone for a
/// local time.
[[nodiscard]] result<instant> parse_instant(std::string_view text) noexcept;

/// An instant with "Z" or an offset, or a local time of the zone. Without a zone a local time is
/// errc::unknown_zone.
[[nodiscard]] result<instant> parse_instant(std::string_view text, const std::optional<time_zone>& zone);

/// The same, or a date: 00:00 of that day in the zone.
[[nodiscard]] result<instant> parse_instant_or_date(std::string_view text,
                                                    const std::optional<time_zone>& zone);

/// A civil date, "2014-08-11". errc::not_a_time, errc::no_such_time.
[[nodiscard]] result<civil_day> parse_date(std::string_view text) noexcept;

/// An ISO 8601 duration of days, hours, minutes and seconds: "PT30M", "P1DT12H". errc::not_a_time
/// for any other text, and for more than 36,500 days.
[[nodiscard]] result<duration> parse_duration(std::string_view text) noexcept;

/// RFC 3339 in UTC: "2020-03-30T13:00:00Z"; a fraction only where it is not zero, without trailing
/// zeros. Outside of the years 0000 to 9999 the year has a sign: "+12026-01-01T00:00:00Z".
[[nodiscard]] std::string to_text(instant at);
/// "2014-08-11"; years as above.
[[nodiscard]] std::string to_text(civil_day day);
/// The shortest ISO 8601 form: "PT30M", "P1DT12H", "PT0S", "PT0.5S", "-PT1H".
[[nodiscard]] std::string to_text(duration length);

ECFLINK_END_NAMESPACE
