// Text of a fixed form is read here by hand, strictly and without a locale. The calendar comes from
// Howard Hinnant's date library. The zones come from abseil, because it applies a zone's rule for
// the years after the last listed change (2037 in most databases); date's reader of the system's
// database leaves that rule out.
#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <limits>

#include <absl/time/civil_time.h>
#include <absl/time/time.h>
#include <date/date.h>

#include <ecflink/text/time_text.hpp>

ECFLINK_BEGIN_NAMESPACE

struct detail::zone_rules {
    absl::TimeZone zone;
    std::string name;
};

namespace {

/// Reads a text from the left. Every read returns whether it succeeded.
class scanner {
public:
    explicit scanner(std::string_view text) noexcept : rest_(text) {}

    [[nodiscard]] bool at_end() const noexcept { return rest_.empty(); }
    [[nodiscard]] bool skip(char wanted) noexcept { return skip_any(std::string_view(&wanted, 1)); }
    [[nodiscard]] bool skip_any(std::string_view wanted) noexcept {
        if (rest_.empty() || wanted.find(rest_.front()) == std::string_view::npos) {
            return false;
        }
        rest_.remove_prefix(1);
        return true;
    }
    /// Exactly `width` digits.
    [[nodiscard]] bool digits(std::size_t width, std::int32_t& value) noexcept {
        if (rest_.size() < width) {
            return false;
        }
        value = 0;
        for (const char c : rest_.substr(0, width)) {
            if (c < '0' || c > '9') {
                return false;
            }
            value = value * 10 + (c - '0');
        }
        rest_.remove_prefix(width);
        return true;
    }
    /// One to six digits after the decimal point, as microseconds.
    [[nodiscard]] bool fraction(std::int32_t& micros) noexcept {
        std::size_t width = 0;
        while (width < rest_.size() && rest_[width] >= '0' && rest_[width] <= '9') {
            ++width;
        }
        if (width == 0 || width > 6 || !digits(width, micros)) {
            return false;
        }
        for (; width < 6; ++width) {
            micros *= 10;
        }
        return true;
    }

private:
    std::string_view rest_;
};

struct date_fields {
    std::int32_t year = 0;
    std::int32_t month = 0;
    std::int32_t day = 0;
};

/// A date-time of RFC 3339, or the same without an offset.
struct time_fields {
    date_fields date;
    std::int32_t hour = 0;
    std::int32_t minute = 0;
    std::int32_t second = 0;
    std::int32_t micros = 0;
    bool has_offset = false;
    std::int32_t offset_minutes = 0;
};

bool scan_date(scanner& in, date_fields& fields) noexcept {
    return in.digits(4, fields.year) && in.skip('-') && in.digits(2, fields.month) && in.skip('-') &&
           in.digits(2, fields.day);
}

result<civil_day> to_day(const date_fields& fields) noexcept {
    const date::year_month_day ymd{date::year{fields.year}, date::month{static_cast<unsigned>(fields.month)},
                                   date::day{static_cast<unsigned>(fields.day)}};
    if (fields.year == 0 || !ymd.ok()) {
        return errc::no_such_time;
    }
    return civil_day{static_cast<std::int32_t>(date::sys_days{ymd}.time_since_epoch().count())};
}

bool scan_offset(scanner& in, time_fields& fields, bool& exists) noexcept {
    fields.has_offset = true;
    if (in.skip_any("Zz")) {
        return true;
    }
    const bool is_negative = in.skip('-');
    std::int32_t hours = 0;
    std::int32_t minutes = 0;
    if ((!is_negative && !in.skip('+')) || !in.digits(2, hours) || !in.skip(':') || !in.digits(2, minutes)) {
        return false;
    }
    exists = exists && hours < 24 && minutes < 60;
    fields.offset_minutes = (is_negative ? -1 : 1) * (hours * 60 + minutes);
    return true;
}

/// The instant at which a UTC clock shows the text's local time. The offset stays in `fields`.
result<instant> scan_time(std::string_view text, time_fields& fields) noexcept {
    scanner in(text);
    if (!scan_date(in, fields.date) || !in.skip_any("Tt") || !in.digits(2, fields.hour) || !in.skip(':') ||
        !in.digits(2, fields.minute)) {
        return errc::not_a_time;
    }
    const bool has_seconds = in.skip(':');
    if (has_seconds && !in.digits(2, fields.second)) {
        return errc::not_a_time;
    }
    if (has_seconds && in.skip('.') && !in.fraction(fields.micros)) {
        return errc::not_a_time;
    }
    bool exists = fields.hour < 24 && fields.minute < 60 && fields.second < 60;
    if (!in.at_end() && (!has_seconds || !scan_offset(in, fields, exists) || !in.at_end())) {
        return errc::not_a_time;
    }
    const auto day = to_day(fields.date);
    if (!day || !exists) {
        return errc::no_such_time;
    }
    return make_instant(day.value(), fields.hour, fields.minute, fields.second, fields.micros);
}

instant apply_offset(instant local, const time_fields& fields) noexcept {
    return {local.micros - std::int64_t{fields.offset_minutes} * 60 * micros_per_second};
}

/// `local` as a civil second: what a UTC clock shows at that instant, without the fraction.
absl::CivilSecond to_civil(instant local) noexcept {
    return absl::ToCivilSecond(absl::FromUnixMicros(local.micros), absl::UTCTimeZone());
}

/// What a clock shows that is `offset` seconds ahead of UTC, as if it were UTC.
instant to_wall_clock(instant at, int offset) noexcept {
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max() - micros_per_day;
    return {std::clamp(at.micros, -most, most) + std::int64_t{offset} * micros_per_second};
}

/// True for text that may be an IANA name: it cannot reach outside of the database, and no library
/// gives it another meaning.
bool is_zone_name(std::string_view name) noexcept {
    constexpr std::string_view allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/";
    return !name.empty() && name.size() <= 64 && name.find_first_not_of(allowed) == std::string_view::npos &&
           name.front() != '/' && !name.starts_with("Fixed/");
}

void append_padded(std::string& text, std::int64_t value, std::size_t width) {
    const std::string digits = std::to_string(value);
    text.append(digits.size() < width ? width - digits.size() : 0, '0');
    text += digits;
}

/// The calendar repeats every 400 years; date's own years end at 32767.
void append_date(std::string& text, std::int64_t days) {
    constexpr std::int64_t days_of_400_years = 146'097;
    const std::int64_t periods = days / days_of_400_years - (days % days_of_400_years < 0 ? 1 : 0);
    const date::year_month_day ymd{
        date::sys_days{date::days{static_cast<int>(days - periods * days_of_400_years)}}};
    const std::int64_t year = static_cast<int>(ymd.year()) + periods * 400;
    if (year < 0 || year > 9'999) {
        text += year < 0 ? '-' : '+';
    }
    append_padded(text, std::abs(year), 4);
    text += '-';
    append_padded(text, static_cast<unsigned>(ymd.month()), 2);
    text += '-';
    append_padded(text, static_cast<unsigned>(ymd.day()), 2);
}

void append_fraction(std::string& text, std::int64_t micros) {
    if (micros != 0) {
        text += '.';
        append_padded(text, micros, 6);
        text.erase(text.find_last_not_of('0') + 1);
    }
}

/// Date and time of day. If `brief`, seconds and fraction are left out when they are zero.
void append_date_time(std::string& text, instant at, char separator, bool brief) {
    const std::int64_t day = at.micros / micros_per_day - (at.micros % micros_per_day < 0 ? 1 : 0);
    const std::int64_t of_day = (at.micros % micros_per_day + micros_per_day) % micros_per_day;
    const date::hh_mm_ss<std::chrono::microseconds> time{std::chrono::microseconds{of_day}};
    append_date(text, day);
    text += separator;
    append_padded(text, time.hours().count(), 2);
    text += ':';
    append_padded(text, time.minutes().count(), 2);
    if (!brief || time.seconds().count() != 0 || time.subseconds().count() != 0) {
        text += ':';
        append_padded(text, time.seconds().count(), 2);
        append_fraction(text, time.subseconds().count());
    }
}

}  // namespace

