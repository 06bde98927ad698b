// The process that crashes_test.py kills, and the check of what is left.
//
//     crash_worker init  ADDRESS KEYFILE             makes a ledger
//     crash_worker work  ADDRESS KEYFILE PREFIX [N]  links, unlinks and cancels on N threads until
//                                                    it is killed
//     crash_worker check ADDRESS KEYFILE < LINES     exit status 1 if the ledger is not consistent
//
// For together_crashes_test.py:
//
//     crash_worker together ADDRESS KEYFILE WORD CALL WHEN
//         writes an event, then three more in one commit, and is killed `before` or `after` a call
//         to the database of these; prints "written N" for each that was answered
//
// And for migration_crashes_test.py:
//
//     crash_worker old     ADDRESS KEYFILE SQL [N]   makes the ledger of 0.1.0 of a file, and lets
//                                                    it grow to N events
//     crash_worker old-trail ADDRESS KEYFILE         verifies the trail of a ledger of 0.1.0, and
//                                                    prints its events
//     crash_worker trail   ADDRESS KEYFILE           the same of a ledger of today
//     crash_worker migrate ADDRESS KEYFILE CALL WHEN migrates it, and is killed `before` or `after`
//                                                    a call to the database; prints the calls made
//     crash_worker print   ADDRESS KEYFILE           prints the whole ledger
//
// `work` prints a line for each confirmed step. `check` reads these lines. It fails if a confirmed
// step is missing, a change is incomplete, or the trail is broken.
//
// A line is a word and a key: "begun K", "linked K", "unlinked K", "cancelled K"; "committing K
// HANDLE" and "unlinking K" come before the attempt.
#include <cstdio>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>
#include <thread>

#include "ledger/store.hpp"
#include "ledger/support/failing_database.hpp"
#include "ledger/support/ledger_state.hpp"
#include "ledger/support/old_ledger.hpp"
#include "ledger/support/sample_ledger.hpp"
#include "ledger/support/watched_database.hpp"

#include <ecflink/tables/rows.hpp>
#include <ecflink/verify/verify.hpp>

