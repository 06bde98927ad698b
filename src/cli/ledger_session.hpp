// ledger_session.hpp: what the commands over a ledger share: the ledger they work on, its keys and
// policies, who acts, and texts about answers.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/command.hpp"
#include "cli/json.hpp"
#include "cli/ledger_address.hpp"
#include "cli/policies_in_force.hpp"
#include "cli/screen.hpp"

namespace ecflink::cli {

struct ledger_target {
    std::string address;
    std::string key_file;
    policy_options policies;

    /// The file of --key-file, or of ECFLINK_KEY_FILE; empty if neither names one.
    [[nodiscard]] std::string named_key_file() const;
    /// The options of the command line that another command over the ledger needs, as words of a
    /// shell: " --key-file court.keys --policy court.json".
    [[nodiscard]] std::string as_shell_words() const;
};

/// Whether a command changes the ledger, or opens handles: both take its keys, so that checkpoints
/// of the audit trail are never left out.
enum class opened_for { reading, writing };

void add_address(command& command, std::string& target);
void add_key_file(command& command, std::string& target);
/// Adds ADDRESS, for writing --key-file, and the options of policies.
void add_ledger_target(command& command, ledger_target& target, opened_for purpose);
/// Whether a time is an instant, or may be a local time of the court that the command names.
enum class time_form { instant, instant_or_local };
/// Adds --at.
void add_at(command& command, std::string& target, time_form form);

/// The ledger that a command line names, opened under the policies that it names. What it answers
/// otherwise, for policies that are not the ledger's, is a failure for reading commands as well: an
/// answer about a person is given under the rules that are in force.
class ledger_session {
public:
    /// `folder`: of tables that are read into the ledger, whose policies are in force too.
    ledger_session(const ledger_target& target, opened_for purpose, const std::string& folder = {});
    ledger_session(const ledger_session&) = delete;
    ledger_session& operator=(const ledger_session&) = delete;

    [[nodiscard]] ledger* operator->() noexcept { return &ledger_; }
    [[nodiscard]] const ledger_address& where() const noexcept { return where_; }
    [[nodiscard]] const run_policies& in_force() const noexcept { return in_force_; }
    [[nodiscard]] const court_policy& policy(const court_id& court) const noexcept {
        return in_force_.policies.find(court.view());
    }
    /// Throws a failure if a file that is to be written is the ledger itself, or its key file.
    void keep_apart(const std::string& option, const std::string& file) const;
    /// Throws a failure if the ledger works under other policies. Commands that change something
    /// need not ask: the ledger does.
    void require_its_policies() const;

private:
    ledger_address where_;
    std::string key_file_;
    run_policies in_force_;
    std::optional<key_ring> keys_;
    ledger ledger_;
};

/// Options under which each checkpoint goes to the file that ECFLINK_WITNESS names, if it names
/// one. A failure if that is the ledger itself, or its key file.
[[nodiscard]] ledger_options witnessed(const ledger_address& where, const std::string& key_file);

/// The keys of the ledger; a failure if none are named.
[[nodiscard]] key_ring read_keys(const ledger_target& target);

/// Who acts, and why.
struct acting_options {
    std::string as;
    std::string id;
    std::string reason;
};
/// Adds `name` (--as, --approve-as) for one of the words, --actor and --reason.
void add_acting(command& command, acting_options& options, const std::string& name,
                const std::vector<std::string>& words, const std::string& what);
/// Adds --actor alone, for what only staff does: by default the name of the user who runs the
/// program.
void add_actor(command& command, std::string& id);
[[nodiscard]] acting to_acting(const acting_options& options);
/// The approval that was given; empty if none was. Throws a failure if it is incomplete.
[[nodiscard]] std::optional<acting> to_approval(const acting_options& options);
/// Notes a change of the ledger, with the event that says so; nothing if there is none.
void note_event(std::string_view what, std::uint64_t event);

/// The user who runs the program, or the one named.
[[nodiscard]] std::string actor_or_user(const std::string& id);

/// What may be said outside, in words, and whom to call.
[[nodiscard]] std::string outward_in_words(outward_answer answer, const court_policy& policy,
                                           const screen& on);
/// Why a handle did not link the accounts, as a token for programs: "expired", "already-linked",
/// "approval-missing"; empty if that may not be told, or is a refusal.
[[nodiscard]] std::string_view told_token(const commit_outcome& outcome, const court_policy& policy) noexcept;
/// What came of a commit that made no link, for whoever asked: the reason where the asker holds the
/// handle and it is no refusal of the accounts, else the answer that may be said outside.
[[nodiscard]] std::string not_made_in_words(const commit_outcome& outcome, handle_outcome of_handle,
                                            const court_policy& policy, const screen& on);
/// The same of a cancellation that came too late.
[[nodiscard]] std::string not_cancelled_in_words(const cancel_outcome& outcome, handle_outcome of_handle,
                                                 const screen& on);
/// What to type if capital letters are all that is wrong with a login; it says nothing of whether
/// there is such an account.
[[nodiscard]] std::string lower_case_in_words(const court_policy& policy, const login& typed,
                                              const screen& on);
/// A decision for the operator's eyes: the problem, and every finding with who acts and the remedy.
[[nodiscard]] std::string decision_in_words(const assessment& decision,
                                            const std::optional<ceremony_problem>& problem,
                                            const court_policy& policy, const screen& on);
/// The same as members of a JSON result.
void add_decision(json& result, const assessment& decision, const std::optional<ceremony_problem>& problem,
                  const court_policy& policy);

/// "removed: the link is removed."; of a dry run, that it would be so.
[[nodiscard]] std::string answer_in_words(std::string_view token, std::string_view meaning, run how);
/// What to give where the actor or the reason is missing.
inline constexpr std::string_view give_actor_and_reason = " Give --actor and --reason.";

[[nodiscard]] std::string owed_in_words(const std::vector<owed>& owes, const std::optional<time_zone>& zone,
                                        const screen& on, run how = run::write);
[[nodiscard]] json list_of(const std::vector<owed>& owes);

}  // namespace ecflink::cli
