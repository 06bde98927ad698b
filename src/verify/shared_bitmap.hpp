// shared_bitmap.hpp: a large bitmap that threads may share.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "base/pages.hpp"
#include "base/prefetch.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::verify {

/// Bits, all clear at first. They are set by one thread, or by several at once; each bitmap
/// in one of the two ways.
class shared_bitmap {
public:
    shared_bitmap() = default;
    explicit shared_bitmap(std::size_t bits) : words_((bits + 63) / 64) {}

    void prefetch(std::uint64_t bit) const noexcept { detail::prefetch(&words_[bit / 64]); }
    /// Sets a bit; true if it was set before. For one thread.
    bool test_and_set(std::uint64_t bit) const noexcept {
        std::uint64_t& word = words_[bit / 64];
        const std::uint64_t before = word;
        word = before | std::uint64_t{1} << bit % 64;
        return (before >> bit % 64 & 1) != 0;
    }
    /// Sets a bit. Any number of threads may do so at once.
    void set_shared(std::uint64_t bit) const noexcept {
        std::atomic_ref(words_[bit / 64]).fetch_or(std::uint64_t{1} << bit % 64, std::memory_order_relaxed);
    }
    [[nodiscard]] std::uint64_t word(std::size_t at) const noexcept { return words_[at]; }
    [[nodiscard]] bool test(std::uint64_t bit) const noexcept {
        return (words_[bit / 64] >> bit % 64 & 1) != 0;
    }
    [[nodiscard]] std::size_t words() const noexcept { return words_.size(); }

private:
    zeroed_array<std::uint64_t> words_;
};

}  // namespace detail::verify
ECFLINK_END_NAMESPACE
