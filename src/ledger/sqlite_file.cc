#include "ledger/sqlite_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <map>
#include <mutex>
#include <optional>
#include <system_error>
#include <utility>

ECFLINK_BEGIN_NAMESPACE

namespace detail::ledger {
namespace {

using std::filesystem::path;

file_identity identity_of(const struct stat& about) noexcept { return {about.st_dev, about.st_ino}; }

std::string reason(int error) { return std::generic_category().message(error); }

[[noreturn]] void fail_as_unavailable(const path& file, int error) {
    throw database_error(ledger_trouble::unavailable, "cannot read or write " + file.string() + " (" +
                                                          reason(error) +
                                                          "); check the file, its disk and its permissions");
}

// ---- one name -----------------------------------------------------------------------------------

void refuse_links(const path& place, std::uint64_t names) {
    if (names > 1) {
        throw database_error(
            ledger_trouble::failed,
            place.string() + " has " + std::to_string(names) +
                " names (hard links), and SQLite would keep a log of its own beside each; stop all programs "
                "that use it, find the other names (find FOLDER -xdev -samefile " +
                place.string() + ") and remove all but the one whose -wal file is beside it");
    }
}

/// A file that is mounted by itself has its log beside the place of the mount. The kernel tells
/// since Linux 5.8.
void refuse_mount([[maybe_unused]] const path& place) {
#ifdef STATX_ATTR_MOUNT_ROOT
    struct statx about{};
    if (::statx(AT_FDCWD, place.c_str(), AT_SYMLINK_NOFOLLOW, STATX_TYPE, &about) == 0 &&
        (about.stx_attributes & about.stx_attributes_mask & STATX_ATTR_MOUNT_ROOT) != 0) {
        throw database_error(
            ledger_trouble::failed,
            place.string() +
                " is mounted as a single file, and SQLite's log would stay beside the mount; "
                "mount the folder that holds it instead");
    }
#endif
}

// ---- locks that say a value ---------------------------------------------------------------------

// SQLite locks bytes up to 2^30 + 512, and no file is as long as this.
constexpr off_t first_byte = off_t{1} << 62U;
static_assert(sizeof(off_t) == 8, "a lock must reach beyond every file");

/// FNV-1a: every build of every version must say the same value.
class fingerprint {
public:
    fingerprint& add(std::string_view bytes) noexcept {
        for (const char c : bytes) {
            value_ = (value_ ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
        }
        return *this;
    }
    fingerprint& add(std::uint64_t number) noexcept {
        for (unsigned shift = 0; shift < 64; shift += 8) {
            value_ = (value_ ^ ((number >> shift) & 0xFFU)) * 0x100000001B3U;
        }
        return *this;
    }
    fingerprint& add(const file_identity& file) noexcept {
        return add(std::uint64_t{file.device}).add(std::uint64_t{file.number});
    }
    [[nodiscard]] off_t bits(unsigned count) const noexcept {
        return static_cast<off_t>(value_ >> (64U - count));
    }

private:
    std::uint64_t value_ = 0xCBF29CE484222325U;
};

#ifdef F_OFD_SETLK
int lock(int descriptor, int command, short type, off_t start, off_t length,
         short* found = nullptr) noexcept {
    struct flock range{};
    range.l_type = type;
    range.l_whence = SEEK_SET;
    range.l_start = start;
    range.l_len = length;
    const int status = ::fcntl(descriptor, command, &range);
    if (found != nullptr) {
        *found = range.l_type;
    }
    return status;
}
#endif

/// Says a value by a shared lock on one byte of a range, which nobody else waits for. Throws
/// `refusal` if somebody says another one. These locks belong to the open descriptor, so that
/// SQLite's, which belong to the process, do not end or hide them.
void agree([[maybe_unused]] int descriptor, [[maybe_unused]] off_t start, [[maybe_unused]] off_t length,
           [[maybe_unused]] off_t value, [[maybe_unused]] const path& place,
           [[maybe_unused]] const char* refusal) {
#ifdef F_OFD_SETLK
    if (lock(descriptor, F_OFD_SETLK, F_RDLCK, start + value, 1) != 0) {
        const int error = errno;
        throw database_error(ledger_trouble::failed, "cannot lock " + place.string() + " (" + reason(error) +
                                                         "); move it to a local disk");
    }
    const std::pair<off_t, off_t> others[] = {{start, value}, {start + value + 1, length - value - 1}};
    for (const auto& [from, count] : others) {
        short found = F_UNLCK;
        if (count > 0 &&
            (lock(descriptor, F_OFD_GETLK, F_WRLCK, from, count, &found) != 0 || found != F_UNLCK)) {
            lock(descriptor, F_OFD_SETLK, F_UNLCK, start + value, 1);
            throw database_error(ledger_trouble::failed, place.string() + refusal);
        }
    }
#endif
}

constexpr const char* open_by_another_name =
    " is open by another name (another folder, a link, a mount of the file), and SQLite would keep a log of "
    "its own beside each; use one name in all programs";
constexpr const char* open_as_another_file =
    " was deleted or replaced, and another program still has the older file open, whose log is beside the "
    "new one; stop that program first";

// ---- the files of this process ------------------------------------------------------------------

/// Closing any descriptor of a file ends all locks of this process on it, those of other threads'
/// connections included (POSIX). So a descriptor stays open until its file is deleted.
struct held_file {
    int descriptor = -1;
    int folder = -1;
    off_t name = 0;
    std::size_t users = 0;
};

class held_files {
public:
    file_identity hold(const path& place, missing_file missing) {
        const std::scoped_lock alone(mutex_);
        drop_deleted();
        struct stat about{};
        if (::lstat(place.c_str(), &about) != 0) {
            if (errno != ENOENT && errno != ENOTDIR) {
                fail_as_unavailable(place, errno);
            }
            if (missing == missing_file::is_an_error) {
                throw database_error(
                    ledger_trouble::not_found,
                    "there is no file " + place.string() + "; check its name, or make the ledger first");
            }
            make(place, about);
        }
        const file_identity identity = identity_of(about);
        if (!S_ISREG(about.st_mode)) {
            throw database_error(ledger_trouble::unavailable,
                                 place.string() + " is not a regular file; check its name");
        }
        refuse_links(place, about.st_nlink);
        refuse_mount(place);
        lock_both(place, identity, files_[identity]);
        return identity;
    }

