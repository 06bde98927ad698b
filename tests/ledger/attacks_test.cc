// Attacks on systems that keep links between accounts: those whose tests need a store.
// docs/attacks.md has the list; the tests of decisions are in tests/attacks/.
#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <barrier>
#include <fstream>
#include <functional>
#include <sstream>
#include <thread>
#include <vector>

#include "ledger/support/failing_database.hpp"
#include "ledger/support/ledger_state.hpp"

#include <ecflink/policies/policy_set.hpp>
#include <ecflink/tables/case_finder.hpp>
#include <ecflink/tables/rows.hpp>
#include <ecflink/verify/verify.hpp>
#include "ledger/support/sample_ledger.hpp"

namespace {

using namespace ecflink;
using namespace support;

constexpr sign_on_facts with_second_factor{.second_factor_given = true, .redaction_agreed = true};

state state_of(const sample_ledger& l) { return support::state_of(l.where().connector()); }

// ---- what a person gets to see ------------------------------------------------------------------

std::string outside(const begin_outcome& given) {
    return std::string(to_token(given.outward)) + (given.page ? " page" : "") + ' ' + given.handle + ' ' +
           std::string(to_text(given.shown).view()) + (given.needs_approval ? " needs approval" : "");
}
std::string outside(const commit_outcome& given) {
    return std::string(to_token(given.outward)) + (given.made ? " made" : "");
}
std::string outside(const cancel_outcome& given) { return std::string(to_token(given.outward)); }

std::vector<obligation_record> open_obligations(sample_ledger& l) {
    return l->open_obligations(1'000).value();
}

std::string owed_now(sample_ledger& l) {
    std::string all;
    for (const obligation_record& one : open_obligations(l)) {
        all += (all.empty() ? "" : " ") + std::string(to_token(one.what.what));
    }
    return all;
}

link_row link_of(std::string_view name = "asample", std::string_view central = "1000001") {
    link_row row;
    row.court = "wiwd";
    row.login = login::make(name).value();
    row.central = central_id::make(central).value();
    row.row.linked_at = after_go_live;
    row.row.confirmed_at = after_go_live;
    row.row.made_by = link_maker::import;
    row.evidence = {.central = {proof_class::password_mfa, after_go_live},
                    .account = {proof_class::password, after_go_live},
                    .account_court = "wiwd"};
    return row;
}

std::vector<import_outcome> import_all(sample_ledger& l, const std::vector<link_row>& rows,
                                       const std::optional<acting>& approved = std::nullopt,
                                       run how = run::write) {
    ledger_tables tables;
    tables.links = rows;
    std::vector<import_outcome> outcomes;
    const auto done = l->import_links(
        tables, approved, {actor::center, "migration", ""}, after_go_live,
        [&](const import_outcome& one) { outcomes.push_back(one); }, {}, how);
    EXPECT_TRUE(done) << (done ? "" : done.error().message);
    return outcomes;
}
import_answer import_one(sample_ledger& l, const link_row& row,
                         const std::optional<acting>& approved = std::nullopt) {
    const auto outcomes = import_all(l, {row}, approved);
    return outcomes.size() == 1 ? outcomes.front().answer : import_answer::refused;
}

void unlink(sample_ledger& l, instant now = after_go_live) {
    ASSERT_EQ(l->unlink("wiwd", "asample", "1000001", clerk, now).value().answer, unlink_answer::removed);
}

/// The records of asample and 1000001, changed.
void change_account(sample_ledger& l, const std::function<void(court_account&)>& change) {
    court_account_row row = account_row("wiwd", "asample");
    change(row.account);
    l.load(row);
}
void change_central(sample_ledger& l, const std::function<void(central_account&)>& change) {
    central_account_row row = central_row("1000001");
    change(row.account);
    l.load(row);
}

const policy_set& linking_policies() {
    static const policy_set policies =
        policies_with(R"({"ecflink-policy": 1, "court": "wiwd", "registration": {"second": "court-links"}})");
    return policies;
}

/// A ledger whose calls are counted, and fail if the plan says so.
struct counted_ledger {
    std::shared_ptr<failure_plan> plan = std::make_shared<failure_plan>();
    std::unique_ptr<place> where = new_place();
    ledger_connector connector = failing(where->connector(), plan);
    sample_ledger l{built_in_policies(), std::move(where), connector};
};

// ---- the ceremony -------------------------------------------------------------------------------

TEST(Attack, A2_TheEndOfOldSessionsIsOwedUntilItIsDone) {
    sample_ledger l;
    const auto made = l.link();
    EXPECT_EQ(owed_now(l),
              "retire-credential end-sessions notify-court-contact notify-central-contact refresh-menus");
    for (const obligation_record& one : open_obligations(l)) {
        EXPECT_EQ(one.what.due, after_go_live);
        EXPECT_EQ(one.sequence, made.sequence);
    }
    const met_obligation met[] = {{made.sequence, obligation::end_sessions}};
    ASSERT_TRUE(l->discharge(met, clerk, after_go_live));
    EXPECT_EQ(owed_now(l).find("end-sessions"), std::string::npos);
}

TEST(Attack, A3_AnAddressThatSomebodyAddedIsShownAndEndsTheCeremony) {
    sample_ledger l;
    const auto before = l.begin();
    EXPECT_TRUE(before.proposal.page->contacts_not_carried.empty());
    const contact_row contacts[] = {{"wiwd", "asample", "x***@example.org", false},
                                    {"wiwd", "asample", "a***@example.org", true}};
    ASSERT_TRUE(l->set_contacts(contacts, clerk, after_go_live));
    EXPECT_EQ(l.commit(sample_ledger::confirm(before.proposal)).problem, ceremony_problem::confirm_mismatch);
    EXPECT_EQ(l.begin().proposal.page->contacts_not_carried, std::vector<std::string>{"x***@example.org"});
}

TEST(Attack, A4_AChangeUnderWayThatComesAfterTheProposalBlocksTheCommit) {
    for (const pending_change change : {pending_change::contact, pending_change::credential}) {
        sample_ledger l;
        const auto first = l.begin();
        change_account(l, [&](court_account& a) { a.pending_change = change; });
        auto refused = l.commit(sample_ledger::confirm(first.proposal));
        EXPECT_FALSE(refused.made);
        EXPECT_TRUE(refused.decision.findings.contains(finding::account_change_pending));
        EXPECT_TRUE(l.begin().proposal.handle.empty());
        change_account(l, [](court_account&) {});

        const auto second = l.begin();
        change_central(l, [&](central_account& c) { c.pending_change = change; });
        refused = l.commit(sample_ledger::confirm(second.proposal));
        EXPECT_FALSE(refused.made);
        EXPECT_TRUE(refused.decision.findings.contains(finding::central_change_pending));
        EXPECT_TRUE(l.begin().proposal.handle.empty());
        EXPECT_EQ(l.links(), "");
    }
}

TEST(Attack, A6_ALinkFollowsIdsWhateverPeopleAreCalled) {
    sample_ledger l;
    l.link();
    l.load(central_row("1000001", "Somebody Else"));
    l.load(central_row("1000002", "Attorney Sample"));
    EXPECT_EQ(l.links(), "asample=1000001");
    EXPECT_EQ(
        l->sign_on("1000001", court_id("wiwd"), with_second_factor, after_go_live).value().at(0).may.level,
        access_level::file);
    EXPECT_EQ(
        l->sign_on("1000002", court_id("wiwd"), with_second_factor, after_go_live).value().at(0).may.level,
        access_level::view);
}

TEST(Attack, A9_OfManyWhoConfirmWithOneHandleOneLinks) {
    sample_ledger l;
    const auto begun = l.begin();
    const auto request = sample_ledger::confirm(begun.proposal);
    std::array<commit_outcome, 8> outcomes;
    std::vector<std::thread> threads;
    for (commit_outcome& one : outcomes) {
        threads.emplace_back([&] { one = l.commit(request); });
    }
    for (std::thread& one : threads) {
        one.join();
    }
    int made = 0;
    for (const commit_outcome& one : outcomes) {
        made += one.made ? 1 : 0;
        EXPECT_TRUE(one.made || one.problem == ceremony_problem::used);
    }
    EXPECT_EQ(made, 1);
    EXPECT_EQ(l.links(), "asample=1000001");
    expect_whole_trail(*l);
}

TEST(Attack, A10_AHandleOfAnotherLedgerIsNone) {
    sample_ledger l;
    sample_ledger twin;  // the same keys, policies and records
    const auto begun = l.begin();
    const auto request = sample_ledger::confirm(begun.proposal);
    const auto events = [](sample_ledger& of) { return of->status().value().events; };

    std::uint64_t before = events(twin);
    EXPECT_EQ(twin->peek(request, after_go_live).value().problem, ceremony_problem::not_authentic);
    EXPECT_EQ(twin->commit(request, after_go_live, run::dry).value().problem,
              ceremony_problem::not_authentic);
    EXPECT_EQ(twin->outcome_of(request.handle).value(), handle_outcome::unused);
    EXPECT_EQ(events(twin), before);
    EXPECT_EQ(twin.commit(request).problem, ceremony_problem::not_authentic);
    EXPECT_EQ(twin->cancel(request, after_go_live).value().problem, ceremony_problem::not_authentic);
    EXPECT_EQ(events(twin), before + 2) << "both tries are in the trail";
    EXPECT_EQ(twin.links(), "");
    EXPECT_TRUE(l.commit(request).made);
    EXPECT_EQ(twin->outcome_of(request.handle).value(), handle_outcome::unused);
}

TEST(Attack, A10_AKeyFileServesTheLedgersThatItNames) {
    const std::string line = key_ring::generate_line();
    const key_ring of_all = std::move(key_ring::parse(line).value());
    const auto where = new_place();
    const auto connector = where->connector({10 * micros_per_second});
    const auto trouble_of = [](const auto& done) { return done ? std::string{} : done.error().message; };
    const auto naming = [&](std::string_view id) {
        return std::move(key_ring::parse(line + '\n' + key_ring::ledger_line(id)).value());
    };
    const std::string another(32, '0');
    const key_ring of_another = naming(another);
    const auto refused = ledger::create(connector, built_in_policies(), &of_another, after_go_live);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().trouble, ledger_trouble::other_keys) << trouble_of(refused);
    const auto no_id =
        ledger::create(connector, built_in_policies(), &of_all, after_go_live, {.new_id = "court"});
    ASSERT_FALSE(no_id);
    EXPECT_EQ(no_id.error().trouble, ledger_trouble::failed) << trouble_of(no_id);
    const auto elsewhere = new_place();
    EXPECT_TRUE(ledger::create(elsewhere->connector({10 * micros_per_second}), built_in_policies(),
                               &of_another, after_go_live, {.new_id = another}))
        << "the file names it before it is made";

    const std::string id =
        made(made(ledger::create(connector, built_in_policies(), &of_all, after_go_live)).status()).id;
    const auto opened = ledger::open(connector, built_in_policies(), &of_another);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().trouble, ledger_trouble::other_keys);
    EXPECT_NE(opened.error().message.find(key_ring::ledger_line(id)), std::string::npos) << "how to mend it";
    const key_ring of_it = naming(id);
    EXPECT_TRUE(ledger::open(connector, built_in_policies(), &of_it));
    EXPECT_TRUE(ledger::open(connector, built_in_policies(), &of_all));
}

