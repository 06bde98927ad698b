// clean_links.hpp: active links whose only findings are those that all links of their court and
// maker have; most links are such. They are selected from a block in few steps, and kept in one
// word each until all links have been marked.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <ecflink/core/assess.hpp>

#include "verify/assessment_target.hpp"
#include "verify/link_block.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::verify {

/// Packs a clean link into one word, which is stored in the place of its findings until every link
/// has been marked: the records of its accounts, and its group. The clean links of one court and
/// one maker are one group, and have the same findings.
class clean_link_words {
public:
    static constexpr std::uint64_t flag = std::uint64_t{1} << 63;
    static_assert(find_finding(63) == nullptr, "the flag must not be the bit of a finding");
    static constexpr std::uint32_t makers = tokens<link_maker>().size() + 1;

    /// Takes the numbers of places in the tables of court accounts and of central accounts.
    clean_link_words(std::size_t accounts, std::size_t centrals) noexcept
        : central_shift_(static_cast<unsigned>(std::bit_width(accounts))),
          account_mask_((std::uint64_t{1} << central_shift_) - 1),
          central_mask_((std::uint64_t{1} << std::bit_width(centrals)) - 1),
          group_shift_(central_shift_ + static_cast<unsigned>(std::bit_width(centrals))) {}

    /// Numbers of records are as wide as the word. If they were narrower, they would be stored and
    /// then read at another width, which stalls the processor.
    struct parts {
        std::uint32_t group;
        std::uint64_t account;
        std::uint64_t central;

        [[nodiscard]] court_number court() const noexcept { return group / makers; }
    };
    /// A word has room for courts with smaller numbers than this. The limit matters to ledgers with
    /// some 45 million rows in both tables of accounts and more than 128 courts, or larger ones.
    [[nodiscard]] court_number courts() const noexcept {
        constexpr unsigned bits_below_flag = 63;
        const unsigned room = bits_below_flag - std::min(group_shift_, bits_below_flag);
        return (court_number{1} << std::min(room, 31U)) / makers;
    }
    [[nodiscard]] static constexpr std::uint32_t group_of(court_number court, std::size_t maker) noexcept {
        return court * makers + static_cast<std::uint32_t>(maker);
    }
    [[nodiscard]] std::uint64_t pack(const parts& link) const noexcept {
        return flag | std::uint64_t{link.group} << group_shift_ | link.central << central_shift_ |
               link.account;
    }
    [[nodiscard]] parts unpack(std::uint64_t word) const noexcept {
        return {static_cast<std::uint32_t>((word & ~flag) >> group_shift_), word & account_mask_,
                word >> central_shift_ & central_mask_};
    }

private:
    unsigned central_shift_;
    std::uint64_t account_mask_;
    std::uint64_t central_mask_;
    unsigned group_shift_;
};

/// The clean links of a block, whose probes have ended.
[[nodiscard]] std::uint64_t select_clean_links(const verification_inputs& inputs,
                                               const assessment_target& target,
                                               const link_block& block) noexcept;

/// What the clean links of each group come to.
[[nodiscard]] std::vector<assessment> assess_clean_groups(const assessment_target& target);

}  // namespace detail::verify
ECFLINK_END_NAMESPACE
