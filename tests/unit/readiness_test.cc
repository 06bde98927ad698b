// What a person must do next: the steps of the two courts' pages, every row of the table in
// docs/readiness.md, and properties over random cases.
#include <ecflink/decide/readiness.hpp>

#include <cstdint>
#include <fstream>
#include <initializer_list>
#include <optional>
#include <ostream>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include <ecflink/core/assess.hpp>

ECFLINK_BEGIN_NAMESPACE

void PrintTo(const planned_step& one, std::ostream* out) {
    *out << to_token(one.id) << ' ' << to_token(one.state);
    if (one.from) {
        *out << " from " << one.from->micros;
    }
    if (one.until) {
        *out << " until " << one.until->micros;
    }
    if (one.or_else) {
        *out << " or " << to_token(*one.or_else);
    }
}

namespace {

// ---- two courts, a filer, and a short way to say what is expected -------------------------------

// wiwb: no filing from Thursday 26 March 2020, 16:30, until Monday 30 March 2020, 08:00 in Madison
// (UTC-5). wiwd: from 25 April 2022 on, 00:00 in Madison.
constexpr instant wiwb_outage = make_instant(make_civil_day(2020, 3, 26), 21, 30);
constexpr instant wiwb_go_live = make_instant(make_civil_day(2020, 3, 30), 13);
constexpr instant wiwd_go_live = make_instant(make_civil_day(2022, 4, 25), 5);
constexpr instant march_first = make_instant(make_civil_day(2020, 3, 1), 18);

constexpr instant just_before(instant t) { return {t.micros - 1}; }

constexpr link_policy live_since(instant go_live) {
    link_policy policy;
    policy.in_force = true;
    policy.system = court_system::next_gen;
    policy.go_live = go_live;
    return policy;
}
constexpr link_policy wiwb() {
    link_policy policy = live_since(wiwb_go_live);
    policy.outages.push_back({wiwb_outage, wiwb_go_live});
    return policy;
}
constexpr link_policy wiwd() { return live_since(wiwd_go_live); }

/// A filer for whom nothing is left but to link. Copies of it keep their own records.
struct filer {
    filing_purpose purpose = filing_purpose::file;
    court_kind kind = court_kind::bankruptcy;
    bool credentials_known = true;
    std::optional<central_account> central = upgraded();
    std::optional<court_account> account = attorney();
    bool holds_account = false;
    bool password_retired = false;
    bool central_login_forgotten = false;
    bool notices_only = false;
    login typed_login;
    std::optional<registration_state> request;
    std::vector<court_account> linked;  // to the central account
    link_case rest;                     // everything of the case but its two records

    static constexpr central_account upgraded() {
        central_account c;
        c.usage = central_usage::individual;
        c.status = central_status::active;
        c.generation = central_generation::upgraded;
        return c;
    }
    static constexpr court_account attorney() {
        court_account a;
        a.login = "jdoe";
        a.role = account_role::attorney;
        a.status = account_status::active;
        return a;
    }
    constexpr link_case make_case() const {
        link_case c = rest;
        c.court = "wiwb";
        c.central = central ? &*central : nullptr;
        c.account = account ? &*account : nullptr;
        return c;
    }
    constexpr readiness ready_for(const link_policy& policy, instant now) const {
        readiness_facts facts;
        facts.purpose = purpose;
        facts.kind = kind;
        facts.holds_account = holds_account;
        facts.credentials_known = credentials_known;
        facts.password_retired = password_retired;
        facts.central_login_forgotten = central_login_forgotten;
        facts.notices_only = notices_only;
        facts.typed_login = typed_login;
        facts.request = request;
        std::vector<const court_account*> pointers;
        for (const court_account& one : linked) {
            pointers.push_back(&one);
        }
        facts.linked = pointers;
        facts.accounts = make_case();
        return ready(policy, facts, now);
    }
};

constexpr planned_step expect(step id, step_state state, std::optional<instant> from = {},
                              std::optional<step> or_else = {}) {
    planned_step one;
    one.id = id;
    one.state = state;
    one.from = from;
    one.or_else = or_else;
    return one;
}
constexpr planned_step until(planned_step one, instant end) {
    one.until = end;
    return one;
}
constexpr step_state is_done = step_state::done;
constexpr step_state now = step_state::now;
constexpr step_state later = step_state::later;
constexpr step_state blocked = step_state::blocked;
using plan = std::vector<planned_step>;

plan steps_of(const readiness& answer) { return {answer.steps().begin(), answer.steps().end()}; }

// The whole decision is usable in a constant expression.
constexpr filer prepared;
static_assert(prepared.ready_for(wiwd(), wiwd_go_live).next()->id == step::link);
static_assert(prepared.ready_for(wiwd(), wiwd_go_live).next()->state == step_state::now);
static_assert(prepared.ready_for(wiwd(), just_before(wiwd_go_live)).next()->from == wiwd_go_live);

// ---- the catalogue ------------------------------------------------------------------------------

TEST(StepCatalogue, IsInOrderAndPlain) {
    int previous = -1;
    std::set<std::string_view> tokens_seen;
    for (const step_info& info : step_catalogue()) {
        SCOPED_TRACE(info.token);
        EXPECT_GT(static_cast<int>(info.id), previous);
        previous = static_cast<int>(info.id);
        EXPECT_TRUE(tokens_seen.insert(info.token).second);
        EXPECT_EQ(from_token<step>(info.token), info.id);
        EXPECT_EQ(to_token(info.id), info.token);
        EXPECT_EQ(info.sentence.back(), '.');
        EXPECT_TRUE(from_token<help_purpose>(info.help)) << info.help;
        EXPECT_FALSE(info.since.empty());
        EXPECT_FALSE(info.sources.empty());
    }
    EXPECT_EQ(from_token<step>("Link"), std::nullopt);
    EXPECT_EQ(find_step(3), nullptr);
}

TEST(StepCatalogue, TokensOfPurposeAndState) {
    for (const token_entry& entry : tokens<filing_purpose>()) {
        EXPECT_EQ(from_token<filing_purpose>(entry.token), static_cast<filing_purpose>(entry.number));
    }
    EXPECT_EQ(to_token(filing_purpose::claims_only), "claims-only");
    EXPECT_EQ(to_token(step_state::blocked), "blocked");
    EXPECT_EQ(from_token<step_state>("later"), step_state::later);
    EXPECT_EQ(to_token(static_cast<step_state>(0)), "");
}

TEST(StepCatalogue, EveryRefusingOrHoldingFindingHasAStepOfTheSameActor) {
    const findings of_a_row = findings_of(finding_group::ledger) | findings{finding::confirmation_missing};
    const std::set<finding> other_actor = {
        finding::link_in_future,                            // of a row: no step
        finding::court_not_live, finding::court_in_outage,  // the court's date, but the filer links
    };
    for (const finding_info& info : catalogue()) {
        SCOPED_TRACE(info.token);
        const std::optional<step> mends = step_for(info.id);
        ASSERT_EQ(mends.has_value(), !of_a_row.contains(info.id));
        if (mends && info.default_disposition >= disposition::hold && !other_actor.contains(info.id)) {
            // the filer changes accounts; the center follows
            const actor expected = info.id == finding::central_exempt ? actor::filer : info.who;
            EXPECT_EQ(describe(*mends).who, expected);
        }
    }
}

TEST(StepCatalogue, StandsInTheDocs) {
    std::ifstream file(ECFLINK_SOURCE_DIR "/docs/readiness.md");
    ASSERT_TRUE(file);
    std::set<std::string> documented;
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("| `")) {
            documented.insert(line);
        }
    }
    std::set<std::string> expected;
    for (const step_info& info : step_catalogue()) {
        std::string mends;
        for (const finding one : info.mends) {
            mends += (mends.empty() ? "`" : ", `") + std::string(to_token(one)) + '`';
        }
        expected.insert("| `" + std::string(info.token) + "` | " + std::string(info.sentence) + " | " +
                        std::string(to_token(info.who)) + " | " + std::string(info.help) + " | " + mends +
                        " | " + std::string(info.sources) + " |");
    }
    EXPECT_EQ(documented, expected);
}

