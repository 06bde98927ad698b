// scenario_runner: runs every scenario of a folder through every interface of the library, and
// compares each answer with the expected one.
//
//     scenario_runner FOLDER
//
// A path is a function from a scenario to an answer. The path "c" uses only the C headers. A member
// that no path knows stops the run, because a scenario that is read in part proves nothing.
//
// Each path also says what follows for the people of the scenario: their plan, what they may do,
// what a request for filing privileges would bring, and the decision record. No scenario states
// that; the paths must agree.
#include <cstdint>
#include <cstdlib>
#include <deque>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include <ecflink/ecflink.h>
#include <ecflink/ecflink_decide.h>
#include <ecflink/core/assess.hpp>
#include <ecflink/decide/access.hpp>
#include <ecflink/decide/readiness.hpp>
#include <ecflink/decide/registration.hpp>
#include <ecflink/ledger/record.hpp>
#include <ecflink/policies/policy_set.hpp>
#include <ecflink/tables/person_name.hpp>
#include <ecflink/verify/report.hpp>

namespace {

using nlohmann::json;

struct answer {
    std::string verdict;
    std::vector<std::string> findings;  ///< in bit order
    std::string next_step;              ///< empty: none

    friend bool operator==(const answer&, const answer&) = default;
};

std::ostream& operator<<(std::ostream& out, const answer& told) {
    out << told.verdict << " {";
    for (std::size_t i = 0; i < told.findings.size(); ++i) {
        out << (i == 0 ? "" : ", ") << told.findings[i];
    }
    return out << "} next " << (told.next_step.empty() ? "nothing" : told.next_step);
}

/// Numbers of one kind of fact, in a line of a text that both paths write.
template <class... Numbers>
std::string line(const char* what, Numbers... numbers) {
    std::string text = what;
    ((text += ' ' + std::to_string(static_cast<std::int64_t>(numbers))), ...);
    return text + '\n';
}

/// A member that may be left out or null.
const json* find(const json& object, const char* name) {
    const auto place = object.find(name);
    return place == object.end() || place->is_null() ? nullptr : &*place;
}

std::optional<std::string_view> text(const json& object, const char* name) {
    const json* value = find(object, name);
    return value == nullptr ? std::nullopt
                            : std::optional<std::string_view>{value->get_ref<const std::string&>()};
}

bool truth(const json& object, const char* name) {
    const json* value = find(object, name);
    return value != nullptr && value->get<bool>();
}

std::uint32_t number(const json& object, const char* name) {
    const json* value = find(object, name);
    return value == nullptr ? 0 : value->get<std::uint32_t>();
}

/// An object that may be left out, as an empty one.
const json& part(const json& object, const char* name) {
    static const json empty = json::object();
    const json* value = find(object, name);
    return value == nullptr ? empty : *value;
}

bool is_ambiguous(const json& record) {
    return record.is_string() && record.get_ref<const std::string&>() == "ambiguous";
}

/// The layers of a scenario as text, in their order.
std::vector<std::string> layers_of(const json& scenario) {
    std::vector<std::string> layers;
    for (const json& layer : part(scenario, "policy")) {
        layers.push_back(layer.dump());
    }
    return layers;
}

// ---- the path "c++"

/// The findings that were approved for a row, as bits.
std::uint64_t approved_in(const json& row) {
    ecflink::findings approved;
    for (const json& token : part(row, "approved")) {
        approved.insert(ecflink::from_token<ecflink::finding>(token.get<std::string>()).value());
    }
    return approved.bits();
}

namespace cxx {

template <class E>
E token(const json& object, const char* name, E when_missing) {
    const auto given = text(object, name);
    return given ? ecflink::from_token<E>(*given).value() : when_missing;
}

std::optional<ecflink::instant> time(const json& object, const char* name) {
    const auto given = text(object, name);
    return given ? std::optional<ecflink::instant>{ecflink::parse_instant(*given).value()} : std::nullopt;
}

template <class Id>
Id id(const json& object, const char* name) {
    const auto given = text(object, name);
    return given && !given->empty() ? Id::make(*given).value() : Id{};
}

const ecflink::policy_set& policies_for(const std::vector<std::string>& layers) {
    static std::map<std::vector<std::string>, ecflink::policy_set> known;
    const auto place = known.find(layers);
    if (place != known.end()) {
        return place->second;
    }
    std::vector<ecflink::policy_layer> given;
    for (const std::string& layer : layers) {
        given.push_back({"layer " + std::to_string(given.size() + 1), layer});
    }
    auto loaded = ecflink::policy_set::load(given);
    if (!loaded) {
        throw std::runtime_error(to_text(loaded.error().front()));
    }
    return known.emplace(layers, std::move(loaded).value()).first->second;
}

std::int64_t micros(const std::optional<ecflink::instant>& at) { return at ? at->micros : ECFLINK_NO_TIME; }

std::string what_follows(const ecflink::court_policy& policy, const ecflink::link_case& facts,
                         ecflink::instant now, const ecflink::assessment& decision) {
    const auto step = [](const ecflink::planned_step& one) {
        return line("step", one.id, one.state, one.or_else ? static_cast<int>(*one.or_else) : ECFLINK_NO_STEP,
                    micros(one.from), micros(one.until));
    };
    const auto may = [](const ecflink::privilege& one) {
        return line("privilege", one.granted, one.reason(), one.findings.bits(), one.reasons.bits);
    };
    std::string text;
    ecflink::readiness_facts person;
    person.kind = policy.kind;
    person.credentials_known = true;
    person.accounts = facts;
    const ecflink::readiness plan = ecflink::ready(policy.rules, person, now);
    for (const ecflink::planned_step& one : plan.steps()) {
        text += step(one);
    }
    text += plan.meanwhile() ? step(*plan.meanwhile()) : "";
    ecflink::access_facts signed_on;
    signed_on.kind = policy.kind;
    signed_on.central = facts.central;
    signed_on.account = facts.account;
    signed_on.linked = facts.row != nullptr;
    signed_on.second_factor_given = true;
    signed_on.redaction_agreed = true;
    const ecflink::court_access access = ecflink::access_in(policy.rules, signed_on, now);
    text += line("access", access.level, access.menus.bits) + may(access.authentication) +
            may(access.search) + may(access.filing);
    ecflink::registration_facts request;
    request.kind = policy.kind;
    request.type = ecflink::request_type::admission;
    request.role = ecflink::account_role::attorney;
    request.central = facts.central;
    request.account = facts.account;
    request.others = facts.others;
    const ecflink::registration_decision asked =
        ecflink::move_registration(ecflink::registration_state::draft, ecflink::registration_move::submit,
                                   ecflink::actor::filer, policy.rules, request, now);
    text += line("registration", asked.answer, asked.state, asked.findings.bits());
    return text + make_record(policy, facts, now, decision);
}

answer assess(const json& scenario, std::string& people) {
    const ecflink::court_policy& policy = policies_for(layers_of(scenario)).find(*text(scenario, "court"));
    const json& central_given = scenario.at("central");
    const json& account_given = scenario.at("account");
    const json& row_given = part(scenario, "row");
    const json& central_proof = part(part(scenario, "proofs"), "central");
    const json& account_proof = part(part(scenario, "proofs"), "account");
    const json& links = part(scenario, "links");

    ecflink::link_case facts;
    ecflink::central_account central;
    ecflink::court_account account;
    ecflink::ledger_row row;
    facts.court = id<ecflink::court_id>(scenario, "court");
    facts.malformed = truth(scenario, "malformed");
    facts.central_ambiguous = is_ambiguous(central_given);
    facts.account_ambiguous = is_ambiguous(account_given);
    if (central_given.is_object()) {
        central.usage = token(central_given, "usage", ecflink::central_usage::missing);
        central.status = token(central_given, "status", ecflink::central_status::missing);
        central.generation = token(central_given, "generation", ecflink::central_generation::missing);
        central.search_status = token(central_given, "search_status", ecflink::search_status::active);
        central.mfa = token(central_given, "mfa", ecflink::mfa_state::missing);
        central.registration = token(central_given, "registration", ecflink::registration_type::missing);
        central.pending_change = token(central_given, "pending_change", ecflink::pending_change::none);
        central.exempt = truth(central_given, "exempt");
        if (const auto created = text(central_given, "created")) {
            central.created = ecflink::parse_date(*created).value();
        }
        facts.central = &central;
    }
    if (account_given.is_object()) {
        account.login = id<ecflink::login>(account_given, "login");
        account.role = token(account_given, "role", ecflink::account_role::missing);
        account.status = token(account_given, "status", ecflink::account_status::missing);
        account.pending_change = token(account_given, "pending_change", ecflink::pending_change::none);
        account.link_locked = truth(account_given, "link_locked");
        account.principals = number(account_given, "principals");
        account.opened = time(account_given, "opened");
        facts.account = &account;
    }
    if (find(scenario, "row") != nullptr) {
        row.linked_at = time(row_given, "linked_at");
        row.made_by = token(row_given, "made_by", ecflink::link_maker::filer);
        row.state = token(row_given, "state", ecflink::link_state::active);
        row.confirmed_at = time(row_given, "confirmed_at");
        row.approved = ecflink::findings(approved_in(row_given));
        facts.row_malformed = truth(row_given, "malformed");
        facts.row = &row;
        if (central.created && policy.zone) {
            facts.central_created_start =
                policy.zone->to_instant(ecflink::make_instant(*central.created)).value();
        }
    }
    facts.evidence.central = {token(central_proof, "class", ecflink::proof_class::missing),
                              time(central_proof, "at")};
    facts.evidence.account = {token(account_proof, "class", ecflink::proof_class::missing),
                              time(account_proof, "at")};
    facts.evidence.account_court = id<ecflink::court_id>(account_proof, "court");
    facts.evidence.failed_attempts = number(scenario, "failed_attempts");
    facts.evidence.on_roster = truth(scenario, "on_roster");
    facts.others.already_linked = truth(links, "already_linked");
    facts.others.other_centrals_of_account = number(links, "other_centrals_of_account");
    facts.others.other_accounts_in_court = number(links, "other_accounts_in_court");
    facts.others.other_accounts_in_court_and_role = number(links, "other_accounts_in_court_and_role");
    facts.others.tombstoned_at = time(links, "tombstoned_at");
    facts.others.lifted_at = time(links, "lifted_at");
    if (facts.central != nullptr && facts.account != nullptr) {
        facts.names = ecflink::compare_names(text(central_given, "name").value_or(""),
                                             text(account_given, "name").value_or(""));
    }

    const ecflink::instant now = *time(scenario, "at");
    const ecflink::assessment decision = ecflink::assess(policy.rules, facts, now);
    people = what_follows(policy, facts, now, decision);
    const ecflink::explanation why =
        explain(policy.rules, decision, facts.row != nullptr ? row.linked_at.value_or(now) : now);
    answer told;
    told.verdict = ecflink::to_token(decision.verdict);
    for (const ecflink::finding found : decision.findings) {
        told.findings.emplace_back(ecflink::to_token(found));
    }
    told.next_step = why.next_step ? ecflink::to_token(*why.next_step) : "";
    return told;
}

}  // namespace cxx

// ---- the path "c"

namespace c {

void require(ecflink_status status, const ecflink_error& error) {
    if (status != ECFLINK_OK) {
        throw std::runtime_error(std::string(ecflink_status_name(status)) + " " + error.field + ": " +
                                 error.message);
    }
}

std::int32_t token(const json& object, const char* name, ecflink_enumeration enumeration) {
    const auto given = text(object, name);
    std::int32_t value = 0;
    if (given) {
        ecflink_error error = ECFLINK_ERROR_INIT;
        require(ecflink_token_parse(enumeration, given->data(), given->size(), &value, &error), error);
    }
    return value;
}

ecflink_time time(const json& object, const char* name) {
    const auto given = text(object, name);
    ecflink_time value = ECFLINK_NO_TIME;
    if (given) {
        ecflink_error error = ECFLINK_ERROR_INIT;
        require(ecflink_time_parse(given->data(), given->size(), &value, &error), error);
    }
    return value;
}

void set_text(const json& object, const char* name, const char*& data, std::size_t& size) {
    if (const auto given = text(object, name)) {
        data = given->data();
        size = given->size();
    }
}

void raise(ecflink_link_case& facts, std::uint32_t flag, bool is_so) {
    if (is_so) {
        facts.flags |= flag;
    }
}

struct engine_freer {
    void operator()(ecflink_engine* engine) const noexcept { ecflink_engine_free(engine); }
};

const ecflink_engine* engine_for(const std::vector<std::string>& layers) {
    static std::map<std::vector<std::string>, std::unique_ptr<ecflink_engine, engine_freer>> known;
    std::unique_ptr<ecflink_engine, engine_freer>& place = known[layers];
    if (!place) {
        std::deque<std::string> names;
        std::vector<ecflink_policy_layer> given;
        for (const std::string& layer : layers) {
            const std::string& name = names.emplace_back("layer " + std::to_string(names.size() + 1));
            ecflink_policy_layer one = ECFLINK_POLICY_LAYER_INIT;
            one.name = name.data();
            one.name_size = name.size();
            one.text = layer.data();
            one.text_size = layer.size();
            given.push_back(one);
        }
        ecflink_engine_options options = ECFLINK_ENGINE_OPTIONS_INIT;
        options.layers = given.data();
        options.layer_count = given.size();
        ecflink_engine* made = nullptr;
        ecflink_error error = ECFLINK_ERROR_INIT;
        require(ecflink_engine_create(&options, &made, nullptr, &error), error);
        place.reset(made);
    }
    return place.get();
}

std::string what_follows(const ecflink_engine* engine, const ecflink_link_case& facts, ecflink_time now) {
    ecflink_error error = ECFLINK_ERROR_INIT;
    std::string text;
    const auto step = [](const ecflink_planned_step& one) {
        return line("step", one.step, one.state, one.or_else, one.from, one.until);
    };

    ecflink_readiness_facts person = ECFLINK_READINESS_FACTS_INIT;
    ecflink_planned_step one = ECFLINK_PLANNED_STEP_INIT;
    ecflink_plan* plan = nullptr;
    person.credentials_known = 1;
    person.accounts = &facts;
    require(ecflink_ready(engine, &person, now, &plan, &error), error);
    for (std::size_t i = 0; i < ecflink_plan_count(plan); ++i) {
        require(ecflink_plan_get(plan, i, &one, &error), error);
        text += step(one);
    }
    if (ecflink_plan_meanwhile(plan, &one, &error) == ECFLINK_OK) {
        text += step(one);
    }
    ecflink_plan_free(plan);

    ecflink_access_facts access = ECFLINK_ACCESS_FACTS_INIT;
    ecflink_court_access may = ECFLINK_COURT_ACCESS_INIT;
    access.court = facts.court;
    access.court_size = facts.court_size;
    access.central = facts.central;
    access.account = facts.account;
    access.linked = facts.row != nullptr ? 1 : 0;
    access.second_factor_given = 1;
    access.redaction_agreed = 1;
    require(ecflink_access_decide(engine, &access, now, &may, &error), error);
    text +=
        line("access", may.level, may.menus) +
        line("privilege", may.authentication_granted, may.authentication_reason, may.authentication_findings,
             may.authentication_reasons) +
        line("privilege", may.search_granted, may.search_reason, may.search_findings, may.search_reasons) +
        line("privilege", may.filing_granted, may.filing_reason, may.filing_findings, may.filing_reasons);

    ecflink_registration_facts asked = ECFLINK_REGISTRATION_FACTS_INIT;
    ecflink_registration_decision made = ECFLINK_REGISTRATION_DECISION_INIT;
    asked.court = facts.court;
    asked.court_size = facts.court_size;
    asked.type = ECFLINK_REQUEST_TYPE_ADMISSION;
    asked.role = ECFLINK_ACCOUNT_ROLE_ATTORNEY;
    asked.central = facts.central;
    asked.account = facts.account;
    asked.already_linked = (facts.flags & ECFLINK_CASE_ALREADY_LINKED) != 0 ? 1 : 0;
    asked.other_centrals_of_account = facts.other_centrals_of_account;
    asked.other_accounts_in_court = facts.other_accounts_in_court;
    asked.other_accounts_in_court_and_role = facts.other_accounts_in_court_and_role;
    asked.tombstoned_at = facts.tombstoned_at;
    asked.lifted_at = facts.lifted_at;
    require(ecflink_registration_decide(engine, &asked, ECFLINK_REGISTRATION_STATE_DRAFT,
                                        ECFLINK_REGISTRATION_MOVE_SUBMIT, ECFLINK_ACTOR_FILER, now, &made,
                                        &error),
            error);
    text += line("registration", made.answer, made.state, made.findings);

    std::string record(std::size_t{1} << 16, '\0');
    std::size_t size = 0;
    require(ecflink_record_make(engine, &facts, now, record.data(), record.size(), &size, &error), error);
    return text + record.substr(0, size);
}

answer assess(const json& scenario, std::string& people) {
    const ecflink_engine* engine = engine_for(layers_of(scenario));
    const json& central_given = scenario.at("central");
    const json& account_given = scenario.at("account");
    const json& row_given = part(scenario, "row");
    const json& central_proof = part(part(scenario, "proofs"), "central");
    const json& account_proof = part(part(scenario, "proofs"), "account");
    const json& links = part(scenario, "links");
    ecflink_error error = ECFLINK_ERROR_INIT;

    ecflink_link_case facts = ECFLINK_LINK_CASE_INIT;
    ecflink_central_account central = ECFLINK_CENTRAL_ACCOUNT_INIT;
    ecflink_court_account account = ECFLINK_COURT_ACCOUNT_INIT;
    ecflink_ledger_row row = ECFLINK_LEDGER_ROW_INIT;
    set_text(scenario, "court", facts.court, facts.court_size);
    raise(facts, ECFLINK_CASE_MALFORMED, truth(scenario, "malformed"));
    raise(facts, ECFLINK_CASE_CENTRAL_AMBIGUOUS, is_ambiguous(central_given));
    raise(facts, ECFLINK_CASE_ACCOUNT_AMBIGUOUS, is_ambiguous(account_given));
    raise(facts, ECFLINK_CASE_ON_ROSTER, truth(scenario, "on_roster"));
    raise(facts, ECFLINK_CASE_ALREADY_LINKED, truth(links, "already_linked"));
    if (central_given.is_object()) {
        central.usage = token(central_given, "usage", ECFLINK_ENUMERATION_CENTRAL_USAGE);
        central.status = token(central_given, "status", ECFLINK_ENUMERATION_CENTRAL_STATUS);
        central.generation = token(central_given, "generation", ECFLINK_ENUMERATION_CENTRAL_GENERATION);
        central.search_status = token(central_given, "search_status", ECFLINK_ENUMERATION_SEARCH_STATUS);
        central.mfa = token(central_given, "mfa", ECFLINK_ENUMERATION_MFA_STATE);
        central.registration = token(central_given, "registration", ECFLINK_ENUMERATION_REGISTRATION_TYPE);
        central.pending_change = token(central_given, "pending_change", ECFLINK_ENUMERATION_PENDING_CHANGE);
        central.exempt = truth(central_given, "exempt") ? 1 : 0;
        if (const auto created = text(central_given, "created")) {
            require(ecflink_date_parse(created->data(), created->size(), &central.created, &error), error);
        }
        set_text(central_given, "name", central.name, central.name_size);
        facts.central = &central;
    }
    if (account_given.is_object()) {
        set_text(account_given, "login", account.login, account.login_size);
        account.role = token(account_given, "role", ECFLINK_ENUMERATION_ACCOUNT_ROLE);
        account.status = token(account_given, "status", ECFLINK_ENUMERATION_ACCOUNT_STATUS);
        account.pending_change = token(account_given, "pending_change", ECFLINK_ENUMERATION_PENDING_CHANGE);
        account.link_locked = truth(account_given, "link_locked") ? 1 : 0;
        account.principals = number(account_given, "principals");
        account.opened = time(account_given, "opened");
        set_text(account_given, "name", account.name, account.name_size);
        facts.account = &account;
    }
    if (find(scenario, "row") != nullptr) {
        row.linked_at = time(row_given, "linked_at");
        row.made_by = token(row_given, "made_by", ECFLINK_ENUMERATION_LINK_MAKER);
        row.state = token(row_given, "state", ECFLINK_ENUMERATION_LINK_STATE);
        row.confirmed_at = time(row_given, "confirmed_at");
        row.approved = approved_in(row_given);
        raise(facts, ECFLINK_CASE_LINK_MALFORMED, truth(row_given, "malformed"));
        facts.row = &row;
    }
    facts.central_proof = token(central_proof, "class", ECFLINK_ENUMERATION_PROOF_CLASS);
    facts.central_proof_at = time(central_proof, "at");
    facts.account_proof = token(account_proof, "class", ECFLINK_ENUMERATION_PROOF_CLASS);
    facts.account_proof_at = time(account_proof, "at");
    set_text(account_proof, "court", facts.account_proof_court, facts.account_proof_court_size);
    facts.failed_attempts = number(scenario, "failed_attempts");
    facts.other_centrals_of_account = number(links, "other_centrals_of_account");
    facts.other_accounts_in_court = number(links, "other_accounts_in_court");
    facts.other_accounts_in_court_and_role = number(links, "other_accounts_in_court_and_role");
    facts.tombstoned_at = time(links, "tombstoned_at");
    facts.lifted_at = time(links, "lifted_at");

    ecflink_assessment decision = ECFLINK_ASSESSMENT_INIT;
    require(ecflink_link_assess(engine, &facts, time(scenario, "at"), &decision, &error), error);
    people = what_follows(engine, facts, time(scenario, "at"));
    answer told;
    told.verdict = ecflink_token_text(ECFLINK_ENUMERATION_VERDICT, decision.verdict);
    for (ecflink_finding bit = 0; bit < 64; ++bit) {
        if ((decision.findings & ECFLINK_FINDING_MASK(bit)) != 0) {
            told.findings.emplace_back(ecflink_finding_token(bit));
        }
    }
    told.next_step = ecflink_finding_token(decision.next_step);
    return told;
}

}  // namespace c

// ---- the run

struct path {
    const char* name;
    answer (*assess)(const json& scenario, std::string& people);
};
constexpr path paths[] = {{"c++", cxx::assess}, {"c", c::assess}};

void require_members(const json& object, const std::set<std::string_view>& known) {
    for (const auto& [name, value] : object.items()) {
        if (!known.contains(name)) {
            throw std::runtime_error("unknown member " + name);
        }
    }
}

void require_known_members(const json& scenario) {
    require_members(scenario, {"name", "source", "policy", "court", "at", "central", "account", "malformed",
                               "proofs", "failed_attempts", "on_roster", "links", "row", "expect"});
    if (scenario.at("central").is_object()) {
        require_members(scenario.at("central"),
                        {"central_id", "usage", "status", "generation", "created", "search_status", "mfa",
                         "registration", "exempt", "pending_change", "name"});
    }
    if (scenario.at("account").is_object()) {
        require_members(scenario.at("account"), {"login", "role", "status", "opened", "name", "principals",
                                                 "pending_change", "link_locked"});
    }
    require_members(part(scenario, "proofs"), {"central", "account"});
    require_members(part(part(scenario, "proofs"), "central"), {"class", "at"});
    require_members(part(part(scenario, "proofs"), "account"), {"class", "at", "court"});
    require_members(part(scenario, "links"),
                    {"already_linked", "other_centrals_of_account", "other_accounts_in_court",
                     "other_accounts_in_court_and_role", "tombstoned_at", "lifted_at"});
    require_members(part(scenario, "row"),
                    {"linked_at", "made_by", "confirmed_at", "state", "approved", "malformed"});
    require_members(scenario.at("expect"), {"verdict", "findings", "next_step"});
}

answer expected_of(const json& scenario) {
    const json& expect = scenario.at("expect");
    return {expect.at("verdict"), expect.at("findings"), std::string(text(expect, "next_step").value_or(""))};
}

struct tally {
    int scenarios = 0;
    int failures = 0;
    std::set<std::string> raised;  ///< findings that at least one scenario expects
};

void run(const std::string& where, const json& scenario, tally& counts) {
    ++counts.scenarios;
    const auto complain = [&](const char* path_name, const auto&... message) {
        ++counts.failures;
        ((std::cout << where << ": path " << path_name << ": ") << ... << message) << '\n';
    };
    try {
        require_known_members(scenario);
    } catch (const std::exception& trouble) {
        complain("all", trouble.what());
        return;
    }
    const answer expected = expected_of(scenario);
    counts.raised.insert(expected.findings.begin(), expected.findings.end());
    std::optional<std::string> of_first;
    for (const path& one : paths) {
        try {
            std::string people;
            const answer told = one.assess(scenario, people);
            if (told != expected) {
                complain(one.name, "expected ", expected, ", got ", told);
            }
            if (of_first.value_or(people) != people) {
                complain(one.name, "what follows is not that of ", paths[0].name, ":\n", *of_first,
                         "\nbut:\n", people);
            }
            of_first = of_first.value_or(people);
        } catch (const std::exception& trouble) {
            complain(one.name, trouble.what());
        }
    }
}

}  // namespace

int main(int argument_count, char** arguments) {
    if (argument_count != 2) {
        std::cerr << "usage: scenario_runner FOLDER\n";
        return 2;
    }
    tally counts;
    std::set<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(arguments[1])) {
        if (entry.path().extension() == ".json") {
            files.insert(entry.path());
        }
    }
    for (const auto& file : files) {
        std::ifstream in(file);
        const json content = json::parse(in);
        for (const json& scenario : content.at("scenarios")) {
            run(file.filename().string() + ": " + scenario.at("name").get<std::string>(), scenario, counts);
        }
    }
    for (const ecflink::finding_info& info : ecflink::catalogue()) {
        if (!counts.raised.contains(std::string(info.token))) {
            std::cout << "no scenario raises " << info.token << '\n';
            ++counts.failures;
        }
    }
    std::cout << counts.scenarios << " scenarios, " << std::size(paths) << " paths, " << counts.failures
              << " failures\n";
    return counts.scenarios == 0 || counts.failures != 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
