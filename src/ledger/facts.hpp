// facts.hpp: what the ledger knows of two accounts, read within one transaction, in the form that
// the engine takes.
#pragma once

#include <string>
#include <vector>

#include <ecflink/tables/columns.hpp>
#include <ecflink/tables/rows.hpp>

#include "ledger/field_columns.hpp"
#include "ledger/store.hpp"

ECFLINK_BEGIN_NAMESPACE

namespace detail::ledger {

/// A query function: that of a database, or of a write transaction.
using query_function = std::function<std::vector<row>(const statement&, std::span<const parameter>)>;

struct central_record {
    central_account_row row;
    std::uint64_t revision = 0;
};
struct account_record {
    court_account_row row;
    std::uint64_t revision = 0;
};

/// The columns of an account, which `read_central` and `read_account` take: its fields, and the
/// revision.
template <class Table>
[[nodiscard]] std::string account_columns_in_sql(const std::string& alias) {
    return columns_in_sql<Table>(alias) + ", " + alias + ".revision";
}
inline constexpr std::size_t central_columns = number_of_fields<central_account_columns> + 1;
inline constexpr std::size_t account_columns = number_of_fields<court_account_columns> + 1;
[[nodiscard]] central_record read_central(std::span<const value> columns);
[[nodiscard]] account_record read_account(std::span<const value> columns);

[[nodiscard]] std::optional<central_record> find_central(const query_function& query,
                                                         const central_id& central);
[[nodiscard]] std::optional<account_record> find_account(const query_function& query, const court_id& court,
                                                         const login& account);

/// The accounts of a court that are linked to a central account now, by login.
[[nodiscard]] std::vector<account_record> find_linked(const query_function& query, const central_id& central,
                                                      const court_id& court);

/// All facts of a pair. The case points into this object.
struct pair_facts {
    court_id court;
    login account_key;
    central_id central_key;
    std::optional<central_record> central;
    std::optional<account_record> account;
    other_links others;
    std::uint32_t failed_attempts = 0;
    bool on_roster = false;
    std::uint64_t ended_epoch = 0;  ///< when a ceremony of the pair last ended, or they were unlinked
    std::int64_t account_slot = 0;  ///< the lowest free ones
    std::int64_t central_slot = 0;
    std::uint64_t linked_sequence = 0;  ///< of the active link of the pair; 0: no link
    std::optional<instant> linked_at;   ///< of that link
    std::uint64_t open_hold = 0;        ///< the pair's open item in the clerks' queue; 0: none

    /// The case of a proposed link.
    [[nodiscard]] link_case make_case(const proof& central_proof, const proof& account_proof) const;
    /// The case of a link that comes as a row, with what its source says was proven. The row is
    /// borrowed.
    [[nodiscard]] link_case make_row_case(const ledger_row& as, const evidence& given,
                                          const court_policy& policy) const;
    [[nodiscard]] std::string_view central_name() const noexcept {
        return central ? std::string_view(central->row.name) : std::string_view{};
    }
    [[nodiscard]] std::string_view account_name() const noexcept {
        return account ? std::string_view(account->row.name) : std::string_view{};
    }
};

/// The queries of `read_pair` and `read_surroundings`, to be run ahead. The keys are borrowed.
[[nodiscard]] queries_ahead queries_of_pair(const court_id& court, const login& account,
                                            const central_id& central, instant attempts_since);

/// Failed attempts count if they were made after `attempts_since`.
[[nodiscard]] pair_facts read_pair(const query_function& query, const court_id& court, const login& account,
                                   const central_id& central, instant attempts_since);

/// The contacts and agents of a court account.
[[nodiscard]] account_surroundings read_surroundings(const query_function& query, const court_id& court,
                                                     const login& account);

}  // namespace detail::ledger

ECFLINK_END_NAMESPACE
