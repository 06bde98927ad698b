// What a signed-on person may do in a court: the menus of the courts' pages, an independent
// statement of the rules over all combinations of what belongs together and over random cases, and
// properties.
#include <ecflink/decide/access.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <initializer_list>
#include <iterator>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <utility>

#include <gtest/gtest.h>

#include <ecflink/decide/readiness.hpp>

namespace {

using namespace ecflink;

constexpr instant go_live = make_instant(make_civil_day(2022, 4, 25), 5);
constexpr instant now = make_instant(make_civil_day(2026, 3, 2), 15);
constexpr instant after(instant t, std::int64_t micros) { return {t.micros + micros}; }

constexpr link_policy live_court() {
    link_policy policy;
    policy.in_force = true;
    policy.system = court_system::next_gen;
    policy.go_live = go_live;
    return policy;
}
constexpr central_account own_account() {
    central_account c;
    c.usage = central_usage::individual;
    c.status = central_status::active;
    c.generation = central_generation::upgraded;
    return c;
}
constexpr court_account account_of(account_role role, account_status status = account_status::active) {
    court_account a;
    a.login = "jdoe";
    a.role = role;
    a.status = status;
    return a;
}

// ---- cases as people would tell them ------------------------------------------------------------

enum class moment { live, before, outage, unknown, undated, undated_old, successor };
enum class bond { linked, account_only, nothing, record_lost };

struct plain {
    moment court = moment::live;
    court_kind kind = court_kind::district;
    bool has_central = true;
    central_usage usage = central_usage::individual;
    central_status central_state = central_status::active;
    bool upgraded = true;
    bool enrolled = false;
    bool factor_due = false;
    bool factor_given = true;
    bool redaction = true;
    bool code_missing = false;
    bool searches = true;
    bond how = bond::linked;
    bool elsewhere = false;
    account_role role = account_role::attorney;
    account_status state = account_status::active;
    bool chose = false;
    agency_state agency = agency_state::active;
    account_role principal_role = account_role::attorney;
    account_status principal_state = account_status::active;
    std::uint32_t principals = 1;
};

enum field : std::uint8_t {
    f_court,
    f_kind,
    f_has_central,
    f_usage,
    f_central_state,
    f_upgraded,
    f_enrolled,
    f_due,
    f_given,
    f_redaction,
    f_code,
    f_searches,
    f_bond,
    f_elsewhere,
    f_role,
    f_state,
    f_chose,
    f_agency,
    f_principal_role,
    f_principal_state,
    f_principals,
    field_count
};
constexpr std::array<unsigned, field_count> counts = {7, 7, 2, 4,  6, 2, 2, 2,  2, 2, 2,
                                                      2, 4, 2, 16, 7, 2, 3, 16, 7, 2};
using choice = std::array<unsigned, field_count>;

// The first alternative of every field is that of a clean case.
template <class E>
// all numbers of E from 0 ("missing") on, `first` first
E pick(unsigned index, E first, unsigned count) {
    const auto at_zero = static_cast<unsigned>(first);
    return static_cast<E>((index + at_zero) % count);
}
plain make(const choice& c) {
    plain x;
    x.court = static_cast<moment>(c[f_court]);
    x.kind = pick(c[f_kind], court_kind::district, 7);
    x.has_central = c[f_has_central] == 0;
    x.usage = pick(c[f_usage], central_usage::individual, 4);
    x.central_state = pick(c[f_central_state], central_status::active, 6);
    x.upgraded = c[f_upgraded] == 0;
    x.enrolled = c[f_enrolled] == 0;
    x.factor_due = c[f_due] == 0;
    x.factor_given = c[f_given] == 0;
    x.redaction = c[f_redaction] == 0;
    x.code_missing = c[f_code] != 0;
    x.searches = c[f_searches] == 0;
    x.how = static_cast<bond>(c[f_bond]);
    x.elsewhere = c[f_elsewhere] != 0;
    x.role = pick(c[f_role], account_role::attorney, 16);
    x.state = pick(c[f_state], account_status::active, 7);
    x.chose = c[f_chose] == 0;
    x.agency = pick(c[f_agency], agency_state::active, 3);
    x.principal_role = pick(c[f_principal_role], account_role::attorney, 16);
    x.principal_state = pick(c[f_principal_state], account_status::active, 7);
    x.principals = c[f_principals] == 0 ? 1 : 0;
    return x;
}

/// The case in the engine's terms.
court_access answer_to(const plain& x) {
    link_policy policy = live_court();
    switch (x.court) {
        case moment::live: break;
        case moment::before: policy.go_live = after(now, 1); break;
        case moment::outage: policy.outages.push_back({now, after(now, 1)}); break;
        case moment::unknown: policy.in_force = false; break;
        case moment::undated: policy.go_live.reset(); break;
        case moment::undated_old:
            policy.go_live.reset();
            policy.system = court_system::current_gen;
            break;
        case moment::successor: policy.system = court_system::successor; break;
    }
    if (x.factor_due) {
        policy.mfa_from = now;
    }
    central_account central = own_account();
    central.usage = x.usage;
    central.status = x.central_state;
    central.generation = x.upgraded ? central_generation::upgraded : central_generation::legacy;
    central.mfa = x.enrolled ? mfa_state::enrolled : mfa_state::missing;
    central.search_status = x.searches ? search_status::active : search_status::inactive;
    court_account account = account_of(x.role, x.state);
    account.principals = x.principals;
    const court_account principal = account_of(x.principal_role, x.principal_state);

    access_facts facts;
    facts.kind = x.kind;
    facts.central = x.has_central ? &central : nullptr;
    facts.account = x.how == bond::linked || x.how == bond::account_only ? &account : nullptr;
    facts.linked = x.how == bond::linked || x.how == bond::record_lost;
    facts.files_elsewhere = x.elsewhere;
    facts.second_factor_given = x.factor_given;
    facts.redaction_agreed = x.redaction;
    facts.client_code_missing = x.code_missing;
    facts.acting_for.account = x.chose ? &principal : nullptr;
    facts.acting_for.state = x.agency;
    return access_in(policy, facts, now);
}

// ---- the rules, stated once more ----------------------------------------------------------------

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
    for (const std::string_view one : words) {
        if (one == word) {
            return true;
        }
    }
    return false;
}