TEST(Attack, A12_LinkCancelAndUnlinkEndEveryHandleOfThePair) {
    sample_ledger l;
    const auto cancelled = l.begin();
    const auto beside = l.begin();
    ASSERT_EQ(l->cancel(sample_ledger::confirm(cancelled.proposal), after_go_live).value().outward,
              outward_answer::ok);
    EXPECT_EQ(l.commit(sample_ledger::confirm(cancelled.proposal)).problem, ceremony_problem::used);
    EXPECT_EQ(l.commit(sample_ledger::confirm(beside.proposal)).problem, ceremony_problem::withdrawn);

    const auto used = l.begin();
    const auto left = l.begin();
    ASSERT_TRUE(l.commit(sample_ledger::confirm(used.proposal)).made);
    EXPECT_EQ(l.commit(sample_ledger::confirm(left.proposal)).problem, ceremony_problem::withdrawn);
    unlink(l);
    for (const auto* old : {&used, &left, &beside}) {
        auto request = sample_ledger::confirm(old->proposal);
        EXPECT_FALSE(l.commit(request).made);
        request.approved = clerk;  // lifting a tombstone revives no handle
        EXPECT_FALSE(l.commit(request).made);
    }
    EXPECT_EQ(l.links(), "");
}

TEST(Attack, A12_UnlinkingEndsAHandleThatWasMadeWhileTheLinkStood) {
    sample_ledger l;
    ASSERT_EQ(import_one(l, link_of()), import_answer::linked);
    unlink(l);
    const auto begun = l.begin("asample", "1000001", after_go_live, right_password, clerk);
    ASSERT_FALSE(begun.proposal.handle.empty());
    auto request = sample_ledger::confirm(begun.proposal);
    request.approved = clerk;
    ASSERT_TRUE(l.commit(request).made);

    sample_ledger other;
    const auto early = other.begin();
    ASSERT_EQ(import_one(other, link_of()), import_answer::linked);
    unlink(other);
    request = sample_ledger::confirm(early.proposal);
    request.approved = clerk;
    EXPECT_EQ(other.commit(request).problem, ceremony_problem::withdrawn);
}

TEST(Attack, A13_AnotherLedgersKeysMakeNoHandle) {
    sample_ledger l;
    const auto begun = l.begin();
    const key_ring others = std::move(key_ring::parse(key_ring::generate_line()).value());
    const auto opened = ledger::open(l.where().connector(), built_in_policies(), &others);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().trouble, ledger_trouble::other_keys);
    const auto where = new_place();
    auto elsewhere = made(
        ledger::create(where->connector({micros_per_second}), built_in_policies(), &others, after_go_live));
    const auto refused = elsewhere.commit(sample_ledger::confirm(begun.proposal), after_go_live);
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused.value().problem, ceremony_problem::not_authentic);
    EXPECT_EQ(l.links(), "");
}

TEST(Attack, A14_WhatIdentifiesAPersonDoesNotChangeBetweenProofAndLink) {
    sample_ledger l;
    auto begun = l.begin();
    l.load(central_row("1000001", "Another Name"));
    auto refused = l.commit(sample_ledger::confirm(begun.proposal));
    EXPECT_FALSE(refused.made);
    EXPECT_TRUE(refused.problem == ceremony_problem::confirm_mismatch ||
                refused.problem == ceremony_problem::central_changed);
    begun = l.begin();
    // not on the page, but still a change
    const contact_row proven[] = {{"wiwd", "asample", "n***@example.org", true}};
    ASSERT_TRUE(l->set_contacts(proven, clerk, after_go_live));
    EXPECT_EQ(l.commit(sample_ledger::confirm(begun.proposal)).problem, ceremony_problem::account_changed);
    EXPECT_EQ(l.links(), "");

    l.link();
    for (const obligation_record& one : open_obligations(l)) {
        EXPECT_EQ(one.court, court_id("wiwd"));
        EXPECT_EQ(one.login, login("asample"));
        EXPECT_EQ(one.central, central_id("1000001")) << "a notice names both accounts";
    }
}

