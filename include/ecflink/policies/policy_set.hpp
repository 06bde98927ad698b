// policy_set.hpp: the policies of all courts, loaded from layers. Compiled.
//
// A policy is made of layers: the built-in default for all courts, the built-in layers for kinds of
// courts, and those for single courts; then the caller's own, in the same order. They are merged by
// JSON Merge Patch (RFC 7396). The language is strict. An unknown member, a wrong type, an
// impossible time or a weakened floor is an error with file, line, column, path, what was there and
// what was expected. All errors of all layers are reported. If one layer has an error, there is no
// set, so nothing can be decided with half a policy (A29, A40).
//
//     const auto layers = ecflink::read_policy_layers("policies");
//     if (!layers) {
//         return complain(layers.error());
//     }
//     const auto loaded = ecflink::policy_set::load(layers.value());
//     if (!loaded) {
//         return complain(loaded.error());
//     }
//     const ecflink::court_policy& wiwb = loaded.value().find("wiwb");
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <ecflink/core/ids.hpp>
#include <ecflink/core/link.hpp>
#include <ecflink/core/policy.hpp>
#include <ecflink/core/result.hpp>
#include <ecflink/text/diagnostic.hpp>
#include <ecflink/text/time_text.hpp>

ECFLINK_BEGIN_NAMESPACE

/// One layer as text: the contents of a file, and its name for messages.
struct policy_layer {
    std::string name;
    std::string text;
};

/// The layer in a file, or those in the files of a folder whose names end in `.json`, sorted by
/// name. A file that cannot be read is an error.
[[nodiscard]] result<std::vector<policy_layer>, std::vector<diagnostic>> read_policy_layers(
    const std::string& file_or_folder);

/// Whom to ask, and for what.
struct help_entry {
    std::string purpose;  ///< the token of a help_purpose: "credentials"
    std::string phone;    ///< may be empty
    std::string email;    ///< may be empty
    std::string url;      ///< may be empty

    friend bool operator==(const help_entry&, const help_entry&) = default;
};

/// What a filer brings to a request.
struct requirement_list {
    std::string of;  ///< the token of an account_role, or of a request_type
    token_set<registration_requirement> needs;

    friend bool operator==(const requirement_list&, const requirement_list&) = default;
};

/// What persons call the things that this library names otherwise.
struct policy_words {
    std::string central_account = "PACER account";
    std::string center = "PACER Service Center";
    std::string court_account = "CM/ECF account";

    friend bool operator==(const policy_words&, const policy_words&) = default;
};

/// The dispositions that no later layer may weaken, from all layers together. A finding is in one
/// of the two sets at most.
struct policy_floor {
    findings refuse;
    findings hold;

    friend bool operator==(const policy_floor&, const policy_floor&) = default;
};

/// A layer of a policy, and the pages that it cites.
struct applied_layer {
    std::string name;
    std::vector<std::string> sources;
};

/// The layer that a value of a policy comes from.
struct value_origin {
    std::string path;   ///< JSON Pointer: "/link/confirm"
    std::string value;  ///< the value, as JSON
    /// the name of the layer; "default" if no layer states the value, "override" if a
    /// disposition_override does
    std::string layer;
};

/// The policy of one court, all layers merged.
struct court_policy {
    court_id court;  ///< empty: the policy for all courts, which applies where a court has none
    std::string name;
    court_kind kind = court_kind::missing;
    std::optional<time_zone> zone;
    link_policy rules;
    policy_floor floor;
    std::vector<help_entry> help;  ///< in the order of the purposes
    std::vector<requirement_list> registration_requires;
    name_mender names_mended_by = name_mender::court;
    policy_words words;
    /// the merged policy as canonical JSON (RFC 8785), instants as RFC 3339 in UTC
    std::string document;
    std::string digest;                 ///< "sha256:" and 64 hexadecimal digits of the document
    std::vector<value_origin> origins;  ///< one for every value of the document, sorted by path
    std::vector<applied_layer> layers;  ///< in the order in which they apply

    /// What a filer must bring to a request: what the policy lists under the role, and under the
    /// type.
    [[nodiscard]] token_set<registration_requirement> requirements(account_role role,
                                                                   request_type type) const noexcept;
};

/// A disposition for one run, above all layers. Floors bind it too.
struct disposition_override {
    finding of;
    disposition to;
};

/// The policies of all courts. Immutable: any number of threads may use one. Its policies live as
/// long as the set. A set that was moved from may only be destroyed or assigned to.
class policy_set {
public:
    /// Loads the built-in layers and the caller's. Errors come in the order of the layers, and of
    /// the places in each. Warnings are not among them; `lint` has those.
    [[nodiscard]] static result<policy_set, std::vector<diagnostic>> load(
        std::span<const policy_layer> layers = {}, std::span<const disposition_override> overrides = {});

    /// The court's policy, or `base()` if it has none.
    [[nodiscard]] const court_policy& find(std::string_view court) const noexcept;
    /// The policy for all courts; each court's own policy goes before it. It is in force for no
    /// court.
    [[nodiscard]] const court_policy& base() const noexcept;
    /// Every court that has a policy, sorted by id.
    [[nodiscard]] std::span<const court_policy> courts() const noexcept;
    /// "sha256:" and the digest of the sorted list of (court, digest).
    [[nodiscard]] const std::string& digest() const noexcept;

    policy_set(policy_set&&) noexcept;
    policy_set& operator=(policy_set&&) noexcept;
    policy_set(const policy_set&) = delete;
    policy_set& operator=(const policy_set&) = delete;
    ~policy_set();

private:
    struct state;
    explicit policy_set(std::unique_ptr<const state> loaded) noexcept;
    std::unique_ptr<const state> state_;
};

ECFLINK_END_NAMESPACE
