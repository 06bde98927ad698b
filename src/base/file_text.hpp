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

    [[nodiscard]] std::string_view view() const noexcept { return {bytes_.get(), bytes_.get_deleter().size}; }

private:
    struct release {
        std::size_t size = 0;
        bool is_mapped = false;
        void operator()(const char* bytes) const noexcept;
    };
    using owned_bytes = std::unique_ptr<const char, release>;
    explicit file_text(owned_bytes bytes) noexcept : bytes_(std::move(bytes)) {}

    owned_bytes bytes_;
};

}  // namespace detail
ECFLINK_END_NAMESPACE
