#include "tables/csv_columns.hpp"

#include <cstdint>

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
    field_context context{.zone = &no_zone};
    const auto note = [&](std::size_t index, std::string_view message, std::string found,
                          std::string expected) {
        const record_plan::column& column = plan.columns[index];
        batch.first_troubles.push_back(make_trouble(csv.offset_of(column.field.value_or(0)), column.name,
                                                    message, std::move(found), std::move(expected)));
    };
    // a field with doubled quotes is a copy elsewhere, and not padded
    const auto is_padded = [text](std::string_view field) {
        const std::uintptr_t place =
            reinterpret_cast<std::uintptr_t>(field.data()) - reinterpret_cast<std::uintptr_t>(text.data());
        return place < text.size() && text.size() - place >= field_text::padding;
    };
    const auto is_empty = [&](std::size_t index) {
        return !plan.columns[index].field || csv.fields()[*plan.columns[index].field].empty();
    };
    while (csv.next()) {
        const auto fields = csv.fields();
        if (fields.size() != plan.fields) {
            return std::nullopt;
        }
        bool is_malformed = false;
        for (const present_column& column : columns) {
            const std::string_view given = fields[column.field];
            if (!column.reader->read({given, is_padded(given)}, context)) [[unlikely]] {
                is_malformed = true;
                if (batch.troubles++ < most_troubles_shown) {
                    note(column.index,
                         given.empty() ? "the required field is empty" : "the field cannot be read",
                         given.empty() ? "" : shown(given),
                         expected_in(plan.columns[column.index].rule, *context.zone));
                }
            }
        }
        if (plan.needs_login_or_central_id && !is_malformed && is_empty(1) && is_empty(2)) {
            is_malformed = true;
            if (batch.troubles++ < most_troubles_shown) {
                note(1, "the row names neither a login nor a central account", {},
                     "one of login and central_id");
            }
        }
        malformed.push(is_malformed);
        ++batch.rows;
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
