// name_key.hpp: numbers that are equal if the normalized names are equal.
#pragma once

#include <cstdint>
#include <string_view>

#include <ecflink/core/version.hpp>

#include "base/keyed_hash.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::names {

/// The key of a name without letters or numbers.
inline constexpr std::uint64_t no_name = 0;

/// A hash of the normalized name under the secret of the run, or `no_name`. Names with equal
/// normalized forms have equal keys. Other names have different keys, except with a probability of
/// about 2^-63. The name must be well-formed UTF-8 of at most `max_name_bytes`. Allocates only for
/// names with characters beyond Latin letters.
[[nodiscard]] std::uint64_t name_key(std::string_view name, const keyed_hash& hash);

/// The key of a name that is already normalized.
[[nodiscard]] std::uint64_t name_key_of_normalized(std::string_view normalized,
                                                   const keyed_hash& hash) noexcept;

}  // namespace detail::names
ECFLINK_END_NAMESPACE
