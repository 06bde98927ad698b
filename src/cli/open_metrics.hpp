// open_metrics.hpp: the state of a ledger for monitoring systems, as OpenMetrics 1.0 text
// (https://github.com/prometheus/OpenMetrics/blob/main/specification/OpenMetrics.md).
#pragma once

#include <string>

#include <ecflink/ledger/ledger.hpp>

namespace ecflink::cli {

/// The events that came after the last checkpoint.
[[nodiscard]] std::uint64_t unsigned_events(const ledger_status& status);

/// All metrics, and the end mark.
[[nodiscard]] std::string to_open_metrics(const ledger_status& status);

}  // namespace ecflink::cli