bool belongs_here(const plain& x) { return x.how == bond::linked || x.how == bond::record_lost; }
/// Of nobody else are the rules of filers asked at sign-on.
bool has_more_than_search(const plain& x) { return belongs_here(x) || x.elsewhere; }

std::string problem_of_status(central_status status) {
    return is_one_of(to_token(status), {"not-activated", "on-hold", "disabled", "closed"})
               ? "central-" + std::string(to_token(status))
               : "";
}

std::string why_not_sign_on(const plain& x) {
    if (x.court == moment::unknown) {
        return "court-unknown";
    }
    if (!x.has_central) {
        return "central-unknown";
    }
    if (x.usage == central_usage::missing || x.central_state == central_status::missing) {
        return "record-malformed";
    }
    if (const std::string problem = problem_of_status(x.central_state); !problem.empty()) {
        return problem;
    }
    if (has_more_than_search(x) && x.factor_due && !x.enrolled) {
        return "central-mfa-missing";
    }
    if (x.enrolled && !x.factor_given) {
        return "second-factor-not-given";
    }
    if (has_more_than_search(x) && !x.redaction) {
        return "redaction-not-acknowledged";
    }
    return "granted";
}

std::string why_not_search(const plain& x) {
    const std::string sign_on = why_not_sign_on(x);
    if (is_one_of(sign_on, {"court-unknown", "central-unknown", "record-malformed"})) {
        return sign_on;
    }
    if (x.usage == central_usage::administrative) {
        return "central-administrative";
    }
    if (sign_on.starts_with("central-")) {
        return sign_on;
    }
    if (!x.searches) {
        return "central-search-inactive";
    }
    if (sign_on != "granted") {
        return sign_on;
    }
    return x.code_missing ? "client-code-missing" : "granted";
}

/// The account's own right: full, limited, or none.
access_level right_of(account_role role, account_status status) {
    if (!is_one_of(to_token(status), {"active", "locked", "restricted"})) {
        return access_level::none;
    }
    const bool is_short = status == account_status::restricted;
    if (is_one_of(to_token(role), {"attorney", "pro-hac-vice", "government-attorney", "cja-attorney",
                                   "trustee", "us-trustee", "pro-se"})) {
        return is_short ? access_level::limited_file : access_level::file;
    }
    return is_one_of(to_token(role),
                     {"limited-filer", "claims-agent", "court-reporter", "mediator", "auditor"})
               ? access_level::limited_file
               : access_level::none;
}
bool principal_files(const plain& x) {
    return is_one_of(to_token(x.principal_role), {"attorney", "trustee", "us-trustee"}) &&
           right_of(x.principal_role, x.principal_state) != access_level::none;
}

