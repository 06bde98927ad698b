// sheet.hpp: the cells of a spreadsheet, as they were read from its file.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "convert/package.hpp"
#include "convert/written_table.hpp"

namespace ecflink::convert {

/// A sheet has no more than these.
inline constexpr std::size_t most_rows = 1'048'576;
inline constexpr std::size_t most_columns = 16'384;

struct stored_cell {
    std::uint32_t row = 0;
    std::uint32_t column = 0;
    cell shown;
};

struct sheet {
    std::string name;
    std::vector<stored_cell> cells;  ///< by row, and then by column; none is empty

    /// Throws if the place is beyond every sheet, or not behind the cell before it.
    void add(std::size_t row, std::size_t column, const cell& shown) {
        const bool is_behind = cells.empty() || cells.back().row < row ||
                               (cells.back().row == row && cells.back().column < column);
        if (row >= most_rows || column >= most_columns || !is_behind) {
            throw std::runtime_error("the cells of sheet " + name + " are not in order");
        }
        cells.push_back({static_cast<std::uint32_t>(row), static_cast<std::uint32_t>(column), shown});
    }
};

/// The sheets of a file, with the texts of their cells.
struct workbook {
    std::deque<sheet> sheets;
    std::deque<std::string> texts;

    [[nodiscard]] std::string_view keep(std::string text) { return texts.emplace_back(std::move(text)); }
};

/// Each reads all sheets of a file. Throws std::exception where the file is damaged.
void read_xlsx(const package& file, workbook& into);
void read_ods(const package& file, workbook& into);

}  // namespace ecflink::convert
