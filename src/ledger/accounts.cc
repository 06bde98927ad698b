// Records of accounts, and the default store of passwords.
#include <algorithm>
#include <iterator>
#include <span>
#include <unordered_set>

#include <sodium.h>

#include "ledger/writing.hpp"

#include <ecflink/tables/rows.hpp>
#include <ecflink/tables/work.hpp>

ECFLINK_BEGIN_NAMESPACE

using detail::ledger::parameter;
using detail::ledger::statement;
using detail::ledger::to_parameter;
using detail::ledger::transaction;

namespace {

constexpr std::size_t rows_of_a_transaction = 1'000;

template <class Table>
const statement& upsert() {
    static const detail::ledger::composed_statement made(detail::ledger::upsert_in_sql<Table>());
    return made.get();
}
constexpr statement count_roster_rows{
    "SELECT count(*) FROM roster WHERE court = $1 AND login = $2 AND central_id = $3"};
constexpr statement insert_roster{
    "INSERT INTO roster (court, login, central_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"};
constexpr statement select_tombstone{
    "SELECT sequence, lifted_at FROM tombstones WHERE court = $1 AND login = $2 AND central_id = $3 "
    "AND removed_at = $4"};
constexpr statement select_active_link{
    "SELECT linked_at FROM links WHERE court = $1 AND login = $2 AND central_id = $3 AND state = 'active'"};
constexpr statement select_contact{
    "SELECT is_proven FROM contacts WHERE court = $1 AND login = $2 AND contact = $3"};
constexpr statement upsert_contact{
    "INSERT INTO contacts (court, login, contact, is_proven) VALUES ($1, $2, $3, $4) "
    "ON CONFLICT (court, login, contact) DO UPDATE SET is_proven = excluded.is_proven"};
/// The credential of an owner, or the next one if the owner has none, so that both take the same
/// work (A36): whose it is, the hash, and whether a link has retired it: an active one, or one that
/// was removed since the password was set.
constexpr statement select_credential{
    "SELECT c.court, c.id, c.password_hash, (SELECT count(*) FROM links l WHERE l.court = c.court AND "
    "l.login = c.id AND l.state = 'active') + "
    "(SELECT count(*) FROM tombstones t WHERE t.court = c.court AND t.login = c.id AND t.removed_at >= "
    "c.set_at) "
    "FROM credentials c WHERE (c.court, c.id) >= ($1, $2) ORDER BY c.court, c.id LIMIT 1"};
constexpr statement select_any_hash{"SELECT password_hash FROM credentials ORDER BY court, id LIMIT 1"};

enum class change { added, changed, unchanged };

/// Writes a record of an account, if it is not what the ledger knows.
template <class Table, class Known, class Row>
change put_account(transaction& work, const std::optional<Known>& known, const Row& given) {
    if (known && detail::ledger::have_same_fields<Table>(known->row, given)) {
        return change::unchanged;
    }
    detail::tables::with_fields<Table>([&](auto... field) {
        work.add(upsert<Table>(), {detail::ledger::parameter_of(field.of(given))...,
                                   to_parameter(known ? known->revision + 1 : 1)});
    });
    return known ? change::changed : change::added;
}

change put(transaction& work, const central_account_row& given) {
    const auto known = detail::ledger::find_central(detail::ledger::queries_of(work), given.id);
    return put_account<central_account_columns>(work, known, given);
}

change put(transaction& work, court_account_row given) {
    const auto known =
        detail::ledger::find_account(detail::ledger::queries_of(work), given.court, given.account.login);
    if (given.account.role == account_role::filing_agent) {
        // A feed may know fewer principals than the ledger; it takes none away.
        const parameter key[] = {given.court.view(), given.account.login.view()};
        const std::int64_t principals =
            detail::ledger::integer(work.query(detail::ledger::count_agencies, key).front()[0]);
        given.account.principals = std::max(given.account.principals, static_cast<std::uint32_t>(principals));
    }
    return put_account<court_account_columns>(work, known, given);
}

std::string key_of(const central_account_row& row) { return std::string(row.id.view()); }
std::string key_of(const court_account_row& row) {
    return std::string(row.court.view()) + '\0' + std::string(row.account.login.view());
}

/// The keys that more than one row of a table has: none of these rows is chosen (A27).
template <class Row>
std::unordered_set<std::string> ambiguous_keys(const std::vector<Row>& table) {
    std::unordered_set<std::string> seen;
    std::unordered_set<std::string> twice;
    for (const Row& row : table) {
        if (std::string key = key_of(row); !seen.insert(key).second) {
            twice.insert(std::move(key));
        }
    }
    return twice;
}

bool is_malformed(const central_account_row& row) { return row.malformed || row.id.empty(); }
bool is_malformed(const court_account_row& row) {
    return row.malformed || row.court.empty() || row.account.login.empty();
}
bool is_malformed(const registration_row& row) {
    return row.malformed || row.court.empty() || row.central.empty();
}
bool is_malformed(const tombstone_row& row) {
    return row.court.empty() || row.login.empty() || row.central.empty();
}
bool is_malformed(const roster_row& row) {
    return row.court.empty() || (row.login.empty() && row.central.empty());
}

/// True if the times of a row contradict each other: it was lifted before it was made, or decided
/// before it was submitted.
bool contradicts_itself(const tombstone_row& row) { return row.lifted_at && *row.lifted_at < row.removed_at; }
bool contradicts_itself(const registration_row& row) {
    return row.submitted_at && row.decided_at && *row.decided_at < *row.submitted_at;
}

/// A request must not come without its person: ledger_trouble::not_found if neither the tables nor
/// the ledger have the central account of one.
void require_centrals_of_requests(detail::ledger::database& db, const ledger_tables& rows) {
    const auto ambiguous = ambiguous_keys(rows.central_accounts);
    std::unordered_set<std::string> come;
    for (const central_account_row& row : rows.central_accounts) {
        if (std::string key = key_of(row); !is_malformed(row) && !ambiguous.contains(key)) {
            come.insert(std::move(key));
        }
    }
    for (std::size_t i = 0; i < rows.registrations.size(); ++i) {
        const registration_row& row = rows.registrations[i];
        if (!is_malformed(row) && !contradicts_itself(row) &&
            !come.contains(std::string(row.central.view())) &&
            !detail::ledger::find_central(detail::ledger::queries_of(db), row.central)) {
            throw detail::ledger::database_error(ledger_trouble::not_found,
                                                 "row " + std::to_string(i + 1) +
                                                     " of registrations names the central account " +
                                                     std::string(row.central.view()) +
                                                     ", which is not known; load its record too. Nothing was "
                                                     "written");
        }
    }
}

audit_entry change_of_records(const acting& by, instant now) {
    audit_entry entry;
    entry.event = audit_event::records_changed;
    entry.at = now;
    entry.by = by.who;
    entry.actor_id = by.id;
    return entry;
}

/// What became of a row of `tombstones`.
struct tombstone_put {
    bool is_new = false;                    ///< the ledger did not have it so
    std::optional<instant> standing_since;  ///< of an active link that it does not allow
};

/// Takes over the removal of a link elsewhere, so that the pair stays unlinked here too (A35), and
/// its lifting. What was lifted stays lifted.
tombstone_put put(transaction& work, const tombstone_row& given, const acting& by, instant now) {
    tombstone_put outcome;
    const parameter pair[] = {given.court.view(), given.login.view(), given.central.view()};
    const parameter key[] = {pair[0], pair[1], pair[2], given.removed_at.micros};
    const auto known = work.query(select_tombstone, key);
    const auto lifted_before = known.empty() ? std::nullopt : detail::ledger::time(known.front()[1]);
    const auto lifted_at = lifted_before ? lifted_before : given.lifted_at;
    outcome.is_new = known.empty() || lifted_at != lifted_before;
    if (outcome.is_new) {
        audit_entry entry = change_of_records(by, now);
        entry.court = given.court;
        entry.login = given.login;
        entry.central = given.central;
        entry.details = {{"table", "tombstones"}};
        const std::uint64_t sequence = work.log(entry);
        const parameter lifted = given.lifted_at ? to_parameter(sequence) : parameter{};
        if (known.empty()) {
            work.insert(detail::ledger::tombstones_table,
                        {to_parameter(sequence), pair[0], pair[1], pair[2], given.removed_at.micros,
                         std::string_view(given.actor), std::string_view(given.reason), lifted,
                         to_parameter(lifted_at)});
        } else {
            work.update(detail::ledger::tombstones_table, {detail::ledger::integer(known.front()[0])},
                        {{"lifted", lifted}, {"lifted_at", to_parameter(lifted_at)}});
        }
        work.flush();  // two rows may be of one pair
    }
    for (const detail::ledger::row& link : work.query(select_active_link, pair)) {
        const auto linked_at = detail::ledger::time(link[0]);
        const bool was_lifted = linked_at > given.removed_at && lifted_at && linked_at >= lifted_at;
        if (!was_lifted) {
            outcome.standing_since = linked_at;
        }
    }
    return outcome;
}

void add_first_ten(std::vector<ledger::left_out_row>& to, std::span<const ledger::left_out_row> more) {
    to.insert(to.end(), more.begin(),
              more.begin() + std::min<std::ptrdiff_t>(std::ssize(more), 10 - std::ssize(to)));
}

}  // namespace

