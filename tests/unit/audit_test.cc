// The audit trail: its documented text, hashes, tags and signatures; and every named way of
// tampering with it, with what finds it and where.
#include <ecflink/ledger/audit.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <utility>

#include <ecflink/ledger/handle.hpp>

namespace {

using namespace ecflink;

constexpr instant noon = make_instant(make_civil_day(2026, 3, 2), 12);
constexpr std::string_view ledger_id = "ledger-1";

const key_ring& court_keys() {
    static const key_ring keys = key_ring::parse(key_ring::generate_line()).value();
    return keys;
}
const key_ring& foreign_keys() {
    static const key_ring keys = key_ring::parse(key_ring::generate_line()).value();
    return keys;
}

std::string digits_of(const digest& hash) { return std::string(to_text(hash).digits()); }

TEST(AuditBody, IsCanonicalJson) {
    audit_entry entry{
        audit_event::link_committed, noon, "wiwd", "asample", "4242", actor::filer, "4242", {}, {}};
    entry.findings.insert(finding::name_similar).insert(finding::central_exempt);
    entry.details = {{"record", "sha256:00"}, {"made-by", "filer"}, {"account-revision", 7}};
    EXPECT_EQ(
        to_body(entry),
        R"({"actor":"filer","actor-id":"4242","at":"2026-03-02T12:00:00Z","central":"4242","court":"wiwd",)"
        R"("details":{"account-revision":7,"made-by":"filer","record":"sha256:00"},"event":"link-committed",)"
        R"("findings":["central-exempt","name-similar"],"login":"asample"})");
}

TEST(AuditBody, StatesTheRowsThatTheEventWrote) {
    audit_entry entry{audit_event::link_committed, noon, "wiwd", {}, "4242", {}, {}, {}, {}};
    entry.changes = R"([["attempts",[3],null]])";
    EXPECT_EQ(to_body(entry),
              R"({"at":"2026-03-02T12:00:00Z","central":"4242","changes":[["attempts",[3],null]],)"
              R"("court":"wiwd","event":"link-committed"})");
}

TEST(AuditBody, LeavesOutWhatIsNotGiven) {
    EXPECT_EQ(to_body({audit_event::ledger_created, {noon.micros + 1}, {}, {}, {}, {}, {}, {}, {}}),
              R"({"at":"2026-03-02T12:00:00.000001Z","event":"ledger-created"})");
}

TEST(AuditBody, SurvivesAnyText) {
    audit_entry entry{audit_event::link_refused, noon, {}, {}, {}, {}, "a\"\\\n\x01\xC3\xA9\xFF\"", {}, {}};
    entry.details = {{"reason", "\xED\xA0\x80"}};
    EXPECT_EQ(
        to_body(entry),
        "{\"actor-id\":\"a\\\"\\\\\\n\\u0001\xC3\xA9\xEF\xBF\xBD\\\"\",\"at\":\"2026-03-02T12:00:00Z\","
        "\"details\":{\"reason\":\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"},\"event\":\"link-refused\"}");
}

// ---- hashes, tags and signatures, as they are written down --------------------------------------

// Expected values: SHA-256, BLAKE2b and HMAC-SHA-512 of Python's hashlib and hmac; Ed25519 of
// libsodium through Python's ctypes.
constexpr std::string_view start_of_wiwd = "2660840bd8b8d6adeaae67b2d307b044a6aef22a457c560d32cc94f2b4c75408";
constexpr std::string_view first_of_wiwd = "0e5cde5fd14b86f69c33be68bdc3d5a22e4ffc66955beca4031b0390ba4444cc";
constexpr std::string_view second_of_wiwd =
    "4b6c9d6ac0f261fbdbe607530bcd4fb25efb3c88da4e341b1cc0791c5432bcc6";
constexpr std::string_view start_of_no_court =
    "a7053f29535be1a28b13568bb1111b347c2496f880f37bf481f7e9205835396f";

const key_ring& written_keys() {
    static const key_ring keys =
        key_ring::parse("ecflink-key-1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8").value();
    return keys;
}

TEST(AuditChain, IsWhatIsWrittenDown) {
    EXPECT_EQ(digits_of(chain_start(ledger_id, {})), start_of_no_court);
    const digest start = chain_start(ledger_id, "wiwd");
    EXPECT_EQ(digits_of(start), start_of_wiwd);
    const digest first =
        chain(start, 1, 7, R"({"at":"2026-03-02T15:00:00Z","court":"wiwd","event":"link-cancelled"})");
    EXPECT_EQ(digits_of(first), first_of_wiwd);
    const digest second =
        chain(first, 2, 300, R"({"at":"2026-03-02T15:00:01Z","court":"wiwd","event":"link-cancelled"})");
    EXPECT_EQ(digits_of(second), second_of_wiwd);
}

TEST(AuditChain, EveryPartCounts) {
    const digest start = chain_start(ledger_id, "wiwd");
    EXPECT_NE(start, chain_start("ledger-2", "wiwd"));
    EXPECT_NE(start, chain_start(ledger_id, "wiwb"));
    EXPECT_NE(chain(start, 1, 2, "a"), chain(start, 2, 1, "a"));
    EXPECT_NE(chain(start, 1, 1, "a"), chain(start, 256, 1, "a"));
    EXPECT_NE(chain(start, 1, 1, "a"), chain(start, 1, 256, "a"));
    EXPECT_NE(chain(start, std::uint64_t{1} << 63, 1, "a"), chain(start, 0, 1, "a"));
    EXPECT_NE(chain(start, 1, std::uint64_t{1} << 63, "a"), chain(start, 1, 0, "a"));
    EXPECT_NE(chain(start, 1, 1, "a"), chain(start, 1, 1, "b"));
}

TEST(AuditTags, AreWhatIsWrittenDown) {
    const digest hash{from_hex<32>(second_of_wiwd).value()};
    EXPECT_EQ(to_hex(tag_entry(written_keys(), hash).tag),
              "9d32ccfebdab4104e6744fb3a56c4ab318605145e145209cfd2565731f19a6ff");
    EXPECT_EQ(tag_entry(written_keys(), hash).key, written_keys().current());
    EXPECT_EQ(to_hex(tag_head(written_keys(), ledger_id, "wiwd", {{2, hash}, 300, 9, {}, noon}).tag),
              "55351a61eddcbce5e017a5b0bd317cf19d3d9a702702d600c2cafcf8afbe0ff4");
}

