// A file is cut into chunks at line ends outside quotes, and every chunk becomes a batch. If a
// chunk cannot be read, the file is read again from its beginning to find the first error. Only
// files with an error pay for that.
#include "tables/csv_tables.hpp"

#include <algorithm>
#include <atomic>
#include <concepts>
#include <iterator>
#include <string>
#include <utility>
#include <variant>

#include <ecflink/text/ascii_text.hpp>

#include "base/file_text.hpp"
#include "csv/csv_chunks.hpp"
#include "csv/csv_reader.hpp"
#include "tables/workers.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::tables {
namespace {

diagnostic error_at(const std::string& file, csv::text_position place, std::string message,
                    std::string found = {}) {
    return {severity::error, file, place.line, place.column, {}, std::move(message), std::move(found), {}};
}

/// One file, whose bytes are in memory.
struct csv_file {
    std::string name;
    std::string_view text;

    [[nodiscard]] diagnostic error(std::size_t offset, std::string message, std::string found = {}) const {
        return error_at(name, csv::position_of(text, offset), std::move(message), std::move(found));
    }
    [[nodiscard]] diagnostic error(const csv::csv_error& problem) const {
        return error(problem.offset, std::string(problem.message) + "; " + std::string(problem.remedy));
    }
};

/// The header of a file.
struct header {
    std::size_t end = 0;  ///< where the records begin
    std::vector<diagnostic> warnings;
    std::vector<diagnostic> errors;
    bool is_usable = false;  ///< the records can be read
};

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

/// Reads the header, and puts into the plan where the columns are.
header read_header(const csv_file& file, record_plan& plan) {
    header read;
    csv::csv_reader csv(file.text);
    if (!csv.next()) {
        read.errors.push_back(
            csv.error() ? file.error(*csv.error())
                        : file.error(0, "the file is empty; it must begin with a row of column names"));
        return read;
    }
    read.end = csv.offset();
    plan.fields = csv.fields().size();
    std::uint64_t unknown = 0;
    std::uint64_t repeated = 0;
    for (std::size_t i = 0; i < plan.fields; ++i) {
        const std::string_view name = csv.fields()[i];
        const auto known = std::ranges::find(plan.columns, name, &record_plan::column::name);
        if (known == plan.columns.end()) {
            if (unknown++ < most_troubles_shown) {
                read.warnings.push_back(
                    file.error(csv.offset_of(i), "the column is not known and is left out", shown(name)));
            }
        } else if (known->field) {
            if (repeated++ < most_troubles_shown) {
                read.errors.push_back(
                    file.error(csv.offset_of(i), "the column stands twice in the header", shown(name)));
            }
        } else {
            known->field = i;
        }
    }
    if (unknown > most_troubles_shown) {
        read.warnings.push_back(error_at(
            file.name, {1, 0},
            std::to_string(unknown - most_troubles_shown) + " more columns are not known and are left out"));
    }
    if (repeated > most_troubles_shown) {
        read.errors.push_back(error_at(
            file.name, {1, 0},
            std::to_string(repeated - most_troubles_shown) + " more columns stand twice in the header"));
    }
    for (diagnostic& warning : read.warnings) {
        warning.severity = severity::warning;
    }
    std::vector<std::string_view> missing;
    for (const record_plan::column& column : plan.columns) {
        if (column.is_required && !column.field) {
            missing.push_back(column.name);
        }
    }
    if (!missing.empty()) {
        std::string_view line = file.text.substr(0, file.text.find_first_of("\r\n"));
        line.remove_prefix(line.starts_with("\xEF\xBB\xBF") ? 3 : 0);
        read.errors.push_back(file.error(
            0,
            (missing.size() == 1 ? "the required column " : "the required columns ") + joined(missing) +
                (missing.size() == 1 ? " is" : " are") + " missing; " + what_mends(line, missing),
            shown(line)));
    }
    read.is_usable = missing.empty();
    return read;
}

/// The first error of a file in which a chunk could not be read.
diagnostic find_first_error(const csv_file& file, const record_plan& plan, std::size_t begin,
                            const chunk_limits& limits) {
    csv::csv_reader csv(file.text, begin);
    for (std::size_t record = begin; csv.next(); record = csv.offset()) {
        const std::size_t fields = csv.fields().size();
        if (fields != plan.fields && fields == 1 &&
            csv.fields().front().find_first_not_of(" \t") == std::string_view::npos) {
            return file.error(record, "the line is empty; take it out");
        }
        if (fields != plan.fields) {
            return file.error(
                csv.offset_of(std::min(fields - 1, plan.fields)),
                "the row has " + std::to_string(fields) + " fields, the header " +
                    std::to_string(plan.fields) +
                    (fields < plan.fields ? "; add the missing ones, empty where nothing is known"
                                          : "; a field that holds a comma must stand in quotes"));
        }
        if (csv.offset() - record > limits.longest_record) {
            return file.error(record, "the row is longer than " + std::to_string(limits.longest_record) +
                                          " bytes; a quote may be missing");
        }
    }
    return csv.error() ? file.error(*csv.error())
                       : error_at(file.name, {0, 0}, "the file changed while it was read; read it again");
}

/// The records of one file, chunk after chunk.
struct file_records {
    std::vector<std::optional<column_batch>> chunks;
    bool are_good = false;
    bool is_cancelled = false;
};

/// Cuts and reads the records after the header. Whether a chunk begins within quotes is known when
/// all quotes before it have been counted. Threads take chunks in their order, so that a thread
/// waits only for threads that are at work.
file_records read_in_chunks(std::string_view stage, std::string_view text, std::size_t begin,
                            const record_plan& plan, const policy_set* policies, const work_options& options,
                            const chunk_limits& limits) {
    enum class quotes : std::uint32_t { not_counted, are_closed, are_open, will_not_be_counted };
    const std::size_t count = (text.size() + limits.chunk - 1) / limits.chunk;
    const keyed_hash hash(keyed_hash::draw_secret());

    file_records records;
    records.chunks.resize(count);
    std::vector<std::atomic<quotes>> quotes_behind(count);
    std::atomic<bool> are_good = true;
    const auto tell = [&](std::size_t chunk, quotes state) {
        quotes_behind[chunk].store(state);
        quotes_behind[chunk].notify_all();
    };
    const auto read_chunk = [&](std::size_t chunk) {
        const std::size_t first = chunk * limits.chunk;
        const std::size_t end = std::min(text.size(), first + limits.chunk);
        const csv::part_bytes bytes = csv::check_part(text, first, end);
        quotes before = quotes::are_closed;
        if (chunk > 0) {
            quotes_behind[chunk - 1].wait(quotes::not_counted);
            before = quotes_behind[chunk - 1].load();
        }
        if (!bytes.are_text || before == quotes::will_not_be_counted) {
            are_good = false;
            tell(chunk, quotes::will_not_be_counted);
            return;
        }
        const bool is_in_quotes = before == quotes::are_open;
        const bool is_in_quotes_behind = is_in_quotes != bytes.has_open_quotes;
        tell(chunk, is_in_quotes_behind ? quotes::are_open : quotes::are_closed);

        const auto range = csv::records_of_part(text, first, end, is_in_quotes, is_in_quotes_behind);
        if (!range || range->end <= begin) {
            return;
        }
        if (range->end - range->begin > limits.chunk + limits.longest_record) {
            are_good = false;
            return;
        }
        records.chunks[chunk] =
            read_records(plan, policies, hash, text.substr(0, range->end), std::max(begin, range->begin));
        if (!records.chunks[chunk]) {
            are_good = false;
        }
    };

    const auto read_or_tell = [&](unsigned, std::size_t first, std::size_t) {
        const std::size_t chunk = first / limits.chunk;
        try {
            if (are_good) {
                read_chunk(chunk);
            } else {
                tell(chunk, quotes::will_not_be_counted);
            }
        } catch (...) {
            tell(chunk, quotes::will_not_be_counted);
            throw;
        }
    };
    records.is_cancelled = !for_each_morsel(options, stage, text.size(), read_or_tell, limits.chunk);
    records.are_good = are_good;
    return records;
}

}  // namespace

