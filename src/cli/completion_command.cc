// ecflink completion: scripts that let a shell complete command lines. They are made from the
// options of the program itself, so that they cannot differ from it.
#include <algorithm>

#include <fmt/format.h>

#include <ecflink/core/findings.hpp>
#include <ecflink/policies/directory.hpp>

#include "cli/commands.hpp"
#include "cli/text_list.hpp"
#include "cli/token_text.hpp"
#include "convert/conversion.hpp"

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
    bool are_ledgers = false;         ///< addresses, beside folders
    std::vector<std::string> values;  ///< what stands behind a word and an equals sign
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

std::vector<std::string> tokens_of_findings() {
    std::vector<std::string> tokens;
    for (const finding_info& info : catalogue()) {
        tokens.emplace_back(info.token);
    }
    return tokens;
}

candidates candidates_of(const option_outline& option, const std::vector<std::string>& commands) {
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
        } else if (kind == "ADDRESS") {
            found.are_ledgers = true;
        } else if (kind == "FINDING") {
            add(tokens_of_findings());
        } else if (kind == "FINDING=DISPOSITION") {
            add(tokens_of_findings());
            found.values = words_of<disposition>();
        } else if (kind == "COMMAND") {
            add(commands);
        } else if (kind == "TABLE") {
            for (const convert::target_table& table : convert::target_tables()) {
                found.words.emplace_back(table.name);
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

/// The names of the commands of the program itself, which `help` takes.
std::vector<std::string> names_of_commands(const std::vector<command_entry>& entries) {
    std::vector<std::string> names;
    for (const command_outline& below : entries.front().outline.commands) {
        names.push_back(below.name);
    }
    return names;
}

// ---- bash ---------------------------------------------------------------------------------------

/// "words='...' files=-f"
std::string offer_in_bash(const candidates& found) {
    return fmt::format(
        "words='{}'{}{}{}", join(found.words, " "),
        found.are_files     ? " files=-f"
        : found.are_folders ? " files=-d"
                            : "",
        found.are_ledgers ? " ledgers=1" : "",
        found.values.empty() ? std::string{} : fmt::format(" values='{}'", join(found.values, " ")));
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
    const std::vector<std::string> names = names_of_commands(entries);
    std::string cases;
    for (const command_entry& entry : entries) {
        for (const option_outline& option : entry.outline.options) {
            if (option.takes_value) {
                std::vector<std::string> patterns;
                for (const std::string& name : option.names) {
                    patterns.push_back(fmt::format("'{}:{}'", entry.path, name));
                }
                cases += fmt::format("        {}) option=1 {};;\n", join(patterns, "|"),
                                     offer_in_bash(candidates_of(option, names)));
            }
        }
    }
    return cases;
}

/// The cases for any other word: commands, options, and what may stand in the first place.
std::string words_in_bash(const std::vector<command_entry>& entries) {
    const std::vector<std::string> names = names_of_commands(entries);
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
            const candidates first = candidates_of(outline.arguments.front(), names);
            offered.words.insert(offered.words.end(), first.words.begin(), first.words.end());
            offered.are_files = first.are_files;
            offered.are_folders = first.are_folders;
            offered.are_ledgers = first.are_ledgers;
        }
        cases += fmt::format("            '{}') {};;\n", path, offer_in_bash(offered));
    }
    return cases;
}

