#include "cli/told_person.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include <ecflink/tables/person_name.hpp>

#include "cli/arguments.hpp"
#include "cli/court_text.hpp"
#include "cli/process.hpp"
#include "cli/secret_input.hpp"
#include "cli/text_list.hpp"
#include "cli/token_text.hpp"

namespace ecflink::cli {
namespace {

const std::vector<std::string> yes_or_no{"yes", "no"};

/// True where the person needs no account of the court for what he or she wants.
bool needs_no_account(const told_besides& besides, const court_policy& policy) {
    return besides.purpose == filing_purpose::search_only ||
           (besides.purpose == filing_purpose::claims_only && policy.kind == court_kind::bankruptcy);
}

bool has_step(const readiness& plan, step wanted) {
    return std::ranges::any_of(plan.steps(), [wanted](const planned_step& one) { return one.id == wanted; });
}

bool is_attorney(account_role role) {
    return role == account_role::attorney || role == account_role::pro_hac_vice ||
           role == account_role::government_attorney || role == account_role::cja_attorney;
}

}  // namespace

std::string told_options::first_given() const {
    return !central_account.empty() ? "--central-account"
           : !court_account.empty() ? "--court-account"
           : !second_factor.empty() ? "--second-factor"
           : !role.empty()          ? "--role"
           : is_linked              ? "--linked"
                                    : "";
}

void add_told_options(command& command, told_options& options) {
    command.add_choice(
        "--central-account", options.central_account, {"none", "shared", "legacy", "upgraded"},
        "without a ledger: the person's central account (PACER account): none; one that others "
        "use, too; or the Account Type that Manage My Account shows");
    command.add_choice("--court-account", options.court_account, yes_or_no,
                       "without a ledger: whether the court has issued a login to the person");
    command.add_choice("--second-factor", options.second_factor, yes_or_no,
                       "without a ledger: whether a second factor is enrolled for the central account");
    command
        .add_choice("--role", options.role, words_of<account_role>(),
                    "without a ledger: as whom the person files (default: attorney)")
        .type("ROLE");
    command.add_flag("--linked", options.is_linked,
                     "without a ledger: the two accounts are linked in this court");
}

/// Takes an answer from an option, or asks; keeps the options of questions that nobody can answer.
class told_person::questions {
public:
    explicit questions(std::vector<std::string>& asked) : asked_(asked) {}

