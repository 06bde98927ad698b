// secret_input.hpp: passwords, keys and handles, from where others cannot see them into memory that
// is wiped. Passwords come from a terminal that does not show them, or from a file descriptor;
// never from arguments or the environment.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <ecflink/ledger/keys.hpp>

#include "cli/command.hpp"

namespace ecflink::cli {

/// A text that is wiped when it is given up.
class secret {
public:
    secret();
    secret(secret&&) noexcept = default;
    secret& operator=(secret&&) = delete;
    ~secret() { wipe(text_); }

    [[nodiscard]] std::string_view view() const noexcept { return text_; }
    [[nodiscard]] bool is_full() const noexcept { return text_.size() == longest; }
    void add(char c) { text_ += c; }

    static constexpr std::size_t longest = 4096;

private:
    std::string text_;  ///< never grows: a text that moves leaves a copy behind
};

/// Adds an option that names a file descriptor.
void add_descriptor(command& command, const std::string& name, std::optional<int>& target,
                    const std::string& whose);

/// The first line of the descriptor, without its line end, or what is typed at the terminal after
/// the prompt. What follows the line is not read, so that one descriptor can give several. Throws a
/// failure if there is no terminal, or nothing is given.
[[nodiscard]] secret read_password(const std::string& option, const std::optional<int>& descriptor,
                                   const std::string& prompt);
/// The same for a new password, which a person must type twice.
[[nodiscard]] secret read_new_password(const std::string& option, const std::optional<int>& descriptor,
                                       const std::string& prompt);

/// Shows the text on the terminal and asks; true if the answer is "yes", in any case. Nothing:
/// there is no terminal.
[[nodiscard]] std::optional<bool> ask_at_terminal(std::string_view text, std::string_view question);
/// Asks the question until one of the words is typed, or enough of one, in any case. Nothing: there
/// is no terminal. Throws a failure if no more answers come.
[[nodiscard]] std::optional<std::string> ask_at_terminal(std::string_view question,
                                                         const std::vector<std::string>& words);

/// The text of a file that nobody but its owner can read or write. Throws a failure that shows
/// nothing of what stands there. `what`: what it is; `if_missing`: how it comes to be; `if_seen`:
/// what to do if somebody may have read it.
[[nodiscard]] secret read_private_file(const std::string& file, std::string_view what,
                                       std::string_view if_missing, std::string_view if_seen);

/// The keys of a file that nobody but its owner can read. Throws a failure that shows nothing of
/// what stands there.
[[nodiscard]] key_ring read_key_file(const std::string& file);

/// Writes a new key into the file, for its owner alone, unless there is one. True if it did.
[[nodiscard]] bool make_key_file(const std::string& file);

/// A line that is added to a key file, so that it serves one more ledger.
class key_file_line {
public:
    /// Throws a failure if it cannot be written; the file is then as it was.
    key_file_line(const std::string& file, std::string_view ledger_id);
    /// The ledger was not made.
    void take_back() const noexcept;

private:
    std::string file_;
    std::int64_t before_ = 0;  ///< sizes of the file
    std::int64_t after_ = 0;
};

}  // namespace ecflink::cli
