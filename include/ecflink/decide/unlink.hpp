// unlink.hpp: who may unlink two accounts, and the obligations that follow.
//
// A link is permanent for its owner. An authority named by the court's policy can remove it (R28).
// A tombstone stays: only such an authority can link the pair again, and no import can (A33, A35).
// Unlinking opens nothing that was closed before the link (A34).
#pragma once

#include <optional>
#include <string_view>

#include <ecflink/decide/ceremony.hpp>

ECFLINK_BEGIN_NAMESPACE

/// A request to remove a link. Texts are borrowed.
struct unlink_request {
    bool is_linked = false;  ///< the two accounts have an active link
    central_id central;
    actor who = actor::court;
    std::string_view id;      ///< who asks; for a filer, the central id of the link
    std::string_view reason;  ///< required
    // NOLINTNEXTLINE(readability-redundant-member-init): gcc warns where it is left out otherwise
    std::optional<instant> linked_at = std::nullopt;  ///< when the link was made, if it is known
};

struct unlink_decision {
    unlink_answer answer = unlink_answer::not_authorized;
    obligations owes;
};

/// Decides at `now`. An actor without authority does not learn whether the link exists.
[[nodiscard]] constexpr unlink_decision decide_unlink(const link_policy& policy,
                                                      const unlink_request& request, instant now) noexcept {
    unlink_decision decision;
    if (is_blank(request.id) || is_blank(request.reason)) {
        decision.answer = unlink_answer::reason_missing;
    } else if (!is_listed(request.who) || !policy.unlink_by.contains(detail::authority_of(request.who)) ||
               // filers unlink only their own accounts, staff never their own
               (request.who == actor::filer) != (request.id == request.central.view())) {
        decision.answer = unlink_answer::not_authorized;
    } else if (!request.is_linked) {
        decision.answer = unlink_answer::not_linked;
    } else if (request.linked_at && now < *request.linked_at) {
        decision.answer = unlink_answer::before_link;
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
