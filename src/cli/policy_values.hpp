// policy_values.hpp: which values of a policy decide about findings.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <ecflink/core/findings.hpp>
#include <ecflink/policies/policy_set.hpp>

namespace ecflink::cli {

/// A value of a policy, and the findings that it decided about.
struct deciding_value {
    value_origin origin;
    findings of;
};

/// The values that the rules of these findings read, and their dispositions, sorted by path.
[[nodiscard]] std::vector<deciding_value> values_that_decide(const court_policy& policy, findings found);

}  // namespace ecflink::cli
