// postgresql_database.cc: the driver for PostgreSQL.
//
// A write transaction takes an advisory lock of the ledger's schema first. It runs at READ
// COMMITTED, where each statement sees what was committed before it began: behind the lock that is
// all that earlier writers have done, and nothing else is written meanwhile, so no retry is ever
// needed.
#include <libpq-fe.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <unordered_map>
#include <utility>

#include <ecflink/ledger/postgresql.hpp>

#include "ledger/database.hpp"
#include "ledger/sql_words.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::ledger {
namespace {

template <auto release>
struct release_with {
    template <class T>
    void operator()(T* pointer) const noexcept {
        release(pointer);
    }
};
using connection_pointer = std::unique_ptr<PGconn, release_with<PQfinish>>;
using result_pointer = std::unique_ptr<PGresult, release_with<PQclear>>;
using options_pointer = std::unique_ptr<PQconninfoOption, release_with<PQconninfoFree>>;

/// The numbers that PostgreSQL's own types have in every server.
namespace type {
constexpr Oid boolean = 16;
constexpr Oid name = 19;
constexpr Oid bigint = 20;
constexpr Oid smallint = 21;
constexpr Oid integer = 23;
constexpr Oid text = 25;
constexpr Oid varchar = 1043;
constexpr Oid numeric = 1700;
}  // namespace type

/// Parameters as libpq takes them. Integers go as text, which fits every integer type; texts as
/// bytes, which are not searched for an end.
class arguments {
public:
    explicit arguments(std::span<const parameter> parameters)
        : each_(parameters.size()),
          types_(parameters.size()),
          values_(parameters.size()),
          lengths_(parameters.size()),
          formats_(parameters.size()) {
        for (std::size_t i = 0; i < parameters.size(); ++i) {
            if (const auto* number = std::get_if<std::int64_t>(&parameters[i])) {
                *std::to_chars(each_[i].data(), each_[i].data() + each_[i].size(), *number).ptr = '\0';
                types_[i] = type::bigint;
                values_[i] = each_[i].data();
            } else if (const auto* text = std::get_if<std::string_view>(&parameters[i])) {
                types_[i] = type::text;
                values_[i] = text->empty() ? "" : text->data();
                lengths_[i] = static_cast<int>(text->size());
                formats_[i] = 1;
            }
        }
    }

