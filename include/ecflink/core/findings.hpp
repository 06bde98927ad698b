// findings.hpp: the catalogue of findings, and sets of them.
//
// A finding is something that is so about a case. There are at most 64; each is one bit, a set of
// them one uint64_t. Their numbers follow the order in which a person must mend things. Catalogue,
// enumeration and metadata come from findings.def.
//
//     using ecflink::finding;
//     constexpr ecflink::findings found{finding::court_not_live, finding::central_shared};
//     static_assert(found.lowest() == finding::central_shared);
//     static_assert(ecflink::describe(found.lowest()).who == ecflink::actor::filer);
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string_view>

#include <ecflink/core/tokens.hpp>
#include <ecflink/core/version.hpp>

ECFLINK_BEGIN_NAMESPACE

/// Grows when a finding is added; a decision names the catalogue under which it was made.
inline constexpr int catalogue_version = 1;

/// A finding; its number is its bit.
enum class finding : std::uint8_t {
#define ECFLINK_FINDING(bit, identifier, ...) identifier = bit,
#include <ecflink/core/findings.def>
#undef ECFLINK_FINDING
};

/// A set of findings: one bit each, iterated from the lowest, which is the one to mend first.
class findings {
public:
    constexpr findings() noexcept = default;
    explicit constexpr findings(std::uint64_t bits) noexcept : bits_(bits) {}
    constexpr findings(finding only) noexcept : bits_(bit_of(only)) {}
    constexpr findings(std::initializer_list<finding> all) noexcept {
        for (const finding one : all) {
            bits_ |= bit_of(one);
        }
    }

    [[nodiscard]] constexpr std::uint64_t bits() const noexcept { return bits_; }
    [[nodiscard]] constexpr bool empty() const noexcept { return bits_ == 0; }
    [[nodiscard]] constexpr int count() const noexcept { return std::popcount(bits_); }
    [[nodiscard]] constexpr bool contains(finding one) const noexcept { return (bits_ & bit_of(one)) != 0; }
    [[nodiscard]] constexpr bool intersects(findings others) const noexcept {
        return (bits_ & others.bits_) != 0;
    }
    /// The finding to mend first. The set must not be empty.
    [[nodiscard]] constexpr finding lowest() const noexcept {
        return static_cast<finding>(std::countr_zero(bits_));
    }

    constexpr findings& insert(finding one) noexcept {
        bits_ |= bit_of(one);
        return *this;
    }
    /// Inserts the finding if it is so; without a branch, since predicates are many and cheap.
    constexpr findings& insert_if(finding one, bool is_so) noexcept {
        bits_ |= std::uint64_t{is_so} << static_cast<unsigned>(one);
        return *this;
    }
    constexpr findings& erase(finding one) noexcept {
        bits_ &= ~bit_of(one);
        return *this;
    }

    friend constexpr findings operator|(findings a, findings b) noexcept {
        return findings{a.bits_ | b.bits_};
    }
    friend constexpr findings operator&(findings a, findings b) noexcept {
        return findings{a.bits_ & b.bits_};
    }
    friend constexpr findings operator-(findings a, findings b) noexcept {
        return findings{a.bits_ & ~b.bits_};
    }
    friend constexpr bool operator==(findings, findings) noexcept = default;
    /// For abseil's hash maps.
    template <class H>
    friend constexpr H AbslHashValue(H state, findings set) {
        return H::combine(static_cast<H&&>(state), set.bits_);
    }

    /// Walks the set from the lowest bit; only what a range-for needs.
    class iterator {
    public:
        explicit constexpr iterator(std::uint64_t rest) noexcept : rest_(rest) {}
        [[nodiscard]] constexpr finding operator*() const noexcept {
            return static_cast<finding>(std::countr_zero(rest_));
        }
        constexpr iterator& operator++() noexcept {
            rest_ &= rest_ - 1;
            return *this;
        }
        friend constexpr bool operator==(iterator, iterator) noexcept = default;

    private:
        std::uint64_t rest_;
    };
    [[nodiscard]] constexpr iterator begin() const noexcept { return iterator{bits_}; }
    [[nodiscard]] constexpr iterator end() const noexcept { return iterator{0}; }

private:
    [[nodiscard]] static constexpr std::uint64_t bit_of(finding one) noexcept {
        return std::uint64_t{1} << static_cast<unsigned>(one);
    }

    std::uint64_t bits_ = 0;
};

static_assert(sizeof(findings) == 8);

/// What the catalogue says of a finding.
struct finding_info {
    finding id;
    std::string_view token;  ///< never changes once released
    finding_group group;
    disposition default_disposition;  ///< what a policy makes of it unless it says otherwise
    actor who;                        ///< who can mend it
    std::string_view true_when;       ///< the exact condition, in one clause
    std::string_view remedy;          ///< one plain sentence
    std::string_view since;           ///< the version that brought it
    /// steps, rules and attacks, as docs/rules.md and docs/attacks.md number them
    std::string_view sources;
    findings makes_void;  ///< findings whose remedies make no sense beside this one's
};

