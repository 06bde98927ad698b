#include "session.hpp"

#include <vector>

#include <ecflink/ledger/handle.hpp>

#include "random_text.hpp"

namespace portal {
namespace {

bool has_ended(const session& one, ecflink::instant now) {
    return now.micros - one.last_seen.micros >= session_store::idle.micros ||
           now.micros - one.begun.micros >= session_store::longest.micros;
}

}  // namespace

ecflink::digest session::digest() const { return ecflink::digest_of(secret); }

session_pointer session_store::find(std::string_view secret, ecflink::instant now) {
    const std::scoped_lock held(lock_);
    const auto found = sessions_.find(std::string(secret));
    if (found == sessions_.end()) {
        return nullptr;
    }
    if (has_ended(*found->second, now)) {
        sessions_.erase(found);
        return nullptr;
    }
    found->second->last_seen = now;
    return found->second;
}

session_pointer session_store::begin(ecflink::instant now) {
    auto one = std::make_shared<session>();
    one->secret = random_text();
    one->begun = now;
    one->last_seen = now;
    const std::scoped_lock held(lock_);
    make_room(now);
    sessions_.emplace(one->secret, one);
    return one;
}

void session_store::renew(const session_pointer& one) {
    const std::scoped_lock held(lock_);
    sessions_.erase(one->secret);
    one->secret = random_text();
    one->forms.clear();
    sessions_.emplace(one->secret, one);
}

void session_store::end(const session_pointer& one) {
    const std::scoped_lock held(lock_);
    sessions_.erase(one->secret);
    one->secret.clear();
}

std::size_t session_store::size() const {
    const std::scoped_lock held(lock_);
    return sessions_.size();
}

/// Under the lock. Those that have ended go first, then visitors who are signed on nowhere.
void session_store::make_room(ecflink::instant now) {
    if (sessions_.size() < most) {
        return;
    }
    std::erase_if(sessions_, [now](const auto& one) { return has_ended(*one.second, now); });
    if (sessions_.size() >= most) {
        std::erase_if(sessions_, [](const auto& one) { return !one.second->is_in_use.load(); });
    }
}

}  // namespace portal
