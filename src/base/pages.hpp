// pages.hpp: large arrays of zeros, in huge pages where the system has them.
#pragma once

#include <sys/mman.h>

#include <cstddef>
#include <new>
#include <span>
#include <type_traits>
#include <utility>

#include <ecflink/core/version.hpp>

ECFLINK_BEGIN_NAMESPACE
namespace detail {

/// An array of zeros that starts at a page. The system provides each page when it is first written,
/// near the processor of the thread that writes.
template <class T>
class zeroed_array {
    static_assert(std::is_trivially_copyable_v<T>);

public:
    zeroed_array() noexcept = default;
    explicit zeroed_array(std::size_t size) : size_(size) {
        if (size == 0) {
            return;
        }
        void* pages =
            ::mmap(nullptr, mapped_bytes(), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (pages == MAP_FAILED) {
            throw std::bad_alloc();
        }
        ::madvise(pages, mapped_bytes(), MADV_HUGEPAGE);  // a hint; small pages will do
        data_ = static_cast<T*>(pages);
    }
    zeroed_array(zeroed_array&& other) noexcept
        : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}
    zeroed_array& operator=(zeroed_array&& other) noexcept {
        std::swap(data_, other.data_);
        std::swap(size_, other.size_);
        return *this;
    }
    zeroed_array(const zeroed_array&) = delete;
    zeroed_array& operator=(const zeroed_array&) = delete;
    ~zeroed_array() {
        if (data_ != nullptr) {
            ::munmap(data_, mapped_bytes());
        }
    }

    [[nodiscard]] T* data() const noexcept { return data_; }
    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] T& operator[](std::size_t i) const noexcept { return data_[i]; }
    [[nodiscard]] std::size_t bytes() const noexcept { return size_ * sizeof(T); }

private:
    /// Rounds up to a whole huge page if the rest fills more than half of it.
    [[nodiscard]] std::size_t mapped_bytes() const noexcept {
        constexpr std::size_t huge_page = std::size_t{2} << 20;
        const std::size_t over = bytes() % huge_page;
        return over > huge_page / 2 ? bytes() - over + huge_page : bytes();
    }

    T* data_ = nullptr;
    std::size_t size_ = 0;
};

}  // namespace detail
ECFLINK_END_NAMESPACE
