// repair_text.hpp: what becomes of a finding, told to whoever looks after a ledger: who does what.
#pragma once

#include <string_view>

#include <ecflink/core/findings.hpp>

namespace ecflink::cli {

/// What mends a finding, in the third person; `describe(of).remedy` tells it to the one who acts.
[[nodiscard]] std::string_view repair_of(finding of) noexcept;

}  // namespace ecflink::cli
