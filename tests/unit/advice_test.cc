// Follows the advice of `ready` through the pure decisions alone: from every state that links,
// removals, requests, suspensions and closed accounts lead to, each step is taken by the decision
// that it advises, until the person files. tests/ledger/advice_test.cc does the same over a ledger.
#include <algorithm>
#include <array>
#include <bitset>
#include <cstddef>
#include <iostream>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <ecflink/decide/access.hpp>
#include <ecflink/decide/ceremony.hpp>
#include <ecflink/decide/readiness.hpp>
#include <ecflink/decide/registration.hpp>

#include "support/advice_walk.hpp"

namespace {

using namespace ecflink;

constexpr instant go_live = make_instant(make_civil_day(2022, 4, 25), 5);
constexpr instant now = make_instant(make_civil_day(2026, 3, 2), 15);
constexpr int nobody = -1;
constexpr int stranger = 9;

constexpr std::array<std::string_view, 19> events = {
    "links the old account",
    "a stranger links the old account",
    "the clerk removes the link of the old account",
    "the clerk removes the link of an account made",
    "the clerk lifts the tombstones",
    "the clerk sets a new password",
    "the court suspends the old account",
    "the court suspends an account made",
    "the court locks the old account for fees",
    "the court ends an account made",
    "the court restores its accounts",
    "the center closes the central account",
    "opens another central account",
    "asks for privileges and names no account",
    "asks for privileges and names the old account",
    "the center routes the request, or the court asks for more",
    "the court rejects the request",
    "the court approves the request",
    "forgets the login",
};

/// A court, a person with up to three central accounts, an account from before go-live, and those
/// that the court makes.
class plain_world {
public:
    /// `old_role`: of an account from before go-live; missing: there is none.
    plain_world(const link_policy& policy, account_role old_role)
        : policy_(&policy),
          old_role_(old_role),
          had_account_(old_role != account_role::missing),
          knows_(had_account_) {
        if (had_account_) {
            accounts_.push_back({.role = old_role});
        }
    }

    [[nodiscard]] std::string key() const {
        std::string bytes;
        const auto put = [&bytes](auto value) { bytes += static_cast<char>(value); };
        put(central_ + (knows_ ? 32 : 0) + (password_retired_ ? 64 : 0));
        put(closed_.to_ulong());
        put(closed_.to_ulong() >> 8U);
        put(accounts_.size());
        for (const account& one : accounts_) {
            put(one.status);
            put(one.role);
            put(one.linked_to);
            put(one.removed_from.to_ulong());
            put(one.removed_from.to_ulong() >> 8U);
        }
        for (const request& one : requests_) {
            put(one.state);
            put(one.role);
            put(one.central + (one.names_old ? 32 : 0) + (one.says_lost ? 64 : 0));
        }
        return bytes;
    }

    static unsigned transitions() { return static_cast<unsigned>(events.size()); }
    static std::string_view name_of(unsigned event) { return events[event]; }

    bool happen(unsigned event) {
        switch (event) {
            case 0: return knows_ && link(central_).empty();
            case 1: return had_account_ && link(stranger).empty();
            case 2: return had_account_ && remove_link(0);
            case 3: return remove_link(first_made()) || remove_link(first_made() + 1);
            case 4: return lift();
            case 5: return had_account_ && std::exchange(password_retired_, false);
            case 6: return had_account_ && set_status(0, account_status::suspended);
            case 7: return set_status(first_made(), account_status::suspended);
            case 8: return had_account_ && set_status(0, account_status::fee_locked);
            case 9: return set_status(first_made(), account_status::terminated);
            case 10: return restore();
            case 11: return !closed_[index(central_)] && (closed_.set(index(central_)), true);
            case 12: return central_ == 0 && (++central_, true);
            case 13: return requests_.size() < 2 && ask(false, account_role::attorney).empty();
            case 14: return had_account_ && requests_.size() < 2 && ask(true, old_role_).empty();
            case 15:
                return move(registration_move::route, actor::center).empty() ||
                       move(registration_move::ask, actor::court).empty();
            case 16: return move(registration_move::reject, actor::court).empty();
            case 17: return move(registration_move::approve, actor::court).empty();
            default: return had_account_ && std::exchange(knows_, false);
        }
    }

