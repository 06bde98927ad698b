#include "cli/process.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <new>
#include <random>
#include <sstream>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

#include "cli/hidden_text.hpp"
#include "cli/screen.hpp"

namespace ecflink::cli {
namespace {

std::vector<std::string> changes;

std::atomic<bool> cancelled{false};
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler may store into it");

extern "C" void note_signal(int) { cancelled.store(true, std::memory_order_relaxed); }

/// Whoever may write to a folder need not be able to list it.
constexpr int folder_for_names =
#ifdef O_PATH
    O_PATH;
#else
    O_RDONLY;
#endif

enum class when_cancelled { stop, go_on };

/// Writes all of the text; the errno of what went wrong, or 0. EINTR: a signal has asked for the
/// end.
int write_all(int descriptor, std::string_view text, when_cancelled then) noexcept {
    while (!text.empty()) {
        if (then == when_cancelled::stop && cancelled.load(std::memory_order_relaxed)) {
            return EINTR;
        }
        const ssize_t written = ::write(descriptor, text.data(), text.size());
        if (written >= 0) {
            text.remove_prefix(static_cast<std::size_t>(written));
        } else if (errno != EINTR) {
            return errno;
        }
    }
    return 0;
}

/// The most diagnostics that a command lists, whatever number of files they come from.
constexpr std::size_t most_listed = 100;

/// The rest of a file, if it is of the kind that is wanted, which looking at its beginning tells.
template <class IsWanted>
std::optional<std::string> read_if(const std::string& file, std::string_view what, std::string_view remedy,
                                   IsWanted is_wanted) {
    errno = 0;  // a stream itself does not tell why it cannot read
    std::ifstream in(file, std::ios::binary);
    const bool is_open = in.is_open();
    if (is_open && !is_wanted(in)) {
        return std::nullopt;
    }
    std::ostringstream text;
    if (!is_open || !(text << in.rdbuf())) {
        const std::string why = errno == 0 ? " is empty; " : " cannot be read: " + reason(errno) + "; ";
        throw failure({error_of_file(file, std::string(what) + why + std::string(remedy))});
    }
    return std::move(text).str();
}

std::string nothing_was_written() { return changes.empty() ? "; nothing was written" : ""; }

}  // namespace

std::string reason(int problem) { return std::generic_category().message(problem); }

diagnostic error_of_file(const std::string& file, std::string message) {
    return {severity::error, file, 0, 0, {}, std::move(message), {}, {}};
}

std::string all_lines(std::span<const diagnostic> troubles) {
    std::string lines;
    for (const diagnostic& trouble : troubles.first(std::min(troubles.size(), most_listed))) {
        lines += to_text(trouble) + '\n';
    }
    if (troubles.size() > most_listed) {
        lines += std::to_string(troubles.size() - most_listed) + " more are not listed\n";
    }
    return lines;
}

failure::failure(const std::vector<diagnostic>& troubles)
    : failure(exit_status::bad_input, all_lines(troubles)) {}

void prepare_process() noexcept {
    for (int stream = 0; stream <= 2; ++stream) {
        if (::fcntl(stream, F_GETFD) == -1) {
            // using it fails, as using a closed one does
            static_cast<void>(::open("/dev/null", stream == 0 ? O_WRONLY : O_RDONLY));
        }
    }
    struct sigaction handler{};
    // without SA_RESTART: a write that waits for a slow reader must end
    handler.sa_handler = note_signal;
    for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
        struct sigaction before{};
        // nohup and background jobs ignore them on purpose
        if (::sigaction(number, nullptr, &before) == 0 && before.sa_handler != SIG_IGN) {
            ::sigaction(number, &handler, nullptr);
        }
    }
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);
}

const std::atomic<bool>& is_cancelled() noexcept { return cancelled; }

void stop_if_cancelled() {
    if (cancelled.load(std::memory_order_relaxed)) {
        throw failure(exit_status::cancelled, "ecflink: cancelled" + nothing_was_written());
    }
}

void note_change(std::string what) { changes.push_back(std::move(what)); }

const std::vector<std::string>& noted_changes() noexcept { return changes; }

