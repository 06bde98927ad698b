// ecflink unlink: takes a link apart, by the authority that the court's policy names.
#include <fmt/format.h>

#include "cli/arguments.hpp"
#include "cli/command.hpp"
#include "cli/commands.hpp"
#include "cli/json.hpp"
#include "cli/ledger_address.hpp"
#include "cli/ledger_session.hpp"
#include "cli/policies_in_force.hpp"
#include "cli/process.hpp"
#include "cli/result_options.hpp"
#include "cli/screen.hpp"
#include "cli/token_text.hpp"

namespace ecflink::cli {
namespace {

struct unlink_options {
    ledger_target target;
    std::string court;
    std::string login;
    std::string central;
    acting_options by;
    std::string at;
    bool is_dry = false;
    result_options result;
};

void add_options(command& command, unlink_options& options) {
    add_ledger_target(command, options.target, opened_for::writing);
    command.add_option("--court", "COURT", options.court, "the court that issued the account").required();
    command.add_option("--login", "LOGIN", options.login, "the login that the court issued").required();
    command.add_option("--central", "ID", options.central, "the id of the central account").required();
    add_acting(command, options.by, "--as", words_of<actor>(),
               "in what capacity somebody takes the link apart; the court's policy says who may");
    command.add_flag("--dry-run", options.is_dry, "only say what would be answered");
    add_at(command, options.at, true);
    add_result_options(command, options.result, {"table", "json"});
}

exit_status run(const unlink_options& options) {
    const auto court = read_id<court_id>("--court", options.court);
    const auto name = read_id<login>("--login", options.login);
    const auto central = read_id<central_id>("--central", options.central);
    ledger_session session(options.target, opened_for::writing);
    const court_policy& policy = session.policy(court);
    const instant at = read_time("--at", options.at, policy.zone);
    const unlink_outcome outcome =
        taken(session.where(), session->unlink(court, name, central, to_acting(options.by), at,
                                               options.is_dry ? run::dry : run::write));
    const bool is_removed = outcome.answer == unlink_answer::removed;
    const bool has_event = is_removed && !options.is_dry;
    if (options.result.format == "json") {
        json result{{"answer", to_token(outcome.answer)},
                    {"event", has_event ? json(outcome.sequence) : json(nullptr)},
                    {"owed", list_of(outcome.owes)},
                    {"dry-run", options.is_dry},
                    {"at", to_text(at)}};
        add_overrides(result, session.in_force().overrides);
        write_output(to_text(result));
    } else {
        const screen on = options.result.make_screen();
        std::string text = on.paint(
            on.paragraph(fmt::format("{}: {}.", to_token(outcome.answer), meaning_of(outcome.answer))),
            is_removed ? look::good : look::bad);
        text += has_event ? on.entry("Event", std::to_string(outcome.sequence)) : "";
        text += set_for_this_run(session.in_force().overrides, on);
        const std::string owed = owed_in_words(outcome.owes, policy.zone, on);
        text += owed.empty() ? "" : '\n' + owed;
        write_output(text + (options.is_dry ? on.paragraph("Nothing was written.") : ""));
    }
    return is_removed ? exit_status::done : exit_status::reached;
}

}  // namespace

void add_unlink(const command& program) {
    program.add<unlink_options>("unlink",
                                "Takes a link apart\n\nBy an authority that the court's policy names, with a "
                                "reason. The pair is not linked again but by such an authority. "
                                "Exit status 1: it was not taken apart.",
                                "Example:\n  ecflink unlink sqlite:court.db --court nysb --login nquist "
                                "--central 1000002 --as court --actor clerk7 --reason \"linked to a "
                                "namesake\" --key-file court.keys --dry-run",
                                add_options, run);
}

}  // namespace ecflink::cli
