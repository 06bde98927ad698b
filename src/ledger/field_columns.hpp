// field_columns.hpp: the fields of fields.def as columns of the database: in SQL, as values and as
// parameters. The columns of a table stand in the order of the catalogue.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "ledger/store.hpp"
#include "tables/fields.hpp"
#include "tables/finding_list.hpp"

ECFLINK_BEGIN_NAMESPACE

namespace detail::ledger {

/// A column's name in the database.
[[nodiscard]] constexpr std::string_view sql_name(std::string_view column) noexcept {
    return column == "usage" ? "account_usage" : column;  // USAGE is a word of SQL
}

template <class Table>
inline constexpr std::size_t number_of_fields =
    tables::with_fields<Table>([](auto... field) { return sizeof...(field); });

/// The columns of a table for SELECT: "c.central_id, c.account_usage, ...".
template <class Table>
[[nodiscard]] std::string columns_in_sql(std::string_view alias) {
    std::string list;
    tables::for_each_field<Table>([&](auto field) {
        list.append(list.empty() ? "" : ", ").append(alias).append(".").append(sql_name(field.name));
    });
    return list;
}

// A value of the database as a field of each type.

template <class Id>
void read_value(field_type::id<Id>, const value& from, Id& to) {
    to = id<Id>(from);
}
inline void read_value(field_type::court, const value& from, court_id& to) { to = id<court_id>(from); }
template <class E>
void read_value(field_type::token<E>, const value& from, E& to) {
    to = token<E>(from);
}
inline void read_value(field_type::name, const value& from, std::string& to) { to = text(from); }
inline void read_value(field_type::text, const value& from, std::string& to) { to = text(from); }
template <class T>
void read_value(field_type::time, const value& from, T& to) {
    to = instant{integer(from)};
}
inline void read_value(field_type::time_or_date, const value& from, std::optional<instant>& to) {
    to = instant{integer(from)};
}
inline void read_value(field_type::date, const value& from, std::optional<civil_day>& to) {
    to = civil_day{static_cast<std::int32_t>(integer(from))};
}
inline void read_value(field_type::count, const value& from, std::uint32_t& to) {
    to = static_cast<std::uint32_t>(integer(from));
}
inline void read_value(field_type::boolean, const value& from, bool& to) { to = integer(from) != 0; }
inline void read_value(field_type::finding_list, const value& from, findings& to) {
    const auto read = parse_findings(text(from));
    if (!read) {
        throw database_error(ledger_trouble::damaged, "a record of the ledger holds the findings \"" +
                                                          text(from) +
                                                          "\", which this version does not know");
    }
    to = *read;
}

/// Reads the columns of a table into a row. NULL and the empty text are a missing field, which
/// stays as it is; a required one, or a value that cannot be, is ledger_trouble::damaged.
template <class Table, class Row>
void read_columns(std::span<const value> columns, Row& to) {
    std::size_t at = 0;
    tables::for_each_field<Table>([&](auto field) {
        const value& from = columns[at++];
        if (field.is_required() || !(is_null(from) || from == value(std::string()))) {
            read_value(typename decltype(field)::type{}, from, field.of(to));
        }
    });
}

// A field as a parameter.

/// An empty id is a missing one.
template <class Tag, std::size_t Capacity>
[[nodiscard]] parameter parameter_of(const basic_id<Tag, Capacity>& given) noexcept {
    return given.empty() ? parameter{} : parameter{given.view()};
}
template <class E>
    requires std::is_enum_v<E>
[[nodiscard]] parameter parameter_of(E given) {
    return to_parameter(given);
}
[[nodiscard]] inline parameter parameter_of(const std::string& given) { return std::string_view(given); }
[[nodiscard]] inline parameter parameter_of(const std::optional<instant>& given) {
    return to_parameter(given);
}
[[nodiscard]] inline parameter parameter_of(const std::optional<civil_day>& given) {
    return given ? parameter{std::int64_t{given->days}} : parameter{};
}
[[nodiscard]] inline parameter parameter_of(std::uint32_t given) { return std::int64_t{given}; }
[[nodiscard]] inline parameter parameter_of(bool given) { return std::int64_t{given}; }

/// True if two rows of a table have the same fields.
template <class Table, class Row>
[[nodiscard]] bool have_same_fields(const Row& a, const Row& b) {
    return tables::with_fields<Table>([&](auto... field) { return ((field.of(a) == field.of(b)) && ...); });
}

/// INSERT of all fields of a table, and of further columns after them.
template <class Table>
[[nodiscard]] std::string insert_in_sql(std::initializer_list<std::string_view> further) {
    std::string names;
    std::string values;
    std::size_t number = 0;
    const auto add = [&](std::string_view name) {
        names.append(number == 0 ? "" : ", ").append(sql_name(name));
        values.append(number == 0 ? "$" : ", $").append(std::to_string(number + 1));
        ++number;
    };
    tables::for_each_field<Table>([&](auto field) { add(field.name); });
    std::ranges::for_each(further, add);
    return "INSERT INTO " + std::string(table_name<Table>) + " (" + names + ") VALUES (" + values + ")";
}

/// INSERT of all fields of an account and of its revision, or UPDATE where the key is there. The
/// key are the required ids.
template <class Table>
[[nodiscard]] std::string upsert_in_sql() {
    std::string keys;
    std::string changes;
    tables::for_each_field<Table>([&](auto field) {
        const std::string column(sql_name(field.name));
        if (field.is_required() && tables::is_id_type<typename decltype(field)::type>) {
            keys += (keys.empty() ? "" : ", ") + column;
        } else {
            changes += column + " = excluded." + column + ", ";
        }
    });
    return insert_in_sql<Table>({"revision"}) + " ON CONFLICT (" + keys + ") DO UPDATE SET " + changes +
           "revision = excluded.revision";
}

}  // namespace detail::ledger

ECFLINK_END_NAMESPACE
