// What a person must do next in a court.
#include <vector>

#include <ecflink/ecflink_decide.h>
#include <ecflink/decide/readiness.hpp>

#include "link_case.hpp"

struct ecflink_plan {
    ecflink::readiness steps;
};

namespace {

using namespace ecflink::capi;

ecflink_planned_step to_c(const ecflink::planned_step& given) noexcept {
    ecflink_planned_step told = ECFLINK_PLANNED_STEP_INIT;
    told.step = static_cast<ecflink_step>(given.id);
    told.state = static_cast<ecflink_step_state>(given.state);
    told.or_else = given.or_else ? static_cast<ecflink_step>(*given.or_else) : ECFLINK_NO_STEP;
    told.from = given.from ? given.from->micros : ECFLINK_NO_TIME;
    told.until = given.until ? given.until->micros : ECFLINK_NO_TIME;
    return told;
}

/// The facts that are not accounts.
ecflink::readiness_facts facts_of(const ecflink_person& given) {
    constexpr std::uint32_t known_flags =
        ECFLINK_PERSON_HOLDS_ACCOUNT | ECFLINK_PERSON_KNOWS_CREDENTIALS | ECFLINK_PERSON_PASSWORD_RETIRED |
        ECFLINK_PERSON_CENTRAL_LOGIN_FORGOTTEN | ECFLINK_PERSON_NOTICES_ONLY;
    require_unused(given.flags & ~known_flags, "person.flags");
    require_unused(given.reserved, "person.reserved");
    ecflink::readiness_facts facts;
    facts.purpose = enumerator(given.purpose, facts.purpose, "person.purpose");
    facts.kind = enumerator(given.kind, facts.kind, "person.kind");
    if (given.request != 0) {
        facts.request = enumerator(given.request, ecflink::registration_state::draft, "person.request");
    }
    facts.holds_account = (given.flags & ECFLINK_PERSON_HOLDS_ACCOUNT) != 0;
    facts.credentials_known = (given.flags & ECFLINK_PERSON_KNOWS_CREDENTIALS) != 0;
    facts.password_retired = (given.flags & ECFLINK_PERSON_PASSWORD_RETIRED) != 0;
    facts.central_login_forgotten = (given.flags & ECFLINK_PERSON_CENTRAL_LOGIN_FORGOTTEN) != 0;
    facts.notices_only = (given.flags & ECFLINK_PERSON_NOTICES_ONLY) != 0;
    facts.typed_login =
        identifier<ecflink::login>(given.typed_login, given.typed_login_size, "person.typed_login");
    return facts;
}

}  // namespace

size_t ecflink_step_count(void) { return ecflink::step_catalogue().size(); }

ecflink_status ecflink_step_get(size_t index, ecflink_step_info* out, ecflink_error* error) {
    return guard(error, [&] {
        const destination<ecflink_step_info> answer(out, "out");
        if (index >= ecflink::step_catalogue().size()) {
            throw failure{ECFLINK_E_NOT_FOUND, "index"};
        }
        const ecflink::step_info& entry = ecflink::step_catalogue()[index];
        ecflink_step_info info = ECFLINK_STEP_INFO_INIT;
        info.step = static_cast<ecflink_step>(entry.id);
        info.who = static_cast<ecflink_actor>(entry.who);
        info.mends = entry.mends.bits();
        info.token = static_text(entry.token);
        info.help = static_text(entry.help);
        info.sentence = static_text(entry.sentence);
        info.sources = static_text(entry.sources);
        info.since = static_text(entry.since);
        answer.write(info);
    });
}

const char* ecflink_step_token(ecflink_step step) {
    const ecflink::step_info* const entry =
        step < 0 ? nullptr : ecflink::find_step(static_cast<unsigned>(step));
    return entry == nullptr ? "" : static_text(entry->token);
}

ecflink_status ecflink_plan_create(const ecflink_engine* engine, const ecflink_person* person,
                                   ecflink_time now, ecflink_plan** out, ecflink_error* error) {
    return guard(error, [&] {
        ecflink_plan*& answer = required(out, "out");
        const ecflink::policy_set& policies = *required(engine, "engine").policies;
        const ecflink_person given = read(person, "person");
        const ecflink_link_case accounts = read(given.accounts, "person.accounts");
        const auto court =
            identifier<ecflink::court_id>(accounts.court, accounts.court_size, "link_case.court");
        const ecflink::court_policy& policy = policies.find(court.view());
        const owned_case owned(accounts, court, policy);
        std::vector<ecflink::court_account> linked;
        for_each(given.linked, given.linked_count, "person.linked",
                 [&](const ecflink_court_account& one, std::size_t) {
                     linked.push_back(from_c<ecflink::court_account>("person.linked", one));
                 });
        std::vector<const ecflink::court_account*> places;
        for (const ecflink::court_account& one : linked) {
            places.push_back(&one);
        }
        ecflink::readiness_facts facts = facts_of(given);
        facts.accounts = owned.facts();
        facts.accounts.row = nullptr;
        facts.linked = places;
        answer = new ecflink_plan{ecflink::ready(policy.rules, facts, required_time(now, "now"))};
    });
}

size_t ecflink_plan_step_count(const ecflink_plan* plan) {
    return plan == nullptr ? 0 : plan->steps.steps().size();
}

ecflink_status ecflink_plan_step(const ecflink_plan* plan, size_t index, ecflink_planned_step* out,
                                 ecflink_error* error) {
    return guard(error, [&] {
        const destination<ecflink_planned_step> answer(out, "out");
        const auto steps = required(plan, "plan").steps.steps();
        if (index >= steps.size()) {
            throw failure{ECFLINK_E_NOT_FOUND, "index"};
        }
        answer.write(to_c(steps[index]));
    });
}

ecflink_status ecflink_plan_meanwhile(const ecflink_plan* plan, ecflink_planned_step* out,
                                      ecflink_error* error) {
    return guard(error, [&] {
        const destination<ecflink_planned_step> answer(out, "out");
        const auto& meanwhile = required(plan, "plan").steps.meanwhile();
        if (!meanwhile) {
            throw failure{ECFLINK_E_NOT_FOUND, "plan"};
        }
        answer.write(to_c(*meanwhile));
    });
}

void ecflink_plan_free(ecflink_plan* plan) { delete plan; }
