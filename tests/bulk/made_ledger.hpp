// made_ledger.hpp: ledgers in rows for tests of the bulk engine: right ones, and random faults.
#pragma once

#include <cstddef>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <ecflink/policies/policy_set.hpp>
#include <ecflink/tables/rows.hpp>

namespace ecflink_tests {

using namespace ecflink;

inline constexpr instant go_live = make_instant(make_civil_day(2020, 3, 30), 13);
inline constexpr instant linked_at = make_instant(make_civil_day(2022, 4, 25), 14);
inline constexpr instant as_of = make_instant(make_civil_day(2026, 3, 2), 15);

inline const policy_set& policies() {
    static const auto loaded = [] {
        const std::vector<policy_layer> layers = {{"all.json",
                                                   R"({"ecflink-policy": 1, "applies-to": "all",
                 "proof": {"waived-for": ["filer", "court", "import"]}, "link": {"roles": "all"}})"}};
        return policy_set::load(layers);
    }();
    return loaded.value();
}

/// A ledger that is right: two courts in turns, one link for every account, one central account for
/// every two accounts.
inline ledger_tables make_ledger(std::size_t links) {
    ledger_tables tables;
    for (std::size_t i = 0; i < links; ++i) {
        court_account_row account;
        account.court = i % 2 == 0 ? court_id("wiwd") : court_id("wiwb");
        account.account.login = login::make("filer" + std::to_string(i)).value();
        account.account.role = account_role::attorney;
        account.account.status = account_status::active;
        account.account.opened = make_instant(make_civil_day(2015, 3, 2));
        account.name = "Ann Sample " + std::string(1, static_cast<char>('a' + i / 2 % 26)) + "ert";
        if (i % 2 == 0) {
            central_account_row central;
            central.id = central_id::make("P" + std::to_string(1'000'000 + i / 2)).value();
            central.account.usage = central_usage::individual;
            central.account.status = central_status::active;
            central.account.generation = central_generation::upgraded;
            central.account.mfa = mfa_state::enrolled;
            central.name = account.name;
            tables.central_accounts.push_back(central);
        }
        link_row link;
        link.court = account.court;
        link.login = account.account.login;
        link.central = tables.central_accounts.back().id;
        link.row.linked_at = linked_at;
        tables.court_accounts.push_back(std::move(account));
        tables.links.push_back(link);
    }
    return tables;
}

/// Puts a number of random faults into a ledger.
inline void spoil(ledger_tables& tables, std::size_t faults, unsigned seed = 1) {
    std::mt19937 random(seed);
    const auto below = [&random](std::size_t bound) { return random() % bound; };
    const std::size_t links = tables.links.size();
    for (std::size_t i = 0; i < faults; ++i) {
        link_row& link = tables.links[below(links)];
        switch (below(18)) {
            case 0: link.central = tables.links[below(links)].central; break;
            case 1: link = tables.links[below(links)]; break;
            case 2: link.login = tables.links[below(links)].login; break;
            case 3: link.court = {}, link.malformed = true; break;
            case 4: link.login = {}, link.malformed = true; break;
            case 5: link.central = {}, link.malformed = true; break;
            case 6: link.row.state = link_state::removed; break;
            case 7: link.row.linked_at = {}; break;
            case 8:
                link.row.linked_at = instant{go_live.micros - static_cast<std::int64_t>(below(3)) + 1};
                break;
            case 9: link.court = "zzzz"; break;
            case 10: tables.court_accounts[below(links)].court = "zzzz"; break;
            case 11: tables.court_accounts[below(links)] = tables.court_accounts[below(links)]; break;
            case 12: tables.tombstones.push_back({link.court, link.login, link.central, linked_at}); break;
            case 13:
                tables.tombstones.push_back({link.court, link.login, link.central, linked_at});
                tables.tombstones.back().lifted_at =
                    instant{linked_at.micros + static_cast<std::int64_t>(below(2))};
                break;
            case 14: link.row.made_by = link_maker::admission; break;
            case 15:
                link.row.made_by = link_maker::admission;
                tables.court_accounts[below(links)].account.opened = go_live;
                break;
            case 16:
                tables.central_accounts[below(tables.central_accounts.size())].account.exempt = true;
                link.row.approved = finding::central_exempt;
                break;
            default: tables.court_accounts[below(links)].name = "Someone Else"; break;
        }
        // as a reader of such a row marks it
        link.malformed |= link.court.empty() || link.login.empty() || link.central.empty();
    }
}

}  // namespace ecflink_tests