    [[nodiscard]] readiness plan() const {
        const records known = read(central_);
        readiness_facts facts;
        facts.kind = court_kind::district;
        facts.holds_account = had_account_;
        facts.credentials_known = knows_;
        facts.accounts = known.make_case(names_old());
        facts.linked = known.linked_pointers;
        // whose password it is: of the account that is named, or the only one linked here
        facts.password_retired =
            password_retired_ &&
            (names_old() || (known.linked.size() == 1 && had_account_ && accounts_[0].linked_to == central_));
        facts.request = last_request(nullptr);
        return ready(*policy_, facts, now);
    }

    [[nodiscard]] bool is_final(const ecflink::planned_step& one) const {
        return one.id == step::ask_whose_account;
    }

    std::string take(const planned_step& one) {
        switch (one.id) {
            case step::link: return link(central_);
            case step::sign_on: return sign_on();
            case step::request_privileges: return ask(false, account_role::attorney);
            case step::register_anew: return ask(knows_, old_role_);
            case step::register_individual_account:
            case step::use_second_account: ++central_; return {};
            case step::know_credentials: knows_ = true; return {};
            case step::give_information: return move(registration_move::submit, actor::filer);
            case step::have_new_password: password_retired_ = false; return {};
            case step::have_account_restored:
            case step::pay_fees: return restore() ? "" : "nothing is to be restored";
            case step::have_link_removed: return remove_link(0) ? "" : "there is no link";
            case step::have_relink_allowed: return lift() ? "" : "there is no tombstone";
            case step::await_approval:
                return move(registration_move::route, actor::center).empty() ? "" : let_court_decide();
            default: return "nobody takes the step " + std::string(to_token(one.id));
        }
    }

private:
    using centrals = std::bitset<10>;
    struct account {
        account_status status = account_status::active;
        account_role role = account_role::attorney;
        bool is_made = false;  ///< by the court, for a filer whom it admitted
        int linked_to = nobody;
        centrals removed_from{};
    };
    struct request {
        registration_state state;
        account_role role;
        int central;
        bool names_old;
        bool says_lost;  ///< with this submission or an earlier one; see has_lost
    };

    /// The records about a central account, in the engine's terms.
    struct records {
        central_account central;
        court_account old;
        std::vector<court_account> linked;
        std::vector<const court_account*> linked_pointers;
        other_links of_old;
        other_links of_central;

        [[nodiscard]] link_case make_case(bool names_old) const {
            link_case made;
            made.court = "wiwd";
            made.central = &central;
            made.account = names_old ? &old : nullptr;
            made.names = {true, true, true, true, 10, 20};
            made.others = names_old ? of_old : of_central;
            return made;
        }
    };

    [[nodiscard]] static std::size_t index(int central) { return static_cast<std::size_t>(central) % 10; }
    /// True if the person names the old account, or an open request does.
    [[nodiscard]] bool names_old() const {
        return had_account_ && (knows_ || std::ranges::any_of(requests_, [&](const request& one) {
                                    return one.central == central_ && detail::is_open(one.state) &&
                                           one.names_old;
                                }));
    }
    /// True if the person has no login and password of the old account that work.
    [[nodiscard]] bool has_lost() const { return !knows_ || password_retired_; }
    [[nodiscard]] std::size_t first_made() const { return had_account_ ? 1 : 0; }

    [[nodiscard]] court_account record_of(const account& one) const {
        court_account made;
        made.login = one.is_made ? login("made") : login("old");
        made.role = one.role;
        made.status = one.status;
        made.opened = one.is_made ? std::optional(now) : std::nullopt;
        return made;
    }