std::string why_not_file(const plain& x) {
    const std::string sign_on = why_not_sign_on(x);
    const std::string role(to_token(x.role));
    const std::string state(to_token(x.state));
    const bool here = belongs_here(x) && x.how != bond::record_lost;
    const bool is_agent = here && role == "filing-agent";
    if (is_one_of(sign_on, {"court-unknown", "central-unknown"})) {
        return sign_on;
    }
    if (x.how == bond::record_lost) {
        return "account-unknown";
    }
    if (sign_on == "record-malformed" || (here && (role.empty() || state.empty()))) {
        return "record-malformed";
    }
    if (is_one_of(to_token(x.usage), {"shared", "administrative"})) {
        return "central-" + std::string(to_token(x.usage));
    }
    if (!x.upgraded) {
        return "central-legacy";
    }
    if (sign_on.starts_with("central-")) {
        return sign_on;
    }
    if (x.factor_due && !x.enrolled) {
        return "central-mfa-missing";
    }
    if (x.court == moment::before) {
        return "court-not-live";
    }
    if (x.court == moment::outage) {
        return "court-in-outage";
    }
    if (x.court == moment::undated_old) {
        return "court-go-live-unknown";
    }
    if (here && is_one_of(state, {"terminated", "suspended", "fee-locked"})) {
        return "account-" + state;
    }
    if (is_agent && x.kind == court_kind::bankruptcy && !x.chose && x.principals == 0) {
        return "agent-without-principal";
    }
    if (sign_on != "granted") {
        return sign_on;
    }
    if (!here) {
        return x.how == bond::account_only && x.court != moment::successor ? "not-linked" : "not-admitted";
    }
    if (role == "interested-party") {
        return "notice-only";
    }
    if (role == "staff") {
        return "court-staff";
    }
    if (!is_agent) {
        return "granted";
    }
    if (x.kind != court_kind::bankruptcy) {
        return "agents-not-offered";
    }
    if (!x.chose) {
        return "no-principal-chosen";
    }
    if (x.agency != agency_state::active) {
        return "agency-ended";
    }
    return principal_files(x) ? "granted" : "principal-may-not-file";
}

access_level level_of(const plain& x) {
    if (why_not_file(x) == "granted") {
        if (x.role != account_role::filing_agent) {
            return right_of(x.role, x.state);
        }
        return x.state == account_status::restricted ? access_level::limited_file
                                                     : right_of(x.principal_role, x.principal_state);
    }
    return why_not_search(x) == "granted" ? access_level::view : access_level::none;
}

std::string menus_of(const plain& x) {
    const bool files = why_not_file(x) == "granted";
    const bool is_district = x.kind == court_kind::district;
    const bool is_bankruptcy = x.kind == court_kind::bankruptcy;
    std::string text;
    if (files) {
        text += is_district     ? "civil criminal "
                : is_bankruptcy ? "bankruptcy adversary "
                                : "file-a-document ";
    }
    if (why_not_search(x) == "granted") {
        text += "query reports ";
    }
    if (why_not_sign_on(x) == "granted") {
        text += "utilities ";
    }
    if (files && (is_district || is_bankruptcy)) {
        text += "search ";
    }
    if (why_not_sign_on(x) == "granted") {
        text += "help log-out ";
    }
    return text;
}

std::string menus_in(const court_access& may) {
    std::string text;
    for (const token_entry& entry : tokens<menu>()) {
        if (may.menus.contains(static_cast<menu>(entry.number))) {
            text += std::string(entry.token) + ' ';
        }
    }
    return text;
}

std::string described(const choice& c) {
    std::string text;
    for (std::size_t i = 0; i < field_count; ++i) {
        if (c[i] != 0) {
            text += " field " + std::to_string(i) + '#' + std::to_string(c[i]);
        }
    }
    return text;
}

/// False if the engine says something else than the rules; then the test stops.
bool agrees(const choice& c) {
    const plain x = make(c);
    const court_access may = answer_to(x);
    const auto one = [](const privilege& given, const std::string& expected) {
        EXPECT_EQ(deciding_token(given), expected);
        EXPECT_EQ(given.granted, expected == "granted");
        return deciding_token(given) == expected && given.granted == (expected == "granted");
    };
    const bool same = one(may.authentication, why_not_sign_on(x)) && one(may.search, why_not_search(x)) &&
                      one(may.filing, why_not_file(x)) && may.level == level_of(x) &&
                      menus_in(may) == menus_of(x);
    EXPECT_TRUE(same) << described(c) << "\n"
                      << to_token(may.level) << ", expected " << to_token(level_of(x)) << '\n'
                      << menus_in(may);
    return same;
}

