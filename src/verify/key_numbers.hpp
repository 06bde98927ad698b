// key_numbers.hpp: numbers for keys that have no record.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <unordered_map>
#include <vector>

#include <absl/hash/hash.h>

#include <ecflink/core/version.hpp>

ECFLINK_BEGIN_NAMESPACE
namespace detail::verify {

/// Gives each key a number, in the order in which they come. A key may borrow its text (text_key)
/// or own it (std::string). Unchanged where an allocation fails, which absl's tables do not
/// promise.
template <class Key>
class key_numbers {
public:
    /// Numbers are those from `first` to below `limit`.
    explicit key_numbers(std::uint64_t first, std::uint64_t limit = std::numeric_limits<std::uint64_t>::max())
        : first_(first), limit_(limit) {}

    /// Throws std::length_error if there is no number left, and std::bad_alloc.
    std::uint64_t number_of(const Key& key) {
        const auto known = numbers_.find(key);
        if (known != numbers_.end()) {
            return known->second;
        }
        if (end() >= limit_) {
            throw std::length_error("there are too many keys without a record");
        }
        return numbers_.emplace(key, end()).first->second;
    }
    [[nodiscard]] std::uint64_t first() const noexcept { return first_; }
    /// Above all numbers.
    [[nodiscard]] std::uint64_t end() const noexcept { return first_ + numbers_.size(); }
    /// The keys by number, from the first one. They live as long as this object.
    [[nodiscard]] std::vector<const Key*> keys() const {
        std::vector<const Key*> by_number(numbers_.size());
        for (const auto& [key, number] : numbers_) {
            by_number[number - first_] = &key;
        }
        return by_number;
    }

private:
    std::uint64_t first_;
    std::uint64_t limit_;
    std::unordered_map<Key, std::uint64_t, absl::Hash<Key>> numbers_;
};

}  // namespace detail::verify
ECFLINK_END_NAMESPACE
