#include "cli/command.hpp"

#include <algorithm>
#include <charconv>
#include <sstream>
#include <utility>

#include <CLI/CLI.hpp>

#include <ecflink/core/version.hpp>
#include <ecflink/policies/directory.hpp>
#include <ecflink/policies/suggestion.hpp>
#include <ecflink/text/ascii_text.hpp>

#include "cli/screen.hpp"
#include "cli/text_list.hpp"

namespace ecflink::cli {
namespace {

// ---- how --help looks ---------------------------------------------------------------------------

constexpr std::size_t page_width = 80;
constexpr std::size_t name_width = 30;

std::string wrapped(const std::string& text, std::size_t width) { return join(wrap(text, width), "\n"); }

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

/// At most 80 columns wide, in the words of this program.
class help_formatter : public CLI::Formatter {
public:
    help_formatter() {
        column_width(name_width);
        label("OPTIONS", "OPTION...");
        label("SUBCOMMAND", "COMMAND");
        label("Positionals", "Arguments");
    }

    std::string make_description(const CLI::App* app) const override {
        std::string text;
        std::istringstream paragraphs(app->get_description());
        for (std::string paragraph; std::getline(paragraphs, paragraph);) {
            const bool is_complete = paragraph.empty() || paragraph.back() == '.';
            text += wrapped(is_complete ? paragraph : paragraph + '.', page_width) + '\n';
        }
        return text + '\n';
    }
    std::string make_option_opts(const CLI::Option* option) const override {
        std::string text = option->get_type_size() == 0 || option->get_positional()
                               ? std::string{}
                               : ' ' + option->get_type_name();
        if (option->get_required() && option->nonpositional()) {
            text += " (required)";
        }
        return text;
    }
    std::string make_option_desc(const CLI::Option* option) const override {
        return wrapped(option->get_description(), page_width - name_width);
    }
    std::string make_subcommand(const CLI::App* app) const override {
        std::stringstream out;
        CLI::detail::format_help(out, app->get_name(),
                                 wrapped(first_line(app->get_description()), page_width - name_width),
                                 name_width);
        return out.str();
    }
};

// ---- what holds for every command ---------------------------------------------------------------

std::vector<CLI::App*> commands_of(CLI::App& app) {
    return app.get_subcommands([](CLI::App*) { return true; });
}
std::vector<const CLI::App*> commands_of(const CLI::App& app) {
    return app.get_subcommands([](const CLI::App*) { return true; });
}

void set_help_flags(CLI::App& app) {
    app.set_help_flag("-h,--help", "this text");
    for (CLI::App* below : commands_of(app)) {
        set_help_flags(*below);
    }
}

/// Makes an empty name of a file or a folder wrong usage, and an empty time or id where leaving it
/// out means something else. It is what a script passes whose variable is not set.
void refuse_empty_values(CLI::App& app) {
    for (CLI::Option* added : app.get_options()) {
        const std::string type = added->get_type_name();
        const bool is_name =
            type.find("FILE") != std::string::npos || type.find("FOLDER") != std::string::npos;
        const bool is_key = type == "TIME" || type == "COURT" || type == "LOGIN" || type == "ID";
        if (is_name || (is_key && !added->get_required())) {
            const std::string what = is_name ? "the name is empty; " : "it is empty; ";
            const std::string remedy =
                added->get_required() ? "give one" : "give one, or leave the option out";
            added->check([message = what + remedy](const std::string& given) {
                return given.empty() ? message : std::string{};
            });
        }
    }
    for (CLI::App* below : commands_of(app)) {
        refuse_empty_values(*below);
    }
}

/// A check that gives the message only where the text is wrong.
template <class IsRight>
CLI::Validator check(const IsRight& is_right, const std::string& otherwise) {
    return {[=](const std::string& given) {
                return is_right(given) ? std::string{} : '"' + given + "\" " + otherwise;
            },
            ""};
}

template <class Number>
option number(CLI::App& app, const std::string& name, const std::string& type, Number& target,
              number_range range, const std::string& description) {
    const auto is_within = [range](const std::string& given) {
        std::uint64_t value = 0;
        return CLI::detail::lexical_cast(given, value) && !given.starts_with('-') && value >= range.least &&
               value <= range.most;
    };
    return option(app.add_option(name, target, description)
                      ->type_name(type)
                      ->check(check(is_within, "is not a number from " + std::to_string(range.least) +
                                                   " to " + std::to_string(range.most))));
}

// ---- what was wrong with a command line ---------------------------------------------------------

/// The command whose options were being read when the line turned out wrong.
const CLI::App& innermost(const CLI::App& app) {
    const auto parsed = app.get_subcommands();
    return parsed.empty() ? app : innermost(*parsed.back());
}

std::string path_of(const CLI::App& app) {
    return app.get_parent() == nullptr ? app.get_name() : path_of(*app.get_parent()) + ' ' + app.get_name();
}

/// `; did you mean "verify"?`, if a command or an option of this one is near to a word.
std::string did_you_mean_word(const std::string& given, const CLI::App& app) {
    // what other programs call it
    static constexpr std::pair<std::string_view, std::string_view> elsewhere[] = {
        {"--json", "--format json"}, {"--csv", "--format csv"}, {"-o", "--out"},       {"--output", "--out"},
        {"--date", "--at"},          {"--time", "--at"},        {"--group-by", "--by"}};
    const std::string word = given.substr(0, given.find('='));
    for (const auto& [there, here] : elsewhere) {
        if (word == there &&
            app.get_option_no_throw(std::string(here.substr(0, here.find(' ')))) != nullptr) {
            return did_you_mean(std::vector{std::string(here)});
        }
    }
    std::vector<std::string> known;
    for (const CLI::App* below : commands_of(app)) {
        known.push_back(below->get_name());
    }
    for (const CLI::Option* added : app.get_options()) {
        for (const std::string& name : added->get_lnames()) {
            known.push_back("--" + name);
        }
    }
    return did_you_mean(suggest(word, std::vector<std::string_view>(known.begin(), known.end())));
}

/// "--court and --login are required", and how to find what to write.
std::string missing_in_words(const CLI::ParseError& wrong, const CLI::App& app) {
    std::vector<std::string> missing;
    for (const CLI::Option* each : app.get_options()) {
        if (each->get_required() && each->count() == 0) {
            missing.push_back(each->get_positional() ? each->get_name(true)
                                                     : "--" + each->get_lnames().front());
        }
    }
    if (missing.empty()) {
        return wrong.what();
    }
    std::string text;
    for (std::size_t i = 0; i < missing.size(); ++i) {
        text += (i == 0 ? "" : i + 1 == missing.size() ? " and " : ", ") + missing[i];
    }
    text += missing.size() == 1 ? " is required" : " are required";
    if (std::ranges::find(missing, "--court") != missing.end()) {
        for (const CLI::Option* each : app.get_options()) {
            if (each->get_positional() && each->count() == 1 &&
                find_court(each->results().front()) != nullptr) {
                return text + "; did you mean --court " + each->results().front() + '?';
            }
        }
        text += "; `ecflink courts wisconsin` finds courts by words, with their ids";
    }
    return text;
}

/// What is wrong with the command line. Of words that nobody expected, the first is told.
std::string in_words(const CLI::ParseError& wrong, const CLI::App& app) {
    const std::vector<std::string> rest = app.remaining();
    if (dynamic_cast<const CLI::RequiredError*>(&wrong) != nullptr && !commands_of(app).empty()) {
        return rest.empty()
                   ? "a command is needed"
                   : "there is no command \"" + rest.front() + '"' + did_you_mean_word(rest.front(), app);
    }
    if (dynamic_cast<const CLI::ExtrasError*>(&wrong) != nullptr && !rest.empty()) {
        return "\"" + rest.front() + "\" was not expected" + did_you_mean_word(rest.front(), app);
    }
    return dynamic_cast<const CLI::RequiredError*>(&wrong) != nullptr ? missing_in_words(wrong, app)
                                                                      : wrong.what();
}

enum class hint { none, help };

failure wrong_usage(const CLI::App& app, const std::string& what, hint behind) {
    const std::string name = path_of(app);
    return {exit_status::usage,
            name + ": " + visible_text(what) + (behind == hint::help ? "\nTry `" + name + " --help`." : "")};
}

// ---- outlines -----------------------------------------------------------------------------------

option_outline outline_of(const CLI::Option& added) {
    option_outline outline;
    if (added.get_positional()) {
        outline.names.push_back(added.get_name(true));
    }
    for (const std::string& name : added.get_lnames()) {
        outline.names.push_back("--" + name);
    }
    for (const std::string& name : added.get_snames()) {
        outline.names.push_back("-" + name);
    }
    outline.type = added.get_type_name();
    outline.description = first_line(added.get_description());
    outline.takes_value = added.get_type_size_max() > 0 && added.get_expected_max() > 0;
    outline.is_repeatable = added.get_expected_max() > 1;
    return outline;
}

command_outline outline_of(const CLI::App& app) {
    command_outline outline;
    outline.name = app.get_parent() == nullptr ? std::string{} : app.get_name();
    outline.description = first_line(app.get_description());
    for (const CLI::Option* added : app.get_options()) {
        (added->get_positional() ? outline.arguments : outline.options).push_back(outline_of(*added));
    }
    for (const CLI::App* below : commands_of(app)) {
        outline.commands.push_back(outline_of(*below));
    }
    return outline;
}

// ---- man pages ----------------------------------------------------------------------------------

/// The command of a path; null if there is none.
struct command_of_path {
    const CLI::App* found;
    std::string beyond;  ///< the first word that is no command
};
command_of_path find_command(const CLI::App& app, const std::vector<std::string>& path) {
    const CLI::App* found = &app;
    for (const std::string& word : path) {
        const auto below = commands_of(*found);
        const auto next =
            std::ranges::find_if(below, [&](const CLI::App* one) { return one->get_name() == word; });
        if (next == below.end()) {
            return {nullptr, word};
        }
        found = *next;
    }
    return {found, {}};
}

std::string help_of(const CLI::App& app) {
    return app.help(app.get_parent() == nullptr ? "" : path_of(*app.get_parent()));
}

/// Text that man(7) shows as it is.
std::string as_roff(std::string_view text) {
    std::string shown;
    bool begins_line = true;
    for (const char c : text) {
        if (begins_line && (c == '.' || c == '\'')) {
            shown += "\\&";
        }
        begins_line = c == '\n';
        switch (c) {
            case '\\': shown += "\\e"; break;
            case '-': shown += "\\-"; break;
            case '\'': shown += "\\(aq"; break;
            case '`': shown += "\\(ga"; break;
            case '^': shown += "\\(ha"; break;
            case '~': shown += "\\(ti"; break;
            default: shown += c;
        }
    }
    return shown;
}

/// "ecflink-verify", as the page of a command is called.
std::string page_name(const CLI::App& app) {
    std::string name = path_of(app);
    std::ranges::replace(name, ' ', '-');
    return name;
}

std::string sentence(const std::string& text) {
    const bool is_complete = text.empty() || text.back() == '.';
    return is_complete ? text : text + '.';
}

std::string synopsis_of(const CLI::App& app) {
    std::string text = ".B " + as_roff(path_of(app)) + '\n';
    if (!commands_of(app).empty()) {
        return text + ".I COMMAND\n\\&...\n";
    }
    for (const CLI::Option* added : app.get_options()) {
        if (added->get_positional()) {
            const std::string name =
                as_roff(added->get_name(true)) + (added->get_expected_max() > 1 ? " ..." : "");
            text += added->get_required() ? ".I " + name + '\n' : ".RI [ \"" + name + "\" ]\n";
        }
    }
    return text + ".RI [ OPTION ...]\n";
}

std::string options_of(const CLI::App& app, bool are_arguments) {
    std::string text;
    for (const CLI::Option* added : app.get_options()) {
        if (added->get_positional() != are_arguments) {
            continue;
        }
        const std::string type = added->get_type_size() == 0 ? std::string{} : added->get_type_name();
        text += ".TP\n";
        text += are_arguments ? ".I " + as_roff(added->get_name(true)) + '\n'
                              : "\\fB" + as_roff(added->get_name(false, true)) + "\\fR" +
                                    (type.empty() ? "" : " \\fI" + as_roff(type) + "\\fR") + '\n';
        text +=
            as_roff(sentence(added->get_description()) + (added->get_required() ? " Required." : "")) + '\n';
    }
    return text;
}

}  // namespace

// ---- options ------------------------------------------------------------------------------------

option& option::required(bool is_required) {
    added_->required(is_required);
    return *this;
}

option& option::type(const std::string& name) {
    added_->type_name(name);
    return *this;
}

option& option::separated_by(char separator) {
    added_->delimiter(separator);
    return *this;
}

option& option::excludes(const option& other) {
    added_->excludes(other.added_);
    return *this;
}

// ---- commands -----------------------------------------------------------------------------------

command command::add_command(const std::string& name, const std::string& description,
                             const std::string& examples) const {
    CLI::App* added = app_->add_subcommand(name, description);
    added->footer(examples);
    added->group("Commands");
    return {added, chosen_};
}

command command::add_group(const std::string& name, const std::string& description,
                           const std::string& examples) const {
    const command added = add_command(name, description, examples);
    added.app_->require_subcommand(1);
    return added;
}

void command::set_action(action run) const {
    app_->callback([app = app_, chosen = chosen_, run = std::move(run)] {
        if (app->get_subcommands().empty()) {
            *chosen = run;
        }
    });
}

option command::add_option(const std::string& name, const std::string& type, std::string& target,
                           const std::string& description) const {
    return option(app_->add_option(name, target, description)->type_name(type));
}

option command::add_option(const std::string& name, const std::string& type, std::vector<std::string>& target,
                           const std::string& description) const {
    CLI::Option* added = app_->add_option(name, target, description)->type_name(type);
    return option(added->get_positional() ? added : added->allow_extra_args(false));
}

option command::add_option(const std::string& name, const std::string& type, std::uint64_t& target,
                           const std::string& description) const {
    return option(app_->add_option(name, target, description)->type_name(type));
}

option command::add_number(const std::string& name, const std::string& type, unsigned& target,
                           number_range range, const std::string& description) const {
    return number(*app_, name, type, target, range, description);
}
option command::add_number(const std::string& name, const std::string& type, std::uint64_t& target,
                           number_range range, const std::string& description) const {
    return number(*app_, name, type, target, range, description);
}
option command::add_number(const std::string& name, const std::string& type,
                           std::optional<std::uint64_t>& target, number_range range,
                           const std::string& description) const {
    return number(*app_, name, type, target, range, description);
}
option command::add_number(const std::string& name, const std::string& type, std::optional<int>& target,
                           number_range range, const std::string& description) const {
    return number(*app_, name, type, target, range, description);
}

option command::add_share(const std::string& name, const std::string& type, std::optional<double>& target,
                          const std::string& description) const {
    const auto is_share = [](const std::string& given) {
        double share = 0;
        return CLI::detail::lexical_cast(given, share) && share >= 0 && share <= 1;
    };
    return option(app_->add_option(name, target, description)
                      ->type_name(type)
                      ->check(check(is_share, "is not a number from 0 to 1")));
}

option command::add_choice(const std::string& name, std::string& target,
                           const std::vector<std::string>& words, const std::string& description) const {
    const auto is_word = [words](const std::string& given) {
        return std::ranges::find(words, given) != words.end();
    };
    const auto to_word = [is_word](std::string& given) {
        if (std::string lower = to_lower_ascii(given); is_word(lower)) {
            given = std::move(lower);
        }
        return std::string{};
    };
    return option(app_->add_option(name, target, description)
                      ->type_name(join(words, "|"))
                      ->transform(CLI::Validator(to_word, ""))
                      ->check(check(is_word, "is none of these: " + join(words, ", "))));
}

void command::add_flag(const std::string& name, bool& target, const std::string& description) const {
    app_->add_flag(name, target, description);
}

// ---- the program --------------------------------------------------------------------------------

program::program(const std::string& name, const std::string& description, const std::string& version,
                 const std::string& examples)
    : app_(std::make_unique<CLI::App>(description, name)) {
    app_->formatter(std::make_shared<help_formatter>());
    app_->require_subcommand(1);
    app_->footer(examples);
    app_->set_version_flag("--version", name + ' ' + version, "the version");
}

program::~program() = default;

command program::root() noexcept { return {app_.get(), &chosen_}; }

command_outline program::outline() const { return outline_of(*app_); }

const CLI::App& program::find(const std::vector<std::string>& path) const {
    const auto [found, beyond] = find_command(std::as_const(*app_), path);
    if (found == nullptr) {
        throw usage_failure("there is no command \"" + beyond + '"' + did_you_mean_word(beyond, *app_));
    }
    return *found;
}

std::string program::help(const std::vector<std::string>& path) const { return help_of(find(path)); }

std::string program::man_page(const std::vector<std::string>& path) const {
    const CLI::App& app = find(path);
    const std::string description = app.get_description();
    const std::string name = page_name(app);
    std::string capitals = name;
    std::ranges::transform(capitals, capitals.begin(), [](char c) {
        return static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    });
    std::string page =
        ".TH \"" + as_roff(capitals) + "\" \"1\" \"\" \"ecflink " ECFLINK_VERSION_STRING "\"\n";
    page += ".SH NAME\n" + as_roff(name) + " \\- " + as_roff(first_line(description)) + '\n';
    page += ".SH SYNOPSIS\n" + synopsis_of(app);
    std::istringstream paragraphs(description);
    page += ".SH DESCRIPTION\n";
    bool is_first = true;
    for (std::string paragraph; std::getline(paragraphs, paragraph);) {
        if (!paragraph.empty()) {
            page += (is_first ? "" : ".PP\n") + as_roff(sentence(paragraph)) + '\n';
            is_first = false;
        }
    }
    for (const bool are_arguments : {true, false}) {
        const std::string listed = options_of(app, are_arguments);
        page += listed.empty() ? "" : (are_arguments ? ".SH ARGUMENTS\n" : ".SH OPTIONS\n") + listed;
    }
    if (const auto below = commands_of(app); !below.empty()) {
        page += ".SH COMMANDS\n";
        for (const CLI::App* one : below) {
            page += ".TP\n.BR " + as_roff(page_name(*one)) + " (1)\n" +
                    as_roff(sentence(first_line(one->get_description()))) + '\n';
        }
    }
    const std::string examples = app.get_footer();
    constexpr std::string_view title = "Examples:\n";
    page += ".SH EXAMPLES\n.nf\n" +
            as_roff(examples.starts_with(title) ? examples.substr(title.size()) : examples) + "\n.fi\n";
    page += ".SH SEE ALSO\n";
    page += app.get_parent() == nullptr ? ".BR ecflink\\-help (1)\n"
                                        : ".BR " + as_roff(page_name(*app.get_parent())) + " (1)\n";
    return page;
}

std::vector<std::vector<std::string>> program::paths() const {
    std::vector<std::vector<std::string>> all = {{}};
    for (std::size_t at = 0; at < all.size(); ++at) {
        const std::vector<std::string> path = all[at];
        for (const CLI::App* below : commands_of(find(path))) {
            all.push_back(path);
            all.back().push_back(below->get_name());
        }
    }
    return all;
}

exit_status program::run(int argc, const char* const* argv) {
    set_help_flags(*app_);
    refuse_empty_values(*app_);
    try {
        app_->parse(argc, argv);
    } catch (const CLI::CallForHelp&) {
        write_output(help_of(innermost(*app_)));
        return exit_status::done;
    } catch (const CLI::CallForVersion& version) {
        write_output(std::string(version.what()) + '\n');
        return exit_status::done;
    } catch (const CLI::ParseError& wrong) {
        throw wrong_usage(innermost(*app_), in_words(wrong, innermost(*app_)), hint::help);
    }
    try {
        return chosen_();
    } catch (const value_failure& wrong) {
        throw wrong_usage(innermost(*app_), wrong.what(), hint::none);
    } catch (const usage_failure& wrong) {
        throw wrong_usage(innermost(*app_), wrong.what(), hint::help);
    }
}

}  // namespace ecflink::cli
