// ceremony.hpp: how a link comes to be: begin, commit, cancel, as pure transitions.
//
//     begin:  both accounts proven, facts read     -> a proposal, whose claims are sealed into a handle (handle.hpp), or a refusal
//     commit: the handle opened, facts read again  -> a commitment with obligations, or a refusal
//     cancel: the handle opened                    -> nothing but a line in the audit trail
//
// `begin` and `commit` decide by the same `assess`, each on the facts of its own moment. Between
// them nothing is stored: the handle carries what was claimed, under a key that only the embedder
// has, and binds every party, every revision, the policy, the session, what was shown, and the
// time. A field that is empty is an error, never a wildcard (A10, A11, A19).
//
// Whoever keeps links must see to two things that no pure function can: that a handle is used once,
// and that the facts of a commit are those of its transaction. The ledger (ledger.hpp) does both.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>

#include <ecflink/core/assess.hpp>
#include <ecflink/core/digest.hpp>

ECFLINK_BEGIN_NAMESPACE

/// A random number used once; all zero: not given.
struct nonce {
    std::array<std::uint8_t, 16> bytes{};

    [[nodiscard]] constexpr bool empty() const noexcept { return *this == nonce{}; }
    friend constexpr bool operator==(const nonce&, const nonce&) noexcept = default;
};

/// Everything that a handle binds.
struct handle_claims {
    handle_purpose purpose = handle_purpose::link;
    court_id court;
    login account;
    central_id central;
    account_role role = account_role::missing;
    std::uint64_t account_revision = 0;  ///< of the court account's record; counts from 1
    std::uint64_t central_revision = 0;  ///< of the central account's record; counts from 1
    digest policy;                       ///< of the court's policy
    digest session;                      ///< of the session that began the ceremony
    digest shown;                        ///< of what the filer is asked to confirm
    proof central_proof;
    proof account_proof;
    court_id proof_court;  ///< the court that checked the account's proof
    instant issued;
    instant expires;  ///< from then on the handle is not in force
    nonce once;
    /// how far the ledger's audit trail had come; a ceremony of the two accounts that ended later
    /// ends this one too
    std::uint64_t epoch = 0;

    friend constexpr bool operator==(const handle_claims&, const handle_claims&) noexcept = default;
};

/// Somebody's word for what the rules alone do not allow: a clerk's for what is held, an
/// authority's for a pair that was taken apart. Texts are borrowed.
struct approval {
    actor who = actor::court;
    std::string_view id;      ///< who it is, as the embedder names its staff
    std::string_view reason;  ///< why; required
};

/// What the caller owes after a change, and as of when.
struct owed {
    obligation what = obligation::notify_court_contact;
    instant due;

    friend constexpr bool operator==(const owed&, const owed&) noexcept = default;
};

/// Obligations, each at most once, in the order in which to meet them.
class obligations {
public:
    constexpr void insert(obligation what, instant due) noexcept {
        for (const owed& one : all()) {
            if (one.what == what) {
                return;
            }
        }
        all_[size_++] = {what, due};
    }
    [[nodiscard]] constexpr std::span<const owed> all() const noexcept { return {all_.data(), size_}; }
    [[nodiscard]] constexpr bool contains(obligation what) const noexcept {
        for (const owed& one : all()) {
            if (one.what == what) {
                return true;
            }
        }
        return false;
    }

private:
    std::array<owed, 6> all_{};  // as many as there are kinds of them
    std::size_t size_ = 0;
};
static_assert(tokens<obligation>().size() == 6);

namespace detail {

/// In what capacity somebody takes links apart.
[[nodiscard]] constexpr unlink_authority authority_of(actor who) noexcept {
    return who == actor::filer    ? unlink_authority::filer
           : who == actor::center ? unlink_authority::center
                                  : unlink_authority::clerk;
}

/// An approval says who gives it and why, and nobody approves for himself (A39).
[[nodiscard]] constexpr bool is_authorized(const link_policy& policy, const approval& given,
                                           std::string_view central) noexcept {
    const bool may = is_listed(given.who) &&
                     (given.who == actor::court || policy.unlink_by.contains(authority_of(given.who)));
    const bool is_own = given.id == central;
    return may && !given.id.empty() && !given.reason.empty() &&
           (given.who == actor::filer ? is_own : !is_own);
}

}  // namespace detail

