// ledger_in_cpp.cc: plays scenarios through the class `ledger` of C++.
#include <algorithm>

#include <ecflink/core/observe.hpp>
#include <ecflink/ledger/handle.hpp>
#include <ecflink/ledger/ledger.hpp>
#include <ecflink/ledger/sqlite.hpp>
#ifdef ECFLINK_TEST_WITH_POSTGRESQL
#include <ecflink/ledger/postgresql.hpp>
#endif
#include <ecflink/text/time_text.hpp>
#include <ecflink/verify/verify.hpp>

#include "ledger_player.hpp"

namespace scenarios {
namespace {

// Not all of the namespace: a scenario's step is not a step of readiness.
using ecflink::acting;
using ecflink::central_id;
using ecflink::court_id;
using ecflink::instant;
using ecflink::login;
using ecflink::run;
using ecflink::to_token;

std::string word_of(ecflink::ledger_trouble what) {
    static constexpr std::string_view words[] = {"",         "busy",      "unavailable",    "unknown-outcome",
                                                 "full",     "damaged",   "other-version",  "exists",
                                                 "conflict", "failed",    "other-policies", "check-failed",
                                                 "no-keys",  "not-found", "other-keys",     "too-early"};
    return std::string(words[static_cast<std::size_t>(what)]);
}

template <class T>
T taken(ecflink::ledger_result<T> given) {
    if (!given) {
        throw trouble(word_of(given.error().trouble));
    }
    return std::move(given).value();
}
void done(const ecflink::ledger_result<void>& given) {
    if (!given) {
        throw trouble(word_of(given.error().trouble));
    }
}

// ---- from JSON

std::optional<instant> time(const json& object, const char* name) {
    const std::string given = text(object, name);
    return given.empty() ? std::nullopt : std::optional(ecflink::parse_instant(given).value());
}
template <class Id>
Id id(const json& object, const char* name) {
    const std::string given = text(object, name);
    return given.empty() ? Id{} : Id::make(given).value();
}
template <class Id>
std::optional<Id> optional_id(const json& object, const char* name) {
    const Id made = id<Id>(object, name);
    return made.empty() ? std::nullopt : std::optional(made);
}
template <class E>
E token(const json& object, const char* name, E when_absent = {}) {
    const std::string given = text(object, name);
    return given.empty() ? when_absent : ecflink::from_token<E>(given).value();
}
acting person(const json& with, const char* name = "by") {
    const json& given = part(with, name);
    return {token(given, "who", ecflink::actor::court), text(given, "id", given.empty() ? "clerk" : ""),
            text(given, "reason")};
}
std::optional<acting> optional_person(const json& with, const char* name) {
    return find(with, name) == nullptr ? std::nullopt : std::optional(person(with, name));
}
run how(const json& with) { return truth(with, "dry") ? run::dry : run::write; }

ecflink::central_account_row central_row(const json& given) {
    ecflink::central_account_row row;
    row.id = id<central_id>(given, "central_id");
    row.account.usage = token<ecflink::central_usage>(given, "usage");
    row.account.status = token<ecflink::central_status>(given, "status");
    row.account.generation = token<ecflink::central_generation>(given, "generation");
    row.account.search_status = token(given, "search_status", ecflink::search_status::active);
    row.account.mfa = token<ecflink::mfa_state>(given, "mfa");
    row.account.registration = token<ecflink::registration_type>(given, "registration");
    row.account.pending_change = token(given, "pending_change", ecflink::pending_change::none);
    row.account.exempt = truth(given, "exempt");
    if (const std::string created = text(given, "created"); !created.empty()) {
        row.account.created = ecflink::parse_date(created).value();
    }
    row.name = text(given, "name");
    row.malformed = row.id.empty() || ecflink::predicate::malformed(row.account);
    return row;
}

ecflink::court_account_row account_row(const json& given) {
    ecflink::court_account_row row;
    row.court = id<court_id>(given, "court");
    row.account.login = id<login>(given, "login");
    row.account.role = token<ecflink::account_role>(given, "role");
    row.account.status = token<ecflink::account_status>(given, "status");
    row.account.pending_change = token(given, "pending_change", ecflink::pending_change::none);
    row.account.link_locked = truth(given, "link_locked");
    row.account.principals = static_cast<std::uint32_t>(number(given, "principals"));
    row.account.opened = time(given, "opened");
    row.name = text(given, "name");
    row.malformed = row.court.empty() || ecflink::predicate::malformed(row.account);
    return row;
}

ecflink::link_row link_row(const json& given) {
    ecflink::link_row row;
    row.court = id<court_id>(given, "court");
    row.login = id<login>(given, "login");
    row.central = id<central_id>(given, "central_id");
    row.row.linked_at = time(given, "linked_at");
    row.row.state = token(given, "state", ecflink::link_state::active);
    row.row.made_by = token(given, "made_by", ecflink::link_maker::filer);
    row.row.confirmed_at = time(given, "confirmed_at");
    row.evidence.central = {token<ecflink::proof_class>(given, "central_proof"),
                            time(given, "central_proof_at")};
    row.evidence.account = {token<ecflink::proof_class>(given, "account_proof"),
                            time(given, "account_proof_at")};
    row.evidence.account_court = id<court_id>(given, "account_proof_court");
    return row;
}

ecflink::ledger_tables tables(const json& given) {
    ecflink::ledger_tables rows;
    for (const json& one : part(given, "central_accounts")) {
        rows.central_accounts.push_back(central_row(one));
    }
    for (const json& one : part(given, "court_accounts")) {
        rows.court_accounts.push_back(account_row(one));
    }
    for (const json& one : part(given, "links")) {
        rows.links.push_back(link_row(one));
    }
    for (const json& one : part(given, "tombstones")) {
        rows.tombstones.push_back({id<court_id>(one, "court"), id<login>(one, "login"),
                                   id<central_id>(one, "central_id"),
                                   time(one, "removed_at").value_or(ecflink::earliest_instant),
                                   text(one, "actor"), text(one, "reason"), time(one, "lifted_at")});
    }
    for (const json& one : part(given, "roster")) {
        rows.roster.push_back(
            {id<court_id>(one, "court"), id<login>(one, "login"), id<central_id>(one, "central_id")});
    }
    for (const json& one : part(given, "registrations")) {
        rows.registrations.push_back(
            {id<court_id>(one, "court"), id<central_id>(one, "central_id"),
             token<ecflink::request_type>(one, "type"), token<ecflink::account_role>(one, "role"),
             token(one, "state", ecflink::registration_state::draft), id<login>(one, "login"),
             time(one, "submitted_at"), time(one, "decided_at"), text(one, "reason")});
    }
    return rows;
}

// ---- to JSON

json told(std::optional<instant> at) { return at ? json(ecflink::to_text(*at)) : json(nullptr); }
json told(ecflink::findings found) {
    json all = json::array();
    for (const ecflink::finding one : found) {
        all.push_back(to_token(one));
    }
    return all;
}
template <class E>
json told_set(const ecflink::token_set<E>& set) {
    json all = json::array();
    for (const ecflink::token_entry& one : ecflink::tokens<E>()) {
        if (set.contains(static_cast<E>(one.number))) {
            all.push_back(one.token);
        }
    }
    return all;
}
template <class E>
json token_or_null(const std::optional<E>& value) {
    return value ? json(to_token(*value)) : json(nullptr);
}

json told(const ecflink::confirm_page& page) {
    return {{"court", page.court},
            {"account_name", page.account_name},
            {"central_name", page.central_name},
            {"account", page.account},
            {"central", page.central},
            {"role", to_token(page.role)},
            {"names_differ", page.names_differ},
            {"permanent", page.permanent},
            {"look_twice", page.look_twice},
            {"contacts_not_carried", page.contacts_not_carried},
            {"agents_not_carried", page.agents_not_carried}};
}
json told(const std::vector<ecflink::owed>& owes) {
    json all = json::array();
    for (const ecflink::owed& one : owes) {
        all.push_back({{"obligation", to_token(one.what)}, {"due", told(one.due)}});
    }
    return all;
}
json told(const ecflink::commit_outcome& given) {
    return {{"outward", to_token(given.outward)},
            {"problem", token_or_null(given.problem)},
            {"verdict", to_token(given.decision.verdict)},
            {"findings", told(given.decision.findings)},
            {"approved", told(given.decision.approved)},
            {"linked_at", given.made ? told(given.made->row.linked_at) : json(nullptr)},
            {"owes", told(given.owes)},
            {"record", given.record.empty() ? json(nullptr) : json::parse(given.record)}};
}
json told(const ecflink::begin_outcome& given, const std::optional<ecflink::commit_outcome>& committed) {
    return {{"outward", to_token(given.outward)},
            {"problem", token_or_null(given.problem)},
            {"verdict", to_token(given.decision.verdict)},
            {"findings", told(given.decision.findings)},
            {"approved", told(given.decision.approved)},
            {"needs_approval", given.needs_approval},
            {"held", given.held_as != 0},
            {"ends", told(given.ends)},
            {"page", given.page ? told(*given.page) : json(nullptr)},
            {"commit", committed ? told(*committed) : json(nullptr)}};
}
json told(const ecflink::held_link& item) {
    return {{"court", item.court.view()},
            {"login", item.login.view()},
            {"central", item.central.view()},
            {"state", to_token(item.state)},
            {"found", told(item.found)},
            {"approved", told(item.approved)},
            {"proposed_at", told(item.proposed_at)},
            {"decided_at", told(item.decided_at)},
            {"decided_by", item.decided_by},
            {"reason", item.reason}};
}
json told(const ecflink::pair_review& pair) {
    return {{"account_name", pair.account_name},
            {"central_name", pair.central_name},
            {"role", or_null(pair.role == ecflink::account_role::missing ? "" : to_token(pair.role))},
            {"verdict", to_token(pair.found.verdict)},
            {"findings", told(pair.found.findings)},
            {"permanent", pair.permanent}};
}
json told(const ecflink::hold_review& given) {
    return {{"item", told(given.item)},
            {"has_changed", given.has_changed},
            {"approved_until", told(given.approved_until)},
            {"pair", told(given.pair)}};
}
json told(const ecflink::hold_outcome& given) {
    json answer = told(given.shown);
    answer["decided"] = to_token(given.answer);
    return answer;
}
json told(const ecflink::privilege& one) {
    return {{"granted", one.granted},
            {"reason", to_token(one.reason())},
            {"findings", told(one.findings)},
            {"reasons", told_set(one.reasons)}};
}
json told(const ecflink::court_access& may) {
    return {{"level", to_token(may.level)},
            {"menus", told_set(may.menus)},
            {"authentication", told(may.authentication)},
            {"search", told(may.search)},
            {"filing", told(may.filing)}};
}
json told(const ecflink::registration_outcome& given) {
    return {{"answer", to_token(given.decision.answer)},
            {"state", to_token(given.decision.state)},
            {"findings", told(given.decision.findings)},
            {"linked", given.linked_sequence != 0},
            {"pair", told(given.pair)}};
}

ecflink::policy_set policies_of(const json& scenario) {
    std::vector<ecflink::policy_layer> layers;
    for (const json& one : part(scenario, "policy")) {
        layers.push_back({"layer " + std::to_string(layers.size() + 1), one.dump()});
    }
    auto loaded = ecflink::policy_set::load(layers);
    if (!loaded) {
        throw std::runtime_error(to_text(loaded.error().front()));
    }
    return std::move(loaded).value();
}

ecflink::ledger_connector connector_of(const std::string& address) {
#ifdef ECFLINK_TEST_WITH_POSTGRESQL
    if (!address.starts_with("sqlite:")) {
        return ecflink::postgresql(address);
    }
#endif
    return ecflink::sqlite(address.substr(7));
}

class cpp_player final : public player {
public:
    cpp_player(const json& scenario, const std::string& address)
        : policies_(policies_of(scenario)),
          keys_(ecflink::key_ring::parse(key_line).value()),
          ledger_(taken(ecflink::ledger::create(connector_of(address), policies_, &keys_,
                                                *time(scenario, "made_at")))) {
        if (find(scenario, "records") != nullptr) {
            static_cast<void>(
                taken(ledger_.load(tables(scenario.at("records")), {ecflink::actor::court, "sync", ""},
                                   *time(scenario, "made_at"))));
        }
    }

