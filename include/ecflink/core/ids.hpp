// ids.hpp: identifiers as distinct types of fixed capacity.
//
// A court, a login, a central account id, a username and an account number are five types: none
// converts into another, none is a number, leading zeros stay, and nothing is trimmed or folded
// (A24). They compare byte for byte, after nothing but UTF-8 validation. No allocation; trivially
// copyable.
//
//     constexpr ecflink::court_id court = "wiwb";                           // checked while compiling
//     ecflink::result<ecflink::login> login = ecflink::login::make(text);   // checked while running
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

#include <ecflink/core/result.hpp>
#include <ecflink/core/version.hpp>

ECFLINK_BEGIN_NAMESPACE

namespace detail {

/// True if the text is well-formed UTF-8 (Unicode table 3-7: no overlong form, no surrogate,
/// nothing above U+10FFFF).
[[nodiscard]] constexpr bool is_utf8(std::string_view text) noexcept {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    for (std::size_t i = 0; i < text.size();) {
        const unsigned char lead = byte(i);
        if (lead < 0x80) {
            ++i;
            continue;
        }
        const std::size_t trail = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
        if (lead < 0xC2 || lead > 0xF4 || text.size() - i <= trail) {
            return false;
        }
        const unsigned char second = byte(i + 1);
        const unsigned char low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        const unsigned char high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        if (second < low || second > high) {
            return false;
        }
        for (std::size_t k = 2; k <= trail; ++k) {
            if ((byte(i + k) & 0xC0) != 0x80) {
                return false;
            }
        }
        i += trail + 1;
    }
    return true;
}

/// The code point that begins at `at`, which is moved behind it. The text must be well-formed
/// UTF-8.
[[nodiscard]] constexpr char32_t next_code_point(std::string_view text, std::size_t& at) noexcept {
    const auto lead = static_cast<unsigned char>(text[at++]);
    if (lead < 0x80) {
        return lead;
    }
    const int trail = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
    auto point = static_cast<char32_t>(lead & (0x3F >> trail));
    for (int i = 0; i < trail; ++i) {
        point = point << 6 | (static_cast<unsigned char>(text[at++]) & 0x3FU);
    }
    return point;
}

}  // namespace detail

/// An identifier of one to `Capacity` bytes of UTF-8 without NUL. A default-constructed id is
/// empty: "not given", which equals no valid id.
template <class Tag, std::size_t Capacity>
class basic_id {
    static_assert(Capacity <= 255);

public:
    static constexpr std::size_t capacity = Capacity;

    constexpr basic_id() noexcept = default;

    /// An id from a literal; a literal that is no id does not compile.
    template <std::size_t N>
    consteval basic_id(const char (&literal)[N]) noexcept
        : basic_id(make(std::string_view(literal, N - 1)).value()) {}

    /// An id from text, or why the text is none: errc::empty, too_long, not_utf8, has_nul.
    [[nodiscard]] static constexpr result<basic_id> make(std::string_view text) noexcept {
        if (text.empty()) {
            return errc::empty;
        }
        if (text.size() > Capacity) {
            return errc::too_long;
        }
        if (text.find('\0') != std::string_view::npos) {
            return errc::has_nul;
        }
        if (!detail::is_utf8(text)) {
            return errc::not_utf8;
        }
        basic_id id;
        for (std::size_t i = 0; i < text.size(); ++i) {
            id.bytes_[i] = text[i];
        }
        id.size_ = static_cast<std::uint8_t>(text.size());
        return id;
    }

    /// The bytes, borrowed from this id.
    [[nodiscard]] constexpr std::string_view view() const noexcept { return {bytes_.data(), size_}; }
    [[nodiscard]] constexpr bool empty() const noexcept { return size_ == 0; }

    /// Byte for byte; unused capacity is zero, so that comparing whole arrays is comparing texts.
    friend constexpr bool operator==(const basic_id& a, const basic_id& b) noexcept {
        return a.size_ == b.size_ && a.bytes_ == b.bytes_;
    }
    friend constexpr std::strong_ordering operator<=>(const basic_id& a, const basic_id& b) noexcept {
        return a.view() <=> b.view();
    }

private:
    std::array<char, Capacity> bytes_{};
    std::uint8_t size_ = 0;
};

/// One filing system with accounts of its own: "wiwd" and "wiwb" are two, even under one clerk.
using court_id = basic_id<struct court_id_tag, 16>;
/// The name under which a court issued an account before its cut-over.
using login = basic_id<struct login_tag, 64>;
/// The immutable key of a central account. Names, usernames and e-mail addresses are never keys
/// (A6).
using central_id = basic_id<struct central_id_tag, 32>;
/// What a person types to sign on; it changes when an account is upgraded, so nothing is keyed by
/// it.
using username = basic_id<struct username_tag, 64>;
/// The number that the center prints above the username: seven digits, leading zeros kept.
using account_number = basic_id<struct account_number_tag, 16>;

/// The longest name that a record may hold, in bytes.
inline constexpr std::size_t max_name_bytes = 256;

static_assert(sizeof(court_id) == 17 && sizeof(login) == 65 && sizeof(central_id) == 33);
static_assert(std::is_trivially_copyable_v<court_id> && std::is_trivially_copyable_v<login> &&
              std::is_trivially_copyable_v<central_id>);

ECFLINK_END_NAMESPACE
