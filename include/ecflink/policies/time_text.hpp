// time_text.hpp: times as text, and local times of a court as instants. Compiled.
//
// An instant is RFC 3339 with "Z" or an offset and at most microseconds:
// "2020-03-30T08:00:00-05:00". A local date-time has no offset, may leave its seconds out, and
// means something only in a zone: "2020-03-30T08:00". A local time that a clock change skips or
// repeats is an error, never a guess.
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

/// A zone of the IANA time zone database that the system carries. Cheap to copy; safe to use from
/// any number of threads.
class time_zone {
public:
    /// errc::unknown_zone if the database has no zone of this name.
    [[nodiscard]] static result<time_zone> find(std::string_view name);

    [[nodiscard]] std::string_view name() const noexcept;
    /// The instant at which clocks in the zone showed this; `local` counts as if it were UTC.
    /// errc::no_such_time, errc::ambiguous_time.
    [[nodiscard]] result<instant> to_instant(instant local) const;
    /// What clocks in the zone show at an instant: "2020-03-30 08:00 CDT", with seconds and
    /// fractions where there are any.
    [[nodiscard]] std::string to_local_text(instant at) const;

private:
    explicit time_zone(std::shared_ptr<const detail::zone_rules> rules) noexcept : rules_(std::move(rules)) {}
    std::shared_ptr<const detail::zone_rules> rules_;
};

/// An instant with "Z" or an offset. errc::not_a_time, errc::no_such_time.
[[nodiscard]] result<instant> parse_instant(std::string_view text) noexcept;

/// An instant with "Z" or an offset, or a local date-time of the zone. Without a zone a local
/// date-time is errc::unknown_zone.
[[nodiscard]] result<instant> parse_instant(std::string_view text, const std::optional<time_zone>& zone);

/// The same, or a date, which means its 00:00 local.
[[nodiscard]] result<instant> parse_instant_or_date(std::string_view text,
                                                    const std::optional<time_zone>& zone);

/// A civil date, "2014-08-11". errc::not_a_time, errc::no_such_time.
[[nodiscard]] result<civil_day> parse_date(std::string_view text) noexcept;

/// An ISO 8601 duration of days, hours, minutes and seconds: "PT30M", "P1DT12H". errc::not_a_time
/// for any other text, and for more than 36500 days.
[[nodiscard]] result<duration> parse_duration(std::string_view text) noexcept;

/// RFC 3339 in UTC: "2020-03-30T13:00:00Z"; a fraction only where there is one, without trailing
/// zeros.
[[nodiscard]] std::string to_text(instant at);
/// "2014-08-11".
[[nodiscard]] std::string to_text(civil_day day);
/// The shortest ISO 8601 form: "PT30M", "P1DT12H", "PT0S".
[[nodiscard]] std::string to_text(duration length);

ECFLINK_END_NAMESPACE
