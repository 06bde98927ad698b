#include "cli/shell_text.hpp"

namespace ecflink::cli {

std::string shell_word(std::string_view text) {
    constexpr std::string_view plain =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./:=,@%+";
    if (!text.empty() && text.find_first_not_of(plain) == std::string_view::npos) {
        return std::string(text);
    }
    std::string word = "'";
    for (const char c : text) {
        word += c == '\'' ? std::string("'\\''") : std::string(1, c);
    }
    return word + '\'';
}

std::string shell_words(std::span<const std::string> texts) {
    std::string words;
    for (const std::string& text : texts) {
        words += ' ' + shell_word(text);
    }
    return words;
}

std::string command_entry(std::string_view label, std::string_view command_line, const screen& on) {
    return on.paint(visible_text(label) + ':', look::strong) + "\n  " + visible_text(command_line) + '\n';
}

}  // namespace ecflink::cli