    [[nodiscard]] int count() const noexcept { return static_cast<int>(values_.size()); }
    /// 0 for NULL: whatever the statement makes of it.
    [[nodiscard]] const Oid* types() const noexcept { return types_.data(); }
    [[nodiscard]] const char* const* values() const noexcept { return values_.data(); }
    [[nodiscard]] const int* lengths() const noexcept { return lengths_.data(); }
    [[nodiscard]] const int* formats() const noexcept { return formats_.data(); }

private:
    std::vector<std::array<char, 24>> each_;
    std::vector<Oid> types_;
    std::vector<const char*> values_;
    std::vector<int> lengths_;
    std::vector<int> formats_;
};

/// `STRICT` is SQLite's; and PostgreSQL would compare texts as the language of the database has it.
std::string as_postgresql_types(std::string_view sql) {
    return change_sql_words(sql, [](std::string_view word, std::string_view before) -> std::string_view {
        if (word == "STRICT" && before == ")") {
            return "";
        }
        return word == "TEXT" && before != "AS" ? "TEXT COLLATE \"C\"" : word;
    });
}

ledger_trouble trouble_of(std::string_view sqlstate) noexcept {
    const auto is_of = [sqlstate](std::string_view group) { return sqlstate.starts_with(group); };
    if (is_of("23")) {
        return ledger_trouble::conflict;
    }
    // lock_not_available, query_canceled, serialization_failure, deadlock_detected
    if (is_of("55P03") || is_of("57014") || is_of("40001") || is_of("40P01")) {
        return ledger_trouble::busy;
    }
    if (is_of("53100")) {
        return ledger_trouble::full;
    }
    if (is_of("XX001") || is_of("XX002")) {
        return ledger_trouble::damaged;
    }
    if (is_of("08P01")) {  // a mistake of the caller's: the number of parameters is one
        return ledger_trouble::failed;
    }
    // connection exceptions, too_many_connections, the server being stopped or started, an error of
    // its disk
    if (is_of("08") || is_of("53300") || is_of("57P") || is_of("58030")) {
        return ledger_trouble::unavailable;
    }
    return ledger_trouble::failed;
}

std::string in_one_line(std::string_view text) {
    std::string line(text.substr(0, text.find_last_not_of(" \n") + 1));
    std::ranges::replace_if(line, [](char c) { return c == '\n' || c == '\t'; }, ' ');
    return line;
}

/// Where a password that was written wrongly (an unescaped '@', '/' or blank) ends up as another
/// part, libpq's messages would show it.
void check_connection_text(const std::string& connection) {
    // libpq takes text without '=' that is no URI for the name of a database.
    if (connection.find('=') == std::string::npos && !connection.starts_with("postgresql://") &&
        !connection.starts_with("postgres://")) {
        return;
    }
    const options_pointer options(PQconninfoParse(connection.c_str(), nullptr));
    bool is_sound = options != nullptr;
    for (const PQconninfoOption* option = options.get(); is_sound && option->keyword != nullptr; ++option) {
        const std::string_view keyword = option->keyword;
        const std::string_view text = option->val == nullptr ? "" : option->val;
        is_sound = keyword == "port" ? text.find_first_not_of("0123456789,") == std::string_view::npos
                   : keyword == "host" && !text.starts_with('@') ? text.find('@') == std::string_view::npos
                                                                 : true;
    }
    if (!is_sound) {
        throw database_error(ledger_trouble::failed,
                             "the text that names the PostgreSQL connection cannot be read; in a URI, write "
                             "%40 for '@', %2F for '/' and %3A for ':'");
    }
}

class postgresql_database final : public database {
public:
    postgresql_database(const std::string& connection, duration patience)
        : patience_ms_(
              std::clamp<std::int64_t>(patience.micros / 1000, 1, std::numeric_limits<std::int32_t>::max())) {
        check_connection_text(connection);
        connect(connection);
        set_up_session();
    }

    void begin_write() override { begin_write_and_query({}); }

    std::vector<std::vector<row>> begin_write_and_query(std::span<const bound_statement> all) override {
        require(transaction::none);
        // Whoever stops in the midst of writing is cut off after a minute: all others wait for it.
        static constexpr statement first[] = {{"BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"},
                                              {"SET LOCAL idle_in_transaction_session_timeout = '1min'"},
                                              {"SELECT pg_catalog.pg_advisory_xact_lock(1701013100, "
                                               "pg_catalog.hashtext(pg_catalog.current_schema()))"}};
        std::vector<bound_statement> turn{{&first[0], {}}, {&first[1], {}}, {&first[2], {}}};
        turn.insert(turn.end(), all.begin(), all.end());
        const std::vector<result_pointer> results = run_pipeline(turn, false);
        under_way_ = transaction::writing;
        std::vector<std::vector<row>> answers;
        for (std::size_t i = std::size(first); i < results.size(); ++i) {
            answers.push_back(read_rows(results[i].get()));
        }
        return answers;
    }

    void begin_read() override {
        require(transaction::none);
        // The state that a transaction sees is that of its first statement.
        run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT 1");
        under_way_ = transaction::reading;
    }

    void commit() override {
        if (under_way_ == transaction::none) {
            require(transaction::writing);
        }
        check_not_lost();
        const bool is_sent = PQsendQuery(connection_.get(), "COMMIT") == 1;
        check_commit(is_sent, last_result());
    }

    void rollback() noexcept override {
        under_way_ = transaction::none;
        if (!is_lost() && PQtransactionStatus(connection_.get()) != PQTRANS_IDLE) {
            const result_pointer result(PQexec(connection_.get(), "ROLLBACK"));
        }
    }

    std::vector<row> query(const statement& what, std::span<const parameter> parameters) override {
        return read_rows(run_prepared(what, parameters).get());
    }

    std::int64_t execute(const statement& what, std::span<const parameter> parameters) override {
        require(transaction::writing);
        const result_pointer result = run_prepared(what, parameters);
        const std::string_view count = PQcmdTuples(result.get());
        std::int64_t rows = 0;
        std::from_chars(count.data(), count.data() + count.size(), rows);
        return PQresultStatus(result.get()) == PGRES_COMMAND_OK ? rows : 0;
    }

