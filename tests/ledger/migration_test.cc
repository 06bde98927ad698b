// A ledger of 0.1.0, brought to this version.
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/support/failing_database.hpp"
#include "ledger/support/ledger_state.hpp"
#include "ledger/support/old_ledger.hpp"
#include "ledger/support/sample_ledger.hpp"

#include <ecflink/tables/rows.hpp>
#include <ecflink/verify/verify.hpp>

#include "ledger/store.hpp"

namespace {

using namespace ecflink;
using namespace support;

const instant migrated_at = at("2022-06-01T12:00:00Z");
const acting operator_of_ledger{actor::court, "operator", ""};
constexpr sign_on_facts with_second_factor{.second_factor_given = true, .redaction_agreed = true};

const key_ring& its_keys() {
    static const key_ring keys = std::move(key_ring::parse(std::string(key_line_of_old_ledger)).value());
    return keys;
}

/// The ledger of 0.1.0, in a place of its own.
class old_ledger {
public:
    explicit old_ledger(const std::string& more = {}) {
        make_old_ledger(connector(), ECFLINK_SOURCE_DIR "/tests/ledger/data/ledger_0.1.0.sql", more);
    }
    [[nodiscard]] ledger_connector connector() const { return where_->connector(); }
    [[nodiscard]] state all() const { return state_of(connector()); }
    [[nodiscard]] ledger_result<int> migrate(run how = run::write, const key_ring* keys = &its_keys()) const {
        return ledger::migrate(connector(), keys, operator_of_ledger, migrated_at, how);
    }
    /// The ledger after the migration, under the policies of this version.
    [[nodiscard]] ledger migrated() const {
        EXPECT_EQ(made(migrate()), 2);
        ledger l = made(ledger::open(connector(), built_in_policies(), &its_keys()));
        EXPECT_TRUE(l.adopt_policies(operator_of_ledger, migrated_at));
        return l;
    }

private:
    std::unique_ptr<place> where_ = new_place();
};

/// All but the clerks' queue, which is new. Each has an event that states its rows.
constexpr int vouched_tables_with_rows = 9;

/// The links of a ledger, sorted: "wiwd alee=1000001 active admission 2022-...".
std::vector<std::string> links_of(const ledger& l) {
    std::vector<std::string> all;
    for (const link_row& row : made(l.tables()).links) {
        all.push_back(std::string(row.court.view()) + ' ' + std::string(row.login.view()) + '=' +
                      std::string(row.central.view()) + ' ' + std::string(to_token(row.row.state)) + ' ' +
                      std::string(to_token(row.row.made_by)) + ' ' + to_text(*row.row.linked_at));
    }
    std::ranges::sort(all);
    return all;
}

/// What a central account may do in a court, and through which account: "file aadmitted".
std::vector<std::string> access_of(const ledger& l, std::string_view central,
                                   const court_id& court = "wiwd") {
    std::vector<std::string> all;
    for (const access_at& one :
         made(l.sign_on(central_id::make(central).value(), court, with_second_factor, migrated_at))) {
        all.push_back(std::string(to_token(one.may.level)) +
                      (one.login ? ' ' + std::string(one.login->view()) : ""));
    }
    return all;
}

using texts = std::vector<std::string>;

TEST(Migration, EveryAdmissionBecomesALinkAndEveryLinkStays) {
    const old_ledger old;
    const ledger l = old.migrated();
    EXPECT_EQ(links_of(l), (texts{
                               "nysd downer=2000004 active admission 2022-05-04T16:00:00Z",
                               "nysd downer=2000005 active filer 2022-05-04T18:00:30Z",
                               "nysd glinked=2000007 active filer 2022-05-06T18:00:30Z",
                               "nysd hremoved=2000008 removed admission 2022-05-07T16:00:00Z",
                               "nysd hremoved=2000008 removed filer 2022-05-07T18:00:30Z",
                               "wiwb oagent=2000015 active admission 2022-05-13T16:00:00Z",
                               "wiwd aadmitted=2000001 active admission 2022-05-02T16:00:00Z",
                               "wiwd admission-38=2000006 active admission 2022-05-05T16:00:00Z",
                               "wiwd bphv=2000002 active admission 2022-05-03T16:00:00Z",
                               "wiwd btwice=2000002 active admission 2022-05-02T16:00:00Z",
                               "wiwd csuspended=2000003 active admission 2022-05-03T16:00:00Z",
                               "wiwd iagain=2000009 active filer 2022-05-09T18:00:30Z",
                               "wiwd iagain=2000009 removed filer 2022-05-08T18:00:30Z",
                               "wiwd japart=2000010 removed filer 2022-05-09T19:00:30Z",
                               "wiwd knew=2000011 active admission 2022-05-10T16:00:00Z",
                               "wiwd kold=2000011 active filer 2022-05-10T18:00:30Z",
                               "wiwd llater=2000012 active filer 2022-05-11T18:00:30Z",
                           }));
}

TEST(Migration, WhoCouldFileCanFile) {
    const old_ledger old;
    const ledger l = old.migrated();
    EXPECT_EQ(access_of(l, "2000001"), texts{"limited-file aadmitted"}) << "the court changed the role";
    EXPECT_EQ(access_of(l, "2000002"), (texts{"file bphv", "file btwice"}));
    EXPECT_EQ(access_of(l, "2000003"), texts{"view csuspended"});
    EXPECT_EQ(access_of(l, "2000006"), texts{"file admission-38"}) << "no account was named";
    EXPECT_EQ(access_of(l, "2000009"), texts{"file iagain"});
    EXPECT_EQ(access_of(l, "2000010"), texts{"view japart"});
    EXPECT_EQ(access_of(l, "2000011"), (texts{"file knew", "file kold"}));
    EXPECT_EQ(access_of(l, "2000012"), texts{"file llater"});
    sign_on_facts agent = with_second_factor;
    agent.acting_for = login("tchair");
    EXPECT_EQ(made(l.sign_on("2000015", court_id("wiwb"), agent, migrated_at)).at(0).may.level,
              access_level::file);
}

TEST(Migration, NothingElseChanges) {
    const old_ledger old;
    const state before = old.all();
    ASSERT_EQ(made(old.migrate()), 2);
    const state after = old.all();
    const std::vector<std::string_view> touched{
        "ledger",         "links",  "tombstones",  "registrations",     "audit",
        "court_accounts", "chains", "checkpoints", "first_checkpoints", "obligations"};
    EXPECT_EQ(without(after, touched), without(before, touched));
    EXPECT_EQ(after.at("first_checkpoints"), before.at("checkpoints"));
    // What was there is there, in the same order of columns.
    for (const std::string_view grown : {"audit", "court_accounts", "obligations"}) {
        std::string rest = after.at(grown);
        for (std::size_t begin = 0; begin < before.at(grown).size();) {
            const std::size_t end = before.at(grown).find('\n', begin) + 1;
            EXPECT_NE(rest.find(before.at(grown).substr(begin, end - 1 - begin)), std::string::npos);
            begin = end;
        }
    }
    EXPECT_EQ(std::ranges::count(after.at("audit"), '\n'),
              std::ranges::count(before.at("audit"), '\n') + 1 + vouched_tables_with_rows);
    EXPECT_EQ(std::ranges::count(after.at("court_accounts"), '\n'),
              std::ranges::count(before.at("court_accounts"), '\n') + 1);
}

TEST(Migration, TheTrailStaysWholeAndSaysWhatWasDone) {
    const old_ledger old;
    const row before = [&] {
        static constexpr statement select{"SELECT policy_set, audit_sequence, audit_hash FROM ledger"};
        const auto db = old.connector()();
        db->begin_read();
        return db->query(select).front();
    }();
    ASSERT_EQ(made(old.migrate()), 2);
    const ledger l = made(ledger::open(old.connector(), built_in_policies(), &its_keys()));
    expect_whole_trail(l, its_keys());
    const auto events = static_cast<std::uint64_t>(integer(before[1]));
    EXPECT_EQ(made(l.status()).events, events + 1 + vouched_tables_with_rows);
    EXPECT_EQ(made(l.status()).highest_event, events + 1 + vouched_tables_with_rows);
    EXPECT_EQ(made(l.status()).policy_set, text(before[0]));
    std::string migrated;
    ASSERT_TRUE(l.export_audit([&](std::string_view line) {
        if (line.find(R"("event":"ledger-migrated")") != std::string_view::npos && migrated.empty()) {
            migrated = line;
        }
        return true;
    }));
    EXPECT_NE(migrated.find(R"("accounts-made":1,"admissions-linked":9,"first-trail-events":)" +
                            std::to_string(events) + R"(,"first-trail-hash":")" + text(before[2]) +
                            R"(","from":1,"to":3)"),
              std::string::npos)
        << migrated;
}

