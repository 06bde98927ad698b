// columns.hpp: the tables of a ledger as columns, laid out in memory as Apache Arrow lays them out.
// Views that own nothing.
//
// A table comes as any number of batches; row numbers go on from one batch to the next. Text may be
// utf8, large utf8 or utf8 views, each plain or dictionary-encoded with any integer type; instants
// are timestamps of any unit (without a zone: UTC), dates date32. A null is a missing value, and so
// is an empty text. Where a batch comes from a slice, its pointers are those of the slice's first
// row.
//
// Nothing here is checked: views of buffers from elsewhere come from interop/arrow.hpp, which can
// check every one of them. The columns of each table are those of fields.def, which `columns_of`
// lists.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <variant>

#include <ecflink/core/ids.hpp>
#include <ecflink/core/tokens.hpp>
#include <ecflink/core/version.hpp>

ECFLINK_BEGIN_NAMESPACE

/// Bits, the least significant first, from bit `offset` on. Without bits: every one is set.
struct bitmap {
    const std::uint8_t* bits = nullptr;
    std::uint64_t offset = 0;

    [[nodiscard]] constexpr bool operator[](std::size_t row) const noexcept {
        return bits == nullptr || (bits[(offset + row) / 8] >> (offset + row) % 8 & 1) != 0;
    }
};

/// How the texts of a column, or of its dictionary, lie in memory.
enum class text_layout : std::uint8_t {
    absent = 0,      ///< there is no such column: every row is missing
    utf8 = 1,        ///< 32-bit offsets into bytes
    large_utf8 = 2,  ///< 64-bit offsets into bytes
    utf8_view = 3,   ///< 16 bytes a text, which hold it or say where it is
};

/// The integers of a column.
enum class integer_type : std::uint8_t {
    absent = 0,
    int8 = 1,
    uint8 = 2,
    int16 = 3,
    uint16 = 4,
    int32 = 5,
    uint32 = 6,
    int64 = 7,
    uint64 = 8,
};

/// A column of integers.
struct integer_column {
    integer_type type = integer_type::absent;
    const void* values = nullptr;
    bitmap valid;
};

/// A column of texts: well-formed UTF-8. With `indices` the texts are those of a dictionary, and
/// each row is an index into it.
struct text_column {
    text_layout layout = text_layout::absent;
    /// of the first text: offsets (one more than there are texts), or views
    const void* positions = nullptr;
    const char* bytes = nullptr;           ///< utf8, large_utf8
    const char* const* buffers = nullptr;  ///< utf8_view: what the views point into
    bitmap valid;                          ///< of the texts
    integer_column indices;                ///< absent: the texts are the rows
    /// how many texts there are: the rows, or the size of the dictionary
    std::size_t texts = 0;

    [[nodiscard]] constexpr bool is_absent() const noexcept { return layout == text_layout::absent; }
    [[nodiscard]] constexpr bool is_dictionary() const noexcept {
        return indices.type != integer_type::absent;
    }
};

/// What the numbers of a column of times count.
enum class time_unit : std::uint8_t {
    absent = 0,
    day = 1,  ///< int32 days since 1970-01-01: a date
    second = 2,
    millisecond = 3,
    microsecond = 4,
    /// int64, like the units above it; an instant between two microseconds cannot be read
    nanosecond = 5,
};

/// A column of instants or dates.
struct time_column {
    time_unit unit = time_unit::absent;
    const void* values = nullptr;
    bitmap valid;
};

/// A column of booleans.
struct bool_column {
    bool is_absent = true;
    bitmap values;
    bitmap valid;
};

namespace detail::field_type {

/// What each type of fields.def says of its columns.
template <class Column, bool TakesDate = false, bool TakesOnlyDate = false>
struct held_in {
    using column_type = Column;
    static constexpr bool takes_date = TakesDate;
    static constexpr bool takes_only_date = TakesOnlyDate;
};
struct court : held_in<text_column> {};
template <class Id>
struct id : held_in<text_column> {};
template <class E>
struct token : held_in<text_column> {};
struct name : held_in<text_column> {};
struct text : held_in<text_column> {};
struct time : held_in<time_column> {};
struct time_or_date : held_in<time_column, true> {};
struct date : held_in<time_column, true, true> {};
struct count : held_in<integer_column> {};
struct boolean : held_in<bool_column> {};
struct finding_list : held_in<text_column> {};

}  // namespace detail::field_type

/// One batch of each table: central_account_columns, court_account_columns, link_columns,
/// tombstone_columns, roster_columns, registration_columns. The members are the columns of
/// fields.def, by their names. `malformed` has a bit for each row of which a field could not be
/// read when the columns were made; null: none.
#define ECFLINK_FIELD(column, member, type, ...) detail::field_type::type::column_type column;
#define ECFLINK_TABLE(table, row, record, ...)   \
    struct row##_columns {                       \
        std::size_t rows = 0;                    \
        __VA_ARGS__                              \
        const std::uint8_t* malformed = nullptr; \
    };
#define ECFLINK_LIST(table, row, ...) ECFLINK_TABLE(table, row, none, __VA_ARGS__)
#include <ecflink/core/fields.def>

/// The tables of a ledger. Batches and buffers are borrowed.
struct ledger_columns {
    std::span<const central_account_columns> central_accounts;
    std::span<const court_account_columns> court_accounts;
    std::span<const link_columns> links;
    std::span<const tombstone_columns> tombstones;
    std::span<const roster_columns> roster;
    // NOLINTNEXTLINE(readability-redundant-member-init): so that gcc lets it be left out
    std::span<const registration_columns> registrations = {};
};

/// One column of a table: its name, whether it must be there, and which member it is, whose type
/// says what it holds.
template <class Table>
struct column_info {
    std::string_view name;
    bool is_required;
    std::variant<text_column Table::*, time_column Table::*, integer_column Table::*, bool_column Table::*>
        member;
    /// a column of times: a date may stand for its first instant on the court's clocks
    bool takes_date = false;
    bool takes_only_date = false;
};

/// The name of a table and of its files.
template <class Table>
inline constexpr std::string_view table_name;
/// The columns of a table, in the order of the reference.
template <class Table>
inline constexpr std::array<column_info<Table>, 0> columns_of{};

#define ECFLINK_FIELD(column, member, type, if_missing, ...)                 \
    {#column, std::string_view(#if_missing) == "required", &columns::column, \
     detail::field_type::type::takes_date, detail::field_type::type::takes_only_date},
#define ECFLINK_TABLE(table, row, record, ...)                            \
    template <>                                                           \
    inline constexpr std::string_view table_name<row##_columns> = #table; \
    template <>                                                           \
    inline constexpr auto columns_of<row##_columns> = [] {                \
        using columns = row##_columns;                                    \
        return std::to_array<column_info<columns>>({__VA_ARGS__});        \
    }();
#define ECFLINK_LIST(table, row, ...) ECFLINK_TABLE(table, row, none, __VA_ARGS__)
#include <ecflink/core/fields.def>

ECFLINK_END_NAMESPACE
