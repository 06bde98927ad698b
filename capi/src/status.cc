// Version and statuses.
#include <algorithm>
#include <string_view>

// Defines the same macros as ecflink.h, so that the compiler reports a difference.
#include <ecflink/core/version.hpp>

#include "structs.hpp"

namespace {

using namespace ecflink::capi;

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

}  // namespace

const char* ecflink_version(void) { return ECFLINK_VERSION_STRING; }

int32_t ecflink_version_number(void) { return ECFLINK_VERSION_NUMBER; }

const char* ecflink_status_name(ecflink_status status) { return find(status).name; }

const char* ecflink_status_text(ecflink_status status) { return find(status).meaning; }

ECFLINK_CAPI_STRUCTS(ECFLINK_CAPI_INIT)
