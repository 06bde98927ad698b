// postgresql_database.cc: the driver for PostgreSQL.
//
// A write transaction first takes an advisory lock: of the ledger's schema, or, for what belongs to
// one court, of the schema together with others and of the court alone. It runs at READ COMMITTED,
// where each statement sees what was committed before it began. With the lock held, that is all the
// work of earlier writers, and nobody else writes there. So no transaction ever has to be retried.
#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <optional>
#include <unordered_map>
#include <utility>

#include <ecflink/ledger/postgresql.hpp>

#include "ledger/database_words.hpp"
#include "ledger/driver.hpp"
#include "ledger/postgresql_client.hpp"
#include "ledger/sql_words.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::ledger {
namespace {

/// PostgreSQL has no `STRICT`, and would compare texts by the rules of the database's language.
std::string as_postgresql_types(std::string_view sql) {
    return change_sql_words(sql, [](std::string_view word, std::string_view before) -> std::string_view {
        if (word == "STRICT" && before == ")") {
            return "";
        }
        return word == "TEXT" && before != "AS" ? "TEXT COLLATE \"C\"" : word;
    });
}

class postgresql_database final : public driver {
public:
    postgresql_database(const std::string& connection, duration patience)
        : patience_ms_(
              std::clamp<std::int64_t>(patience.micros / 1000, 1, std::numeric_limits<std::int32_t>::max())) {
        check_connection_text(connection);
        connect(connection);
        set_up_session();
    }

    void begin_write() override { begin_write_and_query({}, std::nullopt); }

    std::vector<std::vector<row>> begin_write_and_query(std::span<const bound_statement> all,
                                                        std::optional<std::string_view> court) override {
        require(phase::idle);
        // Others wait for this writer, so the server ends it after an idle minute.
        static constexpr statement begin{"BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"};
        static constexpr statement limit{"SET LOCAL idle_in_transaction_session_timeout = '1min'"};
        static constexpr statement lock_ledger{
            "SELECT pg_catalog.pg_advisory_xact_lock(1701013100, "
            "pg_catalog.hashtext(pg_catalog.current_schema()))"};
        static constexpr statement share_ledger{
            "SELECT pg_catalog.pg_advisory_xact_lock_shared(1701013100, "
            "pg_catalog.hashtext(pg_catalog.current_schema()))"};
        static constexpr statement lock_court{
            "SELECT pg_catalog.pg_advisory_xact_lock(1701013101, "
            "pg_catalog.hashtext(pg_catalog.current_schema() || '/' || $1))"};
        std::vector<bound_statement> together{{&begin, {}}, {&limit, {}}};
        if (court) {
            together.push_back({&share_ledger, {}});
            together.push_back({&lock_court, {*court}});
        } else {
            together.push_back({&lock_ledger, {}});
        }
        const std::size_t first = together.size();
        together.insert(together.end(), all.begin(), all.end());
        const std::vector<result_pointer> results = run_pipeline(together);
        phase_ = phase::writing;
        std::vector<std::vector<row>> answers;
        for (std::size_t i = first; i < results.size(); ++i) {
            answers.push_back(read_rows(results[i].get()));
        }
        return answers;
    }

    void begin_read() override {
        require(phase::idle);
        // A transaction sees the state at its first statement.
        run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT 1");
        phase_ = phase::reading;
    }

    void commit() override {
        require_transaction();
        check_not_lost();
        const bool is_sent = PQsendQuery(connection_.get(), "COMMIT") == 1;
        check_commit(is_sent, last_result());
    }

    void rollback() noexcept override {
        phase_ = phase::idle;
        if (!is_lost() && PQtransactionStatus(connection_.get()) != PQTRANS_IDLE) {
            const result_pointer result(PQexec(connection_.get(), "ROLLBACK"));
        }
    }

    std::vector<row> query(const statement& what, std::span<const parameter> parameters) override {
        return read_rows(run_prepared(what, parameters).get());
    }

    std::int64_t execute(const statement& what, std::span<const parameter> parameters) override {
        require(phase::writing);
        const result_pointer result = run_prepared(what, parameters);
        const std::string_view count = PQcmdTuples(result.get());
        std::int64_t rows = 0;
        std::from_chars(count.data(), count.data() + count.size(), rows);
        return PQresultStatus(result.get()) == PGRES_COMMAND_OK ? rows : 0;
    }