TEST(AuditTags, AHeadIsProvenByItsOwnTagAlone) {
    const digest hash{from_hex<32>(second_of_wiwd).value()};
    const digest other{from_hex<32>(first_of_wiwd).value()};
    kept_head last{{2, hash}, 300, 9, {}};
    last.tag = tag_head(court_keys(), ledger_id, "wiwd", last);
    EXPECT_TRUE(verify_head(court_keys(), ledger_id, "wiwd", last));
    EXPECT_FALSE(verify_head(court_keys(), "ledger-2", "wiwd", last));
    EXPECT_FALSE(verify_head(court_keys(), ledger_id, "wiwb", last));
    EXPECT_FALSE(verify_head(court_keys(), ledger_id, "wiwd", {{3, hash}, 300, 9, last.tag}));
    EXPECT_FALSE(verify_head(court_keys(), ledger_id, "wiwd", {{2, other}, 300, 9, last.tag}));
    EXPECT_FALSE(verify_head(court_keys(), ledger_id, "wiwd", {{2, hash}, 301, 9, last.tag}));
    EXPECT_FALSE(verify_head(court_keys(), ledger_id, "wiwd", {{2, hash}, 300, 8, last.tag}));
    EXPECT_FALSE(verify_head(court_keys(), ledger_id, "wiwd", {{2, hash}, 300, 9, last.tag, noon}));
    EXPECT_FALSE(verify_head(court_keys(), ledger_id, "wiwd", {{2, hash}, 300, 9, {}}));
    EXPECT_FALSE(
        verify_head(court_keys(), ledger_id, "wiwd", {{2, hash}, 300, 9, tag_entry(court_keys(), hash)}));
    EXPECT_FALSE(verify_head(foreign_keys(), ledger_id, "wiwd", last));
}

signed_checkpoint first_checkpoint() {
    return sign_checkpoint(written_keys(), ledger_id,
                           {1, 300, noon, {}, {{"wiwd", {2, digest{from_hex<32>(second_of_wiwd).value()}}}}});
}
signed_checkpoint second_checkpoint() {
    return sign_checkpoint(written_keys(), ledger_id,
                           {2,
                            301,
                            {noon.micros + micros_per_second},
                            digest_of(first_checkpoint().body),
                            {{{}, {1, digest{from_hex<32>(start_of_no_court).value()}}},
                             {"wiwd", {2, digest{from_hex<32>(second_of_wiwd).value()}}}}});
}

TEST(AuditCheckpoint, IsWhatIsWrittenDown) {
    const signed_checkpoint first = first_checkpoint();
    EXPECT_EQ(first.body, R"({"at":"2026-03-02T12:00:00Z","events":300,"heads":{"wiwd":{"hash":")" +
                              std::string(second_of_wiwd) +
                              R"(","place":2}},"ledger":"ledger-1","number":1})");
    EXPECT_EQ(to_hex(first.public_key), "9d3b94d59e09c40a9ba7d75bed40f39e91e95db2c092398aed5e5bd4d1d15ed6");
    EXPECT_EQ(to_hex(first.signature),
              "80b2aee0232887c9ccc95b1e1a1791fd8ff04fa60f1fa2013194560bc4fdcbf813a7f0ce0791cedf355f2a3d7c2955"
              "3a99f884f7bdfb1322eb6f18b22be9320b");
    const signed_checkpoint second = second_checkpoint();
    EXPECT_EQ(second.body, R"({"at":"2026-03-02T12:00:01Z","events":301,"heads":{"":{"hash":")" +
                               std::string(start_of_no_court) + R"(","place":1},"wiwd":{"hash":")" +
                               std::string(second_of_wiwd) +
                               R"(","place":2}},"ledger":"ledger-1","number":2,"previous":)"
                               R"("9d53c697cc7f0466c97c5960e319a6fa3db82751598584fe66638ca31f51abf8"})");
    EXPECT_EQ(to_hex(second.signature),
              "a3d73159ccae2b868f7821024a871fe1c0a2e01ea928bf85f53885251b2e633d3d19f04a052d3f9d9d9b91a3065eee"
              "5e6f38fec940078c1a48ce0d11507c2500");
    EXPECT_TRUE(verify_checkpoint(first, ledger_id));
    EXPECT_TRUE(verify_checkpoint(second, ledger_id));
    EXPECT_FALSE(verify_checkpoint(first, "ledger-2"));
}

TEST(AuditCheckpoint, IsReadFromItsLine) {
    for (const signed_checkpoint& one : {first_checkpoint(), second_checkpoint()}) {
        const std::string line = to_json_line(one);
        EXPECT_EQ(line, R"({"checkpoint":)" + one.body + R"(,"public-key":")" + to_hex(one.public_key) +
                            R"(","signature":")" + to_hex(one.signature) + "\"}");
        const auto read = parse_checkpoint_line(line);
        ASSERT_TRUE(read.has_value());
        EXPECT_EQ(read->said, one.said);
        EXPECT_EQ(read->body, one.body);
        EXPECT_EQ(read->public_key, one.public_key);
        EXPECT_EQ(read->signature, one.signature);
        EXPECT_TRUE(verify_checkpoint(*read, ledger_id));
        EXPECT_TRUE(make_checkpoint(one.body, one.public_key, one.signature).has_value());
    }
}

TEST(AuditCheckpoint, NoDamagedLineIsTaken) {
    const std::string line = to_json_line(second_checkpoint());
    for (std::size_t at = 0; at < line.size(); ++at) {
        EXPECT_FALSE(parse_checkpoint_line(line.substr(0, at)).has_value()) << at << " bytes of it";
        for (const int bit : {0x01, 0x02, 0x20, 0x80}) {
            std::string damaged = line;
            damaged[at] = static_cast<char>(damaged[at] ^ bit);
            const auto read = parse_checkpoint_line(damaged);
            EXPECT_FALSE(read && verify_checkpoint(*read, ledger_id)) << damaged;
        }
    }
}

