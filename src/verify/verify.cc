// Verification in three passes over the links.
//
// First every link by itself, a block of rows at a time. Several blocks are on their way at once,
// so that nothing waits for memory: the keys of one are read, those of the one before it are looked
// up, and what is so about the accounts and courts of the third is put together. About most links
// nothing is so but what is so about their court: they are quiet. Of some others a row of their
// accounts must be read, which is left to the end of a morsel. Where something must be looked at
// closely, the link becomes a case and `observe` says all of it; that is rare. On the way each link
// marks its account in a bitmap, and the pair of its central account and court in a filter: who
// finds a mark may conflict with another link. Which accounts a quiet link joins stands in the
// place of its findings meanwhile. Then all links are asked whether their marks were found twice,
// and at last these few are counted exactly.
//
// Where links still come, the first pass and the quiet words are all: every active link is a
// suspect then, and is handed over as one. Where other policies may find something else of the
// links of a court, these are assessed under both, after one look for their accounts.
#include <algorithm>
#include <deque>
#include <iterator>
#include <limits>
#include <stdexcept>
#include <string>

#include <ecflink/tables/person_name.hpp>
#include <ecflink/verify/index.hpp>
#include <ecflink/verify/report.hpp>
#include <ecflink/verify/verify.hpp>

#include "base/pages.hpp"
#include "base/prefetch.hpp"
#include "names/name_key.hpp"
#include "tables/by_court.hpp"
#include "tables/table_columns.hpp"
#include "tables/workers.hpp"
#include "time/created_start.hpp"
#include "verify/conflicts.hpp"
#include "verify/index_tables.hpp"
#include "verify/link_assessment.hpp"
#include "verify/quiet_words.hpp"
#include "verify/repeat_filter.hpp"
#include "verify/shared_bits.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::verify {
namespace {

using tables = ledger_index::tables;

/// What reads a batch of links.
struct link_batch_reader {
    link_batch_reader(const link_columns& batch, const court_table& courts)
        : table(&batch),
          court(batch.court, courts, [&](std::string_view text) { return courts.find(text); }),
          state(batch.state, link_state::active),
          made_by(batch.made_by, link_maker::filer),
          has_evidence(!batch.central_proof.is_absent() || !batch.account_proof.is_absent() ||
                       batch.central_proof_at.unit != time_unit::absent ||
                       batch.account_proof_at.unit != time_unit::absent ||
                       !batch.account_proof_court.is_absent() ||
                       batch.confirmed_at.unit != time_unit::absent),
          central_proof(batch.central_proof, proof_class::missing),
          account_proof(batch.account_proof, proof_class::missing) {}

    const link_columns* table;
    court_reader court;
    token_reader<link_state> state;
    token_reader<link_maker> made_by;
    bool has_evidence;
    token_reader<proof_class> central_proof;
    token_reader<proof_class> account_proof;
};

/// A block of links on its way.
struct link_block {
    const link_batch_reader* batch = nullptr;
    std::size_t first = 0;  ///< row within the batch
    std::size_t rows = 0;
    std::size_t row_of_all = 0;
    /// a bit for each link whose keys are exact, and whose tokens are read below; the others come
    /// to their own later
    std::uint64_t is_readable = 0;
    /// a bit for each link of which another field is missing or cannot be read
    std::uint64_t is_malformed = 0;
    std::uint64_t has_time = 0;   ///< a bit for each link whose `linked_at` is read
    std::uint64_t is_active = 0;  ///< a bit for each link that is not removed
    std::array<court_number, block_rows> courts;
    std::array<std::uint8_t, block_rows> state;
    std::array<std::uint8_t, block_rows> made_by;
    std::array<std::int64_t, block_rows> linked_at;
    record_table::search accounts;
    record_table::search centrals;

    [[nodiscard]] const link_columns& table() const noexcept { return *batch->table; }
};

struct policy_side;

/// What was found of a link but for what rows of its accounts say, which are far away.
struct unfinished_link {
    const policy_side* side = nullptr;
    findings found;
    bool needs_names = false;   ///< the names differ, by their keys
    bool needs_opened = false;  ///< the account may have been opened after the link was made
    std::size_t row = 0;
    court_number court = no_court;
    std::uint32_t account_row = 0;
    std::uint32_t central_row = 0;
    std::int64_t linked_at = 0;
};

/// A link that must be looked at closely.
struct close_link {
    const policy_side* side;
    std::size_t row;
};

/// The counts of one thread.
struct thread_counts {
    thread_counts(court_number known_courts, std::size_t account_places)
        : seen_accounts(account_places),
          quiet(quiet_words::kind_of(known_courts + 1, 0)),
          known(known_courts + 1) {}

    std::array<link_block, 4> blocks;
    repeat_filter::outbox pairs;
    shared_bits seen_accounts;         ///< by record: accounts that a link of this thread joins
    std::vector<std::uint64_t> quiet;  ///< quiet links, by their kind
    std::vector<tally> known;          ///< the others, by court number
    std::map<std::string, tally, std::less<>> others;
    std::vector<unfinished_link> unfinished_links;  ///< of the morsel
    std::vector<close_link> close_links;            ///< of the morsel
    /// of the morsel: active links with both records that are not quiet
    std::vector<joined_link> marked_links;
    std::vector<std::vector<joined_link>> marked_links_by_morsel;
    std::vector<joined_link> suspects;
};

/// What the policy of a court comes to at the instant of verification, in few cache lines.
struct court_view {
    court_view(const court_rules& court, bool has_room, instant as_of)
        : dispositions(court.policy->rules.dispositions) {
        const link_policy& policy = court.policy->rules;
        const bool has_quiet_links = has_room && !policy.roster &&
                                     policy.compare_names == name_rule::normalized &&
                                     court.central_class == 0;
        quiet_from = !has_quiet_links      ? std::numeric_limits<std::int64_t>::max()
                     : court.turns.empty() ? 0
                                           : std::max<std::int64_t>(0, court.turns.back());
        // Central accounts were observed as if a second factor were always asked for.
        const bool is_asked = policy.mfa_from && as_of >= *policy.mfa_from;
        central_suppressed = is_asked ? 0 : findings(finding::central_mfa_missing).bits();
        central_trouble = ((std::uint32_t{1} << central_facts::registration_shift) - record_ambiguous) &
                          ~central_facts::pack(findings(central_suppressed));
    }

