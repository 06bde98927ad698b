// csv_text.hpp: CSV as the program writes it: RFC 4180, with quotes only where a field needs them,
// and without what a terminal or a spreadsheet would obey.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

#include <ecflink/core/findings.hpp>

namespace ecflink::cli {

/// One record, with its line feed.
[[nodiscard]] std::string csv_record(std::initializer_list<std::string_view> fields);
[[nodiscard]] std::string csv_record(std::span<const std::string> fields);

/// Each adds a field to a record. The caller adds commas and the line feed.

/// A text that others have written, for people. A field that a spreadsheet would compute (CSV
/// injection, CWE-1236) gets an apostrophe before it. What acts on a terminal is shown visibly.
void append_text(std::string& record, std::string_view text);
/// A key of a row, which other programs join with their tables: as it is, but for what acts on a
/// terminal.
void append_key_text(std::string& record, std::string_view text);
void append_number(std::string& record, std::uint64_t number);
/// Two fields: tokens with `|` between them, and the mask in 16 hexadecimal digits.
void append_findings(std::string& record, findings found);

}  // namespace ecflink::cli
