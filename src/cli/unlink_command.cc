// ecflink unlink: takes a link apart, by the authority that the court's policy names.
#include <fmt/format.h>

#include "cli/arguments.hpp"
#include "cli/command.hpp"
#include "cli/commands.hpp"
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

struct unlink_options {
    ledger_target target;
    pair_options pair;
    acting_options by;
    std::string at;
    bool is_dry = false;
    result_options result;
};

void add_options(command& command, unlink_options& options) {
    add_ledger_target(command, options.target, opened_for::writing);
    add_pair(command, options.pair);
    add_acting(command, options.by, "--as", words_of<actor>(),
               "who removes the link; the court's policy says who may");
    command.add_flag("--dry-run", options.is_dry, "say what the answer would be; write nothing");
    add_at(command, options.at, time_form::instant_or_local);
    add_result_options(command, options.result, {"table", "json"});
}

/// Those who may unlink, as --as names them.
std::vector<std::string> authorities_as_actors(token_set<unlink_authority> may) {
    std::vector<std::string> actors;
    for (const auto& [authority, who] :
         {std::pair{unlink_authority::clerk, actor::court}, std::pair{unlink_authority::filer, actor::filer},
          std::pair{unlink_authority::center, actor::center}}) {
        if (may.contains(authority)) {
            actors.emplace_back(to_token(who));
        }
    }
    return actors;
}

/// What is missing for the answer to be another one.
std::string what_to_give(unlink_answer answer, const court_policy& policy) {
    switch (answer) {
        case unlink_answer::reason_missing: return std::string(give_actor_and_reason);
        case unlink_answer::not_authorized:
            return fmt::format(" Here the {} may (--as {}).", or_list(words_of(policy.rules.unlink_by)),
                               or_list(authorities_as_actors(policy.rules.unlink_by)));
        default: return {};
    }
}

exit_status run(const unlink_options& options) {
    const auto [court, name, central] = read_pair(options.pair);
    ledger_session session(options.target, opened_for::writing);
    const court_policy& policy = session.policy(court);
    const instant at = read_time("--at", options.at, session.in_force().policies, court);
    const auto how = options.is_dry ? run::dry : run::write;
    const unlink_outcome outcome =
        taken(session.where(), session->unlink(court, name, central, to_acting(options.by), at, how));
    const bool is_removed = outcome.answer == unlink_answer::removed;
    const bool has_event = is_removed && !options.is_dry;
    if (!options.is_dry) {
        note_event(is_removed ? "the link is removed" : "the refusal is recorded", outcome.sequence);
    }
    const bool is_shown = is_removed || outcome.answer == unlink_answer::before_link;
    if (options.result.format == "json") {
        json result{{"answer", to_token(outcome.answer)},
                    {"event", has_event ? json(outcome.sequence) : json(nullptr)},
                    {"owed", list_of(outcome.owes)},
                    {"review", is_shown ? to_json(outcome.pair, {court, name, central}, policy) : json()},
                    {"dry-run", options.is_dry},
                    {"at", to_text(at)}};
        add_overrides(result, session.in_force().overrides);
        write_output(to_text(result));
    } else {
        const screen on = options.result.make_screen();
        std::string text =
            on.paint(on.paragraph(answer_in_words(to_token(outcome.answer), meaning_of(outcome.answer), how) +
                                  what_to_give(outcome.answer, policy)),
                     is_removed ? look::good : look::bad);
        text += has_event ? on.entry("Event", std::to_string(outcome.sequence)) : "";
        text += set_for_this_run(session.in_force().overrides, on);
        const std::string owed = owed_in_words(outcome.owes, policy.zone, on, how);
        text += is_shown ? '\n' + in_words(outcome.pair, {court, name, central}, policy, on) : "";
        text += owed.empty() ? "" : '\n' + owed;
        write_output(text + (options.is_dry ? on.paragraph("Nothing was written.") : ""));
    }
    if (outcome.answer == unlink_answer::not_linked) {
        tell_near_ids({court, {name}, central}, any_id_unknown, session);
    }
    return is_removed ? exit_status::done : exit_status::reached;
}

}  // namespace

void add_unlink(const command& program) {
    program.add<unlink_options>(
        "unlink",
        "Removes a link\n\n"
        "An authority that the court's policy names removes it, with a reason. Only such an authority can "
        "link the two accounts again. Exit status 1: the link was not removed.",
        "Example:\n  ecflink unlink sqlite:court.db --court nysb --login nquist --central 1000002 --as court "
        "--actor clerk7 --reason \"linked to a namesake\" --key-file court.keys --dry-run",
        add_options, run);
}

}  // namespace ecflink::cli
