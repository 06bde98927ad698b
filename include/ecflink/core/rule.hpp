// rule.hpp: what a rule is: a condition, and the list of the fields that it reads.
//
// A rule is given the fields on its list and nothing else, so that the list cannot be wrong.
// The list also tells which records a rule needs, which policy parameters change it, and when its
// answer can change.
//
//     constexpr auto central_legacy =
//         ecflink::rule_over<&ecflink::link_policy::legacy_cutoff,
//                            &ecflink::central_account::generation,
//                            &ecflink::central_account::created>(
//             [](ecflink::civil_day cutoff, ecflink::central_generation generation,
//                std::optional<ecflink::civil_day> created) {
//                 return generation != ecflink::central_generation::upgraded &&
//                        !(created && *created >= cutoff);
//             });
//     const ecflink::central_account account;
//     const bool is_legacy = central_legacy(policy, account);
#pragma once

#include <cstddef>
#include <optional>
#include <type_traits>

#include <ecflink/core/central_account.hpp>
#include <ecflink/core/court_account.hpp>
#include <ecflink/core/evidence.hpp>
#include <ecflink/core/link.hpp>
#include <ecflink/core/policy.hpp>
#include <ecflink/core/time.hpp>
#include <ecflink/core/version.hpp>

ECFLINK_BEGIN_NAMESPACE

/// In the list of a rule: all fields of a record.
template <class Record>
struct whole_record {};
template <class Record>
inline constexpr whole_record<Record> whole{};

namespace detail {

template <class Field>
struct field_traits;
template <class Record, class Value>
struct field_traits<Value Record::*> {
    using record = Record;
    using value = Value;
};
template <class Record>
struct field_traits<whole_record<Record>> {
    using record = Record;
    using value = Record;
};
template <auto Field>
using record_of = typename field_traits<std::remove_const_t<decltype(Field)>>::record;
template <auto Field>
using value_of = typename field_traits<std::remove_const_t<decltype(Field)>>::value;

/// Whether a record of the one type gives one of the other: itself, or the evidence and the other
/// links of a case. It does not give names, which only count if there are both records.
template <class Given, class Wanted>
inline constexpr bool gives = std::is_same_v<Given, Wanted> ||
                              (std::is_same_v<Given, link_case> &&
                               (std::is_same_v<Wanted, evidence> || std::is_same_v<Wanted, other_links>));
template <auto Field, auto Other>
inline constexpr bool is_same_field = false;
template <auto Field>
inline constexpr bool is_same_field<Field, Field> = true;

template <class Given>
inline constexpr bool is_time =
    std::is_same_v<Given, instant> || std::is_same_v<Given, std::optional<instant>>;

template <class Wanted, class First, class... Rest>
[[nodiscard]] constexpr const Wanted& find_record(const First& first, const Rest&... rest) noexcept {
    if constexpr (!gives<First, Wanted>) {
        return find_record<Wanted>(rest...);
    } else if constexpr (std::is_same_v<First, Wanted>) {
        return first;  // NOLINT(bugprone-return-const-ref-from-parameter): used within the full expression
    } else if constexpr (std::is_same_v<Wanted, evidence>) {
        return first.evidence;
    } else {
        return first.others;
    }
}
template <class First, class... Rest>
[[nodiscard]] constexpr const auto& find_time(const First& first, const Rest&... rest) noexcept {
    if constexpr (is_time<First>) {
        return first;
    } else {
        return find_time(rest...);
    }
}
template <auto Field, class... Facts>
[[nodiscard]] constexpr const value_of<Field>& read_field(const Facts&... facts) noexcept {
    if constexpr (std::is_same_v<value_of<Field>, record_of<Field>>) {
        return find_record<record_of<Field>>(facts...);
    } else {
        return find_record<record_of<Field>>(facts...).*Field;
    }
}

/// Calls `use(t)` for each instant that a parameter of a policy holds.
template <class Parameter, class Use>
constexpr void for_each_instant_in(const Parameter& parameter, Use use) {
    if constexpr (std::is_same_v<Parameter, std::optional<instant>>) {
        if (parameter) {
            use(*parameter);
        }
    } else if constexpr (std::is_same_v<Parameter, outage_list>) {
        for (const outage_window& outage : parameter.windows()) {
            use(outage.begin);
            use(outage.end);
        }
    }
}

}  // namespace detail

/// The precondition of a rule that has none.
inline constexpr std::nullptr_t always = nullptr;

/// A rule; `rule_over` and `rule_if` make it. The precondition is another rule, or `always`.
template <auto Precondition, class Condition, auto... Fields>
struct rule {
    static constexpr bool has_precondition =
        !std::is_null_pointer_v<std::remove_const_t<decltype(Precondition)>>;
    /// True if the precondition is this rule.
    template <class Other>
    static constexpr bool is_preconditioned_by =
        std::is_same_v<std::remove_const_t<decltype(Precondition)>, std::remove_const_t<Other>>;
    /// True if the condition is told the instant: that of the link, or that of the state of the
    /// accounts, as its group says.
    static constexpr bool asks_time = !std::is_invocable_v<Condition, const detail::value_of<Fields>&...>;

