#include <algorithm>

#include <ecflink/tables/case_finder.hpp>
#include <ecflink/tables/person_in_court.hpp>

ECFLINK_BEGIN_NAMESPACE

namespace {

/// The central account that alone is linked to a court account; empty if there is none.
central_id linked_central(const ledger_tables& tables, const court_id& court, const login& name) {
    central_id only;
    for (const link_row& link : tables.links) {
        if (link.court != court || link.login != name || link.row.state == link_state::removed) {
            continue;
        }
        if (!only.empty() && only != link.central) {
            return {};
        }
        only = link.central;
    }
    return only;
}

}  // namespace

person_in_court::person_in_court(const ledger_tables& tables, const policy_set& policies,
                                 const court_id& court, const login& name, const central_id& named_central) {
    const court_policy& policy = policies.find(court.view());
    const central_id central =
        named_central.empty() && !name.empty() ? linked_central(tables, court, name) : named_central;
    for (const link_row& link : tables.links) {
        if (link.court != court || link.central != central || link.row.state == link_state::removed) {
            continue;
        }
        for (const court_account_row& row : tables.court_accounts) {
            if (row.court == court && row.account.login == link.login) {
                linked_.push_back(&row.account);
            }
        }
    }
    facts.kind = policy.kind;
    facts.linked = linked_;
    login named = name;
    for (const registration_row& row : tables.registrations) {
        const bool is_open = detail::is_open(row.state);
        if (row.court != court || row.central != central || (!is_open && detail::is_open(facts.request))) {
            continue;
        }
        facts.request = row.state;
        if (is_open && name.empty()) {
            named = row.login;
        }
    }
    facts.accounts = case_finder(tables, policies).propose(court.view(), named.view(), central.view(), {});
    if (facts.accounts.account != nullptr) {
        account_in_question_ = named;
    } else {
        facts.typed_login = name;
        account_in_question_ = linked_.size() == 1 ? linked_.front()->login : login{};
    }
    const auto is_of_account = [&](const auto& row) {
        return row.court == court && row.login == account_in_question_;
    };
    facts.password_retired = !account_in_question_.empty() &&
                             policy.rules.retire == credential_retirement::at_commit &&
                             (std::ranges::any_of(tables.links, is_of_account) ||
                              std::ranges::any_of(tables.tombstones, is_of_account));
}

ECFLINK_END_NAMESPACE