    void execute_all(std::span<const bound_statement> all) override {
        if (!all.empty()) {
            require(phase::writing);
            run_pipeline(all);
        }
    }

    void execute_all_and_commit(std::span<const bound_statement> all) override {
        require(phase::writing);
        run_pipeline(all, at_end::commit);
    }

    void stream(const statement& what, std::span<const parameter> parameters,
                const std::function<bool(const row&)>& take) override {
        require_transaction();
        const std::string cursor = "ecflink_cursor_" + std::to_string(next_name_++);
        const arguments given(parameters);
        const std::string declare = "DECLARE " + cursor + " NO SCROLL CURSOR FOR " + what.sql;
        check(result_pointer(PQexecParams(connection_.get(), declare.c_str(), given.count(), given.types(),
                                          given.values(), given.lengths(), given.formats(), 0)));
        const std::string fetch = "FETCH FORWARD 1000 FROM " + cursor;
        for (bool is_wanted = true; is_wanted;) {
            const result_pointer rows = run(fetch.c_str());
            is_wanted = PQntuples(rows.get()) > 0;
            for (int i = 0; is_wanted && i < PQntuples(rows.get()); ++i) {
                is_wanted = take(read_row(rows.get(), i));
            }
        }
        run(("CLOSE " + cursor).c_str());
    }

    void run_script(const std::string& sql) override {
        require(phase::writing);
        run(as_postgresql_types(sql).c_str());
    }

    bool has_one_writer() const noexcept override { return false; }

    void lock_checkpoints() override {
        static constexpr statement lock{
            "SELECT pg_catalog.pg_advisory_xact_lock(1701013102, "
            "pg_catalog.hashtext(pg_catalog.current_schema()))"};
        execute(lock, {});
    }

    /// A sequence, because it never makes a transaction wait. A transaction that is rolled back
    /// leaves a gap in the numbers.
    const statement* number_source() const noexcept override {
        static constexpr statement next{"SELECT nextval('event_numbers')"};
        return &next;
    }

    void make_number_source(std::uint64_t first) override {
        run_script("CREATE SEQUENCE event_numbers START WITH " + std::to_string(first));
    }

    bool has_table(std::string_view name) override {
        static constexpr statement find_table{
            "SELECT 1 FROM pg_catalog.pg_tables WHERE schemaname = pg_catalog.current_schema() AND tablename "
            "= CAST($1 AS name)"};
        return !query(find_table, std::array{parameter(name)}).empty();
    }

    bool is_usable() const noexcept override {
        // Reads what the server sent meanwhile: it may have closed the connection.
        return !is_lost() && PQconsumeInput(connection_.get()) == 1 && !is_lost() &&
               (phase_ != phase::idle || PQtransactionStatus(connection_.get()) == PQTRANS_IDLE);
    }

private:
    void connect(const std::string& connection) {
        // The given text may override what comes before dbname. Keepalives notice a server that
        // vanished.
        const std::string seconds = std::to_string(std::clamp<std::int64_t>(patience_ms_ / 1000, 2, 60));
        const std::array keywords{"connect_timeout",  "keepalives_idle",  "keepalives_interval",
                                  "keepalives_count", "tcp_user_timeout", "fallback_application_name",
                                  "dbname",           "client_encoding",  static_cast<const char*>(nullptr)};
        const std::array values{seconds.c_str(),
                                "10",
                                "5",
                                "3",
                                "30000",
                                "ecflink",
                                connection.c_str(),
                                "UTF8",
                                static_cast<const char*>(nullptr)};
        connection_.reset(PQconnectdbParams(keywords.data(), values.data(), 1));
        if (connection_ == nullptr) {
            throw std::bad_alloc();
        }
        if (is_lost()) {
            throw database_error(ledger_trouble::unavailable,
                                 why_unreachable(PQerrorMessage(connection_.get()), seconds));
        }
        // libpq would write notices to standard error.
        PQsetNoticeReceiver(connection_.get(), [](void*, const PGresult*) {}, nullptr);
    }