namespace detail::ledger {

std::optional<bool> has_link_retired_password(const query_function& query, const court_id& court,
                                              const login& account) {
    const parameter key[] = {court.view(), account.view()};
    const auto next = query(select_credential, key);
    if (next.empty() || text(next.front()[0]) != court.view() || text(next.front()[1]) != account.view()) {
        return std::nullopt;
    }
    return integer(next.front()[3]) != 0;
}

}  // namespace detail::ledger

namespace {

/// Runs a part of a load in a transaction of its own, or in the one of a dry run.
template <class T, class Work>
ledger_result<T> write_part(detail::ledger::ledger_store& store, transaction* dry, const Work& work) {
    if (dry == nullptr) {
        return store.write<T>(work);
    }
    T part = work(*dry);
    dry->flush();  // the next part reads it
    return part;
}

/// `dry`: the transaction of a dry run; null if the load is to be written.
ledger_result<ledger::load_summary> load_parts(detail::ledger::ledger_store& store, transaction* dry,
                                               const ledger_tables& rows, const acting& by, instant now,
                                               const work_options& options) {
    using load_summary = ledger::load_summary;
    load_summary all;
    const auto is_cancelled = [&] {
        return options.cancelled != nullptr && options.cancelled->load(std::memory_order_relaxed);
    };
    const auto load_table = [&](std::string_view name, const auto& table) -> ledger_result<bool> {
        const auto ambiguous = ambiguous_keys(table);
        for (std::size_t begin = 0; begin < table.size() && !is_cancelled(); begin += rows_of_a_transaction) {
            const std::size_t end = std::min(table.size(), begin + rows_of_a_transaction);
            const auto part = write_part<load_summary>(store, dry, [&](transaction& work) {
                load_summary some;
                for (std::size_t i = begin; i < end; ++i) {
                    if (is_malformed(table[i])) {
                        ++some.malformed;
                        continue;
                    }
                    if (ambiguous.contains(key_of(table[i]))) {
                        ++some.ambiguous;
                        some.first_ambiguous.push_back({name, i});
                        continue;
                    }
                    const change what = put(work, table[i]);
                    ++(what == change::added     ? some.added
                       : what == change::changed ? some.changed
                                                 : some.unchanged);
                }
                if (some.added + some.changed > 0) {
                    audit_entry entry = change_of_records(by, now);
                    entry.details = {{"table", std::string(name)},
                                     {"added", static_cast<std::int64_t>(some.added)},
                                     {"changed", static_cast<std::int64_t>(some.changed)}};
                    work.log(entry);
                }
                return some;
            });
            if (!part) {
                return part.error();
            }
            all.added += part.value().added;
            all.changed += part.value().changed;
            all.unchanged += part.value().unchanged;
            all.malformed += part.value().malformed;
            all.ambiguous += part.value().ambiguous;
            add_first_ten(all.first_ambiguous, part.value().first_ambiguous);
            if (options.progress) {
                options.progress(name, end, table.size());
            }
        }
        return true;
    };
    if (dry == nullptr && !rows.registrations.empty()) {
        const auto checked = store.read<bool>([&](detail::ledger::database& db) {
            require_centrals_of_requests(db, rows);
            return true;
        });
        if (!checked) {
            return checked.error();
        }
    }
    if (const auto loaded = load_table("central_accounts", rows.central_accounts); !loaded) {
        return loaded.error();
    }
    if (const auto loaded = load_table("court_accounts", rows.court_accounts); !loaded) {
        return loaded.error();
    }
    for (std::size_t begin = 0; begin < rows.tombstones.size() && !is_cancelled();
         begin += rows_of_a_transaction) {
        const std::size_t end = std::min(rows.tombstones.size(), begin + rows_of_a_transaction);
        const auto part = write_part<load_summary>(store, dry, [&](transaction& work) {
            load_summary some;
            for (std::size_t i = begin; i < end; ++i) {
                if (is_malformed(rows.tombstones[i])) {
                    ++some.malformed;
                    continue;
                }
                if (contradicts_itself(rows.tombstones[i])) {
                    ++some.malformed;
                    some.first_contradictory.push_back({"tombstones", i});
                    continue;
                }
                const tombstone_put made = put(work, rows.tombstones[i], by, now);
                some.tombstones += made.is_new ? 1 : 0;
                if (made.standing_since) {
                    some.links_that_stand.push_back({i, *made.standing_since});
                }
            }
            return some;
        });
        if (!part) {
            return part.error();
        }
        all.malformed += part.value().malformed;
        add_first_ten(all.first_contradictory, part.value().first_contradictory);
        all.tombstones += part.value().tombstones;
        all.links_that_stand.insert(all.links_that_stand.end(), part.value().links_that_stand.begin(),
                                    part.value().links_that_stand.end());
    }
    for (std::size_t begin = 0; begin < rows.registrations.size() && !is_cancelled();
         begin += rows_of_a_transaction) {
        const std::size_t end = std::min(rows.registrations.size(), begin + rows_of_a_transaction);
        const auto part = write_part<load_summary>(store, dry, [&](transaction& work) {
            load_summary some;
            for (std::size_t i = begin; i < end; ++i) {
                const registration_row& row = rows.registrations[i];
                if (is_malformed(row)) {
                    ++some.malformed;
                } else if (contradicts_itself(row)) {
                    ++some.malformed;
                    some.first_contradictory.push_back({"registrations", i});
                } else if (detail::ledger::take_over_registration(work, row, by, now)) {
                    ++some.registrations;
                }
            }
            return some;
        });
        if (!part) {
            return part.error();
        }
        all.malformed += part.value().malformed;
        add_first_ten(all.first_contradictory, part.value().first_contradictory);
        all.registrations += part.value().registrations;
    }
    if (rows.roster.empty() || is_cancelled()) {
        return all;
    }
    const auto rostered = write_part<std::uint64_t>(store, dry, [&](transaction& work) {
        std::uint64_t malformed = 0;
        std::int64_t added = 0;
        for (const roster_row& row : rows.roster) {
            const parameter key[] = {row.court.view(), row.login.view(), row.central.view()};
            if (is_malformed(row)) {
                ++malformed;
            } else if (detail::ledger::integer(work.query(count_roster_rows, key).front()[0]) == 0) {
                work.add(insert_roster, {key[0], key[1], key[2]});
                ++added;
            }
        }
        if (added > 0) {
            audit_entry entry = change_of_records(by, now);
            entry.details = {{"table", "roster"}, {"rows", added}};
            work.log(entry);
        }
        return malformed;
    });
    if (!rostered) {
        return rostered.error();
    }
    all.malformed += rostered.value();
    return all;
}

}  // namespace

