// engine.hpp: what the opaque handles hold.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include <ecflink/ecflink.h>
#include <ecflink/policies/diagnostic.hpp>
#include <ecflink/policies/policy_set.hpp>

struct ecflink_engine {
    /// shared with the indexes that were made from them
    std::shared_ptr<const ecflink::policy_set> policies;
};

struct ecflink_diagnostics {
    std::vector<ecflink::diagnostic> entries;
    std::vector<std::string> texts;  ///< each entry in one line
};

namespace ecflink::capi {

/// The policy of a court; if none is named, the policy for all courts. `field` is the engine's
/// parameter name, for errors.
[[nodiscard]] const court_policy& policy_of(const ecflink_engine* engine, const char* court,
                                            std::size_t court_size, const char* field = "engine");

/// Diagnostics for a caller, in the order given.
[[nodiscard]] std::unique_ptr<ecflink_diagnostics> make_diagnostics(std::vector<diagnostic> entries);

}  // namespace ecflink::capi
