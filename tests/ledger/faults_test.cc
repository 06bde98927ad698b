// A failure before and after every call of the database. The ledger is then as before the operation
// or as after it, no confirmed change is lost, and the audit trail is whole.
#include <gtest/gtest.h>

#include <filesystem>

#include "ledger/support/failing_database.hpp"

#include <ecflink/tables/rows.hpp>
#include <ecflink/verify/verify.hpp>
#include "ledger/support/sample_ledger.hpp"

namespace {

using namespace ecflink;
using namespace support;

/// The answer to an operation.
enum class told { done, failed, unknown };

template <class T>
told told_by(const ledger_result<T>& answer) {
    return answer                                                      ? told::done
           : answer.error().trouble == ledger_trouble::unknown_outcome ? told::unknown
                                                                       : told::failed;
}

/// One case, with its own accounts and persons in a ledger that all cases share.
struct trial {
    ledger& l;
    std::string number;
    begin_outcome proposal{};  ///< where the operation needs one
    std::uint64_t registration = 0;
    std::uint64_t link = 0;

    [[nodiscard]] central_id person() const { return central_id::make("p" + number).value(); }
    [[nodiscard]] login account() const { return login::make("l" + number).value(); }
    [[nodiscard]] login agent() const { return login::make("g" + number).value(); }
    [[nodiscard]] signed_on who() const {
        return {person(), {proof_class::password_mfa, after_go_live}, session_of(test_session)};
    }
    [[nodiscard]] confirmation_request confirm() const {
        return sample_ledger::confirm(proposal, person().view());
    }
    [[nodiscard]] ledger_tables link_rows() const {
        link_row row;
        row.court = "wiwd";
        row.login = account();
        row.central = person();
        row.row.linked_at = after_go_live;
        row.row.confirmed_at = after_go_live;
        row.evidence = {.central = {proof_class::password, after_go_live},
                        .account = {proof_class::password, after_go_live},
                        .account_court = "wiwd"};
        ledger_tables rows;
        rows.links = {row};
        return rows;
    }
    [[nodiscard]] ledger_tables records() const {
        ledger_tables rows;
        rows.central_accounts = {central_row(person().view())};
        rows.court_accounts = {account_row("wiwd", account().view()), account_row("wiwb", account().view()),
                               account_row("wiwb", agent().view(), "Ada Agent", account_role::filing_agent)};
        return rows;
    }
    [[nodiscard]] ledger_result<import_summary> import(ledger& into) const {
        return into.import_links(link_rows(), std::nullopt, clerk, after_go_live,
                                 [](const import_outcome&) {});
    }

