// index_tables.hpp: what a ledger_index holds.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include <absl/container/flat_hash_map.h>
#include <absl/container/flat_hash_set.h>

#include <ecflink/verify/index.hpp>

#include "base/keyed_hash.hpp"
#include "tables/decode.hpp"
#include "tables/rows.hpp"
#include "tables/text_key.hpp"
#include "verify/courts.hpp"
#include "verify/record_table.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::verify {

using namespace tables;

/// How `facts` of a record begin: with some findings that follow each other in the catalogue.
template <finding First, unsigned Findings>
struct findings_in_facts {
    static constexpr unsigned findings_bits = Findings;
    static constexpr std::uint32_t findings_mask = ((std::uint32_t{1} << Findings) - 1) << record_facts_shift;

    [[nodiscard]] static constexpr std::uint32_t pack(findings found) noexcept {
        return static_cast<std::uint32_t>(found.bits() >> static_cast<unsigned>(First)
                                                              << record_facts_shift) &
               findings_mask;
    }
    [[nodiscard]] static constexpr findings findings_of(std::uint32_t facts) noexcept {
        return findings(std::uint64_t{facts & findings_mask} >> record_facts_shift
                                                                    << static_cast<unsigned>(First));
    }
};

/// An instant in `facts`, rounded up: how many units since 1970 have begun by then. They take the
/// bits from `Shift` on, a unit has 2^`Unit` microseconds.
template <unsigned Shift, unsigned Unit>
struct units_in_facts {
    static constexpr unsigned shift = Shift;
    /// stands for whatever there is no room for, too
    static constexpr std::int64_t last = (std::int64_t{1} << (32 - Shift)) - 1;
    /// up to here no instant is surely after the last unit
    static constexpr std::int64_t latest = (last << Unit) - 1;

    [[nodiscard]] static constexpr std::uint32_t after(std::int64_t micros) noexcept {
        const std::int64_t units = micros < 0 ? 1 : (micros >> Unit) + 1;
        return static_cast<std::uint32_t>(units < last ? units : last) << Shift;
    }
    /// False, if an instant is surely not before what `after` was given; always, where nothing was
    /// given.
    [[nodiscard]] static constexpr bool may_be_before(std::int64_t micros, std::uint32_t facts) noexcept {
        const std::int64_t units = facts >> Shift;
        return units != 0 && (units == last || micros >> Unit < units);
    }
    /// The contrary, in fewer steps, for an instant from 1970 to `latest`.
    [[nodiscard]] static constexpr bool is_surely_after(std::int64_t micros, std::uint32_t facts) noexcept {
        return micros >> Unit >= std::int64_t{facts >> Shift};
    }
};

/// What `facts` of a court account's record says.
struct account_facts : findings_in_facts<finding::account_terminated, 11> {
    static constexpr unsigned registrations_shift = record_facts_shift + findings_bits;
    /// for each registration, missing included: central accounts that have it may not be linked
    static constexpr unsigned registrations_bits = 4;
    static constexpr unsigned tombstoned_shift = registrations_shift + registrations_bits;
    using opened = units_in_facts<tombstoned_shift + 1, 40>;  ///< units of 12.7 days
    static_assert(opened::shift == 20);
    /// what the row itself does not say
    static constexpr std::uint32_t of_its_key = record_ambiguous | std::uint32_t{1} << tombstoned_shift;
};

/// What `facts` of a central account's record says.
struct central_facts : findings_in_facts<finding::central_shared, 11> {
    static constexpr unsigned registration_shift = record_facts_shift + findings_bits;
    /// the end of the day of creation in every zone; units of 1.6 days
    using created = units_in_facts<registration_shift + 2, 37>;
    static_assert(created::shift == 17);
};

/// Reads the numbers of courts, which many rows share.
class court_reader {
public:
    /// `look_up` gives the number of a text that the table of known courts lacks.
    template <class LookUp>
    court_reader(const text_column& column, const court_table& courts, LookUp look_up)
        : column_(&column),
          courts_(&courts),
          numbers_(column, no_court, [&](std::string_view text) { return number_of(text, look_up); }) {}

    template <class LookUp>
    void read(std::size_t first, std::size_t rows, court_number* out, LookUp look_up) const {
        if (column_->is_dictionary() || column_->is_absent()) {
            numbers_.read(first, rows, out, [](std::string_view) { return no_court; });
            return;
        }
        id_block ids;
        read_ids(*column_, first, rows, court_id::capacity, ids);
        for (std::size_t i = 0; i < rows; ++i) {
            const court_number known =
                ids.sizes[i] <= court_id::capacity ? courts_->find_known(ids.texts[i]) : no_court;
            out[i] = known != no_court || ids.sizes[i] == id_block::missing
                         ? known
                         : number_of(text_at(*column_, first + i), look_up);
        }
    }

private:
    template <class LookUp>
    court_number number_of(std::string_view text, LookUp look_up) const {
        const court_number known = courts_->find_known(text);
        return known != no_court ? known : court_id::make(text) ? look_up(text) : no_court;
    }

