#include <gtest/gtest.h>

#include <cstdio>
#include <set>
#include <utility>

#include <ecflink/ledger/confirm_page.hpp>
#include <ecflink/ledger/handle.hpp>
#include <ecflink/policies/policy_set.hpp>
#include <ecflink/text/visible_text.hpp>

namespace {

using namespace ecflink;

const policy_set& policies() {
    static const policy_set all = std::move(policy_set::load().value());
    return all;
}

confirm_page page_for(const court_policy& policy, const account_surroundings& around = {},
                      std::string_view account_name = "Clemens Faber",
                      std::string_view central_name = "Clemens Faber") {
    court_account account;
    account.login = "cfaber";
    account.role = account_role::attorney;
    return make_confirm_page(policy, "wiwd", account_name, account, central_name, "3318152", around);
}

TEST(Mask, KeepsTheFirstAndTheLastCharacterAndHidesHowManyThereAre) {
    EXPECT_EQ(mask("cfaber"), "c***r");
    EXPECT_EQ(mask("abc"), "a***c");
    EXPECT_EQ(mask("ab"), "***");
    EXPECT_EQ(mask("a"), "***");
    EXPECT_EQ(mask(""), "***");
    EXPECT_EQ(mask("\xC3\xA9 t \xC3\xA0"), "\xC3\xA9***\xC3\xA0");
}

TEST(ConfirmPage, ShowsBothNamesAndWhatBecomesPermanent) {
    const confirm_page page = page_for(policies().find("wiwd"));
    EXPECT_EQ(page.court, "U.S. District Court for the Western District of Wisconsin");
    EXPECT_EQ(page.account_name, "Clemens Faber");
    EXPECT_EQ(page.central_name, "Clemens Faber");
    EXPECT_EQ(page.account, "c***r");
    EXPECT_EQ(page.central, "3***2");
    EXPECT_FALSE(page.names_differ);
    EXPECT_TRUE(page.look_twice.empty());
    ASSERT_EQ(page.permanent.size(), 3U);
    EXPECT_EQ(page.permanent[2], "You cannot undo this; only the clerk's office of the court can.");
}

TEST(ConfirmPage, SaysOnlyWhatThePolicyMakesTrue) {
    court_policy policy = policies().find("wiwd");
    policy.rules.retire = credential_retirement::never;
    policy.rules.unlink_by = token_set<unlink_authority>{}.insert(unlink_authority::filer);
    EXPECT_EQ(page_for(policy).permanent.size(), 1U);
    policy.rules.unlink_by = {};
    EXPECT_EQ(page_for(policy).permanent.back(), "Nobody can undo this.");
    policy.rules.unlink_by.insert(unlink_authority::clerk).insert(unlink_authority::center);
    EXPECT_EQ(page_for(policy).permanent.back(),
              "You cannot undo this; only the clerk's office of the court or the service center can.");
}

TEST(ConfirmPage, SaysWhyNamesAreToBeLookedAtTwice) {
    const std::string missing = "A name is missing, so nobody can compare the two.";
    const std::string other = "The two names are not the same.";
    const std::string order = "The two names have the same words, but not in the same order.";
    const std::string generations =
        "The two names state different generations, such as Jr. and Sr.: they may be those of two people of "
        "one family.";
    const std::string one_generation =
        "Only one of the two names states a generation, such as Jr. or III: they may be those of two people "
        "of one family.";
    const struct {
        std::string_view account;
        std::string_view central;
        std::vector<std::string> reasons;
        bool differ;
    } cases[] = {
        {"Clemens Faber", "FABER, Clemens, Esq.", {}, false},
        {"Clemens Faber Jr.", "Faber, Clemens II", {}, false},
        {"Clemens Faber", "", {missing}, true},
        {"?", "Clemens Faber", {missing}, true},
        {"Clemens Faber", "Clement Faber", {other}, true},
        {"Clemens Faber", "Ann Lee", {other}, true},
        {"Clemens Faber", "Faber Clemens", {order}, true},
        {"Clemens Faber Jr.", "Clemens Faber Sr.", {generations}, true},
        {"Clemens Faber", "Clemens Faber III", {one_generation}, false},
        {"Clemens Faber Jr", "Clemens Faber", {one_generation}, false},
        {"Ann Faber Jr", "Faber Ann III", {order, generations}, true},
        {"Ann Faber", "Anna Faber, Jr.", {other, one_generation}, true},
    };
    for (const auto& each : cases) {
        const confirm_page page = page_for(policies().find("wiwd"), {}, each.account, each.central);
        EXPECT_EQ(page.look_twice, each.reasons) << each.account << " / " << each.central;
        EXPECT_EQ(page.names_differ, each.differ) << each.account << " / " << each.central;
    }
    court_policy exact = policies().find("wiwd");
    exact.rules.compare_names = name_rule::exact;
    const confirm_page page = page_for(exact, {}, "Clemens Faber", "FABER, Clemens");
    EXPECT_EQ(page.look_twice, std::vector<std::string>{"The two names are not written in the same way."});
    EXPECT_TRUE(page.names_differ);
    EXPECT_TRUE(page_for(exact).look_twice.empty());
}

TEST(VisibleText, ShowsEveryCharacterThatIsNotSeenAsItself) {
    EXPECT_EQ(visible_text("Ren\xC3\xA9 O'Brien-\xE6\x9D\x8E, Jr."), "Ren\xC3\xA9 O'Brien-\xE6\x9D\x8E, Jr.");
    EXPECT_EQ(visible_text(""), "");
    EXPECT_EQ(visible_text("a\nb\r\tc"), "a<U+000A>b<U+000D><U+0009>c");
    EXPECT_EQ(visible_text(std::string_view("\0", 1)), "<U+0000>");
    EXPECT_EQ(visible_text("\xE9t\xC3"), "<0xE9>t<0xC3>");
    const std::pair<char32_t, char32_t> hidden[] = {
        {0x01, 0x1F},     {0x7F, 0x9F},       {0xAD, 0xAD},      {0x61C, 0x61C},   {0x200B, 0x200F},
        {0x2028, 0x202E}, {0x2060, 0x2064},   {0x2066, 0x206F},  {0xFEFF, 0xFEFF}, {0x3164, 0x3164},
        {0xFE00, 0xFE0F}, {0xE0001, 0xE0001}, {0xE0020, 0xE007F}};
    for (const auto& [first, last] : hidden) {
        for (char32_t code = first; code <= last; ++code) {
            std::string text;
            const auto add = [&](unsigned byte) { text += static_cast<char>(byte); };
            if (code < 0x80) {
                add(code);
            } else if (code < 0x800) {
                add(0xC0 | code >> 6U);
                add(0x80 | (code & 0x3F));
            } else {
                if (code < 0x10000) {
                    add(0xE0 | code >> 12U);
                } else {
                    add(0xF0 | code >> 18U);
                    add(0x80 | (code >> 12U & 0x3F));
                }
                add(0x80 | (code >> 6U & 0x3F));
                add(0x80 | (code & 0x3F));
            }
            char shown[16];
            std::snprintf(shown, sizeof shown, "<U+%04X>", static_cast<unsigned>(code));
            EXPECT_EQ(visible_text("a" + text + "b"), 'a' + std::string(shown) + 'b');
        }
    }
}

// Whatever a record holds, it is on one line of the page, and seen.
TEST(ConfirmPage, ARecordFakesNoLineAndNoName) {
    const std::string fake =
        "Clemens Faber\nNobody can undo this.\xE2\x80\xAE"
        "rebaF\xE2\x80\xA8\x1B[2J";
    const std::string seen = "Clemens Faber<U+000A>Nobody can undo this.<U+202E>rebaF<U+2028><U+001B>[2J";
    court_policy policy = policies().find("wiwd");
    policy.name = fake;
    court_account account;
    account.login =
        "\xE2\x80\xAE"
        "faber\n";
    const confirm_page page = make_confirm_page(policy, "wiwd", fake, account, fake, "3318152",
                                                {{fake},
                                                 {"\n"
                                                  "agent\x7F"}});
    EXPECT_EQ(page.court, seen);
    EXPECT_EQ(page.account_name, seen);
    EXPECT_EQ(page.central_name, seen);
    EXPECT_EQ(page.account, "<U+202E>***<U+000A>");
    EXPECT_EQ(page.contacts_not_carried, std::vector<std::string>{seen});
    EXPECT_EQ(page.agents_not_carried, std::vector<std::string>{"<U+000A>***<U+007F>"});
    for (const std::vector<std::string>* texts : {&page.look_twice, &page.permanent}) {
        for (const std::string& text : *texts) {
            EXPECT_EQ(visible_text(text), text);
        }
    }
}

TEST(ConfirmPage, TheDigestIsThatOfEverythingOnThePageAndOfBothIds) {
    const confirm_page page = page_for(policies().find("wiwd"), {{"s***@example.org"}, {"agent"}});
    EXPECT_EQ(page.agents_not_carried, std::vector<std::string>{"a***t"});
    std::vector<confirm_page> others(11, page);
    others[0].court += '.';
    others[1].account_name += '.';
    others[2].central_name += '.';
    others[3].account += '.';
    others[4].central += '.';
    others[5].role = account_role::trustee;
    others[6].names_differ = true;
    others[7].permanent.pop_back();
    others[8].contacts_not_carried.clear();
    others[9].agents_not_carried.clear();
    others[10].look_twice.emplace_back("Look.");
    std::set<digest> digests{digest_of(page, "wiwd", "cfaber", "3318152")};
    for (const confirm_page& one : others) {
        digests.insert(digest_of(one, "wiwd", "cfaber", "3318152"));
    }
    digests.insert(digest_of(page, "wiwb", "cfaber", "3318152"));
    digests.insert(digest_of(page, "wiwd", "cfabber", "3318152"));
    digests.insert(digest_of(page, "wiwd", "cfaber", "3318252"));
    EXPECT_EQ(digests.size(), 15U);
}

}  // namespace
