#include "policy/case_space.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <string>
#include <tuple>
#include <utility>

#include <ecflink/core/observe.hpp>

#include "policy/language.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::policy {
namespace {

constexpr instant plus(instant t, std::int64_t micros) noexcept { return {t.micros + micros}; }

/// The instant at which the rules look at the court.
std::optional<instant> court_time(const witness& w) {
    return w.row ? w.row->linked_at : std::optional<instant>{w.now};
}

/// Sorted, each once.
template <class T>
std::vector<T> distinct(std::vector<T> values) {
    std::ranges::sort(values);
    values.erase(std::ranges::unique(values).begin(), values.end());
    return values;
}

/// One change for each value.
template <class T, class Set>
case_axis axis_over(const std::vector<T>& values, Set set) {
    case_axis axis;
    for (const T& value : values) {
        axis.push_back([value, set](witness& w) { set(w, value); });
    }
    return axis;
}

/// One change for each enumerator, and one for `missing` where the field is required.
template <class E, class Set>
case_axis axis_over_tokens(Set set) {
    std::vector<E> values;
    for (const token_entry& entry : tokens<E>()) {
        values.push_back(static_cast<E>(entry.number));
    }
    values.push_back(E::missing);
    return axis_over(values, set);
}

/// The findings of a group whose rules read one of these facts.
template <finding_group Group, auto... Facts>
constexpr findings reading_any() noexcept {
    findings all;
    for_each_rule<Group>([&]<class Rule>(finding id, const Rule&) {
        all.insert_if(id, (Rule::template reads<Facts> || ...));
    });
    return all;
}
/// The findings whose rules read one of these facts.
template <auto... Facts>
constexpr findings findings_from =
    reading_any<finding_group::central, Facts...>() | reading_any<finding_group::account, Facts...>() |
    reading_any<finding_group::proof, Facts...>() | reading_any<finding_group::pair, Facts...>();

/// The findings of the frame and of its times.
constexpr findings findings_from_frame = findings_of(finding_group::input) |
                                         findings_of(finding_group::court) |
                                         findings_of(finding_group::ledger);

/// The findings of the group `proof` whose rules read nothing but the row of the link.
constexpr findings findings_from_row_alone = [] {
    findings all;
    for_each_rule<finding_group::proof>(
        [&]<class Rule>(finding id, const Rule&) { all.insert_if(id, Rule::template reads_only<>); });
    return all;
}();

/// Whether the rules of a group read no facts but those that are tried below.
template <finding_group Group>
constexpr bool reads_only_what_is_tried() noexcept {
    bool is_so = true;
    for_each_rule<Group>([&]<class Rule>(finding, const Rule&) {
        is_so = is_so &&
                Rule::template reads_only<
                    &central_account::usage, &central_account::status, &central_account::generation,
                    &central_account::search_status, &central_account::mfa, &central_account::registration,
                    &central_account::pending_change, &central_account::exempt, &central_account::created,
                    &court_account::login, &court_account::role, &court_account::status,
                    &court_account::pending_change, &court_account::link_locked, &court_account::principals,
                    &court_account::opened, &evidence::central, &evidence::account, &evidence::account_court,
                    &evidence::failed_attempts, &evidence::on_roster, &other_links::already_linked,
                    &other_links::other_centrals_of_account, &other_links::other_accounts_in_court,
                    &other_links::other_accounts_in_court_and_role, &other_links::tombstoned_at,
                    &other_links::lifted_at, whole<name_comparison>>;
    });
    return is_so;
}
static_assert(reads_only_what_is_tried<finding_group::central>() &&
                  reads_only_what_is_tried<finding_group::account>() &&
                  reads_only_what_is_tried<finding_group::proof>() &&
                  reads_only_what_is_tried<finding_group::pair>(),
              "a rule reads a fact of which no values are tried: give case_space an axis for it");

/// A group of these facts.
template <auto... Facts>
fact_group group_of(std::vector<case_axis> axes, findings more = {}) {
    return {findings_from<Facts...> | more, std::move(axes)};
}

/// Makes one group of those that the rule of a finding reads from. A malformed field is found in
/// each group by itself.
void join_groups(std::vector<fact_group>& groups) {
    for (std::size_t i = 0; i < groups.size(); ++i) {
        for (std::size_t j = i + 1; j < groups.size();) {
            if (((groups[i].owned & groups[j].owned) - finding::record_malformed).empty()) {
                ++j;
                continue;
            }
            groups[i].owned = groups[i].owned | groups[j].owned;
            std::ranges::move(groups[j].axes, std::back_inserter(groups[i].axes));
            groups.erase(groups.begin() + static_cast<std::ptrdiff_t>(j));
            j = i + 1;
        }
    }
}

/// The facts that two policies could tell apart.
class case_space {
public:
    case_space(const link_policy& first, const link_policy& second, const court_id& court)
        : policies_{&first, &second}, court_(court) {}

