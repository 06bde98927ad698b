// policy_file.hpp: layers, their order, floors, the resolved document, and what is said about
// policies. tests/policies holds the language itself.
#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <ecflink/core/assess.hpp>
#include <ecflink/policies/directory.hpp>
#include <ecflink/policies/policy_set.hpp>
#include <ecflink/policies/policy_tools.hpp>

#include "policy/resolve.hpp"

namespace {

using namespace ecflink;
using nlohmann::json;

policy_set load(const std::vector<policy_layer>& layers,
                const std::vector<disposition_override>& overrides = {}) {
    auto policies = policy_set::load(layers, overrides);
    if (!policies) {
        for (const diagnostic& trouble : policies.error()) {
            ADD_FAILURE() << to_text(trouble);
        }
    }
    return std::move(policies.value());
}

std::vector<std::string> errors(const std::vector<policy_layer>& layers,
                                const std::vector<disposition_override>& overrides = {}) {
    const auto policies = policy_set::load(layers, overrides);
    std::vector<std::string> texts;
    if (!policies) {
        for (const diagnostic& trouble : policies.error()) {
            texts.push_back(to_text(trouble));
        }
    }
    return texts;
}

const value_origin& origin(const court_policy& policy, std::string_view path) {
    const auto found = std::ranges::find(policy.origins, path, &value_origin::path);
    EXPECT_NE(found, policy.origins.end()) << path;
    return *found;
}

constexpr instant utc(std::int32_t year, std::int32_t month, std::int32_t day, std::int32_t hour,
                      std::int32_t minute = 0) {
    return make_instant(make_civil_day(year, month, day), hour, minute);
}

// ---- what is built in ---------------------------------------------------------------------------

TEST(BuiltinPolicies, CoverEveryCourtOfTheDirectory) {
    const policy_set policies = load({});
    ASSERT_EQ(policies.courts().size(), directory().size());
    for (const court_record& record : directory()) {
        const court_policy& policy = policies.find(record.id.view());
        EXPECT_EQ(policy.court, record.id);
        EXPECT_TRUE(policy.rules.in_force);
        EXPECT_EQ(policy.name, record.name);
        EXPECT_EQ(policy.kind, record.kind);
        ASSERT_TRUE(policy.zone);
        EXPECT_EQ(policy.zone->name(), record.time_zone);
        const bool is_exact =
            record.precision == go_live_precision::day || record.precision == go_live_precision::time;
        EXPECT_EQ(policy.rules.go_live.has_value(), is_exact) << record.id.view();
        EXPECT_EQ(policy.rules.go_live_not_before.has_value(), !record.go_live_not_before.empty());
        EXPECT_EQ(policy.rules.go_live_by.has_value(), !record.go_live_by.empty());
        EXPECT_EQ(record.go_live_by.empty(), is_exact) << record.id.view();
        EXPECT_TRUE(record.outage_begin.empty() || !policy.rules.outages.windows().empty())
            << record.id.view();
    }
}

TEST(BuiltinPolicies, HoldNoLinkOfALaterDayForWantOfADate) {
    const policy_set policies = load({});
    for (const court_policy& policy : policies.courts()) {
        const instant t = parse_instant_or_date("2023-01-10", policy.zone).value();
        const findings found = assess(policy.rules, link_case{}, t).findings;
        EXPECT_FALSE(found.contains(finding::court_go_live_unknown)) << policy.court.view();
        EXPECT_FALSE(found.contains(finding::court_not_live)) << policy.court.view();
    }
    const link_policy& caeb = policies.find("caeb").rules;
    EXPECT_TRUE(assess(caeb, link_case{}, utc(2021, 9, 30, 0)).findings.contains(finding::court_not_live));
    EXPECT_TRUE(
        assess(caeb, link_case{}, utc(2022, 1, 1, 0)).findings.contains(finding::court_go_live_unknown));
}

TEST(BuiltinPolicies, SayWhatCourtsSayOfOutagesAndRegistration) {
    const policy_set policies = load({});
    const link_policy& tnmd = policies.find("tnmd").rules;
    EXPECT_GT(tnmd.outages.windows()[0].begin, *tnmd.go_live);
    EXPECT_NE(tnmd.outages.find(utc(2023, 7, 15, 12), outage_effect::viewing), nullptr);
    const link_policy& cofc = policies.find("cofc").rules;
    EXPECT_NE(cofc.outages.find(utc(2019, 8, 22, 12), outage_effect::registration), nullptr);
    EXPECT_EQ(cofc.outages.find(utc(2019, 8, 22, 12)), nullptr);
    EXPECT_EQ(policies.find("cofc").names_mended_by, name_mender::center);
    EXPECT_EQ(policies.find("kywb").rules.second, second_registration::allow);
    EXPECT_EQ(policies.find("kywb").rules.second_if, second_condition::credentials_lost);
    EXPECT_EQ(policies.find("azb").rules.second_account, second_account::filing_agent);
    EXPECT_EQ(policies.find("oknd").requirements(account_role::pro_hac_vice, request_type::pro_hac_vice),
              (token_set{registration_requirement::motion, registration_requirement::case_number}));
    EXPECT_EQ(policies.find("nmd").rules.go_live, utc(2020, 4, 20, 6));
}

TEST(BuiltinPolicies, KnowTheInstantsOfBothCourtsOfWesternWisconsin) {
    const policy_set policies = load({});
    EXPECT_EQ(policies.find("wiwd").rules.go_live, utc(2022, 4, 25, 5));
    EXPECT_EQ(policies.find("wiwb").rules.go_live, utc(2020, 3, 30, 13));
    ASSERT_EQ(policies.find("wiwb").rules.outages.windows().size(), 1U);
    EXPECT_EQ(policies.find("wiwb").rules.outages.windows()[0],
              (outage_window{utc(2020, 3, 26, 21, 30), utc(2020, 3, 30, 13)}));
    EXPECT_EQ(policies.find("wiwb").rules.mfa_from, utc(2025, 12, 31, 5));
}

TEST(BuiltinPolicies, StateTheFederalDefault) {
    link_policy federal;
    federal.system = court_system::next_gen;
    federal.mfa_from = utc(2025, 12, 31, 5);
    const policy_set policies = load({});
    EXPECT_EQ(policies.base().rules, federal);
    EXPECT_EQ(&policies.find("nowhere"), &policies.base());
    EXPECT_EQ(policies.base().floor,
              (policy_floor{findings(finding::central_shared).insert(finding::central_administrative), {}}));
}

TEST(BuiltinPolicies, ReplaceHelpByPurpose) {
    const policy_set policies = load({});
    const help_entry center{"central-account", "(800) 676-6856", "pacer@psc.uscourts.gov",
                            "https://pacer.uscourts.gov"};
    EXPECT_EQ(policies.find("wiwd").help,
              (std::vector{help_entry{"filing", "608-264-5156", "", ""}, center}));
    // the layers of these courts state other purposes than filing
    for (const auto& [court, phone] :
         {std::pair{"wiwb", "608-264-5178"}, {"nhd", "855-333-2052"}, {"akd", "866-243-3814"}}) {
        const auto& help = policies.find(court).help;
        ASSERT_GE(help.size(), 3U);
        EXPECT_EQ(help.front(), (help_entry{"filing", phone, "", ""}));
        EXPECT_EQ(help[1].purpose, "credentials");
        EXPECT_EQ(help.back(), center);
    }
}

// ---- order of the layers ------------------------------------------------------------------------

const policy_layer for_all{
    "z-all.json",
    R"({"ecflink-policy": 1, "applies-to": "all", "link": {"accounts-per-central": 2, "centrals-per-account": 2, "confirm": "two-step"}})"};
const policy_layer for_bankruptcy{
    "y-kind.json",
    R"({"ecflink-policy": 1, "applies-to": {"kind": "bankruptcy"}, "link": {"accounts-per-central": 3, "centrals-per-account": 3}})"};
const policy_layer for_wiwb{"a-court.json",
                            R"({"ecflink-policy": 1, "court": "wiwb", "link": {"accounts-per-central": 4}})"};

TEST(PolicyLayers, ApplyByRankWhateverTheirOrder) {
    std::vector<policy_layer> layers{for_wiwb, for_bankruptcy, for_all};
    std::ranges::sort(layers, {}, &policy_layer::name);
    std::string digest;
    do {
        const policy_set policies = load(layers);
        EXPECT_EQ(policies.base().rules.accounts_per_central, 2U);
        EXPECT_EQ(policies.find("wiwd").rules.accounts_per_central, 2U);
        EXPECT_EQ(policies.find("wieb").rules.accounts_per_central, 3U);
        EXPECT_EQ(policies.find("wiwb").rules.accounts_per_central, 4U);
        EXPECT_EQ(policies.find("wiwb").rules.centrals_per_account, 3U);
        EXPECT_TRUE(digest.empty() || digest == policies.digest());
        digest = policies.digest();
    } while (std::ranges::next_permutation(layers, {}, &policy_layer::name).found);
}

TEST(PolicyLayers, OfTheCallerComeAfterAllThatIsBuiltIn) {
    // the built-in layer for appellate courts
    EXPECT_EQ(load({}).find("ca4").rules.confirm, confirmation::one_step);
    // the caller's layer for all
    EXPECT_EQ(load({for_all}).find("ca4").rules.confirm, confirmation::two_step);
}

TEST(PolicyLayers, ForAKindApplyByTheKindThatTheCourtHasInTheEnd) {
    const policy_layer elsewhere{"elsewhere.json",
                                 R"({"ecflink-policy": 1, "court": "elsewhere", "kind": "bankruptcy"})"};
    const policy_layer moved{"wiwb.json", R"({"ecflink-policy": 1, "court": "wiwb", "kind": "special"})"};
    const policy_set policies =
        load({for_bankruptcy, elsewhere, moved, {"x.json", R"({"ecflink-policy": 1, "court": "x"})"}});
    EXPECT_EQ(policies.courts().size(), directory().size() + 2);
    EXPECT_EQ(policies.find("elsewhere").rules.accounts_per_central, 3U);
    // built in for bankruptcy
    EXPECT_TRUE(
        policies.find("elsewhere").rules.roles_with_registrations.contains(account_role::filing_agent));
    EXPECT_EQ(policies.find("wiwb").rules.accounts_per_central, 1U);
    EXPECT_EQ(policies.find("x").kind, court_kind::other);
    EXPECT_TRUE(policies.find("x").rules.in_force);
    EXPECT_FALSE(policies.find("x").rules.go_live);
}

TEST(PolicyLayers, OfOneRankForTheSameCourtsAreAnError) {
    policy_layer second = for_wiwb;
    second.name = "b-court.json";
    EXPECT_EQ(
        errors({second, for_wiwb}),
        std::vector<std::string>{
            R"(b-court.json:1:32: error: /court: a second layer for the same courts; the first is a-court.json; found "wiwb"; expected one layer)"});
    policy_layer all = for_all;
    all.name = "zz.json";
    EXPECT_EQ(errors({for_all, all}).size(), 1U);
    policy_layer kind = for_bankruptcy;
    kind.name = "zz.json";
    EXPECT_EQ(errors({for_bankruptcy, kind}).size(), 1U);
}

TEST(PolicyLayers, ReplaceListsAndMergeObjects) {
    const policy_set policies = load(
        {{"all.json",
          R"({"ecflink-policy": 1, "applies-to": "all", "dispositions": {"name-differs": "hold", "name-missing": "hold"},
                                                      "link": {"registrations": {"trustee": ["attorney-filer"], "attorney": ["attorney-filer"]}}, "unlink": {"by": ["filer", "center"]}})"},
         {"wiwb.json",
          R"({"ecflink-policy": 1, "court": "wiwb", "dispositions": {"name-missing": "refuse"}, "link": {"registrations": {"trustee": null}},
                                                       "unlink": {"by": ["clerk"]}})"}});
    const link_policy& rules = policies.find("wiwb").rules;
    EXPECT_EQ(rules.dispositions.of(finding::name_differs), disposition::hold);
    EXPECT_EQ(rules.dispositions.of(finding::name_missing), disposition::refuse);
    EXPECT_FALSE(rules.roles_with_registrations.contains(account_role::trustee));
    EXPECT_TRUE(rules.roles_with_registrations.contains(account_role::attorney));
    EXPECT_EQ(rules.unlink_by, token_set<unlink_authority>{}.insert(unlink_authority::clerk));
}

/// RFC 7396, done by the JSON library over whole documents, gives what the layers give member by
/// member.
TEST(PolicyLayers, MergeAsRfc7396Says) {
    const std::vector<std::pair<const char*, std::vector<json>>> choices = {
        {"/go-live",
         {nullptr,
          "2031-01-01T00:00:00Z",
          {{"by", "2032-01-01T00:00:00Z"}},
          {{"not-before", "2005-01-01T00:00:00Z"}}}},
        {"/outages",
         {json::array(),
          json::parse(
              R"([{"begin": "2010-01-01T00:00:00Z", "end": "2010-01-02T00:00:00Z", "stops": ["viewing"]}])")}},
        {"/link/closes", {nullptr, "2031-01-01T00:00:00Z"}},
        {"/link/roles", {"all", json::array(), {"attorney", "trustee"}}},
        {"/link/login/forbid", {"", "$&"}},
        {"/link/login/case", {"any", "lower"}},
        {"/link/registrations",
         {json::object(),
          {{"trustee", {"attorney-filer"}}},
          {{"trustee", nullptr}, {"attorney", json::array()}}}},
        {"/link/accounts-per-central", {0, 7}},
        {"/central/mfa-from", {nullptr, "2026-01-01T00:00:00.5Z"}},
        {"/proof/central/accept", {json::array(), {"password-mfa"}}},
        {"/proof/central/max-age", {"PT1H", "PT0S"}},
        {"/names/similar-from", {0, 1, 0.25}},
        {"/dispositions",
         {json::object(),
          {{"name-differs", "hold"}},
          {{"name-differs", "refuse"}, {"name-missing", "hold"}}}},
        {"/registration/second-if", {"always", "credentials-lost"}},
        {"/registration/requires",
         {json::object(), {{"pro-se", {"motion"}}}, {{"pro-se", nullptr}, {"non-attorney", json::array()}}}},
        {"/help/filing",
         {nullptr, json::parse(R"([{"phone": "1", "email": null, "url": null}])"),
          json::parse(R"([{"phone": null, "email": "2", "url": null}])")}},
        {"/words/center", {"Service Desk"}},
    };
    std::mt19937_64 random(7396);
    for (int round = 0; round < 40; ++round) {
        std::vector<policy_layer> layers;
        json expected = json::parse(load({}).find("wiwb").document);
        for (const json& target : {json{{"applies-to", "all"}},
                                   json{{"applies-to", {{"kind", "bankruptcy"}}}}, json{{"court", "wiwb"}}}) {
            json layer = json::object();
            for (const auto& [path, values] : choices) {
                if (random() % 3 == 0) {
                    layer[json::json_pointer(path)] = values[random() % values.size()];
                }
            }
            const auto live_from = [](const json& document) {
                const json go_live = document.value("go-live", json());
                return go_live.is_object() ? go_live.value("by", json()) : go_live;
            };
            const json replaced = live_from(expected);
            expected.merge_patch(layer);
            // an outage goes with the go-live at which it ends
            if (!replaced.is_null() && live_from(expected) != replaced && !layer.contains("outages")) {
                std::erase_if(expected["outages"].get_ref<json::array_t&>(),
                              [&replaced](const json& outage) { return outage["end"] == replaced; });
            }
            layer.update(target);
            layer["ecflink-policy"] = 1;
            layers.push_back({"layer-" + std::to_string(layers.size()), layer.dump()});
        }
        // a patch removes what is null; the document spells it out
        for (const char* nullable : {"/go-live", "/link/closes", "/central/mfa-from"}) {
            if (!expected.contains(json::json_pointer(nullable))) {
                expected[json::json_pointer(nullable)] = nullptr;
            }
        }
        const policy_set policies = load(layers);
        EXPECT_EQ(json::parse(policies.find("wiwb").document), expected)
            << layers[0].text << layers[1].text << layers[2].text;
    }
}

// ---- floors -------------------------------------------------------------------------------------

TEST(PolicyFloors, BindLaterLayersAndOverrides) {
    const policy_layer floor{
        "floor.json", R"({"ecflink-policy": 1, "applies-to": "all", "dispositions": {"name-differs": "hold"},
  "proof": {"central": {"accept": ["password-mfa"]}}, "floor": {"refuse": ["central-legacy"], "hold": ["name-differs"]}})"};
    const policy_layer weaker{"wiwb.json", R"({"ecflink-policy": 1, "court": "wiwb",
  "dispositions": {"name-differs": "note", "central-legacy": "hold"},
  "proof": {"central": {"accept": ["password-mfa", "password"]}}})"};
    EXPECT_EQ(
        errors({weaker, floor}),
        (std::vector<std::string>{
            R"(wiwb.json:2:36: error: /dispositions/name-differs: weaker than the floor set by floor.json; found "note"; expected "hold" or "refuse")",
            R"(wiwb.json:2:62: error: /dispositions/central-legacy: weaker than the floor set by floor.json; found "hold"; expected "refuse")",
            R"(wiwb.json:3:52: error: /proof/central/accept/1: a proof that the floor set by floor.json does not accept; found "password"; expected only "password-mfa")"}));
    EXPECT_EQ(
        errors({floor}, {{finding::name_differs, disposition::ignore}}),
        std::vector<std::string>{
            R"(override: error: /dispositions/name-differs: weaker than the floor set by floor.json; found "ignore"; expected "hold" or "refuse")"});
    EXPECT_TRUE(errors({floor}, {{finding::name_differs, disposition::refuse}}).empty());
}

