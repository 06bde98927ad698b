// model.hpp: what a report of a ledger holds, before it is a page or JSON.
//
// A model is bounded whatever the ledger holds: courts, rows and texts are
// listed up to a limit, and what is left out is counted.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <ecflink/core/findings.hpp>
#include <ecflink/core/time.hpp>
#include <ecflink/policies/policy_set.hpp>
#include <ecflink/tables/columns.hpp>
#include <ecflink/verify/forecast.hpp>
#include <ecflink/verify/report.hpp>

#include "report/verdicts.hpp"

namespace ecflink::report {

using verdict_counts = std::array<std::uint64_t, 3>;   ///< by number of the verdict
using finding_counts = std::array<std::uint64_t, 64>;  ///< by bit

[[nodiscard]] constexpr std::uint64_t count_of(const verdict_counts& counts, verdict which) noexcept {
    return counts[static_cast<std::size_t>(which)];
}
[[nodiscard]] constexpr std::uint64_t count_of(const finding_counts& counts, finding which) noexcept {
    return counts[static_cast<std::size_t>(which)];
}
/// Links or accounts that are held or refused.
[[nodiscard]] constexpr std::uint64_t failing(const verdict_counts& counts) noexcept {
    return count_of(counts, verdict::hold) + count_of(counts, verdict::refuse);
}
/// A key that sorts great numbers before small ones.
[[nodiscard]] constexpr std::uint64_t most_first(std::uint64_t number) noexcept { return ~number; }

/// The most courts that a report lists.
inline constexpr std::size_t most_courts = 400;
/// The most rows of links that a report lists.
inline constexpr std::size_t most_rows = 2'000;
/// The most bytes of a text of the ledger, such as a login that is none.
inline constexpr std::size_t most_text = 256;

/// An earlier run, and what changed since.
struct two_runs {
    std::string file;
    std::string as_of;  ///< empty: the file does not say
    verdict_counts verdicts{};
    finding_counts findings{};
    /// Links by their key, where the earlier run has rows.
    struct moves {
        std::uint64_t added = 0;
        std::uint64_t gone = 0;
        std::array<verdict_counts, 3> moved{};  ///< [before][now]
        /// the first rows of each, from 1
        std::array<std::array<std::vector<std::uint64_t>, 3>, 3> samples;
    };
    std::optional<moves> links;
};

/// A text about the run as a whole, with its label.
struct stated {
    std::string label;
    std::string text;
};

/// How many rows the tables have.
struct row_counts {
    std::uint64_t links = 0;
    std::uint64_t court_accounts = 0;
    std::uint64_t central_accounts = 0;
    std::uint64_t malformed = 0;
};

/// What a report is made of. Everything is borrowed.
struct facts {
    const policy_set& policies;
    const ledger_columns& ledger;
    instant as_of;
    const ledger_report& counts;
    std::span<const findings> found;                            ///< one a link
    std::span<const verdict> verdicts;                          ///< one a link
    const forecast_report& outlook;                             ///< of the accounts that no active link joins
    const two_runs* since = nullptr;                            ///< null: there is no earlier run
    std::string_view (*repair_of)(finding) noexcept = nullptr;  ///< what mends a finding
    std::string place;                                          ///< of the ledger, for people
    std::vector<disposition_override> overrides;
    row_counts rows;
    std::vector<std::string> troubles;  ///< of files, a line each
    std::uint64_t samples = 3;          ///< rows for each court and finding to mend first
    bool with_names = false;
};

/// A link that is held or refused, by its key.
struct listed_row {
    std::uint64_t row = 0;  ///< from 1, in the order of the links
    std::string login;
    std::string central;
    verdict decided = verdict::refuse;
    findings found;
    finding first{};  ///< whose remedy to follow first
    std::string account_name;
    std::string central_name;
};

/// A section of a policy sheet.
struct sheet_section {
    std::string title;
    std::vector<std::string> lines;
};

/// How the accounts of a court that no active link joins will fare.
struct outlook_part {
    std::uint64_t accounts = 0;
    verdict_counts verdicts{};
    finding_counts first{};  ///< by the finding to mend first
};

/// One court.
struct court_part {
    std::string id;    ///< empty: the rows name no court
    std::string name;  ///< empty: not known
    bool has_policy = false;
    std::uint64_t links = 0;
    verdict_counts verdicts{};
    finding_counts findings{};
    finding_counts first{};  ///< held and refused links by the finding to mend first
    disposition_masks dispositions;
    std::optional<instant> go_live;
    outlook_part outlook;
    std::vector<listed_row> rows;  ///< in ascending order
    /// Of the sheet of its policy, what the usual sheet lacks, and what that has besides.
    std::vector<sheet_section> here;
    std::vector<sheet_section> not_here;

