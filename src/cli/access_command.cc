// ecflink access and sign-on: what somebody may do in a court, and why.
#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "cli/arguments.hpp"
#include "cli/command.hpp"
#include "cli/commands.hpp"
#include "cli/court_text.hpp"
#include "cli/csv_text.hpp"
#include "cli/finding_text.hpp"
#include "cli/json.hpp"
#include "cli/ledger_address.hpp"
#include "cli/ledger_session.hpp"
#include "cli/near_ids.hpp"
#include "cli/policies_in_force.hpp"
#include "cli/process.hpp"
#include "cli/result_options.hpp"
#include "cli/screen.hpp"
#include "cli/secret_input.hpp"
#include "cli/text_list.hpp"
#include "cli/token_text.hpp"

namespace ecflink::cli {
namespace {

/// The facts of a sign-on, other than who signs on.
struct sign_on_options {
    bool has_second_factor = false;
    bool lacks_redaction = false;
    bool lacks_client_code = false;
    std::string acting_for;
};

void add_sign_on_options(command& command, sign_on_options& options) {
    command.add_option("--acting-for", "LOGIN", options.acting_for,
                       "the login of the principal for whom a filing agent files in this session");
    command.add_flag("--second-factor", options.has_second_factor,
                     "the second factor was given at this sign-on");
    command.add_flag("--no-redaction", options.lacks_redaction,
                     "the filer did not agree to the redaction rules at this sign-on");
    command.add_flag("--client-code-missing", options.lacks_client_code,
                     "the account must give a client code to search, and gave none");
}

sign_on_facts to_facts(const sign_on_options& options) {
    return {.second_factor_given = options.has_second_factor,
            .redaction_agreed = !options.lacks_redaction,
            .client_code_missing = options.lacks_client_code,
            .acting_for = read_id_if_given<login>("--acting-for", options.acting_for)};
}

struct named_privilege {
    std::string_view name;
    const privilege& it;
};
std::array<named_privilege, 3> privileges_of(const court_access& may) {
    return {named_privilege{"sign on", may.authentication}, named_privilege{"search", may.search},
            named_privilege{"file", may.filing}};
}

/// What to do about what decides, in the words of the court.
std::string why(const privilege& one, const court_policy& policy) {
    const auto found = one.deciding_finding();
    return in_words_of(policy, found ? describe(*found).remedy : meaning_of(one.reason()));
}

/// The same as a sentence.
std::string as_sentence(std::string text) {
    text.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(text.front())));
    return text.back() == '.' ? text : text + '.';
}

json to_json(const privilege& one) {
    return {{"granted", one.granted},
            {"decided-by", deciding_token(one)},
            {"findings", list_of(one.findings)},
            {"reasons", words_of(one.reasons)}};
}

json to_json(const court_access& may) {
    return {{"level", to_token(may.level)},
            {"menus", words_of(may.menus)},
            {"sign-on", to_json(may.authentication)},
            {"search", to_json(may.search)},
            {"file", to_json(may.filing)}};
}

json to_json(const access_at& one) {
    json result{{"court", one.court.view()},
                {"login", one.login ? json(one.login->view()) : json(nullptr)},
                {"role", or_null(to_token(one.role))}};
    result.update(to_json(one.may));
    return result;
}

std::string through(const access_at& one) {
    return one.login ? fmt::format("login {}", one.login->view()) : std::string{};
}

std::string in_words(const court_access& may, const court_policy& policy, const screen& on) {
    std::string text = on.entry("Level", fmt::format("{}: {}", to_token(may.level), meaning_of(may.level)));
    text += on.entry("Menus", may.menus.bits == 0 ? "none" : join(words_of(may.menus), ", "));
    text_table table({{"MAY"}, {"ANSWER"}, {"DECIDED BY"}, {"WHY, OR WHAT TO DO", column_kind::wrapped}});
    for (const named_privilege& one : privileges_of(may)) {
        table.add({one.name,
                   {one.it.granted ? "yes" : "no", one.it.granted ? look::good : look::bad},
                   deciding_token(one.it),
                   why(one.it, policy)});
    }
    return text + '\n' + table.render(on);
}