    /// The frames, the plainest first.
    [[nodiscard]] std::vector<witness> frames() const {
        std::vector<witness> all;
        for (const case_change& set_row : rows()) {
            for (const case_change& set_central :
                 presences(&witness::central, &link_case::central_ambiguous)) {
                for (const case_change& set_account :
                     presences(&witness::account, &link_case::account_ambiguous)) {
                    witness frame = plain();
                    set_row(frame);
                    set_central(frame);
                    set_account(frame);
                    all.push_back(frame);
                }
            }
        }
        return all;
    }

    /// The groups of a frame. The first sets the times, to which others relate.
    [[nodiscard]] std::vector<fact_group> groups(const witness& frame) const {
        std::vector<fact_group> all{times(frame)};
        const auto append = [&all](std::vector<fact_group> more) {
            std::ranges::move(more, std::back_inserter(all));
        };
        append({{finding::record_malformed, {axis_over(std::vector{false, true}, [](witness& w, bool is_so) {
                     w.facts.malformed = is_so;
                 })}}});
        if (frame.central) {
            append(central_alone());
        }
        if (frame.account) {
            append(account_alone(frame));
        }
        append(proofs(frame));
        if (!frame.row || frame.row->state != link_state::removed) {
            append(pair(frame));
        }
        join_groups(all);
        return all;
    }

private:
    /// A case with which nobody finds fault under the default policy.
    [[nodiscard]] witness plain() const {
        witness w;
        w.central = central_account{.usage = central_usage::individual,
                                    .status = central_status::active,
                                    .generation = central_generation::upgraded,
                                    .mfa = mfa_state::enrolled,
                                    .registration = registration_type::case_search_only,
                                    .created = {}};
        w.account = court_account{
            .login = "filer", .role = account_role::attorney, .status = account_status::active, .opened = {}};
        w.facts.court = court_;
        w.facts.names = {.central_present = true,
                         .account_present = true,
                         .equal_exact = true,
                         .equal_normalized = true,
                         .common = 1,
                         .total = 2};
        w.now = instants().back();
        return w;
    }

    /// What a parameter is in either policy.
    template <class Get>
    [[nodiscard]] auto both(Get get) const {
        return distinct(std::vector{get(*policies_[0]), get(*policies_[1])});
    }

    /// The instants of both policies at which what a group finds can change.
    template <finding_group Group>
    [[nodiscard]] std::vector<instant> changes() const {
        std::vector<instant> all;
        for (const link_policy* policy : policies_) {
            for_each_change<Group>(*policy, [&all](instant t) { all.push_back(t); });
        }
        return distinct(std::move(all));
    }

    /// A representative of every stretch of time between the instants of both policies.
    [[nodiscard]] std::vector<instant> instants() const {
        std::vector<instant> bounds = changes<finding_group::court>();
        std::ranges::copy(changes<finding_group::central>(), std::back_inserter(bounds));
        bounds = distinct(bounds);
        bounds.insert(bounds.begin(),
                      bounds.empty() ? make_instant(make_civil_day(2025, 1, 1)) : plus(bounds.front(), -1));
        return bounds;
    }

    // ---- frames ----