    void execute_all(std::span<const bound_statement> all) override {
        if (!all.empty()) {
            require(transaction::writing);
            run_pipeline(all, false);
        }
    }

    void execute_all_and_commit(std::span<const bound_statement> all) override {
        require(transaction::writing);
        run_pipeline(all, true);
    }

    void stream(const statement& what, std::span<const parameter> parameters,
                const std::function<bool(const row&)>& take) override {
        if (under_way_ == transaction::none) {
            require(transaction::reading);
        }
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
        require(transaction::writing);
        run(as_postgresql_types(sql).c_str());
    }

    bool has_table(std::string_view name) override {
        static constexpr statement find_table{
            "SELECT 1 FROM pg_catalog.pg_tables WHERE schemaname = pg_catalog.current_schema() AND tablename "
            "= CAST($1 AS name)"};
        return !query(find_table, std::array{parameter(name)}).empty();
    }

    bool is_usable() const noexcept override {
        // Reads what the server has said meanwhile, which may be farewell.
        return !is_lost() && PQconsumeInput(connection_.get()) == 1 && !is_lost() &&
               (under_way_ != transaction::none || PQtransactionStatus(connection_.get()) == PQTRANS_IDLE);
    }

private:
    enum class transaction : std::uint8_t { none, reading, writing };

    /// A call out of turn is a mistake of the caller; it must not become a transaction of its own.
    void require(transaction expected) const {
        if (under_way_ != expected) {
            throw database_error(ledger_trouble::failed,
                                 under_way_ == transaction::none
                                     ? "no transaction is under way that allows this"
                                     : "another transaction is under way on this connection");
        }
    }

