// Both drivers do what database.hpp says. Over PostgreSQL where ECFLINK_TEST_POSTGRESQL names a
// server; each test has a schema of its own there.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <limits>
#include <thread>

#include <ecflink/ledger/sqlite.hpp>
#ifdef ECFLINK_TEST_WITH_POSTGRESQL
#include <ecflink/ledger/postgresql.hpp>
#endif

#include "ledger/database.hpp"
#include "ledger/support/failing_database.hpp"

namespace {

using namespace ecflink;
using namespace ecflink::detail::ledger;
using namespace std::chrono_literals;
using std::chrono::steady_clock;
using support::moment;

constexpr duration long_enough{30 * micros_per_second};
constexpr std::string_view canary = "canary-4711";

const statement insert{"INSERT INTO things (id, number, text) VALUES ($1, $2, $3)"};
const statement insert_id{"INSERT INTO things (id) VALUES ($1)"};
const statement select_all{"SELECT id, number, text FROM things ORDER BY id"};
const statement count_all{"SELECT count(*) FROM things"};

std::int64_t integer(const value& it) { return std::get<std::int64_t>(it); }
std::string text(const value& it) { return std::get<std::string>(it); }

/// The trouble of `work`, whose message must not hold the canary.
template <class Work>
ledger_trouble trouble_of(const Work& work, std::string* message = nullptr) {
    try {
        work();
    } catch (const database_error& error) {
        EXPECT_EQ(std::string_view(error.what()).find(canary), std::string_view::npos) << error.what();
        EXPECT_FALSE(std::string_view(error.what()).ends_with("."));
        if (message != nullptr) {
            *message = error.what();
        }
        return error.trouble();
    }
    ADD_FAILURE() << "nothing went wrong";
    return {};
}

void write(database& db, const std::function<void()>& work) {
    db.begin_write();
    work();
    db.commit();
}

std::int64_t count(database& db) { return integer(db.query(count_all).at(0).at(0)); }

class in_folder : public testing::Test {
protected:
    in_folder() {
        std::string pattern = (std::filesystem::temp_directory_path() / "ecflink-database-XXXXXX").string();
        folder_ = ::mkdtemp(pattern.data());
        file_ = folder_ / "ledger.db";
    }
    ~in_folder() override { std::filesystem::remove_all(folder_); }

    std::filesystem::path folder_;
    std::filesystem::path file_;
};

#ifdef ECFLINK_TEST_WITH_POSTGRESQL
std::string url_of_schema(const std::string& schema, const std::string& options = "") {
    return std::string(std::getenv("ECFLINK_TEST_POSTGRESQL")) + "&options=-csearch_path%3D" + schema +
           options;
}

std::string make_schema() {
    static std::atomic<int> number = 0;
    const std::string schema = "test_" + std::to_string(::getpid()) + "_" + std::to_string(++number);
    const auto db = postgresql(std::getenv("ECFLINK_TEST_POSTGRESQL"))();
    write(*db, [&] { db->run_script("CREATE SCHEMA " + schema); });
    return schema;
}
#endif

std::vector<std::string> drivers() {
    std::vector<std::string> names{"sqlite"};
#ifdef ECFLINK_TEST_WITH_POSTGRESQL
    if (std::getenv("ECFLINK_TEST_POSTGRESQL") != nullptr) {
        names.emplace_back("postgresql");
    }
#endif
    return names;
}

class Database : public in_folder, public testing::WithParamInterface<std::string> {
protected:
    ledger_connector connector(duration patience = long_enough) {
#ifdef ECFLINK_TEST_WITH_POSTGRESQL
        if (GetParam() == "postgresql") {
            if (schema_.empty()) {
                schema_ = make_schema();
            }
            return postgresql(url_of_schema(schema_), patience);
        }
#endif
        return sqlite(file_, patience);
    }

    std::unique_ptr<database> connect(duration patience = long_enough) { return connector(patience)(); }

    std::unique_ptr<database> connect_with_table() {
        auto db = connect();
        write(*db, [&] {
            db->run_script(
                "CREATE TABLE things (id BIGINT PRIMARY KEY CHECK (id <> 13), number BIGINT, text TEXT "
                "UNIQUE) STRICT;");
        });
        return db;
    }

