// language.hpp: the one table of the policy language.
//
// Every member is one row: its place, its meaning, its values, and how it is read into a policy and
// written from one. The checks of files, the resolved document, the JSON Schema and the table of
// docs/policies.md come from it.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <ecflink/policies/policy_set.hpp>

#include "policy/value_types.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::policy {

/// The layers in which a member is allowed.
enum class scope : std::uint8_t {
    any_layer,
    court_layer,   ///< a layer of one court
    shared_layer,  ///< a layer that applies to all courts, or to all of a kind
};

/// One row of the table.
struct member {
    std::string path;  ///< "/link/confirm"
    scope where;
    std::string meaning;  ///< one sentence
    value_type type;
    /// Puts a checked value into a policy. A member about the layer itself does nothing.
    std::function<void(court_policy& policy, const json& value, const reading& with)> read;
    /// The value in the resolved document. An empty function for a member about the layer itself.
    std::function<json(const court_policy& policy)> write;
    /// True if `write` gives the same for both. As empty as `write`.
    std::function<bool(const court_policy& a, const court_policy& b)> is_same;
};

/// The member that states the version of the language.
inline constexpr const char* version_path = "/ecflink-policy";

/// The table, in the order in which people write the members.
[[nodiscard]] const std::vector<member>& language();

/// A member of a layer, and the value that the layer gives it.
struct statement {
    const member* of;
    const json* value;
};

/// Checks a layer and lists its valid statements, which borrow from it.
[[nodiscard]] std::vector<statement> check_layer(const json& layer, fault_list& faults);

/// Writes the documents of policies. It keeps each value as text and writes it again as long as
/// policies agree in it: the courts differ in few. Not for several threads at once.
class document_writer {
public:
    /// A value that has an origin of its own. The members of an object have one each.
    struct leaf {
        std::string path;
        std::string value;  ///< canonical
    };

    /// The policy as canonical JSON: every member, in canonical types.
    [[nodiscard]] std::string write(const court_policy& policy);
    /// The leaves of the document that was written last, sorted by path. The next `write` changes
    /// them.
    [[nodiscard]] const std::vector<const leaf*>& leaves() const noexcept { return leaves_; }

private:
    struct place {
        const member* of;
        std::vector<std::string_view> names;  ///< along its path
        std::string text = {};                // NOLINT(readability-redundant-member-init)
        std::vector<leaf> leaves = {};        // NOLINT(readability-redundant-member-init)
    };
    static std::vector<place> make_places();
    static void render(place& into, const court_policy& policy);

    std::vector<place> places_ = make_places();  ///< in the order of the document
    std::optional<court_policy> last_;
    std::vector<const leaf*> leaves_;
};

/// The table of members for docs/policies.md, in Markdown.
[[nodiscard]] std::string to_markdown_table();

}  // namespace detail::policy
ECFLINK_END_NAMESPACE
