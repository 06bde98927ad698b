// block_kernels.hpp: work on a block of texts with the best vector instructions of the processor.
// Without vectors the same functions take one text at a time.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/keyed_hash.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::tables {

/// A text of at most 16 bytes as two numbers, padded with zeros.
struct short_text {
    std::uint64_t low = 0;
    std::uint64_t high = 0;

    friend bool operator==(const short_text&, const short_text&) noexcept = default;
};

/// Texts that follow each other, each from its offset to the next one. The offsets are 32-bit
/// integers, or 64-bit ones; they need not be aligned.
struct text_run {
    const char* bytes;
    const void* offsets;  ///< one more than there are texts
    bool has_wide_offsets;
    std::size_t texts;       ///< at most 64
    std::uint64_t readable;  ///< how many bytes there are, those of other texts included
};

/// Loads texts of 1 to `longest` bytes (at most 16) that hold no NUL, and their sizes. Gives a bit
/// for each text that it leaves alone; neither is set for it.
[[nodiscard]] std::uint64_t load_short_texts(const text_run& run, std::size_t longest, short_text* texts,
                                             std::uint8_t* sizes) noexcept;

/// The keys of names of at most 32 ASCII letters with single spaces or hyphens between them,
/// without neighboring initials or a suffix. All other names get `no_name` and must be taken one by
/// one.
void key_plain_names(const text_run& run, const keyed_hash& hash, std::uint64_t* keys) noexcept;

/// What becomes of a column of findings under two policies.
struct disposition_bits {
    std::uint64_t refuse;
    std::uint64_t hold;
};

/// Counts findings by the verdicts that two policies give them: `counts[3 * before + after]`.
void count_verdicts(const std::uint64_t* found, std::size_t rows, const disposition_bits& before,
                    const disposition_bits& after, std::uint64_t (&counts)[9]) noexcept;

}  // namespace detail::tables
ECFLINK_END_NAMESPACE
