// sqlite_file.hpp: the file of a SQLite ledger, held so that all programs open it by one name.
//
// SQLite keeps FILE-wal and FILE-shm beside the name by which a program opened FILE. A file with a
// second name (a hard link, a bind mount of the file) has a second log there, and two writers that
// do not see each other. SQLite's own locks do not help: they are on the file, and are not asked
// which log their holder has. See https://www.sqlite.org/howtocorrupt.html, section 2.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>

#include "ledger/database.hpp"

ECFLINK_BEGIN_NAMESPACE

namespace detail::ledger {

/// What tells a file from every other one that exists at the same time.
struct file_identity {
    dev_t device = 0;
    ino_t number = 0;
    friend auto operator<=>(const file_identity&, const file_identity&) = default;
};

/// What a name names, links followed; nothing if there is no such file.
[[nodiscard]] std::optional<file_identity> identity_of_name(const std::filesystem::path& name) noexcept;

enum class missing_file : std::uint8_t { is_made, is_an_error };

/// Holds a file for as long as it exists. Meanwhile no other `sqlite_file`, of whatever process,
/// holds the same file by another name, or another file by the same name.
///
/// Threads may share a const object. A forked process must not use those of its parent.
class sqlite_file {
public:
    /// A file that is made is for its owner alone. Throws database_error: ledger_trouble::not_found
    /// if there is none and none is to be made, and ledger_trouble::failed if it has a second name.
    sqlite_file(const std::filesystem::path& named, missing_file missing);
    sqlite_file(const sqlite_file&) = delete;
    sqlite_file& operator=(const sqlite_file&) = delete;
    ~sqlite_file();

    /// True if there is a file of this name, or if that cannot be found out.
    [[nodiscard]] static bool exists(const std::filesystem::path& named) noexcept;

    /// Its name without symbolic links, by which SQLite must open it.
    [[nodiscard]] const std::filesystem::path& place() const noexcept { return place_; }

    /// How many names the file has; 0 if its own is not one of them any more.
    [[nodiscard]] std::uint64_t names() const noexcept;
    /// Throws ledger_trouble::failed if there are several.
    void require_one(std::uint64_t names) const;

private:
    std::filesystem::path named_;
    std::filesystem::path place_;
    bool is_place_;  ///< `named_` is `place_`
    file_identity identity_;
};

}  // namespace detail::ledger

ECFLINK_END_NAMESPACE
