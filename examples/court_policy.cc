// Loads a court's own policy file over the built-in layers. Shows which values it changes, and
// whether the new policy is stricter or looser.
//
//     court_policy FILE COURT
#include <fstream>
#include <iostream>
#include <iterator>

#include <ecflink/policies/policy_set.hpp>
#include <ecflink/policies/policy_tools.hpp>

int main(int argc, char** argv) {
    if (argc != 3) {
        std::cerr << "usage: court_policy FILE COURT\n";
        return 2;
    }
    std::ifstream file(argv[1], std::ios::binary);
    const ecflink::policy_layer layer{argv[1], {std::istreambuf_iterator<char>(file), {}}};

    const auto built_in = ecflink::policy_set::load();
    const auto own = ecflink::policy_set::load({&layer, 1});
    if (!built_in || !own) {
        for (const ecflink::diagnostic& trouble : own ? built_in.error() : own.error()) {
            std::cerr << to_text(trouble) << '\n';
        }
        return 3;
    }
    const ecflink::court_policy& before = built_in.value().find(argv[2]);
    const ecflink::court_policy& after = own.value().find(argv[2]);
    for (const ecflink::policy_change& change : ecflink::diff(before, after)) {
        std::cout << change.path << ": " << change.before << " -> " << change.after << '\n';
    }
    std::cout << "The new policy is " << to_token(ecflink::compare(before, after).relation) << ".\n";
}
