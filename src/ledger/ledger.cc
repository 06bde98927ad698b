// The ledger as a whole: making, opening, migrating a ledger; its status, its outbox and its audit
// trail.
#include <algorithm>
#include <limits>

#include <ecflink/ledger/handle.hpp>
#include <ecflink/ledger/ledger.hpp>
#include <ecflink/tables/work.hpp>

#include "ledger/schema.hpp"
#include "ledger/writing.hpp"

ECFLINK_BEGIN_NAMESPACE

using detail::ledger::database;
using detail::ledger::database_error;
using detail::ledger::ledger_store;
using detail::ledger::parameter;
using detail::ledger::row;
using detail::ledger::statement;
using detail::ledger::to_parameter;
using detail::ledger::transaction;

namespace {

constexpr statement insert_state{
    "INSERT INTO ledger (the_one, id, schema_version, policy_set, audit_sequence, audit_hash) VALUES (1, $1, "
    "$2, $3, 0, $4)"};
constexpr statement update_version{"UPDATE ledger SET schema_version = $1"};
constexpr statement select_counts{
    "SELECT (SELECT count(*) FROM central_accounts), (SELECT count(*) FROM court_accounts), (SELECT count(*) "
    "FROM links WHERE state = 'active'), "
    "(SELECT count(*) FROM links WHERE state = 'removed'), (SELECT count(*) FROM tombstones WHERE lifted IS "
    "NULL), "
    "(SELECT count(*) FROM obligations WHERE discharged IS NULL), "
    "(SELECT count(*) FROM registrations WHERE state NOT IN ('approved', 'rejected'))"};
constexpr statement select_obligations{
    "SELECT sequence, obligation, due, court, login, central_id FROM obligations WHERE discharged IS NULL "
    "ORDER BY sequence, place LIMIT $1"};
constexpr statement select_obligation{
    "SELECT court, login, central_id FROM obligations WHERE sequence = $1 AND obligation = $2 AND discharged "
    "IS NULL"};
constexpr statement discharge_obligation{
    "UPDATE obligations SET discharged = $3 WHERE sequence = $1 AND obligation = $2"};
/// Events, each with the checkpoint and the decision record that are about it.
constexpr statement select_audit{
    "SELECT a.sequence, a.body, a.hash, c.hash, c.signed_at, c.public_key, c.signature, r.record FROM audit "
    "a "
    "LEFT JOIN checkpoints c ON c.sequence = a.sequence LEFT JOIN records r ON r.sequence = a.sequence ORDER "
    "BY a.sequence"};
constexpr statement select_lost_checkpoints{
    "SELECT c.sequence, c.hash, c.signed_at, c.public_key, c.signature FROM checkpoints c WHERE NOT EXISTS "
    "(SELECT 1 FROM audit a WHERE a.sequence = c.sequence) ORDER BY c.sequence"};
constexpr statement select_last_signer{"SELECT public_key FROM checkpoints ORDER BY sequence DESC LIMIT 1"};
constexpr statement select_record{"SELECT record FROM records WHERE sequence = $1"};

void require_version(int version) {
    if (version != detail::ledger::schema_version()) {
        throw database_error(ledger_trouble::other_version,
                             "the ledger's tables are of version " + std::to_string(version) +
                                 ", and this program works with version " +
                                 std::to_string(detail::ledger::schema_version()) +
                                 (version < detail::ledger::schema_version() ? "; migrate the ledger"
                                                                             : "; take a newer program"));
    }
}

/// Bytes of hexadecimal text; all zero, which matches nothing, if it is none.
template <std::size_t N>
std::array<std::uint8_t, N> bytes_of(const detail::ledger::value& given) {
    return from_hex<N>(detail::ledger::text(given)).value_or(std::array<std::uint8_t, N>{});
}

digest hash_of(const detail::ledger::value& given) { return {bytes_of<32>(given)}; }

checkpoint read_checkpoint(const detail::ledger::value& sequence,
                           std::span<const detail::ledger::value> rest) {
    return {.head = {static_cast<std::uint64_t>(detail::ledger::integer(sequence)), hash_of(rest[0])},
            .at = {detail::ledger::integer(rest[1])},
            .public_key = bytes_of<32>(rest[2]),
            .signature = bytes_of<64>(rest[3])};
}

/// True if the decision record of an event is the one that its body names: none if it names none.
bool vouches_for(std::string_view body, const detail::ledger::value& record) {
    constexpr std::string_view named = "\"record\":\"sha256:";
    const std::size_t at = body.find(named);
    if (detail::ledger::is_null(record) || at == std::string_view::npos) {
        return detail::ledger::is_null(record) && at == std::string_view::npos;
    }
    return body.substr(at + named.size())
        .starts_with(to_text(digest_of(detail::ledger::text(record))).digits());
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
            throw database_error(ledger_trouble::no_keys,
                                 "a ledger is made with its keys, and none were given");
        }
        const auto db = connect();
        db->begin_write();
        if (db->has_table("ledger")) {
            throw database_error(ledger_trouble::exists,
                                 "there is a ledger already; open it, or take another place");
        }
        detail::ledger::migrate_tables(*db, 0);
        const std::string id = to_hex(random_bytes<16>());
        const digest_text start = to_text(chain_start(id));
        const parameter state[] = {std::string_view(id), std::int64_t{detail::ledger::schema_version()},
                                   std::string_view(policies.digest()), start.digits()};
        db->execute(insert_state, state);
        transaction first(*db, keys);
        audit_entry entry;
        entry.event = audit_event::ledger_created;
        entry.at = now;
        entry.details = {{"ledger", id},
                         {"policies", policies.digest()},
                         {"schema", std::int64_t{detail::ledger::schema_version()}}};
        first.log(entry);
        first.finish();
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
        if (!db.has_table("ledger")) {
            throw database_error(ledger_trouble::not_found, "there is no ledger here; make one first");
        }
        require_version(detail::ledger::read_state(db).version);
        if (keys != nullptr) {
            const auto last = db.query(select_last_signer);
            const auto own = keys->public_keys();
            if (!last.empty() && std::ranges::find(own, bytes_of<32>(last.front()[0])) == own.end()) {
                throw database_error(ledger_trouble::other_keys,
                                     "none of these keys signed the ledger's last checkpoint; take its key "
                                     "file, and put a new "
                                     "key above the old ones");
            }
        }
        return true;
    });
    if (!checked) {
        return checked.error();
    }
    return ledger(std::move(store));
}

