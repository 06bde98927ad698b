#!/usr/bin/env bash
# Installs what is missing from Debian's packages, builds ecflink with its tests, runs them all and ends with ctest's summary.
#
#   cmake/test.sh [PRESET] [CTEST OPTION...]      PRESET: dev (default), release, asan-ubsan, tsan, clang
set -euo pipefail
cd "$(dirname "$0")/.."
. cmake/debian.sh

preset=dev
if [ $# -gt 0 ] && [ "${1#-}" = "$1" ]; then
    preset=$1
    shift
fi
need $build_packages $test_packages
use_ccache
# Debian's own Python is the one that sees Debian's Python packages.
quietly cmake --preset "$preset" -DPython3_EXECUTABLE=/usr/bin/python3
quietly cmake --build --preset "$preset"
ctest --preset "$preset" --parallel 2 --progress --quiet --output-log "build/$preset/tests.log" "$@" || { ctest --preset "$preset" --rerun-failed --output-on-failure; exit 1; }
tail -n 20 "build/$preset/tests.log" | sed -n '/tests passed/,$p'
