#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include <ecflink/core/findings.hpp>

namespace {

using namespace ecflink;

// Released bits and tokens. Lines are added when a version is released, and never changed.
struct released {
    unsigned bit;
    std::string_view token;
};
constexpr released released_findings[] = {
    {0, "court-unknown"},
    {1, "central-unknown"},
    {2, "account-unknown"},
    {3, "record-malformed"},
    {4, "record-ambiguous"},
    {8, "central-shared"},
    {9, "central-administrative"},
    {10, "central-legacy"},
    {11, "central-not-activated"},
    {12, "central-on-hold"},
    {13, "central-disabled"},
    {14, "central-closed"},
    {15, "central-mfa-missing"},
    {16, "central-change-pending"},
    {17, "central-search-inactive"},
    {18, "central-exempt"},
    {20, "court-not-live"},
    {21, "court-in-outage"},
    {22, "link-path-closed"},
    {23, "court-needs-no-link"},
    {24, "court-go-live-unknown"},
    {28, "account-terminated"},
    {29, "account-suspended"},
    {30, "account-restricted"},
    {31, "account-locked"},
    {32, "account-fee-locked"},
    {33, "role-not-linkable"},
    {34, "account-opened-after-cutover"},
    {35, "login-not-linkable"},
    {36, "account-change-pending"},
    {37, "account-link-locked"},
    {38, "agent-without-principal"},
    {40, "central-proof-insufficient"},
    {41, "central-proof-stale"},
    {42, "account-proof-insufficient"},
    {43, "account-proof-stale"},
    {44, "proof-for-another-court"},
    {45, "attempts-exhausted"},
    {46, "not-preauthorized"},
    {47, "confirmation-missing"},
    {48, "already-linked"},
    {49, "account-linked-elsewhere"},
    {50, "central-slot-taken"},
    {51, "pair-tombstoned"},
    {52, "kind-role-mismatch"},
    {53, "name-differs"},
    {54, "name-similar"},
    {55, "name-missing"},
    {56, "link-in-future"},
    {57, "link-before-account"},
};

TEST(Catalogue, KeepsEveryReleasedBitAndToken) {
    for (const released& one : released_findings) {
        const finding_info* const info = find_finding(one.bit);
        ASSERT_NE(info, nullptr) << one.token;
        EXPECT_EQ(info->token, one.token);
        EXPECT_EQ(static_cast<unsigned>(info->id), one.bit);
    }
    for (const finding_info& info : catalogue()) {
        EXPECT_TRUE(info.since == std::string_view(ECFLINK_VERSION_STRING) ||
                    std::ranges::find(released_findings, info.token, &released::token) !=
                        std::end(released_findings))
            << info.token << " was released with " << info.since;
    }
}

TEST(Catalogue, IsInBitOrderAndReservesTheGaps) {
    int before = -1;
    std::set<unsigned> used;
    for (const finding_info& info : catalogue()) {
        const auto bit = static_cast<int>(info.id);
        EXPECT_GT(bit, before) << info.token;
        EXPECT_LT(bit, 64) << info.token;
        before = bit;
        used.insert(static_cast<unsigned>(bit));
    }
    for (unsigned bit = 0; bit < 256; ++bit) {
        EXPECT_EQ(find_finding(bit) != nullptr, used.contains(bit)) << bit;
    }
}

TEST(Catalogue, GroupsAreRangesInMendingOrder) {
    struct range {
        finding_group group;
        unsigned first;
        unsigned last;
    };
    constexpr range ranges[] = {{finding_group::input, 0, 7},   {finding_group::central, 8, 19},
                                {finding_group::court, 20, 27}, {finding_group::account, 28, 39},
                                {finding_group::proof, 40, 47}, {finding_group::pair, 48, 55},
                                {finding_group::ledger, 56, 63}};
    findings all;
    for (const range& one : ranges) {
        findings expected;
        for (const finding_info& info : catalogue()) {
            const auto bit = static_cast<unsigned>(info.id);
            expected.insert_if(info.id, bit >= one.first && bit <= one.last);
        }
        EXPECT_EQ(findings_of(one.group), expected) << to_token(one.group);
        EXPECT_FALSE(all.intersects(expected));
        all = all | expected;
    }
    EXPECT_EQ(static_cast<std::size_t>(all.count()), catalogue().size());
}

// What a policy makes of a finding unless it says otherwise.
TEST(Catalogue, GivesEachFindingOneDefault) {
    for (const finding_info& info : catalogue()) {
        for (const disposition each :
             {disposition::refuse, disposition::hold, disposition::note, disposition::ignore}) {
            EXPECT_EQ(findings_by_default(each).contains(info.id), each == info.default_disposition)
                << info.token;
        }
    }
    EXPECT_EQ(findings_by_default(disposition::ignore), findings{});
}

TEST(Catalogue, SaysWhatPeopleNeed) {
    std::set<std::string_view> tokens_seen;
    std::set<std::string_view> remedies_seen;
    for (const finding_info& info : catalogue()) {
        SCOPED_TRACE(info.token);
        EXPECT_TRUE(tokens_seen.insert(info.token).second);
        EXPECT_TRUE(remedies_seen.insert(info.remedy).second);
        EXPECT_TRUE(
            std::ranges::all_of(info.token, [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; }));
        EXPECT_EQ(info.token.find("--"), std::string_view::npos);
        EXPECT_NE(info.token.front(), '-');
        EXPECT_NE(info.token.back(), '-');

        // One plain sentence: a capital, one full stop, at its end.
        EXPECT_TRUE(info.remedy.front() >= 'A' && info.remedy.front() <= 'Z');
        EXPECT_EQ(info.remedy.find('.'), info.remedy.size() - 1);
        EXPECT_LE(info.remedy.size(), 120U);
        EXPECT_EQ(info.true_when.find('.'), std::string_view::npos);
        EXPECT_FALSE(info.true_when.empty());

        EXPECT_TRUE(is_listed(info.group));
        EXPECT_TRUE(is_listed(info.who));
        EXPECT_TRUE(is_listed(info.default_disposition));
        EXPECT_EQ(std::ranges::count(info.since, '.'), 2);
        EXPECT_FALSE(info.sources.empty());
        EXPECT_EQ(from_token<finding>(info.token), info.id);
        EXPECT_EQ(to_token(info.id), info.token);
        EXPECT_EQ(&describe(info.id), find_finding(static_cast<unsigned>(info.id)));
    }
    EXPECT_EQ(to_token(static_cast<finding>(63)), "") << "a reserved bit has no token";
    EXPECT_EQ(from_token<finding>(""), std::nullopt);
    EXPECT_EQ(from_token<finding>("central_shared"), std::nullopt);
}

// Sources are steps of the two pages, rules R01 to R59 as docs/rules.md numbers them, and attacks
// A1 to A49 as docs/attacks.md does.
TEST(Catalogue, CitesOnlySourcesThatExist) {
    const auto is_source = [](std::string_view text) {
        const auto number_in = [&](std::string_view digits, int last) {
            int number = 0;
            for (const char c : digits) {
                if (c < '0' || c > '9') {
                    return false;
                }
                number = number * 10 + (c - '0');
            }
            return !digits.empty() && number >= 1 && number <= last;
        };
        return text == "wiwb outage" || (text.starts_with("wiwd step ") && number_in(text.substr(10), 7)) ||
               (text.starts_with("wiwb step ") && number_in(text.substr(10), 4)) ||
               (text.starts_with("wiwd precondition ") && number_in(text.substr(18), 3)) ||
               (text.starts_with('R') && text.size() == 3 && number_in(text.substr(1), 59)) ||
               (text.starts_with('A') && number_in(text.substr(1), 49));
    };
    for (const finding_info& info : catalogue()) {
        std::string_view rest = info.sources;
        for (;;) {
            const std::size_t comma = rest.find(", ");
            EXPECT_TRUE(is_source(rest.substr(0, comma))) << info.token << ": " << rest.substr(0, comma);
            if (comma == std::string_view::npos) {
                break;
            }
            rest.remove_prefix(comma + 2);
        }
    }
}

TEST(Findings, AreASet) {
    constexpr findings none;
    static_assert(none.empty() && none.count() == 0 && none.bits() == 0);
    constexpr auto two = findings{finding::court_not_live}.insert(finding::central_shared);
    static_assert(two.count() == 2 && two.lowest() == finding::central_shared);
    static_assert(two.contains(finding::court_not_live) && !two.contains(finding::court_in_outage));
    static_assert(two.bits() == (std::uint64_t{1} << 8 | std::uint64_t{1} << 20));
    static_assert(two == findings{finding::court_not_live, finding::central_shared});
    static_assert(findings{two} == two && findings{} == findings{std::uint64_t{0}});
    static_assert((two | findings{finding::account_locked}).count() == 3);
    static_assert((two & findings{finding::central_shared}) == findings{finding::central_shared});
    static_assert((two - findings{finding::central_shared}) == findings{finding::court_not_live});
    static_assert(two.intersects(findings{finding::court_not_live}) &&
                  !two.intersects(findings{finding::account_locked}) && !two.intersects(none));
    findings one = two;
    EXPECT_EQ(one.erase(finding::central_shared), findings{finding::court_not_live});
    EXPECT_EQ(one.erase(finding::central_shared), findings{finding::court_not_live});
    EXPECT_EQ(one.insert_if(finding::central_shared, false), findings{finding::court_not_live});
    EXPECT_EQ(one.insert_if(finding::central_shared, true), two);
}

TEST(Findings, AreIteratedFromTheLowest) {
    findings all;
    std::vector<finding> expected;
    for (const finding_info& info : catalogue()) {
        all.insert(info.id);
        expected.push_back(info.id);
    }
    std::vector<finding> seen;
    for (const finding one : all) {
        seen.push_back(one);
    }
    EXPECT_EQ(seen, expected);
    for (const finding one : findings{}) {
        FAIL() << to_token(one);
    }
}

// ---- remedies that others make void

TEST(VoidRemedies, OfEveryPairOneRemedyIsLeftAndSaysWhy) {
    for (const finding_info& a : catalogue()) {
        EXPECT_FALSE(a.makes_void.contains(a.id)) << a.token;
        for (const finding_info& b : catalogue()) {
            const findings both{a.id, b.id};
            const findings gone = void_remedies(both);
            EXPECT_FALSE(a.makes_void.contains(b.id) && b.makes_void.contains(a.id)) << a.token << b.token;
            EXPECT_EQ(gone.contains(b.id), a.id != b.id && a.makes_void.contains(b.id)) << a.token << b.token;
            EXPECT_NE(gone, both) << a.token << b.token;
            EXPECT_EQ(made_void_by(b.id, both).has_value(), gone.contains(b.id)) << a.token << b.token;
            // a finding that is only noted takes no other one's place
            EXPECT_EQ(void_remedies(a.id, b.id).contains(b.id), a.makes_void.contains(b.id) && a.id != b.id);
            EXPECT_TRUE((void_remedies(a.id, b.id) - findings{b.id}).empty());
        }
    }
}

TEST(VoidRemedies, OfEveryTripleOneIsLeftAndNoVoidOneMakesVoid) {
    for (const finding_info& a : catalogue()) {
        for (const finding_info& b : catalogue()) {
            for (const finding_info& c : catalogue()) {
                const findings all{a.id, b.id, c.id};
                const findings gone = void_remedies(all);
                ASSERT_NE(gone, all);
                for (const finding one : gone) {
                    const auto by = made_void_by(one, all);
                    ASSERT_TRUE(by && !gone.contains(*by)) << to_token(one);
                }
                for (const finding one : all - gone) {
                    ASSERT_EQ(made_void_by(one, all), std::nullopt) << to_token(one);
                }
            }
        }
    }
}

TEST(VoidRemedies, NobodyIsToldToUpgradeAnAccountThatIsGivenUp) {
    for (const finding given_up : {finding::central_shared, finding::central_administrative,
                                   finding::central_closed, finding::central_exempt}) {
        EXPECT_EQ(made_void_by(finding::central_legacy, findings{given_up} | finding::central_legacy),
                  given_up);
    }
    // the new account needs a second factor of its own
    EXPECT_FALSE(void_remedies(findings{finding::central_shared} | finding::central_mfa_missing)
                     .contains(finding::central_mfa_missing));
}

}  // namespace
