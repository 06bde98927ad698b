// unlink.hpp: who may take a link apart, and what is owed afterwards.
//
// A link is permanent for its owner; an authority that the court's policy names can remove it
// (R28). What stays is a tombstone: the pair is not linked again by anybody else, bulk imports
// included (A33, A35), and nothing is open afterwards that was closed before the link (A34).
#pragma once

#include <string_view>

#include <ecflink/decide/ceremony.hpp>

ECFLINK_BEGIN_NAMESPACE

/// Who wants a link to be removed, and why. Texts are borrowed.
struct unlink_request {
    bool is_linked = false;  ///< the two accounts are actively linked
    central_id central;
    actor who = actor::court;
    std::string_view id;      ///< who it is; a filer's is the central id of the link itself
    std::string_view reason;  ///< required
};

struct unlink_decision {
    unlink_answer answer = unlink_answer::not_authorized;
    obligations owes;
};

/// Decides at `now`. Who may not act does not learn whether there is a link.
[[nodiscard]] constexpr unlink_decision decide_unlink(const link_policy& policy,
                                                      const unlink_request& request, instant now) noexcept {
    unlink_decision decision;
    if (request.id.empty() || request.reason.empty()) {
        decision.answer = unlink_answer::reason_missing;
    } else if (!is_listed(request.who) || !policy.unlink_by.contains(detail::authority_of(request.who)) ||
               // a filer his own link, staff never their own
               (request.who == actor::filer) != (request.id == request.central.view())) {
        decision.answer = unlink_answer::not_authorized;
    } else if (!request.is_linked) {
        decision.answer = unlink_answer::not_linked;
    } else {
        decision.answer = unlink_answer::removed;
        for (const obligation one : {obligation::end_sessions, obligation::notify_court_contact,
                                     obligation::notify_central_contact, obligation::refresh_menus}) {
            decision.owes.insert(one, now);
        }
    }
    return decision;
}

ECFLINK_END_NAMESPACE
