// ecflink completion: scripts that let a shell complete command lines. They are made from the
// options of the program itself, so that they cannot differ from it.
#include <algorithm>

#include <fmt/format.h>

#include <ecflink/core/findings.hpp>
#include <ecflink/policies/directory.hpp>

#include "cli/commands.hpp"
#include "cli/text_list.hpp"
#include "cli/token_text.hpp"

namespace ecflink::cli {
namespace {

struct completion_options {
    std::string shell;
};

/// What may stand in a place, as the type of its option says.
struct candidates {
    std::vector<std::string> words;
    bool are_files = false;
    bool are_folders = false;
};

std::vector<std::string> split(const std::string& text, char separator) {
    std::vector<std::string> parts;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find(separator, begin), text.size());
        parts.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return parts;
}

std::string replace_all(std::string text, std::string_view what, std::string_view with) {
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size())) {
        text.replace(at, what.size(), with);
    }
    return text;
}

candidates candidates_of(const option_outline& option) {
    candidates found;
    const auto add = [&](const std::vector<std::string>& words) {
        found.words.insert(found.words.end(), words.begin(), words.end());
    };
    for (const std::string& kind : split(option.type, '|')) {
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
            add(words_of<request_type>());
        } else if (kind == "ROLE") {
            add(words_of<account_role>());
        } else if (!kind.empty() && kind.find_first_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == std::string::npos) {
            found.words.push_back(kind);
        }
    }
    return found;
}

/// One command with its path: "policy show", "" for the program itself.
struct command_entry {
    std::string path;
    const command_outline& outline;
};

/// A command and all commands below it.
void collect(const command_outline& outline, const std::string& path, std::vector<command_entry>& into) {
    into.push_back({path, outline});
    for (const command_outline& below : outline.commands) {
        collect(below, path.empty() ? below.name : path + ' ' + below.name, into);
    }
}

// ---- bash ---------------------------------------------------------------------------------------

/// "words='...' files=-f"
std::string offer_in_bash(const candidates& found) {
    return fmt::format("words='{}'{}", join(found.words, " "),
                       found.are_files     ? " files=-f"
                       : found.are_folders ? " files=-d"
                                           : "");
}

/// The cases that find the path: the longest run of words that is one. What comes after it are the
/// arguments of that command.
std::string paths_in_bash(const std::vector<command_entry>& entries) {
    std::string cases;
    for (const command_entry& entry : entries) {
        if (!entry.path.empty()) {
            cases += fmt::format("            ' {0}') path='{0}';;\n", entry.path);
            if (entry.path.find(' ') != std::string::npos) {
                cases += fmt::format("            '{0}') path='{0}';;\n", entry.path);
            }
        }
    }
    return cases;
}

/// The cases for the value of an option.
std::string values_in_bash(const std::vector<command_entry>& entries) {
    std::string cases;
    for (const command_entry& entry : entries) {
        for (const option_outline& option : entry.outline.options) {
            if (option.takes_value) {
                std::vector<std::string> patterns;
                for (const std::string& name : option.names) {
                    patterns.push_back(fmt::format("'{}:{}'", entry.path, name));
                }
                cases += fmt::format("        {}) option=1 {};;\n", join(patterns, "|"),
                                     offer_in_bash(candidates_of(option)));
            }
        }
    }
    return cases;
}

/// The cases for any other word: commands, options, and what may stand in the first place.
std::string words_in_bash(const std::vector<command_entry>& entries) {
    std::string cases;
    for (const auto& [path, outline] : entries) {
        candidates offered;
        for (const command_outline& below : outline.commands) {
            offered.words.push_back(below.name);
        }
        for (const option_outline& option : outline.options) {
            offered.words.insert(offered.words.end(), option.names.begin(), option.names.end());
        }
        if (!outline.arguments.empty()) {
            const candidates first = candidates_of(outline.arguments.front());
            offered.words.insert(offered.words.end(), first.words.begin(), first.words.end());
            offered.are_files = first.are_files;
            offered.are_folders = first.are_folders;
        }
        cases += fmt::format("            '{}') {};;\n", path, offer_in_bash(offered));
    }
    return cases;
}

