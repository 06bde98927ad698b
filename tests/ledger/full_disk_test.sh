#!/usr/bin/env bash
# A ledger on a disk that fills up: what was confirmed is there, nothing is half made, and with room again it goes on.
#
#     full_disk_test.sh CRASH_WORKER       needs the right to mount a file system in memory; exit status 77 without it
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
echo "$(grep -c '^linked' "$folder/lines") links confirmed over a full disk: none is lost, nothing is half made, the audit trail is whole"
