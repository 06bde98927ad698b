#include "convert/conversion.hpp"

#include <algorithm>
#include <array>
#include <concepts>
#include <map>
#include <utility>

#include <fmt/format.h>

#include <ecflink/policies/suggestion.hpp>
#include <ecflink/tables/columns.hpp>
#include <ecflink/text/ascii_text.hpp>
#include <ecflink/text/time_text.hpp>

#include "csv/csv_reader.hpp"

namespace ecflink::convert {
namespace {

using detail::tables::field_kind;

template <class Table>
target_table make_table() {
    target_table made;
    made.name = table_name<Table>;
    for (std::size_t i = 0; i < columns_of<Table>.size(); ++i) {
        made.columns.push_back({columns_of<Table>[i].name, columns_of<Table>[i].is_required,
                                detail::tables::field_rules<Table>[i]});
    }
    made.needs_login_or_central_id = std::same_as<Table, roster_columns>;
    return made;
}

/// Without white space at both ends, the blank that does not break among it.
std::string_view trimmed(std::string_view text) {
    constexpr std::string_view unbroken = "\xC2\xA0";
    for (;;) {
        if (!text.empty() && std::string_view(" \t\r\n").find(text.front()) != std::string_view::npos) {
            text.remove_prefix(1);
        } else if (text.starts_with(unbroken)) {
            text.remove_prefix(unbroken.size());
        } else if (!text.empty() && std::string_view(" \t\r\n").find(text.back()) != std::string_view::npos) {
            text.remove_suffix(1);
        } else if (text.ends_with(unbroken)) {
            text.remove_suffix(unbroken.size());
        } else {
            return text;
        }
    }
}

/// What stands in a cell, for people.
std::string shown(const cell& given) {
    return given.kind == cell_kind::time ? to_text(given.at) : std::string(given.text);
}
std::string shortened(const std::string& text) {
    constexpr std::size_t most = 60;
    return text.size() <= most ? text : text.substr(0, most) + "...";
}

/// The tokens of a list, each as the catalogue writes tokens: "On Hold" is "on-hold".
std::string as_tokens(std::string_view text) {
    std::string made;
    for (const char c : to_lower_ascii(text)) {
        const bool is_between = c == ' ' || c == '_' || c == '-';
        if (!is_between) {
            made += c;
        } else if (!made.empty() && made.back() != '-' && made.back() != '|') {
            made += '-';
        }
        if (c == '|' && made.size() > 1 && made[made.size() - 2] == '-') {
            made.erase(made.size() - 2, 1);
        }
    }
    return made;
}

/// A field of the table: its text, or what is wrong.
struct converted_field {
    std::string text;
    std::string wrong;
    std::string expected;
};
converted_field wrong(std::string what, std::string expected = {}) {
    return {{}, std::move(what), std::move(expected)};
}

/// What is worth telling of a column, and how often it was so.
enum class remark : std::uint8_t { date_alone, time_left_out, number_as_id, trimmed };
constexpr std::size_t remarks = 4;

class column_reader {
public:
    column_reader(const target_column& column, const conversion_options& options)
        : column_(&column), options_(&options), times_(options.dates) {
        for (const replacement& one : options.replacements) {
            if (one.column == column.name) {
                replacements_.emplace(to_lower_ascii(one.text), one.with);
            }
        }
    }