result<csv_records, std::vector<diagnostic>> read_csv(const std::filesystem::path& path,
                                                      std::string_view stage, record_plan plan,
                                                      const policy_set* policies, const work_options& options,
                                                      const chunk_limits& limits) {
    const auto bytes = file_text::open(path);
    if (!bytes) {
        return std::vector{error_at(path.string(), {0, 0}, bytes.error())};
    }
    const csv_file file{path.string(), csv::without_empty_last_line(bytes.value().view())};
    header head = read_header(file, plan);
    file_records records;
    if (head.is_usable) {
        records = read_in_chunks(stage, file.text, head.end, plan, policies, options, limits);
        if (records.is_cancelled) {
            return std::vector{error_at({}, {0, 0}, "cancelled")};
        }
    }
    if (!records.are_good) {
        if (const auto bad = csv::find_bad_byte(file.text)) {
            return std::vector{file.error(bad->offset, std::string(bad->message))};
        }
        if (head.is_usable) {
            head.errors.push_back(find_first_error(file, plan, head.end, limits));
        }
    }
    if (!head.errors.empty()) {
        return std::move(head.errors);
    }

    csv_records read{
        .plan = std::move(plan), .batches = {}, .summary = {}, .warnings = std::move(head.warnings)};
    read.summary.file = file.name;
    csv::position_finder positions(file.text);
    for (std::optional<column_batch>& chunk : records.chunks) {
        if (!chunk) {
            continue;
        }
        read.summary.rows += chunk->rows;
        read.summary.malformed += chunk->malformed;
        read.summary.troubles += chunk->troubles;
        for (trouble& one : chunk->first_troubles) {
            if (read.summary.first_troubles.size() < most_troubles_shown) {
                const csv::text_position place = positions(one.offset);
                one.warning.file = file.name;
                one.warning.line = place.line;
                one.warning.column = place.column;
                read.summary.first_troubles.push_back(std::move(one.warning));
            }
        }
        read.batches.push_back(std::move(*chunk));
    }
    return read;
}

