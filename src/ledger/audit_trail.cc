// The audit trail of a ledger: verify and export it, and read the decision records that it covers.
#include <ecflink/ledger/handle.hpp>
#include <ecflink/ledger/ledger.hpp>
#include <ecflink/tables/work.hpp>

#include "ledger/writing.hpp"

ECFLINK_BEGIN_NAMESPACE

using namespace detail::ledger;

namespace {

/// Events, each with its checkpoint and its decision record, if it has them.
constexpr statement select_audit{
    "SELECT a.sequence, a.body, a.hash, c.hash, c.signed_at, c.public_key, c.signature, r.record "
    "FROM audit a LEFT JOIN checkpoints c ON c.sequence = a.sequence "
    "LEFT JOIN records r ON r.sequence = a.sequence ORDER BY a.sequence"};
constexpr statement select_lost_checkpoints{
    "SELECT c.sequence, c.hash, c.signed_at, c.public_key, c.signature FROM checkpoints c "
    "WHERE NOT EXISTS (SELECT 1 FROM audit a WHERE a.sequence = c.sequence) ORDER BY c.sequence"};
constexpr statement select_record{"SELECT record FROM records WHERE sequence = $1"};

/// The bytes of a hexadecimal text. For any other text all zero, which matches nothing.
template <std::size_t N>
std::array<std::uint8_t, N> bytes_of(const value& given) {
    return from_hex<N>(text(given)).value_or(std::array<std::uint8_t, N>{});
}

digest hash_of(const value& given) { return {bytes_of<32>(given)}; }

checkpoint read_checkpoint(const value& sequence, std::span<const value> rest) {
    return {.head = {static_cast<std::uint64_t>(integer(sequence)), hash_of(rest[0])},
            .at = {integer(rest[1])},
            .public_key = bytes_of<32>(rest[2]),
            .signature = bytes_of<64>(rest[3])};
}

/// True if the decision record of an event is the one named in its body, or neither is there.
bool vouches_for(std::string_view body, const value& record) {
    constexpr std::string_view named = "\"record\":\"sha256:";
    const std::size_t at = body.find(named);
    if (is_null(record) || at == std::string_view::npos) {
        return is_null(record) && at == std::string_view::npos;
    }
    return body.substr(at + named.size()).starts_with(to_text(digest_of(text(record))).digits());
}

}  // namespace

ledger_result<audit_report> ledger::verify_audit(std::span<const ed25519_public_key> trusted,
                                                 const std::optional<audit_head>& noted,
                                                 const work_options& options) const {
    return store_->read<audit_report>([&](database& db) {
        constexpr std::uint64_t events_between_reports = 16'384;
        const ledger_state state = read_state(db);
        audit_verifier verifier(state.id, trusted, noted);
        std::uint64_t taken = 0;
        std::uint64_t other_record = 0;
        db.stream(select_audit, {}, [&](const row& it) {
            if (other_record == 0 && !vouches_for(text(it[1]), it[7])) {
                other_record = static_cast<std::uint64_t>(integer(it[0]));
            }
            verifier.take(static_cast<std::uint64_t>(integer(it[0])), text(it[1]), hash_of(it[2]));
            if (!is_null(it[3])) {
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
    std::uint64_t taken = 0;  // after a lost connection the export goes on from here
    return to_nothing(store_->read<bool>([&](database& db) {
        db.stream(select_audit, {}, [&](const row& it) {
            const auto sequence = static_cast<std::uint64_t>(integer(it[0]));
            if (sequence <= taken) {
                return true;
            }
            taken = sequence;
            return take(to_json_line(sequence, text(it[1]), hash_of(it[2]))) &&
                   (is_null(it[3]) || take(to_json_line(read_checkpoint(it[0], std::span(it).subspan(3)))));
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
                                 "this event made no link, so it has no decision record");
        }
        return text(found.front()[0]);
    });
}

ECFLINK_END_NAMESPACE
