// Keys, and the digests of secrets.
#include "keys.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <string>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <ecflink/ledger/handle.hpp>
#include <ecflink/text/visible_text.hpp>

#include "decide_structs.hpp"
#include "values.hpp"

namespace {

using namespace ecflink::capi;

/// A key file is short; a longer file is none.
constexpr std::size_t max_key_file_bytes = std::size_t{1} << 16;

ecflink_keys* make_keys(std::string_view text, std::string_view file) {
    auto ring = ecflink::key_ring::parse(text, file);
    if (!ring) {
        throw failure{ECFLINK_E_INPUT, file.empty() ? "text" : "file", 0, to_text(ring.error())};
    }
    return new ecflink_keys{std::make_shared<const ecflink::key_ring>(std::move(ring).value())};
}

class open_file {
public:
    explicit open_file(const char* name) noexcept
        // a pipe without a writer must not hold the program up
        : descriptor_(::open(name, O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {}
    open_file(const open_file&) = delete;
    open_file& operator=(const open_file&) = delete;
    ~open_file() {
        if (descriptor_ >= 0) {
            ::close(descriptor_);
        }
    }
    [[nodiscard]] int get() const noexcept { return descriptor_; }

private:
    int descriptor_;
};

failure unreadable(std::string_view file, const std::string& why) {
    return failure{ECFLINK_E_INPUT, "file", 0,
                   "the key file " + ecflink::visible_text(file) + " cannot be read: " + why};
}

}  // namespace

ecflink_status ecflink_keys_parse(char* text_, size_t text_size, ecflink_keys** out, ecflink_error* error) {
    const wiped_later wiped(text_, text_size);
    return guard(error, [&] {
        ecflink_keys*& answer = required(out, "out");
        answer = make_keys(text(text_, text_size, "text"), {});
    });
}

ecflink_status ecflink_keys_read(const char* file, size_t file_size, ecflink_keys** out,
                                 ecflink_error* error) {
    return guard(error, [&] {
        ecflink_keys*& answer = required(out, "out");
        const std::string name(checked_text(file, file_size, any_size, "file"));
        const open_file opened(name.c_str());
        struct stat about{};
        if (opened.get() < 0 || ::fstat(opened.get(), &about) != 0) {
            throw unreadable(name, std::generic_category().message(errno));
        }
        if (!S_ISREG(about.st_mode)) {
            throw unreadable(name, "it is not a regular file");
        }
        if ((about.st_mode & 077U) != 0) {
            throw unreadable(name,
                             "users other than its owner can read or write it; take that from them "
                             "(mode 600), and make a new key if somebody may have read it");
        }
        std::array<char, max_key_file_bytes> text{};
        const wiped_later wiped(text.data(), text.size());
        std::size_t size = 0;
        for (;;) {
            const ssize_t got = ::read(opened.get(), text.data() + size, text.size() - size);
            if (got < 0 && errno == EINTR) {
                continue;
            }
            if (got < 0) {
                throw unreadable(name, std::generic_category().message(errno));
            }
            if (got == 0) {
                break;
            }
            size += static_cast<std::size_t>(got);
            if (size == text.size()) {
                throw unreadable(name, "it is too long");
            }
        }
        answer = make_keys({text.data(), size}, name);
    });
}

ecflink_status ecflink_keys_generate(char* buffer, size_t capacity, size_t* size_out, ecflink_error* error) {
    return guard(error, [&] {
        std::string line = ecflink::key_ring::generate_line();
        const wiped_later wiped(line.data(), line.size());
        copy_text(line, buffer, capacity, size_out);
    });
}

ecflink_status ecflink_keys_ledger_line(const char* ledger, size_t ledger_size, char* buffer, size_t capacity,
                                        size_t* size_out, ecflink_error* error) {
    return guard(error, [&] {
        copy_text(ecflink::key_ring::ledger_line(text(ledger, ledger_size, "ledger")), buffer, capacity,
                  size_out);
    });
}

int32_t ecflink_keys_serve(const ecflink_keys* keys, const char* ledger, size_t ledger_size) {
    return keys != nullptr && ledger != nullptr && keys->ring->serves({ledger, ledger_size}) ? 1 : 0;
}

ecflink_status ecflink_keys_public(const ecflink_keys* keys, size_t index, char* buffer, size_t capacity,
                                   size_t* size_out, ecflink_error* error) {
    return guard(error, [&] {
        const auto all = required(keys, "keys").ring->public_keys();
        copy_text(ecflink::to_hex(entry_of(all, index)), buffer, capacity, size_out);
    });
}

void ecflink_keys_free(ecflink_keys* keys) { delete keys; }

ecflink_status ecflink_digest_of(const void* bytes, size_t size, uint8_t* out, ecflink_error* error) {
    return guard(error, [&] {
        std::uint8_t& first = required(out, "out");
        const ecflink::digest made = ecflink::digest_of(text(static_cast<const char*>(bytes), size, "bytes"));
        std::memcpy(&first, made.bytes.data(), made.bytes.size());
    });
}
