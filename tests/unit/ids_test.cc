#include <gtest/gtest.h>

#include <concepts>
#include <functional>
#include <string>
#include <type_traits>

#include <ecflink/core/ids.hpp>

namespace {

using namespace ecflink;

template <class Id>
class Ids : public testing::Test {};
using all_ids = testing::Types<court_id, login, central_id, username, account_number>;
TYPED_TEST_SUITE(Ids, all_ids);

template <class Id>
errc error_of(std::string_view text) {
    const auto made = Id::make(text);
    EXPECT_FALSE(made.has_value()) << text;
    return made.has_value() ? errc{} : made.error();
}

TYPED_TEST(Ids, HoldOneByteToTheirCapacity) {
    for (std::size_t size = 1; size <= TypeParam::capacity; ++size) {
        const std::string text(size, 'x');
        const auto made = TypeParam::make(text);
        ASSERT_TRUE(made.has_value()) << size;
        EXPECT_EQ(made.value().view(), text);
    }
    EXPECT_EQ(error_of<TypeParam>(""), errc::empty);
    EXPECT_EQ(error_of<TypeParam>(std::string(TypeParam::capacity + 1, 'x')), errc::too_long);
    EXPECT_EQ(error_of<TypeParam>(std::string(1'000'000, 'x')), errc::too_long);
    EXPECT_EQ(error_of<TypeParam>(std::string("a\0b", 3)), errc::has_nul);
    EXPECT_EQ(error_of<TypeParam>(std::string("a\0", 2)), errc::has_nul);
}

TYPED_TEST(Ids, DefaultIsNotGivenAndEqualsNoId) {
    const TypeParam none;
    EXPECT_TRUE(none.empty());
    EXPECT_EQ(none.view(), "");
    EXPECT_EQ(none, TypeParam{});
    EXPECT_NE(none, TypeParam::make("0").value());
    EXPECT_FALSE(TypeParam::make("0").value().empty());
}

// Nothing is trimmed, folded or read as a number.
TYPED_TEST(Ids, CompareByteForByte) {
    constexpr std::string_view texts[] = {
        "1",   "01", "001", "1.0",      "+1",        " 1",           "1 ",
        "\t1", "a",  "A",   "\xC3\xA9", "e\xCC\x81", "\xEF\xBC\x91", "a\xE2\x80\x8B"};
    for (const std::string_view a : texts) {
        for (const std::string_view b : texts) {
            const TypeParam x = TypeParam::make(a).value();
            const TypeParam y = TypeParam::make(b).value();
            EXPECT_EQ(x == y, a == b) << a << '|' << b;
            EXPECT_EQ(x < y, a < b) << a << '|' << b;
            EXPECT_EQ((x <=> y) == 0, a == b) << a << '|' << b;
        }
    }
}

TYPED_TEST(Ids, AreValuesWithoutConversions) {
    static_assert(std::is_trivially_copyable_v<TypeParam>);
    static_assert(sizeof(TypeParam) == TypeParam::capacity + 1);
    static_assert(!std::is_convertible_v<TypeParam, std::string_view>);
    static_assert(!std::is_constructible_v<std::string, TypeParam>);
    static_assert(!std::is_constructible_v<TypeParam, int>);
    static_assert(!std::is_constructible_v<TypeParam, std::string_view>,
                  "text that was not checked is no id");
    static_assert(!std::is_constructible_v<TypeParam, const char*>);
    static_assert(!std::equality_comparable_with<TypeParam, std::string_view>);
}

template <class A, class B>
constexpr bool are_strangers = !std::is_convertible_v<A, B> && !std::is_constructible_v<A, B> &&
                               !std::is_assignable_v<A&, B> && !std::equality_comparable_with<A, B>;

TEST(IdTypes, NeverMix) {
    static_assert(are_strangers<court_id, login> && are_strangers<court_id, central_id> &&
                  are_strangers<court_id, username> && are_strangers<court_id, account_number>);
    static_assert(are_strangers<login, central_id> && are_strangers<login, username> &&
                  are_strangers<login, account_number>);
    static_assert(are_strangers<central_id, username> && are_strangers<central_id, account_number> &&
                  are_strangers<username, account_number>);
    static_assert(court_id::capacity == 16 && login::capacity == 64 && central_id::capacity == 32);
    static_assert(max_name_bytes == 256);
}

TEST(IdTypes, AreMadeWhileCompiling) {
    constexpr court_id wiwd = "wiwd";
    static_assert(wiwd.view() == "wiwd" && wiwd == court_id::make("wiwd").value() && wiwd < court_id("wiwe"));
}

// Unicode's table of well-formed sequences, by brute force: every lead byte with every second byte,
// and the edges of third and fourth bytes.
bool is_well_formed(std::string_view text) {
    std::size_t i = 0;
    const auto at = [&](std::size_t k) -> unsigned {
        return k < text.size() ? static_cast<unsigned char>(text[k]) : 0;
    };
    while (i < text.size()) {
        std::uint32_t code = at(i);
        std::size_t length = 1;
        if (code >= 0x80) {
            length = (code & 0xE0) == 0xC0 ? 2 : (code & 0xF0) == 0xE0 ? 3 : (code & 0xF8) == 0xF0 ? 4 : 0;
            if (length == 0) {
                return false;
            }
            code &= 0x7FU >> length;
            for (std::size_t k = 1; k < length; ++k) {
                if ((at(i + k) & 0xC0) != 0x80) {
                    return false;
                }
                code = code << 6 | (at(i + k) & 0x3F);
            }
            constexpr std::uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
            if (code < least[length] || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) {
                return false;
            }
        }
        i += length;
    }
    return true;
}

TEST(Utf8, IsExactlyWhatUnicodeSays) {
    constexpr unsigned char edges[] = {0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF};
    std::size_t well_formed = 0;
    for (unsigned lead = 0; lead < 256; ++lead) {
        for (unsigned second = 0; second < 256; ++second) {
            for (const unsigned char third : edges) {
                for (const unsigned char fourth : edges) {
                    const char bytes[] = {static_cast<char>(lead), static_cast<char>(second),
                                          static_cast<char>(third), static_cast<char>(fourth)};
                    for (std::size_t size = 1; size <= 4; ++size) {
                        const std::string_view text(bytes, size);
                        const bool expected = is_well_formed(text);
                        well_formed += expected ? 1 : 0;
                        ASSERT_EQ(detail::is_utf8(text), expected)
                            << std::hex << lead << ' ' << second << ' ' << +third << ' ' << +fourth << " / "
                            << size;
                    }
                }
            }
        }
    }
    EXPECT_GT(well_formed, 100'000U);
    EXPECT_TRUE(detail::is_utf8(""));
    EXPECT_EQ(error_of<login>("\xC0\xAF"), errc::not_utf8);
    EXPECT_EQ(error_of<login>("\xED\xA0\x80"), errc::not_utf8);
    EXPECT_EQ(error_of<login>("\xF4\x90\x80\x80"), errc::not_utf8);
    EXPECT_EQ(error_of<login>("caf\xC3"), errc::not_utf8);
}

TEST(IdTypesDeathTest, ReadingAFailedResultEndsTheProgram) {
    EXPECT_DEATH(static_cast<void>(court_id::make("").value()), "");
    EXPECT_DEATH(static_cast<void>(court_id::make("wiwd").error()), "");
}

}  // namespace
