// Filing agents and their principals.
#include <ecflink/decide/agency.hpp>

#include "ledger/access.hpp"
#include "ledger/writing.hpp"

ECFLINK_BEGIN_NAMESPACE

using namespace detail::ledger;

namespace {

constexpr statement select_agencies{
    "SELECT agent, principal, state FROM agencies WHERE court = $1 ORDER BY agent, principal"};
constexpr statement count_principals{
    "UPDATE court_accounts SET principals = (SELECT count(*) FROM agencies g WHERE g.court = $1 "
    "AND g.agent = $2 AND g.state = 'active'), revision = revision + 1 WHERE court = $1 "
    "AND login = $2"};
/// How many links a court account has, and whether one of them is with a certain central account.
constexpr statement count_links{
    "SELECT count(*), coalesce(max(CASE WHEN central_id = $3 THEN 1 ELSE 0 END), 0) FROM links "
    "WHERE court = $1 AND login = $2 AND state = 'active'"};

}  // namespace

ledger_result<agency_answer> ledger::set_agency(const court_id& court, const login& agent,
                                                const login& principal, agency_state to, const acting& by,
                                                instant now, run how) {
    const auto change_in = [&](transaction& work) {
        const query_function query = queries_of(work);
        const auto agent_record = find_account(query, court, agent);
        const auto principal_record = find_account(query, court, principal);
        const parameter agent_key[] = {court.view(), agent.view(), std::string_view{}};
        const parameter owner_key[] = {court.view(), principal.view(), std::string_view(by.id)};
        agency_facts facts;
        facts.kind = store_->policies().find(court.view()).kind;
        facts.agent_court = court;
        facts.principal_court = court;
        facts.agent = agent_record ? &agent_record->row.account : nullptr;
        facts.principal = principal_record ? &principal_record->row.account : nullptr;
        facts.agent_linked = integer(query(count_links, agent_key).front()[0]) > 0;
        facts.state = read_agency(query, court, agent, principal);
        const bool owns_principal = integer(query(count_links, owner_key).front()[1]) > 0;
        const agency_asker asker{by.who, owns_principal};
        const agency_answer answer =
            to == agency_state::active ? associate(facts, asker) : remove_agent(facts, asker);
        const bool is_done = answer == agency_answer::associated || answer == agency_answer::removed;
        if (is_done && facts.state == to) {
            return answer;  // it is so already: no event, and no handle ends
        }

        audit_entry entry;
        entry.event = audit_event::agency_changed;
        entry.at = now;
        entry.court = court;
        entry.login = agent;
        entry.by = by.who;
        entry.actor_id = by.id;
        entry.details = {{"principal", std::string(principal.view())},
                         {"answer", std::string(to_token(answer))}};
        const std::uint64_t sequence = work.log(entry);
        if (is_done) {
            work.insert(agencies_table, {court.view(), agent.view(), principal.view(), to_parameter(to),
                                         to_parameter(sequence)});
            work.add(count_principals, {court.view(), agent.view()});
            // the confirm page of this account has changed
            work.add(bump_account, {court.view(), principal.view()});
        }
        return answer;
    };
    return store_->write<agency_answer>(change_in, {.how = how, .court = court});
}

ledger_result<std::vector<agency_record>> ledger::agencies(const court_id& court) const {
    return store_->read<std::vector<agency_record>>([&](database& db) {
        const parameter key[] = {court.view()};
        std::vector<agency_record> all;
        for (const row& it : db.query(select_agencies, key)) {
            all.push_back({court, id<login>(it[0]), id<login>(it[1]), token<agency_state>(it[2])});
        }
        return all;
    });
}

ECFLINK_END_NAMESPACE
