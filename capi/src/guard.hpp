// guard.hpp: keeps exceptions inside the C ABI. Every exported function that returns a status is
// one call of guard(), so that no exception reaches a C caller and every failure is reported the
// same way.
//
// Inside, a failure is thrown. Conversions then read as straight lines, and a call without a
// mistake costs nothing more.
#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <new>
#include <string>
#include <utility>

#include <ecflink/ecflink.h>

namespace ecflink::capi {

/// Why a call could not do its work.
struct failure {
    explicit failure(ecflink_status what, std::string where = {}, std::uint64_t place = 0,
                     std::string text = {})
        : status(what), field(std::move(where)), index(place), message(std::move(text)) {}

    ecflink_status status;
    std::string field;    ///< the argument, member or column in question
    std::uint64_t index;  ///< where the field lies in an array
    std::string message;  ///< empty: the meaning of the status
};

/// True for a struct_size between that of the first release and the limit for all structs.
[[nodiscard]] bool is_struct_size(std::uint32_t size, std::size_t first_release) noexcept;
[[nodiscard]] bool has_struct_size(const ecflink_error& error) noexcept;

/// Writes a failure to the caller's error, if there is one, and returns its status. `message` is
/// cut to fit, never within a character.
ecflink_status report(ecflink_error* error, ecflink_status status, const char* field, std::uint64_t index,
                      const char* message) noexcept;

template <class Body>
ecflink_status guard(ecflink_error* error, Body&& body) noexcept {
    if (error != nullptr && !has_struct_size(*error)) {
        return ECFLINK_E_INVALID_SIZE;
    }
    try {
        std::forward<Body>(body)();
        return ECFLINK_OK;
    } catch (const failure& why) {
        return report(error, why.status, why.field.c_str(), why.index,
                      why.message.empty() ? ecflink_status_text(why.status) : why.message.c_str());
    } catch (const std::bad_alloc&) {
        return report(error, ECFLINK_E_NOMEM, "", 0, ecflink_status_text(ECFLINK_E_NOMEM));
    } catch (const std::exception& unexpected) {
        return report(error, ECFLINK_E_INTERNAL, "", 0, unexpected.what());
    } catch (...) {
        return report(error, ECFLINK_E_INTERNAL, "", 0, ecflink_status_text(ECFLINK_E_INTERNAL));
    }
}

}  // namespace ecflink::capi
