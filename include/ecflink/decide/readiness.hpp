// readiness.hpp: what a person must do next in a court, and from when.
//
// `ready` turns the findings that decide a link into steps. Exactly one step of readiness.def mends
// each finding, and the steps come in the order in which to take them. So a refusal always has a
// next step, and a person whose next step is to link is one whom `assess` allows to, once both
// proofs are given. `ready` looks at the court as of the first instant at which it is open, so a
// filer who prepares before go-live sees what will matter then.
//
//     const ecflink::readiness plan = ecflink::ready(policy, person, now);
//     std::puts(ecflink::describe(plan.next()->id).sentence.data());
//
// All functions are defined for all arguments, pure and constexpr: no allocation, no clock. Any
// number of threads may call them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>

#include <ecflink/core/assess.hpp>
#include <ecflink/core/findings.hpp>
#include <ecflink/core/link.hpp>
#include <ecflink/core/observe.hpp>
#include <ecflink/core/policy.hpp>
#include <ecflink/core/time.hpp>
#include <ecflink/core/tokens.hpp>
#include <ecflink/core/version.hpp>
#include <ecflink/decide/agency.hpp>
#include <ecflink/decide/registration.hpp>

ECFLINK_BEGIN_NAMESPACE

// ---- the catalogue of steps ---------------------------------------------------------------------

/// Something that a person does, or asks others to do. Its number is its place in the order.
enum class step : std::uint8_t {
#define ECFLINK_STEP(number, identifier, token, who, help, mends, sentence, since, sources) \
    identifier = number,
#include <ecflink/decide/readiness.def>
#undef ECFLINK_STEP
};

/// What the catalogue says of a step.
struct step_info {
    step id;
    std::string_view token;     ///< never changes once released
    actor who;                  ///< who acts; if it is not the filer, the filer can only ask
    std::string_view help;      ///< whom to call: the purpose of an entry under `help` in a policy
    findings mends;             ///< the findings that are gone when the step is done
    std::string_view sentence;  ///< one plain sentence
    std::string_view since;     ///< the version that brought it
    std::string_view sources;   ///< as in findings.def
};

namespace detail {

[[nodiscard]] consteval auto make_step_catalogue() noexcept {
    using enum finding;
#define ECFLINK_MENDS(...) \
    findings { __VA_ARGS__ }
#define ECFLINK_STEP(number, identifier, token, who, help, mends, sentence, since, sources) \
    step_info{step::identifier, token, actor::who, help, mends, sentence, since, sources},
    return std::to_array<step_info>({
#include <ecflink/decide/readiness.def>
    });
#undef ECFLINK_STEP
#undef ECFLINK_MENDS
}

inline constexpr auto step_catalogue = make_step_catalogue();

}  // namespace detail

/// Every step, in order.
[[nodiscard]] constexpr std::span<const step_info> step_catalogue() noexcept {
    return detail::step_catalogue;
}

/// The catalogue's entry for a number; null for a reserved one.
[[nodiscard]] constexpr const step_info* find_step(unsigned number) noexcept {
    for (const step_info& info : step_catalogue()) {
        if (static_cast<unsigned>(info.id) == number) {
            return &info;
        }
    }
    return nullptr;
}

/// The catalogue's entry of a step.
[[nodiscard]] constexpr const step_info& describe(step id) noexcept {
    return *find_step(static_cast<unsigned>(id));
}

/// The token of a step: "know-credentials"; "" for a reserved number.
[[nodiscard]] constexpr std::string_view to_token(step id) noexcept {
    const step_info* const info = find_step(static_cast<unsigned>(id));
    return info != nullptr ? info->token : std::string_view{};
}

/// The step of a token; nothing for any other text.
template <>
[[nodiscard]] constexpr std::optional<step> from_token<step>(std::string_view token) noexcept {
    for (const step_info& info : step_catalogue()) {
        if (info.token == token) {
            return info.id;
        }
    }
    return std::nullopt;
}

/// The one step that mends a finding; nothing for a finding that only a row of a ledger can have.
[[nodiscard]] constexpr std::optional<step> step_for(finding one) noexcept {
    for (const step_info& info : step_catalogue()) {
        if (info.mends.contains(one)) {
            return info.id;
        }
    }
    return std::nullopt;
}

