// ceremony.hpp: the ceremony that makes a link, as pure functions: begin, commit, cancel.
//
//     begin:  both accounts proven, facts read     -> a proposal or a refusal
//     commit: the handle opened, facts read again  -> a commitment with obligations, or a refusal
//     cancel: the handle opened                    -> an event in the audit trail, no link
//
// `begin` and `commit` both decide by `assess`, each on the facts of its own moment. Nothing is
// stored between them. The claims of a proposal are sealed into a handle (handle.hpp) under a key
// that only the embedder has. They bind every party, every revision, the policy, the session, the
// page shown, and the time. An empty field is an error, never a wildcard (A10, A11, A19).
//
// Two things no pure function can do: use a handle only once, and read the facts of a commit in its
// own transaction. The caller must see to both; the ledger (ledger.hpp) does.
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

/// A random number used once. All zero means "not given".
struct nonce {
    std::array<std::uint8_t, 16> bytes{};

    [[nodiscard]] constexpr bool empty() const noexcept { return *this == nonce{}; }
    friend constexpr bool operator==(const nonce&, const nonce&) noexcept = default;
};

/// Everything that a handle binds.
struct handle_claims {
    handle_purpose purpose = handle_purpose::link;
    court_id court;
    ecflink::login login;
    central_id central;
    account_role role = account_role::missing;
    std::uint64_t account_revision = 0;  ///< the revision of the court account's record, from 1
    std::uint64_t central_revision = 0;  ///< the revision of the central account's record, from 1
    digest policy;                       ///< the digest of the court's policy
    digest session;                      ///< the digest of the secret of the session that began
    digest shown;                        ///< the digest of the confirm page
    proof central_proof;
    proof account_proof;
    court_id proof_court;  ///< the court that checked the account's proof
    instant issued;
    instant expires;  ///< the first instant at which the handle no longer counts
    nonce once;
    /// the last number of the audit trail when this ceremony began. If another ceremony of the two
    /// accounts ends later than that, this one ends too
    std::uint64_t epoch = 0;

    friend constexpr bool operator==(const handle_claims&, const handle_claims&) noexcept = default;
};

/// A person's decision to allow what the rules alone do not. A clerk approves a held link; an
/// authority that may unlink approves a pair that was unlinked before. Texts are borrowed.
struct approval {
    actor who = actor::court;
    std::string_view id;      ///< the embedder's own name for this person
    std::string_view reason;  ///< required
    /// the findings that it allows, if they are found; by default whatever the giver may allow
    findings covers{~std::uint64_t{0}};
};

/// True if a text shows nothing: it is empty, or all of it is white space, controls or invisible
/// characters. Text that is not UTF-8 is not blank.
[[nodiscard]] constexpr bool is_blank(std::string_view text) noexcept {
    constexpr struct {
        char32_t first;
        char32_t last;
    } invisible[] = {{0x00, 0x20},     {0x7F, 0xA0},     {0xAD, 0xAD},     {0x34F, 0x34F},
                     {0x61C, 0x61C},   {0x115F, 0x1160}, {0x1680, 0x1680}, {0x17B4, 0x17B5},
                     {0x180B, 0x180F}, {0x2000, 0x200F}, {0x2028, 0x202F}, {0x205F, 0x206F},
                     {0x2800, 0x2800}, {0x3000, 0x3000}, {0x3164, 0x3164}, {0xFE00, 0xFE0F},
                     {0xFEFF, 0xFEFF}, {0xFFA0, 0xFFA0}, {0xFFF0, 0xFFF8}, {0xE0000, 0xE0FFF}};
    if (!detail::is_utf8(text)) {
        return false;
    }
    for (std::size_t at = 0; at < text.size();) {
        const char32_t point = detail::next_code_point(text, at);
        bool is_shown = true;
        for (const auto& range : invisible) {
            is_shown = is_shown && (point < range.first || range.last < point);
        }
        if (is_shown) {
            return false;
        }
    }
    return true;
}

/// An obligation of the caller after a change, and the instant from which it is due.
struct owed {
    obligation what = obligation::notify_court_contact;
    instant due;

