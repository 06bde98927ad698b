// Every operation of a ledger, over both databases.
#include <gtest/gtest.h>

#include <set>

#include <ecflink/ledger/record.hpp>
#include <ecflink/policies/policy_set.hpp>
#include <ecflink/tables/rows.hpp>
#include <ecflink/verify/verify.hpp>

#include "ledger/support/sample_ledger.hpp"

namespace {

using namespace ecflink;
using namespace support;

/// What a central account may do at wiwd.
access_level level_of(sample_ledger& l, std::string_view central) {
    return l
        ->sign_on(central_id::make(central).value(), court_id("wiwd"),
                  {.second_factor_given = true, .redaction_agreed = true}, after_go_live + minute)
        .value()
        .at(0)
        .may.level;
}

/// A request of a person at wiwd that is submitted, routed and approved with a new account.
registration_outcome admit(sample_ledger& l, std::string_view central, std::string_view new_account) {
    const auto submitted = made(l->submit_registration(
        {"wiwd", central_id::make(central).value(), request_type::admission, account_role::attorney},
        after_go_live));
    if (!submitted.decision.is_moved()) {
        return submitted;
    }
    static_cast<void>(made(l->move_registration(submitted.id, registration_move::route,
                                                {actor::center, "psc", ""}, after_go_live)));
    return made(l->move_registration(submitted.id, registration_move::approve, clerk, after_go_live,
                                     login::make(new_account).value()));
}

TEST(Ledger, ALinkIsProposedShownConfirmedAndStands) {
    sample_ledger l;
    const auto begun = l.begin();
    EXPECT_EQ(begun.proposal.outward, outward_answer::ok);
    ASSERT_TRUE(begun.proposal.page);
    EXPECT_EQ(begun.proposal.page->account_name, "Attorney Sample");
    EXPECT_EQ(begun.proposal.page->central_name, "Attorney Sample");
    EXPECT_EQ(begun.proposal.page->account, "a***e");
    EXPECT_FALSE(begun.proposal.handle.empty());
    EXPECT_EQ(l.links(), "");

    const auto made = l.commit(sample_ledger::confirm(begun.proposal), after_go_live + minute);
    EXPECT_EQ(made.outward, outward_answer::ok);
    ASSERT_TRUE(made.made);
    EXPECT_EQ(made.made->row.confirmed_at, after_go_live + minute);
    EXPECT_EQ(l.links(), "asample=1000001");
    ASSERT_EQ(made.owes.size(), 5U);
    EXPECT_EQ(made.owes[0], (owed{obligation::retire_credential, after_go_live + minute}));
    EXPECT_EQ(l->open_obligations(100).value().size(), 5U);
    expect_whole_trail(*l);

    const auto report = verify(built_in_policies(), l.tables(), after_go_live + minute);
    EXPECT_EQ(report.value().rows.at(0).verdict, verdict::allow);

    const auto again = replay(made.record, built_in_policies());
    ASSERT_TRUE(again);
    EXPECT_TRUE(again.value().reproduced);
    EXPECT_EQ(l->record_of(made.sequence).value(), made.record);
}

TEST(Ledger, WhatIsRefusedLeavesNothingButTheTrail) {
    sample_ledger l;
    const auto begun = l.begin("asample", "1000001", after_go_live, wrong_password);
    EXPECT_EQ(begun.proposal.outward, outward_answer::cannot_link);
    EXPECT_TRUE(begun.proposal.handle.empty());
    EXPECT_FALSE(begun.proposal.page);
    EXPECT_TRUE(begun.proposal.decision.findings.contains(finding::account_proof_insufficient));
    EXPECT_EQ(l.links(), "");
    EXPECT_TRUE(l->open_obligations(100).value().empty());
    expect_whole_trail(*l);
}

TEST(Ledger, BeforeGoLiveTheAnswerIsNotNow) {
    sample_ledger l;
    const auto begun = l.begin("asample", "1000001", at("2022-04-20T14:00:00Z"));
    EXPECT_EQ(begun.proposal.outward, outward_answer::not_now);
    EXPECT_TRUE(begun.proposal.handle.empty());
}

TEST(Ledger, ACancelledCeremonyCannotBeConfirmed) {
    sample_ledger l;
    const auto begun = l.begin();
    const auto request = sample_ledger::confirm(begun.proposal);
    EXPECT_EQ(l->outcome_of(begun.proposal.handle).value(), handle_outcome::unused);
    EXPECT_EQ(l->cancel(request, after_go_live).value().outward, outward_answer::ok);
    EXPECT_EQ(l->outcome_of(begun.proposal.handle).value(), handle_outcome::cancelled);
    const auto refused = l.commit(request);
    EXPECT_EQ(refused.problem, ceremony_problem::used);
    EXPECT_EQ(refused.outward, outward_answer::cannot_link);
    EXPECT_EQ(l.links(), "");
    expect_whole_trail(*l);
}

TEST(Ledger, AnAuthorityTakesALinkApartAndOnlyItLinksThePairAgain) {
    sample_ledger l;
    const auto made = l.link();
    const instant later = after_go_live + duration{60 * minute.micros};
    const auto self =
        l->unlink("wiwd", "asample", "1000001", {actor::filer, "1000001", "mine"}, later).value();
    EXPECT_EQ(self.answer, unlink_answer::not_authorized);
    const auto done = l->unlink("wiwd", "asample", "1000001", clerk, later).value();
    EXPECT_EQ(done.answer, unlink_answer::removed);
    EXPECT_EQ(done.owes.size(), 4U);
    EXPECT_EQ(l.links(), "");
    EXPECT_EQ(l.tables().tombstones.size(), 1U);
    EXPECT_EQ(l->unlink("wiwd", "asample", "1000001", clerk, later).value().answer,
              unlink_answer::not_linked);

    const auto refused = l.begin("asample", "1000001", later);
    EXPECT_TRUE(refused.proposal.decision.findings.contains(finding::pair_tombstoned));
    EXPECT_TRUE(refused.proposal.handle.empty());
    const auto approved = l.begin("asample", "1000001", later, right_password, clerk);
    ASSERT_FALSE(approved.proposal.handle.empty());
    auto request = sample_ledger::confirm(approved.proposal);
    EXPECT_EQ(l.commit(request, later).outward, outward_answer::cannot_link);
    request.approved = clerk;
    EXPECT_TRUE(l.commit(request, later).made);
    EXPECT_EQ(l.links(), "asample=1000001");
    ASSERT_EQ(l.tables().tombstones.size(), 1U);
    EXPECT_EQ(l.tables().tombstones.at(0).lifted_at, later);
    const auto report = verify(built_in_policies(), l.tables(), later);
    EXPECT_EQ(report.value().all.verdicts[static_cast<std::size_t>(verdict::refuse)], 0U);
    expect_whole_trail(*l);
    EXPECT_NE(made.sequence, 0U);
}

TEST(Ledger, AnImportIsInsertOnlyAndSaysTheSameOfEachRowAgain) {
    sample_ledger l;
    ledger_tables rows;
    link_row row;
    row.court = "wiwd";
    row.login = "asample";
    row.central = "1000001";
    row.row.linked_at = after_go_live;
    row.row.confirmed_at = after_go_live;
    row.evidence = {.central = {proof_class::password, after_go_live},
                    .account = {proof_class::password, after_go_live},
                    .account_court = "wiwd"};
    rows.links = {row, row};
    rows.links.push_back(row);
    rows.links[1].login = "nobody";
    rows.links[2].central = "1000002";
    const auto import_in = [&](run how) {
        std::string answers;
        const auto done = l->import_links(
            rows, std::nullopt, {actor::center, "migration", ""}, after_go_live + minute,
            [&](const import_outcome& one) { answers += std::string(to_token(one.answer)) + ' '; }, {}, how);
        EXPECT_TRUE(done) << done.error().message;
        return answers;
    };
    EXPECT_EQ(import_in(run::dry), "linked refused refused ");
    EXPECT_EQ(l.links(), "");
    EXPECT_EQ(import_in(run::write), "linked refused refused ");
    EXPECT_EQ(import_in(run::write), "identical refused refused ");
    EXPECT_EQ(l->unlink("wiwd", "asample", "1000001", clerk, after_go_live + minute).value().answer,
              unlink_answer::removed);
    // the account is free for another central account
    EXPECT_EQ(import_in(run::write), "tombstoned refused linked ");
    EXPECT_EQ(l.links(), "asample=1000002");
    expect_whole_trail(*l);
}

TEST(Ledger, RecordsThatDoNotChangeKeepTheirRevision) {
    sample_ledger l;
    const auto begun = l.begin();
    l.load(account_row("wiwd", "asample"));
    EXPECT_TRUE(l.commit(sample_ledger::confirm(begun.proposal)).made);
}

TEST(Ledger, OtherPoliciesThanTheLedgersAreRefusedUntilTheyAreAdopted) {
    sample_ledger l;
    const policy_set stricter = policies_with(
        R"({"ecflink-policy": 1, "court": "wiwd", "dispositions": {"name-missing": "refuse"}})");
    auto other = std::move(ledger::open(l.where().connector(), stricter, &test_keys()).value());
    const auto refused = other.begin(l.who("1000001"), "wiwd", "asample", right_password, after_go_live);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().trouble, ledger_trouble::other_policies);
    ASSERT_TRUE(other.adopt_policies(clerk, after_go_live));
    EXPECT_TRUE(other.begin(l.who("1000001"), "wiwd", "asample", right_password, after_go_live));
    expect_whole_trail(other);
}

