// csv_reader.hpp: reads strict RFC 4180 from a text in memory.
//
// Fields are separated by commas, and records end in LF or CRLF (the last one need not). A field in
// double quotes may hold commas, line ends and doubled quotes. A quote inside an unquoted field,
// text after a closing quote, a carriage return without its line feed and a quote that is never
// closed are errors with line and column. A byte-order mark is skipped. Nothing is trimmed. An
// empty line is a record of one empty field, but for one at the end of a file
// (`without_empty_last_line`).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <ecflink/core/version.hpp>

#include "csv/byte_marks.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::csv {

/// A place in a text: line from 1, column in code points from 1.
struct text_position {
    std::uint64_t line = 1;
    std::uint64_t column = 1;
};

/// Finds the positions of bytes in a text. Linear in the distance from the byte asked for before,
/// and in the length of the line.
class position_finder {
public:
    explicit position_finder(std::string_view text) noexcept : text_(text) {}

    [[nodiscard]] text_position operator()(std::size_t offset) noexcept;

private:
    std::string_view text_;
    std::size_t at_ = 0;
    std::uint64_t line_ = 1;
};

/// The position of one byte.
[[nodiscard]] inline text_position position_of(std::string_view text, std::size_t offset) noexcept {
    return position_finder(text)(offset);
}

struct csv_error {
    std::size_t offset;
    std::string_view message;
    std::string_view remedy;
};

class csv_reader {
public:
    /// Reads a text from its beginning. The text is borrowed as long as the reader lives. Tables
    /// that people keep may have another separator than the comma.
    explicit csv_reader(std::string_view text, char separator = ',') noexcept;
    /// Reads a text from the offset at which a record begins.
    csv_reader(std::string_view text, std::size_t record) noexcept : text_(text), at_(record) {}

    /// Reads the next record. False at the end of the text, and at an error, which `error()` then
    /// returns.
    [[nodiscard]] bool next();

    /// Reads records of so many fields that have no quotes, at most `most` of them, and puts their
    /// fields there, record after record. Returns how many they are. 0: the next record is another
    /// one, or cannot be read, or the text ends; then `next` goes on.
    [[nodiscard]] std::size_t next_plain(std::size_t fields, std::size_t most,
                                         std::string_view* out) noexcept;

    /// The fields of the record, borrowed until the next call of `next`.
    [[nodiscard]] std::span<const std::string_view> fields() const noexcept {
        return {fields_.data(), count_};
    }
    /// Where a field begins in the text.
    [[nodiscard]] std::size_t offset_of(std::size_t field) const noexcept { return offsets_[field]; }
    /// How much of the text has been read.
    [[nodiscard]] std::size_t offset() const noexcept { return at_; }
    [[nodiscard]] const std::optional<csv_error>& error() const noexcept { return error_; }

private:
    [[nodiscard]] std::optional<std::string_view> read_quoted();
    [[nodiscard]] std::optional<std::string_view> read_plain();
    [[nodiscard]] std::nullopt_t fail(std::size_t offset, std::string_view message, std::string_view remedy);
    [[nodiscard]] std::size_t find_special() noexcept;
    void mark_window(std::size_t begin) noexcept;
    [[nodiscard]] std::size_t read_plain_records(std::size_t fields, std::size_t most,
                                                 std::string_view* out) noexcept;

    std::string_view text_;
    std::size_t at_ = 0;
    char separator_ = ',';
    static constexpr std::size_t window_bytes = 4096;
    /// where separators, quotes, CRs and LFs are in a window of the text
    std::array<std::uint32_t, window_bytes + special_bytes_slack> special_;
    std::size_t window_ = 0;      ///< where the window begins
    std::size_t window_end_ = 0;  ///< the offset behind it; 0 before the first
    std::size_t next_special_ = 0;
    std::size_t specials_ = 0;
    std::size_t count_ = 0;  ///< fields of the record; the lists keep room for the longest
    std::vector<std::string_view> fields_;
    std::vector<std::size_t> offsets_;
    /// fields whose doubled quotes were made single; a deque, because fields borrow from it
    std::deque<std::string> unescaped_;
    std::size_t unescaped_used_ = 0;
    std::optional<csv_error> error_;
};

/// The text of a file without one empty line at its end, which spreadsheets and editors leave.
[[nodiscard]] std::string_view without_empty_last_line(std::string_view text) noexcept;

/// The text as a field of RFC 4180, in quotes only if it needs them.
[[nodiscard]] std::string csv_field(std::string_view text);

}  // namespace detail::csv
ECFLINK_END_NAMESPACE
