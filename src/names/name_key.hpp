// name_key.hpp: names as numbers, which tell whether two names are equal.
#pragma once

#include <cstdint>
#include <string_view>

#include <ecflink/core/version.hpp>

#include "base/keyed_hash.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::names {

/// The key of a name without words.
inline constexpr std::uint64_t no_name = 0;

/// A hash of the words of a name under the secret of the run, with its generation beside it; or
/// `no_name`. The name must be well-formed UTF-8 of at most `max_name_bytes`. Allocates only for
/// names with characters beyond Latin letters.
[[nodiscard]] std::uint64_t name_key(std::string_view name, const keyed_hash& hash);

/// The key of a name whose words, of which there are some, have this hash. The lowest bits hold the
/// generation, and are never all 0.
[[nodiscard]] constexpr std::uint64_t make_name_key(std::uint64_t hash_of_words,
                                                    unsigned generation = 0) noexcept {
    return (hash_of_words & ~std::uint64_t{7}) | (generation + 1);
}

/// True if two names that are there have equal words, and equal generations or one has none. Other
/// words are taken for equal with a probability of about 2^-61. Equality is not transitive, so keys
/// that differ may still be those of equal names.
[[nodiscard]] constexpr bool are_equal_names(std::uint64_t a, std::uint64_t b) noexcept {
    constexpr std::uint64_t without_generation = make_name_key(0);
    return a == b || ((a ^ b) < 8 && ((a & 7) == without_generation || (b & 7) == without_generation));
}

}  // namespace detail::names
ECFLINK_END_NAMESPACE
