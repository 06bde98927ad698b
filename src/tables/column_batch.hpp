// column_batch.hpp: columns that were read, before they are members of a table.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include <ecflink/tables/columns.hpp>
#include <ecflink/text/diagnostic.hpp>

ECFLINK_BEGIN_NAMESPACE
namespace detail::tables {

/// A field that is missing or cannot be read: where it begins, and a warning that lacks its file,
/// line and column.
struct trouble {
    std::size_t offset;
    diagnostic warning;
};

/// Columns before they become members of a table. Borrowed from the reader of their records.
struct column_batch {
    using column = std::variant<text_column, time_column, integer_column, bool_column>;

    std::size_t rows = 0;
    std::size_t malformed = 0;
    std::size_t troubles = 0;
    std::vector<trouble> first_troubles;
    /// one for each column of the plan; none if the file lacks it
    std::vector<std::optional<column>> columns;
    const std::uint8_t* malformed_rows = nullptr;  ///< bits; null: none
};

/// The columns as members of a table.
template <class Table>
[[nodiscard]] Table to_table(const column_batch& batch) {
    Table table;
    table.rows = batch.rows;
    table.malformed = batch.malformed_rows;
    for (std::size_t i = 0; i < batch.columns.size(); ++i) {
        if (batch.columns[i]) {
            std::visit(
                [&](auto member) {
                    table.*member =
                        std::get<std::remove_reference_t<decltype(table.*member)>>(*batch.columns[i]);
                },
                columns_of<Table>[i].member);
        }
    }
    return table;
}

}  // namespace detail::tables
ECFLINK_END_NAMESPACE
