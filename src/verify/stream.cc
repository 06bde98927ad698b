// Verification of links that do not stay. The stream keeps numbers for what each active link joins.
// At the end it marks them all, and counts the conflict candidates as `verify` does.
#include <algorithm>
#include <array>
#include <cstdint>
#include <deque>
#include <iterator>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <ecflink/verify/index.hpp>
#include <ecflink/verify/report.hpp>
#include <ecflink/verify/stream.hpp>
#include <ecflink/verify/verify.hpp>

#include "base/pages.hpp"
#include "tables/by_court.hpp"
#include "tables/workers.hpp"
#include "verify/assessment_target.hpp"
#include "verify/conflict_marks.hpp"
#include "verify/conflicts.hpp"
#include "verify/index_state.hpp"
#include "verify/key_numbers.hpp"
#include "verify/verification.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace {

using namespace detail::verify;

using number = std::uint32_t;
constexpr number none = no_record;  ///< for a key that a link lacks

/// What is kept of an active link.
struct kept_link {
    std::uint32_t row;  ///< within its chunk
    number account;
    number central;
    number answer;  ///< place of its answer among those that occur
};
static_assert(sizeof(kept_link) == 16);

/// What links came to by themselves, with their court: few such answers occur.
struct kept_answer {
    number court;  ///< `no_court`: it cannot be read
    findings found;
    findings approved;

    friend bool operator==(const kept_answer&, const kept_answer&) = default;
    template <class H>
    friend H AbslHashValue(H hash, const kept_answer& answer) {
        return H::combine(std::move(hash), answer.court, answer.found.bits(), answer.approved.bits());
    }
};

/// Links that were added together. At the end a thread takes a chunk at a time.
struct kept_chunk {
    static constexpr std::size_t most_links = 65'536;
    std::uint64_t first_row;
    std::vector<kept_link> links;
};

/// A link that may conflict with another.
struct candidate_link {
    std::uint64_t row;
    number account;
    number central;
    const kept_answer* answer;
};

}  // namespace

struct verify_stream::state {
    state(const ledger_index& of, instant at, work_options wishes)
        : index(of.get()),
          as_of(at),
          options(std::move(wishes)),
          accounts(index.accounts.places(), none),
          centrals(index.centrals.places(), none),
          courts(std::uint64_t{index.courts.known()} + 1, none),
          answers(0, none) {}

    const ledger_index::state& index;
    instant as_of;
    work_options options;
    bool is_over = false;
    std::uint64_t rows = 0;
    ledger_report report;
    std::vector<kept_chunk> chunks;

    // Numbers of keys without a record, after the numbers of records. They own their texts.
    key_numbers<std::string> accounts;  ///< court, NUL, login: no id holds a NUL
    key_numbers<std::string> centrals;
    key_numbers<std::string> courts;  ///< those without a policy
    key_numbers<kept_answer> answers;
    struct recent_answer {
        kept_answer answer{};
        std::uint32_t number = none;
    };
    static constexpr unsigned recent_bits = 9;
    std::array<recent_answer, std::size_t{1} << recent_bits> recent_answers;

    [[nodiscard]] bool has_policy(number court) const noexcept {
        return court != no_court && court <= index.courts.known();
    }
    [[nodiscard]] const link_policy& policy_of(number court) const noexcept {
        return index.courts.rules()[court].policy->rules;
    }