result<time_zone> time_zone::find(std::string_view name) {
    auto rules = std::make_shared<detail::zone_rules>();
    rules->name = name;
    if (!is_zone_name(name) || !absl::LoadTimeZone(rules->name, &rules->zone)) {
        return errc::unknown_zone;
    }
    return time_zone{std::move(rules)};
}

std::string_view time_zone::name() const noexcept { return rules_->name; }

result<instant> time_zone::to_instant(instant local) const {
    const absl::CivilSecond wall = to_civil(local);
    const absl::TimeZone::TimeInfo info = rules_->zone.At(wall);
    if (info.kind == absl::TimeZone::TimeInfo::SKIPPED) {
        return errc::skipped_time;
    }
    if (info.kind == absl::TimeZone::TimeInfo::REPEATED) {
        return errc::ambiguous_time;
    }
    const std::int64_t fraction =
        ((local.micros % micros_per_second) + micros_per_second) % micros_per_second;
    return instant{absl::ToUnixMicros(info.pre) + fraction};
}

instant time_zone::to_local(instant at) const {
    return to_wall_clock(at, rules_->zone.At(absl::FromUnixMicros(at.micros)).offset);
}

std::string time_zone::to_local_text(instant at) const {
    const absl::TimeZone::CivilInfo info = rules_->zone.At(absl::FromUnixMicros(at.micros));
    std::string text;
    append_date_time(text, to_wall_clock(at, info.offset), ' ', true);
    return text + ' ' + info.zone_abbr;
}

