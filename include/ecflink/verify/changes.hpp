// changes.hpp: how verdicts change under other policies. Compiled.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>

#include <ecflink/core/policy.hpp>
#include <ecflink/policies/policy_set.hpp>
#include <ecflink/tables/columns.hpp>
#include <ecflink/tables/work.hpp>
#include <ecflink/verify/index.hpp>

ECFLINK_BEGIN_NAMESPACE

/// How many links have which verdict before and after a change of policies.
struct verdict_changes {
    std::array<std::array<std::uint64_t, 3>, 3> counts{};  ///< [before][after], by number of the verdict
    /// links whose verdict becomes stricter, by bit of the finding to mend first afterwards
    std::array<std::uint64_t, 64> stricter{};
    /// links whose verdict becomes looser, by bit of the finding to mend first before
    std::array<std::uint64_t, 64> looser{};

    [[nodiscard]] std::uint64_t links() const noexcept;    ///< all that were counted
    [[nodiscard]] std::uint64_t changed() const noexcept;  ///< those with another verdict
    /// Counts a link; `approved` are the findings that an authority approved for it.
    void add(const disposition_masks& before, findings found_before, const disposition_masks& after,
             findings found_after, findings approved = {}) noexcept;
    verdict_changes& operator+=(const verdict_changes& other) noexcept;
    friend bool operator==(const verdict_changes&, const verdict_changes&) = default;
};

/// The changes of each court. Reports add up: `+=` is associative, and an empty one adds nothing.
struct change_report {
    verdict_changes all;
    std::map<std::string, verdict_changes, std::less<>> courts;  ///< by court id, sorted

    change_report& operator+=(const change_report& other);
    friend bool operator==(const change_report&, const change_report&) = default;
};

/// True if two policies find the same of every link, and differ at most in the verdicts that they
/// give. Then the findings under one tell the verdicts under the other. Policies of courts must
/// also have the same time zone, because dates of accounts are read by the clocks of the court.
[[nodiscard]] bool differ_in_dispositions_alone(const link_policy& before, const link_policy& after) noexcept;
[[nodiscard]] bool differ_in_dispositions_alone(const court_policy& before,
                                                const court_policy& after) noexcept;

/// Counts how verdicts change, from the findings of links alone. The two policies must differ in
/// dispositions alone. A finding that was approved for a link is to be left out of its findings if
/// the policy before holds it. Pure: any number of threads may call it.
[[nodiscard]] verdict_changes impact(std::span<const findings> findings_of_links,
                                     const disposition_masks& before,
                                     const disposition_masks& after) noexcept;
/// The same for findings as bits (`findings::bits`), as files and the C interface hold them.
[[nodiscard]] verdict_changes impact(std::span<const std::uint64_t> findings_of_links,
                                     const disposition_masks& before,
                                     const disposition_masks& after) noexcept;

/// Counts how verdicts change from the policies of the index to others, whatever these differ in.
/// Reads links and looks up accounts once. Where the policies differ in more than dispositions,
/// accounts are observed again, and the links of such courts are assessed twice.
///
/// Takes the memory of a verification. Where the policies differ in more than dispositions, also 8
/// bytes a link, 4 a court account, and 2 a central account for each cut-off for legacy accounts
/// that the index lacks. Throws std::bad_alloc. Threads may use one index at once.
[[nodiscard]] work_result<change_report> shadow(const ledger_index& index, const policy_set& after,
                                                std::span<const link_columns> links, instant as_of,
                                                const work_options& options = {});

ECFLINK_END_NAMESPACE