ledger_result<int> ledger::migrate(ledger_connector connect, bool only_ask) {
    return ledger_store::guarded<int>([&] {
        const auto db = connect();
        db->begin_write();
        if (!db->has_table("ledger")) {
            throw database_error(ledger_trouble::not_found, "there is no ledger here; make one first");
        }
        const int from = detail::ledger::read_state(*db).version;
        if (from > detail::ledger::schema_version()) {
            require_version(from);
        }
        const int steps = detail::ledger::schema_version() - from;
        if (only_ask || steps == 0) {
            db->rollback();
            return steps;
        }
        detail::ledger::migrate_tables(*db, from);
        const parameter version[] = {std::int64_t{detail::ledger::schema_version()}};
        db->execute(update_version, version);
        db->commit();
        return steps;
    });
}

ledger_result<ledger_status> ledger::status() const {
    return store_->read<ledger_status>([](database& db) {
        const detail::ledger::ledger_state state = detail::ledger::read_state(db);
        const row counts = db.query(select_counts).front();
        const auto count = [&](std::size_t at) {
            return static_cast<std::uint64_t>(detail::ledger::integer(counts[at]));
        };
        return ledger_status{.id = state.id,
                             .schema_version = state.version,
                             .policy_set = state.policy_set,
                             .head = state.head,
                             .central_accounts = count(0),
                             .court_accounts = count(1),
                             .active_links = count(2),
                             .removed_links = count(3),
                             .tombstones = count(4),
                             .open_obligations = count(5),
                             .open_registrations = count(6)};
    });
}

ledger_result<void> ledger::adopt_policies(const acting& by, instant now) {
    constexpr bool any_policies = true;
    return detail::ledger::to_nothing(store_->write<bool>(
        [&](transaction& work) {
            audit_entry entry;
            entry.event = audit_event::policy_changed;
            entry.at = now;
            entry.by = by.who;
            entry.actor_id = by.id;
            entry.details = {{"before", work.state().policy_set}, {"after", store_->policies().digest()}};
            work.log(entry);
            work.adopt(store_->policies().digest());
            return true;
        },
        any_policies));
}

// ---- what is owed -------------------------------------------------------------------------------

ledger_result<std::vector<obligation_record>> ledger::open_obligations(std::size_t at_most) const {
    return store_->read<std::vector<obligation_record>>([&](database& db) {
        const parameter limit[] = {static_cast<std::int64_t>(
            std::min<std::size_t>(at_most, std::numeric_limits<std::int64_t>::max()))};
        std::vector<obligation_record> all;
        for (const row& it : db.query(select_obligations, limit)) {
            all.push_back({static_cast<std::uint64_t>(detail::ledger::integer(it[0])),
                           {detail::ledger::token<obligation>(it[1]), {detail::ledger::integer(it[2])}},
                           detail::ledger::id<court_id>(it[3]),
                           detail::ledger::id<login>(it[4]),
                           detail::ledger::id<central_id>(it[5])});
        }
        return all;
    });
}

