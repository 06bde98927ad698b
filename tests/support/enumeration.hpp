// enumeration.hpp: drives `choose_all` through combinations of values.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "support/plain_case.hpp"

namespace support {

/// The fields of a plain case in the order in which `choose_all` asks for them, with the present
/// choice for each.
class enumeration {
public:
    enumeration() {
        static_cast<void>(choose_all([this](unsigned groups, std::string_view name, unsigned count) {
            fields_.push_back({name, groups, count, 0});
            return 0U;
        }));
    }

    [[nodiscard]] std::size_t size() const { return fields_.size(); }
    [[nodiscard]] unsigned count(std::size_t field) const { return fields_[field].count; }
    [[nodiscard]] bool belongs(std::size_t field, group to) const {
        return (fields_[field].groups & to) != 0;
    }
    void choose(std::size_t field, unsigned index) { fields_[field].chosen = index; }

    [[nodiscard]] plain_case make() const {
        std::size_t next = 0;
        return choose_all([&](unsigned, std::string_view, unsigned) { return fields_[next++].chosen; });
    }

    /// What differs from a clean case: "usage#1 in_ledger#1".
    [[nodiscard]] std::string describe() const {
        std::string text;
        for (const choice& one : fields_) {
            if (one.chosen != 0) {
                text += std::string(text.empty() ? "" : " ") + std::string(one.name) + '#' +
                        std::to_string(one.chosen);
            }
        }
        return text.empty() ? "clean" : text;
    }

private:
    struct choice {
        std::string_view name;
        unsigned groups;
        unsigned count;
        unsigned chosen;
    };
    std::vector<choice> fields_;
};

/// Calls `visit(enumeration)` for every combination of values of the fields of a group; the others
/// are clean. Stops when it returns false.
template <class Visit>
bool for_every_combination(group of, Visit&& visit) {
    enumeration all;
    std::vector<std::pair<std::size_t, unsigned>> wheels;
    for (std::size_t field = 0; field < all.size(); ++field) {
        if (all.belongs(field, of)) {
            wheels.emplace_back(field, 0U);
        }
    }
    for (;;) {
        if (!visit(all)) {
            return false;
        }
        std::size_t wheel = 0;
        while (wheel < wheels.size() && ++wheels[wheel].second == all.count(wheels[wheel].first)) {
            wheels[wheel].second = 0;
            all.choose(wheels[wheel].first, 0);
            ++wheel;
        }
        if (wheel == wheels.size()) {
            return true;
        }
        all.choose(wheels[wheel].first, wheels[wheel].second);
    }
}

/// Calls `visit(enumeration)` for every combination of values of any `fields` fields or fewer; the
/// others are clean. Stops when it returns false.
template <class Visit>
bool for_every_few(unsigned fields, Visit&& visit) {
    enumeration all;
    const auto descend = [&](const auto& self, std::size_t first, unsigned left) -> bool {
        if (!visit(all)) {
            return false;
        }
        if (left == 0) {
            return true;
        }
        for (std::size_t field = first; field < all.size(); ++field) {
            for (unsigned index = 1; index < all.count(field); ++index) {
                all.choose(field, index);
                if (!self(self, field + 1, left - 1)) {
                    return false;
                }
            }
            all.choose(field, 0);
        }
        return true;
    };
    return descend(descend, 0, fields);
}

}  // namespace support
