#include "server.hpp"

#include <algorithm>
#include <iostream>
#include <stdexcept>

#include "assets.hpp"
#include "routes.hpp"
#include "view.hpp"

namespace portal {
namespace {

constexpr std::size_t most_payload = 8192;
constexpr time_t patience_seconds = 5;

/// Every response has these, refusals and errors too.
const httplib::Headers& security_headers() {
    static const httplib::Headers headers{
        {"Content-Security-Policy",
         "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; form-action 'self'; "
         "frame-ancestors 'none'; base-uri 'none'"},
        {"X-Frame-Options", "DENY"},
        {"X-Content-Type-Options", "nosniff"},
        {"Referrer-Policy", "same-origin"},
        {"Cross-Origin-Opener-Policy", "same-origin"},
        {"Cross-Origin-Resource-Policy", "same-origin"},
        {"Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"},
        {"Cache-Control", "no-store"},
    };
    return headers;
}

/// True if a browser says that another site sent the form. Browsers that say nothing are left to
/// the secret of the form.
bool is_from_elsewhere(const httplib::Request& request) {
    const std::string fetch = request.get_header_value("Sec-Fetch-Site");
    const std::string origin = request.get_header_value("Origin");
    const std::string host = request.get_header_value("Host");
    return (!fetch.empty() && fetch != "same-origin") ||
           (!origin.empty() && origin != "http://" + host && origin != "https://" + host);
}

void require_own_form(visit& visitor) {
    const std::string type = visitor.request.get_header_value("Content-Type");
    if (!type.starts_with("application/x-www-form-urlencoded")) {
        throw stop_here{415, "bad_request"};
    }
    if (is_from_elsewhere(visitor.request) || !visitor.who ||
        !visitor.who->forms.take(visitor.request.path, visitor.field("form"))) {
        throw stop_here{403, "form_over"};
    }
}

/// True if the visitor may see the page; else the answer leads to the page to sign on.
bool is_let_in(visit& visitor, open_to who) {
    if (who == open_to::filers && (!visitor.who || !visitor.who->is_signed_on())) {
        visitor.go_to(visitor.court_path("/sign-on"));
        return false;
    }
    if (who == open_to::staff && (!visitor.who || visitor.who->staff_court != visitor.court->court)) {
        visitor.go_to(visitor.staff_path("/sign-on"));
        return false;
    }
    return true;
}

void answer_stop(visit& visitor, const stop_here& stop) {
    visitor.response.headers.erase("Location");
    if (stop.status == 503) {
        visitor.response.set_header("Retry-After", "60");
    }
    answer_with(visitor, stop.page, stop.status);
}

void serve_route(visit& visitor, const route& one, void (*page)(visit&)) {
    if (visitor.request.matches.size() > 1) {
        visitor.court = find_court(visitor.all, visitor.request.matches[1].str());
        if (visitor.court == nullptr) {
            throw stop_here{404, "not_found"};
        }
    }
    if (page == one.take) {
        require_own_form(visitor);
    }
    if (is_let_in(visitor, one.who)) {
        page(visitor);
    }
}

/// One request. The session is locked while its page is made, so that two requests of it follow
/// each other; the second one of a form that was sent twice finds its secret used.
void serve(site& all, const route& one, void (*page)(visit&), const httplib::Request& request,
           httplib::Response& response) {
    visit visitor(all, request, response);
    const session_pointer kept = visitor.who;
    std::unique_lock<std::mutex> held;
    if (kept) {
        held = std::unique_lock(kept->lock);
        // somebody may have signed off or on while this request waited
        if (kept->secret != cookie_of(request, session_cookie_name(all))) {
            visitor.who = nullptr;
        }
    }
    try {
        try {
            serve_route(visitor, one, page);
        } catch (const stop_here& stop) {
            answer_stop(visitor, stop);
        }
    } catch (const std::exception& error) {
        std::cerr << "portal: " << one.pattern << ": " << error.what() << '\n';
        response.status = 500;
        response.set_content("The portal failed. Nothing was done.\n", "text/plain; charset=utf-8");
    }
}

/// Names of other sites that lead here (DNS rebinding) are not served.
bool is_own_name(const httplib::Request& request, int port, const std::string& host_name) {
    const std::string host = request.get_header_value("Host");
    const std::string end = ':' + std::to_string(port);
    return host == "127.0.0.1" + end || host == "localhost" + end ||
           (!host_name.empty() && host == host_name);
}

/// A line for each request: no query, no field, no cookie.
void log_request(const httplib::Request& request, const httplib::Response& response) {
    std::clog << request.method + ' ' + request.path + ' ' + std::to_string(response.status) + '\n';
}

/// What no route answers: pages that do not exist, and requests that are too large or malformed.
void answer_error(site& all, const httplib::Request& request, httplib::Response& response) {
    if (!response.body.empty()) {
        return;
    }
    try {
        visit visitor(all, request, response);
        visitor.who = nullptr;  // it is not locked
        answer_with(visitor, response.status == 404 ? "not_found" : "bad_request", response.status);
    } catch (const std::exception& error) {
        std::cerr << "portal: " << error.what() << '\n';
    }
}

}  // namespace

void web_server::widen_queue() {
    constexpr int places = 1024;
    if (::listen(svr_sock_, places) != 0) {
        throw std::runtime_error("the queue of the port cannot be made longer");
    }
}

int prepare(web_server& server, site& all, const server_options& options) {
    server.set_default_headers(security_headers());
    server.set_payload_max_length(most_payload);
    server.set_read_timeout(patience_seconds);
    server.set_write_timeout(patience_seconds);
    server.set_keep_alive_timeout(2);
    server.set_keep_alive_max_count(100);
    server.set_tcp_nodelay(true);
    server.new_task_queue = [threads = options.threads] { return new httplib::ThreadPool(threads); };
    server.set_logger(log_request);
    server.set_error_handler([&all](const httplib::Request& request, httplib::Response& response) {
        answer_error(all, request, response);
    });
    const int port = options.port == 0                                ? server.bind_to_any_port("127.0.0.1")
                     : server.bind_to_port("127.0.0.1", options.port) ? options.port
                                                                      : -1;
    if (port <= 0) {
        throw std::runtime_error("the port cannot be used; give another one with --port");
    }
    server.widen_queue();
    server.set_pre_routing_handler(
        [port, name = options.host_name](const httplib::Request& request, httplib::Response& response) {
            if (is_own_name(request, port, name)) {
                return httplib::Server::HandlerResponse::Unhandled;
            }
            response.status = 421;
            response.set_content("This name is not served here.\n", "text/plain; charset=utf-8");
            return httplib::Server::HandlerResponse::Handled;
        });
    add_assets(server, all.assets);
    for (const route& one : routes()) {
        if (one.show != nullptr) {
            server.Get(one.pattern, [&all, &one](const auto& request, auto& response) {
                serve(all, one, one.show, request, response);
            });
        }
        if (one.take != nullptr) {
            server.Post(one.pattern, [&all, &one](const auto& request, auto& response) {
                serve(all, one, one.take, request, response);
            });
        }
    }
    return port;
}

}  // namespace portal
