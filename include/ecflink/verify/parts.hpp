// parts.hpp: a ledger that is verified in parts, by several processes or machines, and how the
// answers of the parts become those of the whole ledger. Compiled.
#pragma once

#include <cstdint>
#include <span>

#include <ecflink/core/assess.hpp>
#include <ecflink/policies/policy_set.hpp>
#include <ecflink/tables/columns.hpp>
#include <ecflink/tables/work.hpp>
#include <ecflink/verify/report.hpp>

ECFLINK_BEGIN_NAMESPACE

/// The verdicts of findings alone, and their counts. Links are not verified again.
///
/// Of the links, `court` is read, `approved` (findings that an authority approved are not held),
/// and `state` (removed links are counted). Other columns may be missing. `found` has one set of
/// findings a link; `verdicts` is empty, or has room for one a link.
///
/// Law: the verdict of a link is a function of its findings, so it does not matter how these came
/// about. A ledger may be verified in several passes over different parts of it, each of which
/// finds some findings of a link and never a wrong one. The union of these sets is associative,
/// commutative and idempotent, and the empty set adds nothing: passes may come in any order, and
/// again. From the findings of `verify` this gives its verdicts and its report. Reports of
/// parts without a common link add up.
///
/// Throws std::length_error if the spans do not fit the links, and std::bad_alloc.
///
///     for (std::size_t row = 0; row < links; ++row) {
///         findings[row] = findings[row] | of_other_pass[row];
///     }
///     const auto report = ecflink::decide_links(policies, columns.links, findings, verdicts);
[[nodiscard]] work_result<ledger_report> decide_links(const policy_set& policies,
                                                      std::span<const link_columns> links,
                                                      std::span<const findings> found,
                                                      std::span<verdict> verdicts,
                                                      const work_options& options = {});
/// The same for findings as bits (`findings::bits`), as files and the C interface hold them.
[[nodiscard]] work_result<ledger_report> decide_links(const policy_set& policies,
                                                      std::span<const link_columns> links,
                                                      std::span<const std::uint64_t> found,
                                                      std::span<verdict> verdicts,
                                                      const work_options& options = {});

ECFLINK_END_NAMESPACE
