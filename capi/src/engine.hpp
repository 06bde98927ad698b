// engine.hpp: what the opaque handles hold.
#pragma once

#include <string>
#include <vector>

#include <ecflink/ecflink.h>
#include <ecflink/diagnostic.hpp>
#include <ecflink/policy_file.hpp>

struct ecflink_engine {
    ecflink::policy_set policies;
};

struct ecflink_diagnostics {
    std::vector<ecflink::diagnostic> entries;
    std::vector<std::string> texts;  ///< each entry in one line
};
