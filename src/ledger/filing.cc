// What follows from links: access, registrations, filing agents.
#include <algorithm>
#include <tuple>

#include "ledger/writing.hpp"

ECFLINK_BEGIN_NAMESPACE

using detail::ledger::account_record;
using detail::ledger::parameter;
using detail::ledger::query_function;
using detail::ledger::row;
using detail::ledger::statement;
using detail::ledger::to_parameter;
using detail::ledger::transaction;

namespace {

/// Every account to which a central account is or was linked, each once, with whether a link
/// stands.
constexpr statement select_links_of{
    "SELECT court, login, max(CASE WHEN state = 'active' THEN 1 ELSE 0 END) FROM links WHERE central_id = $1 "
    "GROUP BY court, login "
    "ORDER BY court, login"};
constexpr statement select_admissions_of{
    "SELECT court, role, account_made FROM registrations WHERE central_id = $1 AND state = 'approved' AND "
    "login IS NULL ORDER BY court, sequence"};
constexpr statement select_link_history{
    "SELECT (SELECT min(linked_at) FROM links WHERE court = $1 AND login = $2), (SELECT min(removed_at) FROM "
    "tombstones WHERE court = $1 AND login = "
    "$2)"};
constexpr statement select_agency{
    "SELECT state FROM agencies WHERE court = $1 AND agent = $2 AND principal = $3"};
constexpr statement select_agencies{
    "SELECT agent, principal, state FROM agencies WHERE court = $1 ORDER BY agent, principal"};
constexpr statement upsert_agency{
    "INSERT INTO agencies (court, agent, principal, state, changed) VALUES ($1, $2, $3, $4, $5) "
    "ON CONFLICT (court, agent, principal) DO UPDATE SET state = excluded.state, changed = excluded.changed"};
constexpr statement count_principals{
    "UPDATE court_accounts SET principals = (SELECT count(*) FROM agencies g WHERE g.court = $1 AND g.agent "
    "= $2 AND g.state = 'active'), "
    "revision = revision + 1 WHERE court = $1 AND login = $2"};
/// Whether an account belongs to a central account: by a link, or because the court made it for a
/// filer whom it admitted.
constexpr statement count_owners{
    "SELECT (SELECT count(*) FROM links WHERE court = $1 AND login = $2 AND state = 'active') + "
    "(SELECT count(*) FROM registrations WHERE court = $1 AND account_made = $2)"};
constexpr statement count_ownership{
    "SELECT (SELECT count(*) FROM links WHERE court = $1 AND login = $2 AND central_id = $3 AND state = "
    "'active') + "
    "(SELECT count(*) FROM registrations WHERE court = $1 AND account_made = $2 AND central_id = $3)"};
constexpr statement insert_registration{
    "INSERT INTO registrations (sequence, court, central_id, type, role, login, state, reason, changed) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, '', $1)"};
constexpr statement update_registration{
    "UPDATE registrations SET state = $2, reason = $3, changed = $4 WHERE sequence = $1"};
// an old account is none of it
constexpr statement admit{"UPDATE registrations SET login = NULL, account_made = $2 WHERE sequence = $1"};
constexpr statement insert_account{
    "INSERT INTO court_accounts (court, login, role, status, opened, name, principals, pending_change, "
    "link_locked, revision) "
    "VALUES ($1, $2, $3, 'active', $4, $5, 0, 'none', 0, 1)"};
#define ECFLINK_REGISTRATION_COLUMNS "sequence, court, central_id, type, role, login, state, reason"
constexpr statement select_registration{"SELECT " ECFLINK_REGISTRATION_COLUMNS
                                        " FROM registrations WHERE sequence = $1"};
constexpr statement select_registrations{
    "SELECT " ECFLINK_REGISTRATION_COLUMNS
    " FROM registrations WHERE (court = $1 OR $1 = '') AND (central_id = $2 OR $2 = '') ORDER BY sequence"};

registration_record read_registration(const row& it) {
    registration_record read;
    read.id = static_cast<std::uint64_t>(detail::ledger::integer(it[0]));
    read.request.court = detail::ledger::id<court_id>(it[1]);
    read.request.central = detail::ledger::id<central_id>(it[2]);
    read.request.type = detail::ledger::token<request_type>(it[3]);
    read.request.role = detail::ledger::token<account_role>(it[4]);
    if (!detail::ledger::is_null(it[5])) {
        read.request.account = detail::ledger::id<login>(it[5]);
    }
    read.state = detail::ledger::token<registration_state>(it[6]);
    read.reason = detail::ledger::text(it[7]);
    return read;
}

agency_state read_agency(const query_function& query, const court_id& court, const login& agent,
                         const login& principal) {
    const parameter key[] = {court.view(), agent.view(), principal.view()};
    const auto found = query(select_agency, key);
    return found.empty() ? agency_state::missing : detail::ledger::token<agency_state>(found.front()[0]);
}

/// For whom somebody files: the principal's record is kept here.
struct principal_choice {
    std::optional<account_record> record;
    chosen_principal chosen;
};
principal_choice read_principal(const query_function& query, const court_id& court,
                                const std::optional<login>& agent, const std::optional<login>& principal) {
    principal_choice choice;
    if (agent && principal) {
        choice.record = detail::ledger::find_account(query, court, *principal);
        choice.chosen.state = read_agency(query, court, *agent, *principal);
    }
    if (agent) {
        const parameter key[] = {court.view(), agent->view()};
        choice.chosen.has_any =
            detail::ledger::integer(query(detail::ledger::count_agencies, key).front()[0]) > 0;
    }
    return choice;
}

/// A court, and through what a central account comes to it.
struct way_in {
    court_id court;
    std::optional<login> account;
    bool is_linked = false;
    /// then `account` is the one that the court made, if it is known
    account_role admitted_as = account_role::missing;

