#include "verify/answers.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::verify {

thread_tallies& thread_tallies::operator+=(const thread_tallies& other) {
    for (std::size_t group = 0; group < clean.size(); ++group) {
        clean[group] += other.clean[group];
    }
    for (std::size_t court = 0; court < known.size(); ++court) {
        known[court] += other.known[court];
    }
    for (const auto& [court, counts] : other.unknown) {
        counts_of(unknown, court) += counts;
    }
    return *this;
}

ledger_report make_report(const court_table& courts, std::span<const assessment> clean_groups,
                          thread_tallies tallies) {
    for (std::uint32_t group = 0; group < tallies.clean.size(); ++group) {
        tallies.known[group / clean_link_words::makers].add(clean_groups[group], tallies.clean[group]);
    }
    ledger_report report;
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
    return report;
}

}  // namespace detail::verify
ECFLINK_END_NAMESPACE
