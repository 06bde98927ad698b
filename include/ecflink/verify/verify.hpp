// verify.hpp: verification of whole ledgers, in columns, at the speed of memory. Compiled.
//
// Every link is assessed by the same predicates as a proposed one, as of one instant, and gets its
// findings and its verdict. Tables come as columns (tables/columns.hpp), in any number of batches.
//
//     const auto index = ecflink::ledger_index::build(policies, columns, {{.threads = 2}});
//     std::vector<ecflink::findings> findings(links);
//     const auto report = ecflink::verify(index.value(), columns.links, as_of, {findings, {}});
//
// No answer depends on the number of threads, on how rows are split into batches, or on the secret
// of the hashes. The answer of a link does not depend on the order of rows either.
#pragma once

#include <span>
#include <vector>

#include <ecflink/core/assess.hpp>
#include <ecflink/policies/policy_set.hpp>
#include <ecflink/tables/columns.hpp>
#include <ecflink/tables/rows.hpp>
#include <ecflink/tables/work.hpp>
#include <ecflink/verify/index.hpp>
#include <ecflink/verify/report.hpp>

ECFLINK_BEGIN_NAMESPACE

/// Assesses every link as of an instant, under the policies of the index. If it was cancelled, the
/// output is of no use. Throws std::length_error if the output has room for some of the links only,
/// and std::bad_alloc. Threads may verify with one index at once.
[[nodiscard]] work_result<ledger_report> verify(const ledger_index& index,
                                                std::span<const link_columns> links, instant as_of,
                                                const verify_output& output,
                                                const work_options& options = {});

/// The answers to a ledger in rows.
struct verification : ledger_report {
    std::vector<assessment> rows;  ///< one a link, in the order of the ledger
};

/// Assesses every link of a ledger in rows: builds the index, and verifies. Throws std::bad_alloc.
[[nodiscard]] work_result<verification> verify(const policy_set& policies, const ledger_tables& tables,
                                               instant as_of, const work_options& options = {});

ECFLINK_END_NAMESPACE
