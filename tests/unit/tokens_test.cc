#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include <ecflink/core/tokens.hpp>

namespace {

using namespace ecflink;

/// What tokens.def lists, read apart from tokens.hpp.
struct listed_enum {
    std::string name;
    bool is_closed;
    std::vector<token_entry> entries;
};

const std::vector<listed_enum>& all_listed() {
#define ECFLINK_TOKEN(identifier, number, token, meaning) {number, token, meaning},
#define ECFLINK_ENUM(type, ...) {#type, false, {__VA_ARGS__}},
#define ECFLINK_CLOSED_ENUM(type, ...) {#type, true, {__VA_ARGS__}},
    static const std::vector<listed_enum> all = {
#include <ecflink/core/tokens.def>
    };
#undef ECFLINK_CLOSED_ENUM
#undef ECFLINK_ENUM
#undef ECFLINK_TOKEN
    return all;
}

// Every conversion of every enumeration, for all 256 numbers that its type can hold.
template <class E>
void check_conversions(bool is_closed) {
    const auto all = tokens<E>();
    ASSERT_FALSE(all.empty());
    const unsigned first = all.front().number;
    for (std::size_t i = 0; i < all.size(); ++i) {
        EXPECT_EQ(all[i].number, first + i) << "a gap in the numbers";
    }
    for (unsigned number = 0; number < 256; ++number) {
        const auto value = static_cast<E>(number);
        const bool listed = number >= first && number < first + all.size();
        EXPECT_EQ(is_listed(value), listed) << number;
        EXPECT_EQ(to_token(value).empty(), !listed) << number;
        if (listed) {
            EXPECT_EQ(to_token(value), all[number - first].token);
            EXPECT_EQ(from_token<E>(to_token(value)), value);
        }
        EXPECT_EQ(token_set<E>::all().contains(value), listed) << number;
    }
    for (const std::string_view text : {"", " ", "missing", "no-such-token", "Active", "active ", "1"}) {
        EXPECT_EQ(from_token<E>(text), std::nullopt) << text;
    }
    for (const token_entry& entry : all) {
        EXPECT_EQ(from_token<E>(std::string(entry.token) + '\0'), std::nullopt);
        EXPECT_EQ(from_token<E>(entry.token.substr(1)), std::nullopt) << entry.token;
    }
    EXPECT_EQ(first, is_closed && all.front().number == 0 ? 0U : 1U) << "0 is kept for missing";
}

TEST(Tokens, ConvertBothWaysAndAreTotal) {
#define ECFLINK_ENUM(type, ...)                           \
    {                                                     \
        SCOPED_TRACE(#type);                              \
        check_conversions<type>(false);                   \
        EXPECT_EQ(type::missing, type{});                 \
        EXPECT_TRUE(is_missing_or_listed(type::missing)); \
        EXPECT_FALSE(is_listed(type::missing));           \
    }
#define ECFLINK_CLOSED_ENUM(type, ...) \
    {                                  \
        SCOPED_TRACE(#type);           \
        check_conversions<type>(true); \
    }
#include <ecflink/core/tokens.def>
#undef ECFLINK_CLOSED_ENUM
#undef ECFLINK_ENUM
}

bool is_kebab_case(std::string_view token) {
    char before = '-';
    for (const char c : token) {
        const bool is_letter_or_digit = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (!is_letter_or_digit && !(c == '-' && before != '-')) {
            return false;
        }
        before = c;
    }
    return before != '-';
}

TEST(Tokens, AreKebabCaseAndUniqueInTheirEnumeration) {
    ASSERT_FALSE(all_listed().empty());
    std::set<std::string> types;
    for (const listed_enum& one : all_listed()) {
        EXPECT_TRUE(types.insert(one.name).second) << one.name;
        std::set<std::string_view> seen;
        for (const token_entry& entry : one.entries) {
            EXPECT_TRUE(is_kebab_case(entry.token)) << one.name << ' ' << entry.token;
            EXPECT_TRUE(seen.insert(entry.token).second) << one.name << ' ' << entry.token;
            EXPECT_FALSE(entry.meaning.empty()) << one.name << ' ' << entry.token;
            EXPECT_LT(entry.number, 32U) << "a token_set has 32 bits";
        }
    }
}

TEST(Tokens, SetsHoldWhatWasInserted) {
    constexpr auto some =
        token_set<account_role>{}.insert(account_role::attorney).insert(account_role::staff);
    static_assert(some == token_set<account_role>{account_role::staff, account_role::attorney});
    static_assert(some.contains(account_role::attorney) && some.contains(account_role::staff) &&
                  !some.contains(account_role::trustee));
    static_assert(!some.contains(account_role::missing), "missing is on no list");
    static_assert(token_set<account_role>{}.bits == 0);
    static_assert(token_set<account_role>::all() != some);
    token_set<account_role> everything{~std::uint32_t{0}};
    EXPECT_FALSE(everything.contains(account_role::missing));
    EXPECT_FALSE(everything.contains(static_cast<account_role>(16)));
    EXPECT_FALSE(everything.contains(static_cast<account_role>(255)));
}

}  // namespace
