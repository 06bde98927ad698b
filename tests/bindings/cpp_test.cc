// cpp_test: bindings/cpp/ecflink.hpp as a C++17 program uses it: every scenario, policies, plans,
// ledgers in folders and in Arrow streams, and what is thrown.
//
//     cpp_test SCENARIOS LEDGER
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <ecflink/c/ecflink.hpp>
#include <nlohmann/json.hpp>

#include "../capi/table_stream.h"

namespace {

namespace ecf = ecflink::c;
using nlohmann::json;

static_assert(std::is_move_constructible_v<ecf::engine> && !std::is_copy_constructible_v<ecf::engine>);
static_assert(std::is_move_constructible_v<ecf::index> && !std::is_copy_constructible_v<ecf::links>);

int failures = 0;

void check(bool is_true, const std::string& what) {
    if (!is_true) {
        ++failures;
        std::cout << what << '\n';
    }
}

/// A member that may be left out or null.
const json& part(const json& object, const char* name) {
    static const json nothing;
    const auto place = object.is_object() ? object.find(name) : object.end();
    return place == object.end() ? nothing : *place;
}

std::string_view text(const json& object, const char* name) {
    const json& value = part(object, name);
    return value.is_null() ? std::string_view{} : std::string_view(value.get_ref<const std::string&>());
}

std::int32_t token(const json& object, const char* name, ecflink_enumeration enumeration) {
    const std::string_view given = text(object, name);
    return given.empty() ? 0 : ecf::number_of(enumeration, given);
}

ecflink_time time(const json& object, const char* name) {
    const std::string_view given = text(object, name);
    return given.empty() ? ECFLINK_NO_TIME : ecf::time(given);
}

bool truth(const json& object, const char* name) {
    const json& value = part(object, name);
    return !value.is_null() && value.get<bool>();
}

std::uint32_t number(const json& object, const char* name) {
    const json& value = part(object, name);
    return value.is_null() ? 0 : value.get<std::uint32_t>();
}

const ecf::engine& engine_for(const json& layers) {
    static std::map<std::string, ecf::engine> known;
    const std::string key = layers.dump();
    const auto place = known.find(key);
    if (place != known.end()) {
        return place->second;
    }
    std::vector<ecf::policy_layer> given;
    for (const json& layer : layers) {
        given.push_back({"layer " + std::to_string(given.size() + 1), layer.dump()});
    }
    return known.emplace(key, ecf::engine(given)).first->second;
}

ecf::assessment assess(const json& scenario) {
    const json& central_given = scenario.at("central");
    const json& account_given = scenario.at("account");
    const json& row_given = part(scenario, "row");
    const json& proofs = part(scenario, "proofs");
    const json& others = part(scenario, "links");
    ecf::link_case facts;
    ecf::central_account central;
    ecf::court_account account;
    ecf::ledger_row row;
    const auto raise = [&facts](std::uint32_t flag, bool is_so) { facts.flags |= is_so ? flag : 0; };
    facts.set_court(text(scenario, "court"));
    raise(ECFLINK_CASE_MALFORMED, truth(scenario, "malformed"));
    raise(ECFLINK_CASE_CENTRAL_AMBIGUOUS, central_given.is_string());
    raise(ECFLINK_CASE_ACCOUNT_AMBIGUOUS, account_given.is_string());
    raise(ECFLINK_CASE_ON_ROSTER, truth(scenario, "on_roster"));
    raise(ECFLINK_CASE_ALREADY_LINKED, truth(others, "already_linked"));
    if (central_given.is_object()) {
        central.usage = token(central_given, "usage", ECFLINK_ENUMERATION_CENTRAL_USAGE);
        central.status = token(central_given, "status", ECFLINK_ENUMERATION_CENTRAL_STATUS);
        central.generation = token(central_given, "generation", ECFLINK_ENUMERATION_CENTRAL_GENERATION);
        central.search_status = token(central_given, "search_status", ECFLINK_ENUMERATION_SEARCH_STATUS);
        central.mfa = token(central_given, "mfa", ECFLINK_ENUMERATION_MFA_STATE);
        central.registration = token(central_given, "registration", ECFLINK_ENUMERATION_REGISTRATION_TYPE);
        central.pending_change = token(central_given, "pending_change", ECFLINK_ENUMERATION_PENDING_CHANGE);
        central.exempt = truth(central_given, "exempt") ? 1 : 0;
        if (const std::string_view created = text(central_given, "created"); !created.empty()) {
            central.created = ecf::date(created);
        }
        central.set_name(text(central_given, "name"));
        facts.central = &central;
    }
    if (account_given.is_object()) {
        account.set_login(text(account_given, "login"));
        account.role = token(account_given, "role", ECFLINK_ENUMERATION_ACCOUNT_ROLE);
        account.status = token(account_given, "status", ECFLINK_ENUMERATION_ACCOUNT_STATUS);
        account.pending_change = token(account_given, "pending_change", ECFLINK_ENUMERATION_PENDING_CHANGE);
        account.link_locked = truth(account_given, "link_locked") ? 1 : 0;
        account.principals = number(account_given, "principals");
        account.opened = time(account_given, "opened");
        account.set_name(text(account_given, "name"));
        facts.account = &account;
    }
    if (row_given.is_object()) {
        row.linked_at = time(row_given, "linked_at");
        row.made_by = token(row_given, "made_by", ECFLINK_ENUMERATION_LINK_MAKER);
        row.state = token(row_given, "state", ECFLINK_ENUMERATION_LINK_STATE);
        row.confirmed_at = time(row_given, "confirmed_at");
        for (const json& one : part(row_given, "approved")) {
            const auto& name = one.get_ref<const std::string&>();
            ecflink_finding finding = 0;
            check(ecflink_finding_parse(name.data(), name.size(), &finding, nullptr) == ECFLINK_OK, name);
            row.approved |= ecf::findings{finding}.bits();
        }
        raise(ECFLINK_CASE_LINK_MALFORMED, truth(row_given, "malformed"));
        facts.row = &row;
    }
    facts.central_proof = token(part(proofs, "central"), "class", ECFLINK_ENUMERATION_PROOF_CLASS);
    facts.central_proof_at = time(part(proofs, "central"), "at");
    facts.account_proof = token(part(proofs, "account"), "class", ECFLINK_ENUMERATION_PROOF_CLASS);
    facts.account_proof_at = time(part(proofs, "account"), "at");
    facts.set_account_proof_court(text(part(proofs, "account"), "court"));
    facts.failed_attempts = number(scenario, "failed_attempts");
    facts.other_centrals_of_account = number(others, "other_centrals_of_account");
    facts.other_accounts_in_court = number(others, "other_accounts_in_court");
    facts.other_accounts_in_court_and_role = number(others, "other_accounts_in_court_and_role");
    facts.tombstoned_at = time(others, "tombstoned_at");
    facts.lifted_at = time(others, "lifted_at");
    return engine_for(part(scenario, "policy")).assess(facts, time(scenario, "at"));
}

void test_scenarios(const char* folder) {
    int count = 0;
    int shorter = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() != ".json") {
            continue;
        }
        std::ifstream in(entry.path());
        const json document = json::parse(in);
        for (const json& scenario : document.at("scenarios")) {
            ++count;
            const ecf::assessment told = assess(scenario);
            const json& expect = scenario.at("expect");
            json found = json::array();
            for (const std::string_view one : told.all.tokens()) {
                found.push_back(std::string(one));
            }
            const std::string next = told.next_step ? ecflink_finding_token(*told.next_step) : "";
            check(ecflink_token_text(ECFLINK_ENUMERATION_VERDICT, told.verdict) == expect.at("verdict") &&
                      found == expect.at("findings") && next == text(expect, "next_step") &&
                      static_cast<bool>(told) == (expect.at("verdict") == "allow"),
                  entry.path().filename().string() + ": " + scenario.at("name").get<std::string>());
            const std::size_t all = told.to_allow.list().size();
            const std::size_t left = told.remedies().size();
            check(left <= all && (left == 0) == (all == 0), "remedies of " + scenario.at("name").dump());
            shorter += left < all ? 1 : 0;
        }
    }
    check(count > 500 && shorter > 0, "there are many scenarios");
    std::cout << count << " scenarios through C++17\n";
}

