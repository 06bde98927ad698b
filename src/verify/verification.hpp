// verification.hpp: the pipeline of verification for other uses than `verify`.
#pragma once

#include <span>
#include <vector>

#include <ecflink/verify/index.hpp>
#include <ecflink/verify/report.hpp>

#include "tables/batch_list.hpp"
#include "verify/conflicts.hpp"
#include "verify/other_policies.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::verify {

/// Finds what `verify` finds of every link under the policies of the index, and under others, which
/// must have been observed. Both columns have room for every link. Writes nothing to `after` for
/// courts on which the policies agree. False: it was cancelled.
[[nodiscard]] bool verify_under_both(const ledger_index::state& index, const other_policies& others,
                                     std::span<const link_columns> links, instant as_of,
                                     std::span<findings> before, std::span<findings> after,
                                     const work_options& options);

/// As `verify`, for links that need not be in memory.
[[nodiscard]] work_result<ledger_report> verify_rows(const ledger_index::state& index,
                                                     const batch_list<link_columns>& links, instant as_of,
                                                     const verify_output& output,
                                                     const work_options& options);

/// Links assessed each by itself.
struct links_alone {
    ledger_report report;
    std::vector<joined_link> active;  ///< in no order; links that lack a key are among them
};

/// Assesses each link by itself, as `verify` does, without conflicts.
[[nodiscard]] work_result<links_alone> assess_alone(const ledger_index::state& index,
                                                    std::span<const link_columns> links, instant as_of,
                                                    const verify_output& output, const work_options& options);

}  // namespace detail::verify
ECFLINK_END_NAMESPACE
