// spooled_text.hpp: text of which nobody knows beforehand how long it will be.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <ecflink/core/result.hpp>

#include "base/descriptor.hpp"
#include "base/file_text.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail {

/// Text that is put together piece by piece. What does not fit into a small buffer goes into a
/// temporary file without a name, which nobody else can open, and which is gone with its text.
class spooled_text {
public:
    spooled_text() : buffer_(buffer_size) {}

    /// Where the next piece may be written; never empty.
    [[nodiscard]] std::span<char> room() noexcept { return std::span(buffer_).subspan(used_); }
    /// Takes what was written to the beginning of the room. A message: it cannot be kept.
    [[nodiscard]] std::optional<std::string> add(std::size_t bytes);
    [[nodiscard]] std::uint64_t size() const noexcept { return spooled_ + used_; }
    [[nodiscard]] result<file_text, std::string> finish() &&;

private:
    static constexpr std::size_t buffer_size = std::size_t{1} << 20U;
    [[nodiscard]] std::optional<std::string> spool();

    std::vector<char> buffer_;
    std::size_t used_ = 0;
    descriptor file_;
    std::uint64_t spooled_ = 0;
};

}  // namespace detail
ECFLINK_END_NAMESPACE
