// The core as it is used where exceptions and run-time type information are off.
#include <ecflink/ecflink.hpp>

#ifdef __cpp_exceptions
#error "this file is compiled without exceptions"
#endif
#ifdef __cpp_rtti
#error "this file is compiled without run-time type information"
#endif

int main(int argc, char**) {
    ecflink::link_policy policy;
    policy.in_force = true;
    policy.go_live = ecflink::make_instant(ecflink::make_civil_day(2022, 4, 25), 5);
    ecflink::link_case facts;
    facts.court = "wiwd";
    const auto login = ecflink::login::make(argc > 0 ? "asample" : "");
    const ecflink::assessment answer = ecflink::assess(policy, facts, *policy.go_live);
    const bool is_right =
        login.has_value() && answer.verdict == ecflink::verdict::refuse &&
        ecflink::explain(policy, answer, *policy.go_live).next_step == ecflink::finding::central_unknown;
    return is_right ? 0 : 1;
}