    /// Reads a cell. `policy`: of the row's court; null where it has none.
    converted_field read(const cell& given, const court_policy* policy, const policy_set& policies) {
        if (given.kind == cell_kind::error) {
            return wrong("the cell shows an error", "a value; mend the formula, or paste its values");
        }
        if (given.kind == cell_kind::empty || (given.kind != cell_kind::time && is_empty(given.text))) {
            return {};
        }
        const std::string_view text = trimmed(given.text);
        if (text.size() != given.text.size()) {
            note(remark::trimmed);
        }
        if (const auto found = replacements_.find(to_lower_ascii(text)); found != replacements_.end()) {
            return checked({found->second, {}, {}});
        }
        switch (column_->rule.kind) {
            case field_kind::court: return checked({court_of(text, policies), {}, {}});
            case field_kind::time:
            case field_kind::time_or_date:
            case field_kind::date: return time(given, text, policy);
            case field_kind::boolean: return boolean(text);
            case field_kind::count: return checked({std::string(text), {}, {}});
            case field_kind::word:
                return checked(
                    {column_->rule.is_token != nullptr ? as_tokens(text) : std::string(text), {}, {}});
            case field_kind::text: break;
        }
        if (given.kind == cell_kind::time) {
            return wrong("the cell is a date", "text; format the column as text");
        }
        if (given.kind == cell_kind::number) {
            note(remark::number_as_id);
        }
        return checked({std::string(text), {}, {}});
    }
    [[nodiscard]] std::uint64_t count(remark of) const { return counts_[static_cast<std::size_t>(of)]; }
    [[nodiscard]] const target_column& column() const noexcept { return *column_; }

private:
    void note(remark of) { ++counts_[static_cast<std::size_t>(of)]; }
    [[nodiscard]] bool is_empty(std::string_view text) const {
        const std::string_view bare = trimmed(text);
        return bare.empty() || std::ranges::find(options_->empty, bare) != options_->empty.end();
    }
    static std::string court_of(std::string_view text, const policy_set& policies) {
        const std::string lower = to_lower_ascii(text);
        const bool is_other = !policies.find(text).rules.in_force && policies.find(lower).rules.in_force;
        return is_other ? lower : std::string(text);
    }
    converted_field boolean(std::string_view text) const {
        const std::string lower = to_lower_ascii(text);
        if (lower == "true" || lower == "yes" || lower == "y") {
            return {"true", {}, {}};
        }
        if (lower == "false" || lower == "no" || lower == "n") {
            return {"false", {}, {}};
        }
        return wrong("not a yes or no", "true, false, yes or no");
    }
    /// What no column of this type may hold.
    [[nodiscard]] converted_field checked(converted_field made) const {
        const detail::tables::field_rule& rule = column_->rule;
        const bool is_long = made.text.size() > rule.most_bytes;
        const bool is_no_token = rule.is_token != nullptr && !rule.is_token(made.text);
        const bool is_no_count = rule.kind == field_kind::count &&
                                 (made.text.empty() || made.text.size() > 10 ||
                                  made.text.find_first_not_of("0123456789") != std::string::npos ||
                                  std::stoull(made.text) > 4'294'967'295U);
        if (is_long) {
            return wrong("the text is too long", rule.expected());
        }
        if (is_no_token) {
            return wrong("not a word of this column",
                         rule.expected() + fmt::format("; or replace it: --replace \"{}:{}=WORD\"",
                                                       column_->name, made.text));
        }
        return is_no_count ? wrong("not a count", rule.expected()) : std::move(made);
    }

    converted_field time(const cell& given, std::string_view text, const court_policy* policy) {
        const bool is_date_column = column_->rule.kind == field_kind::date;
        written_time when;
        if (given.kind == cell_kind::time) {
            when.shown = given.at;
            when.has_time_of_day = given.at.micros % micros_per_day != 0;
        } else if (const auto exact = parse_instant(text)) {
            // RFC 3339 already
            if (!is_date_column) {
                return {std::string(text), {}, {}};
            }
            if (!options_->zone) {
                return wrong("a time where a date is expected",
                             "a date; or name the zone whose date it is, "
                             "with --zone America/Chicago");
            }
            when.shown = options_->zone->to_local(exact.value());
            when.has_time_of_day = true;
        } else if (const auto read = times_.read(text)) {
            when = *read;
        } else {
            return wrong_time();
        }
        const std::string day = to_text(when.shown).substr(0, 10);
        if (is_date_column) {
            if (when.has_time_of_day && when.shown.micros % micros_per_day != 0) {
                note(remark::time_left_out);
            }
            return {day, {}, {}};
        }
        if (!when.has_time_of_day && column_->rule.kind == field_kind::time_or_date) {
            return {day, {}, {}};
        }
        if (!when.has_time_of_day) {
            note(remark::date_alone);
        }
        return instant_of(when, policy);
    }
    [[nodiscard]] converted_field wrong_time() const {
        switch (times_.problem()) {
            case time_problem::order_unstated:
                return wrong("it is not known which number is the month",
                             "--dates us if the month comes first, --dates day-first if the day does");
            case time_problem::short_year: return wrong("a year of two digits", "a year of four digits");
            case time_problem::none:
            case time_problem::no_time: break;
        }
        return wrong("not a time", column_->rule.kind == field_kind::time
                                       ? "a time such as 2020-03-30 08:00 or 03/30/2020 8:00 AM"
                                       : "a date such as 2020-03-30 or 03/30/2020");
    }
    /// A time on the clocks of the zone that was named, or else of the court.
    [[nodiscard]] converted_field instant_of(const written_time& when, const court_policy* policy) const {
        const bool is_utc = when.zone == "Z" || when.zone == "UTC" || when.zone == "GMT";
        if (is_utc) {
            return {to_text(when.shown), {}, {}};
        }
        const std::optional<time_zone> zone = options_->zone      ? options_->zone
                                              : policy != nullptr ? policy->zone
                                                                  : std::nullopt;
        if (!zone) {
            return wrong("a local time, and the zone of the row's court is not known",
                         "a court that is known (`ecflink courts`), its policy with --policy, or --zone "
                         "America/Chicago");
        }
        const auto at = zone->to_instant(when.shown);
        if (!at) {
            return wrong(at.error() == errc::ambiguous_time
                             ? fmt::format("clocks in {} showed this time twice", zone->name())
                             : fmt::format("clocks in {} skipped this hour", zone->name()),
                         "the time with its offset, such as 2022-11-06T01:30:00-05:00");
        }
        const std::string local = zone->to_local_text(at.value());
        const std::string_view its = std::string_view(local).substr(local.rfind(' ') + 1);
        if (!when.zone.empty() && when.zone != its) {
            return wrong(fmt::format("clocks in {} showed {} then, not {}", zone->name(), its, when.zone),
                         "the time with its offset, or the right zone with --zone");
        }
        return {to_text(at.value()), {}, {}};
    }

    const target_column* column_;
    const conversion_options* options_;
    time_reader times_;
    std::map<std::string, std::string, std::less<>> replacements_;
    std::array<std::uint64_t, remarks> counts_{};
};

std::string joined(const std::vector<std::string>& names) {
    std::string list;
    for (const std::string& name : names) {
        list.append(list.empty() ? "" : ", ").append(name);
    }
    return list;
}

/// Reads up to the header; its cells as texts. Nothing if there is none.
std::optional<std::vector<std::string>> read_header(written_table& rows, std::uint64_t header_row) {
    while (rows.next()) {
        const auto is_filled = [](const cell& one) {
            return one.kind != cell_kind::empty &&
                   (one.kind != cell_kind::text || !trimmed(one.text).empty());
        };
        const bool is_it =
            header_row == 0 ? std::ranges::any_of(rows.cells(), is_filled) : rows.row() == header_row;
        if (is_it) {
            std::vector<std::string> names;
            for (const cell& one : rows.cells()) {
                names.emplace_back(trimmed(one.kind == cell_kind::time ? std::string_view{} : one.text));
            }
            return names;
        }
    }
    return std::nullopt;
}

/// One conversion of one table.
class converter {
public:
    converter(const found_table& from, const target_table& to, const conversion_options& options,
              const policy_set& policies, const conversion_sinks& sinks)
        : from_(&from), to_(&to), options_(&options), policies_(&policies), sinks_(&sinks) {
        for (const target_column& column : to.columns) {
            readers_.emplace_back(column, options);
        }
        from_cell_.resize(to.columns.size());
        fill_.resize(to.columns.size());
    }

