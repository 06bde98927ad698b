// allocations.hpp: counts the calls of every form of operator new; a program that links
// allocations.cc has them all replaced.
#pragma once

#include <cstddef>

namespace support {

/// How many there were in this thread since the program began.
[[nodiscard]] std::size_t allocations() noexcept;

}  // namespace support
