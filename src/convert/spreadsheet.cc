// Opens .xlsx and .ods files.
#include <algorithm>
#include <exception>
#include <utility>

#include <fmt/format.h>

#include "convert/sheet.hpp"

namespace ecflink::convert {
namespace {

/// "B7"
std::string address_of(std::uint32_t row, std::size_t column) {
    std::string letters;
    for (std::size_t rest = column + 1; rest > 0; rest = (rest - 1) / 26) {
        letters.insert(letters.begin(), static_cast<char>('A' + (rest - 1) % 26));
    }
    return letters + std::to_string(row + 1);
}

/// The rows of one sheet. Rows without a cell are passed over.
class sheet_rows : public written_table {
public:
    sheet_rows(std::shared_ptr<const workbook> book, std::string place, const sheet& from)
        : book_(std::move(book)), place_(std::move(place)), from_(&from) {}

    [[nodiscard]] bool next() override {
        row_.clear();
        const std::vector<stored_cell>& cells = from_->cells;
        if (next_ == cells.size()) {
            return false;
        }
        number_ = cells[next_].row;
        for (; next_ < cells.size() && cells[next_].row == number_; ++next_) {
            row_.resize(cells[next_].column + std::size_t{1});
            row_.back() = cells[next_].shown;
        }
        return true;
    }
    [[nodiscard]] std::uint64_t row() const override { return number_ + std::uint64_t{1}; }
    [[nodiscard]] std::span<const cell> cells() const override { return row_; }
    [[nodiscard]] diagnostic at(std::optional<std::size_t> column, std::string message) const override {
        return error_of(
            place_ + '!' + (column ? address_of(number_, *column) : fmt::format("{0}:{0}", number_ + 1)),
            std::move(message));
    }
    [[nodiscard]] const std::optional<diagnostic>& error() const override { return none_; }

private:
    std::shared_ptr<const workbook> book_;
    std::string place_;
    const sheet* from_;
    std::size_t next_ = 0;
    std::uint32_t number_ = 0;
    std::vector<cell> row_;
    std::optional<diagnostic> none_;
};

}  // namespace

result<std::vector<found_table>, std::vector<diagnostic>> open_spreadsheet(const std::string& file,
                                                                           std::string_view bytes) {
    const auto book = std::make_shared<workbook>();
    try {
        const package opened(bytes);
        if (opened.has("[Content_Types].xml")) {
            read_xlsx(opened, *book);
        } else if (opened.has("content.xml")) {
            read_ods(opened, *book);
        } else {
            return std::vector{
                error_of(file, "this is no spreadsheet that can be read; save it as .xlsx, .ods or CSV")};
        }
    } catch (const std::bad_alloc&) {
        throw;
    } catch (const std::exception& problem) {
        return std::vector{error_of(file, fmt::format("the spreadsheet is damaged: {}; open it in its "
                                                      "program, and save it again, or as CSV",
                                                      problem.what()))};
    }
    std::vector<found_table> tables;
    for (const sheet& one : book->sheets) {
        if (!one.cells.empty()) {
            tables.push_back(
                {file, one.name, std::make_unique<sheet_rows>(book, file + ':' + one.name, one)});
        }
    }
    if (tables.empty()) {
        return std::vector{error_of(file, "every sheet of the spreadsheet is empty")};
    }
    return tables;
}

}  // namespace ecflink::convert
