// column_batch.hpp: columns that were read, with their memory, until they are members of a table.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <optional>
#include <variant>
#include <vector>

#include <ecflink/tables/columns.hpp>
#include <ecflink/text/diagnostic.hpp>

ECFLINK_BEGIN_NAMESPACE
namespace detail::tables {

/// Memory from malloc that holds the columns of a batch.
struct free_memory {
    // NOLINTNEXTLINE(cppcoreguidelines-no-malloc): the buffers grow by realloc
    void operator()(void* memory) const noexcept { std::free(memory); }
};
using batch_memory = std::vector<std::unique_ptr<void, free_memory>>;

/// A field that is missing or cannot be read: where it begins, and a warning that lacks its file,
/// line and column.
struct trouble {
    std::size_t offset;
    diagnostic warning;
};

/// Columns before they become members of a table.
struct column_batch {
    using column = std::variant<text_column, time_column, integer_column, bool_column>;

    std::size_t rows = 0;
    std::size_t malformed = 0;
    std::size_t troubles = 0;
    std::vector<trouble> first_troubles;
    /// one for each column of the plan; none if the file lacks it
    std::vector<std::optional<column>> columns;
    const std::uint8_t* malformed_rows = nullptr;  ///< bits; null: none
    batch_memory memory;                           ///< holds all of this
};

}  // namespace detail::tables
ECFLINK_END_NAMESPACE
