// bounded_list.hpp: what is wrong with an input, told in bounded room: the first faults are kept,
// and the others are counted. So the work on a bad file grows with its size alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <ecflink/core/version.hpp>

ECFLINK_BEGIN_NAMESPACE
namespace detail {

/// The most faults of one file that are told.
inline constexpr std::size_t most_faults_told = 20;

template <class T>
class bounded_list {
public:
    void push_back(T one) {
        if (!is_full()) {
            kept_.push_back(std::move(one));
        }
        ++size_;
    }
    /// If the list is full, counts one more and returns true. A caller that asks first does not
    /// describe what nobody reads.
    [[nodiscard]] bool counts_only() noexcept {
        size_ += is_full() ? 1 : 0;
        return is_full();
    }
    [[nodiscard]] bool is_full() const noexcept { return kept_.size() == most_faults_told; }
    /// How many there were, those that are not kept included.
    [[nodiscard]] std::uint64_t size() const noexcept { return size_; }
    [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
    [[nodiscard]] std::uint64_t not_kept() const noexcept { return size_ - kept_.size(); }

    [[nodiscard]] T& back() noexcept { return kept_.back(); }
    [[nodiscard]] auto begin() const noexcept { return kept_.begin(); }
    [[nodiscard]] auto end() const noexcept { return kept_.end(); }

private:
    std::vector<T> kept_;
    std::uint64_t size_ = 0;
};

/// To say behind a list that is cut off.
[[nodiscard]] inline std::string not_listed(std::uint64_t faults) {
    return std::to_string(faults) + " more faults of this file are not listed; mend the others first";
}

}  // namespace detail
ECFLINK_END_NAMESPACE
