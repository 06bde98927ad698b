// shell_text.hpp: command lines that a message prints, so that they work when they are pasted.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "cli/screen.hpp"

namespace ecflink::cli {

/// The text as one word of a POSIX shell: "court.db", "'my ledger.db'".
[[nodiscard]] std::string shell_word(std::string_view text);
/// The texts as words of a shell, each after a blank.
[[nodiscard]] std::string shell_words(std::span<const std::string> texts);

/// A label, and below it a command in one line, which is never wrapped: a line break would end it.
[[nodiscard]] std::string command_entry(std::string_view label, std::string_view command_line,
                                        const screen& on);

}  // namespace ecflink::cli