// ---- the page of wiwb: steps 1 to 4 -------------------------------------------------------------

TEST(WiwbPage, NewcomerToCentralAccountsOnTheFirstOfMarch) {
    filer person;
    person.central->usage = central_usage::shared;
    person.central->generation = central_generation::legacy;  // a shared account is never upgraded (R04)
    person.credentials_known = false;
    const readiness answer = person.ready_for(wiwb(), march_first);
    EXPECT_EQ(steps_of(answer),
              (plan{expect(step::register_individual_account, now), expect(step::know_credentials, now),
                    expect(step::link, later, wiwb_go_live)}));
    EXPECT_EQ(answer.next()->id, step::register_individual_account);
    EXPECT_EQ(describe(answer.next()->id).help, "central-account");
    EXPECT_EQ(describe(step::know_credentials).help, "credentials");
    ASSERT_TRUE(answer.meanwhile());
    EXPECT_EQ(*answer.meanwhile(), until(expect(step::use_court_login, now), wiwb_outage));
}

TEST(WiwbPage, StepsOneToThreeCanBeDoneAtAnyTimeAndStepFourFromGoLive) {
    filer person;
    person.central->generation = central_generation::missing;
    person.central->created = make_civil_day(2014, 8, 10);
    person.credentials_known = false;
    for (const instant t : {march_first, just_before(wiwb_outage), wiwb_outage, just_before(wiwb_go_live)}) {
        EXPECT_EQ(steps_of(person.ready_for(wiwb(), t)),
                  (plan{expect(step::register_individual_account, is_done),
                        expect(step::upgrade_central_account, now), expect(step::know_credentials, now),
                        expect(step::link, later, wiwb_go_live)}))
            << t.micros;
    }
    // At go-live the link waits for nothing but the steps before it.
    EXPECT_EQ(
        steps_of(person.ready_for(wiwb(), wiwb_go_live)),
        (plan{expect(step::register_individual_account, is_done), expect(step::upgrade_central_account, now),
              expect(step::know_credentials, now), expect(step::link, later)}));
    person.central->created = make_civil_day(2014, 8, 11);
    EXPECT_EQ(person.ready_for(wiwb(), march_first).next()->id, step::know_credentials);
}

TEST(WiwbPage, WhoIsPreparedLinksAtTheVeryInstantOfGoLive) {
    const plan waits = {expect(step::register_individual_account, is_done),
                        expect(step::upgrade_central_account, is_done),
                        expect(step::know_credentials, is_done), expect(step::link, later, wiwb_go_live)};
    plan links = waits;
    links.back() = expect(step::link, now);
    const filer person;
    for (const instant t : {march_first, just_before(wiwb_outage), wiwb_outage, just_before(wiwb_go_live)}) {
        EXPECT_EQ(steps_of(person.ready_for(wiwb(), t)), waits) << t.micros;
    }
    EXPECT_EQ(steps_of(person.ready_for(wiwb(), wiwb_go_live)), links);
    EXPECT_EQ(steps_of(person.ready_for(wiwb(), {wiwb_go_live.micros + 1})), links);
}

TEST(WiwbPage, TheCourtsLoginServesUntilTheOutageBegins) {
    const filer person;
    EXPECT_EQ(person.ready_for(wiwb(), just_before(wiwb_outage)).meanwhile(),
              until(expect(step::use_court_login, now), wiwb_outage));
    EXPECT_FALSE(person.ready_for(wiwb(), wiwb_outage).meanwhile());
    EXPECT_FALSE(person.ready_for(wiwb(), just_before(wiwb_go_live)).meanwhile());
    EXPECT_FALSE(person.ready_for(wiwb(), wiwb_go_live).meanwhile());
}

TEST(WiwbPage, AnOutageThatOutlastsGoLiveMovesTheLink) {
    link_policy policy = wiwb();
    const instant repaired{wiwb_go_live.micros + micros_per_day};
    policy.outages.push_back({just_before(wiwb_go_live), repaired});
    EXPECT_EQ(filer{}.ready_for(policy, march_first).next()->from, repaired);
    EXPECT_EQ(filer{}.ready_for(policy, wiwb_go_live).next()->from, repaired);
    EXPECT_EQ(*filer{}.ready_for(policy, repaired).next(), expect(step::link, now));
}

// ---- the page of wiwd: three preconditions ------------------------------------------------------

TEST(WiwdPage, ThreePreconditions) {
    filer person;
    person.kind = court_kind::district;
    person.credentials_known = false;
    person.holds_account = true;
    person.account.reset();  // not even the login is known: the clerk can tell it
    person.central->usage = central_usage::shared;
    for (const instant t : {march_first, just_before(wiwd_go_live)}) {
        const readiness answer = person.ready_for(wiwd(), t);
        EXPECT_EQ(steps_of(answer),
                  (plan{expect(step::register_individual_account, now), expect(step::know_credentials, now),
                        expect(step::link, later, wiwd_go_live)}));
        // the page names no outage
        EXPECT_EQ(answer.meanwhile(), until(expect(step::use_court_login, now), wiwd_go_live));
    }
    EXPECT_EQ(steps_of(person.ready_for(wiwd(), wiwd_go_live)),
              (plan{expect(step::register_individual_account, now), expect(step::know_credentials, now),
                    expect(step::link, later)}));
    EXPECT_EQ(describe(step::know_credentials).who, actor::filer);
}

TEST(WiwdPage, LinkOnOrAfterGoLive) {
    filer person;
    person.kind = court_kind::district;
    EXPECT_EQ(*person.ready_for(wiwd(), just_before(wiwd_go_live)).next(),
              expect(step::link, later, wiwd_go_live));
    EXPECT_EQ(*person.ready_for(wiwd(), wiwd_go_live).next(), expect(step::link, now));
}

TEST(WiwdPage, AnOutageOfItsOwnCountsAtItsVeryInstants) {
    link_policy policy = wiwd();
    const instant begin{wiwd_go_live.micros + micros_per_day};
    const instant end{begin.micros + micros_per_day};
    policy.outages.push_back({begin, end});
    EXPECT_EQ(*filer{}.ready_for(policy, just_before(begin)).next(), expect(step::link, now));
    EXPECT_EQ(*filer{}.ready_for(policy, begin).next(), expect(step::link, later, end));
    EXPECT_EQ(*filer{}.ready_for(policy, just_before(end)).next(), expect(step::link, later, end));
    EXPECT_EQ(*filer{}.ready_for(policy, end).next(), expect(step::link, now));
}

// ---- the rows of the table ----------------------------------------------------------------------

TEST(ReadinessTable, Row1SearchingNeedsNothing) {
    filer person;
    person.purpose = filing_purpose::search_only;
    person.central->usage = central_usage::shared;
    EXPECT_EQ(steps_of(person.ready_for(wiwb(), wiwb_outage)), (plan{expect(step::search, now)}));
}

