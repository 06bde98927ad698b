// The ledger in PostgreSQL, without a server.
#include <ecflink/ledger/ledger.hpp>
#include <ecflink/ledger/postgresql.hpp>
#include <ecflink/policies/policy_set.hpp>

#include <iostream>

int main() {
    const auto policies = ecflink::policy_set::load();
    if (!policies) {
        return 3;
    }
    const auto opened = ecflink::ledger::open(ecflink::postgresql("host=/nonexistent dbname=ecflink"),
                                              policies.value(), nullptr);
    const bool is_unavailable = !opened && opened.error().trouble == ecflink::ledger_trouble::unavailable;
    std::cout << "postgresql: " << (is_unavailable ? "unavailable without a server" : "what is this?")
              << '\n';
}