    /// Fixes the schema, so that the lock and the tables of a ledger belong to one schema, and no
    /// table of another schema hides one of them. Makes a commit wait for this server's disk at
    /// least, whatever the server's settings. Plans each statement once: it always finds its rows
    /// by keys, and planning takes several times as long as running.
    void set_up_session() {
        const std::string patience = std::to_string(patience_ms_);
        const std::array<const char*, 1> values{patience.c_str()};
        const result_pointer result(
            PQexecParams(connection_.get(),
                         "SELECT pg_catalog.current_schema(),"
                         " pg_catalog.set_config('search_path', "
                         "pg_catalog.quote_ident(pg_catalog.current_schema()) || ', pg_temp', false),"
                         " pg_catalog.set_config('synchronous_commit', CASE "
                         "pg_catalog.current_setting('synchronous_commit')"
                         "   WHEN 'remote_apply' THEN 'remote_apply' ELSE 'on' END, false),"
                         " pg_catalog.set_config('standard_conforming_strings', 'on', false),"
                         " pg_catalog.set_config('plan_cache_mode', 'force_generic_plan', false),"
                         " pg_catalog.set_config('lock_timeout', $1, false)",
                         1, nullptr, values.data(), nullptr, nullptr, 0));
        check(result);
        if (PQgetisnull(result.get(), 0, 0) == 1) {
            throw database_error(
                ledger_trouble::failed,
                "the PostgreSQL connection has no schema; let its search_path begin with one "
                "that exists");
        }
    }

    [[nodiscard]] bool is_lost() const noexcept { return PQstatus(connection_.get()) != CONNECTION_OK; }

    result_pointer run(const char* sql) {
        result_pointer result(PQexec(connection_.get(), sql));
        check(result);
        return result;
    }

    /// Where the name of a prepared statement stands, and whether it is yet to be prepared.
    std::pair<std::unordered_map<const statement*, std::string>::iterator, bool> name_of(
        const statement& what) {
        const auto found = prepared_.try_emplace(&what);
        if (found.second) {
            found.first->second = "ecflink_" + std::to_string(next_name_++);
        }
        return found;
    }

    result_pointer run_prepared(const statement& what, std::span<const parameter> parameters) {
        const arguments given(parameters);
        const auto [place, is_new] = name_of(what);
        if (is_new) {
            const result_pointer result(
                PQprepare(connection_.get(), place->second.c_str(), what.sql, given.count(), given.types()));
            if (!is_good(result.get())) {
                prepared_.erase(place);
            }
            check(result);
        }
        result_pointer result(PQexecPrepared(connection_.get(), place->second.c_str(), given.count(),
                                             given.values(), given.lengths(), given.formats(), 0));
        check(result);
        return result;
    }

    /// What follows the statements of a pipeline.
    enum class at_end : std::uint8_t { stay, commit };

    /// Sends all statements, and what must be prepared for them, before it waits for an answer.
    /// After a failure the server skips the rest, the COMMIT too. Returns the results of the
    /// statements.
    std::vector<result_pointer> run_pipeline(std::span<const bound_statement> all,
                                             at_end then = at_end::stay) {
        check_not_lost();
        PGconn* const to = connection_.get();
        // what was sent, in order: the statement that is prepared, or null where one is run
        std::vector<const statement*> sent;
        bool is_sent = PQenterPipelineMode(to) == 1;
        for (const bound_statement& each : all) {
            const arguments given(each.parameters);
            const auto [place, is_new] = name_of(*each.what);
            if (is_new) {
                is_sent = is_sent && PQsendPrepare(to, place->second.c_str(), each.what->sql, given.count(),
                                                   given.types()) == 1;
                sent.push_back(each.what);
            }
            is_sent = is_sent && PQsendQueryPrepared(to, place->second.c_str(), given.count(), given.values(),
                                                     given.lengths(), given.formats(), 0) == 1;
            sent.push_back(nullptr);
        }
        if (then == at_end::commit) {
            is_sent =
                is_sent && PQsendQueryParams(to, "COMMIT", 0, nullptr, nullptr, nullptr, nullptr, 0) == 1;
            sent.push_back(nullptr);
        }
        is_sent = PQpipelineSync(to) == 1 && is_sent;
        std::vector<result_pointer> results = pipeline_results(sent);
        static const result_pointer none;
        const result_pointer& last = is_lost() || results.empty() ? none : results.back();
        if (then == at_end::commit) {
            check_commit(is_sent, last);
        } else {
            check(last);
        }
        return results;
    }