TEST(PolicyFloors, AddUpAndAreNotTakenBack) {
    const policy_layer empty{
        "all.json",
        R"({"ecflink-policy": 1, "applies-to": "all", "floor": {"refuse": [], "hold": ["central-exempt"]}})"};
    const policy_set policies = load({empty});
    EXPECT_TRUE(policies.base().floor.refuse.contains(finding::central_shared));
    EXPECT_TRUE(policies.base().floor.hold.contains(finding::central_exempt));
    EXPECT_EQ(errors({empty}, {{finding::central_shared, disposition::hold}}).size(), 1U);
    EXPECT_EQ(errors({empty}, {{finding::central_exempt, disposition::note}}).size(), 1U);
}

TEST(PolicyOverrides, ReachEveryPolicyAndItsDigest) {
    const policy_set plain = load({});
    const policy_set held = load({}, {{finding::name_differs, disposition::hold}});
    for (const court_policy& each : held.courts()) {
        EXPECT_EQ(each.rules.dispositions.of(finding::name_differs), disposition::hold);
        EXPECT_NE(each.digest, plain.find(each.court.view()).digest);
    }
    EXPECT_EQ(origin(held.base(), "/dispositions/name-differs").layer, "override");
    EXPECT_NE(held.digest(), plain.digest());
}

