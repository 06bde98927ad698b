#!/usr/bin/env bash
# Writes all generated text again: the directory's tables, the constants of the C header, the tables
# of the documentation. With --check it changes nothing and says whether the text is up to date.
set -euo pipefail
cd "$(dirname "$0")/.."
status=0
for generator in cmake/generate_directory.py cmake/generate_constants.py cmake/generate_docs.py; do
    python3 "$generator" "$@" || status=1
done
exit $status
