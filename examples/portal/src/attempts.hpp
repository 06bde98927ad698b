// attempts.hpp: limits what the ledger does not count: codes of second factors, and staff who sign
// on. Passwords of filers are counted by the ledger itself.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include <ecflink/core/time.hpp>

namespace portal {

/// Failed attempts by name. Any number of threads may use it.
class attempt_limit {
public:
    attempt_limit(std::uint32_t most, ecflink::duration window) : most_(most), window_(window) {}

    /// True if one more attempt is allowed; it counts as failed until `forget` is called.
    [[nodiscard]] bool reserve(std::string_view name, ecflink::instant now);
    void forget(std::string_view name);

private:
    std::uint32_t most_;
    ecflink::duration window_;
    std::mutex lock_;
    std::map<std::string, std::deque<ecflink::instant>, std::less<>> failed_;
};

}  // namespace portal