TEST(AuditCheckpoint, NoOtherTextIsALine) {
    const std::string line = to_json_line(second_checkpoint());
    const auto replaced = [&line](std::string_view what, std::string_view by) {
        std::string other = line;
        const std::size_t at = other.find(what);
        EXPECT_NE(at, std::string::npos) << what;
        return other.replace(at, what.size(), by);
    };
    const std::string others[] = {
        "",
        "null",
        "[]",
        "{}",
        " " + line,
        line + ' ',
        line + '\n',
        line + line,
        line + '}',
        "\xEF\xBB\xBF" + line,
        replaced("{\"at\"", "{ \"at\""),
        replaced("\"number\":2", "\"number\":2.0"),
        replaced("\"number\":2", "\"number\":\"2\""),
        replaced("\"number\":2", "\"number\":-2"),
        replaced("\"number\":2", "\"number\":18446744073709551616"),
        replaced("\"number\":2", "\"numbers\":2"),
        replaced("\"number\":2", "\"note\":1,\"number\":2"),
        replaced("\"number\":2", "\"number\":2,\"number\":2"),
        replaced("\"events\":301,", ""),
        replaced("\"place\":2", "\"place\":2,\"places\":2"),
        replaced("\"place\":2", "\"place\":null"),
        replaced("12:00:01Z", "12:00:01.0Z"),
        replaced("12:00:01Z", "12:00:01+00:00"),
        replaced("12:00:01Z", "25:00:01Z"),
        replaced("4b6c9d6a", "4B6C9D6A"),
        replaced("4b6c9d6a", "4b6c9d6"),
        replaced("9d53c697", "9d53c69"),
        replaced("\"wiwd\"", "\"a-name-of-more-than-16-bytes\""),
        replaced("\"wiwd\"", "\"w\\u0069wd\""),
        replaced(",\"public-key\"", ",\"by\":1,\"public-key\""),
        replaced(",\"public-key\":\"9d", ",\"public-key\":\""),
        replaced("\"signature\":\"a3", "\"signature\":\"A3"),
        replaced("\"signature\":", "\"signatures\":"),
        R"({"court":"wiwd","entry":{},"event":1,"hash":")" + std::string(64, '0') + R"(","place":1})",
    };
    for (const std::string& other : others) {
        EXPECT_FALSE(parse_checkpoint_line(other).has_value()) << other;
    }
}

TEST(AuditCheckpoint, AStatementThatIsNotItsBodyIsNotSigned) {
    signed_checkpoint given = second_checkpoint();
    given.said.heads.back().head.place = 3;
    EXPECT_FALSE(verify_checkpoint(given, ledger_id));
}

// ---- tampering ----------------------------------------------------------------------------------

struct entry_row {
    std::uint64_t event = 0;
    std::uint64_t place = 0;
    std::string body;
    digest hash;
    std::optional<authentication> tag;
};

/// A chain as a database holds it.
struct chain_rows {
    std::vector<entry_row> entries;
    std::optional<kept_head> last;
};

/// A trail as a database holds it.
struct trail {
    std::map<court_id, chain_rows> chains;
    std::vector<signed_checkpoint> checkpoints;

    chain_rows& wiwd() { return chains.at("wiwd"); }
    entry_row& at(std::uint64_t place) { return wiwd().entries[place - 1]; }
    kept_head& head() { return wiwd().last.value(); }

    void append(const court_id& court, std::uint64_t event, const std::string& body,
                const key_ring& keys = court_keys()) {
        chain_rows& to = chains[court];
        const audit_head before = to.last ? to.last->head : audit_head{0, chain_start(ledger_id, court)};
        const audit_head head{before.place + 1, chain(before.hash, before.place + 1, event, body)};
        to.entries.push_back({event, head.place, body, head.hash, tag_entry(keys, head.hash)});
        to.last = kept_head{head, event, checkpoints.size(), {}};
        to.last->tag = tag_head(keys, ledger_id, court, *to.last);
    }
    void sign(const key_ring& keys = court_keys()) {
        checkpoint said{checkpoints.size() + 1, 0, noon, {}, {}};
        said.previous = checkpoints.empty() ? digest{} : digest_of(checkpoints.back().body);
        for (const auto& [court, rows] : chains) {
            said.heads.push_back({court, rows.last->head});
            said.events = std::max(said.events, rows.last->event);
        }
        checkpoints.push_back(sign_checkpoint(keys, ledger_id, std::move(said)));
    }
    /// Makes the hashes of wiwd's chain fit again, as somebody who can write to the database would.
    void chain_again() {
        audit_head end{0, chain_start(ledger_id, "wiwd")};
        for (entry_row& each : wiwd().entries) {
            end = {each.place, chain(end.hash, each.place, each.event, each.body)};
            each.hash = end.hash;
            head().event = each.event;
        }
        head().head = end;
    }
    void number_again() {
        for (std::size_t i = 0; i < wiwd().entries.size(); ++i) {
            wiwd().entries[i].place = i + 1;
        }
    }
    /// Tags the entries of wiwd from a place on, and the head.
    void tag_again(std::uint64_t place, const key_ring& keys) {
        for (entry_row& each : wiwd().entries) {
            if (each.place >= place) {
                each.tag = tag_entry(keys, each.hash);
            }
        }
        head().tag = tag_head(keys, ledger_id, "wiwd", head());
    }
    /// Signs all checkpoints again, over the heads as the entries now have them.
    void sign_again(const key_ring& keys) {
        digest previous;
        for (signed_checkpoint& each : checkpoints) {
            checkpoint said = each.said;
            said.previous = previous;
            for (court_head& one : said.heads) {
                one.head.hash = chains.at(one.court).entries[one.head.place - 1].hash;
            }
            each = sign_checkpoint(keys, ledger_id, said);
            previous = digest_of(each.body);
        }
    }
};