    [[nodiscard]] bool stands() const noexcept { return is_linked || admitted_as != account_role::missing; }
};

std::vector<way_in> read_ways(const query_function& query, const central_id& central) {
    const parameter key[] = {central.view()};
    std::vector<way_in> ways;
    for (const row& it : query(select_links_of, key)) {
        ways.push_back({detail::ledger::id<court_id>(it[0]), detail::ledger::id<login>(it[1]),
                        detail::ledger::integer(it[2]) != 0, account_role::missing});
    }
    for (const row& it : query(select_admissions_of, key)) {
        ways.push_back(
            {detail::ledger::id<court_id>(it[0]),
             detail::ledger::is_null(it[2]) ? std::nullopt : std::optional(detail::ledger::id<login>(it[2])),
             false, detail::ledger::token<account_role>(it[1])});
    }
    // Where something stands, what was taken apart in the same court says nothing more.
    const auto stands_in = [&](const court_id& court) {
        return std::ranges::any_of(ways,
                                   [&](const way_in& one) { return one.court == court && one.stands(); });
    };
    std::vector<way_in> telling;
    std::ranges::copy_if(ways, std::back_inserter(telling),
                         [&](const way_in& one) { return one.stands() || !stands_in(one.court); });
    std::ranges::sort(telling, {}, [](const way_in& one) {
        return std::tuple(one.court, !one.account, one.account.value_or(login{}), one.admitted_as);
    });
    return telling;
}

/// What the ledger knows about a request. The records are kept here; the facts point to them.
struct request_facts {
    detail::ledger::pair_facts pair;
    registration_facts facts;
};
void read_request(request_facts& into, const query_function& query, const policy_set& policies,
                  const registration_request& asked, instant now) {
    into.pair =
        detail::ledger::read_pair(query, asked.court, asked.account.value_or(login{}), asked.central, now);
    into.facts.kind = policies.find(asked.court.view()).kind;
    into.facts.type = asked.type;
    into.facts.role = asked.role;
    into.facts.central = into.pair.central ? &into.pair.central->row.account : nullptr;
    into.facts.account = into.pair.account ? &into.pair.account->row.account : nullptr;
    into.facts.others = into.pair.others;
    const auto ways = read_ways(query, asked.central);
    into.facts.others.already_linked |= std::ranges::any_of(
        ways, [&](const way_in& one) { return one.court == asked.court && one.admitted_as == asked.role; });
}

audit_entry event_of_request(const registration_request& asked, registration_move move,
                             const registration_decision& made, const acting& by, instant now) {
    audit_entry entry;
    entry.event = audit_event::registration_moved;
    entry.at = now;
    entry.court = asked.court;
    entry.central = asked.central;
    entry.login = asked.account.value_or(login{});
    entry.by = by.who;
    entry.actor_id = by.id;
    entry.findings = made.findings;
    entry.details = {{"move", std::string(to_token(move))},
                     {"answer", std::string(to_token(made.answer))},
                     {"state", std::string(to_token(made.state))}};
    if (!by.reason.empty()) {
        entry.details.push_back({"reason", by.reason});
    }
    return entry;
}

}  // namespace

