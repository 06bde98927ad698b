// One layer of any bytes: it loads or says why not, and no layer goes below the floor.
//
// Loading resolves every court of the directory, which takes much longer than reading one layer. So
// a layer that is wrong by itself is loaded only sometimes, to check that it does not load; a layer
// that is right by itself is always loaded.
#include <string>

#include <ecflink/core/assess.hpp>
#include <ecflink/policies/policy_set.hpp>

#include "base/json_text.hpp"
#include "fuzz/fuzzing.hpp"
#include "policy/language.hpp"

using namespace ecflink;

namespace {

void check(const court_policy& policy, bool is_base) {
    const instant now = make_instant(make_civil_day(2026, 3, 2), 15);
    const assessment nobody = assess(policy.rules, link_case{}, now);
    const findings always = findings{finding::central_unknown}
                                .insert(finding::account_unknown)
                                .insert(finding::central_proof_insufficient)
                                .insert(finding::account_proof_insufficient);
    fuzz::require((always - nobody.findings).empty(), "an empty case has neither records nor proofs");
    fuzz::require(policy.rules.in_force || nobody.findings.contains(finding::court_unknown),
                  "a court without a policy is unknown");
    // An empty case escapes refusal only under a layer that refuses none of these findings.
    fuzz::require(nobody.verdict == verdict::refuse || !policy.rules.dispositions.refuse.intersects(always),
                  "an empty case is refused");

    central_account shared;
    shared.usage = central_usage::shared;
    link_case with_shared;
    with_shared.central = &shared;
    fuzz::require(assess(policy.rules, with_shared, now).verdict == verdict::refuse, "the floor holds");

    fuzz::require(!policy.rules.central_proof.accept.contains(proof_class::none) &&
                      !policy.rules.account_proof.accept.contains(proof_class::none),
                  "no layer accepts what the default does not");
    fuzz::require(
        policy.rules.central_proof.max_age.micros >= 0 && policy.rules.account_proof.max_age.micros >= 0,
        "no age is below zero");
    fuzz::require(policy.rules.similar_from >= 0 && policy.rules.similar_from <= 1,
                  "a similarity is from 0 to 1");
    for (const outage_window& outage : policy.rules.outages.windows()) {
        fuzz::require(outage.begin < outage.end, "an outage has a length");
    }
    fuzz::require(is_base || !policy.court.empty(), "a policy has a court");
    fuzz::require(policy.digest.size() == 71 && policy.digest.starts_with("sha256:"),
                  "a policy has a digest");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = fuzz::text_of(data, size);
    const detail::json_text content = detail::read_json(text);
    fuzz::require(content.is_json || !content.troubles.empty(), "what is no JSON says why");
    for (const detail::json_trouble& trouble : content.troubles) {
        fuzz::require(trouble.offset <= size && detail::line_and_column(text, trouble.offset).first >= 1,
                      "an error lies in the text");
    }
    detail::policy::fault_list faults;
    if (content.is_json) {
        static_cast<void>(detail::policy::check_layer(content.value, faults));
    }
    const bool is_wrong = !content.troubles.empty() || !faults.empty();
    static unsigned wrong_ones = 0;
    if (is_wrong && ++wrong_ones % 64 != 1) {
        return 0;
    }

    const policy_layer layer{"layer.json", std::string(text)};
    const auto loaded = policy_set::load({&layer, 1});
    fuzz::require(!is_wrong || !loaded.has_value(), "what is wrong does not load");
    if (!loaded.has_value()) {
        fuzz::require(!loaded.error().empty(), "what does not load says why");
        for (const diagnostic& trouble : loaded.error()) {
            fuzz::require(!trouble.message.empty() && trouble.file == layer.name,
                          "an error says what and where");
            fuzz::require(!to_text(trouble).empty(), "an error can be told");
        }
        return 0;
    }
    check(loaded.value().base(), true);
    for (const court_policy& policy : loaded.value().courts()) {
        check(policy, false);
    }
    return 0;
}
