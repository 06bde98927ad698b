// database_words.hpp: what a database itself says, which people see only if they ask for it.
#pragma once

#include <cstdlib>
#include <string>
#include <string_view>

#include <ecflink/core/version.hpp>

ECFLINK_BEGIN_NAMESPACE

namespace detail::ledger {

/// " [SQLite: disk I/O error]" if the environment variable ECFLINK_DATABASE_MESSAGES is set and not
/// empty; else nothing. Messages of the ledger say in their own words what happened.
[[nodiscard]] inline std::string in_its_own_words(std::string_view database, std::string_view said) {
    const char* const wanted = std::getenv("ECFLINK_DATABASE_MESSAGES");
    if (wanted == nullptr || *wanted == '\0' || said.empty()) {
        return {};
    }
    return std::string(" [").append(database).append(": ").append(said).append("]");
}

}  // namespace detail::ledger

ECFLINK_END_NAMESPACE
