// The engine against the table, over every combination of the finite fields and of the instants
// before, at and after each boundary.
//
// The first test tries all values of the fields that one rule or one part looks at; the second, all
// values of any three fields, whichever they are (any four in the tier "exhaustive":
// ECFLINK_FIELDS=4), since parts that are apart must stay apart.
#include <gtest/gtest.h>

#include <cstdlib>

#include <ecflink/core/assess.hpp>

#include "exhaustive/rules_as_table.hpp"
#include "support/enumeration.hpp"

namespace exhaustive {
namespace {

/// True if engine and table agree; else says where they do not.
bool agree(const enumeration& chosen) {
    const plain_case x = chosen.make();
    const engine_case c(x);
    const findings found = observe(c.policy, c.facts, c.now) & findings{stated_findings};
    const verdict decided = decide(c.policy.dispositions, found);
    const std::uint64_t expected = findings_by_table(x);
    if (found.bits() == expected && static_cast<int>(decided) == verdict_by_table(expected)) {
        return true;
    }
    std::string text = chosen.describe() + ":";
    for (unsigned bit = 0; bit < 64; ++bit) {
        const bool is_found = (found.bits() >> bit & 1) != 0;
        if (is_found != ((expected >> bit & 1) != 0)) {
            const finding_info* const info = find_finding(bit);
            text += std::string(is_found ? " +" : " -") + std::to_string(bit) + ' ' +
                    std::string(info == nullptr ? "reserved" : info->token);
        }
    }
    ADD_FAILURE() << text << "; verdict " << to_token(decided);
    return false;
}

TEST(Rules, AreThoseOfTheTableForEveryCombinationOfAGroup) {
    std::uint64_t cases = 0;
    for (const group one : all_groups) {
        ASSERT_TRUE(for_every_combination(one, [&](const enumeration& chosen) {
            ++cases;
            return agree(chosen);
        }));
    }
    RecordProperty("cases", std::to_string(cases));
    EXPECT_GT(cases, 1'000'000U);
}

TEST(Rules, AreThoseOfTheTableForAnyFewFields) {
    const char* const asked = std::getenv("ECFLINK_FIELDS");
    const auto fields = static_cast<unsigned>(asked == nullptr ? 3 : std::atoi(asked));
    ASSERT_GE(fields, 1U);
    std::uint64_t cases = 0;
    findings seen;
    ASSERT_TRUE(for_every_few(fields, [&](const enumeration& chosen) {
        ++cases;
        const engine_case c(chosen.make());
        seen = seen | observe(c.policy, c.facts, c.now);
        return agree(chosen);
    }));
    RecordProperty("cases", std::to_string(cases));
    for (const finding_info& info : catalogue()) {
        EXPECT_TRUE(seen.contains(info.id)) << "no case raises " << info.token;
    }
}

TEST(Rules, ACleanCaseIsAllowedWithoutAFinding) {
    for (const bool in_ledger : {false, true}) {
        plain_case clean;
        clean.in_ledger = in_ledger;
        const engine_case c(clean);
        EXPECT_EQ(assess(c.policy, c.facts, c.now), (assessment{verdict::allow, findings{}}));
    }
}

}  // namespace
}  // namespace exhaustive
