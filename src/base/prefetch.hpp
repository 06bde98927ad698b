// prefetch.hpp: fetches memory into the cache before it is read.
#pragma once

#include <ecflink/core/version.hpp>

ECFLINK_BEGIN_NAMESPACE
namespace detail {

/// Prefetches the cache line of an address, which may be any.
///
/// The line goes to the second-level cache, not to the first: the first can wait for far fewer
/// lines at once, and that limit is what bounds random reads. benchmarks/README.md has figures.
inline void prefetch(const void* address) noexcept {
    constexpr int for_reading = 0;
    constexpr int second_level = 2;
    __builtin_prefetch(address, for_reading, second_level);
    // Without this, GCC sees no effect in a function that only prefetches, and drops its calls.
    asm volatile("");
}

}  // namespace detail
ECFLINK_END_NAMESPACE
