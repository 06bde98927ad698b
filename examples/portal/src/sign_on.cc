// The sign-on page of the court's instructions, and the second factor.
#include <ecflink/ledger/handle.hpp>

#include "access_text.hpp"
#include "pages.hpp"
#include "passwords.hpp"
#include "random_text.hpp"
#include "view.hpp"

namespace portal {
namespace {

constexpr ecflink::duration longest_half{5 * 60 * ecflink::micros_per_second};

view sign_on_page(visit& visitor) {
    view page(visitor, "sign_on");
    page.form("FORM", visitor.court_path("/sign-on"));
    return page;
}

/// An id for a username that nobody has: its attempts are counted and its password is checked like
/// any other's, so that the answer takes as long.
ecflink::central_id id_of_nobody(std::string_view username) {
    static const std::string salt = random_text();
    const ecflink::digest_text text = to_text(ecflink::digest_of(salt + std::string(username)));
    return ecflink::central_id::make("none-" + std::string(text.digits().substr(0, 24))).value();
}

bool has_fresh_half(const visit& visitor) {
    return visitor.who && visitor.who->half &&
           visitor.now.micros - visitor.who->half->at.micros < longest_half.micros;
}

bool is_password_right(visit& visitor, const ecflink::central_id& central, const typed_password& password) {
    const password_place place(visitor.all);
    return taken(visitor.all.ledger.check_central_password(central, password.text(), visitor.now));
}

view code_page(visit& visitor) {
    const person* known = visitor.all.filers.find(visitor.who->half->username);
    view page(visitor, "code");
    page.form("FORM", visitor.court_path("/code"));
    page.show(known != nullptr && !known->second_factor.empty() ? "WITH_CODE" : "WITHOUT_CODE");
    return page;
}

/// True if the code is right, and was not used before. Wrong ones count.
bool is_code_right(visit& visitor, const person& known, const std::string& username) {
    const bool is_allowed = visitor.all.failed_codes.reserve(username, visitor.now);
    const bool is_right = is_allowed && visitor.all.codes.use(username, known.second_factor,
                                                              visitor.field("code", 6), clock::system_now());
    if (is_right) {
        visitor.all.failed_codes.forget(username);
    }
    return is_right;
}

}  // namespace

void show_sign_on(visit& visitor) {
    if (visitor.who && visitor.who->is_signed_on()) {
        visitor.go_to(visitor.court_path());
        return;
    }
    sign_on_page(visitor).answer();
}

void take_sign_on(visit& visitor) {
    const std::string username = visitor.field("username", ecflink::username::capacity);
    const typed_password password(visitor);
    if (username.empty() || password.empty()) {
        sign_on_page(visitor).complain("sign_on.incomplete").answer(422);
        return;
    }
    const person* known = visitor.all.filers.find(username);
    const ecflink::central_id central = known != nullptr ? known->central : id_of_nobody(username);
    if (!is_password_right(visitor, central, password) || known == nullptr) {
        sign_on_page(visitor).complain("sign_on.failed").answer(422);
        return;
    }
    visitor.renew_session();
    visitor.who->half = {.username = username,
                         .central = central,
                         .client_code = visitor.field("client-code", 32),
                         .at = visitor.now};
    visitor.go_to(visitor.court_path("/code"));
}

void show_code(visit& visitor) {
    if (!has_fresh_half(visitor)) {
        visitor.go_to(visitor.court_path("/sign-on"));
        return;
    }
    code_page(visitor).answer();
}

void take_code(visit& visitor) {
    if (!has_fresh_half(visitor)) {
        visitor.go_to(visitor.court_path("/sign-on"));
        return;
    }
    session& who = *visitor.who;
    const half_signed_on half = *who.half;
    const person* known = visitor.all.filers.find(half.username);
    const bool has_code = known != nullptr && !known->second_factor.empty();
    const bool agrees = !visitor.field("redaction").empty();
    const ecflink::sign_on_facts facts{
        .second_factor_given = has_code,
        .redaction_agreed = agrees,
        .client_code_missing = known != nullptr && known->needs_client_code && half.client_code.empty()};
    const ecflink::privilege may = taken(visitor.all.ledger.signs_on(half.central, facts, visitor.now));
    // before the code is used up
    if (may.reasons.contains(ecflink::access_reason::redaction_not_acknowledged)) {
        code_page(visitor).complain("code.redaction").answer(422);
        return;
    }
    if (has_code && !is_code_right(visitor, *known, half.username)) {
        code_page(visitor).complain("code.failed").answer(422);
        return;
    }
    visitor.renew_session();
    who.half.reset();
    if (!may.granted) {
        view page(visitor, "not_signed_on");
        for (const std::string& one : obstacles_in_words(may, visitor.court->words, *visitor.said)) {
            page.add("OBSTACLES").set("TEXT", one);
        }
        add_help(page.add("HELP"), *visitor.court, "central-account");
        page.answer(403);
        return;
    }
    who.is_in_use = true;
    who.central = half.central;
    who.username = half.username;
    who.client_code = half.client_code;
    who.central_proof = {has_code ? ecflink::proof_class::password_mfa : ecflink::proof_class::password,
                         visitor.now};
    who.has_agreed_to_redaction = agrees;
    visitor.go_to(visitor.court_path());
}

}  // namespace portal
