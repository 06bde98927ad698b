// hidden_text.hpp: what stands on the command line by mistake and must not be repeated: the
// password in an address of a ledger, however the address is misspelled and wherever it stands.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace ecflink::cli {

/// True if the text begins as the address of a server: "postgresql://" or "postgres://".
[[nodiscard]] bool is_server_address(std::string_view text) noexcept;

/// True if a password may stand in the address of a server, also in one that is written wrongly. Of
/// another text: if it may be such an address misspelled, by a scheme ("://", "postgres..:"), a
/// parameter "password=", or a colon before an "@".
[[nodiscard]] bool may_hold_password(std::string_view text);

/// From now on `without_hidden` hides each argument that may hold a password, unless it names a
/// file or folder that exists. Called once, first.
void hide_passwords_of(std::span<const char* const> arguments);

/// The text with "(not shown: it may hold a password)" in place of what is hidden.
[[nodiscard]] std::string without_hidden(std::string text);

}  // namespace ecflink::cli
