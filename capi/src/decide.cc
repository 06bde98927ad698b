// Decisions about people, and the ceremony as pure transitions.
#include <cstring>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <ecflink/decide/access.hpp>
#include <ecflink/decide/agency.hpp>
#include <ecflink/decide/ceremony.hpp>
#include <ecflink/decide/import.hpp>
#include <ecflink/decide/readiness.hpp>
#include <ecflink/decide/registration.hpp>
#include <ecflink/decide/unlink.hpp>
#include <ecflink/ledger/handle.hpp>
#include <ecflink/ledger/record.hpp>

#include "access.hpp"
#include "cases.hpp"
#include "decide_structs.hpp"
#include "engine.hpp"
#include "keys.hpp"

struct ecflink_plan {
    ecflink::readiness steps;
};

struct ecflink_claims {
    explicit ecflink_claims(const ecflink::handle_claims& given)
        : claims(given),
          court(given.court.view()),
          login(given.login.view()),
          central(given.central.view()) {}

    ecflink::handle_claims claims;
    std::string court;
    std::string login;
    std::string central;
};

namespace {

using namespace ecflink::capi;
using ecflink::capi::to_c;  // beside those of this file

/// A policy, and the id of the court as it was given.
struct court_in_question {
    court_in_question(const ecflink_engine* engine, const char* id, std::size_t size, const field_name& field)
        : court(identifier<ecflink::court_id>(id, size, field)),
          policy(&required(engine, "engine").policies->find(court.view())) {}

    [[nodiscard]] ecflink::court_kind kind(std::int32_t given) const {
        return enumerator(given, policy->kind, "facts.kind");
    }

    ecflink::court_id court;
    const ecflink::court_policy* policy;
};

template <class E>
std::optional<E> optional_token(std::int32_t number, const field_name& field) {
    return number == 0 ? std::nullopt : std::optional(enumerator(number, E{}, field));
}

/// A record that may be missing. It must not move while the rules have its address.
template <class Record>
class owned_record {
public:
    template <class Struct>
    owned_record(const Struct* given, const char* place) {
        if (given != nullptr) {
            record_ = to_record(place, read(given, place));
        }
    }
    owned_record(const owned_record&) = delete;
    owned_record& operator=(const owned_record&) = delete;
    [[nodiscard]] const Record* get() const noexcept { return record_ ? &*record_ : nullptr; }

private:
    std::optional<Record> record_;
};
using owned_account = owned_record<ecflink::court_account>;
using owned_central = owned_record<ecflink::central_account>;

/// The accounts of an array.
class owned_accounts {
public:
    owned_accounts(const ecflink_court_account* first, std::size_t count, const char* place) {
        for_each(first, count, place, [&](const ecflink_court_account& one, std::size_t) {
            accounts_.push_back(to_record(place, one));
        });
        for (const ecflink::court_account& one : accounts_) {
            pointers_.push_back(&one);
        }
    }
    owned_accounts(const owned_accounts&) = delete;
    owned_accounts& operator=(const owned_accounts&) = delete;
    [[nodiscard]] std::span<const ecflink::court_account* const> get() const noexcept { return pointers_; }

private:
    std::vector<ecflink::court_account> accounts_;
    std::vector<const ecflink::court_account*> pointers_;
};

ecflink::chosen_principal principal_of(const owned_account& account, std::int32_t state) {
    return {account.get(), enumerator(state, ecflink::agency_state::missing, "facts.acting_for_state")};
}

/// Facts of a sign-on that borrow the records beside them.
class owned_access {
public:
    owned_access(const ecflink_engine* engine, const ecflink_access_facts* facts)
        : given_(read(facts, "facts")),
          at_(engine, given_.court, given_.court_size, "facts.court"),
          central_(given_.central, "facts.central"),
          account_(given_.account, "facts.account"),
          acting_for_(given_.acting_for, "facts.acting_for") {}

