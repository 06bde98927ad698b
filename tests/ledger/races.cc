// Races: 8 processes with 8 threads each start at the same instant on one ledger. They try every
// pair of eight acts, of which most exclude each other.
//
//     races ROUNDS    exit status 0 if every round left what some order of the acts would leave
//
// A round has a stage of its own: persons A and B, accounts x and y, three handles: A for x, B for
// x, A for y, and a request of A that the court has. Half of the threads do one act, half the
// other:
//
//     commit-a-x   one handle, used by all at once
//     commit-b-x   another person's handle for the same account
//     commit-a-y   the same person's handle for another account of the court: one slot
//     unlink       of A and x
//     import       of A and x
//     admit        A, with a new account z of the court: the same slot
//     guess        wrong passwords for x
//     adopt        other policies
//
// After each round: every handle was used at most once; every account and person is linked at most
// once; the ledger holds what was confirmed and nothing else; every loser got a true reason; no
// more guesses were checked than the limit allows; and `verify` allows the links. Now and then the
// audit trail is verified, too.
#include <pthread.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <array>
#include <atomic>
#include <charconv>
#include <cstdio>
#include <map>
#include <thread>

#include "ledger/support/sample_ledger.hpp"

#include <ecflink/policies/policy_set.hpp>
#include <ecflink/tables/rows.hpp>
#include <ecflink/verify/verify.hpp>

namespace {

using namespace ecflink;
using namespace support;

constexpr int processes = 8;
constexpr int threads_each = 8;
constexpr int number_of_acts = 8;
constexpr int pairs_of_acts = number_of_acts * (number_of_acts + 1) / 2;
/// Every pair with and without a link at the start.
constexpr int rounds_of_a_ledger = 2 * pairs_of_acts;
constexpr std::size_t longest_handle = 1'024;

enum class act : int { commit_a_x, commit_b_x, commit_a_y, unlink, import, admit, guess, adopt };
constexpr std::array<const char*, number_of_acts> act_names{
    "commit-a-x", "commit-b-x", "commit-a-y", "unlink", "import", "admit", "guess", "adopt"};

/// Memory shared by the processes: the acts of this round and their results.
struct stage {
    std::array<act, 2> acts{};
    bool begins_linked = false;  ///< A and x are linked at the start
    char address[512]{};
    char number[24]{};  ///< of the stage: part of every key
    char handles[3][longest_handle]{};
    std::array<digest, 3> shown{};
    std::uint64_t request = 0;
    bool is_last = false;

    std::atomic<int> made[3]{};  ///< commits, by handle
    std::atomic<int> imported = 0;
    std::atomic<int> admitted = 0;
    std::atomic<int> removed = 0;
    std::atomic<int> checked = 0;  ///< passwords
    std::atomic<int> adopted = 0;
    std::atomic<int> told_other_policies = 0;
    std::atomic<int> wrong = 0;  ///< answers that nobody should get
    char complaint[256]{};