ledger_result<std::vector<access_at>> ledger::sign_on(const central_id& central,
                                                      const std::optional<court_id>& only,
                                                      const sign_on_facts& facts, instant now) const {
    return store_->read_under_policies<std::vector<access_at>>([&](detail::ledger::database& db) {
        const query_function query = detail::ledger::queries_of(db);
        const auto record = detail::ledger::find_central(query, central);
        const std::vector<way_in> ways = read_ways(query, central);
        std::vector<way_in> asked;
        std::ranges::copy_if(ways, std::back_inserter(asked),
                             [&](const way_in& one) { return !only || one.court == *only; });
        if (only && asked.empty()) {
            asked.push_back({*only, std::nullopt, false, account_role::missing});
        }
        std::vector<access_at> all;
        for (const way_in& way : asked) {
            const court_policy& policy = store_->policies().find(way.court.view());
            const auto account =
                way.account ? detail::ledger::find_account(query, way.court, *way.account) : std::nullopt;
            const principal_choice principal =
                read_principal(query, way.court, way.account, facts.acting_for);
            access_facts known;
            known.kind = policy.kind;
            known.central = record ? &record->row.account : nullptr;
            known.linked = way.is_linked;
            known.admitted_as = way.admitted_as;
            if (way.admitted_as == account_role::missing) {
                known.account = account ? &account->row.account : nullptr;
            } else if (account) {
                known.admission_status = account->row.account.status;
            }
            known.files_elsewhere = std::ranges::any_of(
                ways, [&](const way_in& one) { return one.court != way.court && one.stands(); });
            known.second_factor_given = facts.second_factor_given;
            known.redaction_agreed = facts.redaction_agreed;
            known.client_code_missing = facts.client_code_missing;
            known.acting_for = principal.chosen;
            known.acting_for.account = principal.record ? &principal.record->row.account : nullptr;
            all.push_back({way.court, way.account, way.admitted_as, access_in(policy.rules, known, now)});
        }
        return all;
    });
}

ledger_result<court_access> ledger::court_login(const court_id& court, const login& account,
                                                instant now) const {
    return store_->read_under_policies<court_access>([&](detail::ledger::database& db) {
        const query_function query = detail::ledger::queries_of(db);
        const court_policy& policy = store_->policies().find(court.view());
        const auto record = detail::ledger::find_account(query, court, account);
        const parameter key[] = {court.view(), account.view()};
        const auto history = query(select_link_history, key);
        court_login_facts known;
        known.kind = policy.kind;
        known.account = record ? &record->row.account : nullptr;
        known.linked_at = detail::ledger::time(history.front()[0]);
        known.unlinked_at = detail::ledger::time(history.front()[1]);
        return court_login_access(policy.rules, known, now);
    });
}

// ---- registrations ------------------------------------------------------------------------------

ledger_result<registration_outcome> ledger::submit_registration(const registration_request& request,
                                                                instant now, bool only_ask) {
    const auto run = [&](transaction& work) {
        const court_policy& policy = store_->policies().find(request.court.view());
        request_facts known;
        read_request(known, detail::ledger::queries_of(work), store_->policies(), request, now);
        registration_outcome outcome;
        outcome.decision = ecflink::move_registration(registration_state::draft, registration_move::submit,
                                                      actor::filer, policy.rules, known.facts, now);
        const acting filer{actor::filer, std::string(request.central.view()), {}};
        const std::uint64_t sequence =
            work.log(event_of_request(request, registration_move::submit, outcome.decision, filer, now));
        if (outcome.decision.is_moved()) {
            outcome.id = sequence;
            work.add(insert_registration,
                     {to_parameter(sequence), request.court.view(), request.central.view(),
                      to_parameter(request.type), to_parameter(request.role),
                      request.account ? parameter{request.account->view()} : parameter{},
                      to_parameter(outcome.decision.state)});
        }
        return outcome;
    };
    return only_ask ? store_->try_out<registration_outcome>(run) : store_->write<registration_outcome>(run);
}

