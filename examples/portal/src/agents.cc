// Filing agents: a principal gives and takes the right to file, and an agent chooses for whom to
// file.
#include <algorithm>

#include "access_text.hpp"
#include "pages.hpp"
#include "view.hpp"

namespace portal {
namespace {

view agents_page(visit& visitor, const ecflink::access_at& access) {
    view page(visitor, "agents");
    page.form("FORM", visitor.court_path("/agents"));
    add_menus(page, visitor, access.may);
    const auto all = taken(visitor.all.ledger.agencies(visitor.court->court));
    const bool is_agent = access.role == ecflink::account_role::filing_agent;
    view_part part = page.add(is_agent ? "AGENT" : "PRINCIPAL");
    std::size_t count = 0;
    for (const ecflink::agency_record& one : all) {
        const bool is_own = access.login && (is_agent ? one.agent : one.principal) == *access.login;
        const bool is_active = one.state == ecflink::agency_state::active;
        if (!is_own || (is_agent && !is_active)) {
            continue;
        }
        ++count;
        const bool is_chosen = visitor.who->acting_for == one.principal;
        view_part row = part.add("ITEMS");
        row.set("NAME", (is_agent ? one.principal : one.agent).view());
        row.set("STATE", visitor.said->text(is_chosen   ? "agents.chosen"
                                            : is_active ? "agents.active"
                                                        : "agents.inactive"));
        row.show(is_active ? "ACTIVE" : "INACTIVE");
    }
    part.show(count == 0 ? "EMPTY" : "SOME");
    return page;
}

}  // namespace

void show_agents(visit& visitor) { agents_page(visitor, access_of(visitor)).answer(); }

void take_agents(visit& visitor) {
    const ecflink::access_at access = access_of(visitor);
    const auto other = ecflink::login::make(visitor.field("login", ecflink::login::capacity));
    const std::string act = visitor.field("do");
    if (!other || !access.login) {
        agents_page(visitor, access).complain("agents.incomplete").answer(422);
        return;
    }
    if (act == "choose") {
        visitor.who->acting_for = other.value();
        visitor.go_to(visitor.court_path());
        return;
    }
    const auto to = act == "remove" ? ecflink::agency_state::inactive : ecflink::agency_state::active;
    const ecflink::acting by{ecflink::actor::filer, std::string(visitor.who->central.view()), ""};
    const ecflink::agency_answer answer = taken(visitor.all.ledger.set_agency(
        visitor.court->court, other.value(), *access.login, to, by, visitor.now));
    const bool is_done =
        answer == ecflink::agency_answer::associated || answer == ecflink::agency_answer::removed;
    const std::string key = "agency." + std::string(to_token(answer));
    if (!is_done) {
        agents_page(visitor, access).complain(key).answer(422);
        return;
    }
    visitor.who->notice = key;
    visitor.go_to(visitor.court_path("/agents"));
}

}  // namespace portal