    friend constexpr bool operator==(const owed&, const owed&) noexcept = default;
};

/// Obligations in the order in which to meet them, each kind at most once.
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
    std::array<owed, 6> all_{};  // room for one of each kind
    std::size_t size_ = 0;
};
static_assert(tokens<obligation>().size() == 6);

namespace detail {

/// The authority by which this actor unlinks.
[[nodiscard]] constexpr unlink_authority authority_of(actor who) noexcept {
    return who == actor::filer    ? unlink_authority::filer
           : who == actor::center ? unlink_authority::center
                                  : unlink_authority::clerk;
}

/// An approval names its giver and the reason. Staff never approve a link of their own (A39).
[[nodiscard]] constexpr bool is_authorized(const link_policy& policy, const approval& given,
                                           std::string_view central) noexcept {
    const bool may = is_listed(given.who) &&
                     (given.who == actor::court || policy.unlink_by.contains(authority_of(given.who)));
    const bool is_own = given.id == central;
    return may && !is_blank(given.id) && !is_blank(given.reason) &&
           (given.who == actor::filer ? is_own : !is_own);
}

}  // namespace detail

/// The assessment after an approval. A clerk's approval allows what the policy holds. An approval
/// by an authority that may unlink allows a pair that was unlinked before. The findings stay; the
/// verdict changes, and `approved` names what a clerk allowed. An approval without authority
/// changes nothing.
[[nodiscard]] constexpr assessment apply_approval(const link_policy& policy, const assessment& found,
                                                  const std::optional<approval>& given,
                                                  const central_id& central) noexcept {
    if (!given || !detail::is_authorized(policy, *given, central.view())) {
        return found;
    }
    findings left = found.findings;
    if (policy.unlink_by.contains(detail::authority_of(given->who)) &&
        given->covers.contains(finding::pair_tombstoned)) {
        left.erase(finding::pair_tombstoned);
    }
    findings approved = found.approved;
    if (given->who == actor::court) {
        approved = approved | (found.findings & policy.dispositions.hold & given->covers);
    }
    return {decide(policy.dispositions, left, approved), found.findings, approved};
}

/// The answer that the person may see. It has few words, and is the same for an unknown login, a
/// wrong password, a locked account and an account linked elsewhere (A36). "Not now" depends only
/// on the court's calendar and the number of attempts at the court account; or, once both accounts
/// are proven, on a clerk who must decide. Whoever counts attempts must count a right password that
/// led to a refusal as a wrong one, or the count tells the two apart; the ledger does.
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

/// The obligations that a new link brings.
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

/// The obligations that the link of an admission brings. The account is new: nobody has a password
/// for it that could be retired, nor a session that could have used it.
[[nodiscard]] constexpr obligations owed_after_admission(instant now) noexcept {
    obligations owes;
    owes.insert(obligation::notify_court_contact, now);
    owes.insert(obligation::notify_central_contact, now);
    owes.insert(obligation::refresh_menus, now);
    return owes;
}

// ---- begin --------------------------------------------------------------------------------------

/// The input of `begin`. The facts are those of a proposed link: `facts.row` is null.
struct begin_request {
    link_case facts;
    ecflink::login login;  ///< as typed; `facts.account` is null where no account has it
    central_id central;    ///< who signed on
    std::uint64_t account_revision = 0;
    std::uint64_t central_revision = 0;
    digest policy;
    digest session;
    digest shown;
    nonce once;
    std::uint64_t epoch = 0;
    std::optional<approval> approved;
    std::optional<instant> session_ends;  ///< when the session ends by itself, if it does
    /// so many passwords of the central account were wrong that the last was not checked
    bool central_attempts_exhausted = false;
};

/// A proposal, or a refusal.
struct begin_answer {
    assessment decision;                      ///< for the operator only
    std::optional<ceremony_problem> problem;  ///< an obstacle other than the findings
    std::optional<handle_claims> claims;      ///< the proposal, ready to seal; nothing if refused
    std::optional<instant> ends;  ///< until when it can be committed (`earliest_end`), if it can be
    bool needs_approval = false;  ///< the commit needs an approval of its own
    /// the attempts at the central account are exhausted, and not those at the court account
    bool only_central_attempts_exhausted = false;
    obligations owes;

