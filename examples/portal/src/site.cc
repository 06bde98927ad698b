#include "site.hpp"

#include <iostream>

namespace portal {

visit::visit(site& all_of_it, const httplib::Request& its_request, httplib::Response& its_response)
    : all(all_of_it), request(its_request), response(its_response), now(all.clock.now()) {
    choose_language();
    if (const std::string secret = cookie_of(request, session_cookie_name(all)); !secret.empty()) {
        who = all.sessions.find(secret, now);
    }
}

/// ?language= goes before the cookie, and the cookie before what the browser asks for.
void visit::choose_language() {
    const std::string asked = request.get_param_value("language");
    const std::vector<std::string> known = all.texts.languages();
    const auto is_known = [&](const std::string& one) {
        return std::find(known.begin(), known.end(), one) != known.end();
    };
    std::string language = cookie_of(request, "language");
    if (is_known(asked)) {
        language = asked;
        set_cookie("language", asked, "; Max-Age=31536000");
    } else if (!is_known(language)) {
        language = request.get_header_value("Accept-Language").substr(0, 2);
    }
    said = &all.texts.in(language);
}

std::string visit::field(const char* name, std::size_t most) const {
    const std::string value = request.get_param_value(name);
    return value.size() <= most ? value : std::string{};
}

session& visit::need_session() {
    if (!who) {
        who = all.sessions.begin(now);
        set_cookie(session_cookie_name(all), who->secret, "");
    }
    return *who;
}

void visit::renew_session() {
    need_session();
    all.sessions.renew(who);
    set_cookie(session_cookie_name(all), who->secret, "");
}

void visit::end_session() {
    if (who) {
        all.sessions.end(who);
        set_cookie(session_cookie_name(all), "", "; Max-Age=0");
    }
}

std::string visit::court_path(std::string_view rest) const {
    return "/court/" + std::string(court->court.view()) + std::string(rest);
}

std::string visit::staff_path(std::string_view rest) const {
    return "/staff/" + std::string(court->court.view()) + std::string(rest);
}

void visit::go_to(const std::string& path) const { response.set_redirect(path, 303); }

void visit::set_cookie(std::string_view name, std::string_view value, std::string_view rest) const {
    std::string cookie(name);
    cookie += '=';
    cookie += value;
    cookie += "; Path=/; HttpOnly; SameSite=Strict";
    cookie += all.has_secure_cookies ? "; Secure" : "";
    cookie += rest;
    // a renewed session takes the place of the one that was given before
    const std::string begin = std::string(name) + '=';
    for (auto at = response.headers.begin(); at != response.headers.end();) {
        const bool is_same = at->first == "Set-Cookie" && at->second.starts_with(begin);
        at = is_same ? response.headers.erase(at) : std::next(at);
    }
    response.headers.emplace("Set-Cookie", cookie);
}

void give_up(const ecflink::ledger_error& error) {
    std::cerr << "portal: the ledger: " << error.message << '\n';
    switch (error.trouble) {
        case ecflink::ledger_trouble::busy:
        case ecflink::ledger_trouble::unavailable:
        case ecflink::ledger_trouble::too_early: throw stop_here{503, "busy"};
        case ecflink::ledger_trouble::unknown_outcome: throw stop_here{503, "unknown_outcome"};
        case ecflink::ledger_trouble::not_found: throw stop_here{404, "not_found"};
        default: throw stop_here{500, "failed"};
    }
}

const ecflink::court_policy* find_court(const site& all, std::string_view id) {
    const ecflink::court_policy& found = all.policies.find(id);
    return found.rules.in_force ? &found : nullptr;
}

std::string name_of(const ecflink::court_policy& court) {
    return court.name.empty() ? std::string(court.court.view()) : court.name;
}

std::string session_cookie_name(const site& all) {
    return all.has_secure_cookies ? "__Host-portal" : "portal";
}

std::string cookie_of(const httplib::Request& request, std::string_view name) {
    const std::string all = request.get_header_value("Cookie");
    std::string_view rest = all;
    while (!rest.empty()) {
        const std::size_t end = rest.find(';');
        std::string_view one = rest.substr(0, end);
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
        while (one.starts_with(' ')) {
            one.remove_prefix(1);
        }
        if (one.size() > name.size() && one.starts_with(name) && one[name.size()] == '=') {
            return std::string(one.substr(name.size() + 1));
        }
    }
    return {};
}

}  // namespace portal
