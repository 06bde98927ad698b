// Any line is a checkpoint, written as this library writes it, or none. A change of one byte never
// verifies.
#include <ecflink/ledger/audit.hpp>

#include "fuzz/fuzzing.hpp"

using namespace ecflink;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = fuzz::text_of(data, size);
    const auto read = parse_checkpoint_line(text);
    if (!read) {
        return 0;
    }
    fuzz::require(to_json_line(*read) == text, "a checkpoint has one line");
    const auto again = make_checkpoint(read->body, read->public_key, read->signature);
    fuzz::require(again && again->said == read->said, "a checkpoint is what its body says");
    if (verify_checkpoint(*read, "ledger-1")) {
        signed_checkpoint other = *read;
        other.signature[size % other.signature.size()] ^= 1;
        fuzz::require(!verify_checkpoint(other, "ledger-1"), "another signature is none");
        fuzz::require(!verify_checkpoint(*read, "ledger-2"), "a checkpoint is of one ledger");
    }
    return 0;
}
