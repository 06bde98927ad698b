// file_text.hpp: the bytes of a file, mapped into memory if the file is large.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <ecflink/core/result.hpp>

ECFLINK_BEGIN_NAMESPACE
namespace detail {

class file_text {
public:
    /// Opens a file. If it is not a regular file that can be read, returns a message that says why.
    /// If a file is truncated while it is mapped, the program ends.
    [[nodiscard]] static result<file_text, std::string> open(const std::filesystem::path& path);

    /// The same of a file that is open, is regular and has this size.
    [[nodiscard]] static result<file_text, std::string> read(int file, std::size_t size);
    /// Text in memory.
    [[nodiscard]] static file_text copy(std::string_view text);

    [[nodiscard]] std::string_view view() const noexcept { return {bytes_.get(), bytes_.get_deleter().size}; }

private:
    struct release {
        std::size_t size = 0;
        bool is_mapped = false;
        void operator()(const char* bytes) const noexcept;
    };
    using owned_bytes = std::unique_ptr<const char, release>;
    explicit file_text(owned_bytes bytes) noexcept : bytes_(std::move(bytes)) {}

    /// Memory that nobody has set, because it is going to be written.
    [[nodiscard]] static owned_bytes allocate(std::size_t size);

    owned_bytes bytes_;
};

/// What is said of a file that cannot be read, by an errno or in words.
[[nodiscard]] std::string cannot_be_read(int problem);
[[nodiscard]] std::string cannot_be_read(const std::string& why);

}  // namespace detail
ECFLINK_END_NAMESPACE