ledger_result<ledger::load_summary> ledger::load(const ledger_tables& rows, const acting& by, instant now,
                                                 const work_options& options, run how) {
    if (how == run::write) {
        return load_parts(*store_, nullptr, rows, by, now, options);
    }
    if (!rows.registrations.empty()) {
        const auto checked = store_->read<bool>([&](detail::ledger::database& db) {
            require_centrals_of_requests(db, rows);
            return true;
        });
        if (!checked) {
            return checked.error();
        }
    }
    return store_->write<load_summary>(
        [&](transaction& work) {
            return std::move(load_parts(*store_, &work, rows, by, now, options)).value();
        },
        {.how = run::dry});
}

ledger_result<void> ledger::set_contacts(std::span<const contact_row> contacts, const acting& by,
                                         instant now) {
    const auto done = store_->write<bool>([&](transaction& work) {
        std::int64_t changed = 0;
        const auto query = detail::ledger::queries_of(work);
        for (const contact_row& one : contacts) {
            if (!detail::ledger::find_account(query, one.court, one.login)) {
                throw detail::ledger::database_error(ledger_trouble::not_found,
                                                     "there is no account " + std::string(one.login.view()) +
                                                         " of court " + std::string(one.court.view()) +
                                                         "; load its record before its contacts");
            }
            const parameter key[] = {one.court.view(), one.login.view(), std::string_view(one.contact)};
            const auto known = work.query(select_contact, key);
            if (known.empty() || (detail::ledger::integer(known.front()[0]) != 0) != one.is_proven) {
                work.add(upsert_contact, {one.court.view(), one.login.view(), std::string_view(one.contact),
                                          std::int64_t{one.is_proven}});
                // what a confirm screen shows has changed
                work.add(detail::ledger::bump_account, {one.court.view(), one.login.view()});
                ++changed;
            }
        }
        if (changed == 0) {
            return true;
        }
        audit_entry entry = change_of_records(by, now);
        entry.details = {{"table", "contacts"}, {"rows", changed}};
        work.log(entry);
        return true;
    });
    return detail::ledger::to_nothing(done);
}

