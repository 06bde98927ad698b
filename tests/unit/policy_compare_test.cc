// compare: the relation of two policies, held against what random cases show.
#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <random>
#include <vector>

#include <gtest/gtest.h>

#include <ecflink/core/assess.hpp>
#include <ecflink/policies/policy_set.hpp>
#include <ecflink/policies/policy_tools.hpp>

namespace {

using namespace ecflink;

constexpr instant go_live = make_instant(make_civil_day(2022, 4, 25), 5);

constexpr instant after(instant t, std::int64_t micros) { return {t.micros + micros}; }

court_policy plain_policy() {
    court_policy policy;
    policy.court = "wiwd";
    policy.rules.in_force = true;
    policy.rules.system = court_system::next_gen;
    policy.rules.go_live = go_live;
    policy.rules.mfa_from = make_instant(make_civil_day(2025, 12, 31), 5);
    return policy;
}

template <class Change>
court_policy changed(Change change) {
    court_policy policy = plain_policy();
    change(policy.rules);
    return policy;
}

void expect_true_witness(const comparison& answer, const court_policy& before, const court_policy& after_it) {
    EXPECT_EQ(answer.stricter_case.has_value(),
              answer.relation == strictness::stricter || answer.relation == strictness::incomparable);
    EXPECT_EQ(answer.looser_case.has_value(),
              answer.relation == strictness::looser || answer.relation == strictness::incomparable);
    for (const std::optional<witness>& found : {answer.stricter_case, answer.looser_case}) {
        if (found) {
            const findings approved = found->row ? found->row->approved : findings{};
            EXPECT_EQ(assess(before.rules, found->make_case(), found->now),
                      (assessment{found->before, found->because_before, approved}));
            EXPECT_EQ(assess(after_it.rules, found->make_case(), found->now),
                      (assessment{found->after, found->because_after, approved}));
        }
    }
    if (answer.stricter_case) {
        EXPECT_LT(answer.stricter_case->before, answer.stricter_case->after);
    }
    if (answer.looser_case) {
        EXPECT_GT(answer.looser_case->before, answer.looser_case->after);
    }
}

strictness relation(const court_policy& before, const court_policy& after_it) {
    const comparison answer = compare(before, after_it);
    expect_true_witness(answer, before, after_it);
    return answer.relation;
}

strictness mirrored(strictness value) {
    return value == strictness::stricter ? strictness::looser
           : value == strictness::looser ? strictness::stricter
                                         : value;
}

struct one_change {
    const char* about;
    std::function<void(link_policy&)> change;
    strictness expected;
};

const std::vector<one_change> changes = {
    {"nothing", [](link_policy&) {}, strictness::equal},
    {"a note becomes hold",
     [](link_policy& p) { p.dispositions.set(finding::name_differs, disposition::hold); },
     strictness::stricter},
    {"a hold becomes note",
     [](link_policy& p) { p.dispositions.set(finding::central_exempt, disposition::note); },
     strictness::looser},
    {"a note is ignored, which changes no verdict",
     [](link_policy& p) { p.dispositions.set(finding::name_differs, disposition::ignore); },
     strictness::equal},
    {"one up, one down",
     [](link_policy& p) {
         p.dispositions.set(finding::name_differs, disposition::hold);
         p.dispositions.set(finding::central_exempt, disposition::note);
     },
     strictness::incomparable},
    {"a finding that no case has is taken less seriously",
     [](link_policy& p) { p.dispositions.set(finding::court_needs_no_link, disposition::ignore); },
     strictness::equal},
    {"later go-live: fewer times, more accounts", [](link_policy& p) { p.go_live = after(go_live, 1); },
     strictness::incomparable},
    {"go-live unknown", [](link_policy& p) { p.go_live.reset(); }, strictness::incomparable},
    {"go-live unknown, which is refused",
     [](link_policy& p) {
         p.go_live.reset(), p.dispositions.set(finding::court_go_live_unknown, disposition::refuse);
     },
     strictness::stricter},
    {"an outage before go-live adds nothing",
     [](link_policy& p) { p.outages.push_back({after(go_live, -10), go_live}); }, strictness::equal},
    {"an outage past go-live",
     [](link_policy& p) { p.outages.push_back({after(go_live, -10), after(go_live, 1)}); },
     strictness::stricter},
    {"an outage past go-live that stops no filing",
     [](link_policy& p) {
         p.outages.push_back(
             {after(go_live, -10), after(go_live, 1), {outage_effect::viewing, outage_effect::registration}});
     },
     strictness::equal},
    {"live by the same time, and nobody knows since when",
     [](link_policy& p) { p.go_live.reset(), p.go_live_by = go_live; }, strictness::looser},
    {"not live before, and live by the same time",
     [](link_policy& p) {
         p.go_live.reset(), p.go_live_not_before = after(go_live, -10), p.go_live_by = go_live;
     },
     strictness::looser},
    {"bounds that are the go-live",
     [](link_policy& p) { p.go_live.reset(), p.go_live_not_before = p.go_live_by = go_live; },
     strictness::equal},
    {"live by a later time",
     [](link_policy& p) {
         p.go_live.reset(), p.go_live_not_before = go_live, p.go_live_by = after(go_live, 1);
     },
     strictness::incomparable},
    {"linking closes", [](link_policy& p) { p.link_closes = make_instant(make_civil_day(2030, 1, 1)); },
     strictness::stricter},
    {"a successor", [](link_policy& p) { p.system = court_system::successor; }, strictness::stricter},
    {"fewer roles", [](link_policy& p) { p.roles = token_set<account_role>::all(), p.roles->bits &= ~2U; },
     strictness::stricter},
    {"every role by name: a missing role is malformed anyhow",
     [](link_policy& p) { p.roles = token_set<account_role>::all(); }, strictness::equal},
    {"registrations", [](link_policy& p) { p.roles_with_registrations.insert(account_role::trustee); },
     strictness::stricter},
    {"registrations of a role that cannot link",
     [](link_policy& p) {
         p.roles = token_set<account_role>{}.insert(account_role::attorney);
         p.roles_with_registrations.insert(account_role::trustee);
     },
     strictness::stricter},
    {"one step", [](link_policy& p) { p.confirm = confirmation::one_step; }, strictness::looser},
    {"two accounts", [](link_policy& p) { p.accounts_per_central = 2; }, strictness::looser},
    {"any number of accounts", [](link_policy& p) { p.accounts_per_central = 0; }, strictness::looser},
    {"any number of central accounts", [](link_policy& p) { p.centrals_per_account = 0; },
     strictness::looser},
    {"roles count apart", [](link_policy& p) { p.count_per = counting::court_and_role; }, strictness::looser},
    {"a forbidden character", [](link_policy& p) { p.login_forbid.insert('&'); }, strictness::stricter},
    {"lower case", [](link_policy& p) { p.login_case = login_case::lower; }, strictness::stricter},
    {"a roster", [](link_policy& p) { p.roster = true; }, strictness::stricter},
    {"earlier legacy cut-off", [](link_policy& p) { p.legacy_cutoff.days -= 1; }, strictness::looser},
    {"a second factor never", [](link_policy& p) { p.mfa_from.reset(); }, strictness::looser},
    {"a second factor a microsecond earlier", [](link_policy& p) { p.mfa_from->micros -= 1; },
     strictness::stricter},
    {"one more proof", [](link_policy& p) { p.central_proof.accept.insert(proof_class::staff_verified); },
     strictness::looser},
    {"no proofs", [](link_policy& p) { p.account_proof.accept = {}; }, strictness::stricter},
    {"a proof may be a microsecond older", [](link_policy& p) { p.account_proof.max_age.micros += 1; },
     strictness::looser},
    {"a proof must be a microsecond younger", [](link_policy& p) { p.central_proof.max_age.micros -= 1; },
     strictness::stricter},
    {"proofs waived for one more", [](link_policy& p) { p.proof_waived_for.insert(link_maker::import); },
     strictness::looser},
    {"proofs waived for another",
     [](link_policy& p) { p.proof_waived_for = token_set<link_maker>{}.insert(link_maker::import); },
     strictness::incomparable},
    {"one attempt more", [](link_policy& p) { p.attempt_limit += 1; }, strictness::looser},
    {"any number of attempts", [](link_policy& p) { p.attempt_limit = 0; }, strictness::looser},
    {"names byte for byte, and noted alone", [](link_policy& p) { p.compare_names = name_rule::exact; },
     strictness::equal},
    {"another threshold, where both are noted", [](link_policy& p) { p.similar_from = 0.5; },
     strictness::equal},
    {"what no rule looks at",
     [](link_policy& p) {
         p.handle_lifetime = {}, p.attempt_window = {}, p.unlink_by = {},
         p.second = second_registration::allow, p.second_if = second_condition::credentials_lost,
         p.second_account = second_account::filing_agent;
     },
     strictness::equal},
    {"no policy in force", [](link_policy& p) { p.in_force = false; }, strictness::stricter},
};

TEST(PolicyCompare, TellsWhatEachChangeDoes) {
    for (const one_change& each : changes) {
        const court_policy other = changed(each.change);
        EXPECT_EQ(relation(plain_policy(), other), each.expected) << each.about;
        EXPECT_EQ(relation(other, plain_policy()), mirrored(each.expected))
            << each.about << ", the other way round";
    }
}

TEST(PolicyCompare, TellsThresholdsApartWhereNamesCount) {
    const auto with_threshold = [](double similar_from) {
        return changed([similar_from](link_policy& p) {
            p.similar_from = similar_from;
            p.dispositions.set(finding::name_differs, disposition::refuse);
        });
    };
    EXPECT_EQ(relation(with_threshold(0.85), with_threshold(0.9)), strictness::stricter);
    EXPECT_EQ(relation(with_threshold(0.85), with_threshold(0.8501)), strictness::stricter);
    // 0.85 itself, 17 code points of 20, lies between
    EXPECT_EQ(relation(with_threshold(0.85), with_threshold(0.85 + 1e-12)), strictness::stricter);
    // no two names lie between
    EXPECT_EQ(relation(with_threshold(0.85 + 1e-12), with_threshold(0.85 + 2e-12)), strictness::equal);
    const auto exact = changed([](link_policy& p) {
        p.compare_names = name_rule::exact;
        p.dispositions.set(finding::name_similar, disposition::hold);
    });
    EXPECT_EQ(relation(changed([](link_policy& p) {
                           p.dispositions.set(finding::name_similar, disposition::hold);
                       }),
                       exact),
              strictness::stricter);
}

/// Where nearly every case is refused by both policies, the one kind of case that is not must be
/// found.
TEST(PolicyCompare, LooksWhereAloneTheDifferenceShows) {
    struct hidden_difference {
        const char* where;
        std::function<void(link_policy&)> both;
        std::function<void(link_policy&)> one;
    };
    const auto ask_for_roster = [](link_policy& p) { p.roster = true; };
    const std::vector<hidden_difference> differences = {
        {"between the ends of two outages",
         [](link_policy& p) { p.outages.push_back({after(go_live, 10), after(go_live, 20)}); },
         [](link_policy& p) { p.outages.push_back({after(go_live, 10), after(go_live, 30)}); }},
        {"between the bounds of a go-live",
         [](link_policy& p) {
             p.go_live.reset(), p.go_live_not_before = go_live, p.go_live_by = after(go_live, 20);
             p.link_closes = after(go_live, 20);
         },
         ask_for_roster},
        {"old links, verified after linking has closed",
         [](link_policy& p) {
             p.link_closes = make_instant(make_civil_day(2024, 1, 1));
             p.mfa_from.reset();
         },
         [](link_policy& p) { p.mfa_from = make_instant(make_civil_day(2026, 1, 1)); }},
        {"links without a readable time",
         [](link_policy& p) {
             p.dispositions.set(finding::record_malformed, disposition::ignore);
             p.link_closes = p.go_live;
         },
         ask_for_roster},
        {"accounts that are not known",
         [](link_policy& p) {
             p.dispositions.set(finding::account_unknown, disposition::note);
             p.roles = token_set<account_role>{};
         },
         ask_for_roster},
        {"central accounts that are ambiguous",
         [](link_policy& p) {
             p.dispositions.set(finding::record_ambiguous, disposition::note);
             p.legacy_cutoff = make_civil_day(9999, 1, 1);
             for (const finding each : findings_of(finding_group::central)) {
                 p.dispositions.set(each, disposition::refuse);
             }
         },
         ask_for_roster},
    };
    for (const hidden_difference& each : differences) {
        const court_policy before = changed(each.both);
        court_policy stricter = before;
        each.one(stricter.rules);
        EXPECT_EQ(relation(before, stricter), strictness::stricter) << each.where;
        EXPECT_EQ(relation(stricter, before), strictness::looser) << each.where;
    }
}

TEST(PolicyCompare, NamesTheFindingsThatChange) {
    const comparison answer = compare(plain_policy(), changed([](link_policy& p) {
                                          p.dispositions.set(finding::name_differs, disposition::ignore);
                                          p.roster = true;
                                      }));
    EXPECT_EQ(answer.stricter_findings, findings(finding::not_preauthorized));
    EXPECT_EQ(answer.looser_findings, findings(finding::name_differs));
    EXPECT_EQ(answer.relation, strictness::stricter);  // a note decides nothing
}

// ---- random policies and cases ------------------------------------------------------------------

/// Numbers that are the same with every standard library.
class dice {
public:
    explicit dice(std::uint64_t seed) : engine_(seed) {}
    std::uint64_t below(std::uint64_t n) { return engine_() % n; }
    bool one_in(std::uint64_t n) { return below(n) == 0; }
    template <class T>
    T any_of(const std::vector<T>& values) {
        return values[below(values.size())];
    }
    template <class E>
    E token() {
        return static_cast<E>(tokens<E>()[below(tokens<E>().size())].number);
    }
    template <class E>
    E token_or_missing() {
        return one_in(6) ? E::missing : token<E>();
    }
    template <class E>
    token_set<E> tokens_of() {
        token_set<E> set;
        for (const token_entry& entry : tokens<E>()) {
            if (!one_in(3)) {
                set.insert(static_cast<E>(entry.number));
            }
        }
        return set;
    }

private:
    std::mt19937_64 engine_;
};

/// A few instants, so that policies and cases meet at them.
instant some_instant(dice& d) {
    return after(make_instant(make_civil_day(2025, 1, static_cast<std::int32_t>(1 + d.below(6)))),
                 static_cast<std::int64_t>(d.below(3)) - 1);
}
std::optional<instant> maybe_instant(dice& d) {
    return d.one_in(3) ? std::nullopt : std::optional{some_instant(d)};
}

void change_one_rule(link_policy& p, dice& d) {
    switch (d.below(24)) {
        case 0:
            p.go_live = maybe_instant(d);
            p.go_live_not_before = p.go_live ? std::nullopt : maybe_instant(d);
            p.go_live_by = p.go_live ? std::nullopt : maybe_instant(d);
            if (p.go_live_by && p.go_live_not_before) {
                p.go_live_by = std::max(*p.go_live_by, *p.go_live_not_before);
            }
            break;
        case 1: p.link_closes = maybe_instant(d); break;
        case 2:
            p.outages.push_back(
                {some_instant(d), after(some_instant(d), 86'400'000'000), d.tokens_of<outage_effect>()});
            break;
        case 3: p.system = d.token<court_system>(); break;
        case 4: p.roles = d.one_in(3) ? std::nullopt : std::optional{d.tokens_of<account_role>()}; break;
        case 5: {
            const auto role = d.token<account_role>();
            p.roles_with_registrations.insert(role);
            p.registrations[static_cast<std::size_t>(role)] = d.tokens_of<registration_type>();
            break;
        }
        case 6: p.confirm = d.token<confirmation>(); break;
        case 7: p.accounts_per_central = static_cast<std::uint32_t>(d.below(4)); break;
        case 8: p.centrals_per_account = static_cast<std::uint32_t>(d.below(4)); break;
        case 9: p.count_per = d.token<counting>(); break;
        case 10: p.login_forbid.insert(d.any_of<char32_t>({U'&', U'@', U'A', U'z', U'\u00E9'})); break;
        case 11: p.login_case = d.token<login_case>(); break;
        case 12: p.roster = d.one_in(2); break;
        case 13: p.legacy_cutoff.days += static_cast<std::int32_t>(d.below(3)) - 1; break;
        case 14: p.mfa_from = maybe_instant(d); break;
        case 15: p.central_proof.accept = d.tokens_of<proof_class>(); break;
        case 16: p.account_proof.accept = d.tokens_of<proof_class>(); break;
        case 17: p.central_proof.max_age.micros = static_cast<std::int64_t>(d.below(3)); break;
        case 18: p.account_proof.max_age.micros = static_cast<std::int64_t>(d.below(3)); break;
        case 19: p.proof_waived_for = d.tokens_of<link_maker>(); break;
        case 20: p.attempt_limit = static_cast<std::uint32_t>(d.below(4)); break;
        case 21: p.compare_names = d.token<name_rule>(); break;
        case 22: p.similar_from = static_cast<double>(d.below(5)) / 4; break;
        default: break;
    }
    p.dispositions.set(catalogue()[d.below(catalogue().size())].id, d.token<disposition>());
}

court_policy random_policy(dice& d, const court_policy& start, std::uint64_t most_changes) {
    court_policy policy = start;
    for (std::uint64_t i = d.below(most_changes + 1); i > 0; --i) {
        change_one_rule(policy.rules, d);
    }
    return policy;
}

/// Any case that can exist: two equal names are similar, and accounts of a role are among those of
/// the court. What is seldom wrong in life is seldom wrong here, since a case with many faults
/// tells policies apart less often.
witness random_case(dice& d) {
    const auto seldom = [&d](auto usual, auto other) { return d.one_in(8) ? other : usual; };
    witness w;
    w.now = some_instant(d);
    w.facts.court = "wiwd";
    if (!d.one_in(12)) {
        w.central.emplace();
        w.central->usage = seldom(central_usage::individual, d.token_or_missing<central_usage>());
        w.central->status = seldom(central_status::active, d.token_or_missing<central_status>());
        w.central->generation = d.token_or_missing<central_generation>();
        w.central->search_status = d.token_or_missing<search_status>();
        w.central->mfa = d.token_or_missing<mfa_state>();
        w.central->registration = d.token_or_missing<registration_type>();
        w.central->pending_change = seldom(pending_change::none, d.token_or_missing<pending_change>());
        w.central->exempt = d.one_in(8);
        w.central->created = d.one_in(3)
                                 ? std::nullopt
                                 : std::optional{civil_day{make_civil_day(2014, 8, 11).days +
                                                           static_cast<std::int32_t>(d.below(9)) - 4}};
    } else {
        w.facts.central_ambiguous = d.one_in(2);
    }
    if (!d.one_in(12)) {
        w.account.emplace();
        w.account->login = d.any_of<login>({"filer", "a&b", "x@y", "Ann", "zoe", "A&@", "\xC3\xA9", login{}});
        w.account->role = d.token_or_missing<account_role>();
        w.account->status = seldom(account_status::active, d.token_or_missing<account_status>());
        w.account->pending_change = seldom(pending_change::none, d.token_or_missing<pending_change>());
        w.account->link_locked = d.one_in(10);
        w.account->principals = static_cast<std::uint32_t>(d.below(2));
        w.account->opened = maybe_instant(d);
    } else {
        w.facts.account_ambiguous = d.one_in(2);
    }
    std::optional<instant> t = w.now;
    if (d.one_in(2)) {
        w.row = ledger_row{seldom(std::optional{some_instant(d)}, std::optional<instant>{}),
                           seldom(link_state::active, link_state::removed), d.token_or_missing<link_maker>(),
                           std::nullopt};
        t = w.row->linked_at;
        w.row->confirmed_at = t && !d.one_in(4)
                                  ? std::optional{after(*t, static_cast<std::int64_t>(d.below(3)) - 1)}
                                  : maybe_instant(d);
        w.facts.central_created_start = maybe_instant(d);
        for (const finding_info& info : catalogue()) {
            if (info.id != finding::record_malformed && d.one_in(8)) {
                w.row->approved.insert(info.id);
            }
        }
    }
    w.facts.malformed = d.one_in(16);
    for (proof* each : {&w.facts.evidence.central, &w.facts.evidence.account}) {
        each->proof_class = d.token_or_missing<proof_class>();
        each->at = d.one_in(8)
                       ? std::nullopt
                       : std::optional{after(t.value_or(w.now), 1 - static_cast<std::int64_t>(d.below(5)))};
    }
    w.facts.evidence.account_court = seldom(court_id("wiwd"), d.any_of<court_id>({court_id{}, "wiwb"}));
    w.facts.evidence.failed_attempts = static_cast<std::uint32_t>(d.below(4));
    w.facts.evidence.on_roster = d.one_in(2);
    name_comparison& names = w.facts.names;
    names.central_present = !d.one_in(10);
    names.account_present = !d.one_in(10);
    names.equal_normalized = d.one_in(2);
    names.equal_exact = names.equal_normalized && d.one_in(2);
    names.total = static_cast<std::uint32_t>(2 + d.below(60));
    names.common = names.equal_normalized ? (names.total += names.total % 2) / 2
                                          : static_cast<std::uint32_t>(d.below(names.total / 2 + 1));
    w.facts.others.already_linked = d.one_in(10);
    w.facts.others.other_centrals_of_account = static_cast<std::uint32_t>(d.below(4));
    w.facts.others.other_accounts_in_court = static_cast<std::uint32_t>(d.below(4));
    w.facts.others.other_accounts_in_court_and_role =
        static_cast<std::uint32_t>(d.below(w.facts.others.other_accounts_in_court + 1));
    w.facts.others.tombstoned_at = d.one_in(6) ? std::optional{some_instant(d)} : std::nullopt;
    w.facts.others.lifted_at = d.one_in(2) ? std::optional{some_instant(d)} : std::nullopt;
    return w;
}

TEST(PolicyCompare, NoCaseContradictsTheRelation) {
    std::array<int, 5> relations{};
    std::array<std::uint64_t, 3> seen{};
    for (std::uint64_t seed = 1; seed <= 150; ++seed) {
        dice d(seed);
        court_policy before = random_policy(d, plain_policy(), 12);
        if (d.one_in(2)) {  // a policy that lets more cases through shows more differences
            before.rules.dispositions.refuse =
                before.rules.dispositions.refuse & findings(0xF0F0F0F0F0F0F0F0);
        }
        const court_policy next = random_policy(d, before, 3);
        const comparison answer = compare(before, next);
        expect_true_witness(answer, before, next);
        EXPECT_EQ(compare(next, before).relation, mirrored(answer.relation)) << "seed " << seed;
        ++relations[static_cast<std::size_t>(answer.relation)];
        for (int i = 0; i < 4'000; ++i) {
            const witness w = random_case(d);
            const assessment a = assess(before.rules, w.make_case(), w.now);
            const assessment b = assess(next.rules, w.make_case(), w.now);
            ++seen[a.verdict < b.verdict ? 2 : a.verdict > b.verdict ? 0 : 1];
            ASSERT_TRUE(a.verdict >= b.verdict || answer.stricter_case) << "seed " << seed << ", case " << i;
            ASSERT_TRUE(a.verdict <= b.verdict || answer.looser_case) << "seed " << seed << ", case " << i;
            // A finding that one policy alone has, or takes more seriously, is among those that are
            // named.
            for (const finding_info& info : catalogue()) {
                const auto weight = [&info](const link_policy& policy, findings found) {
                    return found.contains(info.id) ? policy.dispositions.of(info.id) : disposition::ignore;
                };
                const disposition by_first = weight(before.rules, a.findings);
                const disposition by_second = weight(next.rules, b.findings);
                ASSERT_TRUE(by_first >= by_second || answer.stricter_findings.contains(info.id))
                    << "seed " << seed << ", " << info.token;
                ASSERT_TRUE(by_first <= by_second || answer.looser_findings.contains(info.id))
                    << "seed " << seed << ", " << info.token;
            }
        }
    }
    for (const strictness each :
         {strictness::equal, strictness::stricter, strictness::looser, strictness::incomparable}) {
        EXPECT_GT(relations[static_cast<std::size_t>(each)], 5) << to_token(each);
    }
    EXPECT_GT(seen[0], 1'000U);
    EXPECT_GT(seen[2], 1'000U);
}

// Filing agents raise two findings that always come together, and each policy holds one of them.
// Only an approval of the first policy's finding, which the second does not know, tells them apart
// in both directions.
TEST(PolicyCompare, SeesWhatAnApprovalLeaves) {
    const auto with = [](finding held, finding ignored) {
        return changed([=](link_policy& p) {
            token_set<account_role> all_but_agents;
            for (const token_entry& one : tokens<account_role>()) {
                if (const auto role = static_cast<account_role>(one.number);
                    role != account_role::filing_agent) {
                    all_but_agents.insert(role);
                }
            }
            p.roles = all_but_agents;
            p.roles_with_registrations.insert(account_role::filing_agent);
            p.dispositions.set(held, disposition::hold);
            p.dispositions.set(ignored, disposition::ignore);
        });
    };
    const court_policy first = with(finding::role_not_linkable, finding::kind_role_mismatch);
    const court_policy second = with(finding::kind_role_mismatch, finding::role_not_linkable);
    const comparison answer = compare(first, second);
    expect_true_witness(answer, first, second);
    EXPECT_EQ(answer.relation, strictness::incomparable);
    ASSERT_TRUE(answer.looser_case && answer.looser_case->row);
    EXPECT_EQ(answer.looser_case->row->approved, findings{finding::kind_role_mismatch});
}

TEST(PolicyCompare, TakesTheLongestPolicies) {
    const auto with_outages = [](std::int32_t month) {
        return changed([month](link_policy& p) {
            for (std::int32_t day = 1; day <= static_cast<std::int32_t>(max_outages); ++day) {
                p.outages.push_back({make_instant(make_civil_day(2021, month, day)),
                                     make_instant(make_civil_day(2021, month, day), 6)});
            }
        });
    };
    // all of them before go-live
    EXPECT_EQ(relation(with_outages(1), with_outages(2)), strictness::equal);
}

}  // namespace
