// arrow_plan.hpp: how the batches of an Arrow schema are read as a table: which child is which
// column, and in which format.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <ecflink/core/result.hpp>
#include <ecflink/interop/arrow.hpp>
#include <ecflink/tables/columns.hpp>

ECFLINK_BEGIN_NAMESPACE
namespace detail::tables {

using fault = std::optional<arrow_error>;
inline constexpr std::nullopt_t no_fault = std::nullopt;

/// A fault at a table or a column.
[[nodiscard]] fault fail(std::string_view place, std::string message,
                         std::optional<std::uint64_t> row = std::nullopt);

/// Text from a producer for a message: short, on one line, well-formed.
[[nodiscard]] std::string excerpt(std::string_view text, std::size_t longest = 40);

/// "has the length 3; expected 4".
[[nodiscard]] std::string misses(std::string_view what, std::int64_t found, const std::string& expected);

/// The type of the values of an array. The alternatives are in the order of those of
/// column_info::member: a column takes only its own.
using value_type = std::variant<text_layout, time_unit, integer_type, std::monostate>;

struct value_format {
    std::string_view code;  ///< the format string; of a timestamp, the part before its zone
    std::string_view name;
    value_type type;
    std::size_t width;  ///< bytes of a value, or of the offset or view of a text; 0: a bit
};

/// A column_info for a table of any type.
struct wanted_column {
    std::string_view name;
    bool is_required;
    std::size_t kind;  ///< the alternative of its member
    bool takes_date;
    bool takes_only_date;

    [[nodiscard]] bool takes(const value_format& format) const noexcept;
    [[nodiscard]] bool takes_dictionaries() const noexcept;
    /// The formats that it takes, for a message.
    [[nodiscard]] std::string expected() const;
};

struct wanted_table {
    std::string_view name;
    std::span<const wanted_column> columns;
};

/// How one column is read.
struct column_plan {
    std::size_t column;  ///< of the table
    std::size_t child;   ///< of the struct
    const value_format* values;
    const value_format* indices = nullptr;  ///< of a dictionary
};

struct table_plan {
    std::size_t children = 0;
    std::vector<column_plan> columns;
    std::vector<std::string> unknown;
};

/// Matches the columns of a table with the children of a schema.
[[nodiscard]] result<table_plan, arrow_error> plan_table(const wanted_table& table,
                                                         const ArrowSchema& schema);

}  // namespace detail::tables
ECFLINK_END_NAMESPACE
