// block_kernels.hpp: what is done to a block of texts with vector instructions, the best that the processor has. Without vectors the same functions
// do the same, one text at a time.
#pragma once

#include <cstddef>
#include <cstdint>

#include "bulk/keyed_hash.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail {

/// A text of at most 16 bytes as two numbers, padded with zeros.
struct short_text {
    std::uint64_t low = 0;
    std::uint64_t high = 0;

    friend bool operator==(const short_text&, const short_text&) noexcept = default;
};

/// Texts that follow each other: text i is the bytes from `begins[i]` to `begins[i + 1]`.
struct text_run {
    const char* bytes;
    const std::uint64_t* begins;
    std::size_t texts;
    std::uint64_t readable;  ///< how many bytes there are, those of other texts included
};

/// The size of a text that a kernel left alone.
inline constexpr std::uint8_t not_done = 255;

/// Loads texts of 1 to 16 bytes that hold no NUL, and their sizes; of the others the size is `not_done`.
void load_short_texts(const text_run& run, short_text* texts, std::uint8_t* sizes) noexcept;

/// The keys of names of at most 32 ASCII letters with single spaces or hyphens between them, none of whose words may be a suffix; the others get
/// `no_name` and must be looked at one by one.
void key_plain_names(const text_run& run, const keyed_hash& hash, std::uint64_t* keys) noexcept;

/// A line of a table of records: two of them, each of a key of 16 bytes, 12 more bytes, and four that are zero where no record is.
struct record_line {
    struct {
        short_text key;
        std::uint64_t name;
        std::uint32_t row;
        std::uint32_t facts;
    } records[2];
};

/// Looks a key up in the line in which it should be, for a number of keys. `lines[i]` is the line of key i, `found[i]` becomes the number of its
/// record (twice the line, and one more for the second), or `none` if there is none. Keys whose line is full of others are listed at the front of
/// `waiting`, by their numbers; how many they are is returned. On entry `waiting` lists the keys to look for.
std::size_t find_in_lines(const record_line* table, const short_text* keys, const std::uint64_t* lines, std::size_t count, std::uint8_t* waiting,
                          std::uint32_t none, std::uint32_t* found) noexcept;

/// How a column of findings fares under two policies.
struct disposition_bits {
    std::uint64_t refuse;
    std::uint64_t hold;
};

/// Counts findings by the verdicts that two policies give them: `counts[3 * before + after]`.
void count_verdicts(const std::uint64_t* found, std::size_t rows, const disposition_bits& before, const disposition_bits& after,
                    std::uint64_t (&counts)[9]) noexcept;

}  // namespace detail
ECFLINK_END_NAMESPACE
