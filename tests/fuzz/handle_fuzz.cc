// Any text is a handle that the key made, or it is refused. The first byte chooses between the text
// itself and a good handle overwritten with the text.
#include <ecflink/ledger/handle.hpp>

#include "fuzz/fuzzing.hpp"

using namespace ecflink;

namespace {

constexpr std::string_view ledger_id = "0123456789abcdef0123456789abcdef";
constexpr std::string_view key_line = "ecflink-key-1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

handle_claims some_claims() {
    handle_claims claims;
    claims.court = "wiwd";
    claims.login = "cfaber";
    claims.central = "3318152";
    claims.role = account_role::attorney;
    claims.account_revision = 1;
    claims.central_revision = 2;
    claims.policy = claims.session = claims.shown = digest_of("some");
    claims.central_proof = claims.account_proof = {proof_class::password, instant{1}};
    claims.proof_court = "wiwd";
    claims.issued = instant{1};
    claims.expires = instant{2};
    claims.once.bytes[0] = 1;
    return claims;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const key_ring keys = key_ring::parse(key_line).value();
    static const std::string good = seal(some_claims(), keys, ledger_id);
    std::string text(fuzz::text_of(data, size));
    if (!text.empty() && text.front() == '+') {
        text.erase(0, 1);
        std::string laid = good;
        for (std::size_t i = 0; i < text.size() && i < laid.size(); ++i) {
            laid[i] = text[i] == '\0' ? laid[i] : text[i];
        }
        text = laid;
    }
    const auto claims = open(text, keys, ledger_id);
    if (claims.has_value()) {
        fuzz::require(text == good && claims.value() == some_claims(),
                      "nothing but what the key made is opened");
    } else {
        fuzz::require(claims.error() == ceremony_problem::not_authentic,
                      "whatever is wrong, the answer is the same");
    }
    return 0;
}
