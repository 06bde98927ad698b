// proof_file.hpp: what was proven of two accounts, as a file states it.
#pragma once

#include <optional>
#include <string>

#include <ecflink/core/evidence.hpp>
#include <ecflink/policies/time_text.hpp>

namespace ecflink::cli {

/// Reads {"central": {"class", "at"}, "account": {"class", "at", "court"}, "failed-attempts"}. What
/// is absent or null is missing; local times are read in the zone. Throws a failure with every
/// place that cannot be read: an unknown member is one, since a slip must not pass for a missing
/// proof.
[[nodiscard]] evidence read_proof_file(const std::string& file, const std::optional<time_zone>& zone);

}  // namespace ecflink::cli
