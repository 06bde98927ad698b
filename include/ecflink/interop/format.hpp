// format.hpp: values for std::format and for fmt, as interop/text.hpp writes them.
//
// Specifiers are those of strings: "{:>12}". For fmt, from version 10 on, `format_as` is enough;
// its header need not be included before this one. Where the standard library lacks <format>, this
// header has the part for fmt alone.
#pragma once

#include <string>
#include <string_view>

#include <ecflink/interop/text.hpp>

#if __has_include(<format>)
#include <format>
#endif

ECFLINK_BEGIN_NAMESPACE

/// For fmt.
template <class T>
    requires is_printable<T>
[[nodiscard]] std::string format_as(const T& value) {
    return to_text(value);
}

ECFLINK_END_NAMESPACE

#ifdef __cpp_lib_format
template <class T>
    requires ecflink::is_printable<T>
struct std::formatter<T, char> : std::formatter<std::string_view, char> {
    template <class Context>
    auto format(const T& value, Context& context) const {
        return std::formatter<std::string_view, char>::format(ecflink::to_text(value), context);
    }
};
#endif
