// Verification of links that do not stay. Of each active one the numbers of what it joins are kept,
// and at last those that may conflict with another are counted as the suspects of a verification
// are.
#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <ecflink/verify/index.hpp>
#include <ecflink/verify/report.hpp>
#include <ecflink/verify/stream.hpp>
#include <ecflink/verify/verify.hpp>

#include "base/pages.hpp"
#include "tables/by_court.hpp"
#include "verify/conflicts.hpp"
#include "verify/index_tables.hpp"
#include "verify/link_assessment.hpp"
#include "verify/repeat_filter.hpp"
#include "verify/shared_bits.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace {

using namespace detail::verify;

using number = std::uint32_t;
constexpr number none = no_record;  ///< of what a link lacks

/// Gives numbers to texts that the index has none for, behind its own. Keeps copies of them. Whole
/// when an allocation fails, which absl's tables are not.
class text_numbers {
public:
    explicit text_numbers(std::size_t first) : first_(first) {}

    number of(const std::string& text) {
        const auto known = numbers_.find(text);
        if (known != numbers_.end()) {
            return known->second;
        }
        if (end() >= none) {
            throw std::length_error("verify_stream: there are too many keys");
        }
        return numbers_.emplace(text, static_cast<number>(end())).first->second;
    }
    [[nodiscard]] std::size_t first() const noexcept { return first_; }
    /// Above all numbers.
    [[nodiscard]] std::size_t end() const noexcept { return first_ + numbers_.size(); }
    /// By number, from the first one.
    [[nodiscard]] std::vector<std::string_view> texts() const {
        std::vector<std::string_view> by_number(numbers_.size());
        for (const auto& [text, at] : numbers_) {
            by_number[at - first_] = text;
        }
        return by_number;
    }

private:
    std::size_t first_;
    std::unordered_map<std::string, number> numbers_;
};

/// What is kept of an active link.
struct kept_link {
    std::uint64_t row;
    number account;
    number central;
    number court;  ///< `no_court`: unreadable
    number found;  ///< which of the sets of findings that occur
};
static_assert(sizeof(kept_link) == 24);

}  // namespace

struct verify_stream::state {
    state(const ledger_index& of, instant at, work_options wishes)
        : index(of.get()),
          as_of(at),
          options(std::move(wishes)),
          accounts(index.accounts.places()),
          centrals(index.centrals.places()),
          courts(std::size_t{index.courts.known()} + 1) {}

    const ledger_index::tables& index;
    instant as_of;
    work_options options;
    bool is_over = false;
    std::uint64_t rows = 0;
    ledger_report report;
    std::vector<std::vector<kept_link>> links;  ///< by call of `add`
    text_numbers accounts;                      ///< by court and login
    text_numbers centrals;
    text_numbers courts;  ///< those without a policy
    std::vector<findings> sets;
    std::unordered_map<std::uint64_t, number> numbers_of_sets;

    [[nodiscard]] bool has_policy(number court) const noexcept {
        return court != no_court && court <= index.courts.known();
    }
    [[nodiscard]] const link_policy& policy_of(number court) const noexcept {
        return index.courts.rules()[court].policy->rules;
    }

    number number_of(findings found) {
        const auto known = numbers_of_sets.find(found.bits());
        if (known != numbers_of_sets.end()) {
            return known->second;
        }
        sets.push_back(found);
        return numbers_of_sets.emplace(found.bits(), static_cast<number>(sets.size() - 1)).first->second;
    }

    /// What is kept of a link of a batch that is still there.
    kept_link keep(const joined_link& link, const batch_list<link_columns>& batches, findings found) {
        kept_link kept{rows + link.row, link.account, link.central, link.court, number_of(found)};
        if (link.account != no_record && link.central != no_record && has_policy(link.court)) {
            return kept;
        }
        const auto at = batches.find(link.row);
        const auto text = [&](text_column link_columns::* column) {
            return std::string(text_at(batches[at.batch].*column, at.row));
        };
        const std::string court = text(&link_columns::court);
        const bool has_court = court_id::make(court).has_value();
        if (!has_policy(link.court)) {
            kept.court = has_court ? courts.of(court) : no_court;
        }
        if (const std::string name = text(&link_columns::login);
            kept.account == none && has_court && login::make(name)) {
            kept.account = accounts.of(court + '\0' + name);  // no id holds a NUL
        }
        if (const std::string id = text(&link_columns::central_id);
            kept.central == none && central_id::make(id)) {
            kept.central = centrals.of(id);
        }
        return kept;
    }

    /// Calls `use(link)` for all that is kept. False: it was cancelled.
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

