// bare_ledger.hpp: what a ledger costs at least: the rows that ecflink has written, written once
// more into the same tables by hand-made code for SQLite and libpq, prepared and in as few turns as
// a hash chain allows: take the lock, read how far the chain is, write everything, commit.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "ledger/support/sample_ledger.hpp"

namespace support {

/// What a ledger writes; the parameters of each stand in the order in which its statement has them.
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
    state
};
inline constexpr std::size_t bare_statements = 10;

struct bare_write {
    bare_statement what;
    ecflink::detail::ledger::row values;
};
/// One transaction: an event of the audit trail and what it brings about.
using bare_transaction = std::vector<bare_write>;

/// The transactions by which a ledger has come from event `after` to where it is, one for each
/// event.
[[nodiscard]] std::vector<bare_transaction> transactions_after(ecflink::detail::ledger::database& db,
                                                               std::int64_t after);

/// Makes the tables in an empty place, and copies accounts and trail of a ledger that has no links
/// yet.
void copy_ledger(ecflink::detail::ledger::database& from, ecflink::detail::ledger::database& to);

/// One connection; used by one thread at a time.
class bare_ledger {
public:
    bare_ledger() = default;
    bare_ledger(const bare_ledger&) = delete;
    bare_ledger& operator=(const bare_ledger&) = delete;
    virtual ~bare_ledger() = default;
    /// Writes the transaction that comes next: `all` begins with that of event `after` + 1.
    virtual void write_next(std::span<const bare_transaction> all, std::int64_t after) = 0;
};
[[nodiscard]] std::unique_ptr<bare_ledger> bare_sqlite(const std::string& file);
#ifdef ECFLINK_TEST_WITH_POSTGRESQL
[[nodiscard]] std::unique_ptr<bare_ledger> bare_postgresql(const std::string& url);
#endif

}  // namespace support
