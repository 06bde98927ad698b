// random_text.hpp: secrets as text, and comparing them.
#pragma once

#include <string>

#include <ecflink/ledger/keys.hpp>

namespace portal {

/// 32 unpredictable bytes, as 64 hexadecimal digits.
[[nodiscard]] inline std::string random_text() { return ecflink::to_hex(ecflink::random_bytes<32>()); }

/// 8 unpredictable bytes: the name of something that only one session knows.
[[nodiscard]] inline std::string random_name() { return ecflink::to_hex(ecflink::random_bytes<8>()); }

}  // namespace portal
