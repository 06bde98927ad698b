#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <optional>
#include <vector>

#include <ecflink/core/assess.hpp>

#include "support/enumeration.hpp"

namespace {

using namespace ecflink;
using support::engine_case;
using support::plain_case;

constexpr instant far_past{std::numeric_limits<std::int64_t>::min()};
constexpr instant far_future{std::numeric_limits<std::int64_t>::max()};

// ---- W.D. Wis. goes live on 25 April 2022, 00:00 Central, and a filer links on that morning ----
// All of it is evaluated by the compiler.

constexpr instant wiwd_go_live = make_instant(make_civil_day(2022, 4, 25), 5);
constexpr instant monday_at_nine = make_instant(make_civil_day(2022, 4, 25), 14);

constexpr link_policy wiwd = [] {
    link_policy policy;
    policy.in_force = true;
    policy.system = court_system::next_gen;
    policy.go_live = wiwd_go_live;
    return policy;
}();

constexpr central_account individual = [] {
    central_account account;
    account.usage = central_usage::individual;
    account.generation = central_generation::upgraded;
    account.status = central_status::active;
    return account;
}();

constexpr court_account attorney = [] {
    court_account account;
    account.login = "asample";
    account.role = account_role::attorney;
    account.status = account_status::active;
    return account;
}();

constexpr link_case proposed(const central_account& central, const court_account& account, instant now) {
    link_case c;
    c.court = "wiwd";
    c.central = &central;
    c.account = &account;
    c.evidence.central = {proof_class::password, now};
    c.evidence.account = {proof_class::password, now};
    c.evidence.account_court = "wiwd";
    c.names = {true, true, true, true, 15, 30};
    return c;
}

static_assert(assess(wiwd, proposed(individual, attorney, monday_at_nine), monday_at_nine) ==
              assessment{verdict::allow, {}});
static_assert(assess(wiwd, proposed(individual, attorney, wiwd_go_live), wiwd_go_live) ==
              assessment{verdict::allow, {}});

constexpr instant last_of_sunday{wiwd_go_live.micros - 1};
constexpr assessment too_early = assess(wiwd, proposed(individual, attorney, last_of_sunday), last_of_sunday);
static_assert(too_early == assessment{verdict::refuse, finding::court_not_live});
static_assert(explain(wiwd, too_early, last_of_sunday).next_step == finding::court_not_live);
static_assert(explain(wiwd, too_early, last_of_sunday).not_before == wiwd_go_live);

constexpr central_account firms = [] {
    central_account account = individual;
    account.usage = central_usage::shared;
    account.generation = central_generation::legacy;
    return account;
}();
constexpr assessment firms_account = assess(wiwd, proposed(firms, attorney, last_of_sunday), last_of_sunday);
static_assert(firms_account.findings ==
              (findings{finding::central_shared} | findings{finding::central_legacy} |
               findings{finding::court_not_live}));
static_assert(explain(wiwd, firms_account, last_of_sunday).next_step == finding::central_shared,
              "the lowest finding is what to mend first");

// A case without any fact.
static_assert(assess(link_policy{}, link_case{}, instant{}).verdict == verdict::refuse);
static_assert(assessment{}.verdict == verdict::refuse, "what was not decided is not allowed");

// ---- verdicts

TEST(Decide, RefuseIsBeforeHoldAndHoldBeforeAllow) {
    disposition_masks masks;
    masks.refuse = findings{finding::central_shared};
    masks.hold = findings{finding::court_unknown} | findings{finding::central_exempt};
    masks.note = findings{finding::name_differs};
    EXPECT_EQ(decide(masks, {}), verdict::allow);
    EXPECT_EQ(decide(masks, finding::name_differs), verdict::allow);
    EXPECT_EQ(decide(masks, finding::central_exempt), verdict::hold);
    EXPECT_EQ(decide(masks, findings{finding::central_exempt}.insert(finding::name_differs)), verdict::hold);
    EXPECT_EQ(decide(masks, findings{finding::central_exempt}.insert(finding::central_shared)),
              verdict::refuse);
    EXPECT_EQ(decide(masks, findings{finding::account_locked}), verdict::allow)
        << "what is ignored decides nothing";
}

TEST(DispositionMasks, HoldOneDispositionForEachFinding) {
    for (const finding_info& info : catalogue()) {
        disposition_masks masks;
        EXPECT_EQ(masks.of(info.id), info.default_disposition);
        for (const disposition given :
             {disposition::refuse, disposition::hold, disposition::note, disposition::ignore}) {
            masks.set(info.id, given);
            EXPECT_EQ(masks.of(info.id), given);
            EXPECT_EQ(
                masks.refuse.contains(info.id) + masks.hold.contains(info.id) + masks.note.contains(info.id),
                given == disposition::ignore ? 0 : 1);
            constexpr verdict expected[] = {verdict::allow, verdict::allow, verdict::hold, verdict::refuse};
            EXPECT_EQ(decide(masks, info.id), expected[static_cast<std::size_t>(given)]) << info.token;
        }
    }
}

TEST(ForbiddenCharacters, HoldAnyCharacterOfAscii) {
    EXPECT_TRUE(forbidden_characters{}.empty());
    for (char32_t code = 0; code < 128; ++code) {
        forbidden_characters one;
        EXPECT_TRUE(one.insert(code));
        EXPECT_FALSE(one.empty());
        for (char32_t other = 0; other < 256; ++other) {
            EXPECT_EQ(one.contains(other), other == code)
                << std::uint32_t{code} << ' ' << std::uint32_t{other};
        }
    }
}

TEST(ForbiddenCharacters, HoldSixteenBeyondAsciiInOrder) {
    forbidden_characters all;
    for (char32_t code = 0x10F; code > 0xFF; --code) {
        EXPECT_TRUE(all.insert(code));
        EXPECT_TRUE(all.insert(code));  // twice is once
    }
    EXPECT_FALSE(all.insert(0x1F600));
    EXPECT_TRUE(all.insert(U'&'));
    ASSERT_EQ(all.beyond_ascii().size(), max_forbidden_beyond_ascii);
    EXPECT_EQ(all.beyond_ascii().front(), char32_t{0x100});
    EXPECT_EQ(all.beyond_ascii().back(), char32_t{0x10F});
    EXPECT_FALSE(all.contains(0x1F600));
}

TEST(ForbiddenCharacters, AreFoundInLogins) {
    link_policy policy;
    policy.login_forbid.insert(0xE9);
    policy.login_forbid.insert(0x1F600);
    court_account account;
    account.login = "ren\xC3\xA9";
    EXPECT_TRUE(predicate::login_not_linkable(policy, account));
    account.login = "\xF0\x9F\x98\x80";
    EXPECT_TRUE(predicate::login_not_linkable(policy, account));
    account.login = "ren\xC3\xA8\xE2\x82\xAC";  // an e with the other accent, and a euro sign
    EXPECT_FALSE(predicate::login_not_linkable(policy, account));
}

// ---- explain

TEST(Explain, SaysWhatDecidedWhatWouldAllowAndWhatIsNoted) {
    plain_case x;
    x.usage = central_usage::shared;
    x.link_locked = true;
    x.exempt = true;
    x.account_state = account_status::fee_locked;
    const engine_case c(x);
    const assessment answer = assess(c.policy, c.facts, c.now);
    const explanation why = explain(c.policy, answer, c.now);
    EXPECT_EQ(why.verdict, verdict::refuse);
    EXPECT_EQ(why.deciding, findings{finding::central_shared}.insert(finding::account_link_locked));
    EXPECT_EQ(why.next_step, finding::central_shared);
    EXPECT_EQ(why.to_allow, findings{why.deciding}.insert(finding::central_exempt));
    EXPECT_EQ(why.void_remedies, findings{finding::central_exempt});
    EXPECT_EQ(why.next_remedy, finding::central_shared);
    EXPECT_EQ(why.noted, findings{finding::account_fee_locked});
    EXPECT_EQ(why.not_before, std::nullopt);
}

TEST(Explain, WhatToDoFirstIsNeverWhatAnotherFindingMakesVoid) {
    plain_case x;
    x.exempt = true;  // held, and makes the upgrade void that is refused
    x.generation = central_generation::legacy;
    const engine_case c(x);
    const explanation why = explain(c.policy, assess(c.policy, c.facts, c.now), c.now);
    EXPECT_EQ(why.next_step, finding::central_legacy);
    EXPECT_EQ(why.next_remedy, finding::central_exempt);
    EXPECT_EQ(why.void_remedies, findings{finding::central_legacy});
}

TEST(Explain, TheNextStepIsTheLowestFindingOfTheVerdict) {
    plain_case x;
    x.exempt = true;       // held, and lower than what is refused
    x.link_locked = true;  // refused
    const engine_case refused(x);
    EXPECT_EQ(
        explain(refused.policy, assess(refused.policy, refused.facts, refused.now), refused.now).next_step,
        finding::account_link_locked);
    x.link_locked = false;
    const engine_case held(x);
    EXPECT_EQ(explain(held.policy, assess(held.policy, held.facts, held.now), held.now).next_step,
              finding::central_exempt);
    x.exempt = false;
    const engine_case allowed(x);
    const explanation why =
        explain(allowed.policy, assess(allowed.policy, allowed.facts, allowed.now), allowed.now);
    EXPECT_EQ(why.next_step, std::nullopt);
    EXPECT_TRUE(why.deciding.empty());
    EXPECT_TRUE(why.to_allow.empty());
}

TEST(Explain, SaysUntilWhenToWait) {
    const auto wait_of = [](const plain_case& x) {
        const engine_case c(x);
        return explain(c.policy, assess(c.policy, c.facts, c.now), c.now).not_before;
    };
    const instant now = engine_case(plain_case{}).now;
    const auto later = [&](int micros) { return std::optional<instant>{{now.micros + micros}}; };

    plain_case x;
    EXPECT_EQ(wait_of(x), std::nullopt);
    x.go_live = 7;
    x.opened = -20;
    EXPECT_EQ(wait_of(x), later(7)) << "the go-live";
    x.outages[0] = {-1, 3};
    EXPECT_EQ(wait_of(x), later(7)) << "the go-live, since it is later than the end of the outage";
    x.outages[0] = {-1, 9};
    EXPECT_EQ(wait_of(x), later(9)) << "the end of the outage, since it is later";
    x.go_live = -9;
    EXPECT_EQ(wait_of(x), later(9)) << "the end of the outage";

    // Nobody waits for what the policy does not mind.
    engine_case ignored(x);
    ignored.policy.dispositions.set(finding::court_in_outage, disposition::note);
    const assessment answer = assess(ignored.policy, ignored.facts, ignored.now);
    EXPECT_EQ(answer.verdict, verdict::allow);
    EXPECT_EQ(explain(ignored.policy, answer, ignored.now).not_before, std::nullopt);
}

// For every case that differs from a clean one in up to two fields: mending what `to_allow` names,
// and nothing less, allows the link.
TEST(Explain, WhatWouldAllowIsExactlyWhatStandsInTheWay) {
    EXPECT_TRUE(support::for_every_few(2, [](const support::enumeration& chosen) {
        const engine_case c(chosen.make());
        const assessment answer = assess(c.policy, c.facts, c.now);
        const explanation why = explain(c.policy, answer, c.now);
        const bool is_exact =
            decide(c.policy.dispositions, answer.findings - why.to_allow) == verdict::allow &&
            (why.to_allow - answer.findings).empty();
        bool is_least = true;
        for (const finding one : why.to_allow) {
            is_least = is_least && decide(c.policy.dispositions,
                                          (answer.findings - why.to_allow) | findings{one}) != verdict::allow;
        }
        const bool has_step = why.next_step.has_value() == (answer.verdict != verdict::allow) &&
                              (!why.next_step || (*why.next_step == why.deciding.lowest() &&
                                                  why.to_allow.contains(*why.next_step)));
        EXPECT_TRUE(is_exact && is_least && has_step) << chosen.describe();
        return is_exact && is_least && has_step;
    }));
}

// ---- rules

// What others read from the lists of the rules.
TEST(Rules, ChangeAtNoOtherInstantsThanTheyName) {
    EXPECT_TRUE(support::for_every_few(3, [](const support::enumeration& chosen) {
        const plain_case x = chosen.make();
        const engine_case c(x);
        std::vector<std::int64_t> changes = {earliest_instant.micros};
        detail::for_each_change<finding_group::court>(c.policy,
                                                      [&](instant t) { changes.push_back(t.micros); });
        for (std::int64_t micros = c.now.micros - 12; micros < c.now.micros + 12; ++micros) {
            std::int64_t last = earliest_instant.micros;
            for (const std::int64_t change : changes) {
                last = change <= micros ? std::max(last, change) : last;
            }
            if (observe_court(c.policy, instant{micros}) != observe_court(c.policy, instant{last})) {
                ADD_FAILURE() << chosen.describe() << ' ' << micros - c.now.micros;
                return false;
            }
        }
        return true;
    }));
}

TEST(Rules, OfCentralAccountsDependOnTheInstantByWhetherTheyAreInForce) {
    EXPECT_TRUE(support::for_every_few(2, [](const support::enumeration& chosen) {
        const engine_case c(chosen.make());
        const findings all = observe_central(c.policy, c.central);
        const bool is_so =
            observe_central(c.policy, c.central, c.now) == (all & central_findings_in_force(c.policy, c.now));
        EXPECT_TRUE(is_so) << chosen.describe();
        return is_so;
    }));
}

TEST(Rules, ReadAlikeUnderPoliciesThatDifferElsewhere) {
    using detail::read_alike;
    const auto differ_in = [](auto change) {
        link_policy other = wiwd;
        change(other);
        EXPECT_NE(other, wiwd);
        return std::vector{!read_alike<finding_group::central>(wiwd, other),
                           !read_alike<finding_group::account>(wiwd, other),
                           !read_alike<finding_group::court>(wiwd, other)};
    };
    using expected = std::vector<bool>;
    EXPECT_EQ(differ_in([](link_policy& p) { p.legacy_cutoff.days += 1; }), (expected{true, false, false}));
    EXPECT_EQ(differ_in([](link_policy& p) { p.mfa_from = wiwd_go_live; }), (expected{false, false, false}))
        << "the start of a rule is asked for apart";
    EXPECT_EQ(differ_in([](link_policy& p) { p.go_live.reset(); }), (expected{false, true, true}));
    EXPECT_EQ(differ_in([](link_policy& p) { p.login_forbid.insert(U'&'); }), (expected{false, true, false}));
    EXPECT_EQ(differ_in([](link_policy& p) { p.handle_lifetime = {}; }), (expected{false, false, false}));
}

// Bulk verification finds them once for each policy and maker.
TEST(Rules, OfALinkThatStatesNoProofsDoNotDependOnItsTime) {
    EXPECT_TRUE(support::for_every_few(2, [](const support::enumeration& chosen) {
        plain_case x = chosen.make();
        x.in_ledger = true;
        x.central_proof = x.account_proof = proof_class::missing;
        x.central_proof_at = x.account_proof_at = x.confirmed_at = support::never;
        x.proof_court = "";
        const engine_case c(x);
        const findings unknown = observe_proofs(c.policy, c.facts, std::nullopt);
        const bool is_so = unknown == observe_proofs(c.policy, c.facts, c.now) &&
                           unknown == observe_proofs(c.policy, c.facts, earliest_instant);
        EXPECT_TRUE(is_so) << chosen.describe();
        return is_so;
    }));
}

// ---- observe

TEST(Observe, ARemovedLinkIsHistory) {
    plain_case x;
    x.in_ledger = true;
    x.state = link_state::removed;
    x.already_linked = true;
    x.other_centrals = 3;
    x.other_accounts = 3;
    x.tombstone = -1;
    x.names = {true, true, false, false, 0, 20};
    const engine_case harmless(x);
    EXPECT_EQ(assess(harmless.policy, harmless.facts, harmless.now), (assessment{verdict::allow, {}}));
    x.usage = central_usage::shared;
    x.role = account_role::missing;
    x.field_unreadable = true;
    const engine_case history(x);
    EXPECT_EQ(assess(history.policy, history.facts, history.now), (assessment{verdict::allow, {}}));
    x.own_field_unreadable = true;
    const engine_case unreadable(x);
    EXPECT_EQ(assess(unreadable.policy, unreadable.facts, unreadable.now),
              (assessment{verdict::refuse, finding::record_malformed}));
}

TEST(Observe, AnAdmissionIsNoOldAccount) {
    plain_case x;
    x.in_ledger = true;
    x.roles = 0;
    x.opened = 0;
    x.wants_roster = true;
    x.closes = -1;
    x.system = court_system::successor;
    x.login = "A&B";
    x.forbidden = U"&";
    for (const link_maker maker : {link_maker::court, link_maker::admission}) {
        x.made_by = maker;
        const engine_case c(x);
        EXPECT_EQ(observe(c.policy, c.facts, c.now),
                  maker == link_maker::admission ? findings{} : of_old_accounts);
    }
}

TEST(Assess, WhatWasApprovedDoesNotHold) {
    plain_case x;
    x.in_ledger = true;
    x.exempt = true;
    engine_case c(x);
    const auto verdict_now = [&c] { return assess(c.policy, c.facts, c.now).verdict; };
    EXPECT_EQ(verdict_now(), verdict::hold);
    c.row.approved = finding::name_differs;
    EXPECT_EQ(verdict_now(), verdict::hold);
    c.row.approved = {finding::name_differs, finding::central_exempt};
    EXPECT_EQ(verdict_now(), verdict::allow);
    const assessment answer = assess(c.policy, c.facts, c.now);
    EXPECT_EQ(answer.findings, finding::central_exempt);
    EXPECT_EQ(explain(c.policy, answer, c.now).to_allow, findings{});
    c.central.usage = central_usage::shared;
    c.row.approved.insert(finding::central_shared);
    EXPECT_EQ(verdict_now(), verdict::refuse) << "nothing that refuses can be approved";
    EXPECT_EQ(explain(c.policy, assess(c.policy, c.facts, c.now), c.now).deciding, finding::central_shared);
}

// ---- no input makes it undefined, and none that cannot be read is allowed

/// Every enumeration field of every record, set to each number that its type can hold.
template <class Visit>
void for_every_number_in_every_field(Visit&& visit) {
    for (unsigned number = 0; number < 256; ++number) {
        const auto set = [&]<class E>(const char* field, E& place, const engine_case& c, bool is_required) {
            place = static_cast<E>(number);
            visit(field, number, is_listed(place) || (place == E::missing && !is_required), c);
        };
        plain_case x;
        x.in_ledger = true;
        const auto with = [&](const char* field, auto member, bool is_required) {
            engine_case c(x);
            set(field, member(c), c, is_required);
        };
        with("usage", [](engine_case& c) -> auto& { return c.central.usage; }, true);
        with("central status", [](engine_case& c) -> auto& { return c.central.status; }, true);
        with("generation", [](engine_case& c) -> auto& { return c.central.generation; }, false);
        with("search status", [](engine_case& c) -> auto& { return c.central.search_status; }, false);
        with("mfa", [](engine_case& c) -> auto& { return c.central.mfa; }, false);
        with("registration", [](engine_case& c) -> auto& { return c.central.registration; }, false);
        with("central change", [](engine_case& c) -> auto& { return c.central.pending_change; }, false);
        with("role", [](engine_case& c) -> auto& { return c.account.role; }, true);
        with("account status", [](engine_case& c) -> auto& { return c.account.status; }, true);
        with("account change", [](engine_case& c) -> auto& { return c.account.pending_change; }, false);
        with("state", [](engine_case& c) -> auto& { return c.row.state; }, false);
        with("made by", [](engine_case& c) -> auto& { return c.row.made_by; }, false);
        with(
            "central proof", [](engine_case& c) -> auto& { return c.facts.evidence.central.proof_class; },
            false);
        with(
            "account proof", [](engine_case& c) -> auto& { return c.facts.evidence.account.proof_class; },
            false);
    }
}

TEST(Assess, WhatNobodyCouldHaveReadIsMalformedAndNeverAllowed) {
    for_every_number_in_every_field(
        [](const char* field, unsigned number, bool is_readable, const engine_case& c) {
            const assessment answer = assess(c.policy, c.facts, c.now);
            EXPECT_EQ(answer.findings.contains(finding::record_malformed), !is_readable)
                << field << ' ' << number;
            if (!is_readable) {
                EXPECT_EQ(answer.verdict, verdict::refuse) << field << ' ' << number;
            }
        });
}

// With -fsanitize=undefined this is the test that arithmetic on instants cannot overflow and no
// table is read beyond its end.
TEST(Assess, IsDefinedAtTheEndsOfTimeAndOfEveryNumber) {
    const std::vector<std::optional<instant>> times = {std::nullopt, far_past,       earliest_instant,
                                                       instant{},    latest_instant, far_future};
    std::uint64_t refused = 0;
    std::uint64_t judged = 0;
    for (const auto& go_live : times) {
        for (const auto& linked_at : times) {
            for (const auto& opened : times) {
                for (const auto& proven_at : times) {
                    for (const auto& now : {far_past, instant{}, far_future}) {
                        for (const bool in_ledger : {false, true}) {
                            plain_case x;
                            x.in_ledger = in_ledger;
                            engine_case c(x);
                            c.policy.go_live = go_live;
                            c.policy.link_closes = go_live;
                            c.policy.mfa_from = go_live;
                            for (std::size_t i = 0; i < max_outages; ++i) {
                                ASSERT_TRUE(c.policy.outages.push_back({far_past, far_future}));
                            }
                            ASSERT_FALSE(c.policy.outages.push_back({far_past, far_future}))
                                << "a full list takes no more";
                            c.policy.central_proof.max_age = {std::numeric_limits<std::int64_t>::max()};
                            c.policy.account_proof.max_age = {};
                            c.policy.legacy_cutoff = {std::numeric_limits<std::int32_t>::max()};
                            c.policy.roles = token_set<account_role>{~std::uint32_t{0}};
                            c.policy.roles_with_registrations = token_set<account_role>{~std::uint32_t{0}};
                            c.account.opened = opened;
                            c.account.role = static_cast<account_role>(255);
                            c.central.created = civil_day{std::numeric_limits<std::int32_t>::min()};
                            c.central.generation = central_generation::missing;
                            c.row.linked_at = linked_at;
                            c.row.confirmed_at = proven_at;
                            c.facts.central_created_start = opened;
                            c.facts.others.tombstoned_at = proven_at;
                            c.facts.others.other_centrals_of_account =
                                std::numeric_limits<std::uint32_t>::max();
                            c.facts.others.other_accounts_in_court =
                                std::numeric_limits<std::uint32_t>::max();
                            c.facts.evidence.central.at = proven_at;
                            c.facts.evidence.account.at = proven_at;
                            c.facts.evidence.failed_attempts = std::numeric_limits<std::uint32_t>::max();
                            c.facts.names = {
                                true, true, false, false, std::numeric_limits<std::uint32_t>::max(), 0};
                            const assessment answer = assess(c.policy, c.facts, now);
                            const explanation why = explain(c.policy, answer, now);
                            refused +=
                                answer.verdict == verdict::refuse && why.next_step.has_value() ? 1U : 0U;
                            ++judged;
                        }
                    }
                }
            }
        }
    }
    EXPECT_EQ(refused, judged) << "an unreadable role is never allowed";
}

TEST(Values, AreAsLargeAsTheyNeedToBe) {
    static_assert(sizeof(findings) == 8 && sizeof(assessment) == 24 && sizeof(instant) == 8 &&
                  sizeof(civil_day) == 4);
    static_assert(sizeof(central_account) == 16 && sizeof(court_account) == 96 &&
                  sizeof(name_comparison) == 12 && sizeof(ledger_row) == 48);
    static_assert(sizeof(proof) == 24 && sizeof(evidence) == 80 && sizeof(other_links) == 48);
    static_assert(sizeof(link_case) <= 272 && sizeof(link_policy) <= 896);
    static_assert(std::is_trivially_copyable_v<assessment> && std::is_trivially_copyable_v<link_case> &&
                  std::is_trivially_copyable_v<link_policy>);
    static_assert(std::is_trivially_copyable_v<explanation>);
}

}  // namespace
