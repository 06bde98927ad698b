#include "generate/csv_rows.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <type_traits>

#include <ecflink/text/time_text.hpp>

#include "csv/csv_reader.hpp"
#include "tables/fields.hpp"
#include "tables/finding_list.hpp"

namespace ecflink::generate {
namespace {

using detail::tables::for_each_field;

/// The table of a row, and the columns that are written, in this order.
template <class Row>
struct table_of;
template <>
struct table_of<central_account_row> {
    using columns = central_account_columns;
    static constexpr std::string_view names[] = {"central_id", "usage",   "status",
                                                 "generation", "created", "name"};
    static constexpr std::string_view not_if_plain[] = {"mfa", "registration"};
};
template <>
struct table_of<court_account_row> {
    using columns = court_account_columns;
    static constexpr std::string_view names[] = {"court", "login", "role", "status", "opened", "name"};
    static constexpr std::string_view not_if_plain[] = {"principals"};
};
template <>
struct table_of<link_row> {
    using columns = link_columns;
    static constexpr std::string_view names[] = {"court", "login", "central_id", "linked_at"};
    static constexpr std::string_view not_if_plain[] = {
        "made_by",          "central_proof",       "central_proof_at", "account_proof",
        "account_proof_at", "account_proof_court", "confirmed_at"};
};

// A field as CSV has it; a missing one is empty.

template <class Tag, std::size_t Capacity>
std::string_view text_of(const basic_id<Tag, Capacity>& id) {
    return id.view();
}
template <class E>
    requires std::is_enum_v<E>
std::string_view text_of(E token) {
    return to_token(token);
}
std::string_view text_of(const std::string& name) { return name; }
std::string text_of(findings found) { return detail::tables::to_list(found); }
std::string text_of(bool value) { return value ? "true" : "false"; }
std::string text_of(std::uint32_t count) { return count == 0 ? std::string{} : std::to_string(count); }
template <class T>
std::string text_of(const std::optional<T>& value) {
    return value ? to_text(*value) : std::string{};
}

}  // namespace

template <class Row>
csv_rows<Row>::csv_rows(const ledger_plan& plan) {
    using table = table_of<Row>;
    const auto add = [this](std::string_view name) {
        for_each_field<typename table::columns>([&](auto field) {
            if (field.name == name) {
                columns_.push_back({field.name, [](std::string& text, const Row& row) {
                                        text += detail::csv::csv_field(text_of(decltype(field){}.of(row)));
                                    }});
            }
        });
    };
    std::ranges::for_each(table::names, add);
    if (!plan.is_plain) {
        std::ranges::for_each(table::not_if_plain, add);
    }
}

template <class Row>
std::string csv_rows<Row>::header() const {
    std::string text;
    for (const column& each : columns_) {
        text.append(text.empty() ? "" : ",").append(each.name);
    }
    return text + '\n';
}

template <class Row>
void csv_rows<Row>::append(std::string& text, const Row& row) const {
    const char* separator = "";
    for (const column& each : columns_) {
        text += separator;
        each.append(text, row);
        separator = ",";
    }
    text += '\n';
}

template class csv_rows<central_account_row>;
template class csv_rows<court_account_row>;
template class csv_rows<link_row>;

}  // namespace ecflink::generate
