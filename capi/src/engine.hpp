// engine.hpp: what the opaque handles hold.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include <ecflink/ecflink.h>
#include <ecflink/policies/policy_set.hpp>
#include <ecflink/text/diagnostic.hpp>

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

/// Diagnostics for the caller.
[[nodiscard]] std::unique_ptr<ecflink_diagnostics> make_diagnostics(std::vector<diagnostic> entries);

/// Fails with the first of the diagnostics as its message. Gives all of them to the caller, who may
/// want none.
[[noreturn]] void throw_diagnostics(ecflink_status status, const char* field, std::vector<diagnostic> entries,
                                    ecflink_diagnostics** diagnostics_out);

/// The layers of an array of C structs.
[[nodiscard]] std::vector<policy_layer> to_layers(const ecflink_policy_layer* layers, std::size_t count,
                                                  const char* field);

}  // namespace ecflink::capi