/// Event 1 is of no court. After that wiwd has the even ones and nysb the odd ones: entry N of wiwd
/// is event 2 N. There is a checkpoint after every tenth event but the last.
trail make_trail(std::uint64_t events = 60) {
    trail made;
    made.append({}, 1, R"({"at":"2026-03-02T12:00:00Z","event":"ledger-created"})");
    for (std::uint64_t i = 2; i <= events; ++i) {
        const court_id court = i % 2 == 0 ? court_id("wiwd") : court_id("nysb");
        const audit_entry entry{audit_event::attempt_reserved,
                                {noon.micros + static_cast<std::int64_t>(i) * micros_per_second},
                                court,
                                "asample",
                                {},
                                actor::filer,
                                {},
                                {},
                                {}};
        made.append(court, i, to_body(entry));
        if (i % 10 == 0 && i < 60) {
            made.sign();
        }
    }
    return made;
}

/// The ledger checks its tables in this way.
audit_report verify(const trail& given, const audit_check& against) {
    checkpoint_verifier checkpoints(ledger_id, against.trusted);
    std::map<court_id, chain_expectations> expected;
    std::uint64_t first = 1;
    if (against.since) {
        checkpoints.begin_after(*against.since);
        first = against.since->said.number + 1;
        for (const court_head& one : against.since->said.heads) {
            expected[one.court].from = one.head;
        }
    }
    for (const signed_checkpoint& one : given.checkpoints) {
        if (one.said.number >= first) {
            const bool is_good = checkpoints.take(one);
            EXPECT_EQ(is_good, !checkpoints.problem());
        }
    }
    for (const signed_checkpoint& one : against.witnesses) {
        checkpoints.take_witness(one);
    }
    for (const auto& [court, heads] : checkpoints.stated()) {
        expected[court].stated = heads;
    }
    for (const auto& [court, rows] : given.chains) {
        expected.try_emplace(court);
    }
    audit_report report;
    report.checkpoints = checkpoints.checkpoints();
    std::uint64_t known = 0;
    static const chain_rows nothing;
    for (auto& [court, of_court] : expected) {
        of_court.keys = against.keys;
        const auto found = given.chains.find(court);
        const chain_rows& rows = found == given.chains.end() ? nothing : found->second;
        const std::uint64_t from = of_court.from ? of_court.from->place : 0;
        chain_verifier verifier(ledger_id, court, of_court);
        for (const entry_row& one : rows.entries) {
            if (one.place > from || from == 0) {
                verifier.take({one.event, one.place, one.body, one.hash, one.tag});
            }
        }
        report.chains.push_back(verifier.finish(rows.last));
        known = std::max(known, report.chains.back().checkpoint);
        report.entries += report.chains.back().entries;
        report.authenticated += report.chains.back().authenticated;
        if (report.chains.back().problem) {
            report.problems.push_back(*report.chains.back().problem);
        }
    }
    const std::uint64_t last = given.checkpoints.empty() ? 0 : given.checkpoints.back().said.number;
    if (checkpoints.problem()) {
        report.problems.insert(report.problems.begin(), *checkpoints.problem());
    } else if (known > last) {
        report.problems.insert(report.problems.begin(),
                               {.flaw = audit_flaw::truncated, .checkpoint = last + 1});
    }
    return report;
}

audit_check with_keys() { return {.trusted = court_keys().public_keys(), .keys = &court_keys()}; }
audit_check with_public_keys() { return {.trusted = court_keys().public_keys()}; }
/// The fifth checkpoint was kept elsewhere.
audit_check with_witness() {
    static const signed_checkpoint kept = make_trail().checkpoints.back();
    return {.trusted = court_keys().public_keys(), .witnesses = {kept}};
}

/// "altered wiwd 12; gap checkpoint 3"; empty: nothing was found.
std::string in_words(const audit_report& report) {
    std::string words;
    for (const audit_problem& one : report.problems) {
        words.append(words.empty() ? "" : "; ").append(to_token(one.flaw)).append(" ");
        words += one.checkpoint != 0 ? "checkpoint " + std::to_string(one.checkpoint)
                                     : std::string(one.court.view()) + ' ' + std::to_string(one.place);
    }
    return words;
}

/// What each kind of check finds; nothing: it takes the trail for whole.
struct found {
    std::string keys;
    std::string public_keys;
    std::string witness;
    std::string nothing;
};
found by_all(const std::string& what) { return {what, what, what, what}; }
found by_keys(const std::string& what) { return {what, "", "", ""}; }
found by_witness(const std::string& what) { return {"", "", what, ""}; }

struct tampering {
    std::string how;
    std::function<void(trail&)> apply;
    found what;
};

