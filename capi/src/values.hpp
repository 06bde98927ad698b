// values.hpp: texts, identifiers, numbers and times as they cross the C ABI.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include <ecflink/core/ids.hpp>
#include <ecflink/core/result.hpp>
#include <ecflink/core/time.hpp>
#include <ecflink/core/tokens.hpp>

#include "structs.hpp"

namespace ecflink::capi {

/// The name of what a caller gave, for messages: of an argument, or of a member of a struct.
struct field_name {
    field_name(const char* argument) noexcept : name(argument) {}
    field_name(const char* of_struct, const char* member) noexcept : place(of_struct), name(member) {}

    [[nodiscard]] std::string text() const {
        return place == nullptr ? name : std::string(place) + "." + name;
    }

    const char* place = nullptr;  ///< where the struct stands
    const char* name;
};

/// The text of a pointer and a size.
[[nodiscard]] std::string_view text(const char* data, std::size_t size, const field_name& field,
                                    std::uint64_t index = 0);

/// A capacity for texts without a limit.
inline constexpr std::size_t any_size = std::numeric_limits<std::size_t>::max();

/// The same, checked: at most `capacity` bytes, well-formed UTF-8, no NUL.
[[nodiscard]] std::string_view checked_text(const char* data, std::size_t size, std::size_t capacity,
                                            const field_name& field, std::uint64_t index = 0);

/// Copies a text and a NUL into the caller's buffer, as convention 6 of the header says.
void copy_text(std::string_view text, char* buffer, std::size_t capacity, std::size_t* size_out);

/// A static text of the library as C sees it. All of them are string literals or zero-filled
/// arrays; the tests hold that a NUL follows.
[[nodiscard]] inline const char* static_text(std::string_view literal) noexcept {
    return literal.empty() ? "" : literal.data();
}

/// The status of an error of the C++ library.
[[nodiscard]] ecflink_status status_of(errc code) noexcept;

/// The value of a result, or a failure that names the field.
template <class T>
[[nodiscard]] T value_of(result<T> outcome, const field_name& field) {
    if (!outcome) {
        throw failure{status_of(outcome.error()), field.text()};
    }
    return std::move(outcome).value();
}

/// An identifier; the empty text is the empty one.
template <class Id>
[[nodiscard]] Id identifier(const char* data, std::size_t size, const field_name& field) {
    const std::string_view given = text(data, size, field);
    return given.empty() ? Id{} : value_of(Id::make(given), field);
}

/// An enumerator; 0 is `when_missing` in an enumeration that may be missing.
template <class E>
[[nodiscard]] E enumerator(std::int32_t number, E when_missing, const field_name& field) {
    if (number == 0) {
        return when_missing;
    }
    if (number < 0 || number > 255 || !is_listed(static_cast<E>(number))) {
        throw failure{ECFLINK_E_INVALID_NUMBER, field.text()};
    }
    return static_cast<E>(number);
}

/// An enumerator that must be there.
template <class E>
[[nodiscard]] E required_enumerator(std::int32_t number, const field_name& field) {
    if (number == 0) {
        throw failure{ECFLINK_E_INVALID_NUMBER, field.text()};
    }
    return enumerator(number, E{}, field);
}

/// An optional value as C has it: a time that is not given, or the number 0.
[[nodiscard]] inline ecflink_time to_c(const std::optional<instant>& at) noexcept {
    return at ? at->micros : ECFLINK_NO_TIME;
}
template <class E>
[[nodiscard]] std::int32_t number_of(const std::optional<E>& value) noexcept {
    return value ? static_cast<std::int32_t>(*value) : 0;
}

/// An entry of a list, or a failure that names what counts it.
template <class List>
[[nodiscard]] const auto& entry_of(const List& list, std::size_t index, const char* field = "index") {
    if (index >= std::size(list)) {
        throw failure{ECFLINK_E_NOT_FOUND, field};
    }
    return list[index];
}

/// 0 or 1.
[[nodiscard]] bool truth(std::int32_t number, const field_name& field);

/// A time that must be there.
[[nodiscard]] inline instant required_time(ecflink_time given, const field_name& field) {
    const instant at{given};
    if (at < earliest_instant || at > latest_instant) {
        throw failure{ECFLINK_E_INVALID_RANGE, field.text()};
    }
    return at;
}

/// A time that may be missing.
[[nodiscard]] inline std::optional<instant> optional_time(ecflink_time given, const field_name& field) {
    return given == ECFLINK_NO_TIME ? std::nullopt : std::optional<instant>{required_time(given, field)};
}

/// A date that may be missing.
[[nodiscard]] std::optional<civil_day> optional_date(ecflink_date given, const field_name& field);

/// Members and flags that have no meaning yet must be zero, so that they can get one.
void require_unused(std::uint64_t bits, const field_name& field, std::uint64_t index = 0);

}  // namespace ecflink::capi
