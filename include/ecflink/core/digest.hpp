// digest.hpp: a SHA-256 digest as a value, and its text.
//
// Digests name policies, sessions, confirm pages, decision records and the entries of an audit
// trail. This header holds and writes them; `digest_of` (handle.hpp) makes one.
//
//     constexpr ecflink::digest given = ecflink::parse_digest(
//         "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
//     const ecflink::digest_text text = ecflink::to_text(given);   // text.view(), text.digits()
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include <ecflink/core/version.hpp>

ECFLINK_BEGIN_NAMESPACE

/// 32 bytes of SHA-256, ordered by their bytes. All zero means "not given".
struct digest {
    std::array<std::uint8_t, 32> bytes{};

    [[nodiscard]] constexpr bool empty() const noexcept { return *this == digest{}; }
    friend constexpr auto operator<=>(const digest&, const digest&) noexcept = default;
};

namespace detail {

/// Writes two lower-case hexadecimal digits for each byte.
constexpr void write_hex(std::span<const std::uint8_t> bytes, char* to) noexcept {
    constexpr std::string_view digits = "0123456789abcdef";
    for (const std::uint8_t byte : bytes) {
        *to++ = digits[byte >> 4U];
        *to++ = digits[byte & 15U];
    }
}

/// Reads exactly two lower-case hexadecimal digits for each byte. False for any other text; the
/// bytes are then unspecified.
[[nodiscard]] constexpr bool read_hex(std::string_view text, std::span<std::uint8_t> bytes) noexcept {
    const auto value_of = [](char digit) {
        return digit >= '0' && digit <= '9'   ? digit - '0'
               : digit >= 'a' && digit <= 'f' ? digit - 'a' + 10
                                              : -1;
    };
    if (text.size() != bytes.size() * 2) {
        return false;
    }
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const int high = value_of(text[2 * i]);
        const int low = value_of(text[2 * i + 1]);
        if (high < 0 || low < 0) {
            return false;
        }
        bytes[i] = static_cast<std::uint8_t>(high * 16 + low);
    }
    return true;
}

inline constexpr std::string_view digest_prefix = "sha256:";

}  // namespace detail

/// The text of a digest. It holds its characters itself; `view` and `digits` point into it.
class digest_text {
public:
    constexpr explicit digest_text(const digest& given) noexcept {
        for (std::size_t i = 0; i < detail::digest_prefix.size(); ++i) {
            characters_[i] = detail::digest_prefix[i];
        }
        detail::write_hex(given.bytes, characters_.data() + detail::digest_prefix.size());
    }

    /// "sha256:" and 64 lower-case hexadecimal digits.
    [[nodiscard]] constexpr std::string_view view() const noexcept {
        return {characters_.data(), characters_.size()};
    }
    /// The 64 digits alone.
    [[nodiscard]] constexpr std::string_view digits() const noexcept {
        return view().substr(detail::digest_prefix.size());
    }

private:
    std::array<char, detail::digest_prefix.size() + 64> characters_{};
};

[[nodiscard]] constexpr digest_text to_text(const digest& given) noexcept { return digest_text(given); }

/// The digest of 64 lower-case hexadecimal digits, with or without "sha256:" before them. Empty for
/// any other text.
[[nodiscard]] constexpr digest parse_digest(std::string_view text) noexcept {
    if (text.starts_with(detail::digest_prefix)) {
        text.remove_prefix(detail::digest_prefix.size());
    }
    digest read;
    return detail::read_hex(text, read.bytes) ? read : digest{};
}

ECFLINK_END_NAMESPACE