TEST(Migration, TheFirstTrailStaysVerifiableAndNobodyChangesItUnseen) {
    const auto flaws_after = [](const std::string& sql) {
        const old_ledger old;
        const ledger l = old.migrated();
        const auto db = old.connector()();
        db->begin_write();
        db->run_script(sql);
        db->commit();
        return flaws_of(made(l.verify_audit({.trusted = its_keys().public_keys(), .keys = &its_keys()})));
    };
    EXPECT_EQ(flaws_after("UPDATE audit SET body = '{}' WHERE sequence = 5"), "first trail: altered  5 5");
    EXPECT_EQ(flaws_after("DELETE FROM audit WHERE sequence = 7"), "first trail: gap  7 7");
    EXPECT_EQ(flaws_after("DELETE FROM records; UPDATE ledger SET first_trail_hash = (SELECT hash FROM audit "
                          "WHERE sequence = 9), "
                          "first_trail_events = 9; DELETE FROM audit WHERE sequence > 9 AND court IS NULL"),
              "first trail: head-differs  9 9");
    EXPECT_EQ(
        flaws_after("DELETE FROM records; UPDATE ledger SET first_trail_hash = '', first_trail_events = 0; "
                    "DELETE FROM first_checkpoints; DELETE FROM audit WHERE court IS NULL"),
        "first trail: head-differs  0 0");
}

