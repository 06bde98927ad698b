// policy_tools.hpp: what can be said about policies: lint, differences, an exact comparison, the
// schema of the language, and a sheet for people. Compiled.
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
#include <ecflink/policies/diagnostic.hpp>
#include <ecflink/policies/policy_set.hpp>

ECFLINK_BEGIN_NAMESPACE

/// Checks layers as `load` does and adds warnings about what loads but cannot be meant. Empty:
/// nothing to say.
[[nodiscard]] std::vector<diagnostic> lint(std::span<const policy_layer> layers);

/// One member that differs between two policies; values as JSON, empty where a side has none.
struct policy_change {
    std::string path;
    std::string before;
    std::string after;
};

/// Every member that differs, sorted by path.
[[nodiscard]] std::vector<policy_change> diff(const court_policy& before, const court_policy& after);

/// How the verdicts of one policy relate to those of another, over all cases.
enum class strictness : std::uint8_t {
    equal = 1,         ///< no case gets another verdict
    stricter = 2,      ///< some case gets a stricter verdict, none a looser one
    looser = 3,        ///< some case gets a looser verdict, none a stricter one
    incomparable = 4,  ///< some case gets a stricter verdict, another a looser one
};
[[nodiscard]] std::string_view to_token(strictness value) noexcept;

/// A case that two policies judge differently. It owns its records; `make_case` points into it.
struct witness {
    std::optional<central_account> central;  ///< nothing: there is none
    std::optional<court_account> account;    ///< nothing: there is none
    std::optional<ledger_row> row;           ///< nothing: the link is proposed
    link_case facts;                         ///< without its pointers
    instant now;
    verdict before = verdict::allow;
    verdict after = verdict::allow;
    findings because_before;  ///< what the first policy found
    findings because_after;   ///< what the second policy found

    /// The case to assess; borrows from this object.
    [[nodiscard]] link_case make_case() const noexcept;
};

/// The relation of `after` to `before`, exactly: parameters have finitely many classes (before, at
/// and after each instant; each token; missing), and every one is tried.
struct comparison {
    strictness relation = strictness::equal;
    std::optional<witness> stricter_case;  ///< a case that `after` judges more strictly
    std::optional<witness> looser_case;    ///< a case that `after` judges less strictly
    /// findings that, alone, `after` takes more seriously, or raises where `before` does not
    findings stricter_findings;
    findings looser_findings;  ///< the other way round
};
[[nodiscard]] comparison compare(const court_policy& before, const court_policy& after);

/// The policy language as a JSON Schema, draft 2020-12.
[[nodiscard]] std::string policy_schema();

/// The policy as a sheet that a clerk can read. Lines are at most `width` columns wide.
[[nodiscard]] std::string to_sheet(const court_policy& policy, std::size_t width = 100);

ECFLINK_END_NAMESPACE
