// handle.hpp: the claims of a ceremony as text that only the holder of a key can make. Compiled.
//
// A handle is what the confirm screen carries from `begin` to `commit`: a version, the id of the
// key, the claims, and a keyed MAC over all of it (HMAC-SHA-512-256), in base64url. It is
// authentic, not secret: it names the two accounts, and whoever holds it together with its session
// can confirm. Keep it out of logs and addresses.
#pragma once

#include <string>
#include <string_view>

#include <ecflink/core/digest.hpp>
#include <ecflink/decide/ceremony.hpp>
#include <ecflink/ledger/keys.hpp>

ECFLINK_BEGIN_NAMESPACE

/// The claims, under the current key.
[[nodiscard]] std::string seal(const handle_claims& claims, const key_ring& keys);

/// The claims of a handle; ceremony_problem::not_authentic if none of the keys made it, or it is no
/// handle. The comparison takes the same time whatever differs.
[[nodiscard]] result<handle_claims, ceremony_problem> open(std::string_view handle, const key_ring& keys);

/// SHA-256 of the bytes: of a session's secret, for one.
[[nodiscard]] digest digest_of(std::string_view bytes);

ECFLINK_END_NAMESPACE
