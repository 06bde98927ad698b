#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <ecflink/core/assess.hpp>
#include <ecflink/policies/policy_set.hpp>

namespace {

using namespace ecflink;

constexpr std::string_view whole_policy = R"({
  "ecflink-policy": 1,
  "court": "exd",
  "source": ["https://example.org/policy"],
  "name": "Example District", "kind": "district", "system": "next-gen", "time-zone": "America/Chicago",
  "go-live": "2020-03-30T08:00",
  "outages": [{"begin": "2020-03-26T16:30", "end": "2020-03-30T08:00"}],
  "link": {"closes": null, "roles": ["attorney", "trustee"], "confirm": "two-step", "accounts-per-central": 1, "centrals-per-account": 1,
           "count-per": "court", "login": {"forbid": "&@$*", "case": "any"}, "registrations": {"filing-agent": ["non-attorney-filer"]}, "roster": false},
  "central": {"legacy-cutoff": "2014-08-11", "mfa-from": "2025-12-31T00:00:00-05:00"},
  "proof": {"central": {"accept": ["password-mfa"], "max-age": "PT30M"}, "account": {"accept": ["password"], "max-age": "PT10M"}, "waived-for": ["court"]},
  "attempts": {"limit": 5, "window": "PT5M"},
  "names": {"compare": "normalized", "similar-from": 0.85},
  "dispositions": {"name-differs": "hold"},
  "help": {"credentials": [{"phone": "(608) 264-5178", "email": null, "url": null}]}
})";

/// No link is allowed without proof, and no shared account is ever allowed.
void expect_nothing_is_allowed(const policy_set& policies, std::string_view text) {
    const instant now = make_instant(make_civil_day(2026, 3, 2), 15);
    central_account shared;
    shared.usage = central_usage::shared;
    shared.status = central_status::active;
    link_case with_shared;
    with_shared.central = &shared;
    for (const std::string_view court : {"exd", "wiwd", "nowhere"}) {
        const link_policy& policy = policies.find(court).rules;
        ASSERT_EQ(assess(policy, link_case{}, now).verdict, verdict::refuse) << text;
        ASSERT_EQ(assess(policy, with_shared, now).verdict, verdict::refuse) << text;
    }
}

bool loads(std::string_view text) {
    const policy_layer layer{"exd.json", std::string(text)};
    const auto policies = policy_set::load({&layer, 1});
    if (policies.has_value()) {
        expect_nothing_is_allowed(policies.value(), text);
    } else {
        EXPECT_FALSE(policies.error().empty()) << "refused without a word: " << text;
    }
    return policies.has_value();
}

TEST(Attack, A29_APolicyThatIsBrokenAnywhereAllowsNothing) {
    ASSERT_TRUE(loads(whole_policy));
    EXPECT_FALSE(loads(""));
    EXPECT_FALSE(loads("null"));
    EXPECT_FALSE(loads("{}"));
    for (std::size_t size = 0; size < whole_policy.size(); size += 101) {
        EXPECT_FALSE(loads(whole_policy.substr(0, size))) << size;
    }
    std::uint64_t state = 20'220'425;
    const auto random_below = [&state](std::uint64_t limit) {
        state = state * 6'364'136'223'846'793'005U + 1'442'695'040'888'963'407U;
        return (state >> 33) % limit;
    };
    for (int round = 0; round < 60; ++round) {
        std::string text(whole_policy);
        for (std::uint64_t changes = random_below(3) + 1; changes != 0; --changes) {
            const std::size_t at = random_below(text.size());
            switch (random_below(3)) {
                case 0: text[at] = static_cast<char>(random_below(256)); break;
                case 1: text.erase(at, random_below(9) + 1); break;
                default: text.insert(at, text.substr(random_below(text.size()), random_below(9) + 1)); break;
            }
        }
        loads(text);
        ASSERT_FALSE(HasFatalFailure());
    }
}

TEST(Attack, A29_AnUnknownVersionOrMemberDoesNotLoad) {
    const auto with = [](std::string_view from, std::string_view to) {
        std::string text(whole_policy);
        const std::size_t at = text.find(from);
        EXPECT_NE(at, std::string::npos) << from;
        return text.replace(at, from.size(), to);
    };
    EXPECT_FALSE(loads(with("\"ecflink-policy\": 1", "\"ecflink-policy\": 2")));
    EXPECT_FALSE(loads(with("\"ecflink-policy\": 1", "\"ecflink-policy\": \"1\"")));
    EXPECT_FALSE(loads(with("\"ecflink-policy\": 1,", "")));
    EXPECT_FALSE(loads(with("\"dispositions\"", "\"disposition\"")));
    EXPECT_FALSE(loads(with("name-differs", "name-differ")));
    EXPECT_FALSE(loads(with("\"hold\"", "\"allow\"")));
    EXPECT_FALSE(loads(with("\"roster\": false", "\"roster\": 0")));
    EXPECT_FALSE(loads(with("\"accept\": [\"password-mfa\"]", "\"accept\": \"password-mfa\"")));
}

TEST(Attack, A29_ACourtWithoutAPolicyIsRefused) {
    const auto policies = policy_set::load();
    ASSERT_TRUE(policies.has_value());
    const assessment answer = assess(policies.value().find("nowhere").rules, link_case{}, instant{});
    EXPECT_TRUE(answer.findings.contains(finding::court_unknown));
    EXPECT_EQ(answer.verdict, verdict::refuse);
    EXPECT_FALSE(policies.value().base().rules.in_force);
}

TEST(Attack, A40_ACourtBelowTheFloorDoesNotLoad) {
    const auto layer = [](std::string_view members) {
        return "{\"ecflink-policy\": 1, \"court\": \"wiwd\", \"source\": [\"https://example.org/\"], " +
               std::string(members) + "}";
    };
    ASSERT_TRUE(loads(layer("\"dispositions\": {\"central-exempt\": \"refuse\"}")));
    for (const std::string_view weaker : {"hold", "note", "ignore"}) {
        EXPECT_FALSE(loads(layer("\"dispositions\": {\"central-shared\": \"" + std::string(weaker) + "\"}")))
            << weaker;
        EXPECT_FALSE(
            loads(layer("\"dispositions\": {\"central-administrative\": \"" + std::string(weaker) + "\"}")))
            << weaker;
    }
    // A class of proof that the floor's layer does not accept.
    EXPECT_FALSE(
        loads(layer("\"proof\": {\"account\": {\"accept\": [\"asserted\"], \"max-age\": \"PT10M\"}}")));
    EXPECT_FALSE(loads(layer("\"proof\": {\"central\": {\"accept\": [\"none\"], \"max-age\": \"PT30M\"}}")));
    EXPECT_FALSE(loads(layer("\"floor\": {\"refuse\": [], \"hold\": []}"))) << "a court sets no floor";

    // An override of one run cannot change it either.
    const disposition_override override{finding::central_shared, disposition::note};
    EXPECT_FALSE(policy_set::load({}, {&override, 1}).has_value());
}

}  // namespace
