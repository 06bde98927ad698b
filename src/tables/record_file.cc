#include "tables/record_file.hpp"

#include <algorithm>
#include <atomic>
#include <utility>

#include <ecflink/text/ascii_text.hpp>

#include "csv/csv_reader.hpp"
#include "tables/csv_columns.hpp"
#include "tables/workers.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::tables {
namespace {

std::string joined(const std::vector<std::string_view>& names) {
    std::string list;
    for (const std::string_view name : names) {
        list.append(list.empty() ? "" : ", ").append(name);
    }
    return list;
}

/// Whether the line, cut at the separator, names every column, but for case, blanks and quotes.
bool names_all(std::string_view line, char separator, const std::vector<std::string_view>& columns) {
    const auto bare = [](std::string_view name) {
        std::string letters;
        for (const char c : name) {
            if (c != ' ' && c != '"' && c != '\t') {
                letters += to_lower_ascii(c);
            }
        }
        return letters;
    };
    std::vector<std::string> names;
    for (std::size_t begin = 0; begin <= line.size();) {
        const std::size_t end = std::min(line.find(separator, begin), line.size());
        names.push_back(bare(line.substr(begin, end - begin)));
        begin = end + 1;
    }
    return std::ranges::all_of(
        columns, [&](std::string_view column) { return std::ranges::find(names, column) != names.end(); });
}

/// What would make a header fit that lacks columns.
std::string what_mends(std::string_view line, const std::vector<std::string_view>& missing) {
    constexpr std::pair<char, std::string_view> others[] = {
        {';', "semicolons"}, {'\t', "tabs"}, {'|', "vertical bars"}};
    if (names_all(line, ',', missing)) {
        return "names of columns are matched exactly: write them in lower case, without blanks";
    }
    for (const auto& [separator, name] : others) {
        if (names_all(line, separator, missing)) {
            return "the columns are separated by " + std::string(name) + "; separate them by commas";
        }
    }
    return missing.size() == 1 ? "add it to the header row" : "add them to the header row";
}

}  // namespace

diagnostic error_at(const std::string& file, csv::text_position place, std::string message,
                    std::string found) {
    return {severity::error, file, place.line, place.column, {}, std::move(message), std::move(found), {}};
}

std::vector<diagnostic> cancelled_error() { return {error_at({}, {0, 0}, "cancelled")}; }

diagnostic record_file::error(std::size_t offset, std::string message, std::string found) const {
    return error_at(name_, csv::position_of(text_, offset), std::move(message), std::move(found));
}

diagnostic record_file::error(const csv::csv_error& problem) const {
    return error(problem.offset, std::string(problem.message) + "; " + std::string(problem.remedy));
}

record_file::record_file(table_text text, record_plan plan, const chunk_limits& limits)
    : name_(std::move(text.name)),
      bytes_(std::move(text.bytes)),
      text_(csv::without_empty_last_line(bytes_->view())),
      plan_(std::move(plan)),
      limits_(limits) {}

/// Reads the header, and puts into the plan where the columns are.
record_file::header record_file::read_header() {
    header read;
    csv::csv_reader csv(text_);
    if (!csv.next()) {
        read.errors.push_back(csv.error()
                                  ? error(*csv.error())
                                  : error(0, "the file is empty; it must begin with a row of column names"));
        return read;
    }
    begin_ = csv.offset();
    plan_.fields = csv.fields().size();
    std::uint64_t unknown = 0;
    std::uint64_t repeated = 0;
    for (std::size_t i = 0; i < plan_.fields; ++i) {
        const std::string_view name = csv.fields()[i];
        const auto known = std::ranges::find(plan_.columns, name, &record_plan::column::name);
        if (known == plan_.columns.end()) {
            if (unknown++ < most_troubles_shown) {
                warnings_.push_back(
                    error(csv.offset_of(i), "the column is not known and is left out", shown(name)));
            }
        } else if (known->field) {
            if (repeated++ < most_troubles_shown) {
                read.errors.push_back(
                    error(csv.offset_of(i), "the column stands twice in the header", shown(name)));
            }
        } else {
            known->field = i;
        }
    }
    if (unknown > most_troubles_shown) {
        warnings_.push_back(error_at(
            name_, {1, 0},
            std::to_string(unknown - most_troubles_shown) + " more columns are not known and are left out"));
    }
    if (repeated > most_troubles_shown) {
        read.errors.push_back(error_at(
            name_, {1, 0},
            std::to_string(repeated - most_troubles_shown) + " more columns stand twice in the header"));
    }
    for (diagnostic& warning : warnings_) {
        warning.severity = severity::warning;
    }
    std::vector<std::string_view> missing;
    for (const record_plan::column& column : plan_.columns) {
        if (column.is_required && !column.field) {
            missing.push_back(column.name);
        }
    }
    if (!missing.empty()) {
        std::string_view line = text_.substr(0, text_.find_first_of("\r\n"));
        line.remove_prefix(line.starts_with("\xEF\xBB\xBF") ? 3 : 0);
        read.errors.push_back(error(0,
                                    (missing.size() == 1 ? "the required column " : "the required columns ") +
                                        joined(missing) + (missing.size() == 1 ? " is" : " are") +
                                        " missing; " + what_mends(line, missing),
                                    shown(line)));
    }
    read.is_usable = missing.empty();
    return read;
}