TEST(Attack, A15_TheSameFactsHaveOneAnswerWhicheverWayTheyCome) {
    const struct {
        std::string_view what;
        std::function<void(sample_ledger&)> change;
    } cases[] = {
        {"nothing", [](sample_ledger&) {}},
        {"a shared central account",
         [](sample_ledger& l) {
             change_central(l, [](central_account& c) { c.usage = central_usage::shared; });
         }},
        {"a legacy central account",
         [](sample_ledger& l) {
             change_central(l, [](central_account& c) { c.generation = central_generation::legacy; });
         }},
        {"a closed central account",
         [](sample_ledger& l) {
             change_central(l, [](central_account& c) { c.status = central_status::closed; });
         }},
        {"an exempt central account",
         [](sample_ledger& l) { change_central(l, [](central_account& c) { c.exempt = true; }); }},
        {"a locked account",
         [](sample_ledger& l) {
             change_account(l, [](court_account& a) { a.status = account_status::locked; });
         }},
        {"a terminated account",
         [](sample_ledger& l) {
             change_account(l, [](court_account& a) { a.status = account_status::terminated; });
         }},
        {"a link-locked account",
         [](sample_ledger& l) { change_account(l, [](court_account& a) { a.link_locked = true; }); }},
        {"a change under way",
         [](sample_ledger& l) {
             change_account(l, [](court_account& a) { a.pending_change = pending_change::contact; });
         }},
        {"an account opened after the change",
         [](sample_ledger& l) { change_account(l, [](court_account& a) { a.opened = after_go_live; }); }},
        {"another name", [](sample_ledger& l) { l.load(account_row("wiwd", "asample", "Somebody Else")); }},
        {"an account that is linked elsewhere", [](sample_ledger& l) { l.link("asample", "1000002"); }},
        {"a central account that is linked already", [](sample_ledger& l) { l.link("bsample", "1000001"); }},
        {"a pair that was taken apart",
         [](sample_ledger& l) {
             l.link();
             unlink(l);
         }},
    };
    for (const auto& row : cases) {
        SCOPED_TRACE(row.what);
        sample_ledger l(linking_policies());
        const registration_request request{"wiwd", "1000001", request_type::admission, account_role::attorney,
                                           login("asample")};
        const auto id = l->submit_registration(request, after_go_live).value().id;
        ASSERT_TRUE(
            l->move_registration(id, registration_move::route, {actor::center, "psc", ""}, after_go_live)
                .value()
                .decision.is_moved());
        const auto early = l.begin();
        row.change(l);

        const ledger_tables tables = l.tables();
        const link_case proposed =
            case_finder(tables, linking_policies()).propose("wiwd", "asample", "1000001", link_of().evidence);
        const assessment engine = assess(linking_policies().find("wiwd").rules, proposed, after_go_live);
        const auto begun = l.begin();
        EXPECT_EQ(begun.proposal.decision, engine);
        EXPECT_EQ(begun.proposal.handle.empty(), engine.verdict == verdict::refuse);
        EXPECT_EQ(import_all(l, {link_of()}, std::nullopt, run::dry).at(0).decision, engine);
        const auto approved =
            l->move_registration(id, registration_move::approve, clerk, after_go_live, std::nullopt, run::dry)
                .value();
        EXPECT_EQ(approved.decision.answer == registration_answer::links_old_account,
                  engine.verdict == verdict::allow);
        const auto made = l.commit(sample_ledger::confirm(early.proposal));
        EXPECT_EQ(made.decision, engine);
        EXPECT_TRUE(!made.made || engine.verdict == verdict::allow);
    }
}

TEST(Attack, A16_ALockThatComesAfterTheProposalCounts) {
    sample_ledger l;
    const auto begun = l.begin();
    change_account(l, [](court_account& a) { a.status = account_status::locked; });
    const auto refused = l.commit(sample_ledger::confirm(begun.proposal));
    EXPECT_FALSE(refused.made);
    EXPECT_TRUE(refused.decision.findings.contains(finding::account_locked));
    EXPECT_EQ(l.links(), "");
}

TEST(Attack, A17_NoMorePasswordsAreCheckedThanTheLimit) {
    sample_ledger l;
    constexpr int many = 24;
    const auto limit = static_cast<int>(built_in_policies().find("wiwd").rules.attempt_limit);
    std::atomic<int> checks = 0;
    const account_check counting_check = [&](const court_id&, const login&) {
        ++checks;
        return proof_class::none;
    };
    std::barrier together(many);
    std::vector<std::thread> threads;
    std::vector<ledger::begun> outcomes(many);
    for (ledger::begun& one : outcomes) {
        threads.emplace_back([&] {
            together.arrive_and_wait();
            one = l.begin("asample", "1000001", after_go_live, counting_check);
        });
    }
    for (std::thread& one : threads) {
        one.join();
    }
    EXPECT_EQ(checks, limit);
    // At the limit, even the right password is not checked.
    EXPECT_TRUE(l.begin("asample", "1000001", after_go_live, counting_check)
                    .proposal.decision.findings.contains(finding::attempts_exhausted));
    EXPECT_TRUE(l.begin().proposal.handle.empty());
    EXPECT_EQ(checks, limit);
    const duration window = built_in_policies().find("wiwd").rules.attempt_window;
    EXPECT_FALSE(l.begin("asample", "1000001", after_go_live + window).proposal.handle.empty());
}

TEST(Attack, A17_AnAttemptIsReservedBeforeThePasswordIsChecked) {
    sample_ledger l;
    const auto limit = built_in_policies().find("wiwd").rules.attempt_limit;
    std::uint32_t checks = 0;
    const account_check breaks = [&](const court_id&, const login&) -> proof_class {
        ++checks;
        throw std::runtime_error("the court's directory is away");
    };
    for (std::uint32_t i = 0; i < limit; ++i) {
        const auto done = l->begin(l.who("1000001"), "wiwd", "asample", breaks, after_go_live);
        ASSERT_FALSE(done);
        EXPECT_EQ(done.error().trouble, ledger_trouble::check_failed);
    }
    EXPECT_EQ(checks, limit);
    EXPECT_TRUE(l.begin().proposal.decision.findings.contains(finding::attempts_exhausted))
        << "a check that broke counts";

    // During the check the attempt is already written, and no transaction is open.
    sample_ledger other;
    const account_check looks = [&](const court_id&, const login&) {
        EXPECT_NE(state_of(other)["attempts"].find("\"open\""), std::string::npos);
        EXPECT_TRUE(other->set_contacts({}, clerk, after_go_live)) << "others write meanwhile";
        return proof_class::password;
    };
    EXPECT_FALSE(other.begin("asample", "1000001", after_go_live, looks).proposal.handle.empty());
    EXPECT_EQ(state_of(other)["attempts"].find("\"open\""), std::string::npos);
}

TEST(Attack, A18_AnotherSessionConfirmsAndCancelsNothing) {
    sample_ledger l;
    const auto begun = l.begin();
    const auto request = sample_ledger::confirm(begun.proposal, "1000001", "the victim's session");
    EXPECT_EQ(l.commit(request).problem, ceremony_problem::session_mismatch);
    EXPECT_EQ(l->cancel(request, after_go_live).value().problem, ceremony_problem::session_mismatch);
    EXPECT_TRUE(l.commit(sample_ledger::confirm(begun.proposal)).made)
        << "and the handle is not used up by it";
}

TEST(Attack, A19_WithoutASessionThereIsNoHandle) {
    sample_ledger l;
    signed_on who = l.who("1000001");
    who.session = {};
    const auto begun = l->begin(who, "wiwd", "asample", right_password, after_go_live).value();
    EXPECT_EQ(begun.proposal.problem, ceremony_problem::field_missing);
    EXPECT_TRUE(begun.proposal.handle.empty());
}

TEST(Attack, A20_SomebodyElsesHandleIsOneThatThereIsNot) {
    sample_ledger l;
    const auto begun = l.begin();
    const auto others = sample_ledger::confirm(begun.proposal, "1000002");
    auto unknown = others;
    unknown.handle = "no-such-handle";
    const state before = without_trail(state_of(l));
    EXPECT_EQ(l.commit(others).problem, ceremony_problem::central_mismatch);
    EXPECT_EQ(l.commit(unknown).problem, ceremony_problem::not_authentic);
    EXPECT_EQ(outside(l.commit(others)), outside(l.commit(unknown)));
    EXPECT_EQ(outside(l->peek(others, after_go_live).value()),
              outside(l->peek(unknown, after_go_live).value()));
    EXPECT_EQ(outside(l->cancel(others, after_go_live).value()),
              outside(l->cancel(unknown, after_go_live).value()));
    EXPECT_EQ(without_trail(state_of(l)), before);

    std::string trail;
    ASSERT_TRUE(l->export_audit([&](std::string_view line) {
        trail = line.starts_with("{\"checkpoint\"") ? trail : line;
        return true;
    }));
    EXPECT_NE(trail.find("\"1000002\""), std::string::npos) << "the trail says who tried: " << trail;
    EXPECT_TRUE(l.commit(sample_ledger::confirm(begun.proposal)).made);
}