    /// links made before are never quiet: the last instant at which what is so about the court
    /// changes, from 1970 on
    std::int64_t quiet_from;
    std::uint32_t central_trouble;  ///< facts of a central account that make a link not quiet
    /// findings of central accounts that are not asked for, or not yet
    std::uint64_t central_suppressed;
    disposition_masks dispositions;
};

/// What links are assessed under, and where it is written what was found of them.
struct policy_side {
    policy_side(const policy_set& all_policies, const rules_by_court& rules_of_courts,
                court_number quiet_courts, instant as_of, std::uint64_t* room)
        : policies(&all_policies), rules(&rules_of_courts), found(room) {
        views.reserve(rules->known() + 1);
        for (court_number court = no_court; court <= rules->known(); ++court) {
            views.emplace_back((*rules)[court], court < quiet_courts, as_of);
        }
    }
    void add_central_findings(const std::vector<std::vector<std::uint16_t>>& of_classes) {
        for (const std::vector<std::uint16_t>& of_class : of_classes) {
            central_findings_of_class.push_back(of_class.data());
        }
    }

    const policy_set* policies;
    const rules_by_court* rules;
    std::vector<court_view> views;                                ///< by court number
    std::vector<const std::uint16_t*> central_findings_of_class;  ///< of each class but the first, by row
    /// by row, see `other_policies`; nothing: what records say
    const std::uint32_t* account_facts = nullptr;
    std::uint64_t* found;  ///< by link
};

/// A link by itself: which accounts it joins, and what was found of it so far.
struct link_answer {
    findings found;
    court_number court = no_court;
    record_number account = no_record;
    record_number central = no_record;
    bool is_active = false;
    bool joins = false;  ///< it has all three keys
};

/// Whose conflicts are looked for: those of the links with each other, or none, since others are
/// still to come. Then every active link is a suspect.
enum class conflict_scope : std::uint8_t { these_links, none_yet };

/// Verifies links under the policies of an index; under others in the same pass, if there are any.
class verifier {
public:
    verifier(const tables& index, std::span<const link_columns> links, instant as_of,
             const verify_output& output, const work_options& options,
             conflict_scope scope = conflict_scope::these_links, const other_policies* others = nullptr,
             std::span<std::uint64_t> found_under_others = {})
        : index_(index),
          links_(links),
          as_of_(as_of),
          verdicts_(output.verdicts),
          options_(options),
          in_silence_(options),
          own_findings_(output.findings.empty() ? links_.rows() : 0),
          words_(index.accounts.places(), index.centrals.places()),
          before_(*index.policies, index.courts.rules(), words_.courts(), as_of,
                  output.findings.empty() ? own_findings_.data() : output.findings.data()),
          finds_conflicts_(scope == conflict_scope::these_links),
          double_accounts_(finds_conflicts_ ? index.accounts.places() + 1 : 0),
          pairs_(finds_conflicts_ ? links_.rows() : 0) {
        for (const std::size_t room : {output.findings.size(), output.verdicts.size()}) {
            if (room != 0 && room < links_.rows()) {
                throw std::length_error("verify: there is room for " + std::to_string(room) +
                                        " answers, and there are " + std::to_string(links_.rows()) +
                                        " links; give room for each, or none");
            }
        }
        in_silence_.progress = nullptr;
        readers_.reserve(links.size());
        for (const link_columns& batch : links) {
            readers_.emplace_back(batch, index.courts);
        }
        for (unsigned thread = 0; thread < std::max(1U, options.threads); ++thread) {
            counts_.emplace_back(index.courts.known(), finds_conflicts_ ? index.accounts.places() : 0);
        }
        for (court_number court = 0; court <= index.courts.known(); ++court) {
            static_assert(std::tuple_size_v<decltype(court_rules::unproven)> == quiet_words::makers);
            const court_rules& rules = index.courts.rules()[court];
            for (const findings unproven : rules.unproven) {
                const findings found = rules.pieces.back() | unproven;
                quiet_.push_back({decide(before_.views[court].dispositions, found), found});
            }
        }
        before_.add_central_findings(index.central_findings_of_class);
        if (others != nullptr && !others->agree_on_all) {
            others_ = others;
            after_.emplace(*others->policies, others->rules, no_court, as_of, found_under_others.data());
            after_->account_facts = others->account_facts.data();
            after_->add_central_findings(index.central_findings_of_class);
            after_->add_central_findings(others->central_findings_of_class);
        }
    }

    std::optional<ledger_report> run() {
        if (!assess_all() || !find_repeats_of_several_threads() ||
            !over_links("conflicts",
                        [this](thread_counts& counts, std::size_t first, std::size_t end) {
                            finish_quiet(counts, first, end, [this](const auto& link) {
                                return may_conflict(link.account, link.central, link.court());
                            });
                        }) ||
            !find_other_suspects() || !count_suspects()) {
            return std::nullopt;
        }
        return report();
    }

    /// For `none_yet`. Gives the active links, in no order.
    std::optional<ledger_report> run_without_conflicts(std::vector<joined_link>& active) {
        if (!assess_all() ||
            !over_links("answers", [this](thread_counts& counts, std::size_t first, std::size_t end) {
                finish_quiet(counts, first, end, [](const auto&) { return true; });
            })) {
            return std::nullopt;
        }
        active = take_suspects();
        return report();
    }

private:
    template <class Work>
    bool over_links(std::string_view stage, Work work) {
        return for_each_morsel(
            options_, stage, links_.rows(),
            [&](unsigned thread, std::size_t first, std::size_t end) { work(counts_[thread], first, end); });
    }
    bool assess_all() {
        return over_links("links", [this](thread_counts& counts, std::size_t first, std::size_t end) {
            assess_rows(counts, first, end);
        });
    }

    // ---- each link by itself --------------------------------------------------------------------

