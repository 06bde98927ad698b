// ecflink ledger queue: proposed links that the rules hold, and the clerk who decides.
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
#include "cli/token_text.hpp"

namespace ecflink::cli {
namespace {

// ---- list ---------------------------------------------------------------------------------------

struct list_options {
    std::string address;
    std::string court;
    bool shows_all = false;
    result_options result;
};

void add_list_options(command& command, list_options& options) {
    command.add_option("ADDRESS", "ADDRESS", options.address, "the ledger: sqlite:FILE or postgresql://...");
    command.add_option("--court", "COURT", options.court, "only items of this court");
    command.add_flag("--all", options.shows_all, "also items that were rejected, replaced or linked");
    add_result_options(command, options.result, {"table", "json", "csv"});
}

json as_json(const held_link& item) {
    return {{"item", item.id},
            {"court", item.court.view()},
            {"login", item.login.view()},
            {"central", item.central.view()},
            {"proposed-at", to_text(item.proposed_at)},
            {"state", to_token(item.state)},
            {"found", list_of(item.found)},
            {"approved", list_of(item.approved)},
            {"decided-at", item.decided_at ? json(to_text(*item.decided_at)) : json()},
            {"decided-by", or_null(item.decided_by)},
            {"reason", or_null(item.reason)}};
}

exit_status run_list(const list_options& options) {
    if (options.address.empty()) {
        throw usage_failure("name the ledger: sqlite:FILE or postgresql://...");
    }
    const auto court = read_id_if_given<court_id>("--court", options.court);
    ledger_session session({.address = options.address, .key_file = {}, .policies = {}}, opened_for::reading);
    json list = json::array();
    std::string csv = "item,court,login,central_id,proposed_at,state,found,approved,decided_by,reason\n";
    text_table table({{"ITEM", column_kind::number},
                      {"COURT"},
                      {"LOGIN"},
                      {"CENTRAL"},
                      {"PROPOSED AT"},
                      {"STATE"},
                      {"FOUND", column_kind::wrapped}});
    for (const held_link& one : taken(session.where(), session->held_links(court, options.shows_all))) {
        const std::string item = std::to_string(one.id);
        csv += csv_record({item, one.court.view(), one.login.view(), one.central.view(),
                           to_text(one.proposed_at), to_token(one.state), join(one.found, "|"),
                           join(one.approved, "|"), one.decided_by, one.reason});
        list.push_back(as_json(one));
        table.add({item, one.court.view(), one.login.view(), one.central.view(), to_text(one.proposed_at),
                   to_token(one.state), join(one.found, ", ")});
    }
    const screen on = options.result.make_screen();
    write_output(options.result.format == "json"  ? to_text(list)
                 : options.result.format == "csv" ? csv
                 : table.empty()                  ? on.paragraph("No link waits for a clerk.")
                                                  : table.render(on));
    if (table.empty()) {
        tell_near_ids({court.value_or(court_id{}), {}, {}}, {}, session);
    }
    return exit_status::done;
}

// ---- show, approve, reject ----------------------------------------------------------------------

/// `how`: of a dry run, the state and the decision are those that would be.
std::string in_words(const hold_review& shown, const court_policy& policy, const screen& on,
                     run how = run::write) {
    const bool is_dry = how == run::dry;
    const held_link& item = shown.item;
    std::string text = on.entry("Item", std::to_string(item.id));
    text += on.entry("Proposed", to_text(item.proposed_at, policy.zone));
    text += on.entry(is_dry ? "Would be" : "State",
                     fmt::format("{}: {}", to_token(item.state), meaning_of(item.state)));
    text += on.entry(is_dry ? "By" : "Decided",
                     item.decided_at ? fmt::format("{} by {}: {}", to_text(*item.decided_at, policy.zone),
                                                   item.decided_by, item.reason)
                                     : std::string{});
    text += on.entry("Found", with_dispositions(policy.rules, item.found));
    text += on.entry(is_dry ? "Would cover" : "Approved", with_dispositions(policy.rules, item.approved));
    text += on.entry(is_dry ? "Would last" : "Confirm by",
                     shown.approved_until ? to_text(*shown.approved_until, policy.zone) : "");
    text += shown.has_changed
                ? on.paint(on.entry("Changed",
                                    "A record has changed since the link was proposed: the filer must begin "
                                    "again."),
                           look::caution)
                : "";
    return text + '\n' + in_words(shown.pair, {item.court, item.login, item.central}, policy, on);
}

json to_json(const hold_review& shown, const court_policy& policy) {
    const held_link& item = shown.item;
    json result = as_json(item);
    result["approved-until"] = shown.approved_until ? json(to_text(*shown.approved_until)) : json();
    result["has-changed"] = shown.has_changed;
    result["review"] = cli::to_json(shown.pair, {item.court, item.login, item.central}, policy);
    return result;
}

struct item_options {
    ledger_target target;
    std::uint64_t item = 0;
    std::string actor_id;
    std::string reason;
    std::string at;
    bool is_dry = false;
    result_options result;
};

void add_item(command& command, item_options& options, opened_for purpose) {
    add_ledger_target(command, options.target, purpose);
    command.add_option("ITEM", "N", options.item, "the number of the item").required();
}

void add_show_options(command& command, item_options& options) {
    add_item(command, options, opened_for::reading);
    add_at(command, options.at, time_form::instant);
    add_result_options(command, options.result, {"table", "json"});
}

exit_status run_show(const item_options& options) {
    const instant at = read_time("--at", options.at);
    ledger_session session(options.target, opened_for::reading);
    const hold_review shown = taken(session.where(), session->review_hold(options.item, at));
    const court_policy& policy = session.policy(shown.item.court);
    write_output(options.result.format == "json" ? to_text(to_json(shown, policy))
                                                 : in_words(shown, policy, options.result.make_screen()));
    return exit_status::done;
}

void add_decision_options(command& command, item_options& options) {
    add_item(command, options, opened_for::writing);
    command.add_option("--actor", "ID", options.actor_id, "the clerk's name, for the audit trail").required();
    command.add_option("--reason", "TEXT", options.reason, "why, for the audit trail").required();
    command.add_flag("--dry-run", options.is_dry, "say what the answer would be; write nothing");
    add_at(command, options.at, time_form::instant);
    add_result_options(command, options.result, {"table", "json"});
}

template <hold_state To>
exit_status run_decision(const item_options& options) {
    const instant at = read_time("--at", options.at);
    ledger_session session(options.target, opened_for::writing);
    const acting by{actor::court, options.actor_id, options.reason};
    const run how = options.is_dry ? run::dry : run::write;
    const hold_outcome outcome =
        taken(session.where(), To == hold_state::approved ? session->approve_hold(options.item, by, at, how)
                                                          : session->reject_hold(options.item, by, at, how));
    const court_policy& policy = session.policy(outcome.shown.item.court);
    const bool is_decided =
        outcome.answer == hold_answer::approved || outcome.answer == hold_answer::rejected;
    const bool has_event = is_decided && !options.is_dry;
    if (has_event) {
        note_event(fmt::format("item {} is {}", options.item, to_token(outcome.answer)), outcome.sequence);
    }
    if (options.result.format == "json") {
        json result{{"answer", to_token(outcome.answer)},
                    {"event", has_event ? json(outcome.sequence) : json()},
                    {"dry-run", options.is_dry},
                    {"at", to_text(at)}};
        result.update(to_json(outcome.shown, policy));
        add_overrides(result, session.in_force().overrides);
        write_output(to_text(result));
    } else {
        const screen on = options.result.make_screen();
        std::string text = on.paint(
            on.paragraph(answer_in_words(to_token(outcome.answer), meaning_of(outcome.answer), how) +
                         (outcome.answer == hold_answer::reason_missing ? std::string(give_actor_and_reason)
                                                                        : std::string{})),
            is_decided ? look::good : look::bad);
        text += '\n' + in_words(outcome.shown, policy, on, how) +
                set_for_this_run(session.in_force().overrides, on);
        write_output(text + (options.is_dry ? on.paragraph("Nothing was written.") : ""));
    }
    return is_decided ? exit_status::done : exit_status::reached;
}

}  // namespace

void add_ledger_queue(const command& ledger_group) {
    const command group = ledger_group.add<list_options>(
        "queue",
        "Lists proposed links that wait for a clerk\n\n"
        "`link begin` leaves an item where the rules hold a link. A clerk looks at it, and approves or "
        "rejects it; then the filer links the accounts. Nothing that the rules refuse can be approved.",
        "Example:\n  ecflink ledger queue sqlite:court.db", add_list_options, run_list);
    const std::string last =
        " --key-file court.keys --actor clerk7 --reason \"the court is live\" --at 2022-04-25T14:00:00Z";
    group.add<item_options>(
        "show",
        "Shows an item with both accounts as they are now\n\n"
        "Both names, every finding with its disposition, and what becomes permanent.",
        "Example:\n  ecflink ledger queue show sqlite:court.db 20 --at 2022-04-25T14:00:00Z",
        add_show_options, run_show);
    group.add<item_options>(
        "approve",
        "Approves an item\n\n"
        "It names the findings that it approves. For 14 days, or until a record changes, the filer can link "
        "the accounts; the link keeps what was approved. Exit status 1: not approved, and the answer says "
        "why.",
        "Example:\n  ecflink ledger queue approve sqlite:court.db 20" + last + " --dry-run",
        add_decision_options, run_decision<hold_state::approved>);
    group.add<item_options>(
        "reject",
        "Rejects an item\n\n"
        "The filer may propose the link again. Exit status 1: not rejected, and the "
        "answer says why.",
        "Example:\n  ecflink ledger queue reject sqlite:court.db 20 --key-file court.keys --actor clerk7"
        " --reason \"not the same person\" --at 2022-04-25T14:00:00Z",
        add_decision_options, run_decision<hold_state::rejected>);
}

}  // namespace ecflink::cli