TEST(Ledger, PasswordsAreCheckedByTheirHashes) {
    sample_ledger l;
    const password_cost cheap{1, 8'192};
    const credential_owner owner{"wiwd", "asample"};
    EXPECT_FALSE(l->check_password(owner, "canary one").value());
    ASSERT_TRUE(l->set_password(owner, "canary one", clerk, after_go_live, cheap));
    EXPECT_TRUE(l->check_password(owner, "canary one").value());
    EXPECT_FALSE(l->check_password(owner, "canary two").value());
    EXPECT_FALSE(l->check_password({"wiwd", "nobody"}, "canary one").value());
    l.link();
    EXPECT_FALSE(l->check_password(owner, "canary one").value());
    ASSERT_EQ(l->unlink("wiwd", "asample", "1000001", clerk, after_go_live + minute).value().answer,
              unlink_answer::removed);
    EXPECT_FALSE(l->check_password(owner, "canary one").value());
}

TEST(Ledger, AnAppellateCourtLinksInOneStep) {
    sample_ledger l;
    l.load(account_row("ca4", "asample"));
    const instant now = at("2023-01-10T15:00:00Z");
    const auto begun = l->begin(l.who("1000001", now), "ca4", "asample", right_password, now);
    ASSERT_TRUE(begun) << begun.error().message;
    EXPECT_EQ(begun.value().proposal.outward, outward_answer::ok);
    ASSERT_TRUE(begun.value().committed);
    ASSERT_TRUE(begun.value().committed->made)
        << static_cast<int>(begun.value().committed->problem.value_or(ceremony_problem{}));
    EXPECT_FALSE(begun.value().committed->made->row.confirmed_at);
    EXPECT_TRUE(begun.value().proposal.handle.empty());
    expect_whole_trail(*l);
}

TEST(Ledger, SigningOnShowsMenusBeforeAndAfterTheLink) {
    sample_ledger l;
    const sign_on_facts facts{.second_factor_given = true, .redaction_agreed = true};
    const auto before = l->sign_on("1000001", court_id("wiwd"), facts, after_go_live).value();
    ASSERT_EQ(before.size(), 1U);
    EXPECT_EQ(before[0].may.level, access_level::view);
    EXPECT_FALSE(before[0].may.menus.contains(menu::civil));
    l.link();
    const auto after = l->sign_on("1000001", std::nullopt, facts, after_go_live + minute).value();
    ASSERT_EQ(after.size(), 1U);
    EXPECT_EQ(after[0].may.level, access_level::file);
    EXPECT_TRUE(after[0].may.menus.contains(menu::civil) && after[0].may.menus.contains(menu::criminal));
    EXPECT_EQ(l->court_login("wiwd", "asample", after_go_live + minute).value().filing.granted, false);
}

TEST(Ledger, ARegistrationGoesItsWay) {
    sample_ledger l;
    l.load(central_row("1000003", "Carl New"));
    const registration_request request{"wiwd", "1000003", request_type::admission, account_role::attorney,
                                       std::nullopt};
    const auto submitted = l->submit_registration(request, after_go_live).value();
    ASSERT_EQ(submitted.decision.answer, registration_answer::moved);
    const auto move = [&](registration_move what, actor who) {
        return l
            ->move_registration(submitted.id, what, {who, who == actor::filer ? "1000003" : "staff", "why"},
                                after_go_live)
            .value()
            .decision.answer;
    };
    EXPECT_EQ(move(registration_move::approve, actor::court), registration_answer::no_such_move);
    EXPECT_EQ(move(registration_move::route, actor::court), registration_answer::not_authorized);
    EXPECT_EQ(move(registration_move::route, actor::center), registration_answer::moved);
    EXPECT_EQ(move(registration_move::approve, actor::court), registration_answer::login_missing)
        << "an approval makes an account";
    const instant later = after_go_live + minute;
    const auto approved =
        l->move_registration(submitted.id, registration_move::approve, clerk, later, login("cnew")).value();
    EXPECT_EQ(approved.decision.answer, registration_answer::admitted);
    EXPECT_NE(approved.linked_sequence, 0U);
    EXPECT_EQ(level_of(l, "1000003"), access_level::file);
    ASSERT_EQ(l->registrations().value().size(), 1U);
    const registration_record known = l->registrations().value().at(0);
    EXPECT_EQ(known.request.login, login("cnew"));
    EXPECT_EQ(known.submitted_at, after_go_live);
    EXPECT_EQ(known.decided_at, later);

    const registration_request existing{"wiwd", "1000001", request_type::admission, account_role::attorney,
                                        login("asample")};
    EXPECT_EQ(l->submit_registration(existing, after_go_live).value().decision.answer,
              registration_answer::link_instead);
    const auto missing = l->move_registration(999'999, registration_move::route, clerk, after_go_live);
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().trouble, ledger_trouble::not_found);
    expect_whole_trail(*l);
}

TEST(Ledger, AnAdmissionIsALinkFromTheStart) {
    sample_ledger l;
    l.load(central_row("1000003", "Carl New"));
    const registration_outcome admitted = admit(l, "1000003", "cnew");
    ASSERT_EQ(admitted.decision.answer, registration_answer::admitted);
    EXPECT_EQ(l.links(), "cnew=1000003");
    const ledger_tables tables = l.tables();
    const link_row& link = tables.links.at(0);
    EXPECT_EQ(link.row.made_by, link_maker::admission);
    EXPECT_EQ(link.row.linked_at, after_go_live);
    EXPECT_EQ(link.evidence.account.proof_class, proof_class::missing);
    EXPECT_FALSE(link.row.confirmed_at);
    const auto account = std::ranges::find(tables.court_accounts, login("cnew"),
                                           [](const court_account_row& row) { return row.account.login; });
    ASSERT_NE(account, tables.court_accounts.end());
    EXPECT_EQ(account->name, "Carl New");
    EXPECT_EQ(account->account.role, account_role::attorney);
    EXPECT_EQ(account->account.opened, after_go_live);
    std::vector<obligation> owed;
    const auto open = l->open_obligations(100).value();
    for (const obligation_record& one : open) {
        EXPECT_EQ(one.sequence, admitted.linked_sequence);
        owed.push_back(one.what.what);
    }
    EXPECT_EQ(owed, (std::vector{obligation::notify_court_contact, obligation::notify_central_contact,
                                 obligation::refresh_menus}));
    EXPECT_TRUE(l->record_of(admitted.linked_sequence));
    const auto report = verify(built_in_policies(), tables, after_go_live + minute);
    EXPECT_EQ(report.value().rows.at(0).verdict, verdict::allow);

    // Its account is nobody else's, and it takes the person's place in the court.
    const auto other = l.begin("cnew", "1000002");
    EXPECT_TRUE(other.proposal.decision.findings.contains(finding::account_linked_elsewhere));
    const auto old_one = l.begin("asample", "1000003");
    EXPECT_TRUE(old_one.proposal.decision.findings.contains(finding::central_slot_taken));
    const registration_request second{"wiwd", "1000003", request_type::pro_hac_vice,
                                      account_role::pro_hac_vice};
    EXPECT_EQ(l->submit_registration(second, after_go_live).value().decision.answer,
              registration_answer::sign_on_instead);

    // It is unlinked like any link.
    const auto removed = l->unlink("wiwd", "cnew", "1000003", clerk, after_go_live + minute).value();
    EXPECT_EQ(removed.answer, unlink_answer::removed);
    EXPECT_EQ(level_of(l, "1000003"), access_level::view);
    EXPECT_EQ(l.tables().tombstones.size(), 1U);
    expect_whole_trail(*l);
}

TEST(Ledger, TheCourtsRecordOfTheAccountOfAnAdmittedFilerCounts) {
    sample_ledger l;
    l.load(central_row("1000003", "Carl New"));
    ASSERT_EQ(admit(l, "1000003", "cnew").decision.answer, registration_answer::admitted);
    auto account = account_row("wiwd", "cnew", "Carl New", account_role::limited_filer);
    account.account.opened = after_go_live;
    l.load(account);
    EXPECT_EQ(level_of(l, "1000003"), access_level::limited_file);
    for (const auto& [status, level] : {std::pair{account_status::restricted, access_level::limited_file},
                                        std::pair{account_status::suspended, access_level::view},
                                        std::pair{account_status::terminated, access_level::view}}) {
        account.account.status = status;
        l.load(account);
        EXPECT_EQ(level_of(l, "1000003"), level) << to_token(status);
    }
}

TEST(Ledger, ARequestLooksAtEveryAccountOfThePerson) {
    const policy_set policies =
        policies_with(R"({"ecflink-policy": 1, "court": "wiwd", "link": {"accounts-per-central": 0}})");
    for (const auto& [status, hinders] :
         {std::pair{account_status::active, findings{}},
          std::pair{account_status::suspended, findings{finding::account_suspended}},
          std::pair{account_status::terminated, findings{finding::account_terminated}}}) {
        sample_ledger l(policies);
        ASSERT_EQ(admit(l, "1000001", "first").decision.answer, registration_answer::admitted);
        auto account = account_row("wiwd", "first");
        account.account.status = status;
        l.load(account);
        const auto again =
            l->submit_registration(
                 {"wiwd", "1000001", request_type::pro_hac_vice, account_role::pro_hac_vice}, after_go_live)
                .value();
        EXPECT_EQ(again.decision.findings, hinders) << "the request names no account";
        EXPECT_EQ(again.decision.answer,
                  hinders.empty() ? registration_answer::moved : registration_answer::hindered);
    }
}

TEST(Ledger, TheApprovalOfARequestAllowsWhatOnlyHoldsItsLink) {
    const policy_set policies =
        policies_with(R"({"ecflink-policy": 1, "court": "wiwd", "go-live": null, "outages": []})");
    sample_ledger l(policies);
    ASSERT_EQ(admit(l, "1000001", "first").decision.answer, registration_answer::admitted);
    EXPECT_EQ(l.tables().links.at(0).row.approved, findings{finding::court_go_live_unknown});
    const auto report = verify(policies, l.tables(), after_go_live);
    EXPECT_EQ(report.value().rows.at(0).verdict, verdict::allow);
}

TEST(Ledger, WhatRefusesTheLinkHindersTheApproval) {
    const policy_set policies = policies_with(
        R"({"ecflink-policy": 1, "applies-to": "all", "dispositions": {"name-missing": "refuse"}})");
    sample_ledger l(policies);
    l.load(central_row("1000003", ""));
    const registration_outcome refused = admit(l, "1000003", "cnew");
    EXPECT_EQ(refused.decision.answer, registration_answer::hindered);
    EXPECT_EQ(refused.decision.findings, findings{finding::name_missing});
    EXPECT_EQ(l.links(), "");
    EXPECT_EQ(l.tables().court_accounts.size(), 2U) << "no account is made";
    EXPECT_EQ(l->registrations().value().at(0).state, registration_state::court_pending);
}

TEST(Ledger, RequestsComeWithTheRecords) {
    sample_ledger l;
    ledger_tables rows;
    registration_row asked;
    asked.court = "wiwd";
    asked.central = "1000002";
    asked.type = request_type::admission;
    asked.role = account_role::attorney;
    asked.state = registration_state::court_pending;
    asked.submitted_at = after_go_live;
    registration_row unreadable = asked;
    unreadable.malformed = true;
    rows.registrations = {asked, asked, unreadable};
    const auto loaded = made(l->load(rows, clerk, after_go_live));
    EXPECT_EQ(loaded.registrations, 1U) << "a row that comes twice is one request";
    EXPECT_EQ(loaded.malformed, 1U);
    EXPECT_EQ(made(l->load(rows, clerk, after_go_live)).registrations, 0U);

    // From then on it is the ledger's own.
    const auto id = made(l->registrations()).at(0).id;
    EXPECT_EQ(made(l->move_registration(id, registration_move::approve, clerk, after_go_live, login("bnew")))
                  .decision.answer,
              registration_answer::admitted);
    EXPECT_EQ(made(l->load(rows, clerk, after_go_live)).registrations, 0U);
    EXPECT_EQ(made(l->registrations()).at(0).state, registration_state::approved);

    // A request of nobody stops everything.
    rows.registrations[0].central = "9999999";
    rows.central_accounts = {central_row("1000004")};
    const auto refused = l->load(rows, clerk, after_go_live);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().trouble, ledger_trouble::not_found);
    EXPECT_NE(refused.error().message.find("row 1 of registrations"), std::string::npos)
        << refused.error().message;
    EXPECT_EQ(l.tables().central_accounts.size(), 2U) << "nothing was written";
    expect_whole_trail(*l);
}

