// conflict_count.hpp: makes conflict candidates of the marked links of a verification: numbers
// their keys, so that `count_others` can count them.
#pragma once

#include <cstddef>
#include <vector>

#include <ecflink/core/policy.hpp>
#include <ecflink/tables/work.hpp>

#include "verify/assessment_target.hpp"
#include "verify/conflicts.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::verify {

/// Candidates are few and take long: threads share them in small morsels.
inline constexpr std::size_t rows_in_a_small_morsel = 4 * block_rows;

/// Counts what each of the links has in common with the others; leaves out links that have nothing
/// in common with any.
[[nodiscard]] work_result<std::vector<conflict_candidate>> count_conflicts(const verification_inputs& inputs,
                                                                           const assessment_targets& targets,
                                                                           std::vector<joined_link> joined,
                                                                           const work_options& options);

/// The policy that says what a candidate's counts come to.
[[nodiscard]] const link_policy& policy_of(const verification_inputs& inputs, const assessment_target& target,
                                           const conflict_candidate& candidate);

}  // namespace detail::verify
ECFLINK_END_NAMESPACE
