#include "csv/csv_chunks.hpp"

#include <algorithm>

#include <ecflink/core/ids.hpp>

#include "csv/byte_marks.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::csv {
namespace {

bool continues_character(char c) noexcept { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

/// `at`; if it is within a character, the offset behind that character.
std::size_t behind_character(std::string_view text, std::size_t at) noexcept {
    if (at == 0) {
        return 0;
    }
    const std::size_t furthest = std::min(text.size(), at + 3);
    while (at < furthest && continues_character(text[at])) {
        ++at;
    }
    return at;
}

/// The offset behind the first line end from `at` on that is not within quotes, if there is one.
std::optional<std::size_t> find_next_record(std::string_view text, std::size_t at,
                                            bool is_in_quotes) noexcept {
    for (;;) {
        at = is_in_quotes ? text.find('"', at) : text.find_first_of("\"\n", at);
        if (at == std::string_view::npos) {
            return std::nullopt;
        }
        if (text[at++] == '"') {
            is_in_quotes = !is_in_quotes;
        } else {
            return at;
        }
    }
}

}  // namespace

part_bytes check_part(std::string_view text, std::size_t begin, std::size_t end) noexcept {
    std::size_t at = behind_character(text, begin);
    end = behind_character(text, end);
    part_bytes found{.are_text = true, .has_open_quotes = false, .line_ends = {}};
    while (at < end) {
        const ascii_run run = find_ascii_run(text.substr(at, end - at));
        found.line_ends[0] += run.line_ends[found.has_open_quotes ? 1 : 0];
        found.line_ends[1] += run.line_ends[found.has_open_quotes ? 0 : 1];
        found.has_open_quotes = found.has_open_quotes != run.has_odd_quotes;
        at += run.size;
        std::string_view block;  // with the rest of its last character
        if (at < end) {
            const std::size_t stop = behind_character(text, std::min(end, at + ascii_run::block));
            block = text.substr(at, stop - at);
            at = stop;
        }
        if (run.has_nul || !is_utf8(block) || block.find('\0') != std::string_view::npos) {
            return {.are_text = false, .has_open_quotes = false, .line_ends = {}};
        }
        for (const char c : block) {
            found.has_open_quotes = found.has_open_quotes != (c == '"');
            found.line_ends[found.has_open_quotes ? 1 : 0] += c == '\n' ? 1 : 0;
        }
    }
    return found;
}

std::optional<record_range> records_of_part(std::string_view text, std::size_t begin, std::size_t end,
                                            bool begins_in_quotes, bool ends_in_quotes) noexcept {
    const auto first = begin == 0 ? std::optional<std::size_t>(0)
                                  : find_next_record(text.substr(0, end), begin, begins_in_quotes);
    if (!first) {
        return std::nullopt;
    }
    const record_range records = {*first, find_next_record(text, end, ends_in_quotes).value_or(text.size())};
    return records.begin < records.end ? std::optional(records) : std::nullopt;
}

std::optional<bad_byte> find_bad_byte(std::string_view text) noexcept {
    if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos) {
        return bad_byte{nul, "the file holds a NUL byte; it is no text, or in UTF-16: save it as UTF-8"};
    }
    for (std::size_t at = 0; at < text.size();) {
        std::size_t length = 1;
        while (length <= 4 && !is_utf8(text.substr(at, length))) {
            ++length;
        }
        if (length > 4) {
            return bad_byte{at, "the file is not well-formed UTF-8 here; save it as UTF-8"};
        }
        at += length;
    }
    return std::nullopt;
}

}  // namespace detail::csv
ECFLINK_END_NAMESPACE
