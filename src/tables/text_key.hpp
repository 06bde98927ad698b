// text_key.hpp: keys made of the texts of one or two ids, for hash tables.
#pragma once

#include <string_view>
#include <utility>

#include <ecflink/core/version.hpp>

ECFLINK_BEGIN_NAMESPACE
namespace detail::tables {

/// Two texts: court and login, court and central id, or one text by itself. Borrows them.
struct text_key {
    std::string_view first;
    std::string_view second;

    friend bool operator==(const text_key&, const text_key&) = default;
    template <class H>
    friend H AbslHashValue(H hash, const text_key& key) {
        // Debian's absl has a string_view of its own, so the bytes are hashed as such.
        hash = H::combine_contiguous(std::move(hash), key.first.data(), key.first.size());
        hash = H::combine_contiguous(std::move(hash), key.second.data(), key.second.size());
        return H::combine(std::move(hash), key.first.size(), key.second.size());
    }
};

}  // namespace detail::tables
ECFLINK_END_NAMESPACE
