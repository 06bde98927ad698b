// rows.hpp: single rows of columns as records. What a field of a row means is written here once;
// the fast paths of verification leave out only what cannot matter.
#pragma once

#include <string_view>

#include <ecflink/policies/policy_set.hpp>
#include <ecflink/tables/columns.hpp>
#include <ecflink/tables/rows.hpp>

#include "tables/decode.hpp"
#include "tables/fields.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::tables {

/// The instant of a row, or the start of its date on the clocks of the zone. Without a zone a date
/// is missing: an unknown court is a finding of the link.
[[nodiscard]] inline field<std::int64_t> micros_or_start_of_date_at(const time_column& column,
                                                                    std::size_t row,
                                                                    const std::optional<time_zone>& zone) {
    if (column.unit != time_unit::day) {
        return micros_at(column, row);
    }
    const auto day = day_at(column, row);
    if (day.state != field_state::read || !zone) {
        return {0, day.state == field_state::unreadable ? day.state : field_state::missing};
    }
    const auto start = zone->to_instant(make_instant(civil_day{day.value}));
    return start ? field<std::int64_t>{start.value().micros, field_state::read}
                 : field<std::int64_t>{0, field_state::unreadable};
}

/// Reads the fields of one row of a batch. A field that cannot be read counts as missing and makes
/// the row malformed, and so does a required one that is missing.
class field_reader {
public:
    /// `policies` give the courts' clocks to a table that may hold dates in place of instants.
    explicit field_reader(std::size_t row, const policy_set* policies = nullptr) noexcept
        : row_(row), policies_(policies) {}

    /// Puts the value of a field into `to`; where there is none, `to` stays as it is.
    template <class Type, class Column, class T>
    void read(Type type, const Column& column, bool is_required, T& to) {
        const field_state state = read_as(type, column, to);
        is_malformed_ |= state == field_state::unreadable || (state == field_state::missing && is_required);
    }
    [[nodiscard]] bool is_malformed() const noexcept { return is_malformed_; }

private:
    template <class Id>
    field_state read_as(field_type::id<Id>, const text_column& column, Id& to) noexcept {
        const std::string_view text = text_at(column, row_);
        if (text.empty()) {
            return field_state::missing;
        }
        const auto id = Id::make(text);
        if (id) {
            to = id.value();
        }
        return id ? field_state::read : field_state::unreadable;
    }
    field_state read_as(field_type::court, const text_column& column, court_id& to) noexcept {
        const field_state state = read_as(field_type::id<court_id>{}, column, to);
        court_ = to;
        return state;
    }
    template <class E>
    field_state read_as(field_type::token<E>, const text_column& column, E& to) noexcept {
        const std::string_view text = text_at(column, row_);
        if (text.empty()) {
            return field_state::missing;
        }
        const auto value = from_token<E>(text);
        to = value.value_or(to);
        return value ? field_state::read : field_state::unreadable;
    }
    template <class Text>
    field_state read_as(field_type::name, const text_column& column, Text& to) {
        const std::string_view text = text_at(column, row_);
        if (text.size() > max_name_bytes) {
            return field_state::unreadable;
        }
        to = text;
        return field_state::read;
    }
    field_state read_as(field_type::text, const text_column& column, std::string& to) const {
        to = text_at(column, row_);
        return field_state::read;
    }
    template <class T>
    field_state read_as(field_type::time, const time_column& column, T& to) noexcept {
        return take<instant>(micros_at(column, row_), to);
    }
    field_state read_as(field_type::time_or_date, const time_column& column, std::optional<instant>& to) {
        const std::optional<time_zone> no_zone;
        const bool needs_zone = column.unit == time_unit::day;  // which has to be looked for
        const auto& zone = needs_zone ? policies_->find(court_.view()).zone : no_zone;
        return take<instant>(micros_or_start_of_date_at(column, row_, zone), to);
    }
    field_state read_as(field_type::date, const time_column& column,
                        std::optional<civil_day>& to) const noexcept {
        return take<civil_day>(day_at(column, row_), to);
    }
    field_state read_as(field_type::count, const integer_column& column, std::uint32_t& to) const noexcept {
        return take<std::uint32_t>(count_at(column, row_), to);
    }
    field_state read_as(field_type::boolean, const bool_column& column, bool& to) const noexcept {
        to = is_true_at(column, row_);
        return field_state::read;
    }

