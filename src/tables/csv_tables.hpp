// csv_tables.hpp: files of CSV as columns: those of a ledger folder, and pairs to be linked.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>
#include <tuple>
#include <vector>

#include <ecflink/tables/columns.hpp>
#include <ecflink/tables/ledger_folder.hpp>
#include <ecflink/tables/rows.hpp>
#include <ecflink/tables/work.hpp>

#include "csv/csv_reader.hpp"
#include "tables/csv_columns.hpp"
#include "tables/record_file.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::tables {

/// The tables of a folder and the memory that holds them.
struct folder_tables {
    std::tuple<std::vector<central_account_columns>, std::vector<court_account_columns>,
               std::vector<link_columns>, std::vector<tombstone_columns>, std::vector<roster_columns>,
               std::vector<registration_columns>>
        batches;
    std::vector<std::unique_ptr<record_plan>> plans;  ///< which the readers borrow
    std::vector<std::unique_ptr<record_reader>> memory;
    std::vector<file_summary> files;
    std::vector<diagnostic> warnings;
};

/// What a file holds.
struct csv_records {
    std::unique_ptr<record_plan> plan;  ///< with the places of the columns that the file has
    std::vector<std::unique_ptr<record_reader>> batches;  ///< which borrow the plan
    file_summary summary;
    std::vector<diagnostic> warnings;  ///< one for each unknown column
};

/// Reads a part that has records, and returns where they are. Nothing: one of them cannot be read.
[[nodiscard]] std::optional<csv::record_range> read_part(record_reader& reader, const record_file& file,
                                                         std::size_t part);

/// Adds the rows of a part to the summary of its file.
void add_summary(file_summary& summary, const column_batch& batch, csv::position_finder& positions);

/// Reads a table on as many threads as the options say. The policies have the zones of courts, and
/// may be null if no column of the plan holds courts.
[[nodiscard]] result<csv_records, std::vector<diagnostic>> read_csv(table_text text, std::string_view stage,
                                                                    record_plan plan,
                                                                    const policy_set* policies,
                                                                    const work_options& options,
                                                                    const chunk_limits& limits = {});

/// An error, if this is not a folder.
[[nodiscard]] std::optional<diagnostic> check_folder(const std::filesystem::path& folder);

[[nodiscard]] result<folder_tables, std::vector<diagnostic>> read_tables(const folder_texts& texts,
                                                                         const policy_set& policies,
                                                                         const work_options& options,
                                                                         const chunk_limits& limits = {},
                                                                         const needed_tables& needed = {});

/// Those tables of a folder that it may lack: tombstones, roster and registrations.
[[nodiscard]] result<folder_tables, std::vector<diagnostic>> read_small_tables(const folder_texts& texts,
                                                                               const policy_set& policies,
                                                                               const work_options& options);

/// Pairs to be linked: links with a court, a login and a central id, and no other field.
[[nodiscard]] result<folder_tables, std::vector<diagnostic>> read_candidates(
    const std::filesystem::path& path, const policy_set& policies, const work_options& options);

}  // namespace detail::tables
ECFLINK_END_NAMESPACE
