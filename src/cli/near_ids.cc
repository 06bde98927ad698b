#include "cli/near_ids.hpp"

#include <algorithm>

#include <fmt/format.h>

#include <ecflink/policies/suggestion.hpp>

#include "cli/court_text.hpp"
#include "cli/process.hpp"

namespace ecflink::cli {
namespace {

constexpr std::size_t most_courts_told = 10;

/// A line about an id that was not found; empty if no other is near.
std::string line_of(std::string_view what, const std::string& near) {
    return near.empty() ? std::string{} : fmt::format("ecflink: {}{}\n", what, near);
}

std::string line_of_court(std::string_view court, const policy_set& policies) {
    return line_of(fmt::format("no policy is in force for the court \"{}\"", court),
                   did_you_mean_court(policies, court));
}

bool is_in_force(std::string_view court, const policy_set& policies) {
    return policies.find(court).rules.in_force;
}

}  // namespace

std::string did_you_mean_login(const ledger_tables& tables, const court_id& court, const login& name) {
    std::vector<std::string_view> known;
    for (const court_account_row& row : tables.court_accounts) {
        if (row.court == court) {
            known.push_back(row.account.login.view());
        }
    }
    return did_you_mean(suggest(name.view(), known));
}

std::string did_you_mean_central(const ledger_tables& tables, const central_id& central) {
    std::vector<std::string_view> known;
    for (const central_account_row& row : tables.central_accounts) {
        known.push_back(row.id.view());
    }
    return did_you_mean(suggest(central.view(), known));
}

void tell_near_ids(const named_ids& ids, const policy_set& policies, const ledger_tables& tables) {
    std::string lines;
    if (!ids.court.empty() && !is_in_force(ids.court.view(), policies)) {
        lines += line_of_court(ids.court.view(), policies);
    }
    for (const login& name : ids.logins) {
        const bool is_known = std::ranges::any_of(tables.court_accounts, [&](const court_account_row& row) {
            return row.court == ids.court && row.account.login == name;
        });
        if (!name.empty() && !is_known) {
            lines += line_of(fmt::format("the court {} has no account \"{}\"", ids.court.view(), name.view()),
                             did_you_mean_login(tables, ids.court, name));
        }
    }
    const bool is_central_known = std::ranges::any_of(
        tables.central_accounts, [&](const central_account_row& row) { return row.id == ids.central; });
    if (!ids.central.empty() && !is_central_known) {
        lines += line_of(fmt::format("there is no central account \"{}\"", ids.central.view()),
                         did_you_mean_central(tables, ids.central));
    }
    write_messages(lines);
}

void tell_near_ids(const named_ids& ids, findings found, ledger_session& session) {
    const policy_set& policies = session.in_force().policies;
    const bool is_court_known = ids.court.empty() || is_in_force(ids.court.view(), policies);
    if (found.intersects({finding::account_unknown, finding::central_unknown})) {
        tell_near_ids(ids, policies, taken(session.where(), session->tables()));
    } else if (!is_court_known) {
        write_messages(line_of_court(ids.court.view(), policies));
    }
}

void tell_near_courts(const std::vector<std::string_view>& courts, const policy_set& policies) {
    std::string lines;
    std::size_t told = 0;
    for (const std::string_view court : courts) {
        if (told < most_courts_told && !is_in_force(court, policies)) {
            const std::string line = line_of_court(court, policies);
            told += line.empty() ? 0 : 1;
            lines += line;
        }
    }
    write_messages(lines);
}

}  // namespace ecflink::cli