TEST(Attack, A21_AnAccountHasOneOwnerWhicheverWayTheyCome) {
    using way = std::function<bool(sample_ledger&, std::string_view)>;
    const way ceremony = [](sample_ledger& l, std::string_view central) {
        return l.link("asample", central).made.has_value();
    };
    const way import = [](sample_ledger& l, std::string_view central) {
        return import_one(l, link_of("asample", central)) == import_answer::linked;
    };
    const way court = [](sample_ledger& l, std::string_view central) {
        const registration_request request{"wiwd", central_id::make(central).value(), request_type::admission,
                                           account_role::attorney, login("asample")};
        const auto id = l->submit_registration(request, after_go_live).value().id;
        if (id == 0) {
            return false;
        }
        EXPECT_TRUE(
            l->move_registration(id, registration_move::route, {actor::center, "psc", ""}, after_go_live));
        return l->move_registration(id, registration_move::approve, clerk, after_go_live)
                   .value()
                   .linked_sequence != 0;
    };
    for (const way& first : {ceremony, import, court}) {
        for (const way& second : {ceremony, import, court}) {
            sample_ledger l(linking_policies());
            EXPECT_TRUE(first(l, "1000001"));
            EXPECT_FALSE(second(l, "1000002"));
            EXPECT_EQ(l.links(), "asample=1000001");
        }
    }

    // Both proposals were made while the account was free.
    sample_ledger l;
    const auto one = l.begin("asample", "1000001");
    const auto two = l.begin("asample", "1000002");
    EXPECT_TRUE(l.commit(sample_ledger::confirm(one.proposal, "1000001")).made);
    EXPECT_FALSE(l.commit(sample_ledger::confirm(two.proposal, "1000002")).made);
    EXPECT_EQ(l.links(), "asample=1000001");
}

TEST(Attack, A21_TheTablesThemselvesHoldNoSecondOwner) {
    sample_ledger l;
    l.link();
    static constexpr statement second_owner{
        "INSERT INTO links (sequence, court, login, central_id, state, linked_at, made_by, account_slot, "
        "central_slot) "
        "SELECT sequence + 1000, court, login, '1000002', state, linked_at, made_by, account_slot, "
        "central_slot FROM links"};
    static constexpr statement second_account{
        "INSERT INTO links (sequence, court, login, central_id, state, linked_at, made_by, account_slot, "
        "central_slot) "
        "SELECT sequence + 1000, court, 'bsample', central_id, state, linked_at, made_by, account_slot, "
        "central_slot FROM links"};
    static constexpr statement same_pair{
        "INSERT INTO links (sequence, court, login, central_id, state, linked_at, made_by, account_slot, "
        "central_slot) "
        "SELECT sequence + 1000, court, login, central_id, state, linked_at, made_by, account_slot + 1, "
        "central_slot + 1 FROM links"};
    for (const statement* one : {&second_owner, &second_account, &same_pair}) {
        const auto db = l.where().connector()();
        db->begin_write();
        try {
            db->execute(*one);
            ADD_FAILURE() << "written: " << one->sql;
        } catch (const database_error& refused) {
            EXPECT_EQ(refused.trouble(), ledger_trouble::conflict);
        }
        db->rollback();
    }
}

TEST(Attack, A22_WhoLosesARaceIsToldSoAndLeavesNothingHalfMade) {
    int rounds = 0;
    // A disk that is full before a statement, and a connection that is lost after it, at each
    // statement of the winner's commit.
    for (const auto& [trouble, when] : {std::pair(ledger_trouble::full, moment::before),
                                        std::pair(ledger_trouble::unknown_outcome, moment::after)}) {
        bool has_failed = true;
        for (std::int64_t call = 1; has_failed; ++call, ++rounds) {
            counted_ledger counted;
            sample_ledger& l = counted.l;
            const auto winner = l.begin("asample", "1000001");
            const auto loser = l.begin("asample", "1000002");
            const state before = state_of(l);
            counted.plan->fail_at(call, trouble, when);
            const auto done = l->commit(sample_ledger::confirm(winner.proposal, "1000001"), after_go_live);
            has_failed = counted.plan->has_failed();
            counted.plan->never_fail();
            if (!done) {
                EXPECT_EQ(done.error().trouble, trouble);
                EXPECT_EQ(state_of(l), before) << "call " << call;
            }
            const auto lost = l.commit(sample_ledger::confirm(loser.proposal, "1000002"));
            EXPECT_EQ(l.links(), done ? "asample=1000001" : "asample=1000002");
            EXPECT_EQ(lost.made.has_value(), !done);
            if (done) {
                ASSERT_TRUE(done.value().made);
                EXPECT_EQ(lost.outward, outward_answer::cannot_link);
                EXPECT_TRUE(lost.decision.findings.contains(finding::account_linked_elsewhere));
            }
            expect_whole_trail(*l);
        }
    }
    EXPECT_GT(rounds, 30) << "every statement of a commit has failed";
}

TEST(Attack, A23_WhatChangedBetweenProposalAndLinkEndsTheProposal) {
    sample_ledger l;
    auto begun = l.begin();
    // no rule depends on it, but it is a change
    change_account(l, [](court_account& a) { a.principals = 1; });
    EXPECT_EQ(l.commit(sample_ledger::confirm(begun.proposal)).problem, ceremony_problem::account_changed);
    begun = l.begin();
    change_central(l, [](central_account& c) { c.search_status = search_status::inactive; });
    EXPECT_EQ(l.commit(sample_ledger::confirm(begun.proposal)).problem, ceremony_problem::central_changed);

    begun = l.begin();
    const policy_set others =
        policies_with(R"({"ecflink-policy": 1, "court": "wiwd", "handle": {"lifetime": "PT20M"}})");
    auto under_others = std::move(ledger::open(l.where().connector(), others, &test_keys()).value());
    ASSERT_TRUE(under_others.adopt_policies(clerk, after_go_live));
    const auto refused = under_others.commit(sample_ledger::confirm(begun.proposal), after_go_live);
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused.value().problem, ceremony_problem::policy_changed);
    const auto old = l->commit(sample_ledger::confirm(begun.proposal), after_go_live);
    ASSERT_FALSE(old) << "who still has the old policies decides nothing";
    EXPECT_EQ(old.error().trouble, ledger_trouble::other_policies);
    EXPECT_EQ(l.links(), "");
}

TEST(Attack, A26_NoNameThatAPersonCanEditOpensALink) {
    sample_ledger l;
    for (const std::string_view name : {"Attorney Sample", "asample", "1000001", ""}) {
        l.load(central_row("1000002", std::string(name)));
        const auto begun = l.begin("asample", "1000002", after_go_live, wrong_password);
        EXPECT_TRUE(begun.proposal.handle.empty());
        EXPECT_EQ(begun.proposal.outward, outward_answer::cannot_link);
    }
}

TEST(Attack, A27_OfTwoRecordsWithOneKeyNoneIsChosenInWhateverOrder) {
    ledger_tables tables;
    tables.central_accounts = {central_row("1000001"), central_row("1000001", "Beate Sample"),
                               central_row("1000002")};
    tables.court_accounts = {account_row("wiwd", "asample")};
    tables.links = {link_of()};
    std::ranges::sort(tables.central_accounts, {}, &central_account_row::name);
    std::array<std::size_t, 3> order{0, 1, 2};
    const auto all = tables.central_accounts;
    do {
        tables.central_accounts = {all[order[0]], all[order[1]], all[order[2]]};
        const auto report = verify(built_in_policies(), tables, after_go_live);
        EXPECT_TRUE(report.value().rows.at(0).findings.contains(finding::record_ambiguous));
        EXPECT_EQ(report.value().rows.at(0).verdict, verdict::refuse);
    } while (std::ranges::next_permutation(order).found);

    sample_ledger l;
    static constexpr statement second_record{
        "INSERT INTO central_accounts (central_id, account_usage, status, search_status, exempt, "
        "pending_change, name, revision) "
        "VALUES ('1000001', 'individual', 'active', 'active', 0, 'none', 'Beate Sample', 1)"};
    const auto db = l.where().connector()();
    db->begin_write();
    EXPECT_THROW(db->execute(second_record), database_error) << "a ledger has one record of a key";
    db->rollback();
}

