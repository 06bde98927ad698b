// Until when a proposed link can be committed: what ends first is what is said, whatever handle,
// proofs, session and policy say; and what is told after too many wrong passwords.
#include <ecflink/decide/ceremony.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <set>

#include <gtest/gtest.h>

#include <ecflink/ledger/handle.hpp>

namespace {

using namespace ecflink;

constexpr instant now = make_instant(make_civil_day(2026, 3, 2), 15);
constexpr instant later(std::int64_t micros) { return {now.micros + micros}; }

/// Two proven accounts that can be linked.
struct proposal {
    link_policy policy;
    central_account central;
    court_account account;
    begin_request asked;

    proposal() {
        policy.in_force = true;
        policy.system = court_system::next_gen;
        policy.go_live = make_instant(make_civil_day(2022, 4, 25), 13);
        central.usage = central_usage::individual;
        central.status = central_status::active;
        central.generation = central_generation::upgraded;
        account.login = "jdoe";
        account.role = account_role::attorney;
        account.status = account_status::active;
        asked.facts.court = "wiwd";
        asked.facts.names = {true, true, true, true, 10, 20};
        asked.facts.evidence.central = {proof_class::password, now};
        asked.facts.evidence.account = {proof_class::password, now};
        asked.facts.evidence.account_court = "wiwd";
        asked.login = "jdoe";
        asked.central = "1234567";
        asked.account_revision = 3;
        asked.central_revision = 4;
        asked.policy = digest_of("policy");
        asked.session = digest_of("session");
        asked.shown = digest_of("page");
        asked.once.bytes.fill(7);
    }
    [[nodiscard]] begin_answer propose() {
        asked.facts.central = &central;
        asked.facts.account = &account;
        return begin(policy, asked, now);
    }
    /// Whether the proposal can be committed at t, if nothing changes but the time.
    [[nodiscard]] bool commits(const handle_claims& claims, instant t) const {
        commit_request confirmed;
        confirmed.claims = claims;
        confirmed.facts = asked.facts;
        confirmed.login = asked.login;
        confirmed.central = asked.central;
        confirmed.account_revision = asked.account_revision;
        confirmed.central_revision = asked.central_revision;
        confirmed.policy = asked.policy;
        confirmed.session = asked.session;
        confirmed.confirmed = confirmed.shown = asked.shown;
        confirmed.approved = asked.approved;
        return commit(policy, confirmed, t).made.has_value();
    }
};

// Each of these ends a proposal, alone and together with all others, in every order of the four.
TEST(EarliestEnd, WhatEndsFirstIsWhatIsSaid) {
    enum what : std::uint8_t {
        handle,
        central_proof,
        account_proof,
        session,
        outage,
        closing,
        second_factor,
        registration_outage,  // ends nothing
        bounds,               // neither does a court that may be live becoming one that is
        count
    };
    // far: not within the life of the handle
    constexpr std::int64_t far = 60 * 60 * micros_per_second;
    constexpr std::array<std::int64_t, 3> ends = {far, 7 * micros_per_second, 3 * micros_per_second};
    std::set<std::int64_t> said;
    std::size_t combinations = 1;
    for (int i = 0; i < count; ++i) {
        combinations *= ends.size();
    }
    for (std::size_t combination = 0; combination < combinations; ++combination) {
        std::array<std::int64_t, count> end{};
        std::size_t rest = combination;
        for (std::int64_t& one : end) {
            one = ends[rest % ends.size()];
            rest /= ends.size();
        }
        // no two end at one instant, so that each is seen
        for (int i = 0; i < count; ++i) {
            end[static_cast<std::size_t>(i)] += i;
        }
        proposal x;
        x.policy.handle_lifetime = {end[handle]};
        x.policy.central_proof.max_age = {end[central_proof] + 20};  // the proofs are older than the page
        x.asked.facts.evidence.central.at = later(-20);
        x.policy.account_proof.max_age = {end[account_proof] + 10};
        x.asked.facts.evidence.account.at = later(-10);
        x.asked.session_ends = later(end[session]);
        x.policy.outages.push_back({later(end[outage]), later(end[outage] + 2)});  // and passes soon
        x.policy.outages.push_back(
            {later(end[registration_outage]), later(2 * far), {outage_effect::registration}});
        x.policy.outages.push_back({later(2), later(1)});  // contains nothing
        x.policy.link_closes = later(end[closing]);
        x.policy.mfa_from = later(end[second_factor]);
        if (combination % 2 == 0) {
            x.policy.go_live.reset();
            x.policy.go_live_by = later(end[bounds]);
            x.policy.dispositions.set(finding::court_go_live_unknown, disposition::note);
        }
        std::int64_t first = end[handle];
        for (const what one : {central_proof, account_proof, session, outage, closing, second_factor}) {
            first = std::min(first, end[one]);
        }
        const begin_answer answer = x.propose();
        ASSERT_TRUE(answer.claims);
        ASSERT_EQ(answer.ends, later(first)) << combination;
        said.insert(first);
        ASSERT_TRUE(x.commits(*answer.claims, now)) << combination;
        ASSERT_TRUE(x.commits(*answer.claims, later(first - 1))) << combination;
        if (end[session] != first) {  // the embedder ends the session
            ASSERT_FALSE(x.commits(*answer.claims, later(first + 1))) << combination;
        }
    }
    EXPECT_GT(said.size(), 12U);
}

TEST(EarliestEnd, ApprovedOrNotTheProposalEndsWhereTheVerdictGetsWorse) {
    proposal x;
    x.policy.dispositions.set(finding::name_differs, disposition::hold);
    x.asked.facts.names = {true, true, false, false, 1, 20};
    x.policy.link_closes = later(5 * micros_per_second);
    for (const bool is_approved : {false, true}) {
        if (is_approved) {
            x.asked.approved = approval{actor::court, "clerk-7", "she showed her papers"};
        }
        const begin_answer answer = x.propose();
        ASSERT_TRUE(answer.claims);
        EXPECT_TRUE(answer.needs_approval);
        EXPECT_EQ(answer.ends, later(5 * micros_per_second));
        EXPECT_EQ(x.commits(*answer.claims, later(1)), is_approved);
    }
    // A court that closes linking, which a clerk may set aside, ends nothing for a link that waits
    // for a clerk; it does for one that does not.
    x.policy.dispositions.set(finding::link_path_closed, disposition::hold);
    EXPECT_EQ(x.propose().ends, later(x.policy.account_proof.max_age.micros));
    x.asked.approved.reset();
    EXPECT_EQ(x.propose().ends, later(x.policy.account_proof.max_age.micros));
    x.asked.facts.names = {true, true, true, true, 10, 20};
    EXPECT_EQ(x.propose().ends, later(5 * micros_per_second));
}

TEST(EarliestEnd, ReachesTheLastInstantAndARefusalHasNone) {
    proposal x;
    x.policy.handle_lifetime.micros = latest_instant.micros;
    x.policy.central_proof.max_age.micros = latest_instant.micros;
    x.policy.account_proof.max_age.micros = latest_instant.micros;
    EXPECT_EQ(x.propose().ends, latest_instant);
    x.central.usage = central_usage::shared;
    EXPECT_FALSE(x.propose().ends);
}

// After too many wrong ones nothing is checked. Outside that looks like a wrong password: right
// ones do not count, so another answer would tell them apart where the account cannot be linked.
TEST(Begin, TooManyWrongPasswordsOfTheCentralAccountLookLikeAWrongOne) {
    proposal x;
    x.asked.facts.evidence.central.proof_class = proof_class::none;
    EXPECT_EQ(x.propose().outward(x.policy), outward_answer::cannot_link);
    x.asked.central_attempts_exhausted = true;
    const begin_answer answer = x.propose();
    EXPECT_EQ(answer.outward(x.policy), outward_answer::cannot_link);
    EXPECT_TRUE(answer.decision.findings.contains(finding::attempts_exhausted)) << "for the operator";
    EXPECT_FALSE(answer.claims);
    x.asked.facts.evidence.failed_attempts = x.policy.attempt_limit;
    EXPECT_EQ(x.propose().outward(x.policy), outward_answer::not_now) << "those at the court account";
}

}  // namespace
