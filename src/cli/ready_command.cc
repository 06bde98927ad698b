// ecflink ready: what a person must do next in a court, and from when.
#include <fmt/format.h>

#include <ecflink/decide/readiness.hpp>
#include <ecflink/tables/person_in_court.hpp>

#include "cli/arguments.hpp"
#include "cli/command.hpp"
#include "cli/commands.hpp"
#include "cli/court_text.hpp"
#include "cli/csv_text.hpp"
#include "cli/finding_text.hpp"
#include "cli/json.hpp"
#include "cli/ledger_address.hpp"
#include "cli/ledger_place.hpp"
#include "cli/near_ids.hpp"
#include "cli/policies_in_force.hpp"
#include "cli/process.hpp"
#include "cli/result_options.hpp"
#include "cli/screen.hpp"
#include "cli/shell_text.hpp"
#include "cli/text_list.hpp"
#include "cli/token_text.hpp"
#include "cli/told_person.hpp"

namespace ecflink::cli {
namespace {

struct ready_options {
    std::string ledger;
    std::string court;
    std::string central;
    std::string login;
    std::string at;
    std::string filer;
    std::string credentials;
    told_options told;
    bool forgot_central_login = false;
    bool gets_notices_only = false;
    std::string purpose = "file";
    policy_options policies;
    result_options result;
};

void add_options(command& command, ready_options& options) {
    add_ledger_place(command, options.ledger, presence::optional);
    command.add_option("--court", "COURT", options.court, "the court").required();
    add_told_options(command, options.told);
    command.add_option("--central", "ID", options.central,
                       "the id of the person's central account, if there is one");
    command.add_option("--login", "LOGIN", options.login, "the login that the court issued, if it is known");
    command.add_option("--at", "TIME", options.at,
                       "the time: a local time of the court such as \"2020-03-30 08:00\", or "
                       "2020-03-30T13:00:00Z (default: now)");
    command.add_choice("--filer", options.filer, {"existing", "new"},
                       "with a ledger: whether the court has issued an account before (default: existing)");
    command.add_choice(
        "--credentials", options.credentials, {"known", "unknown"},
        "whether the person knows that account's login and password (default: known if --login is given)");
    command.add_flag("--central-login-forgotten", options.forgot_central_login,
                     "the person has a central account, and no longer knows how to sign on with it");
    command.add_flag("--notices-only", options.gets_notices_only,
                     "the person receives notices of filings, and files nothing");
    command.add_choice("--purpose", options.purpose, {"file", "search", "claims"},
                       "what the person wants to do in the court (default: file)");
    add_policy_options(command, options.policies);
    add_result_options(command, options.result, {"table", "json", "csv"});
}

struct plan_for_person {
    const ready_options& options;
    const run_policies& in_force;
    const court_policy& policy;
    const readiness_facts& facts;
    instant at;
    readiness plan;
    std::string in_words;    ///< who the person is
    std::string again = {};  // NOLINT(readability-redundant-member-init): a line for a shell
};

/// True if the court leaves wrong names to the center.
bool is_mended_by_center(step id, const court_policy& policy) {
    return id == step::have_names_settled && policy.names_mended_by == name_mender::center;
}

std::string_view who_acts(step id, const court_policy& policy) {
    return to_token(is_mended_by_center(id, policy) ? actor::center : describe(id).who);
}

/// The sentence of a step, in the words of the court.
std::string sentence_of(step id, const court_policy& policy) {
    std::string text(describe(id).sentence);
    if (constexpr std::string_view clerk = "the clerk's office"; is_mended_by_center(id, policy)) {
        text.replace(text.find(clerk), clerk.size(), "the service center");
    }
    return in_words_of(policy, text);
}

/// True if the step makes a request, for which the court may ask for more.
bool is_a_request(step id) { return id == step::request_privileges || id == step::register_anew; }

json requirements_of(const planned_step& one, const court_policy& policy) {
    json all = json::object();
    if (is_a_request(one.id)) {
        for (const requirement_list& each : policy.registration_requires) {
            all[each.of] = words_of(each.needs);
        }
    }
    return all;
}

/// "For pro-hac-vice the court also wants a motion, and an order of the court."
std::vector<std::string> requirements_in_words(const planned_step& one, const court_policy& policy) {
    std::vector<std::string> sentences;
    if (is_a_request(one.id)) {
        for (const requirement_list& each : policy.registration_requires) {
            std::vector<std::string_view> needs;
            for (const token_entry& entry : tokens<registration_requirement>()) {
                if (each.needs.contains(static_cast<registration_requirement>(entry.number))) {
                    needs.push_back(entry.meaning);
                }
            }
            sentences.push_back(
                fmt::format("For {} the court also wants {}.", each.of, join(needs, ", and ")));
        }
    }
    return sentences;
}

json to_json(const planned_step& one, const plan_for_person& person) {
    const step_info& info = describe(one.id);
    const auto time = [](const std::optional<instant>& at) {
        return at ? json(ecflink::to_text(*at)) : json(nullptr);
    };
    return {{"step", info.token},
            {"state", to_token(one.state)},
            {"by", who_acts(one.id, person.policy)},
            {"text", sentence_of(one.id, person.policy)},
            {"requires", requirements_of(one, person.policy)},
            {"from", time(one.from)},
            {"until", time(one.until)},
            {"or-else", one.or_else ? json(to_token(*one.or_else)) : json(nullptr)},
            {"call", list_of(whom_to_call(person.policy, info.help))},
            {"source", info.sources}};
}

json to_json(const plan_for_person& person) {
    json result;
    result["court"] = person.options.court;
    result["at"] = to_text(person.at);
    result["policy"] = person.policy.digest;
    add_overrides(result, person.in_force.overrides);
    const outage_window* outage = person.policy.rules.outages.find(person.at);
    result["outage-until"] = outage == nullptr ? json(nullptr) : json(to_text(outage->end));
    const planned_step* next = person.plan.next();
    result["next-step"] = next == nullptr ? json(nullptr) : json(to_token(next->id));
    result["steps"] = json::array();
    for (const planned_step& one : person.plan.steps()) {
        result["steps"].push_back(to_json(one, person));
    }
    const auto& meanwhile = person.plan.meanwhile();
    result["meanwhile"] = meanwhile ? to_json(*meanwhile, person) : json(nullptr);
    return result;
}

std::string to_csv(const plan_for_person& person) {
    std::string text = "step,state,by,text,from,until,call\n";
    const auto add = [&](const planned_step& one, std::string_view state) {
        const step_info& info = describe(one.id);
        std::vector<std::string> lines = requirements_in_words(one, person.policy);
        lines.insert(lines.begin(), sentence_of(one.id, person.policy));
        text += csv_record({info.token, state, who_acts(one.id, person.policy), join(lines, "\n"),
                            one.from ? to_text(*one.from) : "", one.until ? to_text(*one.until) : "",
                            call_in_words(person.policy, info.help)});
    };
    for (const planned_step& one : person.plan.steps()) {
        add(one, to_token(one.state));
    }
    if (person.plan.meanwhile()) {
        add(*person.plan.meanwhile(), "meanwhile");
    }
    return text;
}

/// The sentence of a step, from when, until when, what else would do, and whom to call: a line
/// each.
std::vector<std::string> in_words(const planned_step& one, const plan_for_person& person) {
    const step_info& info = describe(one.id);
    std::vector<std::string> lines{sentence_of(one.id, person.policy)};
    if (one.state == step_state::done) {
        return lines;
    }
    const std::vector<std::string> also = requirements_in_words(one, person.policy);
    lines.insert(lines.end(), also.begin(), also.end());
    if (one.from) {
        lines.push_back("From " + to_text(*one.from, person.policy.zone) + '.');
    }
    if (one.until) {
        lines.push_back("Until " + to_text(*one.until, person.policy.zone) + '.');
    }
    if (one.or_else) {
        lines.push_back("Or else: " + sentence_of(*one.or_else, person.policy));
    }
    if (const std::string call = call_in_words(person.policy, info.help); !call.empty()) {
        lines.push_back("Call " + call + '.');
    }
    return lines;
}

filing_purpose purpose_of(const ready_options& options) {
    return options.purpose == "file"     ? filing_purpose::file
           : options.purpose == "search" ? filing_purpose::search_only
                                         : filing_purpose::claims_only;
}

/// What the command line and the tables say of a person. `near_login` and `near_central`: what may
/// be meant by an id that has no record.
std::string person_in_words(const ready_options& options, const readiness_facts& facts,
                            const court_policy& policy, std::string_view near_login,
                            std::string_view near_central) {
    const link_case& accounts = facts.accounts;
    const std::string& pacer = policy.words.central_account;
    const auto found = [](bool is_there, bool is_ambiguous, std::string_view meant) {
        return is_there       ? std::string{}
               : is_ambiguous ? " (which is in the tables more than once)"
                              : fmt::format(" (which is not in the tables{})", meant);
    };
    std::string text = options.purpose == "file"     ? "A person who files"
                       : options.purpose == "search" ? "A person who only searches"
                                                     : "A person who only submits claims";
    if (!facts.holds_account && options.filer.empty()) {
        text += ", who has asked the court for privileges (with an account of it already: --filer existing)";
    } else if (!facts.holds_account) {
        text += ", without an account of the court";
    } else if (options.login.empty()) {
        text += ", with an account of the court (if not: --filer new)";
    } else {
        text += fmt::format(", with the court's login {}{}", options.login,
                            found(accounts.account != nullptr, accounts.account_ambiguous, near_login));
    }
    if (facts.holds_account) {
        text += facts.credentials_known ? ", login and password known" : ", login or password not known";
    }
    text += options.central.empty() && accounts.central != nullptr
                ? fmt::format(", with the {} to which it is linked", pacer)
            : options.central.empty()
                ? (options.forgot_central_login ? ", with a " : ", without a ") + pacer
                : fmt::format(", with {} {}{}", pacer, options.central,
                              found(accounts.central != nullptr, accounts.central_ambiguous, near_central));
    text += options.forgot_central_login ? ", whose login is forgotten" : "";
    text += options.gets_notices_only ? ", for notices only" : "";
    return text + '.';
}

look look_of(step_state state) noexcept {
    switch (state) {
        case step_state::done: return look::good;
        case step_state::now: return look::strong;
        case step_state::blocked: return look::caution;
        case step_state::later: break;
    }
    return look::plain;
}

std::string to_words(const plan_for_person& person, const screen& on) {
    std::string text = on.entry("Court", court_title(person.policy, person.options.court));
    text += on.entry("Time", to_text(person.at, person.policy.zone));
    text += on.entry("For", person.in_words);
    text += set_for_this_run(person.in_force.overrides, on);
    if (const outage_window* outage = person.policy.rules.outages.find(person.at); outage != nullptr) {
        text += on.entry("Outage", "The court's system is out of service until " +
                                       to_text(outage->end, person.policy.zone) +
                                       "; nothing can be filed there electronically before that.");
    }
    if (const planned_step* next = person.plan.next(); next != nullptr) {
        text += '\n' + on.entry("Next step", sentence_of(next->id, person.policy));
    }
    text_table steps({{"STEP", column_kind::number}, {"STATE"}, {"WHAT TO DO", column_kind::wrapped}});
    int number = 0;
    for (const planned_step& one : person.plan.steps()) {
        steps.add(
            {std::to_string(++number), {to_token(one.state), look_of(one.state)}, in_words(one, person)});
    }
    text += '\n' + steps.render(on);
    if (person.plan.meanwhile()) {
        text_table meanwhile({{"MEANWHILE", column_kind::wrapped}});
        meanwhile.add({in_words(*person.plan.meanwhile(), person)});
        text += '\n' + meanwhile.render(on);
    }
    text += person.again.empty()
                ? ""
                : '\n' + command_entry("The same again, without questions", person.again, on);
    return text;
}

/// Completes what the tables say of a person by what the command line says, and what a ledger knows
/// of the password.
void complete(readiness_facts& facts, const ready_options& options, const login& account_in_question,
              const court_id& court, const policy_set& policies) {
    facts.purpose = purpose_of(options);
    // Whoever has asked for privileges and names no account is taken for one who has none.
    facts.holds_account = options.filer.empty() ? !options.login.empty() || !detail::is_open(facts.request)
                                                : options.filer == "existing";
    facts.credentials_known =
        options.credentials.empty() ? !options.login.empty() : options.credentials == "known";
    facts.central_login_forgotten = options.forgot_central_login;
    facts.notices_only = options.gets_notices_only;
    std::optional<bool> is_retired;
    if (facts.password_retired && is_ledger_address(options.ledger)) {
        const ledger_address where = parse_ledger_address(options.ledger);
        const ledger opened = taken(where, ledger::open(where.connector, policies, nullptr));
        is_retired = taken(where, opened.is_password_retired(court, account_in_question));
    }
    // Where nobody keeps the password, whoever says that it works is believed.
    facts.password_retired = is_retired.value_or(facts.password_retired && options.credentials != "known");
}

exit_status write_plan(const plan_for_person& person) {
    const ready_options& options = person.options;
    if (options.result.format == "csv") {
        state_beside_csv(person.at, person.in_force.overrides);
    }
    write_output(options.result.format == "json"  ? to_text(to_json(person))
                 : options.result.format == "csv" ? to_csv(person)
                                                  : to_words(person, options.result.make_screen()));
    return exit_status::done;
}

/// The command line that asks for the same, with the answers that were given at the terminal.
std::string asked_again(const ready_options& options, const std::vector<std::string>& asked) {
    std::string line = "ecflink ready --court " + shell_word(options.court);
    const auto add = [&line](const std::string& name, const std::string& value) {
        line += value.empty() ? std::string{} : ' ' + name + ' ' + shell_word(value);
    };
    add("--central-account", options.told.central_account);
    add("--court-account", options.told.court_account);
    add("--credentials", options.credentials);
    add("--second-factor", options.told.second_factor);
    add("--role", options.told.role);
    add("--login", options.login);
    add("--purpose", options.purpose == "file" ? "" : options.purpose);
    line += options.forgot_central_login ? " --central-login-forgotten" : "";
    line += options.gets_notices_only ? " --notices-only" : "";
    line += options.told.is_linked ? " --linked" : "";
    line += shell_words(asked);
    add("--at", options.at);
    return line + options.policies.as_shell_words();
}

/// Answers a person whom no ledger knows.
exit_status run_without_ledger(const ready_options& options, const run_policies& in_force,
                               const court_policy& policy, instant at) {
    if (!options.central.empty()) {
        throw usage_failure(
            "--central names a record of a ledger, and none is named; without a ledger, tell of the account "
            "with --central-account");
    }
    if (!options.filer.empty() && !options.told.court_account.empty() &&
        (options.filer == "existing") != (options.told.court_account == "yes")) {
        throw usage_failure("--filer and --court-account contradict each other");
    }
    told_options told = options.told;
    if (!options.filer.empty()) {
        told.court_account = options.filer == "existing" ? "yes" : "no";
    }
    const told_person person(told,
                             {.purpose = purpose_of(options),
                              .login = options.login,
                              .credentials = options.credentials,
                              .forgot_central_login = options.forgot_central_login,
                              .gets_notices_only = options.gets_notices_only},
                             policy, options.court, at);
    return write_plan({options, in_force, policy, person.facts(), at, ready(policy.rules, person.facts(), at),
                       person.in_words(),
                       person.asked().empty() ? std::string{} : asked_again(options, person.asked())});
}

exit_status run(const ready_options& options) {
    const auto court = court_id::make(options.court);
    const auto name = options.login.empty() ? login{} : read_id<login>("--login", options.login);
    const auto central =
        options.central.empty() ? central_id{} : read_id<central_id>("--central", options.central);
    if ((options.filer == "new" || options.told.court_account == "no") && !options.login.empty()) {
        throw usage_failure(
            fmt::format("{} and --login contradict each other: whoever has a login of the court has an "
                        "account there",
                        options.filer == "new" ? "--filer new" : "--court-account no"));
    }
    const run_policies in_force = load_policies(options.policies, options.ledger);
    const court_policy& policy = in_force.policies.find(options.court);
    if (!court || !policy.rules.in_force) {
        throw value_failure(
            fmt::format("--court \"{}\": no policy is in force for this court{}; `ecflink courts` "
                        "lists all courts by id",
                        options.court, did_you_mean_court(in_force.policies, options.court)));
    }
    const instant at = read_time("--at", options.at, policy.zone);
    if (options.ledger.empty()) {
        return run_without_ledger(options, in_force, policy, at);
    }
    if (const std::string told = options.told.first_given(); !told.empty()) {
        throw usage_failure(told +
                            " is for a person whom no ledger knows; leave it out, or leave out the ledger");
    }
    const ledger_tables tables = read_tables(options.ledger, in_force.policies);
    person_in_court known(tables, in_force.policies, court.value(), name, central);
    complete(known.facts, options, known.account_in_question(), court.value(), in_force.policies);
    const link_case& accounts = known.facts.accounts;
    return write_plan(
        {options, in_force, policy, known.facts, at, ready(policy.rules, known.facts, at),
         person_in_words(
             options, known.facts, policy,
             accounts.account == nullptr ? did_you_mean_login(tables, court.value(), name) : std::string{},
             accounts.central == nullptr ? did_you_mean_central(tables, central) : std::string{})});
}

}  // namespace

void add_ready(const command& program) {
    program.add<ready_options>(
        "ready",
        "Tells a person what to do next in a court, and from when\n\n"
        "Shows the next step, the steps after it, from when each can be taken, and whom to call. Without a "
        "ledger it asks, or takes the answers from options; with one, it knows the accounts from its tables.",
        "Examples:\n"
        "  ecflink ready --court wiwb --central-account legacy --court-account yes --credentials known "
        "--at \"2020-03-20 09:00\"\n"
        "  ecflink ready examples/ledger --court wiwb --at 2020-03-20T09:00\n"
        "  ecflink ready examples/ledger --court wiwd --filer new --at 2022-04-25T08:00",
        add_options, run);
}

}  // namespace ecflink::cli
