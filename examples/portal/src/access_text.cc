#include "access_text.hpp"

#include <algorithm>

namespace portal {
namespace {

std::string digits_of(std::string_view phone) {
    std::string digits;
    for (const char one : phone) {
        digits += one >= '0' && one <= '9' ? std::string(1, one) : std::string{};
    }
    return digits;
}

/// Whom to ask where a policy names nobody for a purpose.
std::vector<std::string_view> nearest(std::string_view purpose) {
    if (purpose == "central-account") {
        return {purpose};
    }
    return {purpose, "filing", "credentials"};
}

/// The menus that this example has pages for.
std::string path_of(const visit& visitor, ecflink::menu one) {
    switch (one) {
        case ecflink::menu::utilities: return visitor.court_path("/utilities");
        case ecflink::menu::help: return visitor.court_path("/forgotten");
        default: return {};
    }
}

}  // namespace

ecflink::sign_on_facts facts_of(const site& all, const session& who) {
    const person* known = all.filers.find(who.username);
    return {.second_factor_given = who.central_proof.proof_class == ecflink::proof_class::password_mfa,
            .redaction_agreed = who.has_agreed_to_redaction,
            .client_code_missing = known != nullptr && known->needs_client_code && who.client_code.empty(),
            .acting_for = who.acting_for};
}

ecflink::access_at access_of(visit& visitor) {
    const session& who = *visitor.who;
    return taken(visitor.all.ledger.sign_on(who.central, visitor.court->court, facts_of(visitor.all, who),
                                            visitor.now))
        .front();
}

bool is_linked(const ecflink::access_at& access) {
    const auto& reasons = access.may.filing.reasons;
    return !reasons.contains(ecflink::access_reason::not_linked) &&
           !reasons.contains(ecflink::access_reason::not_admitted);
}

std::vector<std::string> obstacles_in_words(const ecflink::privilege& one, const ecflink::policy_words& words,
                                            const messages& said) {
    std::vector<std::string> sentences;
    for (const ecflink::finding_info& info : ecflink::catalogue()) {
        if (one.findings.contains(info.id)) {
            sentences.push_back(said.said(info.remedy, words));
        }
    }
    for (const ecflink::token_entry& entry : ecflink::tokens<ecflink::access_reason>()) {
        if (one.reasons.contains(static_cast<ecflink::access_reason>(entry.number))) {
            sentences.push_back(said.said(said.text("why." + std::string(entry.token)), words));
        }
    }
    return sentences;
}

void add_menus(view_part page, const visit& visitor, const ecflink::court_access& may) {
    page.show("MENU_BAR");
    for (const ecflink::token_entry& entry : ecflink::tokens<ecflink::menu>()) {
        const auto one = static_cast<ecflink::menu>(entry.number);
        if (!may.menus.contains(one) || one == ecflink::menu::log_out) {
            continue;  // every page has the button for it
        }
        const std::string path = path_of(visitor, one);
        view_part item = page.add("MENU");
        const std::string& name = visitor.said->text("menu." + std::string(entry.token));
        if (path.empty()) {
            item.add("PLAIN").set("NAME", name);
        } else {
            item.add("LINKED").set("NAME", name).set("PATH", path);
        }
    }
}

void add_help(view_part part, const ecflink::court_policy& court, std::string_view purpose) {
    for (const std::string_view near : nearest(purpose)) {
        bool is_found = false;
        for (const ecflink::help_entry& entry : court.help) {
            if (entry.purpose == near) {
                is_found = true;
                view_part call = part.add("CALL");
                if (!entry.phone.empty()) {
                    call.add("CALL_PHONE").set("PHONE", entry.phone).set("DIGITS", digits_of(entry.phone));
                }
                if (!entry.email.empty()) {
                    call.add("CALL_EMAIL").set("EMAIL", entry.email);
                }
                if (!entry.url.empty()) {
                    call.add("CALL_URL").set("URL", entry.url);
                }
            }
        }
        if (is_found) {
            return;
        }
    }
}

}  // namespace portal