std::string read_input(const std::string& file, std::string_view what, std::string_view remedy) {
    return *read_if(file, what, remedy, [](std::istream&) { return true; });
}

std::optional<std::string> read_input_beginning(char begin, const std::string& file, std::string_view what,
                                                std::string_view remedy) {
    return read_if(file, what, remedy, [begin](std::istream& in) {
        constexpr std::string_view blanks = " \t\r\n";
        using traits = std::istream::traits_type;
        int next = in.peek();
        while (next != traits::eof() && blanks.find(traits::to_char_type(next)) != std::string_view::npos) {
            in.get();
            next = in.peek();
        }
        return next == traits::eof() || traits::to_char_type(next) == begin;
    });
}

void write_output(std::string_view text) {
    stop_if_cancelled();
    switch (const int problem = write_all(STDOUT_FILENO, text, when_cancelled::stop); problem) {
        case 0:
        case EPIPE: return;
        case EINTR: throw failure(exit_status::cancelled, "ecflink: cancelled");
        default:
            throw failure(exit_status::environment,
                          "ecflink: standard output cannot be written: " + reason(problem));
    }
}

void write_exact_output(std::string_view text) {
    write_output(::isatty(STDOUT_FILENO) == 1 ? printable(text) : std::string(text));
}

void write_messages(std::string_view lines) noexcept {
    try {
        std::string text = without_hidden(printable(lines));
        if (!text.empty() && text.back() != '\n') {
            text += '\n';
        }
        if (has_live_messages()) {
            text = wrapped_lines(text, width_of_terminal(STDERR_FILENO));
        }
        static_cast<void>(write_all(STDERR_FILENO, text, when_cancelled::go_on));
    } catch (const std::bad_alloc&) {
        static_cast<void>(
            write_all(STDERR_FILENO, "ecflink: there is not enough memory\n", when_cancelled::go_on));
    }
}

void write_progress(std::string_view text) noexcept {
    static_cast<void>(write_all(STDERR_FILENO, text, when_cancelled::go_on));
}

void refuse_if_same(const std::string& option, const std::string& out, const std::string& own,
                    std::string_view what) {
    if (std::error_code ignored; std::filesystem::equivalent(own, out, ignored)) {
        throw value_failure(option + ' ' + out + ": this is " + std::string(what) + "; name another file");
    }
}

void append_to_file(const std::string& file, std::string_view line) {
    const int descriptor = ::open(file.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0644);
    int problem = descriptor < 0 ? errno : 0;
    if (descriptor >= 0) {
        // Programs that append at once take turns, and none leaves a part of a line behind.
        ::flock(descriptor, LOCK_EX);
        const off_t end = ::lseek(descriptor, 0, SEEK_END);
        problem = end < 0 ? errno : write_all(descriptor, line, when_cancelled::go_on);
        if (problem == 0 ? ::fsync(descriptor) != 0 : end >= 0 && ::ftruncate(descriptor, end) != 0) {
            problem = errno;
        }
        if (::close(descriptor) != 0 && problem == 0) {
            problem = errno;
        }
    }
    if (problem != 0) {
        throw failure(exit_status::environment, problem == ELOOP
                                                    ? file + " is a symbolic link; name the file itself"
                                                    : "cannot add to " + file + ": " + reason(problem));
    }
}

whole_file::whole_file(const std::string& place, readable_by whom) : place_(place) {
    struct stat output{};
    struct stat older{};
    if (::stat(place.c_str(), &older) == 0 && ::fstat(STDOUT_FILENO, &output) == 0 &&
        older.st_dev == output.st_dev && older.st_ino == output.st_ino) {
        throw value_failure(place + " is where standard output goes, with the result; name another file");
    }
    const std::filesystem::path path(place);
    name_ = path.filename().string();
    const std::string folder = path.has_parent_path() ? path.parent_path().string() : ".";
    try {
        folder_ = ::open(folder.c_str(), folder_for_names | O_DIRECTORY | O_CLOEXEC);
        if (folder_ == -1) {
            fail(errno);
        }
        is_new_ = ::fstatat(folder_, name_.c_str(), &older, AT_SYMLINK_NOFOLLOW) != 0;
        if (is_new_ && errno != ENOENT) {
            fail(errno);
        }
        if (name_.empty() || (!is_new_ && !S_ISREG(older.st_mode))) {
            refuse_other_kind();
        }
        make_temporary();
    } catch (...) {
        ::close(folder_);
        throw;
    }
    const mode_t hidden = ::umask(0);
    ::umask(hidden);
    ::fchmod(descriptor_, whom == readable_by::owner ? 0600
                          : is_new_                  ? 0666 & ~hidden
                                                     : older.st_mode & 0777);
}

