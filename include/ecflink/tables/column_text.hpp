// column_text.hpp: the texts of a text column, whatever its layout. Compiled.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include <ecflink/tables/columns.hpp>

ECFLINK_BEGIN_NAMESPACE

/// The text of a row; empty if it is null or the column is absent. `row` must be one of the column.
/// The text is borrowed from the column's buffers.
[[nodiscard]] std::string_view text_of_row(const text_column& column, std::size_t row) noexcept;

/// The text of an entry of a dictionary, from 0 to `column.texts` - 1; empty if it is null. A text
/// that many rows have can be looked up once with these two.
[[nodiscard]] std::string_view text_of_entry(const text_column& column, std::size_t entry) noexcept;
/// Which entry of the dictionary a row has; nothing if the row is null. In a column that is not a
/// dictionary each row is an entry of its own.
[[nodiscard]] std::optional<std::size_t> entry_of_row(const text_column& column, std::size_t row) noexcept;

ECFLINK_END_NAMESPACE
