// second_factor.hpp: codes of authenticator apps (TOTP, RFC 6238), each used once.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include <ecflink/core/time.hpp>

namespace portal {

/// Keeps the last used time step of every user in a file, so that a restart lets no code count
/// twice. Any number of threads may use it.
class second_factors {
public:
    explicit second_factors(std::filesystem::path file);

    /// True if the code is the user's at this time, one step of 30 seconds more or less, and no
    /// code of this step or a later one was used before.
    [[nodiscard]] bool use(std::string_view username, std::string_view base32_secret, std::string_view code,
                           ecflink::instant now);
    /// The code of a secret, for a demonstration.
    [[nodiscard]] static std::string code_of(std::string_view base32_secret, ecflink::instant now);

private:
    std::filesystem::path file_;
    std::mutex lock_;
    std::map<std::string, std::int64_t, std::less<>> last_used_;
};

}  // namespace portal
