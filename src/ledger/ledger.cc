// A ledger as a whole: create, open and migrate it; its status and its outbox.
#include <algorithm>
#include <limits>
#include <set>
#include <utility>

#include <ecflink/ledger/ledger.hpp>

#include "ledger/schema.hpp"
#include "ledger/writing.hpp"

ECFLINK_BEGIN_NAMESPACE

using namespace detail::ledger;

namespace {

constexpr statement insert_state{
    "INSERT INTO ledger (the_one, id, schema_version, policy_set, first_trail_events, first_trail_hash) "
    "VALUES (1, $1, $2, $3, 0, '')"};
constexpr statement count_events{"SELECT count(*), coalesce(max(sequence), 0) FROM audit"};
constexpr statement update_version{"UPDATE ledger SET schema_version = $1"};
constexpr statement select_counts{
    "SELECT (SELECT count(*) FROM central_accounts), (SELECT count(*) FROM court_accounts), "
    "(SELECT count(*) FROM links WHERE state = 'active'), (SELECT count(*) FROM links "
    "WHERE state = 'removed'), (SELECT count(*) FROM tombstones WHERE lifted_at IS NULL), "
    "(SELECT count(*) FROM obligations WHERE discharged IS NULL), (SELECT count(*) "
    "FROM registrations WHERE state NOT IN ('approved', 'rejected')), (SELECT count(*) FROM held_links "
    "WHERE state = 'waiting'), (SELECT count(*) FROM obligations WHERE discharged IS NULL AND due < $1), "
    "(SELECT min(due) FROM obligations WHERE discharged IS NULL), "
    "(SELECT count(*) FROM attempts WHERE outcome = 'open')"};
constexpr statement select_obligations{
    "SELECT sequence, obligation, due, court, login, central_id FROM obligations "
    "WHERE discharged IS NULL ORDER BY sequence, place LIMIT $1"};
constexpr statement select_obligation{
    "SELECT court, login, central_id FROM obligations WHERE sequence = $1 AND obligation = $2 "
    "AND discharged IS NULL"};
constexpr statement select_last_signer{"SELECT public_key FROM checkpoints ORDER BY number DESC LIMIT 1"};
constexpr statement select_first_trails_signer{
    "SELECT public_key FROM first_checkpoints ORDER BY sequence DESC LIMIT 1"};

constexpr std::int64_t the_one = 1;  // the key of the row of `ledger`
constexpr std::int64_t rows_of_an_event = 1'000;

/// States in events all vouched rows that are there: the events before said nothing of them.
void state_all_rows(transaction& work, database& db, const audit_entry& migrated) {
    for (const vouched_table* const table : vouched_tables) {
        const auto is_number = [](std::string_view key) { return key == "sequence" || key == "the_one"; };
        row last;
        for (const std::string_view key : table->columns.first(table->keys)) {
            last.push_back(is_number(key) ? value(std::numeric_limits<std::int64_t>::min()) : value(""));
        }
        for (std::vector<row> rows;;) {
            std::vector<parameter> after;
            for (const value& key : std::span(last).first(table->keys)) {
                after.push_back(std::holds_alternative<std::int64_t>(key)
                                    ? parameter{integer(key)}
                                    : parameter{std::string_view(text(key))});
            }
            after.emplace_back(rows_of_an_event);
            rows = db.query(select_after_of(*table), after);
            if (rows.empty()) {
                break;
            }
            audit_entry entry = migrated;
            entry.details = {{"table", std::string(table->name)}, {"rows", std::ssize(rows)}};
            work.log(entry);
            work.vouch_for(*table, rows);
            work.flush();
            last = rows.back();
        }
    }
}

/// Tells the witness of a checkpoint that was committed.
void tell(const ledger_options& options, const transaction& work) {
    if (options.witness && work.made_checkpoint()) {
        options.witness(*work.made_checkpoint());
    }
}

/// Throws ledger_trouble::other_keys unless one of the keys signed the last checkpoint, and the
/// keys serve the ledger.
void require_its_keys(database& db, const key_ring& keys) {
    auto last = db.query(select_last_signer);
    if (last.empty()) {
        last = db.query(select_first_trails_signer);
    }
    const auto own = keys.public_keys();
    const auto is_signer = [&](const ed25519_public_key& key) {
        return to_hex(key) == text(last.front()[0]);
    };
    if (!last.empty() && std::ranges::none_of(own, is_signer)) {
        throw database_error(
            ledger_trouble::other_keys,
            "none of these keys signed the ledger's last checkpoint; use the ledger's own key file, "
            "and add a new key above the old ones");
    }
    if (const std::string id = read_state(db).id; !keys.serves(id)) {
        throw database_error(ledger_trouble::other_keys,
                             "the key file names the ledgers that it serves, and this one is not among them; "
                             "use the ledger's own key file, or add the line " +
                                 key_ring::ledger_line(id));
    }
}

}  // namespace