ledger_result<registration_outcome> ledger::move_registration(std::uint64_t id, registration_move move,
                                                              const acting& by, instant now,
                                                              const std::optional<login>& new_account,
                                                              bool only_ask) {
    const auto run = [&](transaction& work) {
        const query_function query = detail::ledger::queries_of(work);
        const parameter key[] = {to_parameter(id)};
        const auto found = query(select_registration, key);
        if (found.empty()) {
            throw detail::ledger::database_error(ledger_trouble::not_found,
                                                 "there is no request for filing privileges of this number");
        }
        const registration_record known = read_registration(found.front());
        const registration_request& request = known.request;
        const court_policy& policy = store_->policies().find(request.court.view());
        request_facts now_known;
        read_request(now_known, query, store_->policies(), request, now);
        now_known.facts.reason_given = !by.reason.empty();
        registration_outcome outcome;
        outcome.id = id;
        outcome.decision =
            ecflink::move_registration(known.state, move, by.who, policy.rules, now_known.facts, now);
        // a filer moves what is his, and nobody approves for himself (A39)
        if ((by.who == actor::filer) != (by.id == request.central.view())) {
            outcome.decision = {registration_answer::not_authorized, known.state, {}};
        }

        // The court links the old account: the link is decided like any other, as one that the
        // court makes.
        std::optional<commitment> link;
        const ledger_row as_court{.linked_at = now,
                                  .state = link_state::active,
                                  .made_by = link_maker::court,
                                  .confirmed_at = std::nullopt};
        link_case decided;
        assessment found_now;
        if (outcome.decision.answer == registration_answer::links_old_account) {
            decided = now_known.pair.make_case({}, {});
            decided.evidence.account_court = {};
            decided.row = &as_court;
            found_now = assess(policy.rules, decided, now);
            if (found_now.verdict == verdict::allow) {
                link =
                    commitment{request.court, *request.account, request.central, as_court, decided.evidence};
            } else {
                outcome.decision = {registration_answer::hindered, known.state, found_now.findings};
            }
        }

        const std::uint64_t sequence = work.log(event_of_request(request, move, outcome.decision, by, now));
        if (!outcome.decision.is_moved()) {
            return outcome;
        }
        work.add(update_registration, {to_parameter(id), to_parameter(outcome.decision.state),
                                       std::string_view(by.reason), to_parameter(sequence)});
        if (outcome.decision.answer == registration_answer::admitted) {
            if (new_account) {
                work.add(insert_account,
                         {request.court.view(), new_account->view(), to_parameter(request.role),
                          to_parameter(now), now_known.pair.central_name()});
            }
            work.add(admit, {to_parameter(id), new_account ? parameter{new_account->view()} : parameter{}});
        }
        if (link) {
            outcome.linked_sequence =
                write_link(work, policy, now_known.pair, *link, decided, found_now.findings,
                           event_of(audit_event::link_committed, now_known.pair, now, by),
                           owed_after_link(policy.rules, now).all(), now);
        }
        return outcome;
    };
    return only_ask ? store_->try_out<registration_outcome>(run) : store_->write<registration_outcome>(run);
}

ledger_result<std::vector<registration_record>> ledger::registrations(
    const std::optional<court_id>& court, const std::optional<central_id>& central) const {
    return store_->read<std::vector<registration_record>>([&](detail::ledger::database& db) {
        const parameter key[] = {court ? court->view() : std::string_view{},
                                 central ? central->view() : std::string_view{}};
        std::vector<registration_record> all;
        for (const row& it : db.query(select_registrations, key)) {
            all.push_back(read_registration(it));
        }
        return all;
    });
}

// ---- filing agents ------------------------------------------------------------------------------

ledger_result<agency_answer> ledger::set_agency(const court_id& court, const login& agent,
                                                const login& principal, agency_state to, const acting& by,
                                                instant now, bool only_ask) {
    const auto run = [&](transaction& work) {
        const query_function query = detail::ledger::queries_of(work);
        const auto agent_record = detail::ledger::find_account(query, court, agent);
        const auto principal_record = detail::ledger::find_account(query, court, principal);
        const parameter agent_key[] = {court.view(), agent.view()};
        const parameter owner_key[] = {court.view(), principal.view(), std::string_view(by.id)};
        agency_facts facts;
        facts.kind = store_->policies().find(court.view()).kind;
        facts.agent_court = court;
        facts.principal_court = court;
        facts.agent = agent_record ? &agent_record->row.account : nullptr;
        facts.principal = principal_record ? &principal_record->row.account : nullptr;
        facts.agent_linked = detail::ledger::integer(query(count_owners, agent_key).front()[0]) > 0;
        facts.state = read_agency(query, court, agent, principal);
        const bool owns_principal = detail::ledger::integer(query(count_ownership, owner_key).front()[0]) > 0;
        const agency_asker asker{by.who, owns_principal};
        const agency_answer answer =
            to == agency_state::active ? associate(facts, asker) : remove_agent(facts, asker);

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
        if (answer == agency_answer::associated || answer == agency_answer::removed) {
            work.add(upsert_agency, {court.view(), agent.view(), principal.view(), to_parameter(to),
                                     to_parameter(sequence)});
            work.add(count_principals, {court.view(), agent.view()});
            // what a confirm screen shows of it has changed
            work.add(detail::ledger::bump_account, {court.view(), principal.view()});
        }
        return answer;
    };
    return only_ask ? store_->try_out<agency_answer>(run) : store_->write<agency_answer>(run);
}

ledger_result<std::vector<agency_record>> ledger::agencies(const court_id& court) const {
    return store_->read<std::vector<agency_record>>([&](detail::ledger::database& db) {
        const parameter key[] = {court.view()};
        std::vector<agency_record> all;
        for (const row& it : db.query(select_agencies, key)) {
            all.push_back({court, detail::ledger::id<login>(it[0]), detail::ledger::id<login>(it[1]),
                           detail::ledger::token<agency_state>(it[2])});
        }
        return all;
    });
}

ECFLINK_END_NAMESPACE
