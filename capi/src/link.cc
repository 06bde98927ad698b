// One link: the case as the rules see it, and the decision as C sees it.
#include <ecflink/core/assess.hpp>
#include <ecflink/tables/person_name.hpp>

#include "engine.hpp"
#include "values.hpp"

namespace {

using namespace ecflink::capi;

static_assert(ECFLINK_COURT_BYTES == ecflink::court_id::capacity &&
              ECFLINK_LOGIN_BYTES == ecflink::login::capacity &&
              ECFLINK_NAME_BYTES == ecflink::max_name_bytes);

ecflink::central_account from_c(const ecflink_central_account& given) {
    ecflink::central_account central;
    central.usage = enumerator(given.usage, ecflink::central_usage::missing, "link_case.central.usage");
    central.status = enumerator(given.status, ecflink::central_status::missing, "link_case.central.status");
    central.generation =
        enumerator(given.generation, ecflink::central_generation::missing, "link_case.central.generation");
    central.search_status =
        enumerator(given.search_status, ecflink::search_status::active, "link_case.central.search_status");
    central.mfa = enumerator(given.mfa, ecflink::mfa_state::missing, "link_case.central.mfa");
    central.registration =
        enumerator(given.registration, ecflink::registration_type::missing, "link_case.central.registration");
    central.pending_change =
        enumerator(given.pending_change, ecflink::pending_change::none, "link_case.central.pending_change");
    central.exempt = truth(given.exempt, "link_case.central.exempt");
    central.created = optional_date(given.created, "link_case.central.created");
    return central;
}

ecflink::court_account from_c(const ecflink_court_account& given) {
    ecflink::court_account account;
    account.login = identifier<ecflink::login>(given.login, given.login_size, "link_case.account.login");
    account.role = enumerator(given.role, ecflink::account_role::missing, "link_case.account.role");
    account.status = enumerator(given.status, ecflink::account_status::missing, "link_case.account.status");
    account.pending_change =
        enumerator(given.pending_change, ecflink::pending_change::none, "link_case.account.pending_change");
    account.link_locked = truth(given.link_locked, "link_case.account.link_locked");
    account.principals = given.principals;
    account.opened = optional_time(given.opened, "link_case.account.opened");
    return account;
}

ecflink::ledger_row from_c(const ecflink_ledger_row& given) {
    require_unused(given.reserved, "link_case.row.reserved");
    ecflink::ledger_row row;
    row.linked_at = optional_time(given.linked_at, "link_case.row.linked_at");
    row.state = enumerator(given.state, ecflink::link_state::active, "link_case.row.state");
    row.made_by = enumerator(given.made_by, ecflink::link_maker::filer, "link_case.row.made_by");
    row.confirmed_at = optional_time(given.confirmed_at, "link_case.row.confirmed_at");
    return row;
}

ecflink::evidence evidence_of(const ecflink_link_case& given) {
    ecflink::evidence evidence;
    evidence.central.proof_class =
        enumerator(given.central_proof, ecflink::proof_class::missing, "link_case.central_proof");
    evidence.central.at = optional_time(given.central_proof_at, "link_case.central_proof_at");
    evidence.account.proof_class =
        enumerator(given.account_proof, ecflink::proof_class::missing, "link_case.account_proof");
    evidence.account.at = optional_time(given.account_proof_at, "link_case.account_proof_at");
    evidence.account_court = identifier<ecflink::court_id>(
        given.account_proof_court, given.account_proof_court_size, "link_case.account_proof_court");
    evidence.failed_attempts = given.failed_attempts;
    evidence.on_roster = (given.flags & ECFLINK_CASE_ON_ROSTER) != 0;
    return evidence;
}

ecflink::other_links others_of(const ecflink_link_case& given) {
    ecflink::other_links others;
    others.already_linked = (given.flags & ECFLINK_CASE_ALREADY_LINKED) != 0;
    others.other_centrals_of_account = given.other_centrals_of_account;
    others.other_accounts_in_court = given.other_accounts_in_court;
    others.other_accounts_in_court_and_role = given.other_accounts_in_court_and_role;
    others.tombstoned_at = optional_time(given.tombstoned_at, "link_case.tombstoned_at");
    return others;
}

/// A case with the records that it points to.
class owned_case {
public:
    owned_case(const ecflink_link_case& given, const ecflink::court_id& court,
               const ecflink::court_policy& policy)
        : policy_(&policy) {
        constexpr std::uint32_t known_flags = ECFLINK_CASE_MALFORMED | ECFLINK_CASE_CENTRAL_AMBIGUOUS |
                                              ECFLINK_CASE_ACCOUNT_AMBIGUOUS | ECFLINK_CASE_ON_ROSTER |
                                              ECFLINK_CASE_ALREADY_LINKED;
        require_unused(given.flags & ~known_flags, "link_case.flags");
        facts_.court = court;
        // A link_case has no other place to say that its required court is missing.
        facts_.malformed = (given.flags & ECFLINK_CASE_MALFORMED) != 0 || facts_.court.empty();
        facts_.central_ambiguous = (given.flags & ECFLINK_CASE_CENTRAL_AMBIGUOUS) != 0;
        facts_.account_ambiguous = (given.flags & ECFLINK_CASE_ACCOUNT_AMBIGUOUS) != 0;
        require_unused(facts_.central_ambiguous && given.central != nullptr, "link_case.central");
        require_unused(facts_.account_ambiguous && given.account != nullptr, "link_case.account");

        std::string_view central_name;
        std::string_view account_name;
        if (given.central != nullptr) {
            const ecflink_central_account central = read(given.central, "link_case.central");
            central_ = from_c(central);
            central_name =
                checked_text(central.name, central.name_size, ECFLINK_NAME_BYTES, "link_case.central.name");
            facts_.central = &central_;
        }
        if (given.account != nullptr) {
            const ecflink_court_account account = read(given.account, "link_case.account");
            account_ = from_c(account);
            account_name =
                checked_text(account.name, account.name_size, ECFLINK_NAME_BYTES, "link_case.account.name");
            facts_.account = &account_;
        }
        if (given.row != nullptr) {
            row_ = from_c(read(given.row, "link_case.row"));
            facts_.row = &row_;
        }
        if (facts_.row != nullptr && facts_.central != nullptr && central_.created && policy_->zone) {
            if (const auto start = policy_->zone->to_instant(ecflink::make_instant(*central_.created))) {
                facts_.central_created_start = start.value();
            }
        }
        facts_.evidence = evidence_of(given);
        facts_.others = others_of(given);
        if (facts_.central != nullptr && facts_.account != nullptr) {
            facts_.names = ecflink::compare_names(central_name, account_name);
        }
    }
    owned_case(const owned_case&) = delete;  // facts_ points into this object
    owned_case& operator=(const owned_case&) = delete;

