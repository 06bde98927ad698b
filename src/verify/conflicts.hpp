// conflicts.hpp: conflict candidates, and the exact count of what each has in common with others.
// Keys are compared by numbers, which the caller gives.
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

#include "tables/workers.hpp"
#include "verify/courts.hpp"
#include "verify/record_table.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::verify {

/// A link, and what it joins: its court, and the records of its accounts or `no_record`.
struct joined_link {
    std::size_t row;
    record_number account;
    record_number central;
    court_number court;
};

/// Removes links that have neither number in common with another link. Some of these stay, because
/// counts share places. Links of which a number is 0 (unknown) stay, too.
template <class Link, class First, class Second>
void drop_singles(std::vector<Link>& links, First first, Second second) {
    const std::size_t places = std::bit_ceil(8 * links.size() + 1);
    const auto place = [places](std::uint64_t number) {
        return static_cast<std::size_t>(number * 0x9E3779B97F4A7C15U >> 32) & (places - 1);
    };
    const auto count = [&](auto number) {  // 1, or more for several; numbers may share a place
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

/// A link that may conflict with another. Its numbers are equal to those of another candidate where
/// the keys are.
struct conflict_candidate {
    std::size_t row = 0;
    std::uint64_t account = none;
    std::uint64_t central = none;
    court_number court = no_court;
    std::uint32_t role = 0;  ///< number of the role, where accounts are counted by role
    other_links others;      ///< result of `count_others`

    static constexpr std::uint64_t none = std::numeric_limits<std::uint64_t>::max();
    /// from here on: hashes of keys without a record, until they get numbers
    static constexpr std::uint64_t is_unknown = std::uint64_t{1} << 63;

    /// A link that lacks a key joins nothing, but still uses up what its other key names.
    [[nodiscard]] bool joins() const noexcept { return account != none && central != none; }
};

/// Counts what candidates have in common: sets `others` of each. Tells no progress. False: it was
/// cancelled.
[[nodiscard]] bool count_others(std::span<conflict_candidate> candidates, const work_options& options);

}  // namespace detail::verify
ECFLINK_END_NAMESPACE
