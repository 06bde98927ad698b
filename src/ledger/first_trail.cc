#include "ledger/first_trail.hpp"

#include <ecflink/ledger/handle.hpp>

#include "ledger/values.hpp"

ECFLINK_BEGIN_NAMESPACE

namespace detail::ledger {
namespace {

constexpr statement select_end{"SELECT id, first_trail_events, first_trail_hash FROM ledger"};
/// Events, each with its checkpoint and its decision record, if it has them.
constexpr statement select_entries{
    "SELECT a.sequence, a.body, a.hash, c.hash, c.signed_at, c.public_key, c.signature, r.record "
    "FROM audit a LEFT JOIN first_checkpoints c ON c.sequence = a.sequence "
    "LEFT JOIN records r ON r.sequence = a.sequence WHERE a.court IS NULL ORDER BY a.sequence"};
constexpr statement select_lost_checkpoints{
    "SELECT c.sequence, c.hash, c.signed_at, c.public_key, c.signature FROM first_checkpoints c "
    "WHERE NOT EXISTS (SELECT 1 FROM audit a WHERE a.sequence = c.sequence) ORDER BY c.sequence"};

first_trail::checkpoint read_checkpoint(const value& sequence, std::span<const value> rest) {
    return {.head = {static_cast<std::uint64_t>(integer(sequence)), hash_of(rest[0])},
            .at = {integer(rest[1])},
            .public_key = bytes_of<32>(rest[2]),
            .signature = bytes_of<64>(rest[3])};
}

}  // namespace

audit_head no_first_trail(std::string_view ledger_id) { return {0, first_trail::chain_start(ledger_id)}; }

first_trail_end read_first_trail_end(database& db) {
    const auto found = db.query(select_end);
    if (found.empty()) {
        return {};  // a ledger that is being made
    }
    const row& it = found.front();
    const auto events = static_cast<std::uint64_t>(integer(it[1]));
    return {text(it[0]), events == 0 ? no_first_trail(text(it[0])) : audit_head{events, hash_of(it[2])}};
}

bool is_cancelled(const work_options& options) noexcept {
    return options.cancelled != nullptr && options.cancelled->load(std::memory_order_relaxed);
}

bool vouches_for(std::string_view body, const value& record) {
    constexpr std::string_view named = "\"record\":\"sha256:";
    const std::size_t at = body.find(named);
    if (is_null(record) || at == std::string_view::npos) {
        return is_null(record) && at == std::string_view::npos;
    }
    return body.substr(at + named.size()).starts_with(to_text(digest_of(text(record))).digits());
}

first_trail::report verify_first_trail(database& db, const first_trail_end& end,
                                       std::span<const ed25519_public_key> trusted,
                                       const work_options& options) {
    first_trail::verifier verifier(end.ledger_id, trusted);
    std::uint64_t taken = 0;
    std::uint64_t other_record = 0;
    db.stream(select_entries, {}, [&](const row& it) {
        if (other_record == 0 && !vouches_for(text(it[1]), it[7])) {
            other_record = static_cast<std::uint64_t>(integer(it[0]));
        }
        verifier.take(static_cast<std::uint64_t>(integer(it[0])), text(it[1]), hash_of(it[2]));
        if (!is_null(it[3])) {
            verifier.take(read_checkpoint(it[0], std::span(it).subspan(3)));
        }
        if (++taken % events_between_reports == 0 && options.progress) {
            options.progress("audit", taken, end.head.place);
        }
        return !is_cancelled(options);
    });
    for (const row& it : db.query(select_lost_checkpoints)) {
        verifier.take(read_checkpoint(it[0], std::span(it).subspan(1)));
    }
    first_trail::report found = verifier.finish(end.head);
    if (other_record != 0 && (!found.flaw || found.flaw_at > other_record)) {
        found.flaw = audit_flaw::record_differs;
        found.flaw_at = other_record;
    }
    return found;
}

bool export_first_trail(database& db, std::uint64_t& taken,
                        const std::function<bool(std::string_view)>& take) {
    bool is_wanted = true;
    db.stream(select_entries, {}, [&](const row& it) {
        const auto sequence = static_cast<std::uint64_t>(integer(it[0]));
        if (sequence <= taken) {
            return true;
        }
        taken = sequence;
        is_wanted = take(first_trail::to_json_line(sequence, text(it[1]), hash_of(it[2]))) &&
                    (is_null(it[3]) ||
                     take(first_trail::to_json_line(read_checkpoint(it[0], std::span(it).subspan(3)))));
        return is_wanted;
    });
    return is_wanted;
}

}  // namespace detail::ledger

ECFLINK_END_NAMESPACE
