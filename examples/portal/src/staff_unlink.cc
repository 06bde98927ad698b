// Removing a link: first both names and what becomes permanent, then the reason.
#include "staff_pages.hpp"

namespace portal {
namespace {

view unlink_page(visit& visitor) {
    view page(visitor, "staff_unlink");
    page.show("STAFF_BAR");
    page.form("FORM", visitor.staff_path("/unlink"));
    page.set("TYPED_LOGIN", visitor.field("login", ecflink::login::capacity));
    page.set("TYPED_CENTRAL", visitor.field("central", ecflink::central_id::capacity));
    return page;
}

}  // namespace

void show_unlink(visit& visitor) {
    view page = unlink_page(visitor);
    page.show("FIRST");
    page.answer();
}

void take_unlink(visit& visitor) {
    const auto name = ecflink::login::make(visitor.field("login", ecflink::login::capacity));
    const auto central = ecflink::central_id::make(visitor.field("central", ecflink::central_id::capacity));
    if (!name || !central) {
        view page = unlink_page(visitor);
        page.show("FIRST");
        page.complain("unlink.incomplete").answer(422);
        return;
    }
    const bool only_looks = visitor.field("do") != "remove";
    const ecflink::acting by =
        clerk_of(visitor, only_looks ? "looking at the link" : visitor.field("reason"));
    const ecflink::unlink_outcome outcome =
        taken(visitor.all.ledger.unlink(visitor.court->court, name.value(), central.value(), by, visitor.now,
                                        only_looks ? ecflink::run::dry : ecflink::run::write));
    if (outcome.answer == ecflink::unlink_answer::removed && !only_looks) {
        visitor.who->notice = "unlink.removed";
        visitor.go_to(visitor.staff_path());
        return;
    }
    view page = unlink_page(visitor);
    const bool can_go_on = outcome.answer == ecflink::unlink_answer::removed ||
                           outcome.answer == ecflink::unlink_answer::reason_missing;
    if (outcome.answer != ecflink::unlink_answer::removed) {
        page.complain("unlink." + std::string(to_token(outcome.answer)));
    }
    if (can_go_on) {
        page.show("SECOND");
        add_review(page, visitor, outcome.pair);
    } else {
        page.show("FIRST");
    }
    page.answer(outcome.answer == ecflink::unlink_answer::removed ? 200 : 422);
}

}  // namespace portal
