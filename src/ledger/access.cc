// What people may do in a court: with a central account, and with the court's own login.
#include "ledger/access.hpp"

#include <algorithm>
#include <iterator>

#include "ledger/writing.hpp"

ECFLINK_BEGIN_NAMESPACE

using namespace detail::ledger;

namespace {

/// Every court account that a central account is or was linked to, and whether it is linked now.
constexpr statement select_links_of{
    "SELECT court, login, max(CASE WHEN state = 'active' THEN 1 ELSE 0 END) FROM links "
    "WHERE central_id = $1 GROUP BY court, login ORDER BY court, login"};
constexpr statement select_link_history{
    "SELECT (SELECT min(linked_at) FROM links WHERE court = $1 AND login = $2), "
    "(SELECT min(removed_at) FROM tombstones WHERE court = $1 AND login = $2)"};
constexpr statement select_agency{
    "SELECT state FROM agencies WHERE court = $1 AND agent = $2 AND principal = $3"};

/// The principal for whom an agent files, and the principal's record.
struct principal_choice {
    std::optional<account_record> record;
    chosen_principal chosen;
};
principal_choice read_principal(const query_function& query, const court_id& court,
                                const std::optional<login>& agent, const std::optional<login>& principal) {
    principal_choice choice;
    if (agent && principal) {
        choice.record = find_account(query, court, *principal);
        choice.chosen.state = read_agency(query, court, *agent, *principal);
    }
    if (agent) {
        const parameter key[] = {court.view(), agent->view()};
        choice.chosen.has_any = integer(query(count_agencies, key).front()[0]) > 0;
    }
    return choice;
}

}  // namespace

namespace detail::ledger {

std::vector<way_in> read_ways(const query_function& query, const central_id& central) {
    const parameter key[] = {central.view()};
    std::vector<way_in> ways;
    for (const row& it : query(select_links_of, key)) {
        ways.push_back({id<court_id>(it[0]), id<login>(it[1]), integer(it[2]) != 0});
    }
    // A removed link matters only where no other link gives access to that court.
    const auto has_access_in = [&](const court_id& court) {
        return std::ranges::any_of(ways,
                                   [&](const way_in& one) { return one.court == court && one.is_linked; });
    };
    std::vector<way_in> kept;
    std::ranges::copy_if(ways, std::back_inserter(kept),
                         [&](const way_in& one) { return one.is_linked || !has_access_in(one.court); });
    return kept;
}

agency_state read_agency(const query_function& query, const court_id& court, const login& agent,
                         const login& principal) {
    const parameter key[] = {court.view(), agent.view(), principal.view()};
    const auto found = query(select_agency, key);
    return found.empty() ? agency_state::missing : token<agency_state>(found.front()[0]);
}

}  // namespace detail::ledger

ledger_result<std::vector<access_at>> ledger::sign_on(const central_id& central,
                                                      const std::optional<court_id>& only,
                                                      const sign_on_facts& facts, instant now) const {
    return store_->read_under_policies<std::vector<access_at>>([&](database& db) {
        const query_function query = queries_of(db);
        const auto record = find_central(query, central);
        const std::vector<way_in> ways = read_ways(query, central);
        std::vector<way_in> asked;
        std::ranges::copy_if(ways, std::back_inserter(asked),
                             [&](const way_in& one) { return !only || one.court == *only; });
        if (only && asked.empty()) {
            asked.push_back({*only, std::nullopt, false});
        }
        std::vector<access_at> all;
        for (const way_in& way : asked) {
            const court_policy& policy = store_->policies().find(way.court.view());
            const auto account = way.login ? find_account(query, way.court, *way.login) : std::nullopt;
            const principal_choice principal = read_principal(query, way.court, way.login, facts.acting_for);
            access_facts known;
            known.kind = policy.kind;
            known.central = record ? &record->row.account : nullptr;
            known.linked = way.is_linked;
            known.account = account ? &account->row.account : nullptr;
            known.files_elsewhere = std::ranges::any_of(
                ways, [&](const way_in& one) { return one.court != way.court && one.is_linked; });
            known.second_factor_given = facts.second_factor_given;
            known.redaction_agreed = facts.redaction_agreed;
            known.client_code_missing = facts.client_code_missing;
            known.acting_for = principal.chosen;
            known.acting_for.account = principal.record ? &principal.record->row.account : nullptr;
            all.push_back({way.court, way.login, account_role::missing, access_in(policy.rules, known, now)});
        }
        return all;
    });
}

ledger_result<court_access> ledger::court_login(const court_id& court, const login& account,
                                                instant now) const {
    return store_->read_under_policies<court_access>([&](database& db) {
        const query_function query = queries_of(db);
        const court_policy& policy = store_->policies().find(court.view());
        const auto record = find_account(query, court, account);
        const parameter key[] = {court.view(), account.view()};
        const auto history = query(select_link_history, key);
        court_login_facts known;
        known.kind = policy.kind;
        known.account = record ? &record->row.account : nullptr;
        known.linked_at = time(history.front()[0]);
        known.unlinked_at = time(history.front()[1]);
        return court_login_access(policy.rules, known, now);
    });
}

ECFLINK_END_NAMESPACE