std::string to_bash(const std::vector<command_entry>& entries) {
    return "# bash completion for ecflink, made by `ecflink completion bash`\n"
           "_ecflink() {\n"
           "    local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} path= word words= "
           "files= option=\n"
           "    local -a rest=(\"${COMP_WORDS[@]:1:COMP_CWORD-1}\")\n"
           "    for word in \"${rest[@]}\"; do\n"
           "        case \"$path $word\" in\n" +
           paths_in_bash(entries) +
           "        esac\n"
           "    done\n"
           "    [[ $before == = ]] && before=${COMP_WORDS[COMP_CWORD-2]}\n"
           "    [[ $current == = ]] && { before=${COMP_WORDS[COMP_CWORD-1]}; current=; }\n"
           "    case \"$path:$before\" in\n" +
           values_in_bash(entries) +
           "    esac\n"
           "    if [[ -z $option ]]; then\n"
           "        case \"$path\" in\n" +
           words_in_bash(entries) +
           "        esac\n"
           "    fi\n"
           "    COMPREPLY=()\n"
           "    while IFS= read -r word; do COMPREPLY+=(\"$word\"); done < <(compgen $files -W \"$words\" -- "
           "\"$current\")\n"
           "    [[ -n $files ]] && compopt -o filenames 2>/dev/null\n"
           "    return 0\n"
           "}\n"
           "complete -F _ecflink ecflink\n";
}

/// A text inside single quotes of a shell.
std::string in_quotes(const std::string& text) { return "'" + replace_all(text, "'", "'\\''") + "'"; }

// ---- zsh ----------------------------------------------------------------------------------------

std::string function_in_zsh(const std::string& path) {
    return "_ecflink" + (path.empty() ? "" : "_" + replace_all(path, " ", "_"));
}

std::string action_in_zsh(const option_outline& option) {
    const candidates found = candidates_of(option);
    return found.are_files       ? ":_files"
           : found.are_folders   ? ":_files -/"
           : found.words.empty() ? ": "
                                 : fmt::format(":({})", join(found.words, " "));
}

/// A description without what _arguments would take for its own syntax.
std::string message_in_zsh(const std::string& description) {
    std::string shown;
    for (const char c : description) {
        shown += c == '[' || c == ']' || c == ':' || c == '\\' ? std::string("\\") + c : std::string(1, c);
    }
    return shown;
}

/// Which function completes each of the commands below.
std::string commands_in_zsh(const command_entry& entry) {
    std::string names;
    std::string calls;
    for (const command_outline& below : entry.outline.commands) {
        names += " " + in_quotes(below.name + ':' + message_in_zsh(below.description));
        calls +=
            fmt::format("                {}) {};;\n", below.name,
                        function_in_zsh(entry.path.empty() ? below.name : entry.path + ' ' + below.name));
    }
    return "    case $state in\n        command)\n            local -a commands=(" + names +
           " )\n            _describe command commands;;\n        arguments)\n            case $line[1] "
           "in\n" +
           calls + "            esac;;\n    esac\n";
}

std::string to_zsh(const std::vector<command_entry>& entries) {
    constexpr std::string_view next_line = " \\\n        ";
    std::string script = "#compdef ecflink\n# zsh completion for ecflink, made by `ecflink completion zsh`\n";
    for (const command_entry& entry : entries) {
        script += fmt::format("{}() {{\n    local curcontext=\"$curcontext\" state line\n    _arguments -C",
                              function_in_zsh(entry.path));
        for (const option_outline& option : entry.outline.options) {
            const std::string value =
                option.takes_value
                    ? fmt::format(":{}{}", replace_all(option.type, ":", " "), action_in_zsh(option))
                    : std::string{};
            for (const std::string& name : option.names) {
                script.append(next_line).append(
                    in_quotes(fmt::format("*{}[{}]{}", name, message_in_zsh(option.description), value)));
            }
        }
        if (!entry.outline.commands.empty()) {
            script += " \\\n        '1: :->command' \\\n        '*:: :->arguments'";
        }
        for (const option_outline& place : entry.outline.arguments) {
            script.append(next_line).append(in_quotes(fmt::format(
                "{}:{}{}", place.is_repeatable ? "*" : "", place.names.front(), action_in_zsh(place))));
        }
        script += "\n";
        script += entry.outline.commands.empty() ? std::string{} : commands_in_zsh(entry);
        script += "}\n";
    }
    return script +
           "if [[ $funcstack[1] == _ecflink ]]; then _ecflink \"$@\"; else compdef _ecflink ecflink; fi\n";
}