    void assess_rows(thread_counts& counts, std::size_t first, std::size_t end) {
        const auto block_of = [&](std::size_t number) -> link_block& {
            return counts.blocks[number % counts.blocks.size()];
        };
        // block `latest` has just been read, if there are so many
        const auto go_on = [&](std::size_t blocks, std::size_t latest) {
            const auto is_one = [&](std::size_t steps) { return latest >= steps && latest - steps < blocks; };
            if (is_one(1)) {
                find_first(block_of(latest - 1));
            }
            if (is_one(2)) {
                find_second(block_of(latest - 2));
            }
            if (is_one(3)) {
                assess(counts, block_of(latest - 3));
            }
        };
        std::size_t blocks = 0;
        links_.for_each_block(
            first, end, [&](std::size_t batch, std::size_t row, std::size_t rows, std::size_t row_of_all) {
                link_block& block = block_of(blocks);
                block.batch = &readers_[batch];
                block.first = row;
                block.rows = rows;
                block.row_of_all = row_of_all;
                read(block);
                go_on(blocks, blocks);
                ++blocks;
            });
        for (std::size_t more = 0; more < 3; ++more) {
            go_on(blocks, blocks + more);
        }
        const auto in_blocks = [](auto& links, auto assess_block) {
            for (std::size_t at = 0; at < links.size(); at += block_rows) {
                assess_block(std::span(links).subspan(at, std::min(block_rows, links.size() - at)));
            }
            links.clear();
        };
        in_blocks(counts.unfinished_links,
                  [&](std::span<const unfinished_link> links) { finish(counts, links); });
        in_blocks(counts.close_links,
                  [&](std::span<const close_link> links) { assess_closely(counts, links); });
        if (!counts.marked_links.empty()) {
            counts.marked_links_by_morsel.emplace_back(counts.marked_links.begin(),
                                                       counts.marked_links.end());
            counts.marked_links.clear();
        }
    }

    /// Reads the links of a block, and asks for the first lines of their accounts.
    void read(link_block& block) const {
        const link_columns& table = block.table();
        const std::size_t first = block.first;
        const std::size_t rows = block.rows;
        prefetch_ahead(table, first);
        id_block logins;
        id_block centrals;
        block.batch->court.read(first, rows, block.courts.data(),
                                [&](std::string_view text) { return index_.courts.find(text); });
        std::uint64_t readable = read_ids(table.login, first, rows, login::capacity, logins);
        readable &= read_ids(table.central_id, first, rows, central_id::capacity, centrals);
        const keyed_hash hash = index_.hash;
        const court_number known_courts = index_.courts.known();
        for (std::size_t i = 0; i < rows; ++i) {
            const short_text account = exact_keys::account(block.courts[i], logins.texts[i]);
            const short_text& central = centrals.texts[i];
            if (exact_keys::is_one_too_long(logins.texts[i], central) ||
                block.courts[i] - 1 >= known_courts || block.courts[i] >= exact_keys::no_court_number)
                [[unlikely]] {
                readable &= ~(std::uint64_t{1} << i);
            }
            index_.accounts.expect(block.accounts, i, account, hash(account.low, account.high));
            index_.centrals.expect(block.centrals, i, central, hash(central.low, central.high));
        }
        block.has_time = read_instants(table.linked_at, first, rows, block.linked_at.data());
        block.is_malformed = first_rows(rows) & ~block.has_time;
        readable &= block.batch->state.read_readable(first, rows, block.state.data());
        readable &= block.batch->made_by.read_readable(first, rows, block.made_by.data());
        block.is_active = first_rows(rows);
        if (!table.state.is_absent()) {
            for (std::size_t i = 0; i < rows; ++i) {
                block.is_active &=
                    ~(std::uint64_t{static_cast<link_state>(block.state[i]) == link_state::removed} << i);
            }
        }
        if (table.malformed != nullptr) {
            for (std::size_t i = 0; i < rows; ++i) {
                block.is_malformed |= std::uint64_t{is_marked(table.malformed, first + i)} << i;
            }
        }
        block.is_readable = readable;
    }

    void find_first(link_block& block) const noexcept {
        index_.accounts.find_first(block.accounts, block.rows);
        index_.centrals.find_first(block.centrals, block.rows);
    }

    void find_second(link_block& block) const noexcept {
        index_.accounts.find_second(block.accounts);
        index_.centrals.find_second(block.centrals);
    }

    void assess(thread_counts& counts, link_block& block) {
        index_.accounts.find_rest(block.accounts);
        index_.centrals.find_rest(block.centrals);
        const std::uint64_t quiet = find_quiet(block);
        mark(counts, block, quiet);
        if (const std::uint64_t others = first_rows(block.rows) & ~quiet; others != 0) {
            assess_others(counts, before_, block, others);
        }
        if (after_) {
            assess_others(counts, *after_, block, rows_of_dispute(block));
        }
    }

    /// A bit for each link of which the other policies may find something else.
    [[nodiscard]] std::uint64_t rows_of_dispute(const link_block& block) const noexcept {
        std::uint64_t rows = 0;
        for (std::size_t i = 0; i < block.rows; ++i) {
            rows |= std::uint64_t{!others_->agree_on(block.courts[i])} << i;
        }
        for_each_row(rows & block.is_readable, [&](std::size_t i) {
            if (const record_number account = block.accounts.found[i]; account != no_record) {
                prefetch(&after_->account_facts[index_.accounts[account].row]);
            }
        });
        return rows;
    }

    /// Assesses the links about which nothing is so but what is so about their court after all its
    /// turns: the common case, in as few steps as can be. A bit for each of them.
    [[nodiscard]] std::uint64_t find_quiet(const link_block& block) const noexcept {
        constexpr std::uint32_t account_trouble =
            (std::uint32_t{1} << account_facts::opened::shift) - record_ambiguous;
        if (block.batch->has_evidence) {
            return 0;
        }
        const std::uint64_t readable = block.is_readable & ~block.is_malformed;
        const auto is_quiet = [&](std::size_t i) {
            const record_number account_at = block.accounts.found[i];
            const record_number central_at = block.centrals.found[i];
            if (account_at == no_record || central_at == no_record) {
                return false;
            }
            const account_record& account = index_.accounts[account_at];
            const account_record& central = index_.centrals[central_at];
            const court_view& court = before_.views[block.courts[i]];
            const std::int64_t t = block.linked_at[i];
            return ((account.facts & account_trouble) | (central.facts & court.central_trouble) |
                    (account.name ^ central.name)) == 0 &&
                   account.name != names::no_name && t >= court.quiet_from && t <= quiet_until_ &&
                   account_facts::opened::is_surely_after(t, account.facts) &&
                   central_facts::created::is_surely_after(t, central.facts);
        };
        std::uint64_t quiet = 0;
        for_each_row(readable, [&](std::size_t i) { quiet |= std::uint64_t{is_quiet(i)} << i; });
        return quiet;
    }

