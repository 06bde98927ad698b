// ecflink.hpp: the whole core, in reading order. Header-only: nothing is linked, nothing allocates, nothing asks a clock.
//
// What is compiled has headers of its own: policy_file.hpp (policies as people write them), directory.hpp (207 courts), person_name.hpp,
// time_text.hpp, verify.hpp (ledgers as tables), handle.hpp, confirm_page.hpp, keys.hpp, audit.hpp, record.hpp (the ceremony's means), ledger.hpp (a
// ledger that keeps it).
//
//     const ecflink::assessment answer = ecflink::assess(policy, link_case, now);
#pragma once

// clang-format off: the order is that of reading, not of the alphabet
#include <ecflink/version.hpp>

#include <ecflink/result.hpp>
#include <ecflink/time.hpp>
#include <ecflink/tokens.hpp>
#include <ecflink/ids.hpp>

#include <ecflink/court.hpp>
#include <ecflink/central_account.hpp>
#include <ecflink/court_account.hpp>
#include <ecflink/evidence.hpp>
#include <ecflink/link.hpp>

#include <ecflink/findings.hpp>
#include <ecflink/policy.hpp>
#include <ecflink/observe.hpp>
#include <ecflink/assess.hpp>
#include <ecflink/readiness.hpp>
#include <ecflink/agency.hpp>
#include <ecflink/access.hpp>
#include <ecflink/registration.hpp>
#include <ecflink/ceremony.hpp>
#include <ecflink/unlink.hpp>
#include <ecflink/import.hpp>
// clang-format on
