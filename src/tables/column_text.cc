#include <ecflink/tables/column_text.hpp>

#include "tables/decode.hpp"

ECFLINK_BEGIN_NAMESPACE

std::string_view text_of_row(const text_column& column, std::size_t row) noexcept {
    return detail::tables::text_at(column, row);
}

std::string_view text_of_entry(const text_column& column, std::size_t entry) noexcept {
    return !column.is_absent() && column.valid[entry] ? detail::tables::plain_text_at(column, entry)
                                                      : std::string_view{};
}

std::optional<std::size_t> entry_of_row(const text_column& column, std::size_t row) noexcept {
    return column.is_dictionary() ? detail::tables::index_at(column.indices, row) : std::optional(row);
}

ECFLINK_END_NAMESPACE