/// Without the keys.
const tampering by_a_writer[] = {
    {"a byte of a body", [](trail& x) { x.at(12).body[3] ^= 1; }, by_all("altered wiwd 12")},
    {"a byte more in a body", [](trail& x) { x.at(12).body += ' '; }, by_all("altered wiwd 12")},
    {"an empty body", [](trail& x) { x.at(12).body.clear(); }, by_all("altered wiwd 12")},
    {"the first body", [](trail& x) { x.at(1).body[3] ^= 1; }, by_all("altered wiwd 1")},
    {"the last body", [](trail& x) { x.at(30).body[3] ^= 1; }, by_all("altered wiwd 30")},
    {"a hash", [](trail& x) { x.at(12).hash.bytes[31] ^= 1; }, by_all("altered wiwd 12")},
    {"the number of an event", [](trail& x) { ++x.at(12).event; }, by_all("altered wiwd 12")},
    {"a body and its hash",
     [](trail& x) {
         x.at(12).body += ' ';
         x.at(12).hash = chain(x.at(11).hash, 12, 24, x.at(12).body);
     },
     {"forged wiwd 12", "altered wiwd 13", "altered wiwd 13", "altered wiwd 13"}},
    {"a tag", [](trail& x) { x.at(12).tag->tag[31] ^= 1; }, by_keys("forged wiwd 12")},
    {"a tag lost", [](trail& x) { x.at(12).tag.reset(); }, by_keys("forged wiwd 12")},
    {"the tag of another entry", [](trail& x) { x.at(12).tag = x.at(13).tag; }, by_keys("forged wiwd 12")},
    {"a tag that was made for a handle",
     [](trail& x) {
         x.at(12).tag = court_keys().mac("ecflink-entry-2:" +
                                         std::string(x.at(12).hash.bytes.begin(), x.at(12).hash.bytes.end()));
     },
     by_keys("forged wiwd 12")},
    {"two rows swapped", [](trail& x) { std::swap(x.at(12), x.at(13)); }, by_all("gap wiwd 12")},
    {"the contents of two rows swapped",
     [](trail& x) {
         std::swap(x.at(12), x.at(13));
         x.number_again();
     },
     by_all("altered wiwd 12")},
    {"a row deleted", [](trail& x) { x.wiwd().entries.erase(x.wiwd().entries.begin() + 11); },
     by_all("gap wiwd 12")},
    {"a row deleted that a checkpoint states",
     [](trail& x) { x.wiwd().entries.erase(x.wiwd().entries.begin() + 14); }, by_all("gap wiwd 15")},
    {"the first row deleted", [](trail& x) { x.wiwd().entries.erase(x.wiwd().entries.begin()); },
     by_all("gap wiwd 1")},
    {"a row deleted, the others renumbered",
     [](trail& x) {
         x.wiwd().entries.erase(x.wiwd().entries.begin() + 11);
         x.number_again();
     },
     by_all("altered wiwd 12")},
    {"the last row deleted", [](trail& x) { x.wiwd().entries.pop_back(); }, by_all("truncated wiwd 30")},
    {"the last rows deleted, the head set back",
     [](trail& x) {
         x.wiwd().entries.resize(27);
         x.head().head = {27, x.at(27).hash};
         x.head().event = 54;
     },
     by_keys("forged wiwd 27")},
    {"the rows since a checkpoint and one more deleted, the head set back",
     [](trail& x) {
         x.wiwd().entries.resize(24);
         x.head().head = {24, x.at(24).hash};
         x.head().event = 48;
     },
     by_all("truncated wiwd 25")},
    {"every row deleted", [](trail& x) { x.wiwd().entries.clear(); }, by_all("truncated wiwd 1")},
    {"every row and the head deleted", [](trail& x) { x.chains.erase("wiwd"); }, by_all("truncated wiwd 1")},
    {"a chain that no checkpoint states, deleted",
     [](trail& x) { x.append("wiwb", 61, "{}"), x.chains.at("wiwb").entries.clear(); },
     by_all("truncated wiwb 1")},
    {"a chain that no checkpoint states, deleted with its head",
     [](trail& x) { x.append("wiwb", 61, "{}"), x.chains.erase("wiwb"); }, by_all("")},
    {"a row inserted at a place that is taken",
     [](trail& x) { x.wiwd().entries.insert(x.wiwd().entries.begin() + 12, x.at(12)); },
     by_all("order wiwd 12")},
    {"a row inserted, the others renumbered",
     [](trail& x) {
         const digest hash = chain(x.at(11).hash, 12, 23, "{}");
         x.wiwd().entries.insert(x.wiwd().entries.begin() + 11,
                                 {23, 0, "{}", hash, tag_entry(foreign_keys(), hash)});
         x.number_again();
     },
     by_all("altered wiwd 13")},
    {"a row of place 0",
     [](trail& x) {
         x.wiwd().entries.insert(x.wiwd().entries.begin(), {1, 0, "{}", chain_start(ledger_id, "wiwd"), {}});
     },
     by_all("order wiwd 0")},
    {"an event told twice, all hashes computed again",
     [](trail& x) {
         x.at(12).event = x.at(11).event;
         x.chain_again();
     },
     by_all("order wiwd 12")},
    {"renumbered from one place on",
     [](trail& x) {
         for (std::uint64_t place = 12; place <= 30; ++place) {
             ++x.at(place).place;
         }
     },
     by_all("gap wiwd 12")},
    {"a row behind the head",
     [](trail& x) {
         const kept_head head = x.head();
         x.append("wiwd", 62, "{}");
         x.head() = head;
     },
     by_all("beyond-head wiwd 31")},
    {"another hash of the head", [](trail& x) { x.head().head.hash.bytes[0] ^= 1; },
     by_all("head-differs wiwd 30")},
    {"another event of the head", [](trail& x) { ++x.head().event; }, by_all("head-differs wiwd 30")},
    {"another tag of the head", [](trail& x) { x.head().tag->tag[0] ^= 1; }, by_keys("forged wiwd 30")},
    {"the head's tag lost", [](trail& x) { x.head().tag.reset(); }, by_keys("forged wiwd 30")},
    {"the tag of another court's head", [](trail& x) { x.head().tag = x.chains.at("nysb").last->tag; },
     by_keys("forged wiwd 30")},
    {"the head deleted", [](trail& x) { x.wiwd().last.reset(); }, by_all("beyond-head wiwd 30")},
    {"an entry moved to another court",
     [](trail& x) {
         entry_row moved = x.wiwd().entries.back();
         moved.place = 30;
         x.chains.at("nysb").entries.push_back(moved);
         x.chains.at("nysb").last->head = {30, moved.hash};
         x.chains.at("nysb").last->event = moved.event;
     },
     by_all("altered nysb 30")},
    {"a whole chain under the name of another court",
     [](trail& x) { x.chains["wiwb"] = std::exchange(x.wiwd(), {}); },
     by_all("altered wiwb 1; truncated wiwd 1")},
    {"an altered row, all hashes computed again",
     [](trail& x) {
         x.at(12).body += ' ';
         x.chain_again();
     },
     {"forged wiwd 12", "rewritten wiwd 15", "rewritten wiwd 15", "rewritten wiwd 15"}},
    {"a row deleted, everything renumbered, all hashes computed again",
     [](trail& x) {
         x.wiwd().entries.erase(x.wiwd().entries.begin() + 11);
         x.number_again();
         x.chain_again();
     },
     {"forged wiwd 12", "rewritten wiwd 15", "rewritten wiwd 15", "rewritten wiwd 15"}},
    {"a row altered after the last checkpoint, all hashes computed again",
     [](trail& x) {
         x.at(27).body += ' ';
         x.chain_again();
     },
     by_keys("forged wiwd 27")},
    {"a row altered after the last checkpoint, all hashes and tags made again with other keys",
     [](trail& x) {
         x.at(27).body += ' ';
         x.chain_again();
         x.tag_again(27, foreign_keys());
     },
     by_keys("unknown-key wiwd 27")},
    {"a row appended with other keys", [](trail& x) { x.append("wiwd", 62, "{}", foreign_keys()); },
     by_keys("unknown-key wiwd 31")},
    {"a row appended with a foreign tag under the name of the ledger's key",
     [](trail& x) {
         x.append("wiwd", 62, "{}", foreign_keys());
         x.at(31).tag->key = court_keys().current();
     },
     by_keys("forged wiwd 31")},
    {"a chain of a court that had none, with other keys",
     [](trail& x) { x.append("wiwb", 62, "{}", foreign_keys()); }, by_keys("unknown-key wiwb 1")},
    {"everything chained and signed again with other keys",
     [](trail& x) {
         x.at(12).body += ' ';
         x.chain_again();
         x.sign_again(foreign_keys());
     },
     {"unknown-key checkpoint 1; forged wiwd 12", "unknown-key checkpoint 1",
      "unknown-key checkpoint 1; rewritten wiwd 25", ""}},
    {"everything chained, tagged and signed again with other keys",
     [](trail& x) {
         x.at(12).body += ' ';
         x.chain_again();
         x.tag_again(12, foreign_keys());
         x.sign_again(foreign_keys());
     },
     {"unknown-key checkpoint 1; unknown-key wiwd 12", "unknown-key checkpoint 1",
      "unknown-key checkpoint 1; rewritten wiwd 25", ""}},
    {"a checkpoint made to fit",
     [](trail& x) {
         x.at(12).body += ' ';
         x.chain_again();
         checkpoint said = x.checkpoints[2].said;
         said.heads.back().head.hash = x.at(15).hash;
         const signed_checkpoint other = sign_checkpoint(foreign_keys(), ledger_id, said);
         x.checkpoints[2].said = other.said;
         x.checkpoints[2].body = other.body;
     },
     {"bad-signature checkpoint 3; forged wiwd 12", "bad-signature checkpoint 3",
      "bad-signature checkpoint 3; rewritten wiwd 25", "bad-signature checkpoint 3"}},
    {"a checkpoint's signature", [](trail& x) { x.checkpoints[2].signature[63] ^= 1; },
     by_all("bad-signature checkpoint 3")},
    {"a checkpoint under a trusted key that did not sign it",
     [](trail& x) {
         x.checkpoints[2] = sign_checkpoint(foreign_keys(), ledger_id, x.checkpoints[2].said);
         x.checkpoints[2].public_key = court_keys().public_key();
     },
     by_all("bad-signature checkpoint 3")},
    {"a checkpoint of another ledger",
     [](trail& x) { x.checkpoints[2] = sign_checkpoint(court_keys(), "ledger-2", x.checkpoints[2].said); },
     by_all("bad-signature checkpoint 3")},
    {"a checkpoint deleted", [](trail& x) { x.checkpoints.erase(x.checkpoints.begin() + 2); },
     by_all("gap checkpoint 3")},
    {"the last checkpoint deleted", [](trail& x) { x.checkpoints.pop_back(); },
     by_all("truncated checkpoint 5")},
    {"the last checkpoint deleted, and no head knows of it",
     [](trail& x) {
         x.checkpoints.pop_back();
         for (auto& [court, rows] : x.chains) {
             rows.last->checkpoint = std::min<std::uint64_t>(rows.last->checkpoint, 4);
         }
     },
     {"forged nysb 29; forged wiwd 30", "", "truncated checkpoint 5", ""}},
    {"two checkpoints swapped", [](trail& x) { std::swap(x.checkpoints[2], x.checkpoints[3]); },
     by_all("gap checkpoint 3")},
    {"a checkpoint twice",
     [](trail& x) { x.checkpoints.insert(x.checkpoints.begin() + 3, x.checkpoints[2]); },
     by_all("order checkpoint 3")},
    {"the end of a chain set back to what it was after the last checkpoint",
     [](trail& x) { x.chains["wiwd"] = make_trail(54).chains.at("wiwd"); }, by_all("")},
    {"the end of a chain set back to what it was before the last checkpoint",
     [](trail& x) { x.chains["wiwd"] = make_trail(44).chains.at("wiwd"); }, by_all("truncated wiwd 23")},
    {"the end of a chain set back, and the last checkpoint deleted",
     [](trail& x) {
         x.chains["wiwd"] = make_trail(44).chains.at("wiwd");
         x.checkpoints.pop_back();
     },
     {"truncated checkpoint 5", "truncated checkpoint 5", "truncated checkpoint 5; truncated wiwd 23",
      "truncated checkpoint 5"}},
    {"everything set back to an older copy", [](trail& x) { x = make_trail(45); },
     by_witness("truncated checkpoint 5; truncated nysb 23; truncated wiwd 23")},
    {"everything deleted", [](trail& x) { x = {}; },
     by_witness("truncated checkpoint 5; truncated  1; truncated nysb 1; truncated wiwd 1")},
};