    static void insert_ids(database& db, std::int64_t from, std::int64_t to) {
        for (std::int64_t id = from; id <= to; ++id) {
            EXPECT_EQ(db.execute(insert_id, std::array{parameter(id)}), 1);
        }
    }

private:
    std::string schema_;
};

INSTANTIATE_TEST_SUITE_P(All, Database, testing::ValuesIn(drivers()),
                         [](const auto& it) { return it.param; });

TEST_P(Database, KeepsValues) {
    const auto db = connect();
    write(*db, [&] {
        db->run_script("CREATE TABLE things (id BIGINT PRIMARY KEY, number BIGINT, text TEXT) STRICT;");
    });
    const std::string long_text(1'000'000, 'x');
    const std::vector<row> rows{
        {value(std::int64_t{1}), value(), value()},
        {value(std::int64_t{2}), value(std::numeric_limits<std::int64_t>::min()), value("")},
        {value(std::int64_t{3}), value(std::numeric_limits<std::int64_t>::max()),
         value("Zo\xC3\xAB \xE6\x9D\xB1\xE4\xBA\xAC \xF0\x9F\x97\xBD")},
        {value(std::int64_t{4}), value(std::int64_t{0}), value("'; DROP TABLE things; -- $1 \\ \" %")},
        {value(std::int64_t{5}), value(std::int64_t{-1}), value(long_text)},
        {value(std::int64_t{6}), value(), value("007")},
    };
    write(*db, [&] {
        for (const row& each : rows) {
            std::vector<parameter> parameters;
            for (const value& it : each) {
                if (const auto* number = std::get_if<std::int64_t>(&it)) {
                    parameters.emplace_back(*number);
                } else if (const auto* words = std::get_if<std::string>(&it)) {
                    parameters.emplace_back(*words);
                } else {
                    parameters.emplace_back();
                }
            }
            db->execute(insert, parameters);
        }
    });
    EXPECT_EQ(connect()->query(select_all), rows);
}

TEST_P(Database, NumbersAndTruthAreIntegers) {
    const auto db = connect_with_table();
    write(*db, [&] { insert_ids(*db, 1, 3); });
    static const statement select{
        "SELECT sum(id), max(id), id = 1, id IN (2, 3), 'x', count(*) FROM things GROUP BY id HAVING id = "
        "$1"};
    EXPECT_EQ(db->query(select, std::array{parameter(std::int64_t{1})}),
              (std::vector<row>{{value(std::int64_t{1}), value(std::int64_t{1}), value(std::int64_t{1}),
                                 value(std::int64_t{0}), value("x"), value(std::int64_t{1})}}));
    static const statement fraction{"SELECT 1.5"};
    EXPECT_EQ(trouble_of([&] { db->query(fraction); }), ledger_trouble::failed);
}

TEST_P(Database, ParametersAreCountedAndMayBeRepeated) {
    const auto db = connect();
    static const statement select{
        "SELECT '$1' -- not $2\n, CAST($2 AS BIGINT) + CAST($2 AS BIGINT), /* $3 */ CAST($1 AS TEXT)"};
    write(*db, [&] {
        EXPECT_EQ(db->query(select, std::array{parameter("a"), parameter(std::int64_t{1} << 40)}),
                  (std::vector<row>{{value("$1"), value(std::int64_t{1} << 41), value("a")}}));
    });
    EXPECT_EQ(trouble_of([&] { db->query(select, std::array{parameter("a")}); }), ledger_trouble::failed);
    static const statement untyped{"SELECT $1 + 1, CAST($2 AS BIGINT)"};
    EXPECT_EQ(db->query(untyped, std::array{parameter(std::int64_t{1} << 40), parameter("12")}),
              (std::vector<row>{{value((std::int64_t{1} << 40) + 1), value(std::int64_t{12})}}));
}

TEST_P(Database, StatementThatCouldNotBePreparedCanBeLater) {
    const auto db = connect();
    db->begin_write();
    EXPECT_EQ(trouble_of([&] { db->execute(insert_id, std::array{parameter(std::int64_t{1})}); }),
              ledger_trouble::failed);
    const auto other = connect_with_table();
    write(*db, [&] { insert_ids(*db, 1, 1); });
    EXPECT_EQ(count(*other), 1);
}

TEST_P(Database, StatementStaysPrepared) {
    const auto db = connect_with_table();
    write(*db, [&] {
        db->execute(insert, std::array{parameter(std::int64_t{1}), parameter(), parameter()});
        db->execute(insert,
                    std::array{parameter(std::int64_t{2}), parameter(std::int64_t{5}), parameter("five")});
        db->execute(insert, std::array{parameter(std::int64_t{3}), parameter(), parameter()});
    });
    EXPECT_EQ(db->query(select_all),
              (std::vector<row>{{value(std::int64_t{1}), value(), value()},
                                {value(std::int64_t{2}), value(std::int64_t{5}), value("five")},
                                {value(std::int64_t{3}), value(), value()}}));
    if (GetParam() == "postgresql") {
        static const statement prepared{
            "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE 'INSERT INTO things%'"};
        EXPECT_EQ(integer(db->query(prepared)[0][0]), 1);
    }
}

TEST_P(Database, CountsWhatItWrites) {
    const auto db = connect_with_table();
    static const statement update{"UPDATE things SET number = $2 WHERE id > $1"};
    static const statement remove{"DELETE FROM things WHERE id = $1"};
    static const statement create{"CREATE TABLE others (id INTEGER)"};
    write(*db, [&] {
        insert_ids(*db, 1, 3);
        EXPECT_EQ(db->execute(update, std::array{parameter(std::int64_t{1}), parameter(std::int64_t{9})}), 2);
        EXPECT_EQ(db->execute(update, std::array{parameter(std::int64_t{8}), parameter(std::int64_t{9})}), 0);
        EXPECT_EQ(db->execute(remove, std::array{parameter(std::int64_t{1})}), 1);
        EXPECT_EQ(db->execute(remove, std::array{parameter(std::int64_t{1})}), 0);
        insert_ids(*db, 1, 1);
        EXPECT_EQ(db->execute(create, {}), 0);
        EXPECT_EQ(db->execute(remove, std::array{parameter(std::int64_t{1})}), 1);
    });
    EXPECT_EQ(count(*db), 2);
}

TEST_P(Database, ComparesTextsByTheirBytes) {
    const auto db = connect_with_table();
    write(*db, [&] {
        std::int64_t id = 0;
        for (const std::string_view word : {"b", "_", "B", "a", "\xC3\xA4", "A", "ab", ""}) {
            db->execute(insert, std::array{parameter(++id), parameter(), parameter(word)});
        }
    });
    static const statement sorted{"SELECT text FROM things ORDER BY text"};
    std::string all;
    for (const row& each : db->query(sorted)) {
        all += text(each[0]) + ",";
    }
    EXPECT_EQ(all, ",A,B,_,a,ab,b,\xC3\xA4,");
    static const statement above{"SELECT count(*) FROM things WHERE text > $1"};
    EXPECT_EQ(integer(db->query(above, std::array{parameter("_")})[0][0]), 4);
}

TEST_P(Database, TypesAreExact) {
    const auto db = connect_with_table();
    db->begin_write();
    trouble_of([&] { db->execute(insert_id, std::array{parameter("a word")}); });
    db->rollback();
    EXPECT_EQ(count(*db), 0);
}

TEST_P(Database, RollbackLeavesNothing) {
    const auto db = connect_with_table();
    db->rollback();
    db->begin_write();
    insert_ids(*db, 1, 5);
    db->run_script("CREATE TABLE others (id BIGINT PRIMARY KEY) STRICT");
    EXPECT_TRUE(db->has_table("others"));
    db->rollback();
    db->rollback();
    EXPECT_EQ(count(*db), 0);
    EXPECT_FALSE(db->has_table("others"));
    {
        const auto other = connect();
        other->begin_write();
        insert_ids(*other, 1, 5);
    }
    EXPECT_EQ(count(*db), 0);
    write(*db, [&] { insert_ids(*db, 1, 1); });
    EXPECT_EQ(count(*connect()), 1);
}

TEST_P(Database, ConstraintIsConflictAndEndsTheTransaction) {
    const auto db = connect_with_table();
    write(*db, [&] {
        db->execute(insert, std::array{parameter(std::int64_t{1}), parameter(), parameter(canary)});
        db->run_script(
            "CREATE TABLE parts (thing BIGINT NOT NULL REFERENCES things (id), what TEXT CHECK (what NOT "
            "LIKE 'canary%')) STRICT");
    });
    static const statement insert_part{"INSERT INTO parts (thing, what) VALUES ($1, $2)"};
    const auto fails = [&](const statement& what, std::vector<parameter> parameters) {
        db->begin_write();
        insert_ids(*db, 2, 2);
        EXPECT_EQ(trouble_of([&] { db->execute(what, parameters); }), ledger_trouble::conflict);
        EXPECT_TRUE(db->is_usable());
        EXPECT_EQ(trouble_of([&] { insert_ids(*db, 3, 3); }), ledger_trouble::failed)
            << "a statement after the end of a transaction was its own";
        EXPECT_EQ(trouble_of([&] { db->commit(); }), ledger_trouble::failed);
        EXPECT_EQ(count(*db), 1);
    };
    fails(insert, {std::int64_t{1}, std::monostate(), std::monostate()});  // primary key
    fails(insert, {std::int64_t{5}, std::monostate(), canary});            // unique
    fails(insert, {std::int64_t{13}, std::monostate(), canary});           // check
    fails(insert_part, {std::int64_t{1}, canary});                         // check
    fails(insert_part, {std::int64_t{77}, "x"});                           // foreign key
    fails(insert_part, {std::monostate(), "x"});                           // not null
}

TEST_P(Database, SqlThatIsWrongFailsWithoutValues) {
    const auto db = connect_with_table();
    static const statement no_table{"INSERT INTO nothing (a) VALUES ($1)"};
    static const statement no_sql{"SELEKT $1"};
    for (const statement* each : {&no_table, &no_sql}) {
        db->begin_write();
        EXPECT_EQ(trouble_of([&] { db->execute(*each, std::array{parameter(canary)}); }),
                  ledger_trouble::failed);
        db->begin_write();
        EXPECT_EQ(trouble_of([&] { db->execute_all(std::array{bound_statement{each, {canary}}}); }),
                  ledger_trouble::failed);
    }
    // The value itself is what PostgreSQL would complain about.
    static const statement cast{
        "SELECT count(*) FROM things WHERE id = CAST(CAST($1 AS TEXT) AS BIGINT) + 9223372036854775807 AND "
        "id < 0"};
    db->begin_write();
    try {
        db->query(cast, std::array{parameter(canary)});
    } catch (const database_error& error) {
        EXPECT_EQ(std::string_view(error.what()).find(canary), std::string_view::npos) << error.what();
    }
    db->rollback();
    EXPECT_TRUE(db->is_usable());
}

TEST_P(Database, CallsOutOfTurnWriteNothing) {
    const auto db = connect_with_table();
    const auto run = [&] { insert_ids(*db, 1, 1); };
    EXPECT_EQ(trouble_of(run), ledger_trouble::failed);
    EXPECT_EQ(
        trouble_of([&] { db->execute_all(std::array{bound_statement{&insert_id, {std::int64_t{1}}}}); }),
        ledger_trouble::failed);
    EXPECT_EQ(trouble_of([&] { db->execute_all_and_commit({}); }), ledger_trouble::failed);
    EXPECT_EQ(trouble_of([&] { db->commit(); }), ledger_trouble::failed);
    EXPECT_EQ(trouble_of([&] { db->run_script("DROP TABLE things"); }), ledger_trouble::failed);
    EXPECT_EQ(trouble_of([&] { db->stream(select_all, {}, [](const row&) { return true; }); }),
              ledger_trouble::failed);
    db->begin_read();
    EXPECT_EQ(trouble_of(run), ledger_trouble::failed);
    EXPECT_EQ(trouble_of([&] { db->begin_write(); }), ledger_trouble::failed);
    db->rollback();
    EXPECT_EQ(count(*db), 0);
}

TEST_P(Database, ReaderSeesOneStateAndHoldsUpNobody) {
    const auto reader = connect_with_table();
    const auto writer = connect();
    reader->begin_read();
    write(*writer, [&] { insert_ids(*writer, 1, 1); });
    EXPECT_EQ(count(*reader), 0);
    write(*writer, [&] { insert_ids(*writer, 2, 2); });
    EXPECT_EQ(count(*reader), 0);
    reader->commit();
    reader->begin_read();
    writer->begin_write();
    insert_ids(*writer, 3, 3);
    EXPECT_EQ(count(*reader), 2);
    writer->rollback();
    reader->rollback();
}

TEST_P(Database, WritersWaitForEachOtherAndSeeWhatWasCommitted) {
    constexpr int threads = 8;
    constexpr int rounds = 25;
    static const statement read{"SELECT number FROM things WHERE id = 1"};
    static const statement increment{"UPDATE things SET number = $1 WHERE id = 1"};
    const ledger_connector connect_any = connector();
    std::vector<std::thread> all;
    for (int i = 0; i < threads; ++i) {
        all.emplace_back([&] {
            // The database is new, so they also race to make it.
            const auto db = connect_any();
            db->begin_write();
            if (!db->has_table("things")) {
                db->run_script(
                    "CREATE TABLE things (id BIGINT PRIMARY KEY, number BIGINT NOT NULL) STRICT; INSERT INTO "
                    "things VALUES (1, 0)");
            }
            db->commit();
            for (int round = 0; round < rounds; ++round) {
                db->begin_write();
                const std::int64_t number = integer(db->query(read).at(0).at(0));
                const bound_statement next{&increment, {number + 1}};
                db->execute_all_and_commit({&next, 1});
            }
        });
    }
    for (std::thread& each : all) {
        each.join();
    }
    EXPECT_EQ(integer(connect()->query(read).at(0).at(0)), threads * rounds);
}

TEST_P(Database, WaitingEndsWithPatience) {
    const auto first = connect_with_table();
    const auto second = connect({200'000});
    write(*second, [] {});
    first->begin_write();
    for (int i = 0; i < 2; ++i) {
        const auto start = steady_clock::now();
        EXPECT_EQ(trouble_of([&] { second->begin_write(); }), ledger_trouble::busy);
        EXPECT_GE(steady_clock::now() - start, 190ms);
        EXPECT_LT(steady_clock::now() - start, 10s);
        EXPECT_TRUE(second->is_usable());
    }
    first->commit();
    write(*second, [&] { insert_ids(*second, 1, 1); });
    EXPECT_EQ(count(*first), 1);
}

TEST_P(Database, SeveralStatementsAreAllOrNothing) {
    const auto db = connect_with_table();
    static const statement update{"UPDATE things SET number = $2 WHERE id = $1"};
    const std::vector<bound_statement> good{{&insert_id, {std::int64_t{1}}},
                                            {&insert_id, {std::int64_t{2}}},
                                            {&update, {std::int64_t{2}, std::int64_t{7}}}};
    db->begin_write();
    db->execute_all(good);
    db->execute_all({});
    EXPECT_EQ(count(*db), 2);
    db->rollback();
    EXPECT_EQ(count(*db), 0);
    db->begin_write();
    db->execute_all_and_commit(good);
    EXPECT_EQ(connect()->query(select_all),
              (std::vector<row>{{value(std::int64_t{1}), value(), value()},
                                {value(std::int64_t{2}), value(std::int64_t{7}), value()}}));

    // One of them fails on a connection that must prepare all of them. Nothing is written, and the
    // connection still works.
    const auto other = connect();
    static const statement remove{"DELETE FROM things WHERE id = $1"};
    const std::vector<bound_statement> bad{{&insert_id, {std::int64_t{3}}},
                                           {&insert, {std::int64_t{3}, std::monostate(), canary}},
                                           {&remove, {std::int64_t{1}}},
                                           {&insert_id, {std::int64_t{4}}}};
    for (const bool and_commit : {false, true, true}) {
        other->begin_write();
        EXPECT_EQ(
            trouble_of([&] { and_commit ? other->execute_all_and_commit(bad) : other->execute_all(bad); }),
            ledger_trouble::conflict);
        EXPECT_TRUE(other->is_usable());
        EXPECT_EQ(count(*db), 2);
    }
    write(*other, [&] {
        other->execute(remove, std::array{parameter(std::int64_t{1})});
        other->execute(insert, std::array{parameter(std::int64_t{3}), parameter(), parameter()});
    });
    EXPECT_EQ(count(*db), 2);

    // More than network buffers hold.
    const std::string text(50'000, 'x');
    std::vector<bound_statement> many;
    for (std::int64_t id = 100; id < 1100; ++id) {
        many.push_back({&update, {id, id}});
        many.push_back({&insert, {id, std::monostate(), std::monostate()}});
    }
    many.push_back({&insert, {std::int64_t{2000}, std::monostate(), text}});
    db->begin_write();
    db->execute_all_and_commit(many);
    EXPECT_EQ(count(*other), 1003);
}

TEST_P(Database, StreamsRows) {
    const auto db = connect_with_table();
    std::vector<bound_statement> all;
    for (std::int64_t id = 100; id < 2600; ++id) {
        all.push_back({&insert_id, {id}});
    }
    db->begin_write();
    db->execute_all_and_commit(all);

    static const statement from{"SELECT id FROM things WHERE id >= $1 ORDER BY id"};
    static const statement find{"SELECT id FROM things WHERE id = $1"};
    for (const std::int64_t wanted : {0, 1, 999, 1000, 1001, 2500, 3000}) {
        db->begin_read();
        std::int64_t taken = 0;
        db->stream(from, std::array{parameter(std::int64_t{100})}, [&](const row& it) {
            EXPECT_EQ(integer(it.at(0)), 100 + taken);
            if (taken % 500 == 0) {
                EXPECT_EQ(db->query(find, std::array{parameter(integer(it[0]))}).size(), 1U);
            }
            ++taken;
            return taken < wanted;
        });
        EXPECT_EQ(taken, std::clamp<std::int64_t>(wanted, 1, 2500));
        if (GetParam() == "postgresql") {
            static const statement open_cursors{"SELECT count(*) FROM pg_cursors WHERE name LIKE 'ecflink%'"};
            EXPECT_EQ(integer(db->query(open_cursors)[0][0]), 0);
        }
        db->stream(from, std::array{parameter(std::int64_t{2600})},
                   [&](const row&) -> bool { throw std::logic_error("there is no row"); });
        db->commit();
    }

    db->begin_read();
    EXPECT_THROW(db->stream(from, std::array{parameter(std::int64_t{0})},
                            [](const row&) -> bool { throw std::logic_error("enough"); }),
                 std::logic_error);
    db->rollback();
    write(*db, [&] { insert_ids(*db, 1, 1); });
    EXPECT_EQ(count(*db), 2501);
}

TEST_P(Database, FindsTables) {
    const auto db = connect();
    EXPECT_FALSE(db->has_table("things"));
    const auto other = connect_with_table();
    EXPECT_TRUE(db->has_table("things"));
    EXPECT_FALSE(db->has_table("thing"));
    EXPECT_FALSE(db->has_table("pg_class"));
    EXPECT_FALSE(db->has_table("sqlite_schema"));
}

TEST_P(Database, FailsWhereItIsToldTo) {
    const auto plan = std::make_shared<support::failure_plan>();
    const auto table = connect_with_table();
    const ledger_connector connect_failing = support::failing(connector(), plan);
    const auto run = [&](std::int64_t id) {
        const auto db = connect_failing();
        db->begin_write();
        db->query(count_all);
        db->execute(insert_id, std::array{parameter(id)});
        db->execute_all_and_commit(
            std::array{bound_statement{&insert_id, {id + 1}}, bound_statement{&insert_id, {id + 2}}});
    };
    run(20);
    EXPECT_EQ(plan->calls(), 7);
    EXPECT_EQ(count(*table), 3);
    for (std::int64_t number = 1; number <= 7; ++number) {
        for (const moment when : {moment::before, moment::after}) {
            plan->fail_at(number, ledger_trouble::unknown_outcome, when);
            EXPECT_EQ(trouble_of([&] { run(100 * number); }),
                      number == 7 ? ledger_trouble::unknown_outcome : ledger_trouble::unavailable);
            EXPECT_TRUE(plan->has_failed());
            EXPECT_EQ(plan->calls(), number < 5 ? number : 7);
            EXPECT_EQ(count(*table), number == 7 && when == moment::after ? 6 : 3);
        }
    }
    plan->fail_at(3, ledger_trouble::full, moment::before);
    const auto db = connect_failing();
    db->begin_write();
    EXPECT_EQ(trouble_of([&] { db->query(count_all); }), ledger_trouble::full);
    EXPECT_TRUE(db->is_usable());
    write(*db, [&] { insert_ids(*db, 1, 1); });
    plan->fail_at(1, ledger_trouble::unavailable, moment::after);
    EXPECT_EQ(trouble_of([&] { db->begin_read(); }), ledger_trouble::unavailable);
    EXPECT_FALSE(db->is_usable());
    EXPECT_EQ(trouble_of([&] { db->begin_read(); }), ledger_trouble::unavailable);
    EXPECT_EQ(plan->calls(), 1);
}

using SqliteDatabase = in_folder;

TEST_F(SqliteDatabase, FilesAreTheOwnersAlone) {
    const mode_t before = ::umask(0);
    const auto db = sqlite(file_)();
    write(*db, [&] { db->run_script("CREATE TABLE things (id BIGINT PRIMARY KEY) STRICT"); });
    ::umask(before);
    for (const char* ending : {"", "-wal", "-shm"}) {
        struct stat status{};
        ASSERT_EQ(::stat((file_.string() + ending).c_str(), &status), 0) << ending;
        EXPECT_EQ(status.st_mode & 0777U, 0600U) << ending;
    }
}

TEST_F(SqliteDatabase, IsSetUp) {
    const auto db = sqlite(file_)();
    write(*db, [] {});
    const std::pair<statement, value> settings[] = {
        {{"PRAGMA journal_mode"}, value("wal")},
        {{"PRAGMA synchronous"}, value(std::int64_t{2})},
        {{"PRAGMA foreign_keys"}, value(std::int64_t{1})},
        {{"PRAGMA trusted_schema"}, value(std::int64_t{0})},
        {{"PRAGMA secure_delete"}, value(std::int64_t{1})},
    };
    for (const auto& [pragma, expected] : settings) {
        EXPECT_EQ(db->query(pragma).at(0).at(0), expected) << pragma.sql;
    }
}

TEST_F(SqliteDatabase, LookingMakesNoFile) {
    const auto db = sqlite(file_)();
    EXPECT_FALSE(db->has_table("ledger"));
    EXPECT_EQ(trouble_of([&] { db->begin_read(); }), ledger_trouble::not_found);
    EXPECT_FALSE(std::filesystem::exists(file_));
    // A file that appears later is found.
    const auto other = sqlite(file_)();
    write(*other, [&] { other->run_script("CREATE TABLE ledger (id BIGINT PRIMARY KEY) STRICT"); });
    EXPECT_TRUE(db->has_table("ledger"));
    db->begin_read();
}

TEST_F(SqliteDatabase, FileThatCannotBeMadeIsUnavailable) {
    const auto db = sqlite(folder_ / "none" / "ledger.db")();
    std::string message;
    EXPECT_EQ(trouble_of([&] { db->begin_write(); }, &message), ledger_trouble::unavailable);
    EXPECT_NE(message.find("none/ledger.db"), std::string::npos) << message;
    EXPECT_EQ(trouble_of([&] { static_cast<void>(sqlite(folder_)()); }), ledger_trouble::unavailable);
}

TEST_F(SqliteDatabase, FileWithoutWriteAheadLogGetsOneOnceItIsFree) {
    sqlite3* stranger = nullptr;
    ASSERT_EQ(sqlite3_open(file_.c_str(), &stranger), SQLITE_OK);
    ASSERT_EQ(sqlite3_exec(stranger, "CREATE TABLE things (id INTEGER); BEGIN IMMEDIATE", nullptr, nullptr,
                           nullptr),
              SQLITE_OK);
    EXPECT_EQ(trouble_of([&] { sqlite(file_, {100'000})()->begin_write(); }), ledger_trouble::busy);
    std::thread end([&] {
        std::this_thread::sleep_for(100ms);
        sqlite3_close(stranger);
    });
    const auto db = sqlite(file_, long_enough)();
    write(*db, [&] { db->execute(insert_id, std::array{parameter(std::int64_t{1})}); });
    end.join();
    EXPECT_EQ(count(*db), 1);
}

TEST_F(SqliteDatabase, NameHasNoMeaningOfItsOwn) {
    const auto before = std::filesystem::current_path();
    std::filesystem::current_path(folder_);
    const auto connect = sqlite(":memory:");
    std::filesystem::current_path(before);
    write(*connect(), [] {});
    EXPECT_TRUE(std::filesystem::exists(folder_ / ":memory:"));
}

TEST_F(SqliteDatabase, NoRoomIsFull) {
    const auto db = sqlite(file_)();
    write(*db, [&] {
        db->run_script("CREATE TABLE things (id BIGINT PRIMARY KEY, number BIGINT, text TEXT) STRICT");
    });
    static const statement limit{"PRAGMA max_page_count = 20"};
    static const statement no_limit{"PRAGMA max_page_count = 1000000"};
    db->query(limit);
    const std::string text(4000, 'x');
    db->begin_write();
    EXPECT_EQ(trouble_of([&] {
                  for (std::int64_t id = 0; id < 100; ++id) {
                      db->execute(insert, std::array{parameter(id), parameter(), parameter(text)});
                  }
              }),
              ledger_trouble::full);
    EXPECT_TRUE(db->is_usable());
    EXPECT_EQ(count(*db), 0);
    db->query(no_limit);
    write(*db,
          [&] { db->execute(insert, std::array{parameter(std::int64_t{1}), parameter(), parameter(text)}); });
    EXPECT_EQ(count(*db), 1);
}

TEST_F(SqliteDatabase, OtherFileIsDamagedAndIsLeftAlone) {
    std::string lines;
    for (int i = 0; i < 100; ++i) {
        lines += "court,login,central_id,linked_at\n";
    }
    std::ofstream(file_) << lines;
    EXPECT_EQ(trouble_of([&] { sqlite(file_)()->begin_write(); }), ledger_trouble::damaged);
    std::ifstream file(file_);
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(file), {}), lines);
}

TEST_F(SqliteDatabase, DamageIsFound) {
    {
        const auto db = sqlite(file_)();
        write(*db, [&] {
            db->run_script("CREATE TABLE things (id BIGINT PRIMARY KEY, number BIGINT, text TEXT) STRICT");
            for (std::int64_t id = 0; id < 1000; ++id) {
                db->execute(insert, std::array{parameter(id), parameter(), parameter(std::string(100, 'x'))});
            }
        });
    }
    const auto size = std::filesystem::file_size(file_);
    ASSERT_GT(size, 20U * 4096U);
    std::fstream file(file_, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(4096);
    file << std::string(size - 4096, '\x7F');
    file.close();
    const auto db = sqlite(file_)();
    db->begin_read();
    EXPECT_EQ(trouble_of([&] { db->query(select_all); }), ledger_trouble::damaged);
}

/// A ledger in small: a table, and a row for each commit.
class SqliteFile : public in_folder {
protected:
    static std::unique_ptr<database> connect(const std::filesystem::path& file) {
        return sqlite(file, long_enough)();
    }
    static void make_table(const std::filesystem::path& file) {
        const auto db = connect(file);
        write(*db, [&] { db->run_script("CREATE TABLE things (id BIGINT PRIMARY KEY) STRICT"); });
    }
    static void insert_row(database& db, std::int64_t id) {
        write(db, [&] { db.execute(insert_id, std::array{parameter(id)}); });
    }
    /// Opens and reads, as a program does that begins now.
    static ledger_trouble trouble_of_reading(const std::filesystem::path& file, std::string* message) {
        return trouble_of([&] { connect(file)->begin_read(); }, message);
    }
};

TEST_F(SqliteFile, ASecondNameIsRefused) {
    make_table(file_);
    const auto db = connect(file_);
    insert_row(*db, 1);
    const auto other = folder_ / "other.db";
    std::filesystem::create_hard_link(file_, other);
    std::string message;
    for (const auto& name : {file_, other}) {
        EXPECT_EQ(trouble_of_reading(name, &message), ledger_trouble::failed);
        EXPECT_NE(message.find("-samefile " + name.string()), std::string::npos) << message;
    }
    EXPECT_EQ(trouble_of([&] { db->begin_read(); }), ledger_trouble::failed);
    EXPECT_EQ(trouble_of([&] { db->begin_write(); }), ledger_trouble::failed);
    std::filesystem::remove(other);
    db->begin_write();
    db->execute(insert_id, std::array{parameter(std::int64_t{2})});
    std::filesystem::create_hard_link(file_, other);
    EXPECT_EQ(trouble_of([&] { db->commit(); }), ledger_trouble::failed);
    std::filesystem::remove(other);
    insert_row(*db, 3);
    EXPECT_EQ(count(*connect(file_)), 2);
}

TEST_F(SqliteFile, ASymbolicLinkIsTheSameName) {
    make_table(file_);
    const auto elsewhere = folder_ / "elsewhere";
    std::filesystem::create_directory(elsewhere);
    std::filesystem::create_symlink(file_, elsewhere / "link.db");
    std::filesystem::create_directory_symlink(folder_, elsewhere / "folder");
    const auto first = connect(file_);
    const auto second = connect(elsewhere / "link.db");
    const auto third = connect(elsewhere / "folder" / "ledger.db");
    insert_row(*first, 1);
    insert_row(*second, 2);
    insert_row(*third, 3);
    EXPECT_EQ(count(*first), 3);
    for (const auto& entry : std::filesystem::directory_iterator(elsewhere)) {
        EXPECT_TRUE(entry.is_symlink()) << entry.path();
    }
    // It must go on naming the file.
    make_table(folder_ / "new.db");
    std::filesystem::remove(elsewhere / "link.db");
    std::filesystem::create_symlink(folder_ / "new.db", elsewhere / "link.db");
    EXPECT_EQ(trouble_of([&] { insert_row(*second, 4); }), ledger_trouble::damaged);
    EXPECT_EQ(count(*first), 3);
}

TEST_F(SqliteFile, DeletedOrReplacedUnderWayIsNoticed) {
    using change = std::function<void(const std::filesystem::path&)>;
    const std::pair<const char*, change> changes[] = {
        {"deleted", [](const auto& file) { std::filesystem::remove(file); }},
        {"renamed", [](const auto& file) { std::filesystem::rename(file, file.string() + ".old"); }},
        {"replaced",
         [](const auto& file) {
             std::filesystem::copy_file(file, file.string() + ".new");
             std::filesystem::rename(file.string() + ".new", file);
         }},
    };
    int number = 0;
    for (const char* ending : {"", "-wal", "-shm"}) {
        for (const auto& [what, change_it] : changes) {
            for (const bool is_in_transaction : {false, true}) {
                SCOPED_TRACE(std::string(ending) + ' ' + what);
                const auto file = folder_ / std::to_string(++number);
                make_table(file);
                const auto connector = sqlite(file, long_enough);
                const auto db = connector();
                const auto idle = connector();
                insert_row(*db, 1);
                EXPECT_EQ(count(*idle), 1);
                idle->begin_read();
                idle->rollback();
                if (is_in_transaction) {
                    db->begin_write();
                    db->execute(insert_id, std::array{parameter(std::int64_t{2})});
                }
                change_it(file.string() + ending);
                std::string message;
                EXPECT_EQ(trouble_of(
                              [&] {
                                  if (!is_in_transaction) {
                                      db->begin_write();
                                  }
                                  db->commit();
                              },
                              &message),
                          ledger_trouble::damaged);
                EXPECT_NE(message.find("deleted or replaced"), std::string::npos) << message;
                EXPECT_FALSE(db->is_usable());
                EXPECT_EQ(trouble_of([&] { idle->begin_read(); }), ledger_trouble::damaged);
                if (*ending == '\0') {
                    // Nor does a new connection take another file for this one, or make one.
                    EXPECT_EQ(trouble_of([&] { connector()->begin_write(); }), ledger_trouble::damaged);
                    EXPECT_EQ(std::filesystem::exists(file), std::string_view(what) == "replaced");
                }
            }
        }
    }
}

TEST_F(SqliteFile, AnotherFileOfTheNameWaitsUntilTheOlderOneIsClosed) {
    std::string message;
    make_table(file_);
    auto db = connect(file_);
    insert_row(*db, 1);
    std::filesystem::remove(file_);
    EXPECT_EQ(trouble_of([&] { connect(file_)->begin_write(); }, &message), ledger_trouble::failed);
    EXPECT_NE(message.find("still has the older file open"), std::string::npos) << message;
    EXPECT_EQ(trouble_of_reading(file_, &message), ledger_trouble::failed);
    db.reset();
    make_table(file_);
    EXPECT_EQ(count(*connect(file_)), 0);
}

TEST_F(SqliteFile, ARenamedFileWaitsUntilItIsClosed) {
    std::string message;
    make_table(file_);
    auto db = connect(file_);
    insert_row(*db, 1);
    const auto other = folder_ / "other.db";
    std::filesystem::rename(file_, other);
    EXPECT_EQ(trouble_of_reading(other, &message), ledger_trouble::failed);
    EXPECT_NE(message.find("open by another name"), std::string::npos) << message;
    db.reset();
    std::filesystem::rename(file_.string() + "-wal", other.string() + "-wal");
    EXPECT_EQ(count(*connect(other)), 1);
}

/// POSIX: whoever closes a file ends all locks of the process on it.
TEST_F(SqliteFile, OpeningAndClosingEndsNoLockOfTheProcess) {
    make_table(file_);
    sqlite3* stranger = nullptr;
    ASSERT_EQ(sqlite3_open(file_.c_str(), &stranger), SQLITE_OK);
    ASSERT_EQ(sqlite3_exec(stranger, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
    connect(file_)->begin_read();
    const int descriptor = ::open(file_.c_str(), O_RDWR | O_CLOEXEC);
    struct flock range{};
    range.l_type = F_WRLCK;
    range.l_whence = SEEK_SET;
    range.l_start = 0x40000000;
    range.l_len = 512;
    ASSERT_EQ(::fcntl(descriptor, F_OFD_GETLK, &range), 0);
    EXPECT_EQ(range.l_type, F_RDLCK);
    sqlite3_close(stranger);
    ::close(descriptor);
}

#ifdef ECFLINK_TEST_WITH_POSTGRESQL

TEST(PostgresqlConnection, MessagesHoldNoPassword) {
    for (const std::string text : {
             "postgresql://filer:canary-4711@/ecflink?host=/nonexistent",
             "host=/nonexistent user=filer password=canary-4711",
             // '@' not escaped: the host would hold the rest
             "postgresql://filer:x@canary-4711@127.0.0.1:1/ecflink",
             // '/' not escaped: the port would hold the beginning
             "postgresql://filer:canary-4711/x@127.0.0.1:1/ecflink",
             // a blank: an option without a value
             "host=/nonexistent user=filer password=x canary-4711",
             "postgresql://filer:x?canary-4711@127.0.0.1:1/ecflink",  // '?': an unknown option
             "postgresql://filer:x%canary-4711@127.0.0.1:1/ecflink",  // '%': no such character
         }) {
        SCOPED_TRACE(text);
        const ledger_trouble trouble = trouble_of([&] { static_cast<void>(postgresql(text, {1})()); });
        EXPECT_TRUE(trouble == ledger_trouble::unavailable || trouble == ledger_trouble::failed);
    }
}

TEST(PostgresqlConnection, ServerThatIsNotThereIsUnavailable) {
    std::string message;
    EXPECT_EQ(trouble_of([] { static_cast<void>(postgresql("postgresql:///ecflink?host=/nonexistent")()); },
                         &message),
              ledger_trouble::unavailable);
    EXPECT_NE(message.find("nothing answers at this address"), std::string::npos) << message;
    EXPECT_EQ(message.find('\n'), std::string::npos) << message;
}

/// With --gtest_filter=*postgresql*, as ctest has it, these run where there is a server.
class PostgresqlDatabase : public testing::TestWithParam<std::string> {
protected:
    PostgresqlDatabase() : schema_(make_schema()), db_(connect()), other_(connect()) {
        write(*db_, [&] {
            db_->run_script("CREATE TABLE things (id BIGINT PRIMARY KEY, number BIGINT, text TEXT) STRICT;");
        });
    }

    std::unique_ptr<database> connect(const std::string& options = "") {
        return postgresql(url_of_schema(schema_, options), long_enough)();
    }

    static std::int64_t process_of(database& db) {
        static const statement ask{"SELECT pg_backend_pid()"};
        return integer(db.query(ask)[0][0]);
    }

    /// Ends the connection `db` from the server's side, and waits until it has ended.
    void terminate(std::int64_t process) {
        static const statement end{"SELECT pg_terminate_backend(CAST($1 AS INTEGER), 30000)"};
        EXPECT_EQ(integer(other_->query(end, std::array{parameter(process)})[0][0]), 1);
    }

    const std::string schema_;
    const std::unique_ptr<database> db_;
    const std::unique_ptr<database> other_;
};

std::vector<std::string> servers() {
    const char* url = std::getenv("ECFLINK_TEST_POSTGRESQL");
    return url == nullptr ? std::vector<std::string>{} : std::vector<std::string>{"postgresql"};
}
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(PostgresqlDatabase);
INSTANTIATE_TEST_SUITE_P(All, PostgresqlDatabase, testing::ValuesIn(servers()),
                         [](const auto& it) { return it.param; });

TEST_P(PostgresqlDatabase, IsSetUpWhateverTheServerSays) {
    const auto db = connect(
        "%20-csynchronous_commit%3Doff%20-cdefault_transaction_isolation%3Dserializable%20-cdefault_"
        "transaction_read_only%3Don");
    db->begin_write();
    static const statement ask{
        "SELECT current_setting('synchronous_commit'), current_setting('transaction_isolation'), "
        "current_setting('client_encoding'),"
        " current_setting('application_name'), current_setting('lock_timeout'), "
        "current_setting('search_path')"};
    EXPECT_EQ(db->query(ask),
              (std::vector<row>{{value("on"), value("read committed"), value("UTF8"), value("ecflink"),
                                 value("30s"), value(schema_ + ", pg_temp")}}));
    db->execute(insert_id, std::array{parameter(std::int64_t{1})});
    db->commit();
    static const statement level{"SELECT current_setting('transaction_isolation')"};
    db->begin_read();
    EXPECT_EQ(text(db->query(level)[0][0]), "repeatable read");
    db->rollback();
    const auto stronger = connect("%20-csynchronous_commit%3Dremote_apply");
    static const statement commit_level{"SELECT current_setting('synchronous_commit')"};
    EXPECT_EQ(text(stronger->query(commit_level)[0][0]), "remote_apply");
}

TEST_P(PostgresqlDatabase, SchemaThatIsNotThereIsAnError) {
    EXPECT_EQ(trouble_of([] { static_cast<void>(postgresql(url_of_schema("nothing"))()); }),
              ledger_trouble::failed);
}

TEST_P(PostgresqlDatabase, LedgersOfTwoSchemasDoNotWait) {
    const auto elsewhere = postgresql(url_of_schema(make_schema()), {100'000})();
    db_->begin_write();
    write(*elsewhere, [] {});
    db_->rollback();
}

TEST_P(PostgresqlDatabase, ConnectionLostWhileIdleIsNotUsable) {
    EXPECT_TRUE(db_->is_usable());
    terminate(process_of(*db_));
    for (int tries = 0; db_->is_usable() && tries < 100; ++tries) {
        std::this_thread::sleep_for(10ms);
    }
    EXPECT_FALSE(db_->is_usable());
    EXPECT_EQ(trouble_of([&] { db_->begin_write(); }), ledger_trouble::unavailable);
    EXPECT_EQ(trouble_of([&] { db_->begin_read(); }), ledger_trouble::unavailable);
}

TEST_P(PostgresqlDatabase, ConnectionLostInATransactionHasWrittenNothing) {
    const std::array two{bound_statement{&insert_id, {std::int64_t{5}}},
                         bound_statement{&insert_id, {std::int64_t{6}}}};
    const std::function<void(database&)> next[] = {
        [](database& db) { db.query(count_all); },
        [](database& db) { db.execute(insert_id, std::array{parameter(std::int64_t{4})}); },
        [&](database& db) { db.execute_all(two); },
        [](database& db) { db.stream(select_all, {}, [](const row&) { return true; }); },
        [](database& db) { db.run_script("DROP TABLE things"); },
    };
    for (const auto& call : next) {
        const auto db = connect();
        db->begin_write();
        db->execute(insert_id, std::array{parameter(std::int64_t{1})});
        terminate(process_of(*db));
        EXPECT_EQ(trouble_of([&] { call(*db); }), ledger_trouble::unavailable);
        EXPECT_FALSE(db->is_usable());
        db->rollback();
        EXPECT_EQ(count(*other_), 0);
    }
    // Then a commit never reports success.
    for (const bool with_statements : {false, true}) {
        const auto db = connect();
        db->begin_write();
        db->execute(insert_id, std::array{parameter(std::int64_t{1})});
        terminate(process_of(*db));
        const ledger_trouble trouble =
            trouble_of([&] { with_statements ? db->execute_all_and_commit(two) : db->commit(); });
        EXPECT_TRUE(trouble == ledger_trouble::unknown_outcome || trouble == ledger_trouble::unavailable);
        EXPECT_FALSE(db->is_usable());
        EXPECT_EQ(count(*other_), 0);
    }
}

/// The commit takes as long as a deferred trigger sleeps, and the connection is lost meanwhile.
TEST_P(PostgresqlDatabase, ConnectionLostInACommitLeavesTheOutcomeUnknown) {
    write(*other_, [&] {
        other_->run_script(
            "CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(60); /* "
            "'TEXT */ RETURN NULL; END $$;"
            "CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON things DEFERRABLE INITIALLY DEFERRED FOR EACH "
            "ROW EXECUTE FUNCTION slow()");
    });
    for (const bool with_statements : {false, true}) {
        const auto db = connect();
        const std::int64_t process = process_of(*db);
        std::thread end([&] {
            static const statement ask{
                "SELECT count(*) FROM pg_stat_activity WHERE pid = $1 AND wait_event = 'PgSleep'"};
            while (integer(other_->query(ask, std::array{parameter(process)})[0][0]) == 0) {
                std::this_thread::sleep_for(5ms);
            }
            terminate(process);
        });
        db->begin_write();
        const std::array one{bound_statement{&insert_id, {std::int64_t{1}}}};
        EXPECT_EQ(trouble_of([&] {
                      if (with_statements) {
                          db->execute_all_and_commit(one);
                      } else {
                          db->execute_all(one);
                          db->commit();
                      }
                  }),
                  ledger_trouble::unknown_outcome);
        end.join();
        EXPECT_FALSE(db->is_usable());
        EXPECT_EQ(count(*other_), 0);
    }
}

TEST_P(PostgresqlDatabase, DeferredConstraintFailsTheCommit) {
    write(*db_, [&] {
        db_->run_script(
            "CREATE TABLE parts (thing BIGINT REFERENCES things (id) DEFERRABLE INITIALLY DEFERRED) STRICT");
    });
    static const statement insert_part{"INSERT INTO parts (thing) VALUES ($1)"};
    db_->begin_write();
    db_->execute(insert_part, std::array{parameter(std::int64_t{99})});
    EXPECT_EQ(trouble_of([&] { db_->commit(); }), ledger_trouble::conflict);
    db_->begin_write();
    EXPECT_EQ(trouble_of([&] {
                  db_->execute_all_and_commit(std::array{bound_statement{&insert_part, {std::int64_t{99}}}});
              }),
              ledger_trouble::conflict);
    EXPECT_TRUE(db_->is_usable());
    write(*db_, [&] { db_->execute(insert_id, std::array{parameter(std::int64_t{1})}); });
}

#endif

}  // namespace
