// visible_text.hpp: text of others made safe to show to people. Compiled.
//
//     std::cout << "Name: " << ecflink::visible_text(typed) << '\n';
//
// Names, addresses, logins and reasons come from people whom nobody has checked. A line break among
// them can fake a line of a page, a mark that turns the direction of writing can fake a name, and a
// control character can act on a terminal. Show such text through this function, on one line; keep
// and compare it as it is.
#pragma once

#include <string>
#include <string_view>

#include <ecflink/core/version.hpp>

ECFLINK_BEGIN_NAMESPACE

/// The text with every character that is not seen as itself in visible form, "<U+202E>": controls,
/// line breaks and tabs among them, marks that change the direction of writing, zero-width and
/// other invisible characters. A byte that is not of UTF-8 becomes "<0xE9>". Everything else stays
/// as it is, so the text of most names does.
[[nodiscard]] std::string visible_text(std::string_view text);

ECFLINK_END_NAMESPACE
