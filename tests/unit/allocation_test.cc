// The scalar path allocates nothing.
#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

#include <ecflink/core/assess.hpp>
#include <ecflink/policies/directory.hpp>

#include "support/allocations.hpp"
#include "support/enumeration.hpp"

namespace {

using namespace ecflink;

template <class Work>
std::size_t allocations_of(Work&& work) {
    const std::size_t before = support::allocations();
    work();
    return support::allocations() - before;
}

TEST(Allocations, AreCounted) {
    EXPECT_EQ(allocations_of([] {
                  int* volatile kept = new int(7);  // volatile, or the compiler leaves both out
                  delete kept;
              }),
              1U);
    struct alignas(64) line {
        char bytes[64];
    };
    EXPECT_EQ(allocations_of([] {
                  line* volatile kept = new line[2];
                  delete[] kept;
              }),
              1U);
}

TEST(Allocations, ADecisionAndItsReasonsTakeNone) {
    support::plain_case failing;
    failing.usage = central_usage::shared;
    failing.go_live = 5;
    failing.names = {true, true, false, false, 1, 20};
    for (support::plain_case x : {support::plain_case{}, failing}) {
        for (const bool in_ledger : {false, true}) {
            x.in_ledger = in_ledger;
            const support::engine_case c(x);
            EXPECT_EQ(allocations_of([&] {
                          const assessment answer = assess(c.policy, c.facts, c.now);
                          const explanation why = explain(c.policy, answer, c.now);
                          std::size_t length = 0;
                          for (const finding one : why.to_allow) {
                              length += describe(one).remedy.size();
                          }
                          if (length == 0 && answer.verdict != verdict::allow) {
                              std::abort();
                          }
                      }),
                      0U);
        }
    }
}

TEST(Allocations, IdsAndTokensTakeNone) {
    EXPECT_EQ(allocations_of([] {
                  const auto a =
                      login::make("the-longest-login-that-a-court-could-issue-is-of-sixty-four-byte");
                  const auto b = login::make("another");
                  if (!(b.value() < a.value()) || a.value() == b.value() || login::make("").has_value() ||
                      from_token<finding>("central-shared") != finding::central_shared ||
                      to_token(account_role::pro_hac_vice).empty()) {
                      std::abort();
                  }
              }),
              0U);
}

TEST(Allocations, FindingACourtTakesNone) {
    EXPECT_EQ(allocations_of([] {
                  const court_record* const court = find_court("wiwb");
                  if (court == nullptr || find_court("nowhere") != nullptr ||
                      find_help_desks(court->pacer_id).empty() || directory().empty()) {
                      std::abort();
                  }
              }),
              0U);
}

}  // namespace