    [[nodiscard]] ecflink::access_facts facts() const {
        return {.kind = at_.kind(given_.kind),
                .central = central_.get(),
                .account = account_.get(),
                .linked = truth(given_.linked, "facts.linked"),
                .files_elsewhere = truth(given_.files_elsewhere, "facts.files_elsewhere"),
                .second_factor_given = truth(given_.second_factor_given, "facts.second_factor_given"),
                .redaction_agreed = truth(given_.redaction_agreed, "facts.redaction_agreed"),
                .client_code_missing = truth(given_.client_code_missing, "facts.client_code_missing"),
                .acting_for = principal_of(acting_for_, given_.acting_for_state)};
    }
    [[nodiscard]] const ecflink::link_policy& rules() const noexcept { return at_.policy->rules; }

private:
    ecflink_access_facts given_;
    court_in_question at_;
    owned_central central_;
    owned_account account_;
    owned_account acting_for_;
};

ecflink_step_info to_c(const ecflink::step_info& entry) noexcept {
    ecflink_step_info info = ECFLINK_STEP_INFO_INIT;
    info.step = static_cast<ecflink_step>(entry.id);
    info.who = static_cast<ecflink_actor>(entry.who);
    info.mends = entry.mends.bits();
    info.token = static_text(entry.token);
    info.help = static_text(entry.help);
    info.sentence = static_text(entry.sentence);
    info.sources = static_text(entry.sources);
    info.since = static_text(entry.since);
    return info;
}

ecflink_planned_step to_c(const ecflink::planned_step& given) noexcept {
    ecflink_planned_step told = ECFLINK_PLANNED_STEP_INIT;
    told.step = static_cast<ecflink_step>(given.id);
    told.state = static_cast<ecflink_step_state>(given.state);
    told.or_else = given.or_else ? static_cast<ecflink_step>(*given.or_else) : ECFLINK_NO_STEP;
    told.from = to_c(given.from);
    told.until = to_c(given.until);
    return told;
}

/// Facts of an agent and a principal that borrow the records beside them.
class owned_agency {
public:
    owned_agency(const ecflink_engine* engine, const ecflink_agency_facts* facts)
        : given_(read(facts, "facts")),
          at_(engine, given_.agent_court, given_.agent_court_size, "facts.agent_court"),
          agent_(given_.agent, "facts.agent"),
          principal_(given_.principal, "facts.principal") {}

    [[nodiscard]] ecflink::agency_facts facts() const {
        return {.kind = at_.kind(given_.kind),
                .agent_court = at_.court,
                .principal_court = identifier<ecflink::court_id>(
                    given_.principal_court, given_.principal_court_size, "facts.principal_court"),
                .agent = agent_.get(),
                .agent_linked = truth(given_.agent_linked, "facts.agent_linked"),
                .principal = principal_.get(),
                .state = enumerator(given_.state, ecflink::agency_state::missing, "facts.state")};
    }
    [[nodiscard]] ecflink::agency_asker asker() const {
        return {enumerator(given_.who, ecflink::actor::filer, "facts.who"),
                truth(given_.is_principal, "facts.is_principal")};
    }

private:
    ecflink_agency_facts given_;
    court_in_question at_;
    owned_account agent_;
    owned_account principal_;
};

/// An approval that borrows the caller's texts.
ecflink::approval to_approval(const ecflink_acting* given, const char* field) {
    const ecflink_acting one = read(given, field);
    return {.who = required_enumerator<ecflink::actor>(one.who, {field, "who"}),
            .id = text(one.id, one.id_size, {field, "id"}),
            .reason = text(one.reason, one.reason_size, {field, "reason"})};
}
std::optional<ecflink::approval> to_optional_approval(const ecflink_acting* given, const char* field) {
    return given == nullptr ? std::nullopt : std::optional(to_approval(given, field));
}

ecflink_obligations to_c(const ecflink::obligations& owes) noexcept {
    ecflink_obligations told = ECFLINK_OBLIGATIONS_INIT;
    static_assert(std::size(told.what) >= ecflink::tokens<ecflink::obligation>().size());
    for (const ecflink::owed& one : owes.all()) {
        told.what[told.count] = static_cast<ecflink_obligation>(one.what);
        told.due[told.count] = one.due.micros;
        ++told.count;
    }
    return told;
}

template <std::size_t N>
std::array<std::uint8_t, N> to_bytes(const std::uint8_t (&given)[N]) noexcept {
    std::array<std::uint8_t, N> bytes{};
    std::memcpy(bytes.data(), given, N);
    return bytes;
}

/// The case of a struct, with the policy of its court.
struct case_in_question {
    case_in_question(const ecflink_engine* engine, const ecflink_link_case& given)
        : owned(given, *required(engine, "engine").policies), policy(&owned.policy()) {}

