#include <gtest/gtest.h>

#include <concepts>
#include <type_traits>

#include <ecflink/core/assess.hpp>

#include "support/enumeration.hpp"

namespace {

using namespace ecflink;
using namespace support;

assessment answer_to(const plain_case& x) {
    const engine_case c(x);
    return assess(c.policy, c.facts, c.now);
}

/// The case is refused, and only for this finding.
void expect_refused(const plain_case& x, findings why) {
    EXPECT_EQ(answer_to(x).verdict, verdict::refuse);
    EXPECT_EQ(answer_to(x).findings.bits(), why.bits());
}

plain_case in_ledger() {
    plain_case x;
    x.in_ledger = true;
    return x;
}

TEST(Attack, A1_EqualNamesProveNothing) {
    plain_case x;
    x.names = {true, true, true, true, 10, 20};
    x.account_proof = proof_class::missing;
    expect_refused(x, finding::account_proof_insufficient);
    x = {};
    x.central_proof = proof_class::missing;
    expect_refused(x, finding::central_proof_insufficient);
}

TEST(Attack, A4_AChangeUnderWayOnEitherSideBlocksTheLink) {
    for (const pending_change change : {pending_change::contact, pending_change::credential}) {
        plain_case x;
        x.central_change = change;
        expect_refused(x, finding::central_change_pending);
        x = {};
        x.account_change = change;
        expect_refused(x, finding::account_change_pending);
    }
}

TEST(Attack, A5_WhatSomebodySaysIsNoProof) {
    for (const proof_class weak : {proof_class::none, proof_class::asserted, proof_class::roster_match}) {
        plain_case x;
        x.central_proof = weak;
        expect_refused(x, finding::central_proof_insufficient);
        x = {};
        x.account_proof = weak;
        expect_refused(x, finding::account_proof_insufficient);
    }
}

// Each side needs a proof of its own: a strong proof of one side does not replace the other.
TEST(Attack, A7_BothSidesAreProven) {
    for (const token_entry& central : tokens<proof_class>()) {
        for (const token_entry& account : tokens<proof_class>()) {
            for (const bool in_a_ledger : {false, true}) {
                plain_case x;
                x.in_ledger = in_a_ledger;
                x.central_proof = static_cast<proof_class>(central.number);
                x.account_proof = static_cast<proof_class>(account.number);
                if (answer_to(x).verdict != verdict::allow) {
                    continue;
                }
                plain_case y = x;
                y.central_proof = proof_class::missing;
                expect_refused(y, finding::central_proof_insufficient);
                y = x;
                y.account_proof = proof_class::missing;
                expect_refused(y, finding::account_proof_insufficient);
            }
        }
    }
    EXPECT_EQ(answer_to(plain_case{}).verdict, verdict::allow);
}

// The same facts, begun while linking was open and decided later.
TEST(Attack, A8_TheCourtIsLookedAtWhenTheLinkIsMade) {
    const engine_case open{plain_case{}};
    link_policy policy = open.policy;
    const instant closing{open.now.micros + 1};
    policy.link_closes = closing;
    link_case facts = open.facts;
    EXPECT_EQ(assess(policy, facts, open.now).verdict, verdict::allow);
    EXPECT_EQ(assess(policy, facts, closing).findings, findings{finding::link_path_closed});
    policy.link_closes.reset();
    ASSERT_TRUE(policy.outages.push_back({closing, {closing.micros + 1}}));
    EXPECT_EQ(assess(policy, facts, open.now).verdict, verdict::allow);
    EXPECT_EQ(assess(policy, facts, closing).findings, findings{finding::court_in_outage});
    EXPECT_EQ(assess(policy, facts, {closing.micros + 1}).verdict, verdict::allow);
}

TEST(Attack, A11_AMissingKeyIsNeverAWildcard) {
    plain_case x;
    x.login = "";
    expect_refused(x, finding::record_malformed);

    // Two missing values are not equal: a proof that names no court does not fit a case that names
    // none.
    engine_case c{plain_case{}};
    c.facts.court = {};
    c.facts.evidence.account_court = {};
    EXPECT_TRUE(assess(c.policy, c.facts, c.now).findings.contains(finding::proof_for_another_court));
    EXPECT_EQ(assess(c.policy, link_case{}, c.now).verdict, verdict::refuse);
}

// A ceremony has two decisions; the second does not depend on the first.
TEST(Attack, A16_AnAccountLockedMeanwhileIsRefused) {
    engine_case c{plain_case{}};
    ASSERT_EQ(assess(c.policy, c.facts, c.now).verdict, verdict::allow);
    c.account.status = account_status::locked;
    EXPECT_EQ(assess(c.policy, c.facts, c.now).findings, findings{finding::account_locked});
    EXPECT_EQ(assess(c.policy, c.facts, c.now).verdict, verdict::refuse);
}

TEST(Attack, A17_TheLimitOfAttemptsIsItselfTooMany) {
    plain_case x;
    x.failed_attempts = 4;
    EXPECT_EQ(answer_to(x).verdict, verdict::allow);
    for (const unsigned many : {5U, 6U, ~0U}) {
        x.failed_attempts = many;
        expect_refused(x, finding::attempts_exhausted);
    }
}

TEST(Attack, A15_AProposedLinkAndARowOfALedgerAreJudgedAlike) {
    const findings of_one_alone = findings_of(finding_group::ledger)
                                      .insert(finding::attempts_exhausted)
                                      .insert(finding::confirmation_missing);
    EXPECT_TRUE(for_every_few(2, [&](const enumeration& chosen) {
        plain_case x = chosen.make();
        if (!x.linked_at_readable || x.state == link_state::removed || x.state == unlisted<link_state> ||
            x.tombstone == 1 || x.made_by != link_maker::filer) {
            return true;  // only a row can have these
        }
        x.as_of = 0;
        x.in_ledger = false;
        const findings proposed = answer_to(x).findings - of_one_alone;
        x.in_ledger = true;
        const findings standing = answer_to(x).findings - of_one_alone;
        EXPECT_EQ(proposed.bits(), standing.bits()) << chosen.describe();
        return proposed == standing;
    }));
}

TEST(Attack, A19_AProofWithoutItsTimeOrItsCourtFailsClosed) {
    plain_case x;
    x.central_proof_at = never;
    expect_refused(x, finding::central_proof_stale);
    x = {};
    x.account_proof_at = never;
    expect_refused(x, finding::account_proof_stale);
    x = {};
    x.proof_court = "";
    expect_refused(x, finding::proof_for_another_court);
    x = in_ledger();
    x.linked_at_readable = false;
    EXPECT_TRUE(answer_to(x).findings.contains(finding::central_proof_stale));
    EXPECT_TRUE(answer_to(x).findings.contains(finding::account_proof_stale));
    EXPECT_EQ(answer_to(x).verdict, verdict::refuse);
}

TEST(Attack, A21_ASecondOwnerIsRefusedWhicheverWayHeComes) {
    for (const bool in_a_ledger : {false, true}) {
        for (const link_maker way : {link_maker::filer, link_maker::court, link_maker::import}) {
            plain_case x;
            x.in_ledger = in_a_ledger;
            x.made_by = way;
            x.other_centrals = 1;
            expect_refused(x, finding::account_linked_elsewhere);
            x.other_centrals = 0;
            x.other_accounts = 1;
            expect_refused(x, finding::central_slot_taken);
            x.other_accounts = 0;
            x.already_linked = true;
            expect_refused(x, finding::already_linked);
        }
    }
}

template <class A, class B>
constexpr bool never_meet =
    !std::equality_comparable_with<A, B> && !std::is_convertible_v<A, B> && !std::is_constructible_v<A, B>;

TEST(Attack, A24_AnIdOfOneKindIsNeverOneOfAnother) {
    static_assert(never_meet<court_id, central_id> && never_meet<login, central_id> &&
                  never_meet<login, username> && never_meet<username, central_id> &&
                  never_meet<account_number, central_id> && never_meet<account_number, login> &&
                  never_meet<court_id, login>);
    static_assert(never_meet<central_id, int> && never_meet<int, central_id>, "an id is no number");
    static_assert(central_id("1") != central_id("01") && central_id("1") != central_id("1.0") &&
                  central_id("1") != central_id("+1"));
    static_assert(account_number("0001234") != account_number("1234"), "leading zeros stay");
    EXPECT_NE(central_id::make("1").value(), central_id::make("1 ").value());
}

TEST(Attack, A25_AProofFromAnotherCourtIsNone) {
    plain_case x;
    x.proof_court = "wiwb";
    expect_refused(x, finding::proof_for_another_court);
    x.in_ledger = true;
    expect_refused(x, finding::proof_for_another_court);
    // A court does not match by a part of its id, or in another case.
    for (const std::string_view court : {"wiw", "wiwdd", "WIWD", "wiwd "}) {
        x.proof_court = court;
        expect_refused(x, finding::proof_for_another_court);
    }
}

TEST(Attack, A26_ANameIsAHintAndOpensNothing) {
    plain_case x;
    x.account_proof = proof_class::missing;
    for (const plain_names& names :
         {plain_names{true, true, true, true, 10, 20}, plain_names{true, true, false, false, 0, 20},
          plain_names{false, false, true, true, 0, 0}}) {
        x.names = names;
        EXPECT_EQ(answer_to(x).verdict, verdict::refuse);
    }
}

TEST(Attack, A27_OfSeveralRecordsNoneIsChosen) {
    plain_case x;
    x.central = presence::several;
    expect_refused(x, finding::record_ambiguous);
    x = {};
    x.account = presence::several;
    expect_refused(x, finding::record_ambiguous);
}

// Every status has a reason of its own, in both decisions.
TEST(Attack, A31_OnlyAnAccountInGoodStandingIsLinked) {
    using status_finding = std::pair<central_status, finding>;
    for (const auto& [status, why] :
         {status_finding{central_status::not_activated, finding::central_not_activated},
          {central_status::on_hold, finding::central_on_hold},
          {central_status::disabled, finding::central_disabled},
          {central_status::closed, finding::central_closed}}) {
        for (plain_case x : {plain_case{}, in_ledger()}) {
            x.central_state = status;
            expect_refused(x, why);
        }
    }
    using account_finding = std::pair<account_status, finding>;
    for (const auto& [status, why] : {account_finding{account_status::locked, finding::account_locked},
                                      {account_status::suspended, finding::account_suspended},
                                      {account_status::terminated, finding::account_terminated}}) {
        for (plain_case x : {plain_case{}, in_ledger()}) {
            x.account_state = status;
            expect_refused(x, why);
        }
    }
}

TEST(Attack, A32_AssuranceIsThatOfThePolicyAndOfNow) {
    plain_case x;
    x.accepted_central = 1U << static_cast<unsigned>(proof_class::password_mfa);
    EXPECT_EQ(answer_to(x).verdict, verdict::allow);
    x.central_proof = proof_class::password;
    expect_refused(x, finding::central_proof_insufficient);
    x.central_proof = proof_class::password_mfa;
    x.central_proof_at = -max_proof_age;
    EXPECT_EQ(answer_to(x).verdict, verdict::allow);
    x.central_proof_at = -max_proof_age - 1;
    expect_refused(x, finding::central_proof_stale);
    x = {};
    x.mfa = mfa_state::missing;
    x.mfa_from = 0;
    expect_refused(x, finding::central_mfa_missing);
}

TEST(Attack, A33_APairThatWasTakenApartStaysApart) {
    plain_case x;
    for (const micros removed_at : {-1, 0, 1, unreadable}) {
        x.tombstone = removed_at;
        expect_refused(x, finding::pair_tombstoned);
    }
}

TEST(Attack, A35_AnImportHonorsTombstones) {
    plain_case x = in_ledger();
    x.made_by = link_maker::import;
    for (const micros removed_at : {-1, 0, unreadable}) {
        x.tombstone = removed_at;
        expect_refused(x, finding::pair_tombstoned);
    }
    x.tombstone = 1;  // this very link was removed later
    EXPECT_EQ(answer_to(x).verdict, verdict::allow);
}

TEST(Attack, A38_WhatWasNotConfirmedAtTheTimeIsHeld) {
    plain_case x = in_ledger();
    for (const micros confirmed_at : {never, 1}) {
        x.confirmed_at = confirmed_at;
        EXPECT_EQ(answer_to(x), (assessment{verdict::hold, finding::confirmation_missing}));
    }
    x.confirmed_at = 0;
    EXPECT_EQ(answer_to(x).verdict, verdict::allow);
}

TEST(Attack, A40_ALockedRecordAndASecondClaimAreRefused) {
    plain_case x;
    x.link_locked = true;
    expect_refused(x, finding::account_link_locked);
    x = {};
    x.other_centrals = 1;
    expect_refused(x, finding::account_linked_elsewhere);
}

// Settings that are not about proofs do not change what a proof is worth.
TEST(Attack, A46_NoOtherSettingChangesWhatAProofIsWorth) {
    plain_case x;
    x.account_proof = proof_class::asserted;
    x.central_proof_at = -max_proof_age - 1;
    const engine_case c(x);
    const findings proofs = findings_of(finding_group::proof);
    const findings expected = observe(c.policy, c.facts, c.now) & proofs;
    ASSERT_EQ(expected.count(), 2);
    const auto same_with = [&](auto&& change) {
        link_policy policy = c.policy;
        change(policy);
        return (observe(policy, c.facts, c.now) & proofs) == expected;
    };
    EXPECT_TRUE(same_with([](link_policy& p) { p.confirm = confirmation::one_step; }));
    EXPECT_TRUE(same_with([](link_policy& p) { p.second = second_registration::allow; }));
    EXPECT_TRUE(same_with([](link_policy& p) { p.retire = credential_retirement::never; }));
    EXPECT_TRUE(same_with([](link_policy& p) { p.unlink_by = token_set<unlink_authority>::all(); }));
    EXPECT_TRUE(same_with([](link_policy& p) { p.handle_lifetime = {}; }));
    EXPECT_TRUE(same_with([](link_policy& p) { p.attempt_limit = 0; }));
    EXPECT_TRUE(same_with([](link_policy& p) { p.compare_names = name_rule::exact; }));
    EXPECT_TRUE(same_with([](link_policy& p) { p.proof_waived_for = token_set<link_maker>::all(); }))
        << "a proposed link is waived for nobody";
    EXPECT_TRUE(same_with([](link_policy& p) { p.system = court_system::successor; }));
    EXPECT_TRUE(same_with([](link_policy& p) { p.go_live.reset(); }));
}

TEST(Attack, A47_WhatIsOnNoListIsRefused) {
    plain_case x;
    x.wants_roster = true;
    expect_refused(x, finding::not_preauthorized);
    x.on_roster = true;
    EXPECT_EQ(answer_to(x).verdict, verdict::allow);

    x = {};
    x.roles = 1U << static_cast<unsigned>(account_role::trustee);
    expect_refused(x, finding::role_not_linkable);
    x.role = account_role::trustee;
    EXPECT_EQ(answer_to(x).verdict, verdict::allow);

    x = {};
    x.role = account_role::filing_agent;
    x.registrations_of_agents = 1U << static_cast<unsigned>(registration_type::non_attorney_filer);
    expect_refused(x, finding::kind_role_mismatch);

    // A source that is not trusted must have both proofs.
    x = in_ledger();
    x.made_by = link_maker::import;
    x.central_proof = proof_class::missing;
    x.account_proof = proof_class::missing;
    expect_refused(x,
                   findings{finding::central_proof_insufficient}.insert(finding::account_proof_insufficient));
}

TEST(Attack, A48_AProofEnds) {
    plain_case x;
    x.account_proof_at = -max_proof_age;
    EXPECT_EQ(answer_to(x).verdict, verdict::allow);
    x.account_proof_at = -max_proof_age - 1;
    expect_refused(x, finding::account_proof_stale);
    x.account_proof_at = 1;
    expect_refused(x, finding::account_proof_stale);
}

}  // namespace
