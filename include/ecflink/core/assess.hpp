// assess.hpp: from findings to a verdict, and from a verdict to what to do next.
//
//     facts --observe--> findings --(the policy's dispositions)--> verdict
//     verdict --explain--> reasons and next step
//
// `assess` is the one decision; everything that links, imports or verifies calls it. It is total,
// pure and constexpr: no allocation, clock, locale or exception. Any number of threads may call it
// with the same policy.
//
//     const ecflink::assessment answer = ecflink::assess(policy, facts, now);
//     for (const ecflink::finding one : ecflink::explain(policy, answer, now).deciding) {
//         std::puts(ecflink::describe(one).remedy.data());
//     }
#pragma once

#include <optional>

#include <ecflink/core/findings.hpp>
#include <ecflink/core/link.hpp>
#include <ecflink/core/observe.hpp>
#include <ecflink/core/policy.hpp>

ECFLINK_BEGIN_NAMESPACE

/// A decision and everything that was found, whatever the policy makes of it.
struct assessment {
    ecflink::verdict verdict = verdict::refuse;
    ecflink::findings findings;
    /// that an authority approved for this link; these do not hold
    // NOLINTNEXTLINE(readability-redundant-member-init): so that gcc lets it be left out
    ecflink::findings approved = {};

    friend constexpr bool operator==(const assessment&, const assessment&) noexcept = default;
};

/// The verdict that a policy's dispositions give to findings. Nothing else decides. A finding that
/// an authority approved does not hold; one that refuses cannot be approved.
[[nodiscard]] constexpr verdict decide(const disposition_masks& dispositions, findings found,
                                       findings approved = {}) noexcept {
    return found.intersects(dispositions.refuse)              ? verdict::refuse
           : (found - approved).intersects(dispositions.hold) ? verdict::hold
                                                              : verdict::allow;
}

/// Decides one link at `now`; one in a ledger, as of `now`.
[[nodiscard]] constexpr assessment assess(const link_policy& policy, const link_case& c,
                                          instant now) noexcept {
    const findings found = observe(policy, c, now);
    const findings approved = c.row == nullptr ? findings{} : c.row->approved;
    return {decide(policy.dispositions, found, approved), found, approved};
}

/// The findings that gave the verdict of an assessment; none if it allows. The lowest is what to
/// mend first.
[[nodiscard]] constexpr findings deciding_findings(const disposition_masks& dispositions,
                                                   const assessment& given) noexcept {
    return given.verdict == verdict::refuse ? given.findings & dispositions.refuse
           : given.verdict == verdict::hold ? (given.findings & dispositions.hold) - given.approved
                                            : findings{};
}

/// Why a verdict is what it is, and what would make it better.
struct explanation {
    ecflink::verdict verdict = verdict::refuse;
    std::optional<finding> next_step;  ///< what to mend first; nothing if the link is allowed
    /// the findings that gave the verdict; none if the link is allowed
    findings deciding;
    findings to_allow;  ///< exactly what would have to change for the link to be allowed
    findings noted;     ///< what else is worth knowing
    /// of these, the findings whose remedies others make void: leave them out
    findings void_remedies;
    /// whose remedy to follow first: that of `next_step`, or of the finding that makes it void
    std::optional<finding> next_remedy;
    /// where waiting mends something: the instant until which to wait
    std::optional<instant> not_before;
};

namespace detail {

/// The first instant from t on at which the court has none of the given findings that pass with
/// time. Each step moves t on, past the go-live, a bound of it, or one outage.
[[nodiscard]] constexpr instant first_open(const link_policy& policy, instant t, findings barriers) noexcept {
    for (;;) {
        const findings met = observe_court(policy, t) & barriers;
        if (met.contains(finding::court_not_live)) {
            t = policy.go_live ? *policy.go_live : *policy.go_live_not_before;
        } else if (met.contains(finding::court_go_live_unknown) && policy.go_live_by) {
            t = *policy.go_live_by;
        } else if (met.contains(finding::court_in_outage)) {
            t = policy.outages.find(t)->end;
        } else {
            return t;
        }
    }
}
static_assert(timed<finding_group::court>() ==
                  (findings{finding::court_not_live} | finding::court_go_live_unknown |
                   finding::court_in_outage | finding::link_path_closed),
              "`first_open` must know when this finding passes, or that it does not");

}  // namespace detail

/// Explains an assessment of a case at t, the instant at which the rules looked at the court.
[[nodiscard]] constexpr explanation explain(const link_policy& policy, const assessment& given,
                                            instant t) noexcept {
    const disposition_masks& dispositions = policy.dispositions;
    explanation why;
    why.verdict = given.verdict;
    why.to_allow = given.findings & (dispositions.refuse | (dispositions.hold - given.approved));
    why.noted = given.findings & dispositions.note;
    why.deciding = deciding_findings(dispositions, given);
    if (!why.deciding.empty()) {
        why.next_step = why.deciding.lowest();
        const auto instead = made_void_by(*why.next_step, why.to_allow);
        why.next_remedy = instead ? instead : why.next_step;
    }
    why.void_remedies = void_remedies(why.to_allow, why.noted);
    if (const instant open = detail::first_open(policy, t, dispositions.refuse | dispositions.hold);
        open != t) {
        why.not_before = open;
    }
    return why;
}

ECFLINK_END_NAMESPACE
