// The compiled library: the built-in policies, a court's clock, two names, and one link of the
// Western District of Wisconsin.
#include <ecflink/core/assess.hpp>
#include <ecflink/policies/directory.hpp>
#include <ecflink/policies/policy_set.hpp>
#include <ecflink/text/time_text.hpp>
#include <ecflink/tables/person_name.hpp>

#include <iostream>

int main() {
    const auto policies = ecflink::policy_set::load();
    if (!policies) {
        for (const ecflink::diagnostic& trouble : policies.error()) {
            std::cerr << to_text(trouble) << '\n';
        }
        return 3;
    }
    const ecflink::court_policy& court = policies.value().find("wiwd");
    const ecflink::instant now = ecflink::parse_instant("2024-06-03T10:00", court.zone).value();

    ecflink::central_account central;
    central.usage = ecflink::central_usage::individual;
    central.status = ecflink::central_status::active;
    central.generation = ecflink::central_generation::upgraded;
    central.registration = ecflink::registration_type::attorney_filer;
    ecflink::court_account account;
    account.login = "alopez";
    account.role = ecflink::account_role::attorney;
    account.status = ecflink::account_status::active;

    ecflink::link_case link;
    link.court = court.court;
    link.central = &central;
    link.account = &account;
    link.evidence.central = {ecflink::proof_class::password, now};
    link.evidence.account = {ecflink::proof_class::password, now};
    link.evidence.account_court = link.court;
    link.names = ecflink::compare_names("GARC\u00cdA-Lopez, Ana Jr.", "Ana Garcia Lopez");

    const ecflink::assessment answer = ecflink::assess(court.rules, link, now);
    std::cout << "c++: " << ecflink::find_court("wiwd")->pacer_id << ' ' << court.zone->to_local_text(now)
              << ' ' << to_token(answer.verdict) << " by policy " << court.digest.substr(0, 7) << ", names "
              << (link.names.equal_normalized ? "equal" : "differ") << '\n';
}