/// Visits every combination of the given fields over a base case.
template <class Visit>
std::size_t for_every(std::initializer_list<field> fields, choice base, Visit&& visit) {
    std::size_t seen = 0;
    for (const field one : fields) {
        base[one] = 0;
    }
    for (;;) {
        ++seen;
        if (!visit(base)) {
            return seen;
        }
        const field* wheel = fields.begin();
        while (wheel != fields.end() && ++base[*wheel] == counts[*wheel]) {
            base[*wheel++] = 0;
        }
        if (wheel == fields.end()) {
            return seen;
        }
    }
}
choice clean() { return {}; }
choice clean_agent() {
    choice c{};
    c[f_kind] = 1;  // bankruptcy
    c[f_role] = 6;  // filing-agent
    return c;
}
template <class Visit>
void for_many_random(std::uint32_t seed, int cases, Visit&& visit) {
    std::mt19937 engine(seed);
    const auto random = [&engine] { return static_cast<unsigned>(engine()); };
    for (int i = 0; i < cases; ++i) {
        choice c{};
        const unsigned how_dirty = 2 + random() % 10;  // of ten; so that some cases are nearly clean
        for (std::size_t at = 0; at < field_count; ++at) {
            c[at] = random() % 12 < how_dirty ? random() % counts[at] : 0;
        }
        if (random() % 3 == 0) {
            c[f_kind] = 1;
            c[f_role] = 6;
        }
        if (!visit(c)) {
            return;
        }
    }
}

TEST(Access, ACleanCaseFilesAndACleanAgentToo) {
    EXPECT_EQ(answer_to(make(clean())).level, access_level::file);
    EXPECT_EQ(make(clean_agent()).kind, court_kind::bankruptcy);
    EXPECT_EQ(make(clean_agent()).role, account_role::filing_agent);
    EXPECT_EQ(answer_to(make(clean_agent())).level, access_level::file);
}

TEST(Access, SigningOnIsAsTheRulesSayInEveryCombination) {
    EXPECT_EQ(for_every({f_has_central, f_usage, f_central_state, f_upgraded, f_enrolled, f_due, f_given,
                         f_redaction, f_code, f_searches, f_bond, f_elsewhere},
                        clean(), agrees),
              2U * 4 * 6 * 2 * 2 * 2 * 2 * 2 * 2 * 2 * 4 * 2);
}

TEST(Access, StandingInTheCourtIsAsTheRulesSayInEveryCombination) {
    EXPECT_EQ(for_every({f_court, f_kind, f_bond, f_role, f_state, f_searches, f_redaction}, clean(), agrees),
              7U * 7 * 4 * 16 * 7 * 2 * 2);
}

TEST(Access, AgentsAreAsTheRulesSayInEveryCombination) {
    EXPECT_EQ(for_every({f_kind, f_bond, f_state, f_chose, f_agency, f_principal_role, f_principal_state,
                         f_principals},
                        clean_agent(), agrees),
              7U * 4 * 7 * 2 * 3 * 16 * 7 * 2);
}

