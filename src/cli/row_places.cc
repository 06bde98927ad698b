#include "cli/row_places.hpp"

#include <algorithm>

#include <fmt/format.h>

#include <ecflink/tables/csv_file.hpp>
#include <ecflink/tables/ledger_folder.hpp>

#include "cli/ledger_address.hpp"
#include "cli/process.hpp"

namespace ecflink::cli {
std::filesystem::path row_places::file_of(std::string_view table) const {
    return !links_.empty() && table == "links" ? std::filesystem::path(links_) : file_of_table(place_, table);
}

bool row_places::has_no_lines(std::string_view table) const {
    return is_ledger_address(place_) || file_of(table) == standard_input;
}

std::uint64_t row_places::line_of(std::string_view table, std::size_t row) {
    auto known = lines_.find(table);
    if (known == lines_.end()) {
        known = lines_.emplace(table, lines_of_records(file_of(table))).first;
    }
    return row + 1 < known->second.size() ? known->second[row + 1] : 0;
}

diagnostic row_places::at(std::string_view table, std::size_t row, severity weight, std::string message) {
    diagnostic made{.severity = weight,
                    .file = file_of(table).string(),
                    .line = 0,
                    .column = 0,
                    .path = {},
                    .message = std::move(message),
                    .found = {},
                    .expected = {}};
    if (has_no_lines(table)) {
        made.file = of(table, row);
    } else {
        made.line = line_of(table, row);
    }
    return made;
}

std::string row_places::of(std::string_view table, std::size_t row) {
    return has_no_lines(table) ? fmt::format("row {} of {}", row + 1, table)
                               : fmt::format("{}:{}", file_of(table).string(), line_of(table, row));
}

void refuse_rows(const std::string& folder, std::string_view table, std::span<const std::size_t> rows,
                 const std::function<std::string(std::size_t)>& what_is_wrong) {
    row_places places(folder);
    std::vector<diagnostic> troubles;
    for (const std::size_t row : rows.first(std::min<std::size_t>(rows.size(), 10))) {
        troubles.push_back(places.at(table, row, severity::error, what_is_wrong(row)));
    }
    if (rows.size() > troubles.size()) {
        troubles.push_back(
            error_of_file(troubles.front().file,
                          fmt::format("{} more such rows are not listed", rows.size() - troubles.size())));
    }
    throw failure(troubles);
}

}  // namespace ecflink::cli
