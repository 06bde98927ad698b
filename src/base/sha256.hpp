// sha256.hpp: the one place that computes SHA-256.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>

#include <ecflink/core/digest.hpp>

ECFLINK_BEGIN_NAMESPACE
namespace detail {

/// The digest of these texts as one text, in order.
[[nodiscard]] digest sha256(std::initializer_list<std::string_view> parts) noexcept;

/// Bytes as a part.
[[nodiscard]] inline std::string_view as_text(std::span<const std::uint8_t> bytes) noexcept {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace detail
ECFLINK_END_NAMESPACE
