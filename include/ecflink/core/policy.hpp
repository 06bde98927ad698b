// policy.hpp: what a court makes of findings, and its parameters.
//
// A link_policy is what the engine reads: three masks and a few parameters, without text. People
// write policies as JSON (policies/policy_set.hpp); local times become instants there.
//
//     constexpr ecflink::link_policy wiwd = [] {
//         ecflink::link_policy policy;  // the catalogue's dispositions, the federal parameters
//         policy.in_force = true;
//         policy.go_live = ecflink::make_instant(ecflink::make_civil_day(2022, 4, 25), 5);
//         return policy;
//     }();
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>

#include <ecflink/core/findings.hpp>
#include <ecflink/core/time.hpp>
#include <ecflink/core/tokens.hpp>
#include <ecflink/core/version.hpp>

ECFLINK_BEGIN_NAMESPACE

/// A span of time in which the court's system is out of service: begin <= t < end.
struct outage_window {
    instant begin;
    instant end;
    token_set<outage_effect> stops{outage_effect::filing};

    [[nodiscard]] constexpr bool contains(instant t) const noexcept { return begin <= t && t < end; }
    friend constexpr bool operator==(const outage_window&, const outage_window&) noexcept = default;
};

/// The most outages that a policy holds.
inline constexpr std::size_t max_outages = 16;

/// A policy's outages, in the order of the file.
class outage_list {
public:
    /// Adds an outage. False if the list is full; then nothing is added.
    constexpr bool push_back(outage_window window) noexcept {
        if (size_ == max_outages) {
            return false;
        }
        windows_[size_++] = window;
        return true;
    }
    [[nodiscard]] constexpr std::span<const outage_window> windows() const noexcept {
        return {windows_.data(), size_};
    }
    /// The first outage in the list that contains t and stops this; null if there is none.
    [[nodiscard]] constexpr const outage_window* find(
        instant t, outage_effect stopped = outage_effect::filing) const noexcept {
        for (const outage_window& window : windows()) {
            if (window.contains(t) && window.stops.contains(stopped)) {
                return &window;
            }
        }
        return nullptr;
    }
    friend constexpr bool operator==(const outage_list& a, const outage_list& b) noexcept = default;

private:
    std::array<outage_window, max_outages> windows_{};
    std::size_t size_ = 0;
};

/// The most characters beyond ASCII that a policy may forbid in logins.
inline constexpr std::size_t max_forbidden_beyond_ascii = 16;

/// The characters that a login may not contain.
class forbidden_characters {
public:
    /// Adds a character. False if there is no room for one more beyond ASCII; then nothing is
    /// added.
    constexpr bool insert(char32_t c) noexcept {
        if (c < 128) {
            ascii_[c / 64] |= std::uint64_t{1} << c % 64;
            return true;
        }
        std::size_t place = 0;
        while (place < size_ && others_[place] < c) {
            ++place;
        }
        if (place < size_ && others_[place] == c) {
            return true;
        }
        if (size_ == max_forbidden_beyond_ascii) {
            return false;
        }
        for (std::size_t i = size_++; i > place; --i) {
            others_[i] = others_[i - 1];
        }
        others_[place] = c;
        return true;
    }
    [[nodiscard]] constexpr bool empty() const noexcept {
        return ascii_[0] == 0 && ascii_[1] == 0 && size_ == 0;
    }
    [[nodiscard]] constexpr bool contains(char32_t c) const noexcept {
        if (c < 128) {
            return (ascii_[c / 64] >> c % 64 & 1) != 0;
        }
        for (const char32_t other : beyond_ascii()) {
            if (other == c) {
                return true;
            }
        }
        return false;
    }
    /// The characters beyond ASCII, in ascending order.
    [[nodiscard]] constexpr std::span<const char32_t> beyond_ascii() const noexcept {
        return {others_.data(), size_};
    }

    friend constexpr bool operator==(const forbidden_characters&,
                                     const forbidden_characters&) noexcept = default;

private:
    std::array<std::uint64_t, 2> ascii_{};
    std::array<char32_t, max_forbidden_beyond_ascii> others_{};
    std::size_t size_ = 0;
};

