// people.hpp: what the center knows of those who sign on, and the ledger does not: usernames,
// secrets of second factors, and who must give a client code.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include <ecflink/core/ids.hpp>

namespace portal {

struct person {
    ecflink::central_id central;
    std::string second_factor;  ///< base32; empty: none is enrolled
    bool needs_client_code = false;
};

/// The center's directory of usernames. Immutable.
class people {
public:
    /// Reads a JSON file; throws std::runtime_error if it is not one.
    [[nodiscard]] static people read(const std::filesystem::path& file);

    /// The person of a username; null if there is none.
    [[nodiscard]] const person* find(std::string_view username) const;

private:
    std::map<std::string, person, std::less<>> by_username_;
};

}  // namespace portal
