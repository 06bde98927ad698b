// writing.hpp: what the operations that write have in common.
#pragma once

#include "ledger/facts.hpp"

ECFLINK_BEGIN_NAMESPACE

namespace detail::ledger {

[[nodiscard]] inline query_function queries_of(transaction& work) {
    return [&work](const statement& what, std::span<const parameter> values) {
        return work.query(what, values);
    };
}
[[nodiscard]] inline query_function queries_of(database& db) {
    return [&db](const statement& what, std::span<const parameter> values) { return db.query(what, values); };
}

inline constexpr statement bump_account{
    "UPDATE court_accounts SET revision = revision + 1 WHERE court = $1 AND login = $2"};
inline constexpr statement count_agencies{
    "SELECT count(*) FROM agencies WHERE court = $1 AND agent = $2 AND state = 'active'"};
inline constexpr statement insert_tombstone{
    "INSERT INTO tombstones (sequence, court, login, central_id, removed_at, actor, reason) VALUES ($1, $2, "
    "$3, $4, $5, $6, $7)"};

/// The answer of an operation that has none but whether it was done.
[[nodiscard]] inline ledger_result<void> to_nothing(const ledger_result<bool>& done) {
    if (!done) {
        return done.error();
    }
    return BOOST_OUTCOME_V2_NAMESPACE::success();
}

/// From when on failed attempts count, at `now`.
[[nodiscard]] instant attempts_since(const link_policy& policy, instant now) noexcept;

/// Reserves an attempt at a password, of a court's account or, with an empty court, of a central
/// one; its number, or 0 if there were as many as the policy allows. It counts from here on,
/// whatever becomes of it: a hundred at once are still one after the other (A17).
[[nodiscard]] std::uint64_t reserve_attempt(transaction& work, const link_policy& policy,
                                            std::string_view court, std::string_view id, audit_entry entry,
                                            instant now);
/// Says what came of it. One that was proven counts no longer.
void close_attempt(transaction& work, std::uint64_t attempt, bool is_proven);
/// What `reserve_attempt` will ask. The keys are borrowed.
[[nodiscard]] queries_ahead queries_of_attempts(std::string_view court, std::string_view id, instant since);

[[nodiscard]] std::optional<approval> to_approval(const std::optional<acting>& given);

/// An event about a pair. Without `by` it is the owner of the central account who acts.
[[nodiscard]] audit_entry event_of(audit_event what, const pair_facts& facts, instant now,
                                   const std::optional<acting>& by);

/// Queues what is owed because of an event about a pair. The holder of an account that somebody
/// else claims is the one who is told.
void owe(transaction& work, std::uint64_t sequence, std::span<const owed> all, const pair_facts& facts);

/// Writes a link with its event, its record and what is owed; lifts the tombstones of the pair. The
/// number of the event.
std::uint64_t write_link(transaction& work, const court_policy& policy, const pair_facts& facts,
                         const commitment& made, const link_case& decided, findings found, audit_entry entry,
                         std::span<const owed> owes, instant now, std::string* record = nullptr);

}  // namespace detail::ledger

ECFLINK_END_NAMESPACE
