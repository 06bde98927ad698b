#!/bin/sh
# Checks on small ledgers of several seeds that every peer gives the same answer as ecflink for every
# link. Makes a virtual environment from requirements.txt.
#
#     check_test.sh ECFLINK
set -eu
here=$(cd "$(dirname "$0")" && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --requirement "$here/requirements.txt"
for seed in 1 2 3; do
    "$1" generate "$folder/$seed" --links 20000 --seed $seed --plain
    PYTHONDONTWRITEBYTECODE=1 "$folder/venv/bin/python" "$here/run.py" "$folder/$seed" \
        --ecflink "$1" --check-only
done
