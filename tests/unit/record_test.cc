// Decision records: their text as written down, that every case comes back from it, and that
// nothing in it can be altered unseen.
#include <ecflink/ledger/record.hpp>
#include <ecflink/policies/policy_set.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <functional>
#include <limits>
#include <set>

#include "support/enumeration.hpp"
#include "tables/fields.hpp"

namespace {

using namespace ecflink;
using nlohmann::json;
using support::engine_case;
using support::plain_case;

constexpr instant now = make_instant(make_civil_day(2026, 3, 2), 15);

policy_set load(std::vector<policy_layer> layers) {
    auto policies = policy_set::load(layers);
    if (!policies) {
        for (const diagnostic& trouble : policies.error()) {
            ADD_FAILURE() << to_text(trouble);
        }
    }
    return std::move(policies).value();
}

const policy_set& builtin() {
    static const policy_set policies = load({});
    return policies;
}

/// Policies under which every field of a case decides something: their times stand around `now`, as
/// those of plain cases do.
const std::vector<policy_set>& policies_of_many_kinds() {
    static const std::vector<policy_set> all = [] {
        std::vector<policy_set> made;
        made.push_back(load({}));
        made.push_back(load(
            {{"strict.json",
              R"({"ecflink-policy": 1, "court": "wiwd", "source": ["order 1"], "go-live": "2026-03-02T14:59:59.999991Z",
            "outages": [{"begin": "2026-03-02T14:59:59.99998Z", "end": "2026-03-02T14:59:59.999991Z"}],
            "link": {"roster": true, "count-per": "court-and-role", "login": {"forbid": "&@", "case": "lower"}, "roles": ["attorney", "filing-agent"],
                     "registrations": {"filing-agent": ["non-attorney-filer"]}},
            "central": {"mfa-from": "2026-03-02T15:00:00Z"}, "proof": {"waived-for": ["import"]}, "names": {"compare": "exact"}})"}}));
        made.push_back(load(
            {{"loose.json", R"({"ecflink-policy": 1, "court": "wiwd", "source": ["order 2"], "go-live": null,
            "link": {"confirm": "one-step", "accounts-per-central": 2, "centrals-per-account": 2}, "attempts": {"limit": 0},
            "names": {"similar-from": 0}})"}}));
        return made;
    }();
    return all;
}

std::string record_of(const policy_set& policies, const link_case& facts, instant as_of = now) {
    const court_policy& policy = policies.find(facts.court.view());
    return make_record(policy, facts, as_of, assess(policy.rules, facts, as_of));
}

replay_answer replay_of(std::string_view record, const policy_set& policies = builtin()) {
    auto answer = replay(record, policies);
    if (!answer) {
        for (const diagnostic& trouble : answer.error()) {
            ADD_FAILURE() << to_text(trouble);
        }
        return {};
    }
    return std::move(answer).value();
}

bool comes_back(const policy_set& policies, const link_case& facts, instant as_of) {
    const assessment expected = assess(policies.find(facts.court.view()).rules, facts, as_of);
    const auto answer = replay(record_of(policies, facts, as_of), policies);
    return answer && answer.value().reproduced && answer.value().differences.empty() &&
           answer.value().recorded == expected && answer.value().replayed == expected;
}

/// A link of the sample filer, in a ledger.
struct sample {
    central_account central;
    court_account account;
    ledger_row row;
    link_case facts;

    sample() {
        central.usage = central_usage::individual;
        central.status = central_status::active;
        central.mfa = mfa_state::enrolled;
        central.created = make_civil_day(2014, 8, 11);
        account.login = "asample";
        account.role = account_role::attorney;
        account.status = account_status::active;
        account.opened = make_instant(make_civil_day(2019, 1, 2), 3, 4, 5, 60);
        row.linked_at = now;
        row.confirmed_at = now;
        facts.court = "wiwd";
        facts.central = &central;
        facts.account = &account;
        facts.row = &row;
        facts.evidence.central = {proof_class::password_mfa, now};
        facts.evidence.account = {proof_class::password, now};
        facts.evidence.account_court = "wiwd";
        facts.names = {true, true, false, true, 10, 20};
    }
};

// ---- the text -----------------------------------------------------------------------------------

// The digest is that of Python's hashlib.
TEST(Record, IsWhatIsWrittenDown) {
    const sample x;
    EXPECT_EQ(
        record_of(builtin(), x.facts),
        R"({"as-of":"2026-03-02T15:00:00Z","catalogue":1,"court":"wiwd","ecflink-record":1,"findings":[],"input":{)"
        R"("account":{"link-locked":false,"login":"asample","opened":"2019-01-02T03:04:05.00006Z","pending-change":"none","principals":0,)"
        R"("role":"attorney","status":"active"},"account-ambiguous":false,)"
        R"("central":{"created":"2014-08-11","exempt":false,"mfa":"enrolled","pending-change":"none","search-status":"active","status":"active",)"
        R"("usage":"individual"},"central-ambiguous":false,)"
        R"("evidence":{"account":{"at":"2026-03-02T15:00:00Z","class":"password"},"account-court":"wiwd",)"
        R"("central":{"at":"2026-03-02T15:00:00Z","class":"password-mfa"},"failed-attempts":0,"on-roster":false},"malformed":false,)"
        R"("names":{"account-present":true,"central-present":true,"common":10,"equal-exact":false,"equal-normalized":true,"total":20},)"
        R"("others":{"already-linked":false,"other-accounts-in-court":0,"other-accounts-in-court-and-role":0,"other-centrals-of-account":0},)"
        R"("row":{"approved":[],"confirmed-at":"2026-03-02T15:00:00Z","linked-at":"2026-03-02T15:00:00Z","made-by":"filer","state":"active"},"row-malformed":false},)"
        R"("input-digest":"sha256:177bc78da657d1f92e21ab85c7ad8cdf1ca502bfccbc4d5a691da37e264315d1","library":")" ECFLINK_VERSION_STRING
        R"(","mask":"0000000000000000","policy":")" +
            builtin().find("wiwd").digest + R"(","verdict":"allow"})");
}

TEST(Record, SaysWhatIsMissingByLeavingItOutAndWhatHasNoWordByItsNumber) {
    link_case facts;
    facts.court = "wiwd";
    central_account central;
    central.usage = static_cast<central_usage>(200);
    central.search_status = search_status::missing;
    central.created = civil_day{std::numeric_limits<std::int32_t>::min()};
    facts.central = &central;
    facts.others.tombstoned_at = earliest_instant;
    const json input = json::parse(record_of(builtin(), facts))["input"];
    EXPECT_EQ(input["central"].dump(),
              R"({"created":"-2147483648","exempt":false,"pending-change":"none","usage":200})");
    EXPECT_EQ(input["others"]["tombstoned-at"], "-62135683200000000");
    EXPECT_FALSE(input.contains("account") || input.contains("row") ||
                 input.contains("central-created-start"));
    EXPECT_EQ(input["evidence"].dump(),
              R"({"account":{},"central":{},"failed-attempts":0,"on-roster":false})");
}

// ---- there and back -----------------------------------------------------------------------------

TEST(Record, EveryCaseThatDiffersFromACleanOneInOneFieldComesBack) {
    EXPECT_TRUE(support::for_every_few(1, [](const support::enumeration& chosen) {
        const engine_case x(chosen.make());
        const bool holds = std::ranges::all_of(policies_of_many_kinds(), [&](const policy_set& each) {
            return comes_back(each, x.facts, x.now);
        });
        EXPECT_TRUE(holds) << chosen.describe();
        return holds;
    }));
}

/// What a field of a case holds decides what the record says: each alternative of a field that is
/// the case's has a record of its own.
TEST(Record, NoFieldOfACaseIsLeftOut) {
    const std::string clean = record_of(builtin(), engine_case(plain_case{}).facts);
    const std::set<std::string_view> of_the_policy = {"in_force",
                                                      "system",
                                                      "go_live",
                                                      "not_before",
                                                      "live_by",
                                                      "outages",
                                                      "closes",
                                                      "mfa_from",
                                                      "roles",
                                                      "forbidden",
                                                      "lower_case_only",
                                                      "accepted_central",
                                                      "accepted_account",
                                                      "waived_for",
                                                      "two_steps",
                                                      "attempt_limit",
                                                      "wants_roster",
                                                      "centrals_per_account",
                                                      "accounts_per_central",
                                                      "counts_by_role",
                                                      "registrations_of_agents",
                                                      "compares_exactly",
                                                      "similar_from_percent",
                                                      "as_of"};
    const std::set<std::string_view> of_the_row = {"linked_at_readable", "made_by", "confirmed_at", "state"};
    std::size_t fields = 0;
    support::enumeration all;
    static_cast<void>(support::choose_all([&](unsigned, std::string_view name, unsigned count) {
        const std::size_t field = fields++;
        for (unsigned index = 1; index < count && !of_the_policy.contains(name); ++index) {
            const std::size_t row = 0;  // the first field: in_ledger
            all.choose(row, of_the_row.contains(name) ? 1 : 0);
            const std::string without = record_of(builtin(), engine_case(all.make()).facts);
            all.choose(field, index);
            EXPECT_NE(record_of(builtin(), engine_case(all.make()).facts), without) << name << '#' << index;
            all.choose(field, 0);
            all.choose(row, 0);
        }
        return 0U;
    }));
    EXPECT_EQ(fields, all.size());
    EXPECT_EQ(record_of(builtin(), engine_case(all.make()).facts), clean);
}

template <class E>
E any_number() {
    return static_cast<E>(*rc::gen::weightedOneOf<std::uint8_t>(
        {{4, rc::gen::inRange<std::uint8_t>(0, 8)}, {1, rc::gen::arbitrary<std::uint8_t>()}}));
}
std::int64_t any_micros() {
    return *rc::gen::oneOf(
        rc::gen::arbitrary<std::int64_t>(),
        rc::gen::inRange<std::int64_t>(earliest_instant.micros, latest_instant.micros + 2),
        rc::gen::inRange<std::int64_t>(now.micros - 100, now.micros + 100),
        rc::gen::element<std::int64_t>(std::numeric_limits<std::int64_t>::min(),
                                       std::numeric_limits<std::int64_t>::max(), earliest_instant.micros,
                                       latest_instant.micros, make_instant(make_civil_day(1, 1, 1)).micros,
                                       make_instant(make_civil_day(1, 1, 1)).micros - 1,
                                       make_instant(make_civil_day(10'000, 1, 1)).micros,
                                       make_instant(make_civil_day(10'000, 1, 1)).micros - 1));
}
std::optional<instant> perhaps_an_instant() {
    return *rc::gen::arbitrary<bool>() ? std::optional<instant>{{any_micros()}} : std::nullopt;
}
bool any_bool() { return *rc::gen::arbitrary<bool>(); }
std::uint32_t any_count() {
    return *rc::gen::oneOf(rc::gen::inRange<std::uint32_t>(0, 10), rc::gen::arbitrary<std::uint32_t>(),
                           rc::gen::just(std::numeric_limits<std::uint32_t>::max()));
}
court_id any_court() {
    const auto text = *rc::gen::element<std::string>("wiwd", "wiwb", "ca4", "nowhere", "");
    return text.empty() ? court_id{} : court_id::make(text).value();
}
login any_login() {
    std::string text;
    for (int i = *rc::gen::inRange(0, 17); i > 0; --i) {
        text +=
            *rc::gen::element<std::string>("a", "Z", "\"", "\\", "/", "\x01", "\x1f", "\x7f", "&", " ",
                                           "\xC3\xA9", "\xE2\x80\xA8", "\xEF\xBF\xBF", "\xF0\x9F\x98\x80");
    }
    return text.empty() ? login{} : login::make(text).value();
}

template <class E>
    requires std::is_enum_v<E>
void set_any(E& value) {
    value = any_number<E>();
}
void set_any(bool& value) { value = any_bool(); }
void set_any(findings& value) {
    for (const finding_info& info : catalogue()) {
        value.insert_if(info.id, any_bool() && any_bool());
    }
}
void set_any(std::uint32_t& value) { value = any_count(); }
void set_any(login& value) { value = any_login(); }
void set_any(std::optional<instant>& value) { value = perhaps_an_instant(); }
void set_any(std::optional<civil_day>& value) {
    if (any_bool()) {
        value = civil_day{*rc::gen::oneOf(
            rc::gen::arbitrary<std::int32_t>(), rc::gen::inRange(-800'000, 3'000'000),
            rc::gen::element(make_civil_day(1, 1, 1).days, make_civil_day(1, 1, 1).days - 1,
                             make_civil_day(9999, 12, 31).days, make_civil_day(9999, 12, 31).days + 1))};
    }
}

/// A record with any value in each of its fields.
template <class Table, class Record>
Record any_record() {
    Record made;
    detail::tables::with_record_fields<Table>([&](auto... field) { (set_any(field.get(made)), ...); });
    return made;
}

TEST(Record, AnyCaseComesBack) {
    EXPECT_TRUE(rc::check([] {
        const auto central = any_record<central_account_columns, central_account>();
        const auto account = any_record<court_account_columns, court_account>();
        const auto row = any_record<link_columns, ledger_row>();
        link_case facts;
        facts.court = any_court();
        facts.central = any_bool() ? &central : nullptr;
        facts.account = any_bool() ? &account : nullptr;
        facts.row = any_bool() ? &row : nullptr;
        facts.central_created_start = perhaps_an_instant();
        facts.malformed = any_bool();
        facts.row_malformed = any_bool();
        facts.central_ambiguous = any_bool();
        facts.account_ambiguous = any_bool();
        facts.evidence.central = {any_number<proof_class>(), perhaps_an_instant()};
        facts.evidence.account = {any_number<proof_class>(), perhaps_an_instant()};
        facts.evidence.account_court = any_court();
        facts.evidence.failed_attempts = any_count();
        facts.evidence.on_roster = any_bool();
        facts.names = {any_bool(), any_bool(), any_bool(), any_bool(), any_count(), any_count()};
        facts.others = {any_bool(),  any_count(),          any_count(),
                        any_count(), perhaps_an_instant(), perhaps_an_instant()};
        const instant as_of{any_micros()};
        for (const policy_set& each : policies_of_many_kinds()) {
            RC_ASSERT(comes_back(each, facts, as_of));
        }
    }));
}

// ---- what differs -------------------------------------------------------------------------------

std::vector<record_difference> kinds(const replay_answer& answer) {
    std::vector<record_difference> all;
    for (const replay_difference& each : answer.differences) {
        all.push_back(each.what);
    }
    return all;
}

std::string with(const std::string& record, const std::string& before, const std::string& after) {
    const std::size_t at = record.find(before);
    EXPECT_NE(at, std::string::npos) << before;
    return std::string(record).replace(at, before.size(), after);
}

TEST(Replay, ALineEndBehindARecordIsNotItsOwn) {
    const sample x;
    EXPECT_TRUE(replay_of(record_of(builtin(), x.facts) + '\n').reproduced);
    EXPECT_EQ(kinds(replay_of(record_of(builtin(), x.facts) + "\n\n")), std::vector{record_difference::form});
}

TEST(Replay, NoByteOfARecordCanBeChangedUnseen) {
    sample x;
    x.central.exempt = true;
    x.account.status = account_status::fee_locked;
    const std::string record = record_of(builtin(), x.facts);
    const std::size_t library = record.find("\"library\":\"") + 11;
    const std::size_t library_end = record.find('"', library);
    for (std::size_t at = 0; at < record.size(); ++at) {
        if (at >= library && at < library_end) {
            continue;  // said, but no failure
        }
        for (const char c : {'0', '1', 'e', ' ', '"', static_cast<char>(record[at] ^ 1)}) {
            std::string altered = record;
            altered[at] = c;
            const auto answer = replay(altered, builtin());
            EXPECT_TRUE(altered == record || !answer || !answer.value().reproduced)
                << altered.substr(at < 20 ? 0 : at - 20, 40);
        }
    }
}

TEST(Replay, ListsWhatDiffers) {
    sample x;
    x.central.usage = central_usage::shared;
    const std::string record = record_of(builtin(), x.facts);
    const std::string digest = json::parse(record)["input-digest"];

    const std::string other_facts = with(record, R"("usage":"shared")", R"("usage":"individual")");
    const replay_answer altered = replay_of(other_facts);
    EXPECT_FALSE(altered.reproduced);
    EXPECT_EQ(kinds(altered), (std::vector{record_difference::input, record_difference::findings,
                                           record_difference::verdict}));
    EXPECT_EQ(altered.differences[0].recorded, digest);
    EXPECT_EQ(altered.differences[1], (replay_difference{record_difference::findings, "central-shared", ""}));
    EXPECT_EQ(altered.differences[2], (replay_difference{record_difference::verdict, "refuse", "allow"}));
    EXPECT_EQ(altered.recorded->verdict, verdict::refuse);
    EXPECT_EQ(altered.replayed->verdict, verdict::allow);

    // With the digest made to fit, only the answer gives it away: a record proves nothing that the
    // audit trail does not vouch for.
    const replay_answer fitted = replay_of(with(other_facts, digest, altered.differences[0].replayed));
    EXPECT_EQ(kinds(fitted), (std::vector{record_difference::findings, record_difference::verdict}));
}

TEST(Replay, SaysThatWhatWasDecidedUponWasAlteredWhereTheAnswerIsTheSame) {
    const sample x;
    const std::string record = record_of(builtin(), x.facts);
    for (const std::string& altered :
         {with(record, R"("login":"asample")", R"("login":"bsample")"),
          with(record, R"("as-of":"2026-03-02T15:00:00Z")", R"("as-of":"2026-03-02T15:00:01Z")")}) {
        const replay_answer answer = replay_of(altered);
        EXPECT_EQ(kinds(answer), std::vector{record_difference::input});
        EXPECT_FALSE(answer.reproduced);
    }
}

TEST(Replay, NamesThePolicyThatIsNotTheRecordedOne) {
    const sample x;
    const policy_set& other = policies_of_many_kinds()[1];
    const replay_answer answer = replay_of(record_of(builtin(), x.facts), other);
    EXPECT_FALSE(answer.reproduced);
    ASSERT_FALSE(answer.differences.empty());
    EXPECT_EQ(answer.differences[0],
              (replay_difference{record_difference::policy, builtin().find("wiwd").digest,
                                 other.find("wiwd").digest}));
    EXPECT_EQ(answer.replayed, assess(other.find("wiwd").rules, x.facts, now));
}

TEST(Replay, AnotherVersionOfTheLibraryIsSaidAndNoFailure) {
    const sample x;
    const std::string ours = R"("library":")" ECFLINK_VERSION_STRING "\"";
    const replay_answer answer = replay_of(with(record_of(builtin(), x.facts), ours, R"("library":"0.0.9")"));
    EXPECT_TRUE(answer.reproduced);
    EXPECT_EQ(
        answer.differences,
        (std::vector<replay_difference>{{record_difference::library, "0.0.9", ECFLINK_VERSION_STRING}}));
}

TEST(Replay, ARecordOfAnUnknownVersionOrCatalogueIsNotGuessedAt) {
    const sample x;
    const std::string record = record_of(builtin(), x.facts);
    for (const char* version : {"0", "2", "4000000000"}) {
        const replay_answer other_form =
            replay_of(with(record, R"("ecflink-record":1)", R"("ecflink-record":)" + std::string(version)));
        EXPECT_EQ(other_form.differences,
                  (std::vector<replay_difference>{{record_difference::version, version, "1"}}));
        EXPECT_FALSE(other_form.reproduced || other_form.recorded || other_form.replayed);
        const replay_answer other_catalogue =
            replay_of(with(record, R"("catalogue":1)", R"("catalogue":)" + std::string(version)));
        EXPECT_EQ(other_catalogue.differences,
                  (std::vector<replay_difference>{{record_difference::catalogue, version, "1"}}));
        EXPECT_FALSE(other_catalogue.reproduced);
    }
    EXPECT_EQ(kinds(replay_of(R"({"ecflink-record":2,"whatever":[]})")),
              std::vector{record_difference::version});
}

TEST(Replay, TheSameInOtherBytesIsNotTheRecord) {
    const sample x;
    const json content = json::parse(record_of(builtin(), x.facts));
    EXPECT_EQ(kinds(replay_of(content.dump(2))), std::vector{record_difference::form});
    EXPECT_EQ(kinds(replay_of(with(content.dump(), "asample", "\\u0061sample"))),
              std::vector{record_difference::form});
}

// ---- what is no record --------------------------------------------------------------------------

struct broken {
    const char* before;
    const char* after;
    const char* path;
    const char* says;
};

TEST(Replay, WhatIsNoRecordIsRefusedWithItsPlaces) {
    const sample x;
    const std::string record = record_of(builtin(), x.facts);
    const broken all[] = {
        {R"("malformed":false)", R"("malformd":false)", "/input/malformd", "unknown member"},
        {R"("malformed":false,)", "", "/input", "a member is missing; expected \"malformed\""},
        {R"("malformed":false)", R"("malformed":null)", "/input/malformed", "not true or false"},
        {R"("malformed":false)", R"("malformed":0)", "/input/malformed", "not true or false"},
        {R"("role":"attorney")", R"("role":"atorney")", "/input/account/role",
         "not a token of this field; found \"atorney\""},
        {R"("role":"attorney")", R"("role":"")", "/input/account/role", "not a token of this field"},
        {R"("role":"attorney")", R"("role":1)", "/input/account/role", "not a token of this field; found 1"},
        {R"("role":"attorney")", R"("role":0)", "/input/account/role", "not a token of this field"},
        {R"("role":"attorney")", R"("role":256)", "/input/account/role", "not a token of this field"},
        {R"("role":"attorney")", R"("role":null)", "/input/account/role", "not a token of this field"},
        {R"("login":"asample")", R"("login":"")", "/input/account/login", "not an id of 1 to 64 bytes"},
        {R"("login":"asample")", R"("login":"a\u0000b")", "/input/account/login",
         "not an id of 1 to 64 bytes"},
        {R"("login":"asample")", R"("login":["asample"])", "/input/account/login",
         "not an id of 1 to 64 bytes"},
        {R"("principals":0)", R"("principals":-1)", "/input/account/principals", "not a whole number"},
        {R"("principals":0)", R"("principals":0.0)", "/input/account/principals", "not a whole number"},
        {R"("principals":0)", R"("principals":4294967296)", "/input/account/principals",
         "not a whole number"},
        {R"("as-of":"2026-03-02T15:00:00Z")", R"("as-of":"2026-02-30T15:00:00Z")", "/as-of",
         "not an instant"},
        {R"("as-of":"2026-03-02T15:00:00Z")", R"("as-of":"2026-03-02T15:00:00+00:00")", "/as-of",
         "not an instant"},
        {R"("as-of":"2026-03-02T15:00:00Z")", R"("as-of":"1772463600000000")", "/as-of", "not an instant"},
        {R"("as-of":"2026-03-02T15:00:00Z")", R"("as-of":1772463600000000)", "/as-of", "not an instant"},
        {R"("created":"2014-08-11")", R"("created":"2014-08-32")", "/input/central/created", "not a date"},
        {R"("row":{)", R"("row":[{)", "", "not JSON"},
        {R"("names":{)", R"("names":1,"nams":{)", "/input/names", "not an object"},
        {R"("findings":[])", R"("findings":["nothing"])", "/findings", "not a list of findings"},
        {R"("findings":[])", R"("findings":["name-differs","central-shared"])", "/findings",
         "not a list of findings in the order"},
        {R"("findings":[])", R"("findings":["name-differs"])", "/mask", "not the mask of the findings"},
        {R"("findings":[])", R"("findings":{})", "/findings", "not a list of findings"},
        {R"("mask":"00)", R"("mask":"0)", "/mask", "not the mask of the findings"},
        {R"("verdict":"allow")", R"("verdict":"maybe")", "/verdict", "not a token"},
        {R"(,"verdict":"allow")", "", "", "a member is missing; expected \"verdict\""},
        {R"("court":"wiwd")", R"("court":"wiwd","court":"wiwb")", "/court", "a second member"},
        {R"("ecflink-record":1)", R"("ecflink-record":"1")", "/ecflink-record", "not a whole number"},
    };
    for (const broken& one : all) {
        SCOPED_TRACE(one.after);
        const auto answer = replay(with(record, one.before, one.after), builtin(), "record.json");
        ASSERT_FALSE(answer.has_value());
        const auto says = [&one](const diagnostic& trouble) {
            return trouble.path == one.path && trouble.line == 1 && trouble.column > 0 &&
                   to_text(trouble).find(one.says) != std::string::npos;
        };
        EXPECT_TRUE(std::ranges::any_of(answer.error(), says)) << to_text(answer.error().front());
    }
    for (const char* text : {"", "{", "[]", "null", "1", "\"record\"", "{}", "\n"}) {
        EXPECT_FALSE(replay(text, builtin()).has_value()) << text;
    }
}

TEST(Replay, TellsEveryFaultAtOnce) {
    const sample x;
    const std::string once =
        with(record_of(builtin(), x.facts), R"("role":"attorney")", R"("role":"atorney")");
    const auto answer = replay(with(once, R"("mfa":"enrolled")", R"("nfa":"enrolled")"), builtin());
    ASSERT_FALSE(answer.has_value());
    EXPECT_EQ(answer.error().size(), 2U);
}

TEST(RecordDifferences, HaveTokens) {
    EXPECT_EQ(to_token(record_difference::version), "record-version");
    EXPECT_EQ(to_token(record_difference::form), "form");
    EXPECT_EQ(to_token(static_cast<record_difference>(9)), "");
    EXPECT_EQ(to_message(static_cast<record_difference>(0)), "");
}

}  // namespace
