// big_endian.hpp: numbers as the bytes that hashes and signatures cover.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include <ecflink/core/version.hpp>

ECFLINK_BEGIN_NAMESPACE
namespace detail {

/// Eight bytes, the highest first.
constexpr std::array<std::uint8_t, 8> big_endian(std::uint64_t number) noexcept {
    std::array<std::uint8_t, 8> bytes{};
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        bytes[i] = static_cast<std::uint8_t>(number >> (56 - 8 * i));
    }
    return bytes;
}

}  // namespace detail
ECFLINK_END_NAMESPACE
