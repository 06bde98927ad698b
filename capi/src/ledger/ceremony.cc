// The ceremony, its obligations, and the clerks' queue.
#include <cstring>
#include <stdexcept>

#include "ledger/handles.hpp"

using namespace ecflink::capi;

// Fills an answer from what the ledger says.

void ecflink_answer::keep_owed(std::span<const ecflink::owed> all, std::uint64_t sequence,
                               std::string_view court, std::string_view login, std::string_view central) {
    for (const ecflink::owed& one : all) {
        ecflink_owed entry = ECFLINK_OWED_INIT;
        entry.what = static_cast<ecflink_obligation>(one.what);
        entry.sequence = sequence;
        entry.due = one.due.micros;
        entry.court = keep(court);
        entry.login = keep(login);
        entry.central = keep(central);
        owed.push_back(entry);
    }
}

void ecflink_answer::keep_pair(const ecflink::pair_review& given) {
    ecflink_pair_review review = ECFLINK_PAIR_REVIEW_INIT;
    review.role = static_cast<ecflink_account_role>(given.role);
    review.verdict = static_cast<ecflink_verdict>(given.found.verdict);
    review.findings = given.found.findings.bits();
    review.account_name = keep(given.account_name);
    review.central_name = keep(given.central_name);
    keep(ECFLINK_TEXTS_PERMANENT, given.permanent);
    pair = review;
}

void ecflink_answer::keep_page(const ecflink::confirm_page& shown) {
    ecflink_confirm_page one = ECFLINK_CONFIRM_PAGE_INIT;
    one.role = static_cast<ecflink_account_role>(shown.role);
    one.names_differ = shown.names_differ ? 1 : 0;
    one.court = keep(shown.court);
    one.account_name = keep(shown.account_name);
    one.central_name = keep(shown.central_name);
    one.account = keep(shown.account);
    one.central = keep(shown.central);
    keep(ECFLINK_TEXTS_PERMANENT, shown.permanent);
    keep(ECFLINK_TEXTS_LOOK_TWICE, shown.look_twice);
    keep(ECFLINK_TEXTS_CONTACTS_NOT_CARRIED, shown.contacts_not_carried);
    keep(ECFLINK_TEXTS_AGENTS_NOT_CARRIED, shown.agents_not_carried);
    page = one;
}

void ecflink_answer::keep_held(const ecflink::held_link& item) {
    ecflink_held_link one = ECFLINK_HELD_LINK_INIT;
    one.state = static_cast<ecflink_hold_state>(item.state);
    one.id = item.id;
    one.court = keep(item.court.view());
    one.login = keep(item.login.view());
    one.central = keep(item.central.view());
    one.proposed_at = item.proposed_at.micros;
    one.found = item.found.bits();
    one.approved = item.approved.bits();
    one.decided_at = to_c(item.decided_at);
    one.decided_by = keep(item.decided_by);
    one.reason = keep(item.reason);
    one.account_revision = item.account_revision;
    one.central_revision = item.central_revision;
    held.push_back(one);
    count = held.size();
}

ecflink_commit_outcome ecflink_answer::keep_commit(const ecflink::commit_outcome& outcome) {
    ecflink_commit_outcome told = ECFLINK_COMMIT_OUTCOME_INIT;
    told.outward = static_cast<ecflink_outward_answer>(outcome.outward);
    told.problem = number_of(outcome.problem);
    told.verdict = static_cast<ecflink_verdict>(outcome.decision.verdict);
    told.is_linked = outcome.made ? 1 : 0;
    told.findings = outcome.decision.findings.bits();
    told.approved = outcome.decision.approved.bits();
    told.sequence = outcome.sequence;
    told.linked_at = outcome.made ? to_c(outcome.made->row.linked_at) : ECFLINK_NO_TIME;
    told.record = keep(outcome.record);
    told.record_size = outcome.record.size();
    const auto made = outcome.made.value_or(ecflink::commitment{});
    keep_owed(outcome.owes, outcome.sequence, made.court.view(), made.login.view(), made.central.view());
    return told;
}

