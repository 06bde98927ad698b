// The case of one link against a ledger in rows, with hash tables. Keys become dense numbers once;
// how many links each account and person has is then counted in one pass.
#include <limits>
#include <utility>

#include <absl/container/flat_hash_map.h>
#include <absl/container/flat_hash_set.h>

#include <ecflink/policies/policy_set.hpp>
#include <ecflink/tables/case_finder.hpp>
#include <ecflink/tables/person_name.hpp>
#include <ecflink/tables/rows.hpp>

#include "tables/created_start.hpp"
#include "tables/text_key.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace {

using detail::tables::text_key;
using number = std::uint32_t;
inline constexpr number no_number = std::numeric_limits<number>::max();

/// Gives each key a number, from 0. Keys borrow from the ledger.
class numbering {
public:
    number number_of(text_key key) {
        return numbers_.try_emplace(key, static_cast<number>(numbers_.size())).first->second;
    }
    [[nodiscard]] number find(text_key key) const {
        const auto found = numbers_.find(key);
        return found == numbers_.end() ? no_number : found->second;
    }
    [[nodiscard]] std::size_t size() const noexcept { return numbers_.size(); }

private:
    absl::flat_hash_map<text_key, number> numbers_;
};

/// Which row of a table has a key.
struct found_row {
    number row = no_number;
    bool is_ambiguous = false;

    void add(std::size_t at) noexcept {
        is_ambiguous = row != no_number;
        row = static_cast<number>(at);
    }
};

using number_pair = std::pair<number, number>;
using number_triple = std::tuple<number, number, number>;

template <class Map, class Key>
number count_of(const Map& counts, const Key& key) {
    const auto found = counts.find(key);
    return found == counts.end() ? 0 : found->second;
}

}  // namespace

struct case_finder::tables {
    const ledger_tables& rows;
    const policy_set& policies;

    numbering courts;
    numbering accounts;  ///< by (court, login): of records and of links
    numbering centrals;
    numbering roles;                                  ///< as written
    std::vector<found_row> account_records;           ///< by account number
    std::vector<found_row> central_records;           ///< by central number
    std::vector<const court_policy*> court_policies;  ///< by court number
    /// by account number: distinct, actively linked
    std::vector<number> centrals_of_account;
    absl::flat_hash_map<number_pair, number> active_links;  ///< by (account, central)
    /// by (central, court): distinct, actively linked
    absl::flat_hash_map<number_pair, number> accounts_in_court;
    absl::flat_hash_map<number_triple, number> accounts_in_role;  ///< by (central, court, role)
    /// by (account, central)
    absl::flat_hash_map<number_pair, std::vector<const tombstone_row*>> tombstones;
    absl::flat_hash_set<number> rostered_accounts;
    absl::flat_hash_set<number_pair> rostered_centrals;  ///< by (court, central)

    tables(const ledger_tables& ledger_rows, const policy_set& all_policies)
        : rows(ledger_rows), policies(all_policies) {
        number_records();
        count_links();
        read_tombstones_and_roster();
    }

    /// A link's two parties as numbers; `no_number` if a key is missing or, for a proposed link, in
    /// no table.
    struct parties {
        number court = no_number;
        number account = no_number;
        number central = no_number;

        [[nodiscard]] bool joins() const noexcept { return account != no_number && central != no_number; }
    };

    number court_number(const court_id& court) {
        const number at = courts.number_of({court.view(), {}});
        if (at == court_policies.size()) {
            court_policies.push_back(&policies.find(court.view()));
        }
        return at;
    }

    parties enter(const court_id& court, const login& name, const central_id& central) {
        parties entered;
        if (!court.empty()) {
            entered.court = court_number(court);
        }
        if (!court.empty() && !name.empty()) {
            entered.account = accounts.number_of({court.view(), name.view()});
        }
        if (!central.empty()) {
            entered.central = centrals.number_of({central.view(), {}});
        }
        return entered;
    }

    [[nodiscard]] parties find(std::string_view court, std::string_view name,
                               std::string_view central) const {
        return {courts.find({court, {}}), accounts.find({court, name}), centrals.find({central, {}})};
    }

    void number_records() {
        for (std::size_t i = 0; i < rows.court_accounts.size(); ++i) {
            const court_account_row& row = rows.court_accounts[i];
            if (const number at = enter(row.court, row.account.login, {}).account; at != no_number) {
                account_records.resize(accounts.size());
                account_records[at].add(i);
            }
        }
        for (std::size_t i = 0; i < rows.central_accounts.size(); ++i) {
            if (const number at = enter({}, {}, rows.central_accounts[i].id).central; at != no_number) {
                central_records.resize(centrals.size());
                central_records[at].add(i);
            }
        }
    }

    /// The role under which an account is counted: as written. Accounts that are unknown or
    /// ambiguous share one role.
    [[nodiscard]] text_key role_key(number account) const noexcept {
        const found_row found = account_records[account];
        if (found.row == no_number || found.is_ambiguous) {
            return {"unknown", "unknown"};
        }
        const court_account_row& row = rows.court_accounts[found.row];
        return {to_token(row.account.role), row.unreadable_role};
    }

