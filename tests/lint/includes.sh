#!/bin/bash
# The table of includes.txt holds for every #include in src/.
cd "$(dirname "$0")/../.." || exit 1
. tests/lib.sh "$1"

# Each include as "FOLDER FILE:LINE NAME", FOLDER being - for the files of src/ itself;
# NAME keeps its bracket or quote in front.
grep -rnE --include='*.[ch]' '^[ \t]*#[ \t]*include' src |
    sed -E 's/^([^:]*:[0-9]+):.*include[ \t]*([<"][^>"]*).*/\1 \2/' |
    awk '{ n = split($1, p, "/"); print (n > 2 ? p[2] : "-"), $0 }' >"$work/includes"

awk -v root=src '
    FILENAME ~ /includes.txt$/ {
        if ($0 ~ /^#/ || NF == 0)
            next
        if ($1 ~ /^</)
            for (i = 2; i <= NF; i++) {
                library[$i] = library[$i] " " substr($1, 2, length($1) - 2) " "
            }
        else {
            sub(/:$/, "", $1)
            folder[$1] = 1
            for (i = 2; i <= NF; i++)
                may[$1, $i] = 1
        }
        next
    }
    !($1 == "-" || $1 in folder) {
        print $2 ": folder " $1 " is not in the table"
        next
    }
    $3 ~ /^"/ {
        name = substr($3, 2)
        n = split(name, p, "/")
        if (n == 1 || $1 == "-" || p[1] == $1 || ($1, p[1]) in may || ($1, name) in may)
            next
        print $2 ": " $1 " may not include " name
        next
    }
    {
        name = substr($3, 2)
        owner = ""
        for (l in library)
            if (index(name, l) == 1)
                owner = library[l]
        if (owner == "")
            print $2 ": <" name "> is of no library in the table"
        else if (owner != " * " && !index(owner, " " $1 " "))
            print $2 ": <" name "> belongs to" owner
    }' tests/lint/includes.txt "$work/includes" >"$work/wrong"

if [ -s "$work/wrong" ]; then
    fail 'lint: each folder includes what it may' "$(wc -l <"$work/wrong") do not"
    sed 's/^/    /' "$work/wrong"
else
    ok 'lint: each folder includes what it may'
fi