TEST(Ledger, AFilingAgentWhoIsAdmittedHasPrincipalsToo) {
    sample_ledger l;
    const instant now = at("2020-03-30T15:00:00Z");
    auto central = central_row("1000003", "Ada Agent");
    central.account.registration = registration_type::non_attorney_filer;
    l.load(central, now);
    l.load(account_row("wiwb", "trustee", "Tom Trustee", account_role::trustee), now);
    const auto id = l->submit_registration(
                         {"wiwb", "1000003", request_type::non_attorney, account_role::filing_agent}, now)
                        .value()
                        .id;
    ASSERT_TRUE(l->move_registration(id, registration_move::route, {actor::center, "psc", ""}, now)
                    .value()
                    .decision.is_moved());
    const auto taken = l->move_registration(id, registration_move::approve, clerk, now, login("trustee"));
    ASSERT_FALSE(taken);
    EXPECT_EQ(taken.error().trouble, ledger_trouble::conflict);
    ASSERT_EQ(l->move_registration(id, registration_move::approve, clerk, now, login("agent"))
                  .value()
                  .decision.answer,
              registration_answer::admitted);
    EXPECT_EQ(l->set_agency("wiwb", "agent", "trustee", agency_state::active, clerk, now).value(),
              agency_answer::associated);
    sign_on_facts facts{.second_factor_given = true, .redaction_agreed = true};
    facts.acting_for = login("trustee");
    EXPECT_EQ(l->sign_on("1000003", court_id("wiwb"), facts, now).value().at(0).may.level,
              access_level::file);
    // The court's change of the account counts. A feed without principals removes none.
    auto agent = account_row("wiwb", "agent", "Ada Agent", account_role::filing_agent);
    agent.account.opened = now;
    l.load(agent, now);
    EXPECT_EQ(l->sign_on("1000003", court_id("wiwb"), facts, now).value().at(0).may.level,
              access_level::file);
    EXPECT_EQ(l.tables().court_accounts.at(0).account.principals, 1U);
    agent.account.status = account_status::suspended;
    l.load(agent, now);
    EXPECT_EQ(l->sign_on("1000003", court_id("wiwb"), facts, now).value().at(0).may.level,
              access_level::view);
    expect_whole_trail(*l);
}

