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

    /// Bytes that the index keeps for accounts, beside their columns. Tombstones and the roster are
    /// not counted.
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