TEST(Access, IsAsTheRulesSayInRandomCases) { for_many_random(20260302, 200'000, agrees); }

// ---- the courts' pages --------------------------------------------------------------------------

struct person {
    link_policy policy = live_court();
    central_account central = own_account();
    court_account account = account_of(account_role::attorney);
    access_facts facts;

    court_access sign_on(instant t = now) {
        facts.central = &central;
        facts.account = &account;
        facts.redaction_agreed = true;
        facts.second_factor_given = true;
        return access_in(policy, facts, t);
    }
};

TEST(Access, MenusBeforeAndAfterTheLink) {
    const std::string before = "query reports utilities help log-out ";
    const std::pair<court_kind, std::string> after_the_link[] = {
        {court_kind::district, "civil criminal query reports utilities search help log-out "},
        {court_kind::bankruptcy, "bankruptcy adversary query reports utilities search help log-out "},
        {court_kind::appellate, "file-a-document query reports utilities help log-out "},
        {court_kind::bap, "file-a-document query reports utilities help log-out "},
        {court_kind::special, "file-a-document query reports utilities help log-out "},
        {court_kind::other, "file-a-document query reports utilities help log-out "},
    };
    for (const auto& [kind, after_it] : after_the_link) {
        SCOPED_TRACE(to_token(kind));
        person filer;
        filer.facts.kind = kind;
        EXPECT_EQ(menus_in(filer.sign_on()), before);
        EXPECT_EQ(deciding_token(filer.sign_on().filing), "not-linked");
        filer.facts.linked = true;
        EXPECT_EQ(menus_in(filer.sign_on()), after_it);
        EXPECT_EQ(filer.sign_on().level, access_level::file);
    }
}

TEST(Access, ThePageNamesEveryReasonAndLevel) {
    std::ifstream file(ECFLINK_SOURCE_DIR "/docs/access.md");
    const std::string page{std::istreambuf_iterator<char>(file), {}};
    // `granted` and `finding` are none
    for (const token_entry& entry : tokens<access_reason>().subspan(2)) {
        EXPECT_NE(page.find("| `" + std::string(entry.token) + "` |"), std::string::npos) << entry.token;
    }
    for (const token_entry& entry : tokens<access_level>()) {
        EXPECT_NE(page.find("| `" + std::string(entry.token) + "` | " + std::string(entry.meaning) + " |"),
                  std::string::npos)
            << entry.token;
    }
}

TEST(Access, NothingIsFiledBeforeGoLiveAndEverythingFromItsInstantOn) {
    person filer;
    filer.facts.linked = true;
    EXPECT_EQ(deciding_token(filer.sign_on(after(go_live, -1)).filing), "court-not-live");
    EXPECT_EQ(filer.sign_on(after(go_live, -1)).level, access_level::view);
    EXPECT_EQ(filer.sign_on(go_live).level, access_level::file);
}

TEST(Access, AllThatStandsInTheWayIsTold) {
    person filer;
    filer.central.usage = central_usage::shared;
    filer.central.generation = central_generation::legacy;
    filer.facts.client_code_missing = true;
    const court_access may = filer.sign_on(after(go_live, -1));
    EXPECT_EQ(may.filing.findings.bits(),
              (findings{finding::central_shared} | finding::central_legacy | finding::court_not_live).bits());
    EXPECT_EQ(may.filing.reason(), access_reason::finding);
    EXPECT_EQ(may.filing.deciding_finding(), finding::central_shared);
    EXPECT_EQ(may.filing.reasons, token_set<access_reason>{}.insert(access_reason::not_linked));
    EXPECT_EQ(may.search.reasons, token_set<access_reason>{}.insert(access_reason::client_code_missing));
    EXPECT_EQ(may.search.deciding_finding(), std::nullopt);
    EXPECT_TRUE(may.authentication.granted);
    EXPECT_TRUE(may.authentication.findings.empty());
}

TEST(Access, WhatBearsOnLinkingAloneDoesNotStopALinkedFiler) {
    person filer;
    filer.facts.linked = true;
    filer.central.exempt = true;
    filer.central.pending_change = pending_change::contact;
    filer.central.search_status = search_status::inactive;
    filer.policy.dispositions.set(finding::central_search_inactive, disposition::refuse);
    filer.account.pending_change = pending_change::credential;
    filer.account.link_locked = true;
    filer.account.opened = go_live;
    filer.policy.link_closes = go_live;
    filer.policy.roles = token_set<account_role>{};
    const court_access may = filer.sign_on();
    EXPECT_EQ(may.level, access_level::file);
    EXPECT_EQ(deciding_token(may.search), "central-search-inactive");
}

TEST(Access, APolicyMayLetLegacyAccountsFileButNoPolicyOpensWhatIsClosed) {
    person filer;
    filer.facts.linked = true;
    for (const finding_info& info : catalogue()) {
        filer.policy.dispositions.set(info.id, disposition::ignore);
    }
    filer.central.generation = central_generation::legacy;
    EXPECT_EQ(filer.sign_on().level, access_level::file);
    EXPECT_EQ(filer.sign_on(after(go_live, -1)).level, access_level::view);
    filer.account.status = account_status::suspended;
    EXPECT_EQ(deciding_token(filer.sign_on().filing), "account-suspended");
    filer.account.status = account_status::active;
    filer.central.usage = central_usage::administrative;
    EXPECT_EQ(filer.sign_on().level, access_level::none);
    filer.central.usage = central_usage::individual;
    filer.central.status = central_status::closed;
    EXPECT_EQ(filer.sign_on().menus, token_set<menu>{});
    filer.central.status = central_status::active;
    filer.policy.in_force = false;
    EXPECT_EQ(filer.sign_on().menus, token_set<menu>{});
}

TEST(Access, AnOutageThatStopsViewingStopsSearchingAndNothingElse) {
    person filer;
    filer.facts.linked = true;
    filer.policy.outages.push_back({now, after(now, 2), {outage_effect::viewing}});
    EXPECT_EQ(deciding_token(filer.sign_on().search), "court-in-outage");
    EXPECT_TRUE(filer.sign_on().authentication.granted);
    EXPECT_EQ(filer.sign_on().level, access_level::file);
    EXPECT_TRUE(filer.sign_on(after(now, 2)).search.granted);
    filer.policy.outages = {};
    filer.policy.outages.push_back({now, after(now, 2), {outage_effect::filing}});
    EXPECT_EQ(filer.sign_on().level, access_level::view);
    filer.policy.outages.push_back({now, after(now, 2), {outage_effect::viewing}});
    EXPECT_EQ(filer.sign_on().level, access_level::none);
    filer.policy.in_force = false;
    EXPECT_EQ(filer.sign_on().search.findings, findings{finding::court_unknown});
}

// Whatever the court: what ends a sign-on in one court ends it at the center, but that the court is
// known.
TEST(Access, SigningOnAtTheCenterIsSigningOnInACourtThatIsKnown) {
    for_every({f_court, f_has_central, f_usage, f_central_state, f_enrolled, f_due, f_given, f_redaction,
               f_bond, f_elsewhere},
              clean(), [](const choice& c) {
                  link_policy policy = live_court();
                  const plain x = make(c);
                  policy.in_force = x.court != moment::unknown;
                  policy.mfa_from = x.factor_due ? std::optional<instant>{now} : std::nullopt;
                  central_account central = own_account();
                  central.usage = x.usage;
                  central.status = x.central_state;
                  central.mfa = x.enrolled ? mfa_state::enrolled : mfa_state::missing;
                  access_facts facts;
                  facts.central = x.has_central ? &central : nullptr;
                  facts.linked = belongs_here(x);
                  facts.files_elsewhere = x.elsewhere;
                  facts.second_factor_given = x.factor_given;
                  facts.redaction_agreed = x.redaction;
                  privilege expected = access_in(policy, facts, now).authentication;
                  expected.findings.erase(finding::court_unknown);
                  expected.granted = expected.findings.empty() && expected.reasons.bits == 0;
                  EXPECT_EQ(sign_on(policy, facts, now), expected) << described(c);
                  return sign_on(policy, facts, now) == expected;
              });
}

TEST(Access, NothingIsGrantedOfWhatNobodyStated) {
    EXPECT_EQ(access_in(link_policy{}, access_facts{}, now).menus, token_set<menu>{});
    EXPECT_EQ(access_in(live_court(), access_facts{}, now).level, access_level::none);
    EXPECT_EQ(court_access{}.filing.reason(), access_reason::not_admitted);
    EXPECT_FALSE(court_access{}.authentication.granted);
    person filer;
    filer.facts.linked = true;
    for (const unsigned number : {0U, 7U, 200U}) {
        filer.account.status = static_cast<account_status>(number);
        EXPECT_EQ(deciding_token(filer.sign_on().filing), "record-malformed");
    }
    filer.account = account_of(static_cast<account_role>(99));
    EXPECT_EQ(deciding_token(filer.sign_on().filing), "record-malformed");
}

constexpr bool files_at_go_live() {
    const central_account central = own_account();
    const court_account account = account_of(account_role::attorney);
    access_facts facts;
    facts.kind = court_kind::district;
    facts.central = &central;
    facts.account = &account;
    facts.linked = true;
    facts.redaction_agreed = true;
    return access_in(live_court(), facts, go_live).filing.granted;
}
static_assert(files_at_go_live(), "the whole decision is usable in a constant expression");

// ---- properties ---------------------------------------------------------------------------------

bool no_more_than(const court_access& a, const court_access& b) {
    const auto implies = [](const privilege& x, const privilege& y) { return !x.granted || y.granted; };
    return implies(a.authentication, b.authentication) && implies(a.search, b.search) &&
           implies(a.filing, b.filing) && a.level <= b.level && (a.menus.bits & ~b.menus.bits) == 0;
}

TEST(AccessProperty, AStatusMadeWorseNeverGivesMore) {
    for_many_random(1, 30'000, [](const choice& c) {
        plain better = make(c);
        plain worse = better;
        const account_status ladder[] = {account_status::active,     account_status::restricted,
                                         account_status::fee_locked, account_status::suspended,
                                         account_status::terminated, account_status::missing};
        bool holds = true;
        for (std::size_t i = 0; i + 1 < std::size(ladder); ++i) {
            better.state = ladder[i];
            worse.state = ladder[i + 1];
            holds = holds && no_more_than(answer_to(worse), answer_to(better));
            better.principal_state = ladder[i];
            worse.principal_state = ladder[i + 1];
            holds = holds && no_more_than(answer_to(worse), answer_to(better));
        }
        worse = better = make(c);
        better.central_state = central_status::active;
        for (const token_entry& entry : tokens<central_status>()) {
            worse.central_state = static_cast<central_status>(entry.number);
            holds = holds && no_more_than(answer_to(worse), answer_to(better));
        }
        EXPECT_TRUE(holds) << described(c);
        return holds;
    });
}

TEST(AccessProperty, WhatIsLeftOutAtSignOnNeverGivesMore) {
    for_many_random(2, 30'000, [](const choice& c) {
        const court_access before = answer_to(make(c));
        bool holds = true;
        for (const field one : {f_given, f_redaction, f_code, f_searches, f_has_central, f_elsewhere}) {
            choice less = c;
            less[one] = 1;
            choice more = c;
            more[one] = 0;
            holds = holds && no_more_than(answer_to(make(less)), answer_to(make(more)));
        }
        EXPECT_TRUE(holds && no_more_than(before, before)) << described(c);
        return holds;
    });
}

