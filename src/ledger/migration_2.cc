// The statements name the tables as they were at version 2, whatever later versions make of them.
#include "ledger/migration_2.hpp"

#include <ecflink/text/time_text.hpp>

#include "ledger/values.hpp"

ECFLINK_BEGIN_NAMESPACE

namespace detail::ledger {
namespace {

constexpr statement select_requests{
    "SELECT r.sequence, CASE WHEN r.state IN ('approved', 'rejected') THEN 1 ELSE 0 END, s.body, c.body "
    "FROM registrations r LEFT JOIN audit s ON s.sequence = r.sequence "
    "LEFT JOIN audit c ON c.sequence = r.changed ORDER BY r.sequence"};
constexpr statement update_request{
    "UPDATE registrations SET submitted_at = $2, decided_at = $3 WHERE sequence = $1"};
constexpr statement select_lifted{
    "SELECT t.sequence, a.body FROM tombstones t LEFT JOIN audit a ON a.sequence = t.lifted "
    "WHERE t.lifted IS NOT NULL ORDER BY t.sequence"};
constexpr statement update_tombstone{"UPDATE tombstones SET lifted_at = $2 WHERE sequence = $1"};

/// Version 1 dropped the login of a request that became an admission, and of no other.
constexpr statement select_admissions{
    "SELECT r.sequence, r.changed, r.decided_at, r.court, r.central_id, r.role, r.account_made, c.name "
    "FROM registrations r JOIN central_accounts c ON c.central_id = r.central_id "
    "WHERE r.state = 'approved' AND r.login IS NULL ORDER BY r.changed"};
constexpr statement count_links_in_court{
    "SELECT count(*) FROM links WHERE court = $1 AND central_id = $2 AND state = 'active'"};
constexpr statement count_accounts{"SELECT count(*) FROM court_accounts WHERE court = $1 AND login = $2"};
constexpr statement insert_admitted_account{
    "INSERT INTO court_accounts (court, login, role, status, opened, name, principals, pending_change, "
    "link_locked, revision) VALUES ($1, $2, $3, 'active', $4, $5, 0, 'none', 0, 1)"};
constexpr statement update_login{"UPDATE registrations SET login = $2 WHERE sequence = $1"};
/// Whether the two are linked; whether a link of them was removed since the admission; and free
/// slots.
constexpr statement select_admitted_pair{
    "SELECT (SELECT count(*) FROM links WHERE court = $1 AND login = $2 AND central_id = $3 "
    "AND state = 'active'), (SELECT count(*) FROM tombstones WHERE court = $1 AND login = $2 "
    "AND central_id = $3 AND removed_at >= $4), (SELECT coalesce(max(account_slot), -1) + 1 FROM links "
    "WHERE court = $1 AND login = $2 AND state = 'active'), (SELECT coalesce(max(central_slot), -1) + 1 "
    "FROM links WHERE court = $1 AND central_id = $3 AND state = 'active')"};
constexpr statement insert_link{
    "INSERT INTO links (sequence, court, login, central_id, state, linked_at, made_by, account_slot, "
    "central_slot) VALUES ($1, $2, $3, $4, $5, $6, 'admission', $7, $8)"};

/// The link says now which account an admission made.
constexpr const char* drop_what_links_say = R"sql(
DROP INDEX registrations_account_made;
ALTER TABLE registrations DROP COLUMN account_made;
)sql";

/// The instant of an event. In canonical JSON `at` comes before every member that can hold another
/// one of that name, and no text holds a quotation mark as it is.
instant instant_of(const value& body) {
    constexpr std::string_view named = "\"at\":\"";
    const std::string& whole = text(body);
    const std::size_t begin = whole.find(named);
    const std::string_view rest = begin == std::string::npos
                                      ? std::string_view{}
                                      : std::string_view(whole).substr(begin + named.size());
    const auto read = parse_instant(rest.substr(0, rest.find('"')));
    if (!read) {
        throw database_error(ledger_trouble::damaged, "an event of the audit trail has no time");
    }
    return read.value();
}

void fill_times(database& db) {
    struct request {
        std::int64_t sequence;
        instant submitted_at;
        std::optional<instant> decided_at;
    };
    std::vector<request> requests;
    db.stream(select_requests, {}, [&](const row& it) {
        requests.push_back({integer(it[0]), instant_of(it[2]),
                            integer(it[1]) != 0 ? std::optional(instant_of(it[3])) : std::nullopt});
        return true;
    });
    for (const request& one : requests) {
        const parameter times[] = {one.sequence, to_parameter(one.submitted_at),
                                   to_parameter(one.decided_at)};
        db.execute(update_request, times);
    }
    for (const row& it : db.query(select_lifted)) {
        const parameter lifted[] = {integer(it[0]), to_parameter(instant_of(it[1]))};
        db.execute(update_tombstone, lifted);
    }
}

/// A login that the court does not have, for an admission that named none.
std::string unused_login(database& db, std::string_view court, std::int64_t event) {
    std::string name = "admission-" + std::to_string(event);
    const auto is_used = [&] {
        const parameter key[] = {court, std::string_view(name)};
        return integer(db.query(count_accounts, key).front()[0]) != 0;
    };
    while (is_used()) {
        name += '-';
    }
    return name;
}

}  // namespace

void bring_rows_to_2(database& db, std::vector<audit_detail>& done) {
    fill_times(db);
    std::int64_t links = 0;
    std::int64_t accounts = 0;
    for (const row& it : db.query(select_admissions)) {
        const std::int64_t event = integer(it[1]);
        const std::string_view court = text(it[3]);
        const std::string_view central = text(it[4]);
        std::string login = is_null(it[6]) ? std::string{} : text(it[6]);
        if (login.empty()) {
            const parameter place[] = {court, central};
            if (integer(db.query(count_links_in_court, place).front()[0]) != 0) {
                continue;  // the filer has linked an account of the court since
            }
            login = unused_login(db, court, event);
            const parameter account[] = {court, std::string_view(login), std::string_view(text(it[5])),
                                         integer(it[2]), std::string_view(text(it[7]))};
            db.execute(insert_admitted_account, account);
            ++accounts;
        }
        const parameter renamed[] = {integer(it[0]), std::string_view(login)};
        db.execute(update_login, renamed);
        const parameter key[] = {court, std::string_view(login), central, integer(it[2])};
        const row pair = db.query(select_admitted_pair, key).front();
        if (integer(pair[0]) != 0) {
            continue;  // the filer has linked this very account since
        }
        const bool is_removed = integer(pair[1]) != 0;
        const parameter link[] = {event,
                                  court,
                                  std::string_view(login),
                                  central,
                                  std::string_view(is_removed ? "removed" : "active"),
                                  integer(it[2]),
                                  integer(pair[2]),
                                  integer(pair[3])};
        db.execute(insert_link, link);
        ++links;
    }
    db.run_script(drop_what_links_say);
    done.push_back({"admissions-linked", links});
    done.push_back({"accounts-made", accounts});
}

}  // namespace detail::ledger

ECFLINK_END_NAMESPACE