    void give_up(const file_identity& identity) noexcept {
        const std::scoped_lock alone(mutex_);
        held_file& file = files_.at(identity);
        if (--file.users == 0) {
            unlock(file);
            ::close(std::exchange(file.folder, -1));
        }
    }

private:
    /// SQLite would make a file that others can read. Its -wal and -shm get the mode of this one.
    void make(const path& place, struct stat& about) {
        const int made = ::open(place.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
        if (made != -1 && ::fstat(made, &about) == 0) {
            files_[identity_of(about)].descriptor = made;
        } else if (errno != EEXIST || ::lstat(place.c_str(), &about) != 0) {  // another one was faster
            const int error = errno;
            throw database_error(
                error == ENOSPC || error == EDQUOT ? ledger_trouble::full : ledger_trouble::unavailable,
                "cannot create the file " + place.string() + " (" + reason(error) +
                    "); check the folder, its permissions and its free space");
        }
    }

    void lock_both(const path& place, const file_identity& identity, held_file& file) {
        const std::string name = place.filename().string();
        const int folder = ::open(place.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        struct stat of_folder{};
        if (folder == -1 || ::fstat(folder, &of_folder) != 0) {
            fail_as_unavailable(place.parent_path(), errno);
        }
        try {
            if (file.descriptor == -1) {
                const int opened = ::open(place.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
                struct stat about{};
                if (opened == -1 || ::fstat(opened, &about) != 0) {
                    fail_as_unavailable(place, errno);
                }
                if (held_file& found = files_[identity_of(about)]; found.descriptor == -1) {
                    found.descriptor = opened;
                }
                if (identity_of(about) != identity) {
                    throw database_error(ledger_trouble::unavailable,
                                         place.string() + " was replaced while it was opened; try again");
                }
            }
            const off_t as = fingerprint().add(identity_of(of_folder)).add(name).bits(61);
            if (file.users == 0) {
                agree(file.descriptor, first_byte, off_t{1} << 61U, as, place, open_by_another_name);
            } else if (file.name != as) {
                throw database_error(ledger_trouble::failed, place.string() + open_by_another_name);
            }
            // Of each name in the folder, one range.
            agree(folder, first_byte + (fingerprint().add(name).bits(30) << 31U), off_t{1} << 31U,
                  fingerprint().add(identity).bits(31), place, open_as_another_file);
            file.name = as;
        } catch (...) {
            ::close(folder);
            if (file.users == 0 && file.descriptor != -1) {
                unlock(file);
            }
            throw;
        }
        if (file.users++ == 0) {
            file.folder = folder;
        } else {
            ::close(folder);
        }
    }

    static void unlock([[maybe_unused]] const held_file& file) noexcept {
#ifdef F_OFD_SETLK
        lock(file.descriptor, F_OFD_SETLK, F_UNLCK, first_byte, 0);
#endif
    }

    void drop_deleted() noexcept {
        std::erase_if(files_, [](const auto& entry) {
            const held_file& file = entry.second;
            struct stat about{};
            const bool is_deleted =
                file.users == 0 &&
                (file.descriptor == -1 || (::fstat(file.descriptor, &about) == 0 && about.st_nlink == 0));
            if (is_deleted && file.descriptor != -1) {
                ::close(file.descriptor);
            }
            return is_deleted;
        });
    }

    std::mutex mutex_;
    std::map<file_identity, held_file> files_;
};

held_files& files() {
    static auto* all = new held_files;  // never destroyed: a static ledger may outlive it
    return *all;
}

path without_links(const path& named) {
    std::error_code error;
    const path resolved = std::filesystem::weakly_canonical(named, error);
    return error ? named : resolved;
}

}  // namespace

std::optional<file_identity> identity_of_name(const path& name) noexcept {
    struct stat about{};
    return ::stat(name.c_str(), &about) == 0 ? std::optional(identity_of(about)) : std::nullopt;
}

sqlite_file::sqlite_file(const path& named, missing_file missing)
    : named_(named),
      place_(without_links(named)),
      is_place_(named_ == place_),
      identity_(files().hold(place_, missing)) {}

sqlite_file::~sqlite_file() { files().give_up(identity_); }

bool sqlite_file::exists(const path& named) noexcept {
    std::error_code error;
    return std::filesystem::exists(named, error) || error;
}

std::uint64_t sqlite_file::names() const noexcept {
    struct stat about{};
    const bool is_named = ::stat(place_.c_str(), &about) == 0 && identity_of(about) == identity_ &&
                          (is_place_ || identity_of_name(named_) == identity_);
    return is_named ? about.st_nlink : 0;
}

void sqlite_file::require_one(std::uint64_t names) const { refuse_links(place_, names); }

}  // namespace detail::ledger

ECFLINK_END_NAMESPACE
