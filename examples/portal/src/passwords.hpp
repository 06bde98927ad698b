// passwords.hpp: passwords that people type, and the places where they are checked.
#pragma once

#include <string>

#include <ecflink/ledger/keys.hpp>

#include "site.hpp"

namespace portal {

/// A password from a form. It is wiped on every way out of its block.
class typed_password {
public:
    explicit typed_password(const visit& visitor) : text_(visitor.field("password")) {}
    ~typed_password() { ecflink::wipe(text_); }
    typed_password(const typed_password&) = delete;
    typed_password& operator=(const typed_password&) = delete;

    [[nodiscard]] bool empty() const noexcept { return text_.empty(); }
    [[nodiscard]] const std::string& text() const noexcept { return text_; }

private:
    std::string text_;
};

/// A place among those whose passwords are checked now, to the end of its block.
class password_place {
public:
    /// Throws the page that says "busy" if none is free for a long time: nothing was asked of the
    /// ledger then, so no attempt counts.
    explicit password_place(site& all) : places_(all.password_places) {
        if (!places_.enter(all.password_wait)) {
            throw stop_here{503, "busy"};
        }
    }
    ~password_place() { places_.leave(); }
    password_place(const password_place&) = delete;
    password_place& operator=(const password_place&) = delete;

private:
    password_places& places_;
};

}  // namespace portal
