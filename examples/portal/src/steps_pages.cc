// "What do I have to do?": for anybody, from a few answers, and for whoever has signed on.
#include <array>

#include <ecflink/tables/person_in_court.hpp>
#include <ecflink/tables/person_name.hpp>

#include "pages.hpp"
#include "steps_text.hpp"
#include "view.hpp"

namespace portal {
namespace {

/// A question of the form: its field, and the values that it takes, the first of which is chosen
/// unless another one is given.
struct question {
    const char* field;
    const char* part;
    std::vector<std::string_view> values;
};

const std::vector<question>& questions() {
    static const std::vector<question> all{
        {"purpose", "PURPOSES", {"file", "search", "claims", "notices"}},
        {"central", "CENTRALS", {"upgraded", "legacy", "shared", "forgotten", "none"}},
        {"account", "ACCOUNTS", {"known", "unknown", "none"}},
        {"second-factor", "FACTORS", {"yes", "no"}},
        {"role", "ROLES", {"attorney", "trustee", "filing-agent", "limited-filer", "pro-se"}},
        {"linked", "LINKED", {"no", "yes"}},
    };
    return all;
}

std::string chosen(const visit& visitor, const question& one) {
    const std::string given = visitor.field(one.field);
    return std::find(one.values.begin(), one.values.end(), given) != one.values.end()
               ? given
               : std::string(one.values.front());
}

/// The records that a person tells of, as far as a plan needs them.
class told_records {
public:
    told_records(const visit& visitor, const ecflink::court_policy& court) {
        std::array<std::string, 6> given;
        for (std::size_t i = 0; i < given.size(); ++i) {
            given.at(i) = chosen(visitor, questions().at(i));
        }
        const auto& [purpose, central, account, factor, role, linked] = given;
        facts.kind = court.kind;
        facts.purpose = purpose == "search"   ? ecflink::filing_purpose::search_only
                        : purpose == "claims" ? ecflink::filing_purpose::claims_only
                                              : ecflink::filing_purpose::file;
        facts.notices_only = purpose == "notices";
        facts.accounts.court = court.court;
        facts.accounts.names = ecflink::compare_names("a name", "a name");  // nobody told names that differ
        account_.role = ecflink::from_token<ecflink::account_role>(role).value();
        tell_central(central, factor);
        tell_account(account, linked == "yes");
    }

    ecflink::readiness_facts facts;

private:
    void tell_central(const std::string& kind, const std::string& factor) {
        facts.central_login_forgotten = kind == "forgotten";
        if (kind == "none" || kind == "forgotten") {
            return;
        }
        const bool is_attorney = account_.role == ecflink::account_role::attorney;
        central_.usage =
            kind == "shared" ? ecflink::central_usage::shared : ecflink::central_usage::individual;
        central_.status = ecflink::central_status::active;
        central_.generation =
            kind == "legacy" ? ecflink::central_generation::legacy : ecflink::central_generation::upgraded;
        central_.mfa = factor == "yes" ? ecflink::mfa_state::enrolled : ecflink::mfa_state::not_enrolled;
        central_.registration = is_attorney ? ecflink::registration_type::attorney_filer
                                            : ecflink::registration_type::non_attorney_filer;
        facts.accounts.central = &central_;
    }
    void tell_account(const std::string& knows, bool is_linked) {
        if (knows == "none" && !is_linked) {
            return;
        }
        account_.login = "login";  // nobody told one that offends a rule
        account_.status = ecflink::account_status::active;
        facts.accounts.account = &account_;
        facts.holds_account = true;
        facts.credentials_known = knows == "known";
        if (is_linked) {
            linked_ = {&account_};
            facts.linked = linked_;
            facts.accounts.others.already_linked = true;
        }
    }

    ecflink::central_account central_;
    ecflink::court_account account_;
    std::array<const ecflink::court_account*, 1> linked_{};
};

void add_questions(view& page, const visit& visitor) {
    for (const question& one : questions()) {
        const std::string selected = chosen(visitor, one);
        for (const std::string_view value : one.values) {
            const std::string key = std::string("ask.") + one.field + '.' + std::string(value);
            view_part item = page.add(one.part);
            item.set("VALUE", value).set("TEXT", visitor.said->text(key));
            item.show("CHOSEN", value == selected);
        }
    }
}

}  // namespace

void show_steps(visit& visitor) {
    const std::string asked = visitor.field("court");
    const ecflink::court_policy* court = find_court(visitor.all, asked);
    view page(visitor, "steps");
    for (const ecflink::court_policy& one : visitor.all.policies.courts()) {
        if (one.rules.in_force) {
            page.add("COURTS")
                .set("ID", one.court.view())
                .set("NAME", name_of(one))
                .show("CHOSEN", one.court.view() == asked);
        }
    }
    add_questions(page, visitor);
    if (court != nullptr) {
        const told_records told(visitor, *court);
        add_plan(page, visitor, *court, ready(court->rules, told.facts, visitor.now));
    } else if (!asked.empty()) {
        page.complain("steps.no_court");
    }
    page.answer();
}

void show_my_steps(visit& visitor) {
    const ecflink::court_policy& court = *visitor.court;
    const ecflink::ledger_tables tables = taken(visitor.all.ledger.tables());
    ecflink::person_in_court known(tables, visitor.all.policies, court.court, {}, visitor.who->central);
    known.facts.holds_account = visitor.field("account") != "none";
    known.facts.credentials_known = visitor.field("account") != "unknown";
    if (known.facts.password_retired) {
        const auto retired =
            taken(visitor.all.ledger.is_password_retired(court.court, known.account_in_question()));
        known.facts.password_retired = retired.value_or(false);
    }
    view page(visitor, "my_steps");
    add_plan(page, visitor, court, ready(court.rules, known.facts, visitor.now));
    page.answer();
}

}  // namespace portal
