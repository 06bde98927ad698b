#!/usr/bin/env bash
# Installs missing Debian packages, builds ecflink with its tests, runs them and prints ctest's summary.
#
#   cmake/test.sh [PRESET] [CTEST OPTION...]      PRESET: dev (default), release, asan-ubsan, tsan, clang
#
# Name a slow tier to run it, as tests/README.md says: cmake/test.sh dev -C lint -L lint
set -euo pipefail
cd "$(dirname "$0")/.."
. cmake/debian.sh

preset=dev
if [ $# -gt 0 ] && [ "${1#-}" = "$1" ]; then
    preset=$1
    shift
fi
need $build_packages $test_packages $portal_packages $docs_packages $browser_packages
use_ccache "build/$preset"
# Only Debian's own Python finds Debian's Python packages.
quietly cmake --preset "$preset" -DPython3_EXECUTABLE=/usr/bin/python3
quietly cmake --build --preset "$preset"
status=0
ctest --preset "$preset" --parallel 2 --quiet --output-log "build/$preset/tests.log" "$@" || status=$?
if [ $status -ne 0 ]; then
    cat "build/$preset/tests.log" >&2
fi
grep -A 100 'tests passed' "build/$preset/tests.log" || true
exit $status
