// index_state.hpp: the state of a ledger_index.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include <absl/container/flat_hash_map.h>
#include <absl/container/flat_hash_set.h>

#include <ecflink/verify/index.hpp>

#include "base/keyed_hash.hpp"
#include "tables/decode.hpp"
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
    explicit central_table(std::span<const central_account_columns> batches)
        : rows(batches), records(rows.rows()) {}

    detail::tables::batch_list<central_account_columns> rows;
    record_table records;
    std::vector<std::vector<std::uint16_t>> findings_by_rule_set;
};

}  // namespace detail::verify

struct ledger_index::state {
    state(const policy_set& all_policies, const ledger_columns& ledger, const detail::keyed_hash& hashes,
          std::shared_ptr<const detail::verify::central_table> all_centrals)
        : policies(&all_policies),
          hash(hashes),
          courts(all_policies, hash),
          central_accounts(std::move(all_centrals)),
          account_rows(ledger.court_accounts) {}

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
    [[nodiscard]] bool account_has(std::uint32_t row, std::string_view court,
                                   std::string_view name) const noexcept {
        const auto at = account_rows.find(row);
        const court_account_columns& batch = account_rows[at.batch];
        return detail::tables::text_at(batch.login, at.row) == name &&
               detail::tables::text_at(batch.court, at.row) == court;
    }
    [[nodiscard]] bool central_has(std::uint32_t row, std::string_view id) const noexcept {
        const auto at = central_rows.find(row);
        return detail::tables::text_at(central_rows[at.batch].central_id, at.row) == id;
    }

    /// The role of a court account as written. Nothing: it is ambiguous.
    [[nodiscard]] std::optional<std::string_view> role_of(
        detail::verify::record_number account) const noexcept {
        const detail::verify::index_record& record = accounts[account];
        if ((record.facts & detail::verify::record_ambiguous) != 0) {
            return std::nullopt;
        }
        const auto at = account_rows.find(record.row);
        return detail::tables::text_at(account_rows[at.batch].role, at.row);
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
