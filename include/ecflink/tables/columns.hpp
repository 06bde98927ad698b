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
// check every one of them. The columns of each table are listed once, in `columns_of`.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <variant>

#include <ecflink/core/time.hpp>
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

/// One batch of `central_accounts`.
struct central_account_columns {
    std::size_t rows = 0;
    text_column central_id, usage, status, generation, search_status, mfa, registration, pending_change, name;
    time_column created;
    bool_column exempt;
    /// a bit for each row of which a field could not be read when the columns were made; null: none
    const std::uint8_t* malformed = nullptr;
};

/// One batch of `court_accounts`.
struct court_account_columns {
    std::size_t rows = 0;
    text_column court, login, role, status, pending_change, name;
    time_column opened;
    integer_column principals;
    bool_column link_locked;
    const std::uint8_t* malformed = nullptr;
};

/// One batch of `links`.
struct link_columns {
    std::size_t rows = 0;
    text_column court, login, central_id, state, made_by, central_proof, account_proof, account_proof_court;
    time_column linked_at, central_proof_at, account_proof_at, confirmed_at;
    const std::uint8_t* malformed = nullptr;
};

/// One batch of `tombstones`.
struct tombstone_columns {
    std::size_t rows = 0;
    text_column court, login, central_id, actor, reason;
    time_column removed_at;
    const std::uint8_t* malformed = nullptr;
};

/// One batch of `roster`.
struct roster_columns {
    std::size_t rows = 0;
    text_column court, login, central_id;
    const std::uint8_t* malformed = nullptr;
};

/// The tables of a ledger. Batches and buffers are borrowed.
struct ledger_columns {
    std::span<const central_account_columns> central_accounts;
    std::span<const court_account_columns> court_accounts;
    std::span<const link_columns> links;
    std::span<const tombstone_columns> tombstones;
    std::span<const roster_columns> roster;
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

template <>
inline constexpr std::string_view table_name<central_account_columns> = "central_accounts";
template <>
inline constexpr auto columns_of<central_account_columns> =
    std::to_array<column_info<central_account_columns>>({
        {"central_id", true, &central_account_columns::central_id},
        {"usage", true, &central_account_columns::usage},
        {"status", true, &central_account_columns::status},
        {"generation", false, &central_account_columns::generation},
        {"created", false, &central_account_columns::created, true, true},
        {"search_status", false, &central_account_columns::search_status},
        {"mfa", false, &central_account_columns::mfa},
        {"registration", false, &central_account_columns::registration},
        {"exempt", false, &central_account_columns::exempt},
        {"pending_change", false, &central_account_columns::pending_change},
        {"name", false, &central_account_columns::name},
    });
template <>
inline constexpr std::string_view table_name<court_account_columns> = "court_accounts";
template <>
inline constexpr auto columns_of<court_account_columns> = std::to_array<column_info<court_account_columns>>({
    {"court", true, &court_account_columns::court},
    {"login", true, &court_account_columns::login},
    {"role", true, &court_account_columns::role},
    {"status", true, &court_account_columns::status},
    {"opened", false, &court_account_columns::opened, true},
    {"name", false, &court_account_columns::name},
    {"principals", false, &court_account_columns::principals},
    {"pending_change", false, &court_account_columns::pending_change},
    {"link_locked", false, &court_account_columns::link_locked},
});
template <>
inline constexpr std::string_view table_name<link_columns> = "links";
template <>
inline constexpr auto columns_of<link_columns> = std::to_array<column_info<link_columns>>({
    {"court", true, &link_columns::court},
    {"login", true, &link_columns::login},
    {"central_id", true, &link_columns::central_id},
    {"linked_at", true, &link_columns::linked_at},
    {"state", false, &link_columns::state},
    {"made_by", false, &link_columns::made_by},
    {"central_proof", false, &link_columns::central_proof},
    {"central_proof_at", false, &link_columns::central_proof_at},
    {"account_proof", false, &link_columns::account_proof},
    {"account_proof_at", false, &link_columns::account_proof_at},
    {"account_proof_court", false, &link_columns::account_proof_court},
    {"confirmed_at", false, &link_columns::confirmed_at},
});
template <>
inline constexpr std::string_view table_name<tombstone_columns> = "tombstones";
template <>
inline constexpr auto columns_of<tombstone_columns> = std::to_array<column_info<tombstone_columns>>({
    {"court", true, &tombstone_columns::court},
    {"login", true, &tombstone_columns::login},
    {"central_id", true, &tombstone_columns::central_id},
    {"removed_at", true, &tombstone_columns::removed_at},
    {"actor", false, &tombstone_columns::actor},
    {"reason", false, &tombstone_columns::reason},
});
template <>
inline constexpr std::string_view table_name<roster_columns> = "roster";
template <>
inline constexpr auto columns_of<roster_columns> = std::to_array<column_info<roster_columns>>({
    {"court", true, &roster_columns::court},
    {"login", false, &roster_columns::login},
    {"central_id", false, &roster_columns::central_id},
});

ECFLINK_END_NAMESPACE
