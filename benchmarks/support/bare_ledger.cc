#include "support/bare_ledger.hpp"

#include <ecflink/policies/policy_set.hpp>

#include <sqlite3.h>
#ifdef ECFLINK_TEST_WITH_POSTGRESQL
#include <libpq-fe.h>
#endif

#include <array>
#include <chrono>
#include <map>
#include <stdexcept>
#include <thread>

#include "ledger/schema.hpp"

namespace support {
namespace {

using detail::ledger::parameter;
using detail::ledger::row;
using detail::ledger::statement;
using detail::ledger::value;

constexpr std::array<const char*, bare_statements> bare_sql{
    "INSERT INTO audit (sequence, body, hash, court, place, tag) VALUES ($1, $2, $3, $4, $5, $6)",
    "INSERT INTO checkpoints (events, number, body, public_key, signature) VALUES ($1, $2, $3, $4, $5)",
    "INSERT INTO links (sequence, court, login, central_id, state, linked_at, made_by, central_proof, "
    "central_proof_at, account_proof, "
    "account_proof_at, account_proof_court, confirmed_at, account_slot, central_slot, approved) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
    "INSERT INTO records (sequence, record) VALUES ($1, $2)",
    "INSERT INTO used_handles (sequence, handle, court, login, central_id, outcome) VALUES ($1, $2, $3, $4, "
    "$5, $6)",
    "INSERT INTO obligations (sequence, obligation, place, due, court, login, central_id, claimant) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    "DELETE FROM attempts WHERE court = $1 AND login = $2 AND reserved_at <= $3",
    "INSERT INTO attempts (sequence, court, login, reserved_at, outcome) VALUES ($1, $2, $3, $4, $5)",
    "UPDATE attempts SET outcome = $1 WHERE sequence = $2",
    "INSERT INTO chains (event, hash, court, place, tag, checkpoint, latest) "
    "VALUES ($1, $2, $3, $4, $5, 0, 0) "
    "ON CONFLICT (court) DO UPDATE SET event = excluded.event, hash = excluded.hash, "
    "place = excluded.place, tag = excluded.tag, latest = excluded.latest",
};
constexpr const char* select_chain = "SELECT max(event) FROM chains";

/// The tables whose rows never change, and their columns in the order of the statements above. The
/// first column is the number of the event.
constexpr std::pair<bare_statement, statement> written_as_they_are[] = {
    {bare_statement::audit,
     {"SELECT sequence, body, hash, court, place, tag FROM audit WHERE sequence > $1 ORDER BY sequence"}},
    {bare_statement::checkpoint,
     {"SELECT events, number, body, public_key, signature FROM checkpoints WHERE events > $1"}},
    {bare_statement::link,
     {"SELECT sequence, court, login, central_id, state, linked_at, made_by, central_proof, "
      "central_proof_at, account_proof, account_proof_at, "
      "account_proof_court, confirmed_at, account_slot, central_slot, approved FROM links WHERE sequence > "
      "$1"}},
    {bare_statement::record, {"SELECT sequence, record FROM records WHERE sequence > $1"}},
    {bare_statement::handle,
     {"SELECT sequence, handle, court, login, central_id, outcome FROM used_handles WHERE sequence > $1"}},
    {bare_statement::obligation,
     {"SELECT sequence, obligation, place, due, court, login, central_id, claimant FROM obligations "
      "WHERE sequence > $1"}},
};
constexpr statement select_attempts{
    "SELECT sequence, court, login, reserved_at, outcome FROM attempts WHERE sequence > $1"};

/// The login that the body of an event names.
std::string login_of(const std::string& body) {
    constexpr std::string_view name = "\"login\":\"";
    const std::size_t begin = body.find(name);
    return begin == std::string::npos
               ? std::string{}
               : body.substr(begin + name.size(), body.find('"', begin + name.size()) - begin - name.size());
}

}  // namespace

std::vector<bare_transaction> transactions_after(detail::ledger::database& db, std::int64_t after) {
    db.begin_read();
    std::vector<bare_transaction> all;
    const parameter key[] = {after};
    for (const auto& [what, select] : written_as_they_are) {
        for (row& one : db.query(select, key)) {
            const auto at = static_cast<std::size_t>(std::get<std::int64_t>(one[0]) - after - 1);
            if (what == bare_statement::audit) {
                all.emplace_back();
            }
            all.at(at).push_back({what, std::move(one)});
        }
    }
    // An attempt is written when it is reserved, and again, with its outcome, by the next event
    // that names its account.
    std::map<std::string, row> attempts;
    for (row& one : db.query(select_attempts, key)) {
        attempts.emplace(std::get<std::string>(one[2]), one);
    }
    db.rollback();
    for (std::int64_t sequence = after + 1; bare_transaction & one : all) {
        const row event = one.front().values;
        if (const auto found = attempts.find(login_of(std::get<std::string>(event[1])));
            found != attempts.end()) {
            const row& attempt = found->second;
            if (std::get<std::int64_t>(attempt[0]) == sequence) {
                one.push_back({bare_statement::prune_attempts, {attempt[1], attempt[2], std::int64_t{0}}});
                one.push_back({bare_statement::attempt,
                               {attempt[0], attempt[1], attempt[2], attempt[3], std::string("open")}});
            } else {
                one.push_back({bare_statement::attempt_outcome, {attempt[4], attempt[0]}});
            }
        }
        one.push_back({bare_statement::head, {event[0], event[2], event[3], event[4], event[5]}});
        ++sequence;
    }
    return all;
}

void copy_ledger(detail::ledger::database& from, detail::ledger::database& to) {
    constexpr std::pair<statement, statement> tables[] = {
        {{"SELECT * FROM ledger"}, {"INSERT INTO ledger VALUES ($1, $2, $3, $4, $5, $6)"}},
        {{"SELECT * FROM central_accounts"},
         {"INSERT INTO central_accounts VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"}},
        {{"SELECT * FROM court_accounts"},
         {"INSERT INTO court_accounts VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"}},
        {{"SELECT * FROM audit ORDER BY sequence"}, {"INSERT INTO audit VALUES ($1, $2, $3, $4, $5, $6)"}},
        {{"SELECT * FROM chains"}, {"INSERT INTO chains VALUES ($1, $2, $3, $4, $5, $6, $7)"}},
        {{"SELECT * FROM checkpoints ORDER BY number"},
         {"INSERT INTO checkpoints VALUES ($1, $2, $3, $4, $5)"}},
    };
    // Connections identify statements by their addresses.
    static const std::vector kept(std::begin(tables), std::end(tables));
    from.begin_read();
    to.begin_write();
    (void)detail::ledger::migrate_tables(to, 0);
    for (const auto& [select, insert] : kept) {
        from.stream(select, {}, [&](const row& one) {
            std::vector<parameter> values;
            for (const value& each : one) {
                const auto* words = std::get_if<std::string>(&each);
                const auto* number = std::get_if<std::int64_t>(&each);
                values.push_back(words != nullptr    ? parameter{std::string_view(*words)}
                                 : number != nullptr ? parameter{*number}
                                                     : parameter{});
            }
            to.execute(insert, values);
            return true;
        });
    }
    to.commit();
    from.rollback();
}

// ---- SQLite -------------------------------------------------------------------------------------

namespace {

class sqlite_writer final : public bare_ledger {
public:
    explicit sqlite_writer(const std::string& file) {
        check(sqlite3_open_v2(file.c_str(), &db_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr));
        sqlite3_busy_handler(
            db_,
            [](void*, int tries) {
                std::this_thread::sleep_for(std::chrono::microseconds(100) * (1 + std::min(tries, 19)));
                return 1;
            },
            nullptr);
        check(sqlite3_exec(db_,
                           "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON",
                           nullptr, nullptr, nullptr));
        begin_ = prepare("BEGIN IMMEDIATE");
        commit_ = prepare("COMMIT");
        chain_ = prepare(select_chain);
        for (std::size_t i = 0; i < bare_statements; ++i) {
            writes_[i] = prepare(bare_sql[i]);
        }
    }
    sqlite_writer(const sqlite_writer&) = delete;
    sqlite_writer& operator=(const sqlite_writer&) = delete;
    ~sqlite_writer() override {
        for (sqlite3_stmt* each : writes_) {
            sqlite3_finalize(each);
        }
        sqlite3_finalize(begin_);
        sqlite3_finalize(commit_);
        sqlite3_finalize(chain_);
        sqlite3_close(db_);
    }

