// shared_bits.hpp: a large bitmap.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "base/pages.hpp"
#include "base/prefetch.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::verify {

/// Bits, to be set by one thread or by several.
class shared_bits {
public:
    shared_bits() = default;
    explicit shared_bits(std::size_t bits) : words_((bits + 63) / 64) {}

    void prefetch(std::uint64_t bit) const noexcept { detail::prefetch(&words_[bit / 64]); }
    /// True, if the bit was set. For one thread.
    bool test_and_set(std::uint64_t bit) const noexcept {
        std::uint64_t& word = words_[bit / 64];
        const std::uint64_t before = word;
        word = before | std::uint64_t{1} << bit % 64;
        return (before >> bit % 64 & 1) != 0;
    }
    /// For several threads.
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
