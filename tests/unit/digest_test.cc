// A digest: its bytes, its order, its text, and that text read back.
#include <ecflink/ledger/handle.hpp>

#include <gtest/gtest.h>
#include <sodium/crypto_hash_sha256.h>

#include <string>

#include "base/sha256.hpp"

namespace {

using namespace ecflink;

constexpr std::string_view abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
constexpr std::string_view nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

static_assert(to_text(parse_digest(abc)).digits() == abc);
static_assert(digest{}.empty() && !parse_digest(abc).empty());

// The digests of FIPS 180-2 and of no bytes at all.
TEST(Digest, IsSha256) {
    EXPECT_EQ(to_text(digest_of("abc")).digits(), abc);
    EXPECT_EQ(to_text(digest_of("")).digits(), nothing);
}

std::string by_libsodium(std::string_view text) {
    digest made;
    crypto_hash_sha256(made.bytes.data(), reinterpret_cast<const unsigned char*>(text.data()), text.size());
    return std::string(to_text(made).digits());
}

// A processor may have instructions for it: the same digest for every size around a block of 64
// bytes, wherever the text is parted, and for many blocks at once.
TEST(Digest, IsThatOfLibsodium) {
    std::string text;
    for (int i = 0; i < 300; ++i) {
        text += static_cast<char>(i * 37 % 251);
    }
    for (std::size_t size = 0; size <= text.size(); ++size) {
        const std::string_view whole = std::string_view(text).substr(0, size);
        const std::string expected = by_libsodium(whole);
        ASSERT_EQ(to_text(detail::sha256({whole})).digits(), expected) << size;
        for (std::size_t cut = 0; cut <= size; cut += 13) {
            const std::string_view head = whole.substr(0, cut);
            const std::string_view tail = whole.substr(cut);
            ASSERT_EQ(
                to_text(
                    detail::sha256(
                        {head, {}, tail.substr(0, 5), tail.substr(std::min<std::size_t>(5, tail.size()))}))
                    .digits(),
                expected)
                << size << " cut at " << cut;
        }
    }
    const std::string large(1'000'003, 'x');
    EXPECT_EQ(to_text(detail::sha256({large})).digits(), by_libsodium(large));
}

TEST(Digest, IsReadWithAndWithoutItsPrefix) {
    const digest some = digest_of("abc");
    EXPECT_EQ(to_text(some).view(), "sha256:" + std::string(abc));
    EXPECT_EQ(parse_digest(to_text(some).view()), some);
    EXPECT_EQ(parse_digest(to_text(some).digits()), some);
}

TEST(Digest, IsEmptyForAnyOtherText) {
    const std::string digits(abc);
    for (const std::string& other :
         {std::string(), std::string("sha256:"), digits.substr(2), digits + "00", "z" + digits.substr(1),
          "BA" + digits.substr(2), "sha256:sha256:" + digits, "sha512:" + digits}) {
        EXPECT_TRUE(parse_digest(other).empty()) << other;
    }
}

TEST(Digest, IsOrderedByItsBytes) {
    const digest low = parse_digest(abc);
    digest high = low;
    high.bytes[31] += 1;
    EXPECT_LT(low, high);
    EXPECT_LT(high, digest_of(""));  // 0xba before 0xe3
}

}  // namespace
