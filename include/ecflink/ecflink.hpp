// ecflink.hpp: the whole core, in reading order. Header-only: nothing is linked, nothing allocates,
// nothing asks a clock.
//
//     const ecflink::assessment answer = ecflink::assess(policy, facts, now);
//
// What is compiled has headers of its own:
//
//     text/time_text.hpp           times as text
//     policies/policy_set.hpp      policies as people write them
//     policies/directory.hpp       207 courts
//     tables/person_name.hpp       how two names compare
//     verify/verify.hpp            verification of ledgers as tables
//     verify/folder.hpp            verification of ledgers as files
//     ledger/{handle,confirm_page,keys,audit,record}.hpp
//                                  what a ceremony needs
//     ledger/ledger.hpp            a ledger that keeps links and the audit trail
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
