// database.hpp: one connection to a database, with no more than the ledger needs. One thread at a
// time uses it. There are two drivers: sqlite_database.cc and postgresql_database.cc.
//
// The SQL is written once for both. Parameters are $1, $2, ...; values are 64-bit integers and
// texts. A `statement` has static storage: a driver prepares it once for each connection and finds
// it again by its address.
//
// Every function that is not noexcept may throw database_error.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <ecflink/ledger/ledger.hpp>

ECFLINK_BEGIN_NAMESPACE

namespace detail::ledger {

/// Why the database could not do its work.
class database_error : public std::runtime_error {
public:
    database_error(ledger_trouble trouble, const std::string& message)
        : std::runtime_error(message), trouble_(trouble) {}
    [[nodiscard]] ledger_trouble trouble() const noexcept { return trouble_; }

private:
    ledger_trouble trouble_;
};

/// SQL with static storage.
struct statement {
    const char* sql;
};

/// A parameter: NULL, an integer or a text. A text is borrowed for the call.
using parameter = std::variant<std::monostate, std::int64_t, std::string_view>;
/// A value in a row: NULL, an integer or a text.
using value = std::variant<std::monostate, std::int64_t, std::string>;
using row = std::vector<value>;

/// A statement with its parameters.
struct bound_statement {
    const statement* what;
    std::vector<parameter> parameters;
};

/// A function that throws has ended the transaction. Nothing was written, except perhaps under
/// unknown_outcome. A call in the wrong phase of a transaction throws too, but changes nothing.
class database {
public:
    database() = default;
    database(const database&) = delete;
    database& operator=(const database&) = delete;
    virtual ~database() = default;

    /// Begins a transaction that may write anything. No other one writes at the same time. This
    /// waits for those before it, up to the patience of the connection, then throws
    /// ledger_trouble::busy. The transaction reads what the last committed one left.
    virtual void begin_write() = 0;
    /// The same, then runs queries with few rows and returns the rows of each. A driver over a
    /// network sends all of it at once. With a court, transactions of other courts need not wait:
    /// this one may write only what belongs to the court.
    virtual std::vector<std::vector<row>> begin_write_and_query(std::span<const bound_statement> all,
                                                                std::optional<std::string_view> court) {
        static_cast<void>(court);
        begin_write();
        std::vector<std::vector<row>> answers;
        for (const bound_statement& each : all) {
            answers.push_back(query(*each.what, each.parameters));
        }
        return answers;
    }
    /// Begins a transaction that only reads. All of it sees one state of the ledger, whatever
    /// others commit meanwhile. ledger_trouble::not_found if there is no database.
    virtual void begin_read() = 0;
    /// Commits the transaction to the disk. ledger_trouble::unknown_outcome if the connection was
    /// lost meanwhile: the transaction was committed or it was not.
    virtual void commit() = 0;
    /// Ends the transaction and writes nothing. Without a transaction it does nothing.
    virtual void rollback() noexcept = 0;

    /// All rows of a query with few rows.
    virtual std::vector<row> query(const statement& what, std::span<const parameter> parameters = {}) = 0;
    /// Runs a statement without result rows. Returns the number of rows written.
    virtual std::int64_t execute(const statement& what, std::span<const parameter> parameters = {}) = 0;
    /// Runs statements in order. A driver over a network sends all of them at once.
    virtual void execute_all(std::span<const bound_statement> all) = 0;
    /// The same, then commits.
    virtual void execute_all_and_commit(std::span<const bound_statement> all) = 0;
    /// Passes the rows of a query with any number of rows to `take`, one at a time, in bounded
    /// memory. It needs a transaction, and stops when `take` returns false.
    virtual void stream(const statement& what, std::span<const parameter> parameters,
                        const std::function<bool(const row&)>& take) = 0;
    /// Runs a script of several statements without parameters in a write transaction: a migration.
    /// In it, texts compare byte by byte, BIGINT is a 64-bit integer, and `STRICT` after a table
    /// asks for exact types where the database does not enforce them anyway.
    virtual void run_script(const std::string& sql) = 0;
    /// True if transactions of several courts cannot write at the same time.
    [[nodiscard]] virtual bool has_one_writer() const noexcept { return true; }
    /// In a write transaction of a court: waits until no other one makes a checkpoint.
    virtual void lock_checkpoints() {}
    /// A query for a number that no other transaction gets, higher than all before. Null: the
    /// highest number in the tables is enough, because there is one writer.
    [[nodiscard]] virtual const statement* number_source() const noexcept { return nullptr; }
    /// Makes what `number_source` asks, from this number on: a part of a migration.
    virtual void make_number_source(std::uint64_t first) { static_cast<void>(first); }
    /// True if the database has a table of this name.
    virtual bool has_table(std::string_view name) = 0;
    /// False once the connection is lost. The next transaction then needs another one.
    [[nodiscard]] virtual bool is_usable() const noexcept = 0;
};

}  // namespace detail::ledger

ECFLINK_END_NAMESPACE