// ---- errors -------------------------------------------------------------------------------------

TEST(PolicyErrors, AreAllToldInTheOrderOfLayersAndPlaces) {
    const policy_layer first{"b.json", R"({
  "ecflink-policy": 1,
  "court": "wiwb",
  "unlink": 5,
  "go-live": "2021-03-14T02:30",
  "link": {"confrim": "one-step", "confirm": "three-step", "confirm": "two-step"},
  "dispositions": {"central-shared": "note"},
  "Help": []
})"};
    const policy_layer second{"a.json", "{"};
    EXPECT_EQ(
        errors({first, second}),
        (std::vector<std::string>{
            R"(b.json:4:13: error: /unlink: not an object; found 5; expected an object with "by")",
            R"(b.json:5:14: error: /go-live: clocks in America/Chicago skipped this time; write the offset that is meant; found "2021-03-14T02:30"; expected a local time that clocks showed once, or a time with an offset)",
            R"(b.json:6:12: error: /link/confrim: unknown member; did you mean "confirm"?; found "confrim"; expected "closes", "roles", "confirm", "accounts-per-central", "centrals-per-account", "count-per", "login", "registrations" or "roster")",
            R"(b.json:6:46: error: /link/confirm: not a way to confirm; found "three-step"; expected "two-step" or "one-step")",
            R"(b.json:6:60: error: /link/confirm: a second member of this name; found "confirm"; expected each name once in an object)",
            R"(b.json:7:38: error: /dispositions/central-shared: weaker than the floor set by built-in all.json; found "note"; expected "refuse")",
            R"(b.json:8:3: error: /Help: unknown member; did you mean "help"?; found "Help"; expected "ecflink-policy", "court", "applies-to", "source", "name", "kind", "system", "time-zone", "go-live", "outages", "link", "central", "proof", "attempts", "handle", "names", "unlink", "registration", "retire-credential", "dispositions", "floor", "help" or "words")",
            R"(a.json:1:2: error: the text ends too early; expected the name of a member, in quotes)"}));
}

