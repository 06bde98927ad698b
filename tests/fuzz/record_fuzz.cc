// Any text is a record that can be decided again, or gives errors with their places.
#include <algorithm>

#include <ecflink/ledger/record.hpp>
#include <ecflink/policies/policy_set.hpp>

#include "fuzz/fuzzing.hpp"

using namespace ecflink;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const policy_set policies = policy_set::load().value();
    const std::string_view text = fuzz::text_of(data, size);
    const auto read = replay(text, policies, "record.json");
    if (!read.has_value()) {
        fuzz::require(!read.error().empty(), "what cannot be read says why");
        for (const diagnostic& trouble : read.error()) {
            fuzz::require(!trouble.message.empty() && trouble.file == "record.json",
                          "an error says what and where");
        }
        return 0;
    }
    const replay_answer& answer = read.value();
    const auto is_harmless = [](const replay_difference& each) {
        return each.what == record_difference::library;
    };
    fuzz::require(answer.reproduced == std::ranges::all_of(answer.differences, is_harmless),
                  "what differs is listed");
    fuzz::require(!answer.reproduced || (answer.recorded && answer.recorded == answer.replayed),
                  "the same answer is the same");
    for (const replay_difference& each : answer.differences) {
        fuzz::require(!to_token(each.what).empty() && !to_message(each.what).empty(),
                      "a difference has a name");
    }
    return 0;
}