    /// What is kept of a link whose batch is still there, but for its row.
    kept_link keep(const joined_link& link, const verification_inputs& inputs, findings found) {
        kept_link kept{0, link.account, link.central, 0};
        number court = link.court;
        if (link.account == no_record || link.central == no_record || !has_policy(link.court)) {
            add_keys(kept, court, link, inputs);
        }
        kept.answer = number_of({court, found, inputs.approved_for(link.row)});
        return kept;
    }
    /// The number of an answer. Most links have an answer that came a short while ago.
    number number_of(const kept_answer& answer) {
        const std::uint64_t mixed =
            (answer.found.bits() ^ std::uint64_t{answer.court} << 40) * 0x9E3779B97F4A7C15U;
        recent_answer& recent = recent_answers[mixed >> (64 - recent_bits)];
        if (recent.number == none || recent.answer != answer) {
            recent = {answer, static_cast<number>(answers.number_of(answer))};
        }
        return recent.number;
    }
    /// Numbers the keys of a link that have no number in the index.
    void add_keys(kept_link& kept, number& kept_court, const joined_link& link,
                  const verification_inputs& inputs) {
        const auto at = inputs.links.row_at(link.row);
        const auto text = [&](text_column link_columns::* column) { return std::string(at.text(column)); };
        const std::string court = text(&link_columns::court);
        const bool has_court = court_id::make(court).has_value();
        if (!has_policy(link.court)) {
            kept_court = has_court ? static_cast<number>(courts.number_of(court)) : no_court;
        }
        if (const std::string name = text(&link_columns::login);
            kept.account == none && has_court && login::make(name)) {
            kept.account = static_cast<number>(accounts.number_of(court + '\0' + name));
        }
        if (const std::string id = text(&link_columns::central_id);
            kept.central == none && central_id::make(id)) {
            kept.central = static_cast<number>(centrals.number_of(id));
        }
    }

    /// Calls `use(thread, chunk)` for all chunks, on all threads. False: it was cancelled.
    template <class Use>
    bool for_each_chunk(Use use) const {
        return for_each_morsel(
            without_progress(options), {}, chunks.size(),
            [&](unsigned thread, std::size_t chunk, std::size_t) { use(thread, chunks[chunk]); }, 1);
    }

    /// The links that may conflict with another, and those that lack a key. `known` are the answers
    /// by number.
    [[nodiscard]] work_result<std::vector<candidate_link>> find_candidates(
        std::span<const kept_answer* const> known) const {
        std::size_t kept = 0;
        for (const kept_chunk& chunk : chunks) {
            kept += chunk.links.size();
        }
        conflict_marks marks(index, accounts.end(), kept);
        std::deque<conflict_marks::thread_state> threads(
            std::clamp<std::size_t>(chunks.size(), 1, std::max(1U, options.threads)));
        std::vector<conflict_marks::thread_state*> each_thread;
        for (conflict_marks::thread_state& thread : threads) {
            marks.begin(thread);
            each_thread.push_back(&thread);
        }
        const auto mark = [&](unsigned thread, const kept_chunk& chunk) {
            for (const kept_link& link : chunk.links) {
                if (link.account != none) {
                    marks.mark_account(threads[thread], link.account);
                }
                if (link.central != none) {
                    marks.mark_pair(threads[thread], link.central, known[link.answer]->court);
                }
            }
        };
        std::vector<std::vector<candidate_link>> by_thread(threads.size());
        const auto pick = [&](unsigned thread, const kept_chunk& chunk) {
            for (const kept_link& link : chunk.links) {
                const kept_answer* const answer = known[link.answer];
                if (link.account == none || link.central == none ||
                    marks.may_conflict(link.account, link.central, answer->court)) {
                    by_thread[thread].push_back(
                        {chunk.first_row + link.row, link.account, link.central, answer});
                }
            }
        };
        if (!for_each_chunk(mark) || !marks.merge(each_thread, without_progress(options)) ||
            !for_each_chunk(pick)) {
            return work_error::cancelled;
        }
        std::vector<candidate_link> candidates;
        for (std::vector<candidate_link>& of_thread : by_thread) {
            candidates.insert(candidates.end(), of_thread.begin(), of_thread.end());
            std::vector<candidate_link>().swap(of_thread);
        }
        return candidates;
    }

    /// The same in the form in which conflicts are counted.
    [[nodiscard]] std::vector<conflict_candidate> number_candidates(
        std::span<const candidate_link> kept) const {
        key_numbers<std::string> roles(1);
        std::vector<conflict_candidate> candidates(kept.size());
        for (std::size_t i = 0; i < kept.size(); ++i) {
            const candidate_link& link = kept[i];
            conflict_candidate& each = candidates[i];
            each.row = i;
            each.account = link.account == none ? conflict_candidate::none : link.account;
            each.central = link.central == none ? conflict_candidate::none : link.central;
            each.court = link.answer->court;
            if (link.account < index.accounts.places() &&
                policy_of(link.answer->court).count_per == counting::court_and_role) {
                if (const auto role = index.role_of(link.account)) {
                    each.role = static_cast<std::uint32_t>(roles.number_of(*role));
                }
            }
        }
        return candidates;
    }