TEST(ReadinessTable, Row2ClaimsNeedNoAccountInBankruptcy) {
    filer person;
    person.purpose = filing_purpose::claims_only;
    person.central.reset();
    person.account.reset();
    EXPECT_EQ(steps_of(person.ready_for(wiwb(), march_first)), (plan{expect(step::submit_claims, now)}));
    person.kind = court_kind::district;  // there are no claims elsewhere: such a person files
    EXPECT_EQ(person.ready_for(wiwd(), wiwd_go_live).next()->id, step::register_individual_account);
}

TEST(ReadinessTable, Row3BeforeGoLiveTheCourtsLoginServesAndTheRestIsPrepared) {
    filer person;
    person.central->generation = central_generation::legacy;
    const readiness answer = person.ready_for(wiwb(), march_first);
    EXPECT_EQ(answer.next()->id, step::upgrade_central_account);
    EXPECT_EQ(answer.meanwhile()->id, step::use_court_login);
    person.account->status = account_status::suspended;  // whom the court has barred cannot go on either
    EXPECT_FALSE(person.ready_for(wiwb(), march_first).meanwhile());
}

TEST(ReadinessTable, Row4NoneOrSharedOrAdministrativeOrClosed) {
    filer person;
    for (const central_usage usage : {central_usage::shared, central_usage::administrative}) {
        person.central = filer::upgraded();
        person.central->usage = usage;
        EXPECT_EQ(*person.ready_for(wiwb(), wiwb_go_live).next(),
                  expect(step::register_individual_account, now));
    }
    person.central = filer::upgraded();
    person.central->status = central_status::closed;
    EXPECT_EQ(*person.ready_for(wiwb(), wiwb_go_live).next(), expect(step::register_individual_account, now));
    person.central.reset();
    EXPECT_EQ(steps_of(person.ready_for(wiwb(), wiwb_go_live)),
              (plan{expect(step::register_individual_account, now), expect(step::know_credentials, is_done),
                    expect(step::link, later)}));
}

TEST(ReadinessTable, Row4ANewAccountNeedsASecondFactorWhereThePolicyAsksForOne) {
    link_policy policy = wiwb();
    policy.mfa_from = wiwb_go_live;
    filer person;
    person.central.reset();
    EXPECT_EQ(steps_of(person.ready_for(policy, march_first)),
              (plan{expect(step::register_individual_account, now), expect(step::enroll_second_factor, later),
                    expect(step::know_credentials, is_done), expect(step::link, later, wiwb_go_live)}));
    policy.mfa_from = instant{wiwb_go_live.micros + 1};  // not yet needed when the court opens
    EXPECT_EQ(person.ready_for(policy, march_first).steps().size(), 3U);
}

TEST(ReadinessTable, Row5LegacyAndTheExemptAccount) {
    filer person;
    person.central->generation = central_generation::legacy;
    EXPECT_EQ(*person.ready_for(wiwb(), wiwb_go_live).next(), expect(step::upgrade_central_account, now));
    // appointed counsel: the private account is the one to upgrade and to link (R34)
    person.central->exempt = true;
    EXPECT_EQ(steps_of(person.ready_for(wiwb(), wiwb_go_live)),
              (plan{expect(step::use_private_account, now), expect(step::know_credentials, is_done),
                    expect(step::link, later)}));
}

TEST(ReadinessTable, Row6DisabledComesAfterTheUpgradeAndBeforeTheSecondFactor) {
    link_policy policy = wiwb();
    policy.mfa_from = wiwb_go_live;
    filer person;
    person.central->generation = central_generation::legacy;
    person.central->status = central_status::disabled;
    EXPECT_EQ(
        steps_of(person.ready_for(policy, wiwb_go_live)),
        (plan{expect(step::register_individual_account, is_done), expect(step::upgrade_central_account, now),
              expect(step::restore_central_account, later), expect(step::enroll_second_factor, later),
              expect(step::know_credentials, is_done), expect(step::link, later)}));
}

TEST(ReadinessTable, Row7WhoIsLinkedSignsOn) {
    filer person;
    person.rest.others.already_linked = true;
    person.credentials_known = false;
    person.central->exempt = true;  // matters to making a link, not to one that stands
    EXPECT_EQ(steps_of(person.ready_for(wiwb(), wiwb_go_live)), (plan{expect(step::sign_on, now)}));
    person.central->status = central_status::disabled;
    EXPECT_EQ(steps_of(person.ready_for(wiwb(), wiwb_go_live)),
              (plan{expect(step::restore_central_account, now), expect(step::sign_on, later)}));

    filer without_login;  // the person's link is known, the login is not asked for
    without_login.account.reset();
    without_login.rest.others.other_accounts_in_court = 1;
    EXPECT_EQ(steps_of(without_login.ready_for(wiwb(), wiwb_go_live)), (plan{expect(step::sign_on, now)}));
}

TEST(ReadinessTable, Row7WhoIsLinkedSignsOnThoughNobodyKnowsWhenTheCourtWentLive) {
    filer person;
    person.rest.others.already_linked = true;
    link_policy policy = wiwb();
    policy.outages = {};
    policy.go_live.reset();
    EXPECT_EQ(steps_of(person.ready_for(policy, wiwb_go_live)), (plan{expect(step::sign_on, now)}));
    policy.go_live_not_before = wiwb_go_live;
    policy.go_live_by = wiwd_go_live;
    EXPECT_EQ(steps_of(person.ready_for(policy, wiwb_go_live)), (plan{expect(step::sign_on, now)}));
    planned_step from_then = expect(step::sign_on, later);
    from_then.from = wiwb_go_live;
    EXPECT_EQ(steps_of(person.ready_for(policy, just_before(wiwb_go_live))), (plan{from_then}));
    // Of a court that runs the older system access is silent, too, until the date is known.
    policy.system = court_system::current_gen;
    from_then.from = wiwd_go_live;
    EXPECT_EQ(steps_of(person.ready_for(policy, wiwb_go_live)), (plan{from_then}));
    // What closes a court closes it whatever the policy makes of it for a link.
    policy = wiwb();
    policy.dispositions.refuse.erase(finding::court_in_outage);
    from_then.from = wiwb_go_live;
    EXPECT_EQ(steps_of(person.ready_for(policy, wiwb_outage)), (plan{from_then}));
}

TEST(ReadinessTable, Row7ALinkToASharedAccountCannotStay) {
    filer person;
    person.rest.others.already_linked = true;
    person.central->usage = central_usage::shared;
    EXPECT_EQ(steps_of(person.ready_for(wiwb(), wiwb_go_live)),
              (plan{expect(step::register_individual_account, now), expect(step::have_link_removed, blocked),
                    expect(step::know_credentials, is_done), expect(step::link, later)}));
}

TEST(ReadinessTable, Row10AClosedPathLeadsToRegistration) {
    link_policy policy = wiwb();
    const instant closes{wiwb_go_live.micros + 365 * micros_per_day};
    policy.link_closes = closes;
    filer person;
    EXPECT_EQ(*person.ready_for(policy, just_before(closes)).next(), until(expect(step::link, now), closes));
    person.credentials_known = false;  // nobody will ask for them
    EXPECT_EQ(steps_of(person.ready_for(policy, closes)),
              (plan{expect(step::register_individual_account, is_done),
                    expect(step::upgrade_central_account, is_done), expect(step::register_anew, now),
                    expect(step::await_approval, later)}));
}

