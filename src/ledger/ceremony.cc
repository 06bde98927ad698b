// The ceremony over a ledger: begin, peek, commit, cancel.
#include <algorithm>

#include <ecflink/ledger/handle.hpp>

#include "ledger/held_links.hpp"

ECFLINK_BEGIN_NAMESPACE

using namespace detail::ledger;

namespace {

constexpr statement select_handle{"SELECT outcome FROM used_handles WHERE handle = $1"};

std::string name_of(const nonce& once) { return to_hex(once.bytes); }

bool is_used(const query_function& query, const nonce& once) {
    const std::string name = name_of(once);
    const parameter key[] = {std::string_view(name)};
    return !query(select_handle, key).empty();
}

void add_problem(audit_entry& entry, const std::optional<ceremony_problem>& problem) {
    if (problem) {
        entry.details.push_back({"problem", std::string(to_token(*problem))});
    }
}

/// The page for a pair; both records must exist.
confirm_page page_of(const query_function& query, const court_policy& policy, const pair_facts& facts) {
    return make_confirm_page(policy, facts.court, facts.account_name(), facts.account->row.account,
                             facts.central_name(), facts.central_key,
                             read_surroundings(query, facts.court, facts.account_key));
}

/// Decides a commit within a transaction, logs the answer, and writes the link if there is one.
bool is_holder(const handle_claims& claims, const confirmation_request& request) {
    return !request.session.empty() && request.session == claims.session && request.central == claims.central;
}

commit_outcome commit_in(transaction& work, const policy_set& policies, const handle_claims& claims,
                         const confirmation_request& request, instant now) {
    const court_policy& policy = policies.find(claims.court.view());
    const auto query = queries_of(work);
    const pair_facts facts =
        read_pair(query, claims.court, claims.login, claims.central, attempts_since(policy.rules, now));

    commit_request asked;
    asked.claims = claims;
    asked.facts = facts.make_case(claims.central_proof, claims.account_proof);
    asked.login = claims.login;
    asked.central = request.central;
    asked.account_revision = facts.account ? facts.account->revision : 0;
    asked.central_revision = facts.central ? facts.central->revision : 0;
    asked.policy = parse_digest(policy.digest);
    asked.session = request.session;
    asked.confirmed = request.confirmed;
    if (facts.account && facts.central) {
        asked.shown = digest_of(page_of(query, policy, facts), claims.court, claims.login, claims.central);
    }
    asked.used = is_used(query, claims.once);
    asked.ended_epoch = facts.ended_epoch;
    const auto hold = find_open_hold(query, facts);
    asked.approved = request.approved ? to_approval(request.approved) : approval_of(hold, facts, now);
    const commit_answer answer = commit(policy.rules, asked, now);

    commit_outcome outcome;
    outcome.outward = answer.outward(policy.rules);
    outcome.made = answer.made;
    outcome.decision = answer.decision;
    outcome.problem = answer.problem;
    outcome.is_holder = is_holder(claims, request);
    outcome.owes.assign(answer.owes.all().begin(), answer.owes.all().end());
    audit_entry entry = event_of(answer.made ? audit_event::link_committed : audit_event::link_refused, facts,
                                 now, request.approved);
    if (!request.approved) {
        entry.actor_id = request.central.view();  // not always the owner of the handle
    }
    add_problem(entry, answer.problem);
    if (asked.approved && !request.approved) {
        entry.details.push_back({"item", static_cast<std::int64_t>(hold->id)});
    }
    if (!answer.made) {
        entry.findings = answer.decision.findings;
        outcome.sequence = work.log(entry);
        if (!owe(work, outcome.sequence, outcome.owes, facts)) {
            outcome.owes.clear();
        }
        return outcome;
    }
    link_case decided = asked.facts;
    decided.evidence = answer.made->evidence;
    outcome.sequence = write_link(work, policy, facts, *answer.made, decided, answer.decision.findings, entry,
                                  outcome.owes, now, &outcome.record);
    const std::string name = name_of(claims.once);
    work.insert(used_handles_table,
                {std::string_view(name), claims.court.view(), claims.login.view(), claims.central.view(),
                 std::string_view("committed"), to_parameter(outcome.sequence)});
    return outcome;
}

/// The arguments of a `begin`, and what came of its check.
struct proven_begin {
    signed_on who;
    const court_id& court;
    const login& typed;
    const std::optional<acting>& approved;
    instant now;
    std::uint64_t attempt = 0;  ///< 0: the limit was reached, or a dry run; nothing was checked
    proof account_proof;
    run how = run::write;
};

begin_request make_begin_request(transaction& work, const court_policy& policy, const pair_facts& facts,
                                 const proven_begin& given) {
    begin_request asked;
    asked.facts = facts.make_case(given.who.central_proof, given.account_proof);
    asked.login = given.typed;
    asked.central = given.who.central;
    asked.account_revision = facts.account ? facts.account->revision : 0;
    asked.central_revision = facts.central ? facts.central->revision : 0;
    asked.policy = parse_digest(policy.digest);
    asked.session = given.who.session;
    asked.once = {random_bytes<16>()};
    asked.epoch = work.next_event();  // that of the proposal
    asked.approved = to_approval(given.approved);
    asked.session_ends = given.who.session_ends;
    return asked;
}

/// Proposes within a transaction, and logs the answer. In a court with one-step confirmation it
/// also commits.
ledger::begun propose_in(transaction& work, const ledger_store& store, const proven_begin& given) {
    const court_policy& policy = store.policies().find(given.court.view());
    const bool is_proven = policy.rules.account_proof.accept.contains(given.account_proof.proof_class);
    const auto query = queries_of(work);
    pair_facts facts = read_pair(query, given.court, given.typed, given.who.central,
                                 attempts_since(policy.rules, given.now));
    const std::uint32_t counted_attempts = facts.failed_attempts;
    if (given.attempt != 0 && facts.failed_attempts > 0) {
        --facts.failed_attempts;  // without the attempt that is reserved for this call
    }
    begin_request asked = make_begin_request(work, policy, facts, given);
    const auto hold = find_open_hold(query, facts);
    if (!given.approved) {
        asked.approved = approval_of(hold, facts, given.now);
    }
    asked.central_attempts_exhausted =
        !policy.rules.central_proof.accept.contains(given.who.central_proof.proof_class) &&
        has_too_many_attempts(query, store.policies().base().rules, {}, given.who.central.view(), given.now);
    ledger::begun outcome;
    begin_outcome& proposal = outcome.proposal;
    // A refusal makes no page, so an unknown login costs as much as a wrong password (A36).
    const assessment found = apply_approval(policy.rules, assess(policy.rules, asked.facts, given.now),
                                            asked.approved, given.who.central);
    if (facts.account && facts.central && found.verdict != verdict::refuse) {
        proposal.page = page_of(query, policy, facts);
        asked.shown = digest_of(*proposal.page, given.court, given.typed, given.who.central);
    }
    begin_answer answer = ecflink::begin(policy.rules, asked, given.now);
    // Only what leads to a proposal does not count. If a right password that is refused did not,
    // the answer to the attempt that reaches the limit would tell it from a wrong one (A36).
    const bool opens = is_proven && answer.claims.has_value();
    if (!opens) {
        asked.facts.evidence.failed_attempts = counted_attempts;
        answer = ecflink::begin(policy.rules, asked, given.now);
    }
    proposal.outward = answer.outward(policy.rules);
    proposal.decision = answer.decision;
    proposal.problem = answer.problem;
    proposal.ends = answer.ends;
    const bool is_approved_in_queue =
        !given.approved && asked.approved && answer.decision.verdict == verdict::allow;
    proposal.needs_approval = answer.needs_approval && !is_approved_in_queue;
    if (proposal.ends && answer.needs_approval && is_approved_in_queue) {
        proposal.ends = std::min(*proposal.ends, end_of_approval(*hold));
    }

    audit_entry entry = event_of(answer.claims ? audit_event::link_proposed : audit_event::link_refused,
                                 facts, given.now, given.approved);
    entry.findings = answer.decision.findings;
    add_problem(entry, answer.problem);
    const std::uint64_t sequence = work.log(entry);
    detail::ledger::owe(work, sequence, answer.owes.all(), facts);
    if (given.attempt != 0) {
        close_attempt(work, given.attempt, opens);
    }
    if (!answer.claims) {
        proposal.page.reset();
        return outcome;
    }
    proposal.shown = asked.shown;
    if (proposal.needs_approval && !given.approved &&
        !(answer.decision.findings & policy.rules.dispositions.hold)
             .intersects(detail::findings_about_proofs)) {
        proposal.held_as = enqueue(work, hold, facts, answer.decision.findings, sequence, given.now);
    }
    if (policy.rules.confirm == confirmation::one_step && (!proposal.needs_approval || given.approved)) {
        // The commit without the screen. What is queued must be written first, because the commit
        // reads it.
        work.flush();
        outcome.committed =
            commit_in(work, store.policies(), *answer.claims,
                      {{}, given.who.central, given.who.session, asked.shown, given.approved}, given.now);
        proposal.outward = outcome.committed->outward;
    } else if (given.how == run::write) {
        proposal.handle = seal(*answer.claims, store.keys(), work.state().id);
    }
    return outcome;
}

/// A proof of the strongest class that the rule accepts; none if it accepts none.
proof strongest(const proof_rule& wanted, instant now) {
    proof given{proof_class::none, now};
    for (const token_entry& one : tokens<proof_class>()) {
        if (const auto candidate = static_cast<proof_class>(one.number); wanted.accept.contains(candidate)) {
            given.proof_class = candidate;
        }
    }
    return given;
}

/// The answer to a text that is not a handle: outside it looks like any unusable handle.
template <class Outcome>
Outcome not_authentic() {
    Outcome outcome;
    outcome.problem = ceremony_problem::not_authentic;
    return outcome;
}

/// The same, with an event in the trail: somebody sent a handle that this ledger did not seal.
template <class Outcome>
ledger_result<Outcome> refuse_handle(ledger_store& store, const confirmation_request& request, instant now) {
    return store.write<Outcome>(
        [&](transaction& work) {
            audit_entry entry;
            entry.event = audit_event::link_refused;
            entry.at = now;
            entry.central = request.central;
            entry.by = actor::filer;
            entry.actor_id = std::string(request.central.view());
            add_problem(entry, ceremony_problem::not_authentic);
            work.log(entry);
            return not_authentic<Outcome>();
        },
        {.court = court_id{}});
}

}  // namespace

