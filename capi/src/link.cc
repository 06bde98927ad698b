// One link: the case as the rules see it, and the decision as C sees it.
#include "cases.hpp"
#include "engine.hpp"

using namespace ecflink::capi;

ecflink_status ecflink_link_assess(const ecflink_engine* engine, const ecflink_link_case* link_case,
                                   ecflink_time now, ecflink_assessment* out, ecflink_error* error) {
    return guard(error, [&] {
        const destination<ecflink_assessment> answer(out, "out");
        const ecflink::policy_set& policies = *required(engine, "engine").policies;
        const owned_case owned(read(link_case, "link_case"), policies);
        const ecflink::instant at = required_time(now, "now");
        const ecflink::assessment decision = assess(owned.rules(), owned.facts(), at);
        answer.write(to_c(decision, explain(owned.rules(), decision, owned.looked_at(at))));
    });
}
