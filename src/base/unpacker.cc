#include "base/unpacker.hpp"

#include <algorithm>
#include <limits>
#include <new>

#include <zlib.h>
#include <zstd.h>

ECFLINK_BEGIN_NAMESPACE
namespace detail {
namespace {

/// Of bytes that are not compressed.
class plain_unpacker final : public unpacker {
public:
    [[nodiscard]] result<step, std::string> unpack(std::string_view packed, std::span<char> room) override {
        const std::size_t size = std::min(packed.size(), room.size());
        std::ranges::copy(packed.substr(0, size), room.data());
        return step{size, size};
    }
    [[nodiscard]] bool is_at_end() const noexcept override { return true; }
};

class gzip_unpacker final : public unpacker {
public:
    gzip_unpacker() {
        constexpr int only_gzip = 16;
        if (::inflateInit2(&stream_, MAX_WBITS + only_gzip) != Z_OK) {
            throw std::bad_alloc();
        }
    }
    gzip_unpacker(const gzip_unpacker&) = delete;
    gzip_unpacker& operator=(const gzip_unpacker&) = delete;
    ~gzip_unpacker() override { ::inflateEnd(&stream_); }

    [[nodiscard]] result<step, std::string> unpack(std::string_view packed, std::span<char> room) override {
        if (is_at_end_ && !packed.empty()) {
            ::inflateReset(&stream_);
            is_at_end_ = false;
        }
        constexpr std::size_t most = std::numeric_limits<uInt>::max();
        const auto given = static_cast<uInt>(std::min(packed.size(), most));
        const auto free = static_cast<uInt>(std::min(room.size(), most));
        // zlib reads what it is given, and does not write there.
        // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast)
        stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
        stream_.avail_in = given;
        stream_.next_out = reinterpret_cast<Bytef*>(room.data());
        stream_.avail_out = free;
        const int status = ::inflate(&stream_, Z_NO_FLUSH);
        if (status == Z_MEM_ERROR) {
            throw std::bad_alloc();
        }
        if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR) {
            return std::string(stream_.msg != nullptr ? stream_.msg : "no gzip");
        }
        is_at_end_ = status == Z_STREAM_END;
        return step{given - stream_.avail_in, free - stream_.avail_out};
    }
    [[nodiscard]] bool is_at_end() const noexcept override { return is_at_end_; }

private:
    z_stream stream_{};
    bool is_at_end_ = false;
};

class zstd_unpacker final : public unpacker {
public:
    zstd_unpacker() {
        if (!stream_) {
            throw std::bad_alloc();
        }
    }

    [[nodiscard]] result<step, std::string> unpack(std::string_view packed, std::span<char> room) override {
        ZSTD_inBuffer from{packed.data(), packed.size(), 0};
        ZSTD_outBuffer to{room.data(), room.size(), 0};
        const std::size_t status = ::ZSTD_decompressStream(stream_.get(), &to, &from);
        if (::ZSTD_isError(status) != 0) {
            return std::string(::ZSTD_getErrorName(status));
        }
        if (from.pos != 0 || to.pos != 0) {
            is_at_end_ = status == 0;
        }
        return step{from.pos, to.pos};
    }
    [[nodiscard]] bool is_at_end() const noexcept override { return is_at_end_; }

private:
    struct release {
        void operator()(ZSTD_DStream* stream) const noexcept { ::ZSTD_freeDStream(stream); }
    };
    std::unique_ptr<ZSTD_DStream, release> stream_{::ZSTD_createDStream()};
    bool is_at_end_ = false;
};

}  // namespace

packing packing_of(std::string_view beginning) noexcept {
    using namespace std::string_view_literals;
    if (beginning.starts_with("\x1F\x8B"sv)) {
        return packing::gzip;
    }
    const bool is_skippable = beginning.size() >= 4 && (beginning.front() & '\xF0') == '\x50' &&
                              beginning.substr(1).starts_with("\x2A\x4D\x18"sv);
    if (beginning.starts_with("\x28\xB5\x2F\xFD"sv) || is_skippable) {
        return packing::zstd;
    }
    constexpr std::string_view others[] = {
        "\xFD"
        "7zXZ\0"sv,
        "PK\x03\x04"sv, "7z\xBC\xAF\x27\x1C"sv, "\x04\x22\x4D\x18"sv};
    const bool is_bzip2 =
        beginning.starts_with("BZh"sv) && beginning.size() > 4 && beginning.substr(4).starts_with("1AY&"sv);
    const bool is_other =
        std::ranges::any_of(others, [&](std::string_view magic) { return beginning.starts_with(magic); });
    return is_bzip2 || is_other ? packing::other : packing::none;
}

std::unique_ptr<unpacker> unpacker::make(packing kind) {
    switch (kind) {
        case packing::gzip: return std::make_unique<gzip_unpacker>();
        case packing::zstd: return std::make_unique<zstd_unpacker>();
        case packing::none: return std::make_unique<plain_unpacker>();
        case packing::other: break;
    }
    return nullptr;
}

}  // namespace detail
ECFLINK_END_NAMESPACE
