// conflicts.hpp: what links say of each other, exactly, for the few that may conflict.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include <ecflink/core/observe.hpp>
#include <ecflink/tables/rows.hpp>
#include <ecflink/tables/work.hpp>

#include "verify/courts.hpp"
#include "verify/record_table.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::verify {

/// A link, and what it joins: the records of its accounts, if they have one, and its court.
struct joined_link {
    std::size_t row;
    record_number account;
    record_number central;
    court_number court;
};

/// Drops what has neither number with another one in common, and perhaps stays all the same.
/// Numbers are 0 where they are not known; such links stay.
template <class Link, class First, class Second>
void drop_singles(std::vector<Link>& links, First first, Second second) {
    const std::size_t places = std::bit_ceil(8 * links.size() + 1);
    const auto place = [places](std::uint64_t number) {
        return static_cast<std::size_t>(number * 0x9E3779B97F4A7C15U >> 32) & (places - 1);
    };
    const auto count = [&](auto number) {  // up to two, together with what falls into the same place
        std::vector<std::uint8_t> counts(places);
        for (const Link& each : links) {
            std::uint8_t& seen = counts[place(number(each))];
            seen |= static_cast<std::uint8_t>(seen << 1 | 1);
        }
        return counts;
    };
    const auto firsts = count(first);
    const auto seconds = count(second);
    std::erase_if(links, [&](const Link& each) {
        return first(each) != 0 && second(each) != 0 && firsts[place(first(each))] == 1 &&
               seconds[place(second(each))] == 1;
    });
}

/// A link that may conflict with another, by numbers that are equal where the keys are.
struct suspect {
    std::size_t row = 0;
    std::uint64_t account = none;
    std::uint64_t central = none;
    court_number court = no_court;
    std::uint32_t role = 0;  ///< where accounts are counted by role
    other_links others;      ///< what the other suspects say of this one

    static constexpr std::uint64_t none = std::numeric_limits<std::uint64_t>::max();
    /// from here on: what has no record, until it gets a number of its own
    static constexpr std::uint64_t is_unknown = std::uint64_t{1} << 63;

    /// A link that lacks a key joins nothing, but takes the place of another.
    [[nodiscard]] bool joins() const noexcept { return account != none && central != none; }
};

/// What is found of a link because of others.
[[nodiscard]] inline findings conflicts_of(const link_policy& policy, const other_links& others) noexcept {
    findings found;
    found.insert_if(finding::already_linked, predicate::already_linked(others));
    found.insert_if(finding::account_linked_elsewhere, predicate::account_linked_elsewhere(policy, others));
    found.insert_if(finding::central_slot_taken, predicate::central_slot_taken(policy, others));
    return found;
}

/// Counts what suspects say of each other: sets `others` of each. Tells no progress. False, if it
/// was cancelled.
[[nodiscard]] bool count_others(std::span<suspect> suspects, const work_options& options);

}  // namespace detail::verify
ECFLINK_END_NAMESPACE
