// csv_chunks.hpp: a CSV text in parts that are read apart from each other.
//
// Of parts of any size: a line end ends a record if an even number of quotes stands before it. That
// holds for every text that the reader accepts. Of any other text some part cannot be read, or does
// not end where the next one begins: the parts then say that something is wrong, and a reader of
// the whole what and where.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include <ecflink/core/version.hpp>

ECFLINK_BEGIN_NAMESPACE
namespace detail::csv {

/// What the bytes of a part say.
struct part_bytes {
    bool are_text;         ///< well-formed UTF-8 without a NUL
    bool has_open_quotes;  ///< the number of quotes is odd
};

/// Looks at the bytes from `begin` to before `end`. A character belongs to the part in which it
/// begins: when all parts of a text are text, the whole is.
[[nodiscard]] part_bytes check_part(std::string_view text, std::size_t begin, std::size_t end) noexcept;

/// Where records stand in a text.
struct record_range {
    std::size_t begin;
    std::size_t end;
};

/// The records that a part has to read: from the first that begins in it to the first that begins
/// behind it. What the part and what comes after it begin within is known from the quotes before
/// them. The first part has the header as well. Nothing, if no record begins here.
[[nodiscard]] std::optional<record_range> records_of_part(std::string_view text, std::size_t begin,
                                                          std::size_t end, bool begins_in_quotes,
                                                          bool ends_in_quotes) noexcept;

struct bad_byte {
    std::size_t offset;
    std::string_view message;
};

/// The first byte that no CSV text may hold, if there is one.
[[nodiscard]] std::optional<bad_byte> find_bad_byte(std::string_view text) noexcept;

}  // namespace detail::csv
ECFLINK_END_NAMESPACE
