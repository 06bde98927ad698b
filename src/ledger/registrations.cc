// Registrations: requests for filing privileges.
#include <algorithm>

#include <ecflink/ledger/confirm_page.hpp>

#include "ledger/held_links.hpp"

ECFLINK_BEGIN_NAMESPACE

using namespace detail::ledger;

namespace {

constexpr statement insert_account{
    "INSERT INTO court_accounts (court, login, role, status, opened, name, principals, "
    "pending_change, link_locked, revision) VALUES ($1, $2, $3, 'active', $4, $5, 0, 'none', 0, 1)"};
#define ECFLINK_REGISTRATION_COLUMNS                                                            \
    "sequence, court, central_id, type, role, login, state, reason, submitted_at, decided_at, " \
    "credentials_lost"
constexpr statement select_registration{"SELECT " ECFLINK_REGISTRATION_COLUMNS
                                        " FROM registrations WHERE sequence = $1"};
constexpr statement select_registrations{
    "SELECT " ECFLINK_REGISTRATION_COLUMNS
    " FROM registrations WHERE (court = $1 OR $1 = '') AND (central_id = $2 OR $2 = '') ORDER BY sequence"};
/// The last other request of a central account in a court, and before it one that is not decided.
constexpr statement select_other_request{
    "SELECT state FROM registrations WHERE court = $1 AND central_id = $2 AND sequence <> $3 "
    "ORDER BY CASE WHEN state IN ('approved', 'rejected') THEN 1 ELSE 0 END, sequence DESC LIMIT 1"};

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
    read.submitted_at = time(it[8]);
    read.decided_at = time(it[9]);
    read.request.credentials_lost = integer(it[10]) != 0;
    return read;
}

/// True if the filer says that the credentials of the account are lost, or the ledger knows it: a
/// link has retired the password that it keeps. Read only where the policy asks.
bool are_credentials_lost(const query_function& query, const link_policy& rules,
                          const registration_request& asked) {
    if (asked.credentials_lost || !asked.login || rules.second_if != second_condition::credentials_lost ||
        rules.retire != credential_retirement::at_commit) {
        return asked.credentials_lost;
    }
    return has_link_retired_password(query, asked.court, *asked.login).value_or(false);
}

/// The facts about a request. They point to the records, which are kept here.
struct request_facts {
    pair_facts pair;
    std::vector<account_record> linked;
    std::vector<const court_account*> linked_accounts;
    registration_facts facts;
};
/// `known_as`: the number of the request; 0 if it is new.
void read_request(request_facts& into, const query_function& query, const policy_set& policies,
                  const registration_request& asked, std::uint64_t known_as, instant now) {
    into.pair = read_pair(query, asked.court, asked.login.value_or(login{}), asked.central, now);
    into.linked = find_linked(query, asked.central, asked.court);
    for (const account_record& one : into.linked) {
        into.linked_accounts.push_back(&one.row.account);
    }
    const court_policy& policy = policies.find(asked.court.view());
    into.facts.kind = policy.kind;
    into.facts.type = asked.type;
    into.facts.role = asked.role;
    into.facts.central = into.pair.central ? &into.pair.central->row.account : nullptr;
    into.facts.account = into.pair.account ? &into.pair.account->row.account : nullptr;
    into.facts.credentials_lost = are_credentials_lost(query, policy.rules, asked);
    into.facts.linked = into.linked_accounts;
    into.facts.others = into.pair.others;
    const parameter key[] = {asked.court.view(), asked.central.view(), to_parameter(known_as)};
    if (const auto other = query(select_other_request, key); !other.empty()) {
        into.facts.request = token<registration_state>(other.front()[0]);
    }
}

/// A pair that an approval links, and the decision about the link. The case points to the facts and
/// to the row.
struct approved_link {
    pair_facts pair;
    ledger_row row;
    link_case decided;
    assessment found;
};

