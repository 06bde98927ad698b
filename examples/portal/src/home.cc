// The home page of the court, with the menus that the person has, and Utilities.
#include "access_text.hpp"
#include "pages.hpp"
#include "view.hpp"

namespace portal {
void show_home(visit& visitor) {
    const ecflink::access_at access = access_of(visitor);
    view page(visitor, "home");
    add_menus(page, visitor, access.may);
    page.set("LEVEL", visitor.said->text("level." + std::string(to_token(access.may.level))));
    if (!is_linked(access)) {
        page.show("NOT_LINKED");
    } else {
        view_part linked = page.add("LINKED_ACCOUNT");
        linked.set("LOGIN", access.login ? access.login->view() : std::string_view{});
        linked.set("ROLE", visitor.said->text("role." + std::string(to_token(access.role))));
    }
    if (!access.may.filing.granted) {
        view_part why = page.add("WHY");
        for (const std::string& one :
             obstacles_in_words(access.may.filing, visitor.court->words, *visitor.said)) {
            why.add("OBSTACLES").set("TEXT", one);
        }
    }
    page.answer();
}

void show_utilities(visit& visitor) {
    const ecflink::access_at access = access_of(visitor);
    view page(visitor, "utilities");
    add_menus(page, visitor, access.may);
    page.show(is_linked(access) ? "LINKED_ALREADY" : "CAN_LINK");
    page.answer();
}

}  // namespace portal
