// report.hpp: the counts of a verification, and the links that are not allowed. Compiled.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <string>

#include <ecflink/core/assess.hpp>

ECFLINK_BEGIN_NAMESPACE

/// How often each finding and each verdict occurred.
struct tally {
    std::uint64_t links = 0;
    std::array<std::uint64_t, 3> verdicts{};   ///< by number: allow, hold, refuse
    std::array<std::uint64_t, 64> findings{};  ///< by bit

    /// Adds so many links of one kind.
    void add(const assessment& one, std::uint64_t times = 1) noexcept;
    /// Takes back what `add` added.
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

ECFLINK_END_NAMESPACE