whole_file::~whole_file() {
    if (descriptor_ != -1) {
        ::close(descriptor_);
    }
    if (!temporary_.empty()) {
        ::unlinkat(folder_, temporary_.c_str(), 0);
    }
    ::close(folder_);
}

void whole_file::make_temporary() {
#ifdef O_TMPFILE
    // A file without a name gets one through /proc.
    if (::access("/proc/self/fd", X_OK) == 0) {
        descriptor_ = ::openat(folder_, ".", O_TMPFILE | O_RDWR | O_CLOEXEC, S_IRUSR | S_IWUSR);
        if (descriptor_ != -1) {
            return;
        }
    }
#endif
    temporary_ = temporary_name();
    descriptor_ =
        ::openat(folder_, temporary_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (descriptor_ == -1) {
        temporary_.clear();
        fail(errno);
    }
}

std::string whole_file::temporary_name() const {
    std::random_device device;
    return fmt::format(".{}.{:08x}{:08x}", name_.substr(0, 200), device(), device());
}

void whole_file::refuse_other_kind() const {
    throw failure(
        exit_status::environment,
        "ecflink: " + place_ + " exists and is not a regular file; name a new file, or one to replace");
}

void whole_file::fail(int problem) const {
    throw failure(exit_status::environment,
                  "ecflink: " + place_ + " cannot be written: " + reason(problem) + nothing_was_written());
}

void whole_file::write(std::string_view text) {
    constexpr std::size_t enough = std::size_t{1} << 16;
    if (buffer_.size() + text.size() < enough) {
        buffer_ += text;
        return;
    }
    flush();
    put(text);
}

void whole_file::flush() {
    put(buffer_);
    buffer_.clear();
}

void whole_file::put(std::string_view text) const {
    if (const int problem = write_all(descriptor_, text, when_cancelled::stop); problem != 0) {
        stop_if_cancelled();
        fail(problem);
    }
}

void whole_file::finish() {
    flush();
    if (::fsync(descriptor_) != 0) {
        fail(errno);
    }
    stop_if_cancelled();
}

void whole_file::appear() {
    struct stat there{};
    if (::fstatat(folder_, name_.c_str(), &there, AT_SYMLINK_NOFOLLOW) == 0 && !S_ISREG(there.st_mode)) {
        refuse_other_kind();  // it came meanwhile
    }
    if (temporary_.empty()) {
        const std::string self = fmt::format("/proc/self/fd/{}", descriptor_);
        const auto link_as = [&](const std::string& name) {
            return ::linkat(AT_FDCWD, self.c_str(), folder_, name.c_str(), AT_SYMLINK_FOLLOW) == 0;
        };
        if (is_new_ && link_as(name_)) {
            note_change(place_ + " is written");
            return;
        }
        // No link can take the place of an older file.
        const std::string name = temporary_name();
        if ((is_new_ && errno != EEXIST) || !link_as(name)) {
            fail(errno);
        }
        temporary_ = name;
    }
    if (::renameat(folder_, temporary_.c_str(), folder_, name_.c_str()) != 0) {
        fail(errno);
    }
    temporary_.clear();
    note_change(place_ + " is written");
}

void write_whole_file(const std::string& place, std::string_view text) {
    whole_file file(place);
    file.write(text);
    file.finish();
    file.appear();
}

void make_folder(const std::string& folder) {
    std::error_code problem;
    std::filesystem::create_directories(folder, problem);
    if (problem) {
        throw failure(exit_status::environment,
                      fmt::format("ecflink: the folder {} cannot be made: {}", folder, problem.message()));
    }
}

}  // namespace ecflink::cli