TEST(ReadinessTable, Row11ASecondAccountOrAFilingAgent) {
    filer person;
    person.rest.others.other_accounts_in_court = 1;
    EXPECT_EQ(*person.ready_for(wiwb(), wiwb_go_live).next(),
              expect(step::use_second_account, now, {}, step::become_filing_agent));
    person.kind = court_kind::district;  // has no filing agents
    EXPECT_EQ(*person.ready_for(wiwb(), wiwb_go_live).next(), expect(step::use_second_account, now));
    person.credentials_known = false;  // row 11 comes before row 12
    EXPECT_EQ(person.ready_for(wiwb(), wiwb_go_live).next()->id, step::use_second_account);
    link_policy policy = wiwb();
    policy.accounts_per_central = 2;
    EXPECT_EQ(person.ready_for(policy, wiwb_go_live).next()->id, step::know_credentials);
}

TEST(ReadinessTable, Row12UnknownCredentials) {
    filer person;
    person.credentials_known = false;
    EXPECT_EQ(*person.ready_for(wiwb(), wiwb_go_live).next(), expect(step::know_credentials, now));

    // mad and nyed take a second registration once they are live; before that the old login can
    // still be recovered.
    for (const second_registration second : {second_registration::court_links, second_registration::allow}) {
        link_policy policy = wiwb();
        policy.second = second;
        EXPECT_EQ(*person.ready_for(policy, just_before(wiwb_go_live)).next(),
                  expect(step::know_credentials, now, {}, step::register_anew));
        EXPECT_EQ(steps_of(person.ready_for(policy, wiwb_go_live)),
                  (plan{expect(step::register_individual_account, is_done),
                        expect(step::upgrade_central_account, is_done),
                        expect(step::register_anew, now, {}, step::know_credentials),
                        expect(step::await_approval, later)}));
        // who knows them links
        EXPECT_EQ(*filer{}.ready_for(policy, wiwb_go_live).next(), expect(step::link, now));
    }
}

TEST(ReadinessTable, Row14LinkIsOneStepInEveryCourtWhateverItConfirms) {
    link_policy policy = wiwb();
    policy.confirm = confirmation::one_step;
    filer person;
    person.kind = court_kind::appellate;
    EXPECT_EQ(steps_of(person.ready_for(policy, wiwb_go_live)),
              steps_of(filer{}.ready_for(wiwb(), wiwb_go_live)));
    EXPECT_EQ(*person.ready_for(policy, wiwb_go_live).next(), expect(step::link, now));
}

TEST(ReadinessTable, Row15WithoutACourtAccountOneRegisters) {
    filer person;
    person.account.reset();
    person.credentials_known = false;
    EXPECT_EQ(steps_of(person.ready_for(wiwb(), wiwb_go_live)),
              (plan{expect(step::register_individual_account, is_done),
                    expect(step::upgrade_central_account, is_done), expect(step::request_privileges, now),
                    expect(step::await_approval, later)}));
    EXPECT_EQ(*person.ready_for(wiwb(), just_before(wiwb_go_live)).next(),
              expect(step::request_privileges, later, wiwb_go_live));
    // there is no login of the court's to use
    EXPECT_FALSE(person.ready_for(wiwb(), march_first).meanwhile());
    person.central->generation = central_generation::legacy;
    EXPECT_EQ(
        steps_of(person.ready_for(wiwb(), wiwb_go_live)),
        (plan{expect(step::register_individual_account, is_done), expect(step::upgrade_central_account, now),
              expect(step::request_privileges, later), expect(step::await_approval, later)}));
}

TEST(ReadinessTable, Row16AnAgentAsksThePrincipal) {
    filer person;
    person.account->role = account_role::filing_agent;
    EXPECT_EQ(steps_of(person.ready_for(wiwb(), wiwb_go_live)),
              (plan{expect(step::register_individual_account, is_done),
                    expect(step::upgrade_central_account, is_done), expect(step::know_credentials, is_done),
                    expect(step::link, now), expect(step::ask_principal, later)}));
    person.rest.others.already_linked = true;
    EXPECT_EQ(steps_of(person.ready_for(wiwb(), wiwb_go_live)),
              (plan{expect(step::ask_principal, now), expect(step::sign_on, later)}));
    person.account->principals = 1;
    EXPECT_EQ(person.ready_for(wiwb(), wiwb_go_live).next()->id, step::sign_on);

    link_policy strict = wiwb();  // a court that refuses such agents wants the principal first
    strict.dispositions.set(finding::agent_without_principal, disposition::refuse);
    person.account->principals = 0;
    person.rest.others.already_linked = false;
    EXPECT_EQ(*person.ready_for(strict, wiwb_go_live).next(), expect(step::ask_principal, now));
}

TEST(ReadinessTable, Row4WhoForgotTheCentralLoginDoesNotRegisterAnew) {
    filer person;
    person.central.reset();
    person.central_login_forgotten = true;
    EXPECT_EQ(steps_of(person.ready_for(wiwb(), wiwb_go_live)),
              (plan{expect(step::recover_central_login, now), expect(step::know_credentials, is_done),
                    expect(step::link, later)}));
    person.account.reset();
    EXPECT_EQ(steps_of(person.ready_for(wiwb(), wiwb_go_live)),
              (plan{expect(step::recover_central_login, now), expect(step::request_privileges, later),
                    expect(step::await_approval, later)}));
    // where its record is known, what must be mended comes after that
    person = {};
    person.central_login_forgotten = true;
    person.central->generation = central_generation::legacy;
    EXPECT_EQ(
        steps_of(person.ready_for(wiwb(), wiwb_go_live)),
        (plan{expect(step::recover_central_login, now), expect(step::register_individual_account, is_done),
              expect(step::upgrade_central_account, later), expect(step::know_credentials, is_done),
              expect(step::link, later)}));
    person.central->usage = central_usage::shared;  // and one that is given up need not be recovered
    EXPECT_EQ(person.ready_for(wiwb(), wiwb_go_live).next()->id, step::register_individual_account);
    person = {};
    person.central_login_forgotten = true;
    person.rest.others.already_linked = true;
    EXPECT_EQ(steps_of(person.ready_for(wiwb(), wiwb_go_live)),
              (plan{expect(step::recover_central_login, now), expect(step::sign_on, later)}));
    person.purpose = filing_purpose::search_only;
    EXPECT_EQ(person.ready_for(wiwb(), wiwb_go_live).next()->id, step::search);
}

// Whoever made the link: the court's ledger knows it, whether a login is named, the same role's
// other one, or none.
TEST(ReadinessTable, Row7WhoFilesHereIsSentToSignOnWhateverLoginIsNamed) {
    for (const bool names_login : {false, true}) {
        for (const bool holds : {false, true}) {
            for (const bool knows : {false, true}) {
                filer person;
                person.holds_account = holds;
                person.credentials_known = knows;
                person.rest.others.other_accounts_in_court = 1;
                person.rest.others.other_accounts_in_court_and_role = names_login ? 1 : 0;
                person.linked = {filer::attorney()};
                person.linked.front().login = "court-made";
                person.linked.front().opened = wiwb_go_live;
                if (!names_login) {
                    person.account.reset();
                }
                planned_step signs_on = expect(step::sign_on, now);
                if (names_login) {
                    signs_on.or_else = step::use_second_account;
                }
                EXPECT_EQ(steps_of(person.ready_for(wiwb(), wiwb_go_live)), (plan{signs_on}));
                person.linked.front().status = account_status::suspended;
                EXPECT_EQ(person.ready_for(wiwb(), wiwb_go_live).next()->id, step::have_account_restored);
                person.linked.front().status = account_status::fee_locked;
                EXPECT_EQ(person.ready_for(wiwb(), wiwb_go_live).next()->id, step::pay_fees);
                person.linked.push_back(filer::attorney());  // one of the two is enough
                EXPECT_EQ(steps_of(person.ready_for(wiwb(), wiwb_go_live)), (plan{signs_on}));
            }
        }
    }
}

