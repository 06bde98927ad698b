// values.hpp: values of the database as values of ecflink, and back as parameters.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include <ecflink/core/time.hpp>
#include <ecflink/core/tokens.hpp>
#include <ecflink/ledger/ledger.hpp>

#include "ledger/database.hpp"

ECFLINK_BEGIN_NAMESPACE

namespace detail::ledger {

/// Throws ledger_trouble::damaged, of a row that no version writes so.
[[noreturn]] void fail_as_damaged();

/// A value of the type that the column must have; otherwise ledger_trouble::damaged.
[[nodiscard]] std::int64_t integer(const value& given);
[[nodiscard]] const std::string& text(const value& given);
[[nodiscard]] inline bool is_null(const value& given) noexcept {
    return std::holds_alternative<std::monostate>(given);
}
template <class E>
[[nodiscard]] E token(const value& given) {
    const auto read = is_null(given) ? std::optional(E{}) : from_token<E>(text(given));
    if (!read) {
        throw database_error(ledger_trouble::damaged, "a record of the ledger holds \"" + text(given) +
                                                          "\", which this version does not know");
    }
    return *read;
}
template <class Id>
[[nodiscard]] Id id(const value& given) {
    const auto read = Id::make(text(given));
    if (!read) {
        throw database_error(ledger_trouble::damaged,
                             "a key in the ledger " + std::string(to_message(read.error())));
    }
    return read.value();
}
[[nodiscard]] std::optional<instant> time(const value& given);
/// The bytes of a hexadecimal text. For any other text all zero, which matches nothing.
template <std::size_t N>
[[nodiscard]] std::array<std::uint8_t, N> bytes_of(const value& given) {
    return from_hex<N>(text(given)).value_or(std::array<std::uint8_t, N>{});
}
[[nodiscard]] inline digest hash_of(const value& given) { return {bytes_of<32>(given)}; }
/// A tag as the tables hold it: the name of its key, then the tag, in hexadecimal.
[[nodiscard]] std::string tag_text(const authentication& tag);
/// Nothing, if there is none that can be read.
[[nodiscard]] std::optional<authentication> tag_of(const value& given);

/// A token as a parameter. `missing` is NULL.
template <class E>
[[nodiscard]] parameter to_parameter(E given) {
    const std::string_view word = to_token(given);
    return word.empty() ? parameter{} : parameter{word};
}
[[nodiscard]] inline parameter to_parameter(std::optional<instant> at) {
    return at ? parameter{at->micros} : parameter{};
}
[[nodiscard]] inline parameter to_parameter(instant at) { return at.micros; }
[[nodiscard]] inline parameter to_parameter(std::uint64_t number) {
    return static_cast<std::int64_t>(number);
}

}  // namespace detail::ledger

ECFLINK_END_NAMESPACE
