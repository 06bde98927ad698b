// A28: texts that look the same and are not, or are the same and look different. Ids are compared
// byte for byte, names in one normal form.
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include <ecflink/core/ids.hpp>
#include <ecflink/tables/person_name.hpp>

namespace {

using namespace ecflink;

struct pair_of_texts {
    std::string_view what;
    std::string_view a;
    std::string_view b;
};

constexpr pair_of_texts lookalikes[] = {
    {"composed and decomposed", "jos\u00E9", "jose\u0301"},
    {"full-width", "anna", "\uFF41\uFF4E\uFF4E\uFF41"},
    {"full-width at sign", "a@b", "a\uFF20b"},
    {"zero-width space", "anna", "an\u200Bna"},
    {"zero-width joiner", "anna", "an\u200Dna"},
    {"right-to-left override", "anna", "an\u202Ena"},
    {"byte-order mark within", "anna", "\uFEFFanna"},
    {"Cyrillic letter", "anna", "\u0430nna"},
    {"capital letter", "anna", "Anna"},
    {"blank at the end", "anna", "anna "},
    {"sharp s", "strasse", "stra\u00DFe"},
    {"Turkish dotless i", "iris", "\u0131ris"},
};

TEST(Attack, A28_IdsAreNeverFolded) {
    for (const pair_of_texts& pair : lookalikes) {
        SCOPED_TRACE(pair.what);
        EXPECT_NE(login::make(pair.a).value(), login::make(pair.b).value());
        EXPECT_NE(central_id::make(pair.a).value(), central_id::make(pair.b).value());
        EXPECT_NE(username::make(pair.a).value(), username::make(pair.b).value());
        EXPECT_EQ(login::make(pair.b).value().view(), pair.b) << "kept as it stands";
    }
}

TEST(Attack, A28_NamesHaveOneNormalFormWhicheverSideTheyStandOn) {
    constexpr pair_of_texts same[] = {
        {"composed and decomposed", "Jos\u00E9 Garc\u00EDa", "Jose\u0301 Garci\u0301a"},
        {"full-width", "Anna Sample", "\uFF21\uFF2E\uFF2E\uFF21 Sample"},
        {"zero-width space", "Anna Sample", "An\u200Bna Sample"},
        {"zero-width joiner", "Anna Sample", "An\u200Dna Sample"},
        {"right-to-left override", "Anna Sample", "\u202EAnna Sample\u202C"},
        {"ligature", "Griffin Sample", "Gri\uFB03n Sample"},
        {"sharp s", "Wei\u00DF", "WEISS"},
        {"no-break space", "Anna Sample", "Anna\u00A0Sample"},
    };
    for (const pair_of_texts& pair : same) {
        SCOPED_TRACE(pair.what);
        for (const bool turned : {false, true}) {
            const name_comparison names =
                turned ? compare_names(pair.b, pair.a) : compare_names(pair.a, pair.b);
            EXPECT_TRUE(names.central_present && names.account_present);
            EXPECT_TRUE(names.equal_normalized);
        }
        EXPECT_EQ(read_name(pair.a), read_name(pair.b));
        EXPECT_EQ(read_name(read_name(pair.b).words), read_name(pair.b)) << "its words stay as they are";
    }
    EXPECT_TRUE(compare_names("Jos\u00E9", "Jose\u0301").equal_exact)
        << "exact is byte for byte in the composed form";
    EXPECT_FALSE(compare_names("Anna", "An\u200Bna").equal_exact)
        << "and what is invisible still counts there";
    EXPECT_FALSE(compare_names("Anna Sample", "\u0410nna Sample").equal_normalized)
        << "another alphabet is another name";
}

TEST(Attack, A28_ANameOfInvisibleCharactersIsMissing) {
    for (const std::string_view nothing :
         {"", " ", "\u200B", "\u200D\u200B", "\u202E", "...", "\u2060\u02BB", "\xC3\x28", "\xFF"}) {
        const name_comparison names = compare_names("Anna Sample", nothing);
        EXPECT_TRUE(names.central_present);
        EXPECT_FALSE(names.account_present) << nothing;
    }
}

}  // namespace
