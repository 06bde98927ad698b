// Somebody with the tables but without the keys changes the trail of one court, while many
// processes write to eight courts. It is found. Whoever would continue or sign what the keys did
// not write is refused: the court itself at once, the others once a checkpoint is due.
//
//     tampering ROUNDS PROCESSES
//
// Each round is a new ledger and another kind of change; every seventh changes nothing.
#include <charconv>
#include <cstdio>
#include <cstring>
#include <thread>

#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include "ledger/support/sample_ledger.hpp"
#include "ledger/values.hpp"

namespace {

using namespace support;
using namespace ecflink::detail::ledger;

constexpr const char* courts[] = {"akd", "casd", "gud", "mtd", "nysb", "txsb", "wiwb", "wiwd"};
constexpr std::size_t number_of_courts = std::size(courts);
constexpr std::size_t longest_address = 400;
constexpr std::int64_t events_between_steps = 5;

enum class change : std::uint8_t {
    none,
    cut_the_end,     ///< the last events are gone, and the court's head is one that it had before
    cut_the_middle,  ///< one event is gone
    rewrite_one,     ///< one event says something else
    rewrite_all,     ///< the same, and all hashes after it fit
    forge_at_end,    ///< one more event, with its hash and somebody else's tag
    forge_in_middle  ///< the same in the place of an event, and all hashes after it fit
};
constexpr int number_of_changes = 7;
constexpr const char* change_names[] = {"none",        "cut the end",  "cut the middle", "rewrite one",
                                        "rewrite all", "forge at end", "forge in middle"};

/// What the processes share.
struct stage {
    std::atomic<bool> is_over = false;
    std::size_t victim = 0;  ///< the court whose trail is changed
    std::atomic<std::int64_t> written[number_of_courts] = {};
    std::atomic<std::int64_t> refused[number_of_courts] = {};  ///< calls told that the trail was changed
    std::atomic<int> wrong = 0;                                ///< calls that failed in any other way
    char first_wrong[400] = {};
    char address[longest_address] = {};
};

ledger open_at(const stage& s) {
    constexpr duration patience{120 * micros_per_second};
    const ledger_options options{.connections = 1};
    const std::string address = s.address;
#ifdef ECFLINK_TEST_WITH_POSTGRESQL
    if (address.starts_with("postgresql:")) {
        return made(ledger::open(postgresql(address, patience), built_in_policies(), &test_keys(), options));
    }
#endif
    return made(ledger::open(sqlite(address.substr(std::strlen("sqlite:")), patience), built_in_policies(),
                             &test_keys(), options));
}

void complain(stage& s, const std::string& what) {
    if (s.wrong++ == 0) {
        std::snprintf(s.first_wrong, sizeof s.first_wrong, "%s", what.c_str());
    }
}

/// Writes one event of the court after the other: somebody wants a link removed that is not there.
void work(stage& s, std::size_t which) {
    ledger l = open_at(s);
    const court_id court = court_id::make(courts[which]).value();
    while (!s.is_over) {
        const auto done = l.unlink(court, login("asample"), central_id("1000001"), clerk, after_go_live);
        if (done) {
            ++s.written[which];
            // SQLite's waiting writers do not queue
            std::this_thread::sleep_for(std::chrono::milliseconds(3));
            continue;
        }
        const ledger_error& told = done.error();
        const std::string chain = "the chain of court " + std::string(courts[s.victim]);
        if (told.trouble != ledger_trouble::damaged || told.message.find(chain) == std::string::npos) {
            complain(s, std::string(courts[which]) + ": " + told.message);
        }
        ++s.refused[which];
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
}

/// Waits until every court has so many more answers, or somebody complains.
void wait_for_more(const stage& s) {
    const auto answers = [&](std::size_t court) { return s.written[court] + s.refused[court]; };
    std::array<std::int64_t, number_of_courts> before{};
    for (std::size_t i = 0; i < number_of_courts; ++i) {
        before[i] = answers(i);
    }
    for (std::size_t i = 0; i < number_of_courts; ++i) {
        while (s.wrong == 0 && answers(i) < before[i] + events_between_steps) {
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
    }
}

struct kept_chain {
    std::int64_t place, event, checkpoint;
    std::string hash, tag;
};

kept_chain read_chain(database& db, std::string_view court) {
    static constexpr statement select{
        "SELECT place, event, checkpoint, hash, tag FROM chains WHERE court = $1"};
    const parameter key[] = {court};
    const row it = db.query(select, key).front();
    return {integer(it[0]), integer(it[1]), integer(it[2]), text(it[3]), text(it[4])};
}

/// Computes all hashes of the court again from this place on, and the head.
void fix_hashes(database& db, std::string_view court, std::int64_t from) {
    static constexpr statement select{
        "SELECT place, sequence, body, hash FROM audit WHERE court = $1 AND place >= $2 ORDER BY place"};
    static constexpr statement update_event{"UPDATE audit SET hash = $1 WHERE sequence = $2"};
    static constexpr statement update_head{"UPDATE chains SET hash = $1 WHERE court = $2"};
    const parameter key[] = {court, from - 1};
    const auto rows = db.query(select, key);
    digest hash = hash_of(rows.front()[3]);
    for (std::size_t i = 1; i < rows.size(); ++i) {
        const auto place = static_cast<std::uint64_t>(integer(rows[i][0]));
        const auto event = static_cast<std::uint64_t>(integer(rows[i][1]));
        hash = chain(hash, place, event, text(rows[i][2]));
        const std::string digits(to_text(hash).digits());
        const parameter values[] = {std::string_view(digits), integer(rows[i][1])};
        db.execute(update_event, values);
    }
    const std::string digits(to_text(hash).digits());
    const parameter head[] = {std::string_view(digits), court};
    db.execute(update_head, head);
}

/// Changes the trail of the court between two writes to it.
void tamper(database& db, std::string_view court, change what, const kept_chain& before) {
    static constexpr statement cut{"DELETE FROM audit WHERE court = $1 AND place > $2"};
    static constexpr statement cut_one{"DELETE FROM audit WHERE court = $1 AND place = $2"};
    static constexpr statement set_head{
        "UPDATE chains SET place = $2, event = $3, checkpoint = $4, hash = $5, tag = $6 WHERE court = $1"};
    static constexpr statement rewrite{
        "UPDATE audit SET body = replace(body, 'clerk-7', 'clerk-8') WHERE court = $1 AND place = $2"};
    static constexpr statement forge{
        "INSERT INTO audit (sequence, body, hash, court, place, tag) SELECT $3, replace(body, 'clerk-7', "
        "'clerk-8'), "
        "$4, court, $5, tag FROM audit WHERE court = $1 AND place = $2"};
    static constexpr statement select_highest{"SELECT max(sequence) FROM audit"};
    static constexpr statement set_end{"UPDATE chains SET place = $2, event = $3 WHERE court = $1"};
    db.begin_write();
    const kept_chain now = read_chain(db, court);
    const std::int64_t middle = before.place - 2;
    const parameter at_middle[] = {court, middle};
    switch (what) {
        case change::none: break;
        case change::cut_the_end: {
            const parameter after[] = {court, before.place};
            db.execute(cut, after);
            const parameter head[] = {court,
                                      before.place,
                                      before.event,
                                      before.checkpoint,
                                      std::string_view(before.hash),
                                      std::string_view(before.tag)};
            db.execute(set_head, head);
            break;
        }
        case change::cut_the_middle: db.execute(cut_one, at_middle); break;
        case change::rewrite_one: db.execute(rewrite, at_middle); break;
        case change::rewrite_all:
            db.execute(rewrite, at_middle);
            fix_hashes(db, court, middle);
            break;
        case change::forge_at_end: {
            // 1: other courts have taken numbers that they have not written yet
            const std::int64_t number = integer(db.query(select_highest).front()[0]) + 1000;
            const parameter one_more[] = {court, now.place, number, std::string_view(now.hash),
                                          now.place + 1};
            db.execute(forge, one_more);
            const parameter end[] = {court, now.place + 1, number};
            db.execute(set_end, end);
            fix_hashes(db, court, now.place + 1);
            break;
        }
        case change::forge_in_middle: {
            static constexpr statement select_event{
                "SELECT sequence FROM audit WHERE court = $1 AND place = $2"};
            const std::int64_t number = integer(db.query(select_event, at_middle).front()[0]);
            db.execute(cut_one, at_middle);
            const parameter instead[] = {court, middle + 1, number, std::string_view(now.hash), middle};
            db.execute(forge, instead);
            fix_hashes(db, court, middle);
            break;
        }
    }
    db.commit();
}

/// Returns what is wrong with the round; empty: nothing.
std::string run_round(stage& s, int round, int processes) {
    const auto what = static_cast<change>(round % number_of_changes);
    const auto victim = static_cast<std::size_t>(round) % number_of_courts;
    const auto where = new_place();
    static_cast<void>(
        made(ledger::create(where->connector(), built_in_policies(), &test_keys(), after_go_live)));
    s.is_over = false;
    s.victim = victim;
    s.wrong = 0;
    for (std::size_t i = 0; i < number_of_courts; ++i) {
        s.written[i] = s.refused[i] = 0;
    }
    std::snprintf(s.address, sizeof s.address, "%s", where->address().c_str());
    std::vector<pid_t> children;
    for (int i = 0; i < processes; ++i) {
        const pid_t child = fork();
        if (child == 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);  // where the parent fails, nothing is left writing
            try {
                work(s, static_cast<std::size_t>(i) % number_of_courts);
            } catch (const std::exception& unexpected) {
                complain(s, unexpected.what());
            }
            std::_Exit(0);
        }
        children.push_back(child);
    }
    std::string problem;
    audit_check check{.trusted = test_keys().public_keys(), .keys = &test_keys()};
    std::int64_t refused_before = 0;
    {
        wait_for_more(s);
        ledger own = open_at(s);
        const auto db = where->connector()();
        db->begin_read();
        const kept_chain before = read_chain(*db, courts[victim]);
        db->rollback();
        wait_for_more(s);
        check.witnesses.push_back(made(own.sign_audit(after_go_live)));
        wait_for_more(s);
        for (const auto& one : s.refused) {
            refused_before += one;
        }
        tamper(*db, courts[victim], what, before);
        wait_for_more(s);
    }
    s.is_over = true;
    for (const pid_t child : children) {
        int status = 0;
        waitpid(child, &status, 0);
        if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
            problem += "a process ended with " + std::to_string(status) + "; ";
        }
    }
    if (s.wrong != 0) {
        problem += std::string(s.first_wrong) + "; ";
    }
    if (refused_before != 0) {
        problem += "somebody was refused before anything was changed; ";
    }
    const ledger own = open_at(s);
    const audit_report report = made(own.verify_audit(check));
    if (report.is_whole() != (what == change::none)) {
        problem += "verify_audit did not find it; ";
    }
    for (const audit_problem& one : report.problems) {
        if (one.court.view() != courts[victim]) {
            problem +=
                "verify_audit blames " + std::string(one.court.view()) + " (" + flaws_of(report) + "); ";
            break;
        }
    }
    const bool is_head_forged =
        what == change::rewrite_all || what == change::forge_at_end || what == change::forge_in_middle;
    if (is_head_forged && s.refused[victim] == 0) {
        problem += "the forged chain was continued; ";
    }
    for (const auto& one : s.refused) {
        if (one != 0 && !is_head_forged && what != change::cut_the_end) {
            problem += "somebody was refused, and the ends of all chains are those of the keys; ";
        }
    }
    return problem.empty()
               ? problem
               : "round " + std::to_string(round) + ", " + change_names[round % number_of_changes] +
                     ", court " + courts[victim] + ": " + problem;
}

}  // namespace

int main(int argc, char** argv) {
    int rounds = number_of_changes;
    int processes = 8;
    for (int* const number : {&rounds, &processes}) {
        if (--argc > 0) {
            const std::string_view given = *++argv;
            std::from_chars(given.data(), given.data() + given.size(), *number);
        }
    }
    void* shared = mmap(nullptr, sizeof(stage), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    auto& s = *new (shared) stage;
    static_cast<void>(test_keys());
    static_cast<void>(built_in_policies());
    int bad = 0;
    std::int64_t events = 0;
    for (int round = 0; round < rounds && bad < 10; ++round) {
        const std::string problem = run_round(s, round, processes);
        if (!problem.empty()) {
            std::printf("%s\n", problem.c_str());
            ++bad;
        }
        for (const auto& one : s.written) {
            events += one;
        }
    }
    std::printf("%d rounds of %d processes, %lld events: %s\n", rounds, processes,
                static_cast<long long>(events),
                bad == 0 ? "every change was found, and in its court" : "NOT as it must be");
    return bad == 0 ? 0 : 1;
}
