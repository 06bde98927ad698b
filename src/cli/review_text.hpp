// review_text.hpp: what whoever decides about two accounts is shown.
#pragma once

#include <string>

#include <ecflink/ledger/ledger.hpp>

#include "cli/json.hpp"
#include "cli/screen.hpp"

namespace ecflink::cli {

/// The keys of the two accounts. Without a login there is no court account.
struct reviewed_pair {
    court_id court;
    std::optional<ecflink::login> login;
    central_id central;
};

/// Both names side by side, every finding with its disposition, and what becomes permanent.
[[nodiscard]] std::string in_words(const pair_review& review, const reviewed_pair& pair,
                                   const court_policy& policy, const screen& on);
/// The same for a JSON result.
[[nodiscard]] json to_json(const pair_review& review, const reviewed_pair& pair, const court_policy& policy);

}  // namespace ecflink::cli
