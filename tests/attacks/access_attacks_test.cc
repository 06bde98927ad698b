// What went wrong in other systems after accounts were linked, and what prevents it here. The
// numbers are those of docs/attacks.md.
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>

#include <ecflink/decide/access.hpp>

namespace {

using namespace ecflink;

constexpr instant go_live = make_instant(make_civil_day(2022, 4, 25), 5);
constexpr instant linked_at = make_instant(make_civil_day(2022, 4, 26), 14);
constexpr instant now = make_instant(make_civil_day(2026, 3, 2), 15);
constexpr instant just_before(instant t) { return {t.micros - 1}; }

/// A filer of a district court who has linked, with a second factor given.
struct linked_filer {
    link_policy policy;
    central_account central;
    court_account account;
    access_facts facts;

    linked_filer() {
        policy.in_force = true;
        policy.system = court_system::next_gen;
        policy.go_live = go_live;
        policy.mfa_from = go_live;
        central.usage = central_usage::individual;
        central.status = central_status::active;
        central.generation = central_generation::upgraded;
        central.mfa = mfa_state::enrolled;
        account.login = "jdoe";
        account.role = account_role::attorney;
        account.status = account_status::active;
        facts.kind = court_kind::district;
        facts.linked = true;
        facts.second_factor_given = true;
        facts.redaction_agreed = true;
    }
    court_access sign_on() {
        facts.central = &central;
        facts.account = &account;
        return access_in(policy, facts, now);
    }
    std::string answer() {
        const court_access may = sign_on();
        return std::string(to_token(may.level)) + ": " + std::string(deciding_token(may.authentication)) +
               ", " + std::string(deciding_token(may.search)) + ", " +
               std::string(deciding_token(may.filing));
    }
    court_access own_login(instant t, std::optional<instant> unlinked_at = {}) const {
        court_login_facts own;
        own.kind = facts.kind;
        own.account = &account;
        own.linked_at = linked_at;
        own.unlinked_at = unlinked_at;
        return court_login_access(policy, own, t);
    }
};

TEST(Attack, A31_EveryStatusOfEitherAccountHasItsReason) {
    const struct {
        central_status status;
        std::string_view answer;
    } of_central[] = {
        {central_status::active, "file: granted, granted, granted"},
        {central_status::not_activated,
         "none: central-not-activated, central-not-activated, central-not-activated"},
        {central_status::on_hold, "none: central-on-hold, central-on-hold, central-on-hold"},
        {central_status::disabled, "none: central-disabled, central-disabled, central-disabled"},
        {central_status::closed, "none: central-closed, central-closed, central-closed"},
        {central_status::missing, "none: record-malformed, record-malformed, record-malformed"},
    };
    for (const auto& row : of_central) {
        linked_filer filer;
        filer.central.status = row.status;
        EXPECT_EQ(filer.answer(), row.answer);
        EXPECT_EQ(filer.sign_on().menus == token_set<menu>{}, row.status != central_status::active);
    }
    const struct {
        account_status status;
        std::string_view answer;
    } of_account[] = {
        {account_status::active, "file: granted, granted, granted"},
        // The lock was a lock of the old login, which no longer works.
        {account_status::locked, "file: granted, granted, granted"},
        {account_status::restricted, "limited-file: granted, granted, granted"},
        {account_status::fee_locked, "view: granted, granted, account-fee-locked"},
        {account_status::suspended, "view: granted, granted, account-suspended"},
        {account_status::terminated, "view: granted, granted, account-terminated"},
        {account_status::missing, "view: granted, granted, record-malformed"},
    };
    for (const auto& row : of_account) {
        linked_filer filer;
        filer.account.status = row.status;
        EXPECT_EQ(filer.answer(), row.answer);
    }
}

TEST(Attack, A32_NoFilerSignsOnWithoutTheSecondFactor) {
    linked_filer filer;
    filer.facts.second_factor_given = false;
    EXPECT_EQ(filer.answer(),
              "none: second-factor-not-given, second-factor-not-given, second-factor-not-given");
    filer.central.mfa = mfa_state::not_enrolled;
    EXPECT_EQ(filer.answer(), "none: central-mfa-missing, central-mfa-missing, central-mfa-missing");
    filer.facts.second_factor_given = true;  // impossible for an account without one
    EXPECT_EQ(filer.answer(), "none: central-mfa-missing, central-mfa-missing, central-mfa-missing");
    filer.facts.linked = false;
    EXPECT_EQ(filer.answer(), "view: granted, granted, central-mfa-missing")
        << "who only searches needs none";
    filer.facts.files_elsewhere = true;
    EXPECT_EQ(filer.sign_on().level, access_level::none) << "one who files in another court does";
}

TEST(Attack, A33_AfterUnlinkingNothingIsOpenThatWasClosedBefore) {
    for (const credential_retirement retire :
         {credential_retirement::at_commit, credential_retirement::never}) {
        linked_filer filer;
        filer.policy.retire = retire;
        const instant unlinked_at = {linked_at.micros + 1};
        for (const instant t : {unlinked_at, now, latest_instant}) {
            EXPECT_EQ(filer.own_login(t, unlinked_at).level, access_level::none);
            EXPECT_EQ(filer.own_login(t, unlinked_at).menus, token_set<menu>{});
        }
    }
}

TEST(Attack, A34_AfterUnlinkingTheCentralAccountOnlyViews) {
    linked_filer filer;
    EXPECT_EQ(filer.sign_on().level, access_level::file);
    filer.facts.linked = false;
    EXPECT_EQ(filer.answer(), "view: granted, granted, not-linked");
}

TEST(Attack, A41_TheOldLoginOpensNothingOnceItIsRetired) {
    linked_filer filer;
    filer.policy.go_live = now;  // only the retirement decides: the court's own logins would still work
    EXPECT_EQ(filer.own_login(just_before(linked_at)).level, access_level::file);
    for (const instant t : {linked_at, just_before(now), now}) {
        const court_access may = filer.own_login(t);
        EXPECT_EQ(may.level, access_level::none);
        EXPECT_EQ(deciding_token(may.authentication), "legacy-retired");
        EXPECT_EQ(deciding_token(may.filing), "legacy-retired");
        EXPECT_EQ(may.menus, token_set<menu>{});
    }
}

}  // namespace
