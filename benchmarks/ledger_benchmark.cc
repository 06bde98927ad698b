// Begin and commit over a ledger on disk: against the bare database that writes the same rows, by
// eight clients against one, and in a large ledger against a small one. The two of a pair take
// turns, so that other work of the machine hits both. A ratio is the median over the rounds; above
// 1, the first of the pair is faster.
#include <benchmark/benchmark.h>
#include <sqlite3.h>

#include <algorithm>
#include <barrier>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <mutex>
#include <thread>

#include "ledger/support/sample_ledger.hpp"

#include <ecflink/tables/rows.hpp>
#include "support/bare_ledger.hpp"

namespace {

using namespace ecflink;
using namespace support;

using clock_type = std::chrono::steady_clock;
using microseconds = std::chrono::duration<double, std::micro>;
using place_maker = std::unique_ptr<place> (*)();

constexpr std::size_t pairs_of_a_round = 64;
constexpr int rounds = 25;

std::string numbered(const char* form, std::size_t number) {
    char text[32];
    return {text, static_cast<std::size_t>(std::snprintf(text, sizeof text, form, number))};
}

// ---- measuring ----------------------------------------------------------------------------------

double quantile(std::vector<double> all, double part) {
    std::ranges::sort(all);
    return all.at(static_cast<std::size_t>(part * static_cast<double>(all.size() - 1) + 0.5));
}
double median(const std::vector<double>& all) { return quantile(all, 0.5); }

/// What one side did in all rounds.
struct timing {
    std::vector<double> latencies;  ///< in microseconds
    std::vector<double> rates;      ///< of the rounds, per second

    void report(benchmark::State& state, const std::string& name) const {
        state.counters[name + "_p50_us"] = median(latencies);
        state.counters[name + "_p99_us"] = quantile(latencies, 0.99);
        state.counters[name + "_per_s"] = median(rates);
    }
};

/// The median of the ratios round by round.
double ratio(const timing& one, const timing& other) {
    std::vector<double> all;
    std::ranges::transform(one.rates, other.rates, std::back_inserter(all), std::divides<>());
    return median(all);
}

/// Calls `operation(client, i)` for every i below `count`; the clients share the numbers.
template <class Operation>
void run_round(timing& into, int clients, std::size_t count, const Operation& operation) {
    std::vector<double> latencies(count);
    std::barrier start(clients);
    const auto work = [&](int client) {
        start.arrive_and_wait();
        const auto begin = clock_type::now();
        for (auto i = static_cast<std::size_t>(client); i < count; i += static_cast<std::size_t>(clients)) {
            const auto before = clock_type::now();
            operation(client, i);
            latencies[i] = microseconds(clock_type::now() - before).count();
        }
        return std::pair(begin, clock_type::now());
    };
    std::vector<std::pair<clock_type::time_point, clock_type::time_point>> spans(
        static_cast<std::size_t>(clients));
    std::vector<std::thread> others;
    for (int client = 1; client < clients; ++client) {
        others.emplace_back([&, client] { spans[static_cast<std::size_t>(client)] = work(client); });
    }
    spans[0] = work(0);
    for (std::thread& each : others) {
        each.join();
    }
    const auto first = std::ranges::min(spans, {}, &decltype(spans)::value_type::first).first;
    const auto last = std::ranges::max(spans, {}, &decltype(spans)::value_type::second).second;
    into.latencies.insert(into.latencies.end(), latencies.begin(), latencies.end());
    into.rates.push_back(static_cast<double>(count) / std::chrono::duration<double>(last - first).count());
}

/// Makes PostgreSQL count its rows. It does so by itself only once a minute, later than a run ends,
/// and until then plans for the tables of before.
void count_rows(const place& where) {
    if (where.address().starts_with("postgresql")) {
        const auto db = where.connector()();
        db->begin_write();
        db->run_script("ANALYZE");
        db->commit();
    }
}

// ---- a ledger at work ---------------------------------------------------------------------------

/// A pair that can be linked.
struct pair_of_accounts {
    court_id court;
    std::string account;
    std::string central;
};

class ledger_at_work {
public:
    ledger_at_work(const ledger_connector& connect, int clients, bool one_object_each) {
        const ledger_options options{.connections = one_object_each ? 1U : static_cast<std::size_t>(clients)};
        for (int i = 0; i < (one_object_each ? clients : 1); ++i) {
            objects_.push_back(
                made(ecflink::ledger::open(connect, built_in_policies(), &test_keys(), options)));
        }
    }

