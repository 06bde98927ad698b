// cpp_ledger_test: bindings/cpp/ecflink_ledger.hpp as a C++17 program uses it: what is thrown, what
// callbacks throw, and how long answers live. What ledgers answer is tested by tests/scenarios.
#include <cstdio>
#include <iostream>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <ecflink/c/ecflink_ledger.hpp>

namespace {

namespace ecf = ecflink::c;

static_assert(std::is_move_constructible_v<ecf::ledger> && !std::is_copy_constructible_v<ecf::ledger>);
static_assert(std::is_move_constructible_v<ecf::keys> && !std::is_copy_constructible_v<ecf::keys>);
static_assert(!std::is_copy_constructible_v<ecf::answered<ecflink_begin_outcome>>);

int failures = 0;

void check(bool is_true, const std::string& what) {
    if (!is_true) {
        ++failures;
        std::cout << what << '\n';
    }
}

/// The status of the error that the work throws; 0: it throws none.
template <class Work>
ecflink_status status_of(const Work& work) {
    try {
        work();
        return ECFLINK_OK;
    } catch (const ecf::error& why) {
        return why.status();
    }
}

struct out_of_order : std::runtime_error {
    using std::runtime_error::runtime_error;
};
template <class Work>
bool throws_own(const Work& work) {
    try {
        work();
        return false;
    } catch (const out_of_order&) {
        return true;
    }
}

const ecflink_time now = ecf::time("2022-04-25T14:00:00Z");
const ecf::acting clerk(ECFLINK_ACTOR_COURT, "clerk-7", "request of the filer, form 12");

ecf::keys new_keys() {
    char line[80];
    std::size_t size = 0;
    check(ecflink_keys_generate(line, sizeof(line), &size, nullptr) == ECFLINK_OK, "keys are generated");
    return ecf::keys::parse(std::string(line, size));
}

void load_records(const ecf::ledger& ledger) {
    ecf::central_account central;
    central.usage = ECFLINK_CENTRAL_USAGE_INDIVIDUAL;
    central.status = ECFLINK_CENTRAL_STATUS_ACTIVE;
    central.generation = ECFLINK_CENTRAL_GENERATION_UPGRADED;
    central.mfa = ECFLINK_MFA_STATE_ENROLLED;
    central.set_name("Attorney Sample");
    ecf::court_account account;
    account.role = ECFLINK_ACCOUNT_ROLE_ATTORNEY;
    account.status = ECFLINK_ACCOUNT_STATUS_ACTIVE;
    account.opened = ecf::time("2011-06-20T05:00:00Z");
    account.set_login("asample");
    account.set_name("Attorney Sample");
    std::vector<ecflink_central_record> centrals = {ECFLINK_CENTRAL_RECORD_INIT};
    centrals[0].id = "1000001";
    centrals[0].id_size = 7;
    centrals[0].account = &central;
    std::vector<ecflink_court_record> accounts = {ECFLINK_COURT_RECORD_INIT, ECFLINK_COURT_RECORD_INIT};
    for (ecflink_court_record& one : accounts) {
        one.court = "wiwd";
        one.court_size = 4;
        one.account = &account;
    }
    ecf::records records;
    records.set(centrals);
    records.set(accounts);
    const auto loaded = ledger.load(records, clerk, ecf::time("2022-04-18T14:00:00Z"));
    check(loaded.added == 1 && loaded.ambiguous == 2 && loaded.parts.left_out().size() == 2,
          "two rows of one key are left out, and named");
    accounts.pop_back();
    records.set(accounts);
    check(ledger.load(records, clerk, ecf::time("2022-04-18T14:00:00Z")).added == 1, "records are loaded");
}

ecf::begin_request request_of(std::string_view login) {
    ecf::begin_request request;
    request.set_central("1000001", ECFLINK_PROOF_CLASS_PASSWORD, now);
    request.set_account("wiwd", login);
    request.set_session(ecf::digest_of("a session"));
    return request;
}

void test_ceremony(const ecf::ledger& ledger) {
    check(throws_own([&] {
              ledger.begin(
                  request_of("asample"),
                  [](std::string_view, std::string_view) -> ecflink_proof_class { throw out_of_order("x"); },
                  now);
          }),
          "what the check throws comes out of begin");
    check(status_of([&] { ledger.begin(request_of("asample"), {}, now); }) == ECFLINK_E_INVALID_NULL,
          "a check is required");
    std::string asked;
    auto begun = ledger.begin(
        request_of("asample"),
        [&](std::string_view court, std::string_view login) {
            asked = std::string(court) + " " + std::string(login);
            return ECFLINK_PROOF_CLASS_PASSWORD;
        },
        now);
    check(asked == "wiwd asample", "the check is asked about the account");
    const auto moved = std::move(begun);  // its texts stay where they are
    const auto page = moved.parts.page();
    check(page && std::string_view(page->account) == "a***e" && moved.handle_size > 40,
          "a proposal has a page and a handle");
    check(moved.parts.texts(ECFLINK_TEXTS_PERMANENT).size() == 3 && !moved.parts.commit() &&
              !moved.parts.pair(),
          "an answer has its own parts and no others");
    const ecf::confirm_request confirmation(moved, "1000001", ecf::digest_of("a session"));
    const auto linked = ledger.commit(confirmation, now);
    check(linked.is_linked == 1 && linked.parts.owed().size() == 5, "the page is confirmed");
    check(ledger.record(linked.sequence) == std::string(linked.record, linked.record_size),
          "the record is that of the event");
    check(status_of([&] { static_cast<void>(ledger.record(1)); }) == ECFLINK_E_LEDGER_NOT_FOUND,
          "an event without a link has no record");
}

void test_callbacks(const ecf::ledger& ledger) {
    check(throws_own([&] { ledger.export_audit([](std::string_view) -> bool { throw out_of_order("x"); }); }),
          "what takes lines may throw");
    int lines = 0;
    check(status_of([&] { ledger.export_audit([&](std::string_view) { return ++lines < 2; }); }) ==
                  ECFLINK_E_CANCELLED &&
              lines == 2,
          "false ends an export");
    check(throws_own([&] {
              static_cast<void>(
                  ledger.verify(now, [](const ecflink_verified_link&) -> bool { throw out_of_order("x"); }));
          }),
          "what hears of links may throw");
    check(ledger.verify(now).allow == 1, "a ledger is verified without a listener");
    check(ledger.sign_audit(now).rfind("{\"checkpoint\":", 0) == 0, "a checkpoint is a line");
    ecf::records none;
    check(ledger.import_links(none, nullptr, clerk, now, {}).answers[ECFLINK_IMPORT_ANSWER_LINKED] == 0,
          "an import needs no listener");
    check(ledger.compare_state().agrees == 1 && ledger.describe().active_links == 1, "the tables agree");
    ecflink_audit_check against = ECFLINK_AUDIT_CHECK_INIT;
    against.trusted = "no key";
    against.trusted_size = 6;
    check(status_of([&] { static_cast<void>(ledger.verify_audit(against)); }) == ECFLINK_E_INPUT,
          "a line that is no key is refused");
}

void test_lists(const ecf::ledger& ledger) {
    const ecf::answer_parts open = ledger.obligations(3);
    check(open.owed().size() == 3, "at most so many obligations are given");
    ledger.discharge(open.owed(), clerk, now);
    check(ledger.obligations(10).owed().size() == 2, "what is discharged is no longer open");
    check(ledger.held_links().held_links().empty() && ledger.registrations().registrations().empty() &&
              ledger.agencies("wiwd").agencies().empty(),
          "lists may be empty");
    check(ecf::answer_parts().owed().empty() && !ecf::answer_parts().page(), "no answer has no parts");
    check(!ledger.is_password_retired("wiwd", "asample"), "no password is kept");
    ecf::sign_on_facts facts;
    facts.second_factor_given = 1;
    facts.redaction_agreed = 1;
    const auto access = ledger.sign_on("1000001", {}, facts, now + 1);
    check(access.access().size() == 1 && access.access()[0].second.filing_granted == 1,
          "a linked account files");
    const auto removed = ledger.unlink(ecf::pair("wiwd", "asample", "1000001"), clerk, now + 1);
    check(removed.answer == ECFLINK_UNLINK_ANSWER_REMOVED && removed.parts.pair(), "a link is removed");
}

}  // namespace