    [[nodiscard]] records read(int central) const {
        records known;
        known.central.usage = central_usage::individual;
        known.central.generation = central_generation::upgraded;
        known.central.status = closed_[index(central)] ? central_status::closed : central_status::active;
        std::uint32_t others = 0;
        std::uint32_t of_old_role = 0;
        for (std::size_t i = 0; i < accounts_.size(); ++i) {
            if (accounts_[i].linked_to == central) {
                known.linked.push_back(record_of(accounts_[i]));
                ++known.of_central.other_accounts_in_court;
                others += accounts_[i].is_made ? 1 : 0;
                of_old_role += accounts_[i].is_made && accounts_[i].role == old_role_ ? 1 : 0;
            }
        }
        for (const court_account& one : known.linked) {
            known.linked_pointers.push_back(&one);
        }
        if (had_account_) {
            const account& old = accounts_[0];
            known.old = record_of(old);
            known.of_old.already_linked = old.linked_to == central;
            known.of_old.other_centrals_of_account =
                old.linked_to != nobody && old.linked_to != central ? 1 : 0;
            known.of_old.other_accounts_in_court = others;
            known.of_old.other_accounts_in_court_and_role = of_old_role;
            if (old.removed_from[index(central)]) {
                known.of_old.tombstoned_at = go_live;
            }
        }
        return known;
    }

    std::string link(int central) {
        const records known = read(central);
        link_case c = known.make_case(had_account_);
        c.evidence.central = {proof_class::password, now};
        c.evidence.account = {password_retired_ ? proof_class::none : proof_class::password, now};
        c.evidence.account_court = c.court;
        const assessment found = assess(*policy_, c, now);
        if (found.verdict != verdict::allow) {
            std::string text = "not linked:";
            for (const finding one : found.findings) {
                text += ' ' + std::string(to_token(one));
            }
            return text;
        }
        accounts_[0].linked_to = central;
        password_retired_ = policy_->retire == credential_retirement::at_commit;
        return {};
    }

    [[nodiscard]] std::string sign_on() const {
        std::string why = "nothing is linked";
        for (const account& one : accounts_) {
            const records known = read(central_);
            const court_account record = record_of(one);
            access_facts facts;
            facts.kind = court_kind::district;
            facts.central = &known.central;
            facts.account = &record;
            facts.linked = one.linked_to == central_;
            facts.redaction_agreed = facts.second_factor_given = true;
            const court_access may = access_in(*policy_, facts, now);
            if (may.filing.granted) {
                return {};
            }
            why = facts.linked ? deciding_token(may.filing) : why;
        }
        return "does not file: " + why;
    }

    bool remove_link(std::size_t at) {
        if (at >= accounts_.size() || accounts_[at].linked_to == nobody) {
            return false;
        }
        accounts_[at].removed_from.set(index(accounts_[at].linked_to));
        accounts_[at].linked_to = nobody;
        return true;
    }

    bool lift() {
        bool is_lifted = false;
        for (account& one : accounts_) {
            is_lifted |= one.removed_from.any();
            one.removed_from.reset();
        }
        return is_lifted;
    }

    bool set_status(std::size_t at, account_status status) {
        return at < accounts_.size() && std::exchange(accounts_[at].status, status) != status;
    }

    bool restore() {
        bool is_restored = false;
        for (std::size_t at = 0; at < accounts_.size(); ++at) {
            is_restored |= set_status(at, account_status::active);
        }
        return is_restored;
    }

    /// Of the present central account: an open request, if there is one.
    [[nodiscard]] std::optional<registration_state> last_request(const request* but) const {
        std::optional<registration_state> found;
        for (const request& one : requests_) {
            if (&one != but && one.central == central_ && !detail::is_open(found)) {
                found = one.state;
            }
        }
        return found;
    }

    registration_decision decide(const request& asked, const request* own, registration_move what,
                                 actor who) const {
        const records known = read(central_);
        registration_facts facts;
        facts.kind = court_kind::district;
        facts.type =
            asked.role == account_role::attorney ? request_type::filing_only : request_type::non_attorney;
        facts.role = asked.role;
        facts.central = &known.central;
        facts.account = asked.names_old ? &known.old : nullptr;
        facts.credentials_lost = asked.says_lost || password_retired_;
        facts.linked = known.linked_pointers;
        facts.request = last_request(own);
        facts.others = asked.names_old ? known.of_old : known.of_central;
        facts.reason_given = true;
        return move_registration(asked.state, what, who, *policy_, facts, now);
    }

    std::string ask(bool names_old, account_role role) {
        request asked{registration_state::draft, role, central_, names_old, has_lost()};
        const registration_decision made = decide(asked, nullptr, registration_move::submit, actor::filer);
        if (!made.is_moved()) {
            return "asked: " + std::string(to_token(made.answer));
        }
        asked.state = made.state;
        requests_.push_back(asked);
        return {};
    }