    /// The links whose account, or central account and court, another one may have, and those that
    /// lack one of these. Nothing, if it was cancelled.
    [[nodiscard]] std::optional<std::vector<kept_link>> find_suspects() const {
        std::size_t kept = 0;
        for (const std::vector<kept_link>& of_batch : links) {
            kept += of_batch.size();
        }
        const shared_bits seen_accounts(accounts.end());
        const shared_bits double_accounts(accounts.end());
        repeated_hashes pairs(kept);
        const auto box = std::make_unique<repeat_filter::outbox>();
        const auto hash_of = [this](const kept_link& link) {
            return index.hash_of_pair(link.central, link.court);
        };
        const auto note = [&](const kept_link& link) {
            if (link.account != none && seen_accounts.test_and_set(link.account)) {
                double_accounts.set_shared(link.account);
            }
            if (link.central != none) {
                pairs.add(*box, hash_of(link));
            }
        };
        std::vector<kept_link> suspects;
        const auto pick = [&](const kept_link& link) {
            if (link.account == none || link.central == none || double_accounts.test(link.account) ||
                pairs.test(hash_of(link))) {
                suspects.push_back(link);
            }
        };
        if (!for_each_kept(note)) {
            return std::nullopt;
        }
        pairs.flush(*box);
        return for_each_kept(pick) ? std::optional(std::move(suspects)) : std::nullopt;
    }

    /// The same as the conflicts of a verification are counted from.
    [[nodiscard]] std::vector<suspect> number_suspects(std::span<const kept_link> kept) const {
        text_numbers roles(1);
        std::vector<suspect> suspects(kept.size());
        for (std::size_t i = 0; i < kept.size(); ++i) {
            const kept_link& link = kept[i];
            suspect& each = suspects[i];
            each.row = i;
            each.account = link.account == none ? suspect::none : link.account;
            each.central = link.central == none ? suspect::none : link.central;
            each.court = link.court;
            if (link.account < index.accounts.places() &&
                policy_of(link.court).count_per == counting::court_and_role) {
                if (const auto role = index.role_of(link.account)) {
                    each.role = roles.of(std::string(*role));
                }
            }
        }
        return suspects;
    }

    /// Adds to the report what was found of a link before, and what its others add.
    void count_conflict(stream_report& made, const kept_link& link, findings more,
                        std::span<const std::string_view> court_texts) const {
        const disposition_masks& dispositions = policy_of(link.court).dispositions;
        const findings before = sets[link.found];
        const findings after = before | more;
        const std::string_view court = has_policy(link.court) ? index.courts.rules()[link.court].court.view()
                                       : link.court == no_court ? std::string_view{}
                                                                : court_texts[link.court - courts.first()];
        const assessment was{decide(dispositions, before), before};
        const assessment is{decide(dispositions, after), after};
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

bool verify_stream::add(std::span<const link_columns> links, const verify_output& output) {
    state& stream = *state_;
    if (stream.is_over) {
        return false;
    }
    const batch_list<link_columns> batches(links);
    const detail::zeroed_array<std::uint64_t> own_findings(output.findings.empty() ? batches.rows() : 0);
    const std::span<std::uint64_t> found =
        output.findings.empty() ? std::span(own_findings.data(), own_findings.size()) : output.findings;
    std::vector<joined_link> active;
    const auto report =
        assess_alone(stream.index, links, stream.as_of, {found, output.verdicts}, stream.options, active);
    if (!report) {
        stream.is_over = true;
        return false;
    }
    std::vector<kept_link> kept;
    kept.reserve(active.size());
    for (const joined_link& link : active) {
        kept.push_back(stream.keep(link, batches, findings(found[link.row])));
    }
    ledger_report sum = stream.report;
    sum += *report;
    stream.links.push_back(std::move(kept));  // the last that may throw
    stream.report = std::move(sum);
    stream.rows += batches.rows();
    return true;
}

std::optional<stream_report> verify_stream::finish() && {
    state& stream = *state_;
    if (std::exchange(stream.is_over, true)) {
        return std::nullopt;
    }
    const auto found = stream.find_suspects();
    if (!found) {
        return std::nullopt;
    }
    const std::vector<kept_link>& kept = *found;
    std::vector<suspect> suspects = stream.number_suspects(kept);
    if (!count_others(suspects, stream.options)) {
        return std::nullopt;
    }
    stream_report made{std::move(stream.report), {}};
    const std::vector<std::string_view> court_texts = stream.courts.texts();
    for (std::size_t i = 0; i < kept.size(); ++i) {
        if (const findings more = conflicts_of(stream.policy_of(kept[i].court), suspects[i].others);
            !more.empty()) {
            stream.count_conflict(made, kept[i], more, court_texts);
        }
    }
    std::ranges::sort(made.conflicts, {}, &stream_report::entry::row);
    return made;
}

ECFLINK_END_NAMESPACE
