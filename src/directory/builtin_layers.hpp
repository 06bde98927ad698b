// builtin_layers.hpp: the built-in policy layers, as text. Each is a file in src/directory/layers/.
#pragma once

#include <span>
#include <string_view>

#include <ecflink/core/version.hpp>

ECFLINK_BEGIN_NAMESPACE
namespace detail::directory {

struct builtin_layer {
    std::string_view name;  ///< "built-in court-wiwb.json"
    std::string_view text;
};

/// The layers for all courts, then those for kinds, then those for courts; each group by name.
[[nodiscard]] std::span<const builtin_layer> builtin_layers() noexcept;

}  // namespace detail::directory
ECFLINK_END_NAMESPACE
