// conflicts.hpp: what links say of each other, exactly, for the few that may conflict.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include <ecflink/link.hpp>

#include "bulk/courts.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail {

/// A link that may conflict with another. Links of one account have the same account mark, links of one central account and court the same pair mark;
/// so may others. 0: no mark.
struct marked_link {
    std::size_t row = 0;
    std::uint32_t account_mark = 0;
    std::uint32_t pair_mark = 0;
    bool is_kept = false;  ///< it must be looked at, whatever its marks
};

/// Drops links whose marks no other one of them has.
void drop_singles(std::vector<marked_link>& links);

/// A link that may conflict with another, by numbers that are equal where the keys are.
struct suspect {
    std::size_t row = 0;
    std::uint64_t account = none;
    std::uint64_t central = none;
    court_number court = no_court;
    std::uint32_t role = 0;  ///< where accounts are counted by role
    other_links others;      ///< what the other suspects say of this one

    static constexpr std::uint64_t none = std::numeric_limits<std::uint64_t>::max();

    /// A link that lacks a key joins nothing, but takes the place of another.
    [[nodiscard]] bool joins() const noexcept { return account != none && central != none; }
};

/// Finds `others` of every suspect, and leaves them in an order of their own.
void count_conflicts(std::vector<suspect>& suspects);

}  // namespace detail
ECFLINK_END_NAMESPACE
