#include "columns/failing_allocations.hpp"

#include <cstdlib>
#include <new>

int support::allocations_left = support::no_limit;

void* operator new(std::size_t size) {
    if (support::allocations_left == 0) {
        throw std::bad_alloc();
    }
    support::allocations_left -= support::allocations_left == support::no_limit ? 0 : 1;
    void* const memory = std::malloc(size == 0 ? 1 : size);
    if (memory == nullptr) {
        throw std::bad_alloc();
    }
    return memory;
}
void* operator new[](std::size_t size) { return ::operator new(size); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }
