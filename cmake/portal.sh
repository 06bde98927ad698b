#!/usr/bin/env bash
# Builds the reference portal and starts it on loopback, over a new ledger with made-up filers. Says which
# users to try. Ends with Ctrl-C, or by itself after a time.
#
#     cmake/portal.sh [--port N] [--for SECONDS] [--clock 2020-03-27T12:00:00-05:00]
#
# --clock starts the portal's clock at another time: before a go-live, in an outage.
set -euo pipefail
cd "$(dirname "$0")/.."
. cmake/debian.sh

port=8080
clock=""
seconds=0
while [ $# -gt 0 ]; do
    case "$1" in
        --port) port=$2 ;;
        --for) seconds=$2 ;;
        --clock) clock=$2 ;;
        *) echo "usage: cmake/portal.sh [--port N] [--for SECONDS] [--clock TIME]" >&2; exit 2 ;;
    esac
    shift 2
done

need $build_packages $portal_packages $npm_packages
build=${ECFLINK_PORTAL_BUILD:-build/portal}
use_ccache "$build"
program=$build/examples/portal/portal
echo "Building the portal, which takes some minutes the first time ..."
quietly cmake -S . -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DECFLINK_BUILD_PORTAL=ON \
    -DECFLINK_BUILD_CLI=OFF
quietly cmake --build "$build" --target ecflink_portal
echo "Fetching the U.S. Web Design System from npm, unless it is there ..."
quietly examples/portal/vendor.sh "$build/examples/portal/assets"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
echo "Making a ledger with made-up filers ..."
"$program" make-sample --sample examples/portal/sample --into "$folder" ${clock:+--clock "$clock"}

echo
echo "Filers (username, and what each is for):"
"$program" users --sample examples/portal/sample
cat <<'END'

Password of every filer   Lake-Mendota-26
Password of every login   old-Capitol-22     (CM/ECF; also of the clerks)
Second factor             JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP
    Put it into an authenticator app, or ask for the code of now:
END
echo "    $program code --second-factor JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
echo "Clerks                    clerk.reyes at wiwd, clerk.ito at wiwb, clerk.osgood at nysb"
echo
echo "The portal is at the address below, and on this machine only. Ctrl-C ends it."
"$program" serve --ledger "sqlite:$folder/portal.db" --key-file "$folder/portal.keys" \
    --policies "$folder/policies" --people "$folder/people.json" --pages examples/portal \
    --assets "$build/examples/portal/assets" --port "$port" --for "$seconds" \
    ${clock:+--clock "$clock"} 2>"$folder/log" || { cat "$folder/log" >&2; exit 1; }
echo "The portal has ended, and its ledger is removed."
