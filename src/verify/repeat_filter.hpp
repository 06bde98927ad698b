// repeat_filter.hpp: which of many hashes come twice, by any number of threads at once.
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
#include "verify/shared_bits.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::verify {

/// A Bloom filter of three bits in one word. It never forgets a hash; in rare cases it takes a new
/// one for one that it has seen. Threads gather hashes by the part of the filter in which they
/// belong, and enter many of them under one lock: a locked instruction for every hash would cost
/// more than all the rest.
class repeat_filter {
public:
    /// The hashes of one thread that are not entered yet.
    class outbox {
        friend repeat_filter;
        static constexpr unsigned parts_bits = 5;
        static constexpr std::size_t parts = std::size_t{1} << parts_bits;
        static constexpr std::size_t room = 256;
        std::array<std::array<std::uint64_t, room>, parts> hashes_;
        std::array<std::size_t, parts> sizes_{};
    };

    repeat_filter() = default;
    /// For so many hashes.
    explicit repeat_filter(std::size_t hashes)
        : words_((hashes * bits_for_a_hash / 64 / outbox::parts + 1) * outbox::parts) {}
    void forget() { words_ = {}; }

    /// Calls `use(hash)` for hashes that have been seen before: this one, or earlier ones of the
    /// outbox.
    template <class Use>
    void add(outbox& box, std::uint64_t hash, Use use) {
        const std::uint64_t part = spread(hash) >> (64 - outbox::parts_bits);
        std::size_t& size = box.sizes_[part];
        box.hashes_[part][size++] = hash;
        if (size == outbox::room) [[unlikely]] {
            enter(box, part, use);
        }
    }
    /// The same for all that are left.
    template <class Use>
    void flush(outbox& box, Use use) {
        for (std::size_t part = 0; part < outbox::parts; ++part) {
            enter(box, part, use);
        }
    }

private:
    static constexpr std::size_t bits_for_a_hash = 24;

    /// Bits of which the upper ones say where in the filter a hash is; those that say which bits of
    /// the word it has are the lower ones.
    [[nodiscard]] static std::uint64_t spread(std::uint64_t hash) noexcept { return std::rotl(hash, 32); }

    template <class Use>
    void enter(outbox& box, std::size_t part, Use use) {
        const std::span hashes = std::span(box.hashes_[part]).first(std::exchange(box.sizes_[part], 0));
        const std::lock_guard lock(guards_[part]);
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
    std::array<std::mutex, outbox::parts> guards_;
};

/// Of so many hashes, those that come twice. In rare cases one that does not is among them.
class repeated_hashes {
public:
    explicit repeated_hashes(std::size_t hashes)
        : seen_(hashes),
          shift_(64 - std::max(10, static_cast<int>(std::bit_width(hashes)))),
          twice_(hashes == 0 ? 0 : std::size_t{1} << (64 - shift_)) {}

    void add(repeat_filter::outbox& box, std::uint64_t hash) {
        seen_.add(box, hash, [this](std::uint64_t twice) { mark(twice); });
    }
    /// Enters what is left in an outbox. All must have been, before it is asked for hashes; no more
    /// can be added then.
    void flush(repeat_filter::outbox& box) {
        seen_.flush(box, [this](std::uint64_t twice) { mark(twice); });
    }
    [[nodiscard]] bool test(std::uint64_t hash) const noexcept { return twice_.test(hash >> shift_); }
    void forget_what_was_seen() { seen_.forget(); }

private:
    void mark(std::uint64_t hash) const noexcept { twice_.set_shared(hash >> shift_); }

    repeat_filter seen_;
    int shift_;
    shared_bits twice_;  ///< by the upper bits of the hash, which others may have
};

}  // namespace detail::verify
ECFLINK_END_NAMESPACE
