// Access, registration, agents and passwords.
#include "access.hpp"

#include "ledger/handles.hpp"

namespace {

using namespace ecflink::capi;

ecflink::sign_on_facts to_facts(const ecflink_sign_on_facts* facts) {
    const ecflink_sign_on_facts given = read(facts, "facts");
    return {.second_factor_given = truth(given.second_factor_given, "facts.second_factor_given"),
            .redaction_agreed = truth(given.redaction_agreed, "facts.redaction_agreed"),
            .client_code_missing = truth(given.client_code_missing, "facts.client_code_missing"),
            .acting_for =
                optional_id<ecflink::login>(given.acting_for, given.acting_for_size, "facts.acting_for")};
}

void keep_registration(const ecflink::registration_record& given, ecflink_answer& answer) {
    ecflink_registration_item one = ECFLINK_REGISTRATION_ITEM_INIT;
    const ecflink::registration_request& asked = given.request;
    one.type = static_cast<ecflink_request_type>(asked.type);
    one.role = static_cast<ecflink_account_role>(asked.role);
    one.state = static_cast<ecflink_registration_state>(given.state);
    one.credentials_lost = asked.credentials_lost ? 1 : 0;
    one.id = given.id;
    one.court = answer.keep(asked.court.view());
    one.central = answer.keep(asked.central.view());
    one.login = answer.keep(asked.login ? asked.login->view() : std::string_view{});
    one.reason = answer.keep(given.reason);
    one.submitted_at = to_c(given.submitted_at);
    one.decided_at = to_c(given.decided_at);
    answer.registrations.push_back(one);
    answer.count = answer.registrations.size();
}

ecflink_registration_outcome keep_outcome(const ecflink::registration_outcome& given,
                                          ecflink_answer& answer) {
    ecflink_registration_outcome told = ECFLINK_REGISTRATION_OUTCOME_INIT;
    told.answer = static_cast<ecflink_registration_answer>(given.decision.answer);
    told.state = static_cast<ecflink_registration_state>(given.decision.state);
    told.findings = given.decision.findings.bits();
    told.id = given.id;
    told.linked_sequence = given.linked_sequence;
    if (!given.request.court.empty()) {
        keep_registration({given.id, given.request, given.decision.state, {}, {}, {}}, answer);
    }
    answer.keep_pair(given.pair);
    return told;
}

ecflink::credential_owner to_owner(const char* court, std::size_t court_size, const char* owner,
                                   std::size_t owner_size) {
    return {identifier<ecflink::court_id>(court, court_size, "court"),
            std::string(checked_text(owner, owner_size, any_size, "owner"))};
}

}  // namespace

// ---- access -------------------------------------------------------------------------------------

ecflink_status ecflink_ledger_signs_on(ecflink_ledger* ledger, const char* central, size_t central_size,
                                       const ecflink_sign_on_facts* facts, ecflink_time now,
                                       ecflink_privilege* out, ecflink_error* error) {
    return guard(error, [&] {
        const destination<ecflink_privilege> place(out, "out");
        place.write(to_c(
            taken(opened(ledger).signs_on(required_id<ecflink::central_id>(central, central_size, "central"),
                                          to_facts(facts), required_time(now, "now")))));
    });
}

ecflink_status ecflink_ledger_sign_on(ecflink_ledger* ledger, const char* central, size_t central_size,
                                      const char* court, size_t court_size,
                                      const ecflink_sign_on_facts* facts, ecflink_time now,
                                      ecflink_answer** answer_out, ecflink_error* error) {
    return guard(error, [&] {
        answer_place answer(answer_out);
        for (const ecflink::access_at& at :
             taken(opened(ledger).sign_on(required_id<ecflink::central_id>(central, central_size, "central"),
                                          optional_id<ecflink::court_id>(court, court_size, "court"),
                                          to_facts(facts), required_time(now, "now")))) {
            ecflink_access_place one = ECFLINK_ACCESS_PLACE_INIT;
            one.role = static_cast<ecflink_account_role>(at.role);
            one.court = answer->keep(at.court.view());
            one.login = answer->keep(at.login ? at.login->view() : std::string_view{});
            answer->places.emplace_back(one, to_c(at.may));
        }
        answer->count = answer->places.size();
        answer.give();
    });
}

ecflink_status ecflink_access_get(const ecflink_answer* answer, size_t index, ecflink_access_place* place_out,
                                  ecflink_court_access* may_out, ecflink_error* error) {
    return guard(error, [&] {
        const destination<ecflink_access_place> place(place_out, "place_out");
        const destination<ecflink_court_access> may(may_out, "may_out");
        const auto& entry = entry_of(required(answer, "answer").places, index);
        place.write(entry.first);
        may.write(entry.second);
    });
}