    const text_column* column_;
    const court_table* courts_;
    number_reader<court_number> numbers_;
};

/// Keys that stand in their records as they are, with what makes them so.
struct exact_keys {
    static constexpr unsigned longest_login = 14;
    static constexpr unsigned longest_central = 15;
    static constexpr unsigned court_shift = 48;  ///< in the upper half, behind the login
    static constexpr court_number no_court_number = 0xFFFF;

    [[nodiscard]] static constexpr short_text account(court_number court, const short_text& name) noexcept {
        return {name.low, name.high | std::uint64_t{court} << court_shift};
    }
    /// True, if a key is one, and no fingerprint.
    [[nodiscard]] static constexpr bool is_account(const short_text& key) noexcept {
        return key.high >> court_shift != no_court_number;
    }
    [[nodiscard]] static constexpr bool is_central(const short_text& key) noexcept {
        return key.high >> no_text_shift != no_text;
    }
    /// The upper byte of a fingerprint of a central account, which no text of UTF-8 has.
    static constexpr std::uint64_t no_text = 0xFF;
    static constexpr unsigned no_text_shift = 56;

    /// True, if one of two texts of at most 16 bytes is too long.
    [[nodiscard]] static constexpr bool is_one_too_long(const short_text& login,
                                                        const short_text& central) noexcept {
        return (login.high >> 8 * (longest_login - 8) | central.high >> 8 * (longest_central - 8)) != 0;
    }
};

/// The key of a court account. `name_text` gives a long login.
template <class Text>
[[nodiscard]] record_key make_account_key(const keyed_hash& hash, court_number court, const short_text& name,
                                          std::uint8_t size, Text name_text) noexcept {
    record_key key;
    if (size <= exact_keys::longest_login && court < exact_keys::no_court_number) [[likely]] {
        key.text = exact_keys::account(court, name);
    } else {
        const std::string_view text = name_text();
        key.text = {hash(text, court),
                    (hash(text, court + (std::uint64_t{1} << 32)) >> 16) |
                        std::uint64_t{exact_keys::no_court_number} << exact_keys::court_shift};
        key.is_exact = false;
    }
    key.hash = hash(key.text.low, key.text.high);
    return key;
}

/// The key of a central account. `id_text` gives a long id.
template <class Text>
[[nodiscard]] record_key make_central_key(const keyed_hash& hash, const short_text& id, std::uint8_t size,
                                          Text id_text) noexcept {
    record_key key;
    if (size <= exact_keys::longest_central) [[likely]] {
        key.text = id;
    } else {
        const std::string_view text = id_text();
        key.text = {hash(text, 1), (hash(text, 2) >> 8) | exact_keys::no_text << exact_keys::no_text_shift};
        key.is_exact = false;
    }
    key.hash = hash(key.text.low, key.text.high);
    return key;
}

}  // namespace detail::verify

struct ledger_index::state {
    state(const policy_set& all_policies, const ledger_columns& ledger,
          const detail::keyed_hash::secret& secret)
        : policies(&all_policies),
          hash(secret),
          courts(all_policies, hash),
          central_rows(ledger.central_accounts),
          account_rows(ledger.court_accounts) {}

    const policy_set* policies;
    detail::keyed_hash hash;
    detail::verify::court_table courts;
    detail::tables::batch_list<central_account_columns> central_rows;
    detail::tables::batch_list<court_account_columns> account_rows;
    detail::verify::record_table centrals;
    detail::verify::record_table accounts;
    /// The findings of central accounts in the eyes of the courts of each class but the first, by
    /// row.
    std::vector<std::vector<std::uint16_t>> central_findings_of_class;
    /// when the earliest link of the pair was removed
    absl::flat_hash_map<std::pair<detail::tables::text_key, std::string_view>, instant> tombstones;
    absl::flat_hash_set<detail::tables::text_key> rostered_accounts;
    /// with the central id in the place of the login
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

    /// The record of an account or central account by its text and its key.
    [[nodiscard]] detail::verify::record_number find_account(const detail::verify::record_key& key,
                                                             std::string_view court,
                                                             std::string_view name) const {
        return accounts.find(key, [&](std::uint32_t row) { return account_has(row, court, name); });
    }
    [[nodiscard]] detail::verify::record_number find_central(const detail::verify::record_key& key,
                                                             std::string_view id) const {
        return centrals.find(key, [&](std::uint32_t row) { return central_has(row, id); });
    }
    /// The same by its text alone; ids must be ids.
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
