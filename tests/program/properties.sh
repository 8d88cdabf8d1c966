#!/bin/bash
# properties.sh BUILD [--accept]: the table at the end of styles/README.md is what
# `sheaf --list-properties` says.
cd "$(dirname "$0")/../.." || exit 1
. tests/lib.sh "$1"
page=styles/README.md

table() { # "name: values. Inherited. Print only.", then an example: a row
    echo '| property | values | inherited | only in | example |'
    echo '|---|---|---|---|---|'
    "$sheaf" --list-properties | awk '
        !/^    / {
            name = $0; sub(/:.*/, "", name)
            values = $0; sub(/^[^:]*: /, "", values)
            where = ""
            if (sub(/ Print only\.$/, "", values)) where = "PDF"
            if (sub(/ EPUB only\.$/, "", values)) where = "EPUB"
            if (sub(/ Has no effect\.$/, "", values)) where = "neither"
            inherited = sub(/ Inherited\.$/, "", values) ? "yes" : ""
            sub(/\.$/, "", values)
            gsub(/\|/, "\\|", values)
            next
        }
        { sub(/^ +/, ""); printf "| `%s` | %s | %s | %s | `%s` |\n", name, values, inherited, where, $0 }'
}

table >"$work/table"
if [ "${2:-}" = --accept ]; then
    sed '/^| property /,$d' "$page" >"$work/page" && cat "$work/page" "$work/table" >"$page"
    exit
fi
sed -n '/^| property /,$p' "$page" >"$work/told"
check "the table of properties in $page is the program's (make accept)" \
    diff -u "$work/told" "$work/table"
