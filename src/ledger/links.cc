// Links after the ceremony: unlink and import.
#include <ecflink/decide/import.hpp>
#include <ecflink/decide/unlink.hpp>
#include <ecflink/ledger/confirm_page.hpp>
#include <ecflink/tables/work.hpp>

#include "ledger/held_links.hpp"

ECFLINK_BEGIN_NAMESPACE

using namespace detail::ledger;

namespace {

constexpr std::size_t links_of_a_transaction = 500;

std::vector<owed> to_vector(const obligations& owes) { return {owes.all().begin(), owes.all().end()}; }

/// Decides one row of an import, and writes the link if it is taken over.
import_outcome import_row(transaction& work, const policy_set& policies, const link_row& link,
                          const std::optional<acting>& approved, const acting& by, instant now) {
    const court_policy& policy = policies.find(link.court.view());
    const pair_facts facts = read_pair(queries_of(work), link.court, link.login, link.central, now);
    ledger_row row = link.row;
    row.made_by = link_maker::import;
    row.approved = {};  // what was approved elsewhere was not approved here (A47)
    link_case decided = facts.make_row_case(row, link.evidence, policy);
    decided.row_malformed = link.malformed || contradicts_itself(link.row, link.evidence);
    if (decided.others.tombstoned_at) {
        // a removed link must not come back with an earlier date (A35)
        decided.others.tombstoned_at = earliest_instant;
    }
    const bool is_identical = facts.linked_at && facts.linked_at == row.linked_at;
    const import_decision made =
        decide_import(policy.rules, decided, link.central, is_identical, to_approval(approved), now);
    import_outcome outcome;
    outcome.answer = made.answer;
    outcome.decision = made.decision;
    const bool is_old = made.answer == import_answer::identical || made.answer == import_answer::not_active;
    if (!is_old && decide(policy.rules.dispositions, made.decision.findings) != verdict::allow) {
        outcome.account_name = facts.account_name();
        outcome.central_name = facts.central_name();
    }
    if (made.answer == import_answer::linked) {
        row.approved = made.decision.approved;
        const commitment taken{link.court, link.login, link.central, row, decided.evidence};
        write_link(work, policy, facts, taken, decided, made.decision.findings,
                   event_of(audit_event::link_imported, facts, now, by), {}, now);
        work.flush();
    } else if (!is_old) {
        audit_entry entry = event_of(audit_event::import_refused, facts, now, by);
        entry.findings = made.decision.findings;
        entry.details.push_back({"answer", std::string(to_token(made.answer))});
        work.log(entry);
    }
    return outcome;
}

}  // namespace

ledger_result<unlink_outcome> ledger::unlink(const court_id& court, const login& account,
                                             const central_id& central, const acting& by, instant now,
                                             run how) {
    const auto unlink_in = [&](transaction& work) {
        const court_policy& policy = store_->policies().find(court.view());
        const pair_facts facts = read_pair(queries_of(work), court, account, central, now);
        const unlink_decision made = decide_unlink(policy.rules,
                                                   {.is_linked = facts.linked_sequence != 0,
                                                    .central = central,
                                                    .who = by.who,
                                                    .id = by.id,
                                                    .reason = by.reason,
                                                    .linked_at = facts.linked_at},
                                                   now);
        unlink_outcome outcome{made.answer, 0, to_vector(made.owes), {}};
        const bool is_removed = made.answer == unlink_answer::removed;
        if (is_removed || made.answer == unlink_answer::before_link) {
            outcome.pair = review_of(policy, facts, permanent_if_unlinked(policy), now);
            findings& found = outcome.pair.found.findings;
            found.erase(finding::already_linked);
            outcome.pair.found.verdict = decide(policy.rules.dispositions, found);
        }
        audit_entry entry =
            event_of(is_removed ? audit_event::link_removed : audit_event::unlink_refused, facts, now, by);
        if (!is_removed) {
            entry.details.push_back({"answer", std::string(to_token(made.answer))});
        }
        outcome.sequence = work.log(entry);
        if (is_removed) {
            work.update(links_table, {to_parameter(facts.linked_sequence)},
                        {{"state", to_parameter(link_state::removed)}});
            work.insert(tombstones_table, {to_parameter(outcome.sequence), court.view(), account.view(),
                                           central.view(), to_parameter(now), std::string_view(by.id),
                                           std::string_view(by.reason), parameter{}, parameter{}});
            // This ends every open handle of the pair (A12).
            const std::string name = "unlink-" + std::to_string(outcome.sequence);
            work.insert(used_handles_table,
                        {std::string_view(name), court.view(), account.view(), central.view(),
                         std::string_view("unlinked"), to_parameter(outcome.sequence)});
            work.owe(outcome.sequence, outcome.owes, court, account, central);
        }
        return outcome;
    };
    return store_->write<unlink_outcome>(
        unlink_in, {.how = how, .court = court, .ahead = queries_of_pair(court, account, central, now)});
}

ledger_result<import_summary> ledger::import_links(const ledger_tables& rows,
                                                   const std::optional<acting>& approved, const acting& by,
                                                   instant now,
                                                   const std::function<void(const import_outcome&)>& told,
                                                   const work_options& options, run how) {
    import_summary summary;
    const std::size_t size = rows.links.size();
    const std::size_t step = how == run::dry ? std::max<std::size_t>(size, 1) : links_of_a_transaction;
    for (std::size_t begin = 0; begin < size; begin += step) {
        if (options.cancelled != nullptr && options.cancelled->load(std::memory_order_relaxed)) {
            break;
        }
        const std::size_t end = std::min(size, begin + step);
        const auto import_part = [&](transaction& work) {
            std::vector<import_outcome> outcomes;
            for (std::size_t i = begin; i < end; ++i) {
                outcomes.push_back(import_row(work, store_->policies(), rows.links[i], approved, by, now));
                outcomes.back().row = i;
            }
            return outcomes;
        };
        const auto outcomes = store_->write<std::vector<import_outcome>>(import_part, {.how = how});
        if (!outcomes) {
            return outcomes.error();
        }
        for (const import_outcome& one : outcomes.value()) {
            ++summary.answers[static_cast<std::size_t>(one.answer)];
            if (told) {
                told(one);
            }
        }
        if (options.progress) {
            options.progress("import", end, size);
        }
    }
    return summary;
}

ECFLINK_END_NAMESPACE
