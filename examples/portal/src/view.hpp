// view.hpp: a page with its values, and the values that every page has.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <ctemplate/template.h>

#include "site.hpp"

namespace portal {

/// Values of a page, or of a part of it that repeats.
class view_part {
public:
    explicit view_part(ctemplate::TemplateDictionary& values) noexcept : values_(&values) {}

    view_part& set(const char* name, std::string_view value) {
        values_->SetValue(name, std::string(value));
        return *this;
    }
    /// Shows a part once, with the values of its surroundings.
    view_part& show(const char* part, bool is_shown = true) {
        if (is_shown) {
            values_->ShowSection(part);
        }
        return *this;
    }
    /// One more of a part that repeats.
    view_part add(const char* part) { return view_part(*values_->AddSectionDictionary(part)); }

private:
    ctemplate::TemplateDictionary* values_;
};

class view : public view_part {
public:
    view(visit& visitor, std::string_view page);

    /// Sets `name` to the secret of a form that is sent to `path`.
    view& form(const char* name, const std::string& path);
    /// Shows an error at the top of the page: a message of the catalog.
    view& complain(std::string_view key);
    /// Answers with the page.
    void answer(int status = 200);

private:
    view(visit& visitor, std::string_view page, std::unique_ptr<ctemplate::TemplateDictionary> values);
    void set_frame();

    std::unique_ptr<ctemplate::TemplateDictionary> values_;
    visit& visitor_;
    std::string page_;
};

/// A page that only says something.
void answer_with(visit& visitor, std::string_view page, int status);

}  // namespace portal
