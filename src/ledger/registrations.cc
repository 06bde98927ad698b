// Registrations: requests for filing privileges.
#include <algorithm>

#include "ledger/access.hpp"
#include "ledger/writing.hpp"

ECFLINK_BEGIN_NAMESPACE

using namespace detail::ledger;

namespace {

constexpr statement insert_registration{
    "INSERT INTO registrations (sequence, court, central_id, type, role, login, state, reason, "
    "changed) VALUES ($1, $2, $3, $4, $5, $6, $7, '', $1)"};
constexpr statement update_registration{
    "UPDATE registrations SET state = $2, reason = $3, changed = $4 WHERE sequence = $1"};
// an admitted filer gets a new account, so the old login is dropped
constexpr statement admit{"UPDATE registrations SET login = NULL, account_made = $2 WHERE sequence = $1"};
constexpr statement insert_account{
    "INSERT INTO court_accounts (court, login, role, status, opened, name, principals, "
    "pending_change, link_locked, revision) VALUES ($1, $2, $3, 'active', $4, $5, 0, 'none', 0, 1)"};
#define ECFLINK_REGISTRATION_COLUMNS "sequence, court, central_id, type, role, login, state, reason"
constexpr statement select_registration{"SELECT " ECFLINK_REGISTRATION_COLUMNS
                                        " FROM registrations WHERE sequence = $1"};
constexpr statement select_registrations{
    "SELECT " ECFLINK_REGISTRATION_COLUMNS
    " FROM registrations WHERE (court = $1 OR $1 = '') AND (central_id = $2 OR $2 = '') ORDER BY sequence"};

registration_record read_registration(const row& it) {
    registration_record read;
    read.id = static_cast<std::uint64_t>(integer(it[0]));
    read.request.court = id<court_id>(it[1]);
    read.request.central = id<central_id>(it[2]);
    read.request.type = token<request_type>(it[3]);
    read.request.role = token<account_role>(it[4]);
    if (!is_null(it[5])) {
        read.request.login = id<login>(it[5]);
    }
    read.state = token<registration_state>(it[6]);
    read.reason = text(it[7]);
    return read;
}

/// The facts about a request. They point to the records, which are kept here.
struct request_facts {
    pair_facts pair;
    registration_facts facts;
};
void read_request(request_facts& into, const query_function& query, const policy_set& policies,
                  const registration_request& asked, instant now) {
    into.pair = read_pair(query, asked.court, asked.login.value_or(login{}), asked.central, now);
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
    entry.login = asked.login.value_or(login{});
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

ledger_result<registration_outcome> ledger::submit_registration(const registration_request& request,
                                                                instant now, run how) {
    const auto submit_in = [&](transaction& work) {
        const court_policy& policy = store_->policies().find(request.court.view());
        request_facts known;
        read_request(known, queries_of(work), store_->policies(), request, now);
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
                      request.login ? parameter{request.login->view()} : parameter{},
                      to_parameter(outcome.decision.state)});
        }
        return outcome;
    };
    return store_->write<registration_outcome>(submit_in, {.how = how});
}

ledger_result<registration_outcome> ledger::move_registration(std::uint64_t id, registration_move move,
                                                              const acting& by, instant now,
                                                              const std::optional<login>& new_account,
                                                              run how) {
    const auto move_in = [&](transaction& work) {
        const query_function query = queries_of(work);
        const parameter key[] = {to_parameter(id)};
        const auto found = query(select_registration, key);
        if (found.empty()) {
            throw database_error(ledger_trouble::not_found,
                                 "there is no request for filing privileges with this number");
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
        // filers move only their own requests, staff never their own (A39)
        if ((by.who == actor::filer) != (by.id == request.central.view())) {
            outcome.decision = {registration_answer::not_authorized, known.state, {}};
        }

        // The court links the old account. The engine decides that link like any other.
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
                link = commitment{request.court, *request.login, request.central, as_court, decided.evidence};
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
    return store_->write<registration_outcome>(move_in, {.how = how});
}

ledger_result<std::vector<registration_record>> ledger::registrations(
    const std::optional<court_id>& court, const std::optional<central_id>& central) const {
    return store_->read<std::vector<registration_record>>([&](database& db) {
        const parameter key[] = {court ? court->view() : std::string_view{},
                                 central ? central->view() : std::string_view{}};
        std::vector<registration_record> all;
        for (const row& it : db.query(select_registrations, key)) {
            all.push_back(read_registration(it));
        }
        return all;
    });
}

ECFLINK_END_NAMESPACE
