// link_assessment.hpp: other ways to verify links than `verify`, by the same passes.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <ecflink/verify/index.hpp>
#include <ecflink/verify/report.hpp>
#include <ecflink/verify/verify.hpp>

#include "verify/conflicts.hpp"
#include "verify/other_policies.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::verify {

/// Finds what `verify` would of every link under the policies of the index, and under others, which
/// must have been observed; both have room for every link. Where they agree on a court, nothing is
/// written to `after`. False: it was cancelled.
[[nodiscard]] bool verify_under_both(const ledger_index::tables& index, const other_policies& others,
                                     std::span<const link_columns> links, instant as_of,
                                     std::span<std::uint64_t> before, std::span<std::uint64_t> after,
                                     const work_options& options);

/// Finds what is so about each link by itself, as `verify` does, but not what links say of each
/// other. Gives the active ones, in no order; those that lack a key are among them. Nothing, if it
/// was cancelled.
[[nodiscard]] std::optional<ledger_report> assess_alone(const ledger_index::tables& index,
                                                        std::span<const link_columns> links, instant as_of,
                                                        const verify_output& output,
                                                        const work_options& options,
                                                        std::vector<joined_link>& active);

}  // namespace detail::verify
ECFLINK_END_NAMESPACE