namespace {

/// Makes the answer of begin or peek, and its outcome.
ecflink_begin_outcome to_c(ecflink::begin_outcome& given, ecflink_answer& answer) {
    ecflink_begin_outcome told = ECFLINK_BEGIN_OUTCOME_INIT;
    told.outward = static_cast<ecflink_outward_answer>(given.outward);
    told.problem = number_of(given.problem);
    told.verdict = static_cast<ecflink_verdict>(given.decision.verdict);
    told.has_page = given.page ? 1 : 0;
    told.needs_approval = given.needs_approval ? 1 : 0;
    told.held_as = given.held_as;
    told.findings = given.decision.findings.bits();
    told.approved = given.decision.approved.bits();
    told.ends = ecflink::capi::to_c(given.ends);
    if (given.page) {
        answer.keep_page(*given.page);
    }
    answer.handle = std::move(given.handle);
    told.handle = answer.handle.c_str();
    told.handle_size = answer.handle.size();
    std::memcpy(told.shown, given.shown.bytes.data(), sizeof(told.shown));
    return told;
}

ecflink::account_check to_check(const ecflink_begin_request& given, ecflink::run how) {
    if (given.check == nullptr && how == ecflink::run::write) {
        throw failure{ECFLINK_E_INVALID_NULL, "request.check"};
    }
    return [check = given.check, context = given.check_context](const ecflink::court_id& court,
                                                                const ecflink::login& login) {
        ecflink_proof_class proof = ECFLINK_PROOF_CLASS_NONE;
        if (check(context, std::string(court.view()).c_str(), court.view().size(),
                  std::string(login.view()).c_str(), login.view().size(), &proof) != 0) {
            throw std::runtime_error("no answer");  // the ledger says that the check failed
        }
        return enumerator(proof, ecflink::proof_class::none, "request.check");
    };
}

/// A confirmation that the struct's own texts carry.
ecflink::confirmation_request from_c(const ecflink_confirm_request& given) {
    return {.handle = text(given.handle, given.handle_size, "confirmation.handle"),
            .central =
                required_id<ecflink::central_id>(given.central, given.central_size, "confirmation.central"),
            .session = to_digest(given.session),
            .confirmed = to_digest(given.confirmed),
            .approved = to_optional_acting(given.approved, "confirmation.approved")};
}

ecflink_confirm_request read_confirmation(const ecflink_confirm_request* given) {
    const ecflink_confirm_request one = read(given, "confirmation");
    require_unused(one.reserved, "confirmation.reserved");
    return one;
}

ecflink_hold_outcome keep_review(const ecflink::hold_review& given, ecflink_answer& answer) {
    ecflink_hold_outcome told = ECFLINK_HOLD_OUTCOME_INIT;
    told.has_changed = given.has_changed ? 1 : 0;
    told.approved_until = ecflink::capi::to_c(given.approved_until);
    answer.keep_held(given.item);
    answer.keep_pair(given.pair);
    return told;
}

/// Approves or rejects, by a member of ledger.
template <class Decide>
ecflink_status decide_hold(const ecflink_acting* by, ecflink_time now, std::uint32_t flags,
                           ecflink_hold_outcome* out, ecflink_answer** answer_out, ecflink_error* error,
                           Decide decide) {
    return guard(error, [&] {
        const destination<ecflink_hold_outcome> place(out, "out");
        answer_place answer(answer_out, false);
        const ecflink::hold_outcome outcome =
            taken(decide(to_acting(by, "by"), required_time(now, "now"), to_run(flags)));
        ecflink_hold_outcome told = keep_review(outcome.shown, *answer);
        told.decided = static_cast<ecflink_hold_answer>(outcome.answer);
        told.sequence = outcome.sequence;
        place.write(told);
        answer.give();
    });
}

}  // namespace

ecflink_status ecflink_ledger_begin(ecflink_ledger* ledger, const ecflink_begin_request* request,
                                    ecflink_time now, uint32_t flags, ecflink_begin_outcome* out,
                                    ecflink_answer** answer_out, ecflink_error* error) {
    return guard(error, [&] {
        const destination<ecflink_begin_outcome> place(out, "out");
        answer_place answer(answer_out);
        const ecflink_begin_request given = read(request, "request");
        const ecflink::run how = to_run(flags);
        const ecflink::signed_on who{
            required_id<ecflink::central_id>(given.central, given.central_size, "request.central"),
            {enumerator(given.central_proof, ecflink::proof_class::missing, "request.central_proof"),
             optional_time(given.central_proof_at, "request.central_proof_at")},
            to_digest(given.session),
            optional_time(given.session_ends, "request.session_ends")};
        ecflink::ledger::begun begun = taken(opened(ledger).begin(
            who, required_id<ecflink::court_id>(given.court, given.court_size, "request.court"),
            required_id<ecflink::login>(given.login, given.login_size, "request.login"), to_check(given, how),
            required_time(now, "now"), to_optional_acting(given.approved, "request.approved"), how));
        ecflink_begin_outcome told = to_c(begun.proposal, *answer);
        if (begun.committed) {
            const ecflink_commit_outcome linked = answer->keep_commit(*begun.committed);
            answer->linked = linked;
            told.is_linked = linked.is_linked;
        }
        place.write(told);
        answer.give();
    });
}