    /// The results of the statements up to the first error. Leaves the pipeline.
    std::vector<result_pointer> pipeline_results(std::span<const statement* const> sent) {
        std::vector<result_pointer> results;
        bool has_failed = false;
        // after the last result comes the end mark, if it was sent
        for (std::size_t at = 0; at <= sent.size() && !is_lost();) {
            result_pointer result(PQgetResult(connection_.get()));
            if (result == nullptr) {
                ++at;
                continue;
            }
            const ExecStatusType status = PQresultStatus(result.get());
            if (status == PGRES_PIPELINE_SYNC) {
                break;
            }
            const bool is_of_preparing = at < sent.size() && sent[at] != nullptr;
            if (is_of_preparing && status != PGRES_COMMAND_OK) {
                prepared_.erase(sent[at]);
            }
            if (!has_failed && (!is_of_preparing || status != PGRES_COMMAND_OK)) {
                has_failed = !is_good(result.get());
                results.push_back(std::move(result));
            }
        }
        PQexitPipelineMode(connection_.get());
        return results;
    }

    result_pointer last_result() {
        result_pointer last;
        while (result_pointer result{PQgetResult(connection_.get())}) {
            last = std::move(result);
        }
        return last;
    }

    /// Checks the answer to COMMIT. Without an answer the outcome is unknown.
    void check_commit(bool is_sent, const result_pointer& result) {
        if (is_lost() || !is_sent) {
            const std::string own_words =
                in_its_own_words("libpq", in_one_line(PQerrorMessage(connection_.get())));
            phase_ = phase::idle;
            throw database_error(
                ledger_trouble::unknown_outcome,
                "the connection to PostgreSQL was lost during a commit; ask what became of it" + own_words);
        }
        check(result);
        if (std::string_view(PQcmdStatus(result.get())) != "COMMIT") {
            rollback();
            throw database_error(
                ledger_trouble::failed,
                "PostgreSQL did not commit the transaction, because one of its statements failed");
        }
        phase_ = phase::idle;
    }

    /// Until a COMMIT is sent the outcome is known: nothing is written.
    void check_not_lost() {
        if (is_lost()) {
            check(nullptr);
        }
    }

    static bool is_good(const PGresult* result) noexcept {
        const ExecStatusType status = PQresultStatus(result);
        return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
    }

    /// Unless the result is good, ends the transaction and throws the reason.
    void check(const result_pointer& result) {
        if (is_good(result.get())) {
            return;
        }
        if (is_lost()) {
            phase_ = phase::idle;
            throw database_error(
                ledger_trouble::unavailable,
                "the connection to PostgreSQL was lost; try again" +
                    in_its_own_words("libpq", in_one_line(PQerrorMessage(connection_.get()))));
        }
        rollback();
        throw error_of(result.get(), patience_ms_);
    }

    std::vector<row> read_rows(const PGresult* result) {
        std::vector<row> rows;
        rows.reserve(static_cast<std::size_t>(PQntuples(result)));
        for (int i = 0; i < PQntuples(result); ++i) {
            rows.push_back(read_row(result, i));
        }
        return rows;
    }

    row read_row(const PGresult* result, int index) {
        row values(static_cast<std::size_t>(PQnfields(result)));
        for (int column = 0; value & each : values) {
            if (PQgetisnull(result, index, column) == 0) {
                each = read_value(PQftype(result, column),
                                  {PQgetvalue(result, index, column),
                                   static_cast<std::size_t>(PQgetlength(result, index, column))});
            }
            ++column;
        }
        return values;
    }

    /// As in SQLite, a comparison is 0 or 1, and a sum of integers is an integer, though PostgreSQL
    /// makes it a numeric.
    value read_value(Oid kind, std::string_view text) {
        switch (kind) {
            case type::boolean: return std::int64_t{text == "t"};
            case type::bigint:
            case type::integer:
            case type::smallint:
            case type::numeric: {
                std::int64_t number = 0;
                const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
                if (error == std::errc() && end == text.data() + text.size()) {
                    return number;
                }
                break;
            }
            case type::text:
            case type::varchar:
            case type::name: return std::string(text);
            default: break;
        }
        rollback();
        throw database_error(ledger_trouble::failed,
                             "a query returned a value that is neither a 64-bit integer nor a text");
    }

    std::int64_t patience_ms_;
    std::uint64_t next_name_ = 0;
    connection_pointer connection_;
    std::unordered_map<const statement*, std::string> prepared_;
};

}  // namespace
}  // namespace detail::ledger

ledger_connector postgresql(std::string connection, duration patience) {
    return [connection = std::move(connection), patience] {
        return std::make_unique<detail::ledger::postgresql_database>(connection, patience);
    };
}

ECFLINK_END_NAMESPACE
