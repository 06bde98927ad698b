// Filing agents: every combination of what associating, removing and acting look at, against the
// rules as one would tell them.
#include <ecflink/decide/agency.hpp>

#include <cstddef>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace {

using namespace ecflink;

court_account account_of(account_role role, account_status status = account_status::active) {
    court_account a;
    a.login = "jdoe";
    a.role = role;
    a.status = status;
    return a;
}

struct two {
    court_account agent = account_of(account_role::filing_agent);
    court_account principal = account_of(account_role::attorney);
    bool has_agent = true;
    bool has_principal = true;
    agency_facts facts;

    two() {
        facts.kind = court_kind::bankruptcy;
        facts.agent_court = facts.principal_court = "wiwb";
        facts.agent_linked = true;
    }
    agency_facts made() {
        facts.agent = has_agent ? &agent : nullptr;
        facts.principal = has_principal ? &principal : nullptr;
        return facts;
    }
};

/// Suspended, terminated and fee-locked accounts, and such whose record says nothing, do not file.
bool stands_well(account_status status) {
    const std::string_view token = to_token(status);
    return token == "active" || token == "locked" || token == "restricted";
}
bool can_have_agents(account_role role) {
    const std::string_view token = to_token(role);
    return token == "attorney" || token == "trustee" || token == "us-trustee";
}

/// Calls `visit(two)` for every combination of the fields of the two accounts.
template <class Visit>
std::size_t for_every_two(Visit&& visit) {
    std::size_t seen = 0;
    for (unsigned kind = 0; kind <= 6; ++kind) {
        for (unsigned agent_role = 0; agent_role <= 15; ++agent_role) {
            for (unsigned principal_role = 0; principal_role <= 15; ++principal_role) {
                for (unsigned agent_status = 0; agent_status <= 6; ++agent_status) {
                    for (unsigned principal_status = 0; principal_status <= 6; ++principal_status) {
                        for (unsigned rest = 0; rest < 3 * 2 * 2; ++rest) {
                            two x;
                            x.facts.kind = static_cast<court_kind>(kind);
                            x.agent = account_of(static_cast<account_role>(agent_role),
                                                 static_cast<account_status>(agent_status));
                            x.principal = account_of(static_cast<account_role>(principal_role),
                                                     static_cast<account_status>(principal_status));
                            x.facts.state = static_cast<agency_state>(rest % 3);
                            x.facts.agent_linked = rest / 3 % 2 == 0;
                            if (rest / 6 != 0) {
                                x.facts.principal_court = "wieb";
                            }
                            ++seen;
                            visit(x);
                        }
                    }
                }
            }
        }
    }
    return seen;
}

constexpr std::size_t every_two = 7U * 16 * 16 * 7 * 7 * 12;

TEST(Agency, AnAgentIsAssociatedExactlyIfBothAreFitForIt) {
    std::size_t wrong = 0;
    EXPECT_EQ(for_every_two([&](two& x) {
                  const bool fit = x.facts.kind == court_kind::bankruptcy &&
                                   x.agent.role == account_role::filing_agent && x.facts.agent_linked &&
                                   stands_well(x.agent.status) && can_have_agents(x.principal.role) &&
                                   stands_well(x.principal.status) &&
                                   x.facts.principal_court == x.facts.agent_court;
                  wrong +=
                      (associate(x.made(), agency_asker::principal()) == agency_answer::associated) != fit;
                  wrong += (associate(x.made(), agency_asker::court()) == agency_answer::associated) != fit;
              }),
              every_two);
    EXPECT_EQ(wrong, 0U);
}

TEST(Agency, AnAgentActsExactlyForThoseWhoHaveItAndFileThemselves) {
    std::size_t wrong = 0;
    EXPECT_EQ(for_every_two([&](two& x) {
                  const bool fit = associate(x.made(), agency_asker::court()) == agency_answer::associated &&
                                   x.facts.state == agency_state::active;
                  wrong += (act_for(x.made()) == agency_answer::acting) != fit;
              }),
              every_two);
    EXPECT_EQ(wrong, 0U);
}