    result<conversion, std::vector<diagnostic>> run() {
        const auto names = read_header(*from_->rows, options_->header_row);
        if (!names) {
            return from_->rows->error()
                       ? std::vector{*from_->rows->error()}
                       : std::vector{error_of_table("there is no row with the names of columns")};
        }
        if (auto errors = map_columns(*names); !errors.empty()) {
            return errors;
        }
        header_ = *names;
        write_header();
        while (from_->rows->next()) {
            if (options_->cancelled != nullptr && options_->cancelled->load()) {
                return std::vector<diagnostic>{};
            }
            convert_row();
        }
        if (from_->rows->error()) {
            return std::vector{*from_->rows->error()};
        }
        add_notes();
        return std::move(made_);
    }

private:
    [[nodiscard]] diagnostic error_of_table(std::string message) const {
        return {severity::error,
                from_->sheet.empty() ? from_->file : from_->file + ':' + from_->sheet,
                0,
                0,
                {},
                std::move(message),
                {},
                {}};
    }
    [[nodiscard]] std::optional<std::size_t> column_of(std::string_view name) const {
        const auto found = std::ranges::find(to_->columns, name, &target_column::name);
        return found == to_->columns.end()
                   ? std::nullopt
                   : std::optional(static_cast<std::size_t>(found - to_->columns.begin()));
    }
    /// The column of the table that takes a name in the header.
    [[nodiscard]] std::optional<std::size_t> target_of(const std::string& name) const {
        const std::string bare = bare_name(name);
        for (const auto& [header, column] : options_->map) {
            if (bare_name(header) == bare) {
                return column_of(column);
            }
        }
        const auto found = std::ranges::find_if(
            to_->columns, [&](const target_column& column) { return bare_name(column.name) == bare; });
        const bool is_there = found != to_->columns.end() && !bare.empty();
        return is_there ? std::optional(static_cast<std::size_t>(found - to_->columns.begin()))
                        : std::nullopt;
    }