TEST(ReadinessTable, Row8WhoReceivesNoticesOnlyLinksWhereTheCourtLinksSuchAccounts) {
    link_policy policy = wiwb();
    filer person;
    person.notices_only = true;
    EXPECT_EQ(person.ready_for(policy, wiwb_go_live).next()->id, step::link);
    policy.roles = token_set<account_role>{account_role::attorney};
    EXPECT_EQ(steps_of(person.ready_for(policy, wiwb_go_live)), (plan{expect(step::receive_notices, now)}));
    person.notices_only = false;
    EXPECT_EQ(person.ready_for(policy, wiwb_go_live).next()->id, step::link);
    person.account->role = account_role::interested_party;  // the record says it
    EXPECT_EQ(steps_of(person.ready_for(policy, wiwb_go_live)), (plan{expect(step::receive_notices, now)}));
    policy.roles->insert(account_role::interested_party);
    EXPECT_EQ(person.ready_for(policy, wiwb_go_live).next()->id, step::link);
}

TEST(ReadinessTable, Row9WhoHasAskedWaits) {
    for (const token_entry& entry : tokens<registration_state>()) {
        filer person;
        person.account.reset();
        person.request = static_cast<registration_state>(entry.number);
        const plan steps = steps_of(person.ready_for(wiwb(), wiwb_go_live));
        plan expected = {expect(step::register_individual_account, is_done),
                         expect(step::upgrade_central_account, is_done)};
        if (entry.token == "submitted" || entry.token == "court-pending") {
            expected.push_back(expect(step::await_approval, blocked));
        } else if (entry.token == "more-information") {
            expected.push_back(expect(step::give_information, now));
            expected.push_back(expect(step::await_approval, later));
        } else {
            expected.push_back(expect(step::request_privileges, now));
            expected.push_back(expect(step::await_approval, later));
        }
        EXPECT_EQ(steps, expected) << entry.token;
        // who can link need not wait
        filer with_account;
        with_account.request = person.request;
        EXPECT_EQ(*with_account.ready_for(wiwb(), wiwb_go_live).next(), expect(step::link, now));
    }
    // what would hinder the approval comes first
    filer person;
    person.account.reset();
    person.request = registration_state::court_pending;
    person.central->generation = central_generation::legacy;
    EXPECT_EQ(person.ready_for(wiwb(), wiwb_go_live).next()->id, step::upgrade_central_account);
}

TEST(ReadinessTable, Row10AnAccountThatTheCourtMadeIsNotLinkedAgain) {
    filer person;
    person.account->opened = wiwb_go_live;
    EXPECT_EQ(person.ready_for(wiwb(), wiwb_go_live).next()->id, step::ask_whose_account);
    person.rest.others.tombstoned_at = wiwb_go_live;
    EXPECT_EQ(*person.ready_for(wiwb(), wiwb_go_live).next(), expect(step::register_anew, now));
}

TEST(ReadinessTable, Row11TheCourtSaysWhetherASecondAccountBecomesAnAgent) {
    filer person;
    person.rest.others.other_accounts_in_court = 1;
    link_policy policy = wiwb();
    policy.second_account = second_account::filing_agent;
    EXPECT_EQ(*person.ready_for(policy, wiwb_go_live).next(), expect(step::become_filing_agent, blocked));
    person.kind = court_kind::district;
    EXPECT_EQ(*person.ready_for(policy, wiwb_go_live).next(), expect(step::use_second_account, now));
}

TEST(ReadinessTable, Row13ARetiredPasswordDoesNotComeBack) {
    filer person;
    person.password_retired = true;
    EXPECT_EQ(steps_of(person.ready_for(wiwb(), wiwb_go_live)),
              (plan{expect(step::register_individual_account, is_done),
                    expect(step::upgrade_central_account, is_done), expect(step::have_new_password, blocked),
                    expect(step::link, later)}));
    link_policy policy = wiwb();
    policy.second = second_registration::court_links;
    EXPECT_EQ(*person.ready_for(policy, wiwb_go_live).next(),
              expect(step::register_anew, now, {}, step::have_new_password));
    EXPECT_EQ(*person.ready_for(policy, just_before(wiwb_go_live)).next(),
              expect(step::have_new_password, blocked, {}, step::register_anew));
    person.rest.others.already_linked = true;  // whoever is linked needs none
    EXPECT_EQ(person.ready_for(wiwb(), wiwb_go_live).next()->id, step::sign_on);
}

// ---- what the table leaves open -----------------------------------------------------------------

TEST(Readiness, UnpaidFeesComeAfterTheLink) {
    filer person;
    person.account->status = account_status::fee_locked;
    EXPECT_EQ(steps_of(person.ready_for(wiwb(), wiwb_go_live)).back(), expect(step::pay_fees, later));
    EXPECT_EQ(person.ready_for(wiwb(), wiwb_go_live).next()->id, step::link);
}

TEST(Readiness, AnUnknownGoLiveIsAskedFor) {
    link_policy policy = wiwb();
    policy.go_live.reset();
    policy.outages = {};
    const readiness answer = filer{}.ready_for(policy, march_first);
    EXPECT_EQ(*answer.next(), expect(step::ask_go_live, blocked));
    EXPECT_EQ(steps_of(answer).back(), expect(step::link, later));
    EXPECT_FALSE(answer.meanwhile());  // it may well be live
    policy.system = court_system::current_gen;
    EXPECT_EQ(filer{}.ready_for(policy, march_first).meanwhile(), expect(step::use_court_login, now));
    filer newcomer;
    newcomer.account.reset();
    EXPECT_EQ(newcomer.ready_for(policy, march_first).next()->id, step::ask_go_live);
    policy.system = court_system::next_gen;
    // the date matters to links only
    EXPECT_EQ(newcomer.ready_for(policy, march_first).next()->id, step::request_privileges);
}

TEST(Readiness, ACourtWithoutAPolicyIsAskedFirst) {
    link_policy policy = wiwb();
    policy.in_force = false;
    filer person;
    person.central.reset();
    const readiness answer = person.ready_for(policy, march_first);
    EXPECT_EQ(*answer.next(), expect(step::check_court, blocked));
    EXPECT_EQ(answer.steps()[1].id, step::register_individual_account);
    // no date of a court that is not in force
    EXPECT_EQ(steps_of(answer).back(), expect(step::link, later));
    EXPECT_FALSE(answer.meanwhile());
}

TEST(Readiness, ASuccessorTakesCentralAccountsAsTheyAre) {
    link_policy policy = wiwb();
    policy.system = court_system::successor;
    filer person;
    person.credentials_known = false;
    EXPECT_EQ(*person.ready_for(policy, wiwb_go_live).next(), expect(step::sign_on, now));
    person.central->generation = central_generation::legacy;
    EXPECT_EQ(person.ready_for(policy, wiwb_go_live).next()->id, step::upgrade_central_account);
    person.account.reset();
    EXPECT_EQ(steps_of(person.ready_for(policy, wiwb_go_live)).back().id, step::await_approval);
}

