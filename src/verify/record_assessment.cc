#include "verify/record_assessment.hpp"

#include <ecflink/core/observe.hpp>
#include <ecflink/tables/person_name.hpp>

#include "names/name_key.hpp"
#include "tables/rows.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::verify {
namespace {

/// What the record of each account says of a link. Without a record: no facts, and no name.
struct both_records {
    bool has_account;
    bool has_central;
    std::uint32_t account_facts = 0;
    std::uint32_t central_facts = 0;
    std::uint64_t account_name = names::no_name;
    std::uint64_t central_name = names::no_name;
    std::uint32_t account_row = 0;
    std::uint32_t central_row = 0;

    [[nodiscard]] bool account_is_chosen() const noexcept {
        return has_account && (account_facts & record_ambiguous) == 0;
    }
    [[nodiscard]] bool central_is_chosen() const noexcept {
        return has_central && (central_facts & record_ambiguous) == 0;
    }
};

both_records read_records(const verification_inputs& inputs, const assessment_target& target,
                          const court_rules& court, const link_block& block, std::size_t i) {
    const record_number account_at = block.accounts.found[i];
    const record_number central_at = block.centrals.found[i];
    both_records read{.has_account = account_at != no_record, .has_central = central_at != no_record};
    if (read.has_account) {
        const index_record& account = inputs.index.accounts[account_at];
        read.account_facts = target.account_facts == nullptr ? account.facts
                                                             : (account.facts & account_facts::of_its_key) |
                                                                   target.account_facts[account.row];
        read.account_name = account.name;
        read.account_row = account.row;
    }
    if (read.has_central) {
        const index_record& central = inputs.index.centrals[central_at];
        read.central_facts = central.facts;
        read.central_name = central.name;
        read.central_row = central.row;
        if (court.central_rule_set != 0) {
            const std::uint32_t found =
                target.central_findings_by_rule_set[court.central_rule_set - 1][central.row];
            read.central_facts =
                (read.central_facts & ~central_facts::findings_mask) | found << record_facts_shift;
        }
    }
    return read;
}

/// Adds the findings of stated proofs. False: a field of them cannot be read.
bool add_proofs(findings& found, const court_rules& court, const ledger_row& stated, const link_block& block,
                std::size_t i, const stated_proofs& proofs) {
    const link_columns& table = block.table();
    const std::size_t row = block.first + i;
    const auto central_at = micros_at(table.central_proof_at, row);
    const auto account_at = micros_at(table.account_proof_at, row);
    const auto confirmed_at = micros_at(table.confirmed_at, row);
    if (proofs.central[i] == unreadable_token || proofs.account[i] == unreadable_token ||
        central_at.state == field_state::unreadable || account_at.state == field_state::unreadable ||
        confirmed_at.state == field_state::unreadable) {
        return false;
    }
    ledger_row link = stated;
    link.confirmed_at = confirmed_at.get<instant>();
    link_case facts;
    facts.court = court.court;
    facts.row = &link;
    facts.evidence.central = {static_cast<proof_class>(proofs.central[i]), central_at.get<instant>()};
    facts.evidence.account = {static_cast<proof_class>(proofs.account[i]), account_at.get<instant>()};
    facts.evidence.on_roster = true;  // links of courts with a roster become cases
    if (const std::string_view proof_court = text_at(table.account_proof_court, row);
        proof_court == court.court.view()) {
        facts.evidence.account_court = court.court;
    } else if (!proof_court.empty()) {
        return false;
    }
    found = found | observe_proofs(court.policy->rules, facts, stated.linked_at);
    return true;
}

/// The parts of a link as its records tell them. What they leave open is noted in `link`.
struct record_parts {
    const link_policy& policy;
    const court_rules& court_of;
    const both_records& records;
    const ledger_row& stated;
    instant as_of;
    std::uint64_t central_not_required;  ///< findings that the court does not ask for
    bool is_malformed;
    bool active;
    findings of_proofs;
    record_findings& link;