    std::vector<diagnostic> map_columns(const std::vector<std::string>& names) {
        std::vector<diagnostic> errors;
        for (std::size_t i = 0; i < names.size(); ++i) {
            const auto target = target_of(names[i]);
            if (!target) {
                if (!names[i].empty()) {
                    made_.left_out.push_back(names[i]);
                }
            } else if (from_cell_[*target]) {
                diagnostic twice = from_->rows->at(
                    i,
                    fmt::format("two columns are taken for {}: rename one, or map the right one with --map",
                                to_->columns[*target].name));
                twice.found = names[*from_cell_[*target]] + ", " + names[i];
                errors.push_back(std::move(twice));
            } else {
                from_cell_[*target] = i;
            }
        }
        for (const auto& [column, text] : options_->fill) {
            if (const auto target = column_of(column); target && !from_cell_[*target]) {
                fill_[*target] = text;
            }
        }
        std::vector<std::string> missing;
        for (std::size_t i = 0; i < to_->columns.size(); ++i) {
            if (from_cell_[i] || fill_[i]) {
                used_.push_back(i);
                made_.columns.push_back(
                    {to_->columns[i].name, from_cell_[i] ? names[*from_cell_[i]] : std::string{}});
            } else if (to_->columns[i].is_required) {
                missing.emplace_back(to_->columns[i].name);
            }
        }
        if (!missing.empty()) {
            diagnostic lacks = from_->rows->at(
                std::nullopt,
                fmt::format("the table {} needs {}, and no column of the file is called so; say which it is: "
                            "--map \"NAME={}\", or what stands in every row: --fill {}=TEXT",
                            to_->name, joined(missing), missing.front(), missing.front()));
            lacks.found = shortened(joined(names));
            errors.push_back(std::move(lacks));
        }
        return errors;
    }

    void write_header() {
        std::string line;
        for (const std::size_t i : used_) {
            line.append(line.empty() ? "" : ",").append(to_->columns[i].name);
        }
        sinks_->rows(line + '\n');
        if (sinks_->rest) {
            sinks_->rest(record(header_));
        }
    }
    static std::string record(const std::vector<std::string>& fields) {
        std::string line;
        for (std::size_t i = 0; i < fields.size(); ++i) {
            line.append(i == 0 ? "" : ",").append(detail::csv::csv_field(fields[i]));
        }
        return line + '\n';
    }

    void add_trouble(std::optional<std::size_t> column, std::string message, const std::string& found = {},
                     std::string expected = {}) {
        constexpr std::size_t most_listed = 10;
        if (made_.troubles++ < most_listed) {
            diagnostic trouble = from_->rows->at(column, std::move(message));
            trouble.found = shortened(found);
            trouble.expected = std::move(expected);
            made_.first_troubles.push_back(std::move(trouble));
        }
    }

    void convert_row() {
        const std::span<const cell> cells = from_->rows->cells();
        const bool is_empty = std::ranges::all_of(cells, [](const cell& one) {
            return one.kind == cell_kind::empty || (one.kind == cell_kind::text && trimmed(one.text).empty());
        });
        if (is_empty) {
            ++made_.empty_rows;
            return;
        }
        ++made_.rows;
        const std::uint64_t troubles = made_.troubles;
        check_length(cells);
        const std::vector<std::string> fields = convert_fields(cells);
        if (made_.troubles == troubles) {
            sinks_->rows(record(fields));
            ++made_.written;
        } else if (sinks_->rest) {
            std::vector<std::string> as_it_stood;
            for (const cell& one : cells) {
                as_it_stood.push_back(shown(one));
            }
            as_it_stood.resize(std::max(as_it_stood.size(), header_.size()));
            sinks_->rest(record(as_it_stood));
        }
    }

