// Opens files: texts with separators here, spreadsheets elsewhere.
#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include <iconv.h>

#include "base/file_text.hpp"
#include "convert/written_table.hpp"
#include "csv/csv_chunks.hpp"
#include "csv/csv_reader.hpp"
#include "tables/table_text.hpp"

namespace ecflink::convert {
namespace {

using detail::csv::csv_reader;

/// The bytes of a file, or what they are in UTF-8.
struct file_bytes {
    detail::file_text file;
    std::string converted;
    bool is_converted = false;

    [[nodiscard]] std::string_view text() const noexcept { return is_converted ? converted : file.view(); }
};

/// The text in UTF-8; nothing if its bytes are not of the encoding.
std::optional<std::string> to_utf8(std::string_view text, const char* encoding) {
    iconv_t converter = ::iconv_open("UTF-8", encoding);
    // NOLINTNEXTLINE(performance-no-int-to-ptr): what iconv returns
    if (converter == reinterpret_cast<iconv_t>(-1)) {
        return std::nullopt;
    }
    std::string converted;
    std::array<char, 1 << 16> part;
    char* from =
        const_cast<char*>(text.data());  // NOLINT(cppcoreguidelines-pro-type-const-cast): not written
    std::size_t left = text.size();
    bool is_right = true;
    while (left > 0) {
        char* to = part.data();
        std::size_t room = part.size();
        const std::size_t done = ::iconv(converter, &from, &left, &to, &room);
        converted.append(part.data(), to);
        if (done == static_cast<std::size_t>(-1) && errno != E2BIG) {
            is_right = false;
            break;
        }
    }
    ::iconv_close(converter);
    return is_right ? std::optional(std::move(converted)) : std::nullopt;
}

/// The separator that cuts the first line that is not empty into most parts.
char find_separator(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of("\r\n"), text.size()));
    std::array<std::pair<char, std::size_t>, 4> counts = {std::pair(',', 0), std::pair(';', 0),
                                                          std::pair('\t', 0), std::pair('|', 0)};
    bool is_quoted = false;
    for (const char c : text) {
        if (c == '\n' && !is_quoted) {
            break;
        }
        is_quoted = is_quoted != (c == '"');
        for (auto& [separator, count] : counts) {
            count += !is_quoted && c == separator ? 1 : 0;
        }
    }
    return std::ranges::max_element(counts, {}, &std::pair<char, std::size_t>::second)->first;
}

class text_rows : public written_table {
public:
    text_rows(std::string file, std::shared_ptr<const file_bytes> bytes, std::optional<char> separator)
        : file_(std::move(file)),
          bytes_(std::move(bytes)),
          text_(bytes_->text()),
          positions_(text_),
          reader_(make_reader(separator)) {}

    [[nodiscard]] bool next() override {
        cells_.clear();
        if (!reader_.next()) {
            if (const auto& wrong = reader_.error()) {
                error_ =
                    at_offset(wrong->offset, std::string(wrong->message) + "; " + std::string(wrong->remedy));
            }
            return false;
        }
        ++row_;
        for (const std::string_view field : reader_.fields()) {
            cells_.push_back({field.empty() ? cell_kind::empty : cell_kind::text, field, {}});
        }
        return true;
    }
    [[nodiscard]] std::uint64_t row() const override { return row_; }
    [[nodiscard]] std::span<const cell> cells() const override { return cells_; }
    [[nodiscard]] diagnostic at(std::optional<std::size_t> column, std::string message) const override {
        return at_offset(reader_.offset_of(column ? std::min(*column, cells_.size() - 1) : 0),
                         std::move(message));
    }
    [[nodiscard]] const std::optional<diagnostic>& error() const override { return error_; }

private:
    csv_reader make_reader(std::optional<char> separator) {
        std::string_view text = text_;
        constexpr std::string_view mark = "\xEF\xBB\xBF";
        const std::size_t begin = text.starts_with(mark) ? mark.size() : 0;
        // a line that one spreadsheet program writes for itself
        const bool is_stated = text.substr(begin).starts_with("sep=") && text.size() > begin + 5;
        const char stated = is_stated ? text[begin + 4] : ',';
        const std::size_t end = is_stated ? std::min(text.find('\n', begin), text.size() - 1) + 1 : 0;
        text.remove_prefix(end);
        cut_off_ = end;
        return csv_reader(text, separator  ? *separator
                                : end != 0 ? stated
                                           : find_separator(text.substr(begin)));
    }
    [[nodiscard]] diagnostic at_offset(std::size_t offset, std::string message) const {
        const auto place = positions_(offset + cut_off_);
        return {severity::error, file_, place.line, place.column, {}, std::move(message), {}, {}};
    }

    std::string file_;
    std::shared_ptr<const file_bytes> bytes_;
    std::string_view text_;
    mutable detail::csv::position_finder positions_;
    std::size_t cut_off_ = 0;
    csv_reader reader_;
    std::uint64_t row_ = 0;
    std::vector<cell> cells_;
    std::optional<diagnostic> error_;
};

}  // namespace

bool is_spreadsheet(std::string_view bytes) noexcept { return bytes.starts_with("PK\x03\x04"); }

result<std::vector<found_table>, std::vector<diagnostic>> open_tables(const std::string& file,
                                                                      const read_options& options) {
    auto opened = detail::file_text::open(file);
    if (opened && !is_spreadsheet(opened.value().view())) {  // which is a packed file, too
        opened = detail::tables::unpacked(std::move(opened), {});
    }
    if (!opened) {
        return std::vector{error_of(file, opened.error())};
    }
    auto bytes = std::make_shared<file_bytes>(file_bytes{std::move(opened).value(), {}, false});
    const std::string_view raw = bytes->file.view();
    if (is_spreadsheet(raw)) {
        return open_spreadsheet(file, raw);
    }
    if (raw.starts_with("\xD0\xCF\x11\xE0")) {
        return std::vector{
            error_of(file, "this is a spreadsheet of the old form .xls; save it as .xlsx or CSV")};
    }
    const bool is_wide = raw.starts_with("\xFF\xFE") || raw.starts_with("\xFE\xFF");
    if (is_wide || !options.encoding.empty()) {
        auto converted = to_utf8(raw, is_wide ? "UTF-16" : options.encoding.c_str());
        if (!converted) {
            return std::vector{
                error_of(file, "the file is not in the encoding " +
                                   (is_wide ? "UTF-16, whose mark it has" : options.encoding))};
        }
        bytes->converted = *std::move(converted);
        bytes->is_converted = true;
    }
    if (const auto bad = detail::csv::find_bad_byte(bytes->text())) {
        const auto place = detail::csv::position_of(bytes->text(), bad->offset);
        return std::vector{
            diagnostic{severity::error,
                       file,
                       place.line,
                       place.column,
                       {},
                       std::string(bad->message) +
                           "; save the file as UTF-8, or name its encoding: --encoding windows-1252",
                       {},
                       {}}};
    }
    std::vector<found_table> tables;
    tables.push_back({file, {}, std::make_unique<text_rows>(file, std::move(bytes), options.delimiter)});
    return tables;
}

}  // namespace ecflink::convert