    /// Adds findings to a link, and corrects the counts.
    void count_conflict(stream_report& made, const candidate_link& link, findings more,
                        std::span<const std::string* const> court_texts) const {
        const auto& [court_number, before, approved] = *link.answer;
        const disposition_masks& dispositions = policy_of(court_number).dispositions;
        const findings after = before | more;
        const std::string_view court =
            has_policy(court_number)   ? index.courts.rules()[court_number].court.view()
            : court_number == no_court ? std::string_view{}
                                       : std::string_view(*court_texts[court_number - courts.first()]);
        const assessment was{decide(dispositions, before, approved), before, approved};
        const assessment is{decide(dispositions, after, approved), after, approved};
        for (tally* counts : {&made.all, &counts_of(made.courts, court)}) {
            counts->remove(was);
            counts->add(is);
        }
        made.conflicts.push_back({link.row, is});
    }
};

verify_stream::verify_stream(const ledger_index& index, instant as_of, const work_options& options)
    : state_(std::make_unique<state>(index, as_of, options)) {}
verify_stream::~verify_stream() = default;
verify_stream::verify_stream(verify_stream&&) noexcept = default;
verify_stream& verify_stream::operator=(verify_stream&&) noexcept = default;

work_result<void> verify_stream::add(std::span<const link_columns> links, const verify_output& output) {
    state& stream = *state_;
    if (stream.is_over) {
        return work_error::cancelled;
    }
    const batch_list<link_columns> batches(links);
    const detail::zeroed_array<findings> own_findings(output.findings.empty() ? batches.rows() : 0);
    const std::span<findings> found =
        output.findings.empty() ? std::span(own_findings.data(), own_findings.size()) : output.findings;
    const auto alone =
        assess_alone(stream.index, links, stream.as_of, {found, output.verdicts}, stream.options);
    if (!alone) {
        stream.is_over = true;
        return alone.error();
    }
    const std::vector<joined_link>& active = alone.value().active;
    const verification_inputs inputs{stream.index, batches, stream.as_of};
    std::vector<kept_chunk> kept;
    for (std::size_t i = 0; i < active.size(); ++i) {
        const joined_link& link = active[i];
        const auto row = static_cast<std::uint32_t>(link.row);
        const std::uint64_t first_row = stream.rows + (link.row - row);
        if (kept.empty() || kept.back().first_row != first_row ||
            kept.back().links.size() == kept_chunk::most_links) {
            kept.push_back({first_row, {}});
            kept.back().links.reserve(std::min(kept_chunk::most_links, active.size() - i));
        }
        kept.back().links.push_back(stream.keep(link, inputs, found[link.row]));
        kept.back().links.back().row = row;
    }
    ledger_report sum = stream.report;
    sum += alone.value().report;
    stream.chunks.reserve(stream.chunks.size() + kept.size());  // the last that may throw
    std::ranges::move(kept, std::back_inserter(stream.chunks));
    stream.report = std::move(sum);
    stream.rows += batches.rows();
    return BOOST_OUTCOME_V2_NAMESPACE::success();
}

work_result<stream_report> verify_stream::finish() && {
    state& stream = *state_;
    if (std::exchange(stream.is_over, true)) {
        return work_error::cancelled;
    }
    const std::vector<const kept_answer*> known = stream.answers.keys();
    const auto found = stream.find_candidates(known);
    if (!found) {
        return work_error::cancelled;
    }
    const std::vector<candidate_link>& kept = found.value();
    std::vector<conflict_candidate> candidates = stream.number_candidates(kept);
    if (!count_others(candidates, stream.options)) {
        return work_error::cancelled;
    }
    stream_report made{std::move(stream.report), {}};
    const std::vector<const std::string*> court_texts = stream.courts.keys();
    for (std::size_t i = 0; i < kept.size(); ++i) {
        if (const findings more =
                observe_others(stream.policy_of(kept[i].answer->court), candidates[i].others);
            !more.empty()) {
            stream.count_conflict(made, kept[i], more, court_texts);
        }
    }
    std::ranges::sort(made.conflicts, {}, &stream_report::entry::row);
    return made;
}

ECFLINK_END_NAMESPACE
