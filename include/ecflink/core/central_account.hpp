// central_account.hpp: a person's one account at the center.
#pragma once

#include <optional>
#include <type_traits>

#include <ecflink/core/ids.hpp>
#include <ecflink/core/time.hpp>
#include <ecflink/core/tokens.hpp>

ECFLINK_BEGIN_NAMESPACE

/// What the rules read. The fields of a default-constructed one are missing, and missing is never a
/// pass. fields.def describes each. The name is not here: names are compared elsewhere
/// (person_name.hpp), so that a record holds no text and is trivially copyable.
struct central_account {
    central_usage usage = central_usage::missing;     ///< required
    central_status status = central_status::missing;  ///< required
    central_generation generation = central_generation::missing;
    ecflink::search_status search_status = ecflink::search_status::active;
    mfa_state mfa = mfa_state::missing;
    registration_type registration = registration_type::missing;
    ecflink::pending_change pending_change = ecflink::pending_change::none;
    bool exempt = false;               ///< exempt from fees
    std::optional<civil_day> created;  ///< the day on which the account was registered
};

static_assert(std::is_trivially_copyable_v<central_account> && sizeof(central_account) == 16);

ECFLINK_END_NAMESPACE