    /// Attempts at the central account are not shown: a right password of it does not count, so
    /// "not now" would tell a wrong one of a closed account from a right one (A36).
    [[nodiscard]] constexpr outward_answer outward(const link_policy& policy) const noexcept {
        assessment shown = decision;
        if (only_central_attempts_exhausted) {
            shown.findings.erase(finding::attempts_exhausted);
        }
        return problem ? outward_answer::cannot_link : ecflink::outward(policy, shown);
    }
};

namespace detail {

/// Calls `use(t)` for each instant of a policy at which what is found of a proposed link can
/// change.
template <finding_group... Groups, class Use>
constexpr void for_each_change_of(const link_policy& policy, Use use) {
    (for_each_change<Groups>(policy, use), ...);
}

/// Somebody else proved an account that is already linked: its holder must be told (A40).
constexpr void notify_of_second_claim(obligations& owes, findings found, instant now) noexcept {
    if (found.contains(finding::account_linked_elsewhere) &&
        !found.contains(finding::account_proof_insufficient)) {
        owes.insert(obligation::notify_holder, now);
    }
}

/// The end of a handle issued now, and at most the last instant that can be written.
[[nodiscard]] constexpr instant end_of_lifetime(instant now, duration lifetime) noexcept {
    return now.micros > latest_instant.micros - lifetime.micros ? latest_instant
                                                                : instant{now.micros + lifetime.micros};
}

[[nodiscard]] constexpr bool binds_everything(const handle_claims& c) noexcept {
    return is_listed(c.purpose) && !c.court.empty() && !c.login.empty() && !c.central.empty() &&
           is_listed(c.role) && c.account_revision != 0 && c.central_revision != 0 && !c.policy.empty() &&
           !c.session.empty() && !c.shown.empty() && is_listed(c.central_proof.proof_class) &&
           c.central_proof.at && is_listed(c.account_proof.proof_class) && c.account_proof.at &&
           !c.proof_court.empty() && !c.once.empty() && c.issued < c.expires;
}

}  // namespace detail

/// The instant until which a link that is proposed at `now` can be committed if no fact changes:
/// `latest` (the end of the handle, or of the session), or earlier if a proof gets too old, an
/// outage begins, the court closes linking, a second factor is due, or another rule comes to apply.
/// With the same approval a commit is allowed from `now` to before the answer.
[[nodiscard]] constexpr instant earliest_end(const link_policy& policy, const link_case& proposed,
                                             const std::optional<approval>& approved,
                                             const central_id& central, instant now,
                                             instant latest) noexcept {
    const auto verdict_at = [&](instant t) {
        return apply_approval(policy, assess(policy, proposed, t), approved, central).verdict;
    };
    const verdict given = verdict_at(now);
    instant end = latest;
    detail::for_each_change_of<finding_group::central, finding_group::court, finding_group::account,
                               finding_group::proof, finding_group::pair>(policy, [&](instant t) {
        if (now < t && t < end && verdict_at(t) > given) {
            end = t;
        }
    });
    const auto look_at_age = [&](const proof_rule& wanted, const proof& shown) {
        if (shown.at) {
            const instant last = detail::end_of_lifetime(*shown.at, wanted.max_age);  // accepted still
            if (last < end && verdict_at({last.micros + 1}) > given) {
                end = last;
            }
        }
    };
    look_at_age(policy.central_proof, proposed.evidence.central);
    look_at_age(policy.account_proof, proposed.evidence.account);
    return end;
}

