#include "cli/court_text.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include <ecflink/policies/suggestion.hpp>

#include "cli/court_search.hpp"
#include "cli/json.hpp"

namespace ecflink::cli {

namespace {

/// For whom to ask where a policy names nobody for a purpose, the nearest first. One clerk's office
/// answers for all purposes but that of the center.
std::vector<std::string_view> nearest_purposes(const court_policy& policy, std::string_view purpose) {
    if (purpose == center_purpose) {
        return {purpose};
    }
    if (purpose == "names" && policy.names_mended_by == name_mender::center) {
        return {purpose, center_purpose};
    }
    if (purpose == "linking" || purpose == "filing") {
        return {purpose, "credentials", "filing"};
    }
    return {purpose, "filing", "credentials"};
}

/// "(608) 264-5178, ecf@court.example (https://court.example)"
std::string ways_in_words(const help_entry& entry) {
    std::string text = entry.phone;
    text += text.empty() || entry.email.empty() ? "" : ", ";
    text += entry.email;
    return text.empty() || entry.url.empty() ? text + entry.url : fmt::format("{} ({})", text, entry.url);
}

}  // namespace

std::vector<help_entry> whom_to_call(const court_policy& policy, std::string_view purpose) {
    std::vector<help_entry> found;
    for (const std::string_view near : nearest_purposes(policy, purpose)) {
        std::ranges::copy_if(policy.help, std::back_inserter(found),
                             [near](const help_entry& entry) { return entry.purpose == near; });
        if (!found.empty()) {
            break;
        }
    }
    return found;
}

std::string call_in_words(const court_policy& policy, std::string_view purpose) {
    const auto is_of_center = [&policy](const help_entry& entry) {
        return std::ranges::any_of(policy.help, [&entry](const help_entry& known) {
            return known.purpose == center_purpose && known.phone == entry.phone &&
                   known.email == entry.email && known.url == entry.url;
        });
    };
    std::string text;
    for (const help_entry& entry : whom_to_call(policy, purpose)) {
        text += !text.empty()         ? " or "
                : is_of_center(entry) ? fmt::format("the {}, ", policy.words.center)
                                      : fmt::format("the help desk for {}, ", entry.purpose);
        text += ways_in_words(entry);
    }
    return text;
}

json list_of(std::span<const help_entry> entries) {
    json list = json::array();
    for (const help_entry& entry : entries) {
        list.push_back({{"for", entry.purpose},
                        {"phone", or_null(entry.phone)},
                        {"email", or_null(entry.email)},
                        {"url", or_null(entry.url)}});
    }
    return list;
}

std::string court_title(const court_policy& policy, std::string_view court) {
    return policy.court.empty() || policy.name.empty() ? std::string(court)
                                                       : fmt::format("{} ({})", policy.name, court);
}

std::string did_you_mean_court(const policy_set& policies, std::string_view court) {
    std::vector<std::string_view> in_force;
    for (const court_policy& policy : policies.courts()) {
        in_force.push_back(policy.court.view());
    }
    std::vector<std::string> near = suggest_court(court, in_force);
    if (near.empty()) {
        constexpr std::size_t most_named = 8;
        const std::vector<std::string> words = words_in(std::vector{std::string(court)});
        const std::vector<const court_record*> named = courts_with(words);
        if (!words.empty() && named.size() <= most_named) {
            for (const court_record* one : named) {
                near.emplace_back(one->id.view());
            }
        }
    }
    return did_you_mean(near);
}

std::string in_words_of(const court_policy& policy, std::string_view text) {
    const std::pair<std::string_view, std::string_view> words[] = {
        {"central account", policy.words.central_account},
        {"service center", policy.words.center},
        {"court account", policy.words.court_account}};
    std::string said;
    while (!text.empty()) {
        const auto* word =
            std::ranges::find_if(words, [&](const auto& one) { return text.starts_with(one.first); });
        const bool is_found = word != std::end(words);
        said += is_found ? word->second : text.substr(0, 1);
        text.remove_prefix(is_found ? word->first.size() : 1);
    }
    return said;
}

}  // namespace ecflink::cli
