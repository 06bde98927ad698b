// ecflink agent: filing agents and those for whom they file.
#include <fmt/format.h>

#include "cli/arguments.hpp"
#include "cli/command.hpp"
#include "cli/commands.hpp"
#include "cli/csv_text.hpp"
#include "cli/json.hpp"
#include "cli/ledger_address.hpp"
#include "cli/ledger_session.hpp"
#include "cli/near_ids.hpp"
#include "cli/policies_in_force.hpp"
#include "cli/process.hpp"
#include "cli/result_options.hpp"
#include "cli/screen.hpp"
#include "cli/token_text.hpp"

namespace ecflink::cli {
namespace {

struct agent_options {
    ledger_target target;
    std::string court;
    std::string agent;
    std::string principal;
    acting_options by;
    std::string at;
    bool is_dry = false;
    result_options result;
};

void add_options(command& command, agent_options& options) {
    add_ledger_target(command, options.target, opened_for::writing);
    command.add_option("--court", "COURT", options.court, "the court").required();
    command.add_option("--agent", "LOGIN", options.agent, "the filing agent's login").required();
    command
        .add_option("--principal", "LOGIN", options.principal,
                    "the login of the principal for whom the agent files")
        .required();
    add_acting(command, options.by, "--as", {"filer", "court"},
               "who asks for it: the principal, or the court");
    command.add_flag("--dry-run", options.is_dry, "say what the answer would be; write nothing");
    add_at(command, options.at, time_form::instant_or_local);
    add_result_options(command, options.result, {"table", "json"});
}

template <agency_state To>
exit_status run(const agent_options& options) {
    const auto court = read_id<court_id>("--court", options.court);
    const auto agent = read_id<login>("--agent", options.agent);
    const auto principal = read_id<login>("--principal", options.principal);
    ledger_session session(options.target, opened_for::writing);
    const instant at = read_time("--at", options.at, session.in_force().policies, court);
    const auto how = options.is_dry ? run::dry : run::write;
    const agency_answer answer = taken(
        session.where(), session->set_agency(court, agent, principal, To, to_acting(options.by), at, how));
    const bool is_done = answer == agency_answer::associated || answer == agency_answer::removed;
    if (is_done && !options.is_dry) {
        note_change(fmt::format("the principal is {}", to_token(answer)));
    }
    const screen on = options.result.make_screen();
    if (options.result.format == "json") {
        json result{{"answer", to_token(answer)}, {"dry-run", options.is_dry}, {"at", to_text(at)}};
        add_overrides(result, session.in_force().overrides);
        write_output(to_text(result));
    } else {
        write_output(on.paint(on.paragraph(answer_in_words(to_token(answer), meaning_of(answer), how)),
                              is_done ? look::good : look::bad) +
                     set_for_this_run(session.in_force().overrides, on) +
                     (options.is_dry ? on.paragraph("Nothing was written.") : ""));
    }
    if (!is_done) {
        tell_near_ids({court, {agent, principal}, {}}, any_id_unknown, session);
    }
    return is_done ? exit_status::done : exit_status::reached;
}

struct list_options {
    std::string address;
    std::string court;
    result_options result;
};

void add_list_options(command& command, list_options& options) {
    add_address(command, options.address);
    command.add_option("--court", "COURT", options.court, "the court").required();
    add_result_options(command, options.result, {"table", "json", "csv"});
}

exit_status run_list(const list_options& options) {
    const auto court = read_id<court_id>("--court", options.court);
    ledger_session session({.address = options.address, .key_file = {}, .policies = {}}, opened_for::reading);
    json list = json::array();
    std::string csv = "court,agent,principal,state\n";
    text_table table({{"AGENT"}, {"PRINCIPAL"}, {"STATE"}});
    for (const agency_record& one : taken(session.where(), session->agencies(court))) {
        csv += csv_record({one.court.view(), one.agent.view(), one.principal.view(), to_token(one.state)});
        list.push_back({{"court", one.court.view()},
                        {"agent", one.agent.view()},
                        {"principal", one.principal.view()},
                        {"state", to_token(one.state)}});
        table.add({one.agent.view(), one.principal.view(), to_token(one.state)});
    }
    const screen on = options.result.make_screen();
    write_output(options.result.format == "json"  ? to_text(list)
                 : options.result.format == "csv" ? csv
                 : table.empty() ? on.paragraph("No filing agent has a principal in this court.")
                                 : table.render(on));
    if (table.empty()) {
        tell_near_ids({court, {}, {}}, {}, session);
    }
    return exit_status::done;
}

}  // namespace

void add_agent(const command& program) {
    const command group = program.add_group("agent",
                                            "Filing agents and the principals for whom they file\n\n"
                                            "Bankruptcy courts have them. The principal or the court adds a "
                                            "principal to an agent, or removes it.",
                                            "Example:\n  ecflink agent list sqlite:court.db --court nysb");
    const std::string last =
        " --court nysb --agent nquist --principal rtamm --as court --actor clerk7 --key-file court.keys --at "
        "2022-04-26T09:00 --dry-run";
    group.add<agent_options>("add",
                             "Adds a principal to a filing agent\n\n"
                             "Exit status 1: it was not done, and the answer says why.",
                             "Example:\n  ecflink agent add sqlite:court.db" + last, add_options,
                             run<agency_state::active>);
    group.add<agent_options>("remove",
                             "Removes a principal from a filing agent\n\n"
                             "Exit status 1: it was not done, and the answer says why.",
                             "Example:\n  ecflink agent remove sqlite:court.db" + last + "   # exit status 1",
                             add_options, run<agency_state::inactive>);
    group.add<list_options>("list",
                            "The filing agents of a court\n\n"
                            "With their principals, including removed ones.",
                            "Example:\n  ecflink agent list sqlite:court.db --court nysb", add_list_options,
                            run_list);
}

}  // namespace ecflink::cli
