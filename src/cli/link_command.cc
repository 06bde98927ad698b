// ecflink link: the ceremony. begin proves both accounts and shows both names, commit makes the
// link for good, cancel goes back.
#include <filesystem>
#include <stdexcept>

#include <unistd.h>

#include <fmt/format.h>

#include <ecflink/ledger/handle.hpp>

#include "cli/arguments.hpp"
#include "cli/command.hpp"
#include "cli/commands.hpp"
#include "cli/finding_text.hpp"
#include "cli/handle_file.hpp"
#include "cli/json.hpp"
#include "cli/ledger_address.hpp"
#include "cli/ledger_session.hpp"
#include "cli/near_ids.hpp"
#include "cli/policies_in_force.hpp"
#include "cli/process.hpp"
#include "cli/result_options.hpp"
#include "cli/screen.hpp"
#include "cli/secret_input.hpp"
#include "cli/shell_text.hpp"
#include "cli/text_list.hpp"
#include "cli/token_text.hpp"

namespace ecflink::cli {
namespace {

// ---- the confirm page ---------------------------------------------------------------------------

/// Question, both names side by side, and what becomes of what.
std::string in_words(const confirm_page& page, const screen& on) {
    std::string text =
        on.paint(on.paragraph(page.court + ": link a court account to a central account"), look::strong);
    text += '\n' + on.paragraph("Do you want to link these two accounts?") + '\n';
    text_table names({{""}, {"NAME", column_kind::wrapped}, {"ACCOUNT"}});
    names.add({"CM/ECF", page.account_name, fmt::format("login {}, {}", page.account, to_token(page.role))});
    names.add({"PACER", page.central_name, fmt::format("account {}", page.central)});
    text += names.render(on) + '\n';
    if (!page.look_twice.empty()) {
        text += on.paint(
            on.entry("Look twice", join(page.look_twice, " ") + " Go back unless both accounts are yours."),
            look::caution);
    }
    text += on.entry("For good", page.permanent);
    if (!page.contacts_not_carried.empty()) {
        text += on.entry("Contacts",
                         "These addresses get no rights from the link, because nobody has proven them: " +
                             join(page.contacts_not_carried, ", "));
    }
    if (!page.agents_not_carried.empty()) {
        text += on.entry(
            "Agents", "These filing agents must link accounts of their own before they can file for you: " +
                          join(page.agents_not_carried, ", "));
    }
    return text;
}

json to_json(const confirm_page& page) {
    return {
        {"court", page.court},
        {"account", {{"name", page.account_name}, {"login", page.account}, {"role", to_token(page.role)}}},
        {"central", {{"name", page.central_name}, {"id", page.central}}},
        {"names-differ", page.names_differ},
        {"look-twice", page.look_twice},
        {"permanent", page.permanent},
        {"contacts-not-carried", page.contacts_not_carried},
        {"agents-not-carried", page.agents_not_carried}};
}

json page_or_null(const std::optional<confirm_page>& page) { return page ? to_json(*page) : json(nullptr); }

// ---- what came of a commit ----------------------------------------------------------------------

std::string in_words(const commit_outcome& outcome, handle_outcome of_handle, const court_policy& policy,
                     const screen& on) {
    if (!outcome.made) {
        return on.paint(not_made_in_words(outcome, of_handle, policy, on), look::bad);
    }
    std::string text = on.paint(outward_in_words(outcome.outward, policy, on), look::good);
    text += on.paragraph(fmt::format(
        "From now on the {} is used to view and to file in {}. Menus that are open still show the "
        "old state: reload them.",
        policy.words.central_account,
        policy.name.empty() ? std::string(outcome.made->court.view()) : policy.name));
    text += '\n' + on.entry("Event", std::to_string(outcome.sequence));
    return text + '\n' + owed_in_words(outcome.owes, policy.zone, on);
}

void note_outcome(const commit_outcome& outcome) {
    note_event(
        outcome.made ? "the accounts are linked" : "the accounts are not linked, and the refusal is recorded",
        outcome.sequence);
}

/// A dry run has no event.
void add_outcome(json& result, const commit_outcome& outcome, const court_policy& policy,
                 bool is_dry = false) {
    result["answer"] = to_token(outcome.outward);
    result["linked-at"] = outcome.made && outcome.made->row.linked_at
                              ? json(to_text(*outcome.made->row.linked_at))
                              : json(nullptr);
    result["event"] = outcome.made && !is_dry ? json(outcome.sequence) : json(nullptr);
    result["approved"] = outcome.made ? list_of(outcome.made->row.approved) : json::array();
    result["owed"] = outcome.made ? list_of(outcome.owes) : json::array();
    result["because"] = or_null(told_token(outcome, policy));
}

// ---- begin --------------------------------------------------------------------------------------

struct begin_options {
    ledger_target target;
    pair_options pair;
    std::string handle_file;
    std::optional<int> central_descriptor;
    std::optional<int> account_descriptor;
    bool has_second_factor = false;
    bool is_dry = false;
    bool explains = false;
    acting_options approval;
    std::string at;
    result_options result;
};

void add_approval(command& command, acting_options& options) {
    add_acting(command, options, "--approve-as", words_of<actor>(),
               "who approves a link that the rules hold, or that was removed before");
}

void add_explain(command& command, bool& target) {
    command.add_flag(
        "--explain", target,
        "also show every finding, with who acts and the remedy; for the operator, not for the filer");
}

void add_begin_options(command& command, begin_options& options) {
    add_ledger_target(command, options.target, opened_for::writing);
    add_pair(command, options.pair);
    command
        .add_option(
            "--handle-file", "FILE", options.handle_file,
            "the file to write the handle to, which only its owner can read; commit and cancel read it")
        .required();
    add_descriptor(command, "--central-password-fd", options.central_descriptor, "the central account");
    add_descriptor(command, "--account-password-fd", options.account_descriptor, "the court account");
    command.add_flag("--second-factor", options.has_second_factor,
                     "the center has seen the second factor at this sign-on");
    command.add_flag("--dry-run", options.is_dry,
                     "ask for no password, and say what the answer would be if both were right; for the "
                     "operator, not for the filer; write nothing");
    add_approval(command, options.approval);
    add_explain(command, options.explains);
    add_at(command, options.at, time_form::instant_or_local);
    add_result_options(command, options.result, {"table", "json"});
}

/// One question of the ledger's own store of passwords.
bool is_password(ledger_session& session, const credential_owner& owner, const secret& given) {
    const auto answer = session->check_password(owner, given.view());
    if (!answer) {
        throw std::runtime_error("no answer");  // the ledger says that the check failed
    }
    return answer.value();
}

/// A handle file may take the place of another one, and of nothing else.
void require_handle_file_or_none(const std::string& file) {
    if (std::error_code ignored; std::filesystem::exists(file, ignored)) {
        require_handle_file(file);
    }
}

/// How the filer goes on from the confirm page.
std::string ways_on(const begin_options& options, const begin_outcome& proposal, instant expires,
                    const court_policy& policy, const screen& on) {
    const std::string line = fmt::format("{} --handle-file {}{}", shell_word(options.target.address),
                                         shell_word(options.handle_file), options.target.as_shell_words());
    std::string text = '\n' + command_entry("Go on", "ecflink link commit " + line, on);
    text += command_entry("Go back, if the names are not both yours", "ecflink link cancel " + line, on);
    text += on.entry("Confirm by", to_text(expires, policy.zone));
    return text +
           (proposal.held_as != 0
                ? on.entry(
                      "Clerk",
                      fmt::format("A clerk must approve. It is item {} of the clerks' queue; go on once it "
                                  "is approved. A clerk who is here gives commit --approve-as, --actor "
                                  "and --reason.",
                                  proposal.held_as))
            : proposal.needs_approval
                ? on.entry("Clerk", "A clerk must approve: give commit --approve-as, --actor and --reason.")
                : "");
}

/// True if a dry run came to a page, or to a link in a court of one step.
bool has_page(const ledger::begun& asked) {
    return asked.committed ? asked.committed->made.has_value() : asked.proposal.page.has_value();
}

/// What begin would answer, if both passwords were right.
void write_asked(const ledger::begun& asked, const begin_options& options, const ledger_session& session,
                 const court_policy& policy, const login& typed, instant at, bool is_approving) {
    const begin_outcome& proposal = asked.proposal;
    const bool explains = options.explains || is_approving;
    const screen on = options.result.make_screen();
    if (options.result.format == "json") {
        json result;
        result["answer"] = to_token(proposal.outward);
        if (asked.committed) {
            add_outcome(result, *asked.committed, policy, true);
        }
        result["page"] = page_or_null(proposal.page);
        result["handle-file"] = nullptr;
        result["expires"] = proposal.ends ? json(to_text(*proposal.ends)) : json(nullptr);
        result["needs-approval"] = proposal.page && proposal.needs_approval;
        result["item"] = nullptr;
        result["dry-run"] = true;
        result["at"] = to_text(at);
        add_overrides(result, session.in_force().overrides);
        if (explains) {
            add_decision(result, proposal.decision, proposal.problem, policy);
        }
        write_output(to_text(result));
        return;
    }
    std::string text;
    if (proposal.page) {
        text = in_words(*proposal.page, on) + '\n';
    }
    text += !has_page(asked)
                ? outward_in_words(proposal.outward, policy, on) + lower_case_in_words(policy, typed, on)
            : asked.committed ? on.paragraph("The accounts would be linked.")
            : proposal.needs_approval
                ? on.paragraph("This page would be shown. A clerk would have to approve.")
                : on.paragraph("This page would be shown.");
    text += set_for_this_run(session.in_force().overrides, on);
    text += explains ? decision_in_words(proposal.decision, proposal.problem, policy, on) : "";
    write_output(text + on.paragraph("No password was asked for or checked. Nothing was written."));
}

exit_status run_begin(const begin_options& options) {
    const auto [court, typed, central] = read_pair(options.pair);
    const std::optional<acting> approved = to_approval(options.approval);
    ledger_session session(options.target, opened_for::writing);
    session.require_its_policies();
    const court_policy& policy = session.policy(court);
    const instant at = read_time("--at", options.at, session.in_force().policies, court);
    session.keep_apart("--handle-file", options.handle_file);
    if (options.is_dry) {
        require_handle_file_or_none(options.handle_file);
        const signed_on who{central, {proof_class::none, at}, digest_of(to_hex(random_bytes<32>()))};
        const account_check none = [](const court_id&, const login&) { return proof_class::none; };
        const ledger::begun asked =
            taken(session.where(), session->begin(who, court, typed, none, at, approved, run::dry));
        write_asked(asked, options, session, policy, typed, at, approved.has_value());
        tell_near_ids({court, {typed}, central}, asked.proposal.decision.findings, session);
        return has_page(asked) ? exit_status::done : exit_status::reached;
    }
    whole_file file(options.handle_file, readable_by::owner);
    require_handle_file_or_none(options.handle_file);
    // Both are asked for before either is checked: the questions do not tell which was wrong.
    const secret central_password =
        read_password("--central-password-fd", options.central_descriptor,
                      fmt::format("Password of {} {}: ", policy.words.central_account, options.pair.central));
    const secret account_password =
        read_password("--account-password-fd", options.account_descriptor,
                      fmt::format("Password of login {} at {} ({}): ", options.pair.login, options.pair.court,
                                  policy.words.court_account));

    handle_file kept;
    kept.session = to_hex(random_bytes<32>());
    kept.court = court;
    kept.central = central;
    const bool is_central_proven =
        taken(session.where(), session->check_central_password(central, central_password.view(), at));
    const proof_class shown_class =
        options.has_second_factor ? proof_class::password_mfa : proof_class::password;
    const signed_on who{
        central, {is_central_proven ? shown_class : proof_class::none, at}, digest_of(kept.session)};
    const account_check check = [&](const court_id& of_court, const login& of_login) {
        const credential_owner owner{of_court, std::string(of_login.view())};
        return is_password(session, owner, account_password) ? proof_class::password : proof_class::none;
    };
    ledger::begun begun = taken(session.where(), session->begin(who, court, typed, check, at, approved));
    begin_outcome& proposal = begun.proposal;

    const bool is_proposed = !proposal.handle.empty();
    note_change(is_proposed ? "the link is proposed" : "the attempt is recorded");
    if (proposal.held_as != 0) {
        note_change(fmt::format("item {} waits for a clerk", proposal.held_as));
    }
    if (begun.committed) {
        note_outcome(*begun.committed);
    }
    if (is_proposed) {
        kept.handle = std::move(proposal.handle);
        kept.shown = proposal.shown;
        std::string text = to_text(kept);
        file.write(text);
        wipe(text);
        file.finish();
        file.appear();
    }
    const instant expires = proposal.ends.value_or(at);
    const screen on = options.result.make_screen();
    std::string text;
    if (options.result.format == "json") {
        json result;
        result["answer"] = to_token(proposal.outward);
        if (begun.committed) {
            add_outcome(result, *begun.committed, policy);
        }
        result["page"] = is_proposed ? page_or_null(proposal.page) : json(nullptr);
        result["handle-file"] = is_proposed ? json(options.handle_file) : json(nullptr);
        result["expires"] = is_proposed ? json(to_text(expires)) : json(nullptr);
        result["needs-approval"] = is_proposed && proposal.needs_approval;
        result["item"] = proposal.held_as != 0 ? json(proposal.held_as) : json(nullptr);
        result["dry-run"] = false;
        result["at"] = to_text(at);
        add_overrides(result, session.in_force().overrides);
        if (options.explains || approved) {  // who approves sees everything
            add_decision(result, proposal.decision, proposal.problem, policy);
        }
        text = to_text(result);
    } else {
        text = begun.committed ? in_words(*begun.committed, handle_outcome::unused, policy, on)
               : is_proposed ? in_words(*proposal.page, on) + ways_on(options, proposal, expires, policy, on)
                             : on.paint(outward_in_words(proposal.outward, policy, on), look::bad) +
                                   lower_case_in_words(policy, typed, on);
        text += set_for_this_run(session.in_force().overrides, on);
        text += options.explains || approved
                    ? decision_in_words(proposal.decision, proposal.problem, policy, on)
                    : "";
    }
    write_output(text);
    const bool is_for_operator = options.explains || approved;  // the filer learns of no other account
    tell_near_ids({court, {typed}, central}, is_for_operator ? proposal.decision.findings : findings{},
                  session);
    const bool is_made = begun.committed && begun.committed->made;
    return is_proposed || is_made ? exit_status::done : exit_status::reached;
}

// ---- commit -------------------------------------------------------------------------------------

struct commit_options {
    ledger_target target;
    std::string handle_file;
    std::string record;
    bool is_sure = false;
    bool is_dry = false;
    bool explains = false;
    acting_options approval;
    std::string at;
    result_options result;
};

void add_handle_file(command& command, std::string& target) {
    command.add_option("--handle-file", "FILE", target, "the file that begin wrote").required();
}

void add_commit_options(command& command, commit_options& options) {
    add_ledger_target(command, options.target, opened_for::writing);
    add_handle_file(command, options.handle_file);
    command.add_flag("--yes", options.is_sure, "the page was confirmed; do not ask");
    command.add_option("--record", "FILE", options.record,
                       "the file to write the decision record to, for `ecflink replay`");
    command.add_flag("--dry-run", options.is_dry,
                     "show the page and say what the answer would be; write nothing");
    add_approval(command, options.approval);
    add_explain(command, options.explains);
    add_at(command, options.at, time_form::instant_or_local);
    add_result_options(command, options.result, {"table", "json"});
}

/// The page as it would be shown now, and what the answer would be.
void write_asked(const begin_outcome& seen, const commit_outcome& asked, handle_outcome of_handle,
                 const ledger_session& session, const court_policy& policy, instant at, bool explains,
                 const result_options& how) {
    const screen on = how.make_screen();
    if (how.format == "json") {
        json result;
        add_outcome(result, asked, policy, true);
        result["page"] = page_or_null(seen.page);
        result["dry-run"] = true;
        result["at"] = to_text(at);
        add_overrides(result, session.in_force().overrides);
        if (explains) {
            add_decision(result, asked.decision, asked.problem, policy);
        }
        write_output(to_text(result));
        return;
    }
    std::string text = seen.page && !seen.problem ? in_words(*seen.page, on) + '\n' : std::string{};
    text += asked.made
                ? on.paragraph("The accounts would be linked.")
                : on.paragraph("The answer would be:") + not_made_in_words(asked, of_handle, policy, on);
    text += explains ? decision_in_words(asked.decision, asked.problem, policy, on) : "";
    write_output(text + on.paragraph("Nothing was written."));
}

handle_outcome outcome_of(ledger_session& session, const handle_file& kept) {
    return taken(session.where(), session->outcome_of(kept.handle));
}

exit_status run_commit(const commit_options& options) {
    handle_file kept;
    read_handle_file(options.handle_file, kept);
    ledger_session session(options.target, opened_for::writing);
    session.require_its_policies();
    const court_policy& policy = session.policy(kept.court);
    const instant at = read_time("--at", options.at, policy.zone);
    confirmation_request request = kept.to_request();
    request.approved = to_approval(options.approval);
    const bool explains = options.explains || request.approved;  // who approves sees everything
    const begin_outcome seen = taken(session.where(), session->peek(request, at));
    if (options.is_dry) {
        const commit_outcome asked = taken(session.where(), session->commit(request, at, run::dry));
        write_asked(seen, asked, outcome_of(session, kept), session, policy, at, explains, options.result);
        return asked.made ? exit_status::done : exit_status::reached;
    }
    std::optional<whole_file> record;
    if (!options.record.empty()) {
        session.keep_apart("--record", options.record);
        record.emplace(options.record, readable_by::owner);
    }
    const screen on = options.result.make_screen();
    // The ledger refuses a page that is no longer the one that was shown, so the filer is not
    // asked.
    const bool is_as_shown = seen.page && !seen.problem && seen.shown == kept.shown;
    const std::string page = is_as_shown ? in_words(*seen.page, on) + '\n' : std::string{};
    if (!options.is_sure && is_as_shown) {
        const std::optional<bool> answer =
            ask_at_terminal(in_words(*seen.page, screen{.width = on.width, .has_color = false}),
                            "\nType yes to link permanently; anything else stops here: ");
        if (!answer) {
            throw usage_failure(
                "there is no terminal to ask for confirmation; --yes says that the page was confirmed");
        }
        if (!*answer) {
            write_output(
                on.paragraph("Nothing was linked. The handle stays valid until it expires or `ecflink link "
                             "cancel` ends it."));
            return exit_status::reached;
        }
    }
    const commit_outcome outcome = taken(session.where(), session->commit(request, at));
    note_outcome(outcome);
    const handle_outcome of_handle = outcome.made ? handle_outcome::committed : outcome_of(session, kept);
    if (record && outcome.made) {
        record->write(outcome.record);
        record->finish();
        record->appear();
    }
    if (options.result.format == "json") {
        json result;
        add_outcome(result, outcome, policy);
        result["page"] = is_as_shown ? page_or_null(seen.page) : json(nullptr);
        result["dry-run"] = false;
        result["at"] = to_text(at);
        add_overrides(result, session.in_force().overrides);
        if (explains) {
            add_decision(result, outcome.decision, outcome.problem, policy);
        }
        write_output(to_text(result));
    } else {
        write_output((options.is_sure ? page : std::string{}) + in_words(outcome, of_handle, policy, on) +
                     set_for_this_run(session.in_force().overrides, on) +
                     (explains ? decision_in_words(outcome.decision, outcome.problem, policy, on) : ""));
    }
    if (outcome.made) {
        ::unlink(options.handle_file.c_str());  // it is used up, and the result was handed out
    }
    return outcome.made ? exit_status::done : exit_status::reached;
}

// ---- cancel -------------------------------------------------------------------------------------

struct cancel_options {
    ledger_target target;
    std::string handle_file;
    bool is_dry = false;
    bool explains = false;
    std::string at;
    result_options result;
};

void add_cancel_options(command& command, cancel_options& options) {
    add_ledger_target(command, options.target, opened_for::writing);
    add_handle_file(command, options.handle_file);
    command.add_flag("--dry-run", options.is_dry, "say what the answer would be; write nothing");
    command.add_flag("--explain", options.explains,
                     "also show why it could not be cancelled; for the operator, not for the filer");
    add_at(command, options.at, time_form::instant_or_local);
    add_result_options(command, options.result, {"table", "json"});
}

exit_status run_cancel(const cancel_options& options) {
    handle_file kept;
    read_handle_file(options.handle_file, kept);
    ledger_session session(options.target, opened_for::writing);
    session.require_its_policies();
    const instant at = read_time("--at", options.at, session.policy(kept.court).zone);
    const cancel_outcome outcome = taken(
        session.where(), session->cancel(kept.to_request(), at, options.is_dry ? run::dry : run::write));
    const bool is_cancelled_now = outcome.outward == outward_answer::ok;
    if (!options.is_dry) {
        note_change(is_cancelled_now ? "the handle is cancelled" : "the refusal is recorded");
    }
    const screen on = options.result.make_screen();
    if (options.result.format == "json") {
        json result;
        result["answer"] = to_token(outcome.outward);
        result["dry-run"] = options.is_dry;
        result["at"] = to_text(at);
        add_overrides(result, session.in_force().overrides);
        if (options.explains) {
            result["problem"] = outcome.problem ? json(to_token(*outcome.problem)) : json(nullptr);
        }
        write_output(to_text(result));
    } else {
        std::string text =
            on.paragraph(options.is_dry ? "This handle would no longer be valid, and nothing would be linked."
                                        : "Nothing was linked, and this handle can no longer be used.");
        if (!is_cancelled_now) {
            text = not_cancelled_in_words(outcome, outcome_of(session, kept), on);
        }
        if (options.explains && outcome.problem) {
            text += on.entry("Problem",
                             fmt::format("{}: {}", to_token(*outcome.problem), meaning_of(*outcome.problem)));
        }
        write_output(text + (options.is_dry ? on.paragraph("Nothing was written.") : ""));
    }
    if (is_cancelled_now && !options.is_dry) {
        ::unlink(options.handle_file.c_str());
    }
    return is_cancelled_now ? exit_status::done : exit_status::reached;
}

}  // namespace

void add_link(const command& program) {
    const command group =
        program.add_group("link",
                          "Links a court account to a central account\n\n"
                          "There are two steps: begin proves both accounts and shows both names; commit "
                          "links them for good, or cancel goes back. Courts that use one step link at begin.",
                          "Example:\n  ecflink link commit sqlite:court.db --handle-file link.json "
                          "--key-file court.keys --at 2022-04-25T08:12 --dry-run");
    group.add<begin_options>(
        "begin",
        "Proves both accounts and shows both names\n\n"
        "The passwords are those that the ledger keeps. The program asks for them on the terminal, or reads "
        "them from file descriptors; if both are the same one, its first line is the central account's. "
        "Standard output shows only what the filer may know. Exit status 1: refused.",
        "Example:\n  ecflink link begin sqlite:court.db --court wiwd --login asample --central 1000001 "
        "--handle-file new.json --key-file court.keys --at 2022-04-25T08:10 --central-password-fd 3 "
        "--account-password-fd 4 3<<<\"a sample\" 4<<<\"another sample\"",
        add_begin_options, run_begin);
    group.add<commit_options>(
        "commit",
        "Links both accounts for good\n\n"
        "Shows the page again, asks the filer on the terminal, and decides everything again. The handle file "
        "is removed once it is used up. Exit status 1: not linked.",
        "Example:\n  ecflink link commit sqlite:court.db --handle-file link.json --key-file court.keys --at "
        "2022-04-25T08:12 --yes",
        add_commit_options, run_commit);
    group.add<cancel_options>(
        "cancel",
        "Goes back from the confirm page\n\n"
        "Nothing is linked, and the handle is no longer valid. Exit status 1: it was not valid before.",
        "Example:\n  ecflink link cancel sqlite:court.db --handle-file link.json --key-file court.keys --at "
        "2022-04-25T08:12",
        add_cancel_options, run_cancel);
}

}  // namespace ecflink::cli