    /// Assesses links that are not quiet. What must be read all over the memory is left to the end
    /// of the morsel.
    void assess_others(thread_counts& counts, const policy_side& side, const link_block& block,
                       std::uint64_t rows) {
        const link_batch_reader& batch = *block.batch;
        std::array<std::uint8_t, block_rows> central_proof{};
        std::array<std::uint8_t, block_rows> account_proof{};
        if (batch.has_evidence) {
            batch.central_proof.read(block.first, block.rows, central_proof.data());
            batch.account_proof.read(block.first, block.rows, account_proof.data());
        }
        std::uint64_t close = rows & ~block.is_readable;
        for_each_row(rows & block.is_readable, [&](std::size_t i) {
            const auto link = assess_plainly(side, block, i, central_proof[i], account_proof[i]);
            if (!link) {
                close |= std::uint64_t{1} << i;
                return;
            }
            if (link->needs_names || link->needs_opened) {
                counts.unfinished_links.push_back(*link);
            } else {
                settle(counts, side, link->row, link->court, {}, link->found);
            }
            if (is_counted(side) && (block.is_active >> i & 1) != 0) {
                mark_one(counts, {link->row, block.accounts.found[i], block.centrals.found[i], link->court});
            }
        });
        for_each_row(close,
                     [&](std::size_t i) { counts.close_links.push_back({&side, block.row_of_all + i}); });
    }

    /// Assesses what was left of links: each step asks for what the next one reads.
    void finish(thread_counts& counts, std::span<const unfinished_link> links) const {
        struct rows_of_link {
            decltype(index_.account_rows)::place account;
            decltype(index_.central_rows)::place central;
        };
        std::array<rows_of_link, block_rows> rows;
        const auto for_each_name = [&](auto use) {
            for (std::size_t i = 0; i < links.size(); ++i) {
                if (links[i].needs_names) {
                    use(index_.account_rows[rows[i].account.batch].name, rows[i].account.row, std::size_t{1});
                    use(index_.central_rows[rows[i].central.batch].name, rows[i].central.row, std::size_t{1});
                }
            }
        };
        for (std::size_t i = 0; i < links.size(); ++i) {
            rows[i] = {index_.account_rows.find(links[i].account_row),
                       index_.central_rows.find(links[i].central_row)};
            if (links[i].needs_opened) {
                prefetch_times(index_.account_rows[rows[i].account.batch].opened, rows[i].account.row, 1);
            }
        }
        for_each_name(prefetch_places);
        for_each_name(prefetch_texts);
        for (std::size_t i = 0; i < links.size(); ++i) {
            const unfinished_link& link = links[i];
            const court_policy& policy = *(*link.side->rules)[link.court].policy;
            const court_account_columns& accounts = index_.account_rows[rows[i].account.batch];
            findings found = link.found;
            if (link.needs_opened) {
                court_account account;
                account.opened = field_reader(rows[i].account.row, false)
                                     .time_or_start_of_date(accounts.opened, policy.zone);
                link_case facts;
                facts.account = &account;
                const ledger_row stated{
                    .linked_at = instant{link.linked_at}, .state = {}, .made_by = {}, .confirmed_at = {}};
                found.insert_if(finding::link_before_account, predicate::link_before_account(stated, facts));
            }
            if (link.needs_names) {
                const central_account_columns& centrals = index_.central_rows[rows[i].central.batch];
                add_names(found, policy.rules,
                          compare_names(text_at(centrals.name, rows[i].central.row),
                                        text_at(accounts.name, rows[i].account.row)));
            }
            settle(counts, *link.side, link.row, link.court, {}, found);
        }
    }

    static void add_names(findings& found, const link_policy& policy, const name_comparison& names) noexcept {
        found.insert_if(finding::name_differs, predicate::name_differs(policy, names));
        found.insert_if(finding::name_similar, predicate::name_similar(policy, names));
        found.insert_if(finding::name_missing, predicate::name_missing(names));
    }

    void write(std::size_t row_of_all, const assessment& decided) const noexcept {
        before_.found[row_of_all] = decided.findings.bits();
        write_verdict(row_of_all, decided.verdict);
    }
    void write_verdict(std::size_t row_of_all, verdict decided) const noexcept {
        if (!verdicts_.empty()) {
            verdicts_[row_of_all] = static_cast<std::uint8_t>(decided);
        }
    }

    [[nodiscard]] assessment decide_in(court_number court, findings found) const noexcept {
        return {decide(before_.views[has_policy(court) ? court : no_court].dispositions, found), found};
    }
    [[nodiscard]] bool has_policy(court_number court) const noexcept {
        return court != no_court && court <= index_.courts.known();
    }
    /// Where the links of a court are counted. Its text is only needed for courts without a policy.
    tally& tally_of(thread_counts& counts, court_number court, std::string_view court_text) const {
        return has_policy(court) ? counts.known[court] : counts_of(counts.others, counted_court(court_text));
    }

    /// What is found under the index's own policies is counted; under others it is only written
    /// down.
    [[nodiscard]] bool is_counted(const policy_side& side) const noexcept { return &side == &before_; }

    /// Writes down what was found of a link, and counts it.
    void settle(thread_counts& counts, const policy_side& side, std::size_t row_of_all, court_number court,
                std::string_view court_text, findings found) const {
        if (!is_counted(side)) {
            side.found[row_of_all] = found.bits();
            return;
        }
        const assessment decided = decide_in(court, found);
        write(row_of_all, decided);
        tally_of(counts, court, court_text).add(decided);
    }

    /// Adds to what was found of a link.
    void add_findings(thread_counts& counts, std::size_t row_of_all, court_number court,
                      findings more) const {
        const auto at = links_.find(row_of_all);
        const std::string_view court_text =
            has_policy(court) ? std::string_view{} : text_at(links_[at.batch].court, at.row);
        const findings before(before_.found[row_of_all]);
        tally_of(counts, court, court_text).remove(decide_in(court, before));
        settle(counts, before_, row_of_all, court, court_text, before | more);
    }

