// ledger_player.hpp: what the players of ledger scenarios share. A player does the steps of one
// scenario on a ledger of its own, through one interface of the library, and says each answer as
// JSON (ledger/README.md).
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

namespace scenarios {

using nlohmann::json;

/// The ledger could not do what it was asked. `what()` is the word in the answer: "not-found".
struct trouble : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// A member that may be left out or null.
inline const json* find(const json& object, const char* name) {
    const auto place = object.find(name);
    return place == object.end() || place->is_null() ? nullptr : &*place;
}
inline std::string text(const json& object, const char* name, const char* when_absent = "") {
    const json* value = find(object, name);
    return value == nullptr ? when_absent : value->get<std::string>();
}
inline bool truth(const json& object, const char* name) {
    const json* value = find(object, name);
    return value != nullptr && value->get<bool>();
}
inline std::uint64_t number(const json& object, const char* name) {
    const json* value = find(object, name);
    return value == nullptr ? 0 : value->get<std::uint64_t>();
}
/// An object or a list that may be left out, as an empty one.
inline const json& part(const json& object, const char* name) {
    static const json empty = json::object();
    const json* value = find(object, name);
    return value == nullptr ? empty : *value;
}
/// A text, or null where it is empty.
inline json or_null(std::string_view given) { return given.empty() ? json(nullptr) : json(given); }

/// What is done, with what, and when.
struct step {
    const std::string& what;
    const json& with;
    std::string at;  ///< empty: no time is given
};

/// Throws if an object has a member that is not listed, because an argument that nobody reads
/// proves nothing.
inline void require_members(const json& object, const std::set<std::string_view>& known) {
    for (const auto& [name, value] : object.items()) {
        if (!known.contains(name)) {
            throw std::runtime_error("unknown member " + name);
        }
    }
}

class player {
public:
    player() = default;
    player(const player&) = delete;
    player& operator=(const player&) = delete;
    virtual ~player() = default;

    /// The answer of a step. Throws trouble, or another exception if it cannot play the step.
    virtual json play(const step& given) = 0;
};

/// Makes the ledger of a scenario at an address, loads its records, and plays on it.
using make_player = std::unique_ptr<player> (*)(const json& scenario, const std::string& address);

std::unique_ptr<player> play_in_cpp(const json& scenario, const std::string& address);
std::unique_ptr<player> play_in_c(const json& scenario, const std::string& address);
std::unique_ptr<player> play_in_cpp_over_c(const json& scenario, const std::string& address);

/// A line of a key file, for the ledgers of scenarios.
inline constexpr std::string_view key_line = "ecflink-key-1:scenario-key-scenario-key-scenario-key-keys";

}  // namespace scenarios
