// Any text is a key file, or gives an error that does not show it. A key ring accepts what it
// signs.
#include <algorithm>

#include <ecflink/ledger/keys.hpp>

#include "fuzz/fuzzing.hpp"

using namespace ecflink;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = fuzz::text_of(data, size);
    const auto keys = key_ring::parse(text);
    if (!keys.has_value()) {
        const diagnostic& trouble = keys.error();
        fuzz::require(!trouble.message.empty() && trouble.found.empty(),
                      "an error says what is wrong and shows nothing");
        fuzz::require(trouble.line <= static_cast<std::uint64_t>(std::ranges::count(text, '\n')) + 1,
                      "and in which line");
        return 0;
    }
    const key_ring& ring = keys.value();
    const auto all = ring.public_keys();
    fuzz::require(!all.empty() && all.size() <= max_keys && all.front() == ring.public_key(),
                  "a ring has a current key");
    fuzz::require(std::ranges::count(all, ring.public_key()) == 1, "each once");
    const authentication proven = ring.mac(text);
    fuzz::require(proven.key == ring.current() && ring.verifies(proven.key, text, proven.tag),
                  "what it proves, it accepts");
    fuzz::require(verify_signature(ring.public_key(), text, ring.sign(text)), "and what it signs");
    return 0;
}
