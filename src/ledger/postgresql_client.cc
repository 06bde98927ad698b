#include "ledger/postgresql_client.hpp"

#include <algorithm>

#include "ledger/database_words.hpp"

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

/// Why a constraint refused a change.
std::string_view refused_because(std::string_view sqlstate) noexcept {
    return sqlstate == "23505"   ? "there is a row with this key already"
           : sqlstate == "23503" ? "a record that it names is not there"
                                 : "a value is not allowed";
}

std::string_view unavailable_because(std::string_view sqlstate) noexcept {
    return sqlstate == "53300"           ? "PostgreSQL has no connection left"
           : sqlstate == "57P03"         ? "PostgreSQL does not take connections now"
           : sqlstate.starts_with("57P") ? "PostgreSQL ended the connection"
           : sqlstate == "58030"         ? "the disk of PostgreSQL failed"
                                         : "PostgreSQL is not available";
}

std::string_view failed_because(std::string_view sqlstate) noexcept {
    return sqlstate == "42501"
               ? "the user of the connection has no right to do this; an administrator of the "
                 "database can grant it"
           : sqlstate == "25006" ? "this server only lets the ledger be read; name the one that takes changes"
           : sqlstate == "42P01" || sqlstate == "42703"
               ? "the tables of the ledger are not what this version expects"
           : sqlstate.starts_with("22") ? "a value does not fit into the database"
           : sqlstate.starts_with("53") ? "PostgreSQL lacks memory or another resource"
                                        : "the work on the database failed";
}

}  // namespace

std::string why_unreachable(std::string_view said, const std::string& seconds) {
    const struct {
        std::string_view part;
        std::string why;
    } known[] = {
        {"could not translate host name", "its host name is not known; check the address"},
        {"password authentication failed", "it refuses the user or the password; check both"},
        {"no password supplied", "it wants a password; put it into libpq's password file (PGPASSFILE)"},
        {"pg_hba.conf", "it does not admit this user from here; ask its administrator"},
        {"Peer authentication failed", "it does not admit this user from here; ask its administrator"},
        {"starting up", "it is starting; try again"},
        {"shutting down", "it is stopping; try again later"},
        {"too many", "it has no connection left; try again"},
        {"remaining connection slots", "it has no connection left; try again"},
        {"Connection refused", "nothing answers at this address; check it, and whether the server runs"},
        {"No such file or directory",
         "nothing answers at this address; check it, and whether the server runs"},
        {"timeout expired", "it did not answer within " + seconds + " s; check the address and the network"},
        {"certificate", "its certificate cannot be verified; check sslmode and sslrootcert"},
        {"SSL", "no encrypted connection came about; check sslmode"},
    };
    const std::string own_words = in_its_own_words("libpq", in_one_line(said));
    for (const auto& [part, why] : known) {
        if (said.find(part) != std::string_view::npos) {
            return "cannot reach PostgreSQL: " + why + own_words;
        }
    }
    if (said.find("does not exist") != std::string_view::npos) {
        return "cannot reach PostgreSQL: it knows no such " +
               std::string(said.find("database \"") != std::string_view::npos ? "database" : "user") +
               "; check the address" + own_words;
    }
    return "cannot reach PostgreSQL; check the address, the server and the rights of its user" + own_words;
}

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
    const std::string code = " (SQLSTATE " + sqlstate + ")";
    const std::string own_words =
        sqlstate.starts_with("22")
            ? std::string{}
            : in_its_own_words("PostgreSQL", in_one_line(field(PG_DIAG_MESSAGE_PRIMARY)));
    switch (trouble) {
        case ledger_trouble::busy:
            return {trouble, "other writers held the ledger for longer than " + std::to_string(patience_ms) +
                                 " ms" + code + "; try again, or wait longer" + own_words};
        case ledger_trouble::full:
            return {trouble, "PostgreSQL's disk is full" + code + "; free some space" + own_words};
        case ledger_trouble::damaged:
            return {trouble, "the database is damaged" + code + "; restore it from a backup" + own_words};
        case ledger_trouble::conflict:
            return {trouble, "the tables of the ledger refuse the change: " +
                                 std::string(refused_because(sqlstate)) + code + own_words};
        case ledger_trouble::unavailable:
            return {trouble, std::string(unavailable_because(sqlstate)) + code + "; try again" + own_words};
        default: return {trouble, std::string(failed_because(sqlstate)) + code + own_words};
    }
}

}  // namespace detail::ledger

ECFLINK_END_NAMESPACE
