// witness_text.hpp: a case that two policies judge differently, in words.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <ecflink/policies/policy_tools.hpp>

namespace ecflink::cli {

/// One sentence fragment a party: the link, the central account, the court account, the proofs, the
/// names, other links. What is as usual is left out.
[[nodiscard]] std::vector<std::string> describe(const witness& seen, const std::optional<time_zone>& zone);

}  // namespace ecflink::cli
