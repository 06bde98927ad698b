// command.hpp: commands, and the options and arguments that they take. It stands between the
// commands and the command-line library, which costs seconds in every file that includes it.
//
// Help texts and completion scripts are made from what is added here. The type of an option
// ("FILE", "COURT", "table|json|csv") says what may stand there.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/process.hpp"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace ecflink::cli {

/// What a command line asks for: chosen while it is read, run afterwards.
using action = std::function<exit_status()>;

/// An option, or an argument without a name, that was added to a command.
class option {
public:
    explicit option(CLI::Option* added) noexcept : added_(added) {}

    option& required(bool is_required = true);
    /// Says what may stand there, in place of what was said before.
    option& type(const std::string& name);
    /// One text may hold several values, with this between them.
    option& separated_by(char separator);
    /// The two cannot be given together.
    option& excludes(const option& other);

private:
    CLI::Option* added_;
};

/// The numbers that an option takes.
struct number_range {
    std::uint64_t least;
    std::uint64_t most;
};

/// A command under construction. A name with dashes ("--court") makes an option, one without
/// ("LEDGER") an argument. Targets are borrowed, and filled while the command line is read.
class command {
public:
    command(CLI::App* app, action* chosen) noexcept : app_(app), chosen_(chosen) {}

    /// Adds a command that has commands below it.
    [[nodiscard]] command add_group(const std::string& name, const std::string& description,
                                    const std::string& examples) const;
    /// Adds a command whose options are kept in an `Options`. `run` gets them once the whole
    /// command line has been read. Commands may be added below it; then it runs where none of them
    /// is named, and must not require an option.
    template <class Options>
    command add(const std::string& name, const std::string& description, const std::string& examples,
                void (*add_options)(command&, Options&), exit_status (*run)(const Options&)) const {
        command added = add_command(name, description, examples);
        const auto options = std::make_shared<Options>();
        add_options(added, *options);
        added.set_action([options, run] { return run(*options); });
        return added;
    }
    /// Adds a command without options and without an action.
    [[nodiscard]] command add_command(const std::string& name, const std::string& description,
                                      const std::string& examples) const;
    void set_action(action run) const;

    option add_option(const std::string& name, const std::string& type, std::string& target,
                      const std::string& description) const;
    /// An option that may be given again, or an argument that takes all words that are left.
    option add_option(const std::string& name, const std::string& type, std::vector<std::string>& target,
                      const std::string& description) const;
    option add_option(const std::string& name, const std::string& type, std::uint64_t& target,
                      const std::string& description) const;
    option add_number(const std::string& name, const std::string& type, unsigned& target, number_range range,
                      const std::string& description) const;
    option add_number(const std::string& name, const std::string& type, std::uint64_t& target,
                      number_range range, const std::string& description) const;
    option add_number(const std::string& name, const std::string& type, std::optional<std::uint64_t>& target,
                      number_range range, const std::string& description) const;
    option add_number(const std::string& name, const std::string& type, std::optional<int>& target,
                      number_range range, const std::string& description) const;
    /// A number from 0 to 1.
    option add_share(const std::string& name, const std::string& type, std::optional<double>& target,
                     const std::string& description) const;
    /// One of a few words, which are its type.
    option add_choice(const std::string& name, std::string& target, const std::vector<std::string>& words,
                      const std::string& description) const;
    void add_flag(const std::string& name, bool& target, const std::string& description) const;

private:
    CLI::App* app_;
    action* chosen_;
};

/// What a completion script needs to know of an option or argument.
struct option_outline {
    std::vector<std::string> names;  ///< long ones first, with their dashes; of an argument its own
    std::string type;
    std::string description;
    bool takes_value = false;
    bool is_repeatable = false;
};
/// The same of a command; the program itself is one without a name.
struct command_outline {
    std::string name;
    std::string description;  ///< its first line
    std::vector<option_outline> options;
    std::vector<option_outline> arguments;
    std::vector<command_outline> commands;
};

/// The program as a whole: its commands, and how a command line is read.
class program {
public:
    program(const std::string& name, const std::string& description, const std::string& version,
            const std::string& examples);
    program(const program&) = delete;
    program& operator=(const program&) = delete;
    ~program();

    /// The command to which all others are added.
    [[nodiscard]] command root() noexcept;
    [[nodiscard]] command_outline outline() const;
    /// The text of --help of a command, named by the words of its path; of the program itself if
    /// there are none. Throws a usage failure if there is no such command.
    [[nodiscard]] std::string help(const std::vector<std::string>& path) const;
    /// The same as a man page, in the language of man(7).
    [[nodiscard]] std::string man_page(const std::vector<std::string>& path) const;
    /// The paths of all commands, that of the program itself first.
    [[nodiscard]] std::vector<std::vector<std::string>> paths() const;
    /// Reads the command line and runs what it asks for, be it --help or --version. Throws a
    /// failure that names the command if it is used wrongly.
    [[nodiscard]] exit_status run(int argc, const char* const* argv);

private:
    [[nodiscard]] const CLI::App& find(const std::vector<std::string>& path) const;

    std::unique_ptr<CLI::App> app_;
    action chosen_;
};

}  // namespace ecflink::cli
