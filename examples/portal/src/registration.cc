// A filer asks for filing privileges, and sees how far the request has come. The form asks for no
// login: the answer would tell a stranger whose account it is.
#include <array>

#include "access_text.hpp"
#include "pages.hpp"
#include "times.hpp"
#include "view.hpp"

namespace portal {
namespace {

constexpr std::array asked_types{"admission",        "filing-only",   "pro-hac-vice",
                                 "federal-attorney", "multidistrict", "non-attorney"};
constexpr std::array asked_roles{"attorney", "pro-hac-vice",  "government-attorney",
                                 "trustee",  "filing-agent",  "limited-filer",
                                 "pro-se",   "court-reporter"};

view registration_page(visit& visitor) {
    view page(visitor, "registration");
    page.form("FORM", visitor.court_path("/registration"));
    add_menus(page, visitor, access_of(visitor).may);
    for (const char* one : asked_types) {
        page.add("TYPES").set("VALUE", one).set("TEXT", visitor.said->text(std::string("type.") + one));
    }
    for (const char* one : asked_roles) {
        page.add("ROLES").set("VALUE", one).set("TEXT", visitor.said->text(std::string("role.") + one));
    }
    const auto own = taken(visitor.all.ledger.registrations(visitor.court->court, visitor.who->central));
    for (const ecflink::registration_record& one : own) {
        view_part row = page.add("ITEMS");
        row.set("ITEM", std::to_string(one.id));
        row.set("TYPE", visitor.said->text("type." + std::string(to_token(one.request.type))));
        row.set("STATE", visitor.said->text("request." + std::string(to_token(one.state))));
        row.set("REASON", one.reason);
        row.set("TIME", one.submitted_at ? time_in_words(*one.submitted_at, visitor.court, *visitor.said)
                                         : std::string{});
    }
    page.show(own.empty() ? "EMPTY" : "SOME");
    return page;
}

}  // namespace

void show_registration(visit& visitor) { registration_page(visitor).answer(); }

void take_registration(visit& visitor) {
    const auto type = ecflink::from_token<ecflink::request_type>(visitor.field("type"));
    const auto role = ecflink::from_token<ecflink::account_role>(visitor.field("role"));
    ecflink::registration_request request;
    request.court = visitor.court->court;
    request.central = visitor.who->central;
    request.type = type.value_or(ecflink::request_type::missing);
    request.role = role.value_or(ecflink::account_role::missing);
    const ecflink::registration_outcome made =
        taken(visitor.all.ledger.submit_registration(request, visitor.now));
    const std::string key = "answer." + std::string(to_token(made.decision.answer));
    if (!made.decision.is_moved()) {
        registration_page(visitor).complain(key).answer(422);
        return;
    }
    // In this example the portal does the center's part as well: it passes the request on.
    taken(visitor.all.ledger.move_registration(made.id, ecflink::registration_move::route,
                                               {ecflink::actor::center, "portal", ""}, visitor.now));
    visitor.who->notice = "registration.sent";
    visitor.go_to(visitor.court_path("/registration"));
}

}  // namespace portal
