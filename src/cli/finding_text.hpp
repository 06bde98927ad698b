// finding_text.hpp: findings and verdicts, for people and in JSON.
#pragma once

#include <string>
#include <string_view>

#include <ecflink/core/assess.hpp>
#include <ecflink/policies/policy_set.hpp>

#include "cli/json.hpp"
#include "cli/screen.hpp"

namespace ecflink::cli {

[[nodiscard]] look look_of(disposition given) noexcept;
[[nodiscard]] look look_of(verdict given) noexcept;

/// What to do about a finding, in the court's words; where another one of `to_mend` makes its
/// remedy void, which one that is.
[[nodiscard]] std::string remedy_in_words(const court_policy& policy, finding one, findings to_mend);
/// The findings that the policy does not ignore: its disposition, who acts and what to do. Empty if
/// there are none.
[[nodiscard]] std::string reasons_as_table(const court_policy& policy, findings found, const screen& on);
/// The same for a JSON result, with the findings that the policy ignores.
[[nodiscard]] json reasons_in_full(const court_policy& policy, findings found);

/// Tokens of findings, each with its disposition: "name-differs (note), central-closed (refuse)".
[[nodiscard]] std::string with_dispositions(const link_policy& rules, findings found);
/// `there is no finding "name-difers"; did you mean "name-differs"?`, and where they are listed.
[[nodiscard]] std::string no_such_finding(std::string_view token);

/// Tokens of findings, lowest first, with something between them.
[[nodiscard]] std::string join(findings found, std::string_view between);
[[nodiscard]] json list_of(findings found);

}  // namespace ecflink::cli
