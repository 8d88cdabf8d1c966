#!/bin/bash
# Finished books are looked at: what sheaf writes has no fault, and what ends how.
cd "$(dirname "$0")/../.." || exit 1
. tests/lib.sh "$1"
cd "$work" || exit 1

for css in "$root"/styles/*.css; do
    style=$(basename "$css" .css)
    holds "check: a book in the style $style has no fault" \
        '"$sheaf" -q --style "$style" -o "$style.epub" "$root/tests/golden/pictures/in" \
            "$root/tests/golden/notes/in" 2>/dev/null; "$sheaf" --check "$style.epub"'
done
holds 'check: a book without a list of pages has no fault' \
    '"$sheaf" -q --no-page-list -o bare.epub "$root/seeds" && "$sheaf" --check bare.epub'
holds 'check: a book without a cover has no fault' \
    '"$sheaf" -q --cover none -o none.epub "$root/seeds" && "$sheaf" --check none.epub'
holds 'check: nothing is said of a sound book' '[ -z "$("$sheaf" --check bare.epub 2>&1)" ]'

head -c 20000 bare.epub >cut.epub
echo text >text.epub
status 1 'check: a cut book has faults' "$sheaf" --check cut.epub
status 1 'check: one of several has faults' "$sheaf" --check bare.epub cut.epub
status 65 'check: what is no book' "$sheaf" --check text.epub
status 66 'check: a file that is not there' "$sheaf" --check nowhere.epub
status 64 'check: no file' "$sheaf" --check
status 64 'check: not beside --inspect' "$sheaf" --check --inspect bare.epub
ls -A >before
holds 'check: no file is written' '"$sheaf" --check bare.epub && ls -A | diff before -'

sed -nE 's/^D\((CHECK_[A-Z]+),.*/\1/p' "$root/src/base/diag.def" | sort >rules
sed -nE 's/^\.It (CHECK_[A-Z]+)$/\1/p' "$root/src/cli/sheaf.1" | sort >told
check 'check: the manual lists every rule and no other' diff rules told
