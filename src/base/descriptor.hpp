// descriptor.hpp: a descriptor of the operating system, closed when its owner goes.
#pragma once

#include <utility>

#include <unistd.h>

#include <ecflink/core/version.hpp>

ECFLINK_BEGIN_NAMESPACE
namespace detail {

class descriptor {
public:
    explicit descriptor(int number = -1) noexcept : number_(number) {}
    descriptor(descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    descriptor& operator=(descriptor&& other) noexcept {
        std::swap(number_, other.number_);
        return *this;
    }
    ~descriptor() {
        if (number_ >= 0) {
            ::close(number_);
        }
    }
    /// Negative: there is none.
    [[nodiscard]] int get() const noexcept { return number_; }

private:
    int number_;
};

}  // namespace detail
ECFLINK_END_NAMESPACE