std::string as_csv(const std::vector<access_at>& all) {
    std::string text = "court,login,role,level,menus,sign_on,search,file\n";
    for (const access_at& one : all) {
        text += csv_record({one.court.view(), one.login ? one.login->view() : std::string_view{},
                            to_token(one.role), to_token(one.may.level), join(words_of(one.may.menus), "|"),
                            deciding_token(one.may.authentication), deciding_token(one.may.search),
                            deciding_token(one.may.filing)});
    }
    return text;
}

json list_of(const std::vector<access_at>& all) {
    json list = json::array();
    for (const access_at& one : all) {
        list.push_back(to_json(one));
    }
    return list;
}

// ---- one answer for both commands ---------------------------------------------------------------

/// What `access` and `sign-on` say of a person: both are made from this.
struct sign_on_answer {
    privilege signs_on;             ///< at the center, and in the courts in question
    std::vector<access_at> courts;  ///< what the person may do there
    const court_policy& base;       ///< for what is said of no court
    const ledger_session& session;

    /// True if the person is signed on, and may view or file in one of the courts, if there are
    /// any.
    [[nodiscard]] bool may_do_something() const {
        return signs_on.granted && (courts.empty() || std::ranges::any_of(courts, [](const access_at& one) {
                                        return one.may.level != access_level::none;
                                    }));
    }
    [[nodiscard]] exit_status status() const {
        return may_do_something() ? exit_status::done : exit_status::reached;
    }
};

/// What decides whether somebody is signed on: the center, and then the courts in question, if none
/// of them takes the person.
privilege signs_on(const privilege& at_center, const std::vector<access_at>& courts) {
    const bool is_taken = courts.empty() || std::ranges::any_of(courts, [](const access_at& one) {
                              return one.may.authentication.granted;
                          });
    return at_center.granted && !is_taken ? courts.front().may.authentication : at_center;
}

/// What the person must do first; nothing if the person may file somewhere, or has no court.
struct next_step {
    std::string_view decided_by;
    std::string text;
};
std::optional<next_step> next_step_of(const sign_on_answer& answer) {
    if (!answer.signs_on.granted) {
        const court_policy& policy =
            answer.courts.empty() ? answer.base : answer.session.policy(answer.courts.front().court);
        return next_step{deciding_token(answer.signs_on), as_sentence(why(answer.signs_on, policy))};
    }
    const auto files = [](const access_at& one) { return one.may.filing.granted; };
    if (answer.courts.empty() || std::ranges::any_of(answer.courts, files)) {
        return std::nullopt;
    }
    const access_at& first = answer.courts.front();
    return next_step{deciding_token(first.may.filing),
                     as_sentence(why(first.may.filing, answer.session.policy(first.court)))};
}

/// Everything that is found about the person, in every court in question.
findings found_by(const sign_on_answer& answer) {
    findings all = answer.signs_on.findings;
    for (const access_at& one : answer.courts) {
        all = all | one.may.authentication.findings | one.may.search.findings | one.may.filing.findings;
    }
    return all;
}

json as_json(const sign_on_answer& answer, const std::string& court, instant at) {
    json result{{"court", or_null(court)},
                {"at", to_text(at)},
                {"signed-on", answer.signs_on.granted},
                {"decided-by", deciding_token(answer.signs_on)},
                {"next-step", nullptr}};
    if (const auto next = next_step_of(answer)) {
        result["next-step"] = {{"decided-by", next->decided_by}, {"text", next->text}};
    }
    result["access"] = list_of(answer.courts);
    add_overrides(result, answer.session.in_force().overrides);
    return result;
}

std::string next_step_in_words(const sign_on_answer& answer, const screen& on) {
    const auto next = next_step_of(answer);
    // the remedy of a finding is something to do; a reason only says what is so
    return next ? '\n' + on.entry(from_token<finding>(next->decided_by) ? "Next step" : "Why", next->text)
                : std::string{};
}

// ---- access -------------------------------------------------------------------------------------

struct access_options {
    ledger_target target;
    std::string court;
    std::string central;
    std::string login;
    sign_on_options how;
    std::string at;
    result_options result;
};

void add_access_options(command& command, access_options& options) {
    add_ledger_target(command, options.target, opened_for::reading);
    command.add_option("--court", "COURT", options.court, "the court").required();
    command.add_option("--central", "ID", options.central, "the id of the central account that signs on");
    command.add_option("--login", "LOGIN", options.login,
                       "in place of --central: the court's own login that signs on");
    add_sign_on_options(command, options.how);
    add_at(command, options.at, time_form::instant_or_local);
    add_result_options(command, options.result, {"table", "json", "csv"});
}

