// database.hpp: what the ledger needs of a database, and nothing more. One connection; used by one
// thread at a time. Two drivers: sqlite_database.cc, postgresql_database.cc.
//
// SQL is written once, for both: $1, $2, ... stand for parameters, values are integers of 64 bits
// and texts. Constants are `statement`s with static storage, which a driver prepares once a
// connection and keeps by their address.
//
// Every function but the noexcept ones throws database_error.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <ecflink/ledger/ledger.hpp>

ECFLINK_BEGIN_NAMESPACE

namespace detail::ledger {

/// Ends a transaction with nothing written, or leaves open whether it was written.
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

/// A parameter: NULL, an integer or a text, which is borrowed for the call.
using parameter = std::variant<std::monostate, std::int64_t, std::string_view>;
/// A value of a row: NULL, an integer or a text.
using value = std::variant<std::monostate, std::int64_t, std::string>;
using row = std::vector<value>;

/// A statement with its parameters.
struct bound_statement {
    const statement* what;
    std::vector<parameter> parameters;
};

/// Whatever throws database_error has ended the transaction, with nothing written unless it is
/// unknown_outcome; a call out of turn changes nothing.
class database {
public:
    database() = default;
    database(const database&) = delete;
    database& operator=(const database&) = delete;
    virtual ~database() = default;

    /// Begins a transaction that may write. At most one is under way on a ledger: it waits for the
    /// one before it, up to the time that was given when the connection was made, and then is
    /// ledger_trouble::busy. What it reads is what the last committed one has left.
    virtual void begin_write() = 0;
    /// The same, then runs queries of few rows; where the database is reached over a wire, all in
    /// one turn. The rows of each.
    virtual std::vector<std::vector<row>> begin_write_and_query(std::span<const bound_statement> all) {
        begin_write();
        std::vector<std::vector<row>> answers;
        for (const bound_statement& each : all) {
            answers.push_back(query(*each.what, each.parameters));
        }
        return answers;
    }
    /// Begins a transaction that only reads; all of it sees one state of the ledger, whatever is
    /// committed meanwhile. ledger_trouble::not_found if there is no database.
    virtual void begin_read() = 0;
    /// Makes the transaction last: it is on the disk when this returns.
    /// ledger_trouble::unknown_outcome if the connection was lost meanwhile: it is committed, or it
    /// is not.
    virtual void commit() = 0;
    /// Ends the transaction with nothing written. Without a transaction it does nothing.
    virtual void rollback() noexcept = 0;

    /// All rows of a query of few rows.
    virtual std::vector<row> query(const statement& what, std::span<const parameter> parameters = {}) = 0;
    /// Runs a statement that gives no rows; the number of rows that it wrote.
    virtual std::int64_t execute(const statement& what, std::span<const parameter> parameters = {}) = 0;
    /// Runs statements in order; where the database is reached over a wire, in one turn.
    virtual void execute_all(std::span<const bound_statement> all) = 0;
    /// The same, then commits.
    virtual void execute_all_and_commit(std::span<const bound_statement> all) = 0;
    /// The rows of a query of any number, one at a time, in bounded memory, within a transaction;
    /// ends early where `take` answers false.
    virtual void stream(const statement& what, std::span<const parameter> parameters,
                        const std::function<bool(const row&)>& take) = 0;
    /// Runs text of several statements without parameters, within a write transaction: a migration.
    /// Texts compare byte by byte. In it, BIGINT is an integer of 64 bits, and `STRICT` after a
    /// table asks for exact types where the database does not do so by itself.
    virtual void run_script(const std::string& sql) = 0;
    /// The name of a table that every ledger has is there.
    virtual bool has_table(std::string_view name) = 0;
    /// False once the connection is of no more use: the next transaction needs another one.
    [[nodiscard]] virtual bool is_usable() const noexcept = 0;
};

}  // namespace detail::ledger

ECFLINK_END_NAMESPACE
