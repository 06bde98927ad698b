#include <ecflink/tables/csv_file.hpp>

#include "tables/csv_tables.hpp"

ECFLINK_BEGIN_NAMESPACE

struct csv_file::state {
    detail::tables::csv_records records;
    std::vector<batch> batches;  ///< borrowed from the records
};

csv_file::csv_file(std::unique_ptr<const state> read) noexcept : state_(std::move(read)) {}
csv_file::~csv_file() = default;
csv_file::csv_file(csv_file&&) noexcept = default;
csv_file& csv_file::operator=(csv_file&&) noexcept = default;

result<csv_file, std::vector<diagnostic>> csv_file::read(const std::filesystem::path& file,
                                                         std::span<const csv_column> wanted,
                                                         const work_options& options,
                                                         std::string_view stage) {
    detail::tables::record_plan plan;
    for (const csv_column& column : wanted) {
        plan.columns.push_back({.name = column.name,
                                .is_required = column.is_required,
                                .rule = {.kind = detail::tables::field_kind::word,
                                         .is_token = column.is_readable,
                                         .expected = column.expected},
                                .field = std::nullopt});
    }
    auto records = detail::tables::read_csv(detail::tables::open_table(file, options), stage, std::move(plan),
                                            nullptr, options);
    if (!records) {
        return std::move(records).error();
    }
    auto read = std::make_unique<state>(state{.records = std::move(records).value(), .batches = {}});
    for (const auto& part : read->records.batches) {
        const detail::tables::column_batch& from = part->batch();
        batch& added = read->batches.emplace_back();
        added.rows = from.rows;
        added.malformed = from.malformed_rows;
        for (const auto& column : from.columns) {
            added.columns.push_back(column ? std::get<text_column>(*column) : text_column{});
        }
    }
    for (auto& column : read->records.plan->columns) {
        column.name = {};  // borrowed from `wanted`
    }
    return csv_file(std::move(read));
}

std::span<const csv_file::batch> csv_file::batches() const noexcept { return state_->batches; }
bool csv_file::has(std::size_t column) const noexcept {
    return state_->records.plan->columns[column].field.has_value();
}
const file_summary& csv_file::summary() const noexcept { return state_->records.summary; }
std::span<const diagnostic> csv_file::warnings() const noexcept { return state_->records.warnings; }

std::vector<std::uint64_t> lines_of_records(const std::filesystem::path& file) {
    const detail::tables::table_text text = detail::tables::open_table(file, {});
    std::vector<std::uint64_t> lines;
    std::uint64_t line = 1;
    bool is_quoted = false;
    bool begins = true;
    for (const char c : text.bytes ? text.bytes->view() : std::string_view{}) {
        if (begins) {
            lines.push_back(line);
            begins = false;
        }
        if (c == '"') {
            is_quoted = !is_quoted;
        } else if (c == '\n') {
            ++line;
            begins = !is_quoted;
        }
    }
    return lines;
}

ECFLINK_END_NAMESPACE