    void write_next(std::span<const bare_transaction> all, std::int64_t after) override {
        run(begin_);
        if (sqlite3_step(chain_) != SQLITE_ROW) {
            check(SQLITE_ERROR);
        }
        const auto at = static_cast<std::size_t>(sqlite3_column_int64(chain_, 0) - after);
        sqlite3_reset(chain_);
        for (const bare_write& one : all[at]) {
            sqlite3_stmt* const use = writes_[static_cast<std::size_t>(one.what)];
            for (int index = 1; const value& each : one.values) {
                if (const auto* number = std::get_if<std::int64_t>(&each)) {
                    sqlite3_bind_int64(use, index, *number);
                } else if (const auto* words = std::get_if<std::string>(&each)) {
                    sqlite3_bind_text(use, index, words->data(), static_cast<int>(words->size()),
                                      SQLITE_STATIC);
                } else {
                    sqlite3_bind_null(use, index);
                }
                ++index;
            }
            run(use);
        }
        run(commit_);
    }

private:
    void check(int code) const {
        if (code != SQLITE_OK) {
            throw std::runtime_error(sqlite3_errmsg(db_));
        }
    }
    sqlite3_stmt* prepare(const char* sql) {
        sqlite3_stmt* made = nullptr;
        check(sqlite3_prepare_v3(db_, sql, -1, SQLITE_PREPARE_PERSISTENT, &made, nullptr));
        return made;
    }
    void run(sqlite3_stmt* what) {
        sqlite3_step(what);
        check(sqlite3_reset(what));
    }

