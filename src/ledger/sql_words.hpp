// sql_words.hpp: replaces the few words in which the SQL dialects of the two databases differ.
#pragma once

#include <cctype>
#include <string>
#include <string_view>

#include <ecflink/core/version.hpp>

ECFLINK_BEGIN_NAMESPACE

namespace detail::ledger {

/// Copies SQL. `change(word, before)` returns the text for each word: a keyword, a name, a number
/// or a parameter such as $1. `before` is the word or sign in front of it. Literals, quoted names
/// and comments are copied unchanged.
template <class Change>
[[nodiscard]] std::string change_sql_words(std::string_view sql, const Change& change) {
    const auto is_of_word = [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '$';
    };
    // The end of the literal or comment at `at`, which has `skipped` opening characters and ends
    // with `closing`. A doubled quote counts as the start of a second literal, with the same
    // result.
    const auto behind = [sql](std::size_t at, std::size_t skipped, std::string_view closing) {
        const std::size_t end = sql.find(closing, at + skipped);
        return end == std::string_view::npos ? sql.size() : end + closing.size();
    };
    std::string changed;
    changed.reserve(sql.size() + sql.size() / 8);
    std::string_view before;
    for (std::size_t at = 0; at < sql.size();) {
        const std::string_view rest = sql.substr(at);
        std::size_t end = at + 1;
        if (rest.starts_with("--") || rest.starts_with("/*")) {
            end = rest[0] == '-' ? behind(at, 2, "\n") : behind(at, 2, "*/");
            changed += sql.substr(at, end - at);
        } else if (rest.starts_with("$$")) {
            end = behind(at, 2, "$$");
            changed += before = sql.substr(at, end - at);
        } else if (rest[0] == '\'' || rest[0] == '"') {
            end = behind(at, 1, rest.substr(0, 1));
            changed += before = sql.substr(at, end - at);
        } else if (is_of_word(rest[0])) {
            while (end < sql.size() && is_of_word(sql[end])) {
                ++end;
            }
            const std::string_view word = sql.substr(at, end - at);
            changed += change(word, before);
            before = word;
        } else {
            changed += rest[0];
            if (std::isspace(static_cast<unsigned char>(rest[0])) == 0) {
                before = rest.substr(0, 1);
            }
        }
        at = end;
    }
    return changed;
}

}  // namespace detail::ledger

ECFLINK_END_NAMESPACE
