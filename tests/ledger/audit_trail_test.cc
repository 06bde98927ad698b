// The audit trail in its tables: who can change what, and who finds it.
//
// Four readers look at each change: one with the ledger's keys, one with the public keys alone, one
// with the public keys and a witness that states the last event, and the program that writes
// the next event.
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "ledger/support/ledger_state.hpp"
#include "ledger/support/sample_ledger.hpp"
#include "ledger/values.hpp"

#include <ecflink/ledger/handle.hpp>

namespace {

using namespace ecflink;
using namespace support;

void run(const sample_ledger& l, const std::string& sql) {
    const auto db = l.where().connector()();
    db->begin_write();
    db->run_script(sql);
    db->commit();
}

std::string number(std::uint64_t of) { return std::to_string(of); }

/// The chain of wiwd with every hash computed again, its head too, as somebody without the keys
/// can.
void chain_again(const sample_ledger& l) {
    static constexpr statement select{
        "SELECT place, sequence, body FROM audit WHERE court = 'wiwd' ORDER BY place"};
    static constexpr statement update{"UPDATE audit SET hash = $2 WHERE sequence = $1"};
    static constexpr statement update_head{
        "UPDATE chains SET place = $1, event = $2, hash = $3 WHERE court = 'wiwd'"};
    static constexpr statement select_id{"SELECT id FROM ledger"};
    const auto db = l.where().connector()();
    db->begin_write();
    const std::string id = text(db->query(select_id).front()[0]);
    digest last = chain_start(id, "wiwd");
    row end;
    for (const row& it : db->query(select)) {
        last = chain(last, static_cast<std::uint64_t>(integer(it[0])),
                     static_cast<std::uint64_t>(integer(it[1])), text(it[2]));
        const std::string digits(to_text(last).digits());
        const parameter hash[] = {integer(it[1]), std::string_view(digits)};
        db->execute(update, hash);
        end = it;
    }
    const std::string digits(to_text(last).digits());
    const parameter head[] = {integer(end[0]), integer(end[1]), std::string_view(digits)};
    db->execute(update_head, head);
    db->commit();
}

/// The events of wiwd after a link: 1 an attempt, 2 the proposal, 3 the link.
struct change {
    const char* what;
    std::function<void(const sample_ledger&)> apply;
    /// what each finds; empty: nothing
    const char* with_keys;
    const char* with_public_keys;
    const char* with_witness;
    /// the next event of the court is refused, because the end of its chain is not the keys' own
    bool stops_writing;
    /// the same, because its number was used; where a sequence gives numbers, it is not
    bool uses_a_number_again = false;
};

std::uint64_t first_event = 0;  // of wiwd

std::string event(std::uint64_t place) { return number(first_event + place - 1); }

const change all_changes[] = {
    {"a body", [](const auto& l) { run(l, "UPDATE audit SET body = '{}' WHERE sequence = " + event(2)); },
     "altered wiwd 2 E2", "altered wiwd 2 E2", "altered wiwd 2 E2", false},
    {"a body, and every hash after it",
     [](const auto& l) {
         run(l, "UPDATE audit SET body = '{}' WHERE sequence = " + event(2));
         chain_again(l);
     },
     "forged wiwd 2 E2", "", "rewritten wiwd 3 E3", true},
    {"the last event deleted",
     [](const auto& l) { run(l, "DELETE FROM records; DELETE FROM audit WHERE sequence = " + event(3)); },
     "truncated wiwd 3 0", "truncated wiwd 3 0", "truncated wiwd 3 0", false, true},
    {"the last event deleted, and the head set back",
     [](const auto& l) {
         run(l, "DELETE FROM records; DELETE FROM audit WHERE sequence = " + event(3));
         chain_again(l);
     },
     "forged wiwd 2 E2", "", "truncated wiwd 3 0", true},
    {"an event in the middle deleted, all hashes after it computed again",
     [](const auto& l) {
         run(l, "DELETE FROM audit WHERE sequence = " + event(2) +
                    "; UPDATE audit SET place = 2 WHERE sequence = " + event(3));
         chain_again(l);
     },
     "forged wiwd 2 E3", "", "truncated wiwd 3 0", true},
    {"an event added",
     [](const auto& l) {
         run(l,
             "INSERT INTO audit (sequence, body, hash, court, place, tag) SELECT sequence + 100, body, "
             "hash, court, place + 1, tag FROM audit WHERE sequence = " +
                 event(3));
     },
     "altered wiwd 4 E103", "altered wiwd 4 E103", "altered wiwd 4 E103", false},
    {"an event added, all hashes computed again",
     [](const auto& l) {
         run(l,
             "INSERT INTO audit (sequence, body, hash, court, place, tag) SELECT sequence + 100, '{}', "
             "hash, court, place + 1, tag FROM audit WHERE sequence = " +
                 event(3));
         chain_again(l);
     },
     "forged wiwd 4 E103", "", "", true},
    {"an event under another number",
     [](const auto& l) {
         run(l,
             "UPDATE records SET sequence = sequence + 100; UPDATE audit SET sequence = sequence + 100 "
             "WHERE sequence = " +
                 event(3));
     },
     "altered wiwd 3 E103", "altered wiwd 3 E103", "altered wiwd 3 E103", false},
    {"an event put into the chain of another court",
     [](const auto& l) { run(l, "UPDATE audit SET court = 'wiwb', place = 1 WHERE sequence = " + event(3)); },
     "altered wiwb 1 E3, truncated wiwd 3 0", "altered wiwb 1 E3, truncated wiwd 3 0",
     "altered wiwb 1 E3, truncated wiwd 3 0", false},
    {"two events exchanged",
     [](const auto& l) {
         run(l, "UPDATE audit SET place = 9 WHERE sequence = " + event(2) +
                    "; UPDATE audit SET place = 2 WHERE sequence = " + event(3) +
                    "; UPDATE audit SET place = 3 WHERE sequence = " + event(2));
     },
     "altered wiwd 2 E3", "altered wiwd 2 E3", "altered wiwd 2 E3", false},
    {"a chain and its head deleted",
     [](const auto& l) {
         run(l,
             "DELETE FROM records; DELETE FROM audit WHERE court = 'wiwd'; "
             "DELETE FROM chains WHERE court = 'wiwd'");
     },
     "truncated wiwd 1 0", "truncated wiwd 1 0", "truncated wiwd 1 0", true},
    {"a head deleted", [](const auto& l) { run(l, "DELETE FROM chains WHERE court = 'wiwd'"); },
     "beyond-head wiwd 3 E3", "beyond-head wiwd 3 E3", "beyond-head wiwd 3 E3", true},
    {"a tag deleted",
     [](const auto& l) { run(l, "UPDATE audit SET tag = NULL WHERE sequence = " + event(2)); },
     "forged wiwd 2 E2", "", "", false},
    {"the tag of another event",
     [](const auto& l) {
         run(l, "UPDATE audit SET tag = (SELECT a.tag FROM audit a WHERE a.sequence = " + event(1) +
                    ") WHERE sequence = " + event(2));
     },
     "forged wiwd 2 E2", "", "", false},
    {"the name of a key that nobody has",
     [](const auto& l) {
         run(l, "UPDATE audit SET tag = '0000000000000000' || substr(tag, 17) WHERE sequence = " + event(2));
     },
     "unknown-key wiwd 2 E2", "", "", false},
    {"the tag of a head", [](const auto& l) { run(l, "UPDATE chains SET tag = '' WHERE court = 'wiwd'"); },
     "forged wiwd 3 E3", "", "", true},
    {"a decision record", [](const auto& l) { run(l, "UPDATE records SET record = '{}'"); },
     "record-differs wiwd 3 E3", "record-differs wiwd 3 E3", "record-differs wiwd 3 E3", false},
    {"a decision record deleted", [](const auto& l) { run(l, "DELETE FROM records"); },
     "record-differs wiwd 3 E3", "record-differs wiwd 3 E3", "record-differs wiwd 3 E3", false},
    {"a checkpoint",
     [](const auto& l) {
         run(l, "UPDATE checkpoints SET body = replace(body, '\"number\":1', '\"number\":7')");
     },
     "altered checkpoint 1", "altered checkpoint 1", "altered checkpoint 1", false},
    {"the time of a checkpoint",
     [](const auto& l) { run(l, "UPDATE checkpoints SET body = replace(body, '2016', '2015')"); },
     "bad-signature checkpoint 1", "bad-signature checkpoint 1", "bad-signature checkpoint 1", false},
    {"the number of events of a checkpoint",
     [](const auto& l) { run(l, "UPDATE checkpoints SET events = 1000000000 WHERE number = 1"); },
     "altered checkpoint 1", "altered checkpoint 1", "altered checkpoint 1", false},
    {"an event without a place",
     [](const auto& l) {
         run(l,
             "INSERT INTO audit (sequence, body, hash, court) VALUES (" + event(103) + ", '{}', '', 'wiwd')");
     },
     "order  0 E103", "order  0 E103", "order  0 E103", false},
    {"a decision record without an event",
     [](const auto& l) { run(l, "INSERT INTO records VALUES (" + event(103) + ", '{}')"); },
     "record-differs  0 E103", "record-differs  0 E103", "record-differs  0 E103", false},
    {"every checkpoint deleted", [](const auto& l) { run(l, "DELETE FROM checkpoints"); },
     "truncated checkpoint 1", "truncated checkpoint 1", "truncated checkpoint 3", true},
    {"the last checkpoint deleted",
     [](const auto& l) {
         run(l, "DELETE FROM checkpoints WHERE number = (SELECT max(number) FROM checkpoints)");
     },
     "truncated checkpoint 2", "truncated checkpoint 2", "truncated checkpoint 3", true},
};

/// Writes E1, E2, .. for the numbers of events, so that the table above need not know them.
std::string with_names(std::string found) {
    for (const auto& [place, name] : {std::pair{103, "E103"}, {1, "E1"}, {2, "E2"}, {3, "E3"}}) {
        const std::string digits = ' ' + number(first_event + static_cast<std::uint64_t>(place) - 1);
        for (std::size_t at = found.find(digits); at != std::string::npos; at = found.find(digits, at + 1)) {
            const std::size_t end = at + digits.size();
            if (end == found.size() || found[end] == ',') {
                found.replace(at + 1, digits.size() - 1, name);
            }
        }
    }
    return found;
}

TEST(AuditTrail, EveryChangeIsFoundByWhoeverCan) {
    for (const change& one : all_changes) {
        SCOPED_TRACE(one.what);
        sample_ledger l;
        first_event = l->status().value().highest_event + 1;
        ASSERT_TRUE(l.link().made);
        const auto trusted = test_keys().public_keys();
        sample_ledger signed_since;
        ASSERT_TRUE(signed_since.link().made);
        const signed_checkpoint witness = signed_since->sign_audit(after_go_live).value();
        one.apply(l);
        one.apply(signed_since);
        const auto found = [&](sample_ledger& at, const audit_check& against) {
            return with_names(flaws_of(at->verify_audit(against).value()));
        };
        EXPECT_EQ(found(l, {.trusted = trusted, .keys = &test_keys()}), one.with_keys);
        EXPECT_EQ(found(l, {.trusted = trusted}), one.with_public_keys);
        EXPECT_EQ(found(signed_since, {.trusted = trusted, .witnesses = {witness}}), one.with_witness);
        const auto next = l->unlink("wiwd", "asample", "1000001", clerk, after_go_live);
        const bool stops = one.stops_writing ||
                           (one.uses_a_number_again && l.where().connector()()->number_source() == nullptr);
        EXPECT_EQ(!next && next.error().trouble == ledger_trouble::damaged, stops)
            << (next ? "" : next.error().message);
    }
}

TEST(AuditTrail, ALedgerThatNeverHadAFirstTrailHasNoEventOfOne) {
    sample_ledger l;
    run(l, "INSERT INTO audit (sequence, body, hash) VALUES (9999, '{}', '')");
    const auto report = l->verify_audit({.keys = &test_keys()}).value();
    ASSERT_EQ(report.problems.size(), 1U);
    EXPECT_EQ(report.problems.front(),
              (audit_problem{.flaw = audit_flaw::gap, .place = 1, .event = 1, .in_first_trail = true}));
}

TEST(AuditTrail, WhoHasTheKeysNeedNotSayThatTheirSignaturesCount) {
    static constexpr statement select{"SELECT number, body FROM checkpoints ORDER BY number"};
    static constexpr statement update{
        "UPDATE checkpoints SET public_key = $2, signature = $3 WHERE number = $1"};
    sample_ledger l;
    ASSERT_TRUE(l.link().made);
    EXPECT_TRUE(l->verify_audit({.keys = &test_keys()}).value().is_whole());
    const key_ring others = key_ring::parse(key_ring::generate_line()).value();
    const auto db = l.where().connector()();
    db->begin_write();
    const std::string id = l->status().value().id;
    for (const row& it : db->query(select)) {
        const auto said = make_checkpoint(text(it[1]), {}, {}).value().said;
        const signed_checkpoint made = sign_checkpoint(others, id, said);
        EXPECT_EQ(made.body, text(it[1]));
        const std::string key = to_hex(made.public_key);
        const std::string signature = to_hex(made.signature);
        const parameter parameters[] = {integer(it[0]), std::string_view(key), std::string_view(signature)};
        db->execute(update, parameters);
    }
    db->commit();
    EXPECT_EQ(flaws_of(l->verify_audit({.keys = &test_keys()}).value()), "unknown-key checkpoint 1");
    const auto by_nobody = l->verify_audit({}).value();
    EXPECT_TRUE(by_nobody.is_whole());
    EXPECT_FALSE(by_nobody.keys_are_trusted);
}

TEST(AuditTrail, WhatWasRemovedIsNotForgottenByWritingOn) {
    const char* const removals[] = {
        "DELETE FROM checkpoints; DELETE FROM records; DELETE FROM audit WHERE court = 'wiwd'; "
        "DELETE FROM chains WHERE court = 'wiwd'",
        "DELETE FROM checkpoints WHERE number = (SELECT max(number) FROM checkpoints)",
        "DELETE FROM records; DELETE FROM audit WHERE court = 'wiwd'; DELETE FROM chains WHERE court = "
        "'wiwd'",
    };
    for (const char* const sql : removals) {
        SCOPED_TRACE(sql);
        sample_ledger l;
        ASSERT_TRUE(l.link().made);
        ASSERT_TRUE(l->unlink("wiwb", "nobody", "1000001", clerk, after_go_live));
        ASSERT_TRUE(l->sign_audit(after_go_live));
        ASSERT_TRUE(l->unlink("wiwb", "nobody", "1000001", clerk, after_go_live));
        run(l, sql);
        for (int tries = 0; tries < 3; ++tries) {
            static_cast<void>(l->unlink("wiwb", "nobody", "1000001", clerk, after_go_live));
            static_cast<void>(l->unlink("wiwd", "asample", "1000001", clerk, after_go_live));
            static_cast<void>(l->sign_audit(after_go_live));
        }
        const auto report = l->verify_audit({.keys = &test_keys()}).value();
        EXPECT_FALSE(report.is_whole());
    }
}

/// A link that was made to somebody else: in its row, and in the event that states it.
void give_link_to_another(const sample_ledger& l) {
    run(l,
        "UPDATE links SET central_id = '1000002'; UPDATE audit SET body = replace(body, '\"1000001\"', "
        "'\"1000002\"') WHERE body LIKE '%link-committed%'; UPDATE obligations SET central_id = '1000002'; "
        "UPDATE used_handles SET central_id = '1000002'; DELETE FROM records");
}

TEST(AuditTrail, ARowAndItsEventChangedTogetherAreForged) {
    sample_ledger l;
    ASSERT_TRUE(l.link().made);
    const auto witness = l->sign_audit(after_go_live).value();
    give_link_to_another(l);
    EXPECT_TRUE(l->compare_state().value().agrees());
    EXPECT_FALSE(l->verify_audit({}).value().is_whole());
    run(l,
        "UPDATE audit SET body = replace(body, '\"record\":', '\"recorc\":') WHERE body LIKE "
        "'%link-committed%'");
    chain_again(l);
    EXPECT_TRUE(l->compare_state().value().agrees());
    EXPECT_EQ(l->verify_audit({.keys = &test_keys()}).value().problems.at(0).flaw, audit_flaw::forged);
    const auto against_witness = l->verify_audit({.witnesses = {witness}}).value();
    EXPECT_EQ(against_witness.problems.at(0).flaw, audit_flaw::rewritten);
    const auto next = l->unlink("wiwd", "asample", "1000002", clerk, after_go_live);
    ASSERT_FALSE(next);
    EXPECT_EQ(next.error().trouble, ledger_trouble::damaged);
}

/// The chain of wiwd and every checkpoint written again with the ledger's keys.
void write_again_with_the_keys(const sample_ledger& l) {
    static constexpr statement select{
        "SELECT place, sequence, body FROM audit WHERE court = 'wiwd' ORDER BY place"};
    static constexpr statement update{"UPDATE audit SET hash = $2, tag = $3 WHERE sequence = $1"};
    static constexpr statement select_head{
        "SELECT place, event, checkpoint, latest FROM chains WHERE court = 'wiwd'"};
    static constexpr statement update_head{"UPDATE chains SET hash = $1, tag = $2 WHERE court = 'wiwd'"};
    static constexpr statement select_checkpoints{
        "SELECT number, body, public_key, signature FROM checkpoints ORDER BY number"};
    static constexpr statement update_checkpoint{
        "UPDATE checkpoints SET body = $2, signature = $3 WHERE number = $1"};
    static constexpr statement select_id{"SELECT id FROM ledger"};
    const auto count = [](const value& given) { return static_cast<std::uint64_t>(integer(given)); };
    const auto db = l.where().connector()();
    db->begin_write();
    const std::string id = text(db->query(select_id).front()[0]);
    std::vector<digest> hashes{chain_start(id, "wiwd")};
    for (const row& it : db->query(select)) {
        hashes.push_back(chain(hashes.back(), count(it[0]), count(it[1]), text(it[2])));
        const std::string digits(to_text(hashes.back()).digits());
        const std::string tag = tag_text(tag_entry(test_keys(), hashes.back()));
        const parameter changed[] = {integer(it[1]), std::string_view(digits), std::string_view(tag)};
        db->execute(update, changed);
    }
    const row end = db->query(select_head).front();
    const kept_head last{{count(end[0]), hashes.back()}, count(end[1]), count(end[2]), {}, {integer(end[3])}};
    const std::string digits(to_text(hashes.back()).digits());
    const std::string tag = tag_text(tag_head(test_keys(), id, "wiwd", last));
    const parameter head[] = {std::string_view(digits), std::string_view(tag)};
    db->execute(update_head, head);
    digest previous;
    for (const row& it : db->query(select_checkpoints)) {
        checkpoint said = make_checkpoint(text(it[1]), {}, {}).value().said;
        said.previous = previous;
        for (court_head& one : said.heads) {
            one.head.hash = one.court == court_id("wiwd") ? hashes.at(one.head.place) : one.head.hash;
        }
        const signed_checkpoint made = sign_checkpoint(test_keys(), id, said);
        previous = digest_of(made.body);
        const std::string signature = to_hex(made.signature);
        const parameter changed[] = {integer(it[0]), std::string_view(made.body),
                                     std::string_view(signature)};
        db->execute(update_checkpoint, changed);
    }
    db->commit();
}

TEST(AuditTrail, WhoHasTheKeyIsFoundByAWitness) {
    sample_ledger l;
    ASSERT_TRUE(l.link().made);
    const auto witness = l->sign_audit(after_go_live).value();
    give_link_to_another(l);
    run(l,
        "UPDATE audit SET body = replace(body, '\"record\":', '\"recorc\":') WHERE body LIKE "
        "'%link-committed%'");
    write_again_with_the_keys(l);
    const auto trusted = test_keys().public_keys();
    EXPECT_TRUE(l->verify_audit({.trusted = trusted, .keys = &test_keys()}).value().is_whole());
    EXPECT_TRUE(l->compare_state().value().agrees());
    const auto report =
        l->verify_audit({.trusted = trusted, .keys = &test_keys(), .witnesses = {witness}}).value();
    EXPECT_EQ(flaws_of(report).find("rewritten checkpoint 3"), 0U) << flaws_of(report);
}

}  // namespace
