// assessment_target.hpp: what all stages of a verification read, and the policies that they assess
// links under.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include <ecflink/core/assess.hpp>
#include <ecflink/policies/policy_set.hpp>

#include "tables/batch_list.hpp"
#include "tables/rows.hpp"
#include "verify/index_state.hpp"
#include "verify/other_policies.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::verify {

/// What every stage of a verification reads. Constant while it runs.
struct verification_inputs {
    const ledger_index::state& index;
    batch_list<link_columns> links;
    instant as_of;
    bool states_approvals = std::ranges::any_of(
        links.batches(), [](const link_columns& batch) { return !batch.approved.is_absent(); });

    /// The findings that were approved for a link.
    [[nodiscard]] findings approved_for(std::size_t row) const {
        if (!states_approvals) {
            return {};
        }
        const auto at = links.row_at(row);
        return approved_at(*at.table, at.row);
    }
    [[nodiscard]] bool has_policy(court_number court) const noexcept {
        return court != no_court && court <= index.courts.known();
    }
};

/// What the policy of a court comes to at the instant of verification, in few cache lines.
struct court_view {
    static constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();

    court_view(const court_rules& court, instant as_of) : dispositions(court.policy->rules.dispositions) {
        const link_policy& policy = court.policy->rules;
        const bool may_have_clean_links =
            !policy.roster && policy.compare_names == name_rule::normalized && court.central_rule_set == 0;
        clean_from = !may_have_clean_links ? never
                     : court.change_instants.empty()
                         ? 0
                         : std::max<std::int64_t>(0, court.change_instants.back());
        // The index observed central accounts as if every rule were in force.
        not_required =
            (findings_of(finding_group::central) - central_findings_in_force(policy, as_of)).bits();
        unclean_central_facts = ((std::uint32_t{1} << central_facts::registration_shift) - record_ambiguous) &
                                ~central_facts::pack(findings(not_required));
    }

    /// Earlier links are never clean. The last instant at which the findings of the court change,
    /// but no earlier than 1970.
    std::int64_t clean_from;
    std::uint32_t unclean_central_facts;  ///< facts of a central account with which a link is not clean
    /// findings of central accounts that this court does not ask for
    std::uint64_t not_required;
    disposition_masks dispositions;
};

/// What becomes of the answers under a set of policies.
enum class answer_use : std::uint8_t {
    counted,       ///< findings and verdicts are written, and counted
    findings_only  ///< findings are written, for a comparison
};

/// A set of policies that links are assessed under, and the column for their findings. One
/// verification has one target, or two where it compares policies.
struct assessment_target {
    assessment_target(const policy_set& all_policies, const rules_by_court& rules_of_courts, instant as_of,
                      answer_use use_of_answers, findings* column)
        : policies(&all_policies), rules(&rules_of_courts), use(use_of_answers), found(column) {
        courts.reserve(rules->known() + 1);
        for (court_number court = no_court; court <= rules->known(); ++court) {
            courts.emplace_back((*rules)[court], as_of);
        }
    }
    void add_central_findings(const std::vector<std::vector<std::uint16_t>>& by_rule_set) {
        for (const std::vector<std::uint16_t>& by_row : by_rule_set) {
            central_findings_by_rule_set.push_back(by_row.data());
        }
    }
    /// The verdict on what was found of a link in a court.
    [[nodiscard]] assessment decide_in(court_number court, findings of_link,
                                       findings approved) const noexcept {
        const court_view& view = courts[court < courts.size() ? court : no_court];
        return {decide(view.dispositions, of_link, approved), of_link, approved};
    }

    const policy_set* policies;
    const rules_by_court* rules;
    answer_use use;
    std::vector<court_view> courts;  ///< by court number
    /// The findings of central accounts by row, for each central rule set but the first.
    std::vector<const std::uint16_t*> central_findings_by_rule_set;
    /// Facts of court accounts under these policies, by row. Null: those of the index hold.
    const std::uint32_t* account_facts = nullptr;
    findings* found;  ///< by link
};

/// What links are assessed under: the policies of the index, and others where these are compared.
struct assessment_targets {
    explicit assessment_targets(assessment_target of_index) : own(std::move(of_index)) {}

    assessment_target own;
    std::optional<assessment_target> other;
    const other_policies* others = nullptr;

    /// True if the other policies may find something else of the links of a court.
    [[nodiscard]] bool disagree_on(court_number court) const noexcept {
        return other && !others->agree_on(court);
    }
};

}  // namespace detail::verify
ECFLINK_END_NAMESPACE
