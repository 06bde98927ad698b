// session.hpp: who is at the other end of a cookie. Sessions live in memory: a restart signs
// everybody off, and nothing is lost by it, since proposals of links are in the ledger's handles.
#pragma once

#include <atomic>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include <ecflink/ledger/ledger.hpp>

#include "form_tokens.hpp"

namespace portal {

/// A proposed link that a person has been shown, and may confirm.
struct proposal {
    std::string name;  ///< by which the session finds it again; of no use to any other session
    ecflink::court_id court;
    std::string handle;
    ecflink::digest shown;
    std::uint64_t held_as = 0;
};

/// What was linked, for the page that says so.
struct receipt {
    std::string name;
    ecflink::court_id court;
    std::uint64_t event = 0;
    std::vector<ecflink::owed> owes;
};

/// The first factor was right, and the second is to come.
struct half_signed_on {
    std::string username;
    ecflink::central_id central;
    std::string client_code;
    ecflink::instant at;
};

/// A person at a browser. Whoever uses one holds `lock`, so that two requests of one session follow
/// each other.
struct session {
    std::mutex lock;
    std::string secret;  ///< the value of the cookie
    ecflink::instant begun;
    ecflink::instant last_seen;
    form_tokens forms;
    /// somebody is signed on; read without the lock, by whoever makes room
    std::atomic<bool> is_in_use = false;

    std::optional<half_signed_on> half;
    ecflink::central_id central;  ///< empty: nobody is signed on
    std::string username;
    std::string client_code;
    ecflink::proof central_proof;
    bool has_agreed_to_redaction = false;
    std::optional<ecflink::login> acting_for;

    ecflink::court_id staff_court;  ///< empty: no clerk is signed on
    ecflink::login staff_login;

    std::deque<proposal> proposals;
    std::deque<receipt> receipts;
    std::string notice;  ///< the key of a message to show once on the next page

    [[nodiscard]] ecflink::digest digest() const;
    [[nodiscard]] bool is_signed_on() const noexcept { return !central.empty(); }
    [[nodiscard]] bool is_staff() const noexcept { return !staff_court.empty(); }
};

using session_pointer = std::shared_ptr<session>;

/// All sessions. Any number of threads may use it.
class session_store {
public:
    static constexpr std::size_t most = 20'000;
    static constexpr ecflink::duration idle{15 * 60 * ecflink::micros_per_second};
    static constexpr ecflink::duration longest{8 * 3600 * ecflink::micros_per_second};

    /// The session of a cookie's value, if it has not ended.
    [[nodiscard]] session_pointer find(std::string_view secret, ecflink::instant now);
    /// A new session of nobody. If there are too many, those that were idle longest end.
    [[nodiscard]] session_pointer begin(ecflink::instant now);
    /// Gives a session a new secret when the rights of its owner change, so that a secret that
    /// somebody else chose or knows is worth nothing. Its open forms end.
    void renew(const session_pointer& one);
    void end(const session_pointer& one);
    [[nodiscard]] std::size_t size() const;

private:
    void make_room(ecflink::instant now);

    mutable std::mutex lock_;
    std::unordered_map<std::string, session_pointer> sessions_;
};

}  // namespace portal
