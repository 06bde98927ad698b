// quiet_words.hpp: what is kept of a link about which nothing is so but what is so about its court,
// in one word.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>

#include <ecflink/core/findings.hpp>

#include "verify/courts.hpp"
#include "verify/record_table.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::verify {

/// What stands in the place of the findings of a quiet link until every link has been marked: the
/// records of its accounts, and its kind. Of one kind are the quiet links that were made in one
/// court by one maker; their findings are the same.
class quiet_words {
public:
    static constexpr std::uint64_t flag = std::uint64_t{1} << 63;
    static_assert(find_finding(63) == nullptr, "the flag is no finding");
    static constexpr std::uint32_t makers = 4;
    static_assert(tokens<link_maker>().size() + 1 == makers);

    /// For so many places of records.
    quiet_words(std::size_t accounts, std::size_t centrals) noexcept
        : no_account_(static_cast<record_number>(accounts)),
          central_shift_(static_cast<unsigned>(std::bit_width(accounts))),
          account_mask_((std::uint64_t{1} << central_shift_) - 1),
          central_mask_((std::uint64_t{1} << std::bit_width(centrals)) - 1),
          kind_shift_(central_shift_ + static_cast<unsigned>(std::bit_width(centrals))) {}

    /// Numbers of records are as wide as the word: taken apart into narrower ones they were stored
    /// and read again at another width, which stalls.
    struct parts {
        std::uint32_t kind;
        std::uint64_t account;
        std::uint64_t central;

        [[nodiscard]] court_number court() const noexcept { return kind / makers; }
    };
    /// The place of no record, which stands for that of a link that is not active.
    [[nodiscard]] record_number no_account() const noexcept { return no_account_; }
    /// There is no room for courts with this number, or a greater one. That concerns ledgers with
    /// some 45 million rows in both tables of accounts and with more than 128 courts, or larger
    /// ones.
    [[nodiscard]] court_number courts() const noexcept {
        constexpr unsigned bits_below_flag = 63;
        const unsigned room = bits_below_flag - std::min(kind_shift_, bits_below_flag);
        return (court_number{1} << std::min(room, 31U)) / makers;
    }
    [[nodiscard]] static constexpr std::uint32_t kind_of(court_number court, std::size_t maker) noexcept {
        return court * makers + static_cast<std::uint32_t>(maker);
    }
    [[nodiscard]] std::uint64_t pack(const parts& link) const noexcept {
        return flag | std::uint64_t{link.kind} << kind_shift_ | link.central << central_shift_ | link.account;
    }
    [[nodiscard]] parts unpack(std::uint64_t word) const noexcept {
        return {static_cast<std::uint32_t>((word & ~flag) >> kind_shift_), word & account_mask_,
                word >> central_shift_ & central_mask_};
    }

private:
    record_number no_account_;
    unsigned central_shift_;
    std::uint64_t account_mask_;
    std::uint64_t central_mask_;
    unsigned kind_shift_;
};

}  // namespace detail::verify
ECFLINK_END_NAMESPACE
