#include <gtest/gtest.h>

#include <ecflink/tables/person_name.hpp>

namespace {

using namespace ecflink;

TEST(PersonName, NormalizedForm) {
    EXPECT_EQ(normalize_name("GARC\u00CDA-Lopez, Ana Jr."), "ana garcia lopez");
    EXPECT_EQ(normalize_name("Ana Garcia Lopez"), "ana garcia lopez");
    EXPECT_EQ(normalize_name("Smith, Jr., John"), "john smith");
    EXPECT_EQ(normalize_name("Smith, John, Jr."), "john smith");
    EXPECT_EQ(normalize_name("John Smith , III"), "john smith");
    EXPECT_EQ(normalize_name("John Smith Esq."), "john smith");
    EXPECT_EQ(normalize_name("  John\t  Q.  Smith  "), "john q smith");
    EXPECT_EQ(normalize_name("O'Brien/Smith"), "obrien smith");
    EXPECT_EQ(normalize_name("Stra\u00DFe"), "strasse");
    EXPECT_EQ(normalize_name("\uFF21\uFF4E\uFF4E Sample"), "ann sample");  // full width
    EXPECT_EQ(normalize_name("An\u200Bn Sample"), "ann sample");           // zero-width space
    EXPECT_EQ(normalize_name("Ann\u2010Marie \u2014 X"), "ann marie x");
    EXPECT_EQ(normalize_name("Ivan Srb Jrgens"), "ivan srb jrgens");  // a suffix is a whole word
    EXPECT_EQ(normalize_name("Smith-IV"), "smith");
    EXPECT_EQ(normalize_name("\u0130pek"), "ipek");  // dotted capital I folds to i and a mark
    EXPECT_EQ(normalize_name("\u738B\u5C0F\u660E"), "\u738B\u5C0F\u660E");
}

TEST(PersonName, NothingLeft) {
    for (const char* name : {"", " ", "Jr.", ", Jr.", "---", "...", "\u0301", "\xFF\xFE"}) {
        EXPECT_EQ(normalize_name(name), "") << name;
    }
}

TEST(PersonName, ComparesTwoNames) {
    const name_comparison equal = compare_names("Ann Sample", "Ann Sample");
    EXPECT_TRUE(equal.central_present && equal.account_present && equal.equal_exact &&
                equal.equal_normalized);
    const name_comparison folded = compare_names("Ann Sample", "SAMPLE, Ann");
    EXPECT_TRUE(folded.equal_normalized && !folded.equal_exact);
    const name_comparison turned = compare_names("Ann Sample", "Sample Ann");
    EXPECT_FALSE(turned.equal_normalized);
    EXPECT_EQ(turned.similarity(), 1.0);
    const name_comparison composed = compare_names("Jos\u00E9 R", "Jose\u0301 R");
    EXPECT_TRUE(composed.equal_exact && composed.equal_normalized);
    const name_comparison near = compare_names("Jon Smith", "John Smith");
    EXPECT_EQ(near.common, 9U);
    EXPECT_EQ(near.total, 19U);
    EXPECT_FALSE(compare_names("", "Ann").central_present);
    EXPECT_TRUE(compare_names("", "Ann").account_present);
    EXPECT_FALSE(compare_names("Jr.", "Jr.").central_present);
    EXPECT_TRUE(compare_names("Ed", "Ed").equal_exact);
    EXPECT_FALSE(compare_names("\xC3", "\xC3").account_present);
}

TEST(PersonName, IsSymmetric) {
    const char* const names[] = {
        "Ann Sample", "Sample, Ann", "Bea \u00C9tude", "bea etude", "Cy", "O'Neil Jr", "", "\u738B"};
    for (const char* a : names) {
        for (const char* b : names) {
            const name_comparison forward = compare_names(a, b);
            const name_comparison backward = compare_names(b, a);
            EXPECT_EQ(forward.equal_exact, backward.equal_exact);
            EXPECT_EQ(forward.equal_normalized, backward.equal_normalized);
            EXPECT_EQ(forward.similarity(), backward.similarity()) << a << " / " << b;
        }
    }
}

}  // namespace
