#include "cli/arguments.hpp"

#include <chrono>

#include <fmt/format.h>

#include "cli/command.hpp"
#include "cli/process.hpp"

namespace ecflink::cli {
namespace {

/// True for an instant such as 2022-04-25T13:00Z, which would be one if it told its seconds.
bool lacks_seconds(std::string_view text) {
    constexpr std::size_t end_of_minutes = std::string_view("2022-04-25T13:00").size();
    return text.size() > end_of_minutes &&
           parse_instant(std::string(text).insert(end_of_minutes, ":00")).has_value();
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
    const auto at = parse_instant(text, zone);
    if (!at) {
        const std::string_view wrong = at.error() == errc::unknown_zone
                                           ? "is a local time, and no zone is known for it"
                                       : lacks_seconds(text) ? "has Z or an offset, but no seconds"
                                                             : to_message(at.error());
        const std::string expected =
            zone ? fmt::format(
                       "an instant such as 2022-04-25T08:00:00-05:00, or a local time of {} that occurs "
                       "once, such as 2022-04-25T08:00",
                       zone->name())
                 : std::string("an instant with Z or an offset, such as 2022-04-25T13:00:00Z");
        throw usage_failure(fmt::format("{}: \"{}\" {}; expected {}", option, text, wrong, expected));
    }
    return at.value();
}

std::string to_text(instant at, const std::optional<time_zone>& zone) {
    return zone ? fmt::format("{} ({})", zone->to_local_text(at), to_text(at)) : to_text(at);
}

}  // namespace ecflink::cli
