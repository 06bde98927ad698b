#include "form_tokens.hpp"

#include <algorithm>

#include <ecflink/ledger/keys.hpp>

#include "random_text.hpp"

namespace portal {

std::string form_tokens::issue(std::string_view path) {
    if (issued_.size() == most) {
        issued_.pop_front();
    }
    issued_.push_back({random_text(), std::string(path)});
    return issued_.back().secret;
}

bool form_tokens::take(std::string_view path, std::string_view secret) {
    const auto found = std::ranges::find_if(
        issued_, [&](const issued_form& one) { return ecflink::equal_in_constant_time(one.secret, secret); });
    if (found == issued_.end()) {
        return false;
    }
    const bool is_for_path = found->path == path;
    issued_.erase(found);
    return is_for_path;
}

}  // namespace portal
