#!/usr/bin/env bash
# A ledger on a disk that fills up: confirmed changes are there, none is incomplete, and with free space the
# work goes on.
#
#     full_disk_test.sh CRASH_WORKER
#
# It needs the right to mount a file system in memory; without it the exit status is 77.
set -euo pipefail
worker=$1
folder=$(mktemp -d)
trap 'umount "$folder/disk" 2>/dev/null || true; rm -rf "$folder"' EXIT
mkdir "$folder/disk"
if ! mount -t tmpfs -o size=2m ecflink "$folder/disk" 2>/dev/null; then
    echo "no right to mount a file system in memory here"
    exit 77
fi
echo "ecflink-key-1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8" >"$folder/keys"
ledger="sqlite:$folder/disk/ledger.db"
"$worker" init "$ledger" "$folder/keys"
status=0
timeout 120 "$worker" work "$ledger" "$folder/keys" full >"$folder/lines" || status=$?
if [ $status -ne 1 ]; then
    echo "the worker should have met the end of the disk; exit status $status"
    exit 1
fi
grep -q linked "$folder/lines"
"$worker" check "$ledger" "$folder/keys" <"$folder/lines"
mount -o remount,size=64m "$folder/disk"
status=0
timeout 2 "$worker" work "$ledger" "$folder/keys" room >>"$folder/lines" || status=$?
[ $status -eq 124 ]
sed -i '$!b;/^[a-z]* [^ ]*\( [A-Za-z0-9_-]*\)\{0,1\}$/!d' "$folder/lines"
"$worker" check "$ledger" "$folder/keys" <"$folder/lines"
links=$(grep -c '^linked' "$folder/lines")
echo "$links confirmed links over a full disk: none is lost, no change is incomplete, the trail is whole"
