// body_text.hpp: a text in the body of an entry.
#pragma once

#include <string>
#include <string_view>

#include <ecflink/core/version.hpp>

ECFLINK_BEGIN_NAMESPACE
namespace detail {

/// Adds a text as a string of canonical JSON. Malformed UTF-8 gets replacement characters.
void append_body_text(std::string& to, std::string_view text);

}  // namespace detail
ECFLINK_END_NAMESPACE
