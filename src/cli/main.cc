// The program ecflink: reads the command line, runs one command, and says how it ended.
#include <exception>
#include <new>
#include <string>

#include <ecflink/core/version.hpp>

#include "cli/command_line.hpp"
#include "cli/help_text.hpp"

namespace ecflink::cli {
namespace {

constexpr const char* footer =
    "Examples:\n"
    "  ecflink verify examples/ledger --as-of 2026-06-30T12:00:00Z   # exit status 1\n"
    "  ecflink ready examples/ledger --court wiwb --login mhalvorsen --central 2204817 --at "
    "2020-03-30T08:00\n"
    "\n"
    "Exit status: 0 done; 1 done, and the answer is no, or links reached\n"
    "--fail-if; 2 wrong usage; 3 bad input, nothing written; 4 the environment\n"
    "failed; 5 cancelled, nothing written.";

/// The command whose options were being read when the line turned out wrong.
const CLI::App& innermost(const CLI::App& app) {
    const auto parsed = app.get_subcommands();
    return parsed.empty() ? app : innermost(*parsed.back());
}

std::string path_of(const CLI::App& app) {
    return app.get_parent() == nullptr ? app.get_name() : path_of(*app.get_parent()) + ' ' + app.get_name();
}

/// Makes an empty name of a file or a folder wrong usage, on every command: it is what a script
/// passes whose variable is not set.
void refuse_empty_names(CLI::App& app) {
    for (CLI::Option* option : app.get_options()) {
        const std::string type = option->get_type_name();
        if (type.find("FILE") != std::string::npos || type.find("FOLDER") != std::string::npos) {
            const std::string remedy =
                option->get_required() ? "give one" : "give one, or leave the option out";
            option->check([remedy](const std::string& given) {
                return given.empty() ? "the name is empty; " + remedy : std::string{};
            });
        }
    }
    for (CLI::App* command : app.get_subcommands([](CLI::App*) { return true; })) {
        refuse_empty_names(*command);
    }
}

/// What is wrong with the command line. The words that nobody expected are told in their own order.
std::string in_words(const CLI::ParseError& wrong, const CLI::App& command) {
    const std::vector<std::string> rest = command.remaining();
    const bool lacks_command = dynamic_cast<const CLI::RequiredError*>(&wrong) != nullptr &&
                               !command.get_subcommands([](const CLI::App*) { return true; }).empty();
    if (lacks_command) {
        return rest.empty() ? "a command is needed" : "no command is called \"" + rest.front() + '"';
    }
    return dynamic_cast<const CLI::ExtrasError*>(&wrong) != nullptr && !rest.empty()
               ? "\"" + rest.front() + "\" was not expected"
               : wrong.what();
}

failure wrong_usage(const CLI::App& command, const std::string& what) {
    const std::string name = path_of(command);
    return {exit_status::usage, name + ": " + what + "\nTry `" + name + " --help`."};
}

exit_status run(int argc, const char* const* argv) {
    prepare_process();
    CLI::App program(
        "Decides whether court accounts may be linked to central accounts, links them, and verifies ledgers "
        "of links\n\nA ledger is named by its "
        "address, sqlite:FILE or postgresql://..., or it is a folder of CSV tables.",
        "ecflink");
    program.formatter(std::make_shared<help_formatter>());
    program.require_subcommand(1);
    program.footer(footer);
    program.set_version_flag("--version", "ecflink " ECFLINK_VERSION_STRING, "the version");
    action chosen;
    for (const auto add :
         {add_courts, add_policy,  add_findings, add_check,  add_ready, add_verify, add_forecast,
          add_impact, add_shadow,  add_generate, add_ledger, add_link,  add_unlink, add_import,
          add_access, add_sign_on, add_register, add_agent,  add_audit, add_replay, add_completion}) {
        add(program, chosen);
    }
    set_help_flags(program);
    refuse_empty_names(program);

    try {
        program.parse(argc, argv);
    } catch (const CLI::CallForHelp&) {
        const CLI::App& command = innermost(program);
        write_output(command.help(command.get_parent() == nullptr ? "" : path_of(*command.get_parent())));
        return exit_status::done;
    } catch (const CLI::CallForVersion& version) {
        write_output(std::string(version.what()) + '\n');
        return exit_status::done;
    } catch (const CLI::ParseError& wrong) {
        throw wrong_usage(innermost(program), in_words(wrong, innermost(program)));
    }
    try {
        return chosen();
    } catch (const usage_failure& wrong) {
        throw wrong_usage(innermost(program), wrong.what());
    }
}

}  // namespace
}  // namespace ecflink::cli

int main(int argc, char** argv) {
    using ecflink::cli::exit_status;
    exit_status status = exit_status::environment;
    try {
        status = ecflink::cli::run(argc, argv);
    } catch (const ecflink::cli::failure& failed) {
        ecflink::cli::write_messages(failed.what());
        status = failed.status();
    } catch (const std::bad_alloc&) {
        ecflink::cli::write_messages("ecflink: there is not enough memory");
    } catch (const std::exception& unexpected) {
        ecflink::cli::write_messages(std::string("ecflink: ") + unexpected.what());
    }
    return static_cast<int>(status);
}