ecflink_status ecflink_ledger_court_login(ecflink_ledger* ledger, const char* court, size_t court_size,
                                          const char* login, size_t login_size, ecflink_time now,
                                          ecflink_court_access* out, ecflink_error* error) {
    return guard(error, [&] {
        const destination<ecflink_court_access> place(out, "out");
        place.write(to_c(taken(opened(ledger).court_login(
            required_id<ecflink::court_id>(court, court_size, "court"),
            required_id<ecflink::login>(login, login_size, "login"), required_time(now, "now")))));
    });
}

// ---- registration -------------------------------------------------------------------------------

ecflink_status ecflink_ledger_submit_registration(ecflink_ledger* ledger,
                                                  const ecflink_registration_request* request,
                                                  ecflink_time now, uint32_t flags,
                                                  ecflink_registration_outcome* out,
                                                  ecflink_answer** answer_out, ecflink_error* error) {
    return guard(error, [&] {
        const destination<ecflink_registration_outcome> place(out, "out");
        answer_place answer(answer_out, false);
        const ecflink_registration_request given = read(request, "request");
        const ecflink::registration_request asked{
            .court = required_id<ecflink::court_id>(given.court, given.court_size, "request.court"),
            .central = required_id<ecflink::central_id>(given.central, given.central_size, "request.central"),
            .type = enumerator(given.type, ecflink::request_type::missing, "request.type"),
            .role = enumerator(given.role, ecflink::account_role::missing, "request.role"),
            .login = optional_id<ecflink::login>(given.login, given.login_size, "request.login"),
            .credentials_lost = truth(given.credentials_lost, "request.credentials_lost")};
        const ecflink::registration_outcome outcome =
            taken(opened(ledger).submit_registration(asked, required_time(now, "now"), to_run(flags)));
        place.write(keep_outcome(outcome, *answer));
        answer.give();
    });
}

ecflink_status ecflink_ledger_move_registration(ecflink_ledger* ledger, uint64_t id,
                                                ecflink_registration_move move, const ecflink_acting* by,
                                                ecflink_time now, const char* new_account,
                                                size_t new_account_size, uint32_t flags,
                                                ecflink_registration_outcome* out,
                                                ecflink_answer** answer_out, ecflink_error* error) {
    return guard(error, [&] {
        const destination<ecflink_registration_outcome> place(out, "out");
        answer_place answer(answer_out, false);
        const ecflink::registration_outcome outcome = taken(opened(ledger).move_registration(
            id, required_enumerator<ecflink::registration_move>(move, "move"), to_acting(by, "by"),
            required_time(now, "now"),
            optional_id<ecflink::login>(new_account, new_account_size, "new_account"),
            to_run(flags & ~std::uint32_t{ECFLINK_CREDENTIALS_LOST}),
            (flags & ECFLINK_CREDENTIALS_LOST) != 0));
        place.write(keep_outcome(outcome, *answer));
        answer.give();
    });
}

ecflink_status ecflink_ledger_registrations(ecflink_ledger* ledger, const char* court, size_t court_size,
                                            const char* central, size_t central_size,
                                            ecflink_answer** answer_out, ecflink_error* error) {
    return guard(error, [&] {
        answer_place answer(answer_out);
        for (const ecflink::registration_record& one : taken(opened(ledger).registrations(
                 optional_id<ecflink::court_id>(court, court_size, "court"),
                 optional_id<ecflink::central_id>(central, central_size, "central")))) {
            keep_registration(one, *answer);
        }
        answer.give();
    });
}

ecflink_status ecflink_registration_get(const ecflink_answer* answer, size_t index,
                                        ecflink_registration_item* out, ecflink_error* error) {
    return guard(error, [&] {
        const destination<ecflink_registration_item> place(out, "out");
        place.write(entry_of(required(answer, "answer").registrations, index));
    });
}

// ---- agents -------------------------------------------------------------------------------------

