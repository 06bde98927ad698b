// command_line.hpp: what the commands share: options that mean the same everywhere, the policies
// and the ledger they name, and texts about them.
//
// Completion scripts are made from the options themselves: the type name of an option ("FILE",
// "COURT", "table|json|csv") says what may stand there.
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <ecflink/core/assess.hpp>
#include <ecflink/policies/policy_set.hpp>
#include <ecflink/tables/rows.hpp>
#include <ecflink/tables/work.hpp>
#include <ecflink/verify/verify.hpp>

#include "cli/process.hpp"
#include "cli/screen.hpp"

namespace ecflink::cli {

using json = nlohmann::ordered_json;

/// What a command line asks for: set while it is read, run afterwards.
using action = std::function<exit_status()>;

/// Adds a command whose options are kept in an `Options`; `run` gets them once the whole command
/// line has been read.
template <class Options>
CLI::App* add_command(CLI::App& parent, action& chosen, const std::string& name,
                      const std::string& description, const std::string& examples,
                      void (*add_options)(CLI::App&, Options&), exit_status (*run)(const Options&)) {
    CLI::App* command = parent.add_subcommand(name, description);
    command->footer(examples);
    command->group("Commands");
    auto options = std::make_shared<Options>();
    add_options(*command, *options);
    command->callback([options, run, &chosen] { chosen = [options, run] { return run(*options); }; });
    return command;
}

/// An option that takes one of a few words.
CLI::Option* add_choice(CLI::App& command, const std::string& name, std::string& target,
                        const std::vector<std::string>& words, const std::string& description);

/// How a result is shown.
struct result_options {
    std::string format;
    std::string color = "auto";

    [[nodiscard]] screen make_screen() const;
};
/// Adds --format, whose first word is the default, and --color.
void add_result_options(CLI::App& command, result_options& options, const std::vector<std::string>& formats);

/// Which policies are in force besides the built-in ones.
struct policy_options {
    std::vector<std::string> files;
    std::vector<std::string> set;
};
void add_policy_options(CLI::App& command, policy_options& options);

struct run_policies {
    policy_set policies;
    std::vector<disposition_override> overrides;  ///< one a finding, in the order of the catalogue
};

/// The built-in layers, those of the options, and those that a folder of tables brings along (an
/// address brings none). Throws a failure with every trouble.
[[nodiscard]] run_policies load_policies(const policy_options& options, const std::string& ledger_place = {});
/// The layers that the options name, and those that a folder of tables brings along; a file that is
/// named twice is read once.
[[nodiscard]] std::vector<policy_layer> read_layers(const policy_options& options,
                                                    const std::string& ledger_place = {});
[[nodiscard]] std::vector<disposition_override> read_overrides(const policy_options& options);

/// Says as of when, and under which overrides, to standard error: a CSV result has no place for it.
void state_beside_csv(instant at, std::span<const disposition_override> overrides);
/// What is set for this run, for people; nothing if nothing is set.
[[nodiscard]] std::string set_for_this_run(std::span<const disposition_override> overrides, const screen& on);
/// The same as a member `set` of a result.
void add_overrides(json& result, std::span<const disposition_override> overrides);

/// An instant from the command line: RFC 3339, or a local time of the zone; now if the text is
/// empty. Throws a failure that names the option.
[[nodiscard]] instant read_time(const std::string& option, const std::string& text,
                                const std::optional<time_zone>& zone = std::nullopt);
/// "2020-03-30 08:00 CDT (2020-03-30T13:00:00Z)", or without a zone the latter alone.
[[nodiscard]] std::string to_text(instant at, const std::optional<time_zone>& zone);

/// An id from the command line. Throws a failure that names the option.
template <class Id>
[[nodiscard]] Id read_id(const std::string& option, const std::string& text) {
    const auto id = Id::make(text);
    if (!id) {
        throw usage_failure(option + ": the id " + to_message(id.error()) + "; expected 1 to " +
                            std::to_string(Id::capacity) + " bytes of UTF-8");
    }
    return id.value();
}

/// Progress on standard error where people watch it, and the wish to end.
class progress_line {
public:
    progress_line();
    progress_line(const progress_line&) = delete;
    progress_line& operator=(const progress_line&) = delete;
    ~progress_line();

