#include <ecflink/ledger/confirm_page.hpp>

#include <ecflink/core/observe.hpp>
#include <ecflink/ledger/handle.hpp>
#include <ecflink/tables/person_name.hpp>
#include <ecflink/text/visible_text.hpp>

#include "base/json_text.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace {

std::string name_or_none(std::string_view name) {
    return name.empty() ? "(no name on record)" : visible_text(name);
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

std::vector<std::string> reasons_to_look_twice(name_rule compare, std::string_view account_name,
                                               std::string_view central_name) {
    const name_comparison names = compare_names(central_name, account_name);
    if (!predicate::names_present(names)) {
        return {"A name is missing, so nobody can compare the two."};
    }
    const person_name account = read_name(account_name);
    const person_name central = read_name(central_name);
    std::vector<std::string> reasons;
    if (account.words != central.words) {
        reasons.emplace_back(2 * names.common == names.total
                                 ? "The two names have the same words, but not in the same order."
                                 : "The two names are not the same.");
    }
    if (account.generation != central.generation) {
        reasons.emplace_back(account.generation != 0 && central.generation != 0
                                 ? "The two names state different generations, such as Jr. and Sr.: they may "
                                   "be those of two people of one family."
                                 : "Only one of the two names states a generation, such as Jr. or III: they "
                                   "may be those of two people of one family.");
    }
    if (reasons.empty() && compare == name_rule::exact && !names.equal_exact) {
        reasons.emplace_back("The two names are not written in the same way.");
    }
    return reasons;
}

confirm_page make_confirm_page(const court_policy& policy, const court_id& court,
                               std::string_view account_name, const court_account& account,
                               std::string_view central_name, const central_id& central,
                               const account_surroundings& around) {
    confirm_page page;
    page.court = visible_text(policy.name.empty() ? court.view() : std::string_view(policy.name));
    page.account_name = name_or_none(account_name);
    page.central_name = name_or_none(central_name);
    page.account = visible_text(mask(account.login.view()));
    page.central = visible_text(mask(central.view()));
    page.role = account.role;
    page.names_differ = !observe_names(policy.rules, compare_names(central_name, account_name)).empty();
    page.look_twice = reasons_to_look_twice(policy.rules.compare_names, account_name, central_name);

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
    for (const std::string& contact : around.unproven_contacts) {
        page.contacts_not_carried.push_back(visible_text(contact));
    }
    for (const std::string& agent : around.unlinked_agents) {
        page.agents_not_carried.push_back(visible_text(mask(agent)));
    }
    return page;
}

std::vector<std::string> permanent_if_linked(const court_policy& policy, link_maker maker) {
    const std::string who = words_for(policy.rules.unlink_by);
    std::vector<std::string> sentences = {"The two accounts are linked for good; " +
                                          (who.empty() ? "nobody" : "only " + who) + " can take them apart."};
    if (maker != link_maker::admission && policy.rules.retire == credential_retirement::at_commit) {
        sentences.emplace_back("The court account's own login and password stop working.");
    }
    sentences.emplace_back("Whoever owns the central account views and files with the court account.");
    return sentences;
}

std::vector<std::string> permanent_if_unlinked(const court_policy& policy) {
    const std::string who = words_for(policy.rules.unlink_by);
    std::vector<std::string> sentences = {"The two accounts stay apart; " +
                                          (who.empty() ? "nobody" : "only " + who) +
                                          " can have them linked again."};
    if (policy.rules.retire == credential_retirement::at_commit) {
        sentences.emplace_back(
            "The court account's old password does not come back; it takes a new one to link the account.");
    }
    return sentences;
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
                                {"look-twice", page.look_twice},
                                {"names-differ", page.names_differ},
                                {"permanent", page.permanent},
                                {"role", to_token(page.role)}};
    return digest_of(detail::to_canonical(shown));
}

ECFLINK_END_NAMESPACE