ledger_result<std::vector<std::size_t>> ledger::contacts_without_account(
    std::span<const contact_row> contacts) const {
    return store_->read<std::vector<std::size_t>>([&](detail::ledger::database& db) {
        const auto query = detail::ledger::queries_of(db);
        std::vector<std::size_t> unknown;
        for (std::size_t i = 0; i < contacts.size(); ++i) {
            if (!detail::ledger::find_account(query, contacts[i].court, contacts[i].login)) {
                unknown.push_back(i);
            }
        }
        return unknown;
    });
}

ledger_result<void> ledger::set_password(const credential_owner& owner, std::string_view password,
                                         const acting& by, instant now, const password_cost& cost, run how) {
    char hash[crypto_pwhash_STRBYTES] = "";
    if (how == run::write &&
        (sodium_init() < 0 || crypto_pwhash_str(hash, password.data(), password.size(), cost.operations,
                                                cost.memory_bytes) != 0)) {
        return ledger_error{ledger_trouble::failed,
                            "there is not enough memory to hash a password at this cost"};
    }
    const auto done = store_->write<bool>(
        [&](transaction& work) {
            const auto query = detail::ledger::queries_of(work);
            const auto of_center = central_id::make(owner.id);
            const auto of_court = login::make(owner.id);
            const bool is_known =
                owner.court.empty()
                    ? of_center.has_value() &&
                          detail::ledger::find_central(query, of_center.value()).has_value()
                    : of_court.has_value() &&
                          detail::ledger::find_account(query, owner.court, of_court.value()).has_value();
            if (!is_known) {
                throw detail::ledger::database_error(ledger_trouble::not_found,
                                                     "there is no such account; load its record first");
            }
            audit_entry entry;
            entry.event = audit_event::credential_set;
            entry.at = now;
            entry.court = owner.court;
            if (owner.court.empty()) {
                entry.central = of_center.value();
            } else {
                entry.login = of_court.value();
            }
            entry.by = by.who;
            entry.actor_id = by.id;
            work.log(entry);
            work.insert(detail::ledger::credentials_table,
                        {owner.court.view(), std::string_view(owner.id), std::string_view(hash), now.micros});
            return true;
        },
        {.how = how});
    return detail::ledger::to_nothing(done);
}

