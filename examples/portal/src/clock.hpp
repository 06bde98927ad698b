// clock.hpp: the time of the portal: the system's, or the same moved by a fixed length for a
// demonstration.
#pragma once

#include <chrono>
#include <cstdint>

#include <ecflink/core/time.hpp>

namespace portal {

/// Any number of threads may ask.
class clock {
public:
    clock() = default;
    explicit clock(ecflink::instant starts_at) : moved_by_{starts_at.micros - system_now().micros} {}

    [[nodiscard]] ecflink::instant now() const { return {system_now().micros + moved_by_.micros}; }
    [[nodiscard]] bool is_moved() const noexcept { return moved_by_.micros != 0; }

    /// What the system's clock shows; codes of second factors go by it.
    [[nodiscard]] static ecflink::instant system_now() {
        const auto since = std::chrono::system_clock::now().time_since_epoch();
        return {std::chrono::duration_cast<std::chrono::microseconds>(since).count()};
    }

private:
    ecflink::duration moved_by_{};
};

}  // namespace portal
