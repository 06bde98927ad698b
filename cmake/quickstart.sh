#!/usr/bin/env bash
# From a fresh Debian 12 to the main job: installs what is missing from Debian's packages, builds the program,
# and asks it the questions that it exists for.
set -euo pipefail
cd "$(dirname "$0")/.."
. cmake/debian.sh

echo "Looking for what the build needs ..."
need $build_packages
use_ccache build/quickstart
echo "Looking at the compiler and the libraries ..."
# Compiled together, a dozen files at a time, they take half as long.
quietly cmake -S . -B build/quickstart -G Ninja -DCMAKE_BUILD_TYPE=Release \
    -DCMAKE_UNITY_BUILD=ON -DCMAKE_UNITY_BUILD_BATCH_SIZE=12
echo "Building ecflink, which takes some minutes the first time ..."
quietly cmake --build build/quickstart --target ecflink_cli

# show COMMAND...: prints the command as a user would type it, and its answer.
show() {
    printf '\n$ ecflink'
    printf ' %s' "$@"
    printf '\n'
    build/quickstart/src/cli/ecflink "$@" || [ $? -eq 1 ]   # 1: the answer is a refusal
}

echo
echo "A filer of the bankruptcy court of W.D. Wisconsin asks what to do: before the court goes live," \
    "and at the very minute."
show ready examples/ledger --court wiwb --login bholloway --central 2155870 --at 2020-03-20T09:00
show ready examples/ledger --court wiwb --login bholloway --central 2155870 --at 2020-03-30T08:00

echo
echo "She proves both accounts and asks to link them."
show check examples/ledger --court wiwb --login bholloway --central 2155870 --at 2020-03-30T08:30 \
    --proof-file examples/proof.json

echo
echo "A center verifies a whole ledger."
show verify examples/ledger --as-of 2026-06-30T12:00:00Z

echo
echo "The program is build/quickstart/src/cli/ecflink; ecflink help lists what else it does."
echo "To have it on your PATH, with man pages and completions:"
echo "    cmake --build build/quickstart && cmake --install build/quickstart --component ecflink_Runtime \\"
echo "        --prefix ~/.local && export PATH=~/.local/bin:\$PATH"
