// The first form of the audit trail, one chain for all courts: its hashes and signatures, and every
// named way of tampering with it, found at its first place.
#include "audit/first_trail.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <utility>

namespace {

using namespace ecflink;
using namespace ecflink::detail::first_trail;

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

/// A checkpoint as a ledger of version 1 or 2 signed it.
detail::first_trail::checkpoint sign_checkpoint(const key_ring& keys, std::string_view ledger,
                                                const audit_head& head, instant at) {
    detail::first_trail::checkpoint made{head, at, keys.public_key(), {}};
    made.signature = keys.sign(message_of(made, ledger));
    return made;
}

// Expected values: SHA-256 of Python's hashlib.
TEST(FirstTrail, IsWhatIsWrittenDown) {
    const digest start = chain_start(ledger_id);
    EXPECT_EQ(to_text(start).digits(), "f708ed8620de513d7cc6053d13b9c92b40e07b7887b25b29d170875c9d3d8507");
    const digest first = chain(start, 1, R"({"at":"2026-03-02T15:00:00Z","event":"ledger-created"})");
    EXPECT_EQ(to_text(first).digits(), "883881a47dff2d51312399069f5bc44d47985e2cbbe64cdb72238272379a7d78");
    const digest second = chain(first, 2, R"({"at":"2026-03-02T15:00:01Z","event":"link-cancelled"})");
    EXPECT_EQ(to_text(second).digits(), "21c0c8689bcc0d8a9d04c08a6a5e064fd2338d31af19a2621c4707d1be3f9a87");
    EXPECT_NE(chain(start, 1, "a"), chain(start, 256, "a"));
    EXPECT_NE(chain(start, std::uint64_t{1} << 63, "a"), chain(start, 0, "a"));
}

struct row {
    std::uint64_t sequence;
    std::string body;
    digest hash;
};

/// A trail as a database holds it.
struct trail {
    std::vector<row> rows;
    std::vector<detail::first_trail::checkpoint> checkpoints;
    audit_head head;

