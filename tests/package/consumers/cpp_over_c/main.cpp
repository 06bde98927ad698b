// A link through the C++17 headers over the C interface, in a SQLite file of the working folder.
#include <ecflink/c/ecflink_ledger.hpp>

#include <cstdio>
#include <iostream>

namespace ecf = ecflink::c;

int main() {
    for (const char* file : {"cpp_over_c.ledger", "cpp_over_c.ledger-wal", "cpp_over_c.ledger-shm"}) {
        std::remove(file);
    }
    try {
        char line[80];
        std::size_t size = 0;
        if (ecflink_keys_generate(line, sizeof(line), &size, nullptr) != ECFLINK_OK) {
            return 3;
        }
        const ecf::engine engine;
        const ecf::keys keys = ecf::keys::parse(std::string(line, size));
        ecf::ledger_options options("sqlite:cpp_over_c.ledger");
        options.keys = keys.get();
        const ecf::ledger ledger = ecf::ledger::create(engine, options, ecf::time("2024-06-03T15:00:00Z"));
        const auto state = ledger.compare_state();
        std::cout << "cpp_over_c: " << ledger.describe().active_links << " links, "
                  << (state.agrees == 1 ? "the tables agree" : "the tables differ") << '\n';
    } catch (const std::exception& why) {
        std::cerr << why.what() << '\n';
        return 4;
    }
    return 0;
}
