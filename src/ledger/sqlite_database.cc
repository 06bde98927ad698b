// sqlite_database.cc: the driver for SQLite.
#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>
#include <unordered_map>
#include <utility>

#include <ecflink/ledger/sqlite.hpp>

#include "ledger/driver.hpp"
#include "ledger/sql_words.hpp"
#include "ledger/sqlite_file.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::ledger {
namespace {

using clock = std::chrono::steady_clock;

struct close_connection {
    void operator()(sqlite3* connection) const noexcept { sqlite3_close_v2(connection); }
};
struct finalize_statement {
    void operator()(sqlite3_stmt* prepared) const noexcept { sqlite3_finalize(prepared); }
};
using connection_pointer = std::unique_ptr<sqlite3, close_connection>;
using statement_pointer = std::unique_ptr<sqlite3_stmt, finalize_statement>;

/// Resets a prepared statement after use, and drops the borrowed texts bound to it.
struct end_use {
    void operator()(sqlite3_stmt* prepared) const noexcept {
        sqlite3_reset(prepared);
        sqlite3_clear_bindings(prepared);
    }
};
using statement_in_use = std::unique_ptr<sqlite3_stmt, end_use>;

std::string as_sqlite_parameters(std::string_view sql) {
    return change_sql_words(sql, [](std::string_view word, std::string_view) {
        return word.starts_with('$') ? std::string(1, '?').append(word.substr(1)) : std::string(word);
    });
}

std::string as_sqlite_types(std::string_view sql) {
    return change_sql_words(sql, [](std::string_view word, std::string_view) {
        return word == "BIGINT" ? std::string_view("INTEGER") : word;
    });
}

ledger_trouble trouble_of(int code, int system_error) noexcept {
    switch (code & 0xFF) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED: return ledger_trouble::busy;
        case SQLITE_FULL: return ledger_trouble::full;
        case SQLITE_CORRUPT:
        case SQLITE_FORMAT:
        case SQLITE_NOTADB: return ledger_trouble::damaged;
        case SQLITE_CONSTRAINT: return ledger_trouble::conflict;
        case SQLITE_IOERR:
        case SQLITE_CANTOPEN:
            return system_error == ENOSPC || system_error == EDQUOT ? ledger_trouble::full
                                                                    : ledger_trouble::unavailable;
        default: return ledger_trouble::failed;
    }
}

/// The file of all connections of one connector. Once it was there, no other one takes its place.
class shared_file {
public:
    explicit shared_file(std::filesystem::path named) : named_(std::move(named)) {}

    [[nodiscard]] const std::filesystem::path& name() const noexcept { return named_; }

    /// Null if there is no file, and none is to be made.
    const sqlite_file* find(missing_file missing) {
        const std::lock_guard alone(mutex_);
        if (!file_) {
            if (missing == missing_file::is_an_error && !sqlite_file::exists(named_)) {
                return nullptr;
            }
            file_.emplace(named_, missing);
        }
        return &*file_;
    }

private:
    std::filesystem::path named_;
    std::mutex mutex_;
    std::optional<sqlite_file> file_;
};

class sqlite_database final : public driver {
public:
    sqlite_database(std::shared_ptr<shared_file> file, duration patience)
        : shared_(std::move(file)), patience_(std::max<std::int64_t>(patience.micros, 0)) {
        open_if_there();
    }

    void begin_write() override {
        require(phase::idle);
        if (connection_ == nullptr) {
            open(missing_file::is_made);
        }
        if (!keeps_log_) {
            keep_log();
        }
        static constexpr statement begin{"BEGIN IMMEDIATE"};
        query(begin, {});
        phase_ = phase::writing;
        require_one_name_and_log();
    }

    void begin_read() override {
        require(phase::idle);
        require_file();
        execute_text("BEGIN");
        phase_ = phase::reading;
        // A transaction sees the state at its first read.
        execute_text("SELECT 1 FROM sqlite_schema LIMIT 1");
        require_one_name_and_log();
    }

