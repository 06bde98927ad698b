// other_policies.hpp: the findings of the accounts of an index under other policies than its own.
// They stand by row: records say where a row is, so that no key is looked up again.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include <ecflink/tables/work.hpp>

#include "base/pages.hpp"
#include "verify/index_state.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::verify {

struct other_policies {
    other_policies(const ledger_index::state& index, const policy_set& others);

    /// False, if links of this court may get other findings than under the index's own policies,
    /// not only other verdicts. It is false for courts of which the index has no policy, unless the
    /// policies agree on every court.
    [[nodiscard]] bool agree_on(court_number court) const noexcept {
        return agree_on_all || (court != no_court && court < agrees.size() && agrees[court]);
    }

    const policy_set* policies;
    rules_by_court rules;      ///< by the index's numbers
    std::vector<bool> agrees;  ///< by court number, `no_court` among them
    bool agree_on_all;         ///< on every court, whether it has a policy or not
    /// The facts of court accounts under these policies, by row, without those of their keys
    /// (ambiguous, tombstone). Empty, if they agree on every court.
    zeroed_array<std::uint32_t> account_facts;
    std::vector<link_policy> central_rule_sets;  ///< those of the index first
    /// The findings of central accounts by row, for each rule set that the index lacks.
    std::vector<std::vector<std::uint16_t>> central_findings_by_rule_set;
};

/// Observes the accounts of an index under other policies. Nothing, if it was cancelled.
[[nodiscard]] std::optional<other_policies> observe_under(const policy_set& others,
                                                          const ledger_index::state& index,
                                                          const work_options& options);

}  // namespace detail::verify
ECFLINK_END_NAMESPACE