TEST(Ledger, OfRowsWithOneKeyNoneIsLoaded) {
    sample_ledger l;
    ledger_tables rows;
    rows.court_accounts = {account_row("wiwd", "twin", "One"), account_row("wiwd", "twin", "Another"),
                           account_row("wiwd", "single")};
    const auto loaded = l->load(rows, clerk, after_go_live).value();
    EXPECT_EQ(loaded.ambiguous, 2U);
    EXPECT_EQ(loaded.added, 1U);
    const auto begun = l.begin("twin");
    EXPECT_TRUE(begun.proposal.decision.findings.contains(finding::account_unknown));
}

TEST(Ledger, APairThatWasTakenApartElsewhereStaysApartHere) {
    sample_ledger l;
    ledger_tables rows;
    rows.tombstones = {{"wiwd", "asample", "1000001", at("2022-04-20T00:00:00Z"), {}}};
    EXPECT_EQ(l->load(rows, clerk, after_go_live).value().tombstones, 1U);
    EXPECT_EQ(l->load(rows, clerk, after_go_live).value().tombstones, 0U);
    EXPECT_TRUE(l.begin().proposal.decision.findings.contains(finding::pair_tombstoned));
    expect_whole_trail(*l);
}

TEST(Ledger, ADryCommitSaysWhatTheRealOneWouldAndWritesNothing) {
    sample_ledger l;
    const auto begun = l.begin();
    const auto request = sample_ledger::confirm(begun.proposal);
    EXPECT_TRUE(l->commit(request, after_go_live, run::dry).value().made);
    EXPECT_EQ(l.links(), "");
    l.load(account_row("wiwd", "asample", "Another Name"));
    EXPECT_EQ(l->commit(request, after_go_live, run::dry).value().problem,
              ceremony_problem::confirm_mismatch);
    EXPECT_EQ(l.commit(request).problem, ceremony_problem::confirm_mismatch);
}

