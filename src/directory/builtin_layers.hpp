// builtin_layers.hpp: the policy layers that are compiled in, as text. They lie in
// src/directory/layers/, one file a layer.
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

/// The layers for all courts, for kinds and for courts, in this order, by name within each.
[[nodiscard]] std::span<const builtin_layer> builtin_layers() noexcept;

}  // namespace detail::directory
ECFLINK_END_NAMESPACE