TEST(Agency, OnlyThePrincipalAndTheCourtChangeIt) {
    const struct {
        agency_asker asker;
        bool may;
    } table[] = {
        {{actor::filer, true}, true},   {{actor::filer, false}, false},
        {{actor::court, false}, true},  {{actor::center, false}, false},
        {{actor::center, true}, false}, {{static_cast<actor>(9), true}, false},
    };
    for (const auto& row : table) {
        two x;
        x.facts.state = agency_state::active;
        EXPECT_EQ(associate(x.made(), row.asker) == agency_answer::associated, row.may);
        EXPECT_EQ(remove_agent(x.made(), row.asker) == agency_answer::removed, row.may);
        if (!row.may) {
            EXPECT_EQ(associate(x.made(), row.asker), agency_answer::not_authorized);
            EXPECT_EQ(remove_agent(x.made(), row.asker), agency_answer::not_authorized);
        }
    }
    EXPECT_EQ(associate(two().made(), agency_asker{}), agency_answer::not_authorized)
        << "who asks must be said";
}

TEST(Agency, ARemovedAgentCanBeTakenBackAndRemovedWhateverHasBecomeOfIt) {
    two x;
    EXPECT_EQ(remove_agent(x.made(), agency_asker::principal()), agency_answer::not_associated);
    EXPECT_EQ(act_for(x.made()), agency_answer::not_associated);
    x.facts.state = agency_state::active;
    EXPECT_EQ(act_for(x.made()), agency_answer::acting);
    EXPECT_EQ(remove_agent(x.made(), agency_asker::principal()), agency_answer::removed);
    x.facts.state = agency_state::inactive;
    EXPECT_EQ(act_for(x.made()), agency_answer::agency_ended);
    EXPECT_EQ(remove_agent(x.made(), agency_asker::principal()), agency_answer::removed) << "again, too";
    EXPECT_EQ(associate(x.made(), agency_asker::principal()), agency_answer::associated);
    x.agent.status = x.principal.status = account_status::terminated;
    x.has_agent = x.has_principal = x.facts.agent_linked = false;
    EXPECT_EQ(remove_agent(x.made(), agency_asker::court()), agency_answer::removed);
}

TEST(Agency, EveryObstacleHasItsAnswer) {
    const auto with = [](auto change) {
        two x;
        x.facts.state = agency_state::active;
        change(x);
        const agency_facts facts = x.made();
        return std::string(to_token(associate(facts, agency_asker::principal()))) + " " +
               std::string(to_token(act_for(facts)));
    };
    EXPECT_EQ(with([](two&) {}), "associated acting");
    EXPECT_EQ(with([](two& x) { x.facts.kind = court_kind::district; }),
              "agents-not-offered agents-not-offered");
    EXPECT_EQ(with([](two& x) { x.facts.principal_court = "wiwd"; }), "other-court other-court");
    EXPECT_EQ(with([](two& x) { x.facts.agent_court = x.facts.principal_court = court_id{}; }),
              "other-court other-court");
    EXPECT_EQ(with([](two& x) { x.agent.role = account_role::limited_filer; }), "not-an-agent not-an-agent");
    EXPECT_EQ(with([](two& x) { x.has_agent = false; }), "not-an-agent not-an-agent");
    EXPECT_EQ(with([](two& x) { x.principal.role = account_role::pro_se; }),
              "not-a-principal not-a-principal");
    EXPECT_EQ(with([](two& x) { x.principal.role = account_role::filing_agent; }),
              "not-a-principal not-a-principal");
    EXPECT_EQ(with([](two& x) { x.has_principal = false; }), "not-a-principal no-principal-chosen");
    EXPECT_EQ(with([](two& x) { x.facts.agent_linked = false; }), "agent-not-linked agent-not-linked");
    EXPECT_EQ(with([](two& x) { x.agent.status = account_status::suspended; }),
              "agent-not-in-good-standing agent-not-in-good-standing");
    EXPECT_EQ(with([](two& x) { x.principal.status = account_status::fee_locked; }),
              "principal-not-in-good-standing principal-not-in-good-standing");
}

TEST(Agency, AStrangersStandingIsNotTold) {
    two x;
    x.principal.status = account_status::suspended;
    EXPECT_EQ(act_for(x.made()), agency_answer::not_associated);
    x.facts.state = agency_state::inactive;
    EXPECT_EQ(act_for(x.made()), agency_answer::agency_ended);
}

}  // namespace
