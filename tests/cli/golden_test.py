#!/usr/bin/env python3
"""What every command prints, byte for byte, and its exit status.

    golden_test.py --program build/dev/src/cli/ecflink            compares with tests/cli/golden/
    golden_test.py --program build/dev/src/cli/ecflink --update   writes what the program prints now;
                                                                  read the difference before you keep it

Each file holds what one case below prints on standard output, then on standard error, then a file that it
wrote. A command that works on a ledger works on a copy of the sample ledger (support.py), whose random parts
stand as "...".
"""
import os
import re
import shutil
import tempfile

import support
from support import DATA, SOURCE, ProgramTest, environment, run, sample_ledger, without_random

GOLDEN = os.path.join(SOURCE, "tests", "cli", "golden")
LEDGER = "examples/ledger"
AS_OF = ("--as-of", "2026-06-30T12:00:00Z")
SMALL = f"{DATA}/ledger"
CANDIDATES = "examples/candidates.csv"
VERIFIED = "examples/verified.csv"
VERIFIED_HELD = f"{DATA}/verified-names-held.csv"
HELD = "examples/names-held.json"
OWN = ("--policy", f"{LEDGER}/policies")
CFABER = ("check", LEDGER, "--court", "wiwd", "--login", "cfaber", "--central", "3318152",
          "--at", "2022-04-22T09:00")
ADA = ("check", SMALL, "--court", "wiwd", "--login", "ahollis", "--central", "0100001",
       "--at", "2022-04-25T00:00", "--proof-file", f"{DATA}/proof.json")
WIWB = ("ready", SMALL, "--court", "wiwb", "--login", "ahollis", "--central", "0100001")

COURT_DB = "sqlite:court.db"
KEYS = ("--key-file", "court.keys")
HANDLE = ("--handle-file", "link.json", *KEYS, "--at", "2022-04-25T08:12")
NQUIST = ("--court", "nysb", "--login", "nquist", "--central", "1000002")
CLERK = ("--as", "court", "--actor", "clerk7", "--reason", "linked to a namesake")