TEST(AccessProperty, OnlyALinkLetsAnybodyFile) {
    for_many_random(3, 50'000, [](const choice& c) {
        const plain x = make(c);
        const bool holds = x.how == bond::linked || !answer_to(x).filing.granted;
        EXPECT_TRUE(holds) << described(c);
        return holds;
    });
}

TEST(AccessProperty, AnAgentNeverHasMoreThanItsPrincipal) {
    for_every({f_court, f_bond, f_state, f_chose, f_agency, f_principal_role, f_principal_state},
              clean_agent(), [](const choice& c) {
                  plain agent = make(c);
                  agent.chose = true;
                  plain principal = make(clean());
                  principal.court = agent.court;
                  principal.kind = agent.kind;
                  principal.role = agent.principal_role;
                  principal.state = agent.principal_state;
                  const court_access of_agent = answer_to(agent);
                  const court_access of_principal = answer_to(principal);
                  const court_account agent_account = account_of(agent.role, agent.state);
                  const court_account principal_account =
                      account_of(agent.principal_role, agent.principal_state);
                  const agency_facts two = {
                      agent.kind,         "wiwb",      "wiwb", &agent_account, belongs_here(agent),
                      &principal_account, agent.agency};
                  const bool holds = !of_agent.filing.granted ||
                                     (of_principal.filing.granted && of_agent.level <= of_principal.level &&
                                      act_for(two) == agency_answer::acting);
                  EXPECT_TRUE(holds) << described(c);
                  return holds;
              });
}

