#include "verify/record_facts.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::verify {

std::uint32_t facts_of(const link_policy& policy, const court_account& account) noexcept {
    std::uint32_t facts = account_facts::pack(observe_account(policy, account));
    if (policy.roles_with_registrations.contains(account.role)) {
        central_account central;
        for (unsigned registration = 0; registration < account_facts::registrations_bits; ++registration) {
            central.registration = static_cast<registration_type>(registration);
            const bool differs = predicate::kind_role_mismatch(policy, central, account);
            facts |= (differs ? 1U : 0U) << (account_facts::registrations_shift + registration);
        }
    }
    return facts;
}

}  // namespace detail::verify
ECFLINK_END_NAMESPACE
