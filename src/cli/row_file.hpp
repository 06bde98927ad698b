// row_file.hpp: CSV files of many rows: fields without detours, and blocks of rows that are
// formatted on many threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include <ecflink/core/findings.hpp>
#include <ecflink/tables/rows.hpp>
#include <ecflink/tables/work.hpp>

#include "cli/process.hpp"

namespace ecflink::cli {

/// Add a field to a record; whoever calls adds commas and the line feed.
void append_text(std::string& record, std::string_view text);
void append_number(std::string& record, std::uint64_t number);
/// Tokens with `|` between them, a comma, and the mask in 16 hexadecimal digits.
void append_findings(std::string& record, findings found);

/// Adds the records of the rows from `first` to before `end` to a text. Called by several threads
/// at once.
using append_rows = std::function<void(std::string& text, std::size_t first, std::size_t end)>;

/// Writes all rows in their order. Throws a failure if it is cancelled.
void write_rows(whole_file& out, std::size_t rows, const work_options& options, const append_rows& append);

}  // namespace ecflink::cli
