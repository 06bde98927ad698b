// A finding is not a number, a set of findings is not a bool, and a result must be used.
#include <ecflink/ecflink.hpp>

using namespace ecflink;

bool use(const link_policy& policy, const link_case& facts, instant now) {
    const assessment answer = assess(policy, facts, now);
#if WRONG == 1  // error: (no match|invalid operands)
    return finding::central_shared == 8;
#elif WRONG == 2  // error: (cannot convert|no viable conversion)
    return answer.findings;
#elif WRONG == 3  // error: (no match|invalid operands)
    return answer.findings == 0;
#elif WRONG == 4  // error: (cannot convert|cannot initialize|could not convert|no viable)
    const finding first = 8;
    return answer.findings.contains(first);
#elif WRONG == 5  // error: (no match|invalid operands)
    return answer.verdict == disposition::refuse;
#elif WRONG == 6  // error: ignoring return value
    assess(policy, facts, now);
#elif WRONG == 7  // error: (no match|invalid operands)
    return account_status::active == central_status::active;
#elif WRONG == 8  // error: (cannot convert|cannot initialize|could not convert)
    return policy.roles->contains(central_usage::individual);
#elif WRONG == 9  // error: (conversion|no viable|no matching)
    const findings bits = 0x100;
    return bits.empty();
#endif
    return answer.findings.contains(finding::central_shared);
}