    [[nodiscard]] ecflink::ledger& of(int client) {
        return objects_[static_cast<std::size_t>(client) % objects_.size()];
    }

    /// Proposes the links of the pairs, and keeps the proposals.
    void begin(timing& into, int clients, std::span<const pair_of_accounts> pairs) {
        begun_.clear();
        begun_.resize(pairs.size());
        run_round(into, clients, pairs.size(), [&](int client, std::size_t i) {
            const signed_on who{central_id::make(pairs[i].central).value(),
                                {proof_class::password_mfa, after_go_live},
                                session_of(test_session)};
            begun_[i] = made(of(client).begin(who, pairs[i].court, login::make(pairs[i].account).value(),
                                              right_password, after_go_live))
                            .proposal;
        });
    }

    /// Commits what was proposed last. False: some link was not made.
    [[nodiscard]] bool commit(timing& into, int clients, std::span<const pair_of_accounts> pairs) {
        std::vector<char> is_made(pairs.size());
        run_round(into, clients, pairs.size(), [&](int client, std::size_t i) {
            is_made[i] =
                made(of(client).commit(sample_ledger::confirm(begun_[i], pairs[i].central), after_go_live))
                    .made.has_value();
        });
        return std::ranges::find(is_made, 0) == is_made.end();
    }

private:
    std::vector<ecflink::ledger> objects_;
    std::vector<begin_outcome> begun_;
};

// ---- against the bare database ------------------------------------------------------------------

constexpr std::string_view one_court[] = {"wiwd"};
constexpr std::string_view eight_courts[] = {"almd", "alsb", "areb", "ared", "cacd", "canb", "casd", "wiwd"};

/// A ledger with `pairs` that are not linked yet, in these courts in turn.
std::vector<pair_of_accounts> fill(ecflink::ledger& empty, std::span<const std::string_view> courts,
                                   std::size_t pairs) {
    std::vector<pair_of_accounts> all;
    ledger_tables rows;
    for (std::size_t i = 0; i < pairs; ++i) {
        // neighbors in time are not neighbors in the indexes
        const std::size_t number = i * 7919 % pairs;
        const court_id court = court_id::make(courts[i % courts.size()]).value();
        all.push_back({court, numbered("filer%07zu", number), numbered("%07zu", number)});
        rows.central_accounts.push_back(central_row(all.back().central));
        rows.court_accounts.push_back(account_row(court, all.back().account));
    }
    made(empty.load(rows, {actor::court, "sync", ""}, at("2022-04-01T00:00:00Z")));
    return all;
}

std::unique_ptr<bare_ledger> open_bare(const place& where) {
#ifdef ECFLINK_TEST_WITH_POSTGRESQL
    if (const auto* server = dynamic_cast<const postgresql_place*>(&where)) {
        return bare_postgresql(server->address());
    }
#endif
    return bare_sqlite(dynamic_cast<const sqlite_place&>(where).file().string());
}

std::uint64_t trail_of(const place& where) {
    const auto opened = made(ecflink::ledger::open(where.connector(), built_in_policies(), &test_keys()));
    // not by the keys: the bare code has none to tag the head of a chain with
    const auto report = made(opened.verify_audit({.trusted = test_keys().public_keys()}));
    return report.is_whole() ? report.entries * 1'000'000 + made(opened.status()).active_links : 0;
}

/// Every round proposes and commits links, and after each writes the same rows with bare code.
void ledger_against_bare(benchmark::State& state, place_maker make, int clients, bool one_object_each) {
    const auto where = make();
    const auto bare_where = make();
    std::vector<pair_of_accounts> pairs;
    {
        auto fresh = made(ecflink::ledger::create(where->connector(), built_in_policies(), &test_keys(),
                                                  at("2022-04-01T00:00:00Z")));
        pairs = fill(fresh, one_court, pairs_of_a_round * rounds);
    }
    const auto reader = where->connector()();
    copy_ledger(*reader, *bare_where->connector()());
    ledger_at_work own(where->connector(), clients, one_object_each);
    auto written = static_cast<std::int64_t>(made(own.of(0).status()).events);

    // Threads of one process share one connection to SQLite, which is the fastest way. Processes
    // cannot share one.
    const bool share = !one_object_each && dynamic_cast<const sqlite_place*>(where.get()) != nullptr;
    std::vector<std::unique_ptr<bare_ledger>> bare;
    for (int i = 0; i < (share ? 1 : clients); ++i) {
        bare.push_back(open_bare(*bare_where));
    }
    std::mutex turn;
    const auto write_bare = [&](timing& into, int transactions_each) {
        const auto all = transactions_after(*reader, written);
        run_round(into, clients, pairs_of_a_round, [&](int client, std::size_t) {
            for (int i = 0; i < transactions_each; ++i) {
                std::unique_lock lock(turn, std::defer_lock);
                if (share) {
                    lock.lock();
                }
                bare[share ? 0 : static_cast<std::size_t>(client)]->write_next(all, written);
            }
        });
        written += static_cast<std::int64_t>(all.size());
    };

    timing begin;
    timing bare_begin;
    timing commit;
    timing bare_commit;
    std::size_t round = 0;
    for (auto _ : state) {
        if (round % 5 == 0) {
            count_rows(*where);
            count_rows(*bare_where);
        }
        const std::span<const pair_of_accounts> some(pairs.data() + round++ * pairs_of_a_round,
                                                     pairs_of_a_round);
        own.begin(begin, clients, some);
        write_bare(bare_begin, 2);  // the attempt is durable before the password is checked
        if (!own.commit(commit, clients, some)) {
            state.SkipWithError("a link was not made");
            return;
        }
        write_bare(bare_commit, 1);
        state.SetIterationTime(static_cast<double>(pairs_of_a_round) / commit.rates.back());
    }
    if (const std::uint64_t trail = trail_of(*where); trail == 0 || trail != trail_of(*bare_where)) {
        state.SkipWithError("the two databases do not hold the same trail");
        return;
    }
    begin.report(state, "begin");
    bare_begin.report(state, "bare_begin");
    commit.report(state, "commit");
    bare_commit.report(state, "bare_commit");
    state.counters["begin_ratio"] = ratio(begin, bare_begin);
    state.counters["commit_ratio"] = ratio(commit, bare_commit);
}

// ---- clients side by side -----------------------------------------------------------------------

/// The time that the machine's processors were busy, and all their time, in ticks since its start.
struct processor_time {
    std::uint64_t busy = 0;
    std::uint64_t all = 0;
};
processor_time processor_time_now() {
    std::ifstream in("/proc/stat");
    std::string word;
    in >> word;
    processor_time now;
    // user, nice, system, idle, waiting for input or output, interrupts, soft interrupts
    for (int kind = 0; kind < 7; ++kind) {
        std::uint64_t ticks = 0;
        in >> ticks;
        now.all += ticks;
        now.busy += kind == 3 || kind == 4 ? 0 : ticks;
    }
    return now;
}

/// As many clients as courts, one for each, against one client for all of them.
void side_by_side(benchmark::State& state, place_maker make) {
    constexpr int clients = std::size(eight_courts);
    const auto where = make();
    auto fresh = made(ecflink::ledger::create(where->connector(), built_in_policies(), &test_keys(),
                                              at("2022-04-01T00:00:00Z")));
    const std::vector<pair_of_accounts> pairs = fill(fresh, eight_courts, 2 * pairs_of_a_round * rounds);
    ledger_at_work own(where->connector(), clients, true);

    timing begin[2];
    timing commit[2];
    processor_time spent[2];
    std::size_t done = 0;
    for (auto _ : state) {
        if (done % (10 * pairs_of_a_round) == 0) {
            count_rows(*where);
        }
        for (const std::size_t several : {0U, 1U}) {
            const int now = several == 0 ? 1 : clients;
            const std::span<const pair_of_accounts> some(pairs.data() + done, pairs_of_a_round);
            done += pairs_of_a_round;
            const processor_time before = processor_time_now();
            own.begin(begin[several], now, some);
            if (!own.commit(commit[several], now, some)) {
                state.SkipWithError("a link was not made");
                return;
            }
            const processor_time after = processor_time_now();
            spent[several].busy += after.busy - before.busy;
            spent[several].all += after.all - before.all;
        }
        state.SetIterationTime(static_cast<double>(pairs_of_a_round) / commit[1].rates.back());
    }
    begin[0].report(state, "one_begin");
    begin[1].report(state, "begin");
    commit[0].report(state, "one_commit");
    commit[1].report(state, "commit");
    state.counters["begin_ratio"] = ratio(begin[1], begin[0]);
    state.counters["commit_ratio"] = ratio(commit[1], commit[0]);
    for (const std::size_t several : {0U, 1U}) {
        state.counters[several == 0 ? "one_busy" : "busy"] =
            static_cast<double>(spent[several].busy) / static_cast<double>(spent[several].all);
    }
}

// ---- a large ledger against a small one ---------------------------------------------------------

constexpr std::size_t links_of_small = 10'000;

/// Runs SQL as fast as the database can, without durability.
class filler {
public:
    explicit filler(const place& where) {
        if (const auto* file = dynamic_cast<const sqlite_place*>(&where)) {
            EXPECT_EQ(sqlite3_open(file->file().c_str(), &sqlite_), SQLITE_OK);
            run("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -6000000");
        } else {
            db_ = where.connector()();
        }
    }
    filler(const filler&) = delete;
    filler& operator=(const filler&) = delete;
    ~filler() { sqlite3_close(sqlite_); }

