// csv_text.hpp: CSV as the program writes it: RFC 4180, with quotes only where a field needs them.
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
void append_text(std::string& record, std::string_view text);
void append_number(std::string& record, std::uint64_t number);
/// Two fields: tokens with `|` between them, and the mask in 16 hexadecimal digits.
void append_findings(std::string& record, findings found);

}  // namespace ecflink::cli