# name: (exit status, arguments, changes of the environment). {out} is a file in a folder of the test, and
# {page} one that is not kept: tests/report reads pages.
CASES = {
    "courts-table": (0, ("courts",), {}),
    "courts-csv": (0, ("courts", "--format", "csv"), {}),
    "courts-full": (0, ("courts", "wiwb", "gud", "mtd", "akd"), {}),
    "courts-json": (0, ("courts", "wiwd", "ca7", "--format", "json"), {}),
    "courts-unknown": (2, ("courts", "wiwbb"), {}),
    "courts-words": (0, ("courts", "Wisconsin", "bankruptcy"), {}),
    "courts-words-unknown": (2, ("courts", "wisconsn"), {}),
    "ready-told": (0, ("ready", "--court", "wiwb", "--central-account", "legacy", "--court-account", "yes",
                       "--credentials", "known", "--at", "2020-03-20 09:00"), {}),
    "ready-told-narrow": (0, ("ready", "--court", "wiwb", "--central-account", "shared", "--court-account",
            "no",
                              "--at", "2020-03-20"), {"COLUMNS": "60"}),
    "findings-table": (0, ("findings",), {}),
    "findings-narrow": (0, ("findings",), {"COLUMNS": "80"}),
    "findings-csv": (0, ("findings", "--format", "csv"), {}),
    "findings-one": (0, ("findings", "central-legacy"), {}),
    "findings-one-json": (0, ("findings", "central-legacy", "--format", "json"), {}),
    "findings-unknown": (2, ("findings", "central-legacies"), {}),
    "check-refuse": (1, CFABER, {}),
    "check-refuse-json": (1, (*CFABER, "--format", "json"), {}),
    "check-refuse-csv": (1, (*CFABER, "--format", "csv"), {}),
    "check-refuse-narrow": (1, CFABER, {"COLUMNS": "64"}),
    "check-refuse-color": (1, (*CFABER, "--color", "always"), {"NO_COLOR": "1"}),
    "check-allow": (0, ADA, {}),
    "check-allow-json": (0, (*ADA, "--format", "json"), {}),
    "check-stricter-file": (0, (*ADA, "--policy", f"{DATA}/policies/stricter.json",
                                "--set", "account-proof-stale=hold", "--set", "central-shared=refuse"), {}),
    "check-stricter-file-later": (0, tuple("2022-04-25T00:00:01" if one == "2022-04-25T00:00" else one
                                           for one in ADA) +
                                  ("--policy", f"{DATA}/policies/stricter.json",
                                   "--set", "account-proof-stale=hold"), {}),
    "check-second-before": (1, tuple("2022-04-24T23:59:59" if one == "2022-04-25T00:00" else one
                                     for one in ADA), {}),
    "check-hold": (0, ("check", SMALL, "--court", "akd", "--login", "bkiss", "--central", "0100003",
                       "--at", "2022-06-30T10:05:00-08:00", "--proof-file", f"{DATA}/proof-akd.json"), {}),
    "check-shared": (1, ("check", SMALL, "--court", "wiwd", "--login", "ahollis", "--central", "0100002",
                         "--at", "2026-06-30T12:00:00Z"), {}),
    "check-court-unknown": (1, ("check", SMALL, "--court", "wiwbk", "--login", "ahollis",
                                "--central", "0100001", "--at", "2026-06-30T12:00:00Z"), {}),
    "check-local-time-of-no-court": (2, ("check", SMALL, "--court", "wiwbk", "--login", "ahollis",
                                         "--central", "0100001", "--at", "2026-06-30T12:00"), {}),
    "check-time-without-seconds": (2, tuple("2022-04-25T00:00-05:00" if one == "2022-04-25T00:00" else one
                                            for one in ADA), {}),
    "check-time-that-is-none": (2, tuple("2022-03-13T02:30" if one == "2022-04-25T00:00" else one
                                         for one in ADA), {}),
    "check-time-twice": (2, tuple("2022-11-06T01:30" if one == "2022-04-25T00:00" else one
                                  for one in ADA), {}),
    "check-floor": (3, (*CFABER, "--set", "central-shared=note"), {}),
    "check-proof-bad": (3, tuple(f"{DATA}/proof-bad.json" if one.endswith("proof.json") else one
                                 for one in ADA), {}),
    "check-proof-broken": (3, tuple(f"{DATA}/proof-broken.json" if one.endswith("proof.json") else one
                                    for one in ADA), {}),
    "check-proof-missing": (3, tuple(f"{DATA}/no-such-file.json" if one.endswith("proof.json") else one
                                     for one in ADA), {}),
    "ready-before": (0, (*WIWB, "--at", "2020-03-26T16:29:59"), {}),
    "ready-outage-begins": (0, (*WIWB, "--at", "2020-03-26T16:30"), {}),
    "ready-outage-ends": (0, (*WIWB, "--at", "2020-03-30T07:59:59"), {}),
    "ready-live": (0, (*WIWB, "--at", "2020-03-30T08:00"), {}),
    "ready-live-json": (0, (*WIWB, "--at", "2020-03-30T08:00", "--format", "json"), {}),
    "ready-live-csv": (0, (*WIWB, "--at", "2020-03-30T08:00", "--format", "csv"), {}),
    "ready-nothing-known": (0, ("ready", SMALL, "--court", "wiwb", "--at", "2020-03-20T09:00"), {}),
    "ready-nothing-known-json": (0, ("ready", SMALL, "--court", "wiwb", "--at", "2020-03-20T09:00",
                                     "--format", "json"), {}),
    "ready-password-forgotten": (0, (*WIWB, "--at", "2020-03-20T09:00", "--credentials", "unknown"),
                                 {"COLUMNS": "60"}),
    "ready-not-in-tables": (0, ("ready", SMALL, "--court", "wiwd", "--login", "nobody", "--central", "9",
                                "--at", "2026-06-30T12:00:00Z"), {}),
    "ready-shared": (0, ("ready", SMALL, "--court", "wiwd", "--login", "ahollis", "--central", "0100002",
                         "--at", "2026-06-30T12:00:00Z"), {}),
    "ready-new": (0, ("ready", SMALL, "--court", "wiwd", "--filer", "new", "--at", "2022-04-25T08:00"), {}),
    "ready-search": (0, ("ready", SMALL, "--court", "wiwd", "--purpose", "search",
                         "--at", "2022-04-25T08:00"), {}),
    "ready-claims": (0, ("ready", SMALL, "--court", "wiwb", "--purpose", "claims",
                         "--at", "2022-04-25T08:00"), {}),
    "ready-set": (0, (*WIWB, "--at", "2020-03-30T08:00", "--set", "name-missing=hold"), {}),
    "ready-contradiction": (2, (*WIWB, "--filer", "new", "--at", "2020-03-30T08:00"), {}),
    "verify-table": (1, ("verify", LEDGER, *AS_OF), {}),
    "verify-narrow": (1, ("verify", LEDGER, *AS_OF), {"COLUMNS": "80"}),
    "verify-60-columns": (1, ("verify", LEDGER, *AS_OF, "--limit", "4", "--samples", "1"), {"COLUMNS": "60"}),
    "verify-piped": (1, ("verify", LEDGER, *AS_OF), {"COLUMNS": None}),
    "verify-by-finding": (1, ("verify", LEDGER, *AS_OF, "--by", "finding", "--samples", "0",
                              "--proofs-not-recorded"), {}),
    "verify-by-finding-csv": (1, ("verify", LEDGER, *AS_OF, "--by", "finding", "--format", "csv"), {}),
    "verify-by-role": (1, ("verify", LEDGER, *AS_OF, "--by", "role", "--limit", "5"), {}),
    "verify-by-role-csv": (1, ("verify", LEDGER, *AS_OF, "--by", "role", "--format", "csv"), {}),
    "verify-compared-with-rows": (1, ("verify", LEDGER, *AS_OF, "--compare-to", VERIFIED_HELD), {}),
    "verify-compared-json": (1, ("verify", LEDGER, *AS_OF, "--compare-to", VERIFIED_HELD, "--by", "court",
                                 "--format", "json"), {}),
    "verify-compared-with-result": (1, ("verify", LEDGER, *AS_OF, "--by", "court", "--set",
                                        "name-differs=hold",
                                        "--compare-to", f"{DATA}/verified.json"), {}),
    "verify-compared-with-nonsense": (3, ("verify", LEDGER, *AS_OF, "--compare-to", f"{DATA}/proof.json"),
                                          {}),
    "explain": (1, ("explain", LEDGER, "--row", "31", *AS_OF), {}),
    "explain-json": (1, ("explain", LEDGER, "--row", "31", *AS_OF, "--format", "json"), {}),
    "explain-60-columns": (1, ("explain", LEDGER, "--row", "31", *AS_OF), {"COLUMNS": "60"}),
    "explain-malformed": (1, ("explain", LEDGER, "--row", "51", *AS_OF), {}),
    "explain-ambiguous": (1, ("explain", LEDGER, "--row", "8", *AS_OF), {}),
    "explain-allowed": (0, ("explain", LEDGER, "--court", "ca7", "--login", "margithalvorsen",
                            "--central-id", "2204817", *AS_OF), {}),
    "explain-no-such-link": (3, ("explain", LEDGER, "--court", "ca7", "--login", "margithalvorsen",
                                 "--central", "2014499", *AS_OF), {}),
    "explain-no-such-row": (2, ("explain", LEDGER, "--row", "74", *AS_OF), {}),
    "explain-half-a-key": (2, ("explain", LEDGER, "--court", "ca7", *AS_OF), {}),
    "explain-in-a-ledger": (0, ("explain", COURT_DB, "--row", "1", *AS_OF), {}),
    "help-verify": (0, ("help", "verify"), {}),
    "help-man": (0, ("help", "--man", "policy", "show"), {}),
    "help-unknown": (2, ("help", "verfy"), {}),
    "convert": (0, ("convert", "examples/export/court.xlsx", "--map", "PACER ID=central_id",
                    "--map", "CM/ECF login=login", "--sheet", "Links", "--out", "{out}"), {}),
    "convert-json": (0, ("convert", "examples/export/Links.csv", "--map", "PACER ID=central_id", "--dates",
                         "us",
                         "--map", "CM/ECF login=login", "--format", "json", "--out", "{out}"), {}),
    "convert-refused": (3, ("convert", "examples/export/Links.csv", "--map", "PACER ID=central_id",
                            "--map", "CM/ECF login=login"), {}),
    "convert-template": (0, ("convert", "--template"), {}),
    "verify-json": (1, ("verify", LEDGER, *AS_OF, "--format", "json"), {}),
    "verify-csv": (1, ("verify", LEDGER, *AS_OF, "--format", "csv"), {}),
    "verify-out": (0,
                   ("verify", LEDGER, *AS_OF, "--format", "json", "--fail-if", "none", "--out", "{out}"), {}),
    "verify-set": (1, ("verify", LEDGER, *AS_OF, "--set", "name-differs=hold", "--set", "central-exempt=note",
                       "--format", "json"), {}),
    "verify-empty": (0, ("verify", SMALL, *AS_OF), {}),
    "verify-local-time": (2, ("verify", LEDGER, "--as-of", "2026-06-30T12:00"), {}),
    "verify-time-without-seconds": (2, ("verify", LEDGER, "--as-of", "2026-06-30T12:00Z"), {}),
    "verify-conflicts": (1, ("verify", LEDGER, *AS_OF, "--format", "csv", "--conflicts", "{out}"), {}),
    "verify-one-file-for-two": (2, ("verify", LEDGER, *AS_OF, "--out", "{out}", "--conflicts", "{out}"), {}),
    "report": (0, ("report", SMALL, *AS_OF, "-o", "{out}"), {}),
    "report-json": (0, ("report", LEDGER, *AS_OF, "--format", "json", "--with-names", "--samples", "1",
                        "--compare-to", VERIFIED, "--policy", HELD, "--set", "central-exempt=note",
                        "-o", "{page}"), {}),
    "report-fail-if": (1, ("report", LEDGER, *AS_OF, "--fail-if", "refuse", "-o", "{page}"), {}),
    "report-no-file": (2, ("report", LEDGER, *AS_OF), {}),
    "verify-report": (1, ("verify", LEDGER, *AS_OF, "--by", "role", "--report", "{page}"), {}),
    "verify-report-one-file-for-two": (2, ("verify", LEDGER, *AS_OF, "--out", "{out}", "--report", "{out}"),
                                       {}),
    "verify-threads": (2, ("verify", LEDGER, "--threads", "257"), {}),
    "forecast": (0, ("forecast", LEDGER, *AS_OF), {}),
    "forecast-json": (0, ("forecast", LEDGER, *AS_OF, "--format", "json"), {}),
    "forecast-out": (1, ("forecast", LEDGER, *AS_OF, "--set", "name-missing=refuse",
                         "--set", "account-change-pending=note", "--format", "csv",
                         "--candidates", CANDIDATES, "--out", "{out}"), {}),
    "forecast-accounts-out": (0, ("forecast", LEDGER, *AS_OF, "--format", "csv", "--out", "{out}"), {}),
    "forecast-candidates": (1, ("forecast", LEDGER, *AS_OF, "--candidates", CANDIDATES), {}),
    "forecast-candidates-narrow": (1, ("forecast", LEDGER, *AS_OF, "--candidates", CANDIDATES),
                                   {"COLUMNS": "60"}),
    "forecast-candidates-json": (0, ("forecast", LEDGER, *AS_OF, "--candidates", CANDIDATES,
                                     "--format", "json", "--fail-if", "none"), {}),
    "forecast-before-go-live": (1, ("forecast", SMALL, "--as-of", "2010-01-01T00:00:00Z",
                                    "--fail-if", "hold"), {}),
    "impact": (1, ("impact", VERIFIED, *OWN, "--after", HELD), {}),
    "impact-back": (1, ("impact", VERIFIED_HELD, *OWN, "--before", HELD), {}),
    "impact-json": (1, ("impact", VERIFIED, *OWN, "--after", HELD, "--format", "json"), {}),
    "impact-csv": (1, ("impact", VERIFIED, *OWN, "--after", HELD, "--format", "csv"), {}),
    "impact-set": (1, ("impact", VERIFIED, *OWN, "--set", "login-not-linkable=refuse", "--after", HELD), {}),
    "impact-none": (0, ("impact", VERIFIED, "--before", f"{LEDGER}/policies",
                        "--after", f"{LEDGER}/policies"), {}),
    "impact-read-again": (1, ("impact", VERIFIED, *OWN, "--after", "examples/policies"), {}),
    "impact-read-again-narrow": (1, ("impact", VERIFIED, *OWN, "--after", "examples/policies"),
                                 {"COLUMNS": "60"}),
    "impact-read-again-json": (1, ("impact", VERIFIED, *OWN, "--after", "examples/policies",
                                   "--format", "json"), {}),
    "impact-read-again-csv": (1, ("impact", VERIFIED, *OWN, "--after", "examples/policies",
                                  "--format", "csv"), {}),
    "impact-other-policies": (3, ("impact", VERIFIED, "--after", HELD), {}),
    "impact-unnamed": (2, ("impact", VERIFIED), {}),
    "impact-no-such-file": (3, ("impact", "examples/none.csv", "--after", HELD), {}),
    "shadow": (1, ("shadow", LEDGER, *AS_OF, *OWN, "--after", "examples/policies"), {}),
    "shadow-back": (1, ("shadow", LEDGER, *AS_OF, *OWN, "--before", "examples/policies"), {}),
    "shadow-json": (1, ("shadow", LEDGER, *AS_OF, *OWN, "--after", HELD, "--format", "json"), {}),
    "shadow-csv": (1, ("shadow", LEDGER, *AS_OF, *OWN, "--set", "name-similar=hold", "--after", HELD,
                       "--format", "csv"), {}),
    "shadow-court-gone": (1, ("shadow", LEDGER, *AS_OF, "--after", "examples/policies"), {}),
    "shadow-same": (0, ("shadow", LEDGER, *AS_OF, "--before", f"{LEDGER}/policies"), {}),
    "policy-show-text": (0, ("policy", "show", "wiwb"), {}),
    "policy-show-text-narrow": (0, ("policy", "show", "wiwb"), {"COLUMNS": "60"}),
    "policy-show-table": (0, ("policy", "show", "wiwb", "--format", "table"), {}),
    "policy-show-json": (0, ("policy", "show", "wiwb", "--format", "json"), {}),
    "policy-show-base": (0, ("policy", "show", "*", "--format", "json",
                             "--policy", f"{DATA}/policies/all.json"), {}),
    "policy-show-set": (0, ("policy", "show", "wiwd", "--format", "table", "--set", "name-differs=hold"), {}),
    "policy-show-unknown": (2, ("policy", "show", "wiwbk"), {}),
    "policy-show-all-as-text": (2, ("policy", "show", "--all"), {}),
    "policy-lint-good": (0, ("policy", "lint", f"{DATA}/policies"), {}),
    "policy-lint-warnings": (0, ("policy", "lint", f"{LEDGER}/policies"), {}),
    "policy-lint-bad": (3, ("policy", "lint", f"{DATA}/policies-bad.json"), {}),
    "policy-lint-bad-narrow": (3, ("policy", "lint", f"{DATA}/policies-bad.json"), {"COLUMNS": "60"}),
    "policy-lint-bad-json": (3, ("policy", "lint", f"{DATA}/policies-bad.json", "--format", "json"), {}),
    "policy-lint-bad-csv": (3, ("policy", "lint", f"{DATA}/policies-bad.json", "--format", "csv"), {}),
    "policy-lint-missing": (3, ("policy", "lint", f"{DATA}/no-such-file.json"), {}),
    "policy-bad-in-use": (3, ("policy", "show", "wiwd", "--policy", f"{DATA}/policies-bad.json"), {}),
    "policy-diff-equal": (0, ("policy", "diff", "wiwd", "wiwd"), {}),
    "policy-diff-file": (0, ("policy", "diff", "wiwd", f"{DATA}/policies/stricter.json"), {}),
    "policy-diff-file-back": (0, ("policy", "diff", f"{DATA}/policies/stricter.json", "wiwd"), {}),
    "policy-diff-base": (0, ("policy", "diff", "*", f"{DATA}/policies/all.json"), {}),
    "policy-diff-courts": (0, ("policy", "diff", "wiwd", "wiwb"), {}),
    "policy-diff-json": (0, ("policy", "diff", "wiwd", f"{DATA}/policies/stricter.json",
                             "--format", "json"), {}),
    "usage-no-command": (2, (), {}),
    "usage-no-such-command": (2, ("verfy",), {}),
    "usage-no-such-option": (2, ("verify", LEDGER, "--asof", "now"), {}),
    "usage-missing": (2, ("check", LEDGER), {}),
    "usage-format": (2, ("courts", "--format", "xml"), {}),
    "usage-set": (2, ("verify", LEDGER, "--set", "central-legacy=maybe"), {}),
    "usage-set-finding": (2, ("verify", LEDGER, "--set", "legacy=note"), {}),
    "usage-id": (2, ("check", LEDGER, "--court", "wiwd", "--login", "x" * 65, "--central", "1"), {}),
    "usage-empty-output": (2, ("verify", LEDGER, "--out", ""), {}),
    "usage-empty-ledger": (2, ("verify", ""), {}),
    "version": (0, ("--version",), {}),
    "ledger-init": (1, ("ledger", "init", "sqlite:new.db", "--key-file", "new.keys",
                        "--from", "examples/ledger", "--at", "2026-06-30T12:00:00Z"), {}),
    "ledger-init-json": (0, ("ledger", "init", "sqlite:new.db", *KEYS, "--from", "examples/filers",
                             "--at", "2026-06-30T12:00:00Z", "--format", "json"), {}),
    "ledger-init-again": (3, ("ledger", "init", COURT_DB, "--key-file", "new.keys"), {}),
    "ledger-init-without-keys": (2, ("ledger", "init", "sqlite:new.db"), {}),
    "ledger-status": (0, ("ledger", "status", COURT_DB), {}),
    "ledger-status-json": (0, ("ledger", "status", COURT_DB, "--format", "json"), {}),
    "ledger-status-openmetrics": (0, ("ledger", "status", COURT_DB, "--format", "openmetrics",
                                      "--at", "2022-05-03T12:00:00Z"), {}),
    "ledger-status-of-none": (3, ("ledger", "status", "sqlite:none.db"), {}),
    "ledger-migrate": (0, ("ledger", "migrate", COURT_DB, "--dry-run"), {}),
    "ledger-adopt": (0, ("ledger", "adopt", COURT_DB, *KEYS, "--set", "name-differs=hold", "--dry-run"), {}),
    "ledger-load": (0, ("ledger", "load", COURT_DB, "examples/filers/upgraded", *KEYS), {}),
    "ledger-obligations-none": (0, ("ledger", "obligations", COURT_DB), {}),
    "ledger-password-whose": (2, ("ledger", "password", COURT_DB, "--court", "wiwd", *KEYS,
                                  "--password-fd", "0"), {}),
    "ledger-password-none": (2, ("ledger", "password", COURT_DB, "--central", "1000001", *KEYS,
                                 "--password-fd", "0"), {}),
    "ledger-other-policies": (3, ("unlink", COURT_DB, *NQUIST, *CLERK, *KEYS,
                                  "--set", "name-differs=hold"), {}),
    "link-commit-dry": (0, ("link", "commit", COURT_DB, *HANDLE, "--dry-run"), {}),
    "link-commit": (0, ("link", "commit", COURT_DB, *HANDLE, "--yes"), {}),
    "link-commit-json": (0, ("link", "commit", COURT_DB, *HANDLE, "--yes",
                             "--format", "json", "--explain"), {}),
    "link-commit-late": (1, ("link", "commit", COURT_DB, "--handle-file", "link.json", *KEYS,
                             "--at", "2022-04-25T08:25", "--yes", "--explain"), {}),
    "link-cancel": (0, ("link", "cancel", COURT_DB, *HANDLE), {}),
    "link-no-handle-file": (3, ("link", "cancel", COURT_DB, "--handle-file", "none.json", *KEYS), {}),
    "unlink": (0, ("unlink", COURT_DB, *NQUIST, *CLERK, *KEYS, "--at", "2022-04-26T09:00"), {}),
    "unlink-filer": (1, ("unlink", COURT_DB, *NQUIST, "--as", "filer", "--actor", "1000002",
                         "--reason", "mine", *KEYS, "--format", "json", "--at", "2022-04-26T09:00"), {}),
    "import": (0, ("import", COURT_DB, "examples/filers", *KEYS, "--at", "2022-04-26T09:00:00Z",
                   "--format", "csv"), {}),
    "import-out": (0, ("import", COURT_DB, "examples/filers", *KEYS, "--at", "2022-04-26T09:00:00Z",
                       "--out", "{out}"), {}),
    "access": (0, ("access", COURT_DB, "--court", "nysb", "--central", "1000002", "--at", "2022-04-26T09:00",
                   "--second-factor"), {}),
    "access-json": (1, ("access", COURT_DB, "--court", "nysb", "--central", "1000002",
                        "--at", "2022-04-26T09:00", "--no-redaction", "--format", "json"), {}),
    "access-court-login": (1, ("access", COURT_DB, "--court", "nysb", "--login", "nquist",
                               "--at", "2022-04-26T09:00", "--format", "csv"), {}),
    "register-submit": (0, ("register", "submit", COURT_DB, "--court", "wiwd", "--central", "1000002",
                            "--type", "admission", "--role", "attorney", *KEYS,
                            "--at", "2022-05-02T09:00"), {}),
    "register-link-instead": (1, ("register", "submit", COURT_DB, "--court", "wiwd", "--central", "1000001",
                                  "--type", "admission", "--role", "attorney", "--login", "asample",
                                  *KEYS, "--at", "2022-05-02T09:00"), {}),
    "register-approve": (0, ("register", "approve", COURT_DB, "13", "--login", "nfiler", "--actor",
                             "staff3", *KEYS, "--at", "2022-05-03T14:00:00Z"), {}),
    "register-login-missing": (1, ("register", "approve", COURT_DB, "13", "--actor", "staff3", *KEYS,
                                   "--at", "2022-05-03T14:00:00Z"), {}),
    "register-none": (3, ("register", "approve", COURT_DB, "99", "--actor", "staff3", *KEYS,
                          "--at", "2022-05-03T14:00:00Z"), {}),
    "register-list": (0, ("register", "list", COURT_DB), {}),
    "agent-add": (0, ("agent", "add", COURT_DB, "--court", "nysb", "--agent", "nquist",
                      "--principal", "rtamm", "--as", "court", "--actor", "clerk7", *KEYS), {}),
    "agent-list": (0, ("agent", "list", COURT_DB, "--court", "nysb"), {}),
    "audit-verify": (0, ("audit", "verify", COURT_DB, *KEYS), {}),
    "audit-verify-json": (0, ("audit", "verify", COURT_DB, "--format", "json"), {}),
    "audit-verify-state": (0, ("audit", "verify", COURT_DB, *KEYS, "--state"), {}),
    "audit-verify-state-json": (0, ("audit", "verify", COURT_DB, *KEYS, "--state", "--format", "json"), {}),
    "audit-verify-witness": (0, ("audit", "verify", COURT_DB, *KEYS, "--witness", "court.witness"), {}),
    "audit-verify-since": (0, ("audit", "verify", COURT_DB, *KEYS, "--since", "court.witness"), {}),
    "audit-verify-no-witness": (3, ("audit", "verify", COURT_DB, "--witness", "record.json"), {}),
    "audit-witness": (0, ("audit", "witness", COURT_DB, *KEYS), {}),
    "audit-record-none": (3, ("audit", "record", COURT_DB, "1"), {}),
    "replay": (0, ("replay", "record.json"), {}),
    "replay-differs": (1, ("replay", "record.json", "--set", "agent-without-principal=refuse"), {}),
    "replay-none": (3, ("replay", "examples/proof.json"), {}),
    "check-address": (1, ("check", COURT_DB, "--court", "wiwd", "--login", "asample", "--central", "1000001",
                          "--at", "2022-04-25T08:00"), {}),
    "ready-address": (0, ("ready", COURT_DB, "--court", "wiwb", "--login", "bholloway",
                          "--central", "2155870", "--at", "2020-03-20T09:00"), {}),
    "verify-address": (0, ("verify", COURT_DB, *AS_OF), {}),
    "verify-address-out": (0, ("verify", COURT_DB, *AS_OF, "--format", "json", "--out", "{out}"), {}),
    "forecast-address": (0, ("forecast", COURT_DB, *AS_OF), {}),
    "shadow-address": (0, ("shadow", COURT_DB, *AS_OF, "--after", HELD), {}),
    "address-of-none": (2, ("ledger", "status", "court.db"), {}),
    "address-with-password": (2, ("ledger", "status", "postgresql://court:secret@localhost/court"), {}),
}