std::string_view to_token(handle_outcome what) noexcept {
    switch (what) {
        case handle_outcome::unused: return "unused";
        case handle_outcome::committed: return "committed";
        case handle_outcome::cancelled: return "cancelled";
    }
    return {};
}

ledger_result<ledger::begun> ledger::begin(const signed_on& who, const court_id& court, const login& typed,
                                           const account_check& check, instant now,
                                           const std::optional<acting>& approved, run how) {
    const court_policy& policy = store_->policies().find(court.view());
    if (how == run::dry) {
        const proven_begin assumed{
            .who = {who.central, strongest(policy.rules.central_proof, now), who.session, who.session_ends},
            .court = court,
            .typed = typed,
            .approved = approved,
            .now = now,
            .account_proof = strongest(policy.rules.account_proof, now),
            .how = how};
        return store_->write<begun>([&](transaction& work) { return propose_in(work, *store_, assumed); },
                                    {.how = how});
    }
    const instant since = attempts_since(policy.rules, now);

    const auto reserve = [&](transaction& work) {
        audit_entry entry;
        entry.court = court;
        entry.login = typed;
        entry.central = who.central;
        return reserve_attempt(work, policy.rules, court.view(), typed.view(), entry, now);
    };
    const auto reserved = store_->write<std::uint64_t>(
        reserve, {.court = court, .ahead = queries_of_attempts(court.view(), typed.view(), since)});
    if (!reserved) {
        return reserved.error();
    }
    const bool may_check = reserved.value() != 0;

    proof account_proof{proof_class::none, now};
    if (may_check) {
        try {
            account_proof.proof_class = check(court, typed);
        } catch (...) {  // what it says may hold a password, so it goes no further
            return ledger_error{
                ledger_trouble::check_failed,
                "the check of the court account's password failed with an error; the attempt counts"};
        }
    }
    const proven_begin given{.who = who,
                             .court = court,
                             .typed = typed,
                             .approved = approved,
                             .now = now,
                             .attempt = reserved.value(),
                             .account_proof = account_proof,
                             .how = how};
    auto ahead = queries_of_pair(court, typed, who.central, since);
    ahead.push_back(query_of_attempt(given.attempt));
    return store_->write<begun>([&](transaction& work) { return propose_in(work, *store_, given); },
                                {.court = court, .ahead = ahead});
}

