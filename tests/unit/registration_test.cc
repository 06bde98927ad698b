// Requests for filing privileges: the table of moves, every combination of what the decision looks
// at against the rules as one would tell them, and agreement with readiness.
#include <ecflink/decide/registration.hpp>

#include <cstddef>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <string_view>

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
            if (linked || slot_taken || (holds && successor)) {  // files here already
                submitted = approved = "sign-on-instead";
            } else if (holds && !path_closed && !unlinked) {  // has an account that can still be linked
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
    EXPECT_EQ(x.submit().answer, registration_answer::sign_on_instead);
    x.policy.accounts_per_central = 2;
    EXPECT_EQ(x.submit().answer, registration_answer::moved);
    x.policy.accounts_per_central = 1;
    x.policy.count_per = counting::court_and_role;
    EXPECT_EQ(x.submit().answer, registration_answer::moved);
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

// Whom readiness sends to register may submit; whom it sends to link is sent there by registration
// too.
TEST(Registration, AgreesWithReadiness) {
    int registers = 0;
    int links = 0;
    for (const second_registration second :
         {second_registration::reject, second_registration::court_links, second_registration::allow}) {
        for (unsigned usage = 0; usage <= 3; ++usage) {
            for (unsigned status = 0; status <= 5; ++status) {
                for (unsigned account_status_number = 0; account_status_number <= 6;
                     ++account_status_number) {
                    for (unsigned bits = 0; bits < 128; ++bits) {
                        request x;
                        x.policy.second = second;
                        x.central.usage = static_cast<central_usage>(usage);
                        x.central.status = static_cast<central_status>(status);
                        x.account.status = static_cast<account_status>(account_status_number);
                        x.has_account = (bits & 1) != 0;
                        x.central.generation =
                            (bits & 2) != 0 ? central_generation::legacy : central_generation::upgraded;
                        x.facts.others.already_linked = x.has_account && (bits & 4) != 0;
                        if ((bits & 8) != 0) {
                            x.policy.link_closes = now;
                        }
                        x.central.exempt = (bits & 16) != 0;
                        if ((bits & 32) != 0) {
                            x.policy.go_live = instant{now.micros + 1};
                        }
                        readiness_facts facts;
                        facts.kind = x.facts.kind;
                        facts.credentials_known = (bits & 64) != 0;
                        facts.accounts.court = "wiwd";
                        facts.accounts.central = &x.central;
                        facts.accounts.account = x.has_account ? &x.account : nullptr;
                        facts.accounts.others = x.facts.others;
                        const planned_step next = *ready(x.policy, facts, now).next();
                        const registration_answer answer = x.submit().answer;
                        if (next.state == step_state::now &&
                            (next.id == step::request_privileges || next.id == step::register_anew)) {
                            EXPECT_EQ(answer, registration_answer::moved) << bits;
                            ++registers;
                        } else if (next.id == step::link && second == second_registration::reject) {
                            EXPECT_EQ(answer, registration_answer::link_instead) << bits;
                            ++links;
                        } else if (!x.has_account) {
                            EXPECT_EQ(answer, registration_answer::hindered) << bits;
                        } else if (next.id == step::sign_on) {
                            EXPECT_EQ(answer, registration_answer::sign_on_instead) << bits;
                        }
                    }
                }
            }
        }
    }
    EXPECT_GT(registers, 20);
    EXPECT_GT(links, 5);
}

}  // namespace
