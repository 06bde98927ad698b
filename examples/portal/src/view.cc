#include "view.hpp"

#include "templates.hpp"
#include "times.hpp"

namespace portal {

view::view(visit& visitor, std::string_view page)
    : view(visitor, page, std::make_unique<ctemplate::TemplateDictionary>(std::string(page))) {}

view::view(visit& visitor, std::string_view page, std::unique_ptr<ctemplate::TemplateDictionary> values)
    : view_part(*values), values_(std::move(values)), visitor_(visitor), page_(page) {
    set_frame();
}

/// Header and footer: the court, who is signed on, and the same page in the other language.
void view::set_frame() {
    const visit& v = visitor_;
    set("LANGUAGE", v.said->language());
    set("PATH", v.request.path);
    for (const std::string& language : v.all.texts.languages()) {
        if (language != v.said->language()) {
            view_part other = add("OTHER_LANGUAGE");
            other.set("CODE", language).set("NAME", v.all.texts.in(language).text("language.name"));
            other.set("PATH", v.request.path);
            for (const auto& [name, value] : v.request.params) {
                if (v.request.method == "GET" && name != "language") {
                    other.add("KEPT").set("NAME", name).set("VALUE", value);
                }
            }
        }
    }
    const ecflink::policy_words words = v.court != nullptr ? v.court->words : ecflink::policy_words{};
    set("PACER", v.said->word(words.central_account));
    set("CMECF", v.said->word(words.court_account));
    set("CENTER", v.said->word(words.center));
    if (v.court != nullptr) {
        set("COURT", name_of(*v.court));
        set("COURT_ID", v.court->court.view());
        show("WITH_COURT");
    } else {
        show("WITHOUT_COURT");
    }
    if (v.all.clock.is_moved()) {
        add("MOVED_CLOCK").set("TIME", time_in_words(v.now, v.court, *v.said));
    }
    if (v.who && v.who->is_signed_on()) {
        add("SIGNED_ON").set("USERNAME", v.who->username).set("SIGN_OFF", v.who->forms.issue("/sign-off"));
    }
    if (v.who && v.who->is_staff()) {
        add("STAFF")
            .set("LOGIN", v.who->staff_login.view())
            .set("STAFF_COURT", v.who->staff_court.view())
            .set("SIGN_OFF", v.who->forms.issue("/sign-off"));
    }
    if (v.who && !v.who->notice.empty()) {
        add("NOTICE").set("TEXT", v.said->text(v.who->notice));
        v.who->notice.clear();
    }
}

view& view::form(const char* name, const std::string& path) {
    set(name, visitor_.need_session().forms.issue(path));
    return *this;
}

view& view::complain(std::string_view key) {
    add("ERROR").set("TEXT", visitor_.said->text(key));
    return *this;
}

void view::answer(int status) {
    visitor_.response.status = status;
    visitor_.response.set_content(render(page_, visitor_.said->language(), *values_),
                                  "text/html; charset=utf-8");
}

void answer_with(visit& visitor, std::string_view page, int status) { view(visitor, page).answer(status); }

}  // namespace portal
