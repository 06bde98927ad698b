#include "cli/ledger_address.hpp"

#include <algorithm>

#include <fmt/format.h>

#include <ecflink/ledger/sqlite.hpp>
#ifdef ECFLINK_CLI_WITH_POSTGRESQL
#include <ecflink/ledger/postgresql.hpp>
#endif

#include "cli/process.hpp"

namespace ecflink::cli {
namespace {

constexpr std::string_view sqlite_scheme = "sqlite:";
constexpr std::string_view postgresql_schemes[] = {"postgresql://", "postgres://"};

bool is_postgresql(std::string_view text) noexcept {
    return std::ranges::any_of(postgresql_schemes,
                               [&](std::string_view scheme) { return text.starts_with(scheme); });
}

ledger_address parse_sqlite(const std::string& text) {
    const std::string file = text.substr(sqlite_scheme.size());
    if (file.empty()) {
        throw usage_failure(
            "sqlite: is not the address of a ledger; expected sqlite: and the name of a file");
    }
    return {sqlite(file), file, text};
}

/// The address up to its parameters. A password would be seen by everybody who may list processes.
ledger_address parse_postgresql(const std::string& text) {
    const std::size_t authority = text.find("//") + 2;
    const std::size_t authority_end = std::min(text.find_first_of("/?", authority), text.size());
    const std::size_t at = text.substr(0, authority_end).rfind('@');
    const bool has_password = at != std::string::npos && at > authority &&
                              text.substr(authority, at - authority).find(':') != std::string::npos;
    const std::size_t parameters = std::min(text.find('?', authority), text.size());
    if (has_password || text.find("password=", parameters) != std::string::npos) {
        throw usage_failure(
            "a password in an address can be seen by others; put it into libpq's password file (PGPASSFILE)");
    }
#ifdef ECFLINK_CLI_WITH_POSTGRESQL
    return {postgresql(text), {}, text.substr(0, parameters)};
#else
    throw usage_failure(text.substr(0, parameters) +
                        ": this program was built without PostgreSQL; use sqlite:FILE");
#endif
}

exit_status status_for(ledger_trouble trouble) noexcept {
    switch (trouble) {
        case ledger_trouble::no_keys: return exit_status::usage;
        case ledger_trouble::not_found:
        case ledger_trouble::exists:
        case ledger_trouble::other_policies:
        case ledger_trouble::other_keys:
        case ledger_trouble::other_version:
        // with what the command line or a table names: an account that is not there, or is there
        // already
        case ledger_trouble::conflict:
        case ledger_trouble::damaged: return exit_status::bad_input;
        case ledger_trouble::busy:
        case ledger_trouble::unavailable:
        case ledger_trouble::unknown_outcome:
        case ledger_trouble::full:
        case ledger_trouble::failed:
        case ledger_trouble::check_failed: break;
    }
    return exit_status::environment;
}

/// How to fix a trouble with this program, which the ledger's own message cannot know.
std::string remedy_for(ledger_trouble trouble, const std::string& shown) {
    switch (trouble) {
        case ledger_trouble::no_keys: return "; name it with --key-file or ECFLINK_KEY_FILE";
        case ledger_trouble::other_policies:
            return fmt::format(
                ": name the same --policy and --set as before. Only if the ledger is to work under these "
                "from now on: `ecflink ledger adopt {}`",
                shown);
        case ledger_trouble::other_version:
            return fmt::format("; `ecflink ledger migrate {} --dry-run` says what that would do", shown);
        default: return {};
    }
}

}  // namespace

bool is_ledger_address(std::string_view text) noexcept {
    return text.starts_with(sqlite_scheme) || is_postgresql(text);
}

std::vector<std::string> ledger_address::files() const {
    return file.empty() ? std::vector<std::string>{}
                        : std::vector<std::string>{file, file + "-wal", file + "-shm"};
}

ledger_address parse_ledger_address(const std::string& text) {
    if (text.starts_with(sqlite_scheme)) {
        return parse_sqlite(text);
    }
    if (is_postgresql(text)) {
        return parse_postgresql(text);
    }
    throw usage_failure(
        fmt::format("\"{}\" is not the address of a ledger; expected sqlite:FILE or postgresql://...", text));
}

void fail(const ledger_address& where, const ledger_error& error) {
    throw failure(status_for(error.trouble), fmt::format("ecflink: {}: {}{}", where.shown, error.message,
                                                         remedy_for(error.trouble, where.shown)));
}

}  // namespace ecflink::cli
