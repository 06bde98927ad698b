// tokens.hpp: the enumerations of the field, with their tokens.
//
// All of it comes from tokens.def. Every enumeration has the type uint8_t, explicit numbers and
// kebab-case tokens. Two conversions are defined for every argument: `to_token` answers "" for a
// number that is no enumerator, and `from_token` nothing for a text that is no token.
//
//     using ecflink::account_role;
//     static_assert(ecflink::to_token(account_role::pro_hac_vice) == "pro-hac-vice");
//     static_assert(ecflink::from_token<account_role>("trustee") == account_role::trustee);
//     constexpr ecflink::token_set roles{account_role::trustee, account_role::auditor};
//     static_assert(roles.contains(account_role::auditor));
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string_view>

#include <ecflink/core/version.hpp>

ECFLINK_BEGIN_NAMESPACE

#define ECFLINK_TOKEN(identifier, number, token, meaning) identifier = number,
#define ECFLINK_ENUM(type, ...) enum class type : std::uint8_t { missing = 0, __VA_ARGS__ };
#define ECFLINK_CLOSED_ENUM(type, ...) enum class type : std::uint8_t { __VA_ARGS__ };
#include <ecflink/core/tokens.def>
#undef ECFLINK_CLOSED_ENUM
#undef ECFLINK_ENUM
#undef ECFLINK_TOKEN

/// One enumerator: its number, its token, what it means.
struct token_entry {
    std::uint8_t number;
    std::string_view token;
    std::string_view meaning;
};

namespace detail {

template <class E>
inline constexpr std::span<const token_entry> tokens_of;

#define ECFLINK_TOKEN(identifier, number, token, meaning) {number, token, meaning},
#define ECFLINK_ENUM(type, ...)                                   \
    inline constexpr token_entry type##_tokens[] = {__VA_ARGS__}; \
    template <>                                                   \
    inline constexpr std::span<const token_entry> tokens_of<type> = type##_tokens;
#define ECFLINK_CLOSED_ENUM ECFLINK_ENUM
#include <ecflink/core/tokens.def>
#undef ECFLINK_CLOSED_ENUM
#undef ECFLINK_ENUM
#undef ECFLINK_TOKEN

}  // namespace detail

/// An enumeration of tokens.def.
template <class E>
concept token_enum = !detail::tokens_of<E>.empty();

/// All enumerators of E in the order of their numbers, without `missing`.
template <class E>
[[nodiscard]] constexpr std::span<const token_entry> tokens() noexcept {
    return detail::tokens_of<E>;
}

/// True for an enumerator of E; false for `missing` and for a number that E does not list.
template <class E>
[[nodiscard]] constexpr bool is_listed(E value) noexcept {
    const auto all = tokens<E>();
    const auto number = static_cast<std::uint8_t>(value);
    // numbers have no gaps; the tests hold that
    return number >= all.front().number && number <= all.back().number;
}

/// True for `missing` and for an enumerator of E; false for a number that E does not list.
template <class E>
[[nodiscard]] constexpr bool is_missing_or_listed(E value) noexcept {
    return value == E::missing || is_listed(value);
}

/// The token, or "" for `missing` and for a number that E does not list. A static text that ends
/// with a NUL byte.
template <token_enum E>
[[nodiscard]] constexpr std::string_view to_token(E value) noexcept {
    const auto all = tokens<E>();
    return is_listed(value) ? all[static_cast<std::uint8_t>(value) - all.front().number].token
                            : std::string_view{};
}

/// The enumerator of a token; nothing for any other text, the empty one included.
template <class E>
[[nodiscard]] constexpr std::optional<E> from_token(std::string_view token) noexcept {
    for (const token_entry& entry : tokens<E>()) {
        if (entry.token == token) {
            return static_cast<E>(entry.number);
        }
    }
    return std::nullopt;
}

/// A set of enumerators of E, one bit each.
template <class E>
struct token_set {
    std::uint32_t bits = 0;

    constexpr token_set() noexcept = default;
    explicit constexpr token_set(std::uint32_t all_bits) noexcept : bits(all_bits) {}
    constexpr token_set(std::initializer_list<E> values) noexcept {
        for (const E value : values) {
            insert(value);
        }
    }

    [[nodiscard]] constexpr bool contains(E value) const noexcept {
        return is_listed(value) && (bits >> static_cast<unsigned>(value) & 1U) != 0;
    }
    constexpr token_set& insert(E value) noexcept {
        bits |= std::uint32_t{1} << static_cast<unsigned>(value);
        return *this;
    }
    /// The set of every enumerator.
    [[nodiscard]] static constexpr token_set all() noexcept {
        token_set set;
        for (const token_entry& entry : tokens<E>()) {
            set.insert(static_cast<E>(entry.number));
        }
        return set;
    }
    friend constexpr bool operator==(token_set, token_set) noexcept = default;
};

ECFLINK_END_NAMESPACE
