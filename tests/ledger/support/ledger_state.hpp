// ledger_state.hpp: the whole of a ledger as text, to compare.
#pragma once

#include <array>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ledger/database.hpp"

namespace support {

using namespace ecflink;
using namespace ecflink::detail::ledger;

inline constexpr std::array<std::pair<std::string_view, statement>, 19> every_table{{
    {"ledger", {"SELECT * FROM ledger ORDER BY 1"}},
    {"central_accounts", {"SELECT * FROM central_accounts ORDER BY 1"}},
    {"court_accounts", {"SELECT * FROM court_accounts ORDER BY 1, 2"}},
    {"contacts", {"SELECT * FROM contacts ORDER BY 1, 2, 3"}},
    {"roster", {"SELECT * FROM roster ORDER BY 1, 2, 3"}},
    {"links", {"SELECT * FROM links ORDER BY 1"}},
    {"tombstones", {"SELECT * FROM tombstones ORDER BY 1"}},
    {"attempts", {"SELECT * FROM attempts ORDER BY 1"}},
    {"used_handles", {"SELECT * FROM used_handles ORDER BY 1"}},
    {"obligations", {"SELECT * FROM obligations ORDER BY 1, 2"}},
    {"records", {"SELECT * FROM records ORDER BY 1"}},
    {"registrations", {"SELECT * FROM registrations ORDER BY 1"}},
    {"agencies", {"SELECT * FROM agencies ORDER BY 1, 2, 3"}},
    {"credentials", {"SELECT * FROM credentials ORDER BY 1, 2"}},
    {"audit", {"SELECT * FROM audit ORDER BY 1"}},
    {"held_links", {"SELECT * FROM held_links ORDER BY 1"}},
    {"chains", {"SELECT * FROM chains ORDER BY 1"}},
    {"checkpoints", {"SELECT * FROM checkpoints ORDER BY 1"}},
    {"first_checkpoints", {"SELECT * FROM first_checkpoints ORDER BY 1"}},
}};

inline std::string text_of(const value& given) {
    const auto* number = std::get_if<std::int64_t>(&given);
    const auto* words = std::get_if<std::string>(&given);
    return number != nullptr ? std::to_string(*number) : words != nullptr ? '"' + *words + '"' : "null";
}

/// The rows of each table, one on a line; a table without rows is left out, and so is one that
/// the version of the ledger does not have.
using state = std::map<std::string_view, std::string>;

inline state state_of(const ledger_connector& connect) {
    const auto db = connect();
    db->begin_read();
    state all;
    for (const auto& [name, query] : every_table) {
        for (const row& one : db->has_table(name) ? db->query(query) : std::vector<row>{}) {
            for (const value& it : one) {
                all[name] += text_of(it) + ' ';
            }
            all[name] += '\n';
        }
    }
    db->rollback();
    return all;
}

/// Some tables left out.
inline state without(state all, const std::vector<std::string_view>& tables) {
    for (const std::string_view name : tables) {
        all.erase(name);
    }
    return all;
}

/// The tables apart from the audit trail and what grows with it.
inline state without_trail(state all, const std::vector<std::string_view>& others = {}) {
    return without(without(std::move(all), {"ledger", "audit", "chains", "checkpoints"}), others);
}

}  // namespace support
