// written_table.hpp: tables as people keep them: a sheet of a spreadsheet, or a text with
// separators.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <ecflink/core/result.hpp>
#include <ecflink/core/time.hpp>
#include <ecflink/text/diagnostic.hpp>

namespace ecflink::convert {

/// An error of a whole file.
[[nodiscard]] inline diagnostic error_of(const std::string& file, std::string message) {
    return {severity::error, file, 0, 0, {}, std::move(message), {}, {}};
}

enum class cell_kind : std::uint8_t {
    empty,
    text,
    number,   ///< `text` has its digits
    boolean,  ///< `text` is "true" or "false"
    time,     ///< `at` is what the cell shows, as if it were UTC
    error,    ///< a formula that failed, or without a result; `text` says which
};

/// What stands in one place of a table. The text is borrowed from the table.
struct cell {
    cell_kind kind = cell_kind::empty;
    std::string_view text;
    instant at;
};

/// The rows of one table, from its first to its last. Rows may differ in length.
class written_table {
public:
    written_table() = default;
    written_table(const written_table&) = delete;
    written_table& operator=(const written_table&) = delete;
    virtual ~written_table() = default;

    /// Goes on to the next row. False: there is none, or the rest cannot be read, as `error` says.
    [[nodiscard]] virtual bool next() = 0;
    /// The number of the row in its file or sheet, from 1.
    [[nodiscard]] virtual std::uint64_t row() const = 0;
    /// The cells of the row, borrowed until the next call of `next`.
    [[nodiscard]] virtual std::span<const cell> cells() const = 0;
    /// A message about a cell of the row, from 0, or about the row.
    [[nodiscard]] virtual diagnostic at(std::optional<std::size_t> column, std::string message) const = 0;
    [[nodiscard]] virtual const std::optional<diagnostic>& error() const = 0;
};

/// A table and where it was found.
struct found_table {
    std::string file;
    std::string sheet;  ///< empty: the file is a text
    std::unique_ptr<written_table> rows;
};

struct read_options {
    // NOLINTNEXTLINE(readability-redundant-member-init): so that gcc lets it be left out
    std::optional<char> delimiter = {};  ///< nothing: the one that cuts the first row into most parts
    // NOLINTNEXTLINE(readability-redundant-member-init): so that gcc lets it be left out
    std::string encoding = {};  ///< "windows-1252"; empty: UTF-8, or UTF-16 with its mark
};

/// The tables of a file: a text has one, a spreadsheet one for each sheet that is not empty.
[[nodiscard]] result<std::vector<found_table>, std::vector<diagnostic>> open_tables(
    const std::string& file, const read_options& options);

/// True of the bytes of a spreadsheet, which is a zip file.
[[nodiscard]] bool is_spreadsheet(std::string_view bytes) noexcept;
/// The sheets of a spreadsheet that are not empty. Errors say so where the program was built
/// without spreadsheets.
[[nodiscard]] result<std::vector<found_table>, std::vector<diagnostic>> open_spreadsheet(
    const std::string& file, std::string_view bytes);

}  // namespace ecflink::convert
