// arguments.hpp: ids and times, as a command line names them.
#pragma once

#include <optional>
#include <string>

#include <ecflink/core/ids.hpp>
#include <ecflink/policies/policy_set.hpp>
#include <ecflink/text/time_text.hpp>

#include "cli/command.hpp"

namespace ecflink::cli {

/// An id from the command line. Throws a failure that names the option.
template <class Id>
[[nodiscard]] Id read_id(const std::string& option, const std::string& text) {
    const auto id = Id::make(text);
    if (!id) {
        throw value_failure(option + ": the id \"" + text + "\" " + to_message(id.error()) +
                            "; expected 1 to " + std::to_string(Id::capacity) + " bytes of UTF-8");
    }
    return id.value();
}
/// The same for an option that may be left out.
template <class Id>
[[nodiscard]] std::optional<Id> read_id_if_given(const std::string& option, const std::string& text) {
    return text.empty() ? std::nullopt : std::optional(read_id<Id>(option, text));
}

/// The two accounts of a link.
struct pair_options {
    std::string court;
    std::string login;
    std::string central;
};
/// Adds --court, --login and --central, all required.
void add_pair(command& command, pair_options& options);

struct account_pair {
    court_id court;
    ecflink::login login;
    central_id central;
};
[[nodiscard]] account_pair read_pair(const pair_options& options);

/// The time of an option, as people write it: RFC 3339, or a local time of the zone, with a blank
/// or a T behind the date. A date alone is its 00:00, in UTC without a zone, and a message says so;
/// an empty text is now. Throws a failure that names the option.
[[nodiscard]] instant read_time(const std::string& option, const std::string& text,
                                const std::optional<time_zone>& zone = std::nullopt);
/// The same on the clocks of a court. If no policy is in force for it, there are none: the failure
/// then names the court, and those that may be meant.
[[nodiscard]] instant read_time(const std::string& option, const std::string& text,
                                const policy_set& policies, const court_id& court);
/// "2020-03-30 08:00 CDT (2020-03-30T13:00:00Z)"; without a zone the latter alone.
[[nodiscard]] std::string to_text(instant at, const std::optional<time_zone>& zone);

}  // namespace ecflink::cli