ledger_result<begin_outcome> ledger::peek(const confirmation_request& request, instant now) const {
    return store_->read_under_policies<begin_outcome>([&](database& db) {
        const auto claims = ecflink::open(request.handle, store_->keys(), read_state(db).id);
        if (!claims) {
            return not_authentic<begin_outcome>();
        }
        const handle_claims& c = claims.value();
        const auto query = queries_of(db);
        begin_outcome outcome;
        outcome.problem = ecflink::cancel(c, request.central, request.session, is_used(query, c.once), now);
        if (outcome.problem) {
            return outcome;
        }
        const court_policy& policy = store_->policies().find(c.court.view());
        const pair_facts facts =
            read_pair(query, c.court, c.login, c.central, attempts_since(policy.rules, now));
        const auto hold = find_open_hold(query, facts);
        const auto approved = approval_of(hold, facts, now);
        const link_case proposed = facts.make_case(c.central_proof, c.account_proof);
        outcome.decision =
            apply_approval(policy.rules, assess(policy.rules, proposed, now), approved, c.central);
        outcome.outward = outward(policy.rules, outcome.decision);
        const instant latest = approved ? std::min(c.expires, end_of_approval(*hold)) : c.expires;
        outcome.ends = earliest_end(policy.rules, proposed, approved, c.central, now, latest);
        outcome.needs_approval = outcome.decision.verdict != verdict::allow;
        if (facts.account && facts.central) {
            outcome.page = page_of(query, policy, facts);
            outcome.shown = digest_of(*outcome.page, c.court, c.login, c.central);
        }
        return outcome;
    });
}

