#include "cli/ledger_session.hpp"

#include <cstdlib>

#include <pwd.h>
#include <unistd.h>

#include <fmt/format.h>

#include <ecflink/decide/readiness.hpp>

#include "cli/command.hpp"
#include "cli/court_text.hpp"
#include "cli/finding_text.hpp"
#include "cli/json.hpp"
#include "cli/ledger_address.hpp"
#include "cli/policies_in_force.hpp"
#include "cli/process.hpp"
#include "cli/screen.hpp"
#include "cli/secret_input.hpp"
#include "cli/shell_text.hpp"
#include "cli/token_text.hpp"

namespace ecflink::cli {

std::string ledger_target::named_key_file() const {
    const char* named = std::getenv("ECFLINK_KEY_FILE");
    return !key_file.empty() || named == nullptr ? key_file : std::string(named);
}

std::string ledger_target::as_shell_words() const {
    return (key_file.empty() ? std::string{} : " --key-file " + shell_word(key_file)) +
           policies.as_shell_words();
}

void add_address(command& command, std::string& target) {
    command.add_option("ADDRESS", "ADDRESS", target, "the ledger: sqlite:FILE or postgresql://...")
        .required();
}

void add_key_file(command& command, std::string& target) {
    command.add_option("--key-file", "FILE", target,
                       "the file of the ledger's keys, which only its owner can read (default: the one that "
                       "ECFLINK_KEY_FILE names)");
}

void add_ledger_target(command& command, ledger_target& target, opened_for purpose) {
    add_address(command, target.address);
    if (purpose == opened_for::writing) {
        add_key_file(command, target.key_file);
    }
    add_policy_options(command, target.policies);
}

void add_at(command& command, std::string& target, time_form form) {
    command.add_option("--at", "TIME", target,
                       form == time_form::instant_or_local
                           ? "when it happens: a local time of the court such as \"2022-04-25 08:00\", or "
                             "2022-04-25T13:00:00Z (default: now)"
                           : "when it happens, such as 2022-04-25T13:00:00Z (default: now)");
}

key_ring read_keys(const ledger_target& target) {
    const std::string file = target.named_key_file();
    if (file.empty()) {
        throw usage_failure(
            "this command needs the ledger's key file; name it with --key-file or ECFLINK_KEY_FILE");
    }
    return read_key_file(file);
}

namespace {

/// The file that ECFLINK_WITNESS names; empty: none.
std::string witness_file() {
    const char* const file = std::getenv("ECFLINK_WITNESS");
    return file == nullptr ? "" : file;
}

/// Adds every checkpoint to that file. The change stands already, so a trouble is only told.
std::function<void(const signed_checkpoint&)> keep_witness() {
    if (witness_file().empty()) {
        return {};
    }
    return [file = witness_file()](const signed_checkpoint& made) {
        try {
            append_to_file(file, to_json_line(made) + '\n');
        } catch (const failure& failed) {
            write_messages("the witness was not kept: " + std::string(failed.what()) + '\n');
        }
    };
}

void keep_files_apart(const ledger_address& where, const std::string& key_file, const std::string& option,
                      const std::string& file) {
    for (const std::string& own : where.files()) {
        refuse_if_same(option, file, own, "the ledger itself");
    }
    refuse_if_same(option, file, key_file, "the key file");
}

ledger_address address_of(const ledger_target& target) {
    ledger_address where = parse_ledger_address(target.address);
    where.options = target.as_shell_words();
    return where;
}

}  // namespace

ledger_options witnessed(const ledger_address& where, const std::string& key_file) {
    if (const std::string file = witness_file(); !file.empty()) {
        keep_files_apart(where, key_file, "ECFLINK_WITNESS", file);
    }
    return {.witness = keep_witness()};
}

ledger_session::ledger_session(const ledger_target& target, opened_for purpose, const std::string& folder)
    : where_(address_of(target)),
      key_file_(target.named_key_file()),
      in_force_(load_policies(target.policies, folder)),
      keys_(purpose == opened_for::writing ? std::optional(read_keys(target)) : std::nullopt),
      ledger_(taken(where_, ledger::open(where_.connector, in_force_.policies, keys_ ? &*keys_ : nullptr,
                                         witnessed(where_, key_file_)))) {}

void ledger_session::keep_apart(const std::string& option, const std::string& file) const {
    keep_files_apart(where_, key_file_, option, file);
}

void ledger_session::require_its_policies() const {
    const std::string its = taken(where_, ledger_.status()).policy_set;
    if (its != in_force_.policies.digest()) {
        fail(where_, {ledger_trouble::other_policies,
                      fmt::format("the ledger works under the policies {}, and these are {}", its,
                                  in_force_.policies.digest())});
    }
}

void add_actor(command& command, std::string& id) {
    command.add_option(
        "--actor", "ID", id,
        "who does this, for the audit trail (default: the name of the user who runs the program)");
}

void add_acting(command& command, acting_options& options, const std::string& name,
                const std::vector<std::string>& words, const std::string& what) {
    const bool is_required = name == "--as";
    command.add_choice(name, options.as, words, what).required(is_required);
    command
        .add_option("--actor", "ID", options.id,
                    "the name of that person, for the audit trail; of a filer, the id of the central account")
        .required(is_required);
    command.add_option("--reason", "TEXT", options.reason, "why, for the audit trail");
}

acting to_acting(const acting_options& options) {
    return {from_token<actor>(options.as).value_or(actor::court), options.id, options.reason};
}

std::optional<acting> to_approval(const acting_options& options) {
    if (options.as.empty() && options.id.empty() && options.reason.empty()) {
        return std::nullopt;
    }
    if (options.as.empty() || is_blank(options.id) || is_blank(options.reason)) {
        throw usage_failure(
            "an approval names who gives it and why: give --approve-as, --actor and --reason together");
    }
    return to_acting(options);
}

void note_event(std::string_view what, std::uint64_t event) {
    if (event != 0) {
        note_change(fmt::format("{} (event {} of the ledger)", what, event));
    }
}

std::string actor_or_user(const std::string& id) {
    if (!is_blank(id)) {
        return id;
    }
    const passwd* user = ::getpwuid(::geteuid());
    return user != nullptr ? std::string(user->pw_name) : std::to_string(::geteuid());
}

std::string outward_in_words(outward_answer answer, const court_policy& policy, const screen& on) {
    const std::string call = call_in_words(policy, "credentials");
    const std::string help = call.empty() ? std::string{} : ", or call " + call;
    switch (answer) {
        case outward_answer::ok: return on.paragraph("The accounts are linked.");
        case outward_answer::not_now:
            return on.paragraph(
                fmt::format("Not now. The court does not link accounts at this time, too many attempts were "
                            "made, or a clerk must decide. Try again later{}.",
                            help));
        case outward_answer::cannot_link: break;
    }
    return on.paragraph(fmt::format("These accounts cannot be linked. Check what you have entered{}.", help));
}

namespace {

/// What became of a ceremony for which its handle no longer stands.
std::string in_words(ceremony_problem problem, handle_outcome of_handle) {
    switch (problem) {
        case ceremony_problem::expired:
            return "The time to confirm is over, or has not begun. Nothing was linked. Begin again.";
        case ceremony_problem::used:
            return of_handle == handle_outcome::committed
                       ? "This was confirmed before, and the accounts were linked then. There is nothing "
                         "left to do."
                       : "This was cancelled before. Nothing was linked. To link the accounts, begin again.";
        case ceremony_problem::withdrawn:
            return "Another attempt to link these accounts has ended since, or they were unlinked. Begin "
                   "again.";
        case ceremony_problem::confirm_mismatch:
            return "What you confirmed is no longer what would be linked. Nothing was linked. Begin again.";
        case ceremony_problem::role_changed:
        case ceremony_problem::account_changed:
            return "The court's record of the account has changed since. Nothing was linked. Begin again.";
        case ceremony_problem::central_changed:
            return "The center's record of the account has changed since. Nothing was linked. Begin again.";
        case ceremony_problem::policy_changed:
            return "The court's policy has changed since. Nothing was linked. Begin again.";
        case ceremony_problem::not_authorized:
            return "The person who is named may not approve this link. Nothing was linked.";
        default: return {};
    }
}

/// What is told to the holder of a handle although the ceremony itself is in order.
enum class told { nothing, already_linked, approval_missing };
told to_be_told(const commit_outcome& outcome, const court_policy& policy) noexcept {
    if (!outcome.is_holder || outcome.problem || outcome.made) {
        return told::nothing;
    }
    if (deciding_findings(policy.rules.dispositions, outcome.decision).contains(finding::already_linked)) {
        return told::already_linked;
    }
    return outcome.decision.verdict == verdict::hold ? told::approval_missing : told::nothing;
}

}  // namespace

std::string_view told_token(const commit_outcome& outcome, const court_policy& policy) noexcept {
    if (outcome.is_holder && outcome.problem) {
        return to_token(*outcome.problem);
    }
    switch (to_be_told(outcome, policy)) {
        case told::already_linked: return to_token(finding::already_linked);
        case told::approval_missing: return "approval-missing";
        case told::nothing: break;
    }
    return {};
}

std::string not_made_in_words(const commit_outcome& outcome, handle_outcome of_handle,
                              const court_policy& policy, const screen& on) {
    if (outcome.is_holder && outcome.problem) {
        if (const std::string text = in_words(*outcome.problem, of_handle); !text.empty()) {
            return on.paragraph(text);
        }
    }
    const std::string call = call_in_words(policy, "credentials");
    switch (to_be_told(outcome, policy)) {
        case told::already_linked:
            return on.paragraph(fmt::format(
                "These two accounts are linked already. There is nothing left to do: sign on with your {}.",
                policy.words.central_account));
        case told::approval_missing:
            return on.paragraph(
                fmt::format("A clerk of the court must approve this link, and has not yet. Nothing was "
                            "linked. Confirm again "
                            "once it is approved{}.",
                            call.empty() ? "" : ", or call " + call));
        case told::nothing: break;
    }
    return outward_in_words(outcome.outward, policy, on);
}

std::string not_cancelled_in_words(const cancel_outcome& outcome, handle_outcome of_handle,
                                   const screen& on) {
    const std::string text =
        outcome.is_holder && outcome.problem ? in_words(*outcome.problem, of_handle) : std::string{};
    return on.paragraph(!text.empty() && outcome.problem != ceremony_problem::expired
                            ? text
                            : "This handle was no longer valid; there is nothing to cancel.");
}

std::string lower_case_in_words(const court_policy& policy, const login& typed, const screen& on) {
    return detail::is_only_miswritten(policy.rules, typed)
               ? on.paragraph("Type the login in lower case: this court takes no capital letters in logins.")
               : std::string{};
}

std::string decision_in_words(const assessment& decision, const std::optional<ceremony_problem>& problem,
                              const court_policy& policy, const screen& on) {
    std::string text = '\n' + on.entry("Verdict", to_token(decision.verdict));
    if (problem) {
        text += on.entry("Problem", fmt::format("{}: {}", to_token(*problem), meaning_of(*problem)));
    }
    const std::string reasons = reasons_as_table(policy, decision.findings, on);
    return text + (reasons.empty() ? "" : '\n' + reasons);
}

void add_decision(json& result, const assessment& decision, const std::optional<ceremony_problem>& problem,
                  const court_policy& policy) {
    result["verdict"] = to_token(decision.verdict);
    result["problem"] = problem ? json(to_token(*problem)) : json(nullptr);
    result["findings"] = reasons_in_full(policy, decision.findings);
}

std::string answer_in_words(std::string_view token, std::string_view meaning, run how) {
    return how == run::dry ? fmt::format("The answer would be {}, which means: {}.", token, meaning)
                           : fmt::format("{}: {}.", token, meaning);
}

std::string owed_in_words(const std::vector<owed>& owes, const std::optional<time_zone>& zone,
                          const screen& on, run how) {
    text_table table(
        {{how == run::dry ? "THEN TO DO" : "STILL TO DO"}, {"AS OF"}, {"WHAT TO DO", column_kind::wrapped}});
    for (const owed& one : owes) {
        table.add({to_token(one.what), zone ? zone->to_local_text(one.due) : to_text(one.due),
                   meaning_of(one.what)});
    }
    return table.empty() ? std::string{} : table.render(on);
}

json list_of(const std::vector<owed>& owes) {
    json list = json::array();
    for (const owed& one : owes) {
        list.push_back(
            {{"obligation", to_token(one.what)}, {"due", to_text(one.due)}, {"text", meaning_of(one.what)}});
    }
    return list;
}

}  // namespace ecflink::cli
