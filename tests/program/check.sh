#!/bin/bash
# Finished books are looked at: what sheaf writes has no fault, and what ends how.
cd "$(dirname "$0")/../.." || exit 1
. tests/lib.sh "$1"
cd "$work" || exit 1

faultless() { # FILE...
    "$sheaf" --check "$@" && ! "$sheaf" --check "$@" 2>&1 | grep -v CHECK_UNTAGGED
}

for css in "$root"/styles/*.css; do
    style=$(basename "$css" .css)
    "$sheaf" -q --style "$style" -o "$style" "$root/tests/golden/pictures/in" \
        "$root/tests/golden/notes/in" 2>/dev/null
    check "check: a book in the style $style has no fault" faultless "$style".{epub,pdf}
done
"$sheaf" -q --no-page-list -o bare "$root/seeds"
check 'check: a book without a list of pages has no fault' faultless bare.{epub,pdf}
holds 'check: a book without a cover has no fault' \
    '"$sheaf" -q --cover none -o none.epub "$root/seeds" && faultless none.epub'
"$sheaf" -q -t pdf --attach-sources --booklet --nup 4 -o whole "$root/seeds"
check 'check: a PDF with its sources has no fault' faultless whole.pdf
check 'check: copies on sheets have no fault' faultless whole-booklet.pdf whole-4up.pdf
holds 'check: a file without tags is said to have none' \
    '"$sheaf" --check whole-4up.pdf 2>&1 | grep -q CHECK_UNTAGGED'
"$sheaf" -q -t pdf -o scripts "$root/tests/golden/scripts/in" 2>/dev/null
check 'check: a PDF of many scripts has no fault' faultless scripts.pdf
holds 'check: nothing is said of a sound book' '[ -z "$("$sheaf" --check bare.epub bare.pdf 2>&1)" ]'

head -c 20000 bare.epub >cut.epub
head -c 20000 bare.pdf >cut.pdf
echo text >text.epub
status 1 'check: a cut book has faults' "$sheaf" --check cut.epub
status 1 'check: a cut PDF has faults' "$sheaf" --check cut.pdf
status 1 'check: one of several has faults' "$sheaf" --check bare.epub cut.epub
status 65 'check: what is no book' "$sheaf" --check text.epub
status 66 'check: a file that is not there' "$sheaf" --check nowhere.epub
status 64 'check: no file' "$sheaf" --check
status 64 'check: not beside --inspect' "$sheaf" --check --inspect bare.epub
cuts=0 told=0
for ((n = 0; n < $(stat -c %s bare.pdf); n += 1000)); do
    head -c "$n" bare.pdf >cut.pdf
    got=0
    "$sheaf" --check cut.pdf 2>/dev/null || got=$?
    cuts=$((cuts + 1))
    [ $got -ne 1 ] && [ $got -ne 65 ] || told=$((told + 1))
done
check "check: a PDF that is cut anywhere is told to be damaged" test $cuts -eq $told
qpdf --encrypt '' x 256 -- bare.pdf locked.pdf
status 65 'check: an encrypted PDF is refused' "$sheaf" --check locked.pdf
ls -A >before
holds 'check: no file is written' '"$sheaf" --check bare.epub && ls -A | diff before -'

sed -nE 's/^D\((CHECK_[A-Z]+),.*/\1/p' "$root/src/base/diag.def" | sort >rules
sed -nE 's/^\.It (CHECK_[A-Z]+)$/\1/p' "$root/src/cli/sheaf.1" | sort >told
check 'check: the manual lists every rule and no other' diff rules told
