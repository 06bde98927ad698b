// rows.hpp: single rows of columns as records. What a field of a row means is written here once;
// the fast paths of verification only leave it out where it cannot matter.
#pragma once

#include <string_view>

#include <ecflink/policies/policy_set.hpp>
#include <ecflink/tables/columns.hpp>
#include <ecflink/tables/rows.hpp>

#include "tables/decode.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::tables {

/// Reads the fields of one row. A field that cannot be read counts as missing and makes the row
/// malformed, and so does a required one that is missing.
class field_reader {
public:
    field_reader(std::size_t row, bool is_malformed) noexcept : row_(row), is_malformed_(is_malformed) {}

    [[nodiscard]] bool is_malformed() const noexcept { return is_malformed_; }

    enum class need : std::uint8_t { optional, required };

    template <class Id>
    [[nodiscard]] Id id(const text_column& column, need need_of = need::required) noexcept {
        const std::string_view text = text_at(column, row_);
        if (text.empty()) {
            is_malformed_ |= need_of == need::required;
            return {};
        }
        const auto id = Id::make(text);
        is_malformed_ |= !id;
        return id ? id.value() : Id{};
    }
    template <class E>
    [[nodiscard]] E token(const text_column& column, need need_of, E if_missing = E::missing) noexcept {
        const std::string_view text = text_at(column, row_);
        if (text.empty()) {
            is_malformed_ |= need_of == need::required;
            return if_missing;
        }
        const auto value = from_token<E>(text);
        is_malformed_ |= !value;
        return value.value_or(if_missing);
    }
    [[nodiscard]] std::optional<instant> time(const time_column& column,
                                              need need_of = need::optional) noexcept {
        const auto micros = micros_at(column, row_);
        is_malformed_ |= micros.state == field_state::unreadable ||
                         (micros.state == field_state::missing && need_of == need::required);
        return micros.get<instant>();
    }
    /// The same, or the start of a date on the clocks of the zone. Without a zone a date is
    /// missing: whether the court is known is the link's matter.
    [[nodiscard]] std::optional<instant> time_or_start_of_date(const time_column& column,
                                                               const std::optional<time_zone>& zone) {
        if (column.unit != time_unit::day) {
            return time(column);
        }
        const auto day = date(column);
        if (!day || !zone) {
            return std::nullopt;
        }
        const auto start = zone->to_instant(make_instant(*day));
        is_malformed_ |= !start;
        return start ? std::optional<instant>(start.value()) : std::nullopt;
    }
    [[nodiscard]] std::optional<civil_day> date(const time_column& column) noexcept {
        const auto days = day_at(column, row_);
        is_malformed_ |= days.state == field_state::unreadable;
        return days.get<civil_day>();
    }
    [[nodiscard]] std::uint32_t count(const integer_column& column) noexcept {
        const auto number = count_at(column, row_);
        is_malformed_ |= number.state == field_state::unreadable;
        return number.value;
    }
    /// A name; one that is too long cannot be read.
    [[nodiscard]] std::string_view name(const text_column& column) noexcept {
        const std::string_view text = text_at(column, row_);
        if (text.size() > max_name_bytes) {
            is_malformed_ = true;
            return {};
        }
        return text;
    }

private:
    std::size_t row_;
    bool is_malformed_;
};

struct central_account_record {
    central_id id;
    central_account account;
    std::string_view name;  ///< borrowed from the column
    bool malformed;
};
struct court_account_record {
    court_id court;
    court_account account;
    std::string_view name;             ///< borrowed from the column
    std::string_view role_as_written;  ///< borrowed from the column
    bool malformed;
};

