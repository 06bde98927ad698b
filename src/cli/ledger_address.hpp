// ledger_address.hpp: where a ledger lies, as a command line says it: "sqlite:FILE" or
// "postgresql://...".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <ecflink/ledger/ledger.hpp>

namespace ecflink::cli {

struct ledger_address {
    ledger_connector connector;
    std::string file;   ///< of SQLite; empty for PostgreSQL
    std::string shown;  ///< for messages and results: without what connection parameters may hold
    /// the address as it was typed, and with it the options of the command line that other commands
    /// over the ledger need, as words of a shell
    std::string typed;
    std::string options = {};  // NOLINT(readability-redundant-member-init): so that it may be left out

    /// The files that SQLite keeps; none of PostgreSQL.
    [[nodiscard]] std::vector<std::string> files() const;
};

/// True if the text names a ledger rather than a folder, or tries to.
[[nodiscard]] bool is_ledger_address(std::string_view text);

/// Throws a failure, which never repeats the text, if it is no address, if a password may stand in
/// it, or if this program was built without PostgreSQL and the address asks for it.
[[nodiscard]] ledger_address parse_ledger_address(const std::string& text);

/// Ends a command because a ledger could not do something: what happened, how to fix it, and the
/// status that fits.
[[noreturn]] void fail(const ledger_address& where, const ledger_error& error);

/// What the ledger answered; throws a failure if it could not.
template <class T>
[[nodiscard]] T taken(const ledger_address& where, ledger_result<T> given) {
    if (!given) {
        fail(where, given.error());
    }
    return std::move(given).value();
}
inline void taken(const ledger_address& where, const ledger_result<void>& given) {
    if (!given) {
        fail(where, given.error());
    }
}

}  // namespace ecflink::cli