    [[nodiscard]] case_axis rows() const {
        case_axis axis{[](witness& w) { w.row.reset(); }};
        // makers that both policies treat alike are one class
        std::vector<std::tuple<bool, bool, bool>> seen;
        for (const link_maker maker : {link_maker::filer, link_maker::court, link_maker::import,
                                       link_maker::admission, link_maker::missing}) {
            const std::tuple waived{policies_[0]->proof_waived_for.contains(maker),
                                    policies_[1]->proof_waived_for.contains(maker),
                                    maker == link_maker::admission};
            if (std::ranges::find(seen, waived) != seen.end()) {
                continue;
            }
            seen.push_back(waived);
            for (const link_state state : {link_state::active, link_state::removed}) {
                for (const bool is_readable : {true, false}) {
                    axis.push_back([=](witness& w) {
                        w.row = ledger_row{is_readable ? std::optional{w.now} : std::nullopt, state, maker,
                                           std::nullopt};
                    });
                }
            }
        }
        return axis;
    }

    /// There is a record; there is none; there are two.
    template <class Record>
    [[nodiscard]] static case_axis presences(std::optional<Record> witness::* record,
                                             bool link_case::* is_ambiguous) {
        return {[](witness&) {}, [record](witness& w) { (w.*record).reset(); },
                [record, is_ambiguous](witness& w) {
                    (w.*record).reset();
                    w.facts.*is_ambiguous = true;
                }};
    }

    // ---- groups ----

    /// The court at an instant, what is compared with an instant, and what follows from the frame
    /// alone.
    [[nodiscard]] fact_group times(const witness& frame) const {
        fact_group group = group_of<&central_account::mfa, &court_account::opened>({}, findings_from_frame);
        const std::vector<instant> all = instants();
        group.axes.push_back(axis_over(all, [](witness& w, instant t) {
            w.now = t;
            if (w.row && w.row->linked_at) {
                w.row->linked_at = t;
            }
        }));
        const auto linked_at = [](const witness& w) { return *w.row->linked_at; };
        const bool is_linked = frame.row && frame.row->linked_at;
        if (is_linked) {
            std::vector<instant> starts{all.front()};
            for (const instant start : changes<finding_group::central>()) {
                starts.push_back(plus(start, -1));
                starts.push_back(start);
            }
            case_axis as_of = axis_over(distinct(starts), [](witness& w, instant t) { w.now = t; });
            as_of.push_back([linked_at](witness& w) { w.now = linked_at(w); });
            as_of.push_back([linked_at](witness& w) { w.now = plus(linked_at(w), -1); });
            group.axes.push_back(std::move(as_of));
        }
        if (frame.central) {
            group.axes.push_back(axis_over(std::vector{mfa_state::enrolled, mfa_state::not_enrolled},
                                           [](witness& w, mfa_state state) { w.central->mfa = state; }));
            if (is_linked) {
                group.axes.push_back(
                    {[](witness&) {},
                     [linked_at](witness& w) { w.facts.central_created_start = plus(linked_at(w), 1); }});
            }
        }
        if (frame.account) {
            std::vector<std::optional<instant>> opened{std::nullopt};
            for (const std::optional<instant>& go_live : both([](const link_policy& policy) {
                     return policy.go_live ? policy.go_live : policy.go_live_by;
                 })) {
                if (go_live) {
                    opened.push_back(plus(*go_live, -1));
                    opened.push_back(go_live);
                }
            }
            case_axis axis =
                axis_over(opened, [](witness& w, std::optional<instant> at) { w.account->opened = at; });
            if (is_linked) {
                axis.push_back([linked_at](witness& w) { w.account->opened = linked_at(w); });
                axis.push_back([linked_at](witness& w) { w.account->opened = plus(linked_at(w), 1); });
            }
            group.axes.push_back(std::move(axis));
        }
        return group;
    }

    [[nodiscard]] std::vector<fact_group> central_alone() const {
        std::vector<std::optional<civil_day>> created{std::nullopt};
        for (const civil_day cutoff : both([](const link_policy& policy) { return policy.legacy_cutoff; })) {
            created.push_back(civil_day{cutoff.days - 1});
            created.push_back(cutoff);
        }
        return {
            group_of<&central_account::usage>(
                {axis_over_tokens<central_usage>(
                    [](witness& w, central_usage value) { w.central->usage = value; })},
                finding::record_malformed),
            group_of<&central_account::status>(
                {axis_over_tokens<central_status>(
                    [](witness& w, central_status value) { w.central->status = value; })},
                finding::record_malformed),
            group_of<&central_account::generation, &central_account::created>(
                {axis_over(std::vector{central_generation::upgraded, central_generation::legacy,
                                       central_generation::missing},
                           [](witness& w, central_generation value) { w.central->generation = value; }),
                 axis_over(created,
                           [](witness& w, std::optional<civil_day> day) { w.central->created = day; })}),
            group_of<&central_account::pending_change>({axis_over_tokens<pending_change>(
                [](witness& w, pending_change value) { w.central->pending_change = value; })}),
            group_of<&central_account::search_status>({axis_over_tokens<search_status>(
                [](witness& w, search_status value) { w.central->search_status = value; })}),
            group_of<&central_account::exempt>({axis_over(
                std::vector{false, true}, [](witness& w, bool is_so) { w.central->exempt = is_so; })}),
        };
    }