def run_case(name, folder, **changes):
    """Runs a line in the source tree, or beside a copy of the sample ledger if it works on a ledger."""
    _, arguments, own_changes = CASES[name]
    works_on_ledger = COURT_DB in arguments or any(
        word in ("ledger", "link", "unlink", "import", "access", "register", "agent", "audit", "replay")
        for word in arguments[:1])
    out, page = os.path.join(folder, "out.csv"), os.path.join(folder, "page.html")
    place = sample_ledger(folder) if works_on_ledger else SOURCE
    done = run(*(argument.replace("{out}", out).replace("{page}", page) for argument in arguments),
               env=environment(**{"COLUMNS": "100", **own_changes, **changes}), cwd=place)
    done.stdout, done.stderr = (text.replace(out.encode(), b"{out}").replace(page.encode(), b"{page}")
                                for text in (done.stdout, done.stderr))
    if works_on_ledger:
        done.stdout, done.stderr = (without_random(text).replace(os.path.realpath(place).encode() + b"/", b"")
                                    for text in (done.stdout, done.stderr))
    return done


def result_of(name, folder):
    status, _, _ = CASES[name]
    out = os.path.join(folder, "out.csv")
    done = run_case(name, folder)
    text = done.stdout
    if done.stderr:
        text += b"--- standard error\n" + done.stderr
    if os.path.exists(out):
        with open(out, "rb") as file:
            text += b"--- file\n" + file.read()
    return done.returncode, status, text