std::string to_bash(const std::vector<command_entry>& entries) {
    return "# bash completion for ecflink, made by `ecflink completion bash`\n"
           "_ecflink() {\n"
           "    local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} path= word words= "
           "files= option= ledgers= values=\n"
           "    local -a rest=(\"${COMP_WORDS[@]:1:COMP_CWORD-1}\")\n"
           "    for word in \"${rest[@]}\"; do\n"
           "        case \"$path $word\" in\n" +
           paths_in_bash(entries) +
           "        esac\n"
           "    done\n"
           "    # bash takes \"--set a=b\" and \"sqlite:b\" apart at the signs\n"
           "    local at=$COMP_CWORD sign=\n"
           "    [[ $current == [=:] ]] && { sign=$current; current=; at=$((at + 1)); }\n"
           "    [[ -z $sign && $before == [=:] ]] && sign=$before\n"
           "    COMPREPLY=()\n"
           "    if [[ $sign == : ]]; then\n"
           "        [[ ${COMP_WORDS[at-2]} == sqlite ]] || return 0\n"
           "        while IFS= read -r word; do COMPREPLY+=(\"$word\"); done < <(compgen -f -- "
           "\"$current\")\n"
           "        compopt -o filenames 2>/dev/null\n"
           "        return 0\n"
           "    fi\n"
           "    local named=${COMP_WORDS[at-1]}\n"
           "    [[ $sign == = ]] && { named=${COMP_WORDS[at-2]}; [[ $named == -* ]] || "
           "named=${COMP_WORDS[at-3]}; }\n"
           "    case \"$path:$named\" in\n" +
           values_in_bash(entries) +
           "    esac\n"
           "    if [[ $sign == = && -n $values && ${COMP_WORDS[at-2]} != -* ]]; then\n"
           "        words=$values values=\n"
           "    fi\n"
           "    if [[ -z $option ]]; then\n"
           "        case \"$path\" in\n" +
           words_in_bash(entries) +
           "        esac\n"
           "    fi\n"
           "    [[ -n $ledgers ]] && words=\"$words sqlite: postgresql://\"\n"
           "    while IFS= read -r word; do COMPREPLY+=(\"$word\"); done < <(compgen $files -W \"$words\" -- "
           "\"$current\")\n"
           "    if [[ -n $values ]]; then\n"
           "        COMPREPLY=(\"${COMPREPLY[@]/%/=}\")\n"
           "        compopt -o nospace 2>/dev/null\n"
           "    elif [[ ${#COMPREPLY[@]} == 1 && ${COMPREPLY[0]} == *: ]]; then\n"
           "        compopt -o nospace 2>/dev/null\n"
           "    elif [[ -n $files ]]; then\n"
           "        compopt -o filenames 2>/dev/null\n"
           "    fi\n"
           "    return 0\n"
           "}\n"
           "complete -F _ecflink ecflink\n";
}

/// Every word with every value behind it: shells that do not take words apart at the equals sign.
std::vector<std::string> words_with_values(const candidates& found) {
    if (found.values.empty()) {
        return found.words;
    }
    std::vector<std::string> all;
    for (const std::string& word : found.words) {
        for (const std::string& value : found.values) {
            all.push_back(word + '=' + value);
        }
    }
    return all;
}

/// A text inside single quotes of a shell.
std::string in_quotes(const std::string& text) { return "'" + replace_all(text, "'", "'\\''") + "'"; }

// ---- zsh ----------------------------------------------------------------------------------------

std::string function_in_zsh(const std::string& path) {
    return "_ecflink" + (path.empty() ? "" : "_" + replace_all(path, " ", "_"));
}

std::string action_in_zsh(const option_outline& option, const std::vector<std::string>& names) {
    const candidates found = candidates_of(option, names);
    return found.are_ledgers     ? ":_ecflink_ledgers"
           : found.are_files     ? ":_files"
           : found.are_folders   ? ":_files -/"
           : found.words.empty() ? ": "
                                 : fmt::format(":({})", join(words_with_values(found), " "));
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
    const std::vector<std::string> names = names_of_commands(entries);
    std::string script =
        "#compdef ecflink\n# zsh completion for ecflink, made by `ecflink completion zsh`\n"
        "_ecflink_ledgers() {\n"
        "    if compset -P 'sqlite:'; then\n"
        "        _files\n"
        "    else\n"
        "        _files -/\n"
        "        compadd -S '' -- sqlite: postgresql://\n"
        "    fi\n"
        "}\n";
    for (const command_entry& entry : entries) {
        script += fmt::format("{}() {{\n    local curcontext=\"$curcontext\" state line\n    _arguments -C",
                              function_in_zsh(entry.path));
        for (const option_outline& option : entry.outline.options) {
            const std::string value =
                option.takes_value
                    ? fmt::format(":{}{}", replace_all(option.type, ":", " "), action_in_zsh(option, names))
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
            script.append(next_line).append(
                in_quotes(fmt::format("{}:{}{}", place.is_repeatable ? "*" : "", place.names.front(),
                                      action_in_zsh(place, names))));
        }
        script += '\n';
        script += entry.outline.commands.empty() ? std::string{} : commands_in_zsh(entry);
        script += "}\n";
    }
    return script +
           "if [[ $funcstack[1] == _ecflink ]]; then _ecflink \"$@\"; else compdef _ecflink ecflink; fi\n";
}

