// token_text.hpp: the tokens of an enumeration as texts.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <ecflink/core/tokens.hpp>

namespace ecflink::cli {

/// All tokens of an enumeration, in the order of the reference.
template <class E>
[[nodiscard]] std::vector<std::string> words_of() {
    std::vector<std::string> words;
    for (const token_entry& entry : tokens<E>()) {
        words.emplace_back(entry.token);
    }
    return words;
}

/// The tokens that a set holds.
template <class E>
[[nodiscard]] std::vector<std::string> words_of(token_set<E> set) {
    std::vector<std::string> words;
    for (const token_entry& entry : tokens<E>()) {
        if (set.contains(static_cast<E>(entry.number))) {
            words.emplace_back(entry.token);
        }
    }
    return words;
}

/// What a token of an enumeration means, in one clause.
template <class E>
[[nodiscard]] std::string_view meaning_of(E value) noexcept {
    for (const token_entry& entry : tokens<E>()) {
        if (entry.number == static_cast<std::uint8_t>(value)) {
            return entry.meaning;
        }
    }
    return {};
}

}  // namespace ecflink::cli