    sqlite3* db_ = nullptr;
    sqlite3_stmt* begin_ = nullptr;
    sqlite3_stmt* commit_ = nullptr;
    sqlite3_stmt* chain_ = nullptr;
    std::array<sqlite3_stmt*, bare_statements> writes_{};
};

}  // namespace

std::unique_ptr<bare_ledger> bare_sqlite(const std::string& file) {
    return std::make_unique<sqlite_writer>(file);
}

// ---- PostgreSQL ---------------------------------------------------------------------------------

#ifdef ECFLINK_TEST_WITH_POSTGRESQL
namespace {

/// Two round trips a transaction: one takes the lock and reads the head of the chain, one does
/// everything else.
class postgresql_writer final : public bare_ledger {
public:
    explicit postgresql_writer(const std::string& url) : db_(PQconnectdb(url.c_str())) {
        prepare("begin", "BEGIN");
        prepare("commit", "COMMIT");
        prepare(
            "lock",
            "SELECT pg_catalog.pg_advisory_xact_lock(1, pg_catalog.hashtext(pg_catalog.current_schema()))");
        prepare("chain", select_chain);
        for (std::size_t i = 0; i < bare_statements; ++i) {
            prepare(names_[i] = "write" + std::to_string(i), bare_sql[i]);
        }
        check(PQenterPipelineMode(db_) == 1);
    }
    postgresql_writer(const postgresql_writer&) = delete;
    postgresql_writer& operator=(const postgresql_writer&) = delete;
    ~postgresql_writer() override { PQfinish(db_); }

    void write_next(std::span<const bare_transaction> all, std::int64_t after) override {
        send("begin");
        send("lock");
        send("chain");
        std::int64_t sequence = 0;
        finish_turn(&sequence);
        std::vector<std::string> numbers;
        std::vector<const char*> values;
        for (const bare_write& one : all[static_cast<std::size_t>(sequence - after)]) {
            numbers.clear();
            numbers.reserve(one.values.size());
            values.clear();
            for (const value& each : one.values) {
                const auto* number = std::get_if<std::int64_t>(&each);
                const auto* words = std::get_if<std::string>(&each);
                values.push_back(number != nullptr  ? numbers.emplace_back(std::to_string(*number)).c_str()
                                 : words != nullptr ? words->c_str()
                                                    : nullptr);
            }
            send(names_[static_cast<std::size_t>(one.what)].c_str(), values);
        }
        send("commit");
        finish_turn(nullptr);
    }

private:
    void check(bool is_good) const {
        if (!is_good) {
            throw std::runtime_error(PQerrorMessage(db_));
        }
    }
    void prepare(const std::string& name, const char* sql) {
        PGresult* const done = PQprepare(db_, name.c_str(), sql, 0, nullptr);
        check(PQresultStatus(done) == PGRES_COMMAND_OK);
        PQclear(done);
    }
    void send(const char* name, const std::vector<const char*>& values = {}) {
        check(PQsendQueryPrepared(db_, name, static_cast<int>(values.size()), values.data(), nullptr, nullptr,
                                  0) == 1);
    }
    /// Reads the answers. Returns the first value of the last answer that has rows.
    void finish_turn(std::int64_t* number) {
        check(PQpipelineSync(db_) == 1);
        for (bool is_over = false; !is_over;) {
            while (PGresult* const one = PQgetResult(db_)) {
                const ExecStatusType status = PQresultStatus(one);
                is_over = status == PGRES_PIPELINE_SYNC;
                if (number != nullptr && status == PGRES_TUPLES_OK) {
                    *number = std::atoll(PQgetvalue(one, 0, 0));
                }
                PQclear(one);
                check(is_over || status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK);
                if (is_over) {
                    break;
                }
            }
        }
    }

    PGconn* db_;
    std::array<std::string, bare_statements> names_;
};

}  // namespace

std::unique_ptr<bare_ledger> bare_postgresql(const std::string& url) {
    return std::make_unique<postgresql_writer>(url);
}
#endif

}  // namespace support