    void commit() override {
        require_transaction();
        const bool is_writing = phase_ == phase::writing;
        if (is_writing) {
            require_one_name();
        }
        static constexpr statement commit_it{"COMMIT"};
        if (const int code = sqlite3_step(bind(commit_it, {}).get()); code != SQLITE_DONE) {
            // Perhaps written but not synchronized: after a crash of the machine the transaction
            // may or may not be in the file.
            if ((code & 0xFF) == SQLITE_IOERR && is_writing &&
                trouble_of(code, last_system_error()) != ledger_trouble::full) {
                const std::string message =
                    "the disk failed while " + file() + " was written (" + said() + "); check the disk";
                rollback();
                is_usable_ = false;
                throw database_error(ledger_trouble::unknown_outcome, message);
            }
            fail(code);
        }
        phase_ = phase::idle;
        if (is_writing && (held_->names() == 0 || !has_its_log())) {
            fail_as_replaced("what was just committed may be lost");
        }
    }

    void rollback() noexcept override {
        phase_ = phase::idle;
        // SQLite ends some failed transactions by itself.
        if (connection_ != nullptr && sqlite3_get_autocommit(connection_.get()) == 0 &&
            sqlite3_exec(connection_.get(), "ROLLBACK", nullptr, nullptr, nullptr) != SQLITE_OK) {
            is_usable_ = false;
        }
    }

    std::vector<row> query(const statement& what, std::span<const parameter> parameters) override {
        std::vector<row> rows;
        const statement_in_use use = bind(what, parameters);
        while (step(use.get())) {
            rows.push_back(read_row(use.get()));
        }
        return rows;
    }

    std::int64_t execute(const statement& what, std::span<const parameter> parameters) override {
        require(phase::writing);
        const sqlite3_int64 before = sqlite3_total_changes64(connection_.get());
        const statement_in_use use = bind(what, parameters);
        while (step(use.get())) {
        }
        // sqlite3_changes is stale after a statement other than INSERT, UPDATE and DELETE.
        return sqlite3_total_changes64(connection_.get()) == before ? 0
                                                                    : sqlite3_changes64(connection_.get());
    }

    void execute_all(std::span<const bound_statement> all) override {
        for (const bound_statement& each : all) {
            execute(*each.what, each.parameters);
        }
    }

    void execute_all_and_commit(std::span<const bound_statement> all) override {
        execute_all(all);
        commit();
    }

    void stream(const statement& what, std::span<const parameter> parameters,
                const std::function<bool(const row&)>& take) override {
        require_transaction();
        const statement_in_use use = bind(what, parameters);
        while (step(use.get()) && take(read_row(use.get()))) {
        }
    }

    void run_script(const std::string& sql) override {
        require(phase::writing);
        execute_text(as_sqlite_types(sql).c_str());
    }

    bool has_table(std::string_view name) override {
        static constexpr statement find_table{
            "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = $1"};
        open_if_there();
        return connection_ != nullptr && !query(find_table, std::array{parameter(name)}).empty();
    }

    bool is_usable() const noexcept override { return is_usable_; }

private:
    void require_file() {
        open_if_there();
        if (connection_ == nullptr) {
            throw database_error(ledger_trouble::not_found,
                                 "there is no file " + file() + "; check its name, or make the ledger first");
        }
    }

    /// Looking for a ledger must not make a file.
    void open_if_there() {
        if (connection_ == nullptr) {
            open(missing_file::is_an_error);
        }
    }

    void open(missing_file missing) {
        held_ = shared_->find(missing);
        if (held_ == nullptr) {
            return;
        }
        if (held_->names() == 0) {
            fail_as_replaced("nothing was written");
        }
        sqlite3* opened = nullptr;
        const int code =
            sqlite3_open_v2(held_->place().c_str(), &opened,
                            SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE |
                                SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOFOLLOW,
                            nullptr);
        connection_.reset(opened);
        if (opened == nullptr) {
            throw std::bad_alloc();
        }
        try {
            if (code != SQLITE_OK) {
                fail(code);
            }
            // SQLite compares the file that it has open with the one that has the name now, and
            // `held_` the latter with the one that is held.
            int has_moved = 0;
            sqlite3_file_control(opened, nullptr, SQLITE_FCNTL_HAS_MOVED, &has_moved);
            if (has_moved != 0 || held_->names() == 0) {
                fail_as_replaced("nothing was written");
            }
            sqlite3_busy_handler(
                opened,
                [](void* self, int tries) { return static_cast<sqlite_database*>(self)->wait(tries); }, this);
            // secure_delete overwrites deleted names in the file.
            execute_text(
                "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA "
                "secure_delete = ON");
        } catch (...) {
            connection_.reset();
            throw;
        }
    }

