// court_text.hpp: a court's name, and whom to call there.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <ecflink/policies/policy_set.hpp>

#include "cli/json.hpp"

namespace ecflink::cli {

/// "Bankruptcy Court, W.D. Wisconsin (wiwb)", or the id alone.
[[nodiscard]] std::string court_title(const court_policy& policy, std::string_view court);

/// `; did you mean "wiwb"?`, to follow the message that no policy is in force for a court: courts
/// whose ids are near, or else a few whose names have these words. Empty if there is none.
[[nodiscard]] std::string did_you_mean_court(const policy_set& policies, std::string_view court);

/// The purpose for which one asks the service center and not the court.
inline constexpr std::string_view center_purpose = "central-account";

/// Whom to ask for a purpose, the token of a help_purpose. Where a court names nobody for it, those
/// of the nearest purpose that the court has.
[[nodiscard]] std::vector<help_entry> whom_to_call(const court_policy& policy, std::string_view purpose);
/// "the help desk for credentials, (608) 264-5178 or (715) 839-2980"; empty if nobody is known.
[[nodiscard]] std::string call_in_words(const court_policy& policy, std::string_view purpose);
[[nodiscard]] json list_of(std::span<const help_entry> entries);

/// A text for persons in the words of a court: "your central account" is "your PACER account".
[[nodiscard]] std::string in_words_of(const court_policy& policy, std::string_view text);

}  // namespace ecflink::cli
