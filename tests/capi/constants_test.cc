// The C header and the C++ library have the same numbers, texts and limits. Names are made from the
// .def files and looked up in the text of the header, so neither side can have a name that the
// other lacks.
#include <cctype>
#include <cstring>
#include <fstream>
#include <map>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include <ecflink/ecflink.h>
#include <ecflink/ecflink_decide.h>
#include <ecflink/core/findings.hpp>
#include <ecflink/core/tokens.hpp>
#include <ecflink/core/version.hpp>
#include <ecflink/decide/readiness.hpp>
#include <ecflink/policies/directory.hpp>

namespace {

using ecflink::token_entry;

std::string upper(std::string_view text) {
    std::string result(text);
    for (char& c : result) {
        c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    }
    return result;
}

/// Every enumerator of a header, by name: wherever the header says "ECFLINK_X = 7".
std::map<std::string, int> header_constants(const char* header = ECFLINK_HEADER) {
    std::ifstream in(header);
    std::map<std::string, int> constants;
    std::string before_last;
    std::string last;
    for (std::string word; in >> word; before_last = std::move(last), last = std::move(word)) {
        if (last == "=" && before_last.starts_with("ECFLINK_")) {
            EXPECT_TRUE(constants.emplace(before_last, std::stoi(word)).second) << before_last;
        }
    }
    return constants;
}

class Constants : public testing::Test {
protected:
    std::map<std::string, int> left = header_constants();

