// The pipeline of bulk verification. docs/verify_internals.md shows its data and explains its
// words.
//
//   assess_all       threads take morsels of links, and assess each link by itself (link_assessor):
//                      read_links            decode the columns, and start the probes of the index
//                      probe_..._lines       look up both accounts, in three steps
//                      select_clean_links    most links: only the findings that all links of their
//                                            court and maker have
//                      assess_from_records   the others, where records of accounts say enough
//                      conflict_marks        mark the account, and the central account and court
//                      complete_findings     the few links that need rows of their accounts
//                      assess_cases          the few links that must be looked at one by one
//   merge_marks      join the marks of all threads
//   finish_clean     write the answers of clean links, and pick conflict candidates among them
//   pick_candidates  pick conflict candidates among the other links
//   add_conflicts    count exactly what candidates have in common, and add the findings
//   report           add up the counts of all threads
//
// Where more links will come (a stream), each link is assessed by itself only, and every active one
// is handed over. Where policies are compared, the links that may get other findings are assessed
// under both, after one look-up.
#include <ecflink/verify/verify.hpp>

#include <algorithm>
#include <deque>
#include <iterator>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <ecflink/verify/index.hpp>
#include <ecflink/verify/report.hpp>

#include "base/pages.hpp"
#include "tables/table_columns.hpp"
#include "tables/workers.hpp"
#include "verify/answers.hpp"
#include "verify/assessment_target.hpp"
#include "verify/clean_links.hpp"
#include "verify/conflict_count.hpp"
#include "verify/conflict_marks.hpp"
#include "verify/conflicts.hpp"
#include "verify/index_state.hpp"
#include "verify/link_assessor.hpp"
#include "verify/link_block.hpp"
#include "verify/verification.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::verify {
namespace {

/// Throws std::length_error if the output has room for some answers only.
verify_output with_room(const verify_output& output, std::size_t links) {
    for (const std::size_t room : {output.findings.size(), output.verdicts.size()}) {
        if (room != 0 && room < links) {
            throw std::length_error("verify: there is room for " + std::to_string(room) +
                                    " answers, but there are " + std::to_string(links) +
                                    " links; give room for each, or none");
        }
    }
    return output;
}

std::vector<link_batch_reader> readers_of(std::span<const link_columns> links, const court_table& courts) {
    std::vector<link_batch_reader> readers;
    readers.reserve(links.size());
    for (const link_columns& batch : links) {
        readers.emplace_back(batch, courts);
    }
    return readers;
}

/// The policies of an index as a target. A court whose number does not fit into a clean link's word
/// has no clean links.
assessment_target own_target(const ledger_index::state& index, instant as_of, const clean_link_words& words,
                             findings* found) {
    assessment_target own(*index.policies, index.courts.rules(), as_of, answer_use::counted, found);
    for (court_number court = words.courts(); court < own.courts.size(); ++court) {
        own.courts[court].clean_from = court_view::never;
    }
    own.add_central_findings(index.central_findings_by_rule_set);
    return own;
}

/// Which conflicts are looked for.
enum class conflict_scope : std::uint8_t {
    these_links,  ///< those among the links
    none_yet      ///< none, since more links will come: every active link is a candidate
};

/// One run of the pipeline.
class verification_run {
public:
    verification_run(const ledger_index::state& index, batch_list<link_columns> links, instant as_of,
                     const verify_output& output, const work_options& options, conflict_scope scope)
        : inputs_{index, std::move(links), as_of},
          options_(options),
          silently_(without_progress(options)),
          readers_(readers_of(inputs_.links.batches(), index.courts)),
          output_(with_room(output, inputs_.links.rows())),
          own_findings_(output_.findings.empty() ? inputs_.links.rows() : 0),
          words_(index.accounts.places(), index.centrals.places()),
          targets_(own_target(index, as_of, words_,
                              output_.findings.empty() ? own_findings_.data() : output_.findings.data())),
          answers_(inputs_, targets_.own, output_.verdicts),
          clean_groups_(assess_clean_groups(targets_.own)) {
        if (scope == conflict_scope::these_links) {
            marks_.emplace(index, index.accounts.places(), inputs_.links.rows());
        }
        for (unsigned thread = 0; thread < std::max(1U, options.threads); ++thread) {
            thread_state& state = threads_.emplace_back(index.courts.known());
            if (marks_) {
                marks_->begin(state.marks);
                marks_of_threads_.push_back(&state.marks);
            }
        }
    }