    [[nodiscard]] const ecflink::link_case& facts() const noexcept { return facts_; }
    [[nodiscard]] const ecflink::link_policy& rules() const noexcept { return policy_->rules; }
    /// The instant at which the rules look at the court.
    [[nodiscard]] ecflink::instant looked_at(ecflink::instant now) const noexcept {
        return facts_.row != nullptr && row_.linked_at ? *row_.linked_at : now;
    }

private:
    ecflink::central_account central_;
    ecflink::court_account account_;
    ecflink::ledger_row row_;
    ecflink::link_case facts_;
    const ecflink::court_policy* policy_;
};

ecflink_assessment to_c(const ecflink::assessment& given, const ecflink::explanation& why) noexcept {
    ecflink_assessment answer = ECFLINK_ASSESSMENT_INIT;
    answer.verdict = static_cast<ecflink_verdict>(given.verdict);
    answer.next_step = why.next_step ? static_cast<ecflink_finding>(*why.next_step) : ECFLINK_NO_FINDING;
    answer.findings = given.findings.bits();
    answer.deciding = why.deciding.bits();
    answer.to_allow = why.to_allow.bits();
    answer.noted = why.noted.bits();
    answer.not_before = why.not_before ? why.not_before->micros : ECFLINK_NO_TIME;
    return answer;
}

}  // namespace

ecflink_status ecflink_link_assess(const ecflink_engine* engine, const ecflink_link_case* link_case,
                                   ecflink_time now, ecflink_assessment* out, ecflink_error* error) {
    return guard(error, [&] {
        const destination<ecflink_assessment> answer(out, "out");
        const ecflink::policy_set& policies = *required(engine, "engine").policies;
        const ecflink_link_case given = read(link_case, "link_case");
        const auto court = identifier<ecflink::court_id>(given.court, given.court_size, "link_case.court");
        const owned_case owned(given, court, policies.find(court.view()));
        const ecflink::instant at = required_time(now, "now");
        const ecflink::assessment decision = assess(owned.rules(), owned.facts(), at);
        answer.write(to_c(decision, explain(owned.rules(), decision, owned.looked_at(at))));
    });
}
