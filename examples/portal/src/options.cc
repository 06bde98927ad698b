#include "options.hpp"

#include <array>
#include <charconv>
#include <stdexcept>

namespace portal {
namespace {

constexpr std::array with_value{
    "--ledger",  "--key-file",      "--policies",        "--people",       "--pages", "--assets",
    "--port",    "--for",           "--clock",           "--sample",       "--into",  "--host-name",
    "--threads", "--second-factor", "--password-checks", "--password-wait"};
constexpr std::array without_value{"--behind-tls"};

template <class List>
bool is_in(const List& list, std::string_view name) {
    for (const std::string_view one : list) {
        if (one == name) {
            return true;
        }
    }
    return false;
}

}  // namespace

options::options(int argc, char** argv) {
    for (int i = 1; i < argc; ++i) {
        const std::string_view name = argv[i];
        if (i == 1 && !name.starts_with("--")) {
            command_ = name;
        } else if (is_in(without_value, name)) {
            given_[std::string(name)] = "yes";
        } else if (is_in(with_value, name) && i + 1 < argc) {
            given_[std::string(name)] = argv[++i];
        } else {
            throw std::runtime_error("the option " + std::string(name) + " is not known, or has no value");
        }
    }
}

const std::string& options::need(std::string_view name) const {
    const auto found = given_.find(name);
    if (found == given_.end()) {
        throw std::runtime_error("give " + std::string(name));
    }
    return found->second;
}

std::string options::value(std::string_view name, std::string_view or_else) const {
    const auto found = given_.find(name);
    return found == given_.end() ? std::string(or_else) : found->second;
}

int options::number(std::string_view name, int or_else) const {
    const std::string text = value(name, std::to_string(or_else));
    int read = -1;
    const auto end = std::from_chars(text.data(), text.data() + text.size(), read);
    if (end.ec != std::errc() || end.ptr != text.data() + text.size() || read < 0) {
        throw std::runtime_error(std::string(name) + ": " + text + " is no number");
    }
    return read;
}

std::string_view usage() {
    return "portal serve --ledger sqlite:FILE|postgresql://... --key-file FILE --people FILE\n"
           "             --pages FOLDER --assets FOLDER [--policies FOLDER] [--port N] [--for SECONDS]\n"
           "             [--threads N] [--password-checks N] [--password-wait SECONDS]\n"
           "             [--clock TIME] [--host-name NAME] [--behind-tls]\n"
           "portal make-sample --sample FOLDER --into FOLDER [--ledger ADDRESS] [--clock TIME]\n"
           "portal users --sample FOLDER\n"
           "portal code --second-factor SECRET\n";
}

}  // namespace portal