// However many faults a file has, the first are told, and the number of the others.
TEST(PolicyErrors, AreBoundedInNumberWhateverTheFileHolds) {
    const auto repeat = [](std::string_view one, int times) {
        std::string all;
        for (int i = 0; i < times; ++i) {
            std::string next(one);
            if (const std::size_t mark = next.find('#'); mark != std::string::npos) {
                next.replace(mark, 1, std::to_string(i));
            }
            all += (i == 0 ? "" : ",") + next;
        }
        return all;
    };
    const auto layer = [](const std::string& members) {
        return R"({"ecflink-policy": 1, "court": "wiwb", )" + members + "}";
    };
    const struct {
        std::string_view what;
        std::string text;
        std::string more;  ///< the last message
    } files[] = {
        {"unknown dispositions", layer(R"("dispositions": {)" + repeat(R"("x#":"hold")", 50'000) + "}"),
         "49980"},
        {"wrong dispositions of one name",
         layer(R"("dispositions": {)" + repeat(R"("name-differs":"x")", 40'000) + "}"), "39979"},
        {"unknown members", layer(repeat(R"("x#":1)", 50'000)), "49980"},
        {"wrong items", layer(R"("floor": {"hold": [)" + repeat("1", 100'000) + "]}"), ""},
        {"repeated items", layer(R"("floor": {"hold": [)" + repeat(R"("name-differs")", 40'000) + "]}"),
         "39979"},
        {"different wrong items", layer(R"("floor": {"hold": [)" + repeat(R"("x#")", 50'000) + "]}"),
         "49980"},
        {"help as a list", layer(R"("help": [)" + repeat(R"({"for":"filing","phone":"#"})", 20'000) + "]"),
         ""},
        {"a long name around many values",
         layer('"' + std::string(400'000, 'a') + R"(": [)" + repeat("1", 200'000) + "]"), ""},
    };
    for (const auto& file : files) {
        SCOPED_TRACE(file.what);
        ASSERT_LE(file.text.size(), std::size_t{1} << 20);
        const std::vector<std::string> told = errors({{"x", file.text}});
        ASSERT_FALSE(told.empty());
        EXPECT_LE(told.size(), 41U);  // of the text, and of what it says
        if (!file.more.empty()) {
            EXPECT_EQ(told.back(), "x: error: " + file.more +
                                       " more faults of this file are not listed; mend the others first");
        }
    }
}

TEST(PolicyLayers, OfManyCourtsConcernOnlyTheirCourts) {
    std::vector<policy_layer> layers;
    for (int i = 0; i < 1'000; ++i) {
        const std::string court = "x" + std::to_string(i);
        layers.push_back(
            {court,
             R"({"ecflink-policy": 1, "kind": "district", "time-zone": "UTC", "attempts": {"limit": )" +
                 std::to_string(i + 1) + R"(}, "court": ")" + court + "\"}"});
    }
    const auto loaded = policy_set::load(layers);
    ASSERT_TRUE(loaded);
    EXPECT_EQ(loaded.value().find("x7").rules.attempt_limit, 8U);
    EXPECT_EQ(loaded.value().find("x999").rules.attempt_limit, 1'000U);
    EXPECT_EQ(loaded.value().find("wiwd").digest, policy_set::load().value().find("wiwd").digest);
}

TEST(PolicyErrors, CountColumnsInCodePointsAfterAByteOrderMark) {
    EXPECT_EQ(errors({{"x",
                       "\xEF\xBB\xBF{\"ecflink-policy\": 1, \"court\": \"wiwb\", \"name\": "
                       "\"\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\", \"roster\": true}"}})
                  .at(0)
                  .substr(0, 38),
              "x:1:55: error: /roster: unknown member");
}

TEST(PolicyErrors, DoNotCascade) {
    EXPECT_EQ(
        errors({{"x",
                 R"({"ecflink-policy": 1, "court": "x", "time-zone": "Nowhere", "go-live": "2021-01-01"})"}})
            .size(),
        1U);
}

TEST(PolicyErrors, RefuseWhatIsTooLong) {
    const std::string start = R"({"ecflink-policy": 1, "court": "wiwb"})";
    EXPECT_TRUE(errors({{"x", start + std::string((1U << 20) - start.size(), ' ')}}).empty());
    EXPECT_EQ(errors({{"x", start + std::string((1U << 20) - start.size() + 1, ' ')}}),
              std::vector<std::string>{
                  "x:1:1: error: the file is too long; found 1048577 bytes; expected at most 1048576"});
    EXPECT_EQ(errors({{"x", std::string(1U << 20, '[')}}).size(), 1U);
    // an unknown member, no version, no court
    EXPECT_EQ(errors({{"x", "{\"" + std::string(1'000'000, 'a') + "\": 1}"}}).size(), 3U);
}

/// Whatever the bytes, the reader ends with a value or an error, and every place lies in the text.
TEST(PolicyErrors, SurviveAnyBytes) {
    const std::string seed_text =
        R"({"ecflink-policy": 1, "court": "wiwb", "go-live": "2020-03-30T08:00", "outages": [{"begin": "2020-03-26", "end": "2020-03-27"}],
 "link": {"roles": ["attorney"], "login": {"forbid": "&"}, "accounts-per-central": 1}, "names": {"similar-from": 0.85}, "dispositions": {"name-differs": "hold"}})";
    constexpr std::string_view bytes = "{}[]\",:\\/-+.eE0189tfnu \n\0\x80\xC3\xA9\xFF";
    std::mt19937_64 random(1);
    for (int i = 0; i < 20'000; ++i) {
        std::string text = seed_text;
        for (std::uint64_t k = 1 + random() % 4; k > 0; --k) {
            const std::size_t at = random() % text.size();
            switch (random() % 3) {
                case 0: text[at] = bytes[random() % bytes.size()]; break;
                case 1: text.erase(at, 1 + random() % 8); break;
                default: text.insert(at, 1, bytes[random() % bytes.size()]); break;
            }
            text += text.empty() ? "{" : "";
        }
        const detail::json_text read = detail::read_json(text);
        ASSERT_TRUE(read.is_json || !read.troubles.empty());
        for (const detail::json_trouble& trouble : read.troubles) {
            ASSERT_LE(trouble.offset, text.size());
            ASSERT_FALSE(trouble.message.empty());
        }
        if (read.is_json) {
            detail::policy::fault_list faults;
            const auto statements = detail::policy::check_layer(read.value, faults);
            for (const auto& [path, place] : read.places) {
                ASSERT_LT(place.value, text.size());
                ASSERT_LE(place.name, place.value);
            }
            for (const detail::policy::fault& each : faults) {
                ASSERT_FALSE(each.message.empty());
                ASSERT_TRUE(read.places.contains(each.path)) << each.path << '\n' << text;
            }
            ASSERT_LE(statements.size(), detail::policy::language().size());
        }
    }
}

// ---- the resolved document ----------------------------------------------------------------------

TEST(PolicyDocument, IsCanonicalAndWhole) {
    const policy_set policies =
        load({{"x", R"({"ecflink-policy": 1, "court": "wiwb", "names": {"similar-from": 1e-7},
        "link": {"accounts-per-central": 2.0, "roles": ["trustee", "attorney"]}, "attempts": {"window": "PT90M"}, "name": "\u00e9 \"x\""})"}});
    const std::string& document = policies.find("wiwb").document;
    EXPECT_NE(document.find(R"("names":{"compare":"normalized","mended-by":"court","similar-from":1e-7})"),
              std::string::npos);
    EXPECT_NE(document.find(R"("accounts-per-central":2,)"), std::string::npos);
    EXPECT_NE(document.find(R"("roles":["attorney","trustee"])"), std::string::npos);
    EXPECT_NE(document.find(R"("window":"PT1H30M")"), std::string::npos);
    EXPECT_NE(document.find("\"name\":\"\xC3\xA9 \\\"x\\\"\""), std::string::npos);
    EXPECT_NE(document.find(R"("go-live":"2020-03-30T13:00:00Z")"), std::string::npos);
    const json parsed = json::parse(document);
    EXPECT_EQ(parsed["dispositions"].size(), catalogue().size());
    EXPECT_FALSE(parsed.contains("source"));
    // The document says what the policy is: as the layer of a court it gives the same rules again.
    json again = parsed;
    again.erase("floor");
    EXPECT_EQ(load({{"again", again.dump()}}).find("wiwb").rules, policies.find("wiwb").rules);
}

// Most values of a document were written for another court. What each document says is nevertheless
// what its own court's policy is: as layers, all documents give the same rules and documents again,
// whichever policies were written before.
TEST(PolicyDocument, SaysTheSameOfEveryCourtAsItsPolicy) {
    const policy_set policies =
        load({{"1", R"({"ecflink-policy": 1, "court": "azb", "name": "Elsewhere", "kind": "district",
            "time-zone": "Pacific/Guam", "go-live": {"by": "2021-01-01"}, "outages": [],
            "link": {"closes": "2031-01-01", "roles": ["attorney"], "confirm": "one-step", "roster": true,
                "accounts-per-central": 7, "centrals-per-account": 8, "count-per": "court-and-role",
                "login": {"forbid": "%", "case": "lower"}, "registrations": {"trustee": []}},
            "names": {"compare": "exact", "similar-from": 0.5, "mended-by": "center"},
            "words": {"central-account": "A", "center": "B", "court-account": "C"},
            "dispositions": {"name-differs": "ignore"}, "help": {"filing": [{"phone": "1"}]}})"},
              {"2", R"({"ecflink-policy": 1, "court": "zzz"})"}});
    std::vector<policy_layer> again;
    for (const court_policy& each : policies.courts()) {
        json layer = json::parse(each.document);
        EXPECT_EQ(layer["court"], each.court.view());
        EXPECT_EQ(layer["name"].is_null(), each.name.empty());
        layer.erase("floor");
        for (const char* const name : {"name", "time-zone"}) {
            if (layer[name].is_null()) {
                layer.erase(name);
            }
        }
        again.push_back({std::string(each.court.view()), layer.dump()});
    }
    const policy_set read = load(again);
    ASSERT_EQ(read.courts().size(), policies.courts().size());
    for (const court_policy& each : policies.courts()) {
        EXPECT_EQ(read.find(each.court.view()).rules, each.rules) << each.court.view();
        EXPECT_EQ(read.find(each.court.view()).document, each.document);
    }
    EXPECT_EQ(policies.base().document.find("\"court\":"), std::string::npos);
    EXPECT_NE(policies.find("azb").document, policies.find("zzz").document);
}

TEST(PolicyDocument, WritesNumbersAsRfc8785Says) {
    for (const auto& [text, canonical] :
         std::vector<std::pair<std::string, std::string>>{{"0", "0"},
                                                          {"-0.0", "0"},
                                                          {"0.0", "0"},
                                                          {"1", "1"},
                                                          {"1.0", "1"},
                                                          {"0.85", "0.85"},
                                                          {"0.1e0", "0.1"},
                                                          {"1e-6", "0.000001"},
                                                          {"9.5e-7", "9.5e-7"},
                                                          {"1e-10", "1e-10"},
                                                          {"0.30000000000000004", "0.30000000000000004"},
                                                          {"5e-324", "5e-324"},
                                                          {"0.333333333333333333", "0.3333333333333333"}}) {
        EXPECT_EQ(detail::to_canonical(json::parse(text).get<double>()), canonical) << text;
    }
}

TEST(PolicyDocument, HasADigestThatFollowsTheRulesAlone) {
    const auto digest_of = [](const std::string& more) {
        return load({{"wiwb.json", R"({"ecflink-policy": 1, "court": "wiwb")" + more + "}"}})
            .find("wiwb")
            .digest;
    };
    const std::string plain = load({}).find("wiwb").digest;
    EXPECT_EQ(plain.size(), 7U + 64U);
    EXPECT_TRUE(plain.starts_with("sha256:"));
    EXPECT_EQ(digest_of(""), plain);
    EXPECT_EQ(digest_of(R"(, "source": ["a page"])"), plain);
    EXPECT_EQ(digest_of(R"(, "go-live": "2020-03-30T08:00:00-05:00")"), plain);  // the same instant
    EXPECT_NE(digest_of(R"(, "go-live": "2020-03-30T08:00:00.000001")"), plain);
    EXPECT_NE(digest_of(R"(, "dispositions": {"name-differs": "ignore"})"), plain);
}

TEST(PolicyDocument, SaysWhereEachValueComesFrom) {
    const policy_set policies = load(
        {{"wiwb.json",
          R"({"ecflink-policy": 1, "court": "wiwb", "source": ["the order of 1 May"], "link": {"roster": true}, "registration": {"requires": {"pro-se": ["motion"]}}})"},
         for_bankruptcy});
    const court_policy& policy = policies.find("wiwb");
    EXPECT_TRUE(std::ranges::is_sorted(policy.origins, {}, &value_origin::path));
    EXPECT_EQ(origin(policy, "/link/roster").layer, "wiwb.json");
    EXPECT_EQ(origin(policy, "/link/roster").value, "true");
    EXPECT_EQ(origin(policy, "/link/accounts-per-central").layer, "y-kind.json");
    EXPECT_EQ(origin(policy, "/link/registrations/filing-agent").layer, "built-in kind-bankruptcy.json");
    EXPECT_EQ(origin(policy, "/go-live").layer, "built-in directory");
    EXPECT_EQ(origin(policy, "/link/confirm").layer, "built-in all.json");
    EXPECT_EQ(origin(policy, "/dispositions/name-differs").layer, "default");
    ASSERT_FALSE(policy.layers.empty());
    EXPECT_EQ(policy.layers.back().name, "wiwb.json");
    EXPECT_EQ(policy.layers.back().sources, std::vector<std::string>{"the order of 1 May"});
    // Every leaf of the document has its origin, and no other has one.
    json rebuilt = json::object();
    for (const value_origin& each : policy.origins) {
        rebuilt[json::json_pointer(each.path)] = json::parse(each.value);
    }
    json document = json::parse(policy.document);
    document.erase("ecflink-policy");
    EXPECT_EQ(rebuilt, document);
}

TEST(PolicyDiff, ListsEveryMemberThatDiffers) {
    const policy_set before = load({});
    const policy_set after = load(
        {{"wiwb.json",
          R"({"ecflink-policy": 1, "court": "wiwb", "link": {"closes": "2030-01-01", "registrations": {"filing-agent": null, "trustee": []}},
                                                    "dispositions": {"name-differs": "hold"}})"}});
    const auto changes = diff(before.find("wiwb"), after.find("wiwb"));
    ASSERT_EQ(changes.size(), 4U);
    EXPECT_EQ(changes[0].path + ' ' + changes[0].before + ' ' + changes[0].after,
              R"(/dispositions/name-differs "note" "hold")");
    EXPECT_EQ(changes[1].path + ' ' + changes[1].before + ' ' + changes[1].after,
              R"(/link/closes null "2030-01-01T06:00:00Z")");
    EXPECT_EQ(changes[2].path + ' ' + changes[2].before + ' ' + changes[2].after,
              R"(/link/registrations/filing-agent ["case-search-only","non-attorney-filer"] )");
    EXPECT_EQ(changes[3].path + ' ' + changes[3].before + ' ' + changes[3].after,
              R"(/link/registrations/trustee  [])");
    EXPECT_TRUE(diff(before.find("wiwb"), before.find("wiwb")).empty());
}

// ---- lint and sheet -----------------------------------------------------------------------------

std::vector<std::string> warnings(const std::vector<policy_layer>& layers) {
    std::vector<std::string> texts;
    for (const diagnostic& each : lint(layers)) {
        texts.push_back(to_text(each));
    }
    return texts;
}

TEST(PolicyLint, WarnsOfWhatCannotBeMeant) {
    EXPECT_EQ(
        warnings({{"x", R"({
  "ecflink-policy": 1,
  "court": "wiwb",
  "outages": [{"begin": "2020-03-26T16:30", "end": "2020-03-30T09:00"}],
  "link": {"roles": ["attorney"], "registrations": {"trustee": []}},
  "attempts": {"window": "PT0S"},
  "dispositions": {"not-preauthorized": "hold", "court-needs-no-link": "hold", "name-differs": "hold"},
  "help": {"filing": [{"phone": null}]}
})"}}),
        (std::vector<std::string>{
            R"(x:1:1: warning: the layer names no source for its rules; expected "source" with the pages or orders that it rests on)",
            R"(x:4:52: warning: /outages/0/end: the court goes live in the middle of an outage; found 2020-03-30T14:00:00Z; expected an outage that ends at go-live, 2020-03-30T13:00:00Z)",
            R"(x:5:53: warning: /link/registrations/trustee: accounts of this role cannot be linked, whatever the registration; expected a role of /link/roles)",
            R"(x:5:64: warning: /link/registrations/trustee: the list is empty, so that no account of this role fits; null takes the role off the list)",
            R"(x:6:26: warning: /attempts/window: no time at all, so that nothing is ever in time)",
            R"(x:7:20: warning: /dispositions/not-preauthorized: under the other rules of this policy no case has this finding)",
            R"(x:7:49: warning: /dispositions/court-needs-no-link: under the other rules of this policy no case has this finding)",
            R"(x:8:23: warning: /help/filing/0: neither a telephone nor an e-mail address nor a page)"}));
}

TEST(PolicyLint, WarnsWhereNoLinkCanBeMade) {
    const std::string start = R"({"ecflink-policy": 1, "source": ["a page"], "court": "wiwb", )";
    EXPECT_EQ(warnings({{"x", start + R"("link": {"closes": "2020-01-01"}})"}}),
              (std::vector<std::string>{"x:1:54: warning: /court: no link can ever be made in this court, "
                                        "because of court-not-live, court-in-outage, link-path-closed",
                                        "x:1:81: warning: /link/closes: linking closes before the court goes "
                                        "live; found 2020-01-01T06:00:00Z; expected a time after "
                                        "go-live, 2020-03-30T13:00:00Z"}));
    EXPECT_EQ(
        warnings({{"x", start + R"("link": {"roles": []}})"}}),
        (std::vector<std::string>{
            "x:1:54: warning: /court: no link can ever be made in this court, because of role-not-linkable",
            "x:1:80: warning: /link/roles: the list is empty, so that no link can be made"}));
    // it means that there is nothing to link
    EXPECT_TRUE(warnings({{"x", start + R"("system": "successor"})"}}).empty());
    // a clerk decides
    EXPECT_TRUE(warnings({{"x", start + R"("go-live": null, "outages": []})"}}).empty());
}

TEST(PolicyLint, SaysNothingOfASensibleLayerAndTheErrorsOfABadOne) {
    EXPECT_TRUE(
        warnings(
            {{"x",
              R"({"ecflink-policy": 1, "court": "wiwb", "source": ["a page"], "dispositions": {"name-differs": "hold"}})"}})
            .empty());
    EXPECT_TRUE(warnings({}).empty());
    const policy_layer bad{"x", R"({"ecflink-policy": 1, "court": "wiwb", "unlink": 5})"};
    EXPECT_EQ(warnings({bad}), errors({bad}));
}

TEST(PolicyLint, SaysThatAnOutageGoesWithTheGoLiveThatIsReplaced) {
    const auto of_wiwb = [](const std::string& more) {
        return std::vector<policy_layer>{
            {"x", R"({"ecflink-policy": 1, "source": ["an order"], "court": "wiwb", )" + more + '}'}};
    };
    const auto postponed = of_wiwb(R"("go-live": "2020-05-04T08:00")");
    EXPECT_TRUE(load(postponed).find("wiwb").rules.outages.windows().empty());
    EXPECT_EQ(origin(load(postponed).find("wiwb"), "/outages").layer, "x");
    EXPECT_EQ(
        warnings(postponed),
        std::vector<std::string>{
            R"(x:1:75: warning: /go-live: the outage that ends at the go-live which this replaces is not inherited; found 2020-03-26T21:30:00Z until 2020-03-30T13:00:00Z; expected "outages" too, if there are any at the new date)"});
    // it says the same go-live again, or bounds that keep it, or the outages of the new date
    for (
        const char* more :
        {R"("go-live": "2020-03-30T13:00:00Z")", R"("go-live": {"by": "2020-03-30T08:00"})",
         R"("go-live": "2020-05-04T08:00", "outages": [{"begin": "2020-03-26T16:30", "end": "2020-03-30T08:00"}])"}) {
        EXPECT_EQ(load(of_wiwb(more)).find("wiwb").rules.outages.windows().size(), 1U) << more;
        EXPECT_TRUE(warnings(of_wiwb(more)).empty()) << more;
    }
    // an outage that ends at another time does not belong to the go-live
    const std::vector<policy_layer> moved{
        {"x", R"({"ecflink-policy": 1, "source": ["a page"], "court": "tnmd", "go-live": "2022-03-15"})"}};
    EXPECT_EQ(load(moved).find("tnmd").rules.outages.windows().size(), 1U);
    EXPECT_TRUE(warnings(moved).empty());
}

TEST(PolicyLint, NamesTheCourtThatWasMeant) {
    const auto of_court = [](const std::string& court, const std::string& more = "") {
        return warnings(
            {{"x", R"({"ecflink-policy": 1, "source": ["Order 5"], "court": ")" + court + '"' + more + '}'}});
    };
    const auto told = [](const std::string& court, const std::string& hint) {
        return std::vector<std::string>{
            "x:1:55: warning: /court: the directory has no court of this id" + hint + "; found \"" + court +
            "\"; expected the id of a court, or \"name\", \"kind\" and \"time-zone\" of a new one"};
    };
    EXPECT_EQ(of_court("WIWD"), told("WIWD", "; did you mean \"wiwd\"?"));
    EXPECT_EQ(of_court("wiwd "), told("wiwd ", "; did you mean \"wiwd\"?"));
    EXPECT_EQ(of_court("uscfc"), told("uscfc", "; did you mean \"cofc\"?"));
    EXPECT_EQ(of_court("elsewhere"), told("elsewhere", ""));
    EXPECT_EQ(of_court("elsewhere", R"(, "name": "Elsewhere", "kind": "other")"), told("elsewhere", ""));
    EXPECT_TRUE(
        of_court("elsewhere", R"(, "name": "Elsewhere", "kind": "other", "time-zone": "America/Chicago")")
            .empty());
    EXPECT_TRUE(of_court("wiwd").empty());
    // an address is too long for an id
    EXPECT_EQ(
        of_court("www.wiwb.uscourts.gov"),
        std::vector<std::string>{
            R"(x:1:55: error: /court: not a court's id that is allowed here; did you mean "wiwb"?; found "www.wiwb.uscourts.gov"; expected 1 to 16 bytes without control characters)"});
}

TEST(PolicyLint, WarnsOfConditionsThatDecideNothing) {
    EXPECT_EQ(
        warnings({{"x", R"({"ecflink-policy": 1, "source": ["a page"], "court": "akd",
  "go-live": {"not-before": "2023-01-10"},
  "outages": [{"begin": "2026-01-01", "end": "2026-01-02", "stops": []}],
  "registration": {"second-if": "credentials-lost"}})"}}),
        (std::vector<std::string>{
            R"(x:2:14: warning: /go-live: both bounds are the same; found 2023-01-10T09:00:00Z; expected the go-live itself, which is then known)",
            R"(x:3:69: warning: /outages/0/stops: the list is empty, so that nothing stops)",
            R"(x:4:33: warning: /registration/second-if: whoever registers again is rejected, whatever the condition; expected "second" other than "reject")"}));
}

TEST(PolicyHelp, AsAListIsAnErrorThatShowsTheNewForm) {
    EXPECT_EQ(
        errors({{"x", R"({"ecflink-policy": 1, "court": "wiwb", "help": [{"for": "credentials", "phone": "1"},
  {"for": "filing", "url": "2"}, {"for": "credentials", "phone": "3", "url": null}]})"}}),
        std::vector<std::string>{
            R"(x:1:48: error: /help: help is stated by purpose, no longer as a list; found [{"for":"credentials","phone":"1"},{"for":"filing","url":...; expected {"credentials":[{"phone":"1"},{"phone":"3","url":null}],"filing":[{"url":"2"}]})"});
}

TEST(PolicyRequirements, AreThoseOfTheRoleAndOfTheType) {
    const court_policy policy = [] {
        court_policy made;
        made.registration_requires = {{"attorney", {registration_requirement::training}},
                                      {"multidistrict", {registration_requirement::fee}},
                                      {"pro-se", {registration_requirement::motion}}};
        return made;
    }();
    EXPECT_EQ(policy.requirements(account_role::attorney, request_type::multidistrict),
              (token_set{registration_requirement::training, registration_requirement::fee}));
    EXPECT_EQ(policy.requirements(account_role::pro_se, request_type::non_attorney),
              token_set{registration_requirement::motion});
    EXPECT_EQ(policy.requirements(account_role::mediator, request_type::non_attorney),
              token_set<registration_requirement>{});
}

std::size_t columns(std::string_view line) {
    return static_cast<std::size_t>(
        std::ranges::count_if(line, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

TEST(PolicySheet, SaysEveryRuleWithinTheWidth) {
    const policy_set policies = load(
        {{"wiwb.json",
          R"({"ecflink-policy": 1, "court": "wiwb", "name": "\u00c9quit\u00e9", "link": {"closes": "2030-01-01", "roles": ["attorney", "trustee", "auditor"],
        "login": {"forbid": " &", "case": "lower"}, "roster": true, "accounts-per-central": 0}, "dispositions": {"name-differs": "hold", "name-similar": "ignore"}, "attempts": {"limit": 0}})"}});
    for (const std::size_t width : {20U, 41U, 100U}) {
        for (const char* court : {"wiwb", "ca4", "wiwd", "nowhere"}) {
            const std::string text = to_sheet(policies.find(court), width);
            for (std::size_t at = 0; at < text.size();) {
                const std::size_t end = text.find('\n', at);
                ASSERT_NE(end, std::string::npos);
                EXPECT_LE(columns(std::string_view(text).substr(at, end - at)), width);
                at = end + 1;
            }
        }
    }
    const std::string text = to_sheet(policies.find("wiwb"), 1000);
    for (const char* sentence :
         {"The policy of wiwb, \xC3\x89quit\xC3\xA9", "- Live from 2020-03-30 08:00 CDT [built-in directory]",
          "- Out of service for filing from 2020-03-26 16:30 CDT until 2020-03-30 08:00 CDT [built-in "
          "directory]",
          "- Old accounts can be linked until 2030-01-01 00:00 CST [wiwb.json]",
          "- Accounts of these roles: attorney, trustee and auditor [wiwb.json]",
          "- A login may contain none of these characters: blank & [wiwb.json]",
          "- A login may contain no upper-case letter [wiwb.json]",
          "- Only accounts on the court's roster [wiwb.json]",
          "- Accounts of the court for one PACER account: any number; all accounts of the court count "
          "together [wiwb.json]",
          "- The PACER account by password or password-mfa, at most 30 minutes ago\n",
          "- the central account is shared; no court may weaken this\n", "A clerk must decide if\n",
          "- both names are present, and neither equal nor similar under the policy [wiwb.json]",
          "It is ignored if\n", "- Failed attempts are not counted [wiwb.json]",
          "- credentials: (608) 264-5178"}) {
        EXPECT_NE(text.find(sentence), std::string::npos) << sentence << "\n\n" << text;
    }
    // Every finding has its line.
    for (const finding_info& info : catalogue()) {
        EXPECT_NE(text.find("- " + std::string(info.true_when)), std::string::npos) << info.token;
    }
}

TEST(PolicySheet, SaysWhatIsKnownOfAGoLiveAndWhatFilersBring) {
    const policy_set policies = load(
        {{"wiwb.json",
          R"({"ecflink-policy": 1, "court": "wiwb", "go-live": {"not-before": "2027-03-01", "by": "2027-05-01"},
        "outages": [{"begin": "2028-01-01", "end": "2028-01-02", "stops": ["viewing", "registration"]}],
        "registration": {"second": "allow", "second-if": "credentials-lost", "requires": {"pro-se": ["motion", "fee"]}},
        "names": {"mended-by": "center"}, "help": {"filing": [{"phone": "1", "email": "2", "url": "3"}]},
        "words": {"central-account": "eCourts login"}})"}});
    const std::string text = to_sheet(policies.find("wiwb"), 1000);
    for (const char* sentence :
         {"- Live from a time that is not known, between 2027-03-01 00:00 CST and 2027-05-01 00:00 CDT "
          "[wiwb.json]",
          "- Out of service for viewing and registration from 2028-01-01 00:00 CST until 2028-01-02 00:00 "
          "CST "
          "[wiwb.json]",
          "- A request for pro-se needs: motion and fee [wiwb.json]",
          "- A wrong name is mended by: the service center [wiwb.json]", "- filing: 1, 2, 3 [wiwb.json]",
          "- The eCourts login is upgraded, or was made on 2014-08-11 or later\n"}) {
        EXPECT_NE(text.find(sentence), std::string::npos) << sentence << "\n\n" << text;
    }
    EXPECT_NE(
        to_sheet(policies.find("akd"), 1000).find("- Live by 2023-01-10 00:00 AKST; since when is not known"),
        std::string::npos);
}

}  // namespace