    /// For work of one kind: "verify".
    [[nodiscard]] work_options options(const std::string& kind = {});

private:
    bool is_live_;
    std::string last_;  ///< what stands on the line now; empty: nothing was shown
};

/// Adds the place LEDGER: a folder of tables, or the address of a ledger.
void add_ledger_place(CLI::App& command, std::string& target);
/// Reads the tables of a folder, or of the ledger at an address; throws a failure with every
/// trouble.
[[nodiscard]] ledger_tables read_tables(const std::string& place, const policy_set& policies);
/// The place for a result: an address without its parameters.
[[nodiscard]] std::string shown_place(const std::string& place);
/// Court, login and central id of a link, as they stand where one of them is no id.
[[nodiscard]] std::array<std::string, 3> key_of_link(const ledger_tables& tables, std::size_t row);

/// The purpose for which one asks the service center and not the court.
inline constexpr std::string_view center_purpose = "central-account";

/// Whom to ask for a purpose ("credentials", "filing", "central-account"); where a court names
/// nobody for one of its own two, those of the other.
[[nodiscard]] std::vector<help_entry> whom_to_call(const court_policy& policy, std::string_view purpose);
/// "the help desk for credentials, (608) 264-5178 or (715) 839-2980"; empty if nobody is known.
[[nodiscard]] std::string call_in_words(const court_policy& policy, std::string_view purpose);
[[nodiscard]] json list_of(std::span<const help_entry> entries);

/// "Bankruptcy Court, W.D. Wisconsin (wiwb)", or the id alone.
[[nodiscard]] std::string court_title(const court_policy& policy, std::string_view court);

[[nodiscard]] look look_of(disposition given) noexcept;
[[nodiscard]] look look_of(verdict given) noexcept;

/// Findings with what the policy makes of each, who acts and what to do; nothing if none has any
/// weight.
[[nodiscard]] std::string reasons_as_table(const link_policy& rules, findings found, const screen& on);
/// The same for a JSON result: everything that is so, what the policy ignores included.
[[nodiscard]] json reasons_in_full(const link_policy& rules, findings found);

/// Tokens of findings, lowest first, with something between them.
[[nodiscard]] std::string join(findings found, std::string_view between);
[[nodiscard]] json list_of(findings found);

/// The text, or null where there is none.
[[nodiscard]] json or_null(std::string_view text);

/// The text of a JSON result, with its line feed.
[[nodiscard]] std::string to_text(const json& result);

void add_courts(CLI::App& program, action& chosen);
void add_policy(CLI::App& program, action& chosen);
void add_findings(CLI::App& program, action& chosen);
void add_check(CLI::App& program, action& chosen);
void add_ready(CLI::App& program, action& chosen);
void add_verify(CLI::App& program, action& chosen);
void add_forecast(CLI::App& program, action& chosen);
void add_impact(CLI::App& program, action& chosen);
void add_shadow(CLI::App& program, action& chosen);
void add_generate(CLI::App& program, action& chosen);
void add_ledger(CLI::App& program, action& chosen);
void add_link(CLI::App& program, action& chosen);
void add_unlink(CLI::App& program, action& chosen);
void add_import(CLI::App& program, action& chosen);
void add_access(CLI::App& program, action& chosen);
void add_sign_on(CLI::App& program, action& chosen);
void add_register(CLI::App& program, action& chosen);
void add_agent(CLI::App& program, action& chosen);
void add_audit(CLI::App& program, action& chosen);
void add_replay(CLI::App& program, action& chosen);
void add_completion(CLI::App& program, action& chosen);

}  // namespace ecflink::cli
