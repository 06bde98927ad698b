// templates.hpp: the pages, made of templates and messages once, when the portal starts.
//
// A page is layout.tpl with the page's own template in it. `[[key]]` in a template is the message
// of the key, escaped; a key that no language has stops the start. `{{NAME}}` is a value of the
// page, which ctemplate escapes for the place where it stands.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include <ctemplate/template.h>

#include "messages.hpp"

namespace portal {

/// Puts all pages into the cache of ctemplate, in all languages. Throws std::runtime_error for a
/// template that cannot be read or parsed.
void load_templates(const std::filesystem::path& folder, const catalog& texts);

/// A page as HTML.
[[nodiscard]] std::string render(std::string_view page, std::string_view language,
                                 const ctemplate::TemplateDictionary& values);

/// The text with the five characters of HTML that mean something escaped.
[[nodiscard]] std::string escape_html(std::string_view text);

}  // namespace portal
