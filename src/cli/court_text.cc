#include "cli/court_text.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "cli/json.hpp"

namespace ecflink::cli {

std::vector<help_entry> whom_to_call(const court_policy& policy, std::string_view purpose) {
    std::vector<help_entry> found;
    const auto add = [&](std::string_view wanted) {
        std::ranges::copy_if(policy.help, std::back_inserter(found),
                             [&](const help_entry& entry) { return entry.purpose == wanted; });
    };
    add(purpose);
    if (found.empty() && purpose != center_purpose) {  // one clerk's office answers for both
        add(purpose == "filing" ? "credentials" : "filing");
    }
    return found;
}

std::string call_in_words(const court_policy& policy, std::string_view purpose) {
    std::string text;
    for (const help_entry& entry : whom_to_call(policy, purpose)) {
        const std::string between = !text.empty() ? " or "
                                    : purpose == center_purpose
                                        ? std::string("the service center, ")
                                        : fmt::format("the help desk for {}, ", entry.purpose);
        if (entry.phone.empty() || entry.url.empty()) {
            text += fmt::format("{}{}", between, entry.phone.empty() ? entry.url : entry.phone);
        } else {
            text += fmt::format("{}{} ({})", between, entry.phone, entry.url);
        }
    }
    return text;
}

json list_of(std::span<const help_entry> entries) {
    json list = json::array();
    for (const help_entry& entry : entries) {
        list.push_back(
            {{"for", entry.purpose}, {"phone", or_null(entry.phone)}, {"url", or_null(entry.url)}});
    }
    return list;
}

std::string court_title(const court_policy& policy, std::string_view court) {
    return policy.court.empty() || policy.name.empty() ? std::string(court)
                                                       : fmt::format("{} ({})", policy.name, court);
}

}  // namespace ecflink::cli