/// The function must throw an error of this class, which names the field.
template <class Function>
ecf::error thrown(const Function& function, ecflink_status expected, std::string_view field) {
    try {
        function();
    } catch (const ecf::error& error) {
        check(error.status_class() == expected && error.field() == field && *error.what() != '\0',
              std::string("thrown: ") + error.what());
        return error;
    }
    check(false, "nothing was thrown for " + std::string(field));
    return {ecflink_error ECFLINK_ERROR_INIT, {}};
}

void test_errors() {
    const ecf::engine engine;
    const std::vector<ecf::policy_layer> layers{{"mine.json", "{\n  \"schema\": 77\n}"}};
    const ecf::error policy =
        thrown([&] { const ecf::engine none(layers); }, ECFLINK_E_POLICY, "options.layers");
    check(!policy.diagnostics().empty() && policy.diagnostics().front().file == "mine.json" &&
              policy.diagnostics().front().is_error && !policy.diagnostics().front().text.empty(),
          "a layer that does not load has its place");
    thrown([] { static_cast<void>(ecf::time("yesterday")); }, ECFLINK_E_TIME, "text");
    thrown([] { static_cast<void>(ecf::describe(63)); }, ECFLINK_E_NOT_FOUND, "finding");
    const ecf::error folder = thrown([&] { static_cast<void>(ecf::read_folder(engine, "no such folder")); },
                                     ECFLINK_E_INPUT, "folder");
    check(!folder.diagnostics().empty(), "a folder that cannot be read has diagnostics");
    thrown([] { static_cast<void>(ecf::read_layers("no such layer")); }, ECFLINK_E_INPUT, "file_or_folder");
    ecf::link_case facts;
    facts.set_court("wiwb");
    facts.flags = 1U << 31U;
    const ecf::error flags =
        thrown([&] { static_cast<void>(engine.assess(facts, 0)); }, ECFLINK_E_INVALID, "link_case.flags");
    check(flags.status() == ECFLINK_E_INVALID_FLAGS, "the status has its detail");
}

