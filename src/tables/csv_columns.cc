#include "tables/csv_columns.hpp"

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include <ecflink/core/ids.hpp>

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

/// Fields of a block, unless one record alone has more.
constexpr std::size_t most_fields = 4'096;

/// A column that the file has.
struct record_reader::present_column {
    std::size_t index;
    std::size_t field;
    std::unique_ptr<column_reader> reader;
    std::uint64_t unreadable = 0;  ///< selection: fields of the block
};

/// Some records, of which the reader has the fields.
struct record_reader::record_block {
    std::string_view text;
    const csv::csv_reader* csv = nullptr;
    std::size_t rows = 0;
    bool are_plain = false;  ///< without quotes: their fields are parts of the text
    bool are_padded = false;
};

record_reader::record_reader(const record_plan& plan, const policy_set* policies)
    : plan_(plan),
      hash_(keyed_hash::draw_secret()),
      most_rows_(std::clamp(most_fields / std::max<std::size_t>(plan.fields, 1), std::size_t{1}, block_rows)),
      fields_(most_rows_ * plan.fields) {
    for (std::size_t i = 0; i < plan.columns.size(); ++i) {
        if (const record_plan::column& column = plan.columns[i]; column.field) {
            columns_.push_back({i, *column.field, make_reader(column, policies, hash_)});
        }
    }
    static const std::optional<time_zone> no_zone;
    context_.fill({.zone = &no_zone});
}

record_reader::~record_reader() = default;

/// Reads the fields of the next records.
record_reader::reading record_reader::read_block(csv::csv_reader& csv, record_block& block,
                                                 std::size_t most) {
    block.rows = csv.next_plain(plan_.fields, most, fields_.data());
    block.are_plain = block.rows != 0;
    if (!block.are_plain) {
        if (!csv.next()) {
            return csv.error() ? reading::bad_record : reading::end;
        }
        if (csv.fields().size() != plan_.fields) {
            return reading::bad_record;
        }
        std::ranges::copy(csv.fields(), fields_.begin());
        block.rows = 1;
    }
    // a field with doubled quotes is a copy elsewhere, and not padded
    const auto is_padded = [&block](std::string_view field) {
        const std::uintptr_t place = reinterpret_cast<std::uintptr_t>(field.data()) -
                                     reinterpret_cast<std::uintptr_t>(block.text.data());
        return place < block.text.size() && block.text.size() - place >= field_text::padding;
    };
    const std::span given(fields_.data(), block.rows * plan_.fields);
    block.are_padded = block.are_plain ? is_padded(given.back()) : std::ranges::all_of(given, is_padded);
    return reading::records;
}

void record_reader::note_troubles(const record_block& block, std::uint64_t unreadable,
                                  std::uint64_t nameless) {
    const auto field_of = [&](std::size_t row, std::size_t field) {
        return fields_[row * plan_.fields + field];
    };
    const auto note = [&](std::size_t row, std::size_t index, std::string_view message, std::string found,
                          std::string expected) {
        const record_plan::column& column = plan_.columns[index];
        const std::size_t field = column.field.value_or(0);
        const std::size_t offset =
            block.are_plain ? static_cast<std::size_t>(field_of(row, field).data() - block.text.data())
                            : block.csv->offset_of(field);
        batch_.first_troubles.push_back(
            make_trouble(offset, column.name, message, std::move(found), std::move(expected)));
    };
    for_each_row(unreadable | nameless, [&](std::size_t row) {
        for (const present_column& column : columns_) {
            if ((column.unreadable >> row & 1) != 0 && batch_.troubles++ < most_troubles_shown) {
                const std::string_view bad = field_of(row, column.field);
                note(row, column.index,
                     bad.empty() ? "the required field is empty" : "the field cannot be read",
                     bad.empty() ? "" : shown(bad),
                     expected_in(plan_.columns[column.index].rule, *context_[row].zone));
            }
        }
        if ((nameless >> row & 1) != 0 && batch_.troubles++ < most_troubles_shown) {
            note(row, 1, "the row names neither a login nor a central account", {},
                 "one of login and central_id");
        }
    });
}

void record_reader::read_fields(const record_block& block) {
    std::uint64_t unreadable = 0;
    for (present_column& column : columns_) {
        column.unreadable = column.reader->read(
            {&fields_[column.field], plan_.fields, block.rows, block.are_padded}, context_);
        unreadable |= column.unreadable;
    }
    const auto is_empty = [&](std::size_t row, std::size_t index) {
        const std::optional<std::size_t> field = plan_.columns[index].field;
        return !field || fields_[row * plan_.fields + *field].empty();
    };
    std::uint64_t nameless = 0;  // neither login nor central account
    for (std::size_t row = 0; plan_.needs_login_or_central_id && row < block.rows; ++row) {
        nameless |= std::uint64_t{is_empty(row, 1) && is_empty(row, 2)} << row;
    }
    nameless &= ~unreadable;
    if ((unreadable | nameless) != 0) [[unlikely]] {
        note_troubles(block, unreadable, nameless);
    }
    malformed_.push(unreadable | nameless, block.rows);
}

bool record_reader::read(std::string_view text, std::size_t begin, std::size_t most) {
    malformed_.clear();
    places_.clear();
    batch_ = {};
    for (const present_column& column : columns_) {
        column.reader->clear();
    }
    csv::csv_reader csv(text, begin);
    record_block block{.text = text, .csv = &csv};
    while (batch_.rows < most) {
        const std::size_t record = csv.offset();
        const reading next = read_block(csv, block, std::min(most_rows_, most - batch_.rows));
        if (next == reading::bad_record) {
            return false;
        }
        if (next == reading::end) {
            break;
        }
        read_fields(block);
        const std::size_t to_next = (rows_apart - batch_.rows % rows_apart) % rows_apart;
        for (std::size_t row = to_next; row < block.rows; row += rows_apart) {
            places_.push_back(
                row == 0 ? record
                         : static_cast<std::size_t>(fields_[row * plan_.fields].data() - text.data()));
        }
        batch_.rows += block.rows;
    }
    batch_.malformed = malformed_.set();
    batch_.malformed_rows = batch_.malformed == 0 ? nullptr : malformed_.bits();
    batch_.columns.resize(plan_.columns.size());
    for (const present_column& column : columns_) {
        batch_.columns[column.index] = column.reader->column();
    }
    return true;
}

}  // namespace detail::tables
ECFLINK_END_NAMESPACE
