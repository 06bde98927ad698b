// The headers alone: a policy in C++, and one link decided by the compiler and by the program.
#include <ecflink/core/assess.hpp>

#include <cstdio>

namespace {

constexpr ecflink::instant go_live = ecflink::make_instant(ecflink::make_civil_day(2022, 4, 25), 5);

constexpr ecflink::link_policy policy = [] {
    ecflink::link_policy made;
    made.in_force = true;
    made.system = ecflink::court_system::next_gen;
    made.go_live = go_live;
    return made;
}();

constexpr ecflink::central_account central = [] {
    ecflink::central_account made;
    made.usage = ecflink::central_usage::individual;
    made.status = ecflink::central_status::active;
    made.generation = ecflink::central_generation::upgraded;
    made.registration = ecflink::registration_type::attorney_filer;
    return made;
}();

constexpr ecflink::court_account account = [] {
    ecflink::court_account made;
    made.login = "alopez";
    made.role = ecflink::account_role::attorney;
    made.status = ecflink::account_status::active;
    return made;
}();

constexpr ecflink::assessment assess_at(ecflink::instant now) {
    ecflink::link_case link;
    link.court = "wiwd";
    link.central = &central;
    link.account = &account;
    link.evidence.central = {ecflink::proof_class::password, now};
    link.evidence.account = {ecflink::proof_class::password, now};
    link.evidence.account_court = link.court;
    return ecflink::assess(policy, link, now);
}

static_assert(assess_at(go_live).verdict == ecflink::verdict::allow);

}  // namespace

int main() {
    const ecflink::assessment early = assess_at({go_live.micros - 1});
    const ecflink::explanation why = ecflink::explain(policy, early, {go_live.micros - 1});
    std::printf("core: %s before go-live (%s), %s from then on\n", ecflink::to_token(early.verdict).data(),
                ecflink::to_token(why.next_step.value()).data(),
                ecflink::to_token(assess_at(go_live).verdict).data());
}
