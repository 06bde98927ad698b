// index_state.hpp: the state of a ledger_index.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <absl/container/flat_hash_map.h>
#include <absl/container/flat_hash_set.h>

#include <ecflink/verify/index.hpp>

#include "base/keyed_hash.hpp"
#include "tables/batch_list.hpp"
#include "tables/rows.hpp"
#include "tables/text_key.hpp"
#include "verify/court_reader.hpp"
#include "verify/courts.hpp"
#include "verify/record_facts.hpp"
#include "verify/record_key.hpp"
#include "verify/record_table.hpp"

ECFLINK_BEGIN_NAMESPACE

namespace detail::verify {

/// When a link was removed, and from when on its pair may be linked again.
struct tombstone {
    instant removed_at;
    std::optional<instant> lifted_at;
};

/// The central accounts, which indexes of several parts of a ledger may share.
struct central_table {
    explicit central_table(detail::tables::batch_list<central_account_columns> all)
        : rows(std::move(all)), records(rows.rows()) {}

    detail::tables::batch_list<central_account_columns> rows;
    record_table records;
    std::vector<std::vector<std::uint16_t>> findings_by_rule_set;
};

/// What an index is made of.
struct account_tables {
    detail::tables::batch_list<central_account_columns> central_accounts;
    detail::tables::batch_list<court_account_columns> court_accounts;
    std::span<const tombstone_columns> tombstones;
    std::span<const roster_columns> roster;
};

/// As `ledger_index::build`. Null: it was cancelled.
[[nodiscard]] std::unique_ptr<const ledger_index::state> build_index(const policy_set& policies,
                                                                     const account_tables& tables,
                                                                     const index_options& options);

}  // namespace detail::verify

struct ledger_index::state {
    state(const policy_set& all_policies, detail::tables::batch_list<court_account_columns> accounts_of,
          const detail::keyed_hash& hashes, std::shared_ptr<const detail::verify::central_table> all_centrals)
        : policies(&all_policies),
          hash(hashes),
          courts(all_policies, hash),
          central_accounts(std::move(all_centrals)),
          account_rows(std::move(accounts_of)) {}

    const policy_set* policies;
    detail::keyed_hash hash;
    detail::verify::court_table courts;
    std::shared_ptr<const detail::verify::central_table> central_accounts;
    const detail::tables::batch_list<central_account_columns>& central_rows = central_accounts->rows;
    const detail::verify::record_table& centrals = central_accounts->records;
    /// The findings of central accounts by row, for each central rule set but the first.
    const std::vector<std::vector<std::uint16_t>>& central_findings_by_rule_set =
        central_accounts->findings_by_rule_set;
    detail::tables::batch_list<court_account_columns> account_rows;
    detail::verify::record_table accounts;
    /// by pair
    absl::flat_hash_map<std::pair<detail::tables::text_key, std::string_view>,
                        std::vector<detail::verify::tombstone>>
        tombstones;
    absl::flat_hash_set<detail::tables::text_key> rostered_accounts;
    /// with the central id instead of the login
    absl::flat_hash_set<detail::tables::text_key> rostered_centrals;

    /// A hash of the number of a central account and that of a court.
    [[nodiscard]] std::uint64_t hash_of_pair(std::uint64_t central,
                                             detail::verify::court_number court) const noexcept {
        return hash.of_number(central << 32 | court);
    }

    /// Whether a row has a key.
    [[nodiscard]] bool account_has(std::uint32_t row, std::string_view court, std::string_view name) const {
        const auto at = account_rows.row_at(row);
        return at.text(&court_account_columns::login) == name &&
               at.text(&court_account_columns::court) == court;
    }
    [[nodiscard]] bool central_has(std::uint32_t row, std::string_view id) const {
        return central_rows.row_at(row).text(&central_account_columns::central_id) == id;
    }

    /// The role of a court account as written. Nothing: it is ambiguous.
    [[nodiscard]] std::optional<std::string> role_of(detail::verify::record_number account) const {
        const detail::verify::index_record& record = accounts[account];
        if ((record.facts & detail::verify::record_ambiguous) != 0) {
            return std::nullopt;
        }
        return std::string(account_rows.row_at(record.row).text(&court_account_columns::role));
    }

    /// The record of an account by its key and the texts of the key.
    [[nodiscard]] detail::verify::record_number find_account(const detail::verify::record_key& key,
                                                             std::string_view court,
                                                             std::string_view name) const {
        return accounts.find(key, [&](std::uint32_t row) { return account_has(row, court, name); });
    }
    [[nodiscard]] detail::verify::record_number find_central(const detail::verify::record_key& key,
                                                             std::string_view id) const {
        return centrals.find(key, [&](std::uint32_t row) { return central_has(row, id); });
    }
    /// The same by its texts, which must be ids.
    [[nodiscard]] detail::verify::record_number find_account(std::string_view court,
                                                             std::string_view name) const {
        const detail::verify::court_number number = courts.find(court);
        if (number == detail::verify::no_court) {
            return detail::verify::no_record;
        }
        detail::tables::short_text text;
        const std::uint8_t size = detail::tables::read_id(name, login::capacity, text);
        return find_account(detail::verify::make_account_key(hash, number, text, size, [&] { return name; }),
                            court, name);
    }
    [[nodiscard]] detail::verify::record_number find_central(std::string_view id) const {
        detail::tables::short_text text;
        const std::uint8_t size = detail::tables::read_id(id, central_id::capacity, text);
        return find_central(detail::verify::make_central_key(hash, text, size, [&] { return id; }), id);
    }
};

ECFLINK_END_NAMESPACE