std::optional<diagnostic> record_file::look_for_error() const {
    csv::csv_reader csv(text_, begin_);
    for (std::size_t record = begin_; csv.next(); record = csv.offset()) {
        const std::size_t fields = csv.fields().size();
        if (fields != plan_.fields && fields == 1 &&
            csv.fields().front().find_first_not_of(" \t") == std::string_view::npos) {
            return error(record, "the line is empty; take it out");
        }
        if (fields != plan_.fields) {
            return error(csv.offset_of(std::min(fields - 1, plan_.fields)),
                         "the row has " + std::to_string(fields) + " fields, the header " +
                             std::to_string(plan_.fields) +
                             (fields < plan_.fields ? "; add the missing ones, empty where nothing is known"
                                                    : "; a field that holds a comma must stand in quotes"));
        }
        if (csv.offset() - record > limits_.longest_record) {
            return error(record, "the row is longer than " + std::to_string(limits_.longest_record) +
                                     " bytes; a quote may be missing");
        }
    }
    return csv.error() ? std::optional(error(*csv.error())) : std::nullopt;
}

diagnostic record_file::find_first_error() const {
    return look_for_error().value_or(
        error_at(name_, {0, 0}, "the file changed while it was read; read it again"));
}

/// Looks at all bytes, and numbers the records. False: it was cancelled.
bool record_file::cut(const work_options& options, bool& are_text) {
    const std::size_t count = (text_.size() + limits_.chunk - 1) / limits_.chunk;
    std::vector<csv::part_bytes> bytes(count);
    if (!for_each_morsel(
            without_progress(options), {}, text_.size(),
            [&](unsigned, std::size_t first, std::size_t end) {
                bytes[first / limits_.chunk] = csv::check_part(text_, first, end);
            },
            limits_.chunk)) {
        return false;
    }
    are_text = std::ranges::all_of(bytes, &csv::part_bytes::are_text);
    // every line end outside quotes ends a record, of which the header is the first
    parts_.resize(count + 1);
    for (std::size_t i = 0; i < count; ++i) {
        const bool is_in_quotes = parts_[i].is_in_quotes;
        parts_[i + 1] = {parts_[i].first_row + bytes[i].line_ends[is_in_quotes ? 1 : 0],
                         is_in_quotes != bytes[i].has_open_quotes};
    }
    if (text_.ends_with('\n') && !parts_.back().is_in_quotes) {
        --parts_.back().first_row;  // no record begins behind the last line end
    }
    return true;
}

result<record_file, std::vector<diagnostic>> record_file::open(table_text text, record_plan plan,
                                                               const work_options& options,
                                                               const chunk_limits& limits) {
    if (!text.bytes) {
        return is_cancelled(options) ? cancelled_error()
                                     : std::vector{error_at(text.name, {0, 0}, text.problem)};
    }
    record_file file(std::move(text), std::move(plan), limits);
    header head = file.read_header();
    bool are_text = false;
    if (!file.cut(options, are_text)) {
        return cancelled_error();
    }
    if (!are_text) {
        const auto bad = csv::find_bad_byte(file.text_);
        return std::vector{bad ? file.error(bad->offset, std::string(bad->message))
                               : file.find_first_error()};
    }
    // A record takes a byte for each of its fields, but for the last one of the file.
    if (head.errors.empty() && file.rows() > file.text_.size() / file.plan_.fields + 1) {
        return std::vector{file.find_first_error()};
    }
    if (head.errors.empty()) {
        return file;
    }
    if (head.is_usable) {
        if (auto first = file.look_for_error()) {
            head.errors.push_back(std::move(*first));
        }
    }
    return std::move(head.errors);
}

std::optional<csv::record_range> record_file::records(std::size_t part) const noexcept {
    const std::size_t first = part * limits_.chunk;
    const std::size_t end = std::min(text_.size(), first + limits_.chunk);
    auto range =
        csv::records_of_part(text_, first, end, parts_[part].is_in_quotes, parts_[part + 1].is_in_quotes);
    if (!range || range->end <= begin_ ||
        range->end - range->begin > limits_.chunk + limits_.longest_record) {
        return std::nullopt;
    }
    range->begin = std::max(range->begin, begin_);
    return range;
}

std::size_t record_file::part_of(std::size_t row) const noexcept {
    const auto behind = std::ranges::upper_bound(parts_, row, {}, &start::first_row);
    return static_cast<std::size_t>(behind - parts_.begin()) - 1;
}

}  // namespace detail::tables
ECFLINK_END_NAMESPACE