// ---- fish ---------------------------------------------------------------------------------------

std::string offer_in_fish(const candidates& found) {
    std::string offered;
    if (const std::vector<std::string> words = words_with_values(found); !words.empty()) {
        offered += " -a " + in_quotes(join(words, " "));
    }
    // where files are forced, folders and addresses come from the function alone
    if (found.are_ledgers) {
        offered += " -a '(__ecflink_ledgers)'";
    }
    return offered + (found.are_files || (found.are_folders && !found.are_ledgers) ? " -F" : "");
}

/// The condition under which a command is being completed.
std::string condition_in_fish(const std::string& path) {
    return " -n " + in_quotes("__ecflink_is \"" + path + '"');
}

std::string functions_in_fish(const std::vector<command_entry>& entries) {
    std::string paths;
    for (const command_entry& entry : entries) {
        paths += entry.path.empty() ? std::string{} : " '" + entry.path + "'";
    }
    return "# the longest run of words that is a command\n"
           "function __ecflink_is\n"
           "    set -l path ''\n"
           "    set -l words (commandline -opc)\n"
           "    for word in $words[2..-1]\n"
           "        set -l longer (string trim -- \"$path $word\")\n"
           "        if contains -- \"$longer\"" +
           paths +
           "\n"
           "            set path $longer\n"
           "        end\n"
           "    end\n"
           "    test \"$path\" = \"$argv[1]\"\n"
           "end\n"
           "function __ecflink_ledgers\n"
           "    set -l token (commandline -ct)\n"
           "    if string match -q 'sqlite:*' -- $token\n"
           "        set -l begun (string replace 'sqlite:' '' -- $token)\n"
           "        for file in $begun*\n"
           "            echo sqlite:$file\n"
           "        end\n"
           "    else\n"
           "        __fish_complete_directories $token\n"
           "        printf '%s\\n' sqlite: postgresql://\n"
           "    end\n"
           "end\n";
}

std::string to_fish(const std::vector<command_entry>& entries) {
    const std::vector<std::string> names = names_of_commands(entries);
    std::string script = "# fish completion for ecflink, made by `ecflink completion fish`\n" +
                         functions_in_fish(entries) + "complete -c ecflink -f\n";
    for (const auto& [path, outline] : entries) {
        const std::string when = condition_in_fish(path);
        for (const command_outline& below : outline.commands) {
            script += fmt::format("complete -c ecflink{} -a {} -d {}\n", when, below.name,
                                  in_quotes(below.description));
        }
        for (const option_outline& option : outline.options) {
            const candidates found = candidates_of(option, names);
            const std::string value =
                option.takes_value
                    ? (found.are_files || found.are_folders ? " -r" : " -x") + offer_in_fish(found)
                    : std::string{};
            for (const std::string& name : option.names) {
                if (name.starts_with("--")) {
                    script += fmt::format("complete -c ecflink{} -l {}{} -d {}\n", when, name.substr(2),
                                          value, in_quotes(option.description));
                }
            }
        }
        if (!outline.arguments.empty()) {
            const std::string offered = offer_in_fish(candidates_of(outline.arguments.front(), names));
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
    const auto options = std::make_shared<completion_options>();
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
