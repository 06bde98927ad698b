// prefetch.hpp: asking for memory before it is read.
#pragma once

#include <ecflink/core/version.hpp>

ECFLINK_BEGIN_NAMESPACE
namespace detail {

/// Asks for the cache line of an address, which may be any.
inline void prefetch(const void* address) noexcept {
    __builtin_prefetch(address);
    // GCC takes a function that only prefetches for one without effect, and drops the calls of it
    asm volatile("");
}

}  // namespace detail
ECFLINK_END_NAMESPACE
