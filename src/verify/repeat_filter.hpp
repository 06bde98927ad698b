// repeat_filter.hpp: which of many hashes come twice. Any number of threads may add hashes.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <span>
#include <utility>

#include "base/keyed_hash.hpp"
#include "base/pages.hpp"
#include "base/prefetch.hpp"
#include "verify/shared_bitmap.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::verify {

/// A Bloom filter with three bits of one word for each hash. It knows every hash that it has seen,
/// and in rare cases takes a new one for one of them. It is partitioned by the high bits of the
/// hash rotated by 32 (radix): a thread buffers hashes by partition, and enters many under one
/// lock. A locked instruction for every hash would cost more than all the rest.
class repeat_filter {
public:
    /// The hashes of one thread that are not entered yet, by partition.
    class buffers {
        friend repeat_filter;
        static constexpr unsigned partition_bits = 5;
        static constexpr std::size_t partitions = std::size_t{1} << partition_bits;
        static constexpr std::size_t room = 256;
        std::array<std::array<std::uint64_t, room>, partitions> hashes_;
        std::array<std::size_t, partitions> sizes_{};
    };

    repeat_filter() = default;
    /// For so many hashes.
    explicit repeat_filter(std::size_t hashes)
        : words_((hashes * bits_for_a_hash / 64 / buffers::partitions + 1) * buffers::partitions) {}
    void forget() { words_ = {}; }

    /// Adds a hash. Calls `use(hash)` for hashes that have been seen before: this one, or others in
    /// the buffers.
    template <class Use>
    void add(buffers& box, std::uint64_t hash, Use use) {
        const std::uint64_t partition = spread(hash) >> (64 - buffers::partition_bits);
        std::size_t& size = box.sizes_[partition];
        box.hashes_[partition][size++] = hash;
        if (size == buffers::room) [[unlikely]] {
            enter(box, partition, use);
        }
    }
    /// Enters what is left in the buffers, and calls `use` as `add` does.
    template <class Use>
    void flush(buffers& box, Use use) {
        for (std::size_t partition = 0; partition < buffers::partitions; ++partition) {
            enter(box, partition, use);
        }
    }

private:
    static constexpr std::size_t bits_for_a_hash = 24;

    /// The high bits of the result choose the word of a hash. Its bits within the word are chosen
    /// by other bits of the hash, which end up low.
    [[nodiscard]] static std::uint64_t spread(std::uint64_t hash) noexcept { return std::rotl(hash, 32); }

    template <class Use>
    void enter(buffers& box, std::size_t partition, Use use) {
        const std::span hashes =
            std::span(box.hashes_[partition]).first(std::exchange(box.sizes_[partition], 0));
        const std::scoped_lock lock(guards_[partition]);
        std::uint64_t* const words = words_.data();
        const std::size_t size = words_.size();
        for (const std::uint64_t hash : hashes) {
            prefetch(&words[place_of(spread(hash), size)]);
        }
        for (const std::uint64_t hash : hashes) {
            const std::uint64_t bits = std::uint64_t{1} << (hash >> 58) |
                                       std::uint64_t{1} << (hash >> 52 & 63) |
                                       std::uint64_t{1} << (hash >> 46 & 63);
            std::uint64_t& word = words[place_of(spread(hash), size)];
            if ((word & bits) == bits) {
                use(hash);
            }
            word |= bits;
        }
    }

    zeroed_array<std::uint64_t> words_;
    std::array<std::mutex, buffers::partitions> guards_;
};

/// Which of many hashes come twice. In rare cases it names one that does not.
class repeated_hashes {
public:
    explicit repeated_hashes(std::size_t hashes)
        : seen_(hashes),
          shift_(64 - std::max(10, static_cast<int>(std::bit_width(hashes)))),
          twice_(hashes == 0 ? 0 : std::size_t{1} << (64 - shift_)) {}

    void add(repeat_filter::buffers& box, std::uint64_t hash) {
        seen_.add(box, hash, [this](std::uint64_t twice) { mark(twice); });
    }
    /// Enters what is left in the buffers of a thread. All threads must have done so before the
    /// first `test`, and nothing may be added afterwards.
    void flush(repeat_filter::buffers& box) {
        seen_.flush(box, [this](std::uint64_t twice) { mark(twice); });
    }
    [[nodiscard]] bool test(std::uint64_t hash) const noexcept { return twice_.test(hash >> shift_); }
    void forget_what_was_seen() { seen_.forget(); }

private:
    void mark(std::uint64_t hash) const noexcept { twice_.set_shared(hash >> shift_); }

    repeat_filter seen_;
    int shift_;
    shared_bitmap twice_;  ///< by the high bits of hashes, which several may share
};

}  // namespace detail::verify
ECFLINK_END_NAMESPACE