    /// Throws, and ends the transaction, unless this connection's file still has its name, and no
    /// other one.
    void require_one_name() {
        const std::uint64_t names = held_->names();
        if (names == 0) {
            fail_as_replaced("nothing was written");
        }
        try {
            held_->require_one(names);
        } catch (...) {
            rollback();
            throw;
        }
    }

    /// True if FILE-wal and FILE-shm are those that this connection opened. Who deletes them under
    /// way leaves two logs, or two sets of locks.
    bool has_its_log() {
        if (log_[0].empty()) {
            sqlite3_file* log = nullptr;
            sqlite3_file_control(connection_.get(), nullptr, SQLITE_FCNTL_JOURNAL_POINTER,
                                 static_cast<void*>(&log));
            if (log == nullptr || log->pMethods == nullptr) {
                return true;  // a file without a log, which is only read
            }
            for (std::size_t i = 0; i < log_.size(); ++i) {
                log_[i] = held_->place().string() + log_suffixes[i];
                log_identities_[i] = identity_of_name(log_[i]);
            }
        }
        for (std::size_t i = 0; i < log_.size(); ++i) {
            const auto now = identity_of_name(log_[i]);
            if (!now || now != log_identities_[i]) {
                return false;
            }
        }
        return true;
    }

    /// At the beginning of a transaction.
    void require_one_name_and_log() {
        require_one_name();
        if (!has_its_log()) {
            fail_as_replaced("nothing was written");
        }
    }

    /// A connection to a file of another name is of no more use.
    [[noreturn]] void fail_as_replaced(std::string_view what_was_written) {
        rollback();
        is_usable_ = false;
        throw database_error(ledger_trouble::damaged,
                             shared_->name().string() +
                                 ", or its -wal or -shm file, was deleted or replaced while it was open; " +
                                 std::string(what_was_written) +
                                 "; stop all programs that use it, put back what is missing or restore a "
                                 "backup, and start them again");
    }

    /// Turns on the write-ahead log, a permanent setting of the file. SQLite does not wait by
    /// itself when another connection does the same at once.
    void keep_log() {
        static constexpr statement ask{"PRAGMA journal_mode = WAL"};
        const clock::time_point give_up = clock::now() + patience_;
        for (;;) {
            try {
                const std::vector<row> answer = query(ask, {});
                if (answer.size() != 1 || answer[0] != row{value("wal")}) {
                    throw database_error(ledger_trouble::failed,
                                         file() + " cannot have a write-ahead log; move it to a local disk");
                }
                keeps_log_ = true;
                return;
            } catch (const database_error& error) {
                if (error.trouble() != ledger_trouble::busy || clock::now() >= give_up) {
                    throw;
                }
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
            }
        }
    }

    /// The busy handler. It pauses briefly, because a transaction takes about as long as one write
    /// to the disk. Returns 0 when the patience is over.
    int wait(int tries) noexcept {
        const clock::time_point now = clock::now();
        if (tries == 0) {
            give_up_ = now + patience_;
        }
        if (now >= give_up_) {
            return 0;
        }
        std::this_thread::sleep_for(std::min<clock::duration>(
            std::chrono::microseconds(100) * (1 + std::min(tries, 19)), give_up_ - now));
        return 1;
    }

    statement_in_use bind(const statement& what, std::span<const parameter> parameters) {
        require_file();
        statement_pointer& prepared = prepared_[&what];
        if (prepared == nullptr) {
            const std::string sql = as_sqlite_parameters(what.sql);
            sqlite3_stmt* fresh = nullptr;
            check(sqlite3_prepare_v3(connection_.get(), sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &fresh,
                                     nullptr));
            prepared.reset(fresh);
        }
        if (static_cast<std::size_t>(sqlite3_bind_parameter_count(prepared.get())) != parameters.size()) {
            rollback();
            throw database_error(ledger_trouble::failed, "a statement got the wrong number of parameters");
        }
        statement_in_use use(prepared.get());
        for (int index = 1; const parameter& each : parameters) {
            if (const auto* number = std::get_if<std::int64_t>(&each)) {
                check(sqlite3_bind_int64(use.get(), index, *number));
            } else if (const auto* text = std::get_if<std::string_view>(&each)) {
                // A null pointer would be NULL instead of an empty text.
                check(sqlite3_bind_text64(use.get(), index, text->empty() ? "" : text->data(), text->size(),
                                          SQLITE_STATIC, SQLITE_UTF8));
            }
            ++index;
        }
        return use;
    }

