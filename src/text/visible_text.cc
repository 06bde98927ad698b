#include <ecflink/text/visible_text.hpp>

#include <cstddef>
#include <cstdio>

#include <utf8proc.h>

ECFLINK_BEGIN_NAMESPACE
namespace {

/// Characters that are not seen, though their category is that of letters or of marks.
constexpr struct {
    utf8proc_int32_t first;
    utf8proc_int32_t last;
} blank_letters[] = {{0x034F, 0x034F}, {0x115F, 0x1160},  {0x17B4, 0x17B5}, {0x180B, 0x180F},
                     {0x2800, 0x2800}, {0x3164, 0x3164},  {0xFE00, 0xFE0F}, {0xFFA0, 0xFFA0},
                     {0xFFF0, 0xFFF8}, {0xE0000, 0xE0FFF}};

bool is_seen_as_itself(utf8proc_int32_t code) noexcept {
    switch (utf8proc_category(code)) {
        case UTF8PROC_CATEGORY_CC:
        case UTF8PROC_CATEGORY_CF:
        case UTF8PROC_CATEGORY_CS:
        case UTF8PROC_CATEGORY_ZL:
        case UTF8PROC_CATEGORY_ZP: return false;
        default: break;
    }
    for (const auto& range : blank_letters) {
        if (range.first <= code && code <= range.last) {
            return false;
        }
    }
    return true;
}

void append_hexadecimal(std::string& to, const char* form, unsigned number) {
    char text[16];
    std::snprintf(text, sizeof text, form, number);
    to += text;
}

}  // namespace

std::string visible_text(std::string_view text) {
    std::string shown;
    shown.reserve(text.size());
    while (!text.empty()) {
        utf8proc_int32_t code = 0;
        const auto size = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                           static_cast<utf8proc_ssize_t>(text.size()), &code);
        const std::size_t bytes = size > 0 ? static_cast<std::size_t>(size) : 1;
        if (size <= 0) {
            append_hexadecimal(shown, "<0x%02X>", static_cast<unsigned char>(text.front()));
        } else if (is_seen_as_itself(code)) {
            shown += text.substr(0, bytes);
        } else {
            append_hexadecimal(shown, "<U+%04X>", static_cast<unsigned>(code));
        }
        text.remove_prefix(bytes);
    }
    return shown;
}

ECFLINK_END_NAMESPACE