    json play(const step& given) override {
        static const std::map<std::string_view, json (cpp_player::*)(const json&)> operations = {
            {"load", &cpp_player::load},
            {"contacts", &cpp_player::contacts},
            {"begin", &cpp_player::begin},
            {"look", &cpp_player::look},
            {"commit", &cpp_player::commit},
            {"cancel", &cpp_player::cancel},
            {"outcome", &cpp_player::outcome},
            {"queue", &cpp_player::queue},
            {"review", &cpp_player::review},
            {"approve", &cpp_player::approve},
            {"reject", &cpp_player::reject},
            {"unlink", &cpp_player::unlink},
            {"import", &cpp_player::import},
            {"sign_on", &cpp_player::sign_on},
            {"court_login", &cpp_player::court_login},
            {"register", &cpp_player::submit},
            {"move", &cpp_player::move},
            {"requests", &cpp_player::requests},
            {"agency", &cpp_player::agency},
            {"agencies", &cpp_player::agencies},
            {"obligations", &cpp_player::obligations},
            {"discharge", &cpp_player::discharge},
            {"set_password", &cpp_player::set_password},
            {"check_password", &cpp_player::check_password},
            {"check_central_password", &cpp_player::check_central_password},
            {"password_retired", &cpp_player::password_retired},
            {"verify", &cpp_player::verify},
            {"audit", &cpp_player::audit},
            {"compare_state", &cpp_player::compare_state},
            {"status", &cpp_player::status}};
        if (!given.at.empty()) {
            now_ = ecflink::parse_instant(given.at).value();
        }
        return (this->*operations.at(given.what))(given.with);
    }

private:
    struct kept_handle {
        std::string text;
        ecflink::digest shown;
    };