    verification_run(const verification_run&) = delete;  // its parts refer to each other
    verification_run& operator=(const verification_run&) = delete;

    /// Also assesses links under other policies, where these may find something else. Their
    /// findings go to a column of their own.
    void compare_with(const other_policies& others, std::span<findings> found) {
        if (others.agree_on_all) {
            return;
        }
        targets_.others = &others;
        assessment_target& other = targets_.other.emplace(*others.policies, others.rules, inputs_.as_of,
                                                          answer_use::findings_only, found.data());
        other.account_facts = others.account_facts.data();
        other.add_central_findings(inputs_.index.central_findings_by_rule_set);
        other.add_central_findings(others.central_findings_by_rule_set);
    }

    work_result<ledger_report> run() {
        const auto may_conflict = [this](const auto& link) {
            return marks_->may_conflict(link.account, link.central, link.court());
        };
        if (!assess_all() || !merge_marks() || !finish_clean("conflicts", may_conflict) ||
            !pick_candidates() || !add_conflicts()) {
            return work_error::cancelled;
        }
        return report();
    }

    /// Assesses each link by itself; conflicts are left to the caller.
    work_result<links_alone> run_alone() {
        if (!assess_all() || !finish_clean("answers", [](const auto&) { return true; })) {
            return work_error::cancelled;
        }
        std::vector<joined_link> active = take_candidates();
        return links_alone{report(), std::move(active)};
    }

private:
    /// Calls `work(thread, first, end)` for all morsels of links.
    template <class Work>
    bool over_links(std::string_view stage, Work work) {
        return for_each_morsel(
            options_, stage, inputs_.links.rows(),
            [&](unsigned thread, std::size_t first, std::size_t end) { work(threads_[thread], first, end); });
    }

    bool assess_all() {
        conflict_marks* const marks = marks_ ? &*marks_ : nullptr;
        const link_assessor assessor(inputs_, readers_, targets_, answers_, words_, marks);
        const auto assess_part = [&](thread_state& thread, const batch_list<link_columns>& links,
                                     std::size_t first, std::size_t end) {
            const verification_inputs part{inputs_.index, links, inputs_.as_of};
            const auto readers = readers_of(links.batches(), inputs_.index.courts);
            const answer_writer answers(part, targets_.own, output_.verdicts);
            link_assessor(part, readers, targets_, answers, words_, marks).assess_morsel(thread, first, end);
        };
        return inputs_.links.for_each_morsel_of_rows(
            options_, "links",
            [&](unsigned thread, const batch_list<link_columns>& links, std::size_t first, std::size_t end) {
                if (&links == &inputs_.links) {
                    assessor.assess_morsel(threads_[thread], first, end);
                } else {
                    assess_part(threads_[thread], links, first, end);
                }
            });
    }

    bool merge_marks() { return marks_->merge(marks_of_threads_, silently_); }

    /// Writes and counts the answers of clean links, and picks candidates among the active ones.
    template <class IsCandidate>
    bool finish_clean(std::string_view stage, IsCandidate is_candidate) {
        return over_links(stage, [&](thread_state& thread, std::size_t first, std::size_t end) {
            const clean_link_words words = words_;
            for (std::size_t row = first; row < end; ++row) {
                const std::uint64_t word = targets_.own.found[row].bits();
                if ((word & clean_link_words::flag) == 0) {
                    continue;
                }
                const auto link = words.unpack(word);
                answers_.write(row, clean_groups_[link.group]);
                ++thread.tallies.clean[link.group];
                if (is_candidate(link)) [[unlikely]] {
                    thread.candidates.push_back({row, static_cast<record_number>(link.account),
                                                 static_cast<record_number>(link.central), link.court()});
                }
            }
        });
    }

    bool pick_candidates() {
        const auto may_conflict = [this](const joined_link& link) {
            return marks_->may_conflict(link.account, link.central, link.court);
        };
        const auto pick = [&](unsigned, std::size_t of_thread, std::size_t) {
            thread_state& thread = threads_[of_thread];
            for (const std::vector<joined_link>& of_morsel : thread.marked_by_morsel) {
                std::ranges::copy_if(of_morsel, std::back_inserter(thread.candidates), may_conflict);
            }
            thread.marked_by_morsel.clear();
        };
        return for_each_morsel(silently_, {}, threads_.size(), pick, 1);
    }