ledger::ledger(std::unique_ptr<ledger_store> store) noexcept : store_(std::move(store)) {}
ledger::ledger(ledger&&) noexcept = default;
ledger& ledger::operator=(ledger&&) noexcept = default;
ledger::~ledger() = default;

ledger_result<ledger> ledger::create(ledger_connector connect, const policy_set& policies,
                                     const key_ring* keys, instant now, const ledger_options& options) {
    const auto made = ledger_store::guarded<bool>([&] {
        if (keys == nullptr) {
            throw database_error(ledger_trouble::no_keys, "a new ledger needs keys, and none were given");
        }
        const std::string id = options.new_id.empty() ? to_hex(random_bytes<16>()) : options.new_id;
        if (!from_hex<16>(id)) {
            throw database_error(ledger_trouble::failed,
                                 "the id of a new ledger must be 32 hexadecimal digits, in lower case");
        }
        if (!keys->serves(id)) {
            throw database_error(
                ledger_trouble::other_keys,
                "the key file names the ledgers that it serves, and the new one is not among "
                "them; add the line " +
                    key_ring::ledger_line(id) + " and make the ledger with this id, or use another key file");
        }
        const auto db = connect();
        db->begin_write();
        if (db->has_table("ledger")) {
            throw database_error(ledger_trouble::exists,
                                 "there is a ledger already; open it, or choose another place");
        }
        static_cast<void>(migrate_tables(*db, 0));  // an empty ledger has no rows to bring along
        const parameter state[] = {std::string_view(id), std::int64_t{schema_version()},
                                   std::string_view(policies.digest())};
        db->execute(insert_state, state);
        transaction first(*db, keys);
        audit_entry entry;
        entry.event = audit_event::ledger_created;
        entry.at = now;
        entry.details = {
            {"ledger", id}, {"policies", policies.digest()}, {"schema", std::int64_t{schema_version()}}};
        first.log(entry);
        const row itself[] = {row{value(the_one), value(id), value(policies.digest())}};
        first.vouch_for(ledger_table, itself);
        first.finish();
        tell(options, first);
        return true;
    });
    if (!made) {
        return made.error();
    }
    return open(std::move(connect), policies, keys, options);
}

ledger_result<ledger> ledger::open(ledger_connector connect, const policy_set& policies, const key_ring* keys,
                                   const ledger_options& options) {
    auto store = std::make_unique<ledger_store>(std::move(connect), policies, keys, options);
    const auto checked = store->read<bool>([&](database& db) {
        require_version(find_version(db));
        store->set_ledger_id(read_state(db).id);
        if (keys != nullptr) {
            require_its_keys(db, *keys);
        }
        return true;
    });
    if (!checked) {
        return checked.error();
    }
    return ledger(std::move(store));
}

ledger_result<int> ledger::migrate(ledger_connector connect, const key_ring* keys, const acting& by,
                                   instant now, run how, const ledger_options& options) {
    return ledger_store::guarded<int>([&] {
        const auto db = connect();
        const auto steps_from = [](int version) {
            if (version > schema_version()) {
                require_version(version);
            }
            return schema_version() - version;
        };
        db->begin_read();  // which makes no database where there is none
        const int steps = steps_from(find_version(*db));
        db->rollback();
        if (how == run::dry || steps == 0) {
            return steps;
        }
        if (keys == nullptr) {
            throw database_error(ledger_trouble::no_keys,
                                 "a migration is written in the audit trail, which needs the ledger's keys, "
                                 "and none were given");
        }
        db->begin_write();
        const int from = find_version(*db);
        if (steps_from(from) == 0) {  // another program was faster
            db->rollback();
            return 0;
        }
        audit_entry entry;
        entry.event = audit_event::ledger_migrated;
        entry.at = now;
        entry.by = by.who;
        entry.actor_id = by.id;
        entry.details = migrate_tables(*db, from);
        require_its_keys(*db, *keys);
        entry.details.push_back({"from", std::int64_t{from}});
        entry.details.push_back({"to", std::int64_t{schema_version()}});
        const parameter version[] = {std::int64_t{schema_version()}};
        db->execute(update_version, version);
        transaction last(*db, keys);
        last.log(entry);
        state_all_rows(last, *db, entry);
        last.finish();
        tell(options, last);
        return schema_version() - from;
    });
}

