// writing.hpp: what the operations that write have in common.
#pragma once

#include "ledger/facts.hpp"

ECFLINK_BEGIN_NAMESPACE

namespace detail {

[[nodiscard]] inline query_function queries_of(transaction& work) {
    return [&work](const statement& what, std::span<const parameter> values) { return work.query(what, values); };
}
[[nodiscard]] inline query_function queries_of(database& db) {
    return [&db](const statement& what, std::span<const parameter> values) { return db.query(what, values); };
}

/// From when on failed attempts count, at `now`.
[[nodiscard]] instant attempts_since(const link_policy& policy, instant now) noexcept;

[[nodiscard]] std::optional<approval> to_approval(const std::optional<acting>& given);

/// An event about a pair. Without `by` it is the owner of the central account who acts.
[[nodiscard]] audit_entry event_of(audit_event what, const pair_facts& facts, instant now, const std::optional<acting>& by);

/// Writes a link with its event, its record and what is owed; lifts the tombstones of the pair. The number of the event.
std::uint64_t write_link(transaction& work, const court_policy& policy, const pair_facts& facts, const commitment& made, const link_case& decided,
                         findings found, audit_entry entry, std::span<const owed> owes, instant now, std::string* record = nullptr);

}  // namespace detail

ECFLINK_END_NAMESPACE