/// Proposes a link at `now`. A refusal comes first and says what to fix. Only where the rules let
/// the link pass is a missing claim a problem.
[[nodiscard]] constexpr begin_answer begin(const link_policy& policy, const begin_request& request,
                                           instant now) noexcept {
    link_case facts = request.facts;
    facts.row = nullptr;
    begin_answer answer;
    assessment found = assess(policy, facts, now);
    if (request.central_attempts_exhausted) {
        answer.only_central_attempts_exhausted = !found.findings.contains(finding::attempts_exhausted);
        found.findings.insert(finding::attempts_exhausted);
        found.verdict = decide(policy.dispositions, found.findings);
    }
    answer.decision = apply_approval(policy, found, request.approved, request.central);
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
                               .login = request.login,
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
    if (!detail::binds_everything(claims) || facts.account->login != request.login) {
        answer.problem = ceremony_problem::field_missing;
        return answer;
    }
    answer.claims = claims;
    const instant latest = request.session_ends && *request.session_ends < claims.expires
                               ? *request.session_ends
                               : claims.expires;
    answer.ends = earliest_end(policy, facts, request.approved, request.central, now, latest);
    answer.needs_approval = found.verdict != verdict::allow;
    return answer;
}

// ---- commit -------------------------------------------------------------------------------------

/// The input of `commit`: the claims of the opened handle, and the same things as they are now.
struct commit_request {
    handle_claims claims;
    handle_purpose purpose = handle_purpose::link;
    link_case facts;       ///< read again; `commit` takes the proofs from the claims
    ecflink::login login;  ///< whose record `facts.account` is
    central_id central;    ///< who is signed on now
    std::uint64_t account_revision = 0;
    std::uint64_t central_revision = 0;
    digest policy;
    digest session;
    digest confirmed;   ///< the digest of the page that the filer confirmed
    digest shown;       ///< the digest of the page as it is now
    bool used = false;  ///< the handle was used before
    /// the number of the event that last ended a ceremony of the two accounts or unlinked them; 0
    /// if none did
    std::uint64_t ended_epoch = 0;
    std::optional<approval> approved;
};

/// A link to write.
struct commitment {
    court_id court;
    ecflink::login login;
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

/// The first thing that differs from what the handle binds.
[[nodiscard]] constexpr std::optional<ceremony_problem> find_problem(const link_policy& policy,
                                                                     const commit_request& request,
                                                                     instant now) noexcept {
    const handle_claims& c = request.claims;
    const bool is_missing = !binds_everything(c) || request.central.empty() || request.session.empty() ||
                            request.confirmed.empty() || request.policy.empty() || request.shown.empty();
    const account_role role =
        request.facts.account != nullptr ? request.facts.account->role : account_role::missing;
    const struct {
        bool applies;
        ceremony_problem problem;
    } checks[] = {
        {is_missing, ceremony_problem::field_missing},
        {now < c.issued || now >= c.expires, ceremony_problem::expired},
        {request.used, ceremony_problem::used},
        {request.ended_epoch > c.epoch, ceremony_problem::withdrawn},
        {request.purpose != c.purpose, ceremony_problem::purpose_mismatch},
        {request.facts.court != c.court, ceremony_problem::court_mismatch},
        {request.login != c.login, ceremony_problem::account_mismatch},
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
        if (check.applies) {
            return check.problem;
        }
    }
    return std::nullopt;
}

}  // namespace detail

/// Makes the link at `now`, or says why not. It decides everything again, so a rule that came to
/// apply after `begin` refuses here (A8, A16, A23).
[[nodiscard]] constexpr commit_answer commit(const link_policy& policy, const commit_request& request,
                                             instant now) noexcept {
    const handle_claims& claims = request.claims;
    link_case facts = request.facts;
    facts.row = nullptr;
    facts.evidence.central = claims.central_proof;
    facts.evidence.account = claims.account_proof;
    facts.evidence.account_court = claims.proof_court;

    commit_answer answer;
    answer.decision = apply_approval(policy, assess(policy, facts, now), request.approved, claims.central);
    answer.problem = detail::find_problem(policy, request, now);
    if (!answer.problem) {  // a handle that does not count proves nothing
        detail::notify_of_second_claim(answer.owes, answer.decision.findings, now);
    }
    if (answer.problem || answer.decision.verdict != verdict::allow) {
        return answer;
    }
    answer.made = commitment{
        .court = claims.court,
        .login = claims.login,
        .central = claims.central,
        .row = {.linked_at = now,
                .state = link_state::active,
                .made_by = link_maker::filer,
                .confirmed_at = policy.confirm == confirmation::two_step ? std::optional(now) : std::nullopt,
                .approved = answer.decision.approved},
        .evidence = facts.evidence};
    answer.owes = owed_after_link(policy, now);
    return answer;
}

