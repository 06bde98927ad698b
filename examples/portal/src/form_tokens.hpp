// form_tokens.hpp: one secret a form, used once, so that no other site can send a form in a
// person's name.
#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>

namespace portal {

/// The forms that one session was shown and has not sent yet. The oldest are forgotten.
class form_tokens {
public:
    static constexpr std::size_t most = 96;

    /// A new secret for the form that is sent to this path.
    [[nodiscard]] std::string issue(std::string_view path);
    /// True if the secret was issued for the path and not taken yet. It is used up, whatever the
    /// answer.
    [[nodiscard]] bool take(std::string_view path, std::string_view secret);
    void clear() noexcept { issued_.clear(); }

private:
    struct issued_form {
        std::string secret;
        std::string path;
    };
    std::deque<issued_form> issued_;
};

}  // namespace portal