ledger_result<bool> ledger::check_password(const credential_owner& owner, std::string_view password) const {
    struct found_credential {
        std::string hash;
        bool counts = false;
    };
    const bool retires =
        store_->policies().find(owner.court.view()).rules.retire == credential_retirement::at_commit;
    const auto found = store_->read<found_credential>([&](detail::ledger::database& db) -> found_credential {
        const parameter key[] = {owner.court.view(), std::string_view(owner.id)};
        const auto next = db.query(select_credential, key);
        const auto any = db.query(select_any_hash);  // if no owner comes after this one
        if (next.empty()) {
            return {any.empty() ? std::string{} : detail::ledger::text(any.front()[0]), false};
        }
        const detail::ledger::row& it = next.front();
        const bool is_own =
            detail::ledger::text(it[0]) == owner.court.view() && detail::ledger::text(it[1]) == owner.id;
        return {detail::ledger::text(it[2]), is_own && (!retires || detail::ledger::integer(it[3]) == 0)};
    });
    if (!found) {
        return found.error();
    }
    // If the owner has no password, another owner's hash is checked and the answer thrown away, so
    // that both take the same time (A36).
    const bool is_right =
        !found.value().hash.empty() && sodium_init() >= 0 &&
        crypto_pwhash_str_verify(found.value().hash.c_str(), password.data(), password.size()) == 0;
    return is_right && found.value().counts;
}