    [[nodiscard]] ecflink_assessment explained(const ecflink::assessment& decision,
                                               ecflink::instant now) const {
        return to_c(decision, explain(policy->rules, decision, owned.looked_at(now)));
    }

    owned_case owned;
    const ecflink::court_policy* policy;
};

ecflink::login login_of(const char* data, std::size_t size, const char* field) {
    return identifier<ecflink::login>(data, size, field);
}
ecflink::central_id central_of(const char* data, std::size_t size, const char* field) {
    return identifier<ecflink::central_id>(data, size, field);
}

/// A clerk's decision, whose texts are the caller's.
ecflink::hold_request to_hold(const case_in_question& in, const ecflink_hold_facts& given,
                              ecflink::instant now) {
    require_unused(given.reserved, "facts.reserved");
    return {.state = enumerator(given.state, ecflink::hold_state::waiting, "facts.state"),
            .found = finding_set(given.found, "facts.found"),
            .has_same_records = truth(given.has_same_records, "facts.has_same_records"),
            .now = assess_without_proofs(in.policy->rules, in.owned.facts(), now),
            .central = central_of(given.central, given.central_size, "facts.central"),
            .by = to_approval(given.by, "facts.by")};
}

}  // namespace

ECFLINK_CAPI_DECIDE_STRUCTS(ECFLINK_CAPI_INIT)

// ---- access -------------------------------------------------------------------------------------

ecflink_status ecflink_access_decide(const ecflink_engine* engine, const ecflink_access_facts* facts,
                                     ecflink_time now, ecflink_court_access* out, ecflink_error* error) {
    return guard(error, [&] {
        const destination<ecflink_court_access> place(out, "out");
        const owned_access given(engine, facts);
        place.write(to_c(access_in(given.rules(), given.facts(), required_time(now, "now"))));
    });
}

ecflink_status ecflink_sign_on_decide(const ecflink_engine* engine, const ecflink_access_facts* facts,
                                      ecflink_time now, ecflink_privilege* out, ecflink_error* error) {
    return guard(error, [&] {
        const destination<ecflink_privilege> place(out, "out");
        const owned_access given(engine, facts);
        place.write(to_c(sign_on(given.rules(), given.facts(), required_time(now, "now"))));
    });
}

ecflink_status ecflink_court_login_decide(const ecflink_engine* engine,
                                          const ecflink_court_login_facts* facts, ecflink_time now,
                                          ecflink_court_access* out, ecflink_error* error) {
    return guard(error, [&] {
        const destination<ecflink_court_access> place(out, "out");
        const ecflink_court_login_facts given = read(facts, "facts");
        const court_in_question at(engine, given.court, given.court_size, "facts.court");
        const owned_account account(given.account, "facts.account");
        const owned_account acting_for(given.acting_for, "facts.acting_for");
        const ecflink::court_login_facts known{
            .kind = at.kind(given.kind),
            .account = account.get(),
            .linked_at = optional_time(given.linked_at, "facts.linked_at"),
            .unlinked_at = optional_time(given.unlinked_at, "facts.unlinked_at"),
            .linked = truth(given.linked, "facts.linked"),
            .acting_for = principal_of(acting_for, given.acting_for_state)};
        place.write(to_c(court_login_access(at.policy->rules, known, required_time(now, "now"))));
    });
}

// ---- steps and readiness ------------------------------------------------------------------------

size_t ecflink_step_count(void) { return ecflink::step_catalogue().size(); }

ecflink_status ecflink_step_get(size_t index, ecflink_step_info* out, ecflink_error* error) {
    return guard(error, [&] {
        const destination<ecflink_step_info> place(out, "out");
        place.write(to_c(entry_of(ecflink::step_catalogue(), index)));
    });
}

ecflink_status ecflink_step_describe(ecflink_step step, ecflink_step_info* out, ecflink_error* error) {
    return guard(error, [&] {
        const destination<ecflink_step_info> place(out, "out");
        const ecflink::step_info* entry =
            step < 0 ? nullptr : ecflink::find_step(static_cast<unsigned>(step));
        if (entry == nullptr) {
            throw failure{ECFLINK_E_NOT_FOUND, "step"};
        }
        place.write(to_c(*entry));
    });
}

ecflink_status ecflink_step_parse(const char* token_, size_t token_size, ecflink_step* step_out,
                                  ecflink_error* error) {
    return guard(error, [&] {
        ecflink_step& answer = required(step_out, "step_out");
        const auto found = ecflink::from_token<ecflink::step>(text(token_, token_size, "token"));
        if (!found) {
            throw failure{ECFLINK_E_NOT_FOUND, "token"};
        }
        answer = static_cast<ecflink_step>(*found);
    });
}