namespace detail {

/// The findings that only a link in a ledger can have.
inline constexpr findings of_a_row =
    findings_of(finding_group::ledger) | findings{finding::confirmation_missing};

/// True if exactly one step mends each finding that a proposed link can have.
[[nodiscard]] consteval bool every_finding_has_one_step() noexcept {
    findings mended;
    for (const step_info& info : step_catalogue) {
        if (mended.intersects(info.mends)) {
            return false;
        }
        mended = mended | info.mends;
    }
    for (const finding_info& info : catalogue) {
        if (mended.contains(info.id) == of_a_row.contains(info.id)) {
            return false;
        }
    }
    return true;
}
static_assert(every_finding_has_one_step(),
              "readiness.def: each finding of findings.def stands in ECFLINK_MENDS of exactly one step");

}  // namespace detail

// ---- facts and answer ---------------------------------------------------------------------------

/// What is known of a person in a court. Borrows the records for the call.
struct readiness_facts {
    filing_purpose purpose = filing_purpose::file;
    court_kind kind = court_kind::missing;
    /// the court issued an account whose login is not known, so that no record is given
    bool holds_account = false;
    bool credentials_known = false;  ///< the person knows the account's login and password
    /// a link has retired the account's password, and the court has given no new one since
    bool password_retired = false;
    /// the person has a central account, and no longer knows how to sign on with it
    bool central_login_forgotten = false;
    bool notices_only = false;  ///< the person receives notices of filings, and does not file
    /// the login as the person types it, if no record has it
    login typed_login;
    /// the state of the last request of this central account for filing in the court
    std::optional<registration_state> request;
    /// the accounts of this court that are linked to the central account
    std::span<const court_account* const> linked;
    /// the two accounts and their other links; proofs and `row` are ignored
    link_case accounts;
};

/// A step of a plan: its state, and its dates.
struct planned_step {
    step id = step::check_court;
    step_state state = step_state::done;
    /// when it can first be done; nothing: as soon as the steps before it are done
    std::optional<instant> from;
    /// from when on it can no longer be done, or not so easily; nothing: no end is known
    std::optional<instant> until;
    std::optional<step> or_else;  ///< another step that can be taken in its place

    friend constexpr bool operator==(const planned_step&, const planned_step&) noexcept = default;
};

/// The plan: what is done, what comes next, and what comes after that.
class readiness {
public:
    /// The steps in the order in which to take them, with those that are done.
    [[nodiscard]] constexpr std::span<const planned_step> steps() const noexcept {
        return {steps_.data(), size_};
    }
    /// The next step: the first that is not done. Every answer of `ready` has one; it is null only
    /// for a plan that `ready` did not make.
    [[nodiscard]] constexpr const planned_step* next() const noexcept {
        for (const planned_step& one : steps()) {
            if (one.state != step_state::done) {
                return &one;
            }
        }
        return nullptr;
    }
    /// What the person can use until then: before go-live, the court's own login until the outage
    /// or the go-live. Nothing if there is no such thing.
    [[nodiscard]] constexpr const std::optional<planned_step>& meanwhile() const noexcept {
        return meanwhile_;
    }

    /// Adds a step at the end. There is room for every step once.
    constexpr void push_back(const planned_step& one) noexcept {
        if (size_ < steps_.size()) {
            steps_[size_++] = one;
        }
    }
    constexpr void set_meanwhile(const planned_step& one) noexcept { meanwhile_ = one; }

private:
    std::array<planned_step, detail::step_catalogue.size()> steps_{};
    std::size_t size_ = 0;
    std::optional<planned_step> meanwhile_;
};

static_assert(std::is_trivially_copyable_v<readiness> && std::is_trivially_copyable_v<readiness_facts>);

// ---- the decision -------------------------------------------------------------------------------

