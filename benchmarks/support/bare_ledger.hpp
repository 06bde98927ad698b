// bare_ledger.hpp: the least that a ledger can cost. Hand-made code for SQLite and libpq writes the
// rows that ecflink has written into the same tables, by prepared statements and in as few round
// trips as a hash chain allows: take the lock, read the head of the chain, write everything,
// commit.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "ledger/support/sample_ledger.hpp"

namespace support {

/// The statements of a ledger; the parameters of each are in the order of the statement.
enum class bare_statement : std::uint8_t {
    audit,
    checkpoint,
    link,
    record,
    handle,
    obligation,
    prune_attempts,
    attempt,
    attempt_outcome,
    head
};
inline constexpr std::size_t bare_statements = 10;

struct bare_write {
    bare_statement what;
    ecflink::detail::ledger::row values;
};
/// One transaction: an event of the audit trail, and the rows that belong to it.
using bare_transaction = std::vector<bare_write>;

/// The transactions of a ledger after the event `after`, one for each event.
[[nodiscard]] std::vector<bare_transaction> transactions_after(ecflink::detail::ledger::database& db,
                                                               std::int64_t after);

/// Makes the tables in an empty place, and copies accounts and trail of a ledger that has no links
/// yet.
void copy_ledger(ecflink::detail::ledger::database& from, ecflink::detail::ledger::database& to);

/// One connection. Not for several threads at once.
class bare_ledger {
public:
    bare_ledger() = default;
    bare_ledger(const bare_ledger&) = delete;
    bare_ledger& operator=(const bare_ledger&) = delete;
    virtual ~bare_ledger() = default;
    /// Writes the next transaction. `all` begins with that of event `after` + 1.
    virtual void write_next(std::span<const bare_transaction> all, std::int64_t after) = 0;
};
[[nodiscard]] std::unique_ptr<bare_ledger> bare_sqlite(const std::string& file);
#ifdef ECFLINK_TEST_WITH_POSTGRESQL
[[nodiscard]] std::unique_ptr<bare_ledger> bare_postgresql(const std::string& url);
#endif

}  // namespace support
