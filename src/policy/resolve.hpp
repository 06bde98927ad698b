// resolve.hpp: from layers to the policy of every court.
//
// Layers apply in the order of their ranks, and a later value replaces an earlier one. Since no
// value of the language is an object in one layer and something else in another, this is JSON Merge
// Patch (RFC 7396). Floors are the exception: they add up.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <ecflink/policies/policy_set.hpp>

#include "policy/language.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::policy {

/// One layer, read and checked by itself.
struct layer {
    std::string name;
    std::string text;
    json_text content;
    std::vector<statement> statements;  ///< the valid ones; they borrow from `content`
    fault_list faults;                  ///< what is wrong with the others
    bool has_target = false;            ///< it says validly which courts it is for
    court_id court;                     ///< empty: it applies to many
    std::optional<court_kind> kind;     ///< nothing, and no court: it applies to all
    std::vector<std::string> sources;

    /// The value that the layer gives a member; null if it gives none.
    [[nodiscard]] const json* find(std::string_view path) const noexcept;
    /// A fault as a message about a place of the layer's file.
    [[nodiscard]] diagnostic locate(const fault& trouble, ecflink::severity level = severity::error) const;
};

struct resolved_policies {
    std::vector<layer> layers;  ///< the caller's, in the caller's order
    court_policy base;
    std::vector<court_policy> courts;  ///< sorted by id
    std::vector<diagnostic> troubles;  ///< errors; if there is one, the policies are not valid
    /// what a layer does to those before it without saying so, by the layer
    std::map<const layer*, fault_list> notes;
};

[[nodiscard]] resolved_policies resolve(std::span<const policy_layer> layers,
                                        std::span<const disposition_override> overrides);

}  // namespace detail::policy
ECFLINK_END_NAMESPACE
