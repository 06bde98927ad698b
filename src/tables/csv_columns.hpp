// csv_columns.hpp: records of CSV as columns. What a field of a table may hold is said here once.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <ecflink/core/ids.hpp>
#include <ecflink/core/tokens.hpp>
#include <ecflink/policies/diagnostic.hpp>
#include <ecflink/policies/policy_set.hpp>
#include <ecflink/tables/columns.hpp>

#include "base/keyed_hash.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::tables {

inline constexpr std::size_t most_troubles_shown = 10;

enum class field_kind : std::uint8_t {
    text,          ///< of many values
    word,          ///< of few values
    court,         ///< a word; it says how the local times of its row are read
    time,          ///< an instant, or a local time of the court
    time_or_date,  ///< the same, or a date; without a zone a local one is missing
    date,
    count,
    boolean,
};

/// What may stand in the fields of a column.
struct field_rule {
    field_kind kind = field_kind::text;
    std::size_t most_bytes = std::string_view::npos;
    bool (*is_token)(std::string_view) = nullptr;  ///< none: any text
    std::string (*expected)() = nullptr;           ///< for messages; none: it depends on the zone
};

template <class Id>
constexpr field_rule id_of(field_kind kind) {
    return {kind, Id::capacity, nullptr,
            [] { return "1 to " + std::to_string(Id::capacity) + " bytes of UTF-8"; }};
}

template <class E>
constexpr field_rule token_of() {
    return {field_kind::word, std::string_view::npos,
            [](std::string_view text) { return from_token<E>(text).has_value(); },
            [] {
                std::string list;
                for (const token_entry& entry : tokens<E>()) {
                    list += (list.empty() ? "one of " : ", ") + std::string(entry.token);
                }
                return list;
            }};
}

inline constexpr field_rule name_field = {field_kind::text, max_name_bytes, nullptr, [] {
                                              return "at most " + std::to_string(max_name_bytes) + " bytes";
                                          }};
inline constexpr field_rule any_text = {};
inline constexpr field_rule time_field = {.kind = field_kind::time};
inline constexpr field_rule date_field = {
    .kind = field_kind::date, .expected = [] { return std::string("a date such as 2014-08-11"); }};
inline constexpr field_rule count_field = {
    .kind = field_kind::count, .expected = [] { return std::string("a whole number from 0 to 4294967295"); }};
inline constexpr field_rule boolean_field = {.kind = field_kind::boolean,
                                             .expected = [] { return std::string("true or false"); }};

/// One for each column, in the order of `columns_of`.
template <class Table>
inline constexpr std::array<field_rule, 0> field_rules{};

template <>
inline constexpr std::array field_rules<central_account_columns> = {
    id_of<central_id>(field_kind::text),
    token_of<central_usage>(),
    token_of<central_status>(),
    token_of<central_generation>(),
    date_field,
    token_of<search_status>(),
    token_of<mfa_state>(),
    token_of<registration_type>(),
    boolean_field,
    token_of<pending_change>(),
    name_field,
};
template <>
inline constexpr std::array field_rules<court_account_columns> = {
    id_of<court_id>(field_kind::court),
    id_of<login>(field_kind::text),
    token_of<account_role>(),
    token_of<account_status>(),
    field_rule{.kind = field_kind::time_or_date},
    name_field,
    count_field,
    token_of<pending_change>(),
    boolean_field,
};
template <>
inline constexpr std::array field_rules<link_columns> = {
    id_of<court_id>(field_kind::court),
    id_of<login>(field_kind::text),
    id_of<central_id>(field_kind::text),
    time_field,
    token_of<link_state>(),
    token_of<link_maker>(),
    token_of<proof_class>(),
    time_field,
    token_of<proof_class>(),
    time_field,
    id_of<court_id>(field_kind::word),
    time_field,
};
template <>
inline constexpr std::array field_rules<tombstone_columns> = {
    id_of<court_id>(field_kind::court),
    id_of<login>(field_kind::text),
    id_of<central_id>(field_kind::text),
    time_field,
    any_text,
    any_text,
};
template <>
inline constexpr std::array field_rules<roster_columns> = {
    id_of<court_id>(field_kind::court),
    id_of<login>(field_kind::text),
    id_of<central_id>(field_kind::text),
};

/// How the records of one file are read.
struct record_plan {
    struct column {
        std::string_view name;
        bool is_required = false;
        field_rule rule;
        std::optional<std::size_t> field;  ///< none: the file lacks the column
    };

    std::vector<column> columns;             ///< in the order of `columns_of`
    std::size_t fields = 0;                  ///< of every record
    bool needs_login_or_central_id = false;  ///< of columns 1 and 2 one must be given
};

/// Memory from malloc, which the columns of a batch lie in.
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

/// Columns in no table yet.
struct column_batch {
    using column = std::variant<text_column, time_column, integer_column, bool_column>;

    std::size_t rows = 0;
    std::size_t malformed = 0;
    std::size_t troubles = 0;
    std::vector<trouble> first_troubles;
    /// one for each of the plan; none where the file lacks it
    std::vector<std::optional<column>> columns;
    const std::uint8_t* malformed_rows = nullptr;  ///< bits; null: none
    batch_memory memory;                           ///< where all of this lies
};

/// Reads the records of a text from where one begins to the end. Nothing, if they are not
/// well-formed or one has another number of fields: a reader of the whole then says what is wrong.
/// The text must be UTF-8, and not longer than offsets of 32 bits can say.
[[nodiscard]] std::optional<column_batch> read_records(const record_plan& plan, const policy_set& policies,
                                                       const keyed_hash& hash, std::string_view text,
                                                       std::size_t begin);

/// The text of a field for a message: short, on one line.
[[nodiscard]] std::string shown(std::string_view text);

}  // namespace detail::tables
ECFLINK_END_NAMESPACE
