// ecflink completion: scripts that let a shell complete command lines. They are made from the
// options of the program itself, so that they cannot drift.
#include <functional>

#include <fmt/format.h>

#include <ecflink/policies/directory.hpp>

#include "cli/command_line.hpp"

namespace ecflink::cli {
namespace {

struct completion_options {
    std::string shell;
};

/// What may stand in a place, as the type name of its option says.
struct candidates {
    std::vector<std::string> words;
    bool are_files = false;
    bool are_folders = false;
};

template <class E>
void add_words(std::vector<std::string>& words) {
    for (const token_entry& entry : tokens<E>()) {
        words.emplace_back(entry.token);
    }
}

candidates candidates_of(const CLI::Option& option) {
    candidates found;
    for (const std::string& kind : CLI::detail::split(option.get_type_name(), '|')) {
        if (kind == "FILE") {
            found.are_files = true;
        } else if (kind == "FOLDER") {
            found.are_folders = true;
        } else if (kind == "COURT") {
            for (const court_record& court : directory()) {
                found.words.emplace_back(court.id.view());
            }
        } else if (kind == "FINDING") {
            for (const finding_info& info : catalogue()) {
                found.words.emplace_back(info.token);
            }
        } else if (kind == "TYPE") {
            add_words<request_type>(found.words);
        } else if (kind == "ROLE") {
            add_words<account_role>(found.words);
        } else if (!kind.empty() && kind.find_first_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == std::string::npos) {
            found.words.push_back(kind);
        }
    }
    return found;
}

/// One command with its path: "policy show", "" for the program itself.
struct command_entry {
    std::string path;
    std::vector<const CLI::App*> commands;
    std::vector<const CLI::Option*> options;
    std::vector<const CLI::Option*> places;
};

void collect(const CLI::App& app, const std::string& path, std::vector<command_entry>& into) {
    into.push_back({path, app.get_subcommands([](const CLI::App*) { return true; }),
                    app.get_options([](const CLI::Option* option) { return option->nonpositional(); }),
                    app.get_options([](const CLI::Option* option) { return option->get_positional(); })});
    for (const CLI::App* command : std::vector<const CLI::App*>(into.back().commands)) {
        collect(*command, path.empty() ? command->get_name() : path + ' ' + command->get_name(), into);
    }
}

std::string short_description(const std::string& description) {
    return description.substr(0, description.find('\n'));
}

std::vector<std::string> names_of(const CLI::Option& option) {
    std::vector<std::string> names;
    for (const std::string& name : option.get_lnames()) {
        names.push_back("--" + name);
    }
    for (const std::string& name : option.get_snames()) {
        names.push_back("-" + name);
    }
    return names;
}

bool takes_value(const CLI::Option& option) {
    return option.get_type_size_max() > 0 && option.get_expected_max() > 0;
}

/// All words that may begin an argument of the command: commands, options, and what may stand in
/// its first place.
std::vector<std::string> first_words(const command_entry& entry) {
    std::vector<std::string> words;
    for (const CLI::App* command : entry.commands) {
        words.push_back(command->get_name());
    }
    for (const CLI::Option* option : entry.options) {
        for (const std::string& name : names_of(*option)) {
            words.push_back(name);
        }
    }
    return words;
}

std::string to_bash(const std::vector<command_entry>& entries) {
    // The path of commands is the longest run of words that is one; everything after it is the
    // arguments of that command.
    std::string script =
        "# bash completion for ecflink, made by `ecflink completion bash`\n"
        "_ecflink() {\n"
        "    local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} path= word words= "
        "files= option=\n"
        "    local -a rest=(\"${COMP_WORDS[@]:1:COMP_CWORD-1}\")\n"
        "    for word in \"${rest[@]}\"; do\n"
        "        case \"$path $word\" in\n";
    for (const command_entry& entry : entries) {
        if (!entry.path.empty()) {
            script += fmt::format("            ' {0}') path='{0}';;\n", entry.path);
            if (entry.path.find(' ') != std::string::npos) {
                script += fmt::format("            '{0}') path='{0}';;\n", entry.path);
            }
        }
    }
    script +=
        "        esac\n"
        "    done\n"
        "    [[ $before == = ]] && before=${COMP_WORDS[COMP_CWORD-2]}\n"
        "    [[ $current == = ]] && { before=${COMP_WORDS[COMP_CWORD-1]}; current=; }\n"
        "    case \"$path:$before\" in\n";
    const auto offer = [](const candidates& found) {
        return fmt::format("words='{}'{}", fmt::join(found.words, " "),
                           found.are_files     ? " files=-f"
                           : found.are_folders ? " files=-d"
                                               : "");
    };
    for (const command_entry& entry : entries) {
        for (const CLI::Option* option : entry.options) {
            if (takes_value(*option)) {
                std::string pattern;
                for (const std::string& name : names_of(*option)) {
                    pattern += fmt::format("{}'{}:{}'", pattern.empty() ? "" : "|", entry.path, name);
                }
                script += fmt::format("        {}) option=1 {};;\n", pattern, offer(candidates_of(*option)));
            }
        }
    }
    script +=
        "    esac\n"
        "    if [[ -z $option ]]; then\n"
        "        case \"$path\" in\n";
    for (const command_entry& entry : entries) {
        candidates found;
        if (!entry.places.empty()) {
            found = candidates_of(*entry.places.front());
        }
        std::vector<std::string> words = first_words(entry);
        found.words.insert(found.words.begin(), words.begin(), words.end());
        script += fmt::format("            '{}') {};;\n", entry.path, offer(found));
    }
    script +=
        "        esac\n"
        "    fi\n"
        "    COMPREPLY=()\n"
        "    while IFS= read -r word; do COMPREPLY+=(\"$word\"); done < <(compgen $files -W \"$words\" -- "
        "\"$current\")\n"
        "    [[ -n $files ]] && compopt -o filenames 2>/dev/null\n"
        "    return 0\n"
        "}\n"
        "complete -F _ecflink ecflink\n";
    return script;
}

/// A text inside single quotes of a shell.
std::string in_quotes(const std::string& text) {
    return "'" + CLI::detail::find_and_replace(text, "'", "'\\''") + "'";
}

std::string to_zsh(const std::vector<command_entry>& entries) {
    const auto action_of = [](const CLI::Option& option) -> std::string {
        const candidates found = candidates_of(option);
        if (found.are_files) {
            return ":_files";
        }
        return found.are_folders     ? ":_files -/"
               : found.words.empty() ? ": "
                                     : fmt::format(":({})", fmt::join(found.words, " "));
    };
    const auto message = [](const std::string& text) {  // what _arguments would take for its own syntax
        std::string shown;
        for (const char c : short_description(text)) {
            shown +=
                (c == '[' || c == ']' || c == ':' || c == '\\') ? std::string("\\") + c : std::string(1, c);
        }
        return shown;
    };
    std::string script = "#compdef ecflink\n# zsh completion for ecflink, made by `ecflink completion zsh`\n";
    const auto function_of = [](const std::string& path) {
        return "_ecflink" + (path.empty() ? "" : "_" + CLI::detail::find_and_replace(path, " ", "_"));
    };
    for (const command_entry& entry : entries) {
        script += fmt::format("{}() {{\n    local curcontext=\"$curcontext\" state line\n    _arguments -C",
                              function_of(entry.path));
        for (const CLI::Option* option : entry.options) {
            for (const std::string& name : names_of(*option)) {
                script +=
                    " \\\n        " +
                    in_quotes(fmt::format(
                        "*{}[{}]{}", name, message(option->get_description()),
                        takes_value(*option)
                            ? fmt::format(":{}{}",
                                          CLI::detail::find_and_replace(option->get_type_name(), ":", " "),
                                          action_of(*option))
                            : ""));
            }
        }
        if (!entry.commands.empty()) {
            script += " \\\n        '1: :->command' \\\n        '*:: :->arguments'";
        }
        for (const CLI::Option* place : entry.places) {
            script +=
                " \\\n        " + in_quotes(fmt::format("{}:{}{}", place->get_expected_max() > 1 ? "*" : "",
                                                        place->get_name(true), action_of(*place)));
        }
        script += "\n";
        if (!entry.commands.empty()) {
            script += "    case $state in\n        command)\n            local -a commands=(";
            for (const CLI::App* command : entry.commands) {
                script += " " + in_quotes(command->get_name() + ':' + message(command->get_description()));
            }
            script +=
                " )\n            _describe command commands;;\n        arguments)\n            case $line[1] "
                "in\n";
            for (const CLI::App* command : entry.commands) {
                script +=
                    fmt::format("                {}) {};;\n", command->get_name(),
                                function_of(entry.path.empty() ? command->get_name()
                                                               : entry.path + ' ' + command->get_name()));
            }
            script += "            esac;;\n    esac\n";
        }
        script += "}\n";
    }
    return script +
           "if [[ $funcstack[1] == _ecflink ]]; then _ecflink \"$@\"; else compdef _ecflink ecflink; fi\n";
}

std::string to_fish(const std::vector<command_entry>& entries) {
    std::string script =
        "# fish completion for ecflink, made by `ecflink completion fish`\ncomplete -c ecflink -f\n";
    for (const command_entry& entry : entries) {
        std::string condition;
        for (const std::string& word : CLI::detail::split(entry.path, ' ')) {
            if (!word.empty()) {
                condition +=
                    fmt::format("{}__fish_seen_subcommand_from {}", condition.empty() ? "" : "; and ", word);
            }
        }
        if (!entry.commands.empty()) {
            std::vector<std::string> names;
            for (const CLI::App* command : entry.commands) {
                names.push_back(command->get_name());
            }
            const std::string none_yet =
                fmt::format("{}{}", condition.empty() ? "" : condition + "; and ",
                            fmt::format("not __fish_seen_subcommand_from {}", fmt::join(names, " ")));
            for (const CLI::App* command : entry.commands) {
                script += fmt::format("complete -c ecflink -n {} -a {} -d {}\n", in_quotes(none_yet),
                                      command->get_name(),
                                      in_quotes(short_description(command->get_description())));
            }
        }
        const std::string when = condition.empty() ? "" : " -n " + in_quotes(condition);
        const auto offer = [](const candidates& found) {
            return fmt::format(
                "{}{}",
                found.words.empty() ? "" : " -a " + in_quotes(fmt::format("{}", fmt::join(found.words, " "))),
                found.are_files || found.are_folders ? " -F" : "");
        };
        for (const CLI::Option* option : entry.options) {
            for (const std::string& name : option->get_lnames()) {
                script += fmt::format("complete -c ecflink{} -l {}{} -d {}\n", when, name,
                                      takes_value(*option) ? " -x" + offer(candidates_of(*option)) : "",
                                      in_quotes(short_description(option->get_description())));
            }
        }
        if (!entry.places.empty()) {
            if (const std::string offered = offer(candidates_of(*entry.places.front())); !offered.empty()) {
                script += fmt::format("complete -c ecflink{}{}\n", when, offered);
            }
        }
    }
    return script;
}

}  // namespace

void add_completion(CLI::App& program, action& chosen) {
    CLI::App* command =
        program.add_subcommand("completion",
                               "A script that completes command lines in a shell\n\nIt is made from the "
                               "options of this program; installed packages bring it along.");
    command->group("Commands");
    command->footer(
        "Examples:\n  ecflink completion bash\n\nTo use it in this shell: source <(ecflink completion bash)");
    auto options = std::make_shared<completion_options>();
    add_choice(*command, "SHELL", options->shell, {"bash", "zsh", "fish"}, "the shell: bash, zsh or fish")
        ->required();
    command->callback([options, &program, &chosen] {
        chosen = [options, &program] {
            std::vector<command_entry> entries;
            collect(program, "", entries);
            write_output(options->shell == "bash"  ? to_bash(entries)
                         : options->shell == "zsh" ? to_zsh(entries)
                                                   : to_fish(entries));
            return exit_status::done;
        };
    });
}

}  // namespace ecflink::cli
