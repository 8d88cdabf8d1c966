#!/bin/sh
# Links the faces of MANIFEST from their packages; says which package a missing one is in.
cd "$(dirname "$0")" || exit 1
status=0
while read -r file package path licence; do
    case "$file" in '' | '#'*) continue ;; esac
    if [ -e "$path" ]; then
        [ -e "$file" ] || ln -sf "$path" "$file"
    else
        echo "fonts/$file: $path is missing; install $package ($licence)" >&2
        status=1
    fi
done <MANIFEST
exit $status
