#include "tables/table_text.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <ecflink/tables/columns.hpp>

#include "base/descriptor.hpp"
#include "base/spooled_text.hpp"
#include "base/unpacker.hpp"
#include "tables/workers.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::tables {
namespace {

constexpr std::size_t piece_size = std::size_t{1} << 18U;

/// What is said when work ends early; nobody sees it.
constexpr std::string_view cancelled = "cancelled";

/// Borrowed until the next one; empty: the end.
struct piece {
    std::string_view bytes;
};

/// Bytes that come piece by piece.
class piece_source {
public:
    [[nodiscard]] virtual result<piece, std::string> next() = 0;
    /// How many bytes there will be in all; 0: nobody knows.
    [[nodiscard]] virtual std::uint64_t size() const noexcept = 0;

    piece_source() = default;
    piece_source(const piece_source&) = delete;
    piece_source& operator=(const piece_source&) = delete;
    virtual ~piece_source() = default;
};

class pieces_of_text final : public piece_source {
public:
    explicit pieces_of_text(std::string_view text) noexcept : left_(text), size_(text.size()) {}

    [[nodiscard]] result<piece, std::string> next() override {
        const std::string_view first = left_.substr(0, piece_size);
        left_.remove_prefix(first.size());
        return piece{first};
    }
    [[nodiscard]] std::uint64_t size() const noexcept override { return size_; }

private:
    std::string_view left_;
    std::uint64_t size_;
};

/// Of a pipe or a terminal. Waits for bytes, but not when it is cancelled.
class pieces_of_pipe final : public piece_source {
public:
    pieces_of_pipe(int file, const work_options& options)
        : file_(file), options_(options), piece_(piece_size) {}

    [[nodiscard]] result<piece, std::string> next() override {
        // full pieces, so that the first one shows how the bytes are compressed
        std::size_t size = 0;
        while (size < piece_.size()) {
            const auto got = read_some(std::span(piece_).subspan(size));
            if (!got) {
                return got.error();
            }
            if (got.value() == 0) {
                break;
            }
            size += got.value();
        }
        return piece{{piece_.data(), size}};
    }
    [[nodiscard]] std::uint64_t size() const noexcept override { return 0; }

private:
    [[nodiscard]] result<std::size_t, std::string> read_some(std::span<char> into) {
        constexpr int milliseconds = 100;
        for (;;) {
            if (is_cancelled(options_)) {
                return std::string(cancelled);
            }
            pollfd wanted{file_, POLLIN, 0};
            const int ready = ::poll(&wanted, 1, milliseconds);
            if (ready == 0 || (ready < 0 && errno == EINTR)) {
                continue;
            }
            const ssize_t got = ready < 0 ? -1 : ::read(file_, into.data(), into.size());
            if (got >= 0) {
                return static_cast<std::size_t>(got);
            }
            if (errno != EINTR && errno != EAGAIN) {
                return cannot_be_read(errno);
            }
        }
    }

