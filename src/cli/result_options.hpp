// result_options.hpp: how a result is shown.
#pragma once

#include <string>
#include <vector>

#include "cli/command.hpp"
#include "cli/screen.hpp"

namespace ecflink::cli {

struct result_options {
    std::string format;
    std::string color = "auto";

    [[nodiscard]] screen make_screen() const;
};
/// Adds --format, whose first word is the default, and --color.
void add_result_options(command& command, result_options& options, const std::vector<std::string>& formats);

}  // namespace ecflink::cli