TEST(Ledger, AnApprovalAtBeginIsNoneAtCommit) {
    const policy_set policies =
        policies_with(R"({"ecflink-policy": 1, "court": "wiwd", "dispositions": {"name-differs": "hold"}})");
    sample_ledger l(policies);
    l.load(account_row("wiwd", "asample", "Quite Another"));
    const auto begun = l.begin("asample", "1000001", after_go_live, right_password, clerk);
    EXPECT_TRUE(begun.proposal.needs_approval);
    auto request = sample_ledger::confirm(begun.proposal);
    EXPECT_EQ(l.commit(request).outward, outward_answer::not_now);
    request.approved = clerk;
    EXPECT_TRUE(l.commit(request).made);
}

TEST(Ledger, TheTrailVouchesForTheRecords) {
    sample_ledger l;
    const auto made_link = l.link();
    const auto db = l.where().connector({10 * micros_per_second})();
    static constexpr detail::ledger::statement alter{"UPDATE records SET record = $1"};
    db->begin_write();
    const detail::ledger::parameter other[] = {std::string_view("{}")};
    db->execute(alter, other);
    db->commit();
    const auto report = l->verify_audit({}).value();
    ASSERT_EQ(report.problems.size(), 1U);
    EXPECT_EQ(report.problems[0].flaw, audit_flaw::record_differs);
    EXPECT_EQ(report.problems[0].event, made_link.sequence);
}

TEST(Ledger, CentralPasswordsAreLimitedToo) {
    sample_ledger l;
    ASSERT_TRUE(l->set_password({{}, "1000001"}, "canary", clerk, after_go_live, {1, 8'192}));
    for (int i = 0; i < 5; ++i) {
        EXPECT_FALSE(l->check_central_password("1000001", "canary wrong", after_go_live).value());
    }
    EXPECT_FALSE(l->check_central_password("1000001", "canary", after_go_live).value());
    EXPECT_TRUE(
        l->check_central_password("1000001", "canary", after_go_live + duration{6 * minute.micros}).value());
    expect_whole_trail(*l);
}

TEST(Ledger, AnUnchangedFeedOfContactsEndsNoHandle) {
    sample_ledger l;
    const contact_row contacts[] = {{"wiwd", "asample", "o***k@example.org", false}};
    ASSERT_TRUE(l->set_contacts(contacts, clerk, after_go_live));
    const auto begun = l.begin();
    ASSERT_TRUE(l->set_contacts(contacts, clerk, after_go_live));
    EXPECT_TRUE(l.commit(sample_ledger::confirm(begun.proposal)).made);
}

TEST(Ledger, ContactsOfAnUnknownAccountAreNamed) {
    sample_ledger l;
    const contact_row contacts[] = {{"wiwd", "asample", "o***k@example.org", false},
                                    {"wiwd", "formerclerk", "f***k@example.org", false}};
    EXPECT_EQ(l->contacts_without_account(contacts).value(), std::vector<std::size_t>{1});
    const std::uint64_t before = l->status().value().events;
    const auto refused = l->set_contacts(contacts, clerk, after_go_live);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().trouble, ledger_trouble::not_found);
    EXPECT_NE(refused.error().message.find("formerclerk"), std::string::npos) << refused.error().message;
    EXPECT_EQ(l->status().value().events, before);
}

TEST(Ledger, AnExportThatIsTakenUpAgainRepeatsNothing) {
    sample_ledger l;
    l.link();
    std::vector<std::string> lines;
    int troubles = 0;
    const auto done = l->export_audit([&](std::string_view line) {
        lines.emplace_back(line);
        if (lines.size() == 3 && ++troubles == 1) {
            throw detail::ledger::database_error(ledger_trouble::unavailable, "lost by the test's making");
        }
        return true;
    });
    ASSERT_TRUE(done);
    const std::set<std::string> distinct(lines.begin(), lines.end());
    EXPECT_EQ(distinct.size(), lines.size());
    EXPECT_EQ(troubles, 1);
}

TEST(Ledger, AnExportThatIsTakenUpAgainHasWhatCameMeanwhile) {
    namespace tables = detail::ledger;
    static constexpr tables::statement hide{"UPDATE audit SET court = NULL WHERE sequence IN (2, 3)"};
    static constexpr tables::statement show{"UPDATE audit SET court = '' WHERE sequence IN (2, 3)"};
    sample_ledger l;
    l.link();
    const auto write = [&l](const tables::statement& what) {
        const auto db = l.where().connector()();
        db->begin_write();
        db->execute(what, {});
        db->commit();
    };
    std::vector<std::string> whole;
    ASSERT_TRUE(l->export_audit([&](std::string_view line) { return whole.emplace_back(line), true; }));

    write(hide);  // as if their writer had taken its numbers, and had not committed yet
    std::vector<std::string> lines;
    ASSERT_TRUE(l->export_audit([&](std::string_view line) {
        if (line.starts_with(R"({"court":)")) {
            lines.emplace_back(line);
        }
        if (lines.size() == 3) {
            write(show);
            lines.emplace_back("lost");
            throw tables::database_error(ledger_trouble::unavailable, "lost by the test's making");
        }
        return true;
    }));
    std::erase(lines, "lost");
    std::ranges::sort(lines);
    std::erase_if(whole, [](const std::string& line) { return !line.starts_with(R"({"court":)"); });
    std::ranges::sort(whole);
    EXPECT_EQ(lines, whole);
}

TEST(Ledger, ALedgerOfALaterVersionIsNotTouched) {
    sample_ledger l;
    const auto db = l.where().connector({10 * micros_per_second})();
    static constexpr detail::ledger::statement later{"UPDATE ledger SET schema_version = schema_version + 1"};
    db->begin_write();
    db->execute(later);
    db->commit();
    const auto opened =
        ledger::open(l.where().connector({10 * micros_per_second}), built_in_policies(), &test_keys());
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().trouble, ledger_trouble::other_version);
    for (const run how : {run::dry, run::write}) {
        EXPECT_EQ(
            ledger::migrate(l.where().connector(), &test_keys(), clerk, after_go_live, how).error().trouble,
            ledger_trouble::other_version);
    }
}

TEST(Ledger, WithoutKeysItIsOnlyRead) {
    sample_ledger l;
    ledger reader = made(ledger::open(l.where().connector(), built_in_policies(), nullptr));
    EXPECT_TRUE(reader.tables());
    const auto refused = reader.unlink("wiwd", "asample", "1000001", clerk, after_go_live);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().trouble, ledger_trouble::no_keys);
}