    void append(const std::string& body) {
        const std::uint64_t sequence = head.place + 1;
        head = {sequence, chain(sequence == 1 ? chain_start(ledger_id) : head.hash, sequence, body)};
        rows.push_back({sequence, body, head.hash});
    }
    /// Makes all hashes fit again, as somebody who can write to the database would.
    void chain_again() {
        digest last = chain_start(ledger_id);
        for (row& each : rows) {
            last = each.hash = chain(last, each.sequence, each.body);
        }
        head = rows.empty() ? audit_head{0, last} : audit_head{rows.back().sequence, last};
    }
    void number_again() {
        for (std::size_t i = 0; i < rows.size(); ++i) {
            rows[i].sequence = i + 1;
        }
    }
};

/// 95 entries, a checkpoint after every tenth.
trail make_trail() {
    trail made;
    for (int i = 1; i <= 95; ++i) {
        audit_entry entry{audit_event::attempt_reserved,
                          {noon.micros + i * micros_per_second},
                          "wiwd",
                          "asample",
                          {},
                          actor::filer,
                          {},
                          {},
                          {}};
        made.append(to_body(entry));
        if (i % 10 == 0) {
            made.checkpoints.push_back(sign_checkpoint(court_keys(), ledger_id, made.head, entry.at));
        }
    }
    return made;
}

/// Feeds the trail in the order of its numbers: an entry, then its checkpoint.
report verify(const trail& given, std::span<const ed25519_public_key> trusted) {
    verifier verifier(ledger_id, trusted);
    std::size_t next = 0;
    bool is_whole = true;
    const auto take_checkpoints_below = [&](std::uint64_t sequence) {
        while (next < given.checkpoints.size() && given.checkpoints[next].head.place < sequence) {
            is_whole = verifier.take(given.checkpoints[next++]);
        }
    };
    for (const row& each : given.rows) {
        take_checkpoints_below(each.sequence);
        is_whole = verifier.take(each.sequence, each.body, each.hash);
    }
    take_checkpoints_below(~std::uint64_t{0});
    const report found = verifier.finish(given.head);
    EXPECT_TRUE(is_whole || !found.is_whole());
    return found;
}
report verify(const trail& given) {
    const auto trusted = court_keys().public_keys();
    return verify(given, trusted);
}

TEST(FirstTrail, AWholeTrailIsWhole) {
    const trail whole = make_trail();
    const report found = verify(whole);
    EXPECT_TRUE(found.is_whole());
    EXPECT_EQ(found.entries, 95U);
    EXPECT_EQ(found.checkpoints, 9U);
    EXPECT_EQ(found.head, whole.head);
}

TEST(FirstTrail, AnEmptyTrailIsWhole) {
    const trail empty{{}, {}, {0, chain_start(ledger_id)}};
    EXPECT_TRUE(verify(empty).is_whole());
    EXPECT_EQ(verify(empty).head, empty.head);
}

TEST(FirstTrail, SignaturesOfAFormerKeyCount) {
    const std::string first = key_ring::generate_line();
    const std::string second = key_ring::generate_line();
    trail made;
    made.append("{}");
    made.checkpoints.push_back(sign_checkpoint(key_ring::parse(first).value(), ledger_id, made.head, noon));
    made.append("{}");
    made.checkpoints.push_back(sign_checkpoint(key_ring::parse(second).value(), ledger_id, made.head, noon));
    const auto both = key_ring::parse(second + '\n' + first).value().public_keys();
    EXPECT_TRUE(verify(made, both).is_whole());
    EXPECT_EQ(verify(made, std::span(both).first(1)).flaw, audit_flaw::unknown_key);
}

struct tampering {
    const char* how;
    std::function<void(trail&)> apply;
    audit_flaw flaw;
    std::uint64_t at;
};

// Entry N is rows[N - 1].
const tampering all_tampering[] = {
    {"a byte of a body", [](trail& x) { x.rows[41].body[3] ^= 1; }, audit_flaw::altered, 42},
    {"a byte more in a body", [](trail& x) { x.rows[41].body += ' '; }, audit_flaw::altered, 42},
    {"an empty body", [](trail& x) { x.rows[41].body.clear(); }, audit_flaw::altered, 42},
    {"the first body", [](trail& x) { x.rows[0].body[3] ^= 1; }, audit_flaw::altered, 1},
    {"the last body", [](trail& x) { x.rows[94].body[3] ^= 1; }, audit_flaw::altered, 95},
    {"a hash", [](trail& x) { x.rows[41].hash.bytes[31] ^= 1; }, audit_flaw::altered, 42},
    {"a body and its hash",
     [](trail& x) {
         x.rows[41].body += ' ';
         x.rows[41].hash = chain(x.rows[40].hash, 42, x.rows[41].body);
     },
     audit_flaw::altered, 43},
    {"two rows swapped", [](trail& x) { std::swap(x.rows[41], x.rows[42]); }, audit_flaw::gap, 42},
    {"the contents of two rows swapped",
     [](trail& x) {
         std::swap(x.rows[41], x.rows[42]);
         x.number_again();
     },
     audit_flaw::altered, 42},
    {"a row deleted", [](trail& x) { x.rows.erase(x.rows.begin() + 41); }, audit_flaw::gap, 42},
    {"a row with a checkpoint deleted", [](trail& x) { x.rows.erase(x.rows.begin() + 49); }, audit_flaw::gap,
     50},
    {"the first row deleted", [](trail& x) { x.rows.erase(x.rows.begin()); }, audit_flaw::gap, 1},
    {"a row deleted, the others renumbered",
     [](trail& x) {
         x.rows.erase(x.rows.begin() + 41);
         x.number_again();
     },
     audit_flaw::altered, 42},
    {"the last row deleted", [](trail& x) { x.rows.pop_back(); }, audit_flaw::truncated, 95},
    {"the last rows deleted, the head set back",
     [](trail& x) {
         x.rows.resize(87);
         x.head = {87, x.rows.back().hash};
     },
     audit_flaw::truncated, 88},
    {"every row deleted",
     [](trail& x) {
         x.rows.clear();
         x.head = {0, chain_start(ledger_id)};
     },
     audit_flaw::truncated, 1},
    {"a row inserted under a number that is taken",
     [](trail& x) { x.rows.insert(x.rows.begin() + 42, x.rows[41]); }, audit_flaw::order, 42},
    {"a row inserted, the others renumbered",
     [](trail& x) {
         x.rows.insert(x.rows.begin() + 41, {0, "{}", chain(x.rows[40].hash, 42, "{}")});
         x.number_again();
     },
     audit_flaw::altered, 43},
    {"a row of number 0", [](trail& x) { x.rows.insert(x.rows.begin(), {0, "{}", chain_start(ledger_id)}); },
     audit_flaw::order, 0},
    {"renumbered from one place on",
     [](trail& x) {
         for (std::size_t i = 41; i < x.rows.size(); ++i) {
             ++x.rows[i].sequence;
         }
     },
     audit_flaw::gap, 42},
    {"a row added behind the head",
     [](trail& x) {
         const audit_head head = x.head;
         x.append("{}");
         x.head = head;
     },
     audit_flaw::beyond_head, 96},
    {"another head", [](trail& x) { x.head.hash.bytes[0] ^= 1; }, audit_flaw::head_differs, 95},
    {"an altered row, all hashes computed again",
     [](trail& x) {
         x.rows[41].body += ' ';
         x.chain_again();
     },
     audit_flaw::rewritten, 50},
    {"a row deleted, everything renumbered, all hashes computed again",
     [](trail& x) {
         x.rows.erase(x.rows.begin() + 41);
         x.number_again();
         x.chain_again();
     },
     audit_flaw::rewritten, 50},
    {"all hashes computed again, and signed with another key",
     [](trail& x) {
         x.rows[41].body += ' ';
         x.chain_again();
         for (detail::first_trail::checkpoint& each : x.checkpoints) {
             const std::uint64_t sequence = each.head.place;
             each =
                 sign_checkpoint(foreign_keys(), ledger_id, {sequence, x.rows[sequence - 1].hash}, each.at);
         }
     },
     audit_flaw::unknown_key, 10},
    {"a checkpoint's hash made to fit",
     [](trail& x) {
         x.rows[41].body += ' ';
         x.chain_again();
         x.checkpoints[4].head.hash = x.rows[49].hash;
     },
     audit_flaw::bad_signature, 50},
    {"a checkpoint at another number", [](trail& x) { x.checkpoints[4].head.place = 51; },
     audit_flaw::bad_signature, 51},
    {"a checkpoint at another time", [](trail& x) { ++x.checkpoints[4].at.micros; },
     audit_flaw::bad_signature, 50},
    {"a checkpoint's signature", [](trail& x) { x.checkpoints[4].signature[63] ^= 1; },
     audit_flaw::bad_signature, 50},
    {"a checkpoint under a trusted key that did not sign it",
     [](trail& x) {
         x.checkpoints[4] = sign_checkpoint(foreign_keys(), ledger_id, x.checkpoints[4].head, noon);
         x.checkpoints[4].public_key = court_keys().public_key();
     },
     audit_flaw::bad_signature, 50},
    {"a checkpoint of another ledger",
     [](trail& x) {
         x.checkpoints[4] = sign_checkpoint(court_keys(), "ledger-2", x.checkpoints[4].head, noon);
     },
     audit_flaw::bad_signature, 50},
    {"a checkpoint later than it belongs", [](trail& x) { std::swap(x.checkpoints[4], x.checkpoints[5]); },
     audit_flaw::order, 50},
};

TEST(FirstTrail, EveryTamperingIsFoundAtItsFirstPlace) {
    const trail whole = make_trail();
    for (const tampering& one : all_tampering) {
        SCOPED_TRACE(one.how);
        trail tampered = whole;
        one.apply(tampered);
        const report found = verify(tampered);
        ASSERT_TRUE(found.flaw.has_value());
        EXPECT_EQ(to_token(*found.flaw), to_token(one.flaw));
        EXPECT_EQ(found.flaw_at, one.at);
        EXPECT_EQ(found.entries, tampered.rows.size()) << "counting goes on";
        EXPECT_EQ(found.checkpoints, tampered.checkpoints.size());
        EXPECT_FALSE(to_message(one.flaw).empty());
    }
}

TEST(FirstTrail, EveryByteOfATrailCounts) {
    trail made;
    for (const char* body : {"{\"a\":1}", "{\"b\":2}", "{}"}) {
        made.append(body);
    }
    for (std::size_t i = 0; i < made.rows.size(); ++i) {
        for (std::size_t byte = 0; byte < made.rows[i].body.size(); ++byte) {
            trail tampered = made;
            tampered.rows[i].body[byte] = static_cast<char>(tampered.rows[i].body[byte] ^ 4);
            EXPECT_EQ(verify(tampered).flaw, audit_flaw::altered);
            EXPECT_EQ(verify(tampered).flaw_at, i + 1);
        }
    }
}

TEST(FirstTrail, WithoutTrustedKeysAForgedSignatureGoesUnnoticed) {
    trail forged = make_trail();
    forged.rows[41].body += ' ';
    forged.chain_again();
    for (detail::first_trail::checkpoint& each : forged.checkpoints) {
        const std::uint64_t sequence = each.head.place;
        each =
            sign_checkpoint(foreign_keys(), ledger_id, {sequence, forged.rows[sequence - 1].hash}, each.at);
    }
    const report found = verify(forged, {});
    EXPECT_TRUE(found.is_whole());
}

TEST(FirstTrail, WhatIsCutOffBehindTheLastCheckpointIsSeenByTheHeadAlone) {
    trail cut = make_trail();
    cut.rows.resize(92);
    EXPECT_EQ(verify(cut).flaw, audit_flaw::truncated);
    EXPECT_EQ(verify(cut).flaw_at, 93U);
    cut.head = {92, cut.rows.back().hash};
    EXPECT_TRUE(verify(cut).is_whole());
}

TEST(FirstTrail, AnEntryOfAnotherLedgerDoesNotFit) {
    const trail whole = make_trail();
    verifier verifier("ledger-2");
    EXPECT_FALSE(verifier.take(1, whole.rows[0].body, whole.rows[0].hash));
    EXPECT_EQ(verifier.finish(whole.head).flaw, audit_flaw::altered);
    EXPECT_EQ(verifier.finish(whole.head).flaw_at, 1U);
}

TEST(FirstTrail, ACheckpointBeforeItsEntryIsOutOfOrder) {
    const trail whole = make_trail();
    verifier verifier(ledger_id);
    for (std::size_t i = 0; i < 9; ++i) {
        EXPECT_TRUE(verifier.take(whole.rows[i].sequence, whole.rows[i].body, whole.rows[i].hash));
    }
    EXPECT_FALSE(verifier.take(whole.checkpoints[0]));
    EXPECT_FALSE(verifier.take(whole.rows[9].sequence, whole.rows[9].body, whole.rows[9].hash));
    EXPECT_EQ(verifier.finish(whole.head).flaw, audit_flaw::order);
    EXPECT_EQ(verifier.finish(whole.head).flaw_at, 10U);
}

TEST(FirstTrail, LinesOfAnExportAreJson) {
    digest hash{};
    hash.bytes.fill(0xab);
    const std::string digits(to_text(hash).digits());
    EXPECT_EQ(to_json_line(7, R"({"event":"link-cancelled"})", hash),
              R"({"entry":{"event":"link-cancelled"},"hash":")" + digits + R"(","sequence":7})");

    const detail::first_trail::checkpoint signed_head{{7, hash}, noon, {}, {}};
    EXPECT_EQ(to_json_line(signed_head),
              R"({"checkpoint":{"at":"2026-03-02T12:00:00Z","hash":")" + digits + R"(","public-key":")" +
                  std::string(64, '0') + R"(","sequence":7,"signature":")" + std::string(128, '0') + "\"}}");
}

}  // namespace