TEST(Migration, RequestsGetTheirTimesAndAccounts) {
    const old_ledger old;
    const ledger l = old.migrated();
    std::vector<std::string> all;
    for (const registration_row& row : made(l.tables()).registrations) {
        all.push_back(std::string(row.central.view()) + ' ' + std::string(to_token(row.state)) + ' ' +
                      std::string(row.login.view()) + ' ' + to_text(*row.submitted_at) + ' ' +
                      (row.decided_at ? to_text(*row.decided_at) : "pending"));
    }
    ASSERT_EQ(all.size(), 14U);
    EXPECT_EQ(all[0], "2000001 approved aadmitted 2022-05-02T14:00:00Z 2022-05-02T16:00:00Z");
    EXPECT_EQ(all[5], "2000006 approved admission-38 2022-05-05T14:00:00Z 2022-05-05T16:00:00Z");
    EXPECT_EQ(all[9], "2000012 approved  2022-05-11T14:00:00Z 2022-05-11T16:00:00Z");
    EXPECT_EQ(all[10], "2000013 submitted  2022-05-12T14:00:00Z pending");
    EXPECT_EQ(all[11], "2000014 rejected  2022-05-12T14:00:00Z 2022-05-12T16:00:00Z");
    EXPECT_EQ(all[12], "2000016 submitted  2022-05-12T14:00:00Z pending") << "first submitted then";
}

TEST(Migration, ALiftedTombstoneSaysSinceWhen) {
    const old_ledger old;
    const ledger l = old.migrated();
    std::vector<std::string> all;
    for (const tombstone_row& row : made(l.tables()).tombstones) {
        all.push_back(std::string(row.login.view()) + ' ' +
                      (row.lifted_at ? to_text(*row.lifted_at) : "not lifted"));
    }
    EXPECT_EQ(all, (texts{"hremoved not lifted", "iagain 2022-05-09T18:00:30Z", "japart not lifted"}));
}

TEST(Migration, WhatTheOldRulesLetThroughIsFound) {
    const old_ledger old;
    const ledger l = old.migrated();
    const ledger_tables tables = made(l.tables());
    const auto report = verify(built_in_policies(), tables, migrated_at);
    std::vector<std::string> found;
    for (std::size_t row = 0; row < tables.links.size(); ++row) {
        const link_row& link = tables.links[row];
        const findings of_pair =
            report.value().rows.at(row).findings & (findings{finding::account_linked_elsewhere} |
                                                    finding::central_slot_taken | finding::pair_tombstoned);
        for (const finding_info& info : catalogue()) {
            if (of_pair.contains(info.id)) {
                found.push_back(std::string(link.login.view()) + '=' + std::string(link.central.view()) +
                                ' ' + std::string(info.token));
            }
        }
    }
    std::ranges::sort(found);
    EXPECT_EQ(found,
              (texts{"bphv=2000002 central-slot-taken", "btwice=2000002 central-slot-taken",
                     "downer=2000004 account-linked-elsewhere", "downer=2000005 account-linked-elsewhere",
                     "knew=2000011 central-slot-taken", "kold=2000011 central-slot-taken"}));
}