/// The pair of a new account of the request's role, which the court makes at `now`.
/// ledger_trouble::conflict if the court has an account of this login.
pair_facts pair_with_new_account(const query_function& query, const request_facts& known,
                                 const login& account, instant now) {
    const pair_facts& asked = known.pair;
    pair_facts pair = read_pair(query, asked.court, account, asked.central_key, now);
    if (pair.account) {
        throw database_error(ledger_trouble::conflict, "the court has an account with the login \"" +
                                                           std::string(account.view()) +
                                                           "\" already; choose another one");
    }
    account_record& made = pair.account.emplace();
    made.row.court = asked.court;
    made.row.name = asked.central_name();
    made.row.account.login = account;
    made.row.account.role = known.facts.role;
    made.row.account.status = account_status::active;
    made.row.account.opened = now;
    made.revision = 1;
    pair.others.other_accounts_in_court_and_role = static_cast<std::uint32_t>(std::ranges::count(
        known.facts.linked, known.facts.role, [](const court_account* one) { return one->role; }));
    return pair;
}

/// Decides the link of an approval like any other. The engine looks at it as a row, because nobody
/// proves anything.
void decide_link(approved_link& link, const court_policy& policy, link_maker maker, instant now) {
    link.row.linked_at = now;
    link.row.made_by = maker;
    link.decided = link.pair.make_row_case(link.row, {}, policy);
    link.found = assess(policy.rules, link.decided, now);
    if (maker == link_maker::admission) {
        // Holds ask for the court's decision, and its approval of the request is that decision.
        link.row.approved = link.found.findings & policy.rules.dispositions.hold;
        link.found = assess(policy.rules, link.decided, now);
    }
}