ledger_result<std::optional<bool>> ledger::is_password_retired(const court_id& court,
                                                               const login& account) const {
    const bool retires =
        store_->policies().find(court.view()).rules.retire == credential_retirement::at_commit;
    return store_->read<std::optional<bool>>([&](detail::ledger::database& db) -> std::optional<bool> {
        const auto is_retired =
            detail::ledger::has_link_retired_password(detail::ledger::queries_of(db), court, account);
        return is_retired ? std::optional(retires && *is_retired) : std::nullopt;
    });
}

ledger_result<bool> ledger::check_central_password(const central_id& central, std::string_view password,
                                                   instant now) {
    const link_policy& rules = store_->policies().base().rules;
    const auto reserved = store_->write<std::uint64_t>(
        [&](transaction& work) {
            audit_entry entry;
            entry.central = central;
            return detail::ledger::reserve_attempt(work, rules, {}, central.view(), entry, now);
        },
        {.court = court_id{}});
    if (!reserved) {
        return reserved.error();
    }
    if (reserved.value() == 0) {
        return false;
    }
    const auto is_right = check_password({{}, std::string(central.view())}, password);
    if (!is_right) {
        return is_right.error();
    }
    return store_->write<bool>(
        [&](transaction& work) {
            audit_entry entry;
            entry.event = is_right.value() ? audit_event::sign_on_proven : audit_event::sign_on_failed;
            entry.at = now;
            entry.central = central;
            work.log(entry);
            detail::ledger::close_attempt(work, reserved.value(), is_right.value());
            return is_right.value();
        },
        {.court = court_id{}});
}

ECFLINK_END_NAMESPACE
