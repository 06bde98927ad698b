// times.hpp: times in words, in the zone of the court and the language of the page.
#pragma once

#include <string>

#include <ecflink/core/time.hpp>
#include <ecflink/policies/policy_set.hpp>

#include "messages.hpp"

namespace portal {

/// "March 30, 2020, 8:00 a.m. CDT". Without a court, or a zone of it, in UTC.
[[nodiscard]] std::string time_in_words(ecflink::instant at, const ecflink::court_policy* court,
                                        const messages& said);

}  // namespace portal