// ---- cancel -------------------------------------------------------------------------------------

/// Why the person signed on with this session cannot cancel. Nothing means that they can: the
/// handle is used up, and nothing else changes (A49).
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

// ---- what a clerk decides -----------------------------------------------------------------------

/// How long an approval of a held link lasts.
inline constexpr duration approval_lifetime{std::int64_t{14} * 24 * 3600 * micros_per_second};

namespace detail {

/// What depends on the proofs of one ceremony, and not on the two accounts.
inline constexpr findings findings_about_proofs =
    findings_of(finding_group::proof) - findings{finding::not_preauthorized};

}  // namespace detail

/// What stands against a link of the two accounts now, whoever proves them: what a clerk is shown.
[[nodiscard]] constexpr assessment assess_without_proofs(const link_policy& policy, link_case facts,
                                                         instant now) noexcept {
    facts.row = nullptr;
    facts.evidence.failed_attempts = 0;
    const findings found = assess(policy, facts, now).findings - detail::findings_about_proofs;
    return {decide(policy.dispositions, found), found};
}

/// A clerk's decision about a held link: an item of the queue, and the facts as they are now. Texts
/// are borrowed.
struct hold_request {
    hold_state state = hold_state::waiting;
    findings found;                 ///< when the filer proposed the link
    bool has_same_records = false;  ///< neither record has changed since then
    assessment now;                 ///< `assess_without_proofs`
    central_id central;
    approval by;
};

struct hold_decision {
    hold_answer answer = hold_answer::not_waiting;
    findings approved;  ///< the findings that the approval names; empty unless `approved`
};

namespace detail {

[[nodiscard]] constexpr std::optional<hold_answer> obstacle_of_clerk(const hold_request& asked) noexcept {
    return is_blank(asked.by.id) || is_blank(asked.by.reason) ? std::optional(hold_answer::reason_missing)
           : asked.by.who != actor::court || asked.by.id == asked.central.view()
               ? std::optional(hold_answer::not_authorized)
               : std::nullopt;
}

}  // namespace detail

/// Approves what the item shows, and nothing else: if a record changed, or something was found that
/// the item does not show, the filer must begin again. Nothing that refuses can be approved.
[[nodiscard]] constexpr hold_decision approve_hold(const link_policy& policy,
                                                   const hold_request& asked) noexcept {
    if (const auto obstacle = detail::obstacle_of_clerk(asked)) {
        return {*obstacle, {}};
    }
    const findings holding = asked.now.findings & policy.dispositions.hold;
    return asked.state != hold_state::waiting     ? hold_decision{hold_answer::not_waiting, {}}
           : asked.now.verdict == verdict::refuse ? hold_decision{hold_answer::refused, {}}
           : !asked.has_same_records || !(holding - asked.found).empty()
               ? hold_decision{hold_answer::changed, {}}
               : hold_decision{hold_answer::approved, holding};
}

/// Rejects an item that waits or was approved.
[[nodiscard]] constexpr hold_decision reject_hold(const hold_request& asked) noexcept {
    if (const auto obstacle = detail::obstacle_of_clerk(asked)) {
        return {*obstacle, {}};
    }
    const bool is_open = asked.state == hold_state::waiting || asked.state == hold_state::approved;
    return {is_open ? hold_answer::rejected : hold_answer::not_waiting, {}};
}

/// True while an approval given at `decided` is in force.
[[nodiscard]] constexpr bool is_approval_in_force(instant decided, instant now) noexcept {
    return decided <= now && now < detail::end_of_lifetime(decided, approval_lifetime);
}

static_assert(std::is_trivially_copyable_v<handle_claims> && std::is_trivially_copyable_v<begin_answer> &&
              std::is_trivially_copyable_v<commit_answer>);

ECFLINK_END_NAMESPACE