/// With the current key, or through a program that has it.
const tampering by_a_key_holder[] = {
    {"an event of something that did not happen",
     [](trail& x) { x.append("wiwd", 62, R"({"event":"link-committed"})"); }, by_all("")},
    {"an altered row after the last checkpoint, chained and tagged again",
     [](trail& x) {
         x.at(27).body += ' ';
         x.chain_again();
         x.tag_again(27, court_keys());
     },
     by_all("")},
    {"an altered row, chained and tagged again",
     [](trail& x) {
         x.at(12).body += ' ';
         x.chain_again();
         x.tag_again(12, court_keys());
     },
     by_all("rewritten wiwd 15")},
    {"an altered row, everything chained, tagged and signed again",
     [](trail& x) {
         x.at(12).body += ' ';
         x.chain_again();
         x.tag_again(12, court_keys());
         x.sign_again(court_keys());
     },
     by_witness("rewritten checkpoint 5; rewritten wiwd 25")},
    {"one checkpoint signed again",
     [](trail& x) {
         checkpoint said = x.checkpoints[2].said;
         ++said.at.micros;
         x.checkpoints[2] = sign_checkpoint(court_keys(), ledger_id, said);
     },
     by_all("rewritten checkpoint 4")},
    {"an older copy, and other events since",
     [](trail& x) {
         x = make_trail(45);
         for (std::uint64_t i = 46; i <= 60; ++i) {
             x.append("wiwd", i, "{}");
         }
         x.sign();
     },
     by_witness("rewritten checkpoint 5; truncated nysb 23; rewritten wiwd 25")},
};

