#include "base/file_text.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <new>
#include <system_error>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/descriptor.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail {
namespace {

// Below this size, a copy costs no more than a mapping.
constexpr std::size_t least_mapped = std::size_t{1} << 20U;

/// The errno of what went wrong, or 0.
int read_all(int file, char* bytes, std::size_t size) noexcept {
    for (off_t place = 0; size > 0;) {
        const ssize_t got = ::pread(file, bytes, size, place);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return got < 0 ? errno : EIO;  // at the end too early: somebody has truncated the file
        }
        bytes += got;
        place += got;
        size -= static_cast<std::size_t>(got);
    }
    return 0;
}

}  // namespace

std::string cannot_be_read(const std::string& why) {
    return "the file cannot be read: " + why + "; it must exist, be a regular file and be readable";
}

std::string cannot_be_read(int problem) { return cannot_be_read(std::generic_category().message(problem)); }

void file_text::release::operator()(const char* bytes) const noexcept {
    if (is_mapped) {
        // Only readers may not write to this memory; here it is freed.
        // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast)
        ::munmap(const_cast<char*>(bytes), size);
    } else {
        // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast,cppcoreguidelines-no-malloc)
        std::free(const_cast<char*>(bytes));
    }
}

result<file_text, std::string> file_text::open(const std::filesystem::path& path) {
    // O_NONBLOCK, because opening a pipe without a writer would wait for one.
    const descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    struct stat facts{};
    if (file.get() < 0 || ::fstat(file.get(), &facts) != 0) {
        return cannot_be_read(errno);
    }
    if (!S_ISREG(facts.st_mode)) {
        return S_ISDIR(facts.st_mode) ? cannot_be_read(EISDIR) : cannot_be_read("it is a pipe or a device");
    }
    return read(file.get(), static_cast<std::size_t>(facts.st_size));
}

file_text::owned_bytes file_text::allocate(std::size_t size) {
    // NOLINTNEXTLINE(cppcoreguidelines-no-malloc)
    auto* const bytes = static_cast<char*>(std::malloc(size + 1));
    if (bytes == nullptr) {
        throw std::bad_alloc();
    }
    return {bytes, release{size, false}};
}

result<file_text, std::string> file_text::read(int file, std::size_t size) {
    if (size >= least_mapped) {
        if (void* const mapped = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0);
            mapped != MAP_FAILED) {
            return file_text(owned_bytes(static_cast<const char*>(mapped), release{size, true}));
        }
    }
    owned_bytes bytes = allocate(size);
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast): what was just allocated
    if (const int problem = read_all(file, const_cast<char*>(bytes.get()), size); problem != 0) {
        return cannot_be_read(problem);
    }
    return file_text(std::move(bytes));
}

file_text file_text::copy(std::string_view text) {
    owned_bytes bytes = allocate(text.size());
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast): what was just allocated
    std::ranges::copy(text, const_cast<char*>(bytes.get()));
    return file_text(std::move(bytes));
}

}  // namespace detail
ECFLINK_END_NAMESPACE