    /// What is so about a readable link, if nothing about it needs a closer look.
    std::optional<unfinished_link> assess_plainly(const policy_side& side, const link_block& block,
                                                  std::size_t i, std::uint8_t central_proof,
                                                  std::uint8_t account_proof) const {
        const court_rules& court = (*side.rules)[block.courts[i]];
        const link_policy& policy = court.policy->rules;
        const std::optional<instant> t =
            (block.has_time >> i & 1) != 0 ? std::optional(instant{block.linked_at[i]}) : std::nullopt;
        const ledger_row stated{.linked_at = t,
                                .state = static_cast<link_state>(block.state[i]),
                                .made_by = static_cast<link_maker>(block.made_by[i]),
                                .confirmed_at = {}};
        unfinished_link link;
        link.side = &side;
        link.row = block.row_of_all + i;
        link.court = block.courts[i];
        link.linked_at = block.linked_at[i];
        findings& found = link.found;
        found = t ? court.at(*t) : court.timeless;
        found.insert_if(finding::record_malformed, (block.is_malformed >> i & 1) != 0);
        found.insert_if(finding::link_in_future, predicate::link_in_future(stated, as_of_));
        if (policy.roster) {
            return std::nullopt;
        }
        if (!block.batch->has_evidence) {
            found = found | court.unproven[block.made_by[i]];
        } else if (!add_proofs(found, policy, court, stated, block.table(), block.first + i, central_proof,
                               account_proof)) {
            return std::nullopt;
        }

        const record_number account_at = block.accounts.found[i];
        const record_number central_at = block.centrals.found[i];
        const bool has_account = account_at != no_record;
        const bool has_central = central_at != no_record;
        std::uint32_t account_says = 0;
        std::uint32_t central_says = 0;
        std::uint64_t account_name = names::no_name;
        std::uint64_t central_name = names::no_name;
        if (has_account) {
            const account_record& account = index_.accounts[account_at];
            account_says = side.account_facts == nullptr ? account.facts
                                                         : (account.facts & account_facts::of_its_key) |
                                                               side.account_facts[account.row];
            account_name = account.name;
            link.account_row = account.row;
        } else if (!index_.tombstones.empty()) {
            return std::nullopt;
        }
        if (has_central) {
            const account_record& central = index_.centrals[central_at];
            central_says = central.facts;
            central_name = central.name;
            link.central_row = central.row;
            if (court.central_class != 0) {
                const auto bits = side.central_findings_of_class[court.central_class - 1][central.row];
                central_says = (central_says & ~central_facts::findings_mask) | std::uint32_t{bits}
                                                                                    << record_facts_shift;
            }
        }
        const bool account_chosen = has_account && (account_says & record_ambiguous) == 0;
        const bool central_chosen = has_central && (central_says & record_ambiguous) == 0;
        found.insert_if(finding::account_unknown, !has_account);
        found.insert_if(finding::central_unknown, !has_central);
        found.insert_if(finding::record_ambiguous, ((account_says | central_says) & record_ambiguous) != 0);
        if (account_chosen) {
            found = found | account_facts::findings_of(account_says);
            found.insert_if(finding::record_malformed, (account_says & record_malformed) != 0);
            link.needs_opened = t && account_facts::opened::may_be_before(t->micros, account_says);
        }
        if (central_chosen) {
            found = found | findings(central_facts::findings_of(central_says).bits() &
                                     ~side.views[block.courts[i]].central_suppressed);
            found.insert_if(finding::record_malformed, (central_says & record_malformed) != 0);
            if (t && central_facts::created::may_be_before(t->micros, central_says)) {
                return std::nullopt;
            }
        }
        if ((block.is_active >> i & 1) != 0) {
            if ((account_says >> account_facts::tombstoned_shift & 1) != 0) {
                return std::nullopt;
            }
            if (account_chosen && central_chosen) {
                const std::uint32_t registration = central_says >> central_facts::registration_shift & 3;
                found.insert_if(
                    finding::kind_role_mismatch,
                    (account_says >> (account_facts::registrations_shift + registration) & 1) != 0);
                const name_comparison names{.central_present = central_name != names::no_name,
                                            .account_present = account_name != names::no_name,
                                            .equal_normalized = account_name == central_name};
                link.needs_names = predicate::names_present(names) &&
                                   (!names.equal_normalized || policy.compare_names != name_rule::normalized);
                if (!link.needs_names) {
                    add_names(found, policy, names);
                }
            }
        }
        return link;
    }

    /// What is so about the proofs of a link. False, if one of their fields cannot be read.
    bool add_proofs(findings& found, const link_policy& policy, const court_rules& court,
                    const ledger_row& stated, const link_columns& table, std::size_t row,
                    std::uint8_t central_proof, std::uint8_t account_proof) const {
        const auto central_at = micros_at(table.central_proof_at, row);
        const auto account_at = micros_at(table.account_proof_at, row);
        const auto confirmed_at = micros_at(table.confirmed_at, row);
        if (central_proof == unreadable_token || account_proof == unreadable_token ||
            central_at.state == field_state::unreadable || account_at.state == field_state::unreadable ||
            confirmed_at.state == field_state::unreadable) {
            return false;
        }
        ledger_row link = stated;
        link.confirmed_at = confirmed_at.get<instant>();
        link_case facts;
        facts.court = court.court;
        facts.row = &link;
        facts.evidence.central = {static_cast<proof_class>(central_proof), central_at.get<instant>()};
        facts.evidence.account = {static_cast<proof_class>(account_proof), account_at.get<instant>()};
        facts.evidence.on_roster = true;  // courts with a roster are looked at closely
        if (const std::string_view proof_court = text_at(table.account_proof_court, row);
            proof_court == court.court.view()) {
            facts.evidence.account_court = court.court;
        } else if (!proof_court.empty()) {
            return false;
        }
        found = found | observe_proofs(policy, facts, stated.linked_at);
        return true;
    }

    /// Assesses links as cases. What is known of their accounts is all over the memory: each step
    /// asks for what the next one reads.
    void assess_closely(thread_counts& counts, std::span<const close_link> close) {
        std::array<link_row, block_rows> links;
        std::array<link_answer, block_rows> answers;
        const auto prefetch = [](const auto& of_table, std::size_t row, part_of_rows part) {
            const auto at = of_table.find(row);
            prefetch_rows(of_table[at.batch], at.row, 1, part);
        };
        for (const part_of_rows part : {part_of_rows::places, part_of_rows::texts}) {
            for (const close_link& link : close) {
                prefetch(links_, link.row, part);
            }
        }
        for (std::size_t i = 0; i < close.size(); ++i) {
            const auto at = links_.find(close[i].row);
            links[i] = read_row(links_[at.batch], at.row);
            answers[i] = find_accounts(links[i]);
        }
        for (const part_of_rows part : {part_of_rows::places, part_of_rows::texts}) {
            for (const link_answer& answer : std::span(answers).first(close.size())) {
                if (answer.account != no_record) {
                    prefetch(index_.account_rows, index_.accounts[answer.account].row, part);
                }
                if (answer.central != no_record) {
                    prefetch(index_.central_rows, index_.centrals[answer.central].row, part);
                }
            }
        }
        for (std::size_t i = 0; i < close.size(); ++i) {
            const policy_side& side = *close[i].side;
            observe_link(side, answers[i], links[i]);
            settle(counts, side, close[i].row, answers[i].court, links[i].court.view(), answers[i].found);
            if (is_counted(side) && answers[i].is_active) {
                mark_one(counts, {close[i].row, answers[i].account, answers[i].central, answers[i].court});
            }
        }
    }

