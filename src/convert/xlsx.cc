// Sheets of .xlsx files (ECMA-376, part 1).
#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <optional>
#include <utility>

#include "convert/number_format.hpp"
#include "convert/sheet.hpp"
#include "convert/written_time.hpp"

namespace ecflink::convert {
namespace {

/// Which file of a package another one names, by its id and by its type.
class relations : public xml_events {
public:
    /// `folder`: of the file whose relations these are, with a slash at its end.
    explicit relations(std::string folder) : folder_(std::move(folder)) {}

    void begin(std::string_view name, const attributes& given) override {
        if (name != "Relationship") {
            return;
        }
        std::string target(given["Target"]);
        target = target.starts_with('/') ? target.substr(1) : folder_ + target;
        const std::string_view type = given["Type"];
        by_type_.emplace(type.substr(type.rfind('/') + 1), target);
        by_id_.emplace(given["Id"], target);
    }
    [[nodiscard]] std::optional<std::string> of_type(std::string_view type) const {
        return find(by_type_, type);
    }
    [[nodiscard]] std::optional<std::string> of_id(std::string_view id) const { return find(by_id_, id); }

private:
    using files = std::map<std::string, std::string, std::less<>>;

    static std::optional<std::string> find(const files& among, std::string_view key) {
        const auto found = among.find(key);
        return found == among.end() ? std::nullopt : std::optional(found->second);
    }

    std::string folder_;
    files by_id_;
    files by_type_;
};

class workbook_file : public xml_events {
public:
    void begin(std::string_view name, const attributes& given) override {
        if (name == "sheet") {
            sheets.emplace_back(given["name"], given["id"]);
        } else if (name == "workbookPr") {
            const std::string_view since_1904 = given["date1904"];
            has_1904 = since_1904 == "1" || since_1904 == "true";
        }
    }

    std::vector<std::pair<std::string, std::string>> sheets;  ///< names, and ids of relations
    bool has_1904 = false;
};

/// The text of a string, which may be cut into runs. How it is pronounced is no part of it.
class string_text {
public:
    void begin(std::string_view name) {
        if (name == "rPh") {
            is_spoken_ = true;
        }
        is_text_ = name == "t";
    }
    void end(std::string_view name) {
        if (name == "rPh") {
            is_spoken_ = false;
        }
        is_text_ = false;
    }
    void text(std::string_view part) {
        if (is_text_ && !is_spoken_) {
            text_ += part;
        }
    }
    [[nodiscard]] std::string take() { return std::exchange(text_, {}); }

private:
    std::string text_;
    bool is_text_ = false;
    bool is_spoken_ = false;
};

class shared_strings : public xml_events {
public:
    explicit shared_strings(workbook& book) : book_(&book) {}

    void begin(std::string_view name, const attributes&) override { string_.begin(name); }
    void end(std::string_view name) override {
        string_.end(name);
        if (name == "si") {
            texts.push_back(book_->keep(string_.take()));
        }
    }
    void text(std::string_view part) override { string_.text(part); }

    std::vector<std::string_view> texts;

private:
    workbook* book_;
    string_text string_;
};

/// The codes of number formats, by cell format.
class styles : public xml_events {
public:
    void begin(std::string_view name, const attributes& given) override {
        if (name == "numFmt") {
            codes_.emplace(given["numFmtId"], given["formatCode"]);
        } else if (name == "cellXfs") {
            is_within_ = true;
        } else if (name == "xf" && is_within_) {
            const auto own = codes_.find(given["numFmtId"]);
            formats.emplace_back(own != codes_.end()
                                     ? std::string_view(own->second)
                                     : built_in_format(whole_number(given["numFmtId"]).value_or(0)));
        }
    }
    void end(std::string_view name) override {
        if (name == "cellXfs") {
            is_within_ = false;
        }
    }

    std::vector<std::string> formats;

private:
    std::map<std::string, std::string, std::less<>> codes_;
    bool is_within_ = false;
};

/// The row and the column of an address such as "B7", from 0.
std::optional<std::pair<std::size_t, std::size_t>> parse_address(std::string_view text) noexcept {
    std::size_t column = 0;
    std::size_t at = 0;
    for (; at < text.size() && at < 4 && text[at] >= 'A' && text[at] <= 'Z'; ++at) {
        column = column * 26 + static_cast<std::size_t>(text[at] - 'A' + 1);
    }
    const auto row = whole_number(text.substr(at));
    return column > 0 && row && *row > 0 ? std::optional(std::pair(*row - 1, column - 1)) : std::nullopt;
}

/// What the cells of one file share.
struct cell_context {
    workbook* book;
    const std::vector<std::string_view>* strings;
    const std::vector<std::string>* formats;
    civil_day origin;
};

class sheet_file : public xml_events {
public:
    sheet_file(const cell_context& context, sheet& into) : context_(context), into_(&into) {}

