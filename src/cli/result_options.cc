#include "cli/result_options.hpp"

namespace ecflink::cli {

screen result_options::make_screen() const {
    return cli::make_screen(color == "always"  ? color_choice::always
                            : color == "never" ? color_choice::never
                                               : color_choice::automatic);
}

void add_result_options(command& command, result_options& options, const std::vector<std::string>& formats) {
    options.format = formats.front();
    command.add_choice("--format", options.format, formats,
                       "how the result is written (default: " + formats.front() + ")");
    command.add_choice("--color", options.color, {"auto", "always", "never"},
                       "color in tables (default: auto, which is on a terminal unless NO_COLOR is set)");
}

}  // namespace ecflink::cli