    int file_;
    const work_options& options_;
    std::vector<char> piece_;
};

std::string unknown_packing() {
    return "the file is compressed or packed in a form that is not read here; unpack it, or compress it by "
           "gzip or zstd";
}

/// A few bytes may stand for very many, and fill a disk.
bool is_bomb(std::uint64_t packed, std::uint64_t unpacked) noexcept {
    constexpr std::uint64_t always_allowed = std::uint64_t{1} << 30U;
    constexpr std::uint64_t most_for_a_byte = 256;
    return unpacked > always_allowed && unpacked / most_for_a_byte > packed;
}

/// Reads all pieces, and unpacks them as their first one says.
result<file_text, std::string> read_pieces(piece_source& source, const work_options& options) {
    spooled_text text;
    std::unique_ptr<unpacker> unpack;
    packing how = packing::none;
    std::uint64_t taken = 0;
    for (;;) {
        const auto got = source.next();
        if (!got) {
            return got.error();
        }
        std::string_view bytes = got.value().bytes;
        if (!unpack) {
            how = packing_of(bytes);
            unpack = unpacker::make(how);
            if (!unpack) {
                return unknown_packing();
            }
        }
        if (is_cancelled(options)) {
            return std::string(cancelled);
        }
        if (bytes.empty()) {
            if (!unpack->is_at_end()) {
                return std::string("the compressed file ends early; part of it is missing");
            }
            return std::move(text).finish();
        }
        taken += bytes.size();
        for (bool is_flushed = false; !is_flushed;) {
            const std::span<char> room = text.room();
            const auto made = unpack->unpack(bytes, room);
            if (!made) {
                return "the compressed file is damaged: " + made.error();
            }
            bytes.remove_prefix(made.value().taken);
            if (auto problem = text.add(made.value().made)) {
                return *std::move(problem);
            }
            if (is_bomb(taken, text.size())) {
                return std::string(
                    "the compressed file would take more than 256 times its size and more than 1 GiB; if "
                    "that is right, unpack it first");
            }
            is_flushed = bytes.empty() && made.value().made < room.size();
        }
        if (options.progress) {
            options.progress(how == packing::none ? "input" : "unpack", taken, source.size());
        }
    }
}

result<file_text, std::string> open_any(const std::filesystem::path& path, const work_options& options) {
    const bool is_standard_input = path == standard_input;
    const descriptor file(is_standard_input ? ::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0)
                                            : ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    struct stat facts{};
    if (file.get() < 0 || ::fstat(file.get(), &facts) != 0) {
        return cannot_be_read(errno);
    }
    // standard input may be a file of which something has been read before
    if (S_ISREG(facts.st_mode) && ::lseek(file.get(), 0, SEEK_CUR) == 0) {
        return unpacked(file_text::read(file.get(), static_cast<std::size_t>(facts.st_size)), options);
    }
    if (S_ISDIR(facts.st_mode)) {
        return cannot_be_read(EISDIR);
    }
    if (!is_standard_input && !S_ISFIFO(facts.st_mode)) {
        return cannot_be_read("it is a device");
    }
    pieces_of_pipe source(file.get(), options);
    return read_pieces(source, options);
}

constexpr std::array tables_of_folder = {
    table_name<central_account_columns>, table_name<court_account_columns>, table_name<link_columns>,
    table_name<tombstone_columns>,       table_name<roster_columns>,        table_name<registration_columns>};

std::filesystem::path path_of(const std::filesystem::path& folder, std::string_view table) {
    return folder / (std::string(table) + ".csv");
}

table_text named(std::string name, result<file_text, std::string> text) {
    if (!text) {
        return {std::move(name), nullptr, text.error()};
    }
    return {std::move(name), std::make_shared<const file_text>(std::move(text).value()), {}};
}

}  // namespace

result<file_text, std::string> unpacked(result<file_text, std::string> opened, const work_options& options) {
    if (!opened || packing_of(opened.value().view()) == packing::none) {
        return opened;
    }
    pieces_of_text source(opened.value().view());
    return read_pieces(source, options);
}

table_text open_table(const std::filesystem::path& path, const work_options& options) {
    return named(path == standard_input ? "standard input" : path.string(), open_any(path, options));
}

std::vector<std::filesystem::path> files_of_table(const std::filesystem::path& folder,
                                                  std::string_view table) {
    std::vector<std::filesystem::path> found;
    for (const std::string_view ending : {"", ".gz", ".zst"}) {
        auto path = path_of(folder, table);
        path += ending;
        if (std::error_code ignored; std::filesystem::exists(path, ignored)) {
            found.push_back(std::move(path));
        }
    }
    return found;
}

folder_texts::folder_texts(const std::filesystem::path& folder, const std::filesystem::path& links,
                           const work_options& options)
    : folder_(folder) {
    for (const std::string_view table : tables_of_folder) {
        const bool is_elsewhere = table == table_name<link_columns> && !links.empty();
        const auto found = is_elsewhere ? std::vector{links} : files_of_table(folder, table);
        if (found.empty()) {
            continue;
        }
        entry& one = entries_.emplace_back(entry{table, found.front(), is_elsewhere, {}});
        one.text.name = one.path.string();
        if (found.size() > 1) {
            one.text.problem =
                "the folder also has " + found.back().filename().string() + "; keep one of the two";
        }
    }
    // what cannot be opened has a problem, and so has all that is not opened after a cancellation
    const auto open = [&](unsigned thread, std::size_t first, std::size_t) {
        entry& one = entries_[first];
        const work_options of_thread = thread == 0 ? options : without_progress(options);
        if (one.is_elsewhere) {
            one.text = open_table(one.path, of_thread);
        } else if (one.text.problem.empty()) {
            one.text = named(std::move(one.text.name), unpacked(file_text::open(one.path), of_thread));
        }
    };
    for_each_morsel(without_progress(options), {}, entries_.size(), open, 1);
}

const table_text* folder_texts::find(std::string_view table) const noexcept {
    const auto found = std::ranges::find(entries_, table, &entry::table);
    return found == entries_.end() ? nullptr : &found->text;
}

table_text folder_texts::get(std::string_view table) const {
    if (const table_text* const found = find(table)) {
        return *found;
    }
    const auto path = path_of(folder_, table);
    return named(path.string(), file_text::open(path));  // which says why it is not there
}

}  // namespace detail::tables
ECFLINK_END_NAMESPACE
