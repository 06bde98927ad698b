// sqlite_database.cc: the driver for SQLite.
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

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

#include "ledger/database_words.hpp"
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
        const std::scoped_lock alone(mutex_);
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
        if (frozen_) {
            fail_as_readable_only();
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
        require_frozen();
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
                    "the disk failed while " + file() + " was written; check the disk" + said();
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
        require_frozen();
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
        require_frozen();
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
        const std::string name = name_to_open();
        const int code = sqlite3_open_v2(name.c_str(), &opened,
                                         (can_write_ ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY) |
                                             SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE |
                                             SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_URI,
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

    /// The file as SQLite is to open it. A file whose folder cannot be written has no log that
    /// could be opened, unless somebody else left one there. Without one, it is read as it stands
    /// (immutable), and every read checks that it stayed so.
    std::string name_to_open() {
        const std::filesystem::path& place = held_->place();
        can_write_ = ::access(place.c_str(), W_OK) == 0 && ::access(place.parent_path().c_str(), W_OK) == 0;
        frozen_.reset();
        if (can_write_) {
            return as_uri(place, "");
        }
        const auto log = state_of(place.string() + "-wal");
        if (!log || log->size == 0) {
            frozen_ = state_of(place);
            return as_uri(place, "?immutable=1");
        }
        if (!state_of(place.string() + "-shm")) {
            throw database_error(ledger_trouble::unavailable,
                                 "changes of " + file() +
                                     " are still in its -wal file, and reading these takes a folder that "
                                     "can be written; copy both files to such a folder, and read the copy");
        }
        return as_uri(place, "");
    }

    /// A name that SQLite takes for a URI, whatever characters it has.
    static std::string as_uri(const std::filesystem::path& place, std::string_view query) {
        constexpr std::string_view digits = "0123456789ABCDEF";
        std::string uri = "file:";
        for (const char c : place.string()) {
            const auto byte = static_cast<unsigned char>(c);
            if (byte > 0x20 && byte < 0x7F && c != '%' && c != '?' && c != '#') {
                uri += c;
            } else {
                uri += '%';
                uri += digits[byte >> 4U];
                uri += digits[byte & 0xFU];
            }
        }
        return uri.append(query);
    }

    /// What shows that a file was changed.
    struct file_state {
        off_t size = 0;
        std::int64_t seconds = 0;
        std::int64_t nanoseconds = 0;
        friend bool operator==(const file_state&, const file_state&) = default;
    };
    static std::optional<file_state> state_of(const std::filesystem::path& name) noexcept {
        struct stat about{};
        if (::stat(name.c_str(), &about) != 0) {
            return std::nullopt;
        }
        return file_state{about.st_size, about.st_mtim.tv_sec, about.st_mtim.tv_nsec};
    }

    /// Throws if a file that is read as it stands was changed meanwhile, by somebody who may write.
    void require_frozen() {
        if (!frozen_) {
            return;
        }
        const auto log = state_of(held_->place().string() + "-wal");
        if (state_of(held_->place()) != frozen_ || (log && log->size != 0)) {
            rollback();
            is_usable_ = false;
            throw database_error(ledger_trouble::busy,
                                 file() +
                                     " was changed while it was read without a lock, because its folder "
                                     "cannot be written; try again");
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

    /// SQLite's own message, if it is asked for. It names tables, columns and constraints, but no
    /// values.
    std::string said() const { return in_its_own_words("SQLite", sqlite3_errmsg(connection_.get())); }

    /// Why a constraint refused a change.
    static std::string_view refused_because(int code) noexcept {
        switch (code) {
            case SQLITE_CONSTRAINT_UNIQUE:
            case SQLITE_CONSTRAINT_PRIMARYKEY: return "there is a row with this key already";
            case SQLITE_CONSTRAINT_FOREIGNKEY: return "a record that it names is not there";
            default: return "a value is not allowed";
        }
    }

    /// Ends the transaction and throws the reason.
    [[noreturn]] void fail(int code) {
        const int system_error = last_system_error();
        const ledger_trouble trouble = trouble_of(code, system_error);
        const std::string own_words =
            code == SQLITE_MISMATCH ? in_its_own_words("SQLite", sqlite3_errstr(code)) : said();
        const std::string file = this->file();
        const std::string number = "error " + std::to_string(code) + " of SQLite";
        rollback();
        switch (trouble) {
            case ledger_trouble::busy:
                throw database_error(trouble, "other writers held " + file + " for longer than " +
                                                  std::to_string(patience_.count() / 1000) +
                                                  " ms; try again, or wait longer");
            case ledger_trouble::full:
                throw database_error(trouble,
                                     "the disk of " + file + " is full; free some space" + own_words);
            case ledger_trouble::damaged:
                throw database_error(
                    trouble,
                    file +
                        ((code & 0xFF) == SQLITE_NOTADB
                             ? " does not begin as a ledger does; check its name, or restore it from "
                               "a backup"
                             : " is damaged (" + number + "); restore it from a backup") +
                        own_words);
            case ledger_trouble::conflict:
                throw database_error(trouble, "the tables of the ledger refuse the change: " +
                                                  std::string(refused_because(code)) + " (" + number + ")" +
                                                  own_words);
            case ledger_trouble::unavailable:
                is_usable_ = false;
                throw database_error(
                    trouble,
                    "cannot read or write " + file + " (" +
                        (system_error == 0 ? number : std::generic_category().message(system_error)) +
                        "); check the file, its disk and its permissions" + own_words);
            default:
                if ((code & 0xFF) == SQLITE_READONLY) {
                    fail_as_readable_only();
                }
                throw database_error(trouble, "the work on " + file + " failed (" + number + ")" + own_words);
        }
    }

    [[noreturn]] void fail_as_readable_only() {
        rollback();
        throw database_error(ledger_trouble::unavailable,
                             file() +
                                 " cannot be changed: the file or its folder may not be written; check "
                                 "their permissions");
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
    bool can_write_ = true;
    std::optional<file_state> frozen_;  ///< of a file that is read as it stands
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
