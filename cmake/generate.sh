#!/usr/bin/env bash
# Writes all generated text anew: the directory's tables, the constants of the C header, the tables of the documentation. With --check: says whether it is as it would be written.
set -euo pipefail
cd "$(dirname "$0")/.."
status=0
for generator in cmake/generate_directory.py cmake/generate_constants.py cmake/generate_docs.py; do
    python3 "$generator" "$@" || status=1
done
exit $status
