// The ledger in a SQLite file of the working folder: created, opened again, and asked for its state.
#include <ecflink/ledger/keys.hpp>
#include <ecflink/ledger/ledger.hpp>
#include <ecflink/ledger/sqlite.hpp>
#include <ecflink/policies/policy_set.hpp>

#include <filesystem>
#include <iostream>

int main() {
    const auto policies = ecflink::policy_set::load();
    if (!policies) {
        return 3;
    }
    for (const char* ending : {"", "-wal", "-shm"}) {
        std::filesystem::remove(std::string("consumer.ledger") + ending);
    }
    const auto keys = ecflink::key_ring::parse(ecflink::key_ring::generate_line());
    const ecflink::instant now = ecflink::make_instant(ecflink::make_civil_day(2024, 6, 3), 15);
    if (const auto made =
            ecflink::ledger::create(ecflink::sqlite("consumer.ledger"), policies.value(), &keys.value(), now);
        !made) {
        std::cerr << made.error().message << '\n';
        return 4;
    }
    const auto opened = ecflink::ledger::open(ecflink::sqlite("consumer.ledger"), policies.value(), nullptr);
    if (!opened) {
        std::cerr << opened.error().message << '\n';
        return 4;
    }
    const auto status = opened.value().status();
    if (!status) {
        std::cerr << status.error().message << '\n';
        return 4;
    }
    std::cout << "ledger: " << status.value().active_links << " links, policies "
              << status.value().policy_set.substr(0, 7) << '\n';
}
