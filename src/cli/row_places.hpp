// row_places.hpp: where the rows of a folder's tables stand, for messages about rows that were read
// without trouble.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <ecflink/text/diagnostic.hpp>

namespace ecflink::cli {

/// Reads a file again when the first of its rows is asked for.
class row_places {
public:
    /// `place`: a folder of tables, or the address of a ledger, whose rows have no lines. `links`:
    /// what was read in place of its links.
    explicit row_places(std::string place, std::string links = {})
        : place_(std::move(place)), links_(std::move(links)) {}

    /// A message about a row, from 0, of a table such as "links".
    [[nodiscard]] diagnostic at(std::string_view table, std::size_t row, severity weight,
                                std::string message);
    /// "ledger/links.csv:3"; of a ledger and of standard input, "row 2 of links".
    [[nodiscard]] std::string of(std::string_view table, std::size_t row);
    [[nodiscard]] std::filesystem::path file_of(std::string_view table) const;
    /// Whether its rows cannot be looked up: those of a ledger, and of standard input.
    [[nodiscard]] bool has_no_lines(std::string_view table) const;

private:
    /// From 1; 0 if the file can no longer be read.
    [[nodiscard]] std::uint64_t line_of(std::string_view table, std::size_t row);

    std::string place_;
    std::string links_;
    /// of the header and each row
    std::map<std::string, std::vector<std::uint64_t>, std::less<>> lines_;
};

/// Throws a failure with the places of the first ten of these rows, from 0, what is wrong with
/// each, and how many more there are. There is at least one.
[[noreturn]] void refuse_rows(const std::string& folder, std::string_view table,
                              std::span<const std::size_t> rows,
                              const std::function<std::string(std::size_t)>& what_is_wrong);

}  // namespace ecflink::cli
