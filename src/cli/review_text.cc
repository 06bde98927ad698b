#include "cli/review_text.hpp"

#include <fmt/format.h>

#include "cli/finding_text.hpp"
#include "cli/text_list.hpp"
#include "cli/token_text.hpp"

namespace ecflink::cli {
namespace {

std::string name_or_none(const std::string& name) { return name.empty() ? "(no name on record)" : name; }

}  // namespace

std::string in_words(const pair_review& review, const reviewed_pair& pair, const court_policy& policy,
                     const screen& on) {
    text_table names({{""}, {"NAME", column_kind::wrapped}, {"ACCOUNT", column_kind::wrapped}});
    if (pair.login) {
        names.add({"Court", name_or_none(review.account_name),
                   fmt::format("login {} at {}, {}", pair.login->view(), pair.court.view(),
                               review.role == account_role::missing ? "no role" : to_token(review.role))});
    }
    names.add({"Central", name_or_none(review.central_name), fmt::format("account {}", pair.central.view())});
    std::string text = names.render(on) + '\n';
    const std::string reasons = reasons_as_table(policy, review.found.findings, on);
    text += reasons.empty() ? on.entry("Findings", "none") : reasons;
    return text + '\n' + on.entry("For good", review.permanent);
}

json to_json(const pair_review& review, const reviewed_pair& pair, const court_policy& policy) {
    return {{"account", pair.login ? json{{"court", pair.court.view()},
                                          {"login", pair.login->view()},
                                          {"name", or_null(review.account_name)},
                                          {"role", or_null(to_token(review.role))}}
                                   : json()},
            {"central", {{"id", pair.central.view()}, {"name", or_null(review.central_name)}}},
            {"verdict", to_token(review.found.verdict)},
            {"findings", reasons_in_full(policy, review.found.findings)},
            {"permanent", review.permanent}};
}

}  // namespace ecflink::cli