TEST(Ledger, ACourtThatLinksOldAccountsDoesSoWhenItApproves) {
    const policy_set policies =
        policies_with(R"({"ecflink-policy": 1, "court": "wiwd", "registration": {"second": "court-links"}})");
    sample_ledger l(policies);
    const registration_request request{"wiwd", "1000001", request_type::admission, account_role::attorney,
                                       login("asample")};
    const auto id = l->submit_registration(request, after_go_live).value().id;
    ASSERT_NE(id, 0U);
    ASSERT_TRUE(l->move_registration(id, registration_move::route, {actor::center, "psc", ""}, after_go_live)
                    .value()
                    .decision.is_moved());
    const auto approved = l->move_registration(id, registration_move::approve, clerk, after_go_live).value();
    EXPECT_EQ(approved.decision.answer, registration_answer::links_old_account);
    EXPECT_NE(approved.linked_sequence, 0U);
    EXPECT_EQ(l.links(), "asample=1000001");
    EXPECT_EQ(l.tables().links.at(0).row.made_by, link_maker::court);
    expect_whole_trail(*l);
}

TEST(Ledger, AFilingAgentHasPrincipals) {
    sample_ledger l;
    const instant now = at("2020-03-30T15:00:00Z");
    auto central = central_row("1000001");
    central.account.registration = registration_type::non_attorney_filer;
    l.load(central, now);
    l.load(account_row("wiwb", "agent", "Ada Agent", account_role::filing_agent), now);
    l.load(account_row("wiwb", "trustee", "Tom Trustee", account_role::trustee), now);
    const auto begun = l->begin(l.who("1000001", now), "wiwb", "agent", right_password, now);
    ASSERT_TRUE(begun) << begun.error().message;
    const auto made = l.commit(sample_ledger::confirm(begun.value().proposal), now);
    ASSERT_TRUE(made.made) << made.decision.findings.bits() << (made.problem ? to_token(*made.problem) : "");
    const auto set = [&](agency_state to, const acting& by) {
        return l->set_agency("wiwb", "agent", "trustee", to, by, now).value();
    };
    EXPECT_EQ(set(agency_state::active, {actor::filer, "1000001", ""}), agency_answer::not_authorized);
    EXPECT_EQ(set(agency_state::active, clerk), agency_answer::associated);
    sign_on_facts facts{.second_factor_given = true, .redaction_agreed = true};
    EXPECT_EQ(l->sign_on("1000001", court_id("wiwb"), facts, now).value().at(0).may.level,
              access_level::view);
    facts.acting_for = login("trustee");
    EXPECT_EQ(l->sign_on("1000001", court_id("wiwb"), facts, now).value().at(0).may.level,
              access_level::file);
    EXPECT_EQ(set(agency_state::inactive, clerk), agency_answer::removed);
    EXPECT_EQ(l->sign_on("1000001", court_id("wiwb"), facts, now).value().at(0).may.level,
              access_level::view);
    ASSERT_EQ(l->agencies("wiwb").value().size(), 1U);
    EXPECT_EQ(l->agencies("wiwb").value().at(0).state, agency_state::inactive);
    expect_whole_trail(*l);
}

TEST(Ledger, WhatIsDoneIsNoLongerOwed) {
    sample_ledger l;
    const auto made = l.link();
    const met_obligation first[] = {{made.sequence, obligation::end_sessions}};
    ASSERT_TRUE(l->discharge(first, clerk, after_go_live));
    EXPECT_EQ(l->open_obligations(100).value().size(), 4U);
    const met_obligation both[] = {{made.sequence, obligation::refresh_menus},
                                   {made.sequence, obligation::end_sessions}};
    const auto again = l->discharge(both, clerk, after_go_live);
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().trouble, ledger_trouble::not_found);
    EXPECT_NE(again.error().message.find("end-sessions"), std::string::npos) << again.error().message;
    EXPECT_EQ(l->open_obligations(100).value().size(), 4U) << "all of them, or none";
    const met_obligation twice[] = {both[0], both[0]};
    ASSERT_TRUE(l->discharge(twice, clerk, after_go_live));
    EXPECT_EQ(l->open_obligations(100).value().size(), 3U);
    expect_whole_trail(*l);
}

/// The central account of asample is exempt from fees, which holds a link.
void hold_links_of_asample(sample_ledger& l) {
    auto exempt = central_row("1000001");
    exempt.account.exempt = true;
    l.load(exempt);
}

TEST(Ledger, AHeldLinkWaitsForAClerkWhoSeesEverything) {
    sample_ledger l;
    hold_links_of_asample(l);
    const auto begun = l.begin();
    const std::uint64_t item = begun.proposal.held_as;
    ASSERT_NE(item, 0U);
    EXPECT_TRUE(begun.proposal.needs_approval);
    EXPECT_EQ(l.begin().proposal.held_as, item) << "the same again leaves no second item";
    ASSERT_EQ(l->held_links().value().size(), 1U);
    EXPECT_TRUE(l->held_links(court_id("wiwb")).value().empty());
    EXPECT_EQ(l.commit(sample_ledger::confirm(begun.proposal)).outward, outward_answer::not_now);

    const auto shown = l->review_hold(item, after_go_live).value();
    EXPECT_EQ(shown.pair.account_name, "Attorney Sample");
    EXPECT_EQ(shown.pair.central_name, "Attorney Sample");
    EXPECT_EQ(shown.pair.found.findings & findings{finding::central_exempt},
              findings{finding::central_exempt});
    EXPECT_EQ(shown.pair.found.verdict, verdict::hold) << "the proofs of the filer are none of its business";
    EXPECT_FALSE(shown.pair.permanent.empty());

    const auto tried = l->approve_hold(item, clerk, after_go_live, run::dry).value();
    EXPECT_EQ(tried.answer, hold_answer::approved);
    EXPECT_EQ(l->held_links().value().at(0).state, hold_state::waiting);
    const auto decided = l->approve_hold(item, clerk, after_go_live).value();
    EXPECT_EQ(decided.answer, hold_answer::approved);
    EXPECT_EQ(decided.shown.item.approved, findings{finding::central_exempt});
    EXPECT_EQ(l->approve_hold(item, clerk, after_go_live).value().answer, hold_answer::not_waiting);

    const auto made = l.commit(sample_ledger::confirm(begun.proposal));
    ASSERT_TRUE(made.made);
    EXPECT_EQ(made.made->row.approved, findings{finding::central_exempt});
    EXPECT_TRUE(l->held_links().value().empty());
    EXPECT_EQ(l->held_links(std::nullopt, true).value().at(0).state, hold_state::linked);
    const auto report = verify(built_in_policies(), l.tables(), after_go_live);
    EXPECT_EQ(report.value().rows.at(0).verdict, verdict::allow) << "what was approved does not hold";
    expect_whole_trail(*l);
}

