// begin, peek, commit, cancel over a ledger.
#include <ecflink/ledger/handle.hpp>

#include "ledger/writing.hpp"

ECFLINK_BEGIN_NAMESPACE

using detail::ledger::event_of;
using detail::ledger::pair_facts;
using detail::ledger::statement;
using detail::ledger::to_approval;
using detail::ledger::to_parameter;
using detail::ledger::transaction;

namespace {

constexpr statement select_handle{"SELECT outcome FROM used_handles WHERE handle = $1"};
constexpr statement insert_handle{
    "INSERT INTO used_handles (handle, court, login, central_id, outcome, sequence) VALUES ($1, $2, $3, $4, "
    "$5, $6)"};

std::string name_of(const nonce& once) { return to_hex(once.bytes); }

bool is_used(const detail::ledger::query_function& query, const nonce& once) {
    const std::string name = name_of(once);
    const detail::ledger::parameter key[] = {std::string_view(name)};
    return !query(select_handle, key).empty();
}

void add_problem(audit_entry& entry, const std::optional<ceremony_problem>& problem) {
    if (problem) {
        entry.details.push_back({"problem", std::string(to_token(*problem))});
    }
}

/// The page for a pair whose records are there.
confirm_page page_of(const detail::ledger::query_function& query, const court_policy& policy,
                     const pair_facts& facts, findings found) {
    return make_confirm_page(policy, facts.court, facts.account_name(), facts.account->row.account,
                             facts.central_name(), facts.central_key,
                             read_surroundings(query, facts.court, facts.account_key), found);
}

/// Commits within a transaction: what came of it is logged, and if it is a link, written.
commit_outcome commit_in(transaction& work, const policy_set& policies, const handle_claims& claims,
                         const confirmation_request& request, instant now) {
    const court_policy& policy = policies.find(claims.court.view());
    const auto query = detail::ledger::queries_of(work);
    const pair_facts facts = read_pair(query, claims.court, claims.account, claims.central,
                                       detail::ledger::attempts_since(policy.rules, now));

    commit_request asked;
    asked.claims = claims;
    asked.facts = facts.make_case(claims.central_proof, claims.account_proof);
    asked.account = claims.account;
    asked.central = request.central;
    asked.account_revision = facts.account ? facts.account->revision : 0;
    asked.central_revision = facts.central ? facts.central->revision : 0;
    asked.policy = parse_digest(policy.digest);
    asked.session = request.session;
    asked.confirmed = request.confirmed;
    if (facts.account && facts.central) {
        const findings found = assess(policy.rules, asked.facts, now).findings;
        asked.shown =
            digest_of(page_of(query, policy, facts, found), claims.court, claims.account, claims.central);
    }
    asked.used = is_used(query, claims.once);
    asked.ended_epoch = facts.ended_epoch;
    asked.approved = to_approval(request.approved);
    const commit_answer answer = commit(policy.rules, asked, now);

    commit_outcome outcome;
    outcome.outward = answer.outward(policy.rules);
    outcome.made = answer.made;
    outcome.decision = answer.decision;
    outcome.problem = answer.problem;
    outcome.owes.assign(answer.owes.all().begin(), answer.owes.all().end());
    audit_entry entry = event_of(answer.made ? audit_event::link_committed : audit_event::link_refused, facts,
                                 now, request.approved);
    if (!request.approved) {
        entry.actor_id = request.central.view();  // who may be somebody else than the handle's owner
    }
    add_problem(entry, answer.problem);
    if (!answer.made) {
        entry.findings = answer.decision.findings;
        outcome.sequence = work.log(entry);
        detail::ledger::owe(work, outcome.sequence, outcome.owes, facts);
        return outcome;
    }
    link_case decided = asked.facts;
    decided.evidence = answer.made->evidence;
    outcome.sequence =
        detail::ledger::write_link(work, policy, facts, *answer.made, decided, answer.decision.findings,
                                   entry, outcome.owes, now, &outcome.record);
    const std::string name = name_of(claims.once);
    work.add(insert_handle,
             {std::string_view(name), claims.court.view(), claims.account.view(), claims.central.view(),
              std::string_view("committed"), to_parameter(outcome.sequence)});
    return outcome;
}

/// A handle that is none: the same words outside as for any other that cannot be used.
template <class Outcome>
Outcome not_authentic() {
    Outcome outcome;
    outcome.problem = ceremony_problem::not_authentic;
    return outcome;
}

/// The same, with a line in the trail: somebody came with a handle that none of the keys made.
template <class Outcome>
ledger_result<Outcome> refuse_handle(detail::ledger::ledger_store& store, const confirmation_request& request,
                                     instant now) {
    return store.write<Outcome>([&](transaction& work) {
        audit_entry entry;
        entry.event = audit_event::link_refused;
        entry.at = now;
        entry.central = request.central;
        entry.by = actor::filer;
        entry.actor_id = std::string(request.central.view());
        add_problem(entry, ceremony_problem::not_authentic);
        work.log(entry);
        return not_authentic<Outcome>();
    });
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
                                           const std::optional<acting>& approved) {
    const court_policy& policy = store_->policies().find(court.view());
    const instant since = detail::ledger::attempts_since(policy.rules, now);

    const auto reserve = [&](transaction& work) {
        audit_entry entry;
        entry.court = court;
        entry.login = typed;
        entry.central = who.central;
        return detail::ledger::reserve_attempt(work, policy.rules, court.view(), typed.view(), entry, now);
    };
    const auto reserved = store_->write<std::uint64_t>(
        reserve, false, detail::ledger::queries_of_attempts(court.view(), typed.view(), since));
    if (!reserved) {
        return reserved.error();
    }
    const bool may_check = reserved.value() != 0;

    proof account_proof{proof_class::none, now};
    if (may_check) {
        try {
            account_proof.proof_class = check(court, typed);
        } catch (
            // whose error it is, and what it says, may be about a password: it stays where it was
            // thrown
            ...) {
            return ledger_error{
                ledger_trouble::check_failed,
                "the check of the court account's password gave no answer; the attempt counts"};
        }
    }
    const bool is_proven = policy.rules.account_proof.accept.contains(account_proof.proof_class);

    const auto propose = [&](transaction& work) {
        const auto query = detail::ledger::queries_of(work);
        pair_facts facts = read_pair(query, court, typed, who.central, since);
        if (is_proven && facts.failed_attempts > 0) {
            --facts.failed_attempts;  // the one that was reserved above did not fail
        }
        begin_request asked;
        asked.facts = facts.make_case(who.central_proof, account_proof);
        asked.account = typed;
        asked.central = who.central;
        asked.account_revision = facts.account ? facts.account->revision : 0;
        asked.central_revision = facts.central ? facts.central->revision : 0;
        asked.policy = parse_digest(policy.digest);
        asked.session = who.session;
        asked.once = {random_bytes<16>()};
        asked.epoch = work.state().head.sequence;
        asked.approved = to_approval(approved);
        begun outcome;
        // Whoever is refused costs the same, be it that there is no such account, or that the
        // password was wrong (A36): no page is made for him.
        const assessment found =
            settle(policy.rules, assess(policy.rules, asked.facts, now), asked.approved, who.central);
        if (facts.account && facts.central && found.verdict != verdict::refuse) {
            outcome.proposal.page = page_of(query, policy, facts, found.findings);
            asked.shown = digest_of(*outcome.proposal.page, court, typed, who.central);
        }
        const begin_answer answer = ecflink::begin(policy.rules, asked, now);
        outcome.proposal.outward = answer.outward(policy.rules);
        outcome.proposal.decision = answer.decision;
        outcome.proposal.problem = answer.problem;
        outcome.proposal.needs_approval = answer.needs_approval;

        audit_entry entry = event_of(answer.claims ? audit_event::link_proposed : audit_event::link_refused,
                                     facts, now, approved);
        entry.findings = answer.decision.findings;
        add_problem(entry, answer.problem);
        const std::uint64_t sequence = work.log(entry);
        detail::ledger::owe(work, sequence, answer.owes.all(), facts);
        if (may_check) {
            detail::ledger::close_attempt(work, reserved.value(), is_proven);
        }
        if (!answer.claims) {
            outcome.proposal.page.reset();
            return outcome;
        }
        outcome.proposal.shown = asked.shown;
        if (policy.rules.confirm == confirmation::one_step && (!answer.needs_approval || approved)) {
            // The same transitions without the screen between them. The claims are of before the
            // event that was just logged.
            work.flush();
            outcome.committed = commit_in(work, store_->policies(), *answer.claims,
                                          {{}, who.central, who.session, asked.shown, approved}, now);
            outcome.proposal.outward = outcome.committed->outward;
        } else {
            outcome.proposal.handle = seal(*answer.claims, store_->keys());
        }
        return outcome;
    };
    return store_->write<begun>(propose, false,
                                detail::ledger::queries_of_pair(court, typed, who.central, since));
}

ledger_result<begin_outcome> ledger::peek(const confirmation_request& request, instant now) const {
    return store_->read_under_policies<begin_outcome>([&](detail::ledger::database& db) {
        const auto claims = ecflink::open(request.handle, store_->keys());
        if (!claims) {
            return not_authentic<begin_outcome>();
        }
        const handle_claims& c = claims.value();
        const auto query = detail::ledger::queries_of(db);
        begin_outcome outcome;
        outcome.problem = ecflink::cancel(c, request.central, request.session, is_used(query, c.once), now);
        if (outcome.problem) {
            return outcome;
        }
        const court_policy& policy = store_->policies().find(c.court.view());
        const pair_facts facts = read_pair(query, c.court, c.account, c.central,
                                           detail::ledger::attempts_since(policy.rules, now));
        outcome.decision = assess(policy.rules, facts.make_case(c.central_proof, c.account_proof), now);
        outcome.outward = outward(policy.rules, outcome.decision);
        outcome.needs_approval = outcome.decision.verdict != verdict::allow;
        if (facts.account && facts.central) {
            outcome.page = page_of(query, policy, facts, outcome.decision.findings);
            outcome.shown = digest_of(*outcome.page, c.court, c.account, c.central);
        }
        return outcome;
    });
}

ledger_result<commit_outcome> ledger::commit(const confirmation_request& request, instant now,
                                             bool only_ask) {
    return detail::ledger::ledger_store::guarded<commit_outcome>([&]() -> ledger_result<commit_outcome> {
        const auto claims = ecflink::open(request.handle, store_->keys());
        if (!claims) {
            return only_ask ? not_authentic<commit_outcome>()
                            : refuse_handle<commit_outcome>(*store_, request, now);
        }
        const handle_claims& c = claims.value();
        const instant since =
            detail::ledger::attempts_since(store_->policies().find(c.court.view()).rules, now);
        const std::string name = name_of(c.once);
        auto ahead = detail::ledger::queries_of_pair(c.court, c.account, c.central, since);
        ahead.push_back({&select_handle, {std::string_view(name)}});
        const auto run = [&](transaction& work) {
            return commit_in(work, store_->policies(), c, request, now);
        };
        return only_ask ? store_->try_out<commit_outcome>(run)
                        : store_->write<commit_outcome>(run, false, ahead);
    });
}

ledger_result<cancel_outcome> ledger::cancel(const confirmation_request& request, instant now) {
    return detail::ledger::ledger_store::guarded<cancel_outcome>([&]() -> ledger_result<cancel_outcome> {
        const auto claims = ecflink::open(request.handle, store_->keys());
        if (!claims) {
            return refuse_handle<cancel_outcome>(*store_, request, now);
        }
        const handle_claims& c = claims.value();
        return store_->write<cancel_outcome>([&](transaction& work) {
            cancel_outcome outcome;
            outcome.problem = ecflink::cancel(c, request.central, request.session,
                                              is_used(detail::ledger::queries_of(work), c.once), now);
            audit_entry entry;
            entry.event = outcome.problem ? audit_event::link_refused : audit_event::link_cancelled;
            entry.at = now;
            entry.court = c.court;
            entry.login = c.account;
            entry.central = c.central;
            entry.by = actor::filer;
            entry.actor_id = std::string(request.central.view());
            add_problem(entry, outcome.problem);
            const std::uint64_t sequence = work.log(entry);
            if (!outcome.problem) {
                outcome.outward = outward_answer::ok;
                const std::string name = name_of(c.once);
                work.add(insert_handle,
                         {std::string_view(name), c.court.view(), c.account.view(), c.central.view(),
                          std::string_view("cancelled"), to_parameter(sequence)});
            }
            return outcome;
        });
    });
}

ledger_result<handle_outcome> ledger::outcome_of(std::string_view handle) const {
    return store_->read<handle_outcome>([&](detail::ledger::database& db) {
        const auto claims = ecflink::open(handle, store_->keys());
        if (!claims) {
            return handle_outcome::unused;
        }
        const std::string name = name_of(claims.value().once);
        const detail::ledger::parameter key[] = {std::string_view(name)};
        const auto found = db.query(select_handle, key);
        return found.empty()                                           ? handle_outcome::unused
               : detail::ledger::text(found.front()[0]) == "committed" ? handle_outcome::committed
                                                                       : handle_outcome::cancelled;
    });
}

ECFLINK_END_NAMESPACE
