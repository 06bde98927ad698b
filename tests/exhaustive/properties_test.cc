// What must hold of every case: tried on all cases that differ from a clean one in up to two
// fields, and on random ones, which RapidCheck makes smaller when one fails.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <ecflink/core/assess.hpp>

#include "support/enumeration.hpp"

namespace {

using namespace ecflink;
using namespace support;

using property = bool (*)(const plain_case&);

/// A random case: mostly clean, since what is dirty in many ways is refused whatever else changes.
plain_case random_case() {
    const unsigned dirt = *rc::gen::element(2U, 10U, 50U).as("percent of fields that are not clean");
    return choose_all([&](unsigned, std::string_view name, unsigned count) {
        const bool stays_clean = *rc::gen::inRange(0U, 100U) >= dirt;
        return stays_clean ? 0U : *rc::gen::inRange(0U, count).as(std::string(name));
    });
}

void holds_always(property is_so) {
    EXPECT_TRUE(for_every_few(2, [&](const enumeration& chosen) {
        const bool holds = is_so(chosen.make());
        EXPECT_TRUE(holds) << chosen.describe();
        return holds;
    }));
    EXPECT_TRUE(rc::check([&] { RC_ASSERT(is_so(random_case())); }));
}

assessment answer_to(const plain_case& x) {
    const engine_case c(x);
    return assess(c.policy, c.facts, c.now);
}
/// A removed link: nothing but its own fields counts.
bool is_history(const plain_case& x) { return x.in_ledger && x.state == link_state::removed; }

int verdict_of(const plain_case& x) { return static_cast<int>(answer_to(x).verdict); }

// Less evidence never helps. A proof that nobody gave, gave later, of a lower class or for another
// court is weaker than the one that was given.
TEST(Property, AWeakerProofNeverWeakensAVerdict) {
    holds_always([](const plain_case& x) {
        const int before = verdict_of(x);
        for (const micros at : {never, 1, -max_proof_age - 1}) {
            plain_case y = x;
            y.central_proof_at = at;
            plain_case z = x;
            z.account_proof_at = at;
            if (verdict_of(y) < before || verdict_of(z) < before) {
                return false;
            }
        }
        // `none` and `asserted` only where the policy accepts no more of them than of what was
        // given.
        for (const proof_class weaker :
             {proof_class::missing, proof_class::none, proof_class::asserted, unlisted<proof_class>}) {
            plain_case y = x;
            y.central_proof = weaker;
            plain_case z = x;
            z.account_proof = weaker;
            if ((x.accepted_central != ~0U && verdict_of(y) < before) ||
                (x.accepted_account != ~0U && verdict_of(z) < before)) {
                return false;
            }
        }
        for (const std::string_view court : {"", "wiwb"}) {
            plain_case y = x;
            y.proof_court = court;
            if (verdict_of(y) < before && x.proof_court == "wiwd") {
                return false;
            }
        }
        return true;
    });
}

// A7: both sides are proven, or there is no link.
TEST(Property, WithoutEitherProofEveryAllowBecomesARefusal) {
    holds_always([](const plain_case& x) {
        if (verdict_of(x) != 0 || is_history(x) ||
            (x.in_ledger && answer_to(x).findings.intersects(findings_of(finding_group::proof)))) {
            return true;
        }
        const bool is_waived = x.in_ledger && x.made_by <= link_maker::admission &&
                               (x.waived_for >> static_cast<unsigned>(x.made_by) & 1U) != 0;
        plain_case y = x;
        y.central_proof = proof_class::missing;
        plain_case z = x;
        z.account_proof = proof_class::missing;
        return is_waived ? verdict_of(y) == 0 && verdict_of(z) == 0
                         : verdict_of(y) == 2 && verdict_of(z) == 2;
    });
}

TEST(Property, OneMoreFindingNeverWeakensAVerdict) {
    EXPECT_TRUE(rc::check([] {
        const disposition_masks masks{findings{*rc::gen::arbitrary<std::uint64_t>()},
                                      findings{*rc::gen::arbitrary<std::uint64_t>()},
                                      findings{*rc::gen::arbitrary<std::uint64_t>()}};
        const findings found{*rc::gen::arbitrary<std::uint64_t>()};
        for (const finding_info& info : catalogue()) {
            RC_ASSERT(decide(masks, findings{found}.insert(info.id)) >= decide(masks, found));
        }
    }));
}

// A26: what a person may write about himself opens no door.
TEST(Property, AnotherNameNeverTurnsARefusalIntoAnAllow) {
    holds_always([](const plain_case& x) {
        const int before = verdict_of(x);
        plain_case y = x;
        for (const plain_names& names :
             {plain_names{true, true, true, true, 10, 20}, plain_names{true, true, false, false, 0, 20},
              plain_names{false, false, true, true, 0, 0}}) {
            y.names = names;
            if (verdict_of(y) != before) {
                return false;
            }
        }
        return true;
    });
}

// What cannot be read, or is not there, is never better than what is.
TEST(Property, AFieldThatCannotBeReadIsNeverAllowed) {
    holds_always([](const plain_case& x) {
        plain_case y = x;
        y.field_unreadable = true;
        plain_case z = x;
        z.own_field_unreadable = true;
        return (is_history(x) || verdict_of(y) == 2) && verdict_of(z) == 2;
    });
}

TEST(Property, ARecordThatIsNotThereOrIsThereTwiceIsNeverAllowed) {
    holds_always([](const plain_case& x) {
        for (const presence of : {presence::none, presence::several}) {
            plain_case y = x;
            y.central = of;
            plain_case z = x;
            z.account = of;
            if (!is_history(x) && (verdict_of(y) != 2 || verdict_of(z) != 2)) {
                return false;
            }
        }
        return true;
    });
}

TEST(Property, ACourtWithoutAPolicyAllowsNothing) {
    holds_always([](const plain_case& x) {
        plain_case y = x;
        y.in_force = false;
        return is_history(x) || verdict_of(y) == 2;
    });
}

// More of what a policy counts never helps.
TEST(Property, MoreOtherLinksNeverWeakenAVerdict) {
    holds_always([](const plain_case& x) {
        plain_case y = x;
        ++y.other_centrals;
        plain_case z = x;
        ++z.other_accounts;
        ++z.other_accounts_of_role;
        plain_case already = x;
        already.already_linked = true;
        const int before = verdict_of(x);
        return verdict_of(y) >= before && verdict_of(z) >= before && verdict_of(already) >= before;
    });
}

// A verdict depends on the case alone: asked twice, it is the same, and nothing that was passed has
// changed.
TEST(Property, TheSameCaseHasTheSameAnswer) {
    holds_always([](const plain_case& x) { return answer_to(x) == answer_to(x); });
}

}  // namespace
