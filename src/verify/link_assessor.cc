#include "verify/link_assessor.hpp"

#include <algorithm>

#include "base/prefetch.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::verify {
namespace {

/// Calls `use` with the items, a block at a time, and clears them.
template <class Item, class Use>
void consume_in_blocks(std::vector<Item>& items, Use use) {
    for (std::size_t at = 0; at < items.size(); at += block_rows) {
        use(std::span(items).subspan(at, std::min(block_rows, items.size() - at)));
    }
    items.clear();
}

}  // namespace

void link_assessor::assess_morsel(thread_state& thread, std::size_t first, std::size_t end) const {
    assess_blocks(thread, first, end);
    consume_in_blocks(thread.deferred,
                      [&](std::span<deferred_link> links) { finish_deferred(thread, links); });
    consume_in_blocks(thread.cases, [&](std::span<const case_link> cases) { finish_cases(thread, cases); });
    if (!thread.marked.empty()) {
        thread.marked_by_morsel.emplace_back(thread.marked.begin(), thread.marked.end());
        thread.marked.clear();
    }
}

/// While block n is read, block n - 1 probes its first lines, n - 2 its second lines, and n - 3
/// is assessed.
void link_assessor::assess_blocks(thread_state& thread, std::size_t first, std::size_t end) const {
    const ledger_index::state& index = inputs_.index;
    const auto block_of = [&](std::size_t number) -> link_block& {
        return thread.ring[number % thread.ring.size()];
    };
    const auto advance = [&](std::size_t blocks, std::size_t newest) {
        const auto exists = [&](std::size_t age) { return newest >= age && newest - age < blocks; };
        if (exists(1)) {
            link_block& block = block_of(newest - 1);
            index.accounts.probe_first_lines(block.accounts, block.rows);
            index.centrals.probe_first_lines(block.centrals, block.rows);
        }
        if (exists(2)) {
            link_block& block = block_of(newest - 2);
            index.accounts.probe_second_lines(block.accounts);
            index.centrals.probe_second_lines(block.centrals);
        }
        if (exists(3)) {
            link_block& block = block_of(newest - 3);
            index.accounts.probe_last_lines(block.accounts);
            index.centrals.probe_last_lines(block.centrals);
            assess_block(thread, block);
        }
    };
    std::size_t blocks = 0;
    inputs_.links.for_each_block(
        first, end, [&](std::size_t batch, std::size_t row, std::size_t rows, std::size_t row_of_all) {
            link_block& block = block_of(blocks);
            block.batch = &readers_[batch];
            block.first = row;
            block.rows = rows;
            block.row_of_all = row_of_all;
            read_links(index, block);
            advance(blocks, blocks);
            ++blocks;
        });
    for (std::size_t more = 0; more + 1 < thread.ring.size(); ++more) {
        advance(blocks, blocks + more);
    }
}

void link_assessor::assess_block(thread_state& thread, const link_block& block) const {
    const std::uint64_t clean = select_clean_links(inputs_, targets_.own, block);
    keep_clean(thread, block, clean);
    if (const std::uint64_t others = first_rows(block.rows) & ~clean; others != 0) {
        assess_rows(thread, targets_.own, block, others);
    }
    if (targets_.other) {
        assess_rows(thread, *targets_.other, block, rows_of_dispute(block));
    }
}

/// Marks what clean links join, and keeps each as a word in the place of its findings.
void link_assessor::keep_clean(thread_state& thread, const link_block& block, std::uint64_t clean) const {
    conflict_marks* const marks = marks_;
    if (marks != nullptr) {
        for_each_row(clean, [&](std::size_t i) { thread.marks.accounts.prefetch(block.accounts.found[i]); });
    }
    const clean_link_words words = words_;
    findings* const out = targets_.own.found + block.row_of_all;
    const auto write_word = [&](std::size_t i, record_number account) {
        out[i] = findings(words.pack({clean_link_words::group_of(block.courts[i], block.made_by[i]), account,
                                      block.centrals.found[i]}));
    };
    for_each_row(clean, [&](std::size_t i) {
        if (marks != nullptr) {
            marks->mark_account(thread.marks, block.accounts.found[i]);
            marks->mark_pair(thread.marks, block.centrals.found[i], block.courts[i]);
        }
        write_word(i, block.accounts.found[i]);
    });
}

/// The links of a block of which the other policies may find something else.
std::uint64_t link_assessor::rows_of_dispute(const link_block& block) const noexcept {
    std::uint64_t rows = 0;
    for (std::size_t i = 0; i < block.rows; ++i) {
        rows |= std::uint64_t{targets_.disagree_on(block.courts[i])} << i;
    }
    for_each_row(rows & block.is_readable, [&](std::size_t i) {
        if (const record_number account = block.accounts.found[i]; account != no_record) {
            prefetch(&targets_.other->account_facts[inputs_.index.accounts[account].row]);
        }
    });
    return rows;
}

/// Assesses some rows of a block. What needs rows of accounts is left to the end of the morsel.
void link_assessor::assess_rows(thread_state& thread, const assessment_target& target,
                                const link_block& block, std::uint64_t rows) const {
    const stated_proofs proofs(block);
    std::uint64_t must_be_cases = rows & ~block.is_readable;
    for_each_row(rows & block.is_readable, [&](std::size_t i) {
        const auto records = assess_from_records(inputs_, target, block, i, proofs);
        if (!records) {
            must_be_cases |= std::uint64_t{1} << i;
            return;
        }
        const std::size_t row = block.row_of_all + i;
        const court_number court = block.courts[i];
        const bool is_active = (block.is_active >> i & 1) != 0;
        if (records->needs_rows()) {
            thread.deferred.push_back({&target, row, court, block.linked_at[i], *records});
        } else {
            answers_.record(thread.tallies, target, row, court, {}, records->found, is_active);
        }
        if (target.use == answer_use::counted && is_active) {
            mark(thread, {row, block.accounts.found[i], block.centrals.found[i], court});
        }
    });
    for_each_row(must_be_cases,
                 [&](std::size_t i) { thread.cases.push_back({&target, block.row_of_all + i}); });
}

void link_assessor::finish_deferred(thread_state& thread, std::span<deferred_link> links) const {
    complete_findings(inputs_, links);
    for (const deferred_link& link : links) {
        answers_.record(thread.tallies, *link.target, link.row, link.court, {}, link.records.found);
    }
}

void link_assessor::finish_cases(thread_state& thread, std::span<const case_link> cases) const {
    std::array<case_answer, block_rows> answers;
    assess_cases(inputs_, cases, answers);
    for (std::size_t i = 0; i < cases.size(); ++i) {
        const assessment_target& target = *cases[i].target;
        const case_answer& answer = answers[i];
        answers_.record(thread.tallies, target, cases[i].row, answer.court, answer.court_text.view(),
                        answer.found, answer.is_active);
        if (target.use == answer_use::counted && answer.is_active) {
            mark(thread, {cases[i].row, answer.account, answer.central, answer.court});
        }
    }
}

/// Marks what an active link joins that is not clean. Without both records it is a candidate in
/// any case.
void link_assessor::mark(thread_state& thread, const joined_link& link) const {
    const bool has_account = link.account != no_record;
    const bool has_central = link.central != no_record;
    if (marks_ != nullptr && has_account) {
        marks_->mark_account(thread.marks, link.account);
    }
    if (marks_ != nullptr && has_central) {
        marks_->mark_pair(thread.marks, link.central, link.court);
    }
    (marks_ != nullptr && has_account && has_central ? thread.marked : thread.candidates).push_back(link);
}

}  // namespace detail::verify
ECFLINK_END_NAMESPACE