ecflink_status ecflink_ready(const ecflink_engine* engine, const ecflink_readiness_facts* facts,
                             ecflink_time now, ecflink_plan** out, ecflink_error* error) {
    return guard(error, [&] {
        ecflink_plan*& answer = required(out, "out");
        const ecflink_readiness_facts given = read(facts, "facts");
        require_unused(given.reserved, "facts.reserved");
        const ecflink_link_case accounts = read(given.accounts, "facts.accounts");
        const case_in_question in(engine, accounts);
        const owned_accounts linked(given.linked, given.linked_count, "facts.linked");
        const ecflink::readiness_facts known{
            .purpose = enumerator(given.purpose, ecflink::filing_purpose::file, "facts.purpose"),
            .kind = enumerator(given.kind, in.policy->kind, "facts.kind"),
            .holds_account = truth(given.holds_account, "facts.holds_account"),
            .credentials_known = truth(given.credentials_known, "facts.credentials_known"),
            .password_retired = truth(given.password_retired, "facts.password_retired"),
            .central_login_forgotten = truth(given.central_login_forgotten, "facts.central_login_forgotten"),
            .notices_only = truth(given.notices_only, "facts.notices_only"),
            .typed_login = login_of(given.typed_login, given.typed_login_size, "facts.typed_login"),
            .request = optional_token<ecflink::registration_state>(given.request, "facts.request"),
            .linked = linked.get(),
            .accounts = in.owned.facts()};
        answer = new ecflink_plan{ready(in.policy->rules, known, required_time(now, "now"))};
    });
}

size_t ecflink_plan_count(const ecflink_plan* plan) {
    return plan == nullptr ? 0 : plan->steps.steps().size();
}

ecflink_status ecflink_plan_get(const ecflink_plan* plan, size_t index, ecflink_planned_step* out,
                                ecflink_error* error) {
    return guard(error, [&] {
        const destination<ecflink_planned_step> place(out, "out");
        place.write(to_c(entry_of(required(plan, "plan").steps.steps(), index)));
    });
}

ecflink_status ecflink_plan_next(const ecflink_plan* plan, ecflink_planned_step* out, ecflink_error* error) {
    return guard(error, [&] {
        const destination<ecflink_planned_step> place(out, "out");
        const ecflink::planned_step* next = required(plan, "plan").steps.next();
        if (next == nullptr) {
            throw failure{ECFLINK_E_NOT_FOUND, "plan"};
        }
        place.write(to_c(*next));
    });
}

ecflink_status ecflink_plan_meanwhile(const ecflink_plan* plan, ecflink_planned_step* out,
                                      ecflink_error* error) {
    return guard(error, [&] {
        const destination<ecflink_planned_step> place(out, "out");
        const auto& meanwhile = required(plan, "plan").steps.meanwhile();
        if (!meanwhile) {
            throw failure{ECFLINK_E_NOT_FOUND, "plan"};
        }
        place.write(to_c(*meanwhile));
    });
}

void ecflink_plan_free(ecflink_plan* plan) { delete plan; }

// ---- registration -------------------------------------------------------------------------------

