#include "cli/arguments.hpp"

#include <chrono>

#include <fmt/format.h>

#include "cli/command.hpp"
#include "cli/court_text.hpp"
#include "cli/process.hpp"

namespace ecflink::cli {
namespace {

constexpr std::size_t end_of_date = std::string_view("2022-04-25").size();

/// The time as people write it: "2020-03-30 08:00" for "2020-03-30T08:00".
std::string with_letter(std::string text) {
    if (text.size() > end_of_date && text[end_of_date] == ' ') {
        text[end_of_date] = 'T';
    }
    return text;
}

/// True for an instant such as 2022-04-25T13:00Z, which would be one if it told its seconds.
bool lacks_seconds(std::string_view text) {
    constexpr std::size_t end_of_minutes = std::string_view("2022-04-25T13:00").size();
    return text.size() > end_of_minutes &&
           parse_instant(std::string(text).insert(end_of_minutes, ":00")).has_value();
}

/// What is wrong with a time.
std::string in_words(errc wrong, std::string_view text, const std::optional<time_zone>& zone) {
    const std::string clocks = zone ? fmt::format("clocks in {}", zone->name()) : "clocks";
    switch (wrong) {
        case errc::unknown_zone: return "is a local time, and no zone is known for it";
        case errc::skipped_time: return "is in the hour that " + clocks + " skipped";
        case errc::ambiguous_time: return "is a time that " + clocks + " showed twice";
        default: return lacks_seconds(text) ? "has Z or an offset, but no seconds" : to_message(wrong);
    }
}

std::string expected_time(errc wrong, const std::optional<time_zone>& zone) {
    if (!zone) {
        return "a time with Z or an offset, such as 2022-04-25T13:00:00Z, or a date such as 2022-04-25, "
               "which "
               "means its 00:00 UTC";
    }
    return wrong == errc::ambiguous_time
               ? std::string("the one that is meant, with its offset, such as 2022-04-25T08:00:00-05:00")
               : fmt::format(
                     "a local time of {} such as 2022-04-25 08:00, a date such as 2022-04-25, or a time with "
                     "Z or an offset, such as 2022-04-25T13:00:00Z",
                     zone->name());
}

}  // namespace

void add_pair(command& command, pair_options& options) {
    command.add_option("--court", "COURT", options.court, "the court that issued the account").required();
    command.add_option("--login", "LOGIN", options.login, "the login that the court issued").required();
    command.add_option("--central", "ID", options.central, "the id of the central account").required();
}

account_pair read_pair(const pair_options& options) {
    return {.court = read_id<court_id>("--court", options.court),
            .login = read_id<login>("--login", options.login),
            .central = read_id<central_id>("--central", options.central)};
}

instant read_time(const std::string& option, const std::string& text, const std::optional<time_zone>& zone) {
    if (text.empty()) {
        const auto now = std::chrono::duration_cast<std::chrono::seconds>(
            std::chrono::system_clock::now().time_since_epoch());
        return {now.count() * micros_per_second};
    }
    if (const auto day = parse_date(text); day && !zone) {
        const instant midnight = make_instant(day.value());
        write_messages(fmt::format("ecflink: {} {} means {}", option, text, to_text(midnight)));
        return midnight;
    }
    const std::string written = with_letter(text);
    const auto at = parse_instant_or_date(written, zone);
    if (!at) {
        throw value_failure(fmt::format("{}: \"{}\" {}; expected {}", option, text,
                                        in_words(at.error(), written, zone),
                                        expected_time(at.error(), zone)));
    }
    if (parse_date(text)) {
        write_messages(fmt::format("ecflink: {} {} means {}", option, text, to_text(at.value(), zone)));
    }
    return at.value();
}

instant read_time(const std::string& option, const std::string& text, const policy_set& policies,
                  const court_id& court) {
    const court_policy& policy = policies.find(court.view());
    const auto at = parse_instant_or_date(with_letter(text), policy.zone);
    if (!court.empty() && !policy.rules.in_force && !at && at.error() == errc::unknown_zone) {
        throw value_failure(
            fmt::format("{}: \"{}\" is a local time, and no policy is in force for court "
                        "\"{}\"{}; expected {}",
                        option, text, court.view(), did_you_mean_court(policies, court.view()),
                        expected_time(at.error(), policy.zone)));
    }
    return read_time(option, text, policy.zone);
}

std::string to_text(instant at, const std::optional<time_zone>& zone) {
    return zone ? fmt::format("{} ({})", zone->to_local_text(at), to_text(at)) : to_text(at);
}

}  // namespace ecflink::cli
