// ecflink help: what --help says of any command, and the same as man pages.
#include <filesystem>
#include <memory>

#include "cli/command.hpp"
#include "cli/commands.hpp"
#include "cli/process.hpp"
#include "cli/text_list.hpp"

namespace ecflink::cli {
namespace {

struct help_options {
    std::vector<std::string> path;
    bool is_man_page = false;
    std::string man_pages;
};

exit_status write_man_pages(const program& whole, const std::string& folder) {
    make_folder(folder);
    for (const std::vector<std::string>& path : whole.paths()) {
        const std::string name = "ecflink" + (path.empty() ? "" : "-" + join(path, "-")) + ".1";
        write_whole_file((std::filesystem::path(folder) / name).string(), whole.man_page(path));
    }
    return exit_status::done;
}

}  // namespace

void add_help(const command& program, const ecflink::cli::program& whole) {
    const command added =
        program.add_command("help",
                            "Tells about a command\n\n"
                            "The same text as that of its --help, or its man page.",
                            "Examples:\n"
                            "  ecflink help verify\n"
                            "  ecflink help policy show\n\n"
                            "To read a man page that is not installed: ecflink help --man verify | "
                            "man -l -");
    const auto options = std::make_shared<help_options>();
    added.add_option("COMMAND", "COMMAND", options->path, "the command, such as verify or policy show");
    added.add_flag("--man", options->is_man_page, "print the man page, in the language of man(7)");
    added.add_option("--man-pages", "FOLDER", options->man_pages,
                     "write the man pages of all commands into it");
    added.set_action([options, &whole] {
        if (!options->man_pages.empty()) {
            return write_man_pages(whole, options->man_pages);
        }
        write_output(options->is_man_page ? whole.man_page(options->path) : whole.help(options->path));
        return exit_status::done;
    });
}

}  // namespace ecflink::cli