/// The disposition of each finding. A finding is in one of the three sets at most; one that is in
/// none is ignored.
struct disposition_masks {
    findings refuse = findings_by_default(disposition::refuse);
    findings hold = findings_by_default(disposition::hold);
    findings note = findings_by_default(disposition::note);

    [[nodiscard]] constexpr disposition of(finding one) const noexcept {
        return refuse.contains(one) ? disposition::refuse
               : hold.contains(one) ? disposition::hold
               : note.contains(one) ? disposition::note
                                    : disposition::ignore;
    }
    constexpr void set(finding one, disposition given) noexcept {
        refuse.erase(one).insert_if(one, given == disposition::refuse);
        hold.erase(one).insert_if(one, given == disposition::hold);
        note.erase(one).insert_if(one, given == disposition::note);
    }
    friend constexpr bool operator==(const disposition_masks&, const disposition_masks&) noexcept = default;
};

/// Which proofs of one account are accepted, and for how long.
struct proof_rule {
    token_set<proof_class> accept;
    duration max_age;  ///< a proof of exactly this age is accepted

    friend constexpr bool operator==(const proof_rule&, const proof_rule&) noexcept = default;
};

/// The rules of one court for links, as the engine reads them. By default: the catalogue's
/// dispositions, the parameters of the federal default, and no court.
struct link_policy {
    /// False: the court has no policy of its own. The rules for all courts apply, and every case
    /// has the finding `court_unknown`.
    bool in_force = false;
    disposition_masks dispositions;

    // The court.
    court_system system = court_system::missing;
    std::optional<instant> go_live;  ///< nothing: not known; it is never guessed
    /// Where the go-live itself is not known: the court was not live before the one, and was live
    /// at the other. Nothing: no such bound is known.
    std::optional<instant> go_live_not_before;
    std::optional<instant> go_live_by;
    outage_list outages;
    std::optional<instant> link_closes;  ///< from then on the court links no more old accounts

    // Which accounts, and how many.
    /// the roles whose accounts may be linked; nothing: all
    std::optional<token_set<account_role>> roles;
    /// the roles for which `registrations` counts; the other roles take every registration
    token_set<account_role> roles_with_registrations;
    /// by the number of the role: the registrations that the central account may have
    std::array<token_set<registration_type>, 16> registrations{};
    confirmation confirm = confirmation::two_step;
    std::uint32_t accounts_per_central = 1;  ///< 0: unlimited
    std::uint32_t centrals_per_account = 1;  ///< 0: unlimited
    counting count_per = counting::court;
    forbidden_characters login_forbid;
    ecflink::login_case login_case = ecflink::login_case::any;
    bool roster = false;  ///< only accounts on the court's roster may be linked

    // The central account.
    civil_day legacy_cutoff = make_civil_day(2014, 8, 11);
    std::optional<instant> mfa_from;  ///< from then on a second factor is required; nothing: never

    // Proofs.
    proof_rule central_proof{{proof_class::password, proof_class::password_mfa},
                             {30 * 60 * micros_per_second}};
    proof_rule account_proof{{proof_class::password, proof_class::invitation, proof_class::staff_verified},
                             {10 * 60 * micros_per_second}};
    token_set<link_maker> proof_waived_for{link_maker::court, link_maker::admission};
    std::uint32_t attempt_limit = 5;  ///< 0: no limit
    duration attempt_window{5 * 60 * micros_per_second};
    duration handle_lifetime{15 * 60 * micros_per_second};

    // Names.
    name_rule compare_names = name_rule::normalized;
    double similar_from = 0.85;  ///< names count as similar from this similarity on, 0 to 1

    // After the link.
    token_set<unlink_authority> unlink_by{unlink_authority::clerk};
    second_registration second = second_registration::reject;
    second_condition second_if = second_condition::always;  ///< whom `second` lets register again
    ecflink::second_account second_account = ecflink::second_account::own_central;
    credential_retirement retire = credential_retirement::at_commit;

    friend constexpr bool operator==(const link_policy&, const link_policy&) noexcept = default;
};

static_assert(std::is_trivially_copyable_v<link_policy>);

ECFLINK_END_NAMESPACE
