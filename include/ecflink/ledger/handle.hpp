// handle.hpp: the claims of a ceremony as a text that only the holder of a key can make. Compiled.
//
// The confirm screen carries a handle from `begin` to `commit`. It holds a version, the name of the
// key, the claims, and a MAC over all of these and over the id of its ledger (HMAC-SHA-512-256), in
// base64url. So it serves one ledger, even where several have the same keys (A10). A handle is
// authentic but not secret: it names the two accounts, and with its session it confirms the link.
// Keep it out of logs and URLs.
#pragma once

#include <string>
#include <string_view>

#include <ecflink/core/digest.hpp>
#include <ecflink/decide/ceremony.hpp>
#include <ecflink/ledger/keys.hpp>

ECFLINK_BEGIN_NAMESPACE

/// Seals the claims with the current key, for the ledger of this id (`ledger_status::id`). A handle
/// sealed without an id is never opened (A11).
[[nodiscard]] std::string seal(const handle_claims& claims, const key_ring& keys, std::string_view ledger_id);

/// The claims of a handle. ceremony_problem::not_authentic if the text is not a handle, none of the
/// keys sealed it, or it was sealed for another ledger. The MAC is compared in constant time.
[[nodiscard]] result<handle_claims, ceremony_problem> open(std::string_view handle, const key_ring& keys,
                                                           std::string_view ledger_id);

/// SHA-256 of the bytes: of a session's secret, for one.
[[nodiscard]] digest digest_of(std::string_view bytes);

ECFLINK_END_NAMESPACE