ecflink_status ecflink_answer_page(const ecflink_answer* answer, ecflink_confirm_page* out,
                                   ecflink_error* error) {
    return guard(error, [&] {
        const destination<ecflink_confirm_page> place(out, "out");
        const auto& page = required(answer, "answer").page;
        if (!page) {
            throw failure{ECFLINK_E_NOT_FOUND, "answer"};
        }
        place.write(*page);
    });
}

ecflink_status ecflink_ledger_peek(ecflink_ledger* ledger, const ecflink_confirm_request* confirmation,
                                   ecflink_time now, ecflink_begin_outcome* out, ecflink_answer** answer_out,
                                   ecflink_error* error) {
    return guard(error, [&] {
        const destination<ecflink_begin_outcome> place(out, "out");
        answer_place answer(answer_out);
        const ecflink_confirm_request given = read_confirmation(confirmation);
        ecflink::begin_outcome seen = taken(opened(ledger).peek(from_c(given), required_time(now, "now")));
        place.write(to_c(seen, *answer));
        answer.give();
    });
}

ecflink_status ecflink_ledger_commit(ecflink_ledger* ledger, const ecflink_confirm_request* confirmation,
                                     ecflink_time now, uint32_t flags, ecflink_commit_outcome* out,
                                     ecflink_answer** answer_out, ecflink_error* error) {
    return guard(error, [&] {
        const destination<ecflink_commit_outcome> place(out, "out");
        answer_place answer(answer_out);
        const ecflink_confirm_request given = read_confirmation(confirmation);
        const ecflink::commit_outcome outcome =
            taken(opened(ledger).commit(from_c(given), required_time(now, "now"), to_run(flags)));
        place.write(answer->keep_commit(outcome));
        answer.give();
    });
}

ecflink_status ecflink_answer_commit(const ecflink_answer* answer, ecflink_commit_outcome* out,
                                     ecflink_error* error) {
    return guard(error, [&] {
        const destination<ecflink_commit_outcome> place(out, "out");
        const auto& linked = required(answer, "answer").linked;
        if (!linked) {
            throw failure{ECFLINK_E_NOT_FOUND, "answer"};
        }
        place.write(*linked);
    });
}

ecflink_status ecflink_ledger_cancel(ecflink_ledger* ledger, const ecflink_confirm_request* confirmation,
                                     ecflink_time now, uint32_t flags, ecflink_outward_answer* outward_out,
                                     ecflink_ceremony_problem* problem_out, ecflink_error* error) {
    return guard(error, [&] {
        ecflink_outward_answer& outward = required(outward_out, "outward_out");
        ecflink_ceremony_problem& problem = required(problem_out, "problem_out");
        const ecflink_confirm_request given = read_confirmation(confirmation);
        const ecflink::cancel_outcome outcome =
            taken(opened(ledger).cancel(from_c(given), required_time(now, "now"), to_run(flags)));
        outward = static_cast<ecflink_outward_answer>(outcome.outward);
        problem = number_of(outcome.problem);
    });
}

static_assert(ECFLINK_HANDLE_UNUSED == static_cast<int>(ecflink::handle_outcome::unused) &&
              ECFLINK_HANDLE_COMMITTED == static_cast<int>(ecflink::handle_outcome::committed) &&
              ECFLINK_HANDLE_CANCELLED == static_cast<int>(ecflink::handle_outcome::cancelled));

ecflink_status ecflink_ledger_outcome(ecflink_ledger* ledger, const char* handle, size_t handle_size,
                                      ecflink_handle_outcome* out, ecflink_error* error) {
    return guard(error, [&] {
        ecflink_handle_outcome& answer = required(out, "out");
        answer = static_cast<ecflink_handle_outcome>(
            taken(opened(ledger).outcome_of(text(handle, handle_size, "handle"))));
    });
}

// ---- obligations --------------------------------------------------------------------------------

size_t ecflink_owed_count(const ecflink_answer* answer) {
    return answer == nullptr ? 0 : answer->owed.size();
}