namespace detail {

/// `length` after t, or `latest_instant` if that comes first.
[[nodiscard]] constexpr instant after(instant t, duration length) noexcept {
    if (length.micros <= 0 || t >= latest_instant) {
        return t;
    }
    return t.micros > latest_instant.micros - length.micros ? latest_instant
                                                            : instant{t.micros + length.micros};
}

/// True if the court is known to take its own logins still.
[[nodiscard]] constexpr bool keeps_own_logins(const link_policy& policy, instant t) noexcept {
    return !(observe_court(policy, t) & not_known_live(policy)).empty();
}

/// Whether the court's own login can be used now, and until when: the next outage, or the first
/// instant at which the court may be live, whichever comes first; nothing if neither is known.
struct own_login {
    bool serves = false;
    std::optional<instant> until;
};
[[nodiscard]] constexpr own_login own_login_at(const link_policy& policy, instant now) noexcept {
    if (!keeps_own_logins(policy, now) || observe_court(policy, now).contains(finding::court_in_outage)) {
        return {};
    }
    own_login court{true, policy.go_live};
    for (const std::optional<instant>& bound : {policy.go_live_not_before, policy.go_live_by}) {
        if (!court.until && bound && now < *bound) {
            court.until = bound;
        }
    }
    for (const outage_window& outage : policy.outages.windows()) {
        if (outage.stops.contains(outage_effect::filing) && outage.begin > now && outage.begin < outage.end &&
            (!court.until || outage.begin < *court.until)) {
            court.until = outage.begin;
        }
    }
    return court;
}

/// The first instant from t on at which the court takes requests for filing privileges.
[[nodiscard]] constexpr instant takes_requests_from(const link_policy& policy, instant t,
                                                    findings barriers) noexcept {
    for (;;) {
        t = first_open(policy, t, barriers & findings{finding::court_not_live});
        const outage_window* outage = barriers.contains(finding::court_in_outage)
                                          ? policy.outages.find(t, outage_effect::registration)
                                          : nullptr;
        if (outage == nullptr) {
            return t;
        }
        t = outage->end;
    }
}

/// What closes a court to people who are linked there, as in access.hpp: whatever the policy makes
/// of it for a link, and not that nobody knows when the court went live.
[[nodiscard]] constexpr findings closed_to_filers(const link_policy& policy) noexcept {
    return not_known_live(policy) | finding::court_in_outage;
}

/// Findings that keep a linked account from filing, but do not prevent the link.
inline constexpr findings hinders_filing{finding::agent_without_principal, finding::account_fee_locked};

/// Of the person's accounts that are linked here, the first with which the person may file; else
/// the first; null if there is none.
[[nodiscard]] constexpr const court_account* account_in_use(const readiness_facts& facts) noexcept {
    for (const court_account* one : facts.linked) {
        if (in_good_standing(*one)) {
            return one;
        }
    }
    return facts.linked.empty() ? nullptr : facts.linked.front();
}

/// True if capital letters are all that keeps a login from being linked.
[[nodiscard]] constexpr bool is_only_miswritten(const link_policy& policy, const login& typed) noexcept {
    const findings weighing = policy.dispositions.refuse | policy.dispositions.hold;
    link_policy any_case = policy;
    any_case.login_case = login_case::any;
    court_account account;
    account.login = typed;
    return weighing.contains(finding::login_not_linkable) && predicate::login_not_linkable(policy, account) &&
           !predicate::login_not_linkable(any_case, account);
}

/// The goal of a person's steps, and what led to it.
struct route {
    step goal = step::link;
    bool names_account = false;      ///< the account in question has a record
    bool holds_account = false;      ///< whether or not its record is known
    bool knows_credentials = false;  ///< of an account whose record is known
    bool types_wrongly = false;      ///< the login has capital letters, which the court does not take
    bool linked_wrongly = false;     ///< linked to a central account that cannot be kept
    /// files here through another account than the one in question, which is no other role's
    bool files_otherwise = false;
    bool court_links = false;  ///< an approved request links the account in question
};

/// The case to decide. If the person names no account, or a further one for which there is neither
/// room nor use, it is about the account through which the person files here already.
[[nodiscard]] constexpr link_case case_in_question(const link_policy& policy, const readiness_facts& facts,
                                                   route& way) noexcept {
    const findings weighing = policy.dispositions.refuse | policy.dispositions.hold;
    link_case c = facts.accounts;
    c.row = nullptr;
    const bool is_named = c.account != nullptr || c.account_ambiguous;
    const bool is_central_kept =
        c.central != nullptr &&
        !observe_central(policy, *c.central).intersects(describe(step::register_individual_account).mends);
    way.files_otherwise = is_named && !c.others.already_linked && is_central_kept &&
                          weighing.contains(finding::central_slot_taken) &&
                          predicate::central_slot_taken(policy, c.others) &&
                          c.others.other_accounts_in_court_and_role != 0;
    if (way.files_otherwise || (!is_named && c.others.other_accounts_in_court != 0)) {
        c.account = account_in_use(facts);
        c.account_ambiguous = false;
        c.others = {};
        c.others.already_linked = true;
    }
    way.names_account = c.account != nullptr || c.account_ambiguous;
    way.holds_account = way.names_account || facts.holds_account;
    return c;
}

/// Rows 1 and 2 and from row 7 on of the table in docs/readiness.md. `met` are the findings that
/// refuse or hold when the court is open.
constexpr void choose_goal(route& way, const link_policy& policy, const readiness_facts& facts,
                           const link_case& c, findings met, instant now) noexcept {
    way.types_wrongly =
        is_only_miswritten(policy, c.account != nullptr ? c.account->login : facts.typed_login);
    way.knows_credentials =
        facts.credentials_known && !facts.password_retired && (way.names_account || way.types_wrongly);
    const bool linked = c.others.already_linked;
    way.linked_wrongly = linked && met.intersects(describe(step::register_individual_account).mends);
    const bool gets_notices =
        facts.notices_only || (c.account != nullptr && c.account->role == account_role::interested_party);
    const bool takes_notices = !policy.roles || policy.roles->contains(account_role::interested_party) ||
                               policy.dispositions.of(finding::role_not_linkable) < disposition::hold;

    if (facts.purpose == filing_purpose::search_only) {
        way.goal = step::search;
    } else if (facts.purpose == filing_purpose::claims_only && facts.kind == court_kind::bankruptcy) {
        way.goal = step::submit_claims;
    } else if ((linked && !way.linked_wrongly) ||
               ((linked || way.holds_account) && met.contains(finding::court_needs_no_link))) {
        way.goal = step::sign_on;
    } else if (gets_notices && !takes_notices) {
        way.goal = step::receive_notices;
    } else if (!linked && !way.holds_account) {
        way.goal = step::request_privileges;
    } else if (met.contains(finding::link_path_closed) ||
               // the court made this account, and has removed its link: it cannot be linked again
               (met.contains(finding::account_opened_after_cutover) &&
                met.contains(finding::pair_tombstoned)) ||
               (!way.knows_credentials && policy.second != second_registration::reject &&
                !keeps_own_logins(policy, now))) {
        way.goal = step::register_anew;
    }
    way.court_links = policy.second == second_registration::court_links && c.account != nullptr &&
                      !met.intersects(findings{finding::link_path_closed} | finding::court_needs_no_link |
                                      finding::account_opened_after_cutover | finding::pair_tombstoned);
    if ((way.goal == step::request_privileges || way.goal == step::register_anew) && is_open(facts.request)) {
        way.goal = step::await_approval;
    }
}

/// True if the court decides about the goal by approving a request.
[[nodiscard]] constexpr bool is_request(step goal) noexcept {
    return goal == step::request_privileges || goal == step::register_anew || goal == step::await_approval;
}

/// The findings that stand in the way of a goal. For a link: all but those that linking mends. For
/// the other goals: those of the accounts that stay in use.
[[nodiscard]] constexpr findings in_the_way_of(const route& way, const link_policy& policy) noexcept {
    const step goal = way.goal;
    if (goal == step::link) {
        return findings{~std::uint64_t{0}} - describe(step::link).mends;
    }
    if (goal == step::search || goal == step::submit_claims || goal == step::receive_notices) {
        return {};  // none of these goals requires a central account
    }
    findings all = findings_of(finding_group::input) | findings_of(finding_group::central) | ends_filing;
    all.erase(finding::account_unknown);
    if (goal == step::sign_on) {
        return (all | hinders_filing) - bears_on_linking_only;
    }
    if (way.court_links) {
        all = all | findings_of(finding_group::account) | finding::account_linked_elsewhere;
    }
    all.insert(finding::central_slot_taken);  // the account that the court makes takes a place too
    return all | (not_known_live(policy) - finding::court_not_live);
}

/// The goal of a person, and what stands in the way of it.
struct outlook {
    route way;
    findings found;       ///< everything that is found once the court is open to a link
    findings ahead;       ///< what must be mended before the goal
    findings afterwards;  ///< what prevents filing once the goal is reached
    instant retry;        ///< when failed attempts are forgotten
    instant opens;        ///< when the goal can first be reached
    /// the central account is the person's own, can be read, and stays in use
    bool keeps_central = false;
};

[[nodiscard]] constexpr outlook look_ahead(const link_policy& policy, const readiness_facts& facts,
                                           instant now) noexcept {
    const findings to_register = describe(step::register_individual_account).mends;
    const findings weighing = policy.dispositions.refuse | policy.dispositions.hold;

    outlook view;
    const link_case c = case_in_question(policy, facts, view.way);
    view.retry = weighing.contains(finding::attempts_exhausted) && predicate::attempts_exhausted(policy, c)
                     ? after(now, policy.attempt_window)
                     : now;
    const instant link_opens = first_open(policy, view.retry, weighing);
    view.found = observe(policy, c, link_opens);
    choose_goal(view.way, policy, facts, c, view.found & weighing, now);
    const step goal = view.way.goal;
    if (is_request(goal)) {  // the court looks at every account of the person
        for (const court_account* one : facts.linked) {
            view.found = view.found | (observe_account(policy, *one) & ends_filing);
            view.found.insert_if(finding::record_malformed, predicate::malformed(*one));
        }
    }
    if (facts.central_login_forgotten) {
        view.found.erase(finding::central_unknown);  // there is one, though nobody has named it
    }
    if (view.way.types_wrongly) {
        view.found.erase(finding::account_unknown);
    }

    const findings noted = view.found & policy.dispositions.note & hinders_filing;
    view.ahead = ((view.found & weighing) | (goal == step::sign_on ? noted : findings{}) |
                  (goal == step::link ? findings{} : view.found & ends_filing)) &
                 in_the_way_of(view.way, policy);
    view.afterwards = (is_request(goal) || goal == step::link ? noted : findings{}) - view.ahead;
    view.opens = goal == step::link      ? first_open(policy, view.retry, weighing)
                 : goal == step::sign_on ? first_open(policy, now, closed_to_filers(policy))
                 : goal == step::request_privileges || goal == step::register_anew
                     ? takes_requests_from(policy, now, weighing)
                     : now;

    // If the central account is given up, its other findings need no mending. The new one will be
    // individual, upgraded and without a second factor.
    const bool registers = view.ahead.intersects(to_register);
    const bool gives_up = registers || view.ahead.contains(finding::central_exempt);
    view.keeps_central = c.central != nullptr && !predicate::malformed(*c.central) && !gives_up &&
                         !view.found.intersects(to_register);
    view.ahead = view.ahead - void_remedies(view.ahead);
    if (registers) {
        central_account fresh;
        fresh.usage = central_usage::individual;
        fresh.status = central_status::active;
        fresh.generation = central_generation::upgraded;
        view.ahead = view.ahead | (observe_central(policy, fresh, link_opens) & weighing);
        view.ahead.insert_if(finding::account_linked_elsewhere, view.way.linked_wrongly);
    }
    return view;
}

/// A step that can be taken at once, or that waits for somebody else.
[[nodiscard]] constexpr planned_step take(step id) noexcept {
    planned_step one;
    one.id = id;
    one.state = describe(id).who == actor::filer ? step_state::now : step_state::blocked;
    return one;
}
[[nodiscard]] constexpr planned_step take_from(step id, instant from, instant now) noexcept {
    planned_step one = take(id);
    if (from > now) {
        one.state = step_state::later;
        one.from = from;
    }
    return one;
}
/// A step that comes after others.
[[nodiscard]] constexpr planned_step take_later(step id) noexcept {
    planned_step one;
    one.id = id;
    one.state = step_state::later;
    return one;
}
[[nodiscard]] constexpr planned_step done(step id) noexcept {
    planned_step one;
    one.id = id;
    return one;
}

}  // namespace detail

