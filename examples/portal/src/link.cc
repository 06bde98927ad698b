// Linking: the form for the court's login, the page to confirm, and the page that says it is done.
#include <algorithm>

#include <ecflink/ledger/handle.hpp>

#include "access_text.hpp"
#include "pages.hpp"
#include "passwords.hpp"
#include "random_text.hpp"
#include "times.hpp"
#include "view.hpp"

namespace portal {
namespace {

constexpr std::size_t most_kept = 8;  // proposals and receipts of one session

view link_page(visit& visitor) {
    view page(visitor, "link");
    page.form("FORM", visitor.court_path("/link"));
    add_menus(page, visitor, access_of(visitor).may);
    return page;
}

/// The same answer for whatever a stranger may not know.
view refused_page(visit& visitor, ecflink::outward_answer outward) {
    view page = link_page(visitor);
    page.complain("outward." + std::string(to_token(outward)));
    add_help(page.add("HELP"), *visitor.court, "linking");
    return page;
}

/// The proof of the central account goes stale; a person who takes long signs on again.
bool must_sign_on_again(const visit& visitor) {
    const ecflink::proof& given = visitor.who->central_proof;
    return !given.at ||
           visitor.now.micros - given.at->micros > visitor.court->rules.central_proof.max_age.micros;
}

void sign_on_again(visit& visitor) {
    visitor.end_session();
    visitor.who = nullptr;
    visitor.need_session().notice = "link.sign_on_again";
    visitor.go_to(visitor.court_path("/sign-on"));
}

proposal* find_proposal(session& who, const std::string& name) {
    const auto found =
        std::ranges::find_if(who.proposals, [&](const proposal& one) { return one.name == name; });
    return found == who.proposals.end() ? nullptr : &*found;
}

void remember(session& who, proposal one) {
    if (who.proposals.size() == most_kept) {
        who.proposals.pop_front();
    }
    who.proposals.push_back(std::move(one));
}

std::string remember(session& who, const ecflink::court_id& court, const ecflink::commit_outcome& made) {
    if (who.receipts.size() == most_kept) {
        who.receipts.pop_front();
    }
    who.receipts.push_back({random_name(), court, made.sequence, made.owes});
    return who.receipts.back().name;
}

ecflink::confirmation_request request_of(const visit& visitor, std::string_view handle,
                                         const ecflink::digest& shown) {
    const session& who = *visitor.who;
    return {handle, who.central, who.digest(), shown, {}};
}

void add_sentences(view& page, const char* part, const std::vector<std::string>& sentences,
                   const visit& visitor) {
    for (const std::string& one : sentences) {
        page.add(part).set("TEXT", visitor.said->said(one, visitor.court->words));
    }
}

void add_list(view& page, const char* part, const std::vector<std::string>& texts) {
    if (!texts.empty()) {
        view_part list = page.add(part);
        for (const std::string& one : texts) {
            list.add("ITEMS").set("TEXT", one);
        }
    }
}

/// A handle that came to nothing. Its holder may know why; anybody else learns only that it did.
void answer_over(visit& visitor, ecflink::outward_answer outward,
                 const std::optional<ecflink::ceremony_problem>& problem, bool is_holder, int status) {
    view page(visitor, "confirm_over");
    page.set("TEXT", visitor.said->text("outward." + std::string(to_token(outward))));
    if (is_holder && problem) {
        page.add("PROBLEM").set("TEXT", visitor.said->text("problem." + std::string(to_token(*problem))));
    }
    add_help(page.add("HELP"), *visitor.court, "linking");
    page.answer(status);
}

void go_to_done(visit& visitor, const ecflink::commit_outcome& made) {
    visitor.go_to(visitor.court_path("/link/done?p=") + remember(*visitor.who, visitor.court->court, made));
}

}  // namespace

void show_link(visit& visitor) {
    if (must_sign_on_again(visitor)) {
        sign_on_again(visitor);
        return;
    }
    if (is_linked(access_of(visitor))) {
        visitor.go_to(visitor.court_path());
        return;
    }
    link_page(visitor).answer();
}

void take_link(visit& visitor) {
    if (must_sign_on_again(visitor)) {
        sign_on_again(visitor);
        return;
    }
    const std::string text = visitor.field("login", ecflink::login::capacity);
    const typed_password password(visitor);
    const auto typed = ecflink::login::make(text);
    if (!typed || password.empty()) {
        link_page(visitor).complain("link.incomplete").answer(422);
        return;
    }
    session& who = *visitor.who;
    const ecflink::account_check check = [&](const ecflink::court_id& court, const ecflink::login& login) {
        const auto right =
            visitor.all.ledger.check_password({court, std::string(login.view())}, password.text());
        return taken(right) ? ecflink::proof_class::password : ecflink::proof_class::none;
    };
    const ecflink::signed_on signed_on{who.central, who.central_proof, who.digest(),
                                       ecflink::instant{who.begun.micros + session_store::longest.micros}};
    const password_place place(visitor.all);
    ecflink::ledger::begun begun =
        taken(visitor.all.ledger.begin(signed_on, visitor.court->court, typed.value(), check, visitor.now));
    if (begun.committed) {
        if (begun.committed->made) {
            go_to_done(visitor, *begun.committed);
        } else {
            refused_page(visitor, begun.committed->outward).answer(422);
        }
        return;
    }
    ecflink::begin_outcome& proposed = begun.proposal;
    if (!proposed.page) {
        refused_page(visitor, proposed.outward).answer(422);
        return;
    }
    proposal kept{random_name(), visitor.court->court, std::move(proposed.handle), proposed.shown,
                  proposed.held_as};
    const std::string name = kept.name;
    remember(who, std::move(kept));
    visitor.go_to(visitor.court_path("/link/confirm?p=" + name));
}

void show_confirm(visit& visitor) {
    const proposal* kept = find_proposal(*visitor.who, visitor.field("p"));
    if (kept == nullptr || kept->court != visitor.court->court) {
        answer_over(visitor, ecflink::outward_answer::cannot_link, ecflink::ceremony_problem::used, true,
                    404);
        return;
    }
    const ecflink::begin_outcome now =
        taken(visitor.all.ledger.peek(request_of(visitor, kept->handle, kept->shown), visitor.now));
    if (!now.page) {
        answer_over(visitor, now.outward, now.problem, true, 410);
        return;
    }
    const ecflink::confirm_page& shown = *now.page;
    view page(visitor, "confirm");
    page.form("FORM", visitor.court_path("/link/confirm"));
    add_menus(page, visitor, access_of(visitor).may);
    page.set("HANDLE", kept->handle).set("SHOWN", to_text(kept->shown).digits());
    page.set("ACCOUNT_NAME", shown.account_name).set("ACCOUNT", shown.account);
    page.set("CENTRAL_NAME", shown.central_name).set("CENTRAL", shown.central);
    page.set("ROLE", visitor.said->text("role." + std::string(to_token(shown.role))));
    if (!shown.look_twice.empty()) {
        page.show("LOOK_TWICE");
        add_sentences(page, "REASONS", shown.look_twice, visitor);
    }
    add_sentences(page, "PERMANENT", shown.permanent, visitor);
    add_list(page, "CONTACTS", shown.contacts_not_carried);
    add_list(page, "AGENTS", shown.agents_not_carried);
    if (now.ends) {
        page.add("ENDS").set("TIME", time_in_words(*now.ends, visitor.court, *visitor.said));
    }
    if (now.needs_approval) {
        page.add("CLERK").set("ITEM", std::to_string(kept->held_as));
    } else {
        page.show("CAN_CONFIRM");
    }
    page.answer();
}

void take_confirm(visit& visitor) {
    session& who = *visitor.who;
    // what the page sent back, whoever's it is: the ledger knows whose handle and which page it was
    const std::string handle = visitor.field("handle", 4096);
    const ecflink::confirmation_request request =
        request_of(visitor, handle, ecflink::parse_digest(visitor.field("shown")));
    if (visitor.field("do") != "submit") {
        const ecflink::cancel_outcome ended = taken(visitor.all.ledger.cancel(request, visitor.now));
        if (ended.problem) {
            answer_over(visitor, ended.outward, ended.problem, ended.is_holder, 409);
            return;
        }
        std::erase_if(who.proposals, [&](const proposal& one) { return one.handle == handle; });
        who.notice = "confirm.cleared";
        visitor.go_to(visitor.court_path("/link"));
        return;
    }
    const ecflink::commit_outcome outcome = taken(visitor.all.ledger.commit(request, visitor.now));
    if (!outcome.made) {
        answer_over(visitor, outcome.outward, outcome.problem, outcome.is_holder, 409);
        return;
    }
    std::erase_if(who.proposals, [&](const proposal& one) { return one.handle == handle; });
    go_to_done(visitor, outcome);
}

void show_done(visit& visitor) {
    const session& who = *visitor.who;
    const std::string name = visitor.field("p");
    const auto found =
        std::ranges::find_if(who.receipts, [&](const receipt& one) { return one.name == name; });
    if (found == who.receipts.end() || found->court != visitor.court->court) {
        throw stop_here{404, "not_found"};
    }
    view page(visitor, "done");
    add_menus(page, visitor, access_of(visitor).may);
    page.set("EVENT", std::to_string(found->event));
    for (const ecflink::owed& one : found->owes) {
        page.add("OWED").set("TEXT", visitor.said->text("owed." + std::string(to_token(one.what))));
    }
    page.answer();
}

}  // namespace portal
