// unpacker.hpp: bytes that gzip or zstd has compressed, unpacked piece by piece.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include <ecflink/core/result.hpp>

ECFLINK_BEGIN_NAMESPACE
namespace detail {

/// How bytes are compressed.
enum class packing : std::uint8_t {
    none,
    gzip,   ///< RFC 1952
    zstd,   ///< RFC 8878
    other,  ///< by a program whose work cannot be unpacked here
};

/// By the first bytes, of which eight are enough.
[[nodiscard]] packing packing_of(std::string_view beginning) noexcept;

/// Unpacks one stream. Streams of a kind may follow each other, as the programs write them.
class unpacker {
public:
    struct step {
        std::size_t taken = 0;
        std::size_t made = 0;
    };

    /// Null for `packing::other`. Throws std::bad_alloc.
    [[nodiscard]] static std::unique_ptr<unpacker> make(packing kind);

    /// Takes packed bytes and makes text of them, as long as there are bytes and room. An error
    /// says what is wrong with the bytes. Throws std::bad_alloc.
    [[nodiscard]] virtual result<step, std::string> unpack(std::string_view packed, std::span<char> room) = 0;
    /// Whether all that was taken is whole.
    [[nodiscard]] virtual bool is_at_end() const noexcept = 0;

    unpacker() = default;
    unpacker(const unpacker&) = delete;
    unpacker& operator=(const unpacker&) = delete;
    virtual ~unpacker() = default;
};

}  // namespace detail
ECFLINK_END_NAMESPACE