/// The assessment with what an approval settles: a clerk settles what is held; who may take links
/// apart settles that this pair was taken apart once. Findings stay as they are; only the verdict
/// changes. An approval that is not authorized settles nothing.
[[nodiscard]] constexpr assessment settle(const link_policy& policy, const assessment& found,
                                          const std::optional<approval>& given,
                                          const central_id& central) noexcept {
    if (!given || !detail::is_authorized(policy, *given, central.view())) {
        return found;
    }
    findings left = found.findings;
    if (policy.unlink_by.contains(detail::authority_of(given->who))) {
        left.erase(finding::pair_tombstoned);
    }
    if (given->who == actor::court) {
        left = left - policy.dispositions.hold;
    }
    return {decide(policy.dispositions, left), found.findings};
}

/// What may be said outside: few words, equal for an unknown login, a wrong password, a locked
/// account and one that is linked elsewhere (A36). "Not now" depends on the court's calendar and on
/// the number of attempts alone, or on a clerk whose turn it is once both accounts are proven.
[[nodiscard]] constexpr outward_answer outward(const link_policy& policy, const assessment& given) noexcept {
    constexpr findings passing = findings{}
                                     .insert(finding::court_not_live)
                                     .insert(finding::court_in_outage)
                                     .insert(finding::attempts_exhausted);
    if (given.verdict == verdict::allow) {
        return outward_answer::ok;
    }
    const bool passes = (given.findings & policy.dispositions.refuse).intersects(passing);
    return passes || given.verdict == verdict::hold ? outward_answer::not_now : outward_answer::cannot_link;
}

/// What the caller owes once a link is made.
[[nodiscard]] constexpr obligations owed_after_link(const link_policy& policy, instant now) noexcept {
    obligations owes;
    if (policy.retire == credential_retirement::at_commit) {
        owes.insert(obligation::retire_credential, now);
    }
    owes.insert(obligation::end_sessions, now);
    owes.insert(obligation::notify_court_contact, now);
    owes.insert(obligation::notify_central_contact, now);
    owes.insert(obligation::refresh_menus, now);
    return owes;
}

// ---- begin --------------------------------------------------------------------------------------

/// What `begin` looks at. The facts are of a proposed link: `facts.row` is null.
struct begin_request {
    link_case facts;
    login account;       ///< as typed; facts.account is null where there is none
    central_id central;  ///< who signed on
    std::uint64_t account_revision = 0;
    std::uint64_t central_revision = 0;
    digest policy;
    digest session;
    digest shown;
    nonce once;
    std::uint64_t epoch = 0;
    std::optional<approval> approved;
};

/// A proposal, or a refusal.
struct begin_answer {
    assessment decision;                      ///< for the operator's eyes
    std::optional<ceremony_problem> problem;  ///< why it cannot go on, findings aside
    std::optional<handle_claims> claims;      ///< the proposal, to be sealed; nothing: refused
    /// there is a proposal, and its commit must be approved, whether or not `begin` was
    bool needs_approval = false;
    obligations owes;

    [[nodiscard]] constexpr outward_answer outward(const link_policy& policy) const noexcept {
        return problem ? outward_answer::cannot_link : ecflink::outward(policy, decision);
    }
};

namespace detail {

/// A second claim to an account that is linked, by somebody who proved it: its holder must know
/// (A40).
constexpr void notify_of_second_claim(obligations& owes, findings found, instant now) noexcept {
    if (found.contains(finding::account_linked_elsewhere) &&
        !found.contains(finding::account_proof_insufficient)) {
        owes.insert(obligation::notify_holder, now);
    }
}

/// When a handle that is issued now ends; never past the last instant that can be written.
[[nodiscard]] constexpr instant end_of_lifetime(instant now, duration lifetime) noexcept {
    return now.micros > latest_instant.micros - lifetime.micros ? latest_instant
                                                                : instant{now.micros + lifetime.micros};
}

[[nodiscard]] constexpr bool binds_everything(const handle_claims& c) noexcept {
    return is_listed(c.purpose) && !c.court.empty() && !c.account.empty() && !c.central.empty() &&
           is_listed(c.role) && c.account_revision != 0 && c.central_revision != 0 && !c.policy.empty() &&
           !c.session.empty() && !c.shown.empty() && is_listed(c.central_proof.proof_class) &&
           c.central_proof.at && is_listed(c.account_proof.proof_class) && c.account_proof.at &&
           !c.proof_court.empty() && !c.once.empty() && c.issued < c.expires;
}

}  // namespace detail

