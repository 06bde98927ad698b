// Keys: another implementation derives the same ones; rotation; and files that are refused without
// being shown.
#include <ecflink/ledger/keys.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <type_traits>

namespace {

using namespace ecflink;

static_assert(!std::is_copy_constructible_v<key_ring> && !std::is_copy_assignable_v<key_ring>);
static_assert(std::is_nothrow_move_constructible_v<key_ring> && std::is_nothrow_move_assignable_v<key_ring>);
template <class T>
concept printable = requires(std::ostream& out, const T& value) { out << value; };
static_assert(!printable<key_ring> && !printable<authentication>);

constexpr std::string_view zero_to_31 = "ecflink-key-1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

key_ring ring_of(std::string_view text) {
    auto keys = key_ring::parse(text);
    EXPECT_TRUE(keys.has_value()) << (keys ? "" : to_text(keys.error()));
    return std::move(keys).value();
}

// Expected values: BLAKE2b, HMAC-SHA-512 and Ed25519 of Python's hashlib, hmac and cryptography.
TEST(Keys, AreDerivedAsWritten) {
    const key_ring keys = ring_of(zero_to_31);
    EXPECT_EQ(to_hex(keys.current()), "9699d07afcf07be3");
    EXPECT_EQ(to_hex(keys.mac("message").key), "9699d07afcf07be3");
    EXPECT_EQ(to_hex(keys.mac("message").tag),
              "0016957900b88bc1dfc381215e6bda6768b5a1836b1c38efea25ff6a3d9224be");
    EXPECT_EQ(to_hex(keys.mac("message", key_use::audit).key), "9699d07afcf07be3");
    EXPECT_EQ(to_hex(keys.mac("message", key_use::audit).tag),
              "75f0d9bc64346eb866b17393ba954388446494658a3ede64efea5427aa0817f5");
    EXPECT_EQ(to_hex(keys.public_key()), "9d3b94d59e09c40a9ba7d75bed40f39e91e95db2c092398aed5e5bd4d1d15ed6");
    EXPECT_EQ(to_hex(keys.sign("message")),
              "e36c1b5bfe1aae25e17f362751dad9d8da3a895894e547786dad8ef47b1f9da8804f362e3f55ce679fecc1b16173e2"
              "120c918b24d39de8477e322018b70c4e05");
}

TEST(Keys, AMessageIsProvenByItsOwnTagAlone) {
    const key_ring keys = ring_of(zero_to_31);
    const std::string message("a message with a \0 in it", 24);
    const authentication proven = keys.mac(message);
    EXPECT_TRUE(keys.verifies(proven.key, message, proven.tag));
    EXPECT_TRUE(keys.verifies(proven.key, "", keys.mac("").tag));
    EXPECT_FALSE(keys.verifies(proven.key, message.substr(0, 17), proven.tag));
    EXPECT_FALSE(keys.verifies(proven.key, "", proven.tag));
    for (std::size_t bit = 0; bit < message.size() * 8; ++bit) {
        std::string other = message;
        other[bit / 8] = static_cast<char>(other[bit / 8] ^ (1 << bit % 8));
        EXPECT_FALSE(keys.verifies(proven.key, other, proven.tag)) << bit;
    }
    for (std::size_t bit = 0; bit < proven.tag.size() * 8; ++bit) {
        mac_tag other = proven.tag;
        other[bit / 8] = static_cast<std::uint8_t>(other[bit / 8] ^ (1U << bit % 8));
        EXPECT_FALSE(keys.verifies(proven.key, message, other)) << bit;
    }
    for (std::size_t byte = 0; byte < proven.key.size(); ++byte) {
        key_id other = proven.key;
        ++other[byte];
        EXPECT_FALSE(keys.verifies(other, message, proven.tag)) << byte;
    }
}

TEST(Keys, ATagForOneUseIsNoneForAnother) {
    const key_ring keys = ring_of(zero_to_31);
    const authentication of_handle = keys.mac("message");
    const authentication of_audit = keys.mac("message", key_use::audit);
    EXPECT_TRUE(keys.verifies(of_handle.key, "message", of_handle.tag, key_use::handle));
    EXPECT_TRUE(keys.verifies(of_audit.key, "message", of_audit.tag, key_use::audit));
    EXPECT_FALSE(keys.verifies(of_handle.key, "message", of_handle.tag, key_use::audit));
    EXPECT_FALSE(keys.verifies(of_audit.key, "message", of_audit.tag));
}

TEST(Keys, ARingHasItsOwnKeysAlone) {
    const std::string first = key_ring::generate_line();
    const key_ring before = ring_of(first);
    const key_ring during = ring_of(key_ring::generate_line() + '\n' + first);
    EXPECT_TRUE(during.has(during.current()));
    EXPECT_TRUE(during.has(before.current()));
    EXPECT_FALSE(before.has(during.current()));
    EXPECT_FALSE(before.has({}));
}

TEST(Keys, ASignatureHoldsForItsMessageAndKeyAlone) {
    const key_ring keys = ring_of(zero_to_31);
    const key_ring others = ring_of(key_ring::generate_line());
    const ed25519_signature made = keys.sign("message");
    EXPECT_TRUE(verify_signature(keys.public_key(), "message", made));
    EXPECT_FALSE(verify_signature(keys.public_key(), "massage", made));
    EXPECT_FALSE(verify_signature(others.public_key(), "message", made));
    for (std::size_t byte = 0; byte < made.size(); ++byte) {
        ed25519_signature other = made;
        ++other[byte];
        EXPECT_FALSE(verify_signature(keys.public_key(), "message", other)) << byte;
    }
    EXPECT_FALSE(verify_signature({}, "message", {}));
}

TEST(Keys, AfterARotationTheFormerKeyIsAcceptedAndTheNewOneUsed) {
    const std::string first = key_ring::generate_line();
    const std::string second = key_ring::generate_line();
    const key_ring before = ring_of(first);
    const key_ring during = ring_of("# new in May\n" + second + "\n\n# until June\r\n  " + first + "\t\r\n");
    const key_ring after = ring_of(second);

    const authentication old_proof = before.mac("message");
    EXPECT_TRUE(during.verifies(old_proof.key, "message", old_proof.tag));
    EXPECT_FALSE(after.verifies(old_proof.key, "message", old_proof.tag));

    const authentication new_proof = during.mac("message");
    EXPECT_EQ(during.current(), after.current());
    EXPECT_EQ(new_proof.key, after.current());
    EXPECT_TRUE(after.verifies(new_proof.key, "message", new_proof.tag));
    EXPECT_FALSE(before.verifies(new_proof.key, "message", new_proof.tag));
    EXPECT_FALSE(during.verifies(old_proof.key, "message", new_proof.tag))
        << "the tag of one key under the name of another";

    EXPECT_EQ(during.public_key(), after.public_key());
    EXPECT_EQ(during.public_keys(), (std::vector{after.public_key(), before.public_key()}));
    EXPECT_TRUE(verify_signature(after.public_key(), "message", during.sign("message")));
}

TEST(Keys, ARingMovesAndGoesOnWorking) {
    key_ring keys = ring_of(zero_to_31);
    const authentication proven = keys.mac("message");
    key_ring moved = std::move(keys);
    EXPECT_TRUE(moved.verifies(proven.key, "message", proven.tag));
    moved = ring_of(key_ring::generate_line());
    EXPECT_FALSE(moved.verifies(proven.key, "message", proven.tag));
}

TEST(Keys, AKeyFileServesTheLedgersThatItNamesOrAll) {
    const std::string one(32, 'a');
    const std::string two(32, '0');
    const std::string three(32, '3');
    const key_ring any = ring_of(zero_to_31);
    EXPECT_TRUE(any.serves(one) && any.serves(""));
    key_ring some = ring_of(key_ring::ledger_line(one) + "\n" + std::string(zero_to_31) + "\n  " +
                            key_ring::ledger_line(two) + "\r\n" + key_ring::ledger_line(one));
    EXPECT_TRUE(some.serves(one) && some.serves(two));
    EXPECT_FALSE(some.serves(three) || some.serves("") || some.serves(one.substr(1)));
    EXPECT_EQ(some.current(), any.current());
    const key_ring moved = std::move(some);
    EXPECT_TRUE(moved.serves(two) && !moved.serves(three));
}

TEST(Keys, GeneratedKeysDiffer) {
    std::set<std::string> lines;
    for (int i = 0; i < 100; ++i) {
        lines.insert(key_ring::generate_line());
        EXPECT_TRUE(key_ring::parse(*lines.begin()).has_value());
    }
    EXPECT_EQ(lines.size(), 100U);
}

struct bad_file {
    const char* what;
    std::string text;
    std::uint64_t line;
};

TEST(Keys, WhatIsNoKeyFileIsRefusedWithItsLineAndNeverShown) {
    const std::string good(zero_to_31);
    std::string seventeen;
    for (int i = 0; i < 17; ++i) {
        seventeen += key_ring::generate_line() + '\n';
    }
    const bad_file files[] = {
        {"nothing", "", 0},
        {"comments only", "# a\n\n", 0},
        {"one character less", "# new\n" + good.substr(0, good.size() - 1), 2},
        {"one character more", good + "A", 1},
        {"padding", good + "=", 1},
        {"bits beyond the last byte", good.substr(0, good.size() - 1) + "9", 1},
        {"a character of the other alphabet", good.substr(0, good.size() - 2) + "/8", 1},
        {"a blank within", good.substr(0, 30) + ' ' + good.substr(31), 1},
        {"another version", "ecflink-key-2:" + good.substr(14), 1},
        {"no prefix", good.substr(14), 1},
        {"upper case", "ECFLINK-key-1:" + good.substr(14), 1},
        {"a comment behind a key", good + " # mine", 1},
        {"only a ledger", key_ring::ledger_line(std::string(32, '1')), 0},
        {"half the id of a ledger", good + "\n" + key_ring::ledger_line(std::string(16, '1')), 2},
        {"a key as the id of a ledger", good + "\n" + key_ring::ledger_line(good), 2},
        {"a comment behind the id", good + "\n" + key_ring::ledger_line(std::string(32, '1')) + " # mine", 2},
        {"no ledger", good + "\n" + key_ring::ledger_line(""), 2},
        {"one key twice", good + "\n" + key_ring::generate_line() + "\n" + good + "\n", 3},
        {"too many", seventeen, 17},
        {"a NUL", good + std::string("\n\0", 2), 2},
        {"too long", std::string(70'000, '#'), 0},
    };
    for (const bad_file& file : files) {
        SCOPED_TRACE(file.what);
        const auto keys = key_ring::parse(file.text, "keys.txt");
        ASSERT_FALSE(keys.has_value());
        EXPECT_EQ(keys.error().line, file.line);
        EXPECT_FALSE(keys.error().message.empty());
        const std::string shown = to_text(keys.error());
        EXPECT_TRUE(shown.starts_with("keys.txt:"));
        for (std::size_t at = 0; at + 8 <= good.size() - 14; ++at) {
            EXPECT_EQ(shown.find(good.substr(14 + at, 8)), std::string::npos) << shown;
        }
        EXPECT_TRUE(keys.error().found.empty());
    }
    seventeen.erase(seventeen.rfind("ecflink"));
    EXPECT_EQ(ring_of(seventeen).public_keys().size(), max_keys);
}

TEST(Keys, BytesAreComparedWhole) {
    EXPECT_TRUE(equal_in_constant_time("", ""));
    EXPECT_TRUE(equal_in_constant_time("abc", "abc"));
    EXPECT_FALSE(equal_in_constant_time("abc", "abd"));
    EXPECT_FALSE(equal_in_constant_time("abc", "Abc"));
    EXPECT_FALSE(equal_in_constant_time("abc", "abcd"));
    EXPECT_FALSE(equal_in_constant_time("", "a"));
    const std::array<std::uint8_t, 3> bytes{1, 2, 3};
    EXPECT_TRUE(equal_in_constant_time(bytes, std::array<std::uint8_t, 3>{1, 2, 3}));
    EXPECT_FALSE(equal_in_constant_time(bytes, std::array<std::uint8_t, 3>{1, 2, 4}));
}

TEST(Keys, RandomBytesAreNotTheSameTwice) {
    EXPECT_NE(random_bytes<16>(), random_bytes<16>());
    EXPECT_NE((random_bytes<32>()), (std::array<std::uint8_t, 32>{}));
}

TEST(Keys, AWipedTextIsGoneFromItsMemory) {
    std::string secret = key_ring::generate_line();
    const char* const where = secret.data();
    secret.resize(10);  // the rest is still there
    const std::size_t size = secret.capacity();
    wipe(secret);
    EXPECT_TRUE(secret.empty());
    EXPECT_EQ(secret.data(), where);
    // all of it is the text's own capacity
    EXPECT_TRUE(std::all_of(where + 1, where + size, [](char c) { return c == '\0'; }));
}

TEST(Keys, HexadecimalTextIsReadAsItIsWritten) {
    const std::array<std::uint8_t, 4> bytes{0x00, 0x9a, 0xbf, 0xff};
    EXPECT_EQ(to_hex(bytes), "009abfff");
    EXPECT_EQ(from_hex<4>("009abfff"), bytes);
    for (const char* text : {"", "009abff", "009abfff0", "009abffg", "009ABFFF", " 09abfff", "0x9abfff"}) {
        EXPECT_EQ(from_hex<4>(text), std::nullopt) << text;
    }
}

}  // namespace
