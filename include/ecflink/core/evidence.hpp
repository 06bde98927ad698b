// evidence.hpp: what was proven of the two accounts, how and when.
//
// ecflink never sees a password. The caller proves control of an account by its own means and
// states the class of the proof; a policy says which classes it accepts and how old they may be.
#pragma once

#include <cstdint>
#include <optional>
#include <type_traits>

#include <ecflink/core/ids.hpp>
#include <ecflink/core/time.hpp>
#include <ecflink/core/tokens.hpp>

ECFLINK_BEGIN_NAMESPACE

/// A proof of control of one account.
struct proof {
    ecflink::proof_class proof_class = ecflink::proof_class::missing;
    std::optional<instant> at;  ///< when it was given

    friend constexpr bool operator==(const proof&, const proof&) noexcept = default;
};

/// All that was proven for a link.
struct evidence {
    proof central;
    proof account;
    court_id account_court;             ///< the court that checked the account's proof; empty: not stated
    std::uint32_t failed_attempts = 0;  ///< within the policy's window; proposed links only
    bool on_roster = false;             ///< one of the two accounts stands on the court's roster
};

static_assert(std::is_trivially_copyable_v<evidence>);

ECFLINK_END_NAMESPACE
