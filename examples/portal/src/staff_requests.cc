// Requests for filing privileges: what came in, and the court's moves.
#include <algorithm>
#include <charconv>

#include "staff_pages.hpp"
#include "times.hpp"

namespace portal {
namespace {

view requests_page(visit& visitor) {
    view page(visitor, "staff_requests");
    page.show("STAFF_BAR");
    page.form("FORM", visitor.staff_path("/registrations"));
    const auto all = taken(visitor.all.ledger.registrations(visitor.court->court));
    for (const ecflink::registration_record& one : all) {
        view_part row = page.add("ITEMS");
        row.set("ITEM", std::to_string(one.id)).set("CENTRAL", one.request.central.view());
        row.set("TYPE", visitor.said->text("type." + std::string(to_token(one.request.type))));
        row.set("ROLE", visitor.said->text("role." + std::string(to_token(one.request.role))));
        row.set("STATE", visitor.said->text("request." + std::string(to_token(one.state))));
        row.set("REASON", one.reason);
        row.set("TIME", one.submitted_at ? time_in_words(*one.submitted_at, visitor.court, *visitor.said)
                                         : std::string{});
        if (one.state == ecflink::registration_state::court_pending) {
            page.add("WAITING")
                .set("ITEM", std::to_string(one.id))
                .set("CENTRAL", one.request.central.view());
        }
    }
    page.show(all.empty() ? "EMPTY" : "SOME");
    page.show("ANY_WAITING", std::ranges::any_of(all, [](const ecflink::registration_record& one) {
                  return one.state == ecflink::registration_state::court_pending;
              }));
    return page;
}

/// The number of a request of this court; 0 if it has none of this number.
std::uint64_t id_of(const visit& visitor) {
    const std::string text = visitor.field("item");
    std::uint64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    const auto all = taken(visitor.all.ledger.registrations(visitor.court->court));
    return std::ranges::any_of(all, [number](const auto& one) { return one.id == number; }) ? number : 0;
}

}  // namespace

void show_requests(visit& visitor) { requests_page(visitor).answer(); }

void take_requests(visit& visitor) {
    const std::uint64_t id = id_of(visitor);
    const auto move = ecflink::from_token<ecflink::registration_move>(visitor.field("do"));
    if (id == 0 || !move) {
        throw stop_here{404, "not_found"};
    }
    const auto account = ecflink::login::make(visitor.field("new-login", ecflink::login::capacity));
    const ecflink::registration_outcome outcome = taken(visitor.all.ledger.move_registration(
        id, *move, clerk_of(visitor, visitor.field("reason")), visitor.now,
        account ? std::optional(account.value()) : std::nullopt));
    const std::string key = "answer." + std::string(to_token(outcome.decision.answer));
    if (!outcome.decision.is_moved()) {
        requests_page(visitor).complain(key).answer(422);
        return;
    }
    visitor.who->notice = key;
    visitor.go_to(visitor.staff_path("/registrations"));
}

}  // namespace portal
