// index.hpp: what verification looks up: accounts by their keys. Compiled.
//
// What depends on an account alone is found once for each account, when the index is built; an
// index serves any number of verifications, at any number of instants, by any number of threads.
//
//     const auto index = ecflink::ledger_index::build(policies, columns, {{.threads = 2}});
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>

#include <ecflink/policies/policy_set.hpp>
#include <ecflink/tables/columns.hpp>
#include <ecflink/tables/work.hpp>

ECFLINK_BEGIN_NAMESPACE

/// How an index is built.
struct index_options : work_options {
    /// What the hashes of keys are made with. Keys come from users, who could choose them so that
    /// they fall together, if they knew it. Nothing: drawn at random. No answer depends on it.
    std::optional<std::array<std::uint64_t, 4>> secret;
};

/// Everything that verification looks up: accounts by their keys, with what is so about each of
/// them alone. Immutable; any number of threads may use one. Borrows the policies and the columns
/// of central accounts, court accounts, tombstones and roster.
class ledger_index {
public:
    /// Nothing, if it was cancelled. Throws std::bad_alloc, and std::length_error for a table of
    /// 2,800,000,000 rows or more.
    [[nodiscard]] static std::optional<ledger_index> build(const policy_set& policies,
                                                           const ledger_columns& ledger,
                                                           const index_options& options = {});

    /// Bytes that the index keeps for accounts beside their columns; what tombstones and a roster
    /// take is not among them.
    [[nodiscard]] std::size_t memory() const noexcept;

    ~ledger_index();
    ledger_index(ledger_index&&) noexcept;
    ledger_index& operator=(ledger_index&&) noexcept;

    struct tables;
    [[nodiscard]] const tables& get() const noexcept { return *tables_; }

private:
    explicit ledger_index(std::unique_ptr<const tables> built) noexcept;
    std::unique_ptr<const tables> tables_;
};

ECFLINK_END_NAMESPACE