TEST(Attack, A31_EveryStatusIsLookedAtWhenBegunWhenConfirmedAndWhenSignedOn) {
    const std::pair<central_status, finding> centrals[] = {
        {central_status::not_activated, finding::central_not_activated},
        {central_status::on_hold, finding::central_on_hold},
        {central_status::disabled, finding::central_disabled},
        {central_status::closed, finding::central_closed}};
    for (const auto& [status, why] : centrals) {
        sample_ledger l;
        const auto early = l.begin();
        change_central(l, [&](central_account& c) { c.status = status; });
        EXPECT_TRUE(l.begin().proposal.handle.empty());
        EXPECT_EQ(l.begin().proposal.decision.findings, findings{why});
        EXPECT_TRUE(l.commit(sample_ledger::confirm(early.proposal)).decision.findings.contains(why));
        EXPECT_EQ(l.links(), "");
        change_central(l, [](central_account&) {});
        l.link();
        change_central(l, [&](central_account& c) { c.status = status; });
        const auto may =
            l->sign_on("1000001", court_id("wiwd"), with_second_factor, after_go_live).value().at(0).may;
        EXPECT_EQ(may.level, access_level::none);
        EXPECT_EQ(may.authentication.deciding_finding(), why);
    }
    const std::pair<account_status, finding> accounts[] = {
        {account_status::locked, finding::account_locked},
        {account_status::suspended, finding::account_suspended},
        {account_status::terminated, finding::account_terminated}};
    for (const auto& [status, why] : accounts) {
        sample_ledger l;
        const auto early = l.begin();
        change_account(l, [&](court_account& a) { a.status = status; });
        EXPECT_TRUE(l.begin().proposal.handle.empty());
        EXPECT_EQ(l.begin().proposal.decision.findings, findings{why});
        EXPECT_TRUE(l.commit(sample_ledger::confirm(early.proposal)).decision.findings.contains(why));
        EXPECT_EQ(l.links(), "");
        change_account(l, [](court_account&) {});
        l.link();
        change_account(l, [&](court_account& a) { a.status = status; });
        const auto may =
            l->sign_on("1000001", court_id("wiwd"), with_second_factor, after_go_live).value().at(0).may;
        EXPECT_EQ(may.level, status == account_status::locked ? access_level::file : access_level::view)
            << "a lock is the old login's";
    }
}

TEST(Attack, A33_NoWayButTheAuthoritysLeadsBackToALinkThatWasRemoved) {
    sample_ledger l(linking_policies());
    l.link();
    unlink(l);
    EXPECT_EQ(l.begin().proposal.decision.findings, findings{finding::pair_tombstoned});
    EXPECT_EQ(import_one(l, link_of()), import_answer::tombstoned);
    const registration_request request{"wiwd", "1000001", request_type::admission, account_role::attorney,
                                       login("asample")};
    const auto id = l->submit_registration(request, after_go_live).value().id;
    ASSERT_NE(id, 0U) << "a request for new privileges is what is left";
    EXPECT_TRUE(
        l->move_registration(id, registration_move::route, {actor::center, "psc", ""}, after_go_live));
    EXPECT_EQ(
        l->move_registration(id, registration_move::approve, clerk, after_go_live).value().linked_sequence,
        0U);
    EXPECT_EQ(l.links(), "");
}

TEST(Attack, A34_AfterUnlinkingNothingOfTheCourtIsOpen) {
    sample_ledger l;
    l.link();
    unlink(l);
    const auto may =
        l->sign_on("1000001", court_id("wiwd"), with_second_factor, after_go_live).value().at(0).may;
    EXPECT_EQ(may.level, access_level::view);
    EXPECT_EQ(deciding_token(may.filing), "not-linked");
    EXPECT_EQ(l->court_login("wiwd", "asample", after_go_live).value().level, access_level::none);
    std::string after_unlink;
    for (const obligation_record& one : open_obligations(l)) {
        after_unlink += one.sequence == l->status().value().highest_event
                            ? std::string(to_token(one.what.what)) + ' '
                            : "";
    }
    EXPECT_EQ(after_unlink, "end-sessions notify-court-contact notify-central-contact refresh-menus ");
}

TEST(Attack, A35_AJobDoesNotUndoWhatAnAuthorityDid) {
    sample_ledger l;
    l.link();
    unlink(l);
    EXPECT_EQ(import_one(l, link_of()), import_answer::tombstoned);
    link_row earlier = link_of();
    earlier.row.linked_at = earlier.row.confirmed_at = at("2022-04-25T13:30:00Z");
    earlier.evidence.central.at = earlier.evidence.account.at = earlier.row.linked_at;
    EXPECT_EQ(import_one(l, earlier), import_answer::tombstoned) << "an earlier date is no way back";
    for (const acting& one :
         {acting{actor::court, "clerk-7", ""}, acting{actor::court, "", "asked"},
          acting{actor::center, "psc", "asked"}, acting{actor::court, "1000001", "I am a clerk, too"}}) {
        EXPECT_EQ(import_one(l, link_of(), one), import_answer::tombstoned);
    }
    EXPECT_EQ(l.links(), "");
    EXPECT_EQ(import_one(l, link_of(), clerk), import_answer::linked);
    const auto all = verify(built_in_policies(), l.tables(), after_go_live);
    EXPECT_FALSE(all.value().rows.back().findings.contains(finding::pair_tombstoned))
        << "a ledger in which the clerk's word counts";
}

