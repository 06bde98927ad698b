// two_policies.hpp: what the commands share that compare the policies before and after a change:
// which they are, and what changes for links.
#pragma once

#include <string>
#include <vector>

#include <ecflink/policies/policy_tools.hpp>
#include <ecflink/verify/changes.hpp>

#include "cli/command.hpp"
#include "cli/json.hpp"
#include "cli/policies_in_force.hpp"
#include "cli/screen.hpp"

namespace ecflink::cli {

/// Which policies a run compares.
struct side_options {
    std::vector<std::string> before;
    std::vector<std::string> after;
    policy_options policies;  ///< of both sides
};
/// Adds --before, --after, and the policies of both sides. `unnamed` says what is in force on a
/// side for which nothing is named.
void add_side_options(command& command, side_options& options, const std::string& unnamed);

struct policy_sides {
    run_policies before;
    run_policies after;
};
/// What is named for a side; where nothing is, what a folder of tables brings along. Throws a
/// failure with every trouble, and if nothing is named for either side.
[[nodiscard]] policy_sides load_sides(const std::string& command, const side_options& options,
                                      const std::string& ledger_place = {});

/// Both digests, what is set for this run, and the courts whose policies differ.
[[nodiscard]] std::string in_words(const policy_sides& sides, const screen& on);
void add_sides(json& result, const policy_sides& sides);

/// A member that differs; null where a side lacks it.
[[nodiscard]] json change_to_json(const policy_change& change);

/// What changes for links: verdicts before and after, findings by which they change, and courts.
[[nodiscard]] std::string to_words(const change_report& report, const screen& on);
void add_changes(json& result, const change_report& report);
/// One row a court and a way in which links change: the same, stricter, or looser by a finding.
[[nodiscard]] std::string to_csv(const change_report& report);
/// One such row.
[[nodiscard]] std::string change_record(const std::string& court, std::string_view change,
                                        std::string_view finding, std::uint64_t links);

}  // namespace ecflink::cli
