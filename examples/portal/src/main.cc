// The reference portal: how a court embeds ecflink. See README.md.
#include <algorithm>
#include <atomic>
#include <csignal>
#include <exception>
#include <fstream>
#include <iostream>
#include <sstream>
#include <stdexcept>
#include <thread>

#include <ecflink/ledger/ledger.hpp>
#ifdef PORTAL_WITH_POSTGRESQL
#include <ecflink/ledger/postgresql.hpp>
#endif
#include <ecflink/ledger/sqlite.hpp>
#include <ecflink/text/time_text.hpp>

#include "options.hpp"
#include "sample.hpp"
#include "server.hpp"
#include "templates.hpp"

namespace portal {
namespace {

ecflink::ledger_connector connector_of(const std::string& address) {
    constexpr std::string_view sqlite = "sqlite:";
    if (address.starts_with(sqlite)) {
        return ecflink::sqlite(address.substr(sqlite.size()));
    }
#ifdef PORTAL_WITH_POSTGRESQL
    return ecflink::postgresql(address);
#else
    throw std::runtime_error("this portal was built without PostgreSQL; give sqlite:FILE");
#endif
}

ecflink::key_ring read_keys(const std::string& file) {
    std::ifstream in(file);
    std::ostringstream content;
    content << in.rdbuf();
    std::string text = content.str();
    auto keys = ecflink::key_ring::parse(text, file);
    ecflink::wipe(text);
    if (!in || !keys) {
        throw std::runtime_error("the key file cannot be read: " + file);
    }
    return std::move(keys).value();
}

ecflink::policy_set read_policies(const options& given) {
    std::vector<ecflink::policy_layer> layers;
    if (given.has("--policies")) {
        auto read = ecflink::read_policy_layers(given.need("--policies"));
        if (!read) {
            throw std::runtime_error(to_text(read.error().front()));
        }
        layers = std::move(read).value();
    }
    auto loaded = ecflink::policy_set::load(layers);
    if (!loaded) {
        throw std::runtime_error(to_text(loaded.error().front()));
    }
    return std::move(loaded).value();
}

/// The passwords that are checked at the same time, unless an option says it.
int most_checks() { return std::max(4, static_cast<int>(std::thread::hardware_concurrency())); }

clock clock_of(const options& given) {
    if (!given.has("--clock")) {
        return {};
    }
    const auto at = ecflink::parse_instant(given.need("--clock"));
    if (!at) {
        throw std::runtime_error("--clock: give a time such as 2020-03-27T12:00:00-05:00");
    }
    return clock(at.value());
}

/// Says where, and serves until a signal comes or the time is over. Signals are blocked in all
/// threads, and taken by this one.
void serve_until_told(httplib::Server& server, int port, int seconds) {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::cout << "http://127.0.0.1:" << port << '/' << std::endl;
    std::atomic<bool> has_ended = false;
    std::thread serving([&server, &has_ended] {
        server.listen_after_bind();
        has_ended = true;
    });
    const timespec most{.tv_sec = seconds, .tv_nsec = 0};
    if (seconds == 0) {
        int signal = 0;
        sigwait(&signals, &signal);
    } else {
        sigtimedwait(&signals, nullptr, &most);
    }
    while (!server.is_running() && !has_ended) {
        std::this_thread::yield();  // httplib forgets a stop that comes before it serves
    }
    server.stop();
    serving.join();
}

void serve(const options& given) {
    const ecflink::policy_set policies = read_policies(given);
    const ecflink::key_ring keys = read_keys(given.need("--key-file"));
    auto opened =
        ecflink::ledger::open(connector_of(given.need("--ledger")), policies, &keys, {.connections = 16});
    if (!opened) {
        throw std::runtime_error(opened.error().message);
    }
    const std::filesystem::path pages = given.need("--pages");
    const catalog texts = catalog::read(pages / "messages");
    load_templates(pages / "templates", texts);
    const std::string people_file = given.need("--people");
    const people filers = people::read(people_file);
    const ecflink::link_policy& base = policies.base().rules;
    site all{.policies = policies,
             .keys = keys,
             .ledger = opened.value(),
             .filers = filers,
             .texts = texts,
             .clock = clock_of(given),
             .codes = second_factors(people_file + ".codes"),
             .failed_codes = attempt_limit(base.attempt_limit, base.attempt_window),
             .failed_staff = attempt_limit(base.attempt_limit, base.attempt_window),
             .assets = given.need("--assets"),
             .password_places = password_places(given.number("--password-checks", most_checks())),
             .password_wait = std::chrono::seconds(given.number("--password-wait", 60)),
             .has_secure_cookies = given.has("--behind-tls")};
    web_server server;
    const int port = prepare(server, all,
                             {.port = given.number("--port", 0),
                              .threads = static_cast<std::size_t>(given.number("--threads", 512)),
                              .host_name = given.value("--host-name", "")});
    serve_until_told(server, port, given.number("--for", 0));
}

void run(const options& given) {
    if (given.command() == "serve") {
        serve(given);
    } else if (given.command() == "make-sample") {
        const std::string& folder = given.need("--into");
        make_sample(given.need("--sample"), folder,
                    connector_of(given.value("--ledger", "sqlite:" + folder + "/portal.db")),
                    clock_of(given).now());
    } else if (given.command() == "users") {
        std::cout << users_in_words(given.need("--sample"));
    } else if (given.command() == "code") {
        std::cout << second_factors::code_of(given.need("--second-factor"), clock::system_now()) << '\n';
    } else {
        throw std::runtime_error("usage:\n" + std::string(usage()));
    }
}

}  // namespace
}  // namespace portal

int main(int argc, char** argv) {
    try {
        portal::run(portal::options(argc, argv));
        return 0;
    } catch (const std::exception& error) {
        std::cerr << "portal: " << error.what() << '\n';
        return 2;
    }
}
