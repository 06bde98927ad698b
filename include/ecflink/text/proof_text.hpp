// proof_text.hpp: what was proven of two accounts, as a JSON text states it. Compiled.
//
//     {"central": {"class": "password", "at": "2022-04-25T08:00"},
//      "account": {"class": "password", "at": "2022-04-25T08:01", "court": "wiwd"},
//      "failed-attempts": 0}
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include <ecflink/core/evidence.hpp>
#include <ecflink/core/result.hpp>
#include <ecflink/text/diagnostic.hpp>
#include <ecflink/text/time_text.hpp>

ECFLINK_BEGIN_NAMESPACE

/// Reads a text of proofs. What is absent or null is missing; local times are read in the zone.
/// Every place that cannot be read is an error, with `name` as its file, in the order of the text.
/// A member that is not known is one, since a slip must not pass for a missing proof.
[[nodiscard]] result<evidence, std::vector<diagnostic>> parse_proofs(std::string_view text,
                                                                     const std::optional<time_zone>& zone,
                                                                     std::string_view name = {});

ECFLINK_END_NAMESPACE
