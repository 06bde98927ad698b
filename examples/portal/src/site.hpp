// site.hpp: what all pages work with, and one visit: a request, its session, and its answer.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include <ctemplate/template.h>
#include <httplib.h>

#include <ecflink/ledger/ledger.hpp>
#include <ecflink/policies/policy_set.hpp>

#include "attempts.hpp"
#include "clock.hpp"
#include "messages.hpp"
#include "password_places.hpp"
#include "people.hpp"
#include "second_factor.hpp"
#include "session.hpp"

namespace portal {

/// Everything that outlives a request.
struct site {
    const ecflink::policy_set& policies;
    const ecflink::key_ring& keys;
    ecflink::ledger& ledger;
    const people& filers;
    const catalog& texts;
    portal::clock clock;
    second_factors codes;
    attempt_limit failed_codes;
    attempt_limit failed_staff;
    std::filesystem::path assets;
    portal::password_places password_places;
    std::chrono::seconds password_wait;  ///< for a place, at most
    bool has_secure_cookies = false;     ///< for a portal behind TLS
    session_store sessions = {};
};

/// Thrown by a page to answer something else than itself.
struct stop_here {
    int status;
    std::string_view page;  ///< a template, with all of its texts in the catalog
};

/// One request. Lives as long as it.
class visit {
public:
    visit(site& all, const httplib::Request& request, httplib::Response& response);

    site& all;
    const httplib::Request& request;
    httplib::Response& response;
    ecflink::instant now;
    session_pointer who;                           ///< null: no session yet
    const ecflink::court_policy* court = nullptr;  ///< of the address; null: the page is of no court
    const messages* said;                          ///< in the visitor's language

    /// A field of the form, at most `most` bytes; longer ones count as empty.
    [[nodiscard]] std::string field(const char* name, std::size_t most = 512) const;
    /// The session, a new one if there is none.
    session& need_session();
    /// Gives the session a new secret, and the browser the cookie for it.
    void renew_session();
    void end_session();
    /// "/court/wiwd" and what follows.
    [[nodiscard]] std::string court_path(std::string_view rest = {}) const;
    [[nodiscard]] std::string staff_path(std::string_view rest = {}) const;
    /// Answers "see there", so that a reload sends no form again.
    void go_to(const std::string& path) const;
    void set_cookie(std::string_view name, std::string_view value, std::string_view rest) const;

private:
    void choose_language();
};

/// The value of a result, or the page for a ledger that cannot do its work.
template <class T>
T taken(ecflink::ledger_result<T> result);

[[noreturn]] void give_up(const ecflink::ledger_error& error);

template <class T>
T taken(ecflink::ledger_result<T> result) {
    if (!result) {
        give_up(result.error());
    }
    return std::move(result).value();
}

/// True if a court of the ledger's policies is in force under this id.
[[nodiscard]] const ecflink::court_policy* find_court(const site& all, std::string_view id);
/// The court's name, or its id.
[[nodiscard]] std::string name_of(const ecflink::court_policy& court);

/// The address of the session's cookie.
[[nodiscard]] std::string cookie_of(const httplib::Request& request, std::string_view name);
[[nodiscard]] std::string session_cookie_name(const site& all);

}  // namespace portal
