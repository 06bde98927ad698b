// help_text.hpp: how --help looks: at most 80 columns, in the words of this program.
#pragma once

#include <CLI/CLI.hpp>

namespace ecflink::cli {

class help_formatter : public CLI::Formatter {
public:
    help_formatter();
    std::string make_description(const CLI::App* app) const override;
    std::string make_option_opts(const CLI::Option* option) const override;
    std::string make_option_desc(const CLI::Option* option) const override;
    std::string make_subcommand(const CLI::App* command) const override;
};

/// Gives the program and every command below it the same --help.
void set_help_flags(CLI::App& program);

}  // namespace ecflink::cli