void check(const tampering& one) {
    SCOPED_TRACE(one.how);
    trail tampered = make_trail();
    one.apply(tampered);
    const audit_report report = verify(tampered, with_keys());
    EXPECT_EQ(in_words(report), one.what.keys) << "with keys";
    EXPECT_EQ(in_words(verify(tampered, with_public_keys())), one.what.public_keys) << "with public keys";
    EXPECT_EQ(in_words(verify(tampered, with_witness())), one.what.witness) << "with a witness";
    EXPECT_EQ(in_words(verify(tampered, {})), one.what.nothing) << "with nothing";
    std::uint64_t rows = 0;
    for (const auto& [court, of_court] : tampered.chains) {
        rows += of_court.entries.size();
    }
    EXPECT_EQ(report.entries, rows) << "counting goes on";
    EXPECT_EQ(report.checkpoints, tampered.checkpoints.size());
}

TEST(AuditVerification, FindsWhatAWriterDidAtItsFirstPlace) {
    for (const tampering& one : by_a_writer) {
        check(one);
    }
}

TEST(AuditVerification, FindsWhatAKeyHolderDidIfAWitnessStatesIt) {
    for (const tampering& one : by_a_key_holder) {
        check(one);
    }
}

TEST(AuditVerification, AWholeTrailIsWhole) {
    for (const audit_check& against : {with_keys(), with_public_keys(), with_witness(), audit_check{}}) {
        const audit_report report = verify(make_trail(), against);
        EXPECT_EQ(in_words(report), "");
        EXPECT_EQ(report.entries, 60U);
        EXPECT_EQ(report.checkpoints, 5U);
        EXPECT_EQ(report.authenticated, against.keys != nullptr ? 60U : 0U);
        ASSERT_EQ(report.chains.size(), 3U);
        EXPECT_EQ(report.chains[0].court, court_id{});
        EXPECT_EQ(report.chains[1].court, court_id("nysb"));
        EXPECT_EQ(report.chains[2].court, court_id("wiwd"));
        EXPECT_EQ(report.chains[0].signed_up_to, 1U);
        EXPECT_EQ(report.chains[1].signed_up_to, 24U);
        EXPECT_EQ(report.chains[2].signed_up_to, 25U);
        EXPECT_EQ(report.chains[2].head, make_trail().head().head);
    }
}

TEST(AuditVerification, AnEmptyChainIsWhole) {
    const chain_verifier verifier(ledger_id, "wiwd", {});
    const chain_report report = verifier.finish({});
    EXPECT_FALSE(report.problem.has_value());
    EXPECT_EQ(report.head, (audit_head{0, chain_start(ledger_id, "wiwd")}));
}

TEST(AuditVerification, EveryByteOfAChainCounts) {
    trail made;
    for (std::uint64_t event = 1; event <= 3; ++event) {
        made.append("wiwd", event, R"({"a":1})");
    }
    for (std::uint64_t place = 1; place <= 3; ++place) {
        for (std::size_t byte = 0; byte < made.at(place).body.size(); ++byte) {
            trail tampered = made;
            tampered.at(place).body[byte] = static_cast<char>(tampered.at(place).body[byte] ^ 4);
            EXPECT_EQ(in_words(verify(tampered, {})), "altered wiwd " + std::to_string(place));
        }
    }
}

TEST(AuditVerification, AFlawThatTheCallerSeesIsTheFirstOneOrNone) {
    trail made = make_trail();
    chain_verifier verifier(ledger_id, "wiwd", {});
    const auto take = [&](std::uint64_t place) {
        const entry_row& one = made.at(place);
        return verifier.take({one.event, one.place, one.body, one.hash, one.tag});
    };
    EXPECT_TRUE(take(1));
    verifier.fail(audit_flaw::record_differs, {2, 1, made.at(1).body, made.at(1).hash, {}});
    EXPECT_FALSE(take(3));
    verifier.fail(audit_flaw::forged, {6, 3, made.at(3).body, made.at(3).hash, {}});
    const chain_report report = verifier.finish(made.head());
    EXPECT_EQ(report.problem,
              (audit_problem{.flaw = audit_flaw::record_differs, .court = "wiwd", .place = 1, .event = 2}));
    EXPECT_EQ(report.entries, 2U);
}

TEST(AuditVerification, AnUnreadableCheckpointIsAFlaw) {
    checkpoint_verifier verifier(ledger_id, {});
    EXPECT_FALSE(verifier.fail(audit_flaw::altered, 3));
    EXPECT_EQ(verifier.problem(), (audit_problem{.flaw = audit_flaw::altered, .checkpoint = 3}));
}

// ---- keys that change ---------------------------------------------------------------------------

/// Written with two keys, one after the other.
struct rotation {
    std::string first_line = key_ring::generate_line();
    std::string second_line = key_ring::generate_line();
    key_ring first = key_ring::parse(first_line).value();
    key_ring both = key_ring::parse(second_line + '\n' + first_line).value();
    key_ring second = key_ring::parse(second_line).value();
    trail made;

    /// Entries 1 and 2 under the first key, entry 3 under the second.
    explicit rotation(bool is_signed) {
        made.append("wiwd", 1, "{}", first);
        made.sign(first);
        made.append("wiwd", 2, "{}", first);
        made.append("wiwd", 3, "{}", both);
        if (is_signed) {
            made.sign(both);
        }
    }
    [[nodiscard]] std::string check(const key_ring& keys,
                                    const std::vector<ed25519_public_key>& trusted) const {
        return in_words(verify(made, {.trusted = trusted, .keys = &keys}));
    }
};

TEST(AuditKeys, BothCountWhileBothAreKnown) {
    const rotation x(true);
    EXPECT_EQ(x.check(x.both, x.both.public_keys()), "");
}

TEST(AuditKeys, OfAFormerKeyThePublicHalfIsEnoughForWhatACheckpointCovers) {
    const rotation x(true);
    EXPECT_EQ(x.check(x.second, x.both.public_keys()), "");
    EXPECT_EQ(verify(x.made, {.trusted = x.both.public_keys(), .keys = &x.second}).authenticated, 1U);
    EXPECT_EQ(x.check(x.second, x.second.public_keys()), "unknown-key checkpoint 1; unknown-key wiwd 1");
}