    void count_links() {
        const auto enter_all = [this](const auto& table) {
            for (const auto& row : table) {
                enter(row.court, row.login, row.central);
            }
        };
        enter_all(rows.links);
        enter_all(rows.tombstones);
        enter_all(rows.roster);
        account_records.resize(accounts.size());
        central_records.resize(centrals.size());
        centrals_of_account.resize(accounts.size());
        for (const link_row& link : rows.links) {
            const parties at = enter(link.court, link.login, link.central);
            if (!at.joins() || link.row.state == link_state::removed ||
                ++active_links[{at.account, at.central}] > 1) {
                continue;
            }
            ++centrals_of_account[at.account];
            ++accounts_in_court[{at.central, at.court}];
            ++accounts_in_role[{at.central, at.court, roles.number_of(role_key(at.account))}];
        }
    }

    void read_tombstones_and_roster() {
        for (const tombstone_row& row : rows.tombstones) {
            if (const parties at = find(row.court.view(), row.login.view(), row.central.view()); at.joins()) {
                tombstones[{at.account, at.central}].push_back(&row);
            }
        }
        for (const roster_row& row : rows.roster) {
            const parties at = find(row.court.view(), row.login.view(), row.central.view());
            if (at.account != no_number) {
                rostered_accounts.insert(at.account);
            }
            if (at.court != no_number && at.central != no_number) {
                rostered_centrals.insert({at.court, at.central});
            }
        }
    }

    /// The other active links of a pair's two parties; `own` is how often the link itself is
    /// counted in the tables: once if it is an active row, else not at all. `linked_at` is its
    /// time.
    [[nodiscard]] other_links others(const parties& at, number own,
                                     const std::optional<instant>& linked_at) const {
        other_links found;
        if (at.account == no_number && at.central == no_number) {
            return found;
        }
        const number together = at.joins() ? count_of(active_links, number_pair{at.account, at.central}) : 0;
        const number counted = together > 0 ? 1 : 0;
        found.already_linked = together > own;
        if (at.account != no_number) {
            found.other_centrals_of_account = centrals_of_account[at.account] - counted;
        }
        if (at.central != no_number) {
            found.other_accounts_in_court =
                count_of(accounts_in_court, number_pair{at.central, at.court}) - counted;
            const number role =
                roles.find(at.account == no_number ? text_key{"unknown", "unknown"} : role_key(at.account));
            found.other_accounts_in_court_and_role =
                count_of(accounts_in_role, number_triple{at.central, at.court, role}) - counted;
        }
        if (at.joins()) {
            if (const auto stone = tombstones.find(number_pair{at.account, at.central});
                stone != tombstones.end()) {
                for (const tombstone_row* each : stone->second) {
                    add_tombstone(found, each->removed_at, each->lifted_at, linked_at);
                }
            }
        }
        return found;
    }

    /// The case of two parties, without the fields that only a link in the ledger has.
    [[nodiscard]] link_case case_of(const court_id& court, const parties& at, const evidence& given) const {
        link_case facts;
        facts.court = court;
        facts.evidence = given;
        facts.evidence.on_roster = (at.account != no_number && rostered_accounts.contains(at.account)) ||
                                   rostered_centrals.contains({at.court, at.central});
        const found_row account = at.account == no_number ? found_row{} : account_records[at.account];
        const found_row central = at.central == no_number ? found_row{} : central_records[at.central];
        facts.account_ambiguous = account.is_ambiguous;
        facts.central_ambiguous = central.is_ambiguous;
        const court_account_row* account_row =
            account.row == no_number || account.is_ambiguous ? nullptr : &rows.court_accounts[account.row];
        const central_account_row* central_row =
            central.row == no_number || central.is_ambiguous ? nullptr : &rows.central_accounts[central.row];
        if (account_row != nullptr) {
            facts.account = &account_row->account;
            facts.malformed |= account_row->malformed;
        }
        if (central_row != nullptr) {
            facts.central = &central_row->account;
            facts.malformed |= central_row->malformed;
        }
        if (account_row != nullptr && central_row != nullptr) {
            facts.names = compare_names(central_row->name, account_row->name);
        }
        return facts;
    }
};

case_finder::case_finder(const ledger_tables& rows, const policy_set& policies)
    : tables_(std::make_unique<const tables>(rows, policies)) {}
case_finder::~case_finder() = default;
case_finder::case_finder(case_finder&&) noexcept = default;
case_finder& case_finder::operator=(case_finder&&) noexcept = default;

link_case case_finder::propose(std::string_view court, std::string_view name, std::string_view central,
                               const evidence& given) const {
    const auto at = tables_->find(court, name, central);
    const auto id = court_id::make(court);
    link_case facts = tables_->case_of(id ? id.value() : court_id{}, at, given);
    facts.others = tables_->others(at, 0, std::nullopt);
    return facts;
}

link_case case_finder::of_row(std::size_t row) const {
    const link_row& link = tables_->rows.links[row];
    const auto at = tables_->find(link.court.view(), link.login.view(), link.central.view());
    link_case facts = tables_->case_of(link.court, at, link.evidence);
    facts.row = &link.row;
    facts.row_malformed = link.malformed;
    facts.others = tables_->others(at, link.row.state == link_state::removed ? 0 : 1, link.row.linked_at);
    // the link lacks a key and joins nothing; the rules count the link in question, so it must take
    // the place of another
    if (!at.joins()) {
        for (std::uint32_t* count :
             {&facts.others.other_centrals_of_account, &facts.others.other_accounts_in_court,
              &facts.others.other_accounts_in_court_and_role}) {
            *count -= *count > 0 ? 1 : 0;
        }
    }
    if (facts.central != nullptr && facts.central->created && at.court != no_number) {
        facts.central_created_start = detail::tables::created_start(
            *facts.central->created, tables_->court_policies[at.court]->zone, link.row.linked_at);
    }
    return facts;
}

ECFLINK_END_NAMESPACE