[[nodiscard]] inline central_account_record read_row(const central_account_columns& table,
                                                     std::size_t row) noexcept {
    using need = field_reader::need;
    field_reader fields(row, is_marked(table.malformed, row));
    central_account_record read;
    read.id = fields.id<central_id>(table.central_id);
    read.account.usage = fields.token<central_usage>(table.usage, need::required);
    read.account.status = fields.token<central_status>(table.status, need::required);
    read.account.generation = fields.token<central_generation>(table.generation, need::optional);
    read.account.search_status = fields.token(table.search_status, need::optional, search_status::active);
    read.account.mfa = fields.token<mfa_state>(table.mfa, need::optional);
    read.account.registration = fields.token<registration_type>(table.registration, need::optional);
    read.account.pending_change = fields.token(table.pending_change, need::optional, pending_change::none);
    read.account.exempt = is_true_at(table.exempt, row);
    read.account.created = fields.date(table.created);
    read.name = fields.name(table.name);
    read.malformed = fields.is_malformed();
    return read;
}

[[nodiscard]] inline court_account_record read_row(const court_account_columns& table, std::size_t row,
                                                   const policy_set& policies) {
    using need = field_reader::need;
    field_reader fields(row, is_marked(table.malformed, row));
    court_account_record read;
    read.court = fields.id<court_id>(table.court);
    read.account.login = fields.id<login>(table.login);
    read.account.role = fields.token<account_role>(table.role, need::required);
    read.role_as_written = text_at(table.role, row);
    read.account.status = fields.token<account_status>(table.status, need::required);
    read.account.pending_change = fields.token(table.pending_change, need::optional, pending_change::none);
    read.account.link_locked = is_true_at(table.link_locked, row);
    read.account.principals = fields.count(table.principals);
    const bool needs_zone = table.opened.unit == time_unit::day;  // which has to be looked for
    read.account.opened =
        needs_zone ? fields.time_or_start_of_date(table.opened, policies.find(read.court.view()).zone)
                   : fields.time(table.opened);
    read.name = fields.name(table.name);
    read.malformed = fields.is_malformed();
    return read;
}

[[nodiscard]] inline link_row read_row(const link_columns& table, std::size_t row) noexcept {
    using need = field_reader::need;
    field_reader fields(row, is_marked(table.malformed, row));
    link_row read;
    read.court = fields.id<court_id>(table.court);
    read.login = fields.id<login>(table.login);
    read.central = fields.id<central_id>(table.central_id);
    read.row.linked_at = fields.time(table.linked_at, need::required);
    read.row.state = fields.token(table.state, need::optional, link_state::active);
    read.row.made_by = fields.token(table.made_by, need::optional, link_maker::filer);
    read.evidence.central = {fields.token<proof_class>(table.central_proof, need::optional),
                             fields.time(table.central_proof_at)};
    read.evidence.account = {fields.token<proof_class>(table.account_proof, need::optional),
                             fields.time(table.account_proof_at)};
    read.evidence.account_court = fields.id<court_id>(table.account_proof_court, need::optional);
    read.row.confirmed_at = fields.time(table.confirmed_at);
    read.malformed = fields.is_malformed();
    return read;
}

/// True, if a row of links or tombstones says which account it joins to which central account. One
/// that does not joins nothing.
template <class Row>
[[nodiscard]] bool has_all_keys(const Row& row) noexcept {
    return !row.court.empty() && !row.login.empty() && !row.central.empty();
}

[[nodiscard]] inline tombstone_row read_row(const tombstone_columns& table, std::size_t row) noexcept {
    field_reader fields(row, false);
    return {fields.id<court_id>(table.court), fields.id<login>(table.login),
            fields.id<central_id>(table.central_id),
            fields.time(table.removed_at).value_or(earliest_instant)};
}

[[nodiscard]] inline roster_row read_row(const roster_columns& table, std::size_t row) noexcept {
    using need = field_reader::need;
    field_reader fields(row, false);
    return {fields.id<court_id>(table.court), fields.id<login>(table.login, need::optional),
            fields.id<central_id>(table.central_id, need::optional)};
}

}  // namespace detail::tables
ECFLINK_END_NAMESPACE
