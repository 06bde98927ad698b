// csv_chunks.hpp: splits a CSV text into parts that can be read independently.
//
// Parts may have any size. A line end ends a record if an even number of quotes comes before it.
// That is true for every text that the reader accepts. In any other text, some part cannot be read
// or does not end where the next one begins. The parts then show that something is wrong, and a
// reader of the whole text finds what and where.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

#include <ecflink/core/version.hpp>

ECFLINK_BEGIN_NAMESPACE
namespace detail::csv {

/// What the bytes of a part show.
struct part_bytes {
    bool are_text;         ///< well-formed UTF-8 without a NUL
    bool has_open_quotes;  ///< the number of quotes is odd
    /// line ends outside quotes, if the part begins outside quotes, and if it begins within
    std::array<std::size_t, 2> line_ends;
};

/// Examines the bytes from `begin` to before `end`. A character belongs to the part in which it
/// begins, so the whole is text if all parts are.
[[nodiscard]] part_bytes check_part(std::string_view text, std::size_t begin, std::size_t end) noexcept;

/// Where records begin and end in a text.
struct record_range {
    std::size_t begin;
    std::size_t end;
};

/// The records that a part must read: from the first that begins in it to the first that begins
/// behind it. The quotes before a part tell whether it begins within a quoted field, and likewise
/// for the part after it. The first part also has the header. Nothing if no record begins in the
/// part.
[[nodiscard]] std::optional<record_range> records_of_part(std::string_view text, std::size_t begin,
                                                          std::size_t end, bool begins_in_quotes,
                                                          bool ends_in_quotes) noexcept;

struct bad_byte {
    std::size_t offset;
    std::string_view message;
};

/// The first byte that a CSV text may not hold, if there is one.
[[nodiscard]] std::optional<bad_byte> find_bad_byte(std::string_view text) noexcept;

}  // namespace detail::csv
ECFLINK_END_NAMESPACE
