#include "ledger/facts.hpp"

#include <ecflink/tables/person_name.hpp>

#include "tables/created_start.hpp"

ECFLINK_BEGIN_NAMESPACE

namespace detail::ledger {
namespace {

const statement& select_central() {
    static const composed_statement made("SELECT " + account_columns_in_sql<central_account_columns>("c") +
                                         " FROM central_accounts c WHERE c.central_id = $1");
    return made.get();
}
const statement& select_account() {
    static const composed_statement made("SELECT " + account_columns_in_sql<court_account_columns>("a") +
                                         " FROM court_accounts a WHERE a.court = $1 AND a.login = $2");
    return made.get();
}

/// The lowest number, from 0, that is free in a column of slots among some active links.
std::string lowest_free(const std::string& slot, const std::string& whose) {
    const std::string active_links = "FROM links l WHERE " + whose + " AND l.state = 'active'";
    return "(SELECT min(free.slot) FROM (SELECT 0 AS slot UNION ALL SELECT l." + slot + " + 1 " +
           active_links + ") free WHERE NOT EXISTS (SELECT 1 " + active_links + " AND l." + slot +
           " = free.slot))";
}

/// Always one row: both records, and what other tables say of the pair. $1 court, $2 login,
/// $3 central id, $4 since when attempts count. A pair has one active link at most (links_pair), so
/// that links can be counted in place of accounts: SQLite would make a table for each DISTINCT.
const statement& select_pair() {
    static const composed_statement made(
        "SELECT " + account_columns_in_sql<central_account_columns>("c") + ", " +
        account_columns_in_sql<court_account_columns>("a") +
        ", (SELECT count(*) FROM links l WHERE l.court = $1 AND l.login = $2 "
        "AND l.central_id <> $3 AND l.state = 'active'), "
        "(SELECT count(*) FROM links l WHERE l.central_id = $3 AND l.court = $1 "
        "AND l.login <> $2 AND l.state = 'active'), "
        "(SELECT count(*) FROM links l "
        "JOIN court_accounts o ON o.court = l.court AND o.login = l.login "
        "WHERE l.central_id = $3 AND l.court = $1 AND l.login <> $2 AND l.state = 'active' "
        "AND o.role = a.role), "
        "d.removed_at, d.lifted_at, "
        "(SELECT count(*) FROM attempts t WHERE t.court = $1 AND t.login = $2 AND t.reserved_at > $4 "
        "AND t.outcome <> 'proven'), "
        "(SELECT count(*) FROM roster r WHERE r.court = $1 AND (r.login = $2 OR r.central_id = $3)), "
        "(SELECT max(h.sequence) FROM used_handles h WHERE h.court = $1 AND h.login = $2 "
        "AND h.central_id = $3), " +
        lowest_free("account_slot", "l.court = $1 AND l.login = $2") + ", " +
        lowest_free("central_slot", "l.court = $1 AND l.central_id = $3") +
        ", p.sequence, p.linked_at, q.sequence FROM ledger LEFT JOIN central_accounts c ON c.central_id = $3 "
        "LEFT JOIN court_accounts a ON a.court = $1 AND a.login = $2 "
        "LEFT JOIN links p ON p.court = $1 AND p.login = $2 AND p.central_id = $3 "
        "AND p.state = 'active' "
        "LEFT JOIN held_links q ON q.court = $1 AND q.login = $2 AND q.central_id = $3 "
        "AND q.state IN ('waiting', 'approved') "
        // of several, the one that counts longest
        "LEFT JOIN tombstones d ON d.sequence = (SELECT t.sequence FROM tombstones t WHERE t.court = $1 "
        "AND t.login = $2 AND t.central_id = $3 ORDER BY CASE WHEN t.lifted_at IS NULL THEN 0 ELSE 1 END, "
        "t.lifted_at DESC, t.removed_at LIMIT 1)");
    return made.get();
}

/// The accounts of a court that are linked to a central account.
const statement& select_linked() {
    static const composed_statement made(
        "SELECT " + account_columns_in_sql<court_account_columns>("a") +
        " FROM links l JOIN court_accounts a ON a.court = l.court AND a.login = l.login "
        "WHERE l.central_id = $1 AND l.court = $2 AND l.state = 'active' ORDER BY a.login");
    return made.get();
}

constexpr statement select_contacts{
    "SELECT contact FROM contacts WHERE court = $1 AND login = $2 AND is_proven = 0 ORDER BY contact"};
constexpr statement select_unlinked_agents{
    "SELECT g.agent FROM agencies g WHERE g.court = $1 AND g.principal = $2 AND g.state = 'active' "
    "AND NOT EXISTS (SELECT 1 FROM links l WHERE l.court = g.court AND l.login = g.agent "
    "AND l.state = 'active') ORDER BY g.agent"};

}  // namespace

central_record read_central(std::span<const value> columns) {
    central_record read;
    read_columns<central_account_columns>(columns, read.row);
    read.revision = static_cast<std::uint64_t>(integer(columns[central_columns - 1]));
    return read;
}

account_record read_account(std::span<const value> columns) {
    account_record read;
    read_columns<court_account_columns>(columns, read.row);
    read.revision = static_cast<std::uint64_t>(integer(columns[account_columns - 1]));
    return read;
}

std::optional<central_record> find_central(const query_function& query, const central_id& central) {
    const parameter key[] = {central.view()};
    const auto rows = query(select_central(), key);
    return rows.empty() ? std::nullopt : std::optional(read_central(rows.front()));
}

std::optional<account_record> find_account(const query_function& query, const court_id& court,
                                           const login& account) {
    const parameter key[] = {court.view(), account.view()};
    const auto rows = query(select_account(), key);
    return rows.empty() ? std::nullopt : std::optional(read_account(rows.front()));
}

std::vector<account_record> find_linked(const query_function& query, const central_id& central,
                                        const court_id& court) {
    const parameter key[] = {central.view(), court.view()};
    std::vector<account_record> all;
    for (const row& one : query(select_linked(), key)) {
        all.push_back(read_account(one));
    }
    return all;
}

link_case pair_facts::make_case(const proof& central_proof, const proof& account_proof) const {
    link_case made;
    made.court = court;
    if (central) {
        made.central = &central->row.account;
    }
    if (account) {
        made.account = &account->row.account;
    }
    // The names are compared even if there is no account, so that the time does not tell whether
    // there is one (A36).
    const auto names = compare_names(central_name(), account ? account_name() : central_name());
    if (central && account) {
        made.names = names;
    }
    made.evidence = {.central = central_proof,
                     .account = account_proof,
                     .account_court = court,
                     .failed_attempts = failed_attempts,
                     .on_roster = on_roster};
    made.others = others;
    return made;
}

link_case pair_facts::make_row_case(const ledger_row& as, const evidence& given,
                                    const court_policy& policy) const {
    link_case made = make_case(given.central, given.account);
    made.evidence.account_court = given.account_court;
    made.row = &as;
    if (central && central->row.account.created) {
        made.central_created_start =
            tables::created_start(*central->row.account.created, policy.zone, as.linked_at);
    }
    return made;
}

queries_ahead queries_of_pair(const court_id& court, const login& account, const central_id& central,
                              instant attempts_since) {
    return {{&select_pair(), {court.view(), account.view(), central.view(), attempts_since.micros}},
            {&select_contacts, {court.view(), account.view()}},
            {&select_unlinked_agents, {court.view(), account.view()}}};
}

pair_facts read_pair(const query_function& query, const court_id& court, const login& account,
                     const central_id& central, instant attempts_since) {
    const parameter key[] = {court.view(), account.view(), central.view(), attempts_since.micros};
    const auto rows = query(select_pair(), key);
    if (rows.size() != 1) {
        throw database_error(ledger_trouble::damaged, "the ledger has " + std::to_string(rows.size()) +
                                                          " active links of one pair, or no state");
    }
    const std::span<const value> all(rows.front());
    pair_facts facts;
    facts.court = court;
    facts.account_key = account;
    facts.central_key = central;
    if (!is_null(all[0])) {
        facts.central = read_central(all.first(central_columns));
    }
    if (!is_null(all[central_columns])) {
        facts.account = read_account(all.subspan(central_columns, account_columns));
    }
    const auto rest = all.subspan(central_columns + account_columns);
    facts.others.other_centrals_of_account = static_cast<std::uint32_t>(integer(rest[0]));
    facts.others.other_accounts_in_court = static_cast<std::uint32_t>(integer(rest[1]));
    facts.others.other_accounts_in_court_and_role = static_cast<std::uint32_t>(integer(rest[2]));
    facts.others.tombstoned_at = time(rest[3]);
    facts.others.lifted_at = time(rest[4]);
    facts.failed_attempts = static_cast<std::uint32_t>(integer(rest[5]));
    facts.on_roster = integer(rest[6]) != 0;
    facts.ended_epoch = is_null(rest[7]) ? 0 : static_cast<std::uint64_t>(integer(rest[7]));
    facts.account_slot = integer(rest[8]);
    facts.central_slot = integer(rest[9]);
    facts.linked_sequence = is_null(rest[10]) ? 0 : static_cast<std::uint64_t>(integer(rest[10]));
    facts.linked_at = time(rest[11]);
    facts.open_hold = is_null(rest[12]) ? 0 : static_cast<std::uint64_t>(integer(rest[12]));
    facts.others.already_linked = facts.linked_sequence != 0;
    return facts;
}

account_surroundings read_surroundings(const query_function& query, const court_id& court,
                                       const login& account) {
    const parameter key[] = {court.view(), account.view()};
    account_surroundings around;
    for (const row& one : query(select_contacts, key)) {
        around.unproven_contacts.push_back(text(one[0]));
    }
    for (const row& one : query(select_unlinked_agents, key)) {
        around.unlinked_agents.push_back(text(one[0]));
    }
    return around;
}

}  // namespace detail::ledger

ECFLINK_END_NAMESPACE