    /// Logins that differ in which policies refuse them: an ordinary one, one for each class of
    /// characters, and none.
    [[nodiscard]] std::vector<login> logins() const {
        // ids may hold control characters, which no policy can forbid
        std::vector<login> all{login("filer"), login("\x01"), login{}};
        std::vector<std::string> characters;
        for (char byte = '!'; byte <= '~'; ++byte) {
            characters.emplace_back(1, byte);
        }
        for (const link_policy* policy : policies_) {
            std::ranges::copy(characters_of(policy->login_forbid), std::back_inserter(characters));
        }
        std::vector<std::pair<bool, bool>> seen;
        for (const std::string& character : characters) {
            const login one = login::make(character).value();
            const court_account account{.login = one, .opened = {}};
            const std::pair is_refused{predicate::login_not_linkable(*policies_[0], account),
                                       predicate::login_not_linkable(*policies_[1], account)};
            if (std::ranges::find(seen, is_refused) == seen.end()) {
                seen.push_back(is_refused);
                all.push_back(one);
            }
        }
        return all;
    }

    [[nodiscard]] std::vector<fact_group> account_alone(const witness& frame) const {
        std::vector<case_axis> role{
            axis_over_tokens<account_role>([](witness& w, account_role value) { w.account->role = value; }),
            axis_over(std::vector{1U, 0U},
                      [](witness& w, std::uint32_t count) { w.account->principals = count; })};
        if (frame.central) {
            role.push_back(axis_over_tokens<registration_type>(
                [](witness& w, registration_type value) { w.central->registration = value; }));
        }
        return {
            group_of<&court_account::role, &court_account::principals, &central_account::registration>(
                std::move(role), finding::record_malformed),
            group_of<&court_account::status>(
                {axis_over_tokens<account_status>(
                    [](witness& w, account_status value) { w.account->status = value; })},
                finding::record_malformed),
            group_of<&court_account::login>(
                {axis_over(logins(), [](witness& w, const login& value) { w.account->login = value; })},
                finding::record_malformed),
            group_of<&court_account::pending_change>({axis_over_tokens<pending_change>(
                [](witness& w, pending_change value) { w.account->pending_change = value; })}),
            group_of<&court_account::link_locked>({axis_over(
                std::vector{false, true}, [](witness& w, bool is_so) { w.account->link_locked = is_so; })}),
        };
    }

    /// When a proof was given: it is not known, in the future, and on either side of both ages.
    template <class Get>
    [[nodiscard]] case_axis proof_times(Get get_proof, duration first, duration second) const {
        case_axis axis{[get_proof](witness& w) { get_proof(w).at.reset(); }};
        for (const std::int64_t age : distinct(std::vector<std::int64_t>{
                 -1, 0, first.micros, first.micros + 1, second.micros, second.micros + 1})) {
            axis.push_back([get_proof, age](witness& w) {
                get_proof(w).at = plus(court_time(w).value_or(w.now), -age);
            });
        }
        return axis;
    }

