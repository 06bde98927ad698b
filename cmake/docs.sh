#!/usr/bin/env bash
# Builds the site of the documentation: build/docs/site/index.html. Installs what is missing.
#
#   cmake/docs.sh [--ecflink PROGRAM] [--out FOLDER] [--check]
#
# PROGRAM prints the policy sheets (default: the one of cmake/quickstart.sh, which this builds). --check also
# checks every link, and looks at pages in a browser: wide and narrow, light and dark, without a network. It
# leaves their pictures in FOLDER/pictures.
set -euo pipefail
cd "$(dirname "$0")/.."
. cmake/debian.sh

program="" out=build/docs check=""
while [ $# -gt 0 ]; do
    case $1 in
        --ecflink) program=$2; shift 2 ;;
        --out) out=$2; shift 2 ;;
        --check) check=yes; shift ;;
        *) sed -n '2,8s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
    esac
done

need $docs_packages ${check:+$browser_packages}
if [ -z "$program" ]; then
    need $build_packages
    use_ccache build/quickstart
    quietly cmake -S . -B build/quickstart -G Ninja -DCMAKE_BUILD_TYPE=Release
    quietly cmake --build build/quickstart --target ecflink_cli
    program=build/quickstart/src/cli/ecflink
fi
# A folder of its own for the Python packages, made again when their list changes.
if ! cmp -s docs/site/requirements.txt "$out/venv/requirements.txt"; then
    rm -rf "$out/venv"
    quietly python3 -m venv "$out/venv"
    quietly "$out/venv/bin/pip" install --disable-pip-version-check -r docs/site/requirements.txt
    cp docs/site/requirements.txt "$out/venv"
fi
"$out/venv/bin/python" docs/site/build.py "$out" --ecflink "$program"
if [ -n "$check" ]; then
    "$out/venv/bin/python" docs/site/check.py "$out/site" --browser /usr/bin/chromium \
        --pictures "$out/pictures"
fi
