// ecflink register: requests for filing privileges, from the filer through the center to the court.
#include <fmt/format.h>

#include "cli/arguments.hpp"
#include "cli/command.hpp"
#include "cli/commands.hpp"
#include "cli/csv_text.hpp"
#include "cli/finding_text.hpp"
#include "cli/json.hpp"
#include "cli/ledger_address.hpp"
#include "cli/ledger_session.hpp"
#include "cli/near_ids.hpp"
#include "cli/policies_in_force.hpp"
#include "cli/process.hpp"
#include "cli/result_options.hpp"
#include "cli/review_text.hpp"
#include "cli/screen.hpp"
#include "cli/text_list.hpp"
#include "cli/token_text.hpp"

namespace ecflink::cli {
namespace {

/// The account that an approval makes: "login nfiler at wiwd, attorney, active"; empty if it makes
/// none.
std::string new_account_in_words(const registration_outcome& outcome, const std::optional<login>& name) {
    return outcome.decision.answer == registration_answer::admitted && name
               ? fmt::format("login {} at {}, {}, active", name->view(), outcome.request.court.view(),
                             to_token(outcome.request.role))
               : std::string{};
}
json new_account_as_json(const registration_outcome& outcome, const std::optional<login>& name, instant at) {
    if (outcome.decision.answer != registration_answer::admitted || !name) {
        return nullptr;
    }
    return {{"court", outcome.request.court.view()},
            {"login", name->view()},
            {"role", to_token(outcome.request.role)},
            {"status", to_token(account_status::active)},
            {"opened", to_text(at)},
            {"name", or_null(outcome.pair.account_name)}};
}

/// What became of a request, for people or programs. Exit status 1: it stayed where it was.
exit_status write_outcome(const registration_outcome& outcome, const court_policy* policy, bool is_dry,
                          instant at, const run_policies& in_force, const result_options& how,
                          const std::optional<login>& new_account = std::nullopt) {
    const registration_decision& made = outcome.decision;
    const bool has_request = outcome.id != 0 && !is_dry;
    if (has_request) {
        note_change(fmt::format("request {} is {}", outcome.id, to_token(made.state)));
        note_event("the account is linked", outcome.linked_sequence);
    }
    const bool is_reviewed = !outcome.request.central.empty();
    const run run_how = is_dry ? run::dry : run::write;
    const bool is_admitted = made.answer == registration_answer::admitted;
    const reviewed_pair pair{outcome.request.court, is_admitted ? new_account : outcome.request.login,
                             outcome.request.central};
    if (how.format == "json") {
        json result{
            {"answer", to_token(made.answer)},
            {"state", to_token(made.state)},
            {"request", has_request ? json(outcome.id) : json(nullptr)},
            {"linked-by-event",
             outcome.linked_sequence != 0 && !is_dry ? json(outcome.linked_sequence) : json(nullptr)},
            {"findings", list_of(made.findings)},
            {"account", new_account_as_json(outcome, new_account, at)},
            {"review",
             is_reviewed ? to_json(outcome.pair, pair, in_force.policies.find(pair.court.view())) : json()},
            {"dry-run", is_dry},
            {"at", to_text(at)}};
        add_overrides(result, in_force.overrides);
        write_output(to_text(result));
    } else {
        const screen on = how.make_screen();
        std::string text =
            on.paint(on.paragraph(answer_in_words(to_token(made.answer), meaning_of(made.answer), run_how) +
                                  (made.answer == registration_answer::reason_missing  ? " Give --reason."
                                   : made.answer == registration_answer::login_missing ? " Give --login."
                                                                                       : "")),
                     made.is_moved() ? look::good : look::bad);
        text += has_request ? on.entry("Request", std::to_string(outcome.id)) : "";
        text += on.entry(is_dry && made.is_moved() ? "Would be" : "State",
                         fmt::format("{}: {}", to_token(made.state), meaning_of(made.state)));
        text += on.entry(is_dry ? "Would make" : "New account", new_account_in_words(outcome, new_account));
        text += outcome.linked_sequence != 0 && !is_dry
                    ? on.entry("Linked", fmt::format("by event {}", outcome.linked_sequence))
                    : "";
        text += set_for_this_run(in_force.overrides, on);
        if (is_reviewed) {
            text += '\n' + in_words(outcome.pair, pair, in_force.policies.find(pair.court.view()), on);
        }
        if (policy != nullptr && !made.is_moved()) {
            const std::string reasons = reasons_as_table(*policy, made.findings, on);
            text += reasons.empty() ? "" : '\n' + reasons;
        }
        write_output(text + (is_dry ? on.paragraph("Nothing was written.") : ""));
    }
    return made.is_moved() ? exit_status::done : exit_status::reached;
}

void add_dry_run(command& command, bool& target) {
    command.add_flag("--dry-run", target, "say what the answer would be; write nothing");
}

// ---- submit -------------------------------------------------------------------------------------

struct submit_options {
    ledger_target target;
    std::string court;
    std::string central;
    std::string type;
    std::string role;
    std::string login;
    std::string credentials = "known";
    std::uint64_t request = 0;
    std::string at;
    bool is_dry = false;
    result_options result;
};

void add_submit_options(command& command, submit_options& options) {
    add_ledger_target(command, options.target, opened_for::writing);
    command.add_option("--central", "ID", options.central, "the id of the filer's central account")
        .required();
    command.add_option("--court", "COURT", options.court, "the court");
    command
        .add_choice("--type", options.type, words_of<request_type>(),
                    "what is asked for: " + join(words_of<request_type>(), ", "))
        .type("TYPE");
    command
        .add_choice("--role", options.role, words_of<account_role>(),
                    "as whom: " + join(words_of<account_role>(), ", "))
        .type("ROLE");
    command.add_option("--login", "LOGIN", options.login,
                       "an account that the filer already has in this court");
    command.add_choice("--credentials", options.credentials, {"known", "unknown"},
                       "whether the filer still knows the login and password of that account (default: "
                       "known); of a request that is submitted again: unknown, if they were lost since");
    command.add_option(
        "--request", "N", options.request,
        "in place of --court, --type and --role: a request that the court sent back, to submit again");
    add_dry_run(command, options.is_dry);
    add_at(command, options.at, time_form::instant_or_local);
    add_result_options(command, options.result, {"table", "json"});
}

exit_status run_submit(const submit_options& options) {
    const auto central = read_id<central_id>("--central", options.central);
    const bool is_new = options.request == 0;
    if (is_new ? options.court.empty() || options.type.empty() || options.role.empty()
               : !options.court.empty() || !options.type.empty() || !options.role.empty() ||
                     !options.login.empty()) {
        throw usage_failure(
            "name either --court, --type and --role for a new request, or --request for one that was sent "
            "back");
    }
    if (!is_new) {
        const instant at = read_time("--at", options.at);
        ledger_session session(options.target, opened_for::writing);
        const acting by{actor::filer, std::string(central.view()), {}};
        return write_outcome(taken(session.where(), session->move_registration(
                                                        options.request, registration_move::submit, by, at,
                                                        std::nullopt, options.is_dry ? run::dry : run::write,
                                                        options.credentials == "unknown")),
                             nullptr, options.is_dry, at, session.in_force(), options.result);
    }
    registration_request request;
    request.court = read_id<court_id>("--court", options.court);
    request.central = central;
    request.type = from_token<request_type>(options.type).value_or(request_type::missing);
    request.role = from_token<account_role>(options.role).value_or(account_role::missing);
    request.login = read_id_if_given<login>("--login", options.login);
    request.credentials_lost = options.credentials == "unknown";
    ledger_session session(options.target, opened_for::writing);
    const court_policy& policy = session.policy(request.court);
    const instant at = read_time("--at", options.at, session.in_force().policies, request.court);
    const registration_outcome outcome = taken(
        session.where(), session->submit_registration(request, at, options.is_dry ? run::dry : run::write));
    const exit_status status =
        write_outcome(outcome, &policy, options.is_dry, at, session.in_force(), options.result);
    findings found = outcome.decision.findings;
    if (request.login) {
        const contact_row asked{.court = request.court, .login = *request.login, .contact = {}};
        found.insert_if(finding::account_unknown,
                        !taken(session.where(), session->contacts_without_account({&asked, 1})).empty());
    }
    tell_near_ids({request.court, {request.login.value_or(login{})}, central}, found, session);
    return status;
}

// ---- route, ask, approve, reject ----------------------------------------------------------------

struct move_options {
    ledger_target target;
    std::uint64_t request = 0;
    std::string actor_id;
    std::string reason;
    std::string new_account;
    std::string at;
    bool is_dry = false;
    result_options result;
};

void add_move_options(command& command, move_options& options) {
    add_ledger_target(command, options.target, opened_for::writing);
    command.add_option("REQUEST", "N", options.request, "the number of the request").required();
    add_actor(command, options.actor_id);
    command.add_option("--reason", "TEXT", options.reason, "why the request is rejected, or what is missing");
    add_dry_run(command, options.is_dry);
    add_at(command, options.at, time_form::instant);
    add_result_options(command, options.result, {"table", "json"});
}

void add_approve_options(command& command, move_options& options) {
    add_move_options(command, options);
    command.add_option("--login", "LOGIN", options.new_account,
                       "the login of the account that the court makes for a filer whom it admits; the "
                       "account is linked to the central account from the start. Not needed where the "
                       "court links an old account");
}

/// Every move has one who may make it; the program takes its user's word for being that.
template <registration_move Move, actor By>
exit_status run_move(const move_options& options) {
    const instant at = read_time("--at", options.at);
    ledger_session session(options.target, opened_for::writing);
    const acting by{By, actor_or_user(options.actor_id), options.reason};
    const auto new_account = read_id_if_given<login>("--login", options.new_account);
    return write_outcome(
        taken(session.where(), session->move_registration(options.request, Move, by, at, new_account,
                                                          options.is_dry ? run::dry : run::write)),
        nullptr, options.is_dry, at, session.in_force(), options.result, new_account);
}

// ---- list ---------------------------------------------------------------------------------------

struct list_options {
    std::string address;
    std::string court;
    std::string central;
    result_options result;
};

void add_list_options(command& command, list_options& options) {
    add_address(command, options.address);
    command.add_option("--court", "COURT", options.court, "only those of this court");
    command.add_option("--central", "ID", options.central, "only those of this central account");
    add_result_options(command, options.result, {"table", "json", "csv"});
}

exit_status run_list(const list_options& options) {
    const auto court = read_id_if_given<court_id>("--court", options.court);
    const auto central = read_id_if_given<central_id>("--central", options.central);
    ledger_session session({.address = options.address, .key_file = {}, .policies = {}}, opened_for::reading);
    json list = json::array();
    std::string csv = "request,court,central_id,type,role,login,state,reason,submitted_at,decided_at\n";
    text_table table({{"REQUEST", column_kind::number},
                      {"COURT"},
                      {"CENTRAL"},
                      {"TYPE"},
                      {"ROLE"},
                      {"LOGIN"},
                      {"STATE"},
                      {"REASON", column_kind::wrapped}});
    for (const registration_record& one : taken(session.where(), session->registrations(court, central))) {
        const registration_request& asked = one.request;
        const std::string account(asked.login ? asked.login->view() : std::string_view{});
        const std::vector<std::string> fields = {std::to_string(one.id),
                                                 std::string(asked.court.view()),
                                                 std::string(asked.central.view()),
                                                 std::string(to_token(asked.type)),
                                                 std::string(to_token(asked.role)),
                                                 account,
                                                 std::string(to_token(one.state)),
                                                 one.reason,
                                                 one.submitted_at ? to_text(*one.submitted_at) : "",
                                                 one.decided_at ? to_text(*one.decided_at) : ""};
        csv += csv_record(fields);
        table.add({fields[0], fields[1], fields[2], fields[3], fields[4], fields[5], fields[6], fields[7]});
        list.push_back({{"request", one.id},
                        {"court", fields[1]},
                        {"central", fields[2]},
                        {"type", fields[3]},
                        {"role", fields[4]},
                        {"login", or_null(account)},
                        {"state", fields[6]},
                        {"reason", or_null(one.reason)},
                        {"submitted-at", or_null(fields[8])},
                        {"decided-at", or_null(fields[9])}});
    }
    const screen on = options.result.make_screen();
    write_output(options.result.format == "json"  ? to_text(list)
                 : options.result.format == "csv" ? csv
                 : table.empty()                  ? on.paragraph("There are no requests.")
                                                  : table.render(on));
    if (table.empty()) {
        tell_near_ids({court.value_or(court_id{}), {}, central.value_or(central_id{})}, any_id_unknown,
                      session);
    }
    return exit_status::done;
}

}  // namespace

void add_register(const command& program) {
    const command group = program.add_group(
        "register",
        "Requests for filing privileges\n\n"
        "For people without an account of the court: the filer submits a request, the center routes it to "
        "the court, and the court asks for more, approves or rejects. People with an account link it.",
        "Example:\n  ecflink register list sqlite:court.db");
    group.add<submit_options>(
        "submit",
        "Submits a request for a filer\n\n"
        "Exit status 1: the request was not accepted, and the answer says why.",
        "Examples:\n  ecflink register submit sqlite:court.db --court wiwd --central 1000002 --type "
        "admission --role attorney --key-file court.keys --at 2022-05-02T09:00 --dry-run\n"
        "  ecflink register submit sqlite:court.db --court wiwd --central 1000001 --type admission --role "
        "attorney --login asample --key-file court.keys --at 2022-05-02T09:00 --dry-run   # exit status 1",
        add_submit_options, run_submit);
    const std::string last = " --key-file court.keys --actor staff3 --at 2022-05-03T14:00:00Z";
    group.add<move_options>("route",
                            "Passes a request from the center to the court\n\n"
                            "Exit status 1: the request stays where it was, and the answer says why.",
                            "Example:\n  ecflink register route sqlite:court.db 12" + last, add_move_options,
                            run_move<registration_move::route, actor::center>);
    group.add<move_options>(
        "ask",
        "Sends a request back to the filer for more\n\n"
        "--reason says what is missing. Exit status 1: the request stays where it was, and the answer says "
        "why.",
        "Example:\n  ecflink register ask sqlite:court.db 13 --reason \"the certificate of admission\"" +
            last,
        add_move_options, run_move<registration_move::ask, actor::court>);
    group.add<move_options>(
        "approve",
        "Approves a request\n\n"
        "The filer may then file through an account of the court: a new one of the role of the request, "
        "which is linked from the start, or, if the court links old accounts, the account of the request. "
        "Exit status 1: the request stays where it was, and the answer says why.",
        "Example:\n  ecflink register approve sqlite:court.db 13" + last + " --login nfiler",
        add_approve_options, run_move<registration_move::approve, actor::court>);
    group.add<move_options>(
        "reject",
        "Rejects a request\n\n"
        "--reason says why. Exit status 1: the request stays where it was, and the answer says why.",
        "Example:\n  ecflink register reject sqlite:court.db 13 --reason \"not a member of the bar\"" + last,
        add_move_options, run_move<registration_move::reject, actor::court>);
    group.add<list_options>("list",
                            "Lists requests, oldest first\n\n"
                            "With the state of each, and the reason for its last move.",
                            "Examples:\n  ecflink register list sqlite:court.db\n  ecflink register list "
                            "sqlite:court.db --court wiwd --format csv",
                            add_list_options, run_list);
}

}  // namespace ecflink::cli
