// suffixes.hpp: the words that are dropped from names, at any position.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <string_view>

#include <ecflink/core/version.hpp>

ECFLINK_BEGIN_NAMESPACE
namespace detail::names {

inline constexpr std::array<std::string_view, 6> name_suffixes = {"jr", "sr", "ii", "iii", "iv", "esq"};

/// True for a folded word that is dropped.
template <class Char>
[[nodiscard]] constexpr bool is_name_suffix(std::basic_string_view<Char> word) noexcept {
    return std::ranges::any_of(name_suffixes, [&](std::string_view suffix) {
        return std::ranges::equal(word, suffix, [](Char a, char b) { return a == static_cast<Char>(b); });
    });
}

/// True for the letters with which such words begin. The words have two or three letters;
/// `may_have_name_suffix` looks for words of that length.
[[nodiscard]] constexpr bool begins_name_suffix(char first) noexcept {
    return std::ranges::any_of(name_suffixes, [&](std::string_view suffix) { return suffix[0] == first; });
}
static_assert(std::ranges::all_of(name_suffixes, [](std::string_view suffix) {
    return suffix.size() == 2 || suffix.size() == 3;
}));

/// Words of two or three letters: a bit at the first letter of each. `letters` has a bit for each
/// letter.
[[nodiscard]] constexpr unsigned long long short_words(unsigned long long letters) noexcept {
    const unsigned long long starts = letters & ~(letters << 1);
    return starts & (letters >> 1) & ~((letters >> 2) & (letters >> 3));
}

/// True if a word of a folded text of letters and separators begins like a suffix and is as short
/// as one.
[[nodiscard]] constexpr bool may_have_name_suffix(const char* folded, unsigned long long letters) noexcept {
    for (unsigned long long words = short_words(letters); words != 0; words &= words - 1) {
        if (begins_name_suffix(folded[std::countr_zero(words)])) {
            return true;
        }
    }
    return false;
}

}  // namespace detail::names
ECFLINK_END_NAMESPACE