    [[nodiscard]] std::vector<fact_group> proofs(const witness& frame) const {
        const auto central = [](witness& w) -> proof& { return w.facts.evidence.central; };
        const auto account = [](witness& w) -> proof& { return w.facts.evidence.account; };
        const auto& [first, second] = policies_;
        std::vector<fact_group> all{
            group_of<&evidence::central>(
                {axis_over_tokens<proof_class>(
                     [central](witness& w, proof_class value) { central(w).proof_class = value; }),
                 proof_times(central, first->central_proof.max_age, second->central_proof.max_age)}),
            group_of<&evidence::account, &evidence::account_court>(
                {axis_over_tokens<proof_class>(
                     [account](witness& w, proof_class value) { account(w).proof_class = value; }),
                 proof_times(account, first->account_proof.max_age, second->account_proof.max_age),
                 {[](witness& w) { w.facts.evidence.account_court = w.facts.court; },
                  [](witness& w) { w.facts.evidence.account_court = {}; },
                  [](witness& w) {
                      w.facts.evidence.account_court =
                          w.facts.court == court_id("x") ? court_id("y") : court_id("x");
                  }}}),
            group_of<&evidence::on_roster>(
                {axis_over(std::vector{true, false},
                           [](witness& w, bool is_so) { w.facts.evidence.on_roster = is_so; })}),
        };
        if (!frame.row) {
            all.push_back(group_of<&evidence::failed_attempts>({axis_over(
                counts([](const link_policy& policy) { return policy.attempt_limit; }),
                [](witness& w, std::uint32_t count) { w.facts.evidence.failed_attempts = count; })}));
        } else {
            case_axis confirmed{[](witness& w) { w.row->confirmed_at.reset(); }};
            if (frame.row->linked_at) {
                confirmed.push_back([](witness& w) { w.row->confirmed_at = w.row->linked_at; });
                confirmed.push_back([](witness& w) { w.row->confirmed_at = plus(*w.row->linked_at, 1); });
            }
            all.push_back({findings_from_row_alone, {std::move(confirmed)}});
        }
        return all;
    }

    /// None, and as many as each limit.
    template <class Get>
    [[nodiscard]] std::vector<std::uint32_t> counts(Get get_limit) const {
        std::vector<std::uint32_t> all = both(get_limit);
        all.push_back(0);
        return distinct(all);
    }

    /// Fractions on either side of both thresholds. Names have at most 256 bytes, of which
    /// normalization makes less than `most_points` code points for both together.
    [[nodiscard]] std::vector<name_comparison> names() const {
        constexpr std::uint32_t most_points = 4096;
        const name_comparison different{
            .central_present = true, .account_present = true, .common = 0, .total = 2};
        name_comparison missing = different;
        missing.central_present = false;
        name_comparison reordered = different;
        reordered.common = 1;
        name_comparison equal_normalized = reordered;
        equal_normalized.equal_normalized = true;
        name_comparison equal = equal_normalized;
        equal.equal_exact = true;
        std::vector<name_comparison> all{equal, equal_normalized, reordered, different, missing};
        const auto thresholds = both([](const link_policy& policy) { return policy.similar_from; });
        for (std::uint32_t total = 2; thresholds.size() == 2 && total <= most_points; ++total) {
            name_comparison between = different;
            between.total = total;
            between.common = static_cast<std::uint32_t>(thresholds.front() * total / 2);
            between.common += between.similarity() < thresholds.front() ? 1 : 0;
            if (between.similarity() >= thresholds.front() && between.similarity() < thresholds.back()) {
                all.push_back(between);
                break;
            }
        }
        return all;
    }

    [[nodiscard]] std::vector<fact_group> pair(const witness& frame) const {
        case_axis accounts;  // those of the account's role are among those of the court
        const auto limits = counts([](const link_policy& policy) { return policy.accounts_per_central; });
        for (const std::uint32_t in_court : limits) {
            for (const std::uint32_t in_role : limits) {
                if (in_role <= in_court) {
                    accounts.push_back([=](witness& w) {
                        w.facts.others.other_accounts_in_court = in_court;
                        w.facts.others.other_accounts_in_court_and_role = in_role;
                    });
                }
            }
        }
        case_axis tombstones{[](witness& w) { w.facts.others.tombstoned_at.reset(); },
                             [](witness& w) { w.facts.others.tombstoned_at = earliest_instant; },
                             [](witness& w) {
                                 w.facts.others.tombstoned_at = earliest_instant;
                                 w.facts.others.lifted_at = earliest_instant;
                             }};
        std::vector<fact_group> all{
            group_of<&other_links::already_linked>(
                {axis_over(std::vector{false, true},
                           [](witness& w, bool is_so) { w.facts.others.already_linked = is_so; })}),
            group_of<&other_links::other_centrals_of_account>({axis_over(
                counts([](const link_policy& policy) { return policy.centrals_per_account; }),
                [](witness& w, std::uint32_t count) { w.facts.others.other_centrals_of_account = count; })}),
            group_of<&other_links::other_accounts_in_court, &other_links::other_accounts_in_court_and_role>(
                {std::move(accounts)}),
            group_of<&other_links::tombstoned_at, &other_links::lifted_at>({std::move(tombstones)}),
        };
        if (frame.central && frame.account) {
            all.push_back(group_of<whole<name_comparison>>({axis_over(
                names(), [](witness& w, const name_comparison& value) { w.facts.names = value; })}));
        }
        return all;
    }

