// Any bytes give records or one error with a place. Records that are written and read again stay
// the same. Reading a text in parts gives the same bytes and records as reading it whole.
#include <algorithm>
#include <string>
#include <vector>

#include <ecflink/core/ids.hpp>

#include "csv/csv_chunks.hpp"
#include "csv/csv_reader.hpp"
#include "fuzz/fuzzing.hpp"
#include "support/csv_parts.hpp"

namespace {

using ecflink::detail::csv::csv_reader;

using records = std::vector<std::vector<std::string>>;

records read(std::string_view text, bool& failed) {
    csv_reader csv(text);
    records all;
    std::size_t before = 0;
    while (csv.next()) {
        fuzz::require(!csv.fields().empty(), "a record has a field");
        fuzz::require(csv.offset() > before && csv.offset() <= text.size(), "reading goes on");
        before = csv.offset();
        std::size_t last = 0;
        for (std::size_t i = 0; i < csv.fields().size(); ++i) {
            fuzz::require(csv.offset_of(i) >= last && csv.offset_of(i) <= text.size(),
                          "fields stand in order");
            last = csv.offset_of(i);
        }
        all.emplace_back(csv.fields().begin(), csv.fields().end());
    }
    failed = csv.error().has_value();
    if (failed) {
        fuzz::require(csv.error()->offset <= text.size(), "an error lies in the text");
        fuzz::require(!csv.error()->message.empty() && !csv.error()->remedy.empty(),
                      "an error says what and how");
        fuzz::require(ecflink::detail::csv::position_of(text, csv.error()->offset).line >= 1,
                      "an error has a line");
        fuzz::require(!csv.next(), "after an error nothing is read");
    }
    return all;
}

/// Reads what it can by `next_plain`, and the rest by `next`.
void require_blocks_to_agree(std::string_view text, std::size_t fields, std::size_t most,
                             const records& whole, bool failed) {
    csv_reader csv(text);
    std::vector<std::string_view> block(fields * most);
    records all;
    for (;;) {
        const std::size_t rows = csv.next_plain(fields, most, block.data());
        fuzz::require(rows <= most && csv.offset() <= text.size(), "reading stays within its bounds");
        for (std::size_t row = 0; row < rows; ++row) {
            const auto first = block.begin() + static_cast<std::ptrdiff_t>(row * fields);
            all.emplace_back(first, first + static_cast<std::ptrdiff_t>(fields));
        }
        if (rows == 0) {
            if (!csv.next()) {
                break;
            }
            all.emplace_back(csv.fields().begin(), csv.fields().end());
        }
    }
    fuzz::require(csv.error().has_value() == failed, "blocks fail where single records fail");
    fuzz::require(all == whole, "blocks hold the records that `next` reads one by one");
}

void require_parts_to_agree(std::string_view text, std::size_t size, const records& whole, bool failed) {
    const bool is_text = ecflink::detail::is_utf8(text) && text.find('\0') == std::string_view::npos;
    bool parts_are_text = true;
    bool is_in_quotes = false;
    std::size_t line_ends = 0;
    for (std::size_t at = 0; at < text.size(); at += size) {
        const auto part = ecflink::detail::csv::check_part(text, at, std::min(text.size(), at + size));
        parts_are_text = parts_are_text && part.are_text;
        line_ends += part.line_ends[is_in_quotes ? 1 : 0];
        is_in_quotes = is_in_quotes != part.has_open_quotes;
    }
    fuzz::require(parts_are_text == is_text, "parts are text where the whole is");
    const auto bad = ecflink::detail::csv::find_bad_byte(text);
    fuzz::require(bad.has_value() != is_text, "a text without a bad byte is text");
    fuzz::require(!bad || bad->offset < text.size(), "a bad byte lies in the text");
    if (is_text) {
        const auto in_parts = read_in_parts(text, size);
        fuzz::require(in_parts.has_value() != failed, "a part fails where the whole fails");
        fuzz::require(failed || *in_parts == whole, "parts hold the records of the whole");
        const bool is_blank = text.empty() || text == "\xEF\xBB\xBF";
        fuzz::require(failed || is_blank || whole.size() == line_ends + (text.ends_with('\n') ? 0 : 1),
                      "line ends outside quotes end records");
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    bool failed = false;
    const records first = read(fuzz::text_of(data, size), failed);
    for (const std::size_t part : {std::size_t{1}, std::size_t{7}, 1 + size / 2}) {
        require_parts_to_agree(fuzz::text_of(data, size), part, first, failed);
    }
    const std::size_t fields = first.empty() ? 1 : first.front().size();
    for (const std::size_t most : {std::size_t{1}, std::size_t{3}, std::size_t{64}}) {
        require_blocks_to_agree(fuzz::text_of(data, size), fields, most, first, failed);
        require_blocks_to_agree(fuzz::text_of(data, size), fields + 1, most, first, failed);
    }
    std::string written;
    for (const auto& record : first) {
        for (std::size_t i = 0; i < record.size(); ++i) {
            written += (i == 0 ? "" : ",") + ecflink::detail::csv::csv_field(record[i]);
        }
        written += '\n';
    }
    if (written.starts_with("\xEF\xBB\xBF")) {
        // A byte-order mark at the beginning of the text is skipped, even if it belongs to a field.
        return 0;
    }
    bool failed_again = true;
    fuzz::require(read(written, failed_again) == first && !failed_again, "what is written is read again");
    return 0;
}