    std::string answer(const std::string& option, const std::string& given,
                       const std::vector<std::string>& words, const std::string& question) {
        if (!given.empty()) {
            return given;
        }
        const auto told = can_ask_ ? ask_at_terminal(question, words) : std::nullopt;
        if (!told) {
            can_ask_ = false;
            missing_.push_back(option + ' ' + join(words, "|"));
            return {};
        }
        asked_.push_back(option);
        asked_.push_back(*told);
        return *told;
    }
    /// Throws a failure if somebody had to be asked, and could not be.
    void require_answers() const {
        if (!missing_.empty()) {
            throw value_failure(
                "without a ledger and without a terminal to ask at, the options must say what "
                "is known: give " +
                join(missing_, " and "));
        }
    }

private:
    std::vector<std::string>& asked_;
    std::vector<std::string> missing_;
    bool can_ask_ = true;
};

told_person::told_person(const told_options& options, const told_besides& besides, const court_policy& policy,
                         std::string_view court, instant at)
    : words_(besides.purpose == filing_purpose::search_only   ? "A person who only searches"
             : besides.purpose == filing_purpose::claims_only ? "A person who only submits claims"
                                                              : "A person who files") {
    const std::string pacer = policy.words.central_account;
    facts_.purpose = besides.purpose;
    facts_.kind = policy.kind;
    facts_.notices_only = besides.gets_notices_only;
    facts_.central_login_forgotten = besides.forgot_central_login;
    facts_.accounts.court = policy.court;
    facts_.accounts.names = compare_names("a name", "a name");  // nobody has told names that differ
    if (needs_no_account(besides, policy)) {
        words_ += '.';
        return;
    }

    questions ask(asked_);
    const std::string central =
        besides.forgot_central_login
            ? std::string("none")
            : ask.answer("--central-account", options.central_account,
                         {"none", "shared", "legacy", "upgraded"},
                         fmt::format("Do you have a {0} of your own?\n"
                                     "  none      no\n"
                                     "  shared    only one that other people use, too\n"
                                     "  legacy    yes; Manage My Account shows \"Legacy PACER Account\"\n"
                                     "  upgraded  yes; Manage My Account shows \"Upgraded PACER Account\"\n",
                                     pacer));
    const bool knows_login = !besides.login.empty() || options.is_linked;
    const std::string has_account = ask.answer(
        "--court-account",
        options.court_account.empty() && knows_login ? std::string("yes") : options.court_account, yes_or_no,
        fmt::format("Has {} issued a login for filing to you? (a {})\n", court_title(policy, court),
                    policy.words.court_account));
    std::string credentials = besides.credentials;
    if (has_account != "no" && !options.is_linked && !besides.gets_notices_only) {
        credentials =
            ask.answer("--credentials", credentials, {"known", "unknown"},
                       "Do you know that login and its password?\n  known     yes, both\n  unknown   no\n");
    }
    ask.require_answers();

    if (central != "none") {
        central_.usage = central == "shared" ? central_usage::shared : central_usage::individual;
        central_.status = central_status::active;
        central_.generation = central == "upgraded" ? central_generation::upgraded
                              : central == "legacy" ? central_generation::legacy
                                                    : central_generation::missing;
        facts_.accounts.central = &central_;
    }
    account_.role = from_token<account_role>(options.role).value_or(account_role::attorney);
    central_.registration = is_attorney(account_.role) ? registration_type::attorney_filer
                                                       : registration_type::non_attorney_filer;
    if (has_account == "yes") {
        // a login that nobody has told offends no rule about logins
        account_.login =
            besides.login.empty() ? login::make("login").value() : read_id<login>("--login", besides.login);
        account_.status = account_status::active;
        facts_.accounts.account = &account_;
        facts_.holds_account = true;
    }
    facts_.credentials_known = credentials == "known";
    if (options.is_linked) {
        linked_ = {&account_};
        facts_.linked = linked_;
        facts_.accounts.others.already_linked = true;
    }
    const bool needs_second_factor = facts_.accounts.central != nullptr && central != "shared" &&
                                     has_step(ready(policy.rules, facts_, at), step::enroll_second_factor);
    if (needs_second_factor) {
        const std::string answer = ask.answer(
            "--second-factor", options.second_factor, yes_or_no,
            fmt::format("Have you enrolled a second factor (multifactor authentication) for your {}?\n",
                        pacer));
        ask.require_answers();
        central_.mfa = answer == "yes" ? mfa_state::enrolled : mfa_state::not_enrolled;
    }

    words_ += besides.forgot_central_login ? fmt::format(", with a {} whose login is forgotten", pacer)
              : central == "none"          ? fmt::format(", without a {}", pacer)
              : central == "shared"        ? fmt::format(", with a shared {} only", pacer)
              : central == "legacy"        ? fmt::format(", with a legacy {}", pacer)
                                           : fmt::format(", with an upgraded {}", pacer);
    words_ += has_account == "no"     ? ", and without a login of the court"
              : besides.login.empty() ? ", and with a login of the court"
                                      : fmt::format(", and with the court's login {}", besides.login);
    words_ += options.is_linked        ? ", which is linked"
              : credentials == "known" ? ", whose password is known"
              : credentials.empty()    ? ""
                                       : " that is not known, or its password is not";
    words_ += besides.gets_notices_only ? ", for notices only." : ".";
}

}  // namespace ecflink::cli
