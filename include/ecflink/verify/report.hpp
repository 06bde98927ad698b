// report.hpp: the answers of a verification: findings and verdicts by link, counts by court, links
// that are not allowed, and what they conflict with. Compiled.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <vector>

#include <ecflink/core/assess.hpp>
#include <ecflink/tables/columns.hpp>

ECFLINK_BEGIN_NAMESPACE

/// Where a verification writes its answers: one a link, in the order of the links, through all
/// batches. Either span may be empty: then that half is not written. Otherwise it has room for
/// every link; room behind the last link stays as it is. Borrows the memory of the caller.
struct verify_output {
    std::span<ecflink::findings> findings;
    std::span<verdict> verdicts;
};
// Columns of answers are columns of integers, byte for byte: Arrow, files and the C interface hold
// them as such.
static_assert(sizeof(findings) == sizeof(std::uint64_t) && alignof(findings) == alignof(std::uint64_t));
static_assert(sizeof(verdict) == sizeof(std::uint8_t));

/// How often each verdict and each finding occurred.
struct tally {
    std::uint64_t links = 0;
    std::uint64_t removed = 0;                 ///< links that an authority has removed
    std::array<std::uint64_t, 3> verdicts{};   ///< by number: allow, hold, refuse
    std::array<std::uint64_t, 64> findings{};  ///< by bit

    /// Counts a number of links with the same answer. Those that are removed are also counted in
    /// `removed`, by the caller.
    void add(const assessment& one, std::uint64_t times = 1) noexcept;
    /// Takes back one link that `add` counted.
    void remove(const assessment& one) noexcept;
    tally& operator+=(const tally& other) noexcept;
    friend bool operator==(const tally&, const tally&) = default;
};

/// The counts of a verification. Reports of batches, machines and days add up: `+=` is associative,
/// and an empty report adds nothing.
struct ledger_report {
    tally all;
    /// by court id, sorted; a missing or unreadable one counts under ""
    std::map<std::string, tally, std::less<>> courts;

    ledger_report& operator+=(const ledger_report& other);
    friend bool operator==(const ledger_report&, const ledger_report&) = default;
};

/// A link that is held or refused. Holds no personal data: its row says which accounts it joins.
struct failing_link {
    std::uint64_t row;  ///< from 0, through all batches
    ecflink::findings findings;

    friend bool operator==(const failing_link&, const failing_link&) = default;
};

/// The links with this verdict or a stricter one, in ascending order of rows. Both spans of the
/// answers must be filled.
[[nodiscard]] std::vector<failing_link> failing_links(const verify_output& answers,
                                                      verdict at_least = verdict::hold);

/// Calls `use(row, others)` for each of the rows, in their order, on the calling thread. The others
/// are the active links with the same court account, or with the same central account in the same
/// court, in ascending order: what a link with a finding of conflict conflicts with. They are valid
/// until `use` returns. Rows are counted from 0, through all batches, and must be rows of the
/// links. Reads all links once. Memory grows with the links that are reported; the number of others
/// that are reported grows with the square of the links that claim one account.
void for_each_conflict(
    std::span<const link_columns> links, std::span<const std::uint64_t> rows,
    const std::function<void(std::uint64_t row, std::span<const std::uint64_t> others)>& use);

ECFLINK_END_NAMESPACE
