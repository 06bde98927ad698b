// text.hpp: values as text for people and logs. Header-only, but for times.
//
//     std::string line = to_text(answer);  // "refuse: central-legacy, court-not-live"
//     line += " at " + to_text(now);       // "2020-03-30T13:00:00Z"; needs ecflink::ecflink
//
// interop/ostream.hpp and interop/format.hpp print what `is_printable` lists here. Logins,
// usernames and ids of central accounts are printed as they are; they are personal data, which
// `mask` (ledger/confirm_page.hpp) hides. Handles, keys, nonces, claims and digests are not
// printable.
#pragma once

#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>

#include <ecflink/core/assess.hpp>
#include <ecflink/core/findings.hpp>
#include <ecflink/core/ids.hpp>
#include <ecflink/core/result.hpp>
#include <ecflink/core/time.hpp>
#include <ecflink/core/tokens.hpp>
#include <ecflink/text/diagnostic.hpp>
#include <ecflink/text/time_text.hpp>

ECFLINK_BEGIN_NAMESPACE

/// An enumeration with tokens: those of tokens.def, findings, steps, and those with a `to_token` of
/// their own.
template <class E>
concept has_token = std::is_enum_v<E> && requires(E value) {
    { to_token(value) } -> std::convertible_to<std::string_view>;
};

/// What has text for people.
template <class T>
inline constexpr bool is_printable = has_token<T>;
template <class Tag, std::size_t Capacity>
inline constexpr bool is_printable<basic_id<Tag, Capacity>> = true;
template <>
inline constexpr bool is_printable<instant> = true;
template <>
inline constexpr bool is_printable<duration> = true;
template <>
inline constexpr bool is_printable<civil_day> = true;
template <>
inline constexpr bool is_printable<findings> = true;
template <>
inline constexpr bool is_printable<assessment> = true;
template <>
inline constexpr bool is_printable<errc> = true;
template <>
inline constexpr bool is_printable<diagnostic> = true;

/// The token; "missing" for an absent value, and "(77)" for a number that the enumeration does not
/// list.
template <has_token E>
[[nodiscard]] std::string to_text(E value) {
    if constexpr (requires { E::missing; }) {
        if (value == E::missing) {
            return "missing";
        }
    }
    const std::string_view token = to_token(value);
    return token.empty() ? "(" + std::to_string(static_cast<unsigned>(value)) + ")" : std::string(token);
}

/// The id, byte for byte; "" if it is not given.
template <class Tag, std::size_t Capacity>
[[nodiscard]] std::string to_text(const basic_id<Tag, Capacity>& id) {
    return std::string(id.view());
}

/// The tokens in the order in which to mend them: "central-legacy, court-not-live"; "none" for the
/// empty set.
[[nodiscard]] inline std::string to_text(findings set) {
    std::string text;
    for (const finding one : set) {
        text += (text.empty() ? "" : ", ") + to_text(one);
    }
    return text.empty() ? "none" : text;
}

/// "refuse: central-legacy, court-not-live".
[[nodiscard]] inline std::string to_text(const assessment& given) {
    return to_text(given.verdict) + ": " + to_text(given.findings);
}

/// As `to_message`: "is longer than the limit".
[[nodiscard]] inline std::string to_text(errc code) { return to_message(code); }

/// What is wrong with a text that should be an id, what is allowed, and what to do: "the login is
/// longer than the limit; give 1 to 64 bytes of UTF-8 without a NUL byte". For the errors of
/// `Id::make`.
template <class Id>
[[nodiscard]] std::string to_message(errc code) {
    return "the " + std::string(Id::kind) + " " + to_message(code) + "; give 1 to " +
           std::to_string(Id::capacity) + " bytes of UTF-8 without a NUL byte";
}

ECFLINK_END_NAMESPACE