namespace {

using namespace ecflink;
using namespace support;

std::string read_all(const char* file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

ledger_connector connector_of(const std::string& address) {
    constexpr duration patience{20 * micros_per_second};
#ifdef ECFLINK_TEST_WITH_POSTGRESQL
    if (address.starts_with("postgresql:")) {
        return postgresql(address, patience);
    }
#endif
    return sqlite(address.substr(std::string("sqlite:").size()), patience);
}

central_id person(const std::string& key) { return central_id::make("p" + key).value(); }
login account(const std::string& key) { return login::make("l" + key).value(); }

void say(const std::string& line) {
    const std::string whole = line + '\n';
    static_cast<void>(!write(STDOUT_FILENO, whole.data(), whole.size()));
}

/// Three cases at a time: one stays linked, one is unlinked again, one is cancelled. An error ends
/// the work: the server may be down.
int work(ledger& l, const std::string& prefix) {
    const acting sync{actor::court, "sync", ""};
    for (int i = 0;; ++i) {
        const std::string key = prefix + '-' + std::to_string(i);
        ledger_tables rows;
        rows.central_accounts = {central_row(person(key).view())};
        rows.court_accounts = {account_row("wiwd", account(key).view())};
        if (!l.load(rows, sync, after_go_live)) {
            return 1;
        }
        const auto begun =
            l.begin({person(key), {proof_class::password_mfa, after_go_live}, session_of(test_session)},
                    "wiwd", account(key), right_password, after_go_live);
        if (!begun) {
            return 1;
        }
        say("begun " + key);
        const confirmation_request request =
            sample_ledger::confirm(begun.value().proposal, person(key).view());
        if (i % 3 == 2) {
            if (!l.cancel(request, after_go_live)) {
                return 1;
            }
            say("cancelled " + key);
            continue;
        }
        say("committing " + key + ' ' + begun.value().proposal.handle);
        const auto made_link = l.commit(request, after_go_live);
        if (!made_link) {
            return 1;
        }
        if (!made_link.value().made) {
            say("refused " + key);
            return 2;
        }
        say("linked " + key);
        if (i % 3 == 1) {
            say("unlinking " + key);
            if (!l.unlink("wiwd", account(key), person(key), clerk, after_go_live)) {
                return 1;
            }
            say("unlinked " + key);
        }
    }
}

int check(ledger& l) {
    std::map<std::string, std::string> last;
    std::map<std::string, std::string> handles;
    for (std::string line; std::getline(std::cin, line);) {
        std::istringstream in(line);
        std::string word, key, handle;
        in >> word >> key >> handle;
        last[key] = word;
        if (!handle.empty()) {
            handles[key] = handle;
        }
    }
    const ledger_tables tables = made(l.tables());
    std::map<std::string, int> active;
    std::map<std::string, int> removed;
    std::map<std::string, int> stones;
    std::map<std::string, int> owed_by;
    for (const link_row& row : tables.links) {
        ++(row.row.state == link_state::active ? active : removed)[std::string(row.login.view())];
    }
    for (const tombstone_row& row : tables.tombstones) {
        ++stones[std::string(row.login.view())];
    }
    for (const obligation_record& row : made(l.open_obligations(10'000'000))) {
        ++owed_by[std::string(row.login.view())];
    }
    int bad = 0;
    const auto complain = [&](const std::string& key, const char* what) {
        std::printf("%s (last heard of: %s): %s\n", key.c_str(), last[key].c_str(), what);
        ++bad;
    };
    constexpr int owed_for_a_link = 5;
    constexpr int owed_for_an_unlink = 4;
    for (const auto& [key, word] : last) {
        const std::string name(account(key).view());
        const bool is_linked =
            active[name] == 1 && removed[name] == 0 && stones[name] == 0 && owed_by[name] == owed_for_a_link;
        const bool is_unlinked = active[name] == 0 && removed[name] == 1 && stones[name] == 1 &&
                                 owed_by[name] == owed_for_a_link + owed_for_an_unlink;
        const bool is_untouched =
            active[name] == 0 && removed[name] == 0 && stones[name] == 0 && owed_by[name] == 0;
        const bool is_used =
            handles.contains(key) && made(l.outcome_of(handles[key])) == handle_outcome::committed;
        if (word == "refused") {
            complain(key, "was refused");
        } else if (word == "linked" && !is_linked) {
            complain(key, "a link that was confirmed is not there, or not whole");
        } else if (word == "unlinked" && !is_unlinked) {
            complain(key, "an unlink that was confirmed is not there, or not whole");
        } else if (word == "unlinking" && !is_linked && !is_unlinked) {
            complain(key, "an unlink is half made");
        } else if (word == "committing" && !is_linked && !is_untouched) {
            complain(key, "a link is half made");
        } else if ((word == "begun" || word == "cancelled") && !is_untouched) {
            complain(key, "there is a link that nobody made");
        }
        if (handles.contains(key) && is_used != (is_linked || is_unlinked)) {
            complain(key, "the handle and the link do not agree");
        }
    }
    const auto report = verify(built_in_policies(), tables, after_go_live);
    if (report.value().all.verdicts[static_cast<std::size_t>(verdict::refuse)] != 0) {
        std::printf("a link does not stand before verify\n");
        ++bad;
    }
    return bad == 0 ? 0 : 1;
}

/// The same on several threads. Returns what the first of them to end says.
int work(ledger& l, const std::string& prefix, int threads) {
    for (int i = 1; i < threads; ++i) {
        std::thread([&l, name = prefix + "-t" + std::to_string(i)] { std::_Exit(work(l, name)); }).detach();
    }
    return work(l, prefix);
}

/// Writes an event that says the word and a number, and a row of the roster.
int write_event(transaction& work, const std::string& word, int number) {
    static constexpr statement insert{
        "INSERT INTO roster (court, login, central_id) VALUES ('wiwd', $1, '')"};
    audit_entry entry;
    entry.event = audit_event::records_changed;
    entry.at = after_go_live;
    entry.court = court_id("wiwd");
    entry.by = actor::court;
    entry.actor_id = word + '-' + std::to_string(number);
    work.add(insert, {std::string_view(entry.actor_id)});
    return static_cast<int>(work.log(entry));
}

int write_together(const std::string& address, const key_ring& keys, const std::string& word,
                   std::int64_t call, moment when) {
    const auto on = std::make_shared<watch>();
    const auto plan = std::make_shared<failure_plan>();
    ledger_store store(watched(failing(connector_of(address), plan), on), built_in_policies(), &keys, {});
    store.set_ledger_id(
        made(made(ledger::open(connector_of(address), built_in_policies(), nullptr)).status()).id);
    constexpr std::size_t count = 4;
    std::atomic<bool> has_begun = false;
    on->before_beginning = [&] {
        has_begun = true;
        while (on->commits == 0 && store.waiting() + 1 < count) {
            std::this_thread::sleep_for(std::chrono::microseconds(50));
        }
        if (on->commits == 1) {
            plan->kill_at(call, when);
        }
    };
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < count; ++i) {
        threads.emplace_back([&, number = static_cast<int>(i)] {
            const auto done = store.write<int>([&](transaction& t) { return write_event(t, word, number); },
                                               {.court = court_id("wiwd")});
            if (done) {
                say("written " + std::to_string(number));
            }
        });
        while (!has_begun) {
            std::this_thread::sleep_for(std::chrono::microseconds(50));
        }
    }
    for (std::thread& one : threads) {
        one.join();
    }
    return on->commits == 2 ? 0 : 1;
}

int migrate(const ledger_connector& connect, const key_ring& keys, std::int64_t call, moment when) {
    const auto plan = std::make_shared<failure_plan>();
    plan->kill_at(call, when);
    static_cast<void>(
        made(ledger::migrate(failing(connect, plan), &keys, {actor::court, "operator", ""}, after_go_live)));
    std::printf("%lld\n", static_cast<long long>(plan->calls()));
    return 0;
}

void print(const ledger_connector& connect) {
    for (const auto& [name, rows] : state_of(connect)) {
        std::printf("%s\n%s", std::string(name).c_str(), rows.c_str());
    }
}

int run_command(const std::vector<std::string>& words) {
    const std::string& mode = words.at(1);
    if (mode == "old") {
        make_old_ledger(connector_of(words.at(2)), words.at(4));
        if (words.size() > 5) {
            const key_ring keys = std::move(key_ring::parse(read_all(words.at(3).c_str())).value());
            grow_old_ledger(connector_of(words.at(2)), keys, std::stoull(words.at(5)));
        }
        return 0;
    }
    if (mode == "print") {
        print(connector_of(words.at(2)));
        return 0;
    }
    const key_ring keys = std::move(key_ring::parse(read_all(words.at(3).c_str())).value());
    if (mode == "init") {
        static_cast<void>(
            made(ledger::create(connector_of(words.at(2)), built_in_policies(), &keys, after_go_live)));
        return 0;
    }
    if (mode == "together") {
        return write_together(words.at(2), keys, words.at(4), std::stoll(words.at(5)),
                              words.at(6) == "before" ? moment::before : moment::after);
    }
    if (mode == "migrate") {
        return migrate(connector_of(words.at(2)), keys, std::stoll(words.at(4)),
                       words.at(5) == "before" ? moment::before : moment::after);
    }
    if (mode == "old-trail") {
        const std::uint64_t events = verify_old_ledger(connector_of(words.at(2)), keys);
        std::printf("%llu\n", static_cast<unsigned long long>(events));
        return events == 0 ? 1 : 0;
    }
    ledger l = made(ledger::open(connector_of(words.at(2)), built_in_policies(), &keys));
    if (mode == "trail") {
        const audit_report trail = made(l.verify_audit({.trusted = keys.public_keys(), .keys = &keys}));
        std::printf("%llu\n", static_cast<unsigned long long>(trail.entries));
        return trail.is_whole() ? 0 : 1;
    }
    if (mode == "work") {
        return work(l, words.at(4), words.size() > 5 ? std::stoi(words.at(5)) : 1);
    }
    const audit_report trail = made(l.verify_audit({.trusted = keys.public_keys(), .keys = &keys}));
    for (const audit_problem& one : trail.problems) {
        std::printf("the audit trail is not intact: %s at event %llu\n",
                    std::string(to_message(one.flaw)).c_str(), static_cast<unsigned long long>(one.event));
        return 1;
    }
    for (const row_difference& one : made(l.compare_state()).first) {
        std::printf("a row is not what the events say: %s of %s %s\n",
                    std::string(to_token(one.flaw)).c_str(), one.table.c_str(), one.key.c_str());
        return 1;
    }
    return check(l);
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return run_command({argv, argv + argc});
    } catch (const std::exception& unexpected) {
        std::fprintf(stderr, "%s\n", unexpected.what());
        return 3;
    }
}