    /// Everything that the ledger knows about this case, except the audit trail, as text.
    [[nodiscard]] std::string state() const {
        std::string text;
        const ledger_tables all = made(l.tables());
        for (const central_account_row& row : all.central_accounts) {
            text += row.id == person() ? "person " : "";
        }
        for (const court_account_row& row : all.court_accounts) {
            text += row.account.login == account() ? "account " + std::to_string(row.account.principals) + ' '
                                                   : "";
        }
        for (const link_row& row : all.links) {
            text += row.login == account() ? "link " + std::string(to_token(row.row.state)) + ' ' +
                                                 std::string(to_token(row.row.made_by)) + ' '
                                           : "";
        }
        for (const tombstone_row& row : all.tombstones) {
            text += row.login == account() ? "tombstone " : "";
        }
        for (const obligation_record& row : made(l.open_obligations(1'000'000))) {
            text += row.login == account() ? "owed-" + std::string(to_token(row.what.what)) + ' ' : "";
        }
        for (const held_link& row : made(l.held_links(std::nullopt, true))) {
            text += row.login == account() ? "held " + std::string(to_token(row.state)) + ' ' : "";
        }
        for (const registration_record& row : made(l.registrations(std::nullopt, person()))) {
            text += "registration " + std::string(to_token(row.state)) + ' ';
        }
        for (const agency_record& row : made(l.agencies("wiwb"))) {
            text += row.agent == agent() ? "agency " + std::string(to_token(row.state)) + ' ' : "";
        }
        if (!proposal.handle.empty()) {
            text += "handle " + std::string(to_token(made(l.outcome_of(proposal.handle)))) + ' ';
        }
        text += made(l.check_password({"wiwd", std::string(account().view())}, "canary")) ? "password " : "";
        return text;
    }
};

struct operation {
    const char* name;
    void (*prepare)(trial&);
    told (*run)(const trial&, ledger&);
};

void load_records(trial& t) { static_cast<void>(made(t.l.load(t.records(), clerk, after_go_live))); }
void propose(trial& t) {
    load_records(t);
    t.proposal = made(t.l.begin(t.who(), "wiwd", t.account(), right_password, after_go_live)).proposal;
}
void load_exempt(trial& t) {
    ledger_tables rows = t.records();
    rows.central_accounts[0].account.exempt = true;
    static_cast<void>(made(t.l.load(rows, clerk, after_go_live)));
}
void propose_held(trial& t) {
    load_exempt(t);
    t.proposal = made(t.l.begin(t.who(), "wiwd", t.account(), right_password, after_go_live)).proposal;
}
void approve_held(trial& t) {
    propose_held(t);
    static_cast<void>(made(t.l.approve_hold(t.proposal.held_as, clerk, after_go_live)));
}
void link(trial& t) {
    propose(t);
    t.link = made(t.l.commit(t.confirm(), after_go_live)).sequence;
}
void submit(trial& t) {
    load_records(t);
    t.registration =
        made(t.l.submit_registration({"wiwd", t.person(), request_type::admission, account_role::attorney},
                                     after_go_live))
            .id;
}

void route(trial& t) {
    submit(t);
    static_cast<void>(made(t.l.move_registration(t.registration, registration_move::route,
                                                 {actor::center, "psc", ""}, after_go_live)));
}
void link_agent(trial& t) {
    ledger_tables rows = t.records();
    rows.central_accounts[0].account.registration = registration_type::non_attorney_filer;
    static_cast<void>(made(t.l.load(rows, clerk, after_go_live)));
    const auto begun = made(t.l.begin(t.who(), "wiwb", t.agent(), right_password, after_go_live)).proposal;
    static_cast<void>(
        made(t.l.commit(sample_ledger::confirm(begun, t.person().view()), after_go_live)).made.value());
}

constexpr password_cost cheap{1, 8'192};

const operation operations[] = {
    {"load", [](trial&) {},
     [](const trial& t, ledger& l) {
         ledger_tables rows;  // of one table: each is written by itself
         rows.court_accounts = t.records().court_accounts;
         return told_by(l.load(rows, clerk, after_go_live));
     }},
    {"begin", load_records,
     [](const trial& t, ledger& l) {
         return told_by(l.begin(t.who(), "wiwd", t.account(), right_password, after_go_live));
     }},
    {"commit", propose,
     [](const trial& t, ledger& l) { return told_by(l.commit(t.confirm(), after_go_live)); }},
    {"propose-held", load_exempt,
     [](const trial& t, ledger& l) {
         return told_by(l.begin(t.who(), "wiwd", t.account(), right_password, after_go_live));
     }},
    {"approve-hold", propose_held,
     [](const trial& t, ledger& l) {
         return told_by(l.approve_hold(t.proposal.held_as, clerk, after_go_live));
     }},
    {"commit-approved", approve_held,
     [](const trial& t, ledger& l) { return told_by(l.commit(t.confirm(), after_go_live)); }},
    {"cancel", propose,
     [](const trial& t, ledger& l) { return told_by(l.cancel(t.confirm(), after_go_live)); }},
    {"unlink", link,
     [](const trial& t, ledger& l) {
         return told_by(l.unlink("wiwd", t.account(), t.person(), clerk, after_go_live));
     }},
    {"import", load_records, [](const trial& t, ledger& l) { return told_by(t.import(l)); }},
    {"discharge", link,
     [](const trial& t, ledger& l) {
         const met_obligation met[] = {{t.link, obligation::end_sessions},
                                       {t.link, obligation::refresh_menus}};
         return told_by(l.discharge(met, clerk, after_go_live));
     }},
    {"submit", load_records,
     [](const trial& t, ledger& l) {
         return told_by(l.submit_registration(
             {"wiwd", t.person(), request_type::admission, account_role::attorney}, after_go_live));
     }},
    {"route", submit,
     [](const trial& t, ledger& l) {
         return told_by(l.move_registration(t.registration, registration_move::route,
                                            {actor::center, "psc", ""}, after_go_live));
     }},
    {"approve", route,
     [](const trial& t, ledger& l) {
         return told_by(l.move_registration(t.registration, registration_move::approve, clerk, after_go_live,
                                            login::make("n" + t.number).value()));
     }},
    {"associate", link_agent,
     [](const trial& t, ledger& l) {
         return told_by(
             l.set_agency("wiwb", t.agent(), t.account(), agency_state::active, clerk, after_go_live));
     }},
    {"check-central-password", load_records,
     [](const trial& t, ledger& l) {
         return told_by(l.check_central_password(t.person(), "canary wrong", after_go_live));
     }},
    {"remove-agent", load_records,
     [](const trial& t, ledger& l) {
         return told_by(
             l.set_agency("wiwb", t.agent(), t.account(), agency_state::inactive, clerk, after_go_live));
     }},
    {"set-password", load_records,
     [](const trial& t, ledger& l) {
         return told_by(l.set_password({"wiwd", std::string(t.account().view())}, "canary", clerk,
                                       after_go_live, cheap));
     }},
    {"set-contacts", load_records,
     [](const trial& t, ledger& l) {
         const contact_row contacts[] = {{"wiwd", t.account(), "s***@example.org", false}};
         return told_by(l.set_contacts(contacts, clerk, after_go_live));
     }},
    {"adopt", load_records,
     [](const trial&, ledger& l) { return told_by(l.adopt_policies(clerk, after_go_live)); }},
    {"status", load_records, [](const trial&, ledger& l) { return told_by(l.status()); }},
};

class Faults : public testing::TestWithParam<operation> {};

TEST_P(Faults, AtEveryCallTheLedgerIsAsBeforeOrAsAfter) {
    const operation& op = GetParam();
    sample_ledger healthy;
    const auto plan = std::make_shared<failure_plan>();
    int number = 0;
    const auto next_trial = [&] { return trial{*healthy, std::to_string(++number)}; };

    // Once before, so that each court has its chain of events: the first event of one is signed.
    trial earlier = next_trial();
    op.prepare(earlier);
    ASSERT_EQ(op.run(earlier, *healthy), told::done);

    // Without a failure.
    trial first = next_trial();
    op.prepare(first);
    const std::string before = first.state();
    plan->never_fail();
    std::int64_t calls = 0;
    {
        ledger l =
            made(ledger::open(failing(healthy.where().connector(), plan), built_in_policies(), &test_keys()));
        plan->never_fail();
        ASSERT_EQ(op.run(first, l), told::done);
        calls = plan->calls();
    }
    const std::string after = first.state();
    ASSERT_GT(calls, 1);

    for (std::int64_t call = 1; call <= calls; ++call) {
        for (const moment when : {moment::before, moment::after}) {
            for (const ledger_trouble trouble :
                 {ledger_trouble::failed, ledger_trouble::full, ledger_trouble::unknown_outcome}) {
                if (when == moment::after && trouble != ledger_trouble::unknown_outcome) {
                    continue;  // after the call only the answer can be lost
                }
                SCOPED_TRACE(std::string(op.name) + ", call " + std::to_string(call) +
                             (when == moment::before ? ", before, " : ", after, ") +
                             std::to_string(static_cast<int>(trouble)));
                trial t = next_trial();
                op.prepare(t);
                ASSERT_EQ(t.state(), before);
                plan->never_fail();
                told answer = told::failed;
                {
                    ledger l = made(ledger::open(failing(healthy.where().connector(), plan),
                                                 built_in_policies(), &test_keys()));
                    plan->fail_at(call, trouble, when);
                    answer = op.run(t, l);
                    EXPECT_TRUE(plan->has_failed());
                }
                plan->never_fail();
                const std::string now = t.state();
                EXPECT_TRUE(now == before || now == after) << now;
                if (answer == told::done) {
                    EXPECT_EQ(now, after) << "what was confirmed is lost";
                }
                if (trouble == ledger_trouble::unknown_outcome) {
                    EXPECT_EQ(answer, told::done) << "a lost connection is taken up again";
                }
                if (answer == told::failed && before != after) {
                    EXPECT_EQ(now, before) << "it was told to have failed, and was done";
                }
            }
        }
    }
    expect_whole_trail(*healthy);
    const auto report = verify(built_in_policies(), healthy.tables(), after_go_live);
    EXPECT_EQ(report.value().all.verdicts[static_cast<std::size_t>(verdict::refuse)], 0U);
}

INSTANTIATE_TEST_SUITE_P(Ledger, Faults, testing::ValuesIn(operations), [](const auto& tested) {
    std::string name = tested.param.name;
    std::erase(name, '-');
    return name;
});

TEST(Fault, AtEveryCallTheFirstEventOfACourtIsSignedOrNotThere) {
    const auto plan = std::make_shared<failure_plan>();
    std::int64_t calls = 1;
    for (std::int64_t call = 0; call <= calls; ++call) {
        for (const ledger_trouble trouble : {ledger_trouble::full, ledger_trouble::unknown_outcome}) {
            SCOPED_TRACE("call " + std::to_string(call));
            sample_ledger l;
            ledger unlucky =
                made(ledger::open(failing(l.where().connector(), plan), built_in_policies(), &test_keys()));
            plan->fail_at(call, trouble, moment::before);  // 0: none
            const auto refused = unlucky.unlink("wiwd", "asample", "1000001", clerk, after_go_live);
            calls = call == 0 ? plan->calls() : calls;
            EXPECT_EQ(plan->has_failed(), call != 0);
            const ledger_status status = made(l->status());
            // with the court's first event comes a checkpoint of all chains, or neither comes
            EXPECT_EQ(status.heads.size(), refused ? 2U : 1U);
            EXPECT_EQ(status.last_checkpoint->said.heads == status.heads, refused.has_value());
            expect_whole_trail(*l);
        }
    }
    EXPECT_GT(calls, 8);
}

TEST(Fault, AConnectionThatIsGoneForGoodLeavesAnUnknownOutcomeThatTheHandleResolves) {
    sample_ledger l;
    const auto begun = l.begin();
    std::atomic<bool> is_down = false;
    // Every connection loses the answer to its commit, and no new connection can be made.
    const auto plan = std::make_shared<failure_plan>();
    const ledger_connector inner = failing(l.where().connector(), plan);
    plan->never_fail();
    const ledger_connector connector = [&, inner] {
        if (is_down) {
            throw database_error(ledger_trouble::unavailable, "the server is down");
        }
        return inner();
    };
    ledger unlucky = made(ledger::open(connector, built_in_policies(), &test_keys()));
    plan->never_fail();
    {
        sample_ledger rehearsal;
        const auto other = rehearsal.begin();
        ledger same = made(
            ledger::open(failing(rehearsal.where().connector(), plan), built_in_policies(), &test_keys()));
        plan->never_fail();
        ASSERT_TRUE(made(same.commit(sample_ledger::confirm(other.proposal), after_go_live)).made);
    }
    plan->fail_at(plan->calls(), ledger_trouble::unknown_outcome, moment::after);
    is_down = true;
    const auto answer = unlucky.commit(sample_ledger::confirm(begun.proposal), after_go_live);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().trouble, ledger_trouble::unknown_outcome) << answer.error().message;
    is_down = false;
    EXPECT_EQ(unlucky.outcome_of(begun.proposal.handle).value(), handle_outcome::committed);
    EXPECT_EQ(l.links(), "asample=1000001");
    const auto again = l.commit(sample_ledger::confirm(begun.proposal));
    EXPECT_EQ(again.problem, ceremony_problem::used);
    expect_whole_trail(*l);
}

TEST(Fault, ACheckThatThrowsCountsAsAnAttemptAndSaysNothing) {
    sample_ledger l;
    const account_check throws = [](const court_id&, const login&) -> proof_class {
        throw std::runtime_error("password canary hunter2 was wrong");
    };
    for (int i = 0; i < 5; ++i) {
        const auto answer = l->begin(l.who("1000001"), "wiwd", "asample", throws, after_go_live);
        ASSERT_FALSE(answer);
        EXPECT_EQ(answer.error().trouble, ledger_trouble::check_failed);
        EXPECT_EQ(answer.error().message.find("hunter2"), std::string::npos);
    }
    const auto refused = l.begin();
    EXPECT_EQ(refused.proposal.outward, outward_answer::not_now);
    EXPECT_TRUE(refused.proposal.decision.findings.contains(finding::attempts_exhausted));
    expect_whole_trail(*l);
}

TEST(Fault, WhileAnotherWritesOneIsToldThatItIsBusy) {
    sample_ledger l;
    const auto begun = l.begin();
    ledger hasty = made(ledger::open(l.where().connector({50'000}), built_in_policies(), &test_keys()));
    const auto holder = l.where().connector()();
    holder->begin_write();
    const auto answer = hasty.commit(sample_ledger::confirm(begun.proposal), after_go_live);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().trouble, ledger_trouble::busy) << answer.error().message;
    EXPECT_TRUE(hasty.status()) << "readers do not wait";
    holder->rollback();
    EXPECT_TRUE(made(hasty.commit(sample_ledger::confirm(begun.proposal), after_go_live)).made);
}

}  // namespace