    std::vector<joined_link> take_candidates() {
        std::vector<joined_link> all;
        for (thread_state& thread : threads_) {
            all.insert(all.end(), thread.candidates.begin(), thread.candidates.end());
            std::vector<joined_link>().swap(thread.candidates);
        }
        return all;
    }

    bool add_conflicts() {
        std::vector<joined_link> joined = take_candidates();
        marks_->release(marks_of_threads_);  // what follows needs room
        const auto counted = count_conflicts(inputs_, targets_, std::move(joined), options_);
        const auto add = [&](unsigned thread, std::size_t first, std::size_t end) {
            for (const conflict_candidate& each : std::span(counted.value()).subspan(first, end - first)) {
                add_conflicts_of(threads_[thread], each);
            }
        };
        return counted && for_each_morsel(silently_, {}, counted.value().size(), add, rows_in_a_small_morsel);
    }

    void add_conflicts_of(thread_state& thread, const conflict_candidate& each) {
        const findings more = observe_others(policy_of(inputs_, targets_.own, each), each.others);
        if (!more.empty()) {
            answers_.add_findings(thread.tallies, each.row, each.court, more);
        }
        if (targets_.disagree_on(each.court)) {
            findings& found = targets_.other->found[each.row];
            found = found | observe_others(policy_of(inputs_, *targets_.other, each), each.others);
        }
    }

    [[nodiscard]] ledger_report report() const {
        thread_tallies all = threads_.front().tallies;
        for (std::size_t thread = 1; thread < threads_.size(); ++thread) {
            all += threads_[thread].tallies;
        }
        return make_report(inputs_.index.courts, clean_groups_, std::move(all));
    }

    // Inputs.
    verification_inputs inputs_;
    const work_options& options_;
    work_options silently_;  ///< the same, for steps too short to report progress
    std::vector<link_batch_reader> readers_;

    // Where answers go.
    verify_output output_;
    zeroed_array<findings> own_findings_;  ///< where the caller gives no room for them
    clean_link_words words_;
    assessment_targets targets_;
    answer_writer answers_;
    std::vector<assessment> clean_groups_;  ///< what clean links come to, by group

    // What has been seen so far.
    std::optional<conflict_marks> marks_;
    std::deque<thread_state> threads_;
    std::vector<conflict_marks::thread_state*> marks_of_threads_;
};

}  // namespace

bool verify_under_both(const ledger_index::state& index, const other_policies& others,
                       std::span<const link_columns> links, instant as_of, std::span<findings> before,
                       std::span<findings> after, const work_options& options) {
    verification_run both(index, batch_list<link_columns>(links), as_of, {.findings = before, .verdicts = {}},
                          options, conflict_scope::these_links);
    both.compare_with(others, after);
    return both.run().has_value();
}

work_result<links_alone> assess_alone(const ledger_index::state& index, std::span<const link_columns> links,
                                      instant as_of, const verify_output& output,
                                      const work_options& options) {
    return verification_run(index, batch_list<link_columns>(links), as_of, output, options,
                            conflict_scope::none_yet)
        .run_alone();
}

work_result<ledger_report> verify_rows(const ledger_index::state& index,
                                       const batch_list<link_columns>& links, instant as_of,
                                       const verify_output& output, const work_options& options) {
    return verification_run(index, links, as_of, output, options, conflict_scope::these_links).run();
}

}  // namespace detail::verify

work_result<ledger_report> verify(const ledger_index& index, std::span<const link_columns> links,
                                  instant as_of, const verify_output& output, const work_options& options) {
    using namespace detail::verify;
    return verify_rows(index.get(), batch_list<link_columns>(links), as_of, output, options);
}

work_result<verification> verify(const policy_set& policies, const ledger_tables& tables, instant as_of,
                                 const work_options& options) {
    const detail::tables::table_columns columns(tables);
    index_options for_index;
    static_cast<work_options&>(for_index) = options;
    const auto index = ledger_index::build(policies, columns.view(), for_index);
    if (!index) {
        return index.error();
    }
    std::vector<findings> found(tables.links.size());
    std::vector<verdict> verdicts(tables.links.size());
    auto report = verify(index.value(), columns.view().links, as_of, {found, verdicts}, options);
    if (!report) {
        return report.error();
    }
    verification answer{std::move(report).value(), {}};
    answer.rows.reserve(found.size());
    for (std::size_t row = 0; row < found.size(); ++row) {
        answer.rows.push_back({verdicts[row], found[row], tables.links[row].row.approved});
    }
    return answer;
}

ECFLINK_END_NAMESPACE
