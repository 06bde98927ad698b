// ids.hpp: identifiers as distinct types of fixed capacity.
//
// The id of a court, a login, the id of a central account, a username and an account number are
// five types. None converts into another, and none is a number: leading zeros stay (A24). Text must
// be well-formed UTF-8; nothing is trimmed or folded, and ids compare byte for byte. They allocate
// nothing, are trivially copyable, and can be keys of ordered and hashed maps.
//
//     constexpr ecflink::court_id court = "wiwb";           // checked by the compiler
//     const auto account = ecflink::login::make(typed);     // checked when the program runs
//     if (!account) {
//         return ecflink::to_message(account.error());      // "is longer than the limit"
//     }
//
// interop/text.hpp has messages that name the id, its limits and the remedy.
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

/// Reads the code point that begins at `at`, and moves `at` behind it. The text must be well-formed
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

// A literal that is no id leads to a call of one of these. They are not constexpr and have no body,
// so the compiler stops there and prints the name.
void this_literal_is_empty();
void this_literal_is_longer_than_the_capacity_of_the_id();
void this_literal_holds_a_nul_byte();
void this_literal_is_not_well_formed_utf8();

constexpr void reject_literal(errc why) {
    switch (why) {
        case errc::empty: this_literal_is_empty(); break;
        case errc::too_long: this_literal_is_longer_than_the_capacity_of_the_id(); break;
        case errc::has_nul: this_literal_holds_a_nul_byte(); break;
        case errc::not_utf8: this_literal_is_not_well_formed_utf8(); break;
        default: break;  // `make` has no other error
    }
}

}  // namespace detail

/// An identifier: 1 to `Capacity` bytes of UTF-8 without a NUL byte. A default-constructed id is
/// empty, which means "not given"; it equals no id that `make` makes.
template <class Tag, std::size_t Capacity>
class basic_id {
    static_assert(Capacity <= 255);

public:
    static constexpr std::size_t capacity = Capacity;    ///< in bytes
    static constexpr std::string_view kind = Tag::kind;  ///< for messages: "court id"

    constexpr basic_id() noexcept = default;

    /// An id from a literal. A literal that is no id does not compile; the error names the reason.
    template <std::size_t N>
    consteval basic_id(const char (&literal)[N]) {
        const result<basic_id> made = make(std::string_view(literal, N - 1));
        if (!made) {
            const errc why = made.error();
            detail::reject_literal(why);
        }
        *this = made.value();
    }

    /// An id from text. Errors: errc::empty, too_long, has_nul, not_utf8.
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

    /// Byte for byte. Unused capacity is zero, so whole arrays can be compared.
    friend constexpr bool operator==(const basic_id& a, const basic_id& b) noexcept {
        return a.size_ == b.size_ && a.bytes_ == b.bytes_;
    }
    friend constexpr std::strong_ordering operator<=>(const basic_id& a, const basic_id& b) noexcept {
        return a.view() <=> b.view();
    }
    /// For abseil's hash maps.
    template <class H>
    friend constexpr H AbslHashValue(H state, const basic_id& id) {
        return H::combine(static_cast<H&&>(state), id.view());
    }

private:
    std::array<char, Capacity> bytes_{};
    std::uint8_t size_ = 0;
};

namespace detail {
struct court_id_tag {
    static constexpr std::string_view kind = "court id";
};
struct login_tag {
    static constexpr std::string_view kind = "login";
};
struct central_id_tag {
    static constexpr std::string_view kind = "central account id";
};
struct username_tag {
    static constexpr std::string_view kind = "username";
};
struct account_number_tag {
    static constexpr std::string_view kind = "account number";
};
}  // namespace detail

/// One filing system with accounts of its own: "wiwd" and "wiwb" are two, even under one clerk.
using court_id = basic_id<detail::court_id_tag, 16>;
/// The name of an account that a court issued before its cut-over. Personal data.
using login = basic_id<detail::login_tag, 64>;
/// The key of a central account, which never changes. Names, usernames and e-mail addresses are
/// never keys (A6). Personal data.
using central_id = basic_id<detail::central_id_tag, 32>;
/// What a person types to sign on. It changes when an account is upgraded, so it is never a key.
/// Personal data.
using username = basic_id<detail::username_tag, 64>;
/// The number that the center prints above the username: seven digits, leading zeros kept. Personal
/// data.
using account_number = basic_id<detail::account_number_tag, 16>;

/// The longest name that a record may hold, in bytes.
inline constexpr std::size_t max_name_bytes = 256;

static_assert(sizeof(court_id) == 17 && sizeof(login) == 65 && sizeof(central_id) == 33);
static_assert(std::is_trivially_copyable_v<court_id> && std::is_trivially_copyable_v<login> &&
              std::is_trivially_copyable_v<central_id>);

ECFLINK_END_NAMESPACE

template <class Tag, std::size_t Capacity>
struct std::hash<ecflink::basic_id<Tag, Capacity>> {
    [[nodiscard]] std::size_t operator()(const ecflink::basic_id<Tag, Capacity>& id) const noexcept {
        return std::hash<std::string_view>{}(id.view());
    }
};