    /// True if there is another row.
    bool step(sqlite3_stmt* prepared) {
        const int code = sqlite3_step(prepared);
        if (code != SQLITE_ROW && code != SQLITE_DONE) {
            fail(code);
        }
        return code == SQLITE_ROW;
    }

    row read_row(sqlite3_stmt* prepared) {
        row values(static_cast<std::size_t>(sqlite3_column_count(prepared)));
        for (int column = 0; value & each : values) {
            switch (sqlite3_column_type(prepared, column)) {
                case SQLITE_NULL: break;
                case SQLITE_INTEGER: each = std::int64_t{sqlite3_column_int64(prepared, column)}; break;
                case SQLITE_TEXT: {
                    const unsigned char* text = sqlite3_column_text(prepared, column);
                    each.emplace<std::string>(
                        reinterpret_cast<const char*>(text),
                        static_cast<std::size_t>(sqlite3_column_bytes(prepared, column)));
                    break;
                }
                default: fail(SQLITE_MISMATCH);
            }
            ++column;
        }
        return values;
    }

    void execute_text(const char* sql) {
        check(sqlite3_exec(connection_.get(), sql, nullptr, nullptr, nullptr));
    }

    void check(int code) {
        if (code != SQLITE_OK) {
            fail(code);
        }
    }

    int last_system_error() const noexcept { return sqlite3_system_errno(connection_.get()); }

    /// SQLite's own message. It names tables, columns and constraints, but no values.
    std::string said() const { return sqlite3_errmsg(connection_.get()); }

    /// Ends the transaction and throws the reason.
    [[noreturn]] void fail(int code) {
        const ledger_trouble trouble = trouble_of(code, last_system_error());
        const std::string reason = code == SQLITE_MISMATCH ? sqlite3_errstr(code) : said();
        const std::string file = this->file();
        rollback();
        switch (trouble) {
            case ledger_trouble::busy:
                throw database_error(trouble, "other writers held " + file + " for longer than " +
                                                  std::to_string(patience_.count() / 1000) +
                                                  " ms; try again, or wait longer");
            case ledger_trouble::full:
                throw database_error(trouble,
                                     "the disk of " + file + " is full (" + reason + "); free some space");
            case ledger_trouble::damaged:
                throw database_error(trouble, file + " is not a ledger, or is damaged (" + reason +
                                                  "); check its name, or restore it from a backup");
            case ledger_trouble::conflict:
                throw database_error(trouble,
                                     "a constraint of the ledger refused the change (" + reason + ")");
            case ledger_trouble::unavailable:
                is_usable_ = false;
                throw database_error(trouble, "cannot read or write " + file + " (" + reason +
                                                  "); check the file, its disk and its permissions");
            default:
                throw database_error(trouble, "SQLite reported an error for " + file + " (" + reason + ")");
        }
    }

    std::string file() const { return shared_->name().string(); }

    std::shared_ptr<shared_file> shared_;
    const sqlite_file* held_ = nullptr;  ///< null while there is no file
    static constexpr std::array log_suffixes{"-wal", "-shm"};
    std::array<std::filesystem::path, 2> log_;  ///< empty until SQLite has opened them
    std::array<std::optional<file_identity>, 2> log_identities_;
    std::chrono::microseconds patience_;
    clock::time_point give_up_;
    bool keeps_log_ = false;
    bool is_usable_ = true;
    connection_pointer connection_;
    std::unordered_map<const statement*, statement_pointer> prepared_;
};

}  // namespace
}  // namespace detail::ledger

ledger_connector sqlite(const std::filesystem::path& file, duration patience) {
    // An absolute name stays the same when the working folder changes, and has no special meaning
    // to SQLite as ":memory:" has.
    return [file = std::make_shared<detail::ledger::shared_file>(std::filesystem::absolute(file)), patience] {
        return std::make_unique<detail::ledger::sqlite_database>(file, patience);
    };
}

ECFLINK_END_NAMESPACE