    std::array<const link_policy*, 2> policies_;
    court_id court_;
};

/// Calls back for every combination of one change from each axis, applied to the frame in order.
template <class Visit>
void for_each_choice(const witness& frame, const std::vector<case_axis>& axes,
                     std::vector<std::size_t>& chosen, const Visit& visit) {
    if (chosen.size() == axes.size()) {
        visit(frame);
        return;
    }
    const case_axis& axis = axes[chosen.size()];
    chosen.push_back(0);
    for (std::size_t i = 0; i < axis.size(); ++i) {
        witness next = frame;
        axis[i](next);
        chosen.back() = i;
        for_each_choice(next, axes, chosen, visit);
    }
    chosen.pop_back();
}

}  // namespace

void explore(const link_policy& first, const link_policy& second, const court_id& court,
             const std::function<void(findings, findings)>& on_case,
             const std::function<void(const framed_outcomes&)>& on_frame) {
    const case_space space(first, second, court);
    for (const witness& frame : space.frames()) {
        framed_outcomes done{frame, {}};
        for (const fact_group& group : space.groups(frame)) {
            group_outcomes outcomes;
            outcomes.always_refused = group.owned;
            std::vector<std::size_t> chosen;
            const auto keep = [&](findings by_first, findings by_second, findings approved) {
                auto& known =
                    outcomes.by_verdicts[static_cast<std::size_t>(
                        decide(first.dispositions, by_first & group.owned, approved))]
                                        [static_cast<std::size_t>(
                                            decide(second.dispositions, by_second & group.owned, approved))];
                if (!known) {
                    known.emplace();
                    for (std::size_t i = 0; i < chosen.size(); ++i) {
                        known->push_back(group.axes[i][chosen[i]]);
                    }
                    if (!approved.empty()) {
                        known->push_back(
                            [approved](witness& w) { w.row->approved = w.row->approved | approved; });
                    }
                }
            };
            for_each_choice(frame, group.axes, chosen, [&](const witness& w) {
                const link_case c = w.make_case();
                const findings by_first = observe(first, c, w.now);
                const findings by_second = observe(second, c, w.now);
                on_case(by_first, by_second);
                const findings refused = by_first & group.owned & first.dispositions.refuse;
                outcomes.always_refused = outcomes.always_refused & refused;
                outcomes.ever_refused = outcomes.ever_refused | refused;
                keep(by_first, by_second, {});
            });
            // What an authority has approved for a link in a ledger does not hold. Cases without an
            // approval come first, as the plainer ones. A field that cannot be read is found in
            // each group, so its approval would reach beyond this one.
            const findings of_group = group.owned - findings{finding::record_malformed};
            if (frame.row && of_group.intersects(first.dispositions.hold | second.dispositions.hold)) {
                for_each_choice(frame, group.axes, chosen, [&](const witness& w) {
                    const link_case c = w.make_case();
                    const findings by_first = observe(first, c, w.now);
                    const findings by_second = observe(second, c, w.now);
                    const findings held_by_first = by_first & of_group & first.dispositions.hold;
                    const findings held_by_second = by_second & of_group & second.dispositions.hold;
                    for (const findings approved :
                         {held_by_first, held_by_second, held_by_first | held_by_second}) {
                        if (!approved.empty()) {
                            keep(by_first, by_second, approved);
                        }
                    }
                });
            }
            done.groups.push_back(std::move(outcomes));
        }
        on_frame(done);
    }
}

}  // namespace detail::policy

link_case witness::make_case() const noexcept {
    link_case made = facts;
    made.central = central ? &*central : nullptr;
    made.account = account ? &*account : nullptr;
    made.row = row ? &*row : nullptr;
    return made;
}

ECFLINK_END_NAMESPACE
