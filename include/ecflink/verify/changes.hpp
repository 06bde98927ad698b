// changes.hpp: what becomes of links under other policies. Compiled.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>

#include <ecflink/core/policy.hpp>
#include <ecflink/policies/policy_set.hpp>
#include <ecflink/tables/columns.hpp>
#include <ecflink/tables/work.hpp>
#include <ecflink/verify/index.hpp>

ECFLINK_BEGIN_NAMESPACE

/// How links fare under another policy: counts by the verdicts before and after.
struct verdict_changes {
    std::array<std::array<std::uint64_t, 3>, 3> counts{};  ///< [before][after], by number
    /// by bit: links whose verdict became stricter, by the finding that is their next step after
    std::array<std::uint64_t, 64> stricter{};
    /// links whose verdict became looser, by the finding that was their next step before
    std::array<std::uint64_t, 64> looser{};

    [[nodiscard]] std::uint64_t links() const noexcept;
    [[nodiscard]] std::uint64_t changed() const noexcept;
    void add(const disposition_masks& before, findings found_before, const disposition_masks& after,
             findings found_after) noexcept;
    verdict_changes& operator+=(const verdict_changes& other) noexcept;
    friend bool operator==(const verdict_changes&, const verdict_changes&) = default;
};

/// Changes per court, which add up as reports do.
struct change_report {
    verdict_changes all;
    std::map<std::string, verdict_changes, std::less<>> courts;  ///< by court id, sorted

    change_report& operator+=(const change_report& other);
    friend bool operator==(const change_report&, const change_report&) = default;
};

/// True, if two policies find the same of every link and differ in what they make of it at most.
/// Then findings that one gave tell the verdicts of the other. Policies of courts also have to put
/// the court on the same clocks, by which the dates of its accounts are read.
[[nodiscard]] bool differ_in_dispositions_alone(const link_policy& before, const link_policy& after) noexcept;
[[nodiscard]] bool differ_in_dispositions_alone(const court_policy& before,
                                                const court_policy& after) noexcept;

/// What becomes of links, from their findings alone. The policies must differ in dispositions
/// alone.
[[nodiscard]] verdict_changes impact(std::span<const std::uint64_t> findings_of_links,
                                     const disposition_masks& before,
                                     const disposition_masks& after) noexcept;

/// What becomes of links, whatever the policies differ in: in one pass over them, under the
/// policies of the index and under those after. Where these differ in more than dispositions,
/// accounts are observed once more, and the links of such courts assessed twice; nothing is looked
/// up twice. Takes the memory of a verification; where they differ in more than dispositions 8
/// bytes more a link, 4 a court account, and 2 a central account for each cut-off for legacy
/// accounts that the index lacks. Nothing if it was cancelled. Throws std::bad_alloc.
[[nodiscard]] std::optional<change_report> shadow(const ledger_index& index, const policy_set& after,
                                                  std::span<const link_columns> links, instant as_of,
                                                  const work_options& options = {});

ECFLINK_END_NAMESPACE