ecflink_status ecflink_registration_decide(const ecflink_engine* engine,
                                           const ecflink_registration_facts* facts,
                                           ecflink_registration_state from, ecflink_registration_move move,
                                           ecflink_actor who, ecflink_time now,
                                           ecflink_registration_decision* out, ecflink_error* error) {
    return guard(error, [&] {
        const destination<ecflink_registration_decision> place(out, "out");
        const ecflink_registration_facts given = read(facts, "facts");
        require_unused(given.reserved, "facts.reserved");
        const court_in_question at(engine, given.court, given.court_size, "facts.court");
        const owned_central central(given.central, "facts.central");
        const owned_account account(given.account, "facts.account");
        const owned_accounts linked(given.linked, given.linked_count, "facts.linked");
        const ecflink::registration_facts known{
            .kind = at.kind(given.kind),
            .type = enumerator(given.type, ecflink::request_type::missing, "facts.type"),
            .role = enumerator(given.role, ecflink::account_role::missing, "facts.role"),
            .central = central.get(),
            .account = account.get(),
            .credentials_lost = truth(given.credentials_lost, "facts.credentials_lost"),
            .linked = linked.get(),
            .request = optional_token<ecflink::registration_state>(given.request, "facts.request"),
            .others = {.already_linked = truth(given.already_linked, "facts.already_linked"),
                       .other_centrals_of_account = given.other_centrals_of_account,
                       .other_accounts_in_court = given.other_accounts_in_court,
                       .other_accounts_in_court_and_role = given.other_accounts_in_court_and_role,
                       .tombstoned_at = optional_time(given.tombstoned_at, "facts.tombstoned_at"),
                       .lifted_at = optional_time(given.lifted_at, "facts.lifted_at")},
            .reason_given = truth(given.reason_given, "facts.reason_given")};
        const ecflink::registration_decision made =
            move_registration(required_enumerator<ecflink::registration_state>(from, "from"),
                              required_enumerator<ecflink::registration_move>(move, "move"),
                              required_enumerator<ecflink::actor>(who, "who"), at.policy->rules, known,
                              required_time(now, "now"));
        ecflink_registration_decision told = ECFLINK_REGISTRATION_DECISION_INIT;
        told.answer = static_cast<ecflink_registration_answer>(made.answer);
        told.state = static_cast<ecflink_registration_state>(made.state);
        const auto deciding = made.deciding_finding();
        told.deciding = deciding ? static_cast<ecflink_finding>(*deciding) : ECFLINK_NO_FINDING;
        told.findings = made.findings.bits();
        place.write(told);
    });
}

// ---- agents -------------------------------------------------------------------------------------

ecflink_status ecflink_agency_associate(const ecflink_engine* engine, const ecflink_agency_facts* facts,
                                        ecflink_agency_answer* out, ecflink_error* error) {
    return guard(error, [&] {
        ecflink_agency_answer& answer = required(out, "out");
        const owned_agency given(engine, facts);
        answer = static_cast<ecflink_agency_answer>(associate(given.facts(), given.asker()));
    });
}

ecflink_status ecflink_agency_remove(const ecflink_engine* engine, const ecflink_agency_facts* facts,
                                     ecflink_agency_answer* out, ecflink_error* error) {
    return guard(error, [&] {
        ecflink_agency_answer& answer = required(out, "out");
        const owned_agency given(engine, facts);
        answer = static_cast<ecflink_agency_answer>(remove_agent(given.facts(), given.asker()));
    });
}

ecflink_status ecflink_agency_act_for(const ecflink_engine* engine, const ecflink_agency_facts* facts,
                                      ecflink_agency_answer* out, ecflink_error* error) {
    return guard(error, [&] {
        ecflink_agency_answer& answer = required(out, "out");
        const owned_agency given(engine, facts);
        answer = static_cast<ecflink_agency_answer>(act_for(given.facts()));
    });
}

// ---- the ceremony -------------------------------------------------------------------------------

ecflink_status ecflink_ceremony_begin(const ecflink_engine* engine, const ecflink_proposal* proposal,
                                      ecflink_time now, ecflink_ceremony_answer* out,
                                      ecflink_assessment* decision_out, ecflink_obligations* owes_out,
                                      ecflink_claims** claims_out, ecflink_error* error) {
    return guard(error, [&] {
        const destination<ecflink_ceremony_answer> place(out, "out");
        const destination<ecflink_assessment> decision(decision_out, "decision_out");
        const destination<ecflink_obligations> owes(owes_out, "owes_out");
        ecflink_claims*& claims = required(claims_out, "claims_out");
        const ecflink_proposal given = read(proposal, "proposal");
        const case_in_question in(engine, read(given.link_case, "proposal.link_case"));
        const ecflink::instant at = required_time(now, "now");
        const ecflink::begin_request request{
            .facts = in.owned.facts(),
            .login = login_of(given.login, given.login_size, "proposal.login"),
            .central = central_of(given.central, given.central_size, "proposal.central"),
            .account_revision = given.account_revision,
            .central_revision = given.central_revision,
            .policy = ecflink::parse_digest(in.policy->digest),
            .session = {to_bytes(given.session)},
            .shown = {to_bytes(given.shown)},
            .once = {to_bytes(given.once)},
            .epoch = given.epoch,
            .approved = to_optional_approval(given.approved, "proposal.approved"),
            .session_ends = optional_time(given.session_ends, "proposal.session_ends"),
            .central_attempts_exhausted =
                truth(given.central_attempts_exhausted, "proposal.central_attempts_exhausted")};
        const ecflink::begin_answer answer = begin(in.policy->rules, request, at);
        ecflink_ceremony_answer told = ECFLINK_CEREMONY_ANSWER_INIT;
        told.outward = static_cast<ecflink_outward_answer>(answer.outward(in.policy->rules));
        told.problem = answer.problem ? static_cast<ecflink_ceremony_problem>(*answer.problem) : 0;
        told.is_made = answer.claims ? 1 : 0;
        told.needs_approval = answer.needs_approval ? 1 : 0;
        told.ends = to_c(answer.ends);
        told.approved = answer.decision.approved.bits();
        auto made = answer.claims ? std::make_unique<ecflink_claims>(*answer.claims) : nullptr;
        decision.write(in.explained(answer.decision, at));
        owes.write(to_c(answer.owes));
        place.write(told);
        claims = made.release();
    });
}

