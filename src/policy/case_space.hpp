// case_space.hpp: every case that two policies could tell apart.
//
// The facts of a case fall into groups such that each finding depends on the facts of one group and
// on the frame: whether the link is proposed or stands in a ledger, who made it, and which records
// there are. The lists of the rules say which facts belong together. Within a group every
// representative value is tried: each token and missing, and a value before, at and after each
// instant, age, count and threshold of either policy. A verdict is the most severe of what the
// groups add, so that groups need not be multiplied with each other.
#pragma once

#include <array>
#include <functional>
#include <optional>
#include <vector>

#include <ecflink/core/assess.hpp>
#include <ecflink/policies/policy_tools.hpp>

ECFLINK_BEGIN_NAMESPACE
namespace detail::policy {

/// Sets some facts of a case.
using case_change = std::function<void(witness&)>;

/// Values of which a case takes one.
using case_axis = std::vector<case_change>;

/// Facts that belong together, and the findings that depend on nothing else.
struct fact_group {
    findings owned;
    std::vector<case_axis> axes;
};

/// How severe the findings of a group can be under two policies together, each with the facts that
/// make them so.
struct group_outcomes {
    using choice = std::vector<case_change>;

    /// [under the first][under the second]
    std::array<std::array<std::optional<choice>, 3>, 3> by_verdicts;
    /// under the first policy, whatever the facts
    findings always_refused;
    /// under the first policy, by some facts
    findings ever_refused;
};

/// One frame with what each group can add. The groups' facts are set in their order.
struct framed_outcomes {
    witness frame;
    std::vector<group_outcomes> groups;
};

/// Tries every case of two policies for a court. `on_case` gets the findings of each; `on_frame`
/// each frame when it is done, the plainest first.
void explore(const link_policy& first, const link_policy& second, const court_id& court,
             const std::function<void(findings, findings)>& on_case,
             const std::function<void(const framed_outcomes&)>& on_frame);

}  // namespace detail::policy
ECFLINK_END_NAMESPACE
