#include "cli/two_policies.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include <ecflink/core/version.hpp>
#include <ecflink/verify/changes.hpp>

#include "cli/command.hpp"
#include "cli/csv_text.hpp"
#include "cli/finding_text.hpp"
#include "cli/json.hpp"
#include "cli/policies_in_force.hpp"
#include "cli/process.hpp"
#include "cli/report_text.hpp"
#include "cli/screen.hpp"
#include "cli/text_list.hpp"

namespace ecflink::cli {
namespace {

/// The ids of all courts whose policies differ in anything, those that one side lacks among them;
/// "*", if what holds for every court does.
std::vector<std::string> courts_that_differ(const policy_sides& sides) {
    const policy_set& before = sides.before.policies;
    const policy_set& after = sides.after.policies;
    std::set<std::string> found;
    if (before.base().digest != after.base().digest) {
        found.emplace("*");
    }
    for (const policy_set* side : {&before, &after}) {
        for (const court_policy& policy : side->courts()) {
            if (const auto id = policy.court.view(); before.find(id).digest != after.find(id).digest) {
                found.emplace(id);
            }
        }
    }
    return {found.begin(), found.end()};
}

/// How many links changed from one verdict to another that is in that order to it.
template <class Order>
std::uint64_t count_if(const verdict_changes& changes, Order is_so) {
    std::uint64_t links = 0;
    for (std::size_t was = 0; was < 3; ++was) {
        for (std::size_t is = 0; is < 3; ++is) {
            links += is_so(is, was) ? changes.counts[was][is] : 0;
        }
    }
    return links;
}

json to_json(const verdict_changes& changes) {
    json result{{"links", changes.links()}, {"changed", changes.changed()}};
    for (const verdict was : all_verdicts) {
        for (const verdict is : all_verdicts) {
            result["verdicts"][to_token(was)][to_token(is)] =
                changes.counts[static_cast<std::size_t>(was)][static_cast<std::size_t>(is)];
        }
    }
    result["stricter"] = counts_to_json(changes.stricter);
    result["looser"] = counts_to_json(changes.looser);
    return result;
}

}  // namespace

void add_side_options(command& command, side_options& options, const std::string& unnamed) {
    const auto add = [&](const std::string& name, std::vector<std::string>& target,
                         const std::string& which) {
        command.add_option(
            name, "FILE|FOLDER", target,
            fmt::format(
                "a policy file, or a folder of *.json, {} the change; may be given again (default: {})",
                which, unnamed));
    };
    add("--before", options.before, "before");
    add("--after", options.after, "after");
    add_policy_options(command, options.policies);
    add_proofs_not_recorded(command, options.policies);
}

policy_sides load_sides(const std::string& command, const side_options& options,
                        const std::string& ledger_place) {
    if (options.before.empty() && options.after.empty()) {
        throw usage_failure(
            "name the policies before the change with --before, the policies after it with --after, or both");
    }
    policy_reader reader;
    const auto load = [&](const std::vector<std::string>& named) {
        policy_options all = options.policies;
        all.files.insert(all.files.end(), named.begin(), named.end());
        return reader.load(all, named.empty() ? ledger_place : std::string{});
    };
    policy_sides sides{load(options.before), load(options.after)};
    const bool is_one_named = options.before.empty() != options.after.empty();
    if (is_one_named && (sides.before.has_some_of_ledger || sides.after.has_some_of_ledger)) {
        write_messages(
            fmt::format("ecflink {}: the policies in the ledger's own folder policies/ are in force only {} "
                        "the change; to use them on both sides, name the folder with --policy",
                        command, options.before.empty() ? "before" : "after"));
    }
    return sides;
}

std::string in_words(const policy_sides& sides, const screen& on) {
    constexpr std::size_t most_shown = 12;
    const std::vector<std::string> courts = courts_that_differ(sides);
    const bool is_for_all = !courts.empty() && courts.front() == "*";
    const std::string differing =
        courts.empty()                ? "nothing"
        : courts.size() <= most_shown ? join(courts, ", ")
        : is_for_all ? fmt::format("*, what holds for every court, and {} courts", courts.size() - 1)
                     : fmt::format("{} courts", courts.size());
    return on.entry("Before", sides.before.policies.digest()) +
           on.entry("After", sides.after.policies.digest()) + set_for_this_run(sides.before.overrides, on) +
           on.entry("Different", differing);
}

void add_sides(json& result, const policy_sides& sides) {
    result["ecflink"] = ECFLINK_VERSION_STRING;
    result["catalogue"] = catalogue_version;
    result["before"] = sides.before.policies.digest();
    result["after"] = sides.after.policies.digest();
    result["different"] = courts_that_differ(sides);
    add_overrides(result, sides.before.overrides);
}

std::string to_words(const change_report& report, const screen& on) {
    text_table verdicts({{"VERDICT BEFORE"},
                         {"ALLOW AFTER", column_kind::number},
                         {"HOLD AFTER", column_kind::number},
                         {"REFUSE AFTER", column_kind::number}});
    for (const verdict was : all_verdicts) {
        std::vector<text_table::cell> row = {{to_token(was), look_of(was)}};
        for (const std::uint64_t links : report.all.counts[static_cast<std::size_t>(was)]) {
            row.emplace_back(std::to_string(links));
        }
        verdicts.add(row);
    }
    std::string text = '\n' + verdicts.render(on);
    text += counts_in_words(report.all.stricter, "STRICTER, BY", "LINKS", on);
    text += counts_in_words(report.all.looser, "LOOSER, WITHOUT", "LINKS", on);
    text_table courts({{"COURT"},
                       {"LINKS", column_kind::number},
                       {"STRICTER", column_kind::number},
                       {"LOOSER", column_kind::number}});
    for (const auto& [court, changes] : report.courts) {
        if (changes.changed() != 0) {
            courts.add({shown_court(court), std::to_string(changes.links()),
                        std::to_string(count_if(changes, std::greater{})),
                        std::to_string(count_if(changes, std::less{}))});
        }
    }
    return text + (courts.empty() ? "" : '\n' + courts.render(on));
}

json change_to_json(const policy_change& change) {
    return {
        {"path", change.path}, {"before", json::parse(change.before)}, {"after", json::parse(change.after)}};
}

void add_changes(json& result, const change_report& report) {
    result.update(to_json(report.all));
    result["courts"] = json::object();
    for (const auto& [court, changes] : report.courts) {
        result["courts"][court] = to_json(changes);
    }
}

std::string to_csv(const change_report& report) {
    std::string text = "court,change,finding,links\n";
    for (const auto& [court, changes] : report.courts) {
        const std::uint64_t same = changes.links() - changes.changed();
        text += same == 0 ? "" : change_record(court, "same", "", same);
        for (const auto& [change, counts] :
             {std::pair("stricter", &changes.stricter), std::pair("looser", &changes.looser)}) {
            for (const finding_info& info : catalogue()) {
                const std::uint64_t links = (*counts)[static_cast<std::size_t>(info.id)];
                text += links == 0 ? "" : change_record(court, change, info.token, links);
            }
        }
    }
    return text;
}

std::string change_record(const std::string& court, std::string_view change, std::string_view finding,
                          std::uint64_t links) {
    return csv_record({court, change, finding, std::to_string(links)});
}

}  // namespace ecflink::cli
