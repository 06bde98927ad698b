#include "cli/secret_input.hpp"

#include <algorithm>
#include <cerrno>

#include <fcntl.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif
#include <sys/resource.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include <fmt/format.h>

#include <ecflink/text/ascii_text.hpp>

#include "cli/process.hpp"
#include "cli/screen.hpp"
#include "cli/shell_text.hpp"
#include "cli/text_list.hpp"

namespace ecflink::cli {
namespace {

class open_file {
public:
    explicit open_file(int descriptor) noexcept : descriptor_(descriptor) {}
    open_file(const open_file&) = delete;
    open_file& operator=(const open_file&) = delete;
    ~open_file() {
        if (descriptor_ != -1) {
            ::close(descriptor_);
        }
    }
    [[nodiscard]] int get() const noexcept { return descriptor_; }
    [[nodiscard]] bool is_open() const noexcept { return descriptor_ != -1; }

private:
    int descriptor_;
};

/// While this object exists, the terminal does not show what is typed. It cannot be suspended or
/// made to leave a core file meanwhile, which would leave it so; other signals end the reading, and
/// the terminal is as it was.
class silent_terminal {
public:
    explicit silent_terminal(int terminal) : terminal_(terminal) {
        if (::tcgetattr(terminal, &before_) != 0) {
            throw failure(exit_status::environment,
                          "ecflink: the terminal cannot be asked for a password: " + reason(errno));
        }
        termios silent = before_;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO | ECHOE | ECHOK | ECHONL);
        silent.c_lflag |= ICANON | ISIG;
        silent.c_cc[VSUSP] = _POSIX_VDISABLE;
        silent.c_cc[VQUIT] = _POSIX_VDISABLE;
        if (::tcsetattr(terminal, TCSAFLUSH, &silent) != 0) {
            throw failure(exit_status::environment,
                          "ecflink: the terminal cannot be kept from showing a password: " + reason(errno));
        }
    }
    silent_terminal(const silent_terminal&) = delete;
    silent_terminal& operator=(const silent_terminal&) = delete;
    ~silent_terminal() {
        ::tcsetattr(terminal_, TCSAFLUSH, &before_);
        static_cast<void>(!::write(terminal_, "\n", 1));
    }

private:
    int terminal_;
    termios before_{};
};

open_file open_terminal() { return open_file(::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)); }

void say(int terminal, std::string_view text) {
    const std::string shown = printable(text);
    for (std::string_view rest = shown; !rest.empty();) {
        const ssize_t written = ::write(terminal, rest.data(), rest.size());
        if (written < 0 && errno != EINTR) {
            throw failure(exit_status::environment,
                          "ecflink: the terminal cannot be written: " + reason(errno));
        }
        stop_if_cancelled();
        rest.remove_prefix(written < 0 ? 0 : static_cast<std::size_t>(written));
    }
}

/// A line, byte by byte: what is behind it stays where it is. `has_ended`: the input ended before a
/// line end came.
secret read_line(int descriptor, const std::string& whence, bool* has_ended = nullptr) {
    secret line;
    for (;;) {
        char c = 0;
        const ssize_t got = ::read(descriptor, &c, 1);
        stop_if_cancelled();
        if (got == 0 || (got == 1 && c == '\n')) {
            if (has_ended != nullptr) {
                *has_ended = got == 0;
            }
            return line;
        }
        if (got < 0 && errno != EINTR) {
            throw value_failure(fmt::format("{} cannot be read: {}", whence, reason(errno)));
        }
        if (got == 1) {
            if (line.is_full()) {
                throw value_failure(
                    fmt::format("{}: the line is longer than {} bytes", whence, secret::longest));
            }
            line.add(c);
        }
    }
}

struct typed_line {
    std::string text;
    bool has_ended = false;
};