namespace {

/// What the readers of the tables share.
struct reading {
    const policy_set& policies;
    const work_options& options;
    const chunk_limits& limits;
    folder_tables tables;
    std::vector<diagnostic> errors;
};

template <class Table>
record_plan make_plan() {
    record_plan plan;
    for (std::size_t i = 0; i < columns_of<Table>.size(); ++i) {
        plan.columns.push_back({columns_of<Table>[i].name, columns_of<Table>[i].is_required,
                                field_rules<Table>[i], std::nullopt});
    }
    plan.needs_login_or_central_id = std::same_as<Table, roster_columns>;
    return plan;
}

template <class Table>
Table to_table(const column_batch& batch) {
    Table table;
    table.rows = batch.rows;
    table.malformed = batch.malformed_rows;
    for (std::size_t i = 0; i < batch.columns.size(); ++i) {
        if (batch.columns[i]) {
            std::visit(
                [&](auto member) {
                    table.*member =
                        std::get<std::remove_reference_t<decltype(table.*member)>>(*batch.columns[i]);
                },
                columns_of<Table>[i].member);
        }
    }
    return table;
}

/// Adds the records of a file to the tables.
template <class Table>
void add(folder_tables& tables, csv_records records) {
    for (column_batch& batch : records.batches) {
        std::get<std::vector<Table>>(tables.batches).push_back(to_table<Table>(batch));
        tables.memory.push_back(std::move(batch.memory));
    }
    tables.files.push_back(std::move(records.summary));
    std::ranges::move(records.warnings, std::back_inserter(tables.warnings));
}

std::filesystem::path path_of(const std::filesystem::path& folder, std::string_view table) {
    return folder / (std::string(table) + ".csv");
}

/// Reads a table; without it there is an error if it is needed.
template <class Table>
void read_table(reading& in, const std::filesystem::path& folder, bool is_needed) {
    if (std::error_code ignored;
        !is_needed && !std::filesystem::exists(path_of(folder, table_name<Table>), ignored)) {
        return;
    }
    auto read = read_csv(path_of(folder, table_name<Table>), table_name<Table>, make_plan<Table>(),
                         &in.policies, in.options, in.limits);
    if (read) {
        add<Table>(in.tables, std::move(read).value());
    } else {
        std::ranges::move(read.error(), std::back_inserter(in.errors));
    }
}

}  // namespace

result<folder_tables, std::vector<diagnostic>> read_folder(const std::filesystem::path& folder,
                                                           const policy_set& policies,
                                                           const work_options& options,
                                                           const chunk_limits& limits,
                                                           const needed_tables& needed) {
    if (std::error_code problem; !std::filesystem::is_directory(folder, problem)) {
        const std::string wrong =
            problem ? "the folder cannot be read: " + problem.message() : "this is no folder";
        return std::vector{error_at(
            folder.string(), {0, 0},
            wrong + "; name the folder that holds central_accounts.csv, court_accounts.csv and links.csv")};
    }
    reading in{.policies = policies, .options = options, .limits = limits, .tables = {}, .errors = {}};
    read_table<central_account_columns>(in, folder, needed.central_accounts);
    read_table<court_account_columns>(in, folder, needed.court_accounts);
    read_table<link_columns>(in, folder, needed.links);
    read_table<tombstone_columns>(in, folder, false);
    read_table<roster_columns>(in, folder, false);
    read_table<registration_columns>(in, folder, false);
    if (options.cancelled != nullptr && options.cancelled->load()) {
        return std::vector{error_at({}, {0, 0}, "cancelled")};
    }
    if (!in.errors.empty()) {
        return std::move(in.errors);
    }
    return std::move(in.tables);
}

result<folder_tables, std::vector<diagnostic>> read_candidates(const std::filesystem::path& path,
                                                               const policy_set& policies,
                                                               const work_options& options) {
    record_plan plan = make_plan<link_columns>();
    plan.columns.resize(3);
    auto read = read_csv(path, "candidates", std::move(plan), &policies, options);
    if (!read) {
        return std::move(read).error();
    }
    folder_tables tables;
    add<link_columns>(tables, std::move(read).value());
    return tables;
}

}  // namespace detail::tables
ECFLINK_END_NAMESPACE
