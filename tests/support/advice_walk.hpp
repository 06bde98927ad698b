// advice_walk.hpp: follows the advice of `ready` from every state that a world of accounts can get
// into, until the person files or somebody has refused for good.
//
//     const support::walk_counts counts = support::walk(start, 6);
//
// A world can be copied, and has
//     std::string key() const;                     equal if all that counts is equal
//     static unsigned transitions();               how many kinds of events there are
//     static std::string_view name_of(unsigned event);
//     bool happen(unsigned event);                 false if it cannot happen here
//     readiness plan() const;                      what the person is told
//     std::string take(const planned_step&);       does it; what stood in the way, or ""
//     bool is_final(const planned_step&) const;    after it, a person must decide
#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <ecflink/decide/readiness.hpp>

namespace support {

struct walk_counts {
    std::size_t states = 0;
    std::size_t transitions = 0;  ///< from a state to a state, known or new
    std::size_t steps = 0;        ///< of advice that was followed
    std::set<ecflink::step> taken;
};

/// No way from a state to filing takes more steps. A way that does goes in circles, perhaps with a
/// new central account in each.
inline constexpr std::size_t most_steps = 24;

/// A walk through the states of one world. Of a state it keeps the key and how it was reached; the
/// worlds themselves only of those states that events may lead on from.
template <class World>
class advice_walk {
public:
    /// Follows the advice from every state that up to `depth` events lead to.
    walk_counts from(World start, unsigned depth) {
        std::vector<reached> here;
        known_.insert(start.key());
        here.push_back({std::move(start), 0});
        ways_.push_back({0, 0});
        for (unsigned length = 0; !here.empty(); ++length) {
            std::vector<reached> next;
            for (const reached& one : here) {
                ++counts_.states;
                follow(one);
                if (::testing::Test::HasFatalFailure()) {
                    return counts_;
                }
                if (length < depth) {
                    let_happen(one, next);
                }
            }
            here = std::move(next);
        }
        return counts_;
    }

private:
    struct reached {
        World world;
        std::uint32_t way;  ///< where `ways_` says how
    };
    struct way {
        std::uint32_t before;
        std::uint32_t event;
    };

    void let_happen(const reached& one, std::vector<reached>& next) {
        for (unsigned event = 0; event < World::transitions(); ++event) {
            World after = one.world;
            if (!after.happen(event)) {
                continue;
            }
            ++counts_.transitions;
            if (known_.insert(after.key()).second) {
                next.push_back({std::move(after), static_cast<std::uint32_t>(ways_.size())});
                ways_.push_back({one.way, event});
            }
        }
    }

    /// Takes step after step, until the person files or the rest of the way is known. Fails on a
    /// step that is refused, and on a way without end.
    void follow(const reached& from) {
        World world = from.world;
        std::vector<std::string> passed;
        std::vector<ecflink::step> told;
        for (std::string key = world.key(); !leads_on_.contains(key); key = world.key()) {
            passed.push_back(std::move(key));
            const ecflink::readiness plan = world.plan();
            const ecflink::planned_step* next = plan.next();
            ASSERT_NE(next, nullptr) << say(from.way, told);
            told.push_back(next->id);
            ASSERT_LE(told.size(), most_steps) << "a way without end: " << say(from.way, told);
            ++counts_.steps;
            counts_.taken.insert(next->id);
            if (world.is_final(*next)) {
                break;
            }
            const std::string refused = world.take(*next);
            ASSERT_EQ(refused, "") << say(from.way, told);
            if (next->id == ecflink::step::sign_on) {
                break;
            }
        }
        for (std::string& key : passed) {
            leads_on_.insert(std::move(key));
        }
    }

    /// "start, EVENT, EVENT | STEP STEP"
    [[nodiscard]] std::string say(std::uint32_t at, const std::vector<ecflink::step>& told) const {
        std::string text;
        for (; at != 0; at = ways_[at].before) {
            text = ", " + std::string(World::name_of(ways_[at].event)) + text;
        }
        text = "start" + text + " |";
        for (const ecflink::step one : told) {
            text += ' ' + std::string(to_token(one));
        }
        return text;
    }

    walk_counts counts_;
    std::unordered_set<std::string> known_;
    std::unordered_set<std::string> leads_on_;  ///< whose advice was followed to the end
    std::vector<way> ways_;
};

template <class World>
walk_counts walk(World start, unsigned depth) {
    return advice_walk<World>().from(std::move(start), depth);
}

}  // namespace support
