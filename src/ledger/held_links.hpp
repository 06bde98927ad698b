// held_links.hpp: the clerks' queue: proposed links that the rules hold.
#pragma once

#include "ledger/writing.hpp"

ECFLINK_BEGIN_NAMESPACE

namespace detail::ledger {

/// The open item of a pair, if it has one: an item that waits or was approved.
[[nodiscard]] std::optional<held_link> find_open_hold(const query_function& query, const pair_facts& facts);

/// The approval that an item gives now: nothing unless it is approved, in force, and about the
/// records as they are. Texts are borrowed from the item.
[[nodiscard]] std::optional<approval> approval_of(const std::optional<held_link>& item,
                                                  const pair_facts& facts, instant now);

/// The first instant at which the approval of an approved item no longer counts.
[[nodiscard]] inline instant end_of_approval(const held_link& item) noexcept {
    return detail::end_of_lifetime(*item.decided_at, approval_lifetime);
}

/// Leaves a held link in the queue. An open item of the pair that shows the same stays as it is;
/// any other one is replaced. Returns the number of the item.
std::uint64_t enqueue(transaction& work, const std::optional<held_link>& open, const pair_facts& facts,
                      findings found, std::uint64_t sequence, instant now);

/// What a clerk is shown of a pair.
[[nodiscard]] pair_review review_of(const court_policy& policy, const pair_facts& facts,
                                    std::vector<std::string> permanent, instant now);

}  // namespace detail::ledger

ECFLINK_END_NAMESPACE