    std::string handle_text(const json& with) {
        return find(with, "handle") == nullptr ? text(with, "handle_text")
                                               : handles_.at(text(with, "handle")).text;
    }
    ecflink::confirmation_request confirmation(const json& with, const std::string& handle) {
        const std::string confirmed = text(with, "confirmed", text(with, "handle").c_str());
        return {handle, id<central_id>(with, "central"),
                ecflink::digest_of(text(with, "session", "a session")),
                confirmed.empty() ? ecflink::digest{} : handles_.at(confirmed).shown,
                optional_person(with, "approved")};
    }

    json load(const json& with) {
        const auto given = taken(ledger_.load(tables(with), person(with), now_, {}, how(with)));
        return {{"added", given.added},
                {"changed", given.changed},
                {"unchanged", given.unchanged},
                {"malformed", given.malformed},
                {"ambiguous", given.ambiguous},
                {"tombstones", given.tombstones},
                {"registrations", given.registrations},
                {"links_that_stand", given.links_that_stand.size()}};
    }
    json contacts(const json& with) {
        std::vector<ecflink::contact_row> rows;
        for (const json& one : with.at("contacts")) {
            rows.push_back({id<court_id>(one, "court"), id<login>(one, "login"), text(one, "contact"),
                            truth(one, "is_proven")});
        }
        done(ledger_.set_contacts(rows, person(with), now_));
        return json::object();
    }
    json begin(const json& with) {
        const ecflink::account_check check = [&](const court_id& court, const login& name) {
            if (find(with, "account_password") != nullptr) {
                return taken(ledger_.check_password({court, std::string(name.view())},
                                                    text(with, "account_password")))
                           ? ecflink::proof_class::password
                           : ecflink::proof_class::none;
            }
            const std::string proof = text(with, "account_proof", "password");
            if (proof == "no answer") {
                throw std::runtime_error("no answer");
            }
            return ecflink::from_token<ecflink::proof_class>(proof).value();
        };
        const ecflink::signed_on who{id<central_id>(with, "central"),
                                     {token(with, "central_proof", ecflink::proof_class::password_mfa),
                                      time(with, "central_proof_at").value_or(now_)},
                                     ecflink::digest_of(text(with, "session", "a session")),
                                     time(with, "session_ends")};
        const auto begun = taken(ledger_.begin(who, id<court_id>(with, "court"), id<login>(with, "login"),
                                               check, now_, optional_person(with, "approved"), how(with)));
        handles_[text(with, "handle")] = {begun.proposal.handle, begun.proposal.shown};
        holds_[text(with, "hold")] = begun.proposal.held_as;
        return told(begun.proposal, begun.committed);
    }
    json look(const json& with) {
        return told(taken(ledger_.peek(confirmation(with, handle_text(with)), now_)), std::nullopt);
    }
    json commit(const json& with) {
        return told(taken(ledger_.commit(confirmation(with, handle_text(with)), now_, how(with))));
    }
    json cancel(const json& with) {
        const auto given = taken(ledger_.cancel(confirmation(with, handle_text(with)), now_, how(with)));
        return {{"outward", to_token(given.outward)}, {"problem", token_or_null(given.problem)}};
    }
    json outcome(const json& with) {
        return {{"outcome", to_token(taken(ledger_.outcome_of(handle_text(with))))}};
    }
    json queue(const json& with) {
        json items = json::array();
        for (const auto& one :
             taken(ledger_.held_links(optional_id<court_id>(with, "court"), truth(with, "with_closed")))) {
            items.push_back(told(one));
        }
        return {{"items", items}};
    }
    std::uint64_t hold_of(const json& with) { return holds_[text(with, "hold")]; }
    json review(const json& with) { return told(taken(ledger_.review_hold(hold_of(with), now_))); }
    json approve(const json& with) {
        return told(taken(ledger_.approve_hold(hold_of(with), person(with), now_, how(with))));
    }
    json reject(const json& with) {
        return told(taken(ledger_.reject_hold(hold_of(with), person(with), now_, how(with))));
    }
    json unlink(const json& with) {
        const auto given =
            taken(ledger_.unlink(id<court_id>(with, "court"), id<login>(with, "login"),
                                 id<central_id>(with, "central"), person(with), now_, how(with)));
        return {{"answer", to_token(given.answer)}, {"owes", told(given.owes)}, {"pair", told(given.pair)}};
    }
    json import(const json& with) {
        json rows = json::array();
        static_cast<void>(taken(ledger_.import_links(
            tables(with), optional_person(with, "approved"), person(with), now_,
            [&](const ecflink::import_outcome& one) {
                rows.push_back({{"answer", to_token(one.answer)},
                                {"verdict", to_token(one.decision.verdict)},
                                {"findings", told(one.decision.findings)},
                                {"approved", told(one.decision.approved)},
                                {"account_name", one.account_name},
                                {"central_name", one.central_name}});
            },
            {}, how(with))));
        return {{"rows", rows}};
    }
    json sign_on(const json& with) {
        const ecflink::sign_on_facts facts{truth(with, "second_factor"), truth(with, "redaction_agreed"),
                                           truth(with, "client_code_missing"),
                                           optional_id<login>(with, "acting_for")};
        const auto who = id<central_id>(with, "central");
        const ecflink::privilege signed_on = taken(ledger_.signs_on(who, facts, now_));
        json courts = json::array();
        for (const auto& one :
             taken(ledger_.sign_on(who, optional_id<court_id>(with, "court"), facts, now_))) {
            json entry = told(one.may);
            entry["court"] = one.court.view();
            entry["login"] = or_null(one.login ? one.login->view() : "");
            entry["role"] = or_null(one.role == ecflink::account_role::missing ? "" : to_token(one.role));
            courts.push_back(entry);
        }
        return {{"signed_on", told(signed_on)}, {"courts", courts}};
    }
    json court_login(const json& with) {
        return told(taken(ledger_.court_login(id<court_id>(with, "court"), id<login>(with, "login"), now_)));
    }
    json submit(const json& with) {
        const auto given = taken(ledger_.submit_registration(
            {id<court_id>(with, "court"), id<central_id>(with, "central"),
             token<ecflink::request_type>(with, "type"), token<ecflink::account_role>(with, "role"),
             optional_id<login>(with, "login"), truth(with, "credentials_lost")},
            now_, how(with)));
        requests_[text(with, "request")] = given.id;
        return told(given);
    }
    json move(const json& with) {
        return told(taken(ledger_.move_registration(
            requests_[text(with, "request")], token<ecflink::registration_move>(with, "move"), person(with),
            now_, optional_id<login>(with, "new_account"), how(with), truth(with, "credentials_lost"))));
    }
    json requests(const json& with) {
        json all = json::array();
        for (const auto& one : taken(ledger_.registrations(optional_id<court_id>(with, "court"),
                                                           optional_id<central_id>(with, "central")))) {
            all.push_back({{"court", one.request.court.view()},
                           {"central", one.request.central.view()},
                           {"type", to_token(one.request.type)},
                           {"role", to_token(one.request.role)},
                           {"state", to_token(one.state)},
                           {"login", or_null(one.request.login ? one.request.login->view() : "")},
                           {"credentials_lost", one.request.credentials_lost},
                           {"reason", one.reason},
                           {"submitted_at", told(one.submitted_at)},
                           {"decided_at", told(one.decided_at)}});
        }
        return {{"requests", all}};
    }
    json agency(const json& with) {
        return {{"answer",
                 to_token(taken(ledger_.set_agency(
                     id<court_id>(with, "court"), id<login>(with, "agent"), id<login>(with, "principal"),
                     token<ecflink::agency_state>(with, "state"), person(with), now_, how(with))))}};
    }
    json agencies(const json& with) {
        json all = json::array();
        for (const auto& one : taken(ledger_.agencies(id<court_id>(with, "court")))) {
            all.push_back({{"agent", one.agent.view()},
                           {"principal", one.principal.view()},
                           {"state", to_token(one.state)}});
        }
        return {{"agencies", all}};
    }
    json obligations(const json& with) {
        json all = json::array();
        for (const auto& one : taken(ledger_.open_obligations(number(with, "at_most")))) {
            all.push_back({{"obligation", to_token(one.what.what)},
                           {"due", told(one.what.due)},
                           {"court", one.court.view()},
                           {"login", one.login.view()},
                           {"central", one.central.view()}});
        }
        return {{"open", all}};
    }
    json discharge(const json& with) {
        ecflink::met_obligation met{0, token<ecflink::obligation>(with, "obligation")};
        for (const auto& one : taken(ledger_.open_obligations(1000))) {
            if (met.sequence == 0 && one.what.what == met.what && one.court.view() == text(with, "court") &&
                one.login.view() == text(with, "login") && one.central.view() == text(with, "central")) {
                met.sequence = one.sequence;
            }
        }
        done(ledger_.discharge({&met, 1}, person(with), now_, how(with)));
        return json::object();
    }
    json set_password(const json& with) {
        done(ledger_.set_password({id<court_id>(with, "court"), text(with, "owner")}, text(with, "password"),
                                  person(with), now_, {1, 8192}, how(with)));
        return json::object();
    }
    json check_password(const json& with) {
        return {{"right", taken(ledger_.check_password({id<court_id>(with, "court"), text(with, "owner")},
                                                       text(with, "password")))}};
    }
    json check_central_password(const json& with) {
        return {{"right", taken(ledger_.check_central_password(id<central_id>(with, "central"),
                                                               text(with, "password"), now_))}};
    }
    json password_retired(const json& with) {
        const auto retired =
            taken(ledger_.is_password_retired(id<court_id>(with, "court"), id<login>(with, "login")));
        return {{"retired", retired ? json(*retired) : json(nullptr)}};
    }
    json verify(const json&) {
        const ecflink::ledger_tables rows = taken(ledger_.tables());
        const auto found = ecflink::verify(policies_, rows, now_);
        json failing = json::array();
        for (std::size_t i = 0; i < rows.links.size(); ++i) {
            const ecflink::assessment& one = found.value().rows[i];
            if (one.verdict != ecflink::verdict::allow) {
                failing.push_back({{"court", rows.links[i].court.view()},
                                   {"login", rows.links[i].login.view()},
                                   {"central", rows.links[i].central.view()},
                                   {"verdict", to_token(one.verdict)},
                                   {"findings", told(one.findings)}});
            }
        }
        const auto& all = found.value().all;
        const auto count = [&](ecflink::verdict one) { return all.verdicts[static_cast<std::size_t>(one)]; };
        return {{"links", all.links},
                {"removed", all.removed},
                {"allow", count(ecflink::verdict::allow)},
                {"hold", count(ecflink::verdict::hold)},
                {"refuse", count(ecflink::verdict::refuse)},
                {"failing", failing}};
    }
    json audit(const json&) {
        ecflink::audit_check check;
        check.keys = &keys_;
        const ecflink::audit_report report = taken(ledger_.verify_audit(check));
        json flaws = json::array();
        for (const ecflink::audit_problem& one : report.problems) {
            flaws.push_back(to_token(one.flaw));
        }
        return {{"whole", report.is_whole()},
                {"entries", report.entries},
                {"authenticated", report.authenticated},
                {"flaws", flaws}};
    }
    json compare_state(const json&) {
        const ecflink::state_report report = taken(ledger_.compare_state());
        return {{"agrees", report.agrees()},
                {"events", report.events},
                {"rows", report.rows},
                {"differences", report.differences}};
    }
    json status(const json&) {
        const ecflink::ledger_status given = taken(ledger_.status(now_));
        return {{"events", given.events},
                {"central_accounts", given.central_accounts},
                {"court_accounts", given.court_accounts},
                {"active_links", given.active_links},
                {"removed_links", given.removed_links},
                {"tombstones", given.tombstones},
                {"open_obligations", given.open_obligations},
                {"open_registrations", given.open_registrations},
                {"held_links", given.held_links},
                {"overdue_obligations", given.overdue_obligations},
                {"oldest_due", told(given.oldest_due)},
                {"open_attempts", given.open_attempts}};
    }

    ecflink::policy_set policies_;
    ecflink::key_ring keys_;
    ecflink::ledger ledger_;
    instant now_;
    std::map<std::string, kept_handle> handles_;
    std::map<std::string, std::uint64_t> holds_;
    std::map<std::string, std::uint64_t> requests_;
};

}  // namespace

std::unique_ptr<player> play_in_cpp(const json& scenario, const std::string& address) {
    return std::make_unique<cpp_player>(scenario, address);
}

}  // namespace scenarios
