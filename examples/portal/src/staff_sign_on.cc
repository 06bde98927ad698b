// The clerk's office signs on with an account of the court whose role is staff. A court puts its
// own sign-on of staff here.
#include <algorithm>

#include "passwords.hpp"
#include "staff_pages.hpp"
#include "view.hpp"

namespace portal {
namespace {

view staff_sign_on_page(visit& visitor) {
    view page(visitor, "staff_sign_on");
    page.form("FORM", visitor.staff_path("/sign-on"));
    return page;
}

bool is_staff_of(const visit& visitor, const ecflink::login& name) {
    const ecflink::ledger_tables tables = taken(visitor.all.ledger.tables());
    return std::ranges::any_of(tables.court_accounts, [&](const ecflink::court_account_row& one) {
        return one.court == visitor.court->court && one.account.login == name &&
               one.account.role == ecflink::account_role::staff &&
               one.account.status == ecflink::account_status::active;
    });
}

}  // namespace

void show_staff_sign_on(visit& visitor) { staff_sign_on_page(visitor).answer(); }

void take_staff_sign_on(visit& visitor) {
    const std::string text = visitor.field("login", ecflink::login::capacity);
    const typed_password password(visitor);
    const auto name = ecflink::login::make(text);
    if (!name || password.empty()) {
        staff_sign_on_page(visitor).complain("sign_on.incomplete").answer(422);
        return;
    }
    const password_place place(visitor.all);
    const std::string counted = visitor.court_path() + '/' + text;
    // an unknown login takes as long as a wrong password
    const bool is_allowed = visitor.all.failed_staff.reserve(counted, visitor.now);
    const bool is_right =
        taken(visitor.all.ledger.check_password({visitor.court->court, text}, password.text()));
    if (!is_allowed || !is_right || !is_staff_of(visitor, name.value())) {
        staff_sign_on_page(visitor).complain("sign_on.failed").answer(422);
        return;
    }
    visitor.all.failed_staff.forget(counted);
    visitor.end_session();
    visitor.who = nullptr;
    session& who = visitor.need_session();
    who.is_in_use = true;
    who.staff_court = visitor.court->court;
    who.staff_login = name.value();
    visitor.go_to(visitor.staff_path());
}

}  // namespace portal
