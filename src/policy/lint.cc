// Warnings are exact: each says what follows from the layers, never what their author may have
// meant. What no case can reach is found by trying every case.
#include <algorithm>
#include <iterator>
#include <tuple>

#include <ecflink/policies/directory.hpp>
#include <ecflink/policies/suggestion.hpp>

#include "policy/case_space.hpp"
#include "policy/resolve.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace {

using detail::json;
using detail::policy::fault_list;
using detail::policy::layer;

/// What the cases of a policy come to.
struct reach {
    findings reachable;  ///< what is found in some case
    findings blocking;   ///< what refuses every link that could be proposed; nothing if one can be made
};

reach explore_policy(const court_policy& policy) {
    reach all;
    detail::policy::explore(
        policy.rules, policy.rules, policy.court,
        [&](findings found, findings) { all.reachable = all.reachable | found; },
        [&](const detail::policy::framed_outcomes& framed) {
            if (framed.frame.row || !framed.frame.central || !framed.frame.account) {
                return;  // only a link that is proposed between two accounts can come to be
            }
            constexpr auto refuse = static_cast<std::size_t>(verdict::refuse);
            for (const detail::policy::group_outcomes& group : framed.groups) {
                const bool can_pass = std::any_of(
                    group.by_verdicts.begin(), group.by_verdicts.begin() + refuse, [](const auto& row) {
                        return std::ranges::any_of(row,
                                                   [](const auto& choice) { return choice.has_value(); });
                    });
                if (!can_pass) {
                    all.blocking =
                        all.blocking |
                        (group.always_refused.empty() ? group.ever_refused & findings_of(finding_group::court)
                                                      : group.always_refused);
                }
            }
        });
    return all;
}

std::string list_tokens(findings set) {
    std::string text;
    for (const finding each : set) {
        text += (text.empty() ? "" : ", ") + std::string(to_token(each));
    }
    return text;
}

/// What can be said of a layer without knowing what the others say.
void warn_of_layer(const layer& given, fault_list& warnings) {
    const auto warn = [&](const std::string& path, std::string message) {
        warnings.push_back({path, false, std::move(message), "", ""});
    };
    if (given.sources.empty()) {
        warnings.push_back({"", false, "the layer names no source for its rules", "",
                            "\"source\" with the pages or orders that it rests on"});
    }
    for (const char* path : {"/link/roles", "/proof/central/accept", "/proof/account/accept"}) {
        if (const json* const list = given.find(path); list != nullptr && *list == json::array()) {
            warn(path, "the list is empty, so that no link can be made");
        }
    }
    if (const json* const registrations = given.find("/link/registrations")) {
        for (const auto& [role, list] : registrations->members()) {
            if (list == json::array()) {
                warn("/link/registrations/" + role,
                     "the list is empty, so that no account of this role fits; null takes the role off the "
                     "list");
            }
        }
    }
    for (const char* path :
         {"/proof/central/max-age", "/proof/account/max-age", "/attempts/window", "/handle/lifetime"}) {
        if (const json* const length = given.find(path);
            length != nullptr && parse_duration(length->text()).value() == duration{}) {
            warn(path, "no time at all, so that nothing is ever in time");
        }
    }
    if (const json* const help = given.find("/help")) {
        for (const auto& [purpose, list] : help->members()) {
            for (std::size_t i = 0; i < list.items().size(); ++i) {
                const auto is_given = [&entry = list.items()[i]](const char* name) {
                    const json* const value = entry.find(name);
                    return value != nullptr && !value->is_null();
                };
                if (!is_given("phone") && !is_given("email") && !is_given("url")) {
                    warn("/help/" + purpose + '/' + std::to_string(i),
                         "neither a telephone nor an e-mail address nor a page");
                }
            }
        }
    }
    if (const json* const outages = given.find("/outages")) {
        for (std::size_t i = 0; i < outages->items().size(); ++i) {
            const json* const stops = outages->items()[i].find("stops");
            if (stops != nullptr && stops->items().empty()) {
                warn("/outages/" + std::to_string(i) + "/stops", "the list is empty, so that nothing stops");
            }
        }
    }
}

/// A layer for a court that nobody knows binds nobody, unless it describes a new court.
void warn_of_unknown_court(const layer& given, fault_list& warnings) {
    const auto states = [&given](const char* path) { return given.find(path) != nullptr; };
    if (find_court(given.court.view()) != nullptr ||
        (states("/name") && states("/kind") && states("/time-zone"))) {
        return;
    }
    warnings.push_back(
        {"/court", false,
         "the directory has no court of this id" + did_you_mean(suggest_court(given.court.view())),
         to_excerpt(*given.find("/court")),
         "the id of a court, or \"name\", \"kind\" and \"time-zone\" of a new one"});
}

