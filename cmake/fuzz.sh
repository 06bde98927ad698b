#!/usr/bin/env bash
# Fuzzes every target of tests/fuzz with libFuzzer, AddressSanitizer and UndefinedBehaviorSanitizer,
# starting from its corpus.
#
#   cmake/fuzz.sh [SECONDS [TARGET...]]
#
# SECONDS: for each target (60). TARGET: arrow, checkpoint, csv, handle, keys, ledger, name, policy,
# record, time (all).
# Inputs that are found are kept in build/fuzz/found/TARGET. Copy those that show something new into
# tests/fuzz/corpus/TARGET.
set -euo pipefail
cd "$(dirname "$0")/.."
. cmake/debian.sh

seconds=${1:-60}
shift || true
need $build_packages $test_packages
use_ccache build/fuzz
sanitizers="-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all"
instrumented="-O1 -g1 -fno-omit-frame-pointer $sanitizers"
quietly cmake -S . -B build/fuzz -G Ninja -DECFLINK_DEVELOPER_MODE=ON -DECFLINK_FUZZERS=ON \
    -DCMAKE_BUILD_TYPE=None -DPython3_EXECUTABLE=/usr/bin/python3 \
    -DCMAKE_C_COMPILER=clang-19 -DCMAKE_CXX_COMPILER=clang++-19 \
    -DCMAKE_C_FLAGS="$instrumented" -DCMAKE_CXX_FLAGS="$instrumented"
[ $# -gt 0 ] || set -- arrow checkpoint csv handle keys ledger name policy record time
quietly cmake --build build/fuzz --target "${@/%/_fuzzer}"
for target in "$@"; do
    mkdir -p "build/fuzz/found/$target"
    printf '%s: ' "$target"
    log="build/fuzz/$target.log"
    case $target in csv) longest=12288 ;; *) longest=4096 ;; esac  # CSV is read in windows of 4096 bytes
    build/fuzz/tests/fuzz/"${target}_fuzzer" -max_total_time="$seconds" -max_len=$longest -timeout=10 \
        -print_final_stats=1 -verbosity=1 -artifact_prefix="build/fuzz/found/$target-" \
        "build/fuzz/found/$target" "tests/fuzz/corpus/$target" >"$log" 2>&1 ||
        { tail -n 40 "$log" >&2; exit 1; }
    sed -n 's/^stat::number_of_executed_units: *\([0-9]*\)/\1 inputs, nothing found/p' "$log"
done
