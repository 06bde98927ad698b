#include "cli/repair_text.hpp"

#include <algorithm>
#include <utility>

namespace ecflink::cli {
namespace {

using repair = std::pair<finding, std::string_view>;
constexpr repair repairs[] = {
    {finding::court_unknown,
     "Whoever runs this names the court's policy file with --policy, or corrects the court's id."},
    {finding::central_unknown,
     "The filer registers an individual central account, or the id in the row is corrected."},
    {finding::account_unknown,
     "The court corrects the login in the row, or adds the missing account to its table."},
    {finding::record_malformed, "Whoever keeps the table corrects the field that cannot be read."},
    {finding::record_ambiguous, "Whoever keeps the table removes the duplicate record."},
    {finding::central_shared, "The filer registers an individual central account and links that one."},
    {finding::central_administrative,
     "The filer registers an individual central account and links that one."},
    {finding::central_legacy, "The filer upgrades the central account."},
    {finding::central_not_activated,
     "The filer activates the central account with the code that comes by mail."},
    {finding::central_on_hold, "The center finishes its review of the registration."},
    {finding::central_disabled, "The filer updates password or second factor at the center."},
    {finding::central_closed, "The filer registers a new individual central account."},
    {finding::central_mfa_missing, "The filer enrolls a second factor."},
    {finding::central_change_pending, "The filer finishes or cancels the change at the central account."},
    {finding::central_search_inactive, "The center turns searching on again, if the filer needs it."},
    {finding::central_exempt,
     "The filer links a private account that is not exempt; the center moves the exemption."},
    {finding::court_not_live,
     "Nobody acts: the court was not live at the time of the link; its go-live or the time may be wrong."},
    {finding::court_in_outage,
     "Nobody acts: the court's system was down at the time of the link; one of the two may be wrong."},
    {finding::link_path_closed, "The filer asks for filing privileges by registration."},
    {finding::court_needs_no_link, "The row is taken out: in this court there is nothing to link."},
    {finding::court_go_live_unknown, "The court says when it went live; a policy file of its own states it."},
    {finding::account_terminated, "The court says whether the account it ended should still be linked."},
    {finding::account_suspended, "The court says whether the account it suspended should still be linked."},
    {finding::account_restricted,
     "Nobody has to act; the court widens what the account may file if it wants to."},
    {finding::account_locked, "The court unlocks the account, or the lock ends."},
    {finding::account_fee_locked, "Nobody has to act for the link; the filer pays the fees to file again."},
    {finding::role_not_linkable, "The court moves accounts of this role in its own way."},
    {finding::account_opened_after_cutover,
     "The court finds out why an account from after its go-live was linked."},
    {finding::login_not_linkable, "The court changes the login."},
    {finding::account_change_pending, "The filer finishes or cancels the change at the court account."},
    {finding::account_link_locked, "The court lifts the lock against linking, or unlinks."},
    {finding::agent_without_principal,
     "The attorney or trustee for whom the agent files associates the account."},
    {finding::central_proof_insufficient,
     "The filer signs on to the central account in a way that the court accepts."},
    {finding::central_proof_stale, "The filer signs on to the central account again."},
    {finding::account_proof_insufficient, "The filer enters the court's login and password."},
    {finding::account_proof_stale, "The filer enters the court's login and password again."},
    {finding::proof_for_another_court, "The filer proves the account in the court of the link."},
    {finding::attempts_exhausted,
     "Nobody acts: the failed attempts are forgotten after the policy's window."},
    {finding::not_preauthorized, "The court puts the account on its roster."},
    {finding::confirmation_missing, "The court has the filer confirm both names."},
    {finding::already_linked, "Whoever keeps the table removes one of the two equal links."},
    {finding::account_linked_elsewhere,
     "The court finds out which central account is the filer's, and unlinks the other."},
    {finding::central_slot_taken,
     "The filer uses a second central account, or the account becomes a filing agent's."},
    {finding::pair_tombstoned,
     "The authority that removed the earlier link lifts its tombstone, or unlinks again."},
    {finding::kind_role_mismatch, "The filer uses a central account that is registered for this role."},
    {finding::name_differs,
     "The court finds out whether the two names are one person; then one of them is corrected."},
    {finding::name_similar, "The court looks at both names."},
    {finding::name_missing, "The court or the center adds the missing name."},
    {finding::link_in_future, "Whoever keeps the table corrects the time of the link."},
    {finding::link_before_account,
     "The court compares the time of the link with the dates of both accounts and corrects one."},
};
static_assert(std::ranges::all_of(catalogue(),
                                  [](const finding_info& info) {
                                      return std::ranges::find(repairs, info.id, &repair::first) !=
                                             std::end(repairs);
                                  }),
              "a new finding needs a line here");

}  // namespace

std::string_view repair_of(finding of) noexcept {
    const auto* const found = std::ranges::find(repairs, of, &repair::first);
    return found == std::end(repairs) ? std::string_view{} : found->second;
}

}  // namespace ecflink::cli
