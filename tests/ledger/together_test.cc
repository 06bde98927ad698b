// Calls that wait for their turn to write to SQLite share one commit. Each still gets its own
// answer, and what one cannot do undoes nothing of the others.
//
// Here calls come together for certain: the first one waits, in its beginning, until all others
// stand behind it.
#include <gtest/gtest.h>

#include <chrono>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include "ledger/store.hpp"
#include "ledger/support/failing_database.hpp"
#include "ledger/support/sample_ledger.hpp"
#include "ledger/support/watched_database.hpp"

namespace {

using namespace support;

/// What a call does, and what came of it.
struct asked {
    explicit asked(std::function<int(transaction&)> does, std::string at = "wiwd")
        : work(std::move(does)), court(std::move(at)) {}

    std::function<int(transaction&)> work;
    std::string court;
    run how = run::write;
    ledger_result<int> answer = -1;
    std::string thrown;
    std::thread::id thread;
};

class Together : public testing::Test {
protected:
    Together()
        : sample_(built_in_policies(), std::make_unique<sqlite_place>()),
          id_(made(sample_->status()).id),
          first_(made(sample_->status()).events) {}

    [[nodiscard]] ledger_connector connector() const { return sample_.where().connector(); }
    [[nodiscard]] std::unique_ptr<ledger_store> open(ledger_connector connect, ledger_options options = {},
                                                     const key_ring& keys = test_keys()) const {
        auto opened = std::make_unique<ledger_store>(watched(std::move(connect), watch_), built_in_policies(),
                                                     &keys, std::move(options));
        opened->set_ledger_id(id_);
        return opened;
    }

    /// Runs the calls at once: the first one alone, and then all others, which came meanwhile, in
    /// their order.
    void run_at_once(ledger_store& store, std::vector<asked>& all) const {
        std::atomic<bool> has_begun = false;
        std::atomic<bool> is_open = false;
        watch_->before_beginning = [&] {
            has_begun = true;
            wait_until([&] { return is_open.load(); });
        };
        std::vector<std::thread> threads;
        for (asked& one : all) {
            threads.emplace_back([&] {
                one.thread = std::this_thread::get_id();
                try {
                    one.answer =
                        store.write<int>([&](transaction& t) { return one.work(t); },
                                         {.how = one.how, .court = court_id::make(one.court).value()});
                } catch (const std::exception& thrown) {
                    one.thrown = thrown.what();
                }
            });
            wait_until([&] { return has_begun && store.waiting() + 1 == threads.size(); });
        }
        is_open = true;
        for (std::thread& one : threads) {
            one.join();
        }
        watch_->before_beginning = [] {};
    }

    static void wait_until(const std::function<bool()>& is_so) {
        while (!is_so()) {
            std::this_thread::sleep_for(std::chrono::microseconds(50));
        }
    }

    /// Logs an event that says `word`. Returns its number.
    static std::function<int(transaction&)> says(const std::string& word, const std::string& court = "wiwd") {
        return [word, court](transaction& work) {
            audit_entry entry;
            entry.event = audit_event::agency_changed;
            entry.at = after_go_live;
            entry.court = court_id::make(court).value();
            entry.by = actor::court;
            entry.actor_id = word;
            return static_cast<int>(work.log(entry));
        };
    }

    /// The events since the ledger was made that say each word.
    [[nodiscard]] std::map<std::string, std::vector<int>> said() const {
        static constexpr statement select{"SELECT sequence, body FROM audit WHERE sequence > $1"};
        const auto db = connector()();
        db->begin_read();
        std::map<std::string, std::vector<int>> all;
        const parameter after[] = {to_parameter(first_)};
        for (const row& one : db->query(select, after)) {
            const std::string body = text(one[1]);
            const std::size_t begin = body.find("word-");
            all[body.substr(begin, body.find('"', begin) - begin)].push_back(
                static_cast<int>(integer(one[0])));
        }
        return all;
    }

