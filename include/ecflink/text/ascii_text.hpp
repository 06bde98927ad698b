// ascii_text.hpp: what words of ASCII, such as tokens and ids, look like in lower case. A header
// alone.
//
//     if (ecflink::to_lower_ascii(typed) == "yes") {
//         std::cout << "confirmed\n";
//     }
//
// For what people type and what programs name. Names of people are compared by
// tables/person_name.hpp, which knows all of Unicode.
#pragma once

#include <string>
#include <string_view>

#include <ecflink/core/version.hpp>

ECFLINK_BEGIN_NAMESPACE

/// The letters A to Z in lower case. Every other byte stays as it is, whatever the locale.
[[nodiscard]] constexpr char to_lower_ascii(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// The text with its letters A to Z in lower case. Letters with accents stay as they are.
[[nodiscard]] inline std::string to_lower_ascii(std::string_view text) {
    std::string lower(text);
    for (char& c : lower) {
        c = to_lower_ascii(c);
    }
    return lower;
}

ECFLINK_END_NAMESPACE
