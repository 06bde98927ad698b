// words.hpp: works on eight bytes of a text at a time.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include <ecflink/core/version.hpp>

ECFLINK_BEGIN_NAMESPACE
namespace detail {

/// Eight bytes as a number; the first byte is the lowest.
[[nodiscard]] inline std::uint64_t load_word(const char* from) noexcept {
    static_assert(std::endian::native == std::endian::little,
                  "a big-endian machine needs the bytes swapped here");
    std::uint64_t word = 0;
    std::memcpy(&word, from, sizeof word);
    return word;
}

/// The same byte eight times.
[[nodiscard]] constexpr std::uint64_t each_byte(unsigned char byte) noexcept {
    return byte * std::uint64_t{0x0101010101010101};
}

inline constexpr std::uint64_t high_bits = each_byte(0x80);

/// The high bit of every byte that is below `limit`, which is at most 0x80. No byte affects its
/// neighbor.
[[nodiscard]] constexpr std::uint64_t bytes_below(std::uint64_t word, unsigned char limit) noexcept {
    return ~(((word | high_bits) - each_byte(limit)) | word) & high_bits;
}

/// True, if no byte has its high bit set.
[[nodiscard]] inline bool is_ascii(std::string_view text) noexcept {
    std::uint64_t seen = 0;
    std::size_t at = 0;
    for (; text.size() - at >= sizeof seen; at += sizeof seen) {
        seen |= load_word(text.data() + at);
    }
    for (; at < text.size(); ++at) {
        seen |= static_cast<unsigned char>(text[at]);
    }
    return (seen & high_bits) == 0;
}

/// The position of the first byte whose high bit is set in `mask`, which must not be 0.
[[nodiscard]] constexpr std::size_t first_byte(std::uint64_t mask) noexcept {
    return static_cast<std::size_t>(std::countr_zero(mask)) / 8;
}

}  // namespace detail
ECFLINK_END_NAMESPACE