TEST(Migration, WorkGoesOnAfterIt) {
    const old_ledger old;
    ledger l = old.migrated();
    // An admission is unlinked like any link, and the pair then stays apart.
    EXPECT_EQ(made(l.unlink("nysd", "downer", "2000004", clerk, migrated_at)).answer, unlink_answer::removed);
    EXPECT_EQ(access_of(l, "2000004", "nysd"), texts{"view downer"});
    EXPECT_EQ(access_of(l, "2000005", "nysd"), texts{"file downer"});
    // The request that was waiting goes its way.
    const auto waiting = made(l.registrations(std::nullopt, central_id("2000013"))).at(0).id;
    ASSERT_TRUE(
        made(l.move_registration(waiting, registration_move::route, {actor::center, "psc", ""}, migrated_at))
            .decision.is_moved());
    EXPECT_EQ(
        made(l.move_registration(waiting, registration_move::approve, clerk, migrated_at, login("mwaiting")))
            .decision.answer,
        registration_answer::admitted);
    EXPECT_EQ(access_of(l, "2000013"), texts{"file mwaiting"});
    expect_whole_trail(l, its_keys());
}

TEST(Migration, ALoginOfTheCourtIsNotUsedForAnAdmissionThatNamedNone) {
    const old_ledger old(
        "INSERT INTO court_accounts VALUES ('wiwd', 'admission-38', 'attorney', 'active', NULL, 'Somebody', "
        "0, "
        "'none', 0, 1);");
    const ledger l = old.migrated();
    EXPECT_EQ(access_of(l, "2000006"), texts{"file admission-38-"});
}

TEST(Migration, ADryRunWritesNothing) {
    const old_ledger old;
    const state before = old.all();
    EXPECT_EQ(made(old.migrate(run::dry, nullptr)), 2);
    EXPECT_EQ(old.all(), before);
    ASSERT_EQ(made(old.migrate()), 2);
    const state after = old.all();
    EXPECT_EQ(made(old.migrate(run::dry, nullptr)), 0);
    EXPECT_EQ(made(old.migrate()), 0) << "a second time there is nothing to do";
    EXPECT_EQ(old.all(), after);
}

TEST(Migration, WhereThereIsNoLedgerNoneIsMade) {
    for (const run how : {run::dry, run::write}) {
        const sqlite_place nowhere;
        const auto missing =
            ledger::migrate(nowhere.connector({micros_per_second}), &its_keys(), clerk, migrated_at, how);
        ASSERT_FALSE(missing);
        EXPECT_EQ(missing.error().trouble, ledger_trouble::not_found);
        EXPECT_FALSE(std::filesystem::exists(nowhere.file()));
    }
}

TEST(Migration, OnlyTheKeysOfTheLedgerMigrateIt) {
    const old_ledger old;
    const state before = old.all();
    EXPECT_EQ(old.migrate(run::write, nullptr).error().trouble, ledger_trouble::no_keys);
    EXPECT_EQ(old.migrate(run::write, &test_keys()).error().trouble, ledger_trouble::other_keys);
    EXPECT_EQ(old.all(), before);
}

TEST(Migration, UntilThenTheLedgerIsNotOpened) {
    const old_ledger old;
    const auto opened = ledger::open(old.connector(), built_in_policies(), &its_keys());
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().trouble, ledger_trouble::other_version);
}

TEST(Migration, AProgramThatWasFasterEndsTheWorkOfOneThatIsOpen) {
    sample_ledger l;
    const auto db = l.where().connector()();
    static constexpr statement later{"UPDATE ledger SET schema_version = schema_version + 1"};
    db->begin_write();
    db->execute(later);
    db->commit();
    const auto refused = l->unlink("wiwd", "asample", "1000001", clerk, after_go_live);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().trouble, ledger_trouble::other_version);
}

TEST(Migration, WhicheverCallFailsTheLedgerIsTheOldOneOrTheNewOne) {
    const old_ledger model;
    const state before = model.all();
    const auto plan = std::make_shared<failure_plan>();
    plan->never_fail();
    ASSERT_EQ(
        made(ledger::migrate(failing(model.connector(), plan), &its_keys(), operator_of_ledger, migrated_at)),
        2);
    const state after = model.all();
    const std::int64_t calls = plan->calls();
    ASSERT_GT(calls, 50);
    for (std::int64_t call = 1; call <= calls; ++call) {
        SCOPED_TRACE("call " + std::to_string(call) + " of " + std::to_string(calls));
        const old_ledger old;
        plan->fail_at(call, ledger_trouble::full, moment::before);
        const auto failed =
            ledger::migrate(failing(old.connector(), plan), &its_keys(), operator_of_ledger, migrated_at);
        ASSERT_FALSE(failed);
        EXPECT_EQ(failed.error().trouble, ledger_trouble::full);
        EXPECT_EQ(old.all(), before);
        if (call == calls) {
            EXPECT_EQ(made(old.migrate()), 2) << "and it can be tried again";
            EXPECT_EQ(old.all(), after);
        }
    }
}

}  // namespace