    pthread_barrier_t start;
    pthread_barrier_t together;
    pthread_barrier_t end;
};

central_id person(const stage& s, char which) {
    return central_id::make(std::string("p") + which + s.number).value();
}
login account(const stage& s, char which) { return login::make(std::string("l") + which + s.number).value(); }

const policy_set& other_policies() {
    static const policy_set policies =
        policies_with(R"({"ecflink-policy": 1, "court": "wiwd", "dispositions": {"name-missing": "hold"}})");
    return policies;
}

void complain(stage& s, const std::string& what) {
    if (s.wrong.fetch_add(1) == 0) {
        std::snprintf(s.complaint, sizeof s.complaint, "%s", what.c_str());
    }
}

link_row import_row(const stage& s) {
    link_row row;
    row.court = "wiwd";
    row.login = account(s, 'x');
    row.central = person(s, 'a');
    row.row.linked_at = after_go_live;
    row.row.confirmed_at = after_go_live;
    row.evidence = {.central = {proof_class::password, after_go_live},
                    .account = {proof_class::password, after_go_live},
                    .account_court = "wiwd"};
    return row;
}

/// Only these reasons for a refusal can be true in a race.
constexpr findings lost_to_a_link = findings{finding::already_linked} | finding::account_linked_elsewhere |
                                    finding::central_slot_taken | finding::pair_tombstoned |
                                    finding::attempts_exhausted;

void do_commit(ledger& l, stage& s, std::size_t which) {
    const auto done = l.commit({s.handles[which], person(s, which == 1 ? 'b' : 'a'), session_of(test_session),
                                s.shown[which], std::nullopt},
                               after_go_live);
    if (!done) {
        ++s.told_other_policies;
        if (done.error().trouble != ledger_trouble::other_policies) {
            complain(s, "commit: " + done.error().message);
        }
        return;
    }
    const commit_outcome& answer = done.value();
    if (answer.made) {
        ++s.made[which];
    } else if (answer.outward == outward_answer::ok) {
        complain(s, "commit: ok, and nothing was made");
    } else if (!answer.problem && !answer.decision.findings.intersects(lost_to_a_link)) {
        complain(s, "commit: refused for no true reason, findings " +
                        std::to_string(answer.decision.findings.bits()));
    } else if (answer.problem && answer.problem != ceremony_problem::used &&
               answer.problem != ceremony_problem::withdrawn) {
        complain(s, "commit: " + std::string(to_token(*answer.problem)));
    }
}

void run_act(ledger& l, ledger& other, stage& s, act what) {
    const auto expect_policies = [&](const ledger_error& error) {
        ++s.told_other_policies;
        if (error.trouble != ledger_trouble::other_policies) {
            complain(s, std::string(act_names[static_cast<std::size_t>(what)]) + ": " + error.message);
        }
    };
    switch (what) {
        case act::commit_a_x: return do_commit(l, s, 0);
        case act::commit_b_x: return do_commit(l, s, 1);
        case act::commit_a_y: return do_commit(l, s, 2);
        case act::unlink: {
            const auto done = l.unlink("wiwd", account(s, 'x'), person(s, 'a'), clerk, after_go_live);
            if (!done) {
                return expect_policies(done.error());
            }
            if (done.value().answer == unlink_answer::removed) {
                ++s.removed;
            } else if (done.value().answer != unlink_answer::not_linked) {
                complain(s, "unlink: " + std::string(to_token(done.value().answer)));
            }
            return;
        }
        case act::import: {
            ledger_tables rows;
            rows.links = {import_row(s)};
            const auto done =
                l.import_links(rows, std::nullopt, {actor::center, "migration", ""}, after_go_live,
                               [&](const import_outcome& one) {
                                   const bool is_true = one.answer == import_answer::identical ||
                                                        one.answer == import_answer::tombstoned ||
                                                        (one.answer == import_answer::refused &&
                                                         one.decision.findings.intersects(lost_to_a_link));
                                   if (one.answer == import_answer::linked) {
                                       ++s.imported;
                                   } else if (!is_true) {
                                       complain(s, "import: " + std::string(to_token(one.answer)));
                                   }
                               });
            if (!done) {
                expect_policies(done.error());
            }
            return;
        }
        case act::admit: {
            const auto done = l.move_registration(s.request, registration_move::approve, clerk, after_go_live,
                                                  account(s, 'z'));
            if (!done) {
                return expect_policies(done.error());
            }
            const registration_answer answer = done.value().decision.answer;
            if (answer == registration_answer::admitted) {
                ++s.admitted;
            } else if (answer != registration_answer::no_such_move &&
                       answer != registration_answer::sign_on_instead) {
                complain(s, "admit: " + std::string(to_token(answer)));
            }
            return;
        }
        case act::guess: {
            const auto done = l.begin(
                {person(s, 'b'), {proof_class::password_mfa, after_go_live}, session_of(test_session)},
                "wiwd", account(s, 'x'),
                [&](const court_id&, const login&) {
                    ++s.checked;
                    return proof_class::none;
                },
                after_go_live);
            if (!done) {
                return expect_policies(done.error());
            }
            if (done.value().proposal.outward == outward_answer::ok ||
                !done.value().proposal.handle.empty()) {
                complain(s, "guess: a wrong password was good enough");
            }
            return;
        }
        case act::adopt: {
            const auto done = other.adopt_policies(clerk, after_go_live);
            done ? void(++s.adopted) : complain(s, "adopt: " + done.error().message);
            return;
        }
    }
}

ledger open_at(const std::string& address, const policy_set& policies) {
    constexpr duration patience{120 * micros_per_second};
    const ledger_options options{threads_each};
#ifdef ECFLINK_TEST_WITH_POSTGRESQL
    if (address.starts_with("postgresql:")) {
        return made(ledger::open(postgresql(address, patience), policies, &test_keys(), options));
    }
#endif
    return made(ledger::open(sqlite(address.substr(std::string("sqlite:").size()), patience), policies,
                             &test_keys(), options));
}

[[noreturn]] void work(stage& s, int process) {
    std::string address;
    std::optional<ledger> l;
    std::optional<ledger> other;
    for (;;) {
        pthread_barrier_wait(&s.start);
        if (s.is_last) {
            other.reset();
            l.reset();
            std::_Exit(0);
        }
        if (address != s.address) {
            address = s.address;
            l.emplace(open_at(address, built_in_policies()));
            other.emplace(open_at(address, other_policies()));
        }
        std::vector<std::thread> threads;
        for (int i = 0; i < threads_each; ++i) {
            threads.emplace_back([&, what = s.acts[static_cast<std::size_t>((process + i) % 2)]] {
                pthread_barrier_wait(&s.together);
                run_act(*l, *other, s, what);
            });
        }
        for (std::thread& one : threads) {
            one.join();
        }
        pthread_barrier_wait(&s.end);
    }
}

/// Sets the stage: two persons, two accounts, three handles, a request, perhaps a link.
void prepare(sample_ledger& l, stage& s) {
    ledger_tables rows;
    rows.central_accounts = {central_row(person(s, 'a').view()), central_row(person(s, 'b').view())};
    rows.court_accounts = {account_row("wiwd", account(s, 'x').view()),
                           account_row("wiwd", account(s, 'y').view())};
    l.load(rows, after_go_live);
    const auto begin = [&](std::size_t which, char account_of, char person_of) {
        const auto begun = l.begin(account(s, account_of).view(), person(s, person_of).view());
        std::snprintf(s.handles[which], longest_handle, "%s", begun.proposal.handle.c_str());
        s.shown[which] = begun.proposal.shown;
    };
    begin(0, 'x', 'a');
    begin(1, 'x', 'b');
    begin(2, 'y', 'a');
    s.request =
        made(l->submit_registration({"wiwd", person(s, 'a'), request_type::admission, account_role::attorney},
                                    after_go_live))
            .id;
    static_cast<void>(made(l->move_registration(s.request, registration_move::route,
                                                {actor::center, "psc", ""}, after_go_live)));
    if (s.begins_linked) {
        ledger_tables links;
        links.links = {import_row(s)};
        const auto done = l->import_links(links, std::nullopt, {actor::center, "stage", ""}, after_go_live,
                                          [](const import_outcome&) {});
        if (!done || done.value().of(import_answer::linked) != 1) {
            complain(s, "the stage could not be set");
        }
    }
}

/// Checks what must hold after a round, whoever won.
void judge(sample_ledger& l, stage& s) {
    const auto has = [&](act what) { return s.acts[0] == what || s.acts[1] == what; };
    const ledger_tables tables = l.tables();
    std::map<std::string, int> by_account;
    std::map<std::string, int> by_person;
    int active = 0;
    for (const link_row& row : tables.links) {
        if (row.row.state == link_state::active) {
            ++by_account[std::string(row.login.view())];
            ++by_person[std::string(row.central.view())];
            active +=
                row.login == account(s, 'x') || row.login == account(s, 'y') || row.login == account(s, 'z')
                    ? 1
                    : 0;
        }
    }
    for (const auto& by : {by_account, by_person}) {
        for (const auto& [key, count] : by) {
            if (count > 1) {
                complain(s, key + " is linked twice");
            }
        }
    }
    const int handles = s.made[0] + s.made[1] + s.made[2];
    const int stands = (s.begins_linked ? 1 : 0) + handles + s.imported + s.admitted - s.removed;
    if (active != stands) {
        complain(s, "what was made and what is there differ");
    }
    if (s.made[0] > 1 || s.made[1] > 1 || s.made[2] > 1) {
        complain(s, "a handle was used twice");
    }
    const bool all_want_a_link = !has(act::unlink) && !has(act::guess) && !has(act::adopt);
    if (all_want_a_link && !s.begins_linked) {
        // B for x, and A for y or z, can both succeed; every other pair excludes each other.
        const bool both = has(act::commit_b_x) && (has(act::commit_a_y) || has(act::admit));
        if (handles + s.imported + s.admitted != (both ? 2 : 1)) {
            complain(s, "not exactly one winner");
        }
    }
    constexpr int limit = 5;
    if (s.checked > limit || (s.acts[0] == act::guess && s.acts[1] == act::guess && s.checked != limit)) {
        complain(s, std::to_string(s.checked) + " guesses were checked");
    }
    if (!has(act::adopt) && s.told_other_policies != 0) {
        complain(s, "other policies, although none were adopted");
    }
    const auto report = verify(built_in_policies(), tables, after_go_live);
    if (report.value().all.verdicts[static_cast<std::size_t>(verdict::refuse)] != 0) {
        complain(s, "a link that was made does not stand before verify");
    }
}

void report_trail(sample_ledger& l, stage& s) {
    const auto report = l->verify_audit({.trusted = test_keys().public_keys(), .keys = &test_keys()});
    if (!report || !report.value().is_whole()) {
        complain(s, "the audit trail is not whole");
    }
    if (const auto compared = l->compare_state(); !compared || !compared.value().agrees()) {
        complain(s, "the tables are not what the events say");
    }
}

int run_rounds(int rounds) {
    void* shared = mmap(nullptr, sizeof(stage), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    auto& s = *new (shared) stage;
    pthread_barrierattr_t across;
    pthread_barrierattr_init(&across);
    pthread_barrierattr_setpshared(&across, PTHREAD_PROCESS_SHARED);
    pthread_barrier_init(&s.start, &across, processes + 1);
    pthread_barrier_init(&s.together, &across, processes * threads_each);
    pthread_barrier_init(&s.end, &across, processes + 1);
    static_cast<void>(test_keys());
    static_cast<void>(built_in_policies());
    static_cast<void>(other_policies());
    std::vector<pid_t> children;
    for (int i = 0; i < processes; ++i) {
        const pid_t child = fork();
        if (child == 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);  // where the parent fails, nothing is left waiting
            try {
                work(s, i);
            } catch (const std::exception& unexpected) {
                std::fprintf(stderr, "process %d: %s\n", i, unexpected.what());
                std::abort();
            }
        }
        children.push_back(child);
    }

    std::optional<sample_ledger> l;
    std::vector<std::string> complaints;
    int winners = 0;
    for (int round = 0; round < rounds && complaints.size() < 10; ++round) {
        if (round % rounds_of_a_ledger == 0) {
            if (l) {
                report_trail(*l, s);
            }
            l.emplace();
            std::snprintf(s.address, sizeof s.address, "%s", l->where().address().c_str());
        }
        const int turn = round % rounds_of_a_ledger;
        int pair = turn % pairs_of_acts;
        int first = 0;
        for (; pair >= number_of_acts - first; ++first) {
            pair -= number_of_acts - first;
        }
        s.acts = {static_cast<act>(first), static_cast<act>(first + pair)};
        s.begins_linked = turn >= pairs_of_acts;
        std::snprintf(s.number, sizeof s.number, "%d", round);
        s.made[0] = s.made[1] = s.made[2] = s.imported = s.admitted = s.removed = s.checked = s.adopted =
            s.told_other_policies = 0;
        prepare(*l, s);
        pthread_barrier_wait(&s.start);
        pthread_barrier_wait(&s.end);
        if (s.adopted > 0) {
            const auto back = (*l)->adopt_policies(clerk, after_go_live);
            if (!back) {
                complain(s, back.error().message);
            }
        }
        judge(*l, s);
        winners += s.made[0] + s.made[1] + s.made[2] + s.imported + s.admitted;
        if (s.wrong != 0) {
            complaints.push_back("round " + std::to_string(round) + ", " +
                                 act_names[static_cast<std::size_t>(s.acts[0])] + " against " +
                                 act_names[static_cast<std::size_t>(s.acts[1])] +
                                 (s.begins_linked ? ", linked before" : "") + ": " + s.complaint);
            s.wrong = 0;
        }
    }
    report_trail(*l, s);
    s.is_last = true;
    pthread_barrier_wait(&s.start);
    bool is_good = complaints.empty() && s.wrong == 0;
    for (const pid_t child : children) {
        int status = 0;
        waitpid(child, &status, 0);
        is_good = is_good && WIFEXITED(status) && WEXITSTATUS(status) == 0;
    }
    for (const std::string& one : complaints) {
        std::printf("%s\n", one.c_str());
    }
    std::printf("%d rounds of %d threads in %d processes, %d links made: %s\n", rounds,
                processes * threads_each, processes, winners,
                is_good ? "as one after the other" : "NOT as one after the other");
    return is_good ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
    int rounds = rounds_of_a_ledger;
    if (argc > 1) {
        std::from_chars(argv[1], argv[1] + std::string_view(argv[1]).size(), rounds);
    }
    return run_rounds(rounds);
}
