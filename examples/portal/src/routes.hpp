// routes.hpp: every address of the portal.
#pragma once

#include <span>

#include "site.hpp"

namespace portal {

/// Who may see a page.
enum class open_to { everybody, filers, staff };

struct route {
    const char* pattern;  ///< its first group, if it has one, is the court
    open_to who = open_to::everybody;
    void (*show)(visit&) = nullptr;  ///< GET; null: there is none
    void (*take)(visit&) = nullptr;  ///< POST, which needs the secret of the form; null: there is none
};

[[nodiscard]] std::span<const route> routes();

}  // namespace portal