// Whom readiness sends to sign on can file: the two are built on the same findings.
TEST(AccessProperty, WhoeverIsReadyToSignOnFiles) {
    int ready_ones = 0;
    for_every({f_upgraded, f_usage, f_central_state, f_enrolled, f_due, f_role, f_state, f_searches}, clean(),
              [&](const choice& c) {
                  const plain x = make(c);
                  person filer;
                  filer.facts.kind = x.kind;
                  filer.facts.linked = true;
                  filer.central.usage = x.usage;
                  filer.central.status = x.central_state;
                  filer.central.generation =
                      x.upgraded ? central_generation::upgraded : central_generation::legacy;
                  filer.central.mfa = x.enrolled ? mfa_state::enrolled : mfa_state::not_enrolled;
                  filer.account.role = x.role;
                  filer.account.status = x.state;
                  filer.policy.mfa_from = x.factor_due ? std::optional<instant>{now} : std::nullopt;
                  readiness_facts facts;
                  facts.kind = x.kind;
                  facts.credentials_known = true;
                  facts.accounts.court = "wiwd";
                  facts.accounts.central = &filer.central;
                  facts.accounts.account = &filer.account;
                  facts.accounts.others.already_linked = true;
                  const readiness plan = ready(filer.policy, facts, now);
                  const bool has_nothing_to_file =
                      is_one_of(to_token(x.role), {"interested-party", "staff", "filing-agent"});
                  if (plan.next()->id != step::sign_on || plan.next()->state != step_state::now ||
                      has_nothing_to_file) {
                      return true;
                  }
                  ++ready_ones;
                  EXPECT_TRUE(filer.sign_on().filing.granted) << described(c);
                  return filer.sign_on().filing.granted;
              });
    EXPECT_GT(ready_ones, 30);
}

// ---- the court's own login ----------------------------------------------------------------------

struct old_login {
    link_policy policy = live_court();
    court_account account = account_of(account_role::attorney);
    court_login_facts facts;

    court_access at(instant t) {
        facts.kind = court_kind::district;
        facts.account = &account;
        return court_login_access(policy, facts, t);
    }
};

