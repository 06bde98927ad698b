// structs.hpp: structs of the C headers, as they pass between programs and libraries of different
// versions.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>

#include <ecflink/ecflink_bulk.h>

#include "guard.hpp"

namespace ecflink::capi {

/// Every struct of ecflink.h and ecflink_bulk.h, with the last member that it had in its first
/// release. A caller's struct must reach at least to that member. New members are appended after
/// it. Each other header has a list of its own beside this one.
#define ECFLINK_CAPI_STRUCTS(STRUCT)                                                    \
    STRUCT(ecflink_error, message, ECFLINK_ERROR_INIT)                                  \
    STRUCT(ecflink_token_info, meaning, ECFLINK_TOKEN_INFO_INIT)                        \
    STRUCT(ecflink_finding_info, since, ECFLINK_FINDING_INFO_INIT)                      \
    STRUCT(ecflink_court, source, ECFLINK_COURT_INIT)                                   \
    STRUCT(ecflink_help_desk, phone, ECFLINK_HELP_DESK_INIT)                            \
    STRUCT(ecflink_policy_layer, text_size, ECFLINK_POLICY_LAYER_INIT)                  \
    STRUCT(ecflink_disposition_override, reserved, ECFLINK_DISPOSITION_OVERRIDE_INIT)   \
    STRUCT(ecflink_engine_options, override_count, ECFLINK_ENGINE_OPTIONS_INIT)         \
    STRUCT(ecflink_diagnostic, text, ECFLINK_DIAGNOSTIC_INIT)                           \
    STRUCT(ecflink_central_account, name_size, ECFLINK_CENTRAL_ACCOUNT_INIT)            \
    STRUCT(ecflink_court_account, name_size, ECFLINK_COURT_ACCOUNT_INIT)                \
    STRUCT(ecflink_ledger_row, confirmed_at, ECFLINK_LEDGER_ROW_INIT)                   \
    STRUCT(ecflink_link_case, other_accounts_in_court_and_role, ECFLINK_LINK_CASE_INIT) \
    STRUCT(ecflink_assessment, not_before, ECFLINK_ASSESSMENT_INIT)                     \
    STRUCT(ecflink_bulk_options, secret, ECFLINK_BULK_OPTIONS_INIT)                     \
    STRUCT(ecflink_tally, findings, ECFLINK_TALLY_INIT)                                 \
    STRUCT(ecflink_row_counts, malformed, ECFLINK_ROW_COUNTS_INIT)                      \
    STRUCT(ecflink_verdict_changes, looser, ECFLINK_VERDICT_CHANGES_INIT)

/// What the library knows of a struct: its size in its first release, and its value when nothing is
/// given.
template <class Struct>
struct known;

#define ECFLINK_CAPI_KNOWN(type, last, init)                                                              \
    template <>                                                                                           \
    struct known<type> {                                                                                  \
        static_assert(std::is_trivially_copyable_v<type> && std::is_standard_layout_v<type>);             \
        static_assert(offsetof(type, struct_size) == 0 && sizeof(type) <= 4096);                          \
        static constexpr std::size_t first_release = offsetof(type, last) + sizeof(decltype(type::last)); \
        static type empty() noexcept { return init; }                                                     \
    };
ECFLINK_CAPI_STRUCTS(ECFLINK_CAPI_KNOWN)

/// A caller's struct as this version knows it: members that an older struct lacks are not given,
/// and members that this version does not know must be zero.
template <class Struct>
[[nodiscard]] Struct read(const Struct* given, const char* field, std::uint64_t index = 0) {
    if (given == nullptr) {
        throw failure{ECFLINK_E_INVALID_NULL, field, index};
    }
    const std::size_t size = given->struct_size;
    if (!is_struct_size(given->struct_size, known<Struct>::first_release)) {
        throw failure{ECFLINK_E_INVALID_SIZE, field, index};
    }
    const auto* bytes = reinterpret_cast<const unsigned char*>(given);
    if (size > sizeof(Struct) &&
        std::any_of(bytes + sizeof(Struct), bytes + size, [](unsigned char byte) { return byte != 0; })) {
        throw failure{ECFLINK_E_INVALID_SIZE, field, index};
    }
    Struct value;
    if (size >= sizeof(Struct)) {
        std::memcpy(&value, given, sizeof(Struct));
    } else {
        value = known<Struct>::empty();
        std::memcpy(&value, given, size);
    }
    return value;
}

/// Calls `take(element, index)` for each struct of a caller's array. The struct_size of the first
/// is the distance from each to the next.
template <class Struct, class Take>
void for_each(const Struct* first, std::size_t count, const char* field, Take take) {
    if (count != 0 && first == nullptr) {
        throw failure{ECFLINK_E_INVALID_NULL, field};
    }
    const auto* bytes = reinterpret_cast<const unsigned char*>(first);
    for (std::size_t index = 0; index < count; ++index) {
        const auto* place = reinterpret_cast<const Struct*>(bytes + index * first->struct_size);
        if (place->struct_size != first->struct_size) {
            throw failure{ECFLINK_E_INVALID_SIZE, field, index};
        }
        take(read(place, field, index), index);
    }
}

/// A caller's struct for an answer. It is made first, so that a call without a place for its answer
/// fails before it does anything.
template <class Struct>
class destination {
public:
    destination(Struct* out, const char* field) : out_(out) {
        if (out == nullptr) {
            throw failure{ECFLINK_E_INVALID_NULL, field};
        }
        if (!is_struct_size(out->struct_size, known<Struct>::first_release)) {
            throw failure{ECFLINK_E_INVALID_SIZE, field};
        }
    }
    /// Writes the members that the caller knows, and zero to those that only the caller knows. The
    /// struct_size of `value` does not matter.
    void write(Struct value) const noexcept {
        const std::size_t size = out_->struct_size;
        value.struct_size = out_->struct_size;
        if (size < sizeof(Struct)) {
            std::memcpy(out_, &value, size);
        } else {
            std::memcpy(out_, &value, sizeof(Struct));
        }
        if (size > sizeof(Struct)) {
            std::memset(reinterpret_cast<unsigned char*>(out_) + sizeof(Struct), 0, size - sizeof(Struct));
        }
    }

private:
    Struct* out_;
};

/// Sets up a caller's struct of the given size.
template <class Struct>
ecflink_status init(Struct* out, std::uint32_t struct_size) noexcept {
    return guard(nullptr, [&] {
        if (out == nullptr) {
            throw failure{ECFLINK_E_INVALID_NULL};
        }
        if (!is_struct_size(struct_size, known<Struct>::first_release)) {
            throw failure{ECFLINK_E_INVALID_SIZE};
        }
        out->struct_size = struct_size;
        destination<Struct>(out, "").write(known<Struct>::empty());
    });
}

/// The function ecflink_..._init of each struct of a list.
#define ECFLINK_CAPI_INIT(type, last, empty) \
    ecflink_status type##_init(type* out, uint32_t struct_size) { return init(out, struct_size); }

/// What a pointer points to, or a failure that names it.
template <class T>
[[nodiscard]] T& required(T* pointer, const char* field) {
    if (pointer == nullptr) {
        throw failure{ECFLINK_E_INVALID_NULL, field};
    }
    return *pointer;
}

}  // namespace ecflink::capi