    [[nodiscard]] link_answer find_accounts(const link_row& link) const {
        link_answer answer;
        answer.court = index_.courts.find(link.court.view());
        answer.is_active = link.row.state != link_state::removed;
        answer.joins = has_all_keys(link);
        answer.account = link.court.empty() || link.login.empty()
                             ? no_record
                             : index_.find_account(link.court.view(), link.login.view());
        answer.central = link.central.empty() ? no_record : index_.find_central(link.central.view());
        return answer;
    }

    /// All that is so about a link: as a case, by `observe`.
    void observe_link(const policy_side& side, link_answer& answer, const link_row& link) const {
        const court_policy& policy = side.policies->find(link.court.view());

        link_case facts;
        facts.court = link.court;
        facts.row = &link.row;
        facts.evidence = link.evidence;
        facts.evidence.on_roster =
            index_.rostered_accounts.contains({link.court.view(), link.login.view()}) ||
            index_.rostered_centrals.contains({link.court.view(), link.central.view()});
        facts.malformed = link.malformed;
        court_account_record account;
        central_account_record central;
        if (answer.account != no_record) {
            const account_record& record = index_.accounts[answer.account];
            facts.account_ambiguous = (record.facts & record_ambiguous) != 0;
            if (!facts.account_ambiguous) {
                const auto at = index_.account_rows.find(record.row);
                account = read_row(index_.account_rows[at.batch], at.row, *side.policies);
                facts.account = &account.account;
                facts.malformed |= account.malformed;
            }
        }
        if (answer.central != no_record) {
            const account_record& record = index_.centrals[answer.central];
            facts.central_ambiguous = (record.facts & record_ambiguous) != 0;
            if (!facts.central_ambiguous) {
                const auto at = index_.central_rows.find(record.row);
                central = read_row(index_.central_rows[at.batch], at.row);
                facts.central = &central.account;
                facts.malformed |= central.malformed;
                if (central.account.created && !link.court.empty()) {
                    facts.central_created_start =
                        time::created_start(*central.account.created, policy.zone, link.row.linked_at);
                }
            }
        }
        if (facts.account != nullptr && facts.central != nullptr) {
            facts.names = compare_names(central.name, account.name);
        }
        if (answer.joins && !index_.tombstones.empty()) {
            const auto stone =
                index_.tombstones.find({text_key{link.court.view(), link.login.view()}, link.central.view()});
            if (stone != index_.tombstones.end()) {
                facts.others.tombstoned_at = stone->second;
            }
        }
        answer.found = observe(policy.rules, facts, as_of_);
    }

    // ---- which links may conflict ---------------------------------------------------------------

    void mark_account(thread_counts& counts, record_number account) const noexcept {
        if (counts.seen_accounts.test_and_set(account)) {
            double_accounts_.set_shared(account);
        }
    }
    void mark_pair(thread_counts& counts, record_number central, court_number court) {
        pairs_.add(counts.pairs, index_.hash_of_pair(central, court));
    }

    /// Marks what the quiet links of a block join, and writes it in the place of their findings.
    void mark(thread_counts& counts, const link_block& block, std::uint64_t quiet) {
        const bool finds_conflicts = finds_conflicts_;
        if (finds_conflicts) {
            for_each_row(quiet,
                         [&](std::size_t i) { counts.seen_accounts.prefetch(block.accounts.found[i]); });
        }
        const quiet_words words = words_;
        std::uint64_t* const out = before_.found + block.row_of_all;
        const auto write_word = [&](std::size_t i, record_number account) {
            out[i] = words.pack(
                {quiet_words::kind_of(block.courts[i], block.made_by[i]), account, block.centrals.found[i]});
        };
        for_each_row(quiet & block.is_active, [&](std::size_t i) {
            if (finds_conflicts) {
                mark_account(counts, block.accounts.found[i]);
                mark_pair(counts, block.centrals.found[i], block.courts[i]);
            }
            write_word(i, block.accounts.found[i]);
        });
        for_each_row(quiet & ~block.is_active, [&](std::size_t i) { write_word(i, words.no_account()); });
    }
    /// The same for any other active link. One that lacks either record is a suspect in any case.
    void mark_one(thread_counts& counts, const joined_link& link) {
        if (!finds_conflicts_) {
            counts.suspects.push_back(link);
            return;
        }
        const bool has_account = link.account != no_record;
        const bool has_central = link.central != no_record;
        if (has_account) {
            mark_account(counts, link.account);
        }
        if (has_central) {
            mark_pair(counts, link.central, link.court);
        }
        (has_account && has_central ? counts.marked_links : counts.suspects).push_back(link);
    }

    /// Accounts that links of two threads join come twice, too; and some pairs are not entered yet.
    bool find_repeats_of_several_threads() {
        for (thread_counts& counts : counts_) {
            pairs_.flush(counts.pairs);
        }
        const std::size_t words = counts_.front().seen_accounts.words();
        const auto find_in_words = [this](unsigned, std::size_t first, std::size_t end) {
            for (std::size_t word = first; word < end; ++word) {
                std::uint64_t once = 0;
                std::uint64_t twice = 0;
                for (const thread_counts& counts : counts_) {
                    const std::uint64_t seen = counts.seen_accounts.word(word);
                    twice |= once & seen;
                    once |= seen;
                }
                for_each_row(twice, [&](std::size_t bit) { double_accounts_.set_shared(64 * word + bit); });
            }
        };
        return counts_.size() == 1 || for_each_morsel(in_silence_, {}, words, find_in_words);
    }