TEST(Ledger, AnApprovalOfTheQueueIsForWhatWasShown) {
    sample_ledger l;
    hold_links_of_asample(l);
    const std::uint64_t item = l.begin().proposal.held_as;
    auto renamed = central_row("1000001", "Arthur Sample");
    renamed.account.exempt = true;
    l.load(renamed);
    EXPECT_TRUE(l->review_hold(item, after_go_live).value().has_changed);
    EXPECT_EQ(l->approve_hold(item, clerk, after_go_live).value().answer, hold_answer::changed);
    const std::uint64_t next = l.begin().proposal.held_as;
    EXPECT_NE(next, item);
    EXPECT_EQ(l->held_links(std::nullopt, true).value().at(0).state, hold_state::replaced);
    ASSERT_EQ(l->approve_hold(next, clerk, after_go_live).value().answer, hold_answer::approved);

    hold_links_of_asample(l);  // the name changes back after the approval
    const auto again = l.begin();
    EXPECT_TRUE(again.proposal.needs_approval);
    EXPECT_EQ(l.commit(sample_ledger::confirm(again.proposal)).outward, outward_answer::not_now);
    EXPECT_EQ(l.links(), "");
}

TEST(Ledger, AnApprovalOfTheQueueExpires) {
    sample_ledger l;
    hold_links_of_asample(l);
    const std::uint64_t item = l.begin().proposal.held_as;
    ASSERT_EQ(l->approve_hold(item, clerk, after_go_live).value().answer, hold_answer::approved);
    const instant end = after_go_live + approval_lifetime;
    const instant last{end.micros - 1};
    const auto in_time = l.begin("asample", "1000001", last);
    EXPECT_FALSE(in_time.proposal.needs_approval);
    EXPECT_EQ(in_time.proposal.ends, end) << "before the handle and the proofs end";
    EXPECT_EQ(l->peek(sample_ledger::confirm(in_time.proposal), last).value().ends, end);
    const auto late = l.begin("asample", "1000001", end);
    EXPECT_TRUE(late.proposal.needs_approval);
    EXPECT_NE(late.proposal.held_as, item);
}

TEST(Ledger, OnlyAClerkDecidesAndOnlyWhatIsHeld) {
    sample_ledger l;
    hold_links_of_asample(l);
    const auto begun = l.begin();
    const std::uint64_t item = begun.proposal.held_as;
    const auto answer = [&](const acting& by) {
        return l->approve_hold(item, by, after_go_live).value().answer;
    };
    EXPECT_EQ(answer({actor::filer, "1000001", "mine"}), hold_answer::not_authorized);
    EXPECT_EQ(answer({actor::court, "1000001", "mine"}), hold_answer::not_authorized) << "A39";
    EXPECT_EQ(answer({actor::center, "psc", "why not"}), hold_answer::not_authorized);
    EXPECT_EQ(answer({actor::court, "clerk-7", " \t\xC2\xA0\xE2\x80\x8B"}), hold_answer::reason_missing);
    EXPECT_EQ(answer({actor::court, "\xE3\x80\x80", "why"}), hold_answer::reason_missing);
    EXPECT_EQ(l->approve_hold(item + 1000, clerk, after_go_live).error().trouble, ledger_trouble::not_found);
    EXPECT_EQ(l->reject_hold(item, clerk, after_go_live).value().answer, hold_answer::rejected);
    EXPECT_EQ(l->reject_hold(item, clerk, after_go_live).value().answer, hold_answer::not_waiting);
    EXPECT_EQ(l.commit(sample_ledger::confirm(begun.proposal)).outward, outward_answer::not_now);

    const std::uint64_t next = l.begin().proposal.held_as;
    EXPECT_NE(next, item);
    auto closed = central_row("1000001");
    closed.account.exempt = true;
    closed.account.status = central_status::closed;
    l.load(closed);
    EXPECT_EQ(l->approve_hold(next, clerk, after_go_live).value().answer, hold_answer::refused);
    EXPECT_EQ(l.links(), "");
    expect_whole_trail(*l);
}

TEST(Ledger, WhatIsSoAlreadyLeavesNoTrace) {
    sample_ledger l;
    l.load(account_row("wiwb", "agent", "Ada Agent", account_role::filing_agent));
    l.load(account_row("wiwb", "trustee", "Tom Trustee", account_role::trustee));
    auto central = central_row("1000001");
    central.account.registration = registration_type::non_attorney_filer;
    l.load(central);
    const auto agent = l->begin(l.who("1000001"), "wiwb", "agent", right_password, after_go_live).value();
    ASSERT_TRUE(l.commit(sample_ledger::confirm(agent.proposal)).made);
    const auto set = [&](agency_state to) {
        return l->set_agency("wiwb", "agent", "trustee", to, clerk, after_go_live).value();
    };
    ASSERT_EQ(set(agency_state::active), agency_answer::associated);
    const auto pending = l->begin(l.who("1000002"), "wiwb", "trustee", right_password, after_go_live).value();
    const std::uint64_t before = l->status().value().events;
    EXPECT_EQ(set(agency_state::active), agency_answer::associated);
    EXPECT_EQ(l->status().value().events, before);
    EXPECT_TRUE(l.commit(sample_ledger::confirm(pending.proposal, "1000002")).made)
        << "the principal's ceremony goes on";
    ASSERT_EQ(set(agency_state::inactive), agency_answer::removed);

    ledger_tables rows;
    rows.roster = {{"wiwd", "asample", {}}};
    l.load(rows, after_go_live);
    const std::uint64_t then = l->status().value().events;
    EXPECT_EQ(set(agency_state::inactive), agency_answer::removed);
    l.load(rows, after_go_live);
    ASSERT_TRUE(l->adopt_policies(clerk, after_go_live));
    EXPECT_EQ(l->status().value().events, then);
    expect_whole_trail(*l);
}