    std::string move(registration_move what, actor who) {
        for (request& one : requests_) {
            if (one.central != central_ || !detail::is_open(one.state)) {
                continue;
            }
            one.says_lost |= who == actor::filer && has_lost();
            const registration_decision made = decide(one, &one, what, who);
            if (!made.is_moved()) {
                return "request: " + std::string(to_token(made.answer));
            }
            one.state = made.state;
            if (made.answer == registration_answer::admitted) {
                accounts_.push_back({.role = one.role, .is_made = true, .linked_to = central_});
            } else if (made.answer == registration_answer::links_old_account) {
                return link_by_court();
            }
            return {};
        }
        return "there is no request";
    }

    /// The court approves the request. If it hears that the filer can link by now, it turns the
    /// request down, as docs/registration.md says.
    std::string let_court_decide() {
        const std::string refused = move(registration_move::approve, actor::court);
        return refused == "request: link-instead" ? move(registration_move::reject, actor::court) : refused;
    }

    /// The court links the old account; no proof is needed for that.
    std::string link_by_court() {
        const records known = read(central_);
        ledger_row row;
        row.linked_at = now;
        row.made_by = link_maker::court;
        link_case c = known.make_case(true);
        c.row = &row;
        if (assess(*policy_, c, now).verdict != verdict::allow) {
            return "the court may not link the account";
        }
        accounts_[0].linked_to = central_;
        password_retired_ = true;
        return {};
    }

    const link_policy* policy_ = nullptr;
    account_role old_role_ = account_role::missing;
    bool had_account_ = false;
    bool knows_ = false;  ///< the login and, if it was not retired, the password
    bool password_retired_ = false;
    int central_ = 0;
    centrals closed_;
    std::vector<account> accounts_;  ///< the old one first, if there is one
    std::vector<request> requests_;
};

struct sums {
    std::size_t states = 0;
    std::size_t transitions = 0;
    std::size_t steps = 0;
    std::set<step> taken;
};

void follow_everything(const link_policy& policy, account_role old_role, unsigned depth, sums& total) {
    const support::walk_counts counts = support::walk(plain_world(policy, old_role), depth);
    total.states += counts.states;
    total.transitions += counts.transitions;
    total.steps += counts.steps;
    total.taken.insert(counts.taken.begin(), counts.taken.end());
}

TEST(Advice, LeadsEverybodyToFilingUnderEveryPolicyOfRegistrations) {
    sums total;
    for (const account_role old_role :
         {account_role::missing, account_role::attorney, account_role::trustee}) {
        for (const second_registration second :
             {second_registration::reject, second_registration::court_links, second_registration::allow}) {
            for (const second_condition second_if :
                 {second_condition::always, second_condition::credentials_lost}) {
                for (const std::uint32_t accounts : {1U, 2U}) {
                    for (const bool closes : {false, true}) {
                        link_policy policy;
                        policy.in_force = true;
                        policy.system = court_system::next_gen;
                        policy.go_live = go_live;
                        policy.second = second;
                        policy.second_if = second_if;
                        policy.accounts_per_central = accounts;
                        if (closes) {
                            policy.link_closes = now;
                        }
                        SCOPED_TRACE(std::string(to_token(second)) + ' ' + std::string(to_token(second_if)) +
                                     ' ' + std::to_string(accounts) + (closes ? " closed" : ""));
                        follow_everything(policy, old_role, 7, total);
                        if (HasFatalFailure()) {
                            return;
                        }
                    }
                }
            }
        }
    }
    std::cout << "states " << total.states << ", transitions " << total.transitions << ", steps followed "
              << total.steps << '\n';
    EXPECT_GT(total.states, 10'000U);
    for (const step one :
         {step::register_individual_account, step::have_account_restored, step::have_link_removed,
          step::use_second_account, step::have_relink_allowed, step::know_credentials, step::pay_fees,
          step::have_new_password, step::give_information, step::link, step::register_anew,
          step::request_privileges, step::await_approval, step::sign_on}) {
        EXPECT_TRUE(total.taken.contains(one)) << to_token(one);
    }
}

}  // namespace