TEST(Readiness, ALoginThatCannotBeLinkedIsChangedBestWhileItWorks) {
    link_policy policy = wiwb();
    policy.login_forbid.insert('@');
    filer person;
    person.account->login = "j@doe";
    EXPECT_EQ(*person.ready_for(policy, just_before(wiwb_outage)).next(),
              until(expect(step::have_login_changed, blocked), wiwb_outage));
    EXPECT_EQ(*person.ready_for(policy, wiwb_outage).next(), expect(step::have_login_changed, blocked));
    EXPECT_EQ(*person.ready_for(policy, wiwb_go_live).next(), expect(step::have_login_changed, blocked));
}

TEST(Readiness, ALoginWithCapitalsIsTypedInLowerCaseWhereTheCourtWantsIt) {
    link_policy policy = wiwb();
    filer person;
    person.account.reset();
    person.holds_account = true;
    person.typed_login = "JDoe";
    EXPECT_EQ(person.ready_for(policy, wiwb_go_live).next()->id, step::know_credentials);
    policy.login_case = login_case::lower;
    EXPECT_EQ(steps_of(person.ready_for(policy, wiwb_go_live)),
              (plan{expect(step::register_individual_account, is_done),
                    expect(step::upgrade_central_account, is_done), expect(step::type_in_lower_case, now),
                    expect(step::know_credentials, is_done), expect(step::link, later)}));
    person.account = filer::attorney();  // the court's own record has them
    person.account->login = "JDoe";
    EXPECT_EQ(*person.ready_for(policy, wiwb_go_live).next(),
              expect(step::type_in_lower_case, now, {}, step::have_login_changed));
    policy.login_forbid.insert('D');  // more than capitals
    EXPECT_EQ(person.ready_for(policy, wiwb_go_live).next()->id, step::have_login_changed);
    policy.login_forbid = {};
    policy.dispositions.set(finding::login_not_linkable, disposition::note);
    EXPECT_EQ(person.ready_for(policy, wiwb_go_live).next()->id, step::link);
}

TEST(Readiness, ARequestWaitsForTheGoLiveAndForOutagesThatStopRegistration) {
    filer newcomer;
    newcomer.account.reset();
    link_policy policy = wiwb();
    EXPECT_EQ(*newcomer.ready_for(policy, just_before(wiwb_go_live)).next(),
              expect(step::request_privileges, later, wiwb_go_live));
    const instant repaired{wiwb_go_live.micros + micros_per_day};
    policy.outages.push_back({just_before(wiwb_go_live), repaired, {outage_effect::registration}});
    EXPECT_EQ(*newcomer.ready_for(policy, march_first).next(),
              expect(step::request_privileges, later, repaired));
    EXPECT_EQ(*newcomer.ready_for(policy, repaired).next(), expect(step::request_privileges, now));
    EXPECT_EQ(*filer{}.ready_for(policy, wiwb_go_live).next(), expect(step::link, now));
}

TEST(Readiness, TheCourtsLoginServesUntilTheCourtMayBeLive) {
    link_policy policy = wiwd();
    policy.go_live.reset();
    policy.go_live_not_before = wiwb_go_live;
    policy.go_live_by = wiwd_go_live;
    EXPECT_EQ(filer{}.ready_for(policy, march_first).meanwhile(),
              until(expect(step::use_court_login, now), wiwb_go_live));
    EXPECT_FALSE(filer{}.ready_for(policy, wiwb_go_live).meanwhile());
    policy.system = court_system::current_gen;
    EXPECT_EQ(filer{}.ready_for(policy, wiwb_go_live).meanwhile(),
              until(expect(step::use_court_login, now), wiwd_go_live));
    EXPECT_EQ(*filer{}.ready_for(policy, wiwd_go_live).next(), expect(step::link, now));
}

TEST(Readiness, FailedAttemptsAreWaitedOut) {
    filer person;
    person.rest.evidence.failed_attempts = 5;
    const instant forgotten{wiwb_go_live.micros + 5 * 60 * micros_per_second};
    const readiness answer = person.ready_for(wiwb(), wiwb_go_live);
    EXPECT_EQ(*answer.next(), expect(step::wait_for_attempts, later, forgotten));
    EXPECT_EQ(steps_of(answer).back(), expect(step::link, later, forgotten));
}

TEST(Readiness, WhatOthersMustDoIsBlocked) {
    filer person;
    person.account->status = account_status::suspended;
    EXPECT_EQ(*person.ready_for(wiwb(), wiwb_go_live).next(), expect(step::have_account_restored, blocked));
    person = {};
    person.central->status = central_status::on_hold;
    EXPECT_EQ(*person.ready_for(wiwb(), wiwb_go_live).next(),
              expect(step::have_registration_reviewed, blocked));
    person = {};
    person.account->status = account_status::locked;  // ends by itself
    EXPECT_EQ(*person.ready_for(wiwb(), wiwb_go_live).next(), expect(step::wait_for_unlock, now));
    person = {};
    person.rest.central_ambiguous = true;
    person.central.reset();
    EXPECT_EQ(*person.ready_for(wiwb(), wiwb_go_live).next(), expect(step::have_record_corrected, blocked));
}

TEST(Readiness, WhatCannotBeReadIsNeverDone) {
    filer person;
    person.central->usage = central_usage::missing;
    EXPECT_EQ(steps_of(person.ready_for(wiwb(), wiwb_go_live)),
              (plan{expect(step::have_record_corrected, blocked), expect(step::know_credentials, is_done),
                    expect(step::link, later)}));
}

TEST(Readiness, WhatAPolicyDoesNotMindIsNeitherAskedForNorCalledDone) {
    link_policy policy = wiwb();
    policy.dispositions.set(finding::central_legacy, disposition::note);
    filer person;
    person.central->generation = central_generation::legacy;
    EXPECT_EQ(steps_of(person.ready_for(policy, wiwb_go_live)),
              (plan{expect(step::register_individual_account, is_done),
                    expect(step::know_credentials, is_done), expect(step::link, now)}));
}

TEST(Readiness, ALoginWithTwoRecordsIsStillAnAccountOfTheCourt) {
    filer person;
    person.account.reset();
    person.rest.account_ambiguous = true;
    const readiness answer = person.ready_for(wiwb(), wiwb_go_live);
    EXPECT_EQ(*answer.next(), expect(step::have_record_corrected, blocked));
    EXPECT_EQ(steps_of(answer).back(), expect(step::link, later));
}

TEST(Readiness, AnOutageDelaysALinkAndNoRequest) {
    link_policy policy = wiwd();
    const instant begin{wiwd_go_live.micros + micros_per_day};
    policy.outages.push_back({begin, {begin.micros + micros_per_day}});
    filer person;
    person.account.reset();
    EXPECT_EQ(*person.ready_for(policy, begin).next(), expect(step::request_privileges, now));
}

TEST(Readiness, ARowOfALedgerIsNotLookedAt) {
    const ledger_row row;  // without its time, malformed
    filer person;
    person.rest.row = &row;
    EXPECT_EQ(*person.ready_for(wiwb(), wiwb_go_live).next(), expect(step::link, now));
}

// ---- properties over random cases ---------------------------------------------------------------