TEST(AuditKeys, WhatNoCheckpointCoversNeedsItsKey) {
    const rotation x(false);
    EXPECT_EQ(x.check(x.second, x.both.public_keys()), "unknown-key wiwd 2");
    EXPECT_EQ(x.check(x.first, x.both.public_keys()), "unknown-key wiwd 3");
    trail without_news = x.made;
    without_news.chains.at("wiwd").entries.resize(2);
    kept_head& head = without_news.head();
    head = {{2, without_news.at(2).hash}, 2, 1, {}};
    head.tag = tag_head(x.both, ledger_id, "wiwd", head);
    EXPECT_EQ(in_words(verify(without_news, {.trusted = x.both.public_keys(), .keys = &x.first})),
              "unknown-key wiwd 2")
        << "its head has the tag of the new key";
}

// ---- a check that goes on from a checkpoint -----------------------------------------------------

audit_check since(const signed_checkpoint& given) {
    audit_check against = with_keys();
    against.since = given;
    return against;
}

TEST(AuditSince, OnlyWhatCameAfterItIsRead) {
    const trail whole = make_trail();
    const audit_report report = verify(whole, since(whole.checkpoints[2]));
    EXPECT_EQ(in_words(report), "");
    EXPECT_EQ(report.entries, 30U);
    EXPECT_EQ(report.authenticated, 30U);
    EXPECT_EQ(report.checkpoints, 2U);
    EXPECT_EQ(report.chains[2].signed_up_to, 25U);

    trail tampered = whole;
    tampered.at(15).body += ' ';
    EXPECT_EQ(in_words(verify(tampered, since(whole.checkpoints[2]))), "") << "it was checked before";
    tampered.at(16).body += ' ';
    EXPECT_EQ(in_words(verify(tampered, since(whole.checkpoints[2]))), "altered wiwd 16");
}

TEST(AuditSince, WhatCameBeforeItCannotBeExchanged) {
    trail tampered = make_trail();
    const signed_checkpoint trusted = tampered.checkpoints[2];
    tampered.at(12).body += ' ';
    tampered.chain_again();
    tampered.tag_again(12, court_keys());
    tampered.sign_again(court_keys());
    EXPECT_EQ(in_words(verify(tampered, since(trusted))), "rewritten checkpoint 4; altered wiwd 16");
}

TEST(AuditSince, ATrailThatWasSetBackBeforeItIsTruncated) {
    const trail whole = make_trail();
    EXPECT_EQ(in_words(verify(make_trail(25), since(whole.checkpoints[2]))),
              "truncated nysb 13; truncated wiwd 13");
    EXPECT_EQ(in_words(verify({}, since(whole.checkpoints[2]))),
              "truncated  1; truncated nysb 1; truncated wiwd 1");
}

TEST(AuditSince, ACheckpointThatStatesOtherwiseIsSeen) {
    trail tampered = make_trail(30);
    const signed_checkpoint trusted = tampered.checkpoints[2];
    checkpoint said = trusted.said;
    said.number = 4;
    said.previous = digest_of(trusted.body);
    said.heads.back().head.hash.bytes[0] ^= 1;
    tampered.checkpoints.push_back(sign_checkpoint(court_keys(), ledger_id, said));
    EXPECT_EQ(in_words(verify(tampered, since(trusted))), "rewritten wiwd 15");
}

TEST(AuditSince, ItMustBeSignedByATrustedKey) {
    const trail whole = make_trail();
    EXPECT_EQ(
        in_words(verify(whole, since(sign_checkpoint(foreign_keys(), ledger_id, whole.checkpoints[2].said)))),
        "unknown-key checkpoint 3");
    EXPECT_EQ(
        in_words(verify(whole, since(sign_checkpoint(court_keys(), "ledger-2", whole.checkpoints[2].said)))),
        "bad-signature checkpoint 3");
}

TEST(AuditSince, AWitnessFromBeforeItSaysNothingMore) {
    const trail whole = make_trail();
    audit_check against = since(whole.checkpoints[2]);
    against.witnesses = {whole.checkpoints[0], whole.checkpoints[4]};
    EXPECT_EQ(in_words(verify(whole, against)), "");
}

// ---- export -------------------------------------------------------------------------------------

TEST(AuditExport, EntriesAreLinesOfJson) {
    digest hash{};
    hash.bytes.fill(0xab);
    EXPECT_EQ(to_json_line("wiwd", {14, 7, R"({"event":"link-cancelled"})", hash, {}}),
              R"({"court":"wiwd","entry":{"event":"link-cancelled"},"event":14,"hash":")" + digits_of(hash) +
                  R"(","place":7})");
    EXPECT_EQ(to_json_line({}, {14, 7, "{}", hash, {}}),
              R"({"court":"","entry":{},"event":14,"hash":")" + digits_of(hash) + R"(","place":7})");
    EXPECT_TRUE(to_json_line("w\"\\", {1, 1, "{}", hash, {}}).starts_with(R"({"court":"w\"\\","entry":)"));
}

TEST(AuditFlaws, HaveTokensAndMessages) {
    const std::pair<audit_flaw, std::string_view> all[] = {
        {audit_flaw::gap, "gap"},
        {audit_flaw::order, "order"},
        {audit_flaw::altered, "altered"},
        {audit_flaw::bad_signature, "bad-signature"},
        {audit_flaw::unknown_key, "unknown-key"},
        {audit_flaw::rewritten, "rewritten"},
        {audit_flaw::truncated, "truncated"},
        {audit_flaw::beyond_head, "beyond-head"},
        {audit_flaw::head_differs, "head-differs"},
        {audit_flaw::record_differs, "record-differs"},
        {audit_flaw::forged, "forged"},
    };
    for (const auto& [flaw, token] : all) {
        EXPECT_EQ(to_token(flaw), token);
        EXPECT_FALSE(to_message(flaw).empty());
    }
    EXPECT_EQ(to_token(static_cast<audit_flaw>(0)), "");
    EXPECT_EQ(to_message(static_cast<audit_flaw>(12)), "");
}

}  // namespace