ecflink_status ecflink_claims_seal(const ecflink_claims* claims, const ecflink_keys* keys, const char* ledger,
                                   size_t ledger_size, char* buffer, size_t capacity, size_t* size_out,
                                   ecflink_error* error) {
    return guard(error, [&] {
        std::string handle = ecflink::seal(required(claims, "claims").claims, *required(keys, "keys").ring,
                                           text(ledger, ledger_size, "ledger"));
        const wiped_later wiped(handle.data(), handle.size());
        copy_text(handle, buffer, capacity, size_out);
    });
}

ecflink_status ecflink_claims_open(const char* handle, size_t handle_size, const ecflink_keys* keys,
                                   const char* ledger, size_t ledger_size, ecflink_claims** out,
                                   ecflink_ceremony_problem* problem_out, ecflink_error* error) {
    return guard(error, [&] {
        ecflink_claims*& claims = required(out, "out");
        ecflink_ceremony_problem& problem = required(problem_out, "problem_out");
        const auto opened = ecflink::open(text(handle, handle_size, "handle"), *required(keys, "keys").ring,
                                          text(ledger, ledger_size, "ledger"));
        claims = opened ? new ecflink_claims(opened.value()) : nullptr;
        problem = opened ? 0 : static_cast<ecflink_ceremony_problem>(opened.error());
    });
}

ecflink_status ecflink_claims_get(const ecflink_claims* claims, ecflink_claims_info* out,
                                  ecflink_error* error) {
    return guard(error, [&] {
        const destination<ecflink_claims_info> place(out, "out");
        const ecflink_claims& given = required(claims, "claims");
        ecflink_claims_info info = ECFLINK_CLAIMS_INFO_INIT;
        info.role = static_cast<ecflink_account_role>(given.claims.role);
        info.court = given.court.c_str();
        info.login = given.login.c_str();
        info.central = given.central.c_str();
        info.account_revision = given.claims.account_revision;
        info.central_revision = given.claims.central_revision;
        info.epoch = given.claims.epoch;
        info.issued = given.claims.issued.micros;
        info.expires = given.claims.expires.micros;
        std::memcpy(info.once, given.claims.once.bytes.data(), sizeof(info.once));
        place.write(info);
    });
}

void ecflink_claims_free(ecflink_claims* claims) { delete claims; }

ecflink_status ecflink_ceremony_commit(const ecflink_engine* engine, const ecflink_claims* claims,
                                       const ecflink_commit_facts* facts, ecflink_time now,
                                       ecflink_ceremony_answer* out, ecflink_assessment* decision_out,
                                       ecflink_obligations* owes_out, ecflink_error* error) {
    return guard(error, [&] {
        const destination<ecflink_ceremony_answer> place(out, "out");
        const destination<ecflink_assessment> decision(decision_out, "decision_out");
        const destination<ecflink_obligations> owes(owes_out, "owes_out");
        const ecflink_commit_facts given = read(facts, "facts");
        const case_in_question in(engine, read(given.link_case, "facts.link_case"));
        const ecflink::instant at = required_time(now, "now");
        const ecflink::commit_request request{
            .claims = required(claims, "claims").claims,
            .facts = in.owned.facts(),
            .login = login_of(given.login, given.login_size, "facts.login"),
            .central = central_of(given.central, given.central_size, "facts.central"),
            .account_revision = given.account_revision,
            .central_revision = given.central_revision,
            .policy = ecflink::parse_digest(in.policy->digest),
            .session = {to_bytes(given.session)},
            .confirmed = {to_bytes(given.confirmed)},
            .shown = {to_bytes(given.shown)},
            .used = truth(given.used, "facts.used"),
            .ended_epoch = given.ended_epoch,
            .approved = to_optional_approval(given.approved, "facts.approved")};
        const ecflink::commit_answer answer = commit(in.policy->rules, request, at);
        ecflink_ceremony_answer told = ECFLINK_CEREMONY_ANSWER_INIT;
        told.outward = static_cast<ecflink_outward_answer>(answer.outward(in.policy->rules));
        told.problem = answer.problem ? static_cast<ecflink_ceremony_problem>(*answer.problem) : 0;
        told.is_made = answer.made ? 1 : 0;
        told.approved = answer.decision.approved.bits();
        decision.write(in.explained(answer.decision, at));
        owes.write(to_c(answer.owes));
        place.write(told);
    });
}

