#!/bin/sh
# Every peer does the same job as ecflink, link by link: on small ledgers of several seeds. Makes a virtual environment of requirements.txt.
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
    PYTHONDONTWRITEBYTECODE=1 "$folder/venv/bin/python" "$here/run.py" "$folder/$seed" --ecflink "$1" --check-only
done
