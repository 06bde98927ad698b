#include "cli/row_places.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

#include <fmt/format.h>

#include "cli/ledger_address.hpp"
#include "cli/process.hpp"

namespace ecflink::cli {
namespace {

/// The lines on which the records of a CSV file begin. A quoted field may hold line ends.
std::vector<std::uint64_t> lines_of_records(const std::filesystem::path& place) {
    std::ifstream file(place, std::ios::binary);
    std::vector<std::uint64_t> lines;
    std::uint64_t line = 1;
    bool is_quoted = false;
    bool begins = true;
    for (std::istreambuf_iterator<char> at(file); at != std::istreambuf_iterator<char>(); ++at) {
        if (begins) {
            lines.push_back(line);
            begins = false;
        }
        if (*at == '"') {
            is_quoted = !is_quoted;
        } else if (*at == '\n') {
            ++line;
            begins = !is_quoted;
        }
    }
    return lines;
}

}  // namespace

std::filesystem::path row_places::file_of(std::string_view table) const {
    return std::filesystem::path(place_) / (std::string(table) + ".csv");
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
    if (is_ledger_address(place_)) {
        made.file = of(table, row);
    } else {
        made.line = line_of(table, row);
    }
    return made;
}

std::string row_places::of(std::string_view table, std::size_t row) {
    return is_ledger_address(place_) ? fmt::format("row {} of {}", row + 1, table)
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
