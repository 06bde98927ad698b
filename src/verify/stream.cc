// Verification of links that do not stay. The stream keeps numbers for what each active link joins.
// At the end it marks them all, and counts the conflict candidates as `verify` does.
#include <algorithm>
#include <cstdint>
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
#include "tables/text_key.hpp"
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
    std::uint64_t row;
    number account;
    number central;
    number court;  ///< `no_court`: it cannot be read
    number found;  ///< place of what was found of it among the answers that occur
};
static_assert(sizeof(kept_link) == 24);

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
    std::vector<std::vector<kept_link>> links;  ///< by call of `add`

    // Numbers of keys without a record, after the numbers of records. They own their texts.
    key_numbers<std::string> accounts;  ///< court, NUL, login: no id holds a NUL
    key_numbers<std::string> centrals;
    key_numbers<std::string> courts;  ///< those without a policy
    /// What was found of links, and approved for them: every pair that occurs.
    key_numbers<std::pair<findings, findings>> answers;

    [[nodiscard]] bool has_policy(number court) const noexcept {
        return court != no_court && court <= index.courts.known();
    }
    [[nodiscard]] const link_policy& policy_of(number court) const noexcept {
        return index.courts.rules()[court].policy->rules;
    }

    /// What is kept of a link whose batch is still there.
    kept_link keep(const joined_link& link, const verification_inputs& inputs, findings found) {
        kept_link kept{rows + link.row, link.account, link.central, link.court,
                       static_cast<number>(answers.number_of({found, inputs.approved_for(link.row)}))};
        if (link.account != no_record && link.central != no_record && has_policy(link.court)) {
            return kept;
        }
        const batch_list<link_columns>& batches = inputs.links;
        const auto at = batches.find(link.row);
        const auto text = [&](text_column link_columns::* column) {
            return std::string(text_at(batches[at.batch].*column, at.row));
        };
        const std::string court = text(&link_columns::court);
        const bool has_court = court_id::make(court).has_value();
        if (!has_policy(link.court)) {
            kept.court = has_court ? static_cast<number>(courts.number_of(court)) : no_court;
        }
        if (const std::string name = text(&link_columns::login);
            kept.account == none && has_court && login::make(name)) {
            kept.account = static_cast<number>(accounts.number_of(court + '\0' + name));
        }
        if (const std::string id = text(&link_columns::central_id);
            kept.central == none && central_id::make(id)) {
            kept.central = static_cast<number>(centrals.number_of(id));
        }
        return kept;
    }

    /// Calls `use(link)` for all kept links. False: it was cancelled.
    template <class Use>
    bool for_each_kept(Use use) const {
        for (const std::vector<kept_link>& of_batch : links) {
            if (options.cancelled != nullptr && options.cancelled->load()) {
                return false;
            }
            std::ranges::for_each(of_batch, use);
        }
        return true;
    }

    /// The links that may conflict with another, and those that lack a key.
    [[nodiscard]] work_result<std::vector<kept_link>> find_candidates() const {
        std::size_t kept = 0;
        for (const std::vector<kept_link>& of_batch : links) {
            kept += of_batch.size();
        }
        conflict_marks marks(index, accounts.end(), kept);
        const auto thread = std::make_unique<conflict_marks::thread_state>();
        marks.begin(*thread);
        const auto mark = [&](const kept_link& link) {
            if (link.account != none) {
                marks.mark_account(*thread, link.account);
            }
            if (link.central != none) {
                marks.mark_pair(*thread, link.central, link.court);
            }
        };
        std::vector<kept_link> candidates;
        const auto pick = [&](const kept_link& link) {
            if (link.account == none || link.central == none ||
                marks.may_conflict(link.account, link.central, link.court)) {
                candidates.push_back(link);
            }
        };
        conflict_marks::thread_state* const only_thread = thread.get();
        if (!for_each_kept(mark) || !marks.merge({&only_thread, 1}, options) || !for_each_kept(pick)) {
            return work_error::cancelled;
        }
        return candidates;
    }

    /// The same in the form in which conflicts are counted.
    [[nodiscard]] std::vector<conflict_candidate> number_candidates(std::span<const kept_link> kept) const {
        key_numbers<text_key> roles(1);
        std::vector<conflict_candidate> candidates(kept.size());
        for (std::size_t i = 0; i < kept.size(); ++i) {
            const kept_link& link = kept[i];
            conflict_candidate& each = candidates[i];
            each.row = i;
            each.account = link.account == none ? conflict_candidate::none : link.account;
            each.central = link.central == none ? conflict_candidate::none : link.central;
            each.court = link.court;
            if (link.account < index.accounts.places() &&
                policy_of(link.court).count_per == counting::court_and_role) {
                if (const auto role = index.role_of(link.account)) {
                    each.role = static_cast<std::uint32_t>(roles.number_of({*role, {}}));
                }
            }
        }
        return candidates;
    }

    /// Adds findings to a link, and corrects the counts.
    void count_conflict(stream_report& made, const kept_link& link, findings more,
                        std::span<const std::pair<findings, findings>* const> found_answers,
                        std::span<const std::string* const> court_texts) const {
        const disposition_masks& dispositions = policy_of(link.court).dispositions;
        const auto& [before, approved] = *found_answers[link.found];
        const findings after = before | more;
        const std::string_view court = has_policy(link.court) ? index.courts.rules()[link.court].court.view()
                                       : link.court == no_court
                                           ? std::string_view{}
                                           : std::string_view(*court_texts[link.court - courts.first()]);
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
    std::vector<kept_link> kept;
    kept.reserve(active.size());
    for (const joined_link& link : active) {
        kept.push_back(stream.keep(link, inputs, found[link.row]));
    }
    ledger_report sum = stream.report;
    sum += alone.value().report;
    stream.links.push_back(std::move(kept));  // the last that may throw
    stream.report = std::move(sum);
    stream.rows += batches.rows();
    return BOOST_OUTCOME_V2_NAMESPACE::success();
}

work_result<stream_report> verify_stream::finish() && {
    state& stream = *state_;
    if (std::exchange(stream.is_over, true)) {
        return work_error::cancelled;
    }
    const auto found = stream.find_candidates();
    if (!found) {
        return work_error::cancelled;
    }
    const std::vector<kept_link>& kept = found.value();
    std::vector<conflict_candidate> candidates = stream.number_candidates(kept);
    if (!count_others(candidates, stream.options)) {
        return work_error::cancelled;
    }
    stream_report made{std::move(stream.report), {}};
    const auto found_answers = stream.answers.keys();
    const std::vector<const std::string*> court_texts = stream.courts.keys();
    for (std::size_t i = 0; i < kept.size(); ++i) {
        if (const findings more = observe_others(stream.policy_of(kept[i].court), candidates[i].others);
            !more.empty()) {
            stream.count_conflict(made, kept[i], more, found_answers, court_texts);
        }
    }
    std::ranges::sort(made.conflicts, {}, &stream_report::entry::row);
    return made;
}

ECFLINK_END_NAMESPACE
