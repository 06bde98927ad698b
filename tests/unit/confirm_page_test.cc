#include <gtest/gtest.h>

#include <set>

#include <ecflink/ledger/confirm_page.hpp>
#include <ecflink/ledger/handle.hpp>
#include <ecflink/policies/policy_set.hpp>

namespace {

using namespace ecflink;

const policy_set& policies() {
    static const policy_set all = std::move(policy_set::load().value());
    return all;
}

confirm_page page_for(const court_policy& policy, findings found = {},
                      const account_surroundings& around = {}) {
    court_account account;
    account.login = "cfaber";
    account.role = account_role::attorney;
    return make_confirm_page(policy, "wiwd", "Clemens Faber", account, "Clemens Faber", "3318152", around,
                             found);
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

TEST(ConfirmPage, NamesThatAreNotTheSameAreToBeLookedAtTwice) {
    for (const finding one : {finding::name_differs, finding::name_similar, finding::name_missing}) {
        EXPECT_TRUE(page_for(policies().find("wiwd"), one).names_differ);
    }
    EXPECT_FALSE(page_for(policies().find("wiwd"), finding::central_search_inactive).names_differ);
}

TEST(ConfirmPage, TheDigestIsThatOfEverythingOnThePageAndOfBothIds) {
    const confirm_page page = page_for(policies().find("wiwd"), {}, {{"s***@example.org"}, {"agent"}});
    EXPECT_EQ(page.agents_not_carried, std::vector<std::string>{"a***t"});
    std::vector<confirm_page> others(10, page);
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
    std::set<digest> digests{digest_of(page, "wiwd", "cfaber", "3318152")};
    for (const confirm_page& one : others) {
        digests.insert(digest_of(one, "wiwd", "cfaber", "3318152"));
    }
    digests.insert(digest_of(page, "wiwb", "cfaber", "3318152"));
    digests.insert(digest_of(page, "wiwd", "cfabber", "3318152"));
    digests.insert(digest_of(page, "wiwd", "cfaber", "3318252"));
    EXPECT_EQ(digests.size(), 14U);
}

}  // namespace
