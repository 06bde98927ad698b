// process.hpp: the program and the system around it: exit statuses, signals, standard output, and
// files that appear whole or not at all.
#pragma once

#include <atomic>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <ecflink/text/diagnostic.hpp>

namespace ecflink::cli {

enum class exit_status : int {
    done = 0,         ///< done, and nothing at or over the threshold
    reached = 1,      ///< done, and the answer is refuse, or rows reached the threshold
    usage = 2,        ///< wrong usage
    bad_input = 3,    ///< data or a policy cannot be used; nothing was written
    environment = 4,  ///< a file, the memory or the system failed
    cancelled = 5,    ///< cancelled by a signal; nothing was written
};

/// Ends a command with what to tell on standard error, line by line, and a status.
class failure : public std::runtime_error {
public:
    failure(exit_status status, const std::string& text) : std::runtime_error(text), status_(status) {}
    /// Input that cannot be used, with every place that says so.
    explicit failure(const std::vector<diagnostic>& troubles);

    [[nodiscard]] exit_status status() const noexcept { return status_; }

private:
    exit_status status_;
};

/// Ends a command that was asked for wrongly. The text is what is wrong: the program puts before it
/// which command says so and, if the help could help, behind it where that stands.
class usage_failure : public failure {
public:
    explicit usage_failure(const std::string& text) : failure(exit_status::usage, text) {}
};

/// The same where the options are right and a value is wrong: an unknown court, a time in another
/// form. The text says what to write, so no help is named.
class value_failure : public usage_failure {
public:
    using usage_failure::usage_failure;
};

/// Diagnostics, a line each: at most a hundred, and how many more there are.
[[nodiscard]] std::string all_lines(std::span<const diagnostic> troubles);

/// An error of a file as a whole.
[[nodiscard]] diagnostic error_of_file(const std::string& file, std::string message);

/// The system's words for an errno.
[[nodiscard]] std::string reason(int problem);

/// Called once, first: from now on SIGINT, SIGTERM and SIGHUP ask the program to end, a closed pipe
/// and a file limit are errors of the write that met them, and no file that is opened later can
/// take the place of a standard stream that was closed.
void prepare_process() noexcept;

/// True once a signal has asked for the end.
[[nodiscard]] const std::atomic<bool>& is_cancelled() noexcept;

/// Throws a failure if a signal has asked for the end.
void stop_if_cancelled();

/// Says that the run has changed something for good, in words that follow "done all the same: ". If
/// it fails afterwards, `main` tells so, and no failure says that nothing was written.
void note_change(std::string what);
/// What was noted, in its order.
[[nodiscard]] const std::vector<std::string>& noted_changes() noexcept;

/// Everything in a file, which may be a pipe. Throws a failure that says of `what` why it cannot be
/// read, or that it is empty, and the remedy.
[[nodiscard]] std::string read_input(const std::string& file, std::string_view what, std::string_view remedy);

/// The same, if the first character that is no blank is `begin`. Nothing if it is another one; then
/// only the beginning was read.
[[nodiscard]] std::optional<std::string> read_input_beginning(char begin, const std::string& file,
                                                              std::string_view what, std::string_view remedy);

/// Writes a result to standard output. A reader that went away is not an error: it does not want
/// the rest. Any other trouble is a failure.
void write_output(std::string_view text);

/// Writes lines to standard error, control characters made visible and arguments that may hold a
/// password hidden. What cannot be written is lost: there is nobody to tell.
void write_messages(std::string_view lines) noexcept;

/// Writes to standard error as it stands, for a line that overwrites itself.
void write_progress(std::string_view text) noexcept;

/// Bytes that must stay as they are, such as lines whose hash is kept: as `write_output`, but on a
/// terminal control characters are made visible.
void write_exact_output(std::string_view text);

/// Who may read a file: whoever may read an older one in its place, or by the usual mask; or its
/// owner alone.
enum class readable_by { usual, owner };

/// Refuses to write what `option` names, if that is a file of the run's own, under whatever name.
/// `what`: what that is.
void refuse_if_same(const std::string& option, const std::string& out, const std::string& own,
                    std::string_view what);

/// Adds a line to the end of a file, which is made if there is none, and sees it onto the disk. A
/// symbolic link is refused.
void append_to_file(const std::string& file, std::string_view line);

/// A file that is written without a name, or beside its place, and then put there in one step, over
/// an older one: readers see the old file or the whole new one. Unless `appear` is reached, nothing
/// of it is left; where the file system has files without a name, not even if the program is
/// killed. A place that holds anything but a regular file is refused, a symbolic link included: it
/// would say which file is overwritten. So is the file that standard output goes to: it would be
/// replaced, and the result lost.
class whole_file {
public:
    explicit whole_file(const std::string& place, readable_by whom = readable_by::usual);
    whole_file(const whole_file&) = delete;
    whole_file& operator=(const whole_file&) = delete;
    ~whole_file();

    void write(std::string_view text);
    /// Everything is on the disk when this returns; what is left is one step that needs no room.
    void finish();
    void appear();

private:
    [[noreturn]] void fail(int problem) const;
    [[noreturn]] void refuse_other_kind() const;
    void make_temporary();
    [[nodiscard]] std::string temporary_name() const;
    void flush();
    void put(std::string_view text) const;

    std::string place_;
    std::string name_;       ///< in the folder
    std::string temporary_;  ///< in the folder; empty: nothing to remove
    bool is_new_ = true;     ///< there is no older file
    int folder_ = -1;
    int descriptor_ = -1;
    std::string buffer_;
};

/// Writes a file of one text, whole or not at all.
void write_whole_file(const std::string& place, std::string_view text);

/// Makes a folder, and those that it stands in, unless it exists.
void make_folder(const std::string& folder);

}  // namespace ecflink::cli
