#include "verify/answers.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::verify {

void add_tallies(ledger_report& report, const court_table& courts, std::span<const assessment> clean_groups,
                 thread_tallies tallies) {
    for (std::uint32_t group = 0; group < tallies.clean.size(); ++group) {
        tallies.known[group / clean_link_words::makers].add(clean_groups[group], tallies.clean[group]);
    }
    const auto add = [&report](std::string_view court, const tally& counts) {
        report.all += counts;
        counts_of(report.courts, court) += counts;
    };
    for (court_number court = 1; court <= courts.known(); ++court) {
        if (tallies.known[court].links != 0) {
            add(courts.rules()[court].court.view(), tallies.known[court]);
        }
    }
    for (const auto& [court, counts] : tallies.unknown) {
        add(court, counts);
    }
}

}  // namespace detail::verify
ECFLINK_END_NAMESPACE