class Golden(ProgramTest):
    def test_all(self):
        stored = {name[:-len(".txt")] for name in os.listdir(GOLDEN)}
        self.assertEqual(stored, set(CASES), "run --update")
        for name in CASES:
            with self.subTest(name):
                folder = tempfile.mkdtemp(dir=self.folder)
                returned, status, text = result_of(name, folder)
                with open(os.path.join(GOLDEN, name + ".txt"), "rb") as file:
                    self.assertEqual(text.decode(), file.read().decode())
                self.assertEqual(returned, status)

    def test_verified_files_are_what_verify_writes(self):
        for path, arguments in ((VERIFIED, ()), (VERIFIED_HELD, ("--policy", HELD))):
            out = os.path.join(self.folder, "out.csv")
            run("verify", LEDGER, *AS_OF, *arguments, "--out", out)
            with open(out, "rb") as written, open(os.path.join(SOURCE, path), "rb") as kept:
                self.assertEqual(written.read(), kept.read(), path)

    def test_tables_fit(self):
        for width in (60, 80, 132):
            for name, (_, arguments, _) in CASES.items():
                is_for_programs = ("--format" in arguments and "table" not in arguments or
                                   "witness" in arguments)
                # Help has a width of its own, and editors read the lines of a diagnostic.
                if is_for_programs or "always" in arguments or {"help", "lint"} & set(arguments):
                    continue
                done = run_case(name, tempfile.mkdtemp(dir=self.folder), COLUMNS=str(width))
                # a digest or another long word is never broken, nor a command to paste
                lines = re.sub(r"(\(\d{3}\)) (?=\d{3}-)", r"\1_", done.stdout.decode()).splitlines()
                wide = [line for line in lines
                        if len(line) > width and max(map(len, line.split())) < width - 16
                        and not line.startswith("  ecflink ")]
                with self.subTest(name, width=width):
                    self.assertEqual(wide, [])


def update():
    results = {}
    with tempfile.TemporaryDirectory() as folder:
        for name in CASES:
            returned, status, text = result_of(name, tempfile.mkdtemp(dir=folder))
            if returned != status:
                raise SystemExit(f"{name}: exit status {returned}, not {status}\n{text.decode()}")
            results[name] = text
    shutil.rmtree(GOLDEN, ignore_errors=True)
    os.makedirs(GOLDEN)
    for name, text in results.items():
        with open(os.path.join(GOLDEN, name + ".txt"), "wb") as file:
            file.write(text)


if __name__ == "__main__":
    options, run_tests = support.main(lambda parser: parser.add_argument("--update", action="store_true"))
    if options.update:
        update()
    else:
        run_tests()
