#!/usr/bin/env bash
# Brings the U.S. Web Design System (USWDS) from npm into a folder, as far as the portal uses it: style sheet,
# fonts, icons, licences. Nothing of it is kept in the source tree.
#
#     vendor.sh FOLDER
set -euo pipefail
version=3.14.0
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
folder=$(cd "$1" && pwd)
if [ ! -f "$folder/css/uswds.min.css" ]; then
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    (cd "$work" && npm pack --silent "@uswds/uswds@$version" >/dev/null && tar xzf ./*.tgz)
    mkdir -p "$folder/css" "$folder/fonts" "$folder/img"
    cp "$work/package/LICENSE.md" "$folder/USWDS-LICENSE.md"
    # only what the style sheet names
    sheet="$work/package/dist/css/uswds.min.css"
    named=$(grep -o 'url(\.\./[^)]*)' "$sheet" | sed 's/url(\.\.\///; s/)//' | sort -u)
    for file in $named; do
        if [ -f "$work/package/dist/$file" ] && [ "$file" != img/hero.jpg ]; then
            mkdir -p "$folder/$(dirname "$file")"
            cp "$work/package/dist/$file" "$folder/$file"
        fi
    done
    cp "$sheet" "$folder/css/"
fi
cp "$here"/assets/*.css "$folder/css/"
cp "$here"/assets/*.svg "$folder/"