ecflink_status ecflink_ledger_set_agency(ecflink_ledger* ledger, const ecflink_agency* agency,
                                         const ecflink_acting* by, ecflink_time now, uint32_t flags,
                                         ecflink_agency_answer* out, ecflink_error* error) {
    return guard(error, [&] {
        ecflink_agency_answer& answer = required(out, "out");
        const ecflink_agency given = read(agency, "agency");
        answer = static_cast<ecflink_agency_answer>(taken(opened(ledger).set_agency(
            required_id<ecflink::court_id>(given.court, given.court_size, "agency.court"),
            required_id<ecflink::login>(given.agent, given.agent_size, "agency.agent"),
            required_id<ecflink::login>(given.principal, given.principal_size, "agency.principal"),
            required_enumerator<ecflink::agency_state>(given.state, "agency.state"), to_acting(by, "by"),
            required_time(now, "now"), to_run(flags))));
    });
}

ecflink_status ecflink_ledger_agencies(ecflink_ledger* ledger, const char* court, size_t court_size,
                                       ecflink_answer** answer_out, ecflink_error* error) {
    return guard(error, [&] {
        answer_place answer(answer_out);
        for (const ecflink::agency_record& given :
             taken(opened(ledger).agencies(required_id<ecflink::court_id>(court, court_size, "court")))) {
            ecflink_agency one = ECFLINK_AGENCY_INIT;
            one.state = static_cast<ecflink_agency_state>(given.state);
            one.court = answer->keep(given.court.view());
            one.court_size = given.court.view().size();
            one.agent = answer->keep(given.agent.view());
            one.agent_size = given.agent.view().size();
            one.principal = answer->keep(given.principal.view());
            one.principal_size = given.principal.view().size();
            answer->agencies.push_back(one);
        }
        answer->count = answer->agencies.size();
        answer.give();
    });
}

ecflink_status ecflink_agency_get(const ecflink_answer* answer, size_t index, ecflink_agency* out,
                                  ecflink_error* error) {
    return guard(error, [&] {
        const destination<ecflink_agency> place(out, "out");
        place.write(entry_of(required(answer, "answer").agencies, index));
    });
}

// ---- passwords ----------------------------------------------------------------------------------

ecflink_status ecflink_ledger_set_password(ecflink_ledger* ledger, const char* court, size_t court_size,
                                           const char* owner, size_t owner_size, const char* password,
                                           size_t password_size, const ecflink_acting* by, ecflink_time now,
                                           const ecflink_password_cost* cost, uint32_t flags,
                                           ecflink_error* error) {
    return guard(error, [&] {
        ecflink::password_cost work_to_do;
        if (cost != nullptr) {
            const ecflink_password_cost given = read(cost, "cost");
            require_unused(given.reserved, "cost.reserved");
            work_to_do.operations = given.operations == 0 ? work_to_do.operations : given.operations;
            work_to_do.memory_bytes =
                given.memory_bytes == 0 ? work_to_do.memory_bytes : std::size_t{given.memory_bytes};
        }
        done(opened(ledger).set_password(to_owner(court, court_size, owner, owner_size),
                                         text(password, password_size, "password"), to_acting(by, "by"),
                                         required_time(now, "now"), work_to_do, to_run(flags)));
    });
}

ecflink_status ecflink_ledger_check_password(ecflink_ledger* ledger, const char* court, size_t court_size,
                                             const char* owner, size_t owner_size, const char* password,
                                             size_t password_size, int32_t* right_out, ecflink_error* error) {
    return guard(error, [&] {
        std::int32_t& answer = required(right_out, "right_out");
        answer = taken(opened(ledger).check_password(to_owner(court, court_size, owner, owner_size),
                                                     text(password, password_size, "password")))
                     ? 1
                     : 0;
    });
}

ecflink_status ecflink_ledger_check_central_password(ecflink_ledger* ledger, const char* central,
                                                     size_t central_size, const char* password,
                                                     size_t password_size, ecflink_time now,
                                                     int32_t* right_out, ecflink_error* error) {
    return guard(error, [&] {
        std::int32_t& answer = required(right_out, "right_out");
        answer = taken(opened(ledger).check_central_password(
                     required_id<ecflink::central_id>(central, central_size, "central"),
                     text(password, password_size, "password"), required_time(now, "now")))
                     ? 1
                     : 0;
    });
}

ecflink_status ecflink_ledger_is_password_retired(ecflink_ledger* ledger, const char* court,
                                                  size_t court_size, const char* login, size_t login_size,
                                                  int32_t* out, ecflink_error* error) {
    return guard(error, [&] {
        std::int32_t& answer = required(out, "out");
        const std::optional<bool> retired = taken(
            opened(ledger).is_password_retired(required_id<ecflink::court_id>(court, court_size, "court"),
                                               required_id<ecflink::login>(login, login_size, "login")));
        answer = !retired ? -1 : *retired ? 1 : 0;
    });
}
