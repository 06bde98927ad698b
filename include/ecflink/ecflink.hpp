// ecflink.hpp: the whole core, in reading order. Header-only: nothing is linked, nothing allocates,
// nothing asks a clock.
//
// What is compiled has headers of its own: policies/policy_set.hpp (policies as people write them),
// directory.hpp (207 courts), person_name.hpp, time_text.hpp, verify.hpp (ledgers as tables),
// handle.hpp, confirm_page.hpp, keys.hpp, audit.hpp, record.hpp (the ceremony's means), ledger.hpp
// (a ledger that keeps it).
//
//     const ecflink::assessment answer = ecflink::assess(policy, facts, now);
#pragma once

// clang-format off: the order is that of reading, not of the alphabet
#include <ecflink/core/version.hpp>

#include <ecflink/core/result.hpp>
#include <ecflink/core/time.hpp>
#include <ecflink/core/tokens.hpp>
#include <ecflink/core/ids.hpp>
#include <ecflink/core/digest.hpp>

#include <ecflink/core/court.hpp>
#include <ecflink/core/central_account.hpp>
#include <ecflink/core/court_account.hpp>
#include <ecflink/core/evidence.hpp>
#include <ecflink/core/link.hpp>

#include <ecflink/core/findings.hpp>
#include <ecflink/core/policy.hpp>
#include <ecflink/core/rule.hpp>
#include <ecflink/core/observe.hpp>
#include <ecflink/core/assess.hpp>
#include <ecflink/decide/readiness.hpp>
#include <ecflink/decide/agency.hpp>
#include <ecflink/decide/access.hpp>
#include <ecflink/decide/registration.hpp>
#include <ecflink/decide/ceremony.hpp>
#include <ecflink/decide/unlink.hpp>
#include <ecflink/decide/import.hpp>
// clang-format on
