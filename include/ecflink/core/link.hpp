// link.hpp: the binding of a court account to a central account, and the case that is decided.
#pragma once

#include <cstdint>
#include <optional>
#include <type_traits>

#include <ecflink/core/central_account.hpp>
#include <ecflink/core/court_account.hpp>
#include <ecflink/core/evidence.hpp>
#include <ecflink/core/findings.hpp>
#include <ecflink/core/ids.hpp>
#include <ecflink/core/time.hpp>
#include <ecflink/core/tokens.hpp>

ECFLINK_BEGIN_NAMESPACE

/// How two names compare, whatever the policy. `compare_names` (person_name.hpp) makes it. In a
/// default-constructed one both names are missing.
struct name_comparison {
    bool central_present = false;  ///< the central account has a name with at least one letter or number
    bool account_present = false;  ///< so has the court account
    bool equal_exact = false;      ///< equal byte for byte in NFC
    /// equal words, and equal generations or one that states none (person_name.hpp)
    bool equal_normalized = false;
    /// length of the longest common subsequence of the sorted words, in code points
    std::uint32_t common = 0;
    std::uint32_t total = 0;  ///< code points of the words of both, with a space between words

    /// From 0 (nothing in common) to 1 (equal up to the order of words).
    [[nodiscard]] constexpr double similarity() const noexcept {
        return total == 0 ? 1.0 : 2.0 * common / total;
    }
};

/// The other active links of the two accounts. Counts leave out the link in question and the party
/// at its other end.
struct other_links {
    /// another active link joins the same two accounts
    bool already_linked = false;
    /// distinct other central accounts linked to this court account
    std::uint32_t other_centrals_of_account = 0;
    /// distinct other accounts of this court linked to this central account
    std::uint32_t other_accounts_in_court = 0;
    /// of these, the ones whose role is this account's
    std::uint32_t other_accounts_in_court_and_role = 0;
    /// when a link of the pair was removed; `earliest_instant` if that cannot be read; nothing:
    /// none was. Of several, one that still counts at the time of the link, if there is one.
    std::optional<instant> tombstoned_at;
    /// from when on the pair may be linked again; nothing: not yet, or that cannot be read
    // NOLINTNEXTLINE(readability-redundant-member-init): so that gcc lets it be left out
    std::optional<instant> lifted_at = {};
};

/// Takes up a tombstone of the pair, for a link that was made at `linked_at`; nothing: it is
/// proposed, or the time cannot be read. Of the tombstones from before the link, the one that is
/// lifted last decides.
constexpr void add_tombstone(other_links& others, instant removed_at, const std::optional<instant>& lifted_at,
                             const std::optional<instant>& linked_at) noexcept {
    const bool is_earlier = !linked_at || removed_at <= *linked_at;
    const bool lasts_longer =
        !others.tombstoned_at || (others.lifted_at && (!lifted_at || *lifted_at > *others.lifted_at));
    if (is_earlier && lasts_longer) {
        others.tombstoned_at = removed_at;
        others.lifted_at = lifted_at;
    }
}

/// The fields of a link in a ledger.
struct ledger_row {
    std::optional<instant> linked_at;  ///< required
    link_state state = link_state::active;
    link_maker made_by = link_maker::filer;
    std::optional<instant> confirmed_at;  ///< when the filer confirmed both names
    /// findings that an authority approved for this link
    // NOLINTNEXTLINE(readability-redundant-member-init): so that gcc lets it be left out
    findings approved = {};
};

/// One link to be decided: proposed now, or in a ledger. Pointers are borrowed for the call; null
/// means that there is no such record, or more than one.
struct link_case {
    court_id court;
    const central_account* central = nullptr;
    const court_account* account = nullptr;
    const ledger_row* row = nullptr;  ///< null: a proposed link
    /// 00:00 of the central account's created date in the court's zone; ledger only
    std::optional<instant> central_created_start;
    bool malformed = false;          ///< a field of the two accounts could not be read
    bool row_malformed = false;      ///< a field of the link could not be read
    bool central_ambiguous = false;  ///< more than one central account has the id
    /// more than one court account has the court and login
    bool account_ambiguous = false;
    ecflink::evidence evidence;
    name_comparison names;
    other_links others;
};

static_assert(std::is_trivially_copyable_v<name_comparison> && std::is_trivially_copyable_v<other_links> &&
              std::is_trivially_copyable_v<ledger_row> && std::is_trivially_copyable_v<link_case>);

ECFLINK_END_NAMESPACE
