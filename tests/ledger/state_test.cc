// The tables against the events: what the ledger itself writes agrees, whatever it does, and every
// change that somebody makes in the tables is named.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ledger/support/ledger_state.hpp"
#include "ledger/support/old_ledger.hpp"
#include "ledger/support/sample_ledger.hpp"
#include "ledger/values.hpp"
#include "ledger/vouched_rows.hpp"

namespace {

using namespace ecflink;
using namespace support;

constexpr password_cost cheap{1, 8'192};

void run_sql(const place& where, const std::string& sql) {
    const auto db = where.connector({10 * micros_per_second})();
    db->begin_write();
    db->run_script(sql);
    db->commit();
}

std::vector<row> all_rows(const place& where, const statement& query) {
    const auto db = where.connector({10 * micros_per_second})();
    db->begin_read();
    return db->query(query);
}

/// The differences of a report, each as "changed links 7 state: "active" / "removed"".
std::string in_words(const state_report& report) {
    std::string all;
    for (const row_difference& one : report.first) {
        all += all.empty() ? "" : "; ";
        all += std::string(to_token(one.flaw)) + ' ' + one.table + ' ' + one.key;
        for (const auto& column : one.columns) {
            if (one.flaw == row_flaw::changed) {
                all += ' ' + column.name + ": " + column.events + " / " + column.table;
            }
        }
    }
    return all;
}

link_row imported(std::string_view name, std::string_view central, instant linked_at) {
    link_row row;
    row.court = "wiwd";
    row.login = login::make(name).value();
    row.central = central_id::make(central).value();
    row.row.linked_at = linked_at;
    row.row.confirmed_at = linked_at;
    row.evidence = {.central = {proof_class::password, linked_at},
                    .account = {proof_class::password, linked_at},
                    .account_court = "wiwd"};
    return row;
}

/// A ledger in which everything has happened once. Afterwards every vouched table has rows:
/// asample and 1000001 are linked again after an unlink, the queue has items in every state, an
/// obligation is met, a request is approved, another one waits.
class busy_ledger {
public:
    explicit busy_ledger(std::unique_ptr<place> where = new_place())
        : ledger_(built_in_policies(), std::move(where)) {
        sample_ledger& l = ledger_;
        instant now = after_go_live;
        link_it(l, now);
        queue(l, now);
        records(l, now);
        registrations(l, now);
        now = now + duration{20 * minute.micros};  // out of the window: old attempts go
        static_cast<void>(l.begin("asample", "1000002", now, wrong_password));
        const instant wiwb = at("2022-05-02T15:00:00Z");
        auto central = central_row("1000007", "Ada Agent");
        central.account.registration = registration_type::non_attorney_filer;
        l.load(central, wiwb);
        l.load(account_row("wiwb", "agent", "Ada Agent", account_role::filing_agent), wiwb);
        l.load(account_row("wiwb", "trustee", "Tom Trustee", account_role::trustee), wiwb);
        const auto begun = made(l->begin(l.who("1000007", wiwb), "wiwb", "agent", right_password, wiwb));
        EXPECT_TRUE(l.commit(sample_ledger::confirm(begun.proposal, "1000007"), wiwb).made);
        for (const agency_state to : {agency_state::active, agency_state::inactive, agency_state::active}) {
            static_cast<void>(made(l->set_agency("wiwb", "agent", "trustee", to, clerk, wiwb)));
        }
        EXPECT_TRUE(l->set_password({"wiwd", "asample"}, "canary first", clerk, wiwb, cheap));
        EXPECT_TRUE(l->set_password({"wiwd", "asample"}, "canary second", clerk, wiwb, cheap));
        EXPECT_TRUE(l->set_password({{}, "1000001"}, "canary central", clerk, wiwb, cheap));
        EXPECT_TRUE(made(l->check_central_password("1000001", "canary central", wiwb)));
        EXPECT_FALSE(made(l->check_central_password("1000001", "canary other", wiwb)));
    }
    [[nodiscard]] sample_ledger& operator*() noexcept { return ledger_; }
    sample_ledger* operator->() noexcept { return &ledger_; }
    [[nodiscard]] const place& where() const noexcept { return ledger_.where(); }
    [[nodiscard]] state_report compared() { return made(ledger_->compare_state()); }

private:
    static void link_it(sample_ledger& l, instant now) {
        const auto cancelled = l.begin();
        EXPECT_TRUE(l->cancel(sample_ledger::confirm(cancelled.proposal), now));
        static_cast<void>(l.begin("asample", "1000001", now, wrong_password));
        const auto linked = l.link();
        EXPECT_TRUE(linked.made);
        const met_obligation met[] = {{linked.sequence, linked.owes.at(0).what}};
        EXPECT_TRUE(l->discharge(met, clerk, now));
        static_cast<void>(l.begin("asample", "1000002"));  // a notice for the holder
        EXPECT_EQ(made(l->unlink("wiwd", "asample", "1000001", clerk, now)).answer, unlink_answer::removed);
        const auto again = l.begin("asample", "1000001", now, right_password, clerk);
        auto confirmed = sample_ledger::confirm(again.proposal);
        confirmed.approved = clerk;
        EXPECT_TRUE(l.commit(confirmed).made);  // which lifts the tombstone
    }
    static void queue(sample_ledger& l, instant now) {
        const auto hold = [&](std::string_view name) {
            auto exempt = central_row("1000002", std::string(name));
            exempt.account.exempt = true;
            l.load(exempt);
            return l.begin("bsample", "1000002").proposal.held_as;
        };
        const auto first = hold("Beate Sample");
        const auto second = hold("Beata Sample");  // replaces the first
        EXPECT_NE(first, second);
        EXPECT_EQ(made(l->reject_hold(second, clerk, now)).answer, hold_answer::rejected);
        const auto third = l.begin("bsample", "1000002");
        EXPECT_EQ(made(l->approve_hold(third.proposal.held_as, clerk, now)).answer, hold_answer::approved);
        EXPECT_TRUE(l.commit(sample_ledger::confirm(third.proposal, "1000002")).made);
    }
    static void records(sample_ledger& l, instant now) {
        ledger_tables rows;
        for (const char* name : {"csample", "dsample", "esample"}) {
            rows.court_accounts.push_back(account_row("wiwd", name, "Carl Sample"));
        }
        rows.central_accounts = {central_row("1000003", "Carl Sample"), central_row("1000004", "Carl Sample"),
                                 central_row("1000005", "Carl Sample")};
        rows.tombstones.resize(1);
        rows.tombstones[0] = {.court = "wiwd", .login = "dsample", .central = "1000004"};
        rows.tombstones[0].removed_at = now;
        rows.tombstones[0].actor = "clerk \"of\" the court\n";
        rows.tombstones[0].reason = "not the same person: \\ \u00e9";
        rows.registrations.resize(1);
        rows.registrations[0].court = "wiwd";
        rows.registrations[0].central = "1000005";
        rows.registrations[0].type = request_type::admission;
        rows.registrations[0].role = account_role::attorney;
        rows.registrations[0].state = registration_state::submitted;
        rows.registrations[0].submitted_at = now;
        l.load(rows, now);
        rows.tombstones[0].lifted_at = now + minute;
        l.load(rows, now);
        rows.links = {imported("csample", "1000003", now)};
        EXPECT_EQ(made(l->import_links(rows, clerk, clerk, now, nullptr)).of(import_answer::linked), 1U);
    }
    static void registrations(sample_ledger& l, instant now) {
        l.load(central_row("1000006", "Frida Sample"), now);
        const auto id = made(l->submit_registration(
                                 {"wiwd", "1000006", request_type::admission, account_role::attorney}, now))
                            .id;
        static_cast<void>(
            made(l->move_registration(id, registration_move::route, {actor::center, "psc", ""}, now)));
        EXPECT_NE(made(l->move_registration(id, registration_move::approve, clerk, now, login("fsample")))
                      .linked_sequence,
                  0U);
    }

    sample_ledger ledger_;
};

std::string count_in_sql(const vouched_table& table) {
    return "SELECT count(*) FROM " + std::string(table.name);
}

TEST(State, WhateverTheLedgerDoesItsTablesAgreeWithItsEvents) {
    busy_ledger l;
    const state_report report = l.compared();
    EXPECT_EQ(in_words(report), "");
    EXPECT_TRUE(report.agrees());
    EXPECT_EQ(report.events, (*l)->status().value().events);
    std::uint64_t rows = 0;
    for (const vouched_table* const table : vouched_tables) {
        const composed_statement count(count_in_sql(*table));
        const std::int64_t found = integer(all_rows(l.where(), count.get()).front()[0]);
        EXPECT_GT(found, 0) << table->name;
        rows += static_cast<std::uint64_t>(found);
    }
    EXPECT_EQ(report.rows, rows);
    expect_whole_trail(**l);
}

TEST(State, TheCatalogueHasEveryColumn) {
    busy_ledger l;
    for (const vouched_table* const table : vouched_tables) {
        const composed_statement select("SELECT * FROM " + std::string(table->name) + " LIMIT 1");
        const std::size_t columns = all_rows(l.where(), select.get()).front().size();
        // the version of the tables and the end of the first trail are in the event of a migration
        EXPECT_EQ(table->columns.size(), table == &ledger_table ? columns - 3 : columns) << table->name;
    }
}

/// What a writer of the database does, and the differences that are then named. N stands for a
/// number.
struct tampering {
    const char* sql;
    const char* found;
};

const tampering all_tampering[] = {
    {"UPDATE ledger SET policy_set = 'sha256:0'", "changed ledger N policy_set: \"sha256:D\" / \"sha256:N\""},
    // links
    {"UPDATE links SET state = 'removed' WHERE login = 'csample'",
     "changed links N state: \"active\" / \"removed\""},
    {"UPDATE links SET account_slot = 7 WHERE state = 'removed'", "changed links N account_slot: N / N"},
    {"UPDATE links SET central_id = '1000004' WHERE login = 'csample'",
     "changed links N central_id: \"N\" / \"N\""},
    {"UPDATE links SET login = 'dsample' WHERE login = 'csample'",
     "changed links N login: \"csample\" / \"dsample\""},
    {"UPDATE links SET linked_at = linked_at + 1 WHERE login = 'csample'",
     "changed links N linked_at: N / N"},
    {"UPDATE links SET approved = NULL WHERE login = 'bsample'",
     "changed links N approved: \"central-exempt\" / null"},
    {"DELETE FROM links WHERE login = 'csample'", "missing links N"},
    {"INSERT INTO links (sequence, court, login, central_id, state, linked_at, made_by, account_slot, "
     "central_slot) VALUES (7777, 'wiwd', 'esample', '1000005', 'active', 0, 'filer', 0, 0)",
     "unexpected links N"},
    {"UPDATE links SET sequence = 7777 WHERE login = 'csample'", "unexpected links N; missing links N"},
    // tombstones
    {"UPDATE tombstones SET lifted_at = 5 WHERE login = 'dsample'", "changed tombstones N lifted_at: N / N"},
    {"UPDATE tombstones SET reason = 'another' WHERE login = 'asample'",
     "changed tombstones N reason: \"request of the filer, form N\" / \"another\""},
    {"DELETE FROM tombstones WHERE login = 'dsample'", "missing tombstones N"},
    {"INSERT INTO tombstones (sequence, court, login, central_id, removed_at, actor, reason) VALUES (7777, "
     "'wiwd', 'esample', '1000005', 0, 'a', 'b')",
     "unexpected tombstones N"},
    // used handles
    {"UPDATE used_handles SET outcome = 'committed' WHERE outcome = 'cancelled'",
     "changed used_handles \"H\" outcome: \"cancelled\" / \"committed\""},
    {"DELETE FROM used_handles WHERE outcome = 'cancelled'", "missing used_handles \"H\""},
    {"INSERT INTO used_handles VALUES ('00112233445566778899aabbccddeeff', 'wiwd', 'esample', '1000005', "
     "'cancelled', 1)",
     "unexpected used_handles \"H\""},
    // attempts
    {"UPDATE attempts SET outcome = 'proven' WHERE outcome = 'failed' AND login = 'asample'",
     "changed attempts N outcome: \"failed\" / \"proven\""},
    {"DELETE FROM attempts WHERE outcome = 'failed' AND login = 'asample'", "missing attempts N"},
    {"INSERT INTO attempts VALUES (7777, 'wiwd', 'esample', 0, 'failed')", "unexpected attempts N"},
    // obligations
    {"UPDATE obligations SET discharged = 1 WHERE obligation = 'notify-holder'",
     "changed obligations N,\"notify-holder\" discharged: null / N"},
    {"UPDATE obligations SET claimant = NULL WHERE obligation = 'notify-holder'",
     "changed obligations N,\"notify-holder\" claimant: \"N\" / null"},
    {"DELETE FROM obligations WHERE obligation = 'notify-holder'", "missing obligations N,\"notify-holder\""},
    {"INSERT INTO obligations (sequence, obligation, place, due, court, login, central_id) VALUES (7777, "
     "'end-sessions', 1, 0, 'wiwd', 'esample', '1000005')",
     "unexpected obligations N,\"end-sessions\""},
    // requests
    {"UPDATE registrations SET state = 'approved' WHERE central_id = '1000005'",
     "changed registrations N state: \"submitted\" / \"approved\""},
    {"UPDATE registrations SET role = 'trustee' WHERE central_id = '1000006'",
     "changed registrations N role: \"attorney\" / \"trustee\""},
    {"DELETE FROM registrations WHERE central_id = '1000005'", "missing registrations N"},
    {"INSERT INTO registrations (sequence, court, central_id, type, role, state, reason, changed) VALUES "
     "(7777, 'wiwd', '1000005', 'admission', 'attorney', 'approved', '', 7777)",
     "unexpected registrations N"},
    // agencies
    {"UPDATE agencies SET state = 'inactive'",
     "changed agencies \"wiwb\",\"agent\",\"trustee\" state: \"active\" / \"inactive\""},
    {"DELETE FROM agencies", "missing agencies \"wiwb\",\"agent\",\"trustee\""},
    {"INSERT INTO agencies VALUES ('wiwb', 'trustee', 'agent', 'active', 1)",
     "unexpected agencies \"wiwb\",\"trustee\",\"agent\""},
    // the clerks' queue
    {"UPDATE held_links SET state = 'approved' WHERE state = 'rejected'",
     "changed held_links N state: \"rejected\" / \"approved\""},
    {"UPDATE held_links SET findings = 'name-differs' WHERE state = 'linked'",
     "changed held_links N findings: \"central-exempt|name-similar\" / \"name-differs\""},
    {"DELETE FROM held_links WHERE state = 'rejected'", "missing held_links N"},
    {"INSERT INTO held_links (sequence, court, login, central_id, proposed_at, state, findings, approved, "
     "account_revision, central_revision, actor, reason) VALUES (7777, 'wiwd', 'esample', '1000005', 0, "
     "'approved', '', '', 1, 1, '', '')",
     "unexpected held_links N"},
    // credentials
    {"UPDATE credentials SET password_hash = 'x' WHERE court = 'wiwd'",
     "changed credentials \"wiwd\",\"asample\" password_hash: \"sha256:D\" / \"sha256:D\""},
    {"UPDATE credentials SET set_at = 0 WHERE court = ''", "changed credentials \"\",\"N\" set_at: N / N"},
    {"UPDATE credentials SET password_hash = (SELECT c.password_hash FROM credentials c WHERE c.court = '') "
     "WHERE court = 'wiwd'",
     "changed credentials \"wiwd\",\"asample\" password_hash: \"sha256:D\" / \"sha256:D\""},
    {"DELETE FROM credentials WHERE court = 'wiwd'", "missing credentials \"wiwd\",\"asample\""},
    {"INSERT INTO credentials VALUES ('wiwd', 'esample', 'x', 0)",
     "unexpected credentials \"wiwd\",\"esample\""},
};

/// Digests become D, names of handles H, other numbers N.
std::string without_numbers(const std::string& given) {
    constexpr std::string_view digits = "0123456789";
    constexpr std::string_view hexadecimal = "0123456789abcdef";
    constexpr std::string_view algorithm = "sha256";
    std::string made;
    for (std::string_view rest = given; !rest.empty();) {
        const auto take = [&](std::size_t count, std::string_view instead) {
            rest.remove_prefix(count);
            made += instead;
        };
        const std::size_t run = std::min(rest.find_first_not_of(hexadecimal), rest.size());
        const std::size_t sign = rest.starts_with('-') ? 1 : 0;
        const std::size_t end = std::min(rest.find_first_not_of(digits, sign), rest.size());
        if (rest.starts_with(algorithm)) {
            take(algorithm.size(), algorithm);
        } else if (run >= 64) {
            take(64, "D");
        } else if (run >= 32) {
            take(32, "H");
        } else if (end > sign) {
            take(end, "N");
        } else {
            take(1, rest.substr(0, 1));
        }
    }
    return made;
}

/// The rows of the vouched tables, to be put back.
class saved_rows {
public:
    explicit saved_rows(const place& where) : where_(where) {
        for (const vouched_table* const table : vouched_tables) {
            rows_.emplace_back(table, all_rows(where, select_of(*table)));
        }
    }
    void put_back() const {
        const auto db = where_.connector({10 * micros_per_second})();
        db->begin_write();
        for (const auto& [table, rows] : rows_) {
            if (table == &ledger_table) {
                const std::string& policies = text(rows.front()[table->place_of("policy_set")]);
                db->run_script("UPDATE ledger SET policy_set = '" + policies + "'");
                continue;
            }
            db->run_script("DELETE FROM " + std::string(table->name));
            for (const row& one : rows) {
                std::vector<parameter> columns;
                for (const value& cell : one) {
                    columns.push_back(is_null(cell) ? parameter{}
                                      : std::holds_alternative<std::int64_t>(cell)
                                          ? parameter{integer(cell)}
                                          : parameter{std::string_view(text(cell))});
                }
                db->execute(insert_of(*table), columns);
            }
        }
        db->commit();
    }

private:
    const place& where_;
    std::vector<std::pair<const vouched_table*, std::vector<row>>> rows_;
};

TEST(State, EveryChangeInTheTablesIsNamed) {
    busy_ledger l;
    const saved_rows saved(l.where());
    std::set<std::string> kinds;
    for (const tampering& one : all_tampering) {
        SCOPED_TRACE(one.sql);
        run_sql(l.where(), one.sql);
        const state_report report = l.compared();
        EXPECT_EQ(without_numbers(in_words(report)), one.found);
        EXPECT_EQ(report.differences, report.first.size());
        for (const row_difference& difference : report.first) {
            kinds.insert(std::string(to_token(difference.flaw)) + ' ' + difference.table);
            EXPECT_EQ(difference.event == 0, difference.flaw == row_flaw::unexpected);
            EXPECT_FALSE(difference.columns.empty());
        }
        saved.put_back();
    }
    EXPECT_TRUE(l.compared().agrees());
    for (const vouched_table* const table : vouched_tables) {
        for (const char* const flaw : {"changed ", "missing ", "unexpected "}) {
            EXPECT_EQ(kinds.contains(flaw + std::string(table->name)),
                      table != &ledger_table || *flaw == 'c');
        }
    }
}

TEST(State, WhatTheProgramBuiltOnAChangeContradictsTheEvents) {
    busy_ledger l;
    const instant now = at("2022-05-02T15:00:00Z");
    run_sql(
        l.where(),
        "INSERT INTO obligations (sequence, obligation, place, due, court, login, central_id) VALUES (7777, "
        "'end-sessions', 1, 0, 'wiwd', 'asample', '1000001')");
    const met_obligation met[] = {{7777, obligation::end_sessions}};
    ASSERT_TRUE((*l)->discharge(met, clerk, now));
    run_sql(l.where(), "DELETE FROM obligations WHERE sequence = 7777");
    EXPECT_EQ(without_numbers(in_words(l.compared())), "contradicted obligations N,\"end-sessions\"");
}

TEST(State, AHandleThatIsUsedAgainIsNamed) {
    sample_ledger l;
    const auto first = l.begin();
    const auto confirmed = sample_ledger::confirm(first.proposal);
    ASSERT_TRUE(l->cancel(confirmed, after_go_live));
    run_sql(l.where(), "DELETE FROM used_handles");
    ASSERT_TRUE(l.commit(confirmed).made) << "nothing stops it, but";
    EXPECT_EQ(without_numbers(in_words(made(l->compare_state()))), "contradicted used_handles \"H\"");
}

TEST(State, TheListIsBoundedAndTheCountIsNot) {
    sample_ledger l;
    std::string sql;
    for (int i = 0; i < 150; ++i) {
        sql += "INSERT INTO attempts VALUES (" + std::to_string(7000 + i) + ", 'wiwd', 'x', 0, 'failed'); ";
    }
    run_sql(l.where(), sql);
    const state_report report = made(l->compare_state());
    EXPECT_EQ(report.differences, 150U);
    EXPECT_EQ(report.first.size(), most_differences_told);
    EXPECT_FALSE(report.agrees());
}

TEST(State, AnEventThatCannotBeReadIsNamed) {
    for (const char* const changes :
         {"", "[", "[]", "[[", "[1]", R"([["links",[1])", R"([["links",[1]])", R"([["other",[1]]])",
          R"([["links",[1],{"state":"x"})", R"([["agencies",[1]]])", R"([["links",[1,2]],])", "{}", "\"",
          R"([["links",[1,"\"]]])"}) {
        SCOPED_TRACE(changes);
        sample_ledger l;
        run_sql(l.where(), "UPDATE audit SET body = '{\"changes\":" + std::string(changes) +
                               "' WHERE sequence = (SELECT max(sequence) FROM audit)");
        const state_report report = made(l->compare_state());
        EXPECT_TRUE(std::ranges::any_of(report.first, [](const row_difference& one) {
            return one.table == "audit" && one.flaw == row_flaw::contradicted && one.event != 0;
        }));
    }
}

TEST(State, NoEventHoldsAPasswordOrItsHash) {
    busy_ledger l;
    static constexpr statement select_hashes{"SELECT password_hash FROM credentials"};
    static constexpr statement select_bodies{"SELECT body FROM audit"};
    std::string bodies;
    for (const row& one : all_rows(l.where(), select_bodies)) {
        bodies += text(one[0]);
    }
    EXPECT_NE(bodies.find("credential-set"), std::string::npos);
    EXPECT_EQ(bodies.find("argon2"), std::string::npos);
    EXPECT_EQ(bodies.find("canary"), std::string::npos);
    for (const row& one : all_rows(l.where(), select_hashes)) {
        const std::string& kept = text(one[0]);
        ASSERT_TRUE(kept.starts_with("$argon2id$"));
        const std::string salt = kept.substr(kept.find("p=1$") + 4, 22);
        EXPECT_EQ(bodies.find(salt), std::string::npos);
        EXPECT_NE(bodies.find(to_text(digest_of(kept)).view()), std::string::npos);
    }
}

TEST(State, ALedgerOfAnOlderVersionIsCoveredFromItsMigrationOn) {
    const key_ring keys = std::move(key_ring::parse(std::string(key_line_of_old_ledger)).value());
    const auto where = new_place();
    const auto connect = where->connector({10 * micros_per_second});
    make_old_ledger(connect, ECFLINK_SOURCE_DIR "/tests/ledger/data/ledger_0.1.0.sql");
    const acting by{actor::court, "operator", ""};
    const instant now = at("2022-06-01T12:00:00Z");
    ASSERT_EQ(made(ledger::migrate(connect, &keys, by, now)), 2);
    ledger l = made(ledger::open(connect, built_in_policies(), &keys));
    ASSERT_TRUE(l.adopt_policies(by, now));
    const state_report whole = made(l.compare_state());
    EXPECT_EQ(in_words(whole), "");
    EXPECT_GT(whole.rows, 50U);
    ASSERT_EQ(made(l.unlink("nysd", "downer", "2000004", clerk, now)).answer, unlink_answer::removed);
    EXPECT_TRUE(made(l.compare_state()).agrees()) << "a link from before the migration";
    run_sql(*where,
            "UPDATE links SET linked_at = 0 WHERE login = 'llater'; DELETE FROM used_handles "
            "WHERE sequence = (SELECT min(sequence) FROM used_handles)");
    EXPECT_EQ(without_numbers(in_words(made(l.compare_state()))),
              "changed links N linked_at: N / N; missing used_handles \"H\"");
}

TEST(State, AnOlderCopyIsFoundByAWitness) {
    static constexpr statement select_chains{
        "SELECT court, place, hash, event, checkpoint, tag, latest FROM chains"};
    static constexpr statement insert_chain{
        "INSERT INTO chains (court, place, hash, event, checkpoint, tag, latest) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7)"};
    sample_ledger l;
    ASSERT_TRUE(l.link().made);
    const auto connect = l.where().connector({10 * micros_per_second});
    const state older = state_of(connect);
    const saved_rows saved(l.where());
    const auto chains = all_rows(l.where(), select_chains);
    const auto status = made(l->status());
    ASSERT_EQ(made(l->unlink("wiwd", "asample", "1000001", clerk, after_go_live)).answer,
              unlink_answer::removed);
    const auto witness = made(l->sign_audit(after_go_live));
    saved.put_back();
    run_sql(l.where(), "DELETE FROM chains; DELETE FROM audit WHERE sequence > " +
                           std::to_string(status.highest_event) +
                           "; DELETE FROM checkpoints WHERE number > " +
                           std::to_string(status.last_checkpoint.value().said.number));
    const auto db = connect();
    db->begin_write();
    for (const row& it : chains) {
        const parameter columns[] = {std::string_view(text(it[0])),
                                     integer(it[1]),
                                     std::string_view(text(it[2])),
                                     integer(it[3]),
                                     integer(it[4]),
                                     std::string_view(text(it[5])),
                                     integer(it[6])};
        db->execute(insert_chain, columns);
    }
    db->commit();
    ASSERT_EQ(state_of(connect), older);
    EXPECT_TRUE(made(l->verify_audit({.keys = &test_keys()})).is_whole());
    EXPECT_TRUE(made(l->compare_state()).agrees());
    const auto report = made(l->verify_audit({.keys = &test_keys(), .witnesses = {witness}}));
    EXPECT_NE(flaws_of(report).find("truncated wiwd"), std::string::npos) << flaws_of(report);
}

// ---- the time of an event -----------------------------------------------------------------------

TEST(State, NoEventIsDatedLongBeforeAnotherOfItsCourt) {
    sample_ledger l;
    ASSERT_TRUE(l.link().made);
    const instant latest = after_go_live + duration{60 * minute.micros};
    // What only prepares, or is refused, holds up nothing.
    ASSERT_TRUE(l->begin(l.who("1000002", latest), "wiwd", "bsample", wrong_password,
                         instant{latest.micros + 60 * minute.micros}));
    ASSERT_FALSE(l.begin("bsample", "1000002", latest).proposal.handle.empty());
    const instant earliest{latest.micros - event_tolerance.micros};
    EXPECT_EQ(made(l->unlink("wiwd", "nobody", "1000002", clerk, earliest)).answer,
              unlink_answer::not_linked);
    const state before = state_of(l.where().connector({10 * micros_per_second}));
    for (const run how : {run::write, run::dry}) {
        const auto refused =
            l->unlink("wiwd", "asample", "1000001", clerk, instant{earliest.micros - 1}, how);
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().trouble, ledger_trouble::too_early);
        const std::string& message = refused.error().message;
        EXPECT_NE(message.find("2022-04-25T14:54:59.999999Z"), std::string::npos) << message;
        EXPECT_NE(message.find("2022-04-25T15:00:00Z"), std::string::npos) << message;
        EXPECT_NE(message.find("wiwd"), std::string::npos) << message;
    }
    EXPECT_EQ(state_of(l.where().connector({10 * micros_per_second})), before);
    EXPECT_TRUE(l->unlink("wiwb", "nobody", "1000002", clerk, after_go_live)) << "another court";
    // A refusal is told, whatever its time.
    EXPECT_EQ(made(l->unlink("wiwd", "nobody", "1000002", clerk, after_go_live)).answer,
              unlink_answer::not_linked);
    // What may come five minutes early does not go back by five minutes each time.
    EXPECT_EQ(made(l->unlink("wiwd", "asample", "1000001", clerk, earliest)).answer, unlink_answer::removed);
    EXPECT_EQ(
        l->begin(l.who("1000002", latest), "wiwd", "bsample", wrong_password, instant{earliest.micros - 1})
            .error()
            .trouble,
        ledger_trouble::too_early);
    expect_whole_trail(*l);
}

TEST(State, TheLatestTimeOfAChainIsUnderItsTag) {
    sample_ledger l;
    ASSERT_TRUE(l.link().made);
    run_sql(l.where(), "UPDATE chains SET latest = 0 WHERE court = 'wiwd'");
    const auto refused = l->unlink("wiwd", "asample", "1000001", clerk, after_go_live);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().trouble, ledger_trouble::damaged);
    EXPECT_FALSE(made(l->verify_audit({.keys = &test_keys()})).is_whole());
}

