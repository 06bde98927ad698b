// password_places.hpp: how many passwords are checked at the same time.
#pragma once

#include <chrono>
#include <condition_variable>
#include <list>
#include <mutex>

namespace portal {

/// Places for those whose passwords are checked now; who waits longest comes first. Each check
/// takes 64 MiB and much of a processor for a while, on purpose; without a limit a crowd at the
/// door uses up the memory. Any number of threads may use it.
class password_places {
public:
    explicit password_places(int count) : free_(count) {}

    /// Waits for a place, so long at most. False: none was free.
    [[nodiscard]] bool enter(std::chrono::seconds longest) {
        std::unique_lock held(lock_);
        const auto mine = waiting_.insert(waiting_.end(), waiter{});
        const bool is_in =
            changed_.wait_for(held, longest, [&] { return free_ > 0 && waiting_.begin() == mine; });
        waiting_.erase(mine);
        free_ -= is_in ? 1 : 0;
        changed_.notify_all();
        return is_in;
    }
    void leave() {
        const std::scoped_lock held(lock_);
        ++free_;
        changed_.notify_all();
    }

private:
    struct waiter {};

    std::mutex lock_;
    std::condition_variable changed_;
    std::list<waiter> waiting_;
    int free_;
};

}  // namespace portal