TEST(Ledger, ATombstoneOfAStandingLinkIsTold) {
    sample_ledger l;
    l.link();
    ledger_tables rows;
    rows.tombstones.resize(3);
    rows.tombstones[0] = {.court = "wiwd", .login = "asample", .central = "1000001"};
    rows.tombstones[0].removed_at = after_go_live + minute;
    rows.tombstones[0].actor = "clerk-of-wiwd";
    rows.tombstones[0].reason = "linked to a namesake";
    rows.tombstones[1] = {.court = "wiwd", .login = "bsample", .central = "1000002"};
    rows.tombstones[1].removed_at = after_go_live;
    rows.tombstones[2] = rows.tombstones[1];
    rows.tombstones[2].lifted_at = instant{after_go_live.micros - 1};
    for (const std::uint64_t taken : {2U, 0U}) {
        const auto loaded = l->load(rows, {actor::court, "sync", ""}, after_go_live + minute).value();
        EXPECT_EQ(loaded.tombstones, taken);
        EXPECT_EQ(loaded.malformed, 1U) << "lifted before it was made";
        ASSERT_EQ(loaded.links_that_stand.size(), 1U) << "told until the link is removed";
        EXPECT_EQ(loaded.links_that_stand[0].row, 0U);
        EXPECT_EQ(loaded.links_that_stand[0].linked_at, after_go_live);
    }
    const auto kept = l.tables().tombstones;
    ASSERT_EQ(kept.size(), 2U);
    EXPECT_EQ(kept[0].actor, "clerk-of-wiwd");
    EXPECT_EQ(kept[0].reason, "linked to a namesake");

    rows.tombstones[1].lifted_at = after_go_live + minute;
    rows.tombstones.resize(2);
    EXPECT_EQ(l->load(rows, clerk, after_go_live + minute).value().tombstones, 1U) << "one was lifted";
    EXPECT_EQ(l.tables().tombstones[1].lifted_at, after_go_live + minute);
    EXPECT_TRUE(l.link("bsample", "1000002", after_go_live + minute).made);
    EXPECT_EQ(l->unlink("wiwd", "asample", "1000001", clerk, after_go_live + minute).value().answer,
              unlink_answer::removed);
    EXPECT_TRUE(l->load(rows, clerk, after_go_live + minute).value().links_that_stand.empty());
}

TEST(Ledger, TimesThatContradictEachOtherAreRefused) {
    sample_ledger l;
    l.link();
    const auto early = l->unlink("wiwd", "asample", "1000001", clerk, instant{after_go_live.micros - 1});
    EXPECT_EQ(early.value().answer, unlink_answer::before_link);
    EXPECT_EQ(early.value().pair.account_name, "Attorney Sample");
    EXPECT_EQ(l.links(), "asample=1000001");

    ledger_tables rows;
    link_row row;
    row.court = "wiwd";
    row.login = "bsample";
    row.central = "1000002";
    row.row.linked_at = after_go_live;
    row.row.confirmed_at = instant{after_go_live.micros - 1};
    row.row.approved = findings{finding::central_exempt};
    row.evidence = {.central = {proof_class::password, after_go_live},
                    .account = {proof_class::password, after_go_live},
                    .account_court = "wiwd"};
    rows.links = {row, row};
    rows.links[1].row.confirmed_at = after_go_live;
    std::vector<import_outcome> told;
    ASSERT_TRUE(l->import_links(rows, std::nullopt, clerk, after_go_live,
                                [&](const import_outcome& one) { told.push_back(one); }));
    ASSERT_EQ(told.size(), 2U);
    EXPECT_EQ(told[0].answer, import_answer::refused) << "confirmed before anything was proven";
    EXPECT_EQ(told[0].decision.findings.lowest(), finding::record_malformed);
    EXPECT_EQ(told[0].account_name, "Beate Sample");
    EXPECT_EQ(told[1].answer, import_answer::linked);
    EXPECT_TRUE(l.tables().links.back().row.approved.empty()) << "what was approved elsewhere (A47)";
}

TEST(Ledger, AnImportThatAClerkApprovesKeepsWhatWasApproved) {
    sample_ledger l;
    hold_links_of_asample(l);
    ledger_tables rows;
    link_row row;
    row.court = "wiwd";
    row.login = "asample";
    row.central = "1000001";
    row.row.linked_at = after_go_live;
    row.row.confirmed_at = after_go_live;
    row.evidence = {.central = {proof_class::password, after_go_live},
                    .account = {proof_class::password, after_go_live},
                    .account_court = "wiwd"};
    rows.links = {row};
    ASSERT_TRUE(l->import_links(rows, clerk, clerk, after_go_live, [](const import_outcome& one) {
        EXPECT_EQ(one.answer, import_answer::linked);
        EXPECT_EQ(one.decision.approved, findings{finding::central_exempt});
        EXPECT_EQ(one.central_name, "Attorney Sample");
    }));
    const auto report = verify(built_in_policies(), l.tables(), after_go_live);
    EXPECT_EQ(report.value().rows.at(0).verdict, verdict::allow);
}

TEST(Ledger, ItIsMadeOnceAndOpenedWhereItIs) {
    const auto where = new_place();
    const auto missing =
        ledger::open(where->connector({micros_per_second}), built_in_policies(), &test_keys());
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().trouble, ledger_trouble::not_found) << missing.error().message;
    ASSERT_TRUE(ledger::create(where->connector({micros_per_second}), built_in_policies(), &test_keys(),
                               after_go_live));
    const auto twice = ledger::create(where->connector({micros_per_second}), built_in_policies(),
                                      &test_keys(), after_go_live);
    ASSERT_FALSE(twice);
    EXPECT_EQ(twice.error().trouble, ledger_trouble::exists);
    EXPECT_EQ(ledger::migrate(where->connector(), &test_keys(), clerk, after_go_live).value(), 0);
    const auto opened = ledger::open(where->connector({micros_per_second}), built_in_policies(), nullptr);
    ASSERT_TRUE(opened);
    EXPECT_EQ(opened.value().status().value().events, 1U);
}

}  // namespace
