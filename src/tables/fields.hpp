// fields.hpp: the fields of fields.def as a compile-time list; each knows its column and its member
// of a row.
//
//     for_each_field<central_account_columns>([&](auto field) {
//         read(batch.*field.column, field.of(row)); });
#pragma once

#include <cstdint>
#include <string_view>
#include <tuple>
#include <type_traits>

#include <ecflink/tables/columns.hpp>
#include <ecflink/tables/rows.hpp>

ECFLINK_BEGIN_NAMESPACE
namespace detail::tables {

template <class Type>
inline constexpr bool is_id_type = std::is_same_v<Type, field_type::court>;
template <class Id>
inline constexpr bool is_id_type<field_type::id<Id>> = true;

/// Where the value of a field goes.
enum class field_place : std::uint8_t { row, record, evidence };

/// The record in a row that the rules read.
template <class Row>
[[nodiscard]] constexpr auto& record_of(Row& row) noexcept {
    if constexpr (requires { row.account; }) {
        return row.account;
    } else {
        return row.row;
    }
}

/// A field of a table. `Type` is one of detail::field_type, `Get` gives the member of what holds
/// it: of the row, the record or the evidence.
template <class Type, field_place Place, class Table, class Get>
struct field_of {
    using type = Type;
    using column_type = typename Type::column_type;
    static constexpr field_place place = Place;

    std::string_view name;
    std::string_view if_missing;  ///< "required", "missing", or the value that then holds
    column_type Table::* column;
    Get get;

    [[nodiscard]] constexpr bool is_required() const noexcept { return if_missing == "required"; }

    /// The field in a row.
    template <class Row>
    [[nodiscard]] constexpr auto& of(Row& row) const noexcept {
        if constexpr (Place == field_place::record) {
            return get(record_of(row));
        } else if constexpr (Place == field_place::evidence) {
            return get(row.evidence);
        } else {
            return get(row);
        }
    }
};

template <class Type, field_place Place, class Table, class Get>
constexpr field_of<Type, Place, Table, Get> make_field(std::string_view name, std::string_view if_missing,
                                                       typename Type::column_type Table::* column,
                                                       Get get) noexcept {
    return {name, if_missing, column, get};
}

// A list of fields begins with a comma, which the first argument here takes away.
#define ECFLINK_WITHOUT_FIRST(first, ...) __VA_ARGS__
#define ECFLINK_FIELD_IN(place, column, member, type, if_missing)                              \
    , make_field<field_type::type, field_place::place>(#column, #if_missing, &columns::column, \
                                                       [](auto& holder) -> auto& { return holder.member; })
#define ECFLINK_ROW_FIELD(column, member, type, if_missing, ...) \
    ECFLINK_FIELD_IN(row, column, member, type, if_missing)
#define ECFLINK_RECORD_FIELD(column, member, type, if_missing, ...) \
    ECFLINK_FIELD_IN(record, column, member, type, if_missing)
#define ECFLINK_EVIDENCE_FIELD(column, member, type, if_missing, ...) \
    ECFLINK_FIELD_IN(evidence, column, member, type, if_missing)
#define ECFLINK_TABLE(table, row, record, ...)                                         \
    template <class Use>                                                               \
    constexpr decltype(auto) with_fields(std::type_identity<row##_columns>, Use use) { \
        using columns = row##_columns;                                                 \
        return use(ECFLINK_WITHOUT_FIRST(none __VA_ARGS__));                           \
    }
#define ECFLINK_LIST(table, row, ...) ECFLINK_TABLE(table, row, none, __VA_ARGS__)
#include <ecflink/core/fields.def>
#undef ECFLINK_FIELD_IN

// A record has no member that the catalogue lacks: the names here are as many as its members.
#define ECFLINK_RECORD_FIELD(column, ...) , column
#define ECFLINK_TABLE(table, row, record, ...)                                        \
    constexpr void name_members(const record& all) noexcept {                         \
        [[maybe_unused]] const auto& [ECFLINK_WITHOUT_FIRST(none __VA_ARGS__)] = all; \
    }
#include <ecflink/core/fields.def>
#undef ECFLINK_WITHOUT_FIRST

/// Calls `use` with every field of a table that has a member, in the order of the columns.
template <class Table, class Use>
constexpr decltype(auto) with_fields(Use use) {
    return with_fields(std::type_identity<Table>{}, use);
}

/// Calls `each` with every field of a table that has a member, one after the other.
template <class Table, class Each>
constexpr void for_each_field(Each each) {
    with_fields<Table>([&](auto... field) { (each(field), ...); });
}

/// Calls `use` with those fields that are in the record that the rules read.
template <class Table, class Use>
constexpr decltype(auto) with_record_fields(Use use) {
    const auto if_of_record = [](auto field) {
        if constexpr (decltype(field)::place == field_place::record) {
            return std::tuple(field);
        } else {
            return std::tuple();
        }
    };
    return with_fields<Table>(
        [&](auto... field) { return std::apply(use, std::tuple_cat(if_of_record(field)...)); });
}

}  // namespace detail::tables
ECFLINK_END_NAMESPACE
