#include "tables/arrow_plan.hpp"

#include <algorithm>
#include <cstdint>
#include <set>
#include <string>
#include <utility>

#include <ecflink/core/ids.hpp>

ECFLINK_BEGIN_NAMESPACE
namespace detail::tables {

fault fail(std::string_view place, std::string message, std::optional<std::uint64_t> row) {
    return arrow_error{std::string(place), row, std::move(message)};
}

std::string excerpt(std::string_view text, std::size_t longest) {
    std::string line(text.substr(0, longest));
    while (text.size() > longest && !line.empty() && !detail::is_utf8(line) &&
           (static_cast<unsigned char>(line.back()) & 0x80U) != 0) {
        line.pop_back();  // half a character
    }
    const bool is_text = detail::is_utf8(line);
    for (char& c : line) {
        const auto byte = static_cast<unsigned char>(c);
        c = byte < 0x20 || byte == 0x7F || (byte >= 0x80 && !is_text) ? '?' : c;
    }
    return line + (text.size() > longest ? "..." : "");
}

std::string misses(std::string_view what, std::int64_t found, const std::string& expected) {
    return std::string(what) + std::to_string(found) + "; expected " + expected;
}

namespace {

std::string excerpt_or_null(const char* text) { return text == nullptr ? "null" : '"' + excerpt(text) + '"'; }

constexpr auto value_formats = std::to_array<value_format>({
    {"u", "utf8", text_layout::utf8, 4},
    {"U", "large utf8", text_layout::large_utf8, 8},
    {"vu", "utf8 view", text_layout::utf8_view, 16},
    {"tdD", "date32", time_unit::day, 4},
    {"tss:", "timestamp in seconds", time_unit::second, 8},
    {"tsm:", "timestamp in milliseconds", time_unit::millisecond, 8},
    {"tsu:", "timestamp in microseconds", time_unit::microsecond, 8},
    {"tsn:", "timestamp in nanoseconds", time_unit::nanosecond, 8},
    {"c", "int8", integer_type::int8, 1},
    {"C", "uint8", integer_type::uint8, 1},
    {"s", "int16", integer_type::int16, 2},
    {"S", "uint16", integer_type::uint16, 2},
    {"i", "int32", integer_type::int32, 4},
    {"I", "uint32", integer_type::uint32, 4},
    {"l", "int64", integer_type::int64, 8},
    {"L", "uint64", integer_type::uint64, 8},
    {"b", "boolean", std::monostate{}, 0},
});

const value_format* find_format(const char* code) noexcept {
    const std::string_view text = code == nullptr ? "" : code;
    for (const value_format& format : value_formats) {
        if (format.code.ends_with(':') ? text.starts_with(format.code) : text == format.code) {
            return &format;
        }
    }
    return nullptr;
}

}  // namespace

bool wanted_column::takes(const value_format& format) const noexcept {
    const bool is_date = format.type == value_type(time_unit::day);
    return format.type.index() == kind && (is_date ? takes_date || takes_only_date : !takes_only_date);
}
bool wanted_column::takes_dictionaries() const noexcept { return kind == value_type(text_layout{}).index(); }

std::string wanted_column::expected() const {
    std::string list = "; expected ";
    for (const value_format& format : value_formats) {
        if (takes(format)) {
            list += std::string(format.name) + " (" + std::string(format.code) + "), ";
        }
    }
    return takes_dictionaries() ? list + "or a dictionary of one of these with an integer index"
                                : list.substr(0, list.size() - 2);
}

namespace {

fault check_flags(std::string_view place, const ArrowSchema& schema) {
    constexpr std::int64_t known =
        ARROW_FLAG_DICTIONARY_ORDERED | ARROW_FLAG_NULLABLE | ARROW_FLAG_MAP_KEYS_SORTED;
    if ((schema.flags & ~known) != 0) {
        return fail(place, misses("has flags that this version does not know: ", schema.flags,
                                  "at most " + std::to_string(known)));
    }
    return no_fault;
}

/// Checks a schema of a type that is not nested.
fault check_flat(std::string_view place, const ArrowSchema& schema) {
    if (schema.n_children != 0) {
        return fail(place, misses("has a schema with this number of children: ", schema.n_children, "0"));
    }
    return check_flags(place, schema);
}

fault plan_column(const std::string& place, const wanted_column& wanted, const ArrowSchema& schema,
                  column_plan& to) {
    const ArrowSchema* const dictionary = schema.dictionary;
    const ArrowSchema& values = dictionary == nullptr ? schema : *dictionary;
    const std::string found = (dictionary == nullptr ? "has the format " : "is a dictionary of the format ") +
                              excerpt_or_null(values.format);
    to.values = find_format(values.format);
    if (to.values == nullptr || !wanted.takes(*to.values) ||
        (dictionary != nullptr && !wanted.takes_dictionaries())) {
        return fail(place, found + wanted.expected());
    }
    if (fault trouble = check_flat(place, schema)) {
        return trouble;
    }
    if (dictionary == nullptr) {
        return no_fault;
    }
    to.indices = find_format(schema.format);
    if (to.indices == nullptr || !std::holds_alternative<integer_type>(to.indices->type)) {
        return fail(place, "has dictionary indices of the format " + excerpt_or_null(schema.format) +
                               wanted.expected());
    }
    if (dictionary->dictionary != nullptr) {
        return fail(place, "is a dictionary of a dictionary" + wanted.expected());
    }
    return check_flat(place + " dictionary", *dictionary);
}

}  // namespace

result<table_plan, arrow_error> plan_table(const wanted_table& table, const ArrowSchema& schema) {
    const auto failed = [&](std::string message) { return *fail(table.name, std::move(message)); };
    if (schema.release == nullptr) {
        return failed("has a schema that has been released");
    }
    if (schema.format == nullptr || schema.format != std::string_view("+s")) {
        return failed("has the format " + excerpt_or_null(schema.format) + "; expected a struct (+s)");
    }
    if (fault trouble = check_flags(table.name, schema)) {
        return *std::move(trouble);
    }
    if (schema.n_children < 0 || schema.n_children > INT32_MAX) {
        return failed(misses("has a schema with this number of columns: ", schema.n_children,
                             "0 to " + std::to_string(INT32_MAX)));
    }
    if (schema.n_children > 0 && schema.children == nullptr) {
        return failed("has a schema with a null list of columns");
    }

    table_plan plan;
    plan.children = static_cast<std::size_t>(schema.n_children);
    std::string names;
    std::set<std::string> seen;
    for (std::size_t child = 0; child < plan.children; ++child) {
        const ArrowSchema* const field = schema.children[child];
        if (field == nullptr || field->release == nullptr) {
            return failed("has no schema for column " + std::to_string(child) +
                          ": it is null or has been released");
        }
        const std::string_view name = field->name == nullptr ? "" : field->name;
        names += (child == 0 ? "" : ", ") + excerpt_or_null(field->name);
        const auto wanted = std::ranges::find(table.columns, name, &wanted_column::name);
        if (wanted == table.columns.end()) {
            if (std::string unknown = excerpt(name, 200); seen.insert(unknown).second) {
                plan.unknown.push_back(std::move(unknown));
            }
            continue;
        }
        const auto column = static_cast<std::size_t>(wanted - table.columns.begin());
        const std::string place = std::string(table.name) + '.' + std::string(name);
        if (std::ranges::find(plan.columns, column, &column_plan::column) != plan.columns.end()) {
            return *fail(place, "stands twice; expected once");
        }
        column_plan planned{column, child, nullptr};
        if (fault trouble = plan_column(place, *wanted, *field, planned)) {
            return *std::move(trouble);
        }
        plan.columns.push_back(planned);
    }
    for (std::size_t column = 0; column < table.columns.size(); ++column) {
        const wanted_column& wanted = table.columns[column];
        if (wanted.is_required &&
            std::ranges::find(plan.columns, column, &column_plan::column) == plan.columns.end()) {
            return *fail(std::string(table.name) + '.' + std::string(wanted.name),
                         "is missing; found " + (names.empty() ? "no column" : excerpt(names, 400)));
        }
    }
    return plan;
}

}  // namespace detail::tables
ECFLINK_END_NAMESPACE