    [[nodiscard]] bool has_account() const noexcept { return records.account_is_chosen(); }
    [[nodiscard]] bool has_central() const noexcept { return records.central_is_chosen(); }
    [[nodiscard]] bool is_active() const noexcept { return active; }
    [[nodiscard]] static constexpr bool is_in_ledger() noexcept { return true; }
    [[nodiscard]] link_maker maker() const noexcept { return stated.made_by; }

    [[nodiscard]] findings own_fields() const noexcept {
        return findings{}.insert_if(finding::record_malformed, is_malformed);
    }

    [[nodiscard]] findings input() const noexcept {
        findings found;
        found.insert_if(finding::account_unknown, !records.has_account);
        found.insert_if(finding::central_unknown, !records.has_central);
        found.insert_if(finding::record_ambiguous,
                        ((records.account_facts | records.central_facts) & record_ambiguous) != 0);
        found.insert_if(finding::record_malformed,
                        is_malformed || (has_account() && (records.account_facts & record_malformed) != 0) ||
                            (has_central() && (records.central_facts & record_malformed) != 0));
        return found;
    }
    [[nodiscard]] findings court() const noexcept {
        return stated.linked_at ? court_of.at(*stated.linked_at) : court_of.timeless;
    }
    [[nodiscard]] findings proofs() const noexcept { return of_proofs; }
    [[nodiscard]] findings central() const noexcept {
        return findings(central_facts::unpack(records.central_facts).bits() & ~central_not_required);
    }
    [[nodiscard]] findings account() const noexcept { return account_facts::unpack(records.account_facts); }
    /// Conflicts are found when all links are known; links with a tombstone become cases.
    [[nodiscard]] static constexpr findings others() noexcept { return {}; }
    [[nodiscard]] findings both() const noexcept {
        const std::uint32_t registration = records.central_facts >> central_facts::registration_shift & 3;
        return findings{}.insert_if(
            finding::kind_role_mismatch,
            (records.account_facts >> (account_facts::registrations_shift + registration) & 1) != 0);
    }
    [[nodiscard]] findings names() const noexcept {
        const name_comparison by_keys{
            .central_present = records.central_name != names::no_name,
            .account_present = records.account_name != names::no_name,
            .equal_normalized = names::are_equal_names(records.account_name, records.central_name)};
        link.needs_names = predicate::names_present(by_keys) &&
                           (!by_keys.equal_normalized || policy.compare_names != name_rule::normalized);
        return link.needs_names ? findings{} : observe_names(policy, by_keys);
    }
    /// Whether the link is older than an account is left to the rows of the accounts.
    [[nodiscard]] findings row() const noexcept {
        return detail::observe_group<finding_group::ledger>(stated, as_of);
    }
};
static_assert(findings_of(finding_group::input) ==
                  (findings{finding::court_unknown} | finding::account_unknown | finding::central_unknown |
                   finding::record_ambiguous | finding::record_malformed),
              "`input` must find this, too");
static_assert((findings_of(finding_group::ledger) -
               detail::answered_by<finding_group::ledger, ledger_row, instant>()) ==
                  findings{finding::link_before_account},
              "a rule about the times of accounts needs a place in `complete_findings`");

}  // namespace

stated_proofs::stated_proofs(const link_block& block) {
    if (block.batch->states_proofs) {
        block.batch->central_proof.read(block.first, block.rows, central.data());
        block.batch->account_proof.read(block.first, block.rows, account.data());
    }
}

