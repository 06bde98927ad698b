// writing.hpp: what the writing operations share.
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

/// The result of an operation that returns nothing.
[[nodiscard]] inline ledger_result<void> to_nothing(const ledger_result<bool>& done) {
    if (!done) {
        return done.error();
    }
    return BOOST_OUTCOME_V2_NAMESPACE::success();
}

/// The instant after which failed attempts count, at `now`.
[[nodiscard]] instant attempts_since(const link_policy& policy, instant now) noexcept;

/// Reserves an attempt at the password of a court account or, with an empty court, of a central
/// account. Returns its number, or 0 if the limit of the policy is reached. It counts from now on,
/// whatever its outcome, so a hundred guesses at once cannot pass the limit (A17).
[[nodiscard]] std::uint64_t reserve_attempt(transaction& work, const link_policy& policy,
                                            std::string_view court, std::string_view id, audit_entry entry,
                                            instant now);
/// True if the attempts at a password have reached the limit, so that `reserve_attempt` answers 0.
[[nodiscard]] bool has_too_many_attempts(const query_function& query, const link_policy& policy,
                                         std::string_view court, std::string_view id, instant now);
/// Whether a link has retired the password that the ledger keeps of a court account: an active
/// link, or one that was removed since the password was set. Nothing: it keeps none.
[[nodiscard]] std::optional<bool> has_link_retired_password(const query_function& query,
                                                            const court_id& court, const login& account);

/// Records the outcome of an attempt in the last event. A proven one no longer counts. Does nothing
/// if a later attempt has deleted it, because it was outside of the window.
void close_attempt(transaction& work, std::uint64_t attempt, bool is_proven);
/// The query of `close_attempt`, to ask ahead.
[[nodiscard]] bound_statement query_of_attempt(std::uint64_t attempt);
/// The queries of `reserve_attempt`, to ask ahead. The keys are borrowed.
[[nodiscard]] queries_ahead queries_of_attempts(std::string_view court, std::string_view id, instant since);

[[nodiscard]] std::optional<approval> to_approval(const std::optional<acting>& given);

/// An event about a pair. Without `by`, the owner of the central account acts.
[[nodiscard]] audit_entry event_of(audit_event what, const pair_facts& facts, instant now,
                                   const std::optional<acting>& by);

/// Queues the obligations of an event about a pair. A notice to the holder names the central
/// account that holds the court account. While one is open about the same claimant, no other one is
/// added: a repeated attempt tells the holder nothing new. True if something was queued.
bool owe(transaction& work, std::uint64_t sequence, std::span<const owed> all, const pair_facts& facts);

/// Takes over a request for filing privileges that was made elsewhere. False if the ledger has it
/// already; its state is then the ledger's own. The central account must be known.
bool take_over_registration(transaction& work, const registration_row& given, const acting& by, instant now);

/// Writes a link with its event, record and obligations, and lifts the tombstones of the pair.
/// Returns the number of the event.
std::uint64_t write_link(transaction& work, const court_policy& policy, const pair_facts& facts,
                         const commitment& made, const link_case& decided, findings found, audit_entry entry,
                         std::span<const owed> owes, instant now, std::string* record = nullptr);

}  // namespace detail::ledger

ECFLINK_END_NAMESPACE