/// What a person must do next in a court, what comes after that, and from when. docs/readiness.md
/// has the rules as a table.
[[nodiscard]] constexpr readiness ready(const link_policy& policy, const readiness_facts& facts,
                                        instant now) noexcept {
    const detail::outlook view = detail::look_ahead(policy, facts, now);
    const step goal_id = view.way.goal;
    const bool links = goal_id == step::link;
    const bool requests = detail::is_request(goal_id);
    const bool needs_central = links || requests || goal_id == step::sign_on;
    const bool needs_new_password = facts.password_retired && view.way.names_account;
    const bool may_register_anew =
        policy.second != second_registration::reject && !detail::is_open(facts.request);
    const bool makes_agents = policy.second_account == second_account::filing_agent && has_agents(facts.kind);
    const step further_account = makes_agents ? step::become_filing_agent : step::use_second_account;
    const detail::own_login own = detail::own_login_at(policy, now);
    readiness plan;

    const auto is_ahead = [&](const step_info& info) {
        const bool mends = info.mends.intersects(view.ahead);
        switch (info.id) {
            case step::recover_central_login:
                return facts.central_login_forgotten && needs_central &&
                       !view.ahead.intersects(describe(step::register_individual_account).mends);
            case step::have_login_changed: return mends && !view.way.types_wrongly;
            case step::type_in_lower_case: return links && view.way.types_wrongly;
            case step::use_second_account: return mends && !makes_agents;
            case step::become_filing_agent:
                return makes_agents && view.ahead.contains(finding::central_slot_taken);
            case step::know_credentials:
                return mends || (links && !view.way.knows_credentials && !needs_new_password);
            case step::have_new_password: return links && needs_new_password;
            case step::give_information:
                return goal_id == step::await_approval &&
                       facts.request == registration_state::more_information;
            default: return mends;
        }
    };
    const auto is_done = [&](const step_info& info) {
        return (info.id == step::register_individual_account && view.keeps_central && (links || requests)) ||
               (info.id == step::upgrade_central_account && view.keeps_central && (links || requests) &&
                !view.found.contains(finding::central_legacy)) ||
               (info.id == step::know_credentials && links && view.way.knows_credentials);
    };

    // What stands in the way, in order. Each step of the central account waits for the one before
    // it (R06); those of the court account wait for nothing.
    const findings of_central = findings_of(finding_group::central) | findings{finding::central_unknown};
    bool central_waits = false;
    bool goal_waits = false;
    for (const step_info& info : step_catalogue()) {
        if (info.id >= step::link) {
            break;
        }
        if (is_ahead(info)) {
            planned_step one = info.id == step::wait_for_attempts
                                   ? detail::take_from(info.id, view.retry, now)
                                   : detail::take(info.id);
            if (info.mends.intersects(of_central) || info.id == step::recover_central_login) {
                one.state = central_waits ? step_state::later : one.state;
                central_waits = true;
            }
            if (info.id == step::have_login_changed) {
                one.until = own.until;
            } else if (info.id == step::type_in_lower_case && view.way.names_account) {
                one.or_else = step::have_login_changed;
            } else if (info.id == step::use_second_account && has_agents(facts.kind)) {
                one.or_else = step::become_filing_agent;
            } else if ((info.id == step::know_credentials || info.id == step::have_new_password) &&
                       may_register_anew) {
                one.or_else = step::register_anew;
            }
            goal_waits = true;
            plan.push_back(one);
        } else if (is_done(info)) {
            plan.push_back(detail::done(info.id));
        }
    }

    planned_step goal = detail::take_from(goal_id, view.opens, now);
    goal.state = goal_waits ? step_state::later : goal.state;
    if (links && policy.link_closes && *policy.link_closes > view.opens) {
        goal.until = policy.link_closes;
    } else if (goal_id == step::register_anew &&
               !view.found.intersects(findings{finding::link_path_closed} |
                                      finding::account_opened_after_cutover)) {
        goal.or_else = needs_new_password ? step::have_new_password : step::know_credentials;
    } else if (view.way.files_otherwise) {
        goal.or_else = further_account;
    }
    plan.push_back(goal);

    if (requests && goal_id != step::await_approval) {
        plan.push_back(detail::take_later(step::await_approval));
    }
    for (const finding one : view.afterwards) {
        plan.push_back(detail::take_later(*step_for(one)));
    }

    // Before go-live the court takes its own logins, except from those whom it has barred.
    if ((links || goal_id == step::register_anew) && view.way.holds_account && own.serves &&
        !view.found.intersects(findings{finding::account_terminated, finding::account_suspended})) {
        planned_step serves = detail::take(step::use_court_login);
        serves.until = own.until;
        plan.set_meanwhile(serves);
    }
    return plan;
}

ECFLINK_END_NAMESPACE