    /// A text with a row of another length has lost a quote or a separator somewhere.
    void check_length(std::span<const cell> cells) {
        const bool has_more = cells.size() > header_.size() &&
                              std::ranges::any_of(cells.subspan(header_.size()), [](const cell& one) {
                                  return one.kind != cell_kind::empty;
                              });
        const bool has_fewer = cells.size() < header_.size() && from_->sheet.empty();
        if (has_more || has_fewer) {
            add_trouble(
                std::min(cells.size(), header_.size()) - (has_more ? 0U : 1U),
                fmt::format("the row has {} fields, the header {}; {}", cells.size(), header_.size(),
                            from_->sheet.empty() ? "a field that holds the delimiter must stand in quotes"
                                                 : "give the column a name, or empty it"));
        }
    }

    std::vector<std::string> convert_fields(std::span<const cell> cells) {
        std::vector<std::string> fields;
        const court_policy* policy = nullptr;
        bool has_login = false;
        for (const std::size_t i : used_) {
            const target_column& column = to_->columns[i];
            cell given;
            if (fill_[i]) {
                given = {cell_kind::text, *fill_[i], {}};
            } else if (*from_cell_[i] < cells.size()) {
                given = cells[*from_cell_[i]];
            }
            converted_field made = readers_[i].read(given, policy, *policies_);
            const auto& place = from_cell_[i];
            if (!made.wrong.empty()) {
                add_trouble(place, fmt::format("{}: {}", column.name, made.wrong), shown(given),
                            made.expected);
            } else if (made.text.empty() && column.is_required) {
                add_trouble(place, fmt::format("{}: the field is empty, and must not be", column.name));
            }
            if (column.rule.kind == field_kind::court && policies_->find(made.text).rules.in_force) {
                policy = &policies_->find(made.text);
            }
            has_login = has_login || (i > 0 && !made.text.empty());
            fields.push_back(std::move(made.text));
        }
        if (to_->needs_login_or_central_id && !has_login) {
            add_trouble(std::nullopt, "neither login nor central_id is given; give one of them");
        }
        return fields;
    }

    void add_notes() {
        for (const column_reader& reader : readers_) {
            const std::string_view name = reader.column().name;
            const auto add = [&](remark of, std::string_view text) {
                if (const std::uint64_t count = reader.count(of); count > 0) {
                    made_.notes.push_back(
                        fmt::format("{}: {}", name, fmt::format(fmt::runtime(text), count)));
                }
            };
            add(remark::date_alone, "dates alone, each taken for 00:00 of its day: {}");
            add(remark::time_left_out, "dates with a time of day, which is left out: {}");
            add(remark::trimmed, "fields with blanks at an end, which are left out: {}");
            if (const std::uint64_t count = reader.count(remark::number_as_id); count > 0) {
                made_.notes.push_back(
                    fmt::format("{}: {} cells are numbers, of which a spreadsheet keeps no zeros at the "
                                "front; format the "
                                "column as text where ids have some",
                                name, count));
            }
        }
    }

    const found_table* from_;
    const target_table* to_;
    const conversion_options* options_;
    const policy_set* policies_;
    const conversion_sinks* sinks_;
    std::vector<column_reader> readers_;
    std::vector<std::optional<std::size_t>> from_cell_;  ///< by column of the table
    std::vector<std::optional<std::string>> fill_;
    std::vector<std::size_t> used_;
    std::vector<std::string> header_;
    conversion made_;
};

}  // namespace

std::span<const target_table> target_tables() {
    static const std::vector<target_table> all = {
#define ECFLINK_TABLE(table, row, ...) make_table<row##_columns>(),
#define ECFLINK_LIST ECFLINK_TABLE
#include <ecflink/core/fields.def>
    };
    return all;
}

const target_table* find_table(std::string_view name) {
    const auto all = target_tables();
    const auto found = std::ranges::find_if(
        all, [&](const target_table& one) { return bare_name(one.name) == bare_name(name); });
    return found == all.end() ? nullptr : &*found;
}

std::string bare_name(std::string_view name) {
    std::string bare = to_lower_ascii(trimmed(name));
    std::erase_if(bare, [](char c) { return c == ' ' || c == '_' || c == '-' || c == '\t' || c == '\n'; });
    return bare;
}

result<conversion, std::vector<diagnostic>> convert(const found_table& from, const target_table& to,
                                                    const conversion_options& options,
                                                    const policy_set& policies,
                                                    const conversion_sinks& sinks) {
    return converter(from, to, options, policies, sinks).run();
}

}  // namespace ecflink::convert
