// byte_marks.hpp: looks at the bytes of a text with the best vector instructions of the processor.
// Without vectors the same functions look at 16 bytes at a time.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include <ecflink/core/version.hpp>

ECFLINK_BEGIN_NAMESPACE
namespace detail::csv {

/// Writes where the separators, quotes, CRs and LFs of a text of less than 4 GiB are, in order, and
/// returns how many there are. There must be room for `special_bytes_slack` more than the text has
/// bytes.
[[nodiscard]] std::size_t find_special_bytes(std::string_view text, char separator,
                                             std::uint32_t* places) noexcept;
inline constexpr std::size_t special_bytes_slack = 64;

/// The ASCII characters at the beginning of a text, in whole blocks but for the last one.
struct ascii_run {
    static constexpr std::size_t block = 64;  ///< bytes

    std::size_t size;  ///< the block behind it holds a byte beyond ASCII, or the text ends there
    bool has_nul;
    bool has_odd_quotes;  ///< the number of quotes is odd
    /// LFs with an even number of quotes before them, and with an odd one
    std::array<std::size_t, 2> line_ends;
};

[[nodiscard]] ascii_run find_ascii_run(std::string_view text) noexcept;

}  // namespace detail::csv
ECFLINK_END_NAMESPACE
