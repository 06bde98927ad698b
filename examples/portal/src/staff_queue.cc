// The clerk's desk: links that the rules hold, one by one, with both names and all findings.
#include <charconv>

#include "staff_pages.hpp"
#include "times.hpp"

namespace portal {
namespace {

std::string state_of(const visit& visitor, ecflink::hold_state state) {
    return visitor.said->text("hold." + std::string(to_token(state)));
}

std::uint64_t number_of(const std::string& text) {
    std::uint64_t number = 0;
    const auto end = std::from_chars(text.data(), text.data() + text.size(), number);
    return end.ec == std::errc() && end.ptr == text.data() + text.size() ? number : 0;
}

/// The item of the address. One of another court is none of this clerk's.
ecflink::hold_review review_of(const visit& visitor) {
    const std::uint64_t number = number_of(visitor.request.matches[2].str());
    ecflink::hold_review found = taken(visitor.all.ledger.review_hold(number, visitor.now));
    if (found.item.court != visitor.court->court) {
        throw stop_here{404, "not_found"};
    }
    return found;
}

view hold_page(visit& visitor, const ecflink::hold_review& found) {
    const ecflink::held_link& item = found.item;
    view page(visitor, "staff_hold");
    page.form("FORM", visitor.staff_path("/hold/" + std::to_string(item.id)));
    page.set("ITEM", std::to_string(item.id)).set("LOGIN", item.login.view());
    page.set("CENTRAL", item.central.view()).set("STATE", state_of(visitor, item.state));
    page.set("PROPOSED", time_in_words(item.proposed_at, visitor.court, *visitor.said));
    page.show("CHANGED", found.has_changed);
    if (item.decided_at) {
        page.add("DECIDED")
            .set("TIME", time_in_words(*item.decided_at, visitor.court, *visitor.said))
            .set("WHO", item.decided_by)
            .set("REASON", item.reason);
    }
    if (found.approved_until) {
        page.add("UNTIL").set("TIME", time_in_words(*found.approved_until, visitor.court, *visitor.said));
    }
    page.show("CAN_APPROVE", item.state == ecflink::hold_state::waiting);
    page.show("CAN_DECIDE",
              item.state == ecflink::hold_state::waiting || item.state == ecflink::hold_state::approved);
    add_review(page, visitor, found.pair);
    return page;
}

}  // namespace

void show_queue(visit& visitor) {
    const bool with_closed = visitor.field("all") == "yes";
    view page(visitor, "staff_queue");
    page.show("STAFF_BAR").show(with_closed ? "WITH_CLOSED" : "OPEN_ONLY");
    const auto items = taken(visitor.all.ledger.held_links(visitor.court->court, with_closed));
    for (const ecflink::held_link& one : items) {
        view_part row = page.add("ITEMS");
        row.set("ITEM", std::to_string(one.id)).set("ITEM_LOGIN", one.login.view());
        row.set("CENTRAL", one.central.view()).set("STATE", state_of(visitor, one.state));
        row.set("PROPOSED", time_in_words(one.proposed_at, visitor.court, *visitor.said));
        for (const ecflink::finding_info& info : ecflink::catalogue()) {
            if (one.found.contains(info.id)) {
                row.add("FOUND").set("TOKEN", info.token);
            }
        }
    }
    page.show(items.empty() ? "EMPTY" : "SOME");
    page.answer();
}

void show_hold(visit& visitor) {
    view page = hold_page(visitor, review_of(visitor));
    page.show("STAFF_BAR");
    page.answer();
}

void take_hold(visit& visitor) {
    const std::uint64_t id = review_of(visitor).item.id;
    const ecflink::acting by = clerk_of(visitor, visitor.field("reason"));
    const bool approves = visitor.field("do") == "approve";
    const ecflink::hold_outcome outcome =
        taken(approves ? visitor.all.ledger.approve_hold(id, by, visitor.now)
                       : visitor.all.ledger.reject_hold(id, by, visitor.now));
    const std::string key = "hold_answer." + std::string(to_token(outcome.answer));
    if (outcome.sequence == 0) {
        view page = hold_page(visitor, outcome.shown);
        page.show("STAFF_BAR");
        page.complain(key).answer(422);
        return;
    }
    visitor.who->notice = key;
    visitor.go_to(visitor.staff_path());
}

}  // namespace portal