exit_status run(const access_options& options) {
    const auto court = read_id<court_id>("--court", options.court);
    if (options.central.empty() == options.login.empty()) {
        throw usage_failure("who signs on? Name either --central or --login");
    }
    ledger_session session(options.target, opened_for::reading);
    session.require_its_policies();
    const court_policy& policy = session.policy(court);
    const instant at = read_time("--at", options.at, session.in_force().policies, court);
    sign_on_answer answer{{}, {}, session.in_force().policies.base(), session};
    std::vector<access_at>& all = answer.courts;
    if (!options.login.empty()) {
        const auto name = read_id<login>("--login", options.login);
        all.push_back({court, name, account_role::missing,
                       taken(session.where(), session->court_login(court, name, at))});
        answer.signs_on = all.front().may.authentication;
    } else {
        const auto central = read_id<central_id>("--central", options.central);
        const sign_on_facts facts = to_facts(options.how);
        all = taken(session.where(), session->sign_on(central, court, facts, at));
        answer.signs_on = signs_on(taken(session.where(), session->signs_on(central, facts, at)), all);
    }
    if (options.result.format == "json") {
        write_output(to_text(as_json(answer, options.court, at)));
    } else if (options.result.format == "csv") {
        state_beside_csv(at, session.in_force().overrides);
        write_output(as_csv(all));
    } else {
        const screen on = options.result.make_screen();
        std::string text = on.entry("Court", court_title(policy, options.court));
        text += on.entry("Time", to_text(at, policy.zone));
        text += set_for_this_run(session.in_force().overrides, on);
        for (const access_at& one : all) {
            text += (all.size() > 1 ? "\n" : "") + on.entry("Through", through(one)) +
                    in_words(one.may, policy, on);
        }
        write_output(text + next_step_in_words(answer, on));
    }
    tell_near_ids({court,
                   {read_id_if_given<login>("--login", options.login).value_or(login{})},
                   read_id_if_given<central_id>("--central", options.central).value_or(central_id{})},
                  found_by(answer), session);
    return answer.status();
}

// ---- sign-on ------------------------------------------------------------------------------------

struct sign_on_command_options {
    ledger_target target;
    std::string central;
    std::string court;
    std::optional<int> descriptor;
    sign_on_options how;
    bool is_dry = false;
    std::string at;
    result_options result;
};

void add_sign_on_command_options(command& command, sign_on_command_options& options) {
    add_ledger_target(command, options.target, opened_for::writing);
    command.add_option("--central", "ID", options.central, "the id of the central account").required();
    command.add_option(
        "--court", "COURT", options.court,
        "only this court, even if nothing is linked there (default: every court where the account files)");
    add_descriptor(command, "--password-fd", options.descriptor, "the central account");
    command.add_flag("--dry-run", options.is_dry,
                     "ask for no password, and say what the answer would be if it were right; for the "
                     "operator, not for the filer; write nothing");
    add_sign_on_options(command, options.how);
    add_at(command, options.at, time_form::instant_or_local);
    add_result_options(command, options.result, {"table", "json", "csv"});
}