void test_policies() {
    const ecf::engine plain;
    const ecf::engine strict(std::vector<ecf::policy_layer>{},
                             {{ECFLINK_FINDING_NAME_SIMILAR, ECFLINK_DISPOSITION_REFUSE}});
    check(plain.digest() != strict.digest() && plain.digest().size() == 71, "an override changes the digest");
    check(plain.courts().size() > 1 && plain.policy_digest("wiwb") != plain.policy_digest(), "courts");
    check(json::parse(plain.policy_document("wiwb")).is_object(), "a document is JSON");
    check(ecf::to_text(plain.local_time("wiwb", "2020-03-30T08:00")) == "2020-03-30T13:00:00Z", "local time");
}

void test_plan() {
    const ecf::engine engine;
    ecf::central_account central;
    central.usage = ECFLINK_CENTRAL_USAGE_INDIVIDUAL;
    central.status = ECFLINK_CENTRAL_STATUS_ACTIVE;
    central.generation = ECFLINK_CENTRAL_GENERATION_LEGACY;
    ecf::court_account account;
    account.set_login("bholloway");
    account.role = ECFLINK_ACCOUNT_ROLE_ATTORNEY;
    account.status = ECFLINK_ACCOUNT_STATUS_ACTIVE;
    ecf::link_case accounts;
    accounts.set_court("wiwb");
    accounts.central = &central;
    accounts.account = &account;
    ecf::readiness_facts facts(accounts);
    facts.credentials_known = 1;
    const ecf::plan before = engine.ready(facts, ecf::time("2020-03-20T14:00:00Z"));
    check(before.next.step == ECFLINK_STEP_UPGRADE_CENTRAL_ACCOUNT &&
              before.steps.back().step == ECFLINK_STEP_LINK &&
              before.steps.back().from == ecf::time("2020-03-30T13:00:00Z") && before.meanwhile &&
              before.meanwhile->until == ecf::time("2020-03-26T21:30:00Z"),
          "a plan before go-live");
    check(std::string_view(ecf::describe_step(before.next.step).token) == "upgrade-central-account",
          "a step");
    central.generation = ECFLINK_CENTRAL_GENERATION_UPGRADED;
    const ecf::plan after = engine.ready(facts, ecf::time("2020-03-30T13:00:00Z"));
    check(after.next.step == ECFLINK_STEP_LINK && !after.meanwhile, "a plan after go-live");
}

