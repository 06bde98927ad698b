// vouched_rows.hpp: the tables whose rows the audit trail vouches for. An event states every such
// row that it writes, so that the tables can be rebuilt from the events (state_check.cc) and nobody
// changes one unseen. From the catalogue here come the SQL that writes a row, the text of the row
// in the event, and the check.
//
// In the body of an event, `changes` is a list:
//
//     ["links",[7,"wiwd","asample",...]]              a new row: its columns in order
//     ["held_links",[5],{"state":"linked"}]           columns of the row with this key
//     ["attempts",[3],null]                           the row with this key is gone
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "ledger/database.hpp"

ECFLINK_BEGIN_NAMESPACE

namespace detail::ledger {

/// SQL that is put together once, when it is first needed. It needs static storage.
class composed_statement {
public:
    explicit composed_statement(std::string sql) : sql_(std::move(sql)), statement_{sql_.c_str()} {}
    composed_statement(const composed_statement&) = delete;
    composed_statement& operator=(const composed_statement&) = delete;

    [[nodiscard]] const statement& get() const noexcept { return statement_; }

private:
    std::string sql_;
    statement statement_;
};

/// A table of the catalogue. Events of earlier versions have fewer columns: new ones go to the end,
/// and none is ever moved or removed.
struct vouched_table {
    std::string_view name;
    std::size_t keys;  ///< how many columns, from the first on, are the key
    std::span<const std::string_view> columns;
    bool is_replaced = false;  ///< a new row takes the place of one with the same key
    // NOLINTNEXTLINE(readability-redundant-member-init): gcc warns where it is left out otherwise
    std::string_view secret = {};  ///< a column of which events state the digest only

    /// The place of a column; `columns.size()` if there is none of this name.
    [[nodiscard]] constexpr std::size_t place_of(std::string_view column) const noexcept {
        return static_cast<std::size_t>(std::ranges::find(columns, column) - columns.begin());
    }
};

namespace columns_of {
inline constexpr std::string_view ledger[] = {"the_one", "id", "policy_set"};
inline constexpr std::string_view links[] = {"sequence",
                                             "court",
                                             "login",
                                             "central_id",
                                             "state",
                                             "linked_at",
                                             "made_by",
                                             "central_proof",
                                             "central_proof_at",
                                             "account_proof",
                                             "account_proof_at",
                                             "account_proof_court",
                                             "confirmed_at",
                                             "account_slot",
                                             "central_slot",
                                             "approved"};
inline constexpr std::string_view tombstones[] = {"sequence", "court",  "login",  "central_id", "removed_at",
                                                  "actor",    "reason", "lifted", "lifted_at"};
inline constexpr std::string_view used_handles[] = {"handle",     "court",   "login",
                                                    "central_id", "outcome", "sequence"};
inline constexpr std::string_view attempts[] = {"sequence", "court", "login", "reserved_at", "outcome"};
inline constexpr std::string_view obligations[] = {"sequence", "obligation", "place",      "due",     "court",
                                                   "login",    "central_id", "discharged", "claimant"};
inline constexpr std::string_view registrations[] = {
    "sequence", "court",  "central_id", "type",         "role",       "login",
    "state",    "reason", "changed",    "submitted_at", "decided_at", "credentials_lost"};
inline constexpr std::string_view agencies[] = {"court", "agent", "principal", "state", "changed"};
inline constexpr std::string_view held_links[] = {"sequence",
                                                  "court",
                                                  "login",
                                                  "central_id",
                                                  "proposed_at",
                                                  "state",
                                                  "findings",
                                                  "approved",
                                                  "account_revision",
                                                  "central_revision",
                                                  "decided",
                                                  "decided_at",
                                                  "actor",
                                                  "reason"};
inline constexpr std::string_view credentials[] = {"court", "id", "password_hash", "set_at"};
}  // namespace columns_of

inline constexpr vouched_table links_table{"links", 1, columns_of::links};
inline constexpr vouched_table tombstones_table{"tombstones", 1, columns_of::tombstones};
inline constexpr vouched_table used_handles_table{"used_handles", 1, columns_of::used_handles};
inline constexpr vouched_table attempts_table{"attempts", 1, columns_of::attempts};
inline constexpr vouched_table obligations_table{"obligations", 2, columns_of::obligations};
inline constexpr vouched_table registrations_table{"registrations", 1, columns_of::registrations};
inline constexpr vouched_table agencies_table{"agencies", 3, columns_of::agencies, true};
inline constexpr vouched_table held_links_table{"held_links", 1, columns_of::held_links};
/// Of a password an event states SHA-256 of what the table keeps, its salt included. Who has the
/// digest but not the salt of 16 random bytes cannot try passwords.
inline constexpr vouched_table credentials_table{"credentials", 2, columns_of::credentials, true,
                                                 "password_hash"};

/// The ledger itself: its id, and the policies in force.
inline constexpr vouched_table ledger_table{"ledger", 1, columns_of::ledger};

inline constexpr std::array vouched_tables{
    &ledger_table,      &links_table,         &tombstones_table, &used_handles_table, &attempts_table,
    &obligations_table, &registrations_table, &agencies_table,   &held_links_table,   &credentials_table};

/// A column and its new value.
struct changed_column {
    std::string_view name;
    parameter value;
};

// The SQL for a table. It takes the columns in order; an update takes the key, then the new values.

[[nodiscard]] const statement& insert_of(const vouched_table& table);
[[nodiscard]] const statement& update_of(const vouched_table& table, std::span<const changed_column> changed);
[[nodiscard]] const statement& delete_of(const vouched_table& table);
/// All rows.
[[nodiscard]] const statement& select_of(const vouched_table& table);
/// The rows after a key, in the order of the keys, up to a number of rows.
[[nodiscard]] const statement& select_after_of(const vouched_table& table);

// Rows as text in an event. Each adds to the end of the text.

/// The columns of a row from `first` up to `end`, in JSON, joined by commas.
void append_columns(std::string& to, const vouched_table& table, std::span<const value> cells,
                    std::size_t first, std::size_t end);
/// A member of `changes`: a new row, changed columns, or a row that is gone.
void append_new_row(std::string& to, const vouched_table& table, std::span<const parameter> cells);
void append_new_row(std::string& to, const vouched_table& table, std::span<const value> cells);
void append_changed_row(std::string& to, const vouched_table& table, std::span<const parameter> key,
                        std::span<const changed_column> changed);
void append_gone_row(std::string& to, const vouched_table& table, std::span<const parameter> key);

}  // namespace detail::ledger

ECFLINK_END_NAMESPACE
