// Sheets of .ods files (OpenDocument 1.3, part 3).
#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "convert/number_format.hpp"
#include "convert/sheet.hpp"
#include "convert/written_time.hpp"

namespace ecflink::convert {
namespace {

class content_file : public xml_events {
public:
    explicit content_file(workbook& into) : into_(&into) {}

    void begin(std::string_view name, const attributes& given) override {
        if (name == "annotation" || name == "tracked-changes") {
            ++passed_over_;  // remarks, and what was there before
        }
        if (passed_over_ > 0) {
            return;
        }
        if (name == "table") {
            sheet_ = &into_->sheets.emplace_back();
            sheet_->name = given["name"];
            row_ = 0;
        } else if (name == "table-row") {
            row_repeats_ = std::max<std::size_t>(1, whole_number(given["number-rows-repeated"]).value_or(1));
            column_ = 0;
            cells_.clear();
        } else if (name == "table-cell" || name == "covered-table-cell") {
            repeats_ = std::max<std::size_t>(1, whole_number(given["number-columns-repeated"]).value_or(1));
            type_ = given["value-type"];
            value_ = given[type_ == "date"      ? "date-value"
                           : type_ == "boolean" ? "boolean-value"
                           : type_ == "string"  ? "string-value"
                                                : "value"];
            text_.clear();
            paragraphs_ = 0;
        } else if ((name == "p" && paragraphs_++ > 0) || name == "line-break") {
            text_ += '\n';
        } else if (name == "s") {
            text_.append(std::min<std::size_t>(whole_number(given["c"]).value_or(1), 256), ' ');
        } else if (name == "tab") {
            text_ += '\t';
        }
        is_paragraph_ += name == "p" ? 1 : 0;
    }
    void text(std::string_view part) override {
        if (passed_over_ == 0 && is_paragraph_ > 0) {
            text_ += part;
        }
    }
    void end(std::string_view name) override {
        if (name == "annotation" || name == "tracked-changes") {
            --passed_over_;
            return;
        }
        if (passed_over_ > 0) {
            return;
        }
        if (name == "p") {
            --is_paragraph_;
        } else if (name == "table-cell" || name == "covered-table-cell") {
            end_cell();
        } else if (name == "table-row") {
            end_row();
        }
    }

private:
    [[nodiscard]] cell make_cell() {
        if (type_ == "date") {
            const auto at = parse_local_iso(value_);
            return at ? cell{cell_kind::time, {}, *at}
                      : cell{cell_kind::error, into_->keep(std::exchange(value_, {})), {}};
        }
        if (type_ == "boolean") {
            return {cell_kind::boolean, value_ == "true" ? "true" : "false", {}};
        }
        if (type_ == "float") {
            double number = 0;
            const auto [end, problem] = std::from_chars(value_.data(), value_.data() + value_.size(), number);
            if (problem != std::errc{}) {
                return {cell_kind::error, into_->keep(std::exchange(value_, {})), {}};
            }
            // what the cell shows may have zeros before the number
            std::string digits = digits_of(number, {});
            const bool is_padded = text_.size() > digits.size() && text_.ends_with(digits) &&
                                   text_.find_first_not_of('0') == text_.size() - digits.size();
            return {cell_kind::number, into_->keep(is_padded ? text_ : std::move(digits)), {}};
        }
        // currencies, percentages and times of day stand as they are shown
        std::string text = type_ == "string" && !value_.empty() ? value_ : std::exchange(text_, {});
        const cell_kind kind = text.empty()                                        ? cell_kind::empty
                               : text.starts_with('#') || text.starts_with("Err:") ? cell_kind::error
                                                                                   : cell_kind::text;
        return {kind, into_->keep(std::move(text)), {}};
    }
    void end_cell() {
        const cell shown = make_cell();
        if (shown.kind != cell_kind::empty) {
            for (std::size_t i = 0; i < std::min(repeats_, most_columns); ++i) {
                cells_.emplace_back(column_ + i, shown);
            }
        }
        column_ += std::min(repeats_, most_columns);
        type_.clear();
        value_.clear();
    }
    void end_row() {
        if (!cells_.empty() && sheet_ != nullptr) {
            for (std::size_t i = 0; i < row_repeats_; ++i) {
                for (const auto& [column, shown] : cells_) {
                    sheet_->add(row_ + i, column, shown);
                }
            }
        }
        row_ += row_repeats_;
    }

    workbook* into_;
    sheet* sheet_ = nullptr;
    std::size_t row_ = 0;
    std::size_t row_repeats_ = 1;
    std::size_t column_ = 0;
    std::vector<std::pair<std::size_t, cell>> cells_;  ///< of the row
    std::size_t repeats_ = 1;
    std::string type_;
    std::string value_;
    std::string text_;
    int paragraphs_ = 0;
    int is_paragraph_ = 0;
    int passed_over_ = 0;
};

}  // namespace

void read_ods(const package& file, workbook& into) {
    content_file events(into);
    file.read("content.xml", events);
}

}  // namespace ecflink::convert