/// Proposes a link at `now`. What is missing for a handle is a problem only where the rules would
/// let the link pass: a refusal says what to mend.
[[nodiscard]] constexpr begin_answer begin(const link_policy& policy, const begin_request& request,
                                           instant now) noexcept {
    link_case facts = request.facts;
    facts.row = nullptr;
    begin_answer answer;
    const assessment found = assess(policy, facts, now);
    answer.decision = settle(policy, found, request.approved, request.central);
    detail::notify_of_second_claim(answer.owes, found.findings, now);
    if (request.session.empty()) {
        answer.problem = ceremony_problem::field_missing;
    } else if (request.approved &&
               !detail::is_authorized(policy, *request.approved, request.central.view())) {
        answer.problem = ceremony_problem::not_authorized;
    }
    if (answer.problem || answer.decision.verdict == verdict::refuse || facts.account == nullptr ||
        facts.central == nullptr) {
        return answer;
    }
    const handle_claims claims{.purpose = handle_purpose::link,
                               .court = facts.court,
                               .account = request.account,
                               .central = request.central,
                               .role = facts.account->role,
                               .account_revision = request.account_revision,
                               .central_revision = request.central_revision,
                               .policy = request.policy,
                               .session = request.session,
                               .shown = request.shown,
                               .central_proof = facts.evidence.central,
                               .account_proof = facts.evidence.account,
                               .proof_court = facts.evidence.account_court,
                               .issued = now,
                               .expires = detail::end_of_lifetime(now, policy.handle_lifetime),
                               .once = request.once,
                               .epoch = request.epoch};
    if (!detail::binds_everything(claims) || facts.account->login != request.account) {
        answer.problem = ceremony_problem::field_missing;
        return answer;
    }
    answer.claims = claims;
    answer.needs_approval = found.verdict != verdict::allow;
    return answer;
}

// ---- commit -------------------------------------------------------------------------------------

/// What `commit` looks at: what the opened handle says, and the same things as they are now.
struct commit_request {
    handle_claims claims;
    handle_purpose purpose = handle_purpose::link;
    link_case facts;     ///< read again; its proofs are those of the claims
    login account;       ///< whose record `facts.account` is
    central_id central;  ///< who is signed on now
    std::uint64_t account_revision = 0;
    std::uint64_t central_revision = 0;
    digest policy;
    digest session;
    digest confirmed;   ///< of what the filer has confirmed
    digest shown;       ///< of what would be shown now
    bool used = false;  ///< the handle was used before
    std::uint64_t ended_epoch =
        /// how far the audit trail had come when a ceremony of the two accounts last ended, or they
        /// were unlinked; 0: never
        0;
    std::optional<approval> approved;
};

/// A link that is made.
struct commitment {
    court_id court;
    login account;
    central_id central;
    ledger_row row;
    ecflink::evidence evidence;
};

/// A commitment, or a refusal.
struct commit_answer {
    assessment decision;
    std::optional<ceremony_problem> problem;
    std::optional<commitment> made;
    obligations owes;

    [[nodiscard]] constexpr outward_answer outward(const link_policy& policy) const noexcept {
        return problem ? outward_answer::cannot_link : ecflink::outward(policy, decision);
    }
};