TEST(State, ALinkIsNotRemovedBeforeItWasMade) {
    sample_ledger l;
    ASSERT_TRUE(l.link().made);
    const auto early =
        made(l->unlink("wiwd", "asample", "1000001", clerk, instant{after_go_live.micros - 1}));
    EXPECT_EQ(early.answer, unlink_answer::before_link);
    EXPECT_EQ(l.links(), "asample=1000001");
    EXPECT_EQ(made(l->unlink("wiwd", "asample", "1000001", clerk,
                             instant{after_go_live.micros - 2 * event_tolerance.micros}))
                  .answer,
              unlink_answer::before_link);
    EXPECT_EQ(made(l->unlink("wiwd", "asample", "1000001", clerk, after_go_live)).answer,
              unlink_answer::removed);
}

// ---- the first checkpoint -----------------------------------------------------------------------

TEST(State, TheWitnessHearsOfTheFirstCheckpoint) {
    std::vector<signed_checkpoint> kept;
    const ledger_options options{.witness = [&kept](const signed_checkpoint& one) { kept.push_back(one); }};
    const auto where = new_place();
    const auto connect = where->connector({10 * micros_per_second});
    const ledger fresh =
        made(ledger::create(connect, built_in_policies(), &test_keys(), after_go_live, options));
    ASSERT_EQ(kept.size(), 1U);
    EXPECT_EQ(kept.back().said.number, 1U);
    EXPECT_TRUE(made(fresh.verify_audit({.keys = &test_keys(), .witnesses = kept})).is_whole());

    kept.clear();
    const key_ring keys = std::move(key_ring::parse(std::string(key_line_of_old_ledger)).value());
    const auto other = new_place();
    const auto old = other->connector({10 * micros_per_second});
    make_old_ledger(old, ECFLINK_SOURCE_DIR "/tests/ledger/data/ledger_0.1.0.sql");
    ASSERT_EQ(made(ledger::migrate(old, &keys, clerk, at("2022-06-01T12:00:00Z"), run::write, options)), 2);
    ASSERT_EQ(kept.size(), 1U);
    const ledger migrated = made(ledger::open(old, built_in_policies(), &keys));
    EXPECT_TRUE(made(migrated.verify_audit({.keys = &keys, .witnesses = kept})).is_whole());
    EXPECT_EQ(made(ledger::migrate(old, &keys, clerk, at("2022-06-01T12:00:00Z"), run::write, options)), 0);
    EXPECT_EQ(kept.size(), 1U);
}

}  // namespace
