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
    /// shared with the indexes that were made of them
    std::shared_ptr<const ecflink::policy_set> policies;
};

struct ecflink_diagnostics {
    std::vector<ecflink::diagnostic> entries;
    std::vector<std::string> texts;  ///< each entry in one line
};

namespace ecflink::capi {

/// The policy of a court; that for all courts, where none is named. `field` is what the engine is
/// called in the call.
[[nodiscard]] const court_policy& policy_of(const ecflink_engine* engine, const char* court,
                                            std::size_t court_size, const char* field = "engine");

}  // namespace ecflink::capi