    [[nodiscard]] bool is_sqlite() const noexcept { return sqlite_ != nullptr; }
    void run(const std::string& sql) {
        if (!is_sqlite()) {
            db_->begin_write();
            db_->run_script(sql);
            db_->commit();
        } else if (sqlite3_exec(sqlite_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
            throw std::runtime_error(sqlite3_errmsg(sqlite_));
        }
    }

private:
    sqlite3* sqlite_ = nullptr;
    std::unique_ptr<detail::ledger::database> db_;
};

/// Fills a ledger with links, and with pairs among them that are not linked yet. The numbers of
/// these links are below the number of any event. Rows come to every index in another order, so
/// that its pages are as full as in a ledger that has grown.
std::vector<pair_of_accounts> fill_with_links(const place& where, std::size_t links, std::size_t pairs) {
    filler into(where);
    const std::size_t accounts = links + pairs;
    const std::size_t every = accounts / pairs;
    const std::string n = std::to_string(accounts);
    const std::string numbers =
        into.is_sqlite()
            ? "(WITH RECURSIVE series (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM series WHERE i + 1 < " +
                  n + ") SELECT i FROM series)"
            : "(SELECT i FROM generate_series(CAST(0 AS BIGINT), " + n + " - 1) AS i) AS all_numbers";
    const auto padded = [&](const char* prefix, const std::string& number, int width) {
        const std::string digits = std::to_string(width);
        return into.is_sqlite() ? "printf('" + std::string(prefix) + "%0" + digits + "d', " + number + ")"
                                : "'" + std::string(prefix) + "' || lpad(CAST(" + number + " AS text), " +
                                      digits + ", '0')";
    };
    const std::string i = "(i * 2654435761) % " + n;
    const std::string scattered = "(" + i + ") * 40503 % " + n;
    const std::string event = "i - " + n;
    const std::string account = padded("filer", i, 8);
    const std::string linked = " FROM " + numbers + " WHERE (" + i + ") % " + std::to_string(every) + " <> 0";
    into.run("INSERT INTO central_accounts SELECT " + padded("", "i", 8) +
             ", 'individual', 'active', 'upgraded', NULL, 'active', 'enrolled', 'attorney-filer', 0, 'none', "
             "'Attorney Sample', 1 FROM " +
             numbers);
    into.run("INSERT INTO court_accounts SELECT 'wiwd', " + padded("filer", "i", 8) +
             ", 'attorney', 'active', 1273060800000000, 'Attorney Sample', 0, 'none', 0, 1 FROM " + numbers);
    into.run("INSERT INTO links SELECT " + event + ", 'wiwd', " + account + ", " + padded("", scattered, 8) +
             ", 'active', 1650895200000000, 'filer', 'password-mfa', 1650895200000000, 'password', "
             "1650895200000000, 'wiwd', 1650895200000000, 0, 0, NULL" +
             linked);
    into.run("INSERT INTO used_handles SELECT " + padded("", scattered, 32) + ", 'wiwd', " + account + ", " +
             padded("", scattered, 8) + ", 'committed', " + event + linked);
    std::vector<pair_of_accounts> all;
    for (std::size_t k = 0; k < pairs; ++k) {
        const std::size_t number = k * 7919 % pairs * every;
        all.push_back({court_id::make(one_court[0]).value(), numbered("filer%08zu", number),
                       numbered("%08zu", number * 40503 % accounts)});
    }
    return all;
}

void large_against_small(benchmark::State& state, place_maker make) {
    struct side {
        std::unique_ptr<place> where;
        std::vector<pair_of_accounts> pairs;
        std::optional<ledger_at_work> own;
        timing begin;
        timing commit;
    };
    side sides[2];
    for (side& each : sides) {
        each.where = make();
        made(ecflink::ledger::create(each.where->connector(), built_in_policies(), &test_keys(),
                                     at("2022-04-01T00:00:00Z")));
        each.pairs = fill_with_links(
            *each.where, &each == sides ? static_cast<std::size_t>(state.range(0)) : links_of_small,
            pairs_of_a_round * rounds);
        count_rows(*each.where);
        each.own.emplace(each.where->connector(), 1, false);
    }
    std::size_t round = 0;
    for (auto _ : state) {
        for (side& each : sides) {
            const std::span<const pair_of_accounts> some(each.pairs.data() + round * pairs_of_a_round,
                                                         pairs_of_a_round);
            each.own->begin(each.begin, 1, some);
            if (!each.own->commit(each.commit, 1, some)) {
                state.SkipWithError("a link was not made");
                return;
            }
        }
        ++round;
        state.SetIterationTime(static_cast<double>(pairs_of_a_round) / sides[0].commit.rates.back());
    }
    const auto& [large, small] = sides;
    large.begin.report(state, "begin");
    small.begin.report(state, "small_begin");
    large.commit.report(state, "commit");
    small.commit.report(state, "small_commit");
    state.counters["begin_ratio"] = ratio(large.begin, small.begin);
    state.counters["commit_ratio"] = ratio(large.commit, small.commit);
}

void register_for(const std::string& name, place_maker make) {
    const auto add = [&](const std::string& what, int clients, bool one_object_each) {
        benchmark::RegisterBenchmark((what + "/" + name + "/" + std::to_string(clients)).c_str(),
                                     ledger_against_bare, make, clients, one_object_each)
            ->UseManualTime()
            ->Iterations(rounds);
    };
    add("BM_LedgerAgainstBare", 1, false);
    add("BM_LedgerAgainstBare", 8, false);
    add("BM_LedgersAgainstBare", 8, true);
    benchmark::RegisterBenchmark(("BM_CourtsSideBySide/" + name).c_str(), side_by_side, make)
        ->UseManualTime()
        ->Iterations(rounds);
    benchmark::RegisterBenchmark(("BM_LargeAgainstSmall/" + name).c_str(), large_against_small, make)
        ->Arg(1'000'000)
        ->Arg(10'000'000)
        ->UseManualTime()
        ->Iterations(rounds);
}

}  // namespace

int main(int argc, char** argv) {
    register_for("sqlite", [] { return std::unique_ptr<place>(std::make_unique<sqlite_place>()); });
#ifdef ECFLINK_TEST_WITH_POSTGRESQL
    if (std::getenv("ECFLINK_TEST_POSTGRESQL") != nullptr) {
        register_for("postgresql", new_place);
    }
#endif
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) {
        return 1;
    }
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
