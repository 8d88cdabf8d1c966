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
printf '@import "book.css";\n@page { margin: 10mm }\n' >narrow.css
holds 'check: where left and right pages have other margins, no line leaves the paper' \
    '"$sheaf" -q -t pdf --css narrow.css -o narrow "$root/seeds" && faultless narrow.pdf'
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
# A book that sheaf wrote, laid open, with one thing changed at a time: its rule says so.
"$sheaf" -q -t pdf --attach-sources -o open "$root"/tests/golden/{pictures,notes,markdown,links}/in \
    2>/dev/null
qpdf --qdf --object-streams=disable open.pdf open.qdf
check 'check: a PDF that is laid open has no fault' faultless open.qdf
breaks() { # RULE: the first match of a pattern becomes something else
    LC_ALL=C sed "0,\\@$2@s@@$3@" open.qdf >broken.qdf
    fix-qdf broken.qdf >broken.pdf 2>/dev/null
    check "check: $1 is told where '$2' becomes '$3'" told_by "$1"
}
told_by() { ! cmp -s open.qdf broken.qdf && "$sheaf" --check broken.pdf 2>&1 | grep -q "\[CHECK_$1\]"; }
breaks HEADER '%PDF-1.7' '%PDF-2.0'
breaks TRAILER '/ID \[' '/IX ['
breaks REFERENCE '/Outlines [0-9]* 0' '/Outlines 99999 0'
breaks CATALOG '/DisplayDocTitle true' '/DisplayDocTitle false'
breaks CATALOG '/Marked true' '/Marked false'
breaks CATALOG '/Lang (en)' '/Lang (en us)'
breaks XML '</rdf:RDF>' '</rdf:RDG>'
breaks XMP '<pdfaid:part>3' '<pdfaid:part>9'
breaks CLAIM '<pdfaid:part>3' '<pdfaid:part>2'
breaks INFO '/Title (' '/Title (The '
breaks INTENT '/OutputIntents' '/Intents'
breaks ATTACHED '/AFRelationship' '/Relationship'
breaks LABELS '/PageLabels' '/Labels'
breaks PAGE '/Type /Pages' '/Type /Leaves'
breaks CONTENT ' Tf' ' Tg'
breaks MARKED '^EMC$' ''
breaks MCID '/MCID 0>>BDC' '/MCID 999>>BDC'
breaks COLOUR '^0 g$' '0 0 0 rg'
breaks TREE '/S /Document' '/S /Div'
breaks ROLE '/S /Figure' '/S /Drawing'
breaks NESTING '/S /LBody' '/S /P'
breaks HEADING '/S /H1' '/S /H4'
breaks TABLE '/Scope /Column' '/Scope /Up'
breaks GRID '/Scope /Column' '/Scope /Column /ColSpan 2'
breaks FIGURE '/BBox' '/Box'
breaks ID '/ID (' '/Name ('
breaks ANNOTATION '/Contents (' '/Text ('
breaks LINK '/Dest \[' '/Destination ['
breaks REMOTE '/URI (http' '/URI (ftp'
breaks ACTIVE '/S /URI' '/S /Launch'
breaks FONT '/FontFile2' '/File'
breaks UNICODE 'endbfchar' 'endchar'
breaks WIDTH '/W \[' '/DW 1 /V ['
breaks GLYPH '\[<....' '[<0000'
breaks TEXT '> <0061>' '> <00AD>'
breaks OUTLINE '/Prev' '/Before'

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
