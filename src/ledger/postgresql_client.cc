#include "ledger/postgresql_client.hpp"

#include <algorithm>

ECFLINK_BEGIN_NAMESPACE

namespace detail::ledger {
namespace {

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
    if (is_of("08P01")) {  // a mistake of the caller, such as a wrong number of parameters
        return ledger_trouble::failed;
    }
    // connection exceptions, too_many_connections, the server stops or starts, its disk failed
    if (is_of("08") || is_of("53300") || is_of("57P") || is_of("58030")) {
        return ledger_trouble::unavailable;
    }
    return ledger_trouble::failed;
}

}  // namespace

std::string in_one_line(std::string_view text) {
    std::string line(text.substr(0, text.find_last_not_of(" \n") + 1));
    std::ranges::replace_if(line, [](char c) { return c == '\n' || c == '\t'; }, ' ');
    return line;
}

void check_connection_text(const std::string& connection) {
    // libpq reads a text without '=' that is not a URI as the name of a database.
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
                             "the address of the PostgreSQL database cannot be read; in a URI, write %40 for "
                             "'@', %2F for '/' and %3A for ':'");
    }
}

database_error error_of(const PGresult* result, std::int64_t patience_ms) {
    const auto field = [result](int code) {
        const char* text = PQresultErrorField(result, code);
        return std::string(text == nullptr ? "" : text);
    };
    const std::string sqlstate = field(PG_DIAG_SQLSTATE);
    const ledger_trouble trouble = trouble_of(sqlstate);
    const std::string reason =
        (sqlstate.starts_with("22") ? "a value does not fit" : in_one_line(field(PG_DIAG_MESSAGE_PRIMARY))) +
        ", SQLSTATE " + sqlstate;
    switch (trouble) {
        case ledger_trouble::busy:
            return {trouble, "other writers held the ledger for longer than " + std::to_string(patience_ms) +
                                 " ms (" + reason + "); try again, or wait longer"};
        case ledger_trouble::full:
            return {trouble, "PostgreSQL's disk is full (" + reason + "); free some space"};
        case ledger_trouble::damaged:
            return {trouble, "the database is damaged (" + reason + "); restore it from a backup"};
        case ledger_trouble::conflict:
            return {trouble, "a constraint of the ledger refused the change (" + reason + ")"};
        case ledger_trouble::unavailable:
            return {trouble, "PostgreSQL is not available (" + reason + "); try again"};
        default: return {trouble, "PostgreSQL reported an error (" + reason + ")"};
    }
}

}  // namespace detail::ledger

ECFLINK_END_NAMESPACE