    /// Gives all quiet links their findings, counts them, and finds the suspects among the active
    /// ones.
    template <class IsSuspect>
    void finish_quiet(thread_counts& counts, std::size_t first, std::size_t end, IsSuspect is_suspect) const {
        const quiet_words words = words_;
        for (std::size_t row = first; row < end; ++row) {
            if ((before_.found[row] & quiet_words::flag) != 0) {
                const auto link = words.unpack(before_.found[row]);
                write(row, quiet_[link.kind]);
                ++counts.quiet[link.kind];
                if (is_suspect(link) && link.account != words.no_account()) [[unlikely]] {
                    counts.suspects.push_back({row, static_cast<record_number>(link.account),
                                               static_cast<record_number>(link.central), link.court()});
                }
            }
        }
    }
    /// Finds those among the others.
    bool find_other_suspects() {
        return for_each_morsel(
            in_silence_, {}, counts_.size(),
            [this](unsigned, std::size_t of_thread, std::size_t) {
                thread_counts& counts = counts_[of_thread];
                for (const std::vector<joined_link>& of_morsel : counts.marked_links_by_morsel) {
                    std::ranges::copy_if(of_morsel, std::back_inserter(counts.suspects),
                                         [this](const joined_link& link) {
                                             return may_conflict(link.account, link.central, link.court);
                                         });
                }
                counts.marked_links_by_morsel.clear();
            },
            1);
    }
    [[nodiscard]] bool may_conflict(std::uint64_t account, std::uint64_t central,
                                    court_number court) const noexcept {
        return double_accounts_.test(account) || pairs_.test(index_.hash_of_pair(central, court));
    }

    // ---- conflicts, exactly ---------------------------------------------------------------------

    std::vector<joined_link> take_suspects();
    bool count_suspects();
    [[nodiscard]] const link_policy& policy_of(const policy_side& side, const suspect& link) const;
    void number_suspects(std::span<const joined_link> links, std::span<suspect> suspects) const;
    void number_unknown(std::span<suspect> suspects) const;
    void count_quiet_links(thread_counts& counts) const;
    ledger_report report();

    const tables& index_;
    batch_list<link_columns> links_;
    instant as_of_;
    std::span<std::uint8_t> verdicts_;
    const work_options& options_;
    work_options in_silence_;  ///< the same, for steps too short to tell of
    zeroed_array<std::uint64_t> own_findings_;
    quiet_words words_;
    policy_side before_;
    const other_policies* others_ = nullptr;
    std::optional<policy_side> after_;
    bool finds_conflicts_;
    shared_bits double_accounts_;  ///< by record
    repeated_hashes pairs_;        ///< of central account and court
    std::vector<link_batch_reader> readers_;
    std::deque<thread_counts> counts_;
    std::vector<assessment> quiet_;  ///< what quiet links come to, by their kind
    std::int64_t quiet_until_ =
        /// links made after are never quiet
        std::min({as_of_.micros, account_facts::opened::latest, central_facts::created::latest});
};

/// Gives numbers to keys without one of their own.
class numbering {
public:
    explicit numbering(std::uint64_t first) : next_(first) {}
    std::uint64_t of(std::string_view first, std::string_view second = {}) {
        const auto [found, is_new] = numbers_.try_emplace({first, second}, next_);
        next_ += is_new ? 1 : 0;
        return found->second;
    }

private:
    absl::flat_hash_map<text_key, std::uint64_t> numbers_;
    std::uint64_t next_;
};

/// Gives numbers to a block of suspects. What has a record has that of its record; the rest gets
/// one from its text, which is its own but for a rare chance. Texts are all over the memory: each
/// step asks for what the next one reads.
void verifier::number_suspects(std::span<const joined_link> links, std::span<suspect> suspects) const {
    const auto number_of = [](record_number record) {
        return record == no_record ? suspect::none : std::uint64_t{record};
    };
    std::uint64_t unknown = 0;
    std::array<decltype(links_)::place, block_rows> places;
    for (std::size_t i = 0; i < links.size(); ++i) {
        suspects[i].row = links[i].row;
        suspects[i].account = number_of(links[i].account);
        suspects[i].central = number_of(links[i].central);
        suspects[i].court = links[i].court;
        unknown |= std::uint64_t{links[i].account == no_record || links[i].central == no_record} << i;
        places[i] = links_.find(links[i].row);
    }
    const auto for_each_key = [&](auto use) {
        for_each_row(unknown, [&](std::size_t i) {
            const link_columns& table = links_[places[i].batch];
            for (const text_column* column : {&table.court, &table.login, &table.central_id}) {
                use(*column, places[i].row, std::size_t{1});
            }
        });
    };
    for_each_key(prefetch_places);
    for_each_key(prefetch_texts);

    const keyed_hash hash = index_.hash;
    // never `none`
    const auto number_of_text = [](std::uint64_t of_text) { return suspect::is_unknown | of_text >> 2; };
    for_each_row(unknown, [&](std::size_t i) {
        const link_columns& table = links_[places[i].batch];
        const auto text = [&](const text_column& column) { return text_at(column, places[i].row); };
        if (links[i].account == no_record && court_id::make(text(table.court)) &&
            login::make(text(table.login))) {
            suspects[i].account = number_of_text(hash(text(table.login), hash(text(table.court))));
        }
        if (links[i].central == no_record && central_id::make(text(table.central_id))) {
            suspects[i].central = number_of_text(hash(text(table.central_id)));
        }
    });
}

/// A court without a number may have a policy among the others.
const link_policy& verifier::policy_of(const policy_side& side, const suspect& link) const {
    if (is_counted(side) || has_policy(link.court)) {
        return (*side.rules)[link.court].policy->rules;
    }
    const auto at = links_.find(link.row);
    return side.policies->find(text_at(links_[at.batch].court, at.row)).rules;
}

/// Gives numbers of their own to what has none yet, and to roles where accounts are counted by
/// them.
void verifier::number_unknown(std::span<suspect> suspects) const {
    numbering accounts(index_.accounts.places());
    numbering centrals(index_.centrals.places());
    numbering courts(std::uint64_t{1} << 31);
    numbering roles(1);
    for (suspect& each : suspects) {
        const auto text = [&](text_column link_columns::* column) {
            const auto at = links_.find(each.row);
            return text_at(links_[at.batch].*column, at.row);
        };
        if (each.account < suspect::is_unknown) {
            const auto counts_roles = [&](const policy_side& side) {
                return policy_of(side, each).count_per == counting::court_and_role;
            };
            if (counts_roles(before_) || (after_ && counts_roles(*after_))) {
                if (const auto role = index_.role_of(static_cast<record_number>(each.account))) {
                    each.role = static_cast<std::uint32_t>(roles.of(*role));
                }
            }
        } else if (each.account != suspect::none) {
            each.account = accounts.of(text(&link_columns::court), text(&link_columns::login));
        }
        if (each.central != suspect::none && each.central >= suspect::is_unknown) {
            each.central = centrals.of(text(&link_columns::central_id));
        }
        if (each.court == no_court) {
            if (const std::string_view court = text(&link_columns::court); court_id::make(court)) {
                each.court = static_cast<std::uint32_t>(courts.of(court));
            }
        }
    }
}

std::vector<joined_link> verifier::take_suspects() {
    std::vector<joined_link> joined;
    for (thread_counts& counts : counts_) {
        joined.insert(joined.end(), counts.suspects.begin(), counts.suspects.end());
        std::vector<joined_link>().swap(counts.suspects);
    }
    return joined;
}

bool verifier::count_suspects() {
    std::vector<joined_link> joined = take_suspects();
    for (thread_counts& counts : counts_) {
        counts.seen_accounts = {};
    }
    // Their work is done, and what follows needs room.
    pairs_.forget_what_was_seen();
    drop_singles(
        joined,
        [](const joined_link& each) {
            return each.account == no_record ? 0 : std::uint64_t{each.account} + 1;
        },
        [](const joined_link& each) {
            return each.central == no_record ? 0 : (std::uint64_t{each.central} + 1) << 32 | each.court;
        });

    std::vector<suspect> suspects(joined.size());
    constexpr std::size_t morsel = 4 * block_rows;
    if (!for_each_morsel(
            options_, "exact counts", suspects.size(),
            [&](unsigned, std::size_t first, std::size_t end) {
                for (; first < end; first += block_rows) {
                    number_suspects(std::span(joined).subspan(first, std::min(block_rows, end - first)),
                                    std::span(suspects).subspan(first));
                }
            },
            morsel)) {
        return false;
    }
    std::vector<joined_link>().swap(joined);
    drop_singles(
        suspects, [](const suspect& each) { return each.account + 1; },
        [](const suspect& each) {
            return each.central == suspect::none ? 0 : (each.central * block_rows + each.court) | 1;
        });

    number_unknown(suspects);
    const auto add_conflicts = [&](unsigned thread, std::size_t first, std::size_t end) {
        for (const suspect& each : std::span(suspects).subspan(first, end - first)) {
            if (const findings more = conflicts_of(policy_of(before_, each), each.others); !more.empty()) {
                add_findings(counts_[thread], each.row, each.court, more);
            }
            if (after_ && !others_->agree_on(each.court)) {
                after_->found[each.row] |= conflicts_of(policy_of(*after_, each), each.others).bits();
            }
        }
    };
    return count_others(suspects, options_) &&
           for_each_morsel(in_silence_, {}, suspects.size(), add_conflicts, morsel);
}

void verifier::count_quiet_links(thread_counts& counts) const {
    for (std::uint32_t kind = 0; kind < counts.quiet.size(); ++kind) {
        counts.known[kind / quiet_words::makers].add(quiet_[kind], counts.quiet[kind]);
    }
}

ledger_report verifier::report() {
    for (thread_counts& counts : counts_) {
        count_quiet_links(counts);
    }
    ledger_report made;
    const auto add = [&made](std::string_view court, const tally& counts) {
        made.all += counts;
        counts_of(made.courts, court) += counts;
    };
    for (court_number court = 1; court <= index_.courts.known(); ++court) {
        tally all;
        for (const thread_counts& counts : counts_) {
            all += counts.known[court];
        }
        if (all.links != 0) {
            add(index_.courts.rules()[court].court.view(), all);
        }
    }
    for (const thread_counts& counts : counts_) {
        for (const auto& [court, tallied] : counts.others) {
            add(court, tallied);
        }
    }
    return made;
}

}  // namespace

