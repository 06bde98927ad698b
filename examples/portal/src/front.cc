// The front page, forgotten logins and passwords, and signing off.
#include "access_text.hpp"
#include "pages.hpp"
#include "view.hpp"

namespace portal {

void show_front(visit& visitor) {
    if (const std::string id = visitor.field("court"); find_court(visitor.all, id) != nullptr) {
        visitor.go_to((visitor.field("to") == "staff" ? "/staff/" : "/court/") + id +
                      (visitor.field("to") == "staff" ? "" : "/sign-on"));
        return;
    }
    view page(visitor, "front");
    for (const ecflink::court_policy& one : visitor.all.policies.courts()) {
        if (one.rules.in_force) {
            page.add("COURTS").set("ID", one.court.view()).set("NAME", name_of(one));
        }
    }
    page.answer();
}

void show_forgotten(visit& visitor) {
    view page(visitor, "forgotten");
    add_help(page.add("LOGIN_HELP"), *visitor.court, "credentials");
    add_help(page.add("CENTER_HELP"), *visitor.court, "central-account");
    page.answer();
}

void sign_off(visit& visitor) {
    visitor.end_session();
    visitor.who = nullptr;
    answer_with(visitor, "signed_off", 200);
}

}  // namespace portal
