// Checks one proposed link with the header-only core alone: no library, no policy file, no
// allocation.
//
// The court is the Western District of Wisconsin, which went live on April 25, 2022. A filer tries
// the evening before, and again in the morning.
#include <cstdio>

#include <ecflink/ecflink.hpp>

namespace {

using namespace ecflink;

constexpr instant go_live = make_instant(make_civil_day(2022, 4, 25), 5);  // 00:00 in Madison

constexpr link_policy wiwd_policy() {
    link_policy policy;  // the catalogue's dispositions, the federal parameters
    policy.in_force = true;
    policy.system = court_system::next_gen;
    policy.go_live = go_live;
    return policy;
}

void check(instant now) {
    constexpr link_policy policy = wiwd_policy();

    central_account central;
    central.usage = central_usage::individual;
    central.status = central_status::active;
    central.generation = central_generation::upgraded;
    court_account account;
    account.login = "asample";
    account.role = account_role::attorney;
    account.status = account_status::active;

    link_case facts;
    facts.court = "wiwd";
    facts.central = &central;
    facts.account = &account;
    facts.evidence.central = {proof_class::password, now};
    facts.evidence.account = {proof_class::password, now};
    facts.evidence.account_court = "wiwd";
    facts.names = {
        .central_present = true, .account_present = true, .equal_exact = true, .equal_normalized = true};

    const assessment answer = assess(policy, facts, now);
    const explanation why = explain(policy, answer, now);
    std::printf("%s", to_token(answer.verdict).data());
    for (const finding one : why.deciding) {
        std::printf("; %s: %s", to_token(one).data(), describe(one).remedy.data());
    }
    std::printf("\n");
}

}  // namespace

int main() {
    check({go_live.micros - 1});
    check(go_live);
}