/// What is typed after a question, without blanks around it. The terminal's line ends with it, also
/// where Ctrl-D ended the input.
typed_line ask_line(int terminal, std::string_view question) {
    say(terminal, question);
    typed_line typed;
    const secret line = read_line(terminal, "the terminal", &typed.has_ended);
    if (typed.has_ended) {
        say(terminal, "\n");
    }
    const std::string_view text = line.view();
    const std::size_t first = text.find_first_not_of(" \t\r");
    if (first != std::string_view::npos) {
        typed.text = text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
    }
    return typed;
}

secret ask_in_silence(int terminal, const std::string& prompt) {
    const silent_terminal silence(terminal);
    say(terminal, prompt);
    return read_line(terminal, "the terminal");
}

open_file require_terminal(const std::string& option) {
    const int terminal = ::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
    if (terminal == -1) {
        throw value_failure(fmt::format(
            "there is no terminal to ask for the password; give it with {} N, a file descriptor", option));
    }
    return open_file(terminal);
}

secret read_from(const std::string& option, int descriptor) {
    secret line = read_line(descriptor, fmt::format("{} {}", option, descriptor));
    if (line.view().empty()) {
        throw value_failure(
            fmt::format("{} {}: its first line must be the password, and is empty", option, descriptor));
    }
    return line;
}

/// Whoever holds a secret leaves no core file, and no program that gets core files by a pipe gets
/// one either.
void leave_no_core_file() noexcept {
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
#ifdef __linux__
    ::prctl(PR_SET_DUMPABLE, 0);
#endif
}

}  // namespace

secret::secret() {
    leave_no_core_file();
    text_.reserve(longest);
}

void add_descriptor(command& command, const std::string& name, std::optional<int>& target,
                    const std::string& whose) {
    command.add_number(name, "N", target, {0, 65535},
                       "the file descriptor whose first line is the password of " + whose +
                           " (default: the program asks on the terminal)");
}

secret read_password(const std::string& option, const std::optional<int>& descriptor,
                     const std::string& prompt) {
    if (descriptor) {
        return read_from(option, *descriptor);
    }
    const open_file terminal = require_terminal(option);
    secret typed = ask_in_silence(terminal.get(), prompt);
    if (typed.view().empty()) {
        throw value_failure("no password was typed");
    }
    return typed;
}

secret read_new_password(const std::string& option, const std::optional<int>& descriptor,
                         const std::string& prompt) {
    secret first = read_password(option, descriptor, prompt);
    if (!descriptor) {
        const secret again = read_password(option, descriptor, "Again: ");
        if (first.view() != again.view()) {
            throw value_failure("the two passwords differ; nothing was written");
        }
    }
    return first;
}

std::optional<bool> ask_at_terminal(std::string_view text, std::string_view question) {
    const open_file terminal = open_terminal();
    if (!terminal.is_open()) {
        return std::nullopt;
    }
    say(terminal.get(), wrapped_lines(text, width_of_terminal(terminal.get())));
    return to_lower_ascii(ask_line(terminal.get(), question).text) == "yes";
}

std::optional<std::string> ask_at_terminal(std::string_view question, const std::vector<std::string>& words) {
    const open_file terminal = open_terminal();
    if (!terminal.is_open()) {
        return std::nullopt;
    }
    say(terminal.get(), wrapped_lines(question, width_of_terminal(terminal.get())));
    for (;;) {
        const auto [typed, has_ended] = ask_line(terminal.get(), or_list(words) + "? ");
        std::string given = to_lower_ascii(typed);
        const auto is_meant = [&given](const std::string& word) {
            return !given.empty() && word.starts_with(given);
        };
        if (std::ranges::find(words, given) != words.end()) {
            return given;
        }
        if (std::ranges::count_if(words, is_meant) == 1) {
            return *std::ranges::find_if(words, is_meant);
        }
        if (has_ended) {
            throw value_failure("the question was not answered: expected " + or_list(words));
        }
        say(terminal.get(), "Please type one of these words.\n");
    }
}

