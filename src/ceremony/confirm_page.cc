#include <ecflink/ledger/confirm_page.hpp>

#include <ecflink/ledger/handle.hpp>

#include "base/json_text.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace {

std::string name_or_none(std::string_view name) {
    return name.empty() ? "(no name on record)" : std::string(name);
}

std::string words_for(token_set<unlink_authority> who) {
    std::string words;
    for (const token_entry& entry : tokens<unlink_authority>()) {
        const auto one = static_cast<unlink_authority>(entry.number);
        if (who.contains(one) && one != unlink_authority::filer) {
            words += (words.empty() ? "" : " or ") + std::string(entry.meaning);
        }
    }
    return words;
}

}  // namespace

std::string mask(std::string_view id) {
    std::size_t first_end = 0;
    std::size_t last = 0;
    std::size_t characters = 0;
    for (std::size_t at = 0; at < id.size(); ++characters) {
        last = at;
        static_cast<void>(detail::next_code_point(id, at));
        first_end = characters == 0 ? at : first_end;
    }
    return characters <= 2 ? "***"
                           : std::string(id.substr(0, first_end)) + "***" + std::string(id.substr(last));
}

confirm_page make_confirm_page(const court_policy& policy, const court_id& court,
                               std::string_view account_name, const court_account& account,
                               std::string_view central_name, const central_id& central,
                               const account_surroundings& around, findings found) {
    confirm_page page;
    page.court = policy.name.empty() ? std::string(court.view()) : policy.name;
    page.account_name = name_or_none(account_name);
    page.central_name = name_or_none(central_name);
    page.account = mask(account.login.view());
    page.central = mask(central.view());
    page.role = account.role;
    page.names_differ = found.intersects(
        findings{}.insert(finding::name_differs).insert(finding::name_similar).insert(finding::name_missing));

    page.permanent.emplace_back(
        "After you confirm, this court account is linked to this central account for good.");
    if (policy.rules.retire == credential_retirement::at_commit) {
        page.permanent.emplace_back(
            "The login and the password that the court issued stop working; use your central account to view "
            "and file in this court.");
    }
    if (!policy.rules.unlink_by.contains(unlink_authority::filer)) {
        const std::string others = words_for(policy.rules.unlink_by);
        page.permanent.push_back(others.empty() ? "Nobody can undo this."
                                                : "You cannot undo this; only " + others + " can.");
    }
    page.contacts_not_carried = around.unproven_contacts;
    for (const std::string& agent : around.unlinked_agents) {
        page.agents_not_carried.push_back(mask(agent));
    }
    return page;
}

digest digest_of(const confirm_page& page, const court_id& court, const login& account,
                 const central_id& central) {
    const detail::json shown = {{"account", page.account},
                                {"account-id", account.view()},
                                {"account-name", page.account_name},
                                {"agents-not-carried", page.agents_not_carried},
                                {"central", page.central},
                                {"central-id", central.view()},
                                {"central-name", page.central_name},
                                {"contacts-not-carried", page.contacts_not_carried},
                                {"court", page.court},
                                {"court-id", court.view()},
                                {"names-differ", page.names_differ},
                                {"permanent", page.permanent},
                                {"role", to_token(page.role)}};
    return digest_of(detail::to_canonical(shown));
}

ECFLINK_END_NAMESPACE
