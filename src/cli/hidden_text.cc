#include "cli/hidden_text.hpp"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <system_error>
#include <vector>

#include <ecflink/text/ascii_text.hpp>
#include <ecflink/text/visible_text.hpp>

namespace ecflink::cli {
namespace {

constexpr std::string_view postgresql_schemes[] = {"postgresql://", "postgres://"};
constexpr std::string_view in_its_place = "(not shown: it may hold a password)";

/// The text with what "%70" and the like stand for.
std::string decoded(std::string_view text) {
    std::string plain;
    for (std::size_t at = 0; at < text.size(); ++at) {
        unsigned char byte = 0;
        const std::string_view digits = text.substr(at + 1, 2);
        const auto [end, problem] = text[at] != '%'
                                        ? std::from_chars_result{digits.begin(), std::errc::invalid_argument}
                                        : std::from_chars(digits.begin(), digits.end(), byte, 16);
        const bool is_encoded = problem == std::errc{} && end == digits.begin() + 2;
        plain += is_encoded ? static_cast<char>(byte) : text[at];
        at += is_encoded ? 2 : 0;
    }
    return plain;
}

/// Whether a password may stand in the address of a server, also in one that is written wrongly:
/// its parts are taken for the worst that they can be.
bool address_may_hold_password(std::string_view text) {
    const std::size_t authority = text.find("//") + 2;
    const std::size_t slash = std::min(text.find('/', authority), text.size());
    const std::size_t parameters = std::min(text.find('?', authority), text.size());
    // libpq ends a user at the first '@' before a '/', even behind a '?'
    const std::size_t at = text.find('@', authority);
    if (at != std::string_view::npos && (at < slash || at < parameters) &&
        decoded(text.substr(authority, at - authority)).find(':') != std::string_view::npos) {
        return true;
    }
    // "user:pass/word@host": what follows a colon must be a port
    std::string_view hosts = text.substr(authority, std::min(slash, parameters) - authority);
    hosts.remove_prefix(hosts.find('@') + 1);  // none: npos + 1 is 0
    for (bool is_in_brackets = false; !hosts.empty(); hosts.remove_prefix(1)) {
        is_in_brackets = hosts.front() == '[' || (is_in_brackets && hosts.front() != ']');
        if (hosts.front() == ':' && !is_in_brackets) {
            const std::string_view port = hosts.substr(1, hosts.substr(1).find_first_of(",:"));
            if (port.find_first_not_of("0123456789") != std::string_view::npos) {
                return true;
            }
        }
    }
    for (std::string_view rest = text.substr(parameters); !rest.empty();) {
        rest.remove_prefix(1);  // '?' or '&'
        const std::string_view one = rest.substr(0, rest.find('&'));
        rest.remove_prefix(one.size());
        const std::string plain = decoded(one);
        const std::size_t user = plain.rfind('@');
        if (plain.find('=') == std::string::npos || plain.find("password") != std::string::npos ||
            (user != std::string::npos && plain.find(':') < user)) {
            return true;
        }
    }
    return false;
}

std::vector<std::string>& hidden() {
    static std::vector<std::string> texts;
    return texts;
}

void hide(const std::string& text) {
    if (std::error_code ignored; may_hold_password(text) && !std::filesystem::exists(text, ignored)) {
        hidden().push_back(text);
        hidden().push_back(visible_text(text));
    }
}

}  // namespace

bool is_server_address(std::string_view text) noexcept {
    return std::ranges::any_of(postgresql_schemes,
                               [&](std::string_view scheme) { return text.starts_with(scheme); });
}

bool may_hold_password(std::string_view text) {
    if (is_server_address(text)) {
        return address_may_hold_password(text);
    }
    const std::string lower = to_lower_ascii(text);
    const auto has = [&lower](std::string_view part) { return lower.find(part) != std::string::npos; };
    const std::size_t word = lower.find("password");
    const bool states_one =
        word != std::string::npos && lower.find('=', word) != std::string::npos && !lower.starts_with("--");
    const std::size_t at = lower.rfind('@');
    const bool has_user = at != std::string::npos && lower.find(':') < at;
    const std::size_t scheme = lower.find("postgres");
    return has("://") || states_one || has_user ||
           (scheme != std::string::npos && lower.find(':', scheme) != std::string::npos);
}

void hide_passwords_of(std::span<const char* const> arguments) {
    for (const std::string argument : arguments) {
        hide(argument);
        if (const std::size_t equals = argument.find('=');
            argument.starts_with("--") && equals != std::string::npos) {
            hide(argument.substr(equals + 1));
        }
    }
}

std::string without_hidden(std::string text) {
    for (const std::string& secret : hidden()) {
        for (std::size_t at = text.find(secret); at != std::string::npos;
             at = text.find(secret, at + in_its_place.size())) {
            text.replace(at, secret.size(), in_its_place);
        }
    }
    return text;
}

}  // namespace ecflink::cli