class random_source {  // SplitMix64: the same cases everywhere
public:
    explicit random_source(std::uint64_t seed) : state_(seed) {}
    std::uint64_t next() {
        std::uint64_t z = state_ += 0x9E3779B97F4A7C15U;
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9U;
        z = (z ^ z >> 27) * 0x94D049BB133111EBU;
        return z ^ z >> 31;
    }
    bool one_in(std::uint64_t n) { return next() % n == 0; }
    template <class T, std::size_t N>
    T pick(const T (&values)[N]) {
        return values[next() % N];
    }
    /// Mostly the first enumerator, the good one; sometimes any other, sometimes missing.
    template <class E>
    E pick_enum(std::uint64_t odds) {
        return one_in(odds) ? static_cast<E>(next() % (tokens<E>().size() + 1))
                            : static_cast<E>(tokens<E>().front().number);
    }

private:
    std::uint64_t state_;
};

constexpr instant instants[] = {earliest_instant,
                                march_first,
                                just_before(wiwb_outage),
                                wiwb_outage,
                                just_before(wiwb_go_live),
                                wiwb_go_live,
                                make_instant(make_civil_day(2026, 1, 1)),
                                latest_instant};

link_policy random_policy(random_source& random, bool any_disposition) {
    link_policy policy = wiwb();
    policy.in_force = !random.one_in(20);
    if (random.one_in(8)) {
        policy.go_live.reset();
    }
    if (random.one_in(6)) {
        // some of them contain nothing
        policy.outages.push_back({random.pick(instants), random.pick(instants)});
    }
    if (random.one_in(8)) {
        policy.link_closes = random.pick(instants);
    }
    if (random.one_in(3)) {
        policy.mfa_from = random.pick(instants);
    }
    if (random.one_in(6)) {
        policy.system = random.pick_enum<court_system>(1);
    }
    if (random.one_in(6)) {
        policy.roles = token_set<account_role>{}.insert(account_role::attorney);
    }
    policy.roster = random.one_in(10);
    policy.second = static_cast<second_registration>(1 + random.next() % 3);
    policy.second_account = static_cast<second_account>(1 + random.next() % 2);
    policy.accounts_per_central = static_cast<std::uint32_t>(random.next() % 3);
    if (random.one_in(5)) {
        policy.login_case = login_case::lower;
    }
    if (random.one_in(5)) {
        policy.login_forbid.insert('@');
    }
    if (any_disposition) {
        for (const finding_info& info : catalogue()) {
            if (random.one_in(6)) {
                policy.dispositions.set(info.id, static_cast<disposition>(random.next() % 4));
            }
        }
    }
    return policy;
}

filer random_filer(random_source& random) {
    const std::uint64_t odds = 1 + random.next() % 12;  // from wild to nearly perfect
    filer person;
    person.purpose =
        random.one_in(15) ? static_cast<filing_purpose>(1 + random.next() % 3) : filing_purpose::file;
    person.kind = static_cast<court_kind>(random.next() % 7);
    person.credentials_known = !random.one_in(4);
    person.holds_account = random.one_in(2);
    if (random.one_in(odds * 3)) {
        person.central.reset();
    } else {
        person.central->usage = random.pick_enum<central_usage>(odds);
        person.central->status = random.pick_enum<central_status>(odds);
        person.central->generation =
            random.one_in(odds) ? random.pick_enum<central_generation>(1) : central_generation::upgraded;
        person.central->mfa = random.pick_enum<mfa_state>(odds);
        person.central->search_status = random.pick_enum<search_status>(odds);
        person.central->pending_change = random.pick_enum<pending_change>(odds);
        person.central->exempt = random.one_in(odds * 2);
    }
    if (random.one_in(odds * 3)) {
        person.account.reset();
    } else {
        person.account->role = random.pick_enum<account_role>(odds);
        person.account->status = random.pick_enum<account_status>(odds);
        person.account->pending_change = random.pick_enum<pending_change>(odds);
        person.account->link_locked = random.one_in(odds * 2);
        person.account->principals = static_cast<std::uint32_t>(random.next() % 2);
        if (random.one_in(odds)) {
            person.account->opened = random.pick(instants);
        }
        if (random.one_in(odds)) {
            person.account->login = random.one_in(2) ? login("JDoe") : login("j@doe");
        }
    }
    person.rest.malformed = random.one_in(odds * 6);
    person.rest.central_ambiguous = !person.central && random.one_in(2);
    person.rest.account_ambiguous = !person.account && random.one_in(2);
    person.rest.evidence.on_roster = !random.one_in(odds);
    person.rest.evidence.failed_attempts = random.one_in(odds * 3) ? 5 : 0;
    person.rest.others.already_linked = random.one_in(odds * 3);
    person.rest.others.other_accounts_in_court = random.one_in(odds * 2) ? 1 : 0;
    if (person.rest.others.other_accounts_in_court == 1 && random.one_in(2)) {
        person.linked = {filer::attorney()};
        person.linked.front().status = random.pick_enum<account_status>(odds);
        person.rest.others.other_accounts_in_court_and_role = random.one_in(2) ? 1 : 0;
    }
    person.password_retired = random.one_in(odds * 3);
    person.central_login_forgotten = random.one_in(odds * 4);
    person.notices_only = random.one_in(odds * 4);
    if (random.one_in(odds * 3)) {
        person.request = random.pick_enum<registration_state>(1);
    }
    person.rest.others.other_centrals_of_account = random.one_in(odds * 2) ? 1 : 0;
    if (random.one_in(odds * 3)) {
        person.rest.others.tombstoned_at = march_first;
    }
    person.rest.names.central_present = person.rest.names.account_present = !random.one_in(odds);
    person.rest.names.equal_normalized = !random.one_in(odds);
    return person;
}

/// The verdict on linking at t once both proofs are given as the policy asks.
verdict verdict_with_proofs(const link_policy& policy, const filer& person, instant t) {
    link_case c = person.make_case();
    c.evidence.central = {proof_class::password_mfa, t};
    c.evidence.account = {proof_class::password, t};
    c.evidence.account_court = c.court;
    return assess(policy, c, t).verdict;
}

