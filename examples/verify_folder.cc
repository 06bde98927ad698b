// Verifies a folder of CSV tables. Lists the links that should not stand, each with the finding to
// correct first.
//
//     verify_folder FOLDER AS-OF
#include <filesystem>
#include <iostream>
#include <utility>

#include <ecflink/policies/policy_set.hpp>
#include <ecflink/tables/ledger_folder.hpp>
#include <ecflink/tables/rows.hpp>
#include <ecflink/verify/verify.hpp>

namespace {

int complain(const std::vector<ecflink::diagnostic>& troubles) {
    for (const ecflink::diagnostic& trouble : troubles) {
        std::cerr << to_text(trouble) << '\n';
    }
    return 3;
}

}  // namespace

int main(int argc, char** argv) {
    const auto as_of = argc == 3 ? ecflink::parse_instant(argv[2]) : ecflink::errc::empty;
    if (!as_of) {
        std::cerr
            << "usage: verify_folder FOLDER AS-OF, where AS-OF is an instant such as 2026-06-30T12:00:00Z\n";
        return 2;
    }
    const std::filesystem::path folder = argv[1];
    std::vector<ecflink::policy_layer> layers;
    if (exists(folder / "policies")) {
        auto read = ecflink::read_policy_layers(folder / "policies");
        if (!read) {
            return complain(read.error());
        }
        layers = std::move(read).value();
    }
    const auto policies = ecflink::policy_set::load(layers);
    if (!policies) {
        return complain(policies.error());
    }
    const auto ledger = ecflink::read_ledger(folder, policies.value());
    if (!ledger) {
        return complain(ledger.error());
    }
    const auto answer = ecflink::verify(policies.value(), ledger.value(), as_of.value());
    const auto& [allowed, held, refused] = answer.value().all.verdicts;
    std::cout << answer.value().all.links << " links: " << allowed << " allowed, " << held << " held, "
              << refused << " refused\n";
    for (std::size_t i = 0; i < answer.value().rows.size(); ++i) {
        const ecflink::assessment& one = answer.value().rows[i];
        if (one.verdict == ecflink::verdict::refuse) {
            const ecflink::link_row& link = ledger.value().links[i];
            const ecflink::finding first =
                (one.findings & policies.value().find(link.court.view()).rules.dispositions.refuse).lowest();
            std::cout << "row " << i + 1 << ' ' << link.court.view() << '/' << link.login.view() << ": "
                      << to_token(first) << '\n';
        }
    }
}
