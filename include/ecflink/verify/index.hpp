// index.hpp: the accounts of a ledger by their keys, which verification looks up. Compiled.
//
// What depends on an account alone is found once for each account, when the index is built. An
// index serves any number of verifications, as of any instants, by any number of threads.
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
    /// The secret of the hashes of keys. Keys come from users: whoever knew the secret could choose
    /// keys that collide. Nothing: it is drawn at random. No answer depends on it.
    std::optional<std::array<std::uint64_t, 4>> secret;
};

/// Everything that verification looks up: accounts by their keys, with the findings of each by
/// itself, tombstones, and the roster. Immutable: any number of threads may use one. Borrows the
/// policies, and the columns of central accounts, court accounts, tombstones and roster.
class ledger_index {
public:
    /// Indexes a ledger under its policies. Throws std::bad_alloc, and std::length_error for a
    /// table of 2,800,000,000 rows or more.
    [[nodiscard]] static work_result<ledger_index> build(const policy_set& policies,
                                                         const ledger_columns& ledger,
                                                         const index_options& options = {});

    /// Indexes a part of a ledger, with the policies and the central accounts of another index.
    /// These are shared and not indexed again: many parts, one after the other or at once, take the
    /// time and the memory of one. Borrows the columns that the other index borrows; that index
    /// itself may be destroyed. `part.central_accounts` is not read. The other index may be one of
    /// central accounts alone; what else it holds is not taken over.
    ///
    /// Law: the answers of links are those under `build` with all central accounts. Throws as
    /// `build` does.
    ///
    ///     // central accounts of `index`, court accounts of `columns`
    ///     const auto part = ecflink::ledger_index::build_part(index, columns);
    [[nodiscard]] static work_result<ledger_index> build_part(const ledger_index& centrals,
                                                              const ledger_columns& part,
                                                              const work_options& options = {});

    /// Bytes that the index keeps for accounts, beside their columns. Tombstones and the roster are
    /// not counted; shared central accounts are, in each index.
    [[nodiscard]] std::size_t memory() const noexcept;

    ~ledger_index();
    ledger_index(ledger_index&&) noexcept;
    ledger_index& operator=(ledger_index&&) noexcept;

    struct state;  ///< of the implementation
    [[nodiscard]] const state& get() const noexcept { return *state_; }

private:
    explicit ledger_index(std::unique_ptr<const state> built) noexcept;
    std::unique_ptr<const state> state_;
};

ECFLINK_END_NAMESPACE
