// answers.hpp: where the answers of a verification go: findings and verdicts by link, and counts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <ecflink/core/assess.hpp>
#include <ecflink/verify/report.hpp>

#include "tables/by_court.hpp"
#include "verify/assessment_target.hpp"
#include "verify/clean_links.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::verify {

/// The counts of one thread.
struct thread_tallies {
    explicit thread_tallies(court_number known_courts)
        : clean(clean_link_words::group_of(known_courts + 1, 0)), known(known_courts + 1) {}

    std::vector<std::uint64_t> clean;                   ///< clean links, by group
    std::vector<tally> known;                           ///< other links, by court number
    std::map<std::string, tally, std::less<>> unknown;  ///< links of courts without a policy

    thread_tallies& operator+=(const thread_tallies& other);
};

/// Writes the answers of links, and counts them. Any number of threads may write, each to rows and
/// tallies of its own.
class answer_writer {
public:
    /// `own` is the target whose answers are counted. Verdicts may be empty: then none are written.
    answer_writer(const verification_inputs& inputs, const assessment_target& own,
                  std::span<verdict> verdicts)
        : inputs_(inputs), own_(own), verdicts_(verdicts) {}

    /// Writes an answer under the counted policies.
    void write(std::size_t row, const assessment& decided) const noexcept {
        own_.found[row] = decided.findings;
        if (!verdicts_.empty()) {
            verdicts_[row] = decided.verdict;
        }
    }

    /// Records what was found of a link of a court: writes it, and counts it where the target's
    /// answers are counted. The text of the court matters only if it has no policy.
    void record(thread_tallies& tallies, const assessment_target& target, std::size_t row, court_number court,
                std::string_view court_text, findings found, bool is_active = true) const {
        if (target.use == answer_use::findings_only) {
            target.found[row] = found;
            return;
        }
        const assessment decided = target.decide_in(court, found, inputs_.approved_for(row));
        write(row, decided);
        tally& counts = tally_of(tallies, court, court_text);
        counts.add(decided);
        counts.removed += is_active ? 0 : 1;
    }

    /// Adds findings to a link whose answer has been recorded and counted.
    void add_findings(thread_tallies& tallies, std::size_t row, court_number court, findings more) const {
        const std::string court_text =
            inputs_.has_policy(court) ? std::string{}
                                      : std::string(inputs_.links.row_at(row).text(&link_columns::court));
        const findings before = own_.found[row];
        tally_of(tallies, court, court_text).remove(own_.decide_in(court, before, inputs_.approved_for(row)));
        record(tallies, own_, row, court, court_text, before | more);
    }

private:
    tally& tally_of(thread_tallies& tallies, court_number court, std::string_view court_text) const {
        return inputs_.has_policy(court) ? tallies.known[court]
                                         : counts_of(tallies.unknown, counted_court(court_text));
    }

    const verification_inputs& inputs_;
    const assessment_target& own_;
    std::span<verdict> verdicts_;
};

/// The report of all tallies. These are the sum over all threads: one thread may take back what
/// another has counted, so that the tallies of one alone mean nothing.
[[nodiscard]] ledger_report make_report(const court_table& courts, std::span<const assessment> clean_groups,
                                        thread_tallies tallies);

}  // namespace detail::verify
ECFLINK_END_NAMESPACE
