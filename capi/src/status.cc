// Version and statuses, and how a failure is reported.
#include <algorithm>
#include <string_view>

// Defines the same macros as ecflink.h, so that the compiler reports a difference.
#include <ecflink/core/version.hpp>

#include "structs.hpp"

namespace ecflink::capi {
namespace {

struct status_entry {
    ecflink_status status;
    const char* name;
    const char* meaning;
};

constexpr status_entry statuses[] = {
#define ECFLINK_STATUS(identifier, class_number, detail, meaning) \
    {ECFLINK_##identifier, "ECFLINK_" #identifier, meaning},
#include "status.def"
#undef ECFLINK_STATUS
};

#define ECFLINK_STATUS(identifier, class_number, detail, meaning) \
    static_assert(ECFLINK_##identifier == (class_number) + 256 * (detail));
#include "status.def"
#undef ECFLINK_STATUS

constexpr status_entry unknown{-1, "", ""};

/// The entry of a status; for an unknown detail, the entry of its class.
const status_entry& find(ecflink_status status) noexcept {
    const auto* const exactly = std::ranges::find(statuses, status, &status_entry::status);
    if (exactly != std::end(statuses)) {
        return *exactly;
    }
    const auto* const roughly =
        std::ranges::find(statuses, ECFLINK_STATUS_CLASS(status), &status_entry::status);
    return roughly != std::end(statuses) && status > 0xFF && roughly->status != ECFLINK_OK ? *roughly
                                                                                           : unknown;
}

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

using namespace ecflink::capi;

const char* ecflink_version(void) { return ECFLINK_VERSION_STRING; }

int32_t ecflink_version_number(void) { return ECFLINK_VERSION_NUMBER; }

const char* ecflink_status_name(ecflink_status status) { return find(status).name; }

const char* ecflink_status_text(ecflink_status status) { return find(status).meaning; }

// ecflink_error_init, and such a function for every other struct.
#define ECFLINK_CAPI_INIT(type, last, empty) \
    ecflink_status type##_init(type* out, uint32_t struct_size) { return init(out, struct_size); }
ECFLINK_CAPI_STRUCTS(ECFLINK_CAPI_INIT)
#undef ECFLINK_CAPI_INIT