    void expect(const std::string& name, int number) {
        const auto place = left.find(name);
        ASSERT_NE(place, left.end()) << name << " is not in the header";
        EXPECT_EQ(place->second, number) << name;
        left.erase(place);
    }
    /// How many constants of a family are left over.
    int leftovers(std::string_view prefix) const {
        int count = 0;
        for (const auto& [name, number] : left) {
            count += name.starts_with(prefix) ? 1 : 0;
        }
        return count;
    }
};

TEST_F(Constants, Findings) {
    std::size_t count = 0;
#define ECFLINK_FINDING(bit, identifier, token, ...)      \
    expect("ECFLINK_FINDING_" + upper(#identifier), bit); \
    ++count;
#include <ecflink/core/findings.def>
#undef ECFLINK_FINDING
    EXPECT_EQ(count, ecflink_finding_count());
    // The groups of findings are the rest of this prefix.
    EXPECT_EQ(leftovers("ECFLINK_FINDING_"),
              static_cast<int>(ecflink_token_count(ECFLINK_ENUMERATION_FINDING_GROUP)));
}

TEST_F(Constants, Enumerations) {
    struct entry {
        const char* identifier;
        int number;
        const char* token;
    };
    int enumeration = 0;  // they are numbered in the order of tokens.def
    std::size_t numbers = 0;
    const auto walk = [&](const char* type, bool may_miss, std::initializer_list<entry> entries) {
        const std::string family = "ECFLINK_" + upper(type) + "_";
        expect("ECFLINK_ENUMERATION_" + upper(type), ++enumeration);
        if (may_miss) {
            expect(family + "MISSING", 0);
            EXPECT_STREQ(ecflink_token_text(enumeration, 0), "");
        }
        for (const entry& one : entries) {
            expect(family + upper(one.identifier), one.number);
            EXPECT_STREQ(ecflink_token_text(enumeration, one.number), one.token);
        }
        numbers += entries.size();
        EXPECT_EQ(ecflink_token_count(enumeration), entries.size()) << type;
    };
#define ECFLINK_TOKEN(identifier, number, token, meaning) {#identifier, number, token},
#define ECFLINK_ENUM(type, ...) walk(#type, true, {__VA_ARGS__});
#define ECFLINK_CLOSED_ENUM(type, ...) walk(#type, false, {__VA_ARGS__});
#include <ecflink/core/tokens.def>
#undef ECFLINK_CLOSED_ENUM
#undef ECFLINK_ENUM
#undef ECFLINK_TOKEN
    EXPECT_GT(numbers, 80U);
    EXPECT_EQ(ecflink_token_count(enumeration + 1), 0U);
    EXPECT_EQ(leftovers("ECFLINK_ENUMERATION_"), 0);
}

TEST_F(Constants, EverythingElseIsKnown) {
#define ECFLINK_STATUS(identifier, class_number, detail, meaning)                    \
    expect("ECFLINK_" #identifier, (class_number) + 256 * (detail));                 \
    EXPECT_STREQ(ecflink_status_name(ECFLINK_##identifier), "ECFLINK_" #identifier); \
    EXPECT_STREQ(ecflink_status_text(ECFLINK_##identifier), meaning);
#include "status.def"
#undef ECFLINK_STATUS
    EXPECT_EQ(leftovers("ECFLINK_E_"), 0);
    EXPECT_EQ(left.at("ECFLINK_CASE_ALREADY_LINKED"), ECFLINK_CASE_ALREADY_LINKED);
}

ecflink_step step_of(std::string_view token) {
    ecflink_step number = ECFLINK_NO_STEP;
    EXPECT_EQ(ecflink_step_parse(token.data(), token.size(), &number, nullptr), ECFLINK_OK) << token;
    return number;
}

TEST(Steps, AreThoseOfTheCatalogue) {
    std::map<std::string, int> left = header_constants(ECFLINK_DECIDE_HEADER);
#define ECFLINK_MENDS(...) 0
#define ECFLINK_STEP(number, identifier, token, ...)                  \
    EXPECT_EQ(left.at("ECFLINK_STEP_" + upper(#identifier)), number); \
    left.erase("ECFLINK_STEP_" + upper(#identifier));                 \
    EXPECT_EQ(step_of(token), number);
#include <ecflink/decide/readiness.def>
#undef ECFLINK_STEP
#undef ECFLINK_MENDS
    for (const auto& [name, number] : left) {
        EXPECT_FALSE(name.starts_with("ECFLINK_STEP_")) << name;
    }
    for (const ecflink::step_info& info : ecflink::step_catalogue()) {
        for (const std::string_view text : {info.token, info.help, info.sentence, info.since, info.sources}) {
            EXPECT_EQ(std::strlen(text.data()), text.size()) << info.token;
        }
    }
}

/// Texts of the library are passed out as C strings: the view must end at the NUL.
TEST(StaticTexts, EndWithNul) {
    const auto ends = [](std::string_view text) {
        return text.empty() || std::strlen(text.data()) == text.size();
    };
    for (const ecflink::finding_info& info : ecflink::catalogue()) {
        EXPECT_TRUE(ends(info.token) && ends(info.true_when) && ends(info.remedy) && ends(info.sources) &&
                    ends(info.since))
            << info.token;
    }
#define ECFLINK_ENUM(type, ...)                                               \
    for (const token_entry& entry : ecflink::tokens<ecflink::type>()) {       \
        EXPECT_TRUE(ends(entry.token) && ends(entry.meaning)) << entry.token; \
    }
#define ECFLINK_CLOSED_ENUM ECFLINK_ENUM
#include <ecflink/core/tokens.def>
#undef ECFLINK_CLOSED_ENUM
#undef ECFLINK_ENUM
    for (const ecflink::court_record& court : ecflink::directory()) {
        EXPECT_LT(court.id.view().size(), ecflink::court_id::capacity);  // room for the NUL
        EXPECT_TRUE(ends(court.id.view()) && ends(court.pacer_id) && ends(court.name) &&
                    ends(court.circuit) && ends(court.state) && ends(court.time_zone) &&
                    ends(court.go_live) && ends(court.outage_begin) && ends(court.help_phone) &&
                    ends(court.source))
            << court.id.view();
        for (const ecflink::help_desk& desk : ecflink::find_help_desks(court.pacer_id)) {
            EXPECT_TRUE(ends(desk.pacer_id) && ends(desk.division) && ends(desk.phone)) << desk.pacer_id;
        }
    }
}

}  // namespace
