// pages.hpp: the pages, one function for each form and address. A page asks the ledger, and shows
// what it answers; it decides nothing.
#pragma once

#include "site.hpp"

namespace portal {

// front.cc: what everybody can see
void show_front(visit& visitor);
void show_forgotten(visit& visitor);
void sign_off(visit& visitor);

// steps_pages.cc: what do I have to do?
void show_steps(visit& visitor);
void show_my_steps(visit& visitor);

// sign_on.cc: steps 1 to 3 of the court's instructions
void show_sign_on(visit& visitor);
void take_sign_on(visit& visitor);
void show_code(visit& visitor);
void take_code(visit& visitor);

// home.cc: the menus of the court
void show_home(visit& visitor);
void show_utilities(visit& visitor);

// link.cc: steps 4 to 7
void show_link(visit& visitor);
void take_link(visit& visitor);
void show_confirm(visit& visitor);
void take_confirm(visit& visitor);
void show_done(visit& visitor);

// registration.cc: asking for filing privileges
void show_registration(visit& visitor);
void take_registration(visit& visitor);

// agents.cc: filing agents and their principals
void show_agents(visit& visitor);
void take_agents(visit& visitor);

}  // namespace portal