    void connect(const std::string& connection) {
        // What stands before dbname, the text given may say otherwise. The keepalives find a server
        // that is gone without a word.
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
                                 "cannot reach PostgreSQL (" +
                                     in_one_line(PQerrorMessage(connection_.get())) +
                                     "); check the connection's text, the server and the rights of its user");
        }
        // libpq would write notices to standard error.
        PQsetNoticeReceiver(connection_.get(), [](void*, const PGresult*) {}, nullptr);
    }

    /// Fixes the schema, so that the lock of a ledger and its tables cannot be of two schemas, and
    /// no table of another one is taken for the ledger's. What is committed is on the disk of this
    /// server at least, whatever the server's settings say. A statement is planned once: it always
    /// finds its rows by keys, and to plan takes several times as long as to run.
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
            throw database_error(ledger_trouble::failed,
                                 "the PostgreSQL connection has no schema to work in; let its search_path "
                                 "begin with one that exists");
        }
    }

    [[nodiscard]] bool is_lost() const noexcept { return PQstatus(connection_.get()) != CONNECTION_OK; }

    result_pointer run(const char* sql) {
        result_pointer result(PQexec(connection_.get(), sql));
        check(result);
        return result;
    }

    result_pointer run_prepared(const statement& what, std::span<const parameter> parameters) {
        const arguments given(parameters);
        const auto [place, is_new] = prepared_.try_emplace(&what);
        if (is_new) {
            place->second = "ecflink_" + std::to_string(next_name_++);
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

    /// Sends all statements, and what has to be prepared for them, before the first answer is
    /// waited for. The server skips what follows one that failed, the COMMIT too. The answers to
    /// the statements.
    std::vector<result_pointer> run_pipeline(std::span<const bound_statement> all, bool with_commit) {
        check_not_lost();
        PGconn* const to = connection_.get();
        // in order; the statement where one is prepared, else nothing
        std::vector<const statement*> sent;
        bool is_sent = PQenterPipelineMode(to) == 1;
        for (const bound_statement& each : all) {
            const arguments given(each.parameters);
            const auto [place, is_new] = prepared_.try_emplace(each.what);
            if (is_new) {
                place->second = "ecflink_" + std::to_string(next_name_++);
                is_sent = is_sent && PQsendPrepare(to, place->second.c_str(), each.what->sql, given.count(),
                                                   given.types()) == 1;
                sent.push_back(each.what);
            }
            is_sent = is_sent && PQsendQueryPrepared(to, place->second.c_str(), given.count(), given.values(),
                                                     given.lengths(), given.formats(), 0) == 1;
            sent.push_back(nullptr);
        }
        if (with_commit) {
            is_sent =
                is_sent && PQsendQueryParams(to, "COMMIT", 0, nullptr, nullptr, nullptr, nullptr, 0) == 1;
            sent.push_back(nullptr);
        }
        is_sent = PQpipelineSync(to) == 1 && is_sent;
        std::vector<result_pointer> results = pipeline_results(sent);
        static const result_pointer none;
        const result_pointer& last = is_lost() || results.empty() ? none : results.back();
        if (with_commit) {
            check_commit(is_sent, last);
        } else {
            check(last);
        }
        return results;
    }

    /// The answers to the statements, up to the first that is an error; and the pipeline is left.
    std::vector<result_pointer> pipeline_results(std::span<const statement* const> sent) {
        std::vector<result_pointer> results;
        bool has_failed = false;
        // the mark of the end comes behind the last, if it was sent
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

    /// After COMMIT was sent: its answer decides, and without one nobody knows.
    void check_commit(bool is_sent, const result_pointer& result) {
        if (is_lost() || !is_sent) {
            const std::string reason = in_one_line(PQerrorMessage(connection_.get()));
            under_way_ = transaction::none;
            throw database_error(
                ledger_trouble::unknown_outcome,
                "the connection to PostgreSQL was lost while a transaction was being committed (" + reason +
                    "); ask whether it was");
        }
        check(result);
        if (std::string_view(PQcmdStatus(result.get())) != "COMMIT") {
            rollback();
            throw database_error(
                ledger_trouble::failed,
                "PostgreSQL did not commit the transaction, because a statement in it had failed");
        }
        under_way_ = transaction::none;
    }

    /// Before a COMMIT is sent the outcome is known: nothing is written.
    void check_not_lost() {
        if (is_lost()) {
            check(nullptr);
        }
    }

    static bool is_good(const PGresult* result) noexcept {
        const ExecStatusType status = PQresultStatus(result);
        return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
    }

    /// Ends the transaction and says why, unless the result is good. Never what the server tells
    /// beside its message, nor the message where a value did not fit: these hold values.
    void check(const result_pointer& result) {
        if (is_good(result.get())) {
            return;
        }
        if (is_lost()) {
            under_way_ = transaction::none;
            throw database_error(ledger_trouble::unavailable,
                                 "the connection to PostgreSQL was lost (" +
                                     in_one_line(PQerrorMessage(connection_.get())) + "); try again");
        }
        const auto field = [&result](int code) {
            const char* text = PQresultErrorField(result.get(), code);
            return std::string(text == nullptr ? "" : text);
        };
        const std::string sqlstate = field(PG_DIAG_SQLSTATE);
        const ledger_trouble trouble = trouble_of(sqlstate);
        const std::string reason =
            (sqlstate.starts_with("22") ? "a value does not fit"
                                        : in_one_line(field(PG_DIAG_MESSAGE_PRIMARY))) +
            ", SQLSTATE " + sqlstate;
        rollback();
        switch (trouble) {
            case ledger_trouble::busy:
                throw database_error(trouble, "others were writing to the ledger for longer than " +
                                                  std::to_string(patience_ms_) + " ms (" + reason +
                                                  "); try again, or be ready to wait longer");
            case ledger_trouble::full:
                throw database_error(
                    trouble, "there is no room left on PostgreSQL's disk (" + reason + "); make room");
            case ledger_trouble::damaged:
                throw database_error(trouble,
                                     "the database is damaged (" + reason + "); restore it from a backup");
            case ledger_trouble::conflict:
                throw database_error(trouble, "a constraint of the ledger stood in the way (" + reason + ")");
            case ledger_trouble::unavailable:
                throw database_error(trouble, "PostgreSQL is not available (" + reason + "); try again");
            default: throw database_error(trouble, "PostgreSQL could not do it (" + reason + ")");
        }
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

    /// A comparison is 0 or 1, and a sum of integers (a numeric here) an integer, as in SQLite.
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
                             "a query gave a value that is neither an integer of 64 bits nor a text");
    }

    std::int64_t patience_ms_;
    transaction under_way_ = transaction::none;
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
