// What a clerk is shown of two accounts.
#include <ecflink/text/visible_text.hpp>

#include "staff_pages.hpp"

namespace portal {

ecflink::acting clerk_of(const visit& visitor, std::string reason) {
    return {ecflink::actor::court, std::string(visitor.who->staff_login.view()), std::move(reason)};
}

void add_review(view_part part, const visit& visitor, const ecflink::pair_review& pair) {
    const messages& said = *visitor.said;
    const ecflink::court_policy& court = *visitor.court;
    const std::string& none = said.text("staff.no_name");
    view_part review = part.add("REVIEW");
    review.set("ACCOUNT_NAME", pair.account_name.empty() ? none : ecflink::visible_text(pair.account_name));
    review.set("CENTRAL_NAME", pair.central_name.empty() ? none : ecflink::visible_text(pair.central_name));
    review.set("ROLE", said.text("role." + std::string(to_token(pair.role))));
    for (const std::string& one :
         ecflink::reasons_to_look_twice(court.rules.compare_names, pair.account_name, pair.central_name)) {
        review.add("REASONS").set("TEXT", said.said(one, court.words));
    }
    for (const ecflink::finding_info& info : ecflink::catalogue()) {
        if (pair.found.findings.contains(info.id)) {
            const ecflink::disposition given = court.rules.dispositions.of(info.id);
            review.add("FINDINGS")
                .set("TOKEN", info.token)
                .set("DISPOSITION", said.text("disposition." + std::string(to_token(given))))
                .set("TEXT", said.said(info.remedy, court.words));
        }
    }
    review.show("NO_FINDINGS", pair.found.findings.empty());
    for (const std::string& one : pair.permanent) {
        review.add("PERMANENT").set("TEXT", said.said(one, court.words));
    }
}

}  // namespace portal
