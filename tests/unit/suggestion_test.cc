// suggestion.hpp: what is near to an id that nothing has.
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include <ecflink/policies/directory.hpp>
#include <ecflink/policies/suggestion.hpp>
#include <ecflink/text/ascii_text.hpp>

namespace {

using namespace ecflink;
using texts = std::vector<std::string>;

TEST(Suggestions, NameWhatDiffersInSpellingAlone) {
    const std::vector<std::string_view> known = {"jsmith", "0042", "A 7", "smithj"};
    EXPECT_EQ(suggest("JSmith", known), texts{"jsmith"});
    EXPECT_EQ(suggest(" jsmith\xC2\xA0", known), texts{"jsmith"});
    EXPECT_EQ(suggest("42", known), texts{"0042"});
    EXPECT_EQ(suggest("a007", known), texts{"A 7"});
}

TEST(Suggestions, NameWhatDiffersByOneLetter) {
    const std::vector<std::string_view> known = {"jsmith", "jsmithe", "1000001"};
    EXPECT_EQ(suggest("jsmitj", known), texts{"jsmith"});
    EXPECT_EQ(suggest("smith", known), texts{"jsmith"});
    EXPECT_EQ(suggest("jsmihth", known), texts{"jsmith"});
    EXPECT_EQ(suggest("Jsimth", known), texts{"jsmith"}) << "two neighbors swapped, and another case";
    EXPECT_EQ(suggest("jsmithee", known), texts{"jsmithe"});
    EXPECT_EQ(suggest("1000002", known), texts{"1000001"});
}

TEST(Suggestions, SpellingGoesBeforeLetters) {
    const std::vector<std::string_view> known = {"wiwx", "wiwd"};
    EXPECT_EQ(suggest("WIWD", known), texts{"wiwd"});
    EXPECT_EQ(suggest("wiwz", known), (texts{"wiwx", "wiwd"}));
}

TEST(Suggestions, KeepQuietWhereNothingIsNear) {
    const std::vector<std::string_view> known = {"jsmith", "wiwd", "ab", ""};
    EXPECT_EQ(suggest("jsmith", known), texts{}) << "never the text itself";
    EXPECT_EQ(suggest("kjones", known), texts{});
    EXPECT_EQ(suggest("wi", known), texts{});
    EXPECT_EQ(suggest("ac", known), texts{}) << "one letter of two";
    EXPECT_EQ(suggest("", known), texts{});
    EXPECT_EQ(suggest("  ", known), texts{});
    EXPECT_EQ(suggest(std::string(65, 'a'), known), texts{});
}

TEST(Suggestions, AreFourAtMost) {
    const std::vector<std::string_view> known = {"aab", "aac", "aad", "aae", "aaf", "aab"};
    EXPECT_EQ(suggest("aaa", known), (texts{"aab", "aac", "aad", "aae"}));
}

TEST(CourtSuggestions, NameACourtWrittenAnotherWay) {
    EXPECT_EQ(suggest_court("WIWD"), texts{"wiwd"});
    EXPECT_EQ(suggest_court("wiwd "), texts{"wiwd"});
    EXPECT_EQ(suggest_court("wi wd"), texts{"wiwd"});
    EXPECT_EQ(suggest_court("ca09"), texts{"ca9"});
    EXPECT_EQ(suggest_court("wiwbb"), texts{"wiwb"});
    EXPECT_EQ(suggest_court("wiw"), (texts{"wiwb", "wiwd"}));
    EXPECT_EQ(suggest_court("iwwd"), texts{"wiwd"});
    EXPECT_EQ(suggest_court("example"), texts{});
}

TEST(CourtSuggestions, KnowWhatOthersCallACourt) {
    EXPECT_EQ(suggest_court("uscfc"), texts{"cofc"});
    EXPECT_EQ(suggest_court("nebraskab"), texts{"neb"});
    EXPECT_EQ(suggest_court("txs"), (texts{"txsd", "txsb"}));
    EXPECT_EQ(suggest_court("ID"), (texts{"idd", "idb"}));
    EXPECT_EQ(suggest_court("WIWBK"), texts{"wiwb"});
    EXPECT_EQ(suggest_court("1dcca"), texts{"cadc"});
    EXPECT_EQ(suggest_court("09CA"), texts{"ca9"});
}

TEST(CourtSuggestions, ReadAddresses) {
    EXPECT_EQ(suggest_court("https://www.wiwb.uscourts.gov/nextgen"), texts{"wiwb"});
    EXPECT_EQ(suggest_court("ecf.wiwd"), texts{"wiwd"});
    EXPECT_EQ(suggest_court("www.uscfc.uscourts.gov"), texts{"cofc"});
    EXPECT_EQ(suggest_court("ForgottenECF@id.uscourts.gov"), (texts{"idd", "idb"}));
    EXPECT_EQ(suggest_court("https://www.example.org/"), texts{});
}

TEST(CourtSuggestions, KnowTheCourtsOfTheCaller) {
    const std::vector<std::string_view> more = {"ny-supreme"};
    EXPECT_EQ(suggest_court("NY-Supreme"), texts{});
    EXPECT_EQ(suggest_court("NY-Supreme", more), texts{"ny-supreme"});
}

TEST(CourtSuggestions, NeverNameTheCourtThatWasWritten) {
    for (const court_record& court : directory()) {
        for (const std::string& suggested : suggest_court(court.id.view())) {
            EXPECT_NE(suggested, court.id.view());
        }
        EXPECT_EQ(suggest_court(court.pacer_id), texts{std::string(court.id.view())}) << court.id.view();
    }
}

TEST(AsciiText, IsLowerInItsLettersAlone) {
    for (int byte = 0; byte < 256; ++byte) {
        const char c = static_cast<char>(byte);
        const bool is_capital = byte >= 'A' && byte <= 'Z';
        EXPECT_EQ(to_lower_ascii(c), static_cast<char>(is_capital ? byte + ('a' - 'A') : byte)) << byte;
    }
    EXPECT_EQ(to_lower_ascii("YES, \xC3\x89TAT 1"), "yes, \xC3\x89tat 1");
    EXPECT_EQ(to_lower_ascii(""), "");
}

TEST(DidYouMean, ListsSuggestions) {
    EXPECT_EQ(did_you_mean(texts{}), "");
    EXPECT_EQ(did_you_mean(texts{"a"}), "; did you mean \"a\"?");
    EXPECT_EQ(did_you_mean(texts{"a", "b"}), "; did you mean \"a\" or \"b\"?");
    EXPECT_EQ(did_you_mean(texts{"a", "b", "c"}), "; did you mean \"a\", \"b\" or \"c\"?");
}

}  // namespace
