// progress_line.hpp: how far long work has come, on standard error where people watch it.
#pragma once

#include <string>

#include <ecflink/tables/work.hpp>

#include "cli/process.hpp"

namespace ecflink::cli {

/// A line that overwrites itself, and is gone when this object is. Shows nothing where nobody
/// watches.
class progress_line {
public:
    progress_line();
    progress_line(const progress_line&) = delete;
    progress_line& operator=(const progress_line&) = delete;
    ~progress_line();

    /// For work of one kind ("verify"): it tells its progress here, and ends early once a signal
    /// asks for that.
    [[nodiscard]] work_options options(const std::string& kind = {});

private:
    bool is_live_;
    std::string last_;  ///< what stands on the line now; empty: nothing was shown
};

}  // namespace ecflink::cli