// ---- fish ---------------------------------------------------------------------------------------

std::string offer_in_fish(const candidates& found) {
    return fmt::format("{}{}", found.words.empty() ? "" : " -a " + in_quotes(join(found.words, " ")),
                       found.are_files || found.are_folders ? " -F" : "");
}

/// The condition under which a command is being completed; empty for the program itself.
std::string condition_in_fish(const std::string& path) {
    std::vector<std::string> conditions;
    for (const std::string& word : split(path, ' ')) {
        if (!word.empty()) {
            conditions.push_back("__fish_seen_subcommand_from " + word);
        }
    }
    return join(conditions, "; and ");
}

std::string commands_in_fish(const command_outline& outline, const std::string& condition) {
    std::vector<std::string> names;
    for (const command_outline& below : outline.commands) {
        names.push_back(below.name);
    }
    const std::string none_yet = (condition.empty() ? "" : condition + "; and ") +
                                 "not __fish_seen_subcommand_from " + join(names, " ");
    std::string lines;
    for (const command_outline& below : outline.commands) {
        lines += fmt::format("complete -c ecflink -n {} -a {} -d {}\n", in_quotes(none_yet), below.name,
                             in_quotes(below.description));
    }
    return lines;
}

std::string to_fish(const std::vector<command_entry>& entries) {
    std::string script =
        "# fish completion for ecflink, made by `ecflink completion fish`\ncomplete -c ecflink -f\n";
    for (const auto& [path, outline] : entries) {
        const std::string condition = condition_in_fish(path);
        script += outline.commands.empty() ? std::string{} : commands_in_fish(outline, condition);
        const std::string when = condition.empty() ? "" : " -n " + in_quotes(condition);
        for (const option_outline& option : outline.options) {
            for (const std::string& name : option.names) {
                if (name.starts_with("--")) {
                    script +=
                        fmt::format("complete -c ecflink{} -l {}{} -d {}\n", when, name.substr(2),
                                    option.takes_value ? " -x" + offer_in_fish(candidates_of(option)) : "",
                                    in_quotes(option.description));
                }
            }
        }
        if (!outline.arguments.empty()) {
            const std::string offered = offer_in_fish(candidates_of(outline.arguments.front()));
            script += offered.empty() ? "" : fmt::format("complete -c ecflink{}{}\n", when, offered);
        }
    }
    return script;
}

}  // namespace

void add_completion(const command& program, const ecflink::cli::program& whole) {
    const command added =
        program.add_command("completion",
                            "Prints a script that completes command lines in a shell\n\n"
                            "It is made from the options of this program. Installed packages include it.",
                            "Examples:\n  ecflink completion bash\n\n"
                            "To use it in this shell: source <(ecflink completion bash)");
    auto options = std::make_shared<completion_options>();
    added.add_choice("SHELL", options->shell, {"bash", "zsh", "fish"}, "the shell: bash, zsh or fish")
        .required();
    added.set_action([options, &whole] {
        const command_outline outline = whole.outline();
        std::vector<command_entry> entries;
        collect(outline, "", entries);
        write_output(options->shell == "bash"  ? to_bash(entries)
                     : options->shell == "zsh" ? to_zsh(entries)
                                               : to_fish(entries));
        return exit_status::done;
    });
}

}  // namespace ecflink::cli
