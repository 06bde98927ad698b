// Tells a filer of the Western District of Wisconsin's bankruptcy court what to do next: before the
// outage, during it, and at go-live.
//
// The policy is the built-in one, with the court's real dates. The filer's central account was made
// in 2009 and never upgraded.
#include <iostream>

#include <ecflink/decide/readiness.hpp>
#include <ecflink/policies/policy_set.hpp>

int main() {
    const auto policies = ecflink::policy_set::load();
    if (!policies) {
        std::cerr << to_text(policies.error().front()) << '\n';
        return 3;
    }
    const ecflink::court_policy& wiwb = policies.value().find("wiwb");

    ecflink::central_account central;
    central.usage = ecflink::central_usage::individual;
    central.status = ecflink::central_status::active;
    central.generation = ecflink::central_generation::legacy;
    central.created = ecflink::parse_date("2009-05-04").value();
    ecflink::court_account account;
    account.login = "asample";
    account.role = ecflink::account_role::attorney;
    account.status = ecflink::account_status::active;

    for (const char* local : {"2020-03-20T09:00", "2020-03-27T12:00", "2020-03-30T08:00"}) {
        const ecflink::instant now = ecflink::parse_instant(local, wiwb.zone).value();
        ecflink::readiness_facts facts;
        facts.kind = wiwb.kind;
        facts.accounts.court = wiwb.court;
        facts.accounts.central = &central;
        facts.accounts.account = &account;
        facts.accounts.names = {
            .central_present = true, .account_present = true, .equal_exact = true, .equal_normalized = true};

        std::cout << "On " << wiwb.zone->to_local_text(now) << ":\n";
        const ecflink::readiness plan = ecflink::ready(wiwb.rules, facts, now);
        for (const ecflink::planned_step& step : plan.steps()) {
            std::cout << "  " << to_token(step.state) << ": " << describe(step.id).sentence;
            if (step.from && *step.from > now) {
                std::cout << " From " << wiwb.zone->to_local_text(*step.from) << '.';
            }
            std::cout << '\n';
        }
    }
}
