#include "tables/csv_tables.hpp"

#include <algorithm>
#include <atomic>
#include <concepts>
#include <iterator>
#include <string>
#include <utility>
#include <variant>

#include "tables/workers.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::tables {

void add_summary(file_summary& summary, const column_batch& batch, csv::position_finder& positions) {
    summary.rows += batch.rows;
    summary.malformed += batch.malformed;
    summary.troubles += batch.troubles;
    for (const trouble& one : batch.first_troubles) {
        if (summary.first_troubles.size() >= most_troubles_shown) {
            return;
        }
        const csv::text_position place = positions(one.offset);
        diagnostic& warning = summary.first_troubles.emplace_back(one.warning);
        warning.file = summary.file;
        warning.line = place.line;
        warning.column = place.column;
    }
}

std::optional<csv::record_range> read_part(record_reader& reader, const record_file& file, std::size_t part) {
    const auto range = file.records(part);
    const bool is_read = range && reader.read(file.text().substr(0, range->end), range->begin) &&
                         reader.batch().rows == file.rows(part);
    return is_read ? range : std::nullopt;
}

result<csv_records, std::vector<diagnostic>> read_csv(table_text text, std::string_view stage,
                                                      record_plan plan, const policy_set* policies,
                                                      const work_options& options,
                                                      const chunk_limits& limits) {
    auto opened = record_file::open(std::move(text), std::move(plan), options, limits);
    if (!opened) {
        return std::move(opened).error();
    }
    const record_file& file = opened.value();
    csv_records read{.plan = std::make_unique<record_plan>(file.plan()),
                     .batches = {},
                     .summary = {},
                     .warnings = file.warnings()};
    std::vector<std::unique_ptr<record_reader>> parts(file.parts());
    std::atomic<bool> are_good = true;
    const auto read_into = [&](unsigned, std::size_t first, std::size_t) {
        const std::size_t part = first / file.chunk();
        if (!are_good || file.rows(part) == 0) {
            return;
        }
        auto reader = std::make_unique<record_reader>(*read.plan, policies);
        if (read_part(*reader, file, part)) {
            parts[part] = std::move(reader);
        } else {
            are_good = false;
        }
    };
    if (!for_each_morsel(options, stage, file.text().size(), read_into, file.chunk())) {
        return cancelled_error();
    }
    if (!are_good) {
        return std::vector{file.find_first_error()};
    }
    read.summary.file = file.name();
    csv::position_finder positions(file.text());
    for (std::unique_ptr<record_reader>& part : parts) {
        if (part) {
            add_summary(read.summary, part->batch(), positions);
            read.batches.push_back(std::move(part));
        }
    }
    return read;
}

namespace {

/// What the readers of the tables share.
struct reading {
    const folder_texts& texts;
    const policy_set& policies;
    const work_options& options;
    const chunk_limits& limits;
    folder_tables tables;
    std::vector<diagnostic> errors;
};

/// Adds the records of a file to the tables.
template <class Table>
void add(folder_tables& tables, csv_records records) {
    for (std::unique_ptr<record_reader>& part : records.batches) {
        std::get<std::vector<Table>>(tables.batches).push_back(to_table<Table>(part->batch()));
        tables.memory.push_back(std::move(part));
    }
    tables.plans.push_back(std::move(records.plan));
    tables.files.push_back(std::move(records.summary));
    std::ranges::move(records.warnings, std::back_inserter(tables.warnings));
}

/// Reads a table; without it there is an error if it is needed.
template <class Table>
void read_table(reading& in, bool is_needed) {
    if (!is_needed && in.texts.find(table_name<Table>) == nullptr) {
        return;
    }
    auto read = read_csv(in.texts.get(table_name<Table>), table_name<Table>, make_plan<Table>(), &in.policies,
                         in.options, in.limits);
    if (read) {
        add<Table>(in.tables, std::move(read).value());
    } else {
        std::ranges::move(read.error(), std::back_inserter(in.errors));
    }
}

/// The tables that a ledger may lack, and that are small beside the others.
void read_small_tables(reading& in) {
    read_table<tombstone_columns>(in, false);
    read_table<roster_columns>(in, false);
    read_table<registration_columns>(in, false);
}

result<folder_tables, std::vector<diagnostic>> tables_of(reading in) {
    if (is_cancelled(in.options)) {
        return cancelled_error();
    }
    if (!in.errors.empty()) {
        return std::move(in.errors);
    }
    return std::move(in.tables);
}

}  // namespace

std::optional<diagnostic> check_folder(const std::filesystem::path& folder) {
    std::error_code problem;
    if (std::filesystem::is_directory(folder, problem)) {
        return std::nullopt;
    }
    const std::string wrong =
        problem ? "the folder cannot be read: " + problem.message() : "this is no folder";
    return error_at(
        folder.string(), {0, 0},
        wrong + "; name the folder that holds central_accounts.csv, court_accounts.csv and links.csv");
}

result<folder_tables, std::vector<diagnostic>> read_small_tables(const folder_texts& texts,
                                                                 const policy_set& policies,
                                                                 const work_options& options) {
    const chunk_limits limits;
    reading in{.texts = texts,
               .policies = policies,
               .options = options,
               .limits = limits,
               .tables = {},
               .errors = {}};
    read_small_tables(in);
    return tables_of(std::move(in));
}

result<folder_tables, std::vector<diagnostic>> read_tables(const folder_texts& texts,
                                                           const policy_set& policies,
                                                           const work_options& options,
                                                           const chunk_limits& limits,
                                                           const needed_tables& needed) {
    reading in{.texts = texts,
               .policies = policies,
               .options = options,
               .limits = limits,
               .tables = {},
               .errors = {}};
    read_table<central_account_columns>(in, needed.central_accounts);
    read_table<court_account_columns>(in, needed.court_accounts);
    read_table<link_columns>(in, needed.links);
    read_small_tables(in);
    return tables_of(std::move(in));
}

result<folder_tables, std::vector<diagnostic>> read_candidates(const std::filesystem::path& path,
                                                               const policy_set& policies,
                                                               const work_options& options) {
    record_plan plan = make_plan<link_columns>();
    plan.columns.resize(3);
    auto read = read_csv(open_table(path, options), "candidates", std::move(plan), &policies, options);
    if (!read) {
        return std::move(read).error();
    }
    folder_tables tables;
    add<link_columns>(tables, std::move(read).value());
    return tables;
}

}  // namespace detail::tables
ECFLINK_END_NAMESPACE
