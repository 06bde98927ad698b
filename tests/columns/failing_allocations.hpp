// failing_allocations.hpp: operator new that fails when it is told to; a program that links
// failing_allocations.cc has it replaced.
#pragma once

namespace support {

inline constexpr int no_limit = -1;
/// How many calls of operator new succeed before all fail.
extern int allocations_left;

}  // namespace support
