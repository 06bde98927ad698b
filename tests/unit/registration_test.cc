// Requests for filing privileges: the table of moves, every combination of what the decision looks
// at against the rules as one would tell them, and agreement with readiness.
#include <ecflink/decide/registration.hpp>

#include <cstddef>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include <ecflink/decide/readiness.hpp>

namespace {

using namespace ecflink;

constexpr instant go_live = make_instant(make_civil_day(2022, 4, 25), 5);
constexpr instant now = make_instant(make_civil_day(2026, 3, 2), 15);

struct request {
    link_policy policy;
    central_account central;
    court_account account;
    bool has_central = true;
    bool has_account = false;
    std::vector<court_account> linked;  // the filer's accounts of this court
    registration_facts facts;

    request() {
        policy.in_force = true;
        policy.system = court_system::next_gen;
        policy.go_live = go_live;
        central.usage = central_usage::individual;
        central.status = central_status::active;
        central.generation = central_generation::upgraded;
        account.login = "jdoe";
        account.role = account_role::attorney;
        account.status = account_status::active;
        facts.kind = court_kind::district;
        facts.type = request_type::filing_only;
        facts.role = account_role::attorney;
    }
    registration_decision moved(registration_state from, registration_move how, actor who, instant at = now) {
        facts.central = has_central ? &central : nullptr;
        facts.account = has_account ? &account : nullptr;
        std::vector<const court_account*> pointers;
        for (const court_account& one : linked) {
            pointers.push_back(&one);
        }
        facts.linked = pointers;
        return move_registration(from, how, who, policy, facts, at);
    }
    registration_decision submit(instant at = now) {
        return moved(registration_state::draft, registration_move::submit, actor::filer, at);
    }
    registration_decision approve(instant at = now) {
        return moved(registration_state::court_pending, registration_move::approve, actor::court, at);
    }
};

// ---- states and moves ---------------------------------------------------------------------------

TEST(Registration, EveryStateMoveAndActor) {
    const std::set<std::string> allowed = {
        "draft submit filer submitted",
        "submitted route center court-pending",
        "court-pending ask court more-information",
        "more-information submit filer submitted",
        "court-pending approve court approved",
        "court-pending reject court rejected",
    };
    std::set<std::string> seen;
    for (const token_entry& state : tokens<registration_state>()) {
        for (const token_entry& how : tokens<registration_move>()) {
            for (const token_entry& who : tokens<actor>()) {
                request x;
                x.facts.reason_given = true;
                const auto from = static_cast<registration_state>(state.number);
                const auto move = static_cast<registration_move>(how.number);
                const registration_decision made = x.moved(from, move, static_cast<actor>(who.number));
                if (made.is_moved()) {
                    seen.insert(std::string(state.token) + " " + std::string(how.token) + " " +
                                std::string(who.token) + " " + std::string(to_token(made.state)));
                    EXPECT_EQ(made.answer, move == registration_move::approve ? registration_answer::admitted
                                                                              : registration_answer::moved);
                } else {
                    EXPECT_EQ(made.state, from);
                    EXPECT_EQ(made.answer, find_move(from, move) == nullptr
                                               ? registration_answer::no_such_move
                                               : registration_answer::not_authorized);
                    EXPECT_TRUE(made.findings.empty()) << "whoever may not move it learns nothing";
                }
            }
        }
    }
    EXPECT_EQ(seen, allowed);
    EXPECT_EQ(
        request().moved(static_cast<registration_state>(0), registration_move::submit, actor::filer).answer,
        registration_answer::no_such_move);
}

TEST(Registration, ThePageShowsTheTable) {
    std::ifstream file(ECFLINK_SOURCE_DIR "/docs/registration.md");
    const std::string page{std::istreambuf_iterator<char>(file), {}};
    for (const registration_rule& rule : registration_moves) {
        const std::string row = "| `" + std::string(to_token(rule.from)) + "` | `" +
                                std::string(to_token(rule.move)) + "` | " + std::string(to_token(rule.by)) +
                                " | `" + std::string(to_token(rule.to)) + "` |\n";
        EXPECT_NE(page.find(row), std::string::npos) << row;
    }
    for (const token_entry& entry : tokens<registration_answer>()) {
        EXPECT_NE(page.find('`' + std::string(entry.token) + '`'), std::string::npos) << entry.token;
    }
}

TEST(Registration, ACourtSaysWhy) {
    for (const registration_move how : {registration_move::ask, registration_move::reject}) {
        request x;
        EXPECT_EQ(x.moved(registration_state::court_pending, how, actor::court).answer,
                  registration_answer::reason_missing);
        x.facts.reason_given = true;
        EXPECT_EQ(x.moved(registration_state::court_pending, how, actor::court).answer,
                  registration_answer::moved);
    }
}

TEST(Registration, WhatStandsInTheWayDoesNotKeepACourtFromTurningItDown) {
    request x;
    x.has_central = false;
    x.facts.role = account_role::missing;
    x.facts.reason_given = true;
    EXPECT_EQ(x.approve().answer, registration_answer::role_not_offered);
    EXPECT_EQ(x.moved(registration_state::court_pending, registration_move::reject, actor::court).state,
              registration_state::rejected);
    EXPECT_EQ(x.moved(registration_state::submitted, registration_move::route, actor::center).state,
              registration_state::court_pending);
}

TEST(Registration, ARequestFromDraftToApproval) {
    request x;
    x.facts.reason_given = true;
    registration_state state = registration_state::draft;
    const auto then = [&](registration_move how, actor who) {
        return state = x.moved(state, how, who).state;
    };
    EXPECT_EQ(then(registration_move::submit, actor::filer), registration_state::submitted);
    EXPECT_EQ(then(registration_move::route, actor::center), registration_state::court_pending);
    EXPECT_EQ(then(registration_move::ask, actor::court), registration_state::more_information);
    EXPECT_EQ(then(registration_move::submit, actor::filer), registration_state::submitted);
    EXPECT_EQ(then(registration_move::route, actor::center), registration_state::court_pending);
    EXPECT_EQ(then(registration_move::approve, actor::court), registration_state::approved);
    EXPECT_EQ(then(registration_move::reject, actor::court), registration_state::approved)
        << "an end is an end";
}

// ---- types and roles ----------------------------------------------------------------------------

TEST(Registration, EveryTypeLeadsToItsRoles) {
    const auto is_led_to = [](std::string_view type, std::string_view role, bool is_bankruptcy) {
        if (type == "admission" || type == "filing-only") {
            return role == "attorney" || role == "cja-attorney";
        }
        if (type == "pro-hac-vice") {
            return role == "pro-hac-vice";
        }
        if (type == "federal-attorney") {
            return role == "government-attorney";
        }
        if (type == "multidistrict") {
            return role == "attorney";
        }
        if (type != "non-attorney" || role.empty() || role == "staff" || role == "attorney" ||
            role == "cja-attorney" || role == "pro-hac-vice" || role == "government-attorney") {
            return false;
        }
        return role != "filing-agent" || is_bankruptcy;
    };
    for (unsigned type = 0; type <= 6; ++type) {
        for (unsigned role = 0; role <= 15; ++role) {
            for (unsigned kind = 0; kind <= 6; ++kind) {
                request x;
                x.facts.type = static_cast<request_type>(type);
                x.facts.role = static_cast<account_role>(role);
                x.facts.kind = static_cast<court_kind>(kind);
                const bool expected = is_led_to(to_token(x.facts.type), to_token(x.facts.role), kind == 4);
                EXPECT_EQ(x.submit().answer,
                          expected ? registration_answer::moved : registration_answer::role_not_offered)
                    << type << ' ' << role << ' ' << kind;
            }
        }
    }
}

// ---- register or link ---------------------------------------------------------------------------

TEST(Registration, RegisterOrLinkIsDecidedTheRightWayRound) {
    std::size_t seen = 0;
    for (const second_registration second :
         {second_registration::reject, second_registration::court_links, second_registration::allow}) {
        for (unsigned bits = 0; bits < 64; ++bits) {
            const bool holds = (bits & 1) != 0, linked = (bits & 2) != 0, slot_taken = (bits & 4) != 0,
                       path_closed = (bits & 8) != 0, unlinked = (bits & 16) != 0,
                       successor = (bits & 32) != 0;
            request x;
            x.policy.second = second;
            x.has_account = holds;
            x.facts.others.already_linked = linked;
            x.facts.others.other_accounts_in_court = slot_taken ? 1 : 0;
            if (path_closed) {
                x.policy.link_closes = now;
            }
            if (unlinked) {
                x.facts.others.tombstoned_at = go_live;
            }
            if (successor) {
                x.policy.system = court_system::successor;
            }

            std::string submitted = "moved";
            std::string approved = "admitted";
            if (linked || slot_taken) {  // files here already
                submitted = approved = "sign-on-instead";
            } else if (holds && !path_closed && !unlinked && !successor) {  // one that can still be linked
                submitted = approved = second == second_registration::reject ? "link-instead" : "";
                if (second != second_registration::reject) {
                    submitted = "moved";
                    approved = second == second_registration::court_links ? "links-old-account" : "admitted";
                }
            }
            EXPECT_EQ(to_token(x.submit().answer), submitted) << to_token(second) << ' ' << bits;
            EXPECT_EQ(to_token(x.approve().answer), approved) << to_token(second) << ' ' << bits;
            ++seen;
        }
    }
    EXPECT_EQ(seen, 192U);
}

TEST(Registration, ASecondAccountIsAskedForWhereThePolicyHasRoomForIt) {
    request x;
    x.facts.others.other_accounts_in_court = 1;
    x.linked = {x.account};
    EXPECT_EQ(x.submit().answer, registration_answer::sign_on_instead);
    x.policy.accounts_per_central = 2;
    EXPECT_EQ(x.submit().answer, registration_answer::moved);
    x.policy.accounts_per_central = 1;
    x.policy.count_per = counting::court_and_role;
    EXPECT_EQ(x.submit().answer, registration_answer::sign_on_instead) << "an attorney already";
    x.linked.front().role = account_role::trustee;
    EXPECT_EQ(x.submit().answer, registration_answer::moved);
    x.policy.accounts_per_central = 0;
    x.linked.front().role = account_role::attorney;
    EXPECT_EQ(x.submit().answer, registration_answer::moved) << "there is no limit";
}

// Whatever the request names, and in whatever role it asks: the court restores an account, and does
// not replace it.
TEST(Registration, EveryAccountOfThePersonIsLookedAt) {
    for (const bool is_named : {false, true}) {
        for (const account_role role : {account_role::attorney, account_role::trustee}) {
            for (const token_entry& entry : tokens<account_status>()) {
                request x;
                x.policy.accounts_per_central = 0;
                x.policy.second = second_registration::allow;
                x.policy.dispositions.set(finding::account_suspended, disposition::ignore);
                x.linked = {x.account, x.account};
                x.linked[1].role = role;
                x.linked[1].status = static_cast<account_status>(entry.number);
                x.has_account = is_named;
                x.account.login = "old";
                const std::string_view status = entry.token;
                const bool ends = status == "suspended" || status == "terminated" || status == "fee-locked";
                EXPECT_EQ(to_token(x.submit().answer), ends ? "hindered" : "moved") << status;
                EXPECT_EQ(to_token(x.approve().answer), ends ? "hindered" : "admitted") << status;
                if (ends) {
                    EXPECT_EQ(to_token(*x.submit().deciding_finding()), "account-" + std::string(status));
                }
            }
        }
    }
}

TEST(Registration, OneRequestAtATime) {
    for (const token_entry& entry : tokens<registration_state>()) {
        request x;
        x.facts.request = static_cast<registration_state>(entry.number);
        const bool is_open =
            entry.token == "submitted" || entry.token == "court-pending" || entry.token == "more-information";
        EXPECT_EQ(to_token(x.submit().answer), is_open ? "already-asked" : "moved") << entry.token;
        EXPECT_EQ(x.submit().is_moved(), !is_open);
        // the request that is open itself goes on
        EXPECT_EQ(
            x.moved(registration_state::more_information, registration_move::submit, actor::filer).answer,
            registration_answer::moved);
        EXPECT_EQ(x.approve().answer, registration_answer::admitted);
        x.has_account = true;  // and is told before the way that is closed anyway
        EXPECT_EQ(to_token(x.submit().answer), is_open ? "already-asked" : "link-instead");
        x.facts.others.already_linked = true;
        EXPECT_EQ(x.submit().answer, registration_answer::sign_on_instead);
    }
}

TEST(Registration, SomePoliciesLetOnlyThoseRegisterAgainWhoLostTheirCredentials) {
    for (const second_registration second : {second_registration::court_links, second_registration::allow}) {
        request x;
        x.has_account = true;
        x.policy.second = second;
        x.policy.second_if = second_condition::credentials_lost;
        EXPECT_EQ(x.submit().answer, registration_answer::link_instead);
        EXPECT_EQ(x.approve().answer, registration_answer::link_instead);
        x.facts.credentials_lost = true;
        EXPECT_EQ(x.submit().answer, registration_answer::moved);
        EXPECT_EQ(x.approve().answer, second == second_registration::allow
                                          ? registration_answer::admitted
                                          : registration_answer::links_old_account);
    }
}

// An account that the court made after go-live is never linked by its owner; once its link is
// removed, only another request is left (R45).
TEST(Registration, WhatCannotBeLinkedIsNoReasonToLinkInstead) {
    request x;
    x.has_account = true;
    EXPECT_EQ(x.submit().answer, registration_answer::link_instead);
    x.account.opened = go_live;
    EXPECT_EQ(x.submit().answer, registration_answer::moved);
    EXPECT_EQ(x.approve().answer, registration_answer::admitted);
    x.account.opened.reset();
    x.facts.others.tombstoned_at = go_live;
    EXPECT_EQ(x.submit().answer, registration_answer::moved);
    x.facts.others.lifted_at = now;
    EXPECT_EQ(x.submit().answer, registration_answer::link_instead);
}

TEST(Registration, AWrongDoorIsToldBeforeWhatWouldHaveToBeMended) {
    request x;
    x.has_account = true;
    x.central.generation = central_generation::legacy;
    EXPECT_EQ(x.submit().answer, registration_answer::link_instead);
    EXPECT_TRUE(x.submit().findings.contains(finding::central_legacy)) << "and yet told";
    EXPECT_EQ(x.submit().deciding_finding(), std::nullopt);
}

// ---- findings -----------------------------------------------------------------------------------

TEST(Registration, EveryObstacleIsAFinding) {
    const auto with = [](auto change) {
        request x;
        change(x);
        const registration_decision made = x.submit();
        const registration_decision at_the_end = x.approve();
        EXPECT_EQ(made.findings.bits(), at_the_end.findings.bits());
        EXPECT_EQ(made.answer == registration_answer::hindered,
                  at_the_end.answer == registration_answer::hindered);
        return made.deciding_finding() ? std::string(to_token(*made.deciding_finding()))
                                       : std::string(to_token(made.answer));
    };
    EXPECT_EQ(with([](request&) {}), "moved");
    EXPECT_EQ(with([](request& x) { x.policy.in_force = false; }), "court-unknown");
    EXPECT_EQ(with([](request& x) { x.has_central = false; }), "central-unknown");
    EXPECT_EQ(with([](request& x) { x.central.usage = central_usage::missing; }), "record-malformed");
    EXPECT_EQ(with([](request& x) { x.central.usage = central_usage::shared; }), "central-shared");
    EXPECT_EQ(with([](request& x) { x.central.usage = central_usage::administrative; }),
              "central-administrative");
    EXPECT_EQ(with([](request& x) { x.central.generation = central_generation::legacy; }), "central-legacy");
    EXPECT_EQ(with([](request& x) { x.central.status = central_status::not_activated; }),
              "central-not-activated");
    EXPECT_EQ(with([](request& x) { x.central.status = central_status::on_hold; }), "central-on-hold");
    EXPECT_EQ(with([](request& x) { x.central.status = central_status::disabled; }), "central-disabled");
    EXPECT_EQ(with([](request& x) { x.central.status = central_status::closed; }), "central-closed");
    EXPECT_EQ(with([](request& x) { x.policy.mfa_from = now; }), "central-mfa-missing");
    EXPECT_EQ(with([](request& x) { x.central.pending_change = pending_change::contact; }),
              "central-change-pending");
    EXPECT_EQ(with([](request& x) { x.central.search_status = search_status::inactive; }), "moved");
    EXPECT_EQ(with([](request& x) { x.central.exempt = true; }), "central-exempt");
    EXPECT_EQ(with([](request& x) { x.policy.go_live = instant{now.micros + 1}; }), "court-not-live");
    EXPECT_EQ(with([](request& x) { x.policy.outages.push_back({now, {now.micros + 1}}); }), "moved");
    EXPECT_EQ(with([](request& x) {
                  x.policy.outages.push_back({now, {now.micros + 1}, {outage_effect::registration}});
              }),
              "court-in-outage");
    EXPECT_EQ(with([](request& x) { x.policy.go_live.reset(); }), "moved");
    EXPECT_EQ(with([](request& x) {
                  x.policy.go_live.reset();
                  x.policy.system = court_system::current_gen;
              }),
              "court-go-live-unknown");
    EXPECT_EQ(with([](request& x) {
                  x.has_account = true;
                  x.policy.second = second_registration::allow;
                  x.account.status = account_status::suspended;
              }),
              "account-suspended");
    EXPECT_EQ(with([](request& x) {
                  x.has_account = true;
                  x.policy.second = second_registration::allow;
                  x.account.status = account_status::terminated;
              }),
              "account-terminated");
    EXPECT_EQ(with([](request& x) {
                  x.has_account = true;
                  x.policy.second = second_registration::allow;
                  x.account.role = account_role::missing;
              }),
              "record-malformed");
}

TEST(Registration, AnAgentNeedsTheRegistrationThatThePolicyNames) {
    request x;
    x.facts.kind = court_kind::bankruptcy;
    x.facts.type = request_type::non_attorney;
    x.facts.role = account_role::filing_agent;
    x.policy.roles_with_registrations.insert(account_role::filing_agent);
    x.policy.registrations[static_cast<std::size_t>(account_role::filing_agent)].insert(
        registration_type::non_attorney_filer);
    EXPECT_EQ(x.submit().deciding_finding(), finding::kind_role_mismatch);
    x.central.registration = registration_type::non_attorney_filer;
    EXPECT_EQ(x.submit().answer, registration_answer::moved);
}

TEST(Registration, APolicyDecidesWhatWeighsButNotWhatIsUnknown) {
    request x;
    for (const finding_info& info : catalogue()) {
        x.policy.dispositions.set(info.id, disposition::note);
    }
    x.central.generation = central_generation::legacy;
    EXPECT_EQ(x.submit().answer, registration_answer::moved);
    x.has_central = false;
    EXPECT_EQ(x.submit().deciding_finding(), finding::central_unknown);
}

// ---- agreement with readiness -------------------------------------------------------------------

// Whom readiness sends to register may submit, whom it sends to wait has asked, and whom it sends
// to link or to sign on is sent there by registration too.
TEST(Registration, AgreesWithReadiness) {
    int registers = 0;
    int links = 0;
    int waits = 0;
    for (unsigned seed = 0; seed < 3 * 2 * 4 * 6 * 7 * 7; ++seed) {
        unsigned rest = seed;
        const auto pick = [&rest](unsigned count) {
            const unsigned one = rest % count;
            rest /= count;
            return one;
        };
        const auto second = static_cast<second_registration>(1 + pick(3));
        const auto second_if = static_cast<second_condition>(1 + pick(2));
        const auto usage = static_cast<central_usage>(pick(4));
        const auto status = static_cast<central_status>(pick(6));
        const auto account_state = static_cast<account_status>(pick(7));
        const unsigned asked = pick(7);
        for (unsigned bits = 0; bits < 2048; ++bits) {
            const auto is_set = [bits](unsigned at) { return (bits >> at & 1) != 0; };
            request x;
            x.policy.second = second;
            x.policy.second_if = second_if;
            x.central.usage = usage;
            x.central.status = status;
            x.account.status = account_state;
            if (asked != 0) {
                x.facts.request = static_cast<registration_state>(asked);
            }
            x.has_account = is_set(0);
            x.central.generation = is_set(1) ? central_generation::legacy : central_generation::upgraded;
            x.facts.others.already_linked = x.has_account && is_set(2);
            if (is_set(3)) {
                x.policy.link_closes = now;
            }
            x.central.exempt = is_set(4);
            if (is_set(5)) {
                x.policy.go_live = instant{now.micros + 1};
            }
            if (is_set(7)) {
                x.policy.outages.push_back({now, {now.micros + 1}, {outage_effect::registration}});
            }
            if (is_set(8)) {  // the court's own account
                x.account.opened = x.policy.go_live;
            }
            if (x.has_account && is_set(9)) {
                x.facts.others.tombstoned_at = go_live;
            }
            if (!x.has_account && is_set(10)) {  // and the ledger knows one
                x.facts.others.other_accounts_in_court = 1;
                x.linked = {x.account};
            }
            if (x.facts.others.already_linked) {
                x.linked = {x.account};
            }
            readiness_facts facts;
            facts.kind = x.facts.kind;
            facts.credentials_known = is_set(6);
            facts.request = x.facts.request;
            facts.accounts.court = "wiwd";
            facts.accounts.central = &x.central;
            facts.accounts.account = x.has_account ? &x.account : nullptr;
            facts.accounts.others = x.facts.others;
            std::vector<const court_account*> linked;
            for (const court_account& one : x.linked) {
                linked.push_back(&one);
            }
            facts.linked = linked;
            x.facts.credentials_lost = !facts.credentials_known;
            const planned_step next = *ready(x.policy, facts, now).next();
            const registration_answer answer = x.submit().answer;
            if (next.state == step_state::now &&
                (next.id == step::request_privileges || next.id == step::register_anew)) {
                ASSERT_EQ(answer, registration_answer::moved) << seed << ' ' << bits;
                ++registers;
            } else if (next.id == step::await_approval || next.id == step::give_information) {
                ASSERT_EQ(answer, registration_answer::already_asked) << seed << ' ' << bits;
                ++waits;
            } else if (next.id == step::link && second == second_registration::reject) {
                ASSERT_TRUE(answer == registration_answer::link_instead ||
                            answer == registration_answer::already_asked)
                    << seed << ' ' << bits;
                ++links;
            } else if (next.id == step::sign_on) {
                ASSERT_EQ(answer, registration_answer::sign_on_instead) << seed << ' ' << bits;
            } else if (!x.has_account && x.linked.empty()) {
                ASSERT_TRUE(answer == registration_answer::hindered ||
                            answer == registration_answer::already_asked)
                    << seed << ' ' << bits;
            }
        }
    }
    EXPECT_GT(registers, 1'000);
    EXPECT_GT(links, 100);
    EXPECT_GT(waits, 1'000);
}

}  // namespace
