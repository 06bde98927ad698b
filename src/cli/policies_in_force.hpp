// policies_in_force.hpp: the policies under which a run decides: the built-in ones, and what the
// command line and a ledger folder add to them.
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include <ecflink/policies/policy_set.hpp>

#include "cli/command.hpp"
#include "cli/json.hpp"
#include "cli/screen.hpp"

namespace ecflink::cli {

struct policy_options {
    std::vector<std::string> files;  ///< or folders
    std::vector<std::string> set;
    bool proofs_are_missing = false;

    /// " --policy FILE --set FINDING=DISPOSITION --proofs-not-recorded", as words of a shell; what
    /// was not given is left out.
    [[nodiscard]] std::string as_shell_words() const;
};
/// Adds --policy and --set.
void add_policy_options(command& command, policy_options& options);
/// Adds --proofs-not-recorded, for commands that look at links that were made.
void add_proofs_not_recorded(command& command, policy_options& options);

struct run_policies {
    policy_set policies;
    std::vector<disposition_override> overrides;  ///< one a finding, in the order of the catalogue
    std::vector<std::string> files;               ///< that were read
    bool has_some_of_ledger = false;              ///< a folder of tables brought a file along
};

/// Reads policy files, each place once however often it is named.
class policy_reader {
public:
    /// The built-in layers, those of the options, and those in the folder policies/ of a folder of
    /// tables (the address of a ledger brings none). Throws a failure with every trouble.
    [[nodiscard]] run_policies load(const policy_options& options, const std::string& ledger_place = {});
    /// The layers of these files and folders. A file that is named twice is one layer.
    [[nodiscard]] std::vector<policy_layer> read(const std::vector<std::string>& files,
                                                 const std::string& ledger_place = {});

private:
    struct place {
        std::vector<policy_layer> layers;
        std::vector<diagnostic> troubles;
    };
    const place& read_place(const std::string& file_or_folder);

    std::map<std::string, place> places_;
};
[[nodiscard]] run_policies load_policies(const policy_options& options, const std::string& ledger_place = {});

/// Says as of when, and under which overrides, to standard error: a CSV result has no place for it.
void state_beside_csv(instant at, std::span<const disposition_override> overrides);
/// What is set for this run, for people; empty if nothing is.
[[nodiscard]] std::string set_for_this_run(std::span<const disposition_override> overrides, const screen& on);
/// The same as a member `set` of a result.
void add_overrides(json& result, std::span<const disposition_override> overrides);

}  // namespace ecflink::cli