bool verify_under_both(const tables& index, const other_policies& others, std::span<const link_columns> links,
                       instant as_of, std::span<std::uint64_t> before, std::span<std::uint64_t> after,
                       const work_options& options) {
    return verifier(index, links, as_of, {.findings = before, .verdicts = {}}, options,
                    conflict_scope::these_links, &others, after)
        .run()
        .has_value();
}

std::optional<ledger_report> assess_alone(const tables& index, std::span<const link_columns> links,
                                          instant as_of, const verify_output& output,
                                          const work_options& options, std::vector<joined_link>& active) {
    return verifier(index, links, as_of, output, options, conflict_scope::none_yet)
        .run_without_conflicts(active);
}

}  // namespace detail::verify

void tally::add(const assessment& one, std::uint64_t times) noexcept {
    links += times;
    verdicts[static_cast<std::size_t>(one.verdict)] += times;
    for (const finding found : one.findings) {
        findings[static_cast<std::size_t>(found)] += times;
    }
}

void tally::remove(const assessment& one) noexcept {
    add(one, ~std::uint64_t{0});  // counts are taken back as they are added, modulo 2^64
}

tally& tally::operator+=(const tally& other) noexcept {
    links += other.links;
    for (std::size_t i = 0; i < verdicts.size(); ++i) {
        verdicts[i] += other.verdicts[i];
    }
    for (std::size_t i = 0; i < findings.size(); ++i) {
        findings[i] += other.findings[i];
    }
    return *this;
}

ledger_report& ledger_report::operator+=(const ledger_report& other) {
    all += other.all;
    for (const auto& [court, counts] : other.courts) {
        courts[court] += counts;
    }
    return *this;
}

std::optional<ledger_report> verify(const ledger_index& index, std::span<const link_columns> links,
                                    instant as_of, const verify_output& output, const work_options& options) {
    return detail::verify::verifier(index.get(), links, as_of, output, options).run();
}

std::optional<verification> verify(const policy_set& policies, const ledger_tables& tables, instant as_of,
                                   const work_options& options) {
    const detail::tables::table_columns columns(tables);
    index_options index_wishes;
    static_cast<work_options&>(index_wishes) = options;
    const auto index = ledger_index::build(policies, columns.view(), index_wishes);
    if (!index) {
        return std::nullopt;
    }
    std::vector<std::uint64_t> found(tables.links.size());
    std::vector<std::uint8_t> verdicts(tables.links.size());
    auto report = verify(*index, columns.view().links, as_of, {found, verdicts}, options);
    if (!report) {
        return std::nullopt;
    }
    verification answer{std::move(*report), {}};
    answer.rows.reserve(found.size());
    for (std::size_t row = 0; row < found.size(); ++row) {
        answer.rows.push_back({static_cast<verdict>(verdicts[row]), findings(found[row])});
    }
    return answer;
}

ECFLINK_END_NAMESPACE