    sample_ledger sample_;
    std::string id_;
    std::uint64_t first_;
    std::shared_ptr<watch> watch_ = std::make_shared<watch>();
};

std::vector<asked> several(std::size_t count, const std::function<asked(std::size_t)>& make) {
    std::vector<asked> all;
    for (std::size_t i = 0; i < count; ++i) {
        all.push_back(make(i));
    }
    return all;
}

std::string word(std::size_t number) { return "word-" + std::to_string(number); }

TEST_F(Together, CallsThatWaitShareOneCommitAndEachHearsItsOwnAnswer) {
    const auto store = open(connector());
    const char* const courts[] = {"wiwd", "akd", "nysb"};
    auto all = several(12, [&](std::size_t i) { return asked{says(word(i), courts[i % 3]), courts[i % 3]}; });
    run_at_once(*store, all);
    EXPECT_EQ(watch_->commits, 2) << "the first one, and all that came meanwhile";
    const auto events = said();
    for (std::size_t i = 0; i < all.size(); ++i) {
        ASSERT_TRUE(all[i].answer) << all[i].answer.error().message;
        EXPECT_EQ(all[i].answer.value(), static_cast<int>(first_ + i + 1)) << "in the order of their coming";
        EXPECT_EQ(events.at(word(i)), std::vector{all[i].answer.value()});
    }
    expect_whole_trail(*sample_);
}

TEST_F(Together, AtMostThirtyTwoShareOne) {
    const auto store = open(connector());
    auto all = several(70, [&](std::size_t i) { return asked{says(word(i))}; });
    run_at_once(*store, all);
    EXPECT_EQ(watch_->commits, 4) << "1, 32, 32 and 5";
    EXPECT_EQ(said().size(), all.size());
    expect_whole_trail(*sample_);
}

TEST_F(Together, WhatOneCannotDoUndoesNothingOfTheOthers) {
    static constexpr statement twice{
        "INSERT INTO roster (court, login, central_id) VALUES ('wiwd', 'asample', '')"};
    const auto store = open(connector());
    auto all = several(8, [&](std::size_t i) { return asked{says(word(i))}; });
    all[2].work = [&](transaction& work) -> int {
        says("word-lost")(work);
        throw database_error(ledger_trouble::not_found, "there is no such thing");
    };
    all[4].work = [&](transaction& work) {
        says("word-lost")(work);
        work.add(twice, {});
        work.add(twice, {});
        return 0;
    };
    all[5].work = [&](transaction& work) -> int {
        says("word-lost")(work);
        work.flush();
        throw std::runtime_error("of the caller's making");
    };
    all[6].work = [&](transaction& work) {
        says("word-lost")(work);
        work.add(twice, {});
        work.flush();
        work.add(twice, {});
        return 0;
    };
    run_at_once(*store, all);
    ASSERT_FALSE(all[2].answer);
    EXPECT_EQ(all[2].answer.error().trouble, ledger_trouble::not_found);
    EXPECT_EQ(all[2].answer.error().message, "there is no such thing");
    EXPECT_EQ(all[5].thrown, "of the caller's making");
    for (const std::size_t i : {std::size_t{4}, std::size_t{6}}) {
        ASSERT_FALSE(all[i].answer);
        EXPECT_EQ(all[i].answer.error().trouble, ledger_trouble::conflict);
    }
    const auto events = said();
    EXPECT_FALSE(events.contains("word-lost"));
    for (const std::size_t i : {0, 1, 3, 7}) {
        ASSERT_TRUE(all[i].answer) << all[i].answer.error().message;
        EXPECT_EQ(events.at(word(i)), std::vector{all[i].answer.value()});
    }
    expect_whole_trail(*sample_);
}

TEST_F(Together, ACallThatWritesNothingLeavesNothing) {
    static constexpr statement insert{
        "INSERT INTO roster (court, login, central_id) VALUES ('wiwd', 'asample', '')"};
    static constexpr statement count{"SELECT count(*) FROM roster"};
    const auto store = open(connector());
    auto all = several(6, [&](std::size_t i) { return asked{says(word(i))}; });
    all[2].work = [](transaction& work) {
        work.add(insert, {});
        return 7;  // no event, so nothing is written
    };
    all[4].work = [](transaction& work) {
        work.add(insert, {});
        work.flush();
        return 8;
    };
    run_at_once(*store, all);
    EXPECT_EQ(all[2].answer.value(), 7);
    EXPECT_EQ(all[4].answer.value(), 8);
    EXPECT_EQ(said().size(), 4U);
    const auto db = connector()();
    db->begin_read();
    EXPECT_EQ(integer(db->query(count).front()[0]), 0);
    expect_whole_trail(*sample_);
}

TEST_F(Together, ADryRunStaysDry) {
    const auto store = open(connector());
    auto all = several(7, [&](std::size_t i) { return asked{says(word(i))}; });
    all[3].how = run::dry;
    run_at_once(*store, all);
    EXPECT_EQ(watch_->commits, 3) << "the first one, those before the dry run and those after it";
    const auto events = said();
    EXPECT_FALSE(events.contains(word(3)));
    EXPECT_EQ(events.size(), 6U);
    EXPECT_TRUE(all[3].answer);
    expect_whole_trail(*sample_);
}

TEST_F(Together, AtEveryCallThatFailsTheAnswersAreTrue) {
    constexpr std::pair<ledger_trouble, moment> failures[] = {
        {ledger_trouble::busy, moment::before},
        {ledger_trouble::full, moment::before},
        {ledger_trouble::conflict, moment::before},
        {ledger_trouble::unavailable, moment::before},
        {ledger_trouble::unknown_outcome, moment::before},
        {ledger_trouble::unknown_outcome, moment::after},  // the commit happened, and nobody heard
        {ledger_trouble::damaged, moment::before},
        {ledger_trouble::damaged, moment::after}};
    int number = 0;
    for (const auto& [trouble, when] : failures) {
        int told = 0;
        bool has_failed = true;
        for (std::int64_t at = 1; has_failed; ++at) {
            const auto plan = std::make_shared<failure_plan>();
            const auto store = open(failing(connector(), plan), {.connections = 1});
            const std::string prefix = word(static_cast<std::size_t>(++number)) + "-";
            auto all = several(4, [&](std::size_t i) { return asked(says(prefix + std::to_string(i))); });
            const auto first = all[0].work;
            all[0].work = [&](transaction& work) {
                // Its own event, head and commit come first. Then the failure hits the group.
                plan->fail_at(at + 3, trouble, when);
                return first(work);
            };
            run_at_once(*store, all);
            has_failed = plan->has_failed();
            plan->never_fail();
            const auto events = said();
            for (std::size_t i = 0; i < all.size(); ++i) {
                const std::string name = prefix + std::to_string(i);
                const std::string what = "trouble " + std::to_string(static_cast<int>(trouble)) + ", call " +
                                         std::to_string(at) + ", " + name;
                const auto found = events.find(name);
                const std::size_t times = found == events.end() ? 0 : found->second.size();
                if (all[i].answer) {
                    ASSERT_EQ(times, 1U) << what;
                    EXPECT_EQ(found->second.front(), all[i].answer.value()) << what;
                    continue;
                }
                ++told;
                EXPECT_EQ(all[i].answer.error().trouble, trouble) << what;
                // who hears that the file is not what it was cannot know what it holds
                EXPECT_LE(times, trouble == ledger_trouble::damaged ? 1U : 0U) << what;
            }
        }
        const bool is_of_all = trouble == ledger_trouble::busy || trouble == ledger_trouble::damaged;
        EXPECT_EQ(told > 0, is_of_all) << "trouble " << static_cast<int>(trouble);
    }
    EXPECT_GT(number, 8 * 10) << "few calls were tried";
    expect_whole_trail(*sample_);
}

TEST_F(Together, AConnectionThatIsGoneForGoodLeavesAllWithAnUnknownOutcome) {
    std::atomic<bool> is_gone = false;
    const auto plan = std::make_shared<failure_plan>();
    const auto store = open([&, inner = failing(connector(), plan)]() -> std::unique_ptr<database> {
        if (is_gone) {
            throw database_error(ledger_trouble::unavailable, "gone");
        }
        return inner();
    });
    auto all = several(4, [&](std::size_t i) { return asked{says(word(i))}; });
    const auto last = all[3].work;
    all[3].work = [&](transaction& work) {
        is_gone = true;
        plan->fail_at(3, ledger_trouble::unknown_outcome, moment::after);  // event, head, commit
        return last(work);
    };
    run_at_once(*store, all);
    EXPECT_TRUE(all[0].answer);
    for (const std::size_t i : {1, 2, 3}) {
        ASSERT_FALSE(all[i].answer);
        EXPECT_EQ(all[i].answer.error().trouble, ledger_trouble::unknown_outcome);
    }
    EXPECT_EQ(said().size(), 4U) << "it was committed";
}

TEST_F(Together, APatienceThatIsOverEndsTheWaitAndTheCallIsNeverRun) {
    const auto store = open(connector(), {.patience = {20'000}});
    std::atomic<bool> is_open = false;
    std::atomic<bool> has_begun = false;
    watch_->before_beginning = [&] {
        has_begun = true;
        wait_until([&] { return is_open.load(); });
    };
    const auto ask = [&](const std::string& name) {
        return store->write<int>(says(name), {.court = court_id("wiwd")});
    };
    std::thread first([&] { EXPECT_TRUE(ask("word-first")); });
    wait_until([&] { return has_begun.load(); });
    std::atomic<int> busy = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 3; ++i) {
        threads.emplace_back([&] {
            const auto told = ask("word-late");
            busy += !told && told.error().trouble == ledger_trouble::busy ? 1 : 0;
        });
    }
    for (std::thread& one : threads) {
        one.join();
    }
    EXPECT_EQ(busy, 3);
    EXPECT_EQ(store->waiting(), 0U);
    is_open = true;
    first.join();
    EXPECT_TRUE(ask("word-last"));
    const auto events = said();
    EXPECT_TRUE(events.contains("word-first"));
    EXPECT_FALSE(events.contains("word-late"));
    EXPECT_TRUE(events.contains("word-last"));
    expect_whole_trail(*sample_);
}

TEST_F(Together, EveryCheckpointIsToldOnceByTheCallThatMadeIt) {
    std::mutex alone;
    std::map<std::uint64_t, std::thread::id> told;
    const ledger_options options{.witness = [&](const signed_checkpoint& one) {
        const std::lock_guard lock(alone);
        EXPECT_TRUE(told.emplace(one.said.number, std::this_thread::get_id()).second);
    }};
    const auto store = open(connector(), options);
    const std::uint64_t before = made(sample_->status()).last_checkpoint->said.number;
    // the first event of a court is signed at once
    const char* const courts[] = {"akd", "nysb", "casd", "txsb", "wiwb"};
    auto all = several(5, [&](std::size_t i) { return asked{says(word(i), courts[i]), courts[i]}; });
    run_at_once(*store, all);
    ASSERT_EQ(told.size(), 5U);
    for (std::size_t i = 0; i < all.size(); ++i) {
        EXPECT_EQ(told.at(before + 1 + i), all[i].thread);
    }
    expect_whole_trail(*sample_);
}

TEST_F(Together, UnderANewKeyAllHeadsGetItsTagsFirst) {
    const std::string both =
        "ecflink-key-1:canary-next-of-the-tests-canary-next-of-tes\n" + std::string(test_key_line);
    const auto parsed = key_ring::parse(both);
    ASSERT_TRUE(parsed);
    const auto store = open(connector(), {}, parsed.value());
    auto all = several(6, [&](std::size_t i) { return asked{says(word(i))}; });
    run_at_once(*store, all);
    for (const asked& one : all) {
        EXPECT_TRUE(one.answer) << one.answer.error().message;
    }
    EXPECT_EQ(said().size(), all.size());
    expect_whole_trail(*sample_, parsed.value());
}

TEST_F(Together, AFileThatIsGoneBeforeTheCommitIsNoticedByAll) {
    const auto file = dynamic_cast<const sqlite_place&>(sample_.where()).file();
    const auto other = file.string() + ".moved";
    const auto store = open(connector());
    auto all = several(4, [&](std::size_t i) { return asked{says(word(i))}; });
    watch_->before_commit = [&] {
        if (watch_->commits == 1) {
            std::filesystem::rename(file, other);
        }
    };
    run_at_once(*store, all);
    EXPECT_TRUE(all[0].answer);
    for (const std::size_t i : {1, 2, 3}) {
        ASSERT_FALSE(all[i].answer);
        EXPECT_EQ(all[i].answer.error().trouble, ledger_trouble::damaged);
    }
    std::filesystem::rename(other, file);
    EXPECT_EQ(said().size(), 1U);
}

/// The same at the surface: threads that link, unlink and lose, and a ledger that holds exactly
/// what they were told.
TEST_F(Together, ManyThreadsHearWhatIsTrue) {
    constexpr int threads = 8;
    constexpr int links_each = 12;
    auto l = made(ledger::open(watched(connector(), watch_), built_in_policies(), &test_keys(),
                               {.connections = threads}));
    ledger_tables rows;
    for (int i = 0; i < threads * links_each; ++i) {
        rows.central_accounts.push_back(central_row("p" + std::to_string(i)));
        rows.court_accounts.push_back(account_row("wiwd", "l" + std::to_string(i)));
    }
    sample_.load(rows);
    watch_->commits = 0;
    std::atomic<int> calls = 0;
    std::atomic<int> linked = 0;
    std::atomic<int> lost = 0;
    std::vector<std::thread> all;
    for (int t = 0; t < threads; ++t) {
        all.emplace_back([&, t] {
            for (int i = 0; i < links_each; ++i) {
                // two threads want each account, and one of them gets it
                const std::string number = std::to_string(t / 2 * links_each + i);
                const std::string person =
                    t % 2 == 0 ? "p" + number : "p" + std::to_string(48 + t / 2 * links_each + i);
                const auto begun =
                    l.begin({central_id::make(person).value(),
                             {proof_class::password_mfa, after_go_live},
                             session_of(test_session)},
                            "wiwd", login::make("l" + number).value(), right_password, after_go_live);
                ASSERT_TRUE(begun) << begun.error().message;
                calls += 2;  // the attempt, and the proposal
                if (begun.value().proposal.handle.empty()) {
                    ++lost;
                    continue;
                }
                const auto done =
                    l.commit(sample_ledger::confirm(begun.value().proposal, person), after_go_live);
                ASSERT_TRUE(done) << done.error().message;
                ++calls;
                ++(done.value().made ? linked : lost);
            }
        });
    }
    for (std::thread& one : all) {
        one.join();
    }
    EXPECT_EQ(linked, threads / 2 * links_each);
    EXPECT_EQ(lost, threads / 2 * links_each);
    EXPECT_EQ(made(l.status()).active_links, static_cast<std::uint64_t>(threads / 2 * links_each));
    EXPECT_LT(watch_->commits, calls) << "no two calls shared a commit";
    expect_whole_trail(l);
}

}  // namespace
