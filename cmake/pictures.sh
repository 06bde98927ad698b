#!/usr/bin/env bash
# Takes the pictures of docs/pictures again: pages of the portal and of the report, in Debian's Chromium.
# Run it when the test `portal_pictures` says that a page has changed, and look at them.
#
#   cmake/pictures.sh [BUILD]      BUILD: a build folder with the portal and the program (default: build/dev)
set -euo pipefail
cd "$(dirname "$0")/.."
. cmake/debian.sh

build=${1:-build/dev}
need $build_packages $portal_packages $browser_packages
quietly cmake --build "$build" --target ecflink_portal ecflink_cli
quietly examples/portal/vendor.sh "$build/tests/portal/assets"
python3 tests/portal/pictures_test.py --update --packages "$build/tests/portal/npm" \
    --program "$build/examples/portal/portal" --ecflink "$build/src/cli/ecflink" \
    --assets "$build/tests/portal/assets"
