#include "base/spooled_text.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

ECFLINK_BEGIN_NAMESPACE
namespace detail {
namespace {

std::string message_of(int problem) { return std::generic_category().message(problem); }

/// Opens a file without a name in the folder for temporary files. Negative: errno says why not.
int open_nameless(const std::string& folder) {
#ifdef O_TMPFILE
    if (const int file = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_EXCL | O_CLOEXEC, 0600); file >= 0) {
        return file;
    }
#endif
    std::string name = folder + "/ecflink-XXXXXX";  // not every file system has files without names
    const int file = ::mkstemp(name.data());
    if (file >= 0) {
        ::unlink(name.c_str());
    }
    return file;
}

}  // namespace

std::optional<std::string> spooled_text::add(std::size_t bytes) {
    used_ += bytes;
    return used_ == buffer_.size() ? spool() : std::nullopt;
}

/// Empties the buffer into the file.
std::optional<std::string> spooled_text::spool() {
    std::error_code problem;
    const std::string folder = std::filesystem::temp_directory_path(problem).string();
    if (problem) {
        return "there is no folder for temporary files: " + problem.message() + "; name one in TMPDIR";
    }
    if (file_.get() < 0) {
        file_ = descriptor(open_nameless(folder));
        if (file_.get() < 0) {
            return "its text cannot be kept in " + folder + ": " + message_of(errno) +
                   "; name another folder for temporary files in TMPDIR";
        }
    }
    for (std::string_view left(buffer_.data(), used_); !left.empty();) {
        const ssize_t written = ::write(file_.get(), left.data(), left.size());
        if (written < 0 && errno != EINTR) {
            return "its text cannot be kept in " + folder + ": " + message_of(errno) +
                   "; name a folder with more room in TMPDIR";
        }
        left.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(written, 0)));
    }
    spooled_ += std::exchange(used_, 0);
    return std::nullopt;
}

result<file_text, std::string> spooled_text::finish() && {
    if (file_.get() < 0) {
        return file_text::copy({buffer_.data(), used_});
    }
    if (auto problem = spool()) {
        return *std::move(problem);
    }
    return file_text::read(file_.get(), spooled_);
}

}  // namespace detail
ECFLINK_END_NAMESPACE
