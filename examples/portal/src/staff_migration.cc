// How far the court has come: what is linked, what was done today, and how the accounts that are
// not linked will fare.
#include <array>

#include <ecflink/tables/rows_as_columns.hpp>
#include <ecflink/verify/forecast.hpp>

#include "staff_pages.hpp"
#include "times.hpp"

namespace portal {
namespace {

std::string text_of(std::uint64_t number) { return std::to_string(number); }

/// A bar's length in hundredths, at least one if there is anything.
std::string share(std::uint64_t part, std::uint64_t all) {
    return text_of(part == 0 || all == 0 ? 0 : std::max<std::uint64_t>(1, part * 100 / all));
}

void add_links(view_part page, const visit& visitor, const ecflink::ledger_tables& tables) {
    std::uint64_t linked = 0;
    std::uint64_t today = 0;
    std::uint64_t accounts = 0;
    for (const ecflink::link_row& one : tables.links) {
        const bool is_here =
            one.court == visitor.court->court && one.row.state == ecflink::link_state::active;
        linked += is_here ? 1 : 0;
        today += is_here && one.row.linked_at &&
                         visitor.now.micros - one.row.linked_at->micros < ecflink::micros_per_day
                     ? 1
                     : 0;
    }
    for (const ecflink::court_account_row& one : tables.court_accounts) {
        accounts += one.court == visitor.court->court && one.account.role != ecflink::account_role::staff;
    }
    page.set("LINKED_COUNT", text_of(linked)).set("TODAY_COUNT", text_of(today));
    page.set("ACCOUNT_COUNT", text_of(accounts)).set("LINKED_SHARE", share(linked, accounts));
}

void add_forecast(view_part page, const visit& visitor, const ecflink::ledger_tables& tables) {
    const ecflink::rows_as_columns columns(tables);
    const auto index = ecflink::ledger_index::build(visitor.all.policies, columns.columns());
    const auto report = ecflink::forecast(index.value(), columns.columns().links, visitor.now);
    for (const auto& [court, counts] : report.value().courts) {
        const ecflink::court_policy* policy = find_court(visitor.all, court);
        view_part row = page.add("COURTS");
        row.set("ID", court).set("NAME", policy == nullptr ? court : name_of(*policy));
        row.set("ALL", text_of(counts.links)).set("READY", text_of(counts.verdicts[0]));
        row.set("HELD", text_of(counts.verdicts[1])).set("REFUSED", text_of(counts.verdicts[2]));
    }
    const auto own = report.value().courts.find(visitor.court->court.view());
    if (own == report.value().courts.end()) {
        page.show("NONE_LEFT");
        return;
    }
    bool has_findings = false;
    for (const ecflink::finding_info& info : ecflink::catalogue()) {
        const std::uint64_t count = own->second.findings.at(static_cast<std::size_t>(info.id));
        has_findings = has_findings || count != 0;
        if (count != 0) {
            page.add("FINDINGS")
                .set("TOKEN", info.token)
                .set("COUNT", text_of(count))
                .set("WHO", visitor.said->text("actor." + std::string(to_token(info.who))))
                .set("TEXT", visitor.said->said(info.remedy, visitor.court->words));
        }
    }
    page.show(has_findings ? "ANY_FINDINGS" : "NO_OBSTACLES");
}

}  // namespace

void show_migration(visit& visitor) {
    const ecflink::ledger_tables tables = taken(visitor.all.ledger.tables());
    const ecflink::ledger_status status = taken(visitor.all.ledger.status(visitor.now));
    view page(visitor, "staff_migration");
    page.show("STAFF_BAR");
    if (visitor.court->rules.go_live) {
        page.add("LIVE").set("TIME",
                             time_in_words(*visitor.court->rules.go_live, visitor.court, *visitor.said));
    }
    page.set("HELD_COUNT", text_of(taken(visitor.all.ledger.held_links(visitor.court->court)).size()));
    page.set("OWED_COUNT", text_of(status.open_obligations));
    page.set("OVERDUE_COUNT", text_of(status.overdue_obligations));
    add_links(page, visitor, tables);
    add_forecast(page, visitor, tables);
    page.answer();
}

}  // namespace portal
