#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include <ecflink/core/observe.hpp>
#include <ecflink/tables/person_name.hpp>

namespace {

using namespace ecflink;

struct name_case {
    std::string_view name;
    std::string_view words;
    unsigned generation = 0;
};

void expect_read(std::initializer_list<name_case> cases) {
    for (const name_case& each : cases) {
        const person_name read = read_name(each.name);
        EXPECT_EQ(read.words, each.words) << each.name;
        EXPECT_EQ(read.generation, each.generation) << each.name;
    }
}

TEST(PersonName, CaseWidthAndPunctuationAreFolded) {
    expect_read({
        {"GARC\u00CDA-Lopez, Ana", "ana garcia lopez"},
        {"  John\t  Quincy  Smith  ", "john quincy smith"},
        {"O'Brien/Smith", "obrien smith"},
        {"Stra\u00DFe", "strasse"},
        {"\uFF21\uFF4E\uFF4E Sample", "ann sample"},  // full width
        {"An\u200Bn Sample", "ann sample"},           // zero-width space
        {"Ann\u2010Marie \u2014 X", "ann marie x"},
        {"Ann - Marie", "ann marie"},
        {"St.John", "st john"},
        {"\u0130pek", "ipek"},  // dotted capital I folds to i and a mark
        {"\u738B\u5C0F\u660E", "\u738B\u5C0F\u660E"},
        {"Finch \U0001F600", "finch"},
        {"Room 101", "room 101"},
    });
}

TEST(PersonName, LettersThatUnicodeDoesNotTakeApart) {
    expect_read({
        {"\u0110\u1ED7 Th\u1ECB \u0110\u00E0o", "do thi dao"},
        {"\u0141ukasz Wr\u00F3bel", "lukasz wrobel"},
        {"S\u00F8ren \u00D8deg\u00E5rd", "soren odegard"},
        {"Y\u0131ld\u0131z I\u015F\u0131k", "yildiz isik"},
        {"\u0126al \u0166a \u014Aga \u0138ut", "hal ta nga kut"},
        {"\u00DE\u00F3r \u00D0or", "thor dor"},
        {"\u00C6sop \u0152uvre", "aesop oeuvre"},
        {"\u0180enn \u0257an", "\u0180enn \u0257an"},  // not in the list: stays
        {"\u01FF", "\u00F8"},  // taken apart into a letter of the list and a mark, after the list
    });
}

TEST(PersonName, ApostrophesThatCountAsLettersGo) {
    for (const std::string_view apostrophe :
         {"'", "\u2019", "\u02B9", "\u02BA", "\u02BB", "\u02BC", "\u02BD", "\u02BE", "\u02BF", "\u02C8",
          "\u02CA", "\u02CB", "\uA78B", "\uA78C", "\u0374"}) {
        EXPECT_EQ(read_name("Ka" + std::string(apostrophe) + "ahumanu").words, "kaahumanu") << apostrophe;
    }
    EXPECT_EQ(read_name("Ka\u02CCahu").words, "ka\u02CCahu");
}

TEST(PersonName, MarksGoOnlyWhereTheyAreAccents) {
    expect_read({
        {"Rene\u0301e", "renee"},
        {"a\u0323\u0307", "a"},
        {"\u03AC\u03B1", "\u03B1\u03B1"},                                // Greek
        {"\u0419\u043E", "\u0438\u043E"},                                // Cyrillic
        {"\u05D3\u05B8\u05D5\u05D3", "\u05D3\u05D5\u05D3"},              // Hebrew
        {"\u0645\u064F\u062D\u0645\u062F", "\u0645\u062D\u0645\u062F"},  // Arabic
        {"\u0930\u093E\u092E", "\u0930\u093E\u092E"},                    // Devanagari
        // in canonical order
        {"\u0915\u094D\u093C", "\u0915\u093C\u094D"},
        {"\u30D0", "\u30CF\u3099"},                    // kana
        {"\uFF8A\uFF9E", "\u30CF\u3099"},              // of half width
        {"\u0E01\u0E34\u0E19", "\u0E01\u0E34\u0E19"},  // Thai
        {"\u10D0\u0301", "\u10D0\u0301"},              // Georgian
        {"1\u0301", "1\u0301"},                        // no letter
        // no letter before it
        {"a\u200D\u0301", "a\u0301"},
        {"\u0301", "\u0301"},
    });
}

TEST(PersonName, GenerationsAndTitlesGoFromTheEnds) {
    expect_read({
        {"John Ames Jr.", "john ames", 2},
        {"John Ames Junior", "john ames", 2},
        {"John Ames II", "john ames", 2},
        {"John Ames 2nd", "john ames", 2},
        {"John Ames Sr", "john ames", 1},
        {"John Ames SENIOR", "john ames", 1},
        {"John Ames III", "john ames", 3},
        {"John Ames 3rd", "john ames", 3},
        {"John Ames \u2163", "john ames", 4},
        {"John Ames 4th", "john ames", 4},
        {"John Ames V", "john ames v"},
        {"John Ames, Esq.", "john ames"},
        {"John Ames Esquire", "john ames"},
        {"John Ames, Ph.D.", "john ames"},
        {"John Ames, Ph-D", "john ames"},
        {"John Ames M.D., J.D.", "john ames"},
        {"John Ames LLM", "john ames"},
        {"John Ames (DDS)", "john ames"},
        {"John Ames, III, CPA", "john ames", 3},
        {"John Ames Jr. III", "john ames", 2},  // the last one that goes
        {"John Ames Jr., III", "john ames", 2},
        {"Smith, John, Jr.", "john smith", 2},
        {"Smith, Jr., John", "john smith", 2},
        {"Smith Jr., John", "john smith", 2},
        {"Smith, John Jr.", "john smith", 2},
        {"Smith III, John Esq.", "john smith", 3},
        {"John Smith , III", "john smith", 3},
        {"Smith, III Esq., John", "john smith", 3},
    });
}

TEST(PersonName, WordsThatOnlyLookLikeGenerationsStay) {
    expect_read({
        {"Holt, JR", "jr holt"},
        {"Holt, J.R.", "jr holt"},
        {"Holt, Jr, Sr", "jr holt", 1},
        {"Holt Ames, JR", "holt ames", 2},
        {"Ames Jr", "ames jr"},
        {"Jr.", "jr"},
        {", Jr.", "jr"},
        {"Jr Ames Holt", "jr ames holt"},
        {"Jr, Ames", "ames jr"},
        {"John Jr Ames", "john jr ames"},
        {"Ivan Srb Jrgens", "ivan srb jrgens"},
        {"John Smith-IV", "john smith iv"},
        {"John Ames Jr\u0301", "john ames", 2},
        {"Iv, Esq", "esq iv"},
        {"Li Md, Jd", "li md"},
    });
}

TEST(PersonName, FamilyNameFirst) {
    expect_read({
        {"Lopez Garcia, Ana Maria", "ana maria lopez garcia"},
        {"Byron ,Ada", "ada byron"},
        {"Byron, Ada, Augusta", "ada augusta byron"},
        {",Ada,", "ada"},
        {"Byron, , Ada", "ada byron"},
        {"Byron\uFF0CAda", "ada byron"},
    });
}

TEST(PersonName, NeighboringInitialsAreJoined) {
    for (const std::string_view name : {"J.P. Morrow", "J. P. Morrow", "J P Morrow", "J-P Morrow",
                                        "Morrow, J.P.", "Morrow, J. P.", "j/p morrow"}) {
        EXPECT_EQ(read_name(name).words, "jp morrow") << name;
    }
    expect_read({
        {"W. E. B. Carr", "web carr"},
        {"JP Q Morrow", "jp q morrow"},
        {"Carr W E B", "carr web"},
        {"A, B, C", "bca"},
        {"a 1 b", "a 1 b"},  // a number is no initial
        {"\u5F20 \u4F1F", "\u5F20\u4F1F"},
        {"\u00C6 \u0152", "ae oe"},
        {"\u0180 \u0257 x", "\u0180\u0257x"},
    });
}

TEST(PersonName, NothingLeft) {
    for (const char* name : {"", " ", ",", "---", "...", "!?", "\u200B", "\u02BB", "\xFF\xFE", "Ann\xC3"}) {
        EXPECT_EQ(read_name(name), person_name{}) << name;
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
    const name_comparison wide = compare_names("\u0930\u093E\u092E x", "\u0930\u093E\u0935 x");
    EXPECT_EQ(wide.common, 4U) << "code points, not bytes";
    EXPECT_EQ(wide.total, 10U);
    EXPECT_FALSE(compare_names("", "Ann").central_present);
    EXPECT_TRUE(compare_names("", "Ann").account_present);
    EXPECT_TRUE(compare_names("Ed", "Ed").equal_exact);
    EXPECT_FALSE(compare_names("?!", "?!").central_present);
    EXPECT_FALSE(compare_names("\xC3", "\xC3").account_present);
}

struct pair_case {
    std::string_view a;
    std::string_view b;
    finding found = finding{};  ///< none: equal
};

/// What is found of two names under the default policy, whichever side they stand on.
void expect_found(std::initializer_list<pair_case> cases) {
    for (const pair_case& each : cases) {
        findings expected;
        if (each.found != finding{}) {
            expected.insert(each.found);
        }
        EXPECT_EQ(observe_names(link_policy{}, compare_names(each.a, each.b)), expected)
            << each.a << " / " << each.b;
        EXPECT_EQ(observe_names(link_policy{}, compare_names(each.b, each.a)), expected)
            << each.b << " / " << each.a;
    }
}

TEST(PersonName, StatedGenerationsThatDifferAreTwoPeople) {
    expect_found({
        {"John Ames Jr.", "John Ames Sr.", finding::name_similar},
        {"Ames, John, III", "John Ames Jr", finding::name_similar},
        {"John Ames II", "John Ames III", finding::name_similar},
        {"John Ames 2nd", "John Ames 3rd", finding::name_similar},
        {"\u0110\u00E0o Ames Jr", "Dao Ames Senior", finding::name_similar},
        {"\u0930\u093E\u092E \u0930\u093E\u0935 Jr", "\u0930\u093E\u092E \u0930\u093E\u0935 III",
         finding::name_similar},
        {"John Ames Jr.", "John Ames II"},
        {"John Ames Jr.", "Ames, John, 2nd"},
        {"John Ames", "John Ames Sr."},
        {"John Ames", "John Ames, Jr., Esq."},
    });
}

TEST(PersonName, KindsOfEqualAndUnequalNames) {
    expect_found({
        {"J.P. Morrow", "J. P. Morrow"},
        {"Nguy\u1EC5n \u0110\u1EE9"
         "c Anh",
         "Nguyen Duc Anh"},
        {"Holt, JR", "Holt Jr", finding::name_similar},
        {"Ann Sample, Ph.D.", "Ann Sample, Esquire"},
        {"Sample Ann", "Ann Sample", finding::name_similar},
        {"\u0930\u093E\u092E", "\u0930\u0940\u092E", finding::name_differs},
        {"\u30D0\u30D0", "\u30CF\u30CF", finding::name_differs},
        {"Ann Sample", "Robert Quill", finding::name_differs},
        {"Ann Sample", "...", finding::name_missing},
    });
}

TEST(PersonName, IsSymmetric) {
    const char* const names[] = {"Ann Sample",    "Sample, Ann", "Bea \u00C9tude", "bea etude", "Cy",
                                 "Ann O'Neil Jr", "Ann O'Neil",  "Ann O'Neil III", "",          "\u738B"};
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
