#include "people.hpp"

#include <fstream>
#include <stdexcept>

#include <nlohmann/json.hpp>

namespace portal {

people people::read(const std::filesystem::path& file) {
    std::ifstream in(file);
    people all;
    try {
        const nlohmann::json read = nlohmann::json::parse(in);
        for (const nlohmann::json& one : read.at("filers")) {
            const auto central = ecflink::central_id::make(one.at("central-id").get<std::string>());
            if (!central) {
                throw std::runtime_error(file.string() + ": a central id is no id");
            }
            all.by_username_[one.at("username").get<std::string>()] = {
                .central = central.value(),
                .second_factor = one.value("second-factor", std::string{}),
                .needs_client_code = one.value("needs-client-code", false)};
        }
    } catch (const nlohmann::json::exception& error) {
        throw std::runtime_error(file.string() + ": " + error.what());
    }
    return all;
}

const person* people::find(std::string_view username) const {
    const auto found = by_username_.find(username);
    return found == by_username_.end() ? nullptr : &found->second;
}

}  // namespace portal
