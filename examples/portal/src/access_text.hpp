// access_text.hpp: the facts of a sign-on, and answers about access in words.
#pragma once

#include <string>
#include <vector>

#include <ecflink/decide/access.hpp>
#include <ecflink/ledger/ledger.hpp>

#include "messages.hpp"
#include "site.hpp"
#include "view.hpp"

namespace portal {

[[nodiscard]] ecflink::sign_on_facts facts_of(const site& all, const session& who);

/// What a person may do in the court of the address.
[[nodiscard]] ecflink::access_at access_of(visit& visitor);

/// True if a link joins the person to an account of the court.
[[nodiscard]] bool is_linked(const ecflink::access_at& access);

/// What to do about everything that stands in the way.
[[nodiscard]] std::vector<std::string> obstacles_in_words(const ecflink::privilege& one,
                                                          const ecflink::policy_words& words,
                                                          const messages& said);

/// Shows the bar of menus that the person has, and adds a MENU for each.
void add_menus(view_part page, const visit& visitor, const ecflink::court_access& may);

/// Adds a CALL for each way to reach those who help with a purpose ("credentials").
void add_help(view_part part, const ecflink::court_policy& court, std::string_view purpose);

}  // namespace portal
