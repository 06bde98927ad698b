#include "cli/help_text.hpp"

#include <sstream>

#include "cli/screen.hpp"

namespace ecflink::cli {
namespace {

constexpr std::size_t page_width = 80;
constexpr std::size_t name_width = 30;

std::string wrapped(const std::string& text, std::size_t width) {
    std::string lines;
    for (const std::string& line : wrap(text, width)) {
        lines += (lines.empty() ? "" : "\n") + line;
    }
    return lines;
}

}  // namespace

help_formatter::help_formatter() {
    column_width(name_width);
    label("OPTIONS", "OPTION...");
    label("SUBCOMMAND", "COMMAND");
    label("Positionals", "Arguments");
}

std::string help_formatter::make_description(const CLI::App* app) const {
    std::string text;
    std::istringstream paragraphs(app->get_description());
    for (std::string paragraph; std::getline(paragraphs, paragraph);) {
        text +=
            wrapped(paragraph.empty() || paragraph.back() == '.' ? paragraph : paragraph + '.', page_width) +
            '\n';
    }
    return text + '\n';
}

std::string help_formatter::make_option_opts(const CLI::Option* option) const {
    std::string text = option->get_type_size() == 0 || option->get_positional()
                           ? std::string{}
                           : ' ' + option->get_type_name();
    if (option->get_required() && option->nonpositional()) {
        text += " (required)";
    }
    return text;
}

std::string help_formatter::make_option_desc(const CLI::Option* option) const {
    return wrapped(option->get_description(), page_width - name_width);
}

std::string help_formatter::make_subcommand(const CLI::App* command) const {
    std::stringstream out;
    const std::string description = command->get_description();
    CLI::detail::format_help(out, command->get_name(),
                             wrapped(description.substr(0, description.find('\n')), page_width - name_width),
                             name_width);
    return out.str();
}

void set_help_flags(CLI::App& program) {
    program.set_help_flag("-h,--help", "this text");
    for (CLI::App* command : program.get_subcommands([](CLI::App*) { return true; })) {
        set_help_flags(*command);
    }
}

}  // namespace ecflink::cli
