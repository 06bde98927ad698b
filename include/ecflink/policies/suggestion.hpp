// suggestion.hpp: what somebody may have meant who wrote an id that nothing has. Compiled.
//
//     const std::string_view id = "wiwbb";
//     if (!policies.find(id).rules.in_force) {
//         std::cerr << "there is no court " << id
//                   << ecflink::did_you_mean(ecflink::suggest_court(id)) << '\n';
//     }
//
// All functions are pure; any number of threads may call them. Ids stay what they are: a suggestion
// is for people, and nothing is looked up by it.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <ecflink/core/version.hpp>

ECFLINK_BEGIN_NAMESPACE

/// The known texts that are near to the written one, at most four. Those that differ from it in
/// case, blanks or leading zeros alone; if there are none, those that differ by one letter:
/// another one, one more, one less, or two neighbors swapped. In the order of `known`, each once;
/// never the written text itself.
[[nodiscard]] std::vector<std::string> suggest(std::string_view written,
                                               std::span<const std::string_view> known);

/// The courts of the directory and of `more` whose ids are near to the written one. Knows besides
/// what other systems call a court: the center's id ("WIWBK"), an address on the web
/// ("www.wiwb.uscourts.gov"), and names such as "uscfc" for "cofc".
[[nodiscard]] std::vector<std::string> suggest_court(std::string_view written,
                                                     std::span<const std::string_view> more = {});

/// `; did you mean "wiwd" or "wiwb"?`, to follow what was not found; empty if nothing is near.
[[nodiscard]] std::string did_you_mean(std::span<const std::string> suggestions);

ECFLINK_END_NAMESPACE
