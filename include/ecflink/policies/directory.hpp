// directory.hpp: the built-in directory of 207 federal courts. Compiled in: nothing is read, and
// nothing is allocated.
//
//     if (const ecflink::court_record* court = ecflink::find_court("wiwb")) {
//         std::cout << court->name << '\n';
//     }
#pragma once

#include <span>
#include <string_view>

#include <ecflink/core/court.hpp>

ECFLINK_BEGIN_NAMESPACE

/// A help desk of a court. All texts are static.
struct help_desk {
    std::string_view pacer_id;
    std::string_view division;  ///< which office, what for, or another way to reach it; may be empty
    std::string_view phone;     ///< may be empty
};

/// Every court, sorted by id. Static; any number of threads may use it.
[[nodiscard]] std::span<const court_record> directory() noexcept;

/// The court with this id, byte for byte; null if the directory has none.
[[nodiscard]] const court_record* find_court(std::string_view id) noexcept;

/// The help desks of a court, by the id that the center uses ("WIWBK"); empty if none is known.
[[nodiscard]] std::span<const help_desk> find_help_desks(std::string_view pacer_id) noexcept;

ECFLINK_END_NAMESPACE
