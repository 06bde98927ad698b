// finding_list.hpp: findings as a field of a table: their tokens, joined by `|`.
#pragma once

#include <string>

#include <ecflink/core/findings.hpp>

ECFLINK_BEGIN_NAMESPACE
namespace detail::tables {

[[nodiscard]] inline std::string to_list(findings found) {
    std::string list;
    for (const finding one : found) {
        list.append(list.empty() ? "" : "|").append(to_token(one));
    }
    return list;
}

}  // namespace detail::tables
ECFLINK_END_NAMESPACE