/// What whoever moves a request is shown. Without a login there is no court account to look at.
pair_review review_of_request(const court_policy& policy, const pair_facts& pair,
                              const registration_decision& made, const registration_request& asked,
                              instant now) {
    std::vector<std::string> permanent;
    if (made.answer == registration_answer::admitted) {
        permanent = permanent_if_linked(policy, link_maker::admission);
    } else if (made.answer == registration_answer::links_old_account) {
        permanent = permanent_if_linked(policy, link_maker::court);
    }
    pair_review review = review_of(policy, pair, std::move(permanent), now);
    if (!asked.login) {
        review.role = asked.role;
        review.found = {decide(policy.rules.dispositions, made.findings), made.findings};
    }
    return review;
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

namespace detail::ledger {

bool take_over_registration(transaction& work, const registration_row& given, const acting& by, instant now) {
    const parameter key[] = {given.court.view(), given.central.view()};
    for (const row& it : work.query(select_registrations, key)) {
        const registration_record known = read_registration(it);
        if (known.request.type == given.type && known.request.role == given.role &&
            known.submitted_at == given.submitted_at) {
            return false;
        }
    }
    audit_entry entry;
    entry.event = audit_event::records_changed;
    entry.at = now;
    entry.court = given.court;
    entry.login = given.login;
    entry.central = given.central;
    entry.by = by.who;
    entry.actor_id = by.id;
    entry.details = {{"table", "registrations"}, {"state", std::string(to_token(given.state))}};
    const std::uint64_t sequence = work.log(entry);
    work.insert(registrations_table,
                {to_parameter(sequence), given.court.view(), given.central.view(), to_parameter(given.type),
                 to_parameter(given.role), parameter_of(given.login), to_parameter(given.state),
                 std::string_view(given.reason), to_parameter(sequence), to_parameter(given.submitted_at),
                 to_parameter(given.decided_at), std::int64_t{0}});
    work.flush();  // the next row may be the same request
    return true;
}

}  // namespace detail::ledger

ledger_result<registration_outcome> ledger::submit_registration(const registration_request& request,
                                                                instant now, run how) {
    const auto submit_in = [&](transaction& work) {
        const court_policy& policy = store_->policies().find(request.court.view());
        request_facts known;
        read_request(known, queries_of(work), store_->policies(), request, 0, now);
        registration_outcome outcome;
        outcome.decision = ecflink::move_registration(registration_state::draft, registration_move::submit,
                                                      actor::filer, policy.rules, known.facts, now);
        const acting filer{actor::filer, std::string(request.central.view()), {}};
        const std::uint64_t sequence =
            work.log(event_of_request(request, registration_move::submit, outcome.decision, filer, now));
        if (outcome.decision.is_moved()) {
            outcome.id = sequence;
            work.insert(registrations_table,
                        {to_parameter(sequence), request.court.view(), request.central.view(),
                         to_parameter(request.type), to_parameter(request.role),
                         request.login ? parameter{request.login->view()} : parameter{},
                         to_parameter(outcome.decision.state), std::string_view{}, to_parameter(sequence),
                         to_parameter(now), parameter{}, std::int64_t{known.facts.credentials_lost}});
        }
        return outcome;
    };
    return store_->write<registration_outcome>(submit_in, {.how = how, .court = request.court});
}

ledger_result<registration_outcome> ledger::move_registration(std::uint64_t id, registration_move move,
                                                              const acting& by, instant now,
                                                              const std::optional<login>& new_account,
                                                              run how, bool credentials_lost_since) {
    const auto move_in = [&](transaction& work) {
        const query_function query = queries_of(work);
        const parameter key[] = {to_parameter(id)};
        const auto found = query(select_registration, key);
        if (found.empty()) {
            throw database_error(ledger_trouble::not_found,
                                 "there is no request for filing privileges with this number");
        }
        registration_record known = read_registration(found.front());
        const bool are_lost_since = credentials_lost_since && move == registration_move::submit &&
                                    known.request.login && !known.request.credentials_lost;
        known.request.credentials_lost |= are_lost_since;
        const registration_request& request = known.request;
        const court_policy& policy = store_->policies().find(request.court.view());
        request_facts now_known;
        read_request(now_known, query, store_->policies(), request, id, now);
        now_known.facts.reason_given = !is_blank(by.reason);
        registration_outcome outcome;
        outcome.id = id;
        outcome.decision =
            ecflink::move_registration(known.state, move, by.who, policy.rules, now_known.facts, now);
        // filers move only their own requests, staff never their own (A39)
        if ((by.who == actor::filer) != (by.id == request.central.view())) {
            outcome.decision = {registration_answer::not_authorized, known.state, {}};
        }

        const bool is_admitted = outcome.decision.answer == registration_answer::admitted;
        std::optional<approved_link> link;
        if (is_admitted && !new_account) {
            outcome.decision = {registration_answer::login_missing, known.state, {}};
        }
        outcome.pair = review_of_request(policy, now_known.pair, outcome.decision, request, now);
        if (outcome.decision.answer == registration_answer::admitted ||
            outcome.decision.answer == registration_answer::links_old_account) {
            link.emplace();
            link->pair =
                is_admitted ? pair_with_new_account(query, now_known, *new_account, now) : now_known.pair;
            decide_link(*link, policy, is_admitted ? link_maker::admission : link_maker::court, now);
            if (is_admitted) {
                outcome.pair =
                    review_of(policy, link->pair, permanent_if_linked(policy, link_maker::admission), now);
            }
            outcome.pair.found = link->found;
            if (link->found.verdict != verdict::allow) {
                outcome.decision = {registration_answer::hindered, known.state, link->found.findings};
                link.reset();
            }
        }

        if (by.who != actor::filer) {
            outcome.request = request;
        } else {
            outcome.pair = {};  // it is for staff
        }
        const std::uint64_t sequence = work.log(event_of_request(request, move, outcome.decision, by, now));
        if (!outcome.decision.is_moved()) {
            return outcome;
        }
        const bool is_decided = outcome.decision.state == registration_state::approved ||
                                outcome.decision.state == registration_state::rejected;
        const std::optional<login>& account = is_admitted ? new_account : request.login;
        work.update(registrations_table, {to_parameter(id)},
                    {{"state", to_parameter(outcome.decision.state)},
                     {"reason", std::string_view(by.reason)},
                     {"changed", to_parameter(sequence)},
                     {"login", account ? parameter{account->view()} : parameter{}},
                     {"decided_at", is_decided ? to_parameter(now) : parameter{}}});
        if (are_lost_since) {
            work.update(registrations_table, {to_parameter(id)}, {{"credentials_lost", std::int64_t{1}}});
        }
        if (!link) {
            return outcome;
        }
        const pair_facts& pair = link->pair;
        if (is_admitted) {
            work.add(insert_account, {pair.court.view(), pair.account_key.view(), to_parameter(request.role),
                                      to_parameter(now), pair.account_name()});
        }
        const obligations owes = is_admitted ? owed_after_admission(now) : owed_after_link(policy.rules, now);
        outcome.linked_sequence =
            write_link(work, policy, pair,
                       {pair.court, pair.account_key, pair.central_key, link->row, link->decided.evidence},
                       link->decided, link->found.findings,
                       event_of(audit_event::link_committed, pair, now, by), owes.all(), now);
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
