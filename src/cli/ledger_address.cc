#include "cli/ledger_address.hpp"

#include <filesystem>
#include <system_error>

#include <fmt/format.h>

#include <ecflink/ledger/sqlite.hpp>
#include <ecflink/text/visible_text.hpp>
#ifdef ECFLINK_CLI_WITH_POSTGRESQL
#include <ecflink/ledger/postgresql.hpp>
#endif

#include "cli/hidden_text.hpp"
#include "cli/process.hpp"
#include "cli/shell_text.hpp"

namespace ecflink::cli {
namespace {

constexpr std::string_view sqlite_scheme = "sqlite:";

ledger_address parse_sqlite(const std::string& text) {
    const std::string file = text.substr(sqlite_scheme.size());
    if (file.empty()) {
        throw value_failure(
            "sqlite: is not the address of a ledger; expected sqlite: and the name of a file");
    }
    if (std::error_code ignored; may_hold_password(file) && !std::filesystem::exists(file, ignored)) {
        throw value_failure(
            "the address of a server is no name of a file (it is not shown, since it may hold a password); "
            "expected sqlite: and the name of a file");
    }
    return {sqlite(file), file, text, text};
}

/// The address is shown up to its parameters.
ledger_address parse_postgresql(const std::string& text) {
    if (may_hold_password(text)) {
        throw value_failure(
            "a password in an address can be seen by others; put it into libpq's password file (PGPASSFILE)");
    }
#ifdef ECFLINK_CLI_WITH_POSTGRESQL
    return {postgresql(text), {}, text.substr(0, text.find('?')), text};
#else
    throw value_failure("this program was built without PostgreSQL; use sqlite:FILE");
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
        case ledger_trouble::too_early:
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
std::string remedy_for(ledger_trouble trouble, const ledger_address& where) {
    switch (trouble) {
        case ledger_trouble::no_keys: return "; name it with --key-file or ECFLINK_KEY_FILE";
        case ledger_trouble::other_policies:
            return fmt::format(
                ": name the same --policy and --set as before. Only if the ledger is to work under these "
                "from now on: `ecflink ledger adopt {}{}`",
                shell_word(where.typed), where.options);
        case ledger_trouble::other_version:
            return fmt::format("; `ecflink ledger migrate {} --dry-run` says what that would do",
                               shell_word(where.typed));
        default: return {};
    }
}

}  // namespace

bool is_ledger_address(std::string_view text) {
    // One that is misspelled is refused as an address; as a folder it would be repeated.
    std::error_code ignored;
    return text.starts_with(sqlite_scheme) || is_server_address(text) ||
           (may_hold_password(text) && !std::filesystem::exists(text, ignored));
}

std::vector<std::string> ledger_address::files() const {
    return file.empty() ? std::vector<std::string>{}
                        : std::vector<std::string>{file, file + "-wal", file + "-shm"};
}

ledger_address parse_ledger_address(const std::string& text) {
    if (text.starts_with(sqlite_scheme)) {
        return parse_sqlite(text);
    }
    if (is_server_address(text)) {
        return parse_postgresql(text);
    }
    std::error_code ignored;
    throw value_failure(fmt::format(
        "{} is not the address of a ledger; {}",
        may_hold_password(text) ? "this, which is not shown since it may hold a password," : '"' + text + '"',
        std::filesystem::is_regular_file(text, ignored) || text.ends_with(".db") || text.ends_with(".sqlite")
            ? "did you mean " + shell_word("sqlite:" + text) + '?'
            : std::string("expected sqlite:FILE or postgresql://...")));
}

void fail(const ledger_address& where, const ledger_error& error) {
    throw failure(status_for(error.trouble),
                  fmt::format("ecflink: {}: {}{}", visible_text(where.shown), visible_text(error.message),
                              remedy_for(error.trouble, where)));
}

}  // namespace ecflink::cli