ecflink_status ecflink_ceremony_cancel(const ecflink_claims* claims, const char* central, size_t central_size,
                                       const uint8_t* session, int32_t used, ecflink_time now,
                                       ecflink_ceremony_problem* problem_out, ecflink_error* error) {
    return guard(error, [&] {
        ecflink_ceremony_problem& answer = required(problem_out, "problem_out");
        ecflink::digest of_session;
        std::memcpy(of_session.bytes.data(), &required(session, "session"), of_session.bytes.size());
        const auto problem =
            cancel(required(claims, "claims").claims, central_of(central, central_size, "central"),
                   of_session, truth(used, "used"), required_time(now, "now"));
        answer = problem ? static_cast<ecflink_ceremony_problem>(*problem) : 0;
    });
}

ecflink_status ecflink_hold_approve(const ecflink_engine* engine, const ecflink_hold_facts* facts,
                                    ecflink_time now, ecflink_hold_answer* out, uint64_t* approved_out,
                                    ecflink_error* error) {
    return guard(error, [&] {
        ecflink_hold_answer& answer = required(out, "out");
        std::uint64_t& approved = required(approved_out, "approved_out");
        const ecflink_hold_facts given = read(facts, "facts");
        const case_in_question in(engine, read(given.link_case, "facts.link_case"));
        const ecflink::hold_decision made =
            approve_hold(in.policy->rules, to_hold(in, given, required_time(now, "now")));
        answer = static_cast<ecflink_hold_answer>(made.answer);
        approved = made.approved.bits();
    });
}

ecflink_status ecflink_hold_reject(const ecflink_engine* engine, const ecflink_hold_facts* facts,
                                   ecflink_time now, ecflink_hold_answer* out, ecflink_error* error) {
    return guard(error, [&] {
        ecflink_hold_answer& answer = required(out, "out");
        const ecflink_hold_facts given = read(facts, "facts");
        const case_in_question in(engine, read(given.link_case, "facts.link_case"));
        answer = static_cast<ecflink_hold_answer>(
            reject_hold(to_hold(in, given, required_time(now, "now"))).answer);
    });
}

// ---- unlink and import --------------------------------------------------------------------------

ecflink_status ecflink_unlink_decide(const ecflink_engine* engine, const ecflink_unlink_request* request,
                                     ecflink_time now, ecflink_unlink_answer* out,
                                     ecflink_obligations* owes_out, ecflink_error* error) {
    return guard(error, [&] {
        ecflink_unlink_answer& answer = required(out, "out");
        const destination<ecflink_obligations> owes(owes_out, "owes_out");
        const ecflink_unlink_request given = read(request, "request");
        const court_in_question at(engine, given.court, given.court_size, "request.court");
        const ecflink::approval by = to_approval(given.by, "request.by");
        const ecflink::unlink_decision made =
            decide_unlink(at.policy->rules,
                          {.is_linked = truth(given.is_linked, "request.is_linked"),
                           .central = central_of(given.central, given.central_size, "request.central"),
                           .who = by.who,
                           .id = by.id,
                           .reason = by.reason,
                           .linked_at = optional_time(given.linked_at, "request.linked_at")},
                          required_time(now, "now"));
        answer = static_cast<ecflink_unlink_answer>(made.answer);
        owes.write(to_c(made.owes));
    });
}