TEST(Attack, A36_UnknownWrongLockedAndLinkedElsewhereLookAlikeAndTakeTheSameWork) {
    counted_ledger counted;
    sample_ledger& l = counted.l;
    court_account_row locked = account_row("wiwd", "lsample");
    locked.account.status = account_status::locked;
    l.load(locked);
    l.load(central_row("1000003"));
    l.link("bsample", "1000002");
    int checks = 0;
    const auto tries = [&](std::string_view name, proof_class proven) {
        const account_check check = [&](const court_id&, const login&) {
            ++checks;
            return proven;
        };
        checks = 0;
        counted.plan->never_fail();
        const auto begun = l.begin(name, "1000003", after_go_live, check);
        return std::pair(outside(begun.proposal) + ' ' + std::to_string(checks) + " check",
                         counted.plan->calls());
    };
    const auto unknown = tries("nobody", proof_class::none);
    EXPECT_EQ(unknown, tries("asample", proof_class::none)) << "a wrong password";
    EXPECT_EQ(unknown, tries("lsample", proof_class::none)) << "a wrong password of a locked account";
    EXPECT_EQ(unknown, tries("lsample", proof_class::password)) << "a locked account";
    EXPECT_EQ(unknown, tries("bsample", proof_class::none))
        << "a wrong password of an account that is linked elsewhere";
    // A person who proves an account that is linked elsewhere sees the same. Finding and telling
    // its holder takes two more statements.
    const auto elsewhere = tries("bsample", proof_class::password);
    EXPECT_EQ(elsewhere.first, unknown.first);
    EXPECT_EQ(elsewhere.second, unknown.second + 2);
    EXPECT_NE(tries("asample", proof_class::password).first, unknown.first);

    // The default store of passwords checks one hash for every owner.
    const password_cost cheap{1, 8'192};
    ASSERT_TRUE(l->set_password({"wiwd", "asample"}, "canary right", clerk, after_go_live, cheap));
    const auto asks = [&](std::string_view id, std::string_view password) {
        counted.plan->never_fail();
        EXPECT_EQ(l->check_password({"wiwd", std::string(id)}, password).value(),
                  id == "asample" && password == "canary right");
        return counted.plan->calls();
    };
    EXPECT_EQ(asks("nobody", "canary right"), asks("asample", "canary wrong"));
    EXPECT_EQ(asks("nobody", "canary right"), asks("asample", "canary right"));
}

TEST(Attack, A36_AttemptsRunOutForUnknownLoginsToo) {
    sample_ledger l;
    const auto tries = [&](std::string_view name) {
        std::string all;
        for (int i = 0; i < 7; ++i) {
            all += outside(l.begin(name, "1000001", after_go_live, wrong_password).proposal) + '\n';
        }
        return all;
    };
    const std::string unknown = tries("nobody");
    EXPECT_EQ(unknown, tries("asample"));
    EXPECT_NE(unknown.find("cannot-link"), std::string::npos);
    EXPECT_NE(unknown.find("not-now"), std::string::npos);
}

// Every state in which an account is refused although both passwords are right, after any number of
// wrong ones: the answers to right passwords are those to wrong ones, up to beyond the limit.
TEST(Attack, A36_NoNumberOfTriesTellsARightPasswordOfARefusedAccount) {
    struct account_pair {
        court_account_row account;
        central_account_row central;
    };
    struct refused_state {
        std::string what;
        std::function<void(account_pair&)> change;                      ///< of the records
        std::function<void(sample_ledger&, const account_pair&)> then;  ///< what else is done
        instant at = after_go_live;
    };
    std::vector<refused_state> states;
    const auto records = [&](std::string what, std::function<void(account_pair&)> change) {
        states.push_back({std::move(what), std::move(change), nullptr});
    };
    const auto every = [&]<class E>(std::string_view what, E, auto change) {
        for (const token_entry& one : tokens<E>()) {
            records(std::string(what) + ' ' + std::string(one.token),
                    [=](account_pair& x) { change(x, static_cast<E>(one.number)); });
        }
    };
    every("account", account_status{},
          [](account_pair& x, account_status s) { x.account.account.status = s; });
    every("change of the account", pending_change{},
          [](account_pair& x, pending_change c) { x.account.account.pending_change = c; });
    every("role", account_role{}, [](account_pair& x, account_role r) { x.account.account.role = r; });
    every("central", central_status{},
          [](account_pair& x, central_status s) { x.central.account.status = s; });
    every("change of the central account", pending_change{},
          [](account_pair& x, pending_change c) { x.central.account.pending_change = c; });
    every("usage", central_usage{}, [](account_pair& x, central_usage u) { x.central.account.usage = u; });
    every("generation", central_generation{},
          [](account_pair& x, central_generation g) { x.central.account.generation = g; });
    every("second factor", mfa_state{}, [](account_pair& x, mfa_state m) { x.central.account.mfa = m; });
    every("registration", registration_type{},
          [](account_pair& x, registration_type r) { x.central.account.registration = r; });
    records("link lock", [](account_pair& x) { x.account.account.link_locked = true; });
    records("opened too late", [](account_pair& x) { x.account.account.opened = after_go_live; });
    records("exempt", [](account_pair& x) { x.central.account.exempt = true; });
    records("another name", [](account_pair& x) { x.account.name = "Somebody Else"; });
    records("no name", [](account_pair& x) { x.central.name = ""; });
    const auto nothing = [](account_pair&) {};
    const auto link = [](sample_ledger& l, const account_pair& x, std::string_view name,
                         std::string_view central) {
        link_row row = link_of(name, central);
        ASSERT_EQ(import_one(l, row), import_answer::linked) << x.account.account.login.view();
    };
    states.push_back({"linked already", nothing, [&](sample_ledger& l, const account_pair& x) {
                          link(l, x, x.account.account.login.view(), x.central.id.view());
                      }});
    states.push_back({"linked elsewhere", nothing, [&](sample_ledger& l, const account_pair& x) {
                          central_account_row holder =
                              central_row("9" + std::string(x.central.id.view()).substr(1));
                          l.load(holder);
                          link(l, x, x.account.account.login.view(), holder.id.view());
                      }});
    states.push_back({"taken slot", nothing, [&](sample_ledger& l, const account_pair& x) {
                          const std::string other = 'o' + std::string(x.account.account.login.view());
                          l.load(account_row("wiwd", other));
                          link(l, x, other, x.central.id.view());
                      }});
    states.push_back({"tombstone", nothing, [&](sample_ledger& l, const account_pair& x) {
                          link(l, x, x.account.account.login.view(), x.central.id.view());
                          ASSERT_EQ(
                              l->unlink("wiwd", x.account.account.login, x.central.id, clerk, after_go_live)
                                  .value()
                                  .answer,
                              unlink_answer::removed);
                      }});
    states.push_back({"before the go-live", nothing, nullptr, at("2022-04-24T14:00:00Z")});

    constexpr int limit = 5;  // of the built-in policies
    const policy_set roster_policies =
        policies_with(R"({"ecflink-policy": 1, "court": "wiwd", "link": {"roster": true}})");
    int number = 0;
    int refused_states = 0;
    const auto walk = [&](sample_ledger& l, const refused_state& state) {
        SCOPED_TRACE(state.what);
        const auto fresh = [&] {
            const std::string digits = std::to_string(100'000 + ++number);
            account_pair x{account_row("wiwd", 'w' + digits), central_row('5' + digits)};
            state.change(x);
            ledger_tables rows;
            rows.court_accounts = {x.account};
            rows.central_accounts = {x.central};
            l.load(rows, after_go_live);
            if (state.then) {
                state.then(l, x);
            }
            return x;
        };
        const auto answer = [&](const account_pair& x, const account_check& check) {
            return l.begin(x.account.account.login.view(), x.central.id.view(), state.at, check).proposal;
        };
        const account_pair tried = fresh();
        if (answer(tried, right_password).decision.verdict != verdict::refuse) {
            return;  // whoever proves this account learns it: a page, or that a clerk must decide
        }
        ++refused_states;
        for (int earlier = 0; earlier <= limit; ++earlier) {
            const account_pair right = fresh();
            const account_pair wrong = fresh();
            std::string to_right;
            std::string to_wrong;
            for (int i = 0; i < earlier + limit + 2; ++i) {
                to_right += outside(answer(right, i < earlier ? wrong_password : right_password)) + '\n';
                to_wrong += outside(answer(wrong, wrong_password)) + '\n';
            }
            EXPECT_EQ(to_right, to_wrong) << earlier << " wrong ones before";
        }
    };
    sample_ledger l;
    sample_ledger earlier;  // no event is dated long before another of its court
    for (const refused_state& state : states) {
        walk(state.at == after_go_live ? l : earlier, state);
    }
    sample_ledger with_roster(roster_policies);
    walk(with_roster, {"no place on the roster", nothing, nullptr});
    EXPECT_GE(refused_states, 20) << "the states are refused at all";
}

// The same for the password of the central account, through the ledger's own store.
TEST(Attack, A36_ARightCentralPasswordOfARefusedAccountLooksWrong) {
    sample_ledger l;
    ASSERT_TRUE(l->set_password({{}, "1000001"}, "canary right", clerk, after_go_live, {1, 8'192}));
    change_central(l, [](central_account& c) { c.status = central_status::closed; });
    const auto answers = [&](std::string_view password, std::string_view letter, instant now) {
        std::string all;
        for (int i = 0; i < 8; ++i) {
            const std::string name = std::string(letter) + std::to_string(i);  // another login each time
            signed_on who = l.who("1000001", now);
            if (!l->check_central_password("1000001", password, now).value()) {
                who.central_proof.proof_class = proof_class::none;
            }
            const auto begun = l->begin(who, "wiwd", login::make(name).value(), right_password, now);
            all += outside(begun.value().proposal) + '\n';
        }
        return all;
    };
    const std::string to_right = answers("canary right", "r", after_go_live);
    EXPECT_EQ(to_right, answers("canary wrong", "w", after_go_live + duration{60 * minute.micros}));
    EXPECT_EQ(to_right.find("not-now"), std::string::npos);
}

TEST(Attack, A37_LookingAtAHandleChangesNothing) {
    sample_ledger l;
    const auto begun = l.begin();
    const auto request = sample_ledger::confirm(begun.proposal);
    const state before = state_of(l);
    for (int i = 0; i < 100; ++i) {
        const auto seen = l->peek(request, after_go_live);
        ASSERT_TRUE(seen);
        ASSERT_EQ(seen.value().shown, begun.proposal.shown);
        ASSERT_EQ(l->outcome_of(begun.proposal.handle).value(), handle_outcome::unused);
    }
    EXPECT_EQ(state_of(l), before) << "the head of the trail included";
    EXPECT_TRUE(l.commit(request).made);
}

TEST(Attack, A38_ConfirmingOneAccountLinksNoOther) {
    sample_ledger l;
    const auto one = l.begin("asample", "1000001");
    const auto other = l.begin("bsample", "1000001");
    auto request = sample_ledger::confirm(other.proposal);
    request.confirmed = one.proposal.shown;
    EXPECT_EQ(l.commit(request).problem, ceremony_problem::confirm_mismatch);
    request.confirmed = {};
    EXPECT_EQ(l.commit(request).problem, ceremony_problem::field_missing);
    EXPECT_EQ(l.links(), "");
}

TEST(Attack, A39_WhatIsHeldIsForAClerkAndForNobodyElse) {
    sample_ledger l(linking_policies());
    change_central(l, [](central_account& c) { c.exempt = true; });
    const auto begun = l.begin();
    EXPECT_TRUE(begun.proposal.needs_approval);
    auto request = sample_ledger::confirm(begun.proposal);
    EXPECT_FALSE(l.commit(request).made);
    for (const acting& one :
         {acting{actor::filer, "1000001", "it is mine"}, acting{actor::court, "1000001", "I am a clerk, too"},
          acting{actor::court, "clerk-7", ""}, acting{actor::court, "", "asked"}}) {
        request.approved = one;
        EXPECT_EQ(l.commit(request).problem, ceremony_problem::not_authorized);
    }
    EXPECT_EQ(l.links(), "");
    request.approved = clerk;
    EXPECT_TRUE(l.commit(request).made);

    // Nobody approves a registration of their own.
    const registration_request wanted{"wiwd", "1000002", request_type::admission, account_role::attorney,
                                      login("bsample")};
    const auto id = l->submit_registration(wanted, after_go_live).value().id;
    ASSERT_TRUE(l->move_registration(id, registration_move::route, {actor::center, "psc", ""}, after_go_live)
                    .value()
                    .decision.is_moved());
    const auto own = l->move_registration(id, registration_move::approve,
                                          {actor::court, "1000002", "I am a clerk, too"}, after_go_live)
                         .value();
    EXPECT_EQ(own.decision.answer, registration_answer::not_authorized);
    EXPECT_EQ(l.links(), "asample=1000001");
}

TEST(Attack, A40_ASecondClaimIsRefusedAndTheHolderIsTold) {
    sample_ledger l;
    const auto early = l.begin("asample", "1000002");
    l.link("asample", "1000001");
    const auto count_of_notices = [&] {
        const std::string all = owed_now(l);
        int count = 0;
        for (std::size_t at = all.find("notify-holder"); at != std::string::npos;
             at = all.find("notify-holder", at + 1)) {
            ++count;
        }
        return count;
    };
    EXPECT_EQ(count_of_notices(), 0);
    const auto claimed = l.begin("asample", "1000002");
    EXPECT_TRUE(claimed.proposal.handle.empty());
    EXPECT_EQ(claimed.proposal.decision.findings.lowest(), finding::account_linked_elsewhere);
    EXPECT_EQ(count_of_notices(), 1);
    // Who tries again and again makes no second notice while one is open.
    const auto again = l.commit(sample_ledger::confirm(early.proposal, "1000002"));
    EXPECT_FALSE(again.made);
    EXPECT_TRUE(again.owes.empty());
    EXPECT_FALSE(l.commit(sample_ledger::confirm(early.proposal, "1000002")).made);
    EXPECT_EQ(count_of_notices(), 1);
    std::vector<met_obligation> met;
    const auto open = l->open_obligations(100);
    for (const obligation_record& one : open.value()) {
        if (one.what.what == obligation::notify_holder) {
            met.push_back({one.sequence, one.what.what});
        }
    }
    ASSERT_TRUE(l->discharge(met, clerk, after_go_live));
    EXPECT_EQ(count_of_notices(), 0);
    EXPECT_TRUE(l.begin("asample", "1000002", after_go_live, wrong_password).proposal.handle.empty());
    EXPECT_EQ(count_of_notices(), 0) << "a guess is no claim";
    // Each claimant is told of, also while a notice about another one is open.
    l.load(central_row("1000003", "Attorney Sample"));
    EXPECT_TRUE(l.begin("asample", "1000003").proposal.handle.empty());
    EXPECT_EQ(count_of_notices(), 1);
    EXPECT_TRUE(l.begin("asample", "1000002").proposal.handle.empty());
    EXPECT_EQ(count_of_notices(), 2);
    for (const char* const claimant : {"1000002", "1000003"}) {
        EXPECT_TRUE(l.begin("asample", claimant).proposal.handle.empty());
    }
    EXPECT_EQ(count_of_notices(), 2);
    EXPECT_FALSE(l.commit(sample_ledger::confirm(early.proposal, "1000002")).made);
    EXPECT_EQ(count_of_notices(), 2);
    EXPECT_EQ(l.links(), "asample=1000001");
}

TEST(Attack, A41_TheOldPasswordOpensNothingAfterTheLink) {
    sample_ledger l;
    const password_cost cheap{1, 8'192};
    const credential_owner owner{"wiwd", "asample"};
    ASSERT_TRUE(l->set_password(owner, "canary old", clerk, at("2022-04-01T00:00:00Z"), cheap));
    EXPECT_TRUE(l->check_password(owner, "canary old").value());
    EXPECT_EQ(l->court_login("wiwd", "asample", at("2022-04-20T14:00:00Z")).value().level, access_level::file)
        << "before go-live";
    l.link();
    EXPECT_NE(owed_now(l).find("retire-credential"), std::string::npos);
    EXPECT_FALSE(l->check_password(owner, "canary old").value());
    const auto may = l->court_login("wiwd", "asample", after_go_live).value();
    EXPECT_EQ(may.level, access_level::none);
    EXPECT_TRUE(may.authentication.reasons.contains(access_reason::legacy_retired));
    unlink(l);
    EXPECT_FALSE(l->check_password(owner, "canary old").value()) << "nor after the link is gone";
}

TEST(Attack, A42_ANewAddressIsNotUsedBeforeItIsProven) {
    sample_ledger l;
    change_account(l, [](court_account& a) { a.pending_change = pending_change::contact; });
    EXPECT_EQ(l.begin().proposal.decision.findings, findings{finding::account_change_pending});
    change_account(l, [](court_account&) {});
    const contact_row unproven[] = {{"wiwd", "asample", "n***@example.org", false}};
    ASSERT_TRUE(l->set_contacts(unproven, clerk, after_go_live));
    const auto begun = l.begin();
    EXPECT_EQ(begun.proposal.page->contacts_not_carried, std::vector<std::string>{"n***@example.org"});
    ASSERT_TRUE(l.commit(sample_ledger::confirm(begun.proposal)).made);
    EXPECT_NE(owed_now(l).find("notify-court-contact notify-central-contact"), std::string::npos)
        << "both sides are told, old addresses included";
    EXPECT_EQ(state_of(l)["obligations"].find("n***@example.org"), std::string::npos);
}

TEST(Attack, A43_NoSecretIsKeptOrSaid) {
    constexpr std::string_view password = "canary-Zb7-password";
    constexpr std::string_view session = "canary-Zb7-session";
    sample_ledger l;
    const credential_owner owner{"wiwd", "asample"};
    std::string said;
    ASSERT_TRUE(l->set_password(owner, password, clerk, after_go_live, {1, 8'192}));
    EXPECT_TRUE(l->check_password(owner, password).value());
    const account_check leaks = [&](const court_id&, const login&) -> proof_class {
        throw std::runtime_error("wrong: " + std::string(password));
    };
    const auto broken = l->begin(l.who("1000001"), "wiwd", "asample", leaks, after_go_live);
    ASSERT_FALSE(broken);
    said += broken.error().message;

    const auto begun =
        l->begin(l.who("1000001", after_go_live, session), "wiwd", "asample", right_password, after_go_live)
            .value();
    const std::string handle = begun.proposal.handle;
    ASSERT_FALSE(handle.empty());
    said += l.commit(sample_ledger::confirm(begun.proposal, "1000002", session)).record;
    const auto made = l.commit(sample_ledger::confirm(begun.proposal, "1000001", session));
    ASSERT_TRUE(made.made);
    said += made.record;
    ASSERT_TRUE(l->export_audit([&](std::string_view line) {
        said += line;
        return true;
    }));
    for (const auto& [name, rows] : state_of(l)) {
        said += rows;
    }
    const std::string address = l.where().address();
    if (address.starts_with("sqlite:")) {
        for (const std::string_view part : {"", "-wal", "-shm"}) {
            std::ifstream file(address.substr(7) + std::string(part), std::ios::binary);
            std::ostringstream bytes;
            bytes << file.rdbuf();
            said += bytes.str();
        }
    }
    ASSERT_GT(said.size(), 5'000U);
    for (const std::string_view secret :
         {password, session, std::string_view(handle), std::string_view(handle).substr(handle.size() - 40)}) {
        EXPECT_EQ(said.find(secret), std::string::npos) << secret;
    }
    EXPECT_EQ(said.find(to_text(session_of(session)).digits()), std::string::npos)
        << "not even the session's digest";
}

TEST(Attack, A44_AnImportThatRunsTwiceAddsNothingAndReplacesNothing) {
    sample_ledger l;
    const std::vector<link_row> file = {link_of("asample", "1000001"), link_of("bsample", "1000002")};
    for (const import_outcome& one : import_all(l, file)) {
        EXPECT_EQ(one.answer, import_answer::linked);
    }
    const state before = state_of(l);
    for (const import_outcome& one : import_all(l, file)) {
        EXPECT_EQ(one.answer, import_answer::identical);
    }
    EXPECT_EQ(state_of(l), before);
    std::vector<link_row> changed = file;
    changed[0].row.linked_at = changed[0].row.linked_at.value() + duration{-minute.micros};
    changed[0].evidence.account.proof_class = proof_class::staff_verified;
    changed[1].central = "1000001";
    const auto outcomes = import_all(l, changed);
    EXPECT_EQ(outcomes[0].answer, import_answer::refused);
    EXPECT_TRUE(outcomes[0].decision.findings.contains(finding::already_linked));
    EXPECT_EQ(outcomes[1].answer, import_answer::refused);
    EXPECT_EQ(state_of(l)["links"], before.at("links"));
}

/// A ledger with many unlinked accounts.
std::vector<link_row> add_pairs(sample_ledger& l, int count) {
    ledger_tables tables;
    std::vector<link_row> rows;
    for (int i = 0; i < count; ++i) {
        tables.court_accounts.push_back(account_row("wiwd", "filer" + std::to_string(i)));
        tables.central_accounts.push_back(central_row(std::to_string(2'000'000 + i)));
        rows.push_back(link_of("filer" + std::to_string(i), std::to_string(2'000'000 + i)));
    }
    l.load(tables);
    return rows;
}

TEST(Attack, A45_AnImportTakesStatementsInProportionToItsRows) {
    const auto statements_of = [](int rows) {
        counted_ledger counted;
        const auto file = add_pairs(counted.l, rows);
        counted.plan->never_fail();
        EXPECT_EQ(import_all(counted.l, file).size(), file.size());
        return static_cast<double>(counted.plan->calls());
    };
    const double one = statements_of(400);
    const double two = statements_of(800);
    EXPECT_LT(two / one, 2.3);
    EXPECT_LT(one / 400, 12) << "a handful a row";
}

TEST(Attack, A45_AnImportIsManyTransactionsAndGoesOnWhereItStopped) {
    counted_ledger counted;
    sample_ledger& l = counted.l;
    const auto file = add_pairs(l, 700);
    counted.plan->never_fail();
    ledger_tables tables;
    tables.links = file;
    std::size_t told = 0;
    const auto run = [&] {
        return l->import_links(tables, std::nullopt, {actor::center, "migration", ""}, after_go_live,
                               [&](const import_outcome&) { ++told; });
    };
    counted.plan->fail_at(2'600, ledger_trouble::full, moment::before);
    const auto broken = run();
    ASSERT_TRUE(counted.plan->has_failed());
    ASSERT_FALSE(broken);
    EXPECT_EQ(broken.error().trouble, ledger_trouble::full);
    const auto standing = l->status().value().active_links;
    EXPECT_EQ(standing, told) << "what was told stands, and nothing else does";
    EXPECT_GT(standing, 0U);
    EXPECT_LT(standing, 700U);
    counted.plan->never_fail();
    const auto rest = run();
    ASSERT_TRUE(rest);
    EXPECT_EQ(rest.value().of(import_answer::identical), standing);
    EXPECT_EQ(rest.value().of(import_answer::linked), 700 - standing);
}

TEST(Attack, A47_AnImportDoesNotSayOfItselfThatItIsTrusted) {
    sample_ledger l;
    link_row row = link_of();
    row.evidence = {};
    for (const link_maker claimed : {link_maker::court, link_maker::filer, link_maker::import}) {
        row.row.made_by = claimed;
        EXPECT_EQ(import_one(l, row), import_answer::refused);
    }
    EXPECT_EQ(import_all(l, {row}).at(0).decision.findings & findings_of(finding_group::proof),
              findings{finding::central_proof_insufficient} | finding::account_proof_insufficient);
}

TEST(Attack, A48_AHandleEndsWithItsTime) {
    sample_ledger l;
    const auto begun = l.begin();
    const duration lifetime = built_in_policies().find("wiwd").rules.handle_lifetime;
    const auto request = sample_ledger::confirm(begun.proposal);
    EXPECT_EQ(l.commit(request, after_go_live + lifetime).problem, ceremony_problem::expired);
    EXPECT_EQ(l->peek(request, after_go_live + lifetime).value().problem, ceremony_problem::expired);
    const instant now = after_go_live + lifetime;
    EXPECT_NE(l.begin("asample", "1000001", now).proposal.handle,
              l.begin("asample", "1000001", now).proposal.handle)
        << "each proposal has a number of its own";
    EXPECT_EQ(l.links(), "");
}

TEST(Attack, A49_GoingBackLeavesNothingBehindWhateverTheState) {
    sample_ledger l;
    const std::vector<std::string_view> by_design = {"attempts", "used_handles"};
    const state at_first = without_trail(state_of(l), by_design);
    const auto cancels = [&](const begin_outcome& proposal) {
        return l->cancel(sample_ledger::confirm(proposal), after_go_live).value();
    };
    const auto expect_nothing_changed = [&](const begin_outcome& proposal,
                                            std::optional<ceremony_problem> problem) {
        const state before = without_trail(state_of(l), by_design);
        const auto gone_back = cancels(proposal);
        EXPECT_EQ(gone_back.problem, problem);
        EXPECT_EQ(gone_back.outward, problem ? outward_answer::cannot_link : outward_answer::ok);
        EXPECT_EQ(without_trail(state_of(l), by_design), before);
    };
    const auto proposed = l.begin();
    expect_nothing_changed(proposed.proposal, std::nullopt);
    EXPECT_EQ(without_trail(state_of(l), by_design), at_first) << "as before the ceremony";
    expect_nothing_changed(proposed.proposal, ceremony_problem::used);

    const auto refused = l.begin();
    auto wrong = sample_ledger::confirm(refused.proposal);
    wrong.confirmed = digest_of("another page");
    EXPECT_FALSE(l.commit(wrong).made);
    expect_nothing_changed(refused.proposal, std::nullopt);
    EXPECT_EQ(without_trail(state_of(l), by_design), at_first);

    const auto linked = l.begin();
    ASSERT_TRUE(l.commit(sample_ledger::confirm(linked.proposal)).made);
    expect_nothing_changed(linked.proposal, ceremony_problem::used);
    unlink(l);
    expect_nothing_changed(linked.proposal, ceremony_problem::used);
    expect_whole_trail(*l);
}

}  // namespace