std::optional<record_findings> assess_from_records(const verification_inputs& inputs,
                                                   const assessment_target& target, const link_block& block,
                                                   std::size_t i, const stated_proofs& proofs) {
    const court_rules& court = (*target.rules)[block.courts[i]];
    const link_policy& policy = court.policy->rules;
    if (policy.roster) {
        return std::nullopt;
    }
    const std::optional<instant> t =
        (block.has_time >> i & 1) != 0 ? std::optional(instant{block.linked_at[i]}) : std::nullopt;
    const ledger_row stated{.linked_at = t,
                            .state = static_cast<link_state>(block.state[i]),
                            .made_by = static_cast<link_maker>(block.made_by[i]),
                            .confirmed_at = {}};
    findings proofs_found;
    if (!block.batch->states_proofs) {
        proofs_found = court.unproven[block.made_by[i]];
    } else if (!add_proofs(proofs_found, court, stated, block, i, proofs)) {
        return std::nullopt;
    }
    const both_records records = read_records(inputs, target, court, block, i);
    const bool is_active = (block.is_active >> i & 1) != 0;
    if (is_active && ((!records.has_account && !inputs.index.tombstones.empty()) ||
                      (records.account_facts >> account_facts::tombstoned_shift & 1) != 0 ||
                      (t && records.central_is_chosen() &&
                       central_facts::created::may_be_before(t->micros, records.central_facts)))) {
        return std::nullopt;
    }
    record_findings link{.found = {}, .account_row = records.account_row, .central_row = records.central_row};
    link.needs_opened = is_active && t && records.account_is_chosen() &&
                        account_facts::opened::may_be_before(t->micros, records.account_facts);
    link.found =
        observe_parts(record_parts{.policy = policy,
                                   .court_of = court,
                                   .records = records,
                                   .stated = stated,
                                   .as_of = inputs.as_of,
                                   .central_not_required = target.courts[block.courts[i]].not_required,
                                   .is_malformed = (block.is_malformed >> i & 1) != 0,
                                   .active = is_active,
                                   .of_proofs = proofs_found,
                                   .link = link});
    return link;
}

namespace {

/// Each step prefetches what the next one reads.
void prefetch_accounts(const ledger_index::state& index, std::span<const deferred_link> links) {
    const auto prefetch = [](const auto& rows, std::size_t row, part_of_rows part) {
        const auto at = rows.find(row);
        const text_column& names = rows[at.batch].name;
        part == part_of_rows::places ? prefetch_places(names, at.row, 1) : prefetch_texts(names, at.row, 1);
    };
    for (const deferred_link& link : links) {
        if (link.records.needs_opened) {
            const auto at = index.account_rows.find(link.records.account_row);
            prefetch_times(index.account_rows[at.batch].opened, at.row, 1);
        }
    }
    for (const part_of_rows part : {part_of_rows::places, part_of_rows::texts}) {
        for (const deferred_link& link : links) {
            if (link.records.needs_names) {
                prefetch(index.account_rows, link.records.account_row, part);
                prefetch(index.central_rows, link.records.central_row, part);
            }
        }
    }
}

}  // namespace

void complete_findings(const verification_inputs& inputs, std::span<deferred_link> links) {
    const ledger_index::state& index = inputs.index;
    if (index.account_rows.is_in_memory() && index.central_rows.is_in_memory()) {
        prefetch_accounts(index, links);
    }
    for (deferred_link& link : links) {
        const court_policy& policy = *(*link.target->rules)[link.court].policy;
        findings& found = link.records.found;
        const auto in_court = index.account_rows.row_at(link.records.account_row);
        if (link.records.needs_opened) {
            court_account account;
            account.opened =
                micros_or_start_of_date_at(in_court.table->opened, in_court.row, policy.zone).get<instant>();
            link_case facts;
            facts.account = &account;
            const ledger_row stated{
                .linked_at = instant{link.linked_at}, .state = {}, .made_by = {}, .confirmed_at = {}};
            found.insert_if(finding::link_before_account, predicate::link_before_account(stated, facts));
        }
        if (link.records.needs_names) {
            const auto central = index.central_rows.row_at(link.records.central_row);
            found = found |
                    observe_names(policy.rules, compare_names(central.text(&central_account_columns::name),
                                                              in_court.text(&court_account_columns::name)));
        }
    }
}

}  // namespace detail::verify
ECFLINK_END_NAMESPACE