void test_folder(const char* ledger) {
    const ecf::engine engine;
    const ecf::folder read = ecf::read_folder(engine, ledger);
    const ecf::verification told = ecf::verify(read.index, read.links, ecf::time("2026-06-30T12:00:00Z"));
    std::uint64_t counted[4] = {};
    for (const std::uint8_t verdict : told.verdicts) {
        ++counted[verdict & 3U];
    }
    std::uint64_t in_courts = 0;
    for (const auto& [court, tally] : told.courts) {
        in_courts += tally.links;
    }
    check(read.links.size() > 50 && told.findings.size() == read.links.size() &&
              told.total.links == read.links.size() && in_courts == told.total.links &&
              counted[ECFLINK_VERDICT_REFUSE] == told.total.refuse &&
              counted[ECFLINK_VERDICT_HOLD] == told.total.hold && told.total.refuse > 0 &&
              !read.warnings.empty(),
          "a folder is verified");
}

void test_streams() {
    static table centrals;
    static table accounts;
    static table rows;
    const char* const ids[] = {"c1", "c2"};
    const char* const usages[] = {"individual", "shared"};
    const char* const active[] = {"active", "active"};
    const char* const courts[] = {"wiwb", "wiwb"};
    const char* const logins[] = {"asample", "bsample"};
    const char* const roles[] = {"attorney", "attorney"};
    const ecflink_time linked[] = {ecf::time("2023-05-01T00:00:00Z"), ecf::time("2023-05-02T00:00:00Z")};
    ArrowArrayStream streams[3];
    table_init(&centrals, 2, 2);
    table_add_texts(&centrals, "central_id", ids);
    table_add_texts(&centrals, "usage", usages);
    table_add_texts(&centrals, "status", active);
    table_export(&centrals, &streams[0]);
    table_init(&accounts, 2, 1);
    table_add_texts(&accounts, "court", courts);
    table_add_texts(&accounts, "login", logins);
    table_add_texts(&accounts, "role", roles);
    table_add_texts(&accounts, "status", active);
    table_export(&accounts, &streams[1]);
    table_init(&rows, 2, 2);
    table_add_texts(&rows, "court", courts);
    table_add_texts(&rows, "login", logins);
    table_add_texts(&rows, "central_id", ids);
    table_add_times(&rows, "linked_at", linked);
    table_export(&rows, &streams[2]);
    {
        const ecf::engine engine;
        const ecf::index tables(engine, {&streams[0], &streams[1]});
        const ecf::links pairs(&streams[2]);
        const ecf::verification told = ecf::verify(tables, pairs, ecf::time("2026-06-30T12:00:00Z"));
        check(pairs.size() == 2 &&
                  !ecf::findings(told.findings[0]).contains(ECFLINK_FINDING_CENTRAL_SHARED) &&
                  ecf::findings(told.findings[1]).contains(ECFLINK_FINDING_CENTRAL_SHARED) &&
                  told.verdicts[1] == ECFLINK_VERDICT_REFUSE,
              "streams are verified");
    }
    check(table_is_released(&centrals) != 0 && table_is_released(&accounts) != 0 &&
              table_is_released(&rows) != 0,
          "all arrays are released");
}

}  // namespace

int main(int argument_count, char** arguments) {
    if (argument_count != 3) {
        std::cerr << "usage: cpp_test SCENARIOS LEDGER\n";
        return 2;
    }
    test_scenarios(arguments[1]);
    test_errors();
    test_policies();
    test_plan();
    test_folder(arguments[2]);
    test_streams();
    return failures == 0 ? 0 : 1;
}
