// canonical_text.hpp: a text as a string of JSON, in the form of RFC 8785.
#pragma once

#include <string>
#include <string_view>

#include <ecflink/core/version.hpp>

ECFLINK_BEGIN_NAMESPACE
namespace detail {

/// The text must be UTF-8.
inline void append_canonical_text(std::string& to, std::string_view text) {
    constexpr std::string_view digits = "0123456789abcdef";
    to.append(1, '"');
    std::size_t plain = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto byte = static_cast<unsigned char>(text[at]);
        if (byte >= ' ' && byte != '"' && byte != '\\') {
            continue;
        }
        to.append(text, plain, at - plain);
        plain = at + 1;
        switch (byte) {
            case '"': to.append("\\\""); break;
            case '\\': to.append("\\\\"); break;
            case '\b': to.append("\\b"); break;
            case '\f': to.append("\\f"); break;
            case '\n': to.append("\\n"); break;
            case '\r': to.append("\\r"); break;
            case '\t': to.append("\\t"); break;
            default: to.append("\\u00").append(1, digits[byte >> 4]).append(1, digits[byte & 0xf]);
        }
    }
    to.append(text, plain).append(1, '"');
}

}  // namespace detail
ECFLINK_END_NAMESPACE