    /// True if the condition reads the field. The fields of the precondition do not count.
    template <auto Field>
    static constexpr bool reads = ((detail::is_same_field<Fields, Field> ||
                                    detail::is_same_field<Fields, whole<detail::record_of<Field>>>) ||
                                   ...);

    /// Whether the condition reads no fields but these, those of the policy and those of the case
    /// itself.
    template <auto... Given>
    static constexpr bool reads_only = [] {
        const auto is_given = []<auto Field>(std::integral_constant<decltype(Field), Field>) {
            return std::is_same_v<detail::record_of<Field>, link_policy> ||
                   std::is_same_v<detail::record_of<Field>, link_case> ||
                   (detail::is_same_field<Field, Given> || ...);
        };
        return (is_given(std::integral_constant<decltype(Fields), Fields>{}) && ...);
    }();

    /// Whether records of these types are enough for the condition.
    template <class... Facts>
    static constexpr bool is_answered_by = [] {
        const auto is_given = []<class Wanted>(std::type_identity<Wanted>) {
            return (detail::gives<Facts, Wanted> || ...);
        };
        return (is_given(std::type_identity<detail::record_of<Fields>>{}) && ...) &&
               (!asks_time || (detail::is_time<Facts> || ...));
    }();

    /// Whether precondition and condition hold. A condition that needs an instant is false if the
    /// instant is not known.
    template <class... Facts>
    [[nodiscard]] constexpr bool operator()(const Facts&... facts) const noexcept {
        return is_in_force(facts...) && condition(facts...);
    }

    /// Whether the precondition holds.
    template <class... Facts>
    [[nodiscard]] static constexpr bool is_in_force(const Facts&... facts) noexcept {
        if constexpr (has_precondition) {
            return Precondition(facts...);
        } else {
            return true;
        }
    }

    /// Whether the condition holds, whatever the precondition says.
    template <class... Facts>
    [[nodiscard]] static constexpr bool condition(const Facts&... facts) noexcept {
        static_assert(is_answered_by<Facts...>,
                      "the rule reads a record, or an instant, that is not given here");
        if constexpr (!asks_time) {
            return Condition{}(detail::read_field<Fields>(facts...)...);
        } else {
            const auto& t = detail::find_time(facts...);
            if constexpr (std::is_invocable_v<Condition, const detail::value_of<Fields>&..., decltype(t)>) {
                return Condition{}(detail::read_field<Fields>(facts...)..., t);
            } else {
                return t && Condition{}(detail::read_field<Fields>(facts...)..., *t);
            }
        }
    }

    /// Whether the policy parameters that the condition reads are equal in both. Those of the
    /// precondition do not count.
    [[nodiscard]] static constexpr bool reads_alike(const link_policy& one,
                                                    const link_policy& other) noexcept {
        const auto is_alike = [&]<auto Field>(std::integral_constant<decltype(Field), Field>) {
            if constexpr (std::is_same_v<detail::record_of<Field>, link_policy>) {
                return one.*Field == other.*Field;
            } else {
                return true;
            }
        };
        return (is_alike(std::integral_constant<decltype(Fields), Fields>{}) && ...);
    }

    /// Calls `use(t)` for each instant of a policy at which the answer can change. A condition that
    /// asks for the instant compares it with those that it reads.
    template <class Use>
    static constexpr void for_each_change(const link_policy& policy, Use use) {
        if constexpr (has_precondition) {
            decltype(Precondition)::for_each_change(policy, use);
        }
        if constexpr (asks_time) {
            const auto visit = [&]<auto Field>(std::integral_constant<decltype(Field), Field>) {
                if constexpr (std::is_same_v<detail::record_of<Field>, link_policy>) {
                    detail::for_each_instant_in(policy.*Field, use);
                }
            };
            (visit(std::integral_constant<decltype(Fields), Fields>{}), ...);
        }
    }
};

/// A rule that reads these fields. The condition takes them in this order; and the instant last, if
/// it depends on it, as an `optional` if it must also answer without an instant.
/// A condition that decides on one field before it reads another takes the other by reference: a
/// copy would be read at once, in every case.
template <auto... Fields, class Condition>
[[nodiscard]] constexpr rule<always, Condition, Fields...> rule_over(Condition) noexcept {
    return {};
}
/// The same for a rule that is only asked where another one holds.
template <auto Precondition, auto... Fields, class Condition>
[[nodiscard]] constexpr rule<Precondition, Condition, Fields...> rule_if(Condition) noexcept {
    return {};
}

ECFLINK_END_NAMESPACE
