// One link: the decision as C sees it.
#include <ecflink/core/assess.hpp>

#include "link_case.hpp"

namespace {

using namespace ecflink::capi;

ecflink_assessment to_c(const ecflink::assessment& given, const ecflink::explanation& why) noexcept {
    ecflink_assessment answer = ECFLINK_ASSESSMENT_INIT;
    answer.verdict = static_cast<ecflink_verdict>(given.verdict);
    answer.next_step = why.next_step ? static_cast<ecflink_finding>(*why.next_step) : ECFLINK_NO_FINDING;
    answer.findings = given.findings.bits();
    answer.deciding = why.deciding.bits();
    answer.to_allow = why.to_allow.bits();
    answer.noted = why.noted.bits();
    answer.not_before = why.not_before ? why.not_before->micros : ECFLINK_NO_TIME;
    return answer;
}

}  // namespace

ecflink_status ecflink_link_assess(const ecflink_engine* engine, const ecflink_link_case* link_case,
                                   ecflink_time now, ecflink_assessment* out, ecflink_error* error) {
    return guard(error, [&] {
        const destination<ecflink_assessment> answer(out, "out");
        const ecflink::policy_set& policies = *required(engine, "engine").policies;
        const ecflink_link_case given = read(link_case, "link_case");
        const auto court = identifier<ecflink::court_id>(given.court, given.court_size, "link_case.court");
        const owned_case owned(given, court, policies.find(court.view()));
        const ecflink::instant at = required_time(now, "now");
        const ecflink::assessment decision = assess(owned.rules(), owned.facts(), at);
        answer.write(to_c(decision, explain(owned.rules(), decision, owned.looked_at(at))));
    });
}