TEST(ReadinessProperties, ALinkThatIsReadyNowIsOneThatIsAllowedWithProofs) {
    random_source random(20200330);
    int ready_now = 0;
    int refused = 0;
    for (int i = 0; i < 300'000; ++i) {
        const link_policy policy = random_policy(random, true);
        const filer person = random_filer(random);
        const instant t = random.pick(instants);
        const readiness answer = person.ready_for(policy, t);
        ASSERT_NE(answer.next(), nullptr);
        if (answer.next()->id == step::link && answer.next()->state == step_state::now) {
            ASSERT_EQ(verdict_with_proofs(policy, person, t), verdict::allow) << i;
            ++ready_now;
        } else if (person.purpose == filing_purpose::file && person.credentials_known && person.account &&
                   !person.rest.others.already_linked && !person.password_retired &&
                   !person.central_login_forgotten && !person.notices_only) {
            ASSERT_NE(verdict_with_proofs(policy, person, t), verdict::allow)
                << i << ' ' << to_token(answer.next()->id);
            ++refused;
        }
    }
    EXPECT_GT(ready_now, 10'000);
    EXPECT_GT(refused, 100'000);
}

TEST(ReadinessProperties, TheShapeOfAnAnswer) {
    random_source random(7);
    for (int i = 0; i < 200'000; ++i) {
        const link_policy policy = random_policy(random, true);
        const instant t = random.pick(instants);
        const readiness answer = random_filer(random).ready_for(policy, t);
        std::uint64_t seen = 0;
        for (const planned_step& one : answer.steps()) {
            const std::uint64_t bit = std::uint64_t{1} << static_cast<unsigned>(one.id);
            ASSERT_EQ(seen & bit, 0U) << i;
            seen |= bit;
            ASSERT_EQ(one.from.has_value(), one.from && one.state == step_state::later) << i;
            ASSERT_TRUE(!one.from || *one.from > t) << i;
            ASSERT_TRUE(!one.until || *one.until > t) << i;
            if (one.state == step_state::now || one.state == step_state::blocked) {
                ASSERT_EQ(one.state == step_state::now, describe(one.id).who == actor::filer) << i;
            }
        }
        ASSERT_TRUE(!answer.meanwhile() || !answer.meanwhile()->until || *answer.meanwhile()->until > t) << i;
    }
}

TEST(ReadinessProperties, TheDateIsTheFirstInstant) {
    random_source random(11);
    int dated = 0;
    for (int i = 0; i < 200'000; ++i) {
        const link_policy policy = random_policy(random, true);
        const filer person = random_filer(random);
        const instant t = random.pick(instants);
        const readiness answer = person.ready_for(policy, t);
        const planned_step* next = answer.next();
        if (next->from && next->id == step::link) {
            ASSERT_EQ(person.ready_for(policy, just_before(*next->from)).next()->state, step_state::later)
                << i;
            const readiness then = person.ready_for(policy, *next->from);
            ASSERT_EQ(then.next()->id, step::link) << i;
            ASSERT_EQ(then.next()->state, step_state::now) << i;
            ++dated;
        }
    }
    EXPECT_GT(dated, 1'000);
}

/// Does what a step says, as the person, the court or the center would.
void carry_out(step id, filer& person, link_policy& policy) {
    link_case& rest = person.rest;
    switch (id) {
        case step::check_court: policy.in_force = true; break;
        case step::have_record_corrected:
            rest.malformed = rest.central_ambiguous = rest.account_ambiguous = false;
            person.central = filer::upgraded();
            for (court_account& one : person.linked) {
                one = filer::attorney();
            }
            if (person.account || person.holds_account || rest.others.already_linked) {
                person.account = filer::attorney();
            }
            break;
        case step::register_individual_account:
        case step::use_private_account:
        case step::use_second_account:
        case step::become_filing_agent:
        case step::use_matching_account:
            // the account stays linked to the one that is given up
            rest.others.other_centrals_of_account += rest.others.already_linked ? 1 : 0;
            rest.others.already_linked = false;
            rest.others.other_accounts_in_court = 0;
            rest.others.other_accounts_in_court_and_role = 0;
            rest.others.tombstoned_at.reset();
            person.linked.clear();
            person.request.reset();
            person.central = filer::upgraded();
            person.central->mfa = mfa_state::not_enrolled;
            rest.central_ambiguous = false;
            break;
        case step::upgrade_central_account: person.central->generation = central_generation::upgraded; break;
        case step::activate_central_account:
        case step::have_registration_reviewed:
        case step::restore_central_account: person.central->status = central_status::active; break;
        case step::enroll_second_factor: person.central->mfa = mfa_state::enrolled; break;
        case step::finish_central_change: person.central->pending_change = pending_change::none; break;
        case step::have_search_restored: person.central->search_status = search_status::active; break;
        case step::ask_go_live: policy.go_live = wiwb_go_live; break;
        case step::recover_central_login:
            person.central_login_forgotten = false;
            person.central = person.central.value_or(filer::upgraded());
            break;
        case step::have_account_restored:
        case step::wait_for_unlock:
        case step::pay_fees:
            if (person.account) {
                person.account->status = account_status::active;
            }
            for (court_account& one : person.linked) {
                one.status = account_status::active;
            }
            break;
        case step::have_new_password: person.password_retired = false; break;
        case step::give_information: person.request = registration_state::submitted; break;
        case step::ask_about_role: person.account->role = account_role::attorney; break;
        case step::ask_whose_account: person.account->opened.reset(); break;
        case step::type_in_lower_case:
        case step::have_login_changed: person.account->login = "jdoe"; break;
        case step::finish_account_change: person.account->pending_change = pending_change::none; break;
        case step::have_link_lock_lifted: person.account->link_locked = false; break;
        case step::have_roster_entry: rest.evidence.on_roster = true; break;
        case step::have_link_removed: rest.others.other_centrals_of_account = 0; break;
        case step::have_relink_allowed: rest.others.tombstoned_at.reset(); break;
        case step::have_names_settled: rest.names = {true, true, true, true, 0, 0}; break;
        case step::know_credentials:
            person.credentials_known = true;
            if (!person.account && !rest.account_ambiguous) {
                person.account = filer::attorney();
            }
            break;
        case step::wait_for_attempts: rest.evidence.failed_attempts = 0; break;
        case step::ask_principal: person.account->principals = 1; break;
        default: FAIL() << to_token(id) << " is no preparation";
    }
}

TEST(ReadinessProperties, WhoTakesStepAfterStepGetsThere) {
    random_source random(1303);
    std::set<step> taken;
    for (int i = 0; i < 100'000; ++i) {
        link_policy policy = random_policy(random, i % 2 == 0);
        filer person = random_filer(random);
        const instant t = random.pick(instants);
        std::string way;
        for (int steps = 0;; ++steps) {
            const readiness answer = person.ready_for(policy, t);
            const step next = answer.next()->id;
            way += ' ' + std::string(to_token(next));
            taken.insert(next);
            if (next >= step::link) {
                break;
            }
            ASSERT_LT(steps, 30) << i << way;
            carry_out(next, person, policy);
            ASSERT_FALSE(::testing::Test::HasFatalFailure()) << i << way;
        }
    }
    // the others are for the time before go-live, or need registrations in the policy
    for (const step_info& info : step_catalogue()) {
        const bool never_next = info.id == step::use_court_login || info.id == step::use_matching_account;
        EXPECT_EQ(taken.contains(info.id), !never_next) << info.token;
    }
}

TEST(ReadinessProperties, AnswersToAnyBytes) {
    random_source random(99);
    for (int i = 0; i < 100'000; ++i) {
        link_policy policy = random_policy(random, true);
        policy.attempt_window.micros = static_cast<std::int64_t>(random.next());
        filer person = random_filer(random);
        if (person.central) {
            person.central->usage = static_cast<central_usage>(random.next());
            person.central->status = static_cast<central_status>(random.next());
            person.central->mfa = static_cast<mfa_state>(random.next());
        }
        if (person.account) {
            person.account->status = static_cast<account_status>(random.next());
            person.account->role = static_cast<account_role>(random.next() % 16);
        }
        person.purpose = static_cast<filing_purpose>(random.next());
        person.kind = static_cast<court_kind>(random.next());
        ASSERT_NE(person.ready_for(policy, {static_cast<std::int64_t>(random.next())}).next(), nullptr);
    }
}

TEST(ReadinessProperties, AMatchingAccountIsAskedForWhereThePolicyListsRegistrations) {
    link_policy policy = wiwb();
    policy.roles_with_registrations.insert(account_role::attorney);
    policy.registrations[static_cast<std::size_t>(account_role::attorney)].insert(
        registration_type::attorney_filer);
    EXPECT_EQ(*filer{}.ready_for(policy, wiwb_go_live).next(), expect(step::use_matching_account, now));
}

}  // namespace
ECFLINK_END_NAMESPACE
