#include "cli/policies_in_force.hpp"

#include <filesystem>
#include <set>
#include <system_error>

#include <ecflink/text/time_text.hpp>

#include "cli/finding_text.hpp"
#include "cli/ledger_address.hpp"
#include "cli/shell_text.hpp"
#include "cli/text_list.hpp"
#include "cli/token_text.hpp"

namespace ecflink::cli {
namespace {

/// What every link has that was made with proofs of which no ledger holds a record.
constexpr finding of_missing_proofs[] = {finding::central_proof_insufficient,
                                         finding::account_proof_insufficient, finding::confirmation_missing};

std::vector<disposition_override> read_overrides(const policy_options& options) {
    std::map<finding, disposition> last;
    if (options.proofs_are_missing) {
        for (const finding one : of_missing_proofs) {
            last[one] = disposition::ignore;
        }
    }
    for (const std::string& given : options.set) {
        const std::size_t equals = given.find('=');
        const std::string token = given.substr(0, equals);
        const auto of = from_token<finding>(token);
        if (!of) {
            throw value_failure("--set " + given + ": " + no_such_finding(token));
        }
        const auto to =
            equals == std::string::npos ? std::nullopt : from_token<disposition>(given.substr(equals + 1));
        if (!to) {
            throw value_failure("--set " + given + ": expected " + token + "= and then " +
                                or_list(words_of<disposition>()));
        }
        last[*of] = *to;
    }
    std::vector<disposition_override> overrides;
    for (const auto& [of, to] : last) {
        overrides.push_back({of, to});
    }
    return overrides;
}

/// Why a folder cannot be listed; it must not pass for one without policies.
std::error_code problem_of_listing(const std::string& folder) {
    std::error_code problem;
    static_cast<void>(std::filesystem::directory_iterator(folder, problem));
    return problem;
}

/// The folder of policies of a folder of tables; empty if it has none.
std::string policies_folder(const std::string& ledger_place) {
    if (ledger_place.empty() || is_ledger_address(ledger_place)) {
        return {};
    }
    const std::filesystem::path folder = std::filesystem::path(ledger_place) / "policies";
    std::error_code problem;
    return std::filesystem::status(folder, problem).type() == std::filesystem::file_type::not_found
               ? std::string{}
               : folder.string();
}

/// Throws a failure if the system has no time zones, which every court of the directory needs.
void require_time_zones() {
    if (!time_zone::find("America/New_York")) {
        throw failure(exit_status::environment,
                      "ecflink: there is no time zone database; install the package tzdata, or name the "
                      "folder that holds one in TZDIR");
    }
}

std::string in_words(std::span<const disposition_override> overrides) {
    std::vector<std::string> texts;
    for (const auto& [of, to] : overrides) {
        texts.push_back(std::string(to_token(of)) + '=' + std::string(to_token(to)));
    }
    return join(texts, ", ");
}

}  // namespace

std::string policy_options::as_shell_words() const {
    std::string words;
    for (const std::string& file : files) {
        words += " --policy " + shell_word(file);
    }
    for (const std::string& one : set) {
        words += " --set " + shell_word(one);
    }
    return words + (proofs_are_missing ? " --proofs-not-recorded" : "");
}

void add_policy_options(command& command, policy_options& options) {
    command.add_option(
        "--policy", "FILE|FOLDER", options.files,
        "a policy file, or a folder of *.json, to add to the built-in policies; may be given again");
    command.add_option("--set", "FINDING=DISPOSITION", options.set,
                       "the disposition of a finding in every court, for this run (refuse, hold, note, "
                       "ignore); may be given again; the result shows it");
}

void add_proofs_not_recorded(command& command, policy_options& options) {
    std::string set;
    for (const finding one : of_missing_proofs) {
        set += " --set " + std::string(to_token(one)) + "=ignore";
    }
    command.add_flag("--proofs-not-recorded", options.proofs_are_missing,
                     "the ledger has no record of what was proven and confirmed: the same as" + set);
}

const policy_reader::place& policy_reader::read_place(const std::string& file_or_folder) {
    const auto [found, is_new] = places_.try_emplace(file_or_folder);
    place& read = found->second;
    if (!is_new) {
        return read;
    }
    std::error_code problem;
    if (std::filesystem::is_directory(file_or_folder, problem)) {
        problem = problem_of_listing(file_or_folder);
        if (problem) {
            read.troubles.push_back(error_of_file(
                file_or_folder, "the folder cannot be read: " + problem.message() + "; it must be readable"));
            return read;
        }
    }
    auto layers = read_policy_layers(file_or_folder);
    if (layers) {
        read.layers = std::move(layers).value();
    } else {
        read.troubles = std::move(layers).error();
    }
    return read;
}

std::vector<policy_layer> policy_reader::read(const std::vector<std::string>& files,
                                              const std::string& ledger_place) {
    std::vector<policy_layer> layers;
    std::vector<diagnostic> troubles;
    std::set<std::filesystem::path> seen;
    const auto add = [&](const place& read) {
        troubles.insert(troubles.end(), read.troubles.begin(), read.troubles.end());
        for (const policy_layer& layer : read.layers) {
            std::error_code problem;
            if (seen.insert(std::filesystem::weakly_canonical(layer.name, problem)).second) {
                layers.push_back(layer);
            }
        }
    };
    for (const std::string& file_or_folder : files) {
        const place& read = read_place(file_or_folder);
        if (read.layers.empty() && read.troubles.empty()) {
            troubles.push_back(
                error_of_file(file_or_folder, "the folder holds no policy files; their names end in .json"));
        }
        add(read);
    }
    if (const std::string folder = policies_folder(ledger_place); !folder.empty()) {
        add(read_place(folder));  // one without policies is as good as none
    }
    if (!troubles.empty()) {
        throw failure(troubles);
    }
    return layers;
}

run_policies policy_reader::load(const policy_options& options, const std::string& ledger_place) {
    std::vector<disposition_override> overrides = read_overrides(options);
    const std::vector<policy_layer> layers = read(options.files, ledger_place);
    auto loaded = policy_set::load(layers, overrides);
    if (!loaded) {
        require_time_zones();
        throw failure(loaded.error());
    }
    run_policies in_force{std::move(loaded).value(), std::move(overrides), {}, false};
    for (const policy_layer& layer : layers) {
        in_force.files.push_back(layer.name);
    }
    in_force.has_some_of_ledger = layers.size() > read(options.files).size();
    return in_force;
}

run_policies load_policies(const policy_options& options, const std::string& ledger_place) {
    return policy_reader().load(options, ledger_place);
}

void state_beside_csv(instant at, std::span<const disposition_override> overrides) {
    const std::string set = in_words(overrides);
    write_messages("ecflink: as of " + to_text(at) + (set.empty() ? "" : ", set for this run: " + set));
}

std::string set_for_this_run(std::span<const disposition_override> overrides, const screen& on) {
    const std::string text = in_words(overrides);
    return on.entry("Set", text.empty() ? text : text + ", for this run");
}

void add_overrides(json& result, std::span<const disposition_override> overrides) {
    for (const auto& [of, to] : overrides) {
        result["set"][to_token(of)] = to_token(to);
    }
}

}  // namespace ecflink::cli