ledger_result<commit_outcome> ledger::commit(const confirmation_request& request, instant now, run how) {
    return ledger_store::guarded<commit_outcome>([&]() -> ledger_result<commit_outcome> {
        const auto claims = ecflink::open(request.handle, store_->keys(), store_->ledger_id());
        if (!claims) {
            return how == run::dry ? not_authentic<commit_outcome>()
                                   : refuse_handle<commit_outcome>(*store_, request, now);
        }
        const handle_claims& c = claims.value();
        const instant since = attempts_since(store_->policies().find(c.court.view()).rules, now);
        const std::string name = name_of(c.once);
        auto ahead = queries_of_pair(c.court, c.login, c.central, since);
        ahead.push_back({&select_handle, {std::string_view(name)}});
        return store_->write<commit_outcome>(
            [&](transaction& work) { return commit_in(work, store_->policies(), c, request, now); },
            {.how = how, .court = c.court, .ahead = ahead});
    });
}

ledger_result<cancel_outcome> ledger::cancel(const confirmation_request& request, instant now, run how) {
    return ledger_store::guarded<cancel_outcome>([&]() -> ledger_result<cancel_outcome> {
        const auto claims = ecflink::open(request.handle, store_->keys(), store_->ledger_id());
        if (!claims) {
            return how == run::dry ? not_authentic<cancel_outcome>()
                                   : refuse_handle<cancel_outcome>(*store_, request, now);
        }
        const handle_claims& c = claims.value();
        const std::string name = name_of(c.once);
        return store_->write<cancel_outcome>(
            [&](transaction& work) {
                cancel_outcome outcome;
                outcome.problem = ecflink::cancel(c, request.central, request.session,
                                                  is_used(queries_of(work), c.once), now);
                outcome.is_holder = is_holder(c, request);
                audit_entry entry;
                entry.event = outcome.problem ? audit_event::link_refused : audit_event::link_cancelled;
                entry.at = now;
                entry.court = c.court;
                entry.login = c.login;
                entry.central = c.central;
                entry.by = actor::filer;
                entry.actor_id = std::string(request.central.view());
                add_problem(entry, outcome.problem);
                const std::uint64_t sequence = work.log(entry);
                if (!outcome.problem) {
                    outcome.outward = outward_answer::ok;
                    work.insert(used_handles_table,
                                {std::string_view(name), c.court.view(), c.login.view(), c.central.view(),
                                 std::string_view("cancelled"), to_parameter(sequence)});
                }
                return outcome;
            },
            {.how = how, .court = c.court, .ahead = {{&select_handle, {std::string_view(name)}}}});
    });
}

ledger_result<handle_outcome> ledger::outcome_of(std::string_view handle) const {
    return store_->read<handle_outcome>([&](database& db) {
        const auto claims = ecflink::open(handle, store_->keys(), read_state(db).id);
        if (!claims) {
            return handle_outcome::unused;
        }
        const std::string name = name_of(claims.value().once);
        const parameter key[] = {std::string_view(name)};
        const auto found = db.query(select_handle, key);
        return found.empty()                           ? handle_outcome::unused
               : text(found.front()[0]) == "committed" ? handle_outcome::committed
                                                       : handle_outcome::cancelled;
    });
}

ECFLINK_END_NAMESPACE
