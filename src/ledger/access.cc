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
    "(SELECT min(removed_at) FROM tombstones WHERE court = $1 AND login = $2), "
    "(SELECT count(*) FROM links WHERE court = $1 AND login = $2 AND state = 'active')"};
constexpr statement select_agency{
    "SELECT state FROM agencies WHERE court = $1 AND agent = $2 AND principal = $3"};

/// A person who signs on: the record, and the ways in.
struct person_at_center {
    std::optional<central_record> record;
    std::vector<way_in> ways;
    const sign_on_facts& given;

    /// The facts that are the same in every court.
    [[nodiscard]] access_facts facts() const {
        access_facts known;
        known.central = record ? &record->row.account : nullptr;
        known.files_elsewhere = std::ranges::any_of(ways, &way_in::is_linked);
        known.second_factor_given = given.second_factor_given;
        known.redaction_agreed = given.redaction_agreed;
        known.client_code_missing = given.client_code_missing;
        return known;
    }
};
person_at_center read_person(const query_function& query, const central_id& central,
                             const sign_on_facts& given) {
    return {find_central(query, central), read_ways(query, central), given};
}

}  // namespace

namespace detail::ledger {

std::vector<way_in> read_ways(const query_function& query, const central_id& central) {
    const parameter key[] = {central.view()};
    std::vector<way_in> ways;
    for (const row& it : query(select_links_of, key)) {
        ways.push_back({id<court_id>(it[0]), id<login>(it[1]), integer(it[2]) != 0});
    }
    std::vector<way_in> kept;
    std::ranges::copy_if(ways, std::back_inserter(kept), [&](const way_in& one) {
        return one.is_linked || std::ranges::none_of(ways, [&](const way_in& other) {
                   return other.court == one.court && other.is_linked;
               });
    });
    return kept;
}

agency_state read_agency(const query_function& query, const court_id& court, const login& agent,
                         const login& principal) {
    const parameter key[] = {court.view(), agent.view(), principal.view()};
    const auto found = query(select_agency, key);
    return found.empty() ? agency_state::missing : token<agency_state>(found.front()[0]);
}

}  // namespace detail::ledger

ledger_result<privilege> ledger::signs_on(const central_id& central, const sign_on_facts& facts,
                                          instant now) const {
    return store_->read_under_policies<privilege>([&](database& db) {
        const person_at_center person = read_person(queries_of(db), central, facts);
        return ecflink::sign_on(store_->policies().base().rules, person.facts(), now);
    });
}

ledger_result<std::vector<access_at>> ledger::sign_on(const central_id& central,
                                                      const std::optional<court_id>& only,
                                                      const sign_on_facts& facts, instant now) const {
    return store_->read_under_policies<std::vector<access_at>>([&](database& db) {
        const query_function query = queries_of(db);
        const person_at_center person = read_person(query, central, facts);
        std::vector<way_in> asked;
        std::ranges::copy_if(person.ways, std::back_inserter(asked),
                             [&](const way_in& one) { return !only || one.court == *only; });
        if (only && asked.empty()) {
            asked.push_back({*only, std::nullopt, false});
        }
        std::vector<access_at> all;
        bool is_principal_known = !facts.acting_for;
        for (const way_in& way : asked) {
            const court_policy& policy = store_->policies().find(way.court.view());
            const auto account = way.login ? find_account(query, way.court, *way.login) : std::nullopt;
            const auto principal =
                facts.acting_for ? find_account(query, way.court, *facts.acting_for) : std::nullopt;
            is_principal_known |= principal.has_value();
            access_facts known = person.facts();
            known.kind = policy.kind;
            known.linked = way.is_linked;
            known.account = account ? &account->row.account : nullptr;
            if (way.login && principal) {
                known.acting_for = {&principal->row.account,
                                    read_agency(query, way.court, *way.login, *facts.acting_for)};
            }
            all.push_back({way.court, way.login, account ? account->row.account.role : account_role::missing,
                           access_in(policy.rules, known, now)});
        }
        if (!is_principal_known) {
            throw database_error(ledger_trouble::not_found, "there is no court account with the login \"" +
                                                                std::string(facts.acting_for->view()) +
                                                                "\" to act for; check how it is written");
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
        known.linked = integer(history.front()[2]) != 0;
        return court_login_access(policy.rules, known, now);
    });
}

ECFLINK_END_NAMESPACE
