#include "cli/policy_values.hpp"

#include <algorithm>

#include <ecflink/core/observe.hpp>

namespace ecflink::cli {
namespace {

template <finding_group Group, auto Field>
constexpr findings reading_in() noexcept {
    findings all;
    detail::for_each_rule<Group>(
        [&]<class Rule>(finding id, const Rule&) { all.insert_if(id, Rule::template reads<Field>); });
    return all;
}
template <auto Field>
constexpr findings reading =
    reading_in<finding_group::input, Field>() | reading_in<finding_group::central, Field>() |
    reading_in<finding_group::court, Field>() | reading_in<finding_group::account, Field>() |
    reading_in<finding_group::proof, Field>() | reading_in<finding_group::pair, Field>() |
    reading_in<finding_group::ledger, Field>();

/// The findings of a group whose rules have a precondition.
template <finding_group Group, class Precondition>
constexpr findings preconditioned_by(const Precondition&) noexcept {
    findings all;
    detail::for_each_rule<Group>([&]<class Rule>(finding id, const Rule&) {
        all.insert_if(id, Rule::template is_preconditioned_by<Precondition>);
    });
    return all;
}

/// A parameter of policies, and the findings whose rules read it.
struct parameter {
    std::string_view path;  ///< with everything below it
    findings of;
};
const parameter parameters[] = {
    {"/system", reading<&link_policy::system>},
    {"/go-live", reading<&link_policy::go_live> | reading<&link_policy::go_live_not_before> |
                     reading<&link_policy::go_live_by>},
    {"/outages", reading<&link_policy::outages>},
    {"/link/closes", reading<&link_policy::link_closes>},
    {"/link/roles", reading<&link_policy::roles>},
    {"/link/registrations", reading<&link_policy::registrations>},
    {"/link/confirm", reading<&link_policy::confirm>},
    {"/link/accounts-per-central", reading<&link_policy::accounts_per_central>},
    {"/link/centrals-per-account", reading<&link_policy::centrals_per_account>},
    {"/link/count-per", reading<&link_policy::count_per>},
    {"/link/login", reading<&link_policy::login_forbid> | reading<&link_policy::login_case>},
    {"/link/roster", reading<&link_policy::roster>},
    {"/central/legacy-cutoff", reading<&link_policy::legacy_cutoff>},
    {"/central/mfa-from", reading<&link_policy::mfa_from> |
                              preconditioned_by<finding_group::central>(predicate::mfa_is_asked_for)},
    {"/proof/central", reading<&link_policy::central_proof>},
    {"/proof/account", reading<&link_policy::account_proof>},
    {"/proof/waived-for", reading<&link_policy::proof_waived_for> |
                              preconditioned_by<finding_group::proof>(predicate::proofs_required)},
    {"/attempts", reading<&link_policy::attempt_limit>},
    {"/names/compare", reading<&link_policy::compare_names>},
    {"/names/similar-from", reading<&link_policy::similar_from>},
};

findings read_from(std::string_view path, findings found) {
    constexpr std::string_view dispositions = "/dispositions/";
    findings of;
    if (path.starts_with(dispositions)) {
        for (const finding one : found) {
            of.insert_if(one, path.substr(dispositions.size()) == to_token(one));
        }
    }
    for (const parameter& each : parameters) {
        const bool is_it =
            path == each.path || (path.starts_with(each.path) && path[each.path.size()] == '/');
        of = is_it ? of | (each.of & found) : of;
    }
    return of;
}

}  // namespace

std::vector<deciding_value> values_that_decide(const court_policy& policy, findings found) {
    std::vector<deciding_value> values;
    for (const value_origin& origin : policy.origins) {
        if (const findings of = read_from(origin.path, found); !of.empty()) {
            values.push_back({origin, of});
        }
    }
    return values;
}

}  // namespace ecflink::cli