    field_state read_as(field_type::finding_list, const text_column& column, findings& to) const noexcept {
        const std::string_view text = text_at(column, row_);
        if (text.empty()) {
            return field_state::missing;
        }
        const auto found = parse_findings(text);
        to = found.value_or(to);
        return found ? field_state::read : field_state::unreadable;
    }

    template <class Value, class T, class To>
    static field_state take(const field<T>& given, To& to) noexcept {
        if (given.state == field_state::read) {
            to = Value{given.value};
        }
        return given.state;
    }

    std::size_t row_;
    const policy_set* policies_;
    court_id court_;
    bool is_malformed_ = false;
};

/// Reads all fields of a row of a batch into a row of the table, or into what is made like one.
/// True, if the row is malformed.
template <class Table, class Row>
[[nodiscard]] bool read_fields(const Table& batch, std::size_t row, Row& to,
                               const policy_set* policies = nullptr) {
    field_reader reader(row, policies);
    for_each_field<Table>([&](auto field) {
        reader.read(typename decltype(field)::type{}, batch.*field.column, field.is_required(), field.of(to));
    });
    return reader.is_malformed() || is_marked(batch.malformed, row);
}

/// A row of `central_accounts`, and one of `court_accounts`, that copy no text.
struct central_account_record {
    central_id id;
    central_account account;
    std::string_view name;  ///< borrowed from the column
    bool malformed = false;
};
struct court_account_record {
    court_id court;
    court_account account;
    std::string_view name;             ///< borrowed from the column
    std::string_view role_as_written;  ///< borrowed from the column
    bool malformed = false;
};

[[nodiscard]] inline central_account_record read_row(const central_account_columns& table, std::size_t row) {
    central_account_record read;
    read.malformed = read_fields(table, row, read);
    return read;
}

[[nodiscard]] inline court_account_record read_row(const court_account_columns& table, std::size_t row,
                                                   const policy_set& policies) {
    court_account_record read;
    read.malformed = read_fields(table, row, read, &policies);
    read.role_as_written = text_at(table.role, row);
    return read;
}

[[nodiscard]] inline link_row read_row(const link_columns& table, std::size_t row) {
    link_row read;
    read.malformed = read_fields(table, row, read);
    return read;
}

/// Of what is only searched by key, a field that cannot be read is as good as a missing one.
[[nodiscard]] inline tombstone_row read_row(const tombstone_columns& table, std::size_t row) {
    tombstone_row read;
    (void)read_fields(table, row, read);
    return read;
}
[[nodiscard]] inline registration_row read_row(const registration_columns& table, std::size_t row) {
    registration_row read;
    read.malformed = read_fields(table, row, read);
    return read;
}
[[nodiscard]] inline roster_row read_row(const roster_columns& table, std::size_t row) {
    roster_row read;
    (void)read_fields(table, row, read);
    return read;
}

/// The findings that were approved for a link; none if they cannot be read.
[[nodiscard]] inline findings approved_at(const link_columns& table, std::size_t row) {
    return table.approved.is_absent() ? findings{}
                                      : parse_findings(text_at(table.approved, row)).value_or(findings{});
}

/// True, if a row of links or tombstones says which account it joins to which central account. One
/// that does not joins nothing.
template <class Row>
[[nodiscard]] bool has_all_keys(const Row& row) noexcept {
    return !row.court.empty() && !row.login.empty() && !row.central.empty();
}

}  // namespace detail::tables
ECFLINK_END_NAMESPACE