namespace detail {

/// The first thing that is not as the handle binds it.
[[nodiscard]] constexpr std::optional<ceremony_problem> find_problem(const link_policy& policy,
                                                                     const commit_request& request,
                                                                     instant now) noexcept {
    const handle_claims& c = request.claims;
    const bool is_missing = !binds_everything(c) || request.central.empty() || request.session.empty() ||
                            request.confirmed.empty() || request.policy.empty() || request.shown.empty();
    const account_role role =
        request.facts.account != nullptr ? request.facts.account->role : account_role::missing;
    const struct {
        bool is_so;
        ceremony_problem problem;
    } checks[] = {
        {is_missing, ceremony_problem::field_missing},
        {now < c.issued || now >= c.expires, ceremony_problem::expired},
        {request.used, ceremony_problem::used},
        {request.ended_epoch > c.epoch, ceremony_problem::withdrawn},
        {request.purpose != c.purpose, ceremony_problem::purpose_mismatch},
        {request.facts.court != c.court, ceremony_problem::court_mismatch},
        {request.account != c.account, ceremony_problem::account_mismatch},
        {request.central != c.central, ceremony_problem::central_mismatch},
        {request.session != c.session, ceremony_problem::session_mismatch},
        {request.confirmed != c.shown || request.shown != c.shown, ceremony_problem::confirm_mismatch},
        {role != c.role, ceremony_problem::role_changed},
        {request.policy != c.policy, ceremony_problem::policy_changed},
        {request.central_revision != c.central_revision, ceremony_problem::central_changed},
        {request.account_revision != c.account_revision, ceremony_problem::account_changed},
        {request.approved && !is_authorized(policy, *request.approved, c.central.view()),
         ceremony_problem::not_authorized},
    };
    for (const auto& check : checks) {
        if (check.is_so) {
            return check.problem;
        }
    }
    return std::nullopt;
}

}  // namespace detail

/// Makes the link at `now`, or says why not. Everything is decided anew: a rule that came to weigh
/// since `begin` refuses here (A8, A16, A23).
[[nodiscard]] constexpr commit_answer commit(const link_policy& policy, const commit_request& request,
                                             instant now) noexcept {
    const handle_claims& claims = request.claims;
    link_case facts = request.facts;
    facts.row = nullptr;
    facts.evidence.central = claims.central_proof;
    facts.evidence.account = claims.account_proof;
    facts.evidence.account_court = claims.proof_court;

    commit_answer answer;
    answer.decision = settle(policy, assess(policy, facts, now), request.approved, claims.central);
    answer.problem = detail::find_problem(policy, request, now);
    if (!answer.problem) {  // a handle that is good for nothing says nothing
        detail::notify_of_second_claim(answer.owes, answer.decision.findings, now);
    }
    if (answer.problem || answer.decision.verdict != verdict::allow) {
        return answer;
    }
    answer.made = commitment{
        .court = claims.court,
        .account = claims.account,
        .central = claims.central,
        .row = {.linked_at = now,
                .state = link_state::active,
                .made_by = link_maker::filer,
                .confirmed_at = policy.confirm == confirmation::two_step ? std::optional(now) : std::nullopt},
        .evidence = facts.evidence};
    answer.owes = owed_after_link(policy, now);
    return answer;
}

// ---- cancel -------------------------------------------------------------------------------------

/// What stands in the way of a cancel by whoever is signed on with this session; nothing: the
/// handle is used up, and nothing else has changed (A49).
[[nodiscard]] constexpr std::optional<ceremony_problem> cancel(const handle_claims& claims,
                                                               const central_id& central,
                                                               const digest& session, bool used,
                                                               instant now) noexcept {
    if (!detail::binds_everything(claims) || central.empty() || session.empty()) {
        return ceremony_problem::field_missing;
    }
    if (now < claims.issued || now >= claims.expires) {
        return ceremony_problem::expired;
    }
    return used                        ? std::optional(ceremony_problem::used)
           : central != claims.central ? std::optional(ceremony_problem::central_mismatch)
           : session != claims.session ? std::optional(ceremony_problem::session_mismatch)
                                       : std::nullopt;
}

static_assert(std::is_trivially_copyable_v<handle_claims> && std::is_trivially_copyable_v<begin_answer> &&
              std::is_trivially_copyable_v<commit_answer>);

ECFLINK_END_NAMESPACE
