// sample.hpp: a ledger with made-up filers, for a demonstration and for tests.
#pragma once

#include <filesystem>
#include <string>

#include <ecflink/core/time.hpp>
#include <ecflink/ledger/ledger.hpp>
#include <ecflink/policies/policy_set.hpp>

namespace portal {

/// The texts of a sample's policies, with the days that "@+20d@" counts from `now`.
[[nodiscard]] std::vector<ecflink::policy_layer> sample_policies(const std::filesystem::path& sample,
                                                                 ecflink::instant now);

/// Makes a new ledger, and in a folder its keys, the policies and the directory of usernames.
void make_sample(const std::filesystem::path& sample, const std::filesystem::path& folder,
                 const ecflink::ledger_connector& connect, ecflink::instant now);

/// The users of a sample, one on a line, and what each is for.
[[nodiscard]] std::string users_in_words(const std::filesystem::path& sample);

}  // namespace portal
