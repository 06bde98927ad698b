#!/usr/bin/env bash
# From a fresh Debian 12 to the main job: installs what is missing from Debian's packages, builds the program, and asks it the questions that it exists for.
set -euo pipefail
cd "$(dirname "$0")/.."
. cmake/debian.sh

need $build_packages
use_ccache
echo "Building ecflink ..."
quietly cmake -S . -B build/quickstart -G Ninja -DCMAKE_BUILD_TYPE=Release
quietly cmake --build build/quickstart --target ecflink_cli

# show COMMAND...: prints the command as a user would type it, and its answer.
show() {
    printf '\n$ ecflink'
    printf ' %s' "$@"
    printf '\n'
    build/quickstart/src/cli/ecflink "$@" || true   # a refusal is an answer, and an exit status of its own
}

