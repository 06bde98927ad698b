#include "attempts.hpp"

namespace portal {

bool attempt_limit::reserve(std::string_view name, ecflink::instant now) {
    constexpr std::size_t most_names = 10'000;
    const std::scoped_lock held(lock_);
    const auto is_over = [&](const ecflink::instant at) { return now.micros - at.micros >= window_.micros; };
    if (failed_.size() >= most_names) {
        std::erase_if(failed_, [&](const auto& one) { return is_over(one.second.back()); });
    }
    std::deque<ecflink::instant>& times = failed_[std::string(name)];
    while (!times.empty() && is_over(times.front())) {
        times.pop_front();
    }
    if (most_ != 0 && times.size() >= most_) {
        return false;
    }
    times.push_back(now);
    return true;
}

void attempt_limit::forget(std::string_view name) {
    const std::scoped_lock held(lock_);
    if (const auto found = failed_.find(name); found != failed_.end()) {
        failed_.erase(found);
    }
}

}  // namespace portal
