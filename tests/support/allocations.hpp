// allocations.hpp: counts the calls of every form of operator new. Linking allocations.cc replaces
// them all.
#pragma once

#include <cstddef>

namespace support {

/// How many calls there were in this thread since the program began.
[[nodiscard]] std::size_t allocations() noexcept;

}  // namespace support