int main() {
    for (const char* file : {"cpp_ledger_test.db", "cpp_ledger_test.db-wal", "cpp_ledger_test.db-shm"}) {
        std::remove(file);
    }
    const ecf::engine engine;
    ecf::ledger_options options("sqlite:cpp_ledger_test.db");
    check(status_of([&] { static_cast<void>(ecf::ledger::open(engine, options)); }) ==
              ECFLINK_E_LEDGER_NOT_FOUND,
          "there is no ledger yet");
    check(status_of([&] { static_cast<void>(ecf::ledger::open(engine, ecf::ledger_options("x"))); }) ==
              ECFLINK_E_INPUT,
          "an address has a scheme");
    {
        const ecf::keys keys = new_keys();
        options.keys = keys.get();
        ecf::ledger made = ecf::ledger::create(engine, options, ecf::time("2022-04-18T14:00:00Z"));
        const ecf::ledger ledger = std::move(made);
        load_records(ledger);
        test_ceremony(ledger);
        test_callbacks(ledger);
        test_lists(ledger);
        check(ecf::ledger::migrate(options, clerk, now) == 0, "the tables are of this version");
    }
    options.keys = nullptr;
    const ecf::ledger reader = ecf::ledger::open(engine, options);
    check(reader.describe().removed_links == 1, "a ledger is read without keys");
    check(status_of([&] { reader.adopt_policies(clerk, now); }) == ECFLINK_E_LEDGER_NO_KEYS,
          "a ledger is not written without keys");
    return failures == 0 ? 0 : 1;
}
