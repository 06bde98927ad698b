// policy_set.hpp: the policies of all courts, loaded from layers. Compiled.
//
// A policy is made of layers: the built-in default for all courts, the built-in layers for kinds of
// courts, the built-in layers of courts, then the caller's own in the same three ranks, merged by
// JSON Merge Patch (RFC 7396). The language is strict: an unknown member, a wrong type, an
// impossible time, a weakened floor are each an error with file, line, column, path, what stood
// there and what was expected; all errors of a file are reported. A set that does not load does not
// exist: there is no engine to ask (A29, A40).
//
//     const auto layers = ecflink::read_policy_layers("policies");
//     const auto policies = ecflink::policy_set::load(layers.value());
//     if (!policies) { for (const auto& trouble : policies.error()) { std::cerr << to_text(trouble) << '\n'; } return 3; }
//     const ecflink::court_policy& wiwb = policies.value().find("wiwb");
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
#include <ecflink/policies/diagnostic.hpp>
#include <ecflink/policies/time_text.hpp>

ECFLINK_BEGIN_NAMESPACE

/// One layer as text: what a file holds, and the name to use for it in messages.
struct policy_layer {
    std::string name;
    std::string text;
};

/// The layers in a file, or in those files of a folder whose names end in `.json`, in name order.
/// Files that cannot be read are errors.
[[nodiscard]] result<std::vector<policy_layer>, std::vector<diagnostic>> read_policy_layers(
    const std::string& file_or_folder);

/// Whom to ask, and for what.
struct help_entry {
    std::string purpose;  ///< "credentials", "central-account", "filing"
    std::string phone;    ///< may be empty
    std::string url;      ///< may be empty

    friend bool operator==(const help_entry&, const help_entry&) = default;
};

/// What no later layer may weaken, from all layers together. A finding stands in one of the two at
/// most.
struct policy_floor {
    findings refuse;
    findings hold;

    friend bool operator==(const policy_floor&, const policy_floor&) = default;
};

/// A layer that a policy is made of, and the pages that it cites.
struct applied_layer {
    std::string name;
    std::vector<std::string> sources;
};

/// Which layer a value of a policy comes from.
struct value_origin {
    std::string path;   ///< JSON Pointer: "/link/confirm"
    std::string value;  ///< the value, as JSON
    /// the layer's name; "default" where no layer states the value, "override" for a
    /// disposition_override
    std::string layer;
};

/// The policy of one court, all layers merged.
struct court_policy {
    court_id court;  ///< empty: the policy for all courts, which stands in where a court has none
    std::string name;
    court_kind kind = court_kind::missing;
    std::optional<time_zone> zone;
    link_policy rules;
    policy_floor floor;
    std::vector<help_entry> help;
    /// the merged policy as canonical JSON (RFC 8785), instants as RFC 3339 in UTC
    std::string document;
    std::string digest;                 ///< "sha256:" and 64 hexadecimal digits of the document
    std::vector<value_origin> origins;  ///< of every value of the document, sorted by path
    std::vector<applied_layer> layers;  ///< in the order in which they apply
};

/// A disposition set for one run, over all layers. Floors bind it too.
struct disposition_override {
    finding of;
    disposition to;
};

/// All policies that are in force: immutable once loaded, so that any number of threads may use
/// one.
class policy_set {
public:
    /// The built-in layers and the caller's. Every error of every layer, in the order of the layers
    /// and of the places within one; never a partial set.
    [[nodiscard]] static result<policy_set, std::vector<diagnostic>> load(
        std::span<const policy_layer> layers = {}, std::span<const disposition_override> overrides = {});

    /// The court's policy, or `base()` if it has none.
    [[nodiscard]] const court_policy& find(std::string_view court) const noexcept;
    /// What holds for every court unless its own policy says otherwise. Not in force for any court.
    [[nodiscard]] const court_policy& base() const noexcept;
    /// Every court that has a policy, sorted by id.
    [[nodiscard]] std::span<const court_policy> courts() const noexcept;
    /// "sha256:" and the digest over the sorted list of (court, digest).
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