TEST(CourtLogin, FilesUntilGoLiveAndOpensNothingFromThenOn) {
    old_login own;
    const court_access before = own.at(after(go_live, -1));
    EXPECT_EQ(before.level, access_level::file);
    EXPECT_EQ(menus_in(before), "civil criminal utilities search help log-out ");
    EXPECT_EQ(deciding_token(before.search), "needs-central-account");
    const court_access from_then_on = own.at(go_live);
    EXPECT_EQ(from_then_on.level, access_level::none);
    EXPECT_EQ(from_then_on.menus, token_set<menu>{});
    EXPECT_EQ(deciding_token(from_then_on.filing), "court-login-closed");
}

TEST(CourtLogin, WaitsInAnOutageAndTrustsNoUnknownDate) {
    old_login own;
    own.policy.outages.push_back({after(go_live, -10), go_live});
    EXPECT_EQ(own.at(after(go_live, -11)).level, access_level::file);
    EXPECT_EQ(deciding_token(own.at(after(go_live, -10)).filing), "court-in-outage");
    own.policy.go_live.reset();
    EXPECT_EQ(deciding_token(own.at(now).filing), "court-login-closed");
    own.policy.system = court_system::current_gen;
    EXPECT_EQ(own.at(now).level, access_level::file);
    own.policy.in_force = false;
    EXPECT_EQ(deciding_token(own.at(now).authentication), "court-unknown");
}

TEST(CourtLogin, GoesOnOnlyWhereThePolicyLeavesItInUse) {
    old_login own;
    own.policy.retire = credential_retirement::never;
    EXPECT_EQ(own.at(now).level, access_level::file);
    own.facts.linked_at = go_live;
    own.facts.linked = true;
    EXPECT_EQ(own.at(now).level, access_level::file);
    own.facts.linked = false;
    own.facts.unlinked_at = after(go_live, 1);
    EXPECT_EQ(own.at(go_live).level, access_level::file);
    EXPECT_EQ(own.at(after(go_live, 1)).level, access_level::none);
    EXPECT_EQ(deciding_token(own.at(after(go_live, 1)).authentication), "not-linked");
}

// Its right owner has linked the account since: it is linked, and its own login stays closed.
TEST(CourtLogin, LinkedAgainItIsRetiredAndNotUnlinked) {
    for (const credential_retirement retire :
         {credential_retirement::at_commit, credential_retirement::never}) {
        old_login own;
        own.policy.retire = retire;
        own.facts.linked_at = go_live;
        own.facts.unlinked_at = after(go_live, 1);
        EXPECT_EQ(deciding_token(own.at(now).filing), "not-linked");
        own.facts.linked = true;
        for (const privilege& one : {own.at(now).authentication, own.at(now).search, own.at(now).filing}) {
            EXPECT_EQ(deciding_token(one), "legacy-retired");
            EXPECT_FALSE(one.reasons.contains(access_reason::not_linked));
        }
        EXPECT_EQ(own.at(now).menus, token_set<menu>{});
    }
}

TEST(CourtLogin, EveryStatusHasItsAnswer) {
    const struct {
        account_status status;
        access_level level;
        std::string_view sign_on, filing;
    } table[] = {
        {account_status::active, access_level::file, "granted", "granted"},
        {account_status::locked, access_level::none, "account-locked", "account-locked"},
        {account_status::fee_locked, access_level::none, "granted", "account-fee-locked"},
        {account_status::restricted, access_level::limited_file, "granted", "granted"},
        {account_status::suspended, access_level::none, "granted", "account-suspended"},
        {account_status::terminated, access_level::none, "account-terminated", "account-terminated"},
        {account_status::missing, access_level::none, "record-malformed", "record-malformed"},
    };
    for (const auto& row : table) {
        old_login own;
        own.account.status = row.status;
        const court_access may = own.at(after(go_live, -1));
        EXPECT_EQ(may.level, row.level) << to_token(row.status);
        EXPECT_EQ(deciding_token(may.authentication), row.sign_on);
        EXPECT_EQ(deciding_token(may.filing), row.filing);
    }
    EXPECT_EQ(deciding_token(
                  court_login_access(live_court(), court_login_facts{}, after(go_live, -1)).authentication),
              "account-unknown");
}

TEST(CourtLogin, AnAgentFilesForItsPrincipalHereToo) {
    old_login own;
    const court_account principal = account_of(account_role::trustee, account_status::restricted);
    own.account.role = account_role::filing_agent;
    own.facts.acting_for = {&principal, agency_state::active};
    EXPECT_EQ(deciding_token(own.at(after(go_live, -1)).filing), "agents-not-offered");
    own.facts.account = &own.account;
    own.facts.kind = court_kind::bankruptcy;
    EXPECT_EQ(court_login_access(own.policy, own.facts, after(go_live, -1)).level,
              access_level::limited_file);
}

}  // namespace