ecflink_status ecflink_import_decide(const ecflink_engine* engine, const ecflink_link_case* link_case,
                                     const char* central, size_t central_size, int32_t is_identical,
                                     const ecflink_acting* approved, ecflink_time now,
                                     ecflink_import_answer* out, ecflink_assessment* decision_out,
                                     ecflink_error* error) {
    return guard(error, [&] {
        ecflink_import_answer& answer = required(out, "out");
        const destination<ecflink_assessment> decision(decision_out, "decision_out");
        const case_in_question in(engine, read(link_case, "link_case"));
        ecflink::link_case facts = in.owned.facts();
        std::optional<ecflink::ledger_row> row;
        if (facts.row != nullptr) {
            row = *facts.row;
            row->made_by = ecflink::link_maker::import;
            facts.row = &*row;
            facts.row_malformed = facts.row_malformed || contradicts_itself(*row, facts.evidence);
        }
        const ecflink::instant at = required_time(now, "now");
        const ecflink::import_decision made = decide_import(
            in.policy->rules, facts, central_of(central, central_size, "central"),
            truth(is_identical, "is_identical"), to_optional_approval(approved, "approved"), at);
        answer = static_cast<ecflink_import_answer>(made.answer);
        decision.write(in.explained(made.decision, at));
    });
}

// ---- explanations and records -------------------------------------------------------------------

ecflink_status ecflink_findings_explain(const ecflink_engine* engine, const char* court, size_t court_size,
                                        uint64_t findings, uint64_t approved, ecflink_time now,
                                        ecflink_assessment* out, ecflink_error* error) {
    return guard(error, [&] {
        const destination<ecflink_assessment> place(out, "out");
        const court_in_question at(engine, court, court_size, "court");
        const ecflink::findings found = finding_set(findings, "findings");
        const ecflink::findings allowed = finding_set(approved, "approved");
        const ecflink::link_policy& rules = at.policy->rules;
        const ecflink::assessment given{decide(rules.dispositions, found, allowed), found, allowed};
        place.write(to_c(given, explain(rules, given, required_time(now, "now"))));
    });
}

ecflink_status ecflink_record_make(const ecflink_engine* engine, const ecflink_link_case* link_case,
                                   ecflink_time now, char* buffer, size_t capacity, size_t* size_out,
                                   ecflink_error* error) {
    return guard(error, [&] {
        const case_in_question in(engine, read(link_case, "link_case"));
        const ecflink::instant at = required_time(now, "now");
        copy_text(ecflink::make_record(*in.policy, in.owned.facts(), at,
                                       assess(in.policy->rules, in.owned.facts(), at)),
                  buffer, capacity, size_out);
    });
}

ecflink_status ecflink_record_replay(const ecflink_engine* engine, const char* text_, size_t text_size,
                                     ecflink_replay* out, ecflink_diagnostics** diagnostics_out,
                                     ecflink_error* error) {
    return guard(error, [&] {
        const destination<ecflink_replay> place(out, "out");
        const ecflink::policy_set& policies = *required(engine, "engine").policies;
        auto again = ecflink::replay(text(text_, text_size, "text"), policies);
        if (!again) {
            throw_diagnostics(ECFLINK_E_INPUT, "text", std::move(again).error(), diagnostics_out);
        }
        const ecflink::replay_answer& answer = again.value();
        ecflink_replay told = ECFLINK_REPLAY_INIT;
        told.reproduced = answer.reproduced ? 1 : 0;
        told.recorded_verdict = ECFLINK_NO_VERDICT;
        told.replayed_verdict = ECFLINK_NO_VERDICT;
        if (answer.recorded) {
            told.recorded_verdict = static_cast<ecflink_verdict>(answer.recorded->verdict);
            told.recorded_findings = answer.recorded->findings.bits();
        }
        if (answer.replayed) {
            told.replayed_verdict = static_cast<ecflink_verdict>(answer.replayed->verdict);
            told.replayed_findings = answer.replayed->findings.bits();
        }
        static_assert(
            ECFLINK_RECORD_DIFFERS_IN_FORM == 1 << static_cast<int>(ecflink::record_difference::form) &&
            ECFLINK_RECORD_DIFFERS_IN_VERSION == 1 << static_cast<int>(ecflink::record_difference::version));
        for (const ecflink::replay_difference& one : answer.differences) {
            told.differences |= std::uint64_t{1} << static_cast<unsigned>(one.what);
        }
        place.write(told);
    });
}
