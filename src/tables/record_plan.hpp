// record_plan.hpp: how the records of a CSV file are read, and what a field of each type may hold.
#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <ecflink/core/findings.hpp>
#include <ecflink/core/ids.hpp>
#include <ecflink/core/tokens.hpp>
#include <ecflink/tables/columns.hpp>

ECFLINK_BEGIN_NAMESPACE
namespace detail::tables {

enum class field_kind : std::uint8_t {
    text,          ///< a text with many different values
    word,          ///< a text with few different values
    court,         ///< a word; local times of the row are on its clocks
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

// The rule of each type of fields.def.

template <class Id>
constexpr field_rule rule_of(field_type::id<Id>) {
    // there are few courts; of other ids there are as many as rows
    return {std::same_as<Id, court_id> ? field_kind::word : field_kind::text, Id::capacity, nullptr,
            [] { return "1 to " + std::to_string(Id::capacity) + " bytes of UTF-8"; }};
}
constexpr field_rule rule_of(field_type::court) {
    field_rule rule = rule_of(field_type::id<court_id>{});
    rule.kind = field_kind::court;
    return rule;
}
template <class E>
constexpr field_rule rule_of(field_type::token<E>) {
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
constexpr field_rule rule_of(field_type::name) {
    return {field_kind::text, max_name_bytes, nullptr,
            [] { return "at most " + std::to_string(max_name_bytes) + " bytes"; }};
}
constexpr field_rule rule_of(field_type::text) { return {}; }
constexpr field_rule rule_of(field_type::time) { return {.kind = field_kind::time}; }
constexpr field_rule rule_of(field_type::time_or_date) { return {.kind = field_kind::time_or_date}; }
constexpr field_rule rule_of(field_type::date) {
    return {.kind = field_kind::date, .expected = [] { return std::string("a date such as 2014-08-11"); }};
}
constexpr field_rule rule_of(field_type::count) {
    return {.kind = field_kind::count,
            .expected = [] { return std::string("a whole number from 0 to 4294967295"); }};
}
constexpr field_rule rule_of(field_type::boolean) {
    return {.kind = field_kind::boolean, .expected = [] { return std::string("true or false"); }};
}
constexpr field_rule rule_of(field_type::finding_list) {
    return {field_kind::word, std::string_view::npos,
            [](std::string_view text) { return parse_findings(text).has_value(); },
            [] { return std::string("findings joined by \"|\", for instance name-similar|name-missing"); }};
}

/// One for each column, in the order of `columns_of`.
template <class Table>
inline constexpr std::array<field_rule, 0> field_rules{};

#define ECFLINK_FIELD(column, member, type, ...) rule_of(field_type::type{}),
#define ECFLINK_TABLE(table, row, record, ...) \
    template <>                                \
    inline constexpr std::array field_rules<row##_columns> = {__VA_ARGS__};
#define ECFLINK_LIST(table, row, ...) ECFLINK_TABLE(table, row, none, __VA_ARGS__)
#include <ecflink/core/fields.def>

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

/// The plan of a table, before the header of its file has been read.
template <class Table>
[[nodiscard]] record_plan make_plan() {
    record_plan plan;
    for (std::size_t i = 0; i < columns_of<Table>.size(); ++i) {
        plan.columns.push_back({columns_of<Table>[i].name, columns_of<Table>[i].is_required,
                                field_rules<Table>[i], std::nullopt});
    }
    plan.needs_login_or_central_id = std::same_as<Table, roster_columns>;
    return plan;
}

}  // namespace detail::tables
ECFLINK_END_NAMESPACE
