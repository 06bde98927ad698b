// How a failure is reported to C.
#include "guard.hpp"

#include <algorithm>
#include <string_view>

#include "structs.hpp"

namespace ecflink::capi {
namespace {

/// Copies as much of a text as fits, with its NUL, and never part of a character.
template <std::size_t N>
void copy_cut(char (&to)[N], std::string_view from) noexcept {
    std::size_t size = std::min(from.size(), N - 1);
    if (size < from.size()) {
        while (size > 0 && (static_cast<unsigned char>(from[size]) & 0xC0) == 0x80) {
            --size;
        }
    }
    from.copy(to, size);
    to[size] = '\0';
}

}  // namespace

bool is_struct_size(std::uint32_t size, std::size_t first_release) noexcept {
    return size >= first_release && size <= 4096;
}

bool has_struct_size(const ecflink_error& error) noexcept {
    return is_struct_size(error.struct_size, known<ecflink_error>::first_release);
}

ecflink_status report(ecflink_error* error, ecflink_status status, const char* field, std::uint64_t index,
                      const char* message) noexcept {
    if (error != nullptr) {
        ecflink_error told = ECFLINK_ERROR_INIT;
        told.status = status;
        told.index = index;
        copy_cut(told.field, field);
        copy_cut(told.message, message);
        // its size was checked when the call began
        destination<ecflink_error>(error, "error").write(told);
    }
    return status;
}

}  // namespace ecflink::capi
