// verify.hpp: whole ledgers, in columns, at the speed of memory. Compiled.
//
// Every link is assessed by the same predicates as a proposed one, as of one instant, and gets its
// findings and its verdict. Tables come as columns (columns.hpp), in any number of batches. What
// depends on an account alone is found once for each account, when the index is built; an index
// serves any number of verifications, at any number of instants, by any number of threads.
//
//     const auto index = ecflink::ledger_index::build(policies, columns, {{.threads = 2}});
//     std::vector<std::uint64_t> findings(links);
//     const auto report =
//         ecflink::verify(index.value(), columns.links, as_of, {findings, {}}, {.threads = 2});
//
// Answers do not depend on the number of threads, on how rows are split into batches, or on the
// secret of the hashes; and each row's answer not on the order of rows.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
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

/// Where answers go, one a link, in the order of the links. Either may be empty; else it has room
/// for every link, in whatever batches they come.
struct verify_output {
    std::span<std::uint64_t> findings;  ///< the bits of the catalogue
    std::span<std::uint8_t> verdicts;   ///< 0 allow, 1 hold, 2 refuse
};

/// Assesses every link as of an instant. Nothing, if it was cancelled; the output then holds
/// nothing of use. Throws `std::length_error`, if there is no room for the answers.
[[nodiscard]] std::optional<ledger_report> verify(const ledger_index& index,
                                                  std::span<const link_columns> links, instant as_of,
                                                  const verify_output& output,
                                                  const work_options& options = {});

/// A link that is not allowed: its row, and what was found. Which account it is, its row says; no
/// personal data is in it.
struct failure {
    std::uint64_t row;
    ecflink::findings findings;

    friend bool operator==(const failure&, const failure&) = default;
};

/// The links of a verdict, or a worse one, in ascending order of their rows. Both parts of the
/// answers must be there.
[[nodiscard]] std::vector<failure> failures(const verify_output& answers, verdict at_least = verdict::hold);

/// Calls `use(row, others)` for each of the rows, in their order, on the calling thread. The others
/// are the active links that have the account of the link, or its central account in the same
/// court, in ascending order: what it conflicts with, if it has a finding of the ledger's pairs.
/// They stay until `use` returns. Rows must be rows of the links. Reads all links once; memory
/// grows with the links that are told of, but what is told with the square of those that claim one
/// account or place.
void for_each_conflict(
    std::span<const link_columns> links, std::span<const std::uint64_t> rows,
    const std::function<void(std::uint64_t row, std::span<const std::uint64_t> others)>& use);

/// The answer to the verification of a ledger in rows.
struct verification : ledger_report {
    std::vector<assessment> rows;  ///< one a link, in the ledger's order
};

/// Assesses every link of a ledger in rows. Nothing if it was cancelled.
[[nodiscard]] std::optional<verification> verify(const policy_set& policies, const ledger_tables& tables,
                                                 instant as_of, const work_options& options = {});

ECFLINK_END_NAMESPACE
