#include "verify/clean_links.hpp"

#include <tuple>

#include "names/name_key.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::verify {

std::uint64_t select_clean_links(const verification_inputs& inputs, const assessment_target& target,
                                 const link_block& block) noexcept {
    constexpr std::uint32_t unclean_account_facts =
        (std::uint32_t{1} << account_facts::opened::shift) - record_ambiguous;
    if (block.batch->states_proofs) {
        return 0;
    }
    const std::int64_t clean_until =
        std::min({inputs.as_of.micros, account_facts::opened::latest, central_facts::created::latest});
    const auto is_clean = [&](std::size_t i) {
        const record_number account_at = block.accounts.found[i];
        const record_number central_at = block.centrals.found[i];
        if (account_at == no_record || central_at == no_record) {
            return false;
        }
        const index_record& account = inputs.index.accounts[account_at];
        const index_record& central = inputs.index.centrals[central_at];
        const court_view& court = target.courts[block.courts[i]];
        const std::int64_t t = block.linked_at[i];
        return ((account.facts & unclean_account_facts) | (central.facts & court.unclean_central_facts) |
                (account.name ^ central.name)) == 0 &&
               account.name != names::no_name && t >= court.clean_from && t <= clean_until &&
               account_facts::opened::is_surely_after(t, account.facts) &&
               central_facts::created::is_surely_after(t, central.facts);
    };
    std::uint64_t clean = 0;
    for_each_row(block.is_readable & block.is_active & ~block.is_malformed,
                 [&](std::size_t i) { clean |= std::uint64_t{is_clean(i)} << i; });
    return clean;
}

std::vector<assessment> assess_clean_groups(const assessment_target& target) {
    static_assert(std::tuple_size_v<decltype(court_rules::unproven)> == clean_link_words::makers);
    std::vector<assessment> by_group;
    for (court_number court = no_court; court <= target.rules->known(); ++court) {
        const court_rules& rules = (*target.rules)[court];
        for (std::size_t maker = 0; maker < rules.unproven.size(); ++maker) {
            const findings all = rules.findings_between.back() | rules.unproven[maker];
            by_group.push_back(
                target.decide_in(court, that_concern(static_cast<link_maker>(maker), all), {}));
        }
    }
    return by_group;
}

}  // namespace detail::verify
ECFLINK_END_NAMESPACE