    void begin(std::string_view name, const attributes& given) override {
        string_.begin(name);
        is_value_ = name == "v";
        if (name == "row") {
            // a row or a cell without its number follows the one before
            row_ = whole_number(given["r"]).value_or(row_ + 1);
            next_column_ = 0;
        } else if (name == "c") {
            const auto place = parse_address(given["r"]);
            column_ = place ? place->second : next_column_;
            next_column_ = column_ + 1;
            type_ = given["t"];
            format_ = whole_number(given["s"]).value_or(0);
            value_.clear();
            has_value_ = false;
            is_formula_ = false;
        } else if (name == "v") {
            has_value_ = true;
        } else if (name == "f") {
            is_formula_ = true;
        }
    }
    void text(std::string_view part) override {
        string_.text(part);
        if (is_value_) {
            value_ += part;
        }
    }
    void end(std::string_view name) override {
        string_.end(name);
        is_value_ = false;
        if (name == "c") {
            if (const cell shown = make_cell(string_.take()); shown.kind != cell_kind::empty) {
                into_->add(row_ == 0 ? 0 : row_ - 1, column_, shown);
            }
        }
    }

private:
    [[nodiscard]] cell text_cell(std::string_view text) const {
        return {text.empty() ? cell_kind::empty : cell_kind::text, text, {}};
    }
    [[nodiscard]] cell make_cell(std::string inlined) {
        if (type_ == "inlineStr") {
            return text_cell(context_.book->keep(std::move(inlined)));
        }
        if (!has_value_ || value_.empty()) {
            return is_formula_ && !has_value_ ? cell{cell_kind::error, "a formula without a result", {}}
                                              : cell{};
        }
        if (type_ == "s") {
            const auto index = whole_number(value_);
            return index && *index < context_.strings->size()
                       ? text_cell((*context_.strings)[*index])
                       : cell{cell_kind::error, "a text that is not there", {}};
        }
        const std::string_view kept = context_.book->keep(value_);
        if (type_ == "str") {
            return text_cell(kept);
        }
        if (type_ == "b") {
            return {cell_kind::boolean, kept == "0" || kept == "false" ? "false" : "true", {}};
        }
        if (type_ == "e") {
            return {cell_kind::error, kept, {}};
        }
        if (type_ == "d") {
            const auto at = parse_local_iso(kept);
            return at ? cell{cell_kind::time, {}, *at} : cell{cell_kind::error, kept, {}};
        }
        return number_cell(kept);
    }
    /// A number is a time, or digits, as its format says.
    [[nodiscard]] cell number_cell(std::string_view written) const {
        const std::string_view format =
            format_ < context_.formats->size() ? (*context_.formats)[format_] : std::string_view{};
        double number = 0;
        const auto [end, problem] = std::from_chars(written.data(), written.data() + written.size(), number);
        if (problem != std::errc{} || end != written.data() + written.size()) {
            return {cell_kind::error, written, {}};
        }
        if (!is_time_format(format)) {
            return {cell_kind::number, context_.book->keep(digits_of(number, format)), {}};
        }
        constexpr double last_day = 2'958'466;  // the first day of the year 10000
        if (number < 0 || number >= last_day) {
            return {cell_kind::error, written, {}};
        }
        return {cell_kind::time,
                {},
                {context_.origin.days * micros_per_day + std::llround(number * 86'400'000.0) * 1000}};
    }

    cell_context context_;
    sheet* into_;
    std::size_t row_ = 0;  ///< from 1
    std::size_t column_ = 0;
    std::size_t next_column_ = 0;
    std::string type_;
    std::size_t format_ = 0;
    std::string value_;
    bool has_value_ = false;
    bool is_value_ = false;
    bool is_formula_ = false;
    string_text string_;
};

std::string folder_of(const std::string& file) { return file.substr(0, file.rfind('/') + 1); }
std::string relations_of(const std::string& file) {
    const std::string folder = folder_of(file);
    return folder + "_rels/" + file.substr(folder.size()) + ".rels";
}

}  // namespace

void read_xlsx(const package& file, workbook& into) {
    relations of_package({});
    file.read("_rels/.rels", of_package);
    const std::string main = of_package.of_type("officeDocument").value_or("xl/workbook.xml");
    workbook_file book;
    file.read(main, book);
    relations of_book(folder_of(main));
    file.read(relations_of(main), of_book);

    shared_strings strings(into);
    if (const auto name = of_book.of_type("sharedStrings"); name && file.has(*name)) {
        file.read(*name, strings);
    }
    styles formats;
    if (const auto name = of_book.of_type("styles"); name && file.has(*name)) {
        file.read(*name, formats);
    }
    const civil_day origin = book.has_1904 ? make_civil_day(1904, 1, 1) : make_civil_day(1899, 12, 30);
    for (const auto& [name, id] : book.sheets) {
        sheet& added = into.sheets.emplace_back();
        added.name = name;
        const auto place = of_book.of_id(id);
        if (!place) {
            throw std::runtime_error("sheet " + name + " is missing in it");
        }
        sheet_file events({&into, &strings.texts, &formats.formats, origin}, added);
        file.read(*place, events);
    }
}

}  // namespace ecflink::convert