secret read_private_file(const std::string& file, std::string_view what, std::string_view if_missing,
                         std::string_view if_seen) {
    // A pipe without a writer must not hold the program up.
    const open_file opened(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    struct stat about{};
    if (!opened.is_open() || ::fstat(opened.get(), &about) != 0) {
        throw failure(exit_status::bad_input, fmt::format("ecflink: the {} {} cannot be read: {}{}", what,
                                                          file, reason(errno), if_missing));
    }
    if (!S_ISREG(about.st_mode)) {
        throw failure(exit_status::bad_input,
                      fmt::format("ecflink: the {} {} is not a regular file", what, file));
    }
    if ((about.st_mode & 077U) != 0) {
        throw failure(exit_status::bad_input,
                      fmt::format("ecflink: users other than its owner can read or write the {} {} (mode "
                                  "{:04o}); run `chmod 600 {}`, and {} if somebody may have read it",
                                  what, file, about.st_mode & 07777U, shell_word(file), if_seen));
    }
    secret text;
    for (;;) {
        char c = 0;
        const ssize_t got = ::read(opened.get(), &c, 1);
        stop_if_cancelled();
        if (got == 0) {
            return text;
        }
        if ((got < 0 && errno != EINTR) || text.is_full()) {
            throw failure(exit_status::bad_input,
                          fmt::format("ecflink: the {} {} cannot be read: {}", what, file,
                                      got < 0 ? reason(errno) : "it is too long"));
        }
        if (got == 1) {
            text.add(c);
        }
    }
}

key_ring read_key_file(const std::string& file) {
    const secret text = read_private_file(file, "key file", "", "make a new key");
    auto keys = key_ring::parse(text.view(), file);
    if (!keys) {
        throw failure({keys.error()});
    }
    return std::move(keys).value();
}

bool make_key_file(const std::string& file) {
    const open_file made(::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (!made.is_open()) {
        if (errno == EEXIST) {
            return false;
        }
        throw failure(exit_status::environment,
                      fmt::format("ecflink: the key file {} cannot be made: {}", file, reason(errno)));
    }
    leave_no_core_file();
    std::string line = key_ring::generate_line();
    line += '\n';  // there is room: the zero stood there
    const bool is_written =
        ::write(made.get(), line.data(), line.size()) == static_cast<ssize_t>(line.size()) &&
        ::fsync(made.get()) == 0;
    const int problem = errno;
    wipe(line);
    if (!is_written) {
        ::unlink(file.c_str());
        throw failure(exit_status::environment,
                      fmt::format("ecflink: the key file {} cannot be written: {}", file, reason(problem)));
    }
    return true;
}

key_file_line::key_file_line(const std::string& file, std::string_view ledger_id) : file_(file) {
    const open_file opened(::open(file.c_str(), O_RDWR | O_APPEND | O_CLOEXEC));
    before_ = opened.is_open() ? ::lseek(opened.get(), 0, SEEK_END) : -1;
    char last = '\n';
    const bool is_read = before_ == 0 || (before_ > 0 && ::pread(opened.get(), &last, 1, before_ - 1) == 1);
    const std::string line = (last == '\n' ? "" : "\n") + key_ring::ledger_line(ledger_id) + '\n';
    after_ = before_ + static_cast<std::int64_t>(line.size());
    if (is_read && ::write(opened.get(), line.data(), line.size()) == static_cast<ssize_t>(line.size()) &&
        ::fsync(opened.get()) == 0) {
        return;
    }
    const int problem = errno;
    if (before_ != -1) {
        static_cast<void>(!::ftruncate(opened.get(), before_));  // part of a line is no key file
    }
    throw failure(exit_status::environment,
                  fmt::format("ecflink: the key file {} cannot be written: {}; it must name the new ledger",
                              file, reason(problem)));
}

void key_file_line::take_back() const noexcept {
    struct stat about{};
    if (::stat(file_.c_str(), &about) == 0 && about.st_size == after_) {  // nobody has added another line
        static_cast<void>(!::truncate(file_.c_str(), before_));
    }
}

}  // namespace ecflink::cli
