// court_account.hpp: an account that a court issued.
#pragma once

#include <cstdint>
#include <optional>
#include <type_traits>

#include <ecflink/core/ids.hpp>
#include <ecflink/core/time.hpp>
#include <ecflink/core/tokens.hpp>

ECFLINK_BEGIN_NAMESPACE

/// What the rules read; its key is (court, login). The fields of a default-constructed one are
/// missing. fields.def describes each; names are compared elsewhere (person_name.hpp).
struct court_account {
    ecflink::login login;                             ///< required
    account_role role = account_role::missing;        ///< required
    account_status status = account_status::missing;  ///< required
    ecflink::pending_change pending_change = ecflink::pending_change::none;
    bool link_locked = false;       ///< locked against linking, by the court or its owner
    std::uint32_t principals = 0;   ///< how many it files for; 0 is none or not known
    std::optional<instant> opened;  ///< when the court opened it
};

static_assert(std::is_trivially_copyable_v<court_account> && sizeof(court_account) == 96);

ECFLINK_END_NAMESPACE
