// options.hpp: the options of the program.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace portal {

/// What a command line says: a command, and options with their values.
class options {
public:
    /// Throws std::runtime_error for an option that is not known or has no value.
    options(int argc, char** argv);

    [[nodiscard]] const std::string& command() const noexcept { return command_; }
    [[nodiscard]] bool has(std::string_view name) const { return given_.contains(name); }
    /// The value of an option. Throws std::runtime_error if it was not given.
    [[nodiscard]] const std::string& need(std::string_view name) const;
    [[nodiscard]] std::string value(std::string_view name, std::string_view or_else) const;
    /// The value as a number from 0 on.
    [[nodiscard]] int number(std::string_view name, int or_else) const;

private:
    std::string command_;
    std::map<std::string, std::string, std::less<>> given_;
};

[[nodiscard]] std::string_view usage();

}  // namespace portal