    /// Whole days until the court goes live, at least 1; 0 if it is live, or nobody knows.
    [[nodiscard]] std::uint64_t days_left(instant as_of) const noexcept {
        if (!go_live || *go_live <= as_of) {
            return 0;
        }
        return std::max<std::uint64_t>(
            1, (static_cast<std::uint64_t>(go_live->micros) - static_cast<std::uint64_t>(as_of.micros)) /
                   static_cast<std::uint64_t>(micros_per_day));
    }
};

/// How many links of a court.
struct court_count {
    std::size_t court = 0;  ///< its place in the model
    std::uint64_t links = 0;
};

/// A finding that people must mend.
struct work_line {
    finding of{};
    std::uint64_t first = 0;  ///< links that it is to be mended for first
    std::uint64_t links = 0;  ///< links that have it where it holds or refuses
    std::string_view repair;
    std::vector<court_count> courts;  ///< of `first`, the most first; all of them
    std::vector<std::uint64_t> rows;  ///< that the report lists, of the courts in their order
};

/// What one party has to do, the most first.
struct work_list {
    actor who{};
    std::uint64_t links = 0;
    std::vector<work_line> lines;
};

enum class step_length : std::uint8_t { day, week, month, quarter, year };

/// A span of time.
struct time_step {
    civil_day begin;
    verdict_counts verdicts{};
    std::vector<std::size_t> go_lives;  ///< courts, by their place in the model
    std::vector<std::size_t> outages;   ///< courts with an outage that begins then
};

/// When links were made, by days in UTC.
struct time_line {
    step_length length = step_length::month;
    std::vector<time_step> steps;
    std::uint64_t earlier = 0;  ///< links before the first step
    std::uint64_t later = 0;    ///< links after the last step
    std::uint64_t undated = 0;  ///< links whose time is missing or cannot be read
};

/// A report.
struct model {
    std::string place;
    instant as_of;
    std::string policies;  ///< digest
    std::vector<disposition_override> overrides;
    row_counts rows;
    std::uint64_t removed = 0;
    std::uint64_t links = 0;
    verdict_counts verdicts{};
    finding_counts findings{};
    std::vector<court_part> courts;  ///< by id
    std::uint64_t more_courts = 0;   ///< that are not listed
    verdict_counts verdicts_of_more{};
    std::vector<work_list> work;  ///< filer, court, center
    time_line time;
    outlook_part outlook;
    std::optional<two_runs> since;
    std::vector<sheet_section> usual;  ///< the sheet that most courts of the report have
    std::vector<std::string> troubles;
    bool with_names = false;
};

/// The findings that hold or refuse anywhere, by the order in which people mend them.
[[nodiscard]] inline findings deciding_anywhere(const model& of) noexcept {
    findings deciding;
    for (const court_part& court : of.courts) {
        for (const finding_info& info : catalogue()) {
            deciding.insert_if(info.id, count_of(court.findings, info.id) != 0 &&
                                            court.dispositions.of(info.id) >= disposition::hold);
        }
    }
    return deciding;
}

}  // namespace ecflink::report
