// policy_tools.hpp: tools for policies: lint, differences, an exact comparison, the schema of the
// language, and a sheet for people. Compiled.
//
//     const ecflink::comparison found = ecflink::compare(before, after);
//     std::cout << "The new policy is " << to_token(found.relation) << ".\n";
//     if (found.looser_case) {
//         const ecflink::witness& one = *found.looser_case;
//         std::cout << to_text(ecflink::assess(after.rules, one.make_case(), one.now)) << '\n';
//     }
//
// All functions are pure; any number of threads may call them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <ecflink/core/link.hpp>
#include <ecflink/core/policy.hpp>
#include <ecflink/policies/policy_set.hpp>
#include <ecflink/text/diagnostic.hpp>

ECFLINK_BEGIN_NAMESPACE

/// Checks layers as `policy_set::load` does, and warns about what loads but is probably a mistake.
/// Empty: nothing was found.
[[nodiscard]] std::vector<diagnostic> lint(std::span<const policy_layer> layers);

/// One member that differs between two policies. Values are JSON; empty: that policy has none.
struct policy_change {
    std::string path;
    std::string before;
    std::string after;
};

/// Every member that differs, sorted by path.
[[nodiscard]] std::vector<policy_change> diff(const court_policy& before, const court_policy& after);

/// How the verdicts of a second policy relate to those of a first, over all cases.
enum class strictness : std::uint8_t {
    equal = 1,         ///< no case gets another verdict
    stricter = 2,      ///< some case gets a stricter verdict, none a looser one
    looser = 3,        ///< some case gets a looser verdict, none a stricter one
    incomparable = 4,  ///< some case gets a stricter verdict, another a looser one
};
[[nodiscard]] std::string_view to_token(strictness value) noexcept;

/// A case on which two policies give different verdicts. It owns its records.
struct witness {
    std::optional<central_account> central;  ///< nothing: there is none
    std::optional<court_account> account;    ///< nothing: there is none
    std::optional<ledger_row> row;           ///< nothing: the link is proposed
    link_case facts;                         ///< its pointers are null; `make_case` sets them
    instant now;
    verdict before = verdict::allow;
    verdict after = verdict::allow;
    findings because_before;  ///< the findings under the first policy
    findings because_after;   ///< the findings under the second policy

    /// The case to assess; borrows from this object.
    [[nodiscard]] link_case make_case() const noexcept;
};

/// The answer of `compare`.
struct comparison {
    strictness relation = strictness::equal;
    std::optional<witness> stricter_case;  ///< a case to which `after` gives a stricter verdict
    std::optional<witness> looser_case;    ///< a case to which `after` gives a looser verdict
    /// findings that, alone, weigh more under `after`, or that `after` raises and `before` does not
    findings stricter_findings;
    findings looser_findings;  ///< the other way round
};
/// Compares two policies exactly. The values of each parameter fall into finitely many classes
/// (before, at and after each instant; each token; missing), and every combination is tried.
[[nodiscard]] comparison compare(const court_policy& before, const court_policy& after);

/// The policy language as a JSON Schema, draft 2020-12.
[[nodiscard]] std::string policy_schema();

/// The policy as a sheet for clerks. Lines are at most `width` columns wide.
[[nodiscard]] std::string to_sheet(const court_policy& policy, std::size_t width = 100);

ECFLINK_END_NAMESPACE