ledger_result<void> ledger::discharge(std::uint64_t sequence, obligation what, const acting& by,
                                      instant now) {
    return detail::ledger::to_nothing(store_->write<bool>([&](transaction& work) {
        const parameter key[] = {to_parameter(sequence), to_token(what)};
        const auto found = work.query(select_obligation, key);
        if (found.empty()) {
            throw database_error(ledger_trouble::not_found,
                                 "nothing of this kind is owed because of this event, or it is done");
        }
        audit_entry entry;
        entry.event = audit_event::obligation_done;
        entry.at = now;
        entry.court = detail::ledger::id<court_id>(found.front()[0]);
        entry.login = detail::ledger::id<login>(found.front()[1]);
        entry.central = detail::ledger::id<central_id>(found.front()[2]);
        entry.by = by.who;
        entry.actor_id = by.id;
        entry.details = {{"obligation", std::string(to_token(what))},
                         {"of", static_cast<std::int64_t>(sequence)}};
        work.add(discharge_obligation,
                 {to_parameter(sequence), to_token(what), to_parameter(work.log(entry))});
        return true;
    }));
}

// ---- the audit trail ----------------------------------------------------------------------------

ledger_result<audit_report> ledger::verify_audit(std::span<const ed25519_public_key> trusted,
                                                 const std::optional<audit_head>& noted,
                                                 const work_options& options) const {
    return store_->read<audit_report>([&](database& db) {
        constexpr std::uint64_t events_between_reports = 16'384;
        const detail::ledger::ledger_state state = detail::ledger::read_state(db);
        audit_verifier verifier(state.id, trusted, noted);
        std::uint64_t taken = 0;
        std::uint64_t other_record = 0;
        db.stream(select_audit, {}, [&](const row& it) {
            if (other_record == 0 && !vouches_for(detail::ledger::text(it[1]), it[7])) {
                other_record = static_cast<std::uint64_t>(detail::ledger::integer(it[0]));
            }
            verifier.take(static_cast<std::uint64_t>(detail::ledger::integer(it[0])),
                          detail::ledger::text(it[1]), hash_of(it[2]));
            if (!detail::ledger::is_null(it[3])) {
                verifier.take(read_checkpoint(it[0], std::span(it).subspan(3)));
            }
            if (++taken % events_between_reports == 0 && options.progress) {
                options.progress("audit", taken, state.head.sequence);
            }
            return options.cancelled == nullptr || !options.cancelled->load(std::memory_order_relaxed);
        });
        for (const row& it : db.query(select_lost_checkpoints)) {
            verifier.take(read_checkpoint(it[0], std::span(it).subspan(1)));
        }
        audit_report report = verifier.finish(state.head);
        if (other_record != 0 && (!report.flaw || report.flaw_at > other_record)) {
            report.flaw = audit_flaw::record_differs;
            report.flaw_at = other_record;
        }
        return report;
    });
}

ledger_result<void> ledger::export_audit(const std::function<bool(std::string_view)>& take) const {
    std::uint64_t taken = 0;  // a lost connection is taken up again behind what was handed out
    return detail::ledger::to_nothing(store_->read<bool>([&](database& db) {
        db.stream(select_audit, {}, [&](const row& it) {
            const auto sequence = static_cast<std::uint64_t>(detail::ledger::integer(it[0]));
            if (sequence <= taken) {
                return true;
            }
            taken = sequence;
            return take(to_json_line(sequence, detail::ledger::text(it[1]), hash_of(it[2]))) &&
                   (detail::ledger::is_null(it[3]) ||
                    take(to_json_line(read_checkpoint(it[0], std::span(it).subspan(3)))));
        });
        return true;
    }));
}

ledger_result<std::string> ledger::record_of(std::uint64_t sequence) const {
    return store_->read<std::string>([&](database& db) {
        const parameter key[] = {to_parameter(sequence)};
        const auto found = db.query(select_record, key);
        if (found.empty()) {
            throw database_error(ledger_trouble::not_found,
                                 "the event of this number made no link, so it has no decision record");
        }
        return detail::ledger::text(found.front()[0]);
    });
}

ECFLINK_END_NAMESPACE