ledger_result<ledger_status> ledger::status(std::optional<instant> now) const {
    return store_->read<ledger_status>([&](database& db) {
        const ledger_state state = read_state(db);
        const row events = db.query(count_events).front();
        const parameter key[] = {now ? now->micros : std::numeric_limits<std::int64_t>::min()};
        const row counts = db.query(select_counts, key).front();
        const auto count = [&](std::size_t at) { return static_cast<std::uint64_t>(integer(counts[at])); };
        return ledger_status{.id = state.id,
                             .schema_version = state.version,
                             .policy_set = state.policy_set,
                             .events = static_cast<std::uint64_t>(integer(events[0])),
                             .highest_event = static_cast<std::uint64_t>(integer(events[1])),
                             .heads = heads_of(read_chains(db)),
                             .last_checkpoint = read_last_checkpoint(db),
                             .central_accounts = count(0),
                             .court_accounts = count(1),
                             .active_links = count(2),
                             .removed_links = count(3),
                             .tombstones = count(4),
                             .open_obligations = count(5),
                             .open_registrations = count(6),
                             .held_links = count(7),
                             .overdue_obligations = count(8),
                             .oldest_due = time(counts[9]),
                             .open_attempts = count(10)};
    });
}

ledger_result<void> ledger::adopt_policies(const acting& by, instant now) {
    return to_nothing(store_->write<bool>(
        [&](transaction& work) {
            if (work.state().policy_set == store_->policies().digest()) {
                return true;
            }
            audit_entry entry;
            entry.event = audit_event::policy_changed;
            entry.at = now;
            entry.by = by.who;
            entry.actor_id = by.id;
            entry.details = {{"before", work.state().policy_set}, {"after", store_->policies().digest()}};
            work.log(entry);
            work.update(ledger_table, {the_one},
                        {{"policy_set", std::string_view(store_->policies().digest())}});
            return true;
        },
        {.any_policies = true}));
}

// ---- obligations --------------------------------------------------------------------------------

ledger_result<std::vector<obligation_record>> ledger::open_obligations(std::size_t at_most) const {
    return store_->read<std::vector<obligation_record>>([&](database& db) {
        const parameter limit[] = {static_cast<std::int64_t>(
            std::min<std::size_t>(at_most, std::numeric_limits<std::int64_t>::max()))};
        std::vector<obligation_record> all;
        for (const row& it : db.query(select_obligations, limit)) {
            all.push_back({static_cast<std::uint64_t>(integer(it[0])),
                           {token<obligation>(it[1]), {integer(it[2])}},
                           id<court_id>(it[3]),
                           id<login>(it[4]),
                           id<central_id>(it[5])});
        }
        return all;
    });
}

ledger_result<void> ledger::discharge(std::span<const met_obligation> met, const acting& by, instant now,
                                      run how) {
    return to_nothing(store_->write<bool>(
        [&](transaction& work) {
            std::set<std::pair<std::uint64_t, obligation>> seen;
            for (const met_obligation& one : met) {
                if (!seen.emplace(one.sequence, one.what).second) {
                    continue;
                }
                const parameter key[] = {to_parameter(one.sequence), to_token(one.what)};
                const auto found = work.query(select_obligation, key);
                if (found.empty()) {
                    throw database_error(ledger_trouble::not_found,
                                         "event " + std::to_string(one.sequence) +
                                             " has no open obligation " + std::string(to_token(one.what)) +
                                             "; none of those named was marked as done");
                }
                audit_entry entry;
                entry.event = audit_event::obligation_done;
                entry.at = now;
                entry.court = id<court_id>(found.front()[0]);
                entry.login = id<login>(found.front()[1]);
                entry.central = id<central_id>(found.front()[2]);
                entry.by = by.who;
                entry.actor_id = by.id;
                entry.details = {{"obligation", std::string(to_token(one.what))},
                                 {"of", static_cast<std::int64_t>(one.sequence)}};
                const std::uint64_t done = work.log(entry);
                work.update(obligations_table, {to_parameter(one.sequence), to_token(one.what)},
                            {{"discharged", to_parameter(done)}});
            }
            return true;
        },
        {.how = how}));
}

ECFLINK_END_NAMESPACE
