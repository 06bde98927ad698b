#include "tables/csv_columns.hpp"

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include <ecflink/core/ids.hpp>

#include "csv/csv_reader.hpp"
#include "tables/column_readers.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::tables {

namespace {

std::string expected_in(const field_rule& rule, const std::optional<time_zone>& zone) {
    if (rule.expected != nullptr) {
        return rule.expected();
    }
    return (zone ? "an instant such as 2022-04-25T08:00:00-05:00, or a local time of " +
                       std::string(zone->name()) + " that occurs once, such as 2022-04-25T08:00"
                 : std::string("an instant with Z or an offset such as 2022-04-25T13:00:00Z, since no zone "
                               "is known for this court")) +
           (rule.kind == field_kind::time_or_date ? ", or a date" : "");
}

trouble make_trouble(std::size_t offset, std::string_view column, std::string_view message, std::string found,
                     std::string expected) {
    return {offset,
            {.severity = severity::warning,
             .file = {},
             .line = 0,
             .column = 0,
             .path = {},
             .message = std::string(column) + ": " + std::string(message),
             .found = std::move(found),
             .expected = std::move(expected)}};
}

}  // namespace

std::string shown(std::string_view text) {
    constexpr std::size_t longest = 40;
    std::string quoted = "\"";
    for (const char c : text.substr(0, longest)) {
        quoted += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
    while (text.size() > longest && !is_utf8(quoted)) {
        quoted.pop_back();
    }
    return quoted + (text.size() > longest ? "...\"" : "\"");
}

std::optional<column_batch> read_records(const record_plan& plan, const policy_set* policies,
                                         const keyed_hash& hash, std::string_view text, std::size_t begin) {
    struct present_column {
        std::size_t index;
        std::size_t field;
        std::unique_ptr<column_reader> reader;
        std::uint64_t unreadable = 0;  ///< fields of the block
    };
    std::vector<present_column> columns;
    for (std::size_t i = 0; i < plan.columns.size(); ++i) {
        if (const record_plan::column& column = plan.columns[i]; column.field) {
            columns.push_back({i, *column.field, make_reader(column, policies, hash)});
        }
    }

    column_batch batch;
    bit_buffer malformed;
    csv::csv_reader csv(text, begin);
    const std::optional<time_zone> no_zone;
    block_context context;
    context.fill({.zone = &no_zone});
    std::vector<std::string_view> fields(block_rows * plan.fields);  // record after record
    const auto field_of = [&](std::size_t row, std::size_t index) -> std::string_view {
        const std::optional<std::size_t> field = plan.columns[index].field;
        return field ? fields[row * plan.fields + *field] : std::string_view{};
    };
    // a field with doubled quotes is a copy elsewhere, and not padded
    const auto is_padded = [text](std::string_view field) {
        const std::uintptr_t place =
            reinterpret_cast<std::uintptr_t>(field.data()) - reinterpret_cast<std::uintptr_t>(text.data());
        return place < text.size() && text.size() - place >= field_text::padding;
    };
    for (;;) {
        std::size_t rows = csv.next_plain(plan.fields, block_rows, fields.data());
        const bool are_plain = rows != 0;
        if (!are_plain) {
            if (!csv.next()) {
                break;
            }
            if (csv.fields().size() != plan.fields) {
                return std::nullopt;
            }
            std::ranges::copy(csv.fields(), fields.begin());
            rows = 1;
        }
        const std::span given(fields.data(), rows * plan.fields);
        const bool are_padded = are_plain ? is_padded(given.back()) : std::ranges::all_of(given, is_padded);
        const auto note = [&](std::size_t row, std::size_t index, std::string_view message, std::string found,
                              std::string expected) {
            const record_plan::column& column = plan.columns[index];
            const std::size_t field = column.field.value_or(0);
            const std::size_t offset =
                are_plain ? static_cast<std::size_t>(given[row * plan.fields + field].data() - text.data())
                          : csv.offset_of(field);
            batch.first_troubles.push_back(
                make_trouble(offset, column.name, message, std::move(found), std::move(expected)));
        };

        std::uint64_t unreadable = 0;
        for (present_column& column : columns) {
            column.unreadable =
                column.reader->read({&given[column.field], plan.fields, rows, are_padded}, context);
            unreadable |= column.unreadable;
        }
        std::uint64_t nameless = 0;  // neither login nor central account
        for (std::size_t row = 0; plan.needs_login_or_central_id && row < rows; ++row) {
            nameless |= std::uint64_t{field_of(row, 1).empty() && field_of(row, 2).empty()} << row;
        }
        nameless &= ~unreadable;
        for_each_row(unreadable | nameless, [&](std::size_t row) {
            for (const present_column& column : columns) {
                if ((column.unreadable >> row & 1) != 0 && batch.troubles++ < most_troubles_shown) {
                    const std::string_view bad = field_of(row, column.index);
                    note(row, column.index,
                         bad.empty() ? "the required field is empty" : "the field cannot be read",
                         bad.empty() ? "" : shown(bad),
                         expected_in(plan.columns[column.index].rule, *context[row].zone));
                }
            }
            if ((nameless >> row & 1) != 0 && batch.troubles++ < most_troubles_shown) {
                note(row, 1, "the row names neither a login nor a central account", {},
                     "one of login and central_id");
            }
        });
        malformed.push(unreadable | nameless, rows);
        batch.rows += rows;
    }
    if (csv.error()) {
        return std::nullopt;
    }
    batch.malformed = malformed.set();
    batch.malformed_rows = batch.malformed == 0 ? nullptr : malformed.give_to(batch.memory);
    batch.columns.resize(plan.columns.size());
    for (const present_column& column : columns) {
        batch.columns[column.index] = column.reader->give_to(batch.memory);
    }
    return batch;
}

}  // namespace detail::tables
ECFLINK_END_NAMESPACE