result<instant> parse_instant(std::string_view text) noexcept {
    time_fields fields;
    const auto local = scan_time(text, fields);
    if (!local) {
        return local;
    }
    if (!fields.has_offset) {
        return errc::unknown_zone;
    }
    return apply_offset(local.value(), fields);
}

result<instant> parse_instant(std::string_view text, const std::optional<time_zone>& zone) {
    time_fields fields;
    const auto local = scan_time(text, fields);
    if (!local) {
        return local;
    }
    if (fields.has_offset) {
        return apply_offset(local.value(), fields);
    }
    if (!zone) {
        return errc::unknown_zone;
    }
    return zone->to_instant(local.value());
}

result<instant> parse_instant_or_date(std::string_view text, const std::optional<time_zone>& zone) {
    const auto day = parse_date(text);
    if (!day) {
        return day.error() == errc::not_a_time ? parse_instant(text, zone) : day.error();
    }
    if (!zone) {
        return errc::unknown_zone;
    }
    return zone->to_instant(make_instant(day.value()));
}

result<civil_day> parse_date(std::string_view text) noexcept {
    scanner in(text);
    date_fields fields;
    if (!scan_date(in, fields) || !in.at_end()) {
        return errc::not_a_time;
    }
    return to_day(fields);
}

result<duration> parse_duration(std::string_view text) noexcept {
    struct unit {
        char letter;
        bool is_time;
        std::int64_t seconds;
    };
    constexpr unit units[] = {{'D', false, 86'400}, {'H', true, 3'600}, {'M', true, 60}, {'S', true, 1}};
    constexpr std::int64_t most_seconds = std::int64_t{36'500} * 86'400;

    if (text.size() < 3 || text.front() != 'P') {
        return errc::not_a_time;
    }
    text.remove_prefix(1);
    bool in_time = false;
    std::int64_t total = 0;
    const unit* next = std::begin(units);
    while (!text.empty()) {
        if (!in_time && text.front() == 'T' && text.size() > 1) {
            in_time = true;
            text.remove_prefix(1);
        }
        std::int64_t count = 0;
        const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), count);
        if (problem != std::errc{} || text.front() == '-' || end == text.data() + text.size()) {
            return errc::not_a_time;
        }
        while (next != std::end(units) && next->letter != *end) {
            ++next;
        }
        if (next == std::end(units) || next->is_time != in_time || count > most_seconds / next->seconds) {
            return errc::not_a_time;
        }
        total += count * next->seconds;
        ++next;
        text.remove_prefix(static_cast<std::size_t>(end - text.data()) + 1);
    }
    if (total > most_seconds) {
        return errc::not_a_time;
    }
    return duration{total * micros_per_second};
}

std::string to_text(instant at) {
    std::string text;
    append_date_time(text, at, 'T', false);
    return text + 'Z';
}

std::string to_text(civil_day day) {
    std::string text;
    append_date(text, day.days);
    return text;
}

std::string to_text(duration length) {
    // of the magnitude, in unsigned numbers: the least length has no positive counterpart
    const std::uint64_t micros = length.micros < 0 ? 0 - static_cast<std::uint64_t>(length.micros)
                                                   : static_cast<std::uint64_t>(length.micros);
    const auto fraction = static_cast<std::int64_t>(micros % micros_per_second);
    const auto seconds = static_cast<std::int64_t>(micros / micros_per_second);
    if (micros == 0) {
        return "PT0S";
    }
    std::string text = length.micros < 0 ? "-P" : "P";
    const auto append = [&text](std::int64_t count, char letter) {
        if (count != 0) {
            text += std::to_string(count) + letter;
        }
    };
    append(seconds / 86'400, 'D');
    if (seconds % 86'400 != 0 || fraction != 0) {
        text += 'T';
        append(seconds / 3'600 % 24, 'H');
        append(seconds / 60 % 60, 'M');
        if (fraction == 0) {
            append(seconds % 60, 'S');
        } else {
            text += std::to_string(seconds % 60);
            append_fraction(text, fraction);
            text += 'S';
        }
    }
    return text;
}

ECFLINK_END_NAMESPACE
