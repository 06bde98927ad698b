#include "cli/witness_text.hpp"

#include <fmt/format.h>

#include "cli/arguments.hpp"

namespace ecflink::cli {
namespace {

/// Facts with commas between them.
class fact_list {
public:
    explicit fact_list(std::string subject) : text_(std::move(subject)) {}
    void add(std::string_view fact) {
        text_ += fmt::format("{}{}", is_first_ ? ": " : ", ", fact);
        is_first_ = false;
    }
    void add_if(bool is_so, std::string_view fact) {
        if (is_so) {
            add(fact);
        }
    }
    template <class E>
    void add_token(std::string_view what, E value) {
        add(fmt::format("{} {}", what, is_listed(value) ? to_token(value) : "missing"));
    }
    [[nodiscard]] bool empty() const noexcept { return is_first_; }
    [[nodiscard]] const std::string& text() const noexcept { return text_; }

private:
    std::string text_;
    bool is_first_ = true;
};

std::string describe_proof(const proof& given, const std::optional<time_zone>& zone) {
    if (given.proof_class == proof_class::missing && !given.at) {
        return "none stated";
    }
    return fmt::format("{}{}",
                       is_listed(given.proof_class) ? to_token(given.proof_class) : "of an unknown class",
                       given.at ? " at " + to_text(*given.at, zone) : std::string(" without a time"));
}

std::string describe_central(const link_case& c) {
    fact_list facts("Central account");
    if (c.central == nullptr) {
        facts.add(c.central_ambiguous ? "more than one record has its id" : "unknown");
        return facts.text();
    }
    const central_account& account = *c.central;
    facts.add_token("usage", account.usage);
    facts.add_token("status", account.status);
    facts.add_token("generation", account.generation);
    facts.add(account.created ? "created " + to_text(*account.created)
                              : std::string("created on an unknown day"));
    facts.add_token("second factor", account.mfa);
    facts.add_token("registration", account.registration);
    facts.add_if(account.search_status == search_status::inactive, "may not search");
    facts.add_if(account.pending_change != pending_change::none, "a change is under way");
    facts.add_if(account.exempt, "exempt from fees");
    return facts.text();
}

std::string describe_account(const link_case& c, const std::optional<time_zone>& zone) {
    fact_list facts("Court account");
    if (c.account == nullptr) {
        facts.add(c.account_ambiguous ? "more than one record has its court and login" : "unknown");
        return facts.text();
    }
    const court_account& account = *c.account;
    facts.add(fmt::format("login \"{}\"", account.login.view()));
    facts.add_token("role", account.role);
    facts.add_token("status", account.status);
    facts.add(account.opened ? "opened " + to_text(*account.opened, zone)
                             : std::string("opened at an unknown time"));
    facts.add_if(account.role == account_role::filing_agent,
                 fmt::format("files for {} others", account.principals));
    facts.add_if(account.pending_change != pending_change::none, "a change is under way");
    facts.add_if(account.link_locked, "locked against linking");
    return facts.text();
}

std::string describe_names(const name_comparison& names) {
    if (!names.central_present || !names.account_present) {
        return "Names: " + std::string(names.central_present   ? "the court account has none"
                                       : names.account_present ? "the central account has none"
                                                               : "neither account has one");
    }
    return names.equal_exact ? std::string("Names: equal")
           : names.equal_normalized
               ? std::string("Names: equal except for spelling")
               : fmt::format("Names: different, with a similarity of {:.4}", names.similarity());
}

fact_list describe_others(const other_links& others, const std::optional<time_zone>& zone) {
    fact_list facts("Other links");
    facts.add_if(others.already_linked, "these two accounts are linked already");
    facts.add_if(others.other_centrals_of_account > 0,
                 fmt::format("the court account is linked to {} other central accounts",
                             others.other_centrals_of_account));
    facts.add_if(
        others.other_accounts_in_court > 0,
        fmt::format(
            "the central account is linked to {} other accounts of this court, {} of them of this role",
            others.other_accounts_in_court, others.other_accounts_in_court_and_role));
    facts.add_if(others.tombstoned_at.has_value(),
                 "an earlier link of the two was removed " +
                     (others.tombstoned_at ? to_text(*others.tombstoned_at, zone) : std::string{}));
    return facts;
}

}  // namespace

std::vector<std::string> describe(const witness& seen, const std::optional<time_zone>& zone) {
    const link_case c = seen.make_case();
    std::vector<std::string> lines;
    fact_list link(c.row == nullptr ? "A proposed link" : "A link in a ledger");
    link.add((c.row == nullptr ? "at " : "verified as of ") + to_text(seen.now, zone));
    if (c.row != nullptr) {
        link.add(c.row->linked_at ? "made " + to_text(*c.row->linked_at, zone)
                                  : std::string("made at an unknown time"));
        link.add_token("by", c.row->made_by);
        link.add_if(c.row->state == link_state::removed, "removed since");
        link.add(c.row->confirmed_at ? "confirmed " + to_text(*c.row->confirmed_at, zone)
                                     : std::string("not confirmed"));
        for (const finding one : c.row->approved) {
            link.add("with " + std::string(to_token(one)) + " approved");
        }
    }
    link.add_if(c.malformed, "with a field that cannot be read");
    lines.push_back(link.text());
    lines.push_back(describe_central(c));
    lines.push_back(describe_account(c, zone));
    fact_list proofs("Proofs");
    proofs.add("of the central account " + describe_proof(c.evidence.central, zone));
    proofs.add(fmt::format("of the court account {}{}", describe_proof(c.evidence.account, zone),
                           c.evidence.account_court.empty()      ? " by no court"
                           : c.evidence.account_court == c.court ? " by this court"
                                                                 : " by another court"));
    proofs.add_if(c.evidence.failed_attempts > 0,
                  fmt::format("{} failed attempts", c.evidence.failed_attempts));
    proofs.add_if(c.evidence.on_roster, "on the roster");
    lines.push_back(proofs.text());
    lines.push_back(describe_names(c.names));
    if (const fact_list others = describe_others(c.others, zone); !others.empty()) {
        lines.push_back(others.text());
    }
    return lines;
}

}  // namespace ecflink::cli
