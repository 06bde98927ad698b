// Verification in three passes over the links.
//
// First every link by itself: its keys are looked up a block at a time, with the lines of memory asked for ahead, and what is so about its two
// accounts and its court is put together. Where something about the two must be looked at closely, the link becomes a case and `observe` says all of
// it; that is rare. On the way each link marks its account, and the pair of its central account and court, in bitmaps: who finds a mark may conflict
// with another link. Then all links are asked whether their marks were found twice, and at last these few are counted exactly.
#include <algorithm>
#include <limits>

#include <ecflink/person_name.hpp>
#include <ecflink/verify.hpp>

#include "bulk/by_court.hpp"
#include "bulk/created_start.hpp"
#include "bulk/index_tables.hpp"
#include "bulk/table_columns.hpp"
#include "bulk/workers.hpp"
#include "names/name_key.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail {
namespace {

using tables = ledger_index::tables;

/// What reads a batch of links.
struct link_batch_reader {
    link_batch_reader(const link_columns& batch, const court_table& courts)
        : table(&batch),
          court(batch.court, courts, [&](std::string_view text) { return courts.find(text); }),
          state(batch.state, link_state::active),
          made_by(batch.made_by, link_maker::filer),
          has_evidence(!batch.central_proof.is_absent() || !batch.account_proof.is_absent() || batch.central_proof_at.unit != time_unit::absent ||
                       batch.account_proof_at.unit != time_unit::absent || !batch.account_proof_court.is_absent() ||
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

/// Bits that threads set at once.
class shared_bits {
public:
    shared_bits() = default;
    explicit shared_bits(std::size_t bits) : words_((bits + 63) / 64) {}

    void prefetch(std::uint64_t bit) const noexcept { __builtin_prefetch(&words_[bit / 64], 1); }
    /// Sets the bits of a mask within a word. True, if all of them were set.
    bool test_and_set(std::uint64_t word, std::uint64_t mask) const noexcept {
        const std::atomic_ref<std::uint64_t> bits(words_[word]);
        return (bits.load(std::memory_order_relaxed) & mask) == mask || (bits.fetch_or(mask, std::memory_order_relaxed) & mask) == mask;
    }
    bool test_and_set(std::uint64_t bit) const noexcept { return test_and_set(bit / 64, std::uint64_t{1} << bit % 64); }
    /// The same, where no other thread does.
    bool test_and_set_alone(std::uint64_t bit) const noexcept {
        std::uint64_t& word = words_[bit / 64];
        const std::uint64_t mask = std::uint64_t{1} << bit % 64;
        const bool was_set = (word & mask) != 0;
        word |= mask;
        return was_set;
    }
    [[nodiscard]] std::uint64_t word(std::size_t at) const noexcept { return words_[at]; }
    [[nodiscard]] bool test(std::uint64_t bit) const noexcept { return (words_[bit / 64] >> bit % 64 & 1) != 0; }
    [[nodiscard]] std::size_t words() const noexcept { return words_.size(); }

private:
    zeroed_array<std::uint64_t> words_;
};

/// The counts of one thread.
struct thread_counts {
    thread_counts(court_number known_courts, std::size_t account_places) : seen_accounts(account_places), known(known_courts + 1) {}

    shared_bits seen_accounts;  ///< by record: accounts that a link of this thread joins
    std::vector<tally> known;   ///< by court number
    std::map<std::string, tally, std::less<>> others;
    std::vector<std::uint64_t> suspects;  ///< links that may conflict with another
};

/// What the policy of a court comes to at the instant of verification, in few cache lines.
struct court_view {
    court_view(const court_rules& court, instant as_of)
        : settled_from(court.turns.empty() ? std::numeric_limits<std::int64_t>::min() : court.turns.back()),
          settled(court.pieces.back().bits()),
          dispositions(court.policy->rules.dispositions),
          is_plain(!court.policy->rules.roster && court.policy->rules.compare_names == name_rule::normalised && court.central_class == 0) {
        for (std::size_t maker = 0; maker < unproven.size(); ++maker) {
            unproven[maker] = court.unproven[maker].bits();
        }
        // Central accounts were observed as if a second factor were always asked for.
        const link_policy& policy = court.policy->rules;
        const bool is_asked = policy.mfa_from && as_of >= *policy.mfa_from;
        central_suppressed = is_asked ? 0 : findings(finding::central_mfa_missing).bits();
        central_trouble = ((std::uint32_t{1} << central_facts::registration_shift) - record_ambiguous) &
                          ~(static_cast<std::uint32_t>(central_suppressed >> central_facts::first_finding) << record_facts_shift);
    }

    std::int64_t settled_from;              ///< the last instant at which what is so about the court changes
    std::uint64_t settled;                  ///< what is so about it from then on
    std::array<std::uint64_t, 4> unproven;  ///< by who made the link: what is so about the proofs of a link that states none
    disposition_masks dispositions;
    std::uint64_t central_suppressed;  ///< findings of central accounts that are not asked for, or not yet
    std::uint32_t central_trouble;     ///< facts of a central account without which nothing is so about it
    bool is_plain;                     ///< nothing about its links need be looked at closely for its own sake
};

/// Which accounts a link joins; what was found of it so far.
struct link_answer {
    findings found;
    court_number court = no_court;
    record_number account = no_record;
    record_number central = no_record;
    bool is_active = false;
    bool joins = false;  ///< it has all three keys
};

class verifier {
public:
    verifier(const tables& index, std::span<const link_columns> links, instant as_of, const verify_output& output, const work_options& options)
        : index_(index),
          links_(links),
          as_of_(as_of),
          verdicts_(output.verdicts),
          options_(options),
          own_findings_(output.findings.empty() ? links_.rows() : 0),
          findings_(output.findings.empty() ? own_findings_.data() : output.findings.data()),
          low_marks_(links_.rows()),
          high_marks_(links_.rows()),
          mark_bits_(std::clamp(static_cast<int>(std::bit_width(links_.rows())) + 3, 10, most_mark_bits)),
          seen_pairs_(std::bit_ceil(links_.rows() * pair_bits_for_a_link + 64)),
          double_accounts_(std::size_t{1} << mark_bits_),
          double_pairs_(std::size_t{1} << mark_bits_) {
        readers_.reserve(links.size());
        for (const link_columns& batch : links) {
            readers_.emplace_back(batch, index.courts);
        }
        for (unsigned thread = 0; thread < std::max(1U, options.threads); ++thread) {
            counts_.emplace_back(index.courts.known(), index.accounts.places());
        }
        courts_.reserve(index.courts.known() + 1);
        for (court_number court = 0; court <= index.courts.known(); ++court) {
            courts_.emplace_back(index.courts.rules(court), as_of);
        }
    }

    std::optional<ledger_report> run() {
        const auto over_links = [this](std::string_view stage, auto work) {
            return for_each_morsel(options_, stage, links_.rows(),
                                   [&](unsigned thread, std::size_t first, std::size_t end) { work(counts_[thread], first, end); });
        };
        if (!over_links("links", [this](thread_counts& counts, std::size_t first, std::size_t end) { assess_rows(counts, first, end); }) ||
            !find_accounts_of_several_threads() ||
            !over_links("conflicts", [this](thread_counts& counts, std::size_t first, std::size_t end) { find_suspects(counts, first, end); }) ||
            !count_suspects()) {
            return std::nullopt;
        }
        return report();
    }

private:
    static constexpr std::size_t pair_bits_for_a_link = 8;
    static constexpr int most_mark_bits = 24;

    // ---- each link by itself ------------------------------------------------------------------------------------------

    void assess_rows(thread_counts& counts, std::size_t first, std::size_t end) {
        links_.for_each_block(first, end, [&](std::size_t batch, std::size_t row, std::size_t rows, std::size_t row_of_all) {
            assess_block(counts, readers_[batch], row, rows, row_of_all);
        });
    }

    void assess_block(thread_counts& counts, const link_batch_reader& batch, std::size_t first, std::size_t rows, std::size_t row_of_all) {
        const link_columns& table = *batch.table;
        id_block logins;
        id_block centrals;
        std::array<court_number, block_rows> courts;
        record_table::line_block account_lines;
        record_table::line_block central_lines;
        std::array<std::uint8_t, block_rows> state;
        std::array<std::uint8_t, block_rows> made_by;
        std::array<std::uint8_t, block_rows> central_proof;
        std::array<std::uint8_t, block_rows> account_proof;
        std::array<record_number, block_rows> accounts;
        std::array<record_number, block_rows> central_accounts;
        std::array<std::int64_t, block_rows> linked_at;
        std::array<link_answer, block_rows> answers;
        std::array<std::uint64_t, block_rows> pairs;

        batch.court.read(first, rows, courts.data(), [&](std::string_view text) { return index_.courts.find(text); });
        read_ids(table.login, first, rows, login::capacity, logins);
        read_ids(table.central_id, first, rows, central_id::capacity, centrals);
        const keyed_hash hash = index_.hash;
        std::uint64_t exact = 0;
        for (std::size_t i = 0; i < rows; ++i) {
            const record_key account =
                make_account_key(hash, courts[i], logins.texts[i], logins.sizes[i], [&] { return text_at(table.login, first + i); });
            const record_key central =
                make_central_key(hash, centrals.texts[i], centrals.sizes[i], [&] { return text_at(table.central_id, first + i); });
            index_.accounts.expect(account_lines, i, account);
            index_.centrals.expect(central_lines, i, central);
            exact |= std::uint64_t{account.is_exact && central.is_exact} << i;
        }
        const std::uint64_t linked = read_instants(table.linked_at, first, rows, linked_at.data());
        batch.state.read(first, rows, state.data());
        batch.made_by.read(first, rows, made_by.data());
        if (batch.has_evidence) {
            batch.central_proof.read(first, rows, central_proof.data());
            batch.account_proof.read(first, rows, account_proof.data());
        }
        index_.accounts.find_block(account_lines, rows, accounts.data());
        index_.centrals.find_block(central_lines, rows, central_accounts.data());

        const court_number known_courts = index_.courts.known();
        const instant as_of = as_of_;
        for (std::size_t i = 0; i < rows; ++i) {
            const std::size_t row = first + i;
            link_answer& answer = answers[i];
            const bool is_plain = courts[i] - 1 < known_courts && is_id(logins.sizes[i]) && is_id(centrals.sizes[i]) &&
                                  ((exact & linked) >> i & 1) != 0 && !is_marked(table.malformed, row) && state[i] != unreadable_token &&
                                  made_by[i] != unreadable_token;
            bool is_done = false;
            if (is_plain) [[likely]] {
                answer.court = courts[i];
                answer.account = accounts[i];
                answer.central = central_accounts[i];
                answer.is_active = static_cast<link_state>(state[i]) != link_state::removed;
                answer.joins = true;
                const instant t{linked_at[i]};
                const court_view& court = courts_[courts[i]];
                if (t <= as_of && is_quiet(court, answer, t)) [[likely]] {
                    answer.found = findings(court.settled | court.unproven[made_by[i]]);
                    is_done = !batch.has_evidence;
                }
                if (!is_done) {
                    const ledger_row stated{.linked_at = t,
                                            .state = static_cast<link_state>(state[i]),
                                            .made_by = static_cast<link_maker>(made_by[i]),
                                            .confirmed_at = {}};
                    is_done = assess_plainly(answer, stated, batch, row, central_proof[i], account_proof[i]);
                }
            }
            if (!is_done) [[unlikely]] {
                assess_closely(answer, table, row);
            }
            pairs[i] = 0;
            if (answer.is_active && answer.joins) {
                if (answer.account != no_record) {
                    counts.seen_accounts.prefetch(answer.account);
                }
                if (answer.central != no_record) {
                    pairs[i] = hash.of_number(std::uint64_t{answer.central} << 32 | answer.court);
                    seen_pairs_.prefetch((pairs[i] & (seen_pairs_.words() - 1)) * 64);
                }
            }
        }

        for (std::size_t i = 0; i < rows; ++i) {
            mark(counts, answers[i], pairs[i], row_of_all + i);
            const findings found = answers[i].found;
            const court_number court = answers[i].court;
            const court_view& view = courts_[court <= known_courts ? court : no_court];
            const assessment decided{decide(view.dispositions, found), found};
            findings_[row_of_all + i] = found.bits();
            if (!verdicts_.empty()) {
                verdicts_[row_of_all + i] = static_cast<std::uint8_t>(decided.verdict);
            }
            tally_of(counts, court, table, first + i).add(decided);
        }
    }

    /// True, if nothing is so about a link but what is so about its court after all its turns: the common case, in as few steps as can be.
    [[nodiscard]] bool is_quiet(const court_view& court, const link_answer& answer, instant t) const noexcept {
        constexpr std::uint32_t account_trouble = (std::uint32_t{1} << account_facts::opened_shift) - record_ambiguous;
        if (answer.account == no_record || answer.central == no_record) {
            return false;
        }
        const account_record& account = index_.accounts[answer.account];
        const account_record& central = index_.centrals[answer.central];
        return ((account.facts & account_trouble) | (central.facts & court.central_trouble) | (account.name ^ central.name)) == 0 &&
               account.name != no_name && t.micros >= court.settled_from && court.is_plain &&
               !may_be_before(t.micros, account.facts, account_facts::opened_unit, account_facts::opened_shift) &&
               !may_be_before(t.micros, central.facts, central_facts::created_unit, central_facts::created_shift);
    }

    tally& tally_of(thread_counts& counts, court_number court, const link_columns& table, std::size_t row) const {
        if (court != no_court && court <= index_.courts.known()) [[likely]] {
            return counts.known[court];
        }
        const std::string_view text = text_at(table.court, row);
        return counts_of(counts.others, counted_court(text));
    }

    /// What is so about a link, if nothing about it needs a closer look; else false.
    bool assess_plainly(link_answer& answer, const ledger_row& stated, const link_batch_reader& batch, std::size_t row, std::uint8_t central_proof,
                        std::uint8_t account_proof) const {
        const court_rules& court = index_.courts.rules(answer.court);
        const link_policy& policy = court.policy->rules;
        const instant t = *stated.linked_at;
        findings found = court.at(t);
        found.insert_if(finding::link_in_future, predicate::link_in_future(stated, as_of_));
        if (policy.roster) {
            return false;
        }
        if (!batch.has_evidence) {
            found = found | court.unproven[static_cast<std::size_t>(stated.made_by)];
        } else if (!add_proofs(found, policy, court, stated, *batch.table, row, central_proof, account_proof)) {
            return false;
        }

        const bool has_account = answer.account != no_record;
        const bool has_central = answer.central != no_record;
        std::uint32_t account_says = 0;
        std::uint32_t central_says = 0;
        std::uint64_t account_name = no_name;
        std::uint64_t central_name = no_name;
        if (has_account) {
            const account_record& account = index_.accounts[answer.account];
            account_says = account.facts;
            account_name = account.name;
        } else if (!index_.tombstones.empty()) {
            return false;
        }
        if (has_central) {
            const account_record& central = index_.centrals[answer.central];
            central_says = central.facts;
            central_name = central.name;
            if (court.central_class != 0) {
                const auto bits = index_.central_findings_of_class[court.central_class - 1][central.row];
                central_says = (central_says & ~(central_findings_mask << record_facts_shift)) | std::uint32_t{bits} << record_facts_shift;
            }
        }
        const bool account_chosen = has_account && (account_says & record_ambiguous) == 0;
        const bool central_chosen = has_central && (central_says & record_ambiguous) == 0;
        found.insert_if(finding::account_unknown, !has_account);
        found.insert_if(finding::central_unknown, !has_central);
        found.insert_if(finding::record_ambiguous, ((account_says | central_says) & record_ambiguous) != 0);
        if (account_chosen) {
            found = found | findings(std::uint64_t{account_says >> record_facts_shift & account_findings_mask} << account_facts::first_finding);
            found.insert_if(finding::record_malformed, (account_says & record_malformed) != 0);
            if (may_be_before(t.micros, account_says, account_facts::opened_unit, account_facts::opened_shift)) {
                return false;
            }
        }
        if (central_chosen) {
            found = found | findings(std::uint64_t{central_says >> record_facts_shift & central_findings_mask} << central_facts::first_finding &
                                     ~courts_[answer.court].central_suppressed);
            found.insert_if(finding::record_malformed, (central_says & record_malformed) != 0);
            if (may_be_before(t.micros, central_says, central_facts::created_unit, central_facts::created_shift)) {
                return false;
            }
        }
        if (answer.is_active) {
            if ((account_says >> account_facts::tombstoned_shift & 1) != 0) {
                return false;
            }
            if (account_chosen && central_chosen) {
                const std::uint32_t registration = central_says >> central_facts::registration_shift & 3;
                found.insert_if(finding::kind_role_mismatch, (account_says >> (account_facts::registrations_shift + registration) & 1) != 0);
                const name_comparison names{.central_present = central_name != no_name, .account_present = account_name != no_name};
                found.insert_if(finding::name_missing, predicate::name_missing(names));
                if (predicate::names_present(names) && (account_name != central_name || policy.compare_names != name_rule::normalised)) {
                    return false;
                }
            }
        }
        answer.found = found;
        return true;
    }

    /// What is so about the proofs of a link. False, if one of their fields cannot be read.
    bool add_proofs(findings& found, const link_policy& policy, const court_rules& court, const ledger_row& stated, const link_columns& table,
                    std::size_t row, std::uint8_t central_proof, std::uint8_t account_proof) const {
        const auto central_at = micros_at(table.central_proof_at, row);
        const auto account_at = micros_at(table.account_proof_at, row);
        const auto confirmed_at = micros_at(table.confirmed_at, row);
        if (central_proof == unreadable_token || account_proof == unreadable_token || central_at.state == field_state::unreadable ||
            account_at.state == field_state::unreadable || confirmed_at.state == field_state::unreadable) {
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
        if (const std::string_view proof_court = text_at(table.account_proof_court, row); proof_court == court.court.view()) {
            facts.evidence.account_court = court.court;
        } else if (!proof_court.empty()) {
            return false;
        }
        found = found | observe_proofs(policy, facts, stated.linked_at);
        return true;
    }

    /// All that is so about a link: as a case, by `observe`.
    void assess_closely(link_answer& answer, const link_columns& table, std::size_t row) const {
        const link_row link = read_row(table, row);
        answer.court = index_.courts.find(link.court.view());
        answer.is_active = link.row.state != link_state::removed;
        answer.joins = has_all_keys(link);
        answer.account = link.court.empty() || link.login.empty() ? no_record : index_.find_account(link.court.view(), link.login.view());
        answer.central = link.central.empty() ? no_record : index_.find_central(link.central.view());
        const court_policy& policy = index_.policies->find(link.court.view());

        link_case facts;
        facts.court = link.court;
        facts.row = &link.row;
        facts.evidence = link.evidence;
        facts.evidence.on_roster = index_.rostered_accounts.contains({link.court.view(), link.login.view()}) ||
                                   index_.rostered_centrals.contains({link.court.view(), link.central.view()});
        facts.malformed = link.malformed;
        court_account_record account;
        central_account_record central;
        if (answer.account != no_record) {
            const account_record& record = index_.accounts[answer.account];
            facts.account_ambiguous = (record.facts & record_ambiguous) != 0;
            if (!facts.account_ambiguous) {
                const auto at = index_.account_rows.find(record.row);
                account = read_row(index_.account_rows[at.batch], at.row, *index_.policies);
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
                    facts.central_created_start = created_start(*central.account.created, policy.zone, link.row.linked_at);
                }
            }
        }
        if (facts.account != nullptr && facts.central != nullptr) {
            facts.names = compare_names(central.name, account.name);
        }
        if (answer.joins && !index_.tombstones.empty()) {
            const auto stone = index_.tombstones.find({text_key{link.court.view(), link.login.view()}, link.central.view()});
            if (stone != index_.tombstones.end()) {
                facts.others.tombstoned_at = stone->second;
            }
        }
        answer.found = observe(policy.rules, facts, as_of_);
    }

    // ---- which links may conflict -----------------------------------------------------------------------------------

    /// Marks what a link joins, and notes whether it was marked before. What has no record cannot be marked; such links are counted in any case.
    void mark(thread_counts& counts, const link_answer& answer, std::uint64_t pair, std::size_t row) {
        std::uint32_t account_mark = no_mark;
        std::uint32_t pair_mark = no_mark;
        if (answer.is_active) {
            if (answer.joins && answer.account != no_record) {
                account_mark = mark_of(answer.account);
                if (counts.seen_accounts.test_and_set_alone(answer.account)) {
                    double_accounts_.test_and_set(account_mark);
                }
            }
            if (answer.joins && answer.central != no_record) {
                pair_mark = mark_of(pair);
                const std::uint64_t bits =
                    std::uint64_t{1} << (pair >> 58) | std::uint64_t{1} << (pair >> 52 & 63) | std::uint64_t{1} << (pair >> 46 & 63);
                if (seen_pairs_.test_and_set(pair & (seen_pairs_.words() - 1), bits)) {
                    double_pairs_.test_and_set(pair_mark);
                }
            }
            if (!answer.joins || answer.account == no_record || answer.central == no_record) {
                counts.suspects.push_back(row);
                account_mark = no_mark;
                pair_mark = no_mark;
            }
        }
        low_marks_[row] = account_mark | pair_mark << 24;
        high_marks_[row] = static_cast<std::uint16_t>(pair_mark >> 8);
    }

    /// Accounts that links of two threads join are found twice, too.
    bool find_accounts_of_several_threads() {
        const std::size_t words = counts_.front().seen_accounts.words();
        work_options in_silence = options_;  // it is done in no time
        in_silence.progress = nullptr;
        const auto find_in_words = [this](unsigned, std::size_t first, std::size_t end) {
            for (std::size_t word = first; word < end; ++word) {
                std::uint64_t once = 0;
                std::uint64_t twice = 0;
                for (const thread_counts& counts : counts_) {
                    const std::uint64_t seen = counts.seen_accounts.word(word);
                    twice |= once & seen;
                    once |= seen;
                }
                for (; twice != 0; twice &= twice - 1) {
                    double_accounts_.test_and_set(mark_of(64 * word + static_cast<std::uint64_t>(std::countr_zero(twice))));
                }
            }
        };
        return counts_.size() == 1 || for_each_morsel(in_silence, {}, words, find_in_words);
    }

    static constexpr std::uint32_t no_mark = 0;
    [[nodiscard]] std::uint32_t mark_of(std::uint64_t hash) const noexcept {
        return std::max<std::uint32_t>(1, static_cast<std::uint32_t>(hash * 0x9E3779B97F4A7C15U >> (64 - mark_bits_)));
    }

    void find_suspects(thread_counts& counts, std::size_t first, std::size_t end) const {
        for (std::size_t row = first; row < end; ++row) {
            const std::uint32_t account_mark = low_marks_[row] & 0xFFFFFF;
            const std::uint32_t pair_mark = low_marks_[row] >> 24 | std::uint32_t{high_marks_[row]} << 8;
            if (double_accounts_.test(account_mark) || double_pairs_.test(pair_mark)) {
                counts.suspects.push_back(row);
            }
        }
    }

    // ---- conflicts, exactly -----------------------------------------------------------------------------------------

    bool count_suspects();
    ledger_report report();

    const tables& index_;
    batch_list<link_columns> links_;
    instant as_of_;
    std::span<std::uint8_t> verdicts_;
    const work_options& options_;
    zeroed_array<std::uint64_t> own_findings_;
    std::uint64_t* findings_;
    zeroed_array<std::uint32_t> low_marks_;   ///< of each link: 24 bits of its account, and 8 of its pair
    zeroed_array<std::uint16_t> high_marks_;  ///< the other 16 of its pair
    int mark_bits_;
    shared_bits seen_pairs_;  ///< three bits in one word for a pair of central account and court
    shared_bits double_accounts_;
    shared_bits double_pairs_;
    std::vector<link_batch_reader> readers_;
    std::vector<thread_counts> counts_;
    std::vector<court_view> courts_;  ///< by court number

    static constexpr std::uint32_t account_findings_mask = (1U << account_facts::findings_bits) - 1;
    static constexpr std::uint32_t central_findings_mask = (1U << central_facts::findings_bits) - 1;
};

/// A suspect by numbers, which are equal where the keys are. Accounts without a record have numbers behind those of the records.
struct suspect {
    std::uint64_t row = 0;
    std::uint64_t account = none;
    std::uint64_t central = none;
    std::uint32_t court = no_court;
    std::uint32_t role = 0;
    other_links others;

    static constexpr std::uint64_t none = std::numeric_limits<std::uint64_t>::max();

    [[nodiscard]] bool joins() const noexcept { return account != none && central != none; }
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

/// Calls `use(begin, end)` for each run of suspects for which `key` is equal.
template <class Key, class Use>
void for_each_run(std::span<suspect> sorted, Key key, Use use) {
    for (auto begin = sorted.begin(); begin != sorted.end();) {
        const auto end = std::find_if(begin, sorted.end(), [&](const suspect& each) { return key(each) != key(*begin); });
        use(std::span(begin, end));
        begin = end;
    }
}

/// How many different values joining suspects of a sorted run have; links without a key join nothing.
template <class Value>
std::uint32_t count_different(std::span<const suspect> run, Value value) noexcept {
    std::uint32_t different = 0;
    const suspect* last = nullptr;
    for (const suspect& each : run) {
        if (each.joins()) {
            different += last == nullptr || value(*last) != value(each) ? 1 : 0;
            last = &each;
        }
    }
    return different;
}

/// What suspects say of each other. A link that lacks a key takes the place of another.
void count_conflicts(std::span<suspect> suspects) {
    const auto all_but_one = [](std::uint32_t number) { return number == 0 ? 0 : number - 1; };
    std::ranges::sort(suspects, {}, [](const suspect& each) { return std::pair(each.account, each.central); });
    for_each_run(
        suspects, [](const suspect& each) { return each.account; },
        [&](std::span<suspect> of_account) {
            if (of_account.front().account == suspect::none) {
                return;
            }
            const std::uint32_t centrals = count_different(of_account, [](const suspect& each) { return each.central; });
            for_each_run(
                of_account, [](const suspect& each) { return each.central; },
                [&](std::span<suspect> of_pair) {
                    for (suspect& each : of_pair) {
                        each.others.already_linked = each.joins() && of_pair.size() > 1;
                        each.others.other_centrals_of_account = all_but_one(centrals);
                    }
                });
        });
    std::ranges::sort(suspects, {}, [](const suspect& each) { return std::tuple(each.central, each.court, each.role, each.account); });
    for_each_run(
        suspects, [](const suspect& each) { return std::pair(each.central, each.court); },
        [&](std::span<suspect> of_slot) {
            if (of_slot.front().central == suspect::none) {
                return;
            }
            const auto account = [](const suspect& each) { return each.account; };
            const std::uint32_t accounts = count_different(of_slot, account);
            for_each_run(
                of_slot, [](const suspect& each) { return each.role; },
                [&](std::span<suspect> of_role) {
                    const std::uint32_t accounts_in_role = count_different(of_role, account);
                    for (suspect& each : of_role) {
                        each.others.other_accounts_in_court = all_but_one(accounts);
                        each.others.other_accounts_in_court_and_role = all_but_one(accounts_in_role);
                    }
                });
        });
}

bool verifier::count_suspects() {
    std::vector<suspect> suspects;
    for (thread_counts& counts : counts_) {
        for (const std::uint64_t row : counts.suspects) {
            suspects.emplace_back().row = row;
        }
        counts.suspects = {};
        counts.seen_accounts = {};
    }
    // Their work is done, and what follows needs room.
    seen_pairs_ = {};
    low_marks_ = {};
    high_marks_ = {};

    const bool is_done = for_each_morsel(options_, "exact counts", suspects.size(), [&](unsigned, std::size_t first, std::size_t end) {
        for (std::size_t i = first; i < end; ++i) {
            suspect& each = suspects[i];
            const auto at = links_.find(each.row);
            const link_columns& table = links_[at.batch];
            const std::string_view court = text_at(table.court, at.row);
            const std::string_view name = text_at(table.login, at.row);
            const std::string_view central = text_at(table.central_id, at.row);
            each.court = index_.courts.find(court);
            if (court_id::make(court) && login::make(name)) {
                each.account = index_.find_account(court, name);
            }
            if (central_id::make(central)) {
                each.central = index_.find_central(central);
            }
        }
    });
    if (!is_done) {
        return false;
    }
    numbering accounts(index_.accounts.places());
    numbering centrals(index_.centrals.places());
    numbering courts(std::uint64_t{1} << 31);
    numbering roles(1);
    for (suspect& each : suspects) {
        const auto at = links_.find(each.row);
        const link_columns& table = links_[at.batch];
        const std::string_view court = text_at(table.court, at.row);
        if (each.account != suspect::none && each.account != no_record) {
            const account_record& record = index_.accounts[static_cast<record_number>(each.account)];
            if (index_.courts.rules(each.court).policy->rules.count_per == counting::court_and_role && (record.facts & record_ambiguous) == 0) {
                const auto account_at = index_.account_rows.find(record.row);
                each.role = static_cast<std::uint32_t>(roles.of(text_at(index_.account_rows[account_at.batch].role, account_at.row)));
            }
        }
        if (each.court == no_court && court_id::make(court)) {
            each.court = static_cast<std::uint32_t>(courts.of(court));
        }
        if (each.account == no_record) {
            each.account = accounts.of(court, text_at(table.login, at.row));
        }
        if (each.central == no_record) {
            each.central = centrals.of(text_at(table.central_id, at.row));
        }
    }
    count_conflicts(suspects);

    for (const suspect& each : suspects) {
        const auto at = links_.find(each.row);
        const link_columns& table = links_[at.batch];
        const std::string_view court = text_at(table.court, at.row);
        const link_policy& policy = index_.policies->find(court).rules;
        const findings before(findings_[each.row]);
        findings after = before;
        after.insert_if(finding::already_linked, predicate::already_linked(each.others));
        after.insert_if(finding::account_linked_elsewhere, predicate::account_linked_elsewhere(policy, each.others));
        after.insert_if(finding::central_slot_taken, predicate::central_slot_taken(policy, each.others));
        if (after == before) {
            continue;
        }
        tally& counted = tally_of(counts_[0], index_.courts.find_known(court), table, at.row);
        counted.remove({decide(policy.dispositions, before), before});
        const assessment decided{decide(policy.dispositions, after), after};
        counted.add(decided);
        findings_[each.row] = after.bits();
        if (!verdicts_.empty()) {
            verdicts_[each.row] = static_cast<std::uint8_t>(decided.verdict);
        }
    }
    return true;
}

ledger_report verifier::report() {
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
            add(index_.courts.rules(court).court.view(), all);
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
}  // namespace detail

void tally::add(const assessment& one) noexcept {
    ++links;
    ++verdicts[static_cast<std::size_t>(one.verdict)];
    for (const finding found : one.findings) {
        ++findings[static_cast<std::size_t>(found)];
    }
}

void tally::remove(const assessment& one) noexcept {
    --links;
    --verdicts[static_cast<std::size_t>(one.verdict)];
    for (const finding found : one.findings) {
        --findings[static_cast<std::size_t>(found)];
    }
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

std::optional<ledger_report> verify(const ledger_index& index, std::span<const link_columns> links, instant as_of, const verify_output& output,
                                    const work_options& options) {
    return detail::verifier(index.get(), links, as_of, output, options).run();
}

std::optional<verification> verify(const policy_set& policies, const ledger_tables& tables, instant as_of, const work_options& options) {
    const detail::table_columns columns(tables);
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
