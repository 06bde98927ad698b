// advice_walk.hpp: follows the advice of `ready` from every state that a world of accounts can get
// into, until the person files or somebody has refused for good.
//
//     const support::walk_counts counts = support::walk(start, 6);
//
// A world can be copied, and has
//     std::string key() const;                     equal for states that differ in nothing that counts
//     static unsigned transitions();               how many kinds of events there are
//     bool happen(unsigned event);                 false if it cannot happen here
//     readiness plan() const;                      what the person is told
//     std::string take(const planned_step&);       does it; what stood in the way, or ""
//     bool is_final(const planned_step&) const;    only a person can decide what comes after this step
#pragma once

#include <cstddef>
#include <deque>
#include <set>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include <ecflink/decide/readiness.hpp>

namespace support {

struct walk_counts {
    std::size_t states = 0;
    std::size_t transitions = 0;  ///< from a state to a state, known or new
    std::size_t steps = 0;        ///< of advice that was followed
    std::set<ecflink::step> taken;
};

/// Takes step after step. Fails on a step that is refused, and on one that changes nothing.
template <class World>
void follow_advice(World world, const std::string& way, walk_counts& counts) {
    std::string told = way + " |";
    std::set<std::string> seen;
    for (;;) {
        const ecflink::readiness plan = world.plan();
        const ecflink::planned_step* next = plan.next();
        ASSERT_NE(next, nullptr) << told;
        told += ' ' + std::string(to_token(next->id));
        ASSERT_TRUE(seen.insert(world.key() + std::string(to_token(next->id))).second) << "a loop: " << told;
        ++counts.steps;
        counts.taken.insert(next->id);
        if (world.is_final(*next)) {
            return;
        }
        const std::string refused = world.take(*next);
        ASSERT_EQ(refused, "") << told;
        if (next->id == ecflink::step::sign_on) {
            return;
        }
    }
}

/// Follows the advice from every state that up to `depth` events lead to.
template <class World>
walk_counts walk(const World& start, unsigned depth) {
    struct reached {
        World world;
        unsigned depth;
        std::string way;
    };
    walk_counts counts;
    std::deque<reached> waiting;
    std::set<std::string> known = {start.key()};
    waiting.push_back({start, 0, "start"});
    while (!waiting.empty()) {
        const reached here = std::move(waiting.front());
        waiting.pop_front();
        ++counts.states;
        follow_advice(here.world, here.way, counts);
        if (::testing::Test::HasFatalFailure()) {
            return counts;
        }
        for (unsigned event = 0; here.depth < depth && event < World::transitions(); ++event) {
            World next = here.world;
            if (!next.happen(event)) {
                continue;
            }
            ++counts.transitions;
            if (known.insert(next.key()).second) {
                waiting.push_back(
                    {std::move(next), here.depth + 1, here.way + ", " + std::string(World::name_of(event))});
            }
        }
    }
    return counts;
}

}  // namespace support
