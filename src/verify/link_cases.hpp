// link_cases.hpp: links that the fast path leaves alone, assessed as single cases by `observe`.
#pragma once

#include <cstddef>
#include <span>

#include "verify/assessment_target.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::verify {

/// A link that must become a case.
struct case_link {
    const assessment_target* target;
    std::size_t row;
};

/// What was found of a link, and which records it joins.
struct case_answer {
    findings found;
    court_number court = no_court;
    court_id court_text;
    record_number account = no_record;
    record_number central = no_record;
    bool is_active = false;
};

/// Assesses at most a block of links. Writes an answer for each.
void assess_cases(const verification_inputs& inputs, std::span<const case_link> cases,
                  std::span<case_answer> answers);

}  // namespace detail::verify
ECFLINK_END_NAMESPACE