ecflink_status ecflink_owed_get(const ecflink_answer* answer, size_t index, ecflink_owed* out,
                                ecflink_error* error) {
    return guard(error, [&] {
        const destination<ecflink_owed> place(out, "out");
        place.write(entry_of(required(answer, "answer").owed, index));
    });
}

ecflink_status ecflink_ledger_obligations(ecflink_ledger* ledger, size_t at_most, ecflink_answer** answer_out,
                                          ecflink_error* error) {
    return guard(error, [&] {
        answer_place answer(answer_out);
        for (const ecflink::obligation_record& one : taken(opened(ledger).open_obligations(at_most))) {
            answer->keep_owed({&one.what, 1}, one.sequence, one.court.view(), one.login.view(),
                              one.central.view());
        }
        answer->count = answer->owed.size();
        answer.give();
    });
}

ecflink_status ecflink_ledger_discharge(ecflink_ledger* ledger, const ecflink_owed* met, size_t count,
                                        const ecflink_acting* by, ecflink_time now, uint32_t flags,
                                        ecflink_error* error) {
    return guard(error, [&] {
        ecflink::ledger& opened_one = opened(ledger);
        std::vector<ecflink::met_obligation> all;
        for_each(met, count, "met", [&](const ecflink_owed& one, std::size_t index) {
            at_index(index, [&] {
                all.push_back(
                    {one.sequence, required_enumerator<ecflink::obligation>(one.what, {"met", "what"})});
            });
        });
        done(opened_one.discharge(all, to_acting(by, "by"), required_time(now, "now"), to_run(flags)));
    });
}

// ---- the clerks' queue --------------------------------------------------------------------------

ecflink_status ecflink_answer_pair(const ecflink_answer* answer, ecflink_pair_review* out,
                                   ecflink_error* error) {
    return guard(error, [&] {
        const destination<ecflink_pair_review> place(out, "out");
        const auto& pair = required(answer, "answer").pair;
        if (!pair) {
            throw failure{ECFLINK_E_NOT_FOUND, "answer"};
        }
        place.write(*pair);
    });
}

ecflink_status ecflink_ledger_held_links(ecflink_ledger* ledger, const char* court, size_t court_size,
                                         uint32_t flags, ecflink_answer** answer_out, ecflink_error* error) {
    return guard(error, [&] {
        answer_place answer(answer_out);
        require_unused(flags & ~std::uint32_t{ECFLINK_HELD_WITH_CLOSED}, "flags");
        for (const ecflink::held_link& item : taken(opened(ledger).held_links(
                 optional_id<ecflink::court_id>(court, court_size, "court"), flags != 0))) {
            answer->keep_held(item);
        }
        answer.give();
    });
}

ecflink_status ecflink_held_link_get(const ecflink_answer* answer, size_t index, ecflink_held_link* out,
                                     ecflink_error* error) {
    return guard(error, [&] {
        const destination<ecflink_held_link> place(out, "out");
        place.write(entry_of(required(answer, "answer").held, index));
    });
}

ecflink_status ecflink_ledger_review_hold(ecflink_ledger* ledger, uint64_t id, ecflink_time now,
                                          ecflink_hold_outcome* out, ecflink_answer** answer_out,
                                          ecflink_error* error) {
    return guard(error, [&] {
        const destination<ecflink_hold_outcome> place(out, "out");
        answer_place answer(answer_out, false);
        place.write(keep_review(taken(opened(ledger).review_hold(id, required_time(now, "now"))), *answer));
        answer.give();
    });
}

ecflink_status ecflink_ledger_approve_hold(ecflink_ledger* ledger, uint64_t id, const ecflink_acting* by,
                                           ecflink_time now, uint32_t flags, ecflink_hold_outcome* out,
                                           ecflink_answer** answer_out, ecflink_error* error) {
    return decide_hold(by, now, flags, out, answer_out, error, [&](const auto& who, auto at, auto how) {
        return opened(ledger).approve_hold(id, who, at, how);
    });
}

ecflink_status ecflink_ledger_reject_hold(ecflink_ledger* ledger, uint64_t id, const ecflink_acting* by,
                                          ecflink_time now, uint32_t flags, ecflink_hold_outcome* out,
                                          ecflink_answer** answer_out, ecflink_error* error) {
    return decide_hold(by, now, flags, out, answer_out, error, [&](const auto& who, auto at, auto how) {
        return opened(ledger).reject_hold(id, who, at, how);
    });
}