namespace detail {

[[nodiscard]] consteval auto make_catalogue() noexcept {
    using enum finding;
#define ECFLINK_VOIDS(...) \
    findings { __VA_ARGS__ }
#define ECFLINK_FINDING(bit, identifier, token, in_group, by_default, who, when, remedy, since, sources, \
                        makes_void)                                                                      \
    finding_info{finding::identifier,                                                                    \
                 token,                                                                                  \
                 finding_group::in_group,                                                                \
                 disposition::by_default,                                                                \
                 actor::who,                                                                             \
                 when,                                                                                   \
                 remedy,                                                                                 \
                 since,                                                                                  \
                 sources,                                                                                \
                 makes_void},
    return std::to_array<finding_info>({
#include <ecflink/core/findings.def>
    });
#undef ECFLINK_FINDING
#undef ECFLINK_VOIDS
}

inline constexpr auto catalogue = make_catalogue();

/// By bit: the place of the finding in the catalogue; the number of findings for a reserved bit.
inline constexpr auto places_in_catalogue = [] {
    std::array<std::uint8_t, 64> places{};
    places.fill(catalogue.size());
    for (std::size_t place = 0; place < catalogue.size(); ++place) {
        places[static_cast<unsigned>(catalogue[place].id)] = static_cast<std::uint8_t>(place);
    }
    return places;
}();

}  // namespace detail

/// Every finding, in bit order.
[[nodiscard]] constexpr std::span<const finding_info> catalogue() noexcept { return detail::catalogue; }

/// The catalogue's entry for a bit; null for a reserved bit.
[[nodiscard]] constexpr const finding_info* find_finding(unsigned bit) noexcept {
    const std::size_t place = bit < detail::places_in_catalogue.size() ? detail::places_in_catalogue[bit]
                                                                       : detail::catalogue.size();
    return place < detail::catalogue.size() ? &detail::catalogue[place] : nullptr;
}

/// The catalogue's entry of a finding.
[[nodiscard]] constexpr const finding_info& describe(finding id) noexcept {
    return *find_finding(static_cast<unsigned>(id));
}

/// The token of a finding: "central-shared"; "" for a reserved bit.
[[nodiscard]] constexpr std::string_view to_token(finding id) noexcept {
    const finding_info* const info = find_finding(static_cast<unsigned>(id));
    return info != nullptr ? info->token : std::string_view{};
}

/// The finding of a token; nothing for any other text.
template <>
[[nodiscard]] constexpr std::optional<finding> from_token<finding>(std::string_view token) noexcept {
    for (const finding_info& info : catalogue()) {
        if (info.token == token) {
            return info.id;
        }
    }
    return std::nullopt;
}

/// Of findings that must be mended, those whose remedies others make void: who gives up a shared
/// account does not upgrade it. `also`: findings that are shown beside them.
[[nodiscard]] constexpr findings void_remedies(findings to_mend, findings also = {}) noexcept {
    findings made_void;
    // A remedy that is void makes none void itself. The table has no circle, so this ends.
    for (findings before{~std::uint64_t{0}}; before != made_void;) {
        before = made_void;
        made_void = {};
        for (const finding one : to_mend - before) {
            made_void = made_void | describe(one).makes_void;
        }
    }
    return made_void & (to_mend | also);
}

/// Of findings that must be mended, the lowest whose remedy makes that of `one` void; nothing if
/// none does.
[[nodiscard]] constexpr std::optional<finding> made_void_by(finding one, findings to_mend) noexcept {
    for (const finding other : to_mend - void_remedies(to_mend)) {
        if (describe(other).makes_void.contains(one)) {
            return other;
        }
    }
    return std::nullopt;
}

namespace detail {

/// True if no remedy makes itself void by way of others.
[[nodiscard]] consteval bool some_remedy_is_left() noexcept {
    findings rest{~std::uint64_t{0}};
    for (std::size_t i = 0; i < catalogue.size(); ++i) {
        findings made_void;
        for (const finding_info& info : catalogue) {
            if (rest.contains(info.id)) {
                made_void = made_void | info.makes_void;
            }
        }
        rest = rest & made_void;
    }
    return rest.empty();
}
static_assert(some_remedy_is_left(), "findings.def: two findings make each other's remedies void");

}  // namespace detail

/// The findings of a list of tokens, "name-similar|name-missing"; nothing if one of them is no
/// token.
[[nodiscard]] constexpr std::optional<findings> parse_findings(std::string_view list) noexcept {
    findings all;
    for (;;) {
        const std::size_t end = list.find('|');
        const auto one = from_token<finding>(list.substr(0, end));
        if (!one) {
            return std::nullopt;
        }
        all.insert(*one);
        if (end == std::string_view::npos) {
            return all;
        }
        list.remove_prefix(end + 1);
    }
}

/// All findings of one group.
[[nodiscard]] constexpr findings findings_of(finding_group group) noexcept {
    findings set;
    for (const finding_info& info : catalogue()) {
        set.insert_if(info.id, info.group == group);
    }
    return set;
}

/// All findings whose default disposition is the given one.
[[nodiscard]] constexpr findings findings_by_default(disposition given) noexcept {
    findings set;
    for (const finding_info& info : catalogue()) {
        set.insert_if(info.id, info.default_disposition == given);
    }
    return set;
}

ECFLINK_END_NAMESPACE

template <>
struct std::hash<ecflink::findings> {
    [[nodiscard]] std::size_t operator()(ecflink::findings set) const noexcept {
        return std::hash<std::uint64_t>{}(set.bits());
    }
};