exit_status write_signed_on(const sign_on_answer& answer, const sign_on_command_options& options,
                            instant at) {
    const screen on = options.result.make_screen();
    const run_policies& in_force = answer.session.in_force();
    const bool is_signed_on = answer.signs_on.granted;  // before, the courts are nobody's business
    if (options.result.format == "json") {
        json result = as_json(answer, options.court, at);
        if (!is_signed_on) {
            result["access"] = json::array();
        }
        result["dry-run"] = options.is_dry;
        write_output(to_text(result));
        return answer.status();
    }
    if (options.result.format == "csv") {
        state_beside_csv(at, in_force.overrides);
        if (const auto next = next_step_of(answer); next && !is_signed_on) {
            write_messages(fmt::format("ecflink: {}signed on: {}; {}",
                                       options.is_dry ? "would not be " : "not ", next->decided_by,
                                       next->text));
        }
        write_output(as_csv(is_signed_on ? answer.courts : std::vector<access_at>{}));
        return answer.status();
    }
    text_table table({{"COURT", column_kind::wrapped},
                      {"THROUGH", column_kind::wrapped},
                      {"LEVEL"},
                      {"MENUS", column_kind::wrapped},
                      {"FILING DECIDED BY"}});
    for (const access_at& one : answer.courts) {
        table.add({court_title(answer.session.policy(one.court), one.court.view()), through(one),
                   to_token(one.may.level), join(words_of(one.may.menus), ", "),
                   deciding_token(one.may.filing)});
    }
    std::string text = set_for_this_run(in_force.overrides, on);
    if (!is_signed_on) {
        text +=
            on.paragraph(fmt::format("{}: {}.", options.is_dry ? "Would not be signed on" : "Not signed on",
                                     deciding_token(answer.signs_on)));
    } else if (table.empty()) {
        text += on.paragraph(options.is_dry ? "Would be signed on. No court account is linked yet."
                                            : "Signed on. No court account is linked yet.");
    } else {
        text += options.is_dry ? on.paragraph("Would be signed on:") : std::string{};
        text += table.render(on);
    }
    text += next_step_in_words(answer, on);
    write_output(text + (options.is_dry
                             ? on.paragraph("No password was asked for or checked. Nothing was written.")
                             : std::string{}));
    return answer.status();
}

exit_status run_sign_on(const sign_on_command_options& options) {
    const auto central = read_id<central_id>("--central", options.central);
    const auto court = read_id_if_given<court_id>("--court", options.court);
    const sign_on_facts facts = to_facts(options.how);
    ledger_session session(options.target, opened_for::writing);
    session.require_its_policies();
    const court_policy& base = session.in_force().policies.base();
    const instant at = read_time("--at", options.at, court ? session.policy(*court).zone : std::nullopt);
    if (!options.is_dry) {
        const secret password =
            read_password("--password-fd", options.descriptor,
                          fmt::format("Password of {} {}: ", base.words.central_account, options.central));
        if (!taken(session.where(), session->check_central_password(central, password.view(), at))) {
            // nothing is told to somebody who may be somebody else
            json nobody{{"court", or_null(options.court)},
                        {"at", to_text(at)},
                        {"signed-on", false},
                        {"decided-by", nullptr},
                        {"next-step", nullptr},
                        {"access", json::array()},
                        {"dry-run", false}};
            add_overrides(nobody, session.in_force().overrides);
            write_output(options.result.format == "json" ? to_text(nobody)
                         : options.result.format == "csv"
                             ? as_csv({})
                             : options.result.make_screen().paragraph(
                                   "Not signed on. Check the account and its password; after too many wrong "
                                   "ones, try again later."));
            return exit_status::reached;
        }
    }
    sign_on_answer answer{
        {}, taken(session.where(), session->sign_on(central, court, facts, at)), base, session};
    answer.signs_on = signs_on(taken(session.where(), session->signs_on(central, facts, at)), answer.courts);
    const exit_status status = write_signed_on(answer, options, at);
    tell_near_ids({court.value_or(court_id{}), {}, central}, found_by(answer), session);
    return status;
}

}  // namespace

void add_access(const command& program) {
    program.add<access_options>(
        "access",
        "Says what a person may do in a court, and why\n\n"
        "The person signs on with a central account or with the court's own login. "
        "The answer is the level, the menus, and what decides each of signing on, "
        "searching and filing. Exit status 1: the person is not signed on, or may neither view nor file.",
        "Examples:\n  ecflink access sqlite:court.db --court nysb --central 1000002 "
        "--second-factor --at 2022-04-26T09:00\n"
        "  ecflink access sqlite:court.db --court nysb --login nquist --at "
        "2022-04-26T09:00   # exit status 1",
        add_access_options, run);
}

void add_sign_on(const command& program) {
    program.add<sign_on_command_options>(
        "sign-on",
        "Signs on with a central account and shows its menus in every court\n\n"
        "The password is the one that the ledger keeps. The program asks for it on the terminal, or reads it "
        "from a file descriptor. Every attempt is counted, before the password is checked. Exit status 1: "
        "not signed on, because the password is wrong, or because the account or its second factor stands "
        "in the way.",
        "Example:\n  ecflink sign-on sqlite:court.db --central 1000001 --court wiwd --second-factor "
        "--key-file court.keys --at 2022-04-25T08:05 --password-fd 3 3<<<\"a sample\"",
        add_sign_on_command_options, run_sign_on);
}

}  // namespace ecflink::cli
