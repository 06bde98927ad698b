#include "csv/csv_chunks.hpp"

#include <algorithm>
#include <bit>

#include <ecflink/core/ids.hpp>

#include "base/words.hpp"

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
    // Blocks are small, because in a block that is not plain ASCII every character is examined.
    constexpr std::size_t block = 64;
    std::size_t at = behind_character(text, begin);
    end = behind_character(text, end);
    // The quotes are added without carry, a bit for each: two quotes at one bit cancel, so what
    // remains is odd or even as the number of quotes is.
    std::uint64_t quotes = 0;
    while (at < end) {
        std::size_t stop = std::min(end, at + block);
        std::uint64_t all = 0;
        std::uint64_t nuls = 0;
        const auto look_at = [&](std::uint64_t word) {
            all |= word;
            nuls |= (word - each_byte(1)) & ~word;
            quotes ^= bytes_below(word ^ each_byte('"'), 1);
        };
        std::size_t i = at;
        for (; stop - i >= 8; i += 8) {
            look_at(load_word(text.data() + i));
        }
        for (; i < stop; ++i) {
            look_at(each_byte(' ') ^ std::uint64_t{' '} ^ static_cast<unsigned char>(text[i]));
        }
        if ((all & high_bits) != 0) {
            stop = behind_character(text, stop);
            if (!is_utf8(text.substr(at, stop - at))) {
                return {false, false};
            }
        }
        if ((nuls & high_bits) != 0) {
            return {false, false};
        }
        at = stop;
    }
    return {true, std::popcount(quotes) % 2 != 0};
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