/// What can be said of the layer of one court, knowing the court's policy.
void warn_of_court(const layer& given, const court_policy& policy, fault_list& warnings) {
    const link_policy& rules = policy.rules;
    const auto states = [&given](const char* path) { return given.find(path) != nullptr; };
    if (rules.go_live && rules.link_closes && *rules.link_closes <= *rules.go_live &&
        (states("/link/closes") || states("/go-live"))) {
        warnings.push_back({states("/link/closes") ? "/link/closes" : "/go-live", false,
                            "linking closes before the court goes live", to_text(*rules.link_closes),
                            "a time after go-live, " + to_text(*rules.go_live)});
    }
    for (std::size_t i = 0; rules.go_live && i < rules.outages.windows().size(); ++i) {
        const outage_window& outage = rules.outages.windows()[i];
        if (outage.contains(*rules.go_live) && outage.stops.contains(outage_effect::filing) &&
            (states("/outages") || states("/go-live"))) {
            warnings.push_back({states("/outages") ? "/outages/" + std::to_string(i) + "/end" : "/go-live",
                                false, "the court goes live in the middle of an outage", to_text(outage.end),
                                "an outage that ends at go-live, " + to_text(*rules.go_live)});
        }
    }
    if (const json* const registrations = given.find("/link/registrations");
        registrations != nullptr && rules.roles) {
        for (const auto& [name, value] : registrations->members()) {
            if (!rules.roles->contains(*from_token<account_role>(name))) {
                warnings.push_back({"/link/registrations/" + name, true,
                                    "accounts of this role cannot be linked, whatever the registration", "",
                                    "a role of /link/roles"});
            }
        }
    }
    if (states("/registration/second-if") && rules.second == second_registration::reject &&
        rules.second_if != second_condition::always) {
        warnings.push_back({"/registration/second-if", false,
                            "whoever registers again is rejected, whatever the condition", "",
                            "\"second\" other than \"reject\""});
    }
    if (states("/go-live") && rules.go_live_by && rules.go_live_by == rules.go_live_not_before) {
        warnings.push_back({"/go-live", false, "both bounds are the same", to_text(*rules.go_live_by),
                            "the go-live itself, which is then known"});
    }
    const reach all = explore_policy(policy);
    if (const json* const dispositions = given.find("/dispositions")) {
        for (const auto& [name, value] : dispositions->members()) {
            if (!all.reachable.contains(*from_token<finding>(name))) {
                warnings.push_back({"/dispositions/" + name, true,
                                    "under the other rules of this policy no case has this finding", "", ""});
            }
        }
    }
    // A court whose system needs no links means it.
    if (!all.blocking.empty() && !all.blocking.contains(finding::court_needs_no_link)) {
        warnings.push_back({"/court", false,
                            "no link can ever be made in this court, because of " + list_tokens(all.blocking),
                            "", ""});
    }
}

}  // namespace

std::vector<diagnostic> lint(std::span<const policy_layer> layers) {
    detail::policy::resolved_policies all = detail::policy::resolve(layers, {});
    if (!all.troubles.empty()) {
        return std::move(all.troubles);
    }
    std::vector<diagnostic> warnings;
    for (const layer& each : all.layers) {
        fault_list found;
        if (const auto notes = all.notes.find(&each); notes != all.notes.end()) {
            found = notes->second;
        }
        warn_of_layer(each, found);
        if (!each.court.empty()) {
            warn_of_unknown_court(each, found);
            warn_of_court(each, *std::ranges::lower_bound(all.courts, each.court, {}, &court_policy::court),
                          found);
        }
        std::vector<diagnostic> placed;
        for (const detail::policy::fault& trouble : found) {
            placed.push_back(each.locate(trouble, severity::warning));
        }
        std::ranges::sort(placed, {}, [](const diagnostic& one) {
            return std::tuple(one.line, one.column, std::string_view(one.message));
        });
        std::ranges::move(placed, std::back_inserter(warnings));
        if (found.not_kept() != 0) {
            warnings.push_back(
                {severity::warning, each.name, 0, 0, {}, detail::not_listed(found.not_kept()), {}, {}});
        }
    }
    return warnings;
}

ECFLINK_END_NAMESPACE
