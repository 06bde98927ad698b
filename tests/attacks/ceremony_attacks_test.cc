// Attacks between the proof of two accounts and their link: those whose tests need no store.
// docs/attacks.md has the list; the others are in tests/ledger/attacks_test.cc.
#include <gtest/gtest.h>

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <ecflink/decide/import.hpp>
#include <ecflink/decide/unlink.hpp>
#include <ecflink/ledger/confirm_page.hpp>
#include <ecflink/ledger/handle.hpp>
#include <ecflink/policies/policy_set.hpp>

namespace {

using namespace ecflink;

constexpr instant now = make_instant(make_civil_day(2026, 3, 2), 15);
constexpr instant later(std::int64_t micros) { return {now.micros + micros}; }
constexpr duration minute{60 * micros_per_second};

nonce number(std::uint8_t given) {
    nonce made;
    made.bytes.fill(given);
    return made;
}

/// Two proven accounts that can be linked.
struct two_accounts {
    link_policy policy;
    central_account central;
    court_account account;
    link_case facts;

    two_accounts() {
        policy.in_force = true;
        policy.system = court_system::next_gen;
        policy.go_live = make_instant(make_civil_day(2022, 4, 25), 13);
        central.usage = central_usage::individual;
        central.status = central_status::active;
        central.generation = central_generation::upgraded;
        central.mfa = mfa_state::enrolled;
        account.login = "jdoe";
        account.role = account_role::attorney;
        account.status = account_status::active;
        facts.court = "wiwd";
        facts.names = {true, true, true, true, 10, 20};
        facts.evidence.central = {proof_class::password_mfa, now};
        facts.evidence.account = {proof_class::password, now};
        facts.evidence.account_court = "wiwd";
    }
    [[nodiscard]] link_case read() const {
        link_case read = facts;
        read.central = &central;
        read.account = &account;
        return read;
    }
    [[nodiscard]] begin_request asks() const {
        begin_request asked;
        asked.facts = read();
        asked.login = "jdoe";
        asked.central = "1234567";
        asked.account_revision = 3;
        asked.central_revision = 4;
        asked.policy = digest_of("policy");
        asked.session = digest_of("session");
        asked.shown = digest_of("page");
        asked.once = number(7);
        asked.epoch = 10;
        return asked;
    }
    [[nodiscard]] handle_claims propose() const { return begin(policy, asks(), now).claims.value(); }
    /// The confirmation of a proposal, when nothing has changed.
    [[nodiscard]] commit_request confirms(const handle_claims& claims) const {
        commit_request asked;
        asked.claims = claims;
        asked.facts = read();
        asked.login = "jdoe";
        asked.central = "1234567";
        asked.account_revision = 3;
        asked.central_revision = 4;
        asked.policy = digest_of("policy");
        asked.session = digest_of("session");
        asked.confirmed = digest_of("page");
        asked.shown = digest_of("page");
        return asked;
    }
    [[nodiscard]] commit_request confirms() const { return confirms(propose()); }
};

/// Expects a refusal for this problem, which the public answer does not tell.
void expect_problem(const two_accounts& x, const commit_request& asked, ceremony_problem why,
                    instant at = now) {
    const commit_answer answer = commit(x.policy, asked, at);
    ASSERT_TRUE(answer.problem) << "no problem where there should be " << to_token(why);
    EXPECT_EQ(to_token(*answer.problem), to_token(why));
    EXPECT_FALSE(answer.made);
    EXPECT_EQ(answer.outward(x.policy), outward_answer::cannot_link);
}

bool links(const two_accounts& x, const commit_request& asked, instant at = now) {
    return commit(x.policy, asked, at).made.has_value();
}

const key_ring& our_keys() {
    static const key_ring keys = std::move(key_ring::parse(key_ring::generate_line()).value());
    return keys;
}

constexpr std::string_view our_ledger = "0123456789abcdef0123456789abcdef";

bool opens(std::string_view handle, const key_ring& keys = our_keys(),
           std::string_view ledger_id = our_ledger) {
    const auto read = open(handle, keys, ledger_id);
    if (!read) {
        EXPECT_EQ(to_token(read.error()), to_token(ceremony_problem::not_authentic))
            << "all that is no handle is refused alike";
    }
    return read.has_value();
}

/// One field of the claims, changed to something else that is well-formed.
struct field_change {
    std::string_view field;
    std::function<void(handle_claims&)> change;
};
const field_change every_field[] = {
    {"purpose", [](handle_claims& c) { c.purpose = handle_purpose::unlink; }},
    {"court", [](handle_claims& c) { c.court = "wiwb"; }},
    {"account", [](handle_claims& c) { c.login = "jdoe2"; }},
    {"central", [](handle_claims& c) { c.central = "1234568"; }},
    {"role", [](handle_claims& c) { c.role = account_role::trustee; }},
    {"account revision", [](handle_claims& c) { ++c.account_revision; }},
    {"central revision", [](handle_claims& c) { ++c.central_revision; }},
    {"policy", [](handle_claims& c) { c.policy.bytes[31] ^= 1; }},
    {"session", [](handle_claims& c) { c.session.bytes[31] ^= 1; }},
    {"shown", [](handle_claims& c) { c.shown.bytes[31] ^= 1; }},
    {"class of the central proof",
     [](handle_claims& c) { c.central_proof.proof_class = proof_class::staff_verified; }},
    {"time of the central proof", [](handle_claims& c) { ++c.central_proof.at->micros; }},
    {"class of the account's proof",
     [](handle_claims& c) { c.account_proof.proof_class = proof_class::staff_verified; }},
    {"time of the account's proof", [](handle_claims& c) { ++c.account_proof.at->micros; }},
    {"court of the account's proof", [](handle_claims& c) { c.proof_court = "wiwb"; }},
    {"issued", [](handle_claims& c) { ++c.issued.micros; }},
    {"expires", [](handle_claims& c) { ++c.expires.micros; }},
    {"nonce", [](handle_claims& c) { c.once.bytes[15] ^= 1; }},
    {"epoch", [](handle_claims& c) { ++c.epoch; }},
};

TEST(Attack, A2_ALinkOwesTheEndOfSessionsThatBeganBeforeIt) {
    two_accounts x;
    const commit_answer answer = commit(x.policy, x.confirms(), later(1));
    ASSERT_TRUE(answer.made);
    bool is_owed = false;
    for (const owed& one : answer.owes.all()) {
        is_owed = is_owed || one == owed{obligation::end_sessions, later(1)};
    }
    EXPECT_TRUE(is_owed) << "as of the instant of the link";
    x.policy.retire = credential_retirement::never;
    EXPECT_TRUE(commit(x.policy, x.confirms(), later(1)).owes.contains(obligation::end_sessions))
        << "whatever becomes of the password";
}

TEST(Attack, A3_WhatNobodyHasProvenIsShownAndNotCarriedOver) {
    const two_accounts x;
    const auto policies = policy_set::load();
    const court_policy& policy = policies.value().find("wiwd");
    const auto page_with = [&](const account_surroundings& around) {
        return make_confirm_page(policy, "wiwd", "Jane Doe", x.account, "Jane Doe", "1234567", around);
    };
    const auto digest_with = [&](const account_surroundings& around) {
        return digest_of(page_with(around), "wiwd", "jdoe", "1234567");
    };
    const confirm_page page = page_with({{"x***@example.org"}, {"agent7"}});
    EXPECT_EQ(page.contacts_not_carried, std::vector<std::string>{"x***@example.org"});
    EXPECT_EQ(page.agents_not_carried, std::vector<std::string>{"a***7"});
    EXPECT_NE(digest_with({}), digest_with({{"x***@example.org"}, {}}))
        << "an address that comes later was not confirmed";
    EXPECT_NE(digest_with({}), digest_with({{}, {"agent7"}}));
}

TEST(Attack, A6_KeysAreIdsAndNeverNames) {
    two_accounts x;
    const handle_claims claims = x.propose();
    x.facts.names = {true, true, false, false, 0, 20};  // a name that the person can change
    EXPECT_TRUE(links(x, x.confirms(claims))) << "the same ids are the same accounts";
    x.facts.names = {true, true, true, true, 10, 20};
    commit_request asked = x.confirms(claims);
    asked.central = "1234568";
    expect_problem(x, asked, ceremony_problem::central_mismatch);
}

TEST(Attack, A9_AHandleIsUsedOnce) {
    const two_accounts x;
    commit_request asked = x.confirms();
    EXPECT_TRUE(links(x, asked));
    asked.used = true;
    expect_problem(x, asked, ceremony_problem::used);
    EXPECT_EQ(cancel(asked.claims, "1234567", asked.session, true, now), ceremony_problem::used);
}

// Each field of the handle against the present: a mismatch refuses the link by a problem of its
// own.
TEST(Attack, A10_EveryFieldOfTheHandleIsHeldAgainstWhatIsThereNow) {
    const struct {
        std::string_view field;
        ceremony_problem problem;
    } problems[] = {
        {"purpose", ceremony_problem::purpose_mismatch},
        {"court", ceremony_problem::court_mismatch},
        {"account", ceremony_problem::account_mismatch},
        {"central", ceremony_problem::central_mismatch},
        {"role", ceremony_problem::role_changed},
        {"account revision", ceremony_problem::account_changed},
        {"central revision", ceremony_problem::central_changed},
        {"policy", ceremony_problem::policy_changed},
        {"session", ceremony_problem::session_mismatch},
        {"shown", ceremony_problem::confirm_mismatch},
    };
    const two_accounts x;
    for (const auto& row : problems) {
        SCOPED_TRACE(row.field);
        commit_request asked = x.confirms();
        for (const field_change& one : every_field) {
            if (one.field == row.field) {
                one.change(asked.claims);
            }
        }
        EXPECT_NE(asked.claims, x.propose());
        expect_problem(x, asked, row.problem);
    }

    const struct {
        std::string_view what;
        std::function<void(commit_request&)> change;
        ceremony_problem problem;
    } changes[] = {
        {"purpose", [](commit_request& r) { r.purpose = handle_purpose::unlink; },
         ceremony_problem::purpose_mismatch},
        {"court", [](commit_request& r) { r.facts.court = "wiwb"; }, ceremony_problem::court_mismatch},
        {"account", [](commit_request& r) { r.login = "jdoe2"; }, ceremony_problem::account_mismatch},
        {"central", [](commit_request& r) { r.central = "1234568"; }, ceremony_problem::central_mismatch},
        {"session", [](commit_request& r) { r.session = digest_of("another session"); },
         ceremony_problem::session_mismatch},
        {"confirmed", [](commit_request& r) { r.confirmed = digest_of("another page"); },
         ceremony_problem::confirm_mismatch},
        {"shown now", [](commit_request& r) { r.shown = digest_of("another page"); },
         ceremony_problem::confirm_mismatch},
        {"policy", [](commit_request& r) { r.policy = digest_of("another policy"); },
         ceremony_problem::policy_changed},
        {"central revision", [](commit_request& r) { --r.central_revision; },
         ceremony_problem::central_changed},
        {"account revision", [](commit_request& r) { --r.account_revision; },
         ceremony_problem::account_changed},
    };
    for (const auto& row : changes) {
        SCOPED_TRACE(row.what);
        commit_request asked = x.confirms();
        ASSERT_TRUE(links(x, asked));
        row.change(asked);
        expect_problem(x, asked, row.problem);
    }
    two_accounts promoted;
    const handle_claims claims = promoted.propose();
    promoted.account.role = account_role::trustee;
    expect_problem(promoted, promoted.confirms(claims), ceremony_problem::role_changed);
}

TEST(Attack, A10_TheProofsOfAHandleAreWhatTheCommitLooksAt) {
    const two_accounts x;
    const struct {
        std::string_view field;
        finding why;
    } rows[] = {{"class of the central proof", finding::central_proof_insufficient},
                {"time of the central proof", finding::central_proof_stale},
                {"time of the account's proof", finding::account_proof_stale},
                {"court of the account's proof", finding::proof_for_another_court}};
    for (const auto& row : rows) {
        SCOPED_TRACE(row.field);
        commit_request asked = x.confirms();  // the facts next to the handle claim the best proofs
        for (const field_change& one : every_field) {
            if (one.field == row.field) {
                one.change(asked.claims);
            }
        }
        const commit_answer answer = commit(x.policy, asked, now);
        EXPECT_FALSE(answer.made);
        EXPECT_EQ(answer.decision.findings, findings{row.why});
    }
}

TEST(Attack, A10_NoTwoProposalsHaveOneHandle) {
    const handle_claims claims = two_accounts().propose();
    std::set<std::string> handles{seal(claims, our_keys(), our_ledger)};
    EXPECT_EQ(open(*handles.begin(), our_keys(), our_ledger).value(), claims);
    for (const field_change& one : every_field) {
        SCOPED_TRACE(one.field);
        handle_claims changed = claims;
        one.change(changed);
        const std::string handle = seal(changed, our_keys(), our_ledger);
        EXPECT_TRUE(handles.insert(handle).second) << "this field is not bound";
        EXPECT_EQ(open(handle, our_keys(), our_ledger).value(), changed);
    }
    // Where one id ends and the next begins is bound too.
    handle_claims shifted = claims;
    shifted.court = "wiwdj";
    shifted.login = "doe";
    EXPECT_TRUE(handles.insert(seal(shifted, our_keys(), our_ledger)).second);
}

TEST(Attack, A10_AHandleThatWasTouchedIsNone) {
    const std::string handle = seal(two_accounts().propose(), our_keys(), our_ledger);
    ASSERT_TRUE(opens(handle));
    for (std::size_t at = 0; at < handle.size(); ++at) {
        for (const int bit : {1, 2, 4, 8, 16, 32, 64, 128}) {
            std::string flipped = handle;
            flipped[at] = static_cast<char>(flipped[at] ^ bit);
            ASSERT_FALSE(opens(flipped)) << "bit " << bit << " of character " << at;
        }
        ASSERT_FALSE(opens(std::string_view(handle).substr(0, at))) << "cut to " << at;
        ASSERT_FALSE(opens(std::string_view(handle).substr(at + 1))) << "without the first " << at + 1;
    }
    for (const std::string_view more : {"A", "AA", "AAAA", "=", "==", "\n", " ", "."}) {
        EXPECT_FALSE(opens(handle + std::string(more)));
        EXPECT_FALSE(opens(std::string(more) + handle));
    }
    EXPECT_FALSE(opens(handle + handle));
    EXPECT_FALSE(opens(handle + std::string(1, '\0')));
}

TEST(Attack, A10_AHandleServesTheLedgerItWasMadeFor) {
    const handle_claims claims = two_accounts().propose();
    const std::string handle = seal(claims, our_keys(), our_ledger);
    ASSERT_TRUE(opens(handle));
    std::string other(our_ledger);
    for (char& digit : other) {
        const char before = digit;
        digit = digit == '0' ? '1' : '0';
        EXPECT_FALSE(opens(handle, our_keys(), other));
        digit = before;
    }
    for (std::size_t size = 0; size < our_ledger.size(); ++size) {
        EXPECT_FALSE(opens(handle, our_keys(), our_ledger.substr(0, size)));
    }
    EXPECT_FALSE(opens(handle, our_keys(), std::string(our_ledger) + '0'));
    EXPECT_FALSE(opens(seal(claims, our_keys(), ""), our_keys(), "")) << "an empty id is no wildcard (A11)";
    EXPECT_NE(handle, seal(claims, our_keys(), other.replace(0, 1, "f"))) << "the id is in the MAC";
}

TEST(Attack, A11_WhatIsEmptyIsAProblemAndNeverAWildcard) {
    const struct {
        std::string_view field;
        std::function<void(begin_request&)> clear;
    } asked[] = {
        {"court of the proof", [](begin_request& r) { r.facts.evidence.account_court = {}; }},
        {"login", [](begin_request& r) { r.login = {}; }},
        {"central id", [](begin_request& r) { r.central = {}; }},
        {"account revision", [](begin_request& r) { r.account_revision = 0; }},
        {"central revision", [](begin_request& r) { r.central_revision = 0; }},
        {"policy", [](begin_request& r) { r.policy = {}; }},
        {"session", [](begin_request& r) { r.session = {}; }},
        {"shown", [](begin_request& r) { r.shown = {}; }},
        {"nonce", [](begin_request& r) { r.once = {}; }},
        {"court", [](begin_request& r) { r.facts.court = {}; }},
        {"account's record", [](begin_request& r) { r.facts.account = nullptr; }},
        {"central record", [](begin_request& r) { r.facts.central = nullptr; }},
    };
    const two_accounts x;
    for (const auto& row : asked) {
        SCOPED_TRACE(row.field);
        begin_request request = x.asks();
        row.clear(request);
        const begin_answer answer = begin(x.policy, request, now);
        EXPECT_FALSE(answer.claims);
        EXPECT_TRUE(answer.problem == ceremony_problem::field_missing ||
                    answer.decision.verdict == verdict::refuse);
    }

    const field_change cleared[] = {
        {"purpose", [](handle_claims& c) { c.purpose = {}; }},
        {"court", [](handle_claims& c) { c.court = {}; }},
        {"account", [](handle_claims& c) { c.login = {}; }},
        {"central", [](handle_claims& c) { c.central = {}; }},
        {"role", [](handle_claims& c) { c.role = account_role::missing; }},
        {"account revision", [](handle_claims& c) { c.account_revision = 0; }},
        {"central revision", [](handle_claims& c) { c.central_revision = 0; }},
        {"policy", [](handle_claims& c) { c.policy = {}; }},
        {"session", [](handle_claims& c) { c.session = {}; }},
        {"shown", [](handle_claims& c) { c.shown = {}; }},
        {"class of the central proof",
         [](handle_claims& c) { c.central_proof.proof_class = proof_class::missing; }},
        {"time of the central proof", [](handle_claims& c) { c.central_proof.at.reset(); }},
        {"class of the account's proof",
         [](handle_claims& c) { c.account_proof.proof_class = proof_class::missing; }},
        {"time of the account's proof", [](handle_claims& c) { c.account_proof.at.reset(); }},
        {"court of the account's proof", [](handle_claims& c) { c.proof_court = {}; }},
        {"time in force", [](handle_claims& c) { c.expires = c.issued; }},
        {"nonce", [](handle_claims& c) { c.once = {}; }},
    };
    for (const field_change& row : cleared) {
        SCOPED_TRACE(row.field);
        commit_request request = x.confirms();
        row.change(request.claims);
        // The present is as empty as the claim, and still does not match it.
        request.purpose = request.claims.purpose;
        request.facts.court = request.claims.court;
        request.login = request.claims.login;
        request.central = request.claims.central;
        request.account_revision = request.claims.account_revision;
        request.central_revision = request.claims.central_revision;
        request.policy = request.claims.policy;
        request.session = request.claims.session;
        request.shown = request.confirmed = request.claims.shown;
        expect_problem(x, request, ceremony_problem::field_missing);
        EXPECT_EQ(cancel(request.claims, request.central, request.session, false, now),
                  ceremony_problem::field_missing);
    }
}

TEST(Attack, A12_WhatEndedLaterEndsAHandle) {
    const two_accounts x;
    commit_request asked = x.confirms();
    for (const std::uint64_t ended : {std::uint64_t{0}, std::uint64_t{9}, std::uint64_t{10}}) {
        asked.ended_epoch = ended;
        EXPECT_TRUE(links(x, asked)) << "what ended before the handle was made";
    }
    asked.ended_epoch = 11;
    expect_problem(x, asked, ceremony_problem::withdrawn);
}

TEST(Attack, A13_NobodyMakesAHandleWithoutTheKey) {
    const handle_claims claims = two_accounts().propose();  // all of it public
    const key_ring another = std::move(key_ring::parse(key_ring::generate_line()).value());
    EXPECT_FALSE(opens(seal(claims, another, our_ledger)));
    const auto zeros = key_ring::parse("ecflink-key-1:" + std::string(43, 'A'));
    EXPECT_TRUE(!zeros || !opens(seal(claims, zeros.value(), our_ledger)));
    EXPECT_TRUE(opens(seal(claims, our_keys(), our_ledger)));

    // It names our key, but the MAC is from another one.
    std::string forged = seal(claims, another, our_ledger);
    const std::string ours = seal(claims, our_keys(), our_ledger);
    forged.replace(0, 12, ours, 0, 12);  // version and key id are the first nine bytes
    EXPECT_FALSE(opens(forged));
    EXPECT_FALSE(opens(ours.substr(0, ours.size() - 43)) ||
                 opens(ours.substr(0, ours.size() - 43) + std::string(43, 'A')))
        << "no MAC, or an empty one";
}

TEST(Attack, A13_AnOldKeyCountsUntilItIsTakenOut) {
    const handle_claims claims = two_accounts().propose();
    const std::string old_line = key_ring::generate_line();
    const std::string new_line = key_ring::generate_line();
    const key_ring before = std::move(key_ring::parse(old_line).value());
    const key_ring rotated = std::move(key_ring::parse(new_line + '\n' + old_line).value());
    const key_ring after = std::move(key_ring::parse(new_line).value());
    EXPECT_TRUE(opens(seal(claims, before, our_ledger), rotated));
    EXPECT_FALSE(opens(seal(claims, before, our_ledger), after));
    EXPECT_FALSE(opens(seal(claims, rotated, our_ledger), before)) << "new handles are made with the new key";
    EXPECT_TRUE(opens(seal(claims, rotated, our_ledger), after));
}

TEST(Attack, A14_ARecordThatChangesMeanwhileEndsTheCeremonyAndBothSidesAreTold) {
    two_accounts x;
    commit_request asked = x.confirms();
    ++asked.account_revision;
    expect_problem(x, asked, ceremony_problem::account_changed);
    asked = x.confirms();
    ++asked.central_revision;
    expect_problem(x, asked, ceremony_problem::central_changed);

    const obligations owes = commit(x.policy, x.confirms(), now).owes;
    EXPECT_TRUE(owes.contains(obligation::notify_court_contact) &&
                owes.contains(obligation::notify_central_contact));
    const unlink_decision removed =
        decide_unlink(x.policy, {true, "1234567", actor::court, "clerk-7", "asked"}, now);
    EXPECT_TRUE(removed.owes.contains(obligation::notify_court_contact) &&
                removed.owes.contains(obligation::notify_central_contact));
}

TEST(Attack, A15_CeremonyAndImportDecideAsTheEngineDoes) {
    two_accounts x;
    const ledger_row row{
        .linked_at = now, .state = link_state::active, .made_by = link_maker::import, .confirmed_at = now};
    const std::vector<std::function<void(two_accounts&)>> cases = {
        [](two_accounts&) {},
        [](two_accounts& c) { c.central.usage = central_usage::shared; },
        [](two_accounts& c) { c.central.exempt = true; },
        [](two_accounts& c) { c.account.status = account_status::suspended; },
        [](two_accounts& c) { c.facts.evidence.account.proof_class = proof_class::none; },
        [](two_accounts& c) { c.facts.others.other_centrals_of_account = 1; },
        [](two_accounts& c) { c.policy.link_closes = now; },
    };
    for (const auto& change : cases) {
        two_accounts c = x;
        change(c);
        const assessment engine = assess(c.policy, c.read(), now);
        EXPECT_EQ(begin(c.policy, c.asks(), now).decision, engine);
        EXPECT_EQ(commit(c.policy, c.confirms(x.propose()), now).decision.verdict,
                  assess(
                      c.policy,
                      [&] {
                          link_case f = c.read();
                          f.evidence = x.facts.evidence;
                          return f;
                      }(),
                      now)
                      .verdict);
        link_case of_row = c.read();
        of_row.row = &row;
        EXPECT_EQ(decide_import(c.policy, of_row, "1234567", false, std::nullopt, now).decision, engine);
    }
}

TEST(Attack, A16_ALockIsReadAgainWhenTheLinkIsMade) {
    two_accounts x;
    const handle_claims claims = x.propose();
    x.account.status = account_status::locked;
    const commit_answer answer = commit(x.policy, x.confirms(claims), now);
    EXPECT_FALSE(answer.made);
    EXPECT_EQ(answer.decision.findings, findings{finding::account_locked});
}

TEST(Attack, A18_AHandleServesTheSessionThatBeganIt) {
    const two_accounts x;
    commit_request asked = x.confirms();
    asked.session = digest_of("the victim's session");
    expect_problem(x, asked, ceremony_problem::session_mismatch);
    EXPECT_EQ(cancel(asked.claims, "1234567", asked.session, false, now), ceremony_problem::session_mismatch);
}

TEST(Attack, A19_NothingBeginsWithoutASession) {
    const two_accounts x;
    begin_request asked = x.asks();
    asked.session = {};
    const begin_answer answer = begin(x.policy, asked, now);
    EXPECT_EQ(answer.problem, ceremony_problem::field_missing);
    EXPECT_FALSE(answer.claims);
    commit_request confirmed = x.confirms();
    confirmed.session = {};
    expect_problem(x, confirmed, ceremony_problem::field_missing);
    confirmed.claims.session = {};
    expect_problem(x, confirmed, ceremony_problem::field_missing);
}

TEST(Attack, A20_AProposalBelongsToWhoBeganIt) {
    const two_accounts x;
    commit_request asked = x.confirms();
    asked.central = "7654321";
    expect_problem(x, asked, ceremony_problem::central_mismatch);
    EXPECT_EQ(cancel(asked.claims, "7654321", asked.session, false, now), ceremony_problem::central_mismatch);
    asked.central = {};
    expect_problem(x, asked, ceremony_problem::field_missing);
}

TEST(Attack, A23_WhatIsDecidedIsWhatWasProposed) {
    const two_accounts x;
    for (const std::uint64_t revision : {std::uint64_t{2}, std::uint64_t{4}, ~std::uint64_t{0}}) {
        commit_request asked = x.confirms();
        asked.account_revision = revision;
        expect_problem(x, asked, ceremony_problem::account_changed);
        asked = x.confirms();
        asked.central_revision = revision + 1;
        expect_problem(x, asked, ceremony_problem::central_changed);
    }
    commit_request asked = x.confirms();
    asked.policy = digest_of("the policy of tomorrow");
    expect_problem(x, asked, ceremony_problem::policy_changed);
}

TEST(Attack, A30_AHandleForOneThingDoesNothingElse) {
    const two_accounts x;
    handle_claims claims = x.propose();
    claims.purpose = handle_purpose::unlink;
    const auto opened = open(seal(claims, our_keys(), our_ledger), our_keys(), our_ledger);
    ASSERT_TRUE(opened) << "authentic, and for something else";
    expect_problem(x, x.confirms(opened.value()), ceremony_problem::purpose_mismatch);
}

TEST(Attack, A32_AssuranceThatGoesStaleMeanwhileIsRefused) {
    two_accounts x;
    x.policy.handle_lifetime = {60 * minute.micros};
    x.policy.central_proof = {token_set<proof_class>{}.insert(proof_class::password_mfa),
                              {10 * minute.micros}};
    x.policy.account_proof.max_age = {60 * minute.micros};
    const handle_claims claims = x.propose();
    EXPECT_TRUE(links(x, x.confirms(claims), later(10 * minute.micros)));
    x.facts.evidence.central.at = later(10 * minute.micros + 1);  // a proof that the handle does not have
    const commit_answer answer = commit(x.policy, x.confirms(claims), later(10 * minute.micros + 1));
    EXPECT_FALSE(answer.made);
    EXPECT_EQ(answer.decision.findings, findings{finding::central_proof_stale});

    x = {};
    x.policy.central_proof.accept = token_set<proof_class>{}.insert(proof_class::password_mfa);
    x.facts.evidence.central.proof_class = proof_class::password;
    const begin_answer weak = begin(x.policy, x.asks(), now);
    EXPECT_FALSE(weak.claims);
    EXPECT_EQ(weak.decision.findings, findings{finding::central_proof_insufficient});
}

TEST(Attack, A33_WhatWasTakenApartIsNotPutTogetherByItself) {
    two_accounts x;
    const handle_claims claims = x.propose();
    x.facts.others.tombstoned_at = now;
    EXPECT_FALSE(begin(x.policy, x.asks(), now).claims);
    EXPECT_FALSE(links(x, x.confirms(claims)));
    EXPECT_EQ(begin(x.policy, x.asks(), now).decision.findings, findings{finding::pair_tombstoned});
}

TEST(Attack, A34_UnlinkingEndsSessions) {
    const two_accounts x;
    const unlink_decision made =
        decide_unlink(x.policy, {true, "1234567", actor::court, "clerk-7", "asked"}, later(5));
    EXPECT_EQ(made.answer, unlink_answer::removed);
    EXPECT_TRUE(made.owes.contains(obligation::end_sessions) &&
                made.owes.contains(obligation::refresh_menus));
    for (const owed& one : made.owes.all()) {
        EXPECT_EQ(one.due, later(5));
    }
}

TEST(Attack, A35_ATombstoneIsLiftedByAnAuthorityThatSaysWhoAndWhy) {
    two_accounts x;
    x.facts.others.tombstoned_at = earliest_instant;
    const ledger_row row{
        .linked_at = now, .state = link_state::active, .made_by = link_maker::import, .confirmed_at = now};
    link_case of_row = x.read();
    of_row.row = &row;
    const auto answer = [&](const std::optional<approval>& given) {
        return decide_import(x.policy, of_row, "1234567", false, given, now).answer;
    };
    EXPECT_EQ(answer(std::nullopt), import_answer::tombstoned);
    EXPECT_EQ(answer(approval{actor::court, "clerk-7", ""}), import_answer::tombstoned);
    EXPECT_EQ(answer(approval{actor::court, "", "asked"}), import_answer::tombstoned);
    EXPECT_EQ(answer(approval{actor::center, "psc", "asked"}), import_answer::tombstoned)
        << "the policy names the clerk alone";
    EXPECT_EQ(answer(approval{actor::court, "clerk-7", "asked"}), import_answer::linked);
}

TEST(Attack, A36_OutsideAllRefusalsOfAnAccountAreOneWord) {
    const two_accounts x;
    const findings of_time =
        findings{finding::court_not_live} | finding::court_in_outage | finding::attempts_exhausted;
    for (const finding_info& entry : catalogue()) {
        if (entry.default_disposition == disposition::refuse) {
            const assessment refused{verdict::refuse, findings{entry.id}};
            EXPECT_EQ(outward(x.policy, refused),
                      of_time.contains(entry.id) ? outward_answer::not_now : outward_answer::cannot_link)
                << entry.token;
            const assessment meanwhile{verdict::refuse, findings{entry.id} | finding::attempts_exhausted};
            EXPECT_EQ(outward(x.policy, meanwhile), outward_answer::not_now)
                << entry.token << " shows through when attempts are exhausted";
        }
    }
    for (const token_entry& problem : tokens<ceremony_problem>()) {
        commit_answer answer;
        answer.decision = {verdict::allow, {}};
        answer.problem = static_cast<ceremony_problem>(problem.number);
        EXPECT_EQ(answer.outward(x.policy), outward_answer::cannot_link) << problem.token;
    }
    // Without a proof of the account nobody learns that a clerk must decide.
    two_accounts held;
    held.central.exempt = true;
    EXPECT_EQ(begin(held.policy, held.asks(), now).outward(held.policy), outward_answer::not_now);
    held.facts.evidence.account.proof_class = proof_class::none;
    EXPECT_EQ(begin(held.policy, held.asks(), now).outward(held.policy), outward_answer::cannot_link);
}

TEST(Attack, A37_OpeningAHandleUsesNothingUp) {
    const two_accounts x;
    const std::string handle = seal(x.propose(), our_keys(), our_ledger);
    for (int i = 0; i < 100; ++i) {
        ASSERT_EQ(open(handle, our_keys(), our_ledger).value(), x.propose());
    }
    EXPECT_TRUE(links(x, x.confirms(open(handle, our_keys(), our_ledger).value())));
}

TEST(Attack, A38_WhatIsLinkedIsWhatWasShown) {
    const auto policies = policy_set::load();
    const court_policy& policy = policies.value().find("wiwd");
    two_accounts x;
    const confirm_page page = make_confirm_page(policy, "wiwd", "Jane Doe", x.account, "Jane Doe", "1234567",
                                                {{"a***@example.org"}, {"agent7"}});
    const digest shown = digest_of(page, "wiwd", "jdoe", "1234567");
    const std::function<void(confirm_page&)> changes[] = {
        [](confirm_page& p) { p.court += "x"; },
        [](confirm_page& p) { p.account_name += "x"; },
        [](confirm_page& p) { p.central_name += "x"; },
        [](confirm_page& p) { p.account += "x"; },
        [](confirm_page& p) { p.central += "x"; },
        [](confirm_page& p) { p.role = account_role::trustee; },
        [](confirm_page& p) { p.names_differ = !p.names_differ; },
        [](confirm_page& p) { p.look_twice.emplace_back("x"); },
        [](confirm_page& p) { p.permanent.emplace_back("x"); },
        [](confirm_page& p) { p.contacts_not_carried.clear(); },
        [](confirm_page& p) { p.agents_not_carried.clear(); },
        [](confirm_page& p) { p.contacts_not_carried.swap(p.agents_not_carried); },
    };
    for (const auto& change : changes) {
        confirm_page changed = page;
        change(changed);
        EXPECT_NE(digest_of(changed, "wiwd", "jdoe", "1234567"), shown);
    }
    // Ids that look the same when masked are still different.
    EXPECT_EQ(mask("jdoe"), mask("jxxe"));
    EXPECT_NE(digest_of(page, "wiwd", "jxxe", "1234567"), shown);
    EXPECT_NE(digest_of(page, "wiwd", "jdoe", "1000007"), shown);
    EXPECT_NE(digest_of(page, "wiwb", "jdoe", "1234567"), shown);

    commit_request asked = x.confirms();
    asked.confirmed = digest_of("the page of another account");
    expect_problem(x, asked, ceremony_problem::confirm_mismatch);
    // the page confirmed is the present one, but not that of the handle
    asked.shown = asked.confirmed;
    expect_problem(x, asked, ceremony_problem::confirm_mismatch);
    asked = x.confirms();
    asked.confirmed = {};
    expect_problem(x, asked, ceremony_problem::field_missing);
}

TEST(Attack, A39_NobodyApprovesForHimself) {
    two_accounts x;
    x.central.exempt = true;
    x.policy.unlink_by =
        token_set<unlink_authority>{}.insert(unlink_authority::clerk).insert(unlink_authority::filer);
    const handle_claims claims = x.propose();
    EXPECT_TRUE(begin(x.policy, x.asks(), now).needs_approval);
    EXPECT_FALSE(links(x, x.confirms(claims))) << "what is held is not linked without a word";

    const approval refused[] = {
        {actor::court, "1234567", "I am a clerk, too"},
        {actor::court, "clerk-7", ""},
        {actor::court, "", "asked"},
        {actor::center, "psc", "asked"},
        {actor::filer, "7654321", "a friend's"},
    };
    for (const approval& one : refused) {
        commit_request asked = x.confirms(claims);
        asked.approved = one;
        expect_problem(x, asked, ceremony_problem::not_authorized);
        begin_request begun = x.asks();
        begun.approved = one;
        EXPECT_EQ(begin(x.policy, begun, now).problem, ceremony_problem::not_authorized);
    }
    commit_request asked = x.confirms(claims);
    asked.approved = approval{actor::filer, "1234567", "it is mine"};
    EXPECT_FALSE(links(x, asked)) << "an owner who may unlink settles no hold";
    asked.approved = approval{actor::court, "clerk-7", "looked at the file"};
    EXPECT_TRUE(links(x, asked));
    x.central.usage = central_usage::shared;
    EXPECT_FALSE(links(x, asked)) << "a clerk settles what is held, and nothing that is refused";
}

TEST(Attack, A39_BlanksAreNoReasonAndNobodysName) {
    const char* blank[] = {"",
                           " ",
                           "\t\r\n",
                           "\xC2\xA0",
                           "\xE2\x80\x8B\xE2\x80\x83",
                           "\xE3\x80\x80",
                           "\xEF\xBB\xBF",
                           "\xE2\xA0\x80",
                           "\xC2\xAD"};
    const char* told[] = {"x", " x ", "\xC2\xA0\xC3\xA9", "\xE2\x80\x8B.", "\xFF"};
    two_accounts x;
    x.policy.dispositions.set(finding::name_differs, disposition::hold);
    for (const char* one : blank) {
        EXPECT_TRUE(is_blank(one)) << one;
        const approval given{actor::court, "clerk-7", one};
        EXPECT_EQ(apply_approval(x.policy, {verdict::hold, findings{finding::name_differs}}, given, "1234567")
                      .verdict,
                  verdict::hold);
        EXPECT_EQ(decide_unlink(x.policy, {true, "1234567", actor::court, one, "asked"}, now).answer,
                  unlink_answer::reason_missing);
        EXPECT_EQ(decide_unlink(x.policy, {true, "1234567", actor::court, "clerk-7", one}, now).answer,
                  unlink_answer::reason_missing);
    }
    for (const char* one : told) {
        EXPECT_FALSE(is_blank(one)) << one;
    }
}

TEST(Attack, A39_AnApprovalAllowsWhatItNamesAndNothingThatRefuses) {
    two_accounts x;
    x.policy.dispositions.set(finding::name_differs, disposition::hold);
    const findings found = findings{finding::name_differs} | finding::central_exempt;
    approval given{actor::court, "clerk-7", "seen"};
    const auto decided = [&](findings of) {
        return apply_approval(x.policy, {decide(x.policy.dispositions, of), of}, given, "1234567");
    };
    EXPECT_EQ(decided(found).verdict, verdict::allow);
    EXPECT_EQ(decided(found).approved, found);
    given.covers = findings{finding::name_differs};
    EXPECT_EQ(decided(found).verdict, verdict::hold);
    EXPECT_EQ(decided(found).approved, findings{finding::name_differs});
    EXPECT_EQ(decided(findings{finding::name_differs}).verdict, verdict::allow);
    EXPECT_EQ(decided(findings{finding::pair_tombstoned}).verdict, verdict::refuse) << "it is not named";
    given.covers = findings{finding::central_closed};
    EXPECT_EQ(decided(findings{finding::central_closed}).verdict, verdict::refuse);
    EXPECT_TRUE(decided(findings{finding::central_closed}).approved.empty());
}

TEST(Attack, A39_AClerkApprovesWhatTheItemOfTheQueueShows) {
    two_accounts x;
    hold_request asked;
    asked.found = findings{finding::central_exempt};
    asked.has_same_records = true;
    asked.now = {verdict::hold, asked.found};
    asked.central = "1234567";
    asked.by = {actor::court, "clerk-7", "seen"};
    const auto answer = [&](const hold_request& given) { return approve_hold(x.policy, given).answer; };
    EXPECT_EQ(answer(asked), hold_answer::approved);
    EXPECT_EQ(approve_hold(x.policy, asked).approved, asked.found);
    hold_request other = asked;
    other.now.findings = asked.found | finding::court_go_live_unknown;
    EXPECT_EQ(answer(other), hold_answer::changed) << "the clerk has not seen it";
    other = asked;
    other.has_same_records = false;
    EXPECT_EQ(answer(other), hold_answer::changed);
    EXPECT_EQ(reject_hold(other).answer, hold_answer::rejected);
    other = asked;
    other.now = {verdict::refuse, asked.found | finding::central_closed};
    EXPECT_EQ(answer(other), hold_answer::refused);
    for (const hold_state state : {hold_state::rejected, hold_state::replaced, hold_state::linked}) {
        other = asked;
        other.state = state;
        EXPECT_EQ(answer(other), hold_answer::not_waiting);
        EXPECT_EQ(reject_hold(other).answer, hold_answer::not_waiting);
    }
    other = asked;
    other.by.id = "1234567";
    EXPECT_EQ(answer(other), hold_answer::not_authorized);
    EXPECT_EQ(reject_hold(other).answer, hold_answer::not_authorized);
    other.by = {actor::filer, "1234567", "mine"};
    EXPECT_EQ(answer(other), hold_answer::not_authorized);

    EXPECT_TRUE(is_approval_in_force(now, now));
    EXPECT_FALSE(is_approval_in_force(later(1), now)) << "not yet";
    EXPECT_FALSE(is_approval_in_force(now, instant{now.micros + approval_lifetime.micros}));
}

TEST(Attack, A40_TheHolderLearnsOfASecondProvenClaim) {
    two_accounts x;
    const handle_claims claims = x.propose();
    x.facts.others.other_centrals_of_account = 1;
    const begin_answer answer = begin(x.policy, x.asks(), now);
    EXPECT_FALSE(answer.claims);
    EXPECT_TRUE(answer.owes.contains(obligation::notify_holder));
    const commit_answer late = commit(x.policy, x.confirms(claims), now);
    EXPECT_FALSE(late.made);
    EXPECT_TRUE(late.owes.contains(obligation::notify_holder));
    x.facts.evidence.account.proof_class = proof_class::none;
    EXPECT_FALSE(begin(x.policy, x.asks(), now).owes.contains(obligation::notify_holder))
        << "a guess is no claim";
    x = {};
    x.account.link_locked = true;
    EXPECT_EQ(begin(x.policy, x.asks(), now).decision.findings, findings{finding::account_link_locked});
}

TEST(Attack, A42_AnAddressThatIsNotProvenCountsForNothing) {
    two_accounts x;
    const handle_claims claims = x.propose();
    x.account.pending_change = pending_change::contact;
    EXPECT_EQ(commit(x.policy, x.confirms(claims), now).decision.findings,
              findings{finding::account_change_pending});
    x.account.pending_change = pending_change::none;
    x.central.pending_change = pending_change::contact;
    EXPECT_EQ(commit(x.policy, x.confirms(claims), now).decision.findings,
              findings{finding::central_change_pending});
    for (const token_entry& entry : tokens<obligation>()) {
        const auto one = static_cast<obligation>(entry.number);
        if (one == obligation::notify_court_contact || one == obligation::notify_central_contact) {
            EXPECT_NE(entry.meaning.find("the previous one if it changed recently"), std::string_view::npos)
                << entry.token;
        }
    }
}

TEST(Attack, A44_AnImportPutsNothingInThePlaceOfWhatIsThere) {
    two_accounts x;
    x.facts.others.already_linked = true;
    const ledger_row row{
        .linked_at = now, .state = link_state::active, .made_by = link_maker::import, .confirmed_at = now};
    link_case of_row = x.read();
    of_row.row = &row;
    EXPECT_EQ(decide_import(x.policy, of_row, "1234567", true, std::nullopt, now).answer,
              import_answer::identical);
    const import_decision other = decide_import(x.policy, of_row, "1234567", false, std::nullopt, now);
    EXPECT_EQ(other.answer, import_answer::refused);
    EXPECT_EQ(other.decision.findings, findings{finding::already_linked});
}

TEST(Attack, A48_AHandleHasATimeInForceAndANumberOfItsOwn) {
    two_accounts x;
    x.policy.handle_lifetime = {5 * minute.micros};
    const commit_request asked = x.confirms();
    EXPECT_EQ(asked.claims.issued, now);
    EXPECT_EQ(asked.claims.expires, later(5 * minute.micros));
    EXPECT_TRUE(links(x, asked, now));
    EXPECT_TRUE(links(x, asked, later(5 * minute.micros - 1)));
    expect_problem(x, asked, ceremony_problem::expired, later(5 * minute.micros));
    expect_problem(x, asked, ceremony_problem::expired, latest_instant);
    expect_problem(x, asked, ceremony_problem::expired, later(-1));
    EXPECT_EQ(cancel(asked.claims, "1234567", asked.session, false, later(5 * minute.micros)),
              ceremony_problem::expired);
    EXPECT_EQ(asked.claims.once, number(7));
    begin_request without = x.asks();
    without.once = {};
    EXPECT_EQ(begin(x.policy, without, now).problem, ceremony_problem::field_missing);
}

TEST(Attack, A49_WhoGoesBackNeedsWhatTheConfirmationNeeds) {
    const two_accounts x;
    const handle_claims claims = x.propose();
    const digest session = digest_of("session");
    EXPECT_EQ(cancel(claims, "1234567", session, false, now), std::nullopt);
    EXPECT_EQ(cancel(claims, "1234567", session, true, now), ceremony_problem::used);
    EXPECT_EQ(cancel(claims, "7654321", session, false, now), ceremony_problem::central_mismatch);
    EXPECT_EQ(cancel(claims, "1234567", digest_of("another"), false, now),
              ceremony_problem::session_mismatch);
    EXPECT_EQ(cancel(claims, "1234567", session, false, claims.expires), ceremony_problem::expired);
}

}  // namespace
