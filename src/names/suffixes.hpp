// suffixes.hpp: the words that may stand after a name: titles, and the generation.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <string_view>

#include <ecflink/core/version.hpp>

#include "base/words.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::names {

inline constexpr std::size_t longest_suffix = 7;

/// A word of at most `longest_suffix` ASCII characters as a number; the first one is the lowest.
[[nodiscard]] constexpr std::uint64_t pack(std::string_view word) noexcept {
    std::uint64_t packed = 0;
    for (std::size_t i = 0; i < word.size(); ++i) {
        packed |= std::uint64_t{static_cast<unsigned char>(word[i])} << 8 * i;
    }
    return packed;
}

struct name_suffix {
    std::uint64_t packed;
    std::uint8_t generation;  ///< 0 for a title
};

inline constexpr std::array<name_suffix, 18> name_suffixes = {{{pack("esq"), 0},
                                                               {pack("esquire"), 0},
                                                               {pack("phd"), 0},
                                                               {pack("md"), 0},
                                                               {pack("jd"), 0},
                                                               {pack("llm"), 0},
                                                               {pack("dds"), 0},
                                                               {pack("cpa"), 0},
                                                               {pack("sr"), 1},
                                                               {pack("senior"), 1},
                                                               {pack("jr"), 2},
                                                               {pack("junior"), 2},
                                                               {pack("ii"), 2},
                                                               {pack("2nd"), 2},
                                                               {pack("iii"), 3},
                                                               {pack("3rd"), 3},
                                                               {pack("iv"), 4},
                                                               {pack("4th"), 4}}};

/// The suffix that a folded word is, or null.
[[nodiscard]] constexpr const name_suffix* find_suffix(std::uint64_t packed) noexcept {
    for (const name_suffix& suffix : name_suffixes) {
        if (suffix.packed == packed) {
            return &suffix;
        }
    }
    return nullptr;
}

/// The letters that suffixes have at a place, a bit for each.
[[nodiscard]] constexpr std::uint32_t letters_of_suffixes(unsigned place) noexcept {
    std::uint32_t letters = 0;
    for (const name_suffix& suffix : name_suffixes) {
        const auto c = static_cast<unsigned char>(suffix.packed >> 8 * place);
        letters |= c >= 'a' ? std::uint32_t{1} << (c - 'a') : 0;
    }
    return letters;
}

/// True if the words of a name may be others than those that stand there: initials are joined, or a
/// suffix goes. The name consists of letters with single spaces or hyphens between them; each mask
/// has a bit for each of them. `folded` is the name in lower case with spaces for hyphens, of which
/// eight bytes from any letter on can be read.
[[nodiscard]] inline bool may_change_words(const char* name, const char* folded, std::size_t size,
                                           std::uint64_t letters, std::uint64_t separators) noexcept {
    if (separators == 0) {
        return false;
    }
    const std::uint64_t initials = letters & ~(letters << 1) & ~(letters >> 1);
    if ((initials & initials >> 2) != 0) {
        return true;
    }
    const auto last_separator = static_cast<std::size_t>(std::bit_width(separators)) - 1;
    const std::size_t last_word = last_separator + 1;
    if (name[last_separator] == '-') {
        // "Ph-D" is a title, too; both words together are too long for one, or have to be looked
        // at.
        const auto before =
            static_cast<std::size_t>(std::bit_width(separators ^ std::uint64_t{1} << last_separator));
        return size - before - 1 <= longest_suffix;
    }
    const std::size_t length = size - last_word;
    constexpr unsigned suffix_lengths = 1 << 2 | 1 << 3 | 1 << 6 | 1 << 7;
    static_assert(std::ranges::all_of(name_suffixes, [](const name_suffix& suffix) {
        return (suffix_lengths >> (std::bit_width(suffix.packed) + 7) / 8 & 1) != 0;
    }));
    // Most words are told apart by their length and their first two letters.
    const auto is_letter_of = [](std::uint32_t of_suffixes, char c) {
        return (of_suffixes >> (c - 'a') & 1) != 0;
    };
    constexpr std::uint32_t first = letters_of_suffixes(0);
    constexpr std::uint32_t second = letters_of_suffixes(1);
    return length <= longest_suffix && (suffix_lengths >> length & 1) != 0 &&
           is_letter_of(first, folded[last_word]) && is_letter_of(second, folded[last_word + 1]) &&
           find_suffix(load_word(folded + last_word) & ((std::uint64_t{1} << 8 * length) - 1)) != nullptr;
}

}  // namespace detail::names
ECFLINK_END_NAMESPACE
