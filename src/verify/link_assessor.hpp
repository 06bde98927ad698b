// link_assessor.hpp: the first pass over the links: each by itself, a morsel at a time.
//
// Several blocks of links are on their way at once, so that nothing waits for memory: each step
// prefetches what the next one reads.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "verify/answers.hpp"
#include "verify/assessment_target.hpp"
#include "verify/clean_links.hpp"
#include "verify/conflict_marks.hpp"
#include "verify/conflicts.hpp"
#include "verify/link_block.hpp"
#include "verify/link_cases.hpp"
#include "verify/record_assessment.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::verify {

/// What one thread works on, and what it has found.
struct thread_state {
    explicit thread_state(court_number known_courts) : tallies(known_courts) {}

    // The morsel that the thread works on.
    std::array<link_block, 4> ring;       ///< blocks on their way
    std::vector<deferred_link> deferred;  ///< left to the end of the morsel
    std::vector<case_link> cases;         ///< left to the end of the morsel
    std::vector<joined_link> marked;      ///< active links with both records that are not clean

    // Results.
    thread_tallies tallies;
    conflict_marks::thread_state marks;
    std::vector<std::vector<joined_link>> marked_by_morsel;
    std::vector<joined_link> candidates;  ///< for conflicts
};

/// Assesses links by themselves, without conflicts. The answers of all but the clean links are
/// recorded. A clean link leaves a word in the place of its findings (`clean_link_words`), and its
/// answer is to be written later. Borrows all that it is given. Threads may share one.
class link_assessor {
public:
    /// Without `marks`, every active link that is not clean becomes a candidate.
    link_assessor(const verification_inputs& inputs, std::span<const link_batch_reader> readers,
                  const assessment_targets& targets, const answer_writer& answers,
                  const clean_link_words& words, conflict_marks* marks)
        : inputs_(inputs),
          readers_(readers),
          targets_(targets),
          answers_(answers),
          words_(words),
          marks_(marks) {}

    /// Assesses the links of some rows. A thread has a state of its own.
    void assess_morsel(thread_state& thread, std::size_t first, std::size_t end) const;

private:
    void assess_blocks(thread_state& thread, std::size_t first, std::size_t end) const;
    void assess_block(thread_state& thread, const link_block& block) const;
    void keep_clean(thread_state& thread, const link_block& block, std::uint64_t clean) const;
    [[nodiscard]] std::uint64_t rows_of_dispute(const link_block& block) const noexcept;
    void assess_rows(thread_state& thread, const assessment_target& target, const link_block& block,
                     std::uint64_t rows) const;
    void finish_deferred(thread_state& thread, std::span<deferred_link> links) const;
    void finish_cases(thread_state& thread, std::span<const case_link> cases) const;
    void mark(thread_state& thread, const joined_link& link) const;

    const verification_inputs& inputs_;
    std::span<const link_batch_reader> readers_;  ///< by batch
    const assessment_targets& targets_;
    const answer_writer& answers_;
    clean_link_words words_;
    conflict_marks* marks_;
};

}  // namespace detail::verify
ECFLINK_END_NAMESPACE
