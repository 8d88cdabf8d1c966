#!/bin/bash
# Pages on sheets: a booklet that is folded is the book; so are the cells of n-up.
cd "$(dirname "$0")/../.." || exit 1
. tests/lib.sh "$1"

# words FILE PAGE [X Y W H]: of a page, or of a part of it (points), without blanks.
words() {
    local area=()
    [ $# -eq 2 ] || area=(-x "$3" -y "$4" -W "$5" -H "$6")
    pdftotext -r 72 -f "$2" -l "$2" "${area[@]}" "$1" - | tr -d '[:space:]'
    echo
}

pages() { pdfinfo "$1" | sed -n 's/^Pages: *//p'; }

book() { # FILE: a line for each page
    local i
    for ((i = 1; i <= $(pages "$1"); i++)); do words "$1" "$i"; done
}

# half FILE SIDE left|right, of an A4 sheet that lies
half() {
    [ "$3" = left ] && words "$1" "$2" 0 0 421 596 || words "$1" "$2" 421 0 421 596
}

# unfold FILE TURNED SHEETS...: the pages as a reader meets them, when so many sheets at a
# time are laid in each other and folded.  TURNED: the book is bound on the right.
unfold() {
    local file=$1 near=left far=right at=1 m k
    [ "$2" = no ] || { near=right far=left; }
    shift 2
    for m in "$@"; do
        for ((k = 0; k < m; k++)); do
            half "$file" $((at + 2 * k)) $far
            half "$file" $((at + 2 * k + 1)) $near
        done
        for ((k = m - 1; k >= 0; k--)); do
            half "$file" $((at + 2 * k + 1)) $far
            half "$file" $((at + 2 * k)) $near
        done
        at=$((at + 2 * m))
    done
}

# quarters FILE: the pages of 4-up on A4
quarters() {
    local i x y
    for ((i = 1; i <= $(pages "$1"); i++)); do
        for y in 0 421; do
            for x in 0 298; do words "$1" "$i" $x $y 298 421; done
        done
    done
}

same() { diff <(sed '/^$/d' "$1") <(sed '/^$/d' "$2"); }

cd "$work" || exit 1
mkdir in
for i in 1 2 3 4 5 6; do
    printf 'The story number %s\n\n' $i
    for p in $(seq 1 14); do
        printf 'Paragraph %s of story %s tells of the river, the mill, the fish and ' $p $i
        printf 'the long way home that everybody took who had been at the fair.\n\n'
    done
done | split -l 30 --additional-suffix=.txt - in/

"$sheaf" -o book --booklet --nup 4 --signature 3 in 2>summary
n=$(pages book.pdf) sheets=$(((n + 3) / 4))
check 'sheets: the booklet is a PDF' qpdf --check book-booklet.pdf
check 'sheets: four on a side are a PDF' qpdf --check book-4up.pdf
check "sheets: $n pages make $sheets sheets" \
    test "$(pages book-booklet.pdf)" -eq $((2 * sheets))
holds 'sheets: the summary tells of them' \
    'grep -qF "book-booklet.pdf" summary && grep -qF "('$sheets' sheets in " summary'

book book.pdf >pages
signatures=$(((sheets + 2) / 3)) sizes=()
for ((g = 0; g < signatures; g++)); do
    sizes+=($((sheets * (g + 1) / signatures - sheets * g / signatures)))
done
unfold book-booklet.pdf no "${sizes[@]}" >unfolded
check 'sheets: signatures of three, folded, are the book' same pages unfolded
quarters book-4up.pdf >cells
check 'sheets: four on a side are the book' same pages cells

"$sheaf" -q -t pdf -o whole --booklet --creep 0mm in
unfold whole-booklet.pdf no $sheets >unfolded
check 'sheets: one signature, folded, is the book' same pages unfolded

"$sheaf" -q -t pdf -o rtl --lang he --booklet in
book rtl.pdf >pages
unfold rtl-booklet.pdf yes $((($(pages rtl.pdf) + 3) / 4)) >unfolded
check 'sheets: a book from right to left is bound on the right' same pages unfolded
"$sheaf" -q -t pdf -o turned -M dir=rtl in
"$sheaf" -q -t pdf -o straight --lang he -M dir=ltr in
bound_right() { qpdf --qdf --object-streams=disable "$1" - | grep -qa '/Direction /R2L'; }
holds 'sheets: viewers are told of its binding, which may be asked for' '
    bound_right rtl.pdf && bound_right turned.pdf &&
    ! bound_right straight.pdf && ! bound_right book.pdf'

# Where the words of the innermost sheet stand, without and with thick paper.
inner() { pdftotext -bbox -f $((2 * sheets)) -l $((2 * sheets)) "$1" - | grep -m1 -o 'xMin="[0-9.]*"'; }
"$sheaf" -q -t pdf -o thick --booklet --creep 1mm in
holds 'sheets: inner pages move towards the fold by what lies around them' '
    awk -v a="'"$(inner whole-booklet.pdf | tr -dc 0-9.)"'" \
        -v b="'"$(inner thick-booklet.pdf | tr -dc 0-9.)"'" -v k=$((sheets - 1)) \
        "BEGIN { d = b - a - k * 72 / 25.4; exit !(d < 0.1 && d > -0.1) }"'

for copy in book-booklet book-4up; do
    holds "sheets: $copy claims no tags" '! pdfinfo '$copy'.pdf | grep -q "Tagged: *yes"'
done
holds 'sheets: printers are told how to turn the paper' '
    qpdf --qdf --object-streams=disable book-booklet.pdf - | grep -qa DuplexFlipShortEdge &&
    qpdf --qdf --object-streams=disable book-4up.pdf - | grep -qa DuplexFlipLongEdge'
check 'sheets: a copy is no article' \
    test "$("$sheaf" --dump=tree book-booklet.pdf in 2>/dev/null | grep -c booklet)" -eq 0

# The test sheet: marks FILE PAGE cross|ring: where the middles of its crosses or rings
# are, in whole points, from the left edge and, of the inside, from the right one.
marks() {
    qpdf --qdf --object-streams=disable --pages . "$2" -- "$1" - |
        awk -v kind="$3" -v width=841.89 '
            kind == "cross" && $3 == "m" && $6 == "l" && $2 == $5 && $4 - $1 < 30 && $4 - $1 > 20 {
                printf "%.0f %.0f\n", ($1 + $4) / 2, $2
            }
            kind == "ring" && $3 == "m" && $10 == "c" {
                printf "%.0f %.0f\n", width - ($1 + $15) / 2, $2
            }' | sort -u
}
"$sheaf" -q -t pdf -o try --booklet --duplex-test in
"$sheaf" -q -t pdf -o left --booklet --duplex-test --lang he --sheet letter in
check 'sheets: the test sheet is a PDF' qpdf --check try-duplex-test.pdf
check 'sheets: it has a front and a back' test "$(pages try-duplex-test.pdf)" -eq 2
holds 'sheets: it is of the paper of the booklet' '
    for f in try left; do
        diff <(pdfinfo $f-booklet.pdf | grep "Page size") <(pdfinfo $f-duplex-test.pdf | grep "Page size")
    done'
check 'sheets: its four corners are marked' test "$(marks try-duplex-test.pdf 1 cross | wc -l)" -eq 4
check 'sheets: its crosses stand behind its rings' \
    diff <(marks try-duplex-test.pdf 1 cross) <(marks try-duplex-test.pdf 2 ring)
holds 'sheets: its pages are in the order of a booklet' '
    [[ $(half try-duplex-test.pdf 1 right) == 1Try* && $(half try-duplex-test.pdf 1 left) == 4* &&
       $(half try-duplex-test.pdf 2 left) == 2* && $(half try-duplex-test.pdf 2 right) == 3* ]]'
holds 'sheets: they turn with the binding' '[[ $(half left-duplex-test.pdf 1 left) == 1Try* ]]'
holds 'sheets: it tells what to do' \
    'pdftotext try-duplex-test.pdf - | tr "\n" " " | grep -q "points up and one down.*flip on short edge"'

status 64 'sheets: no test without a booklet' "$sheaf" --duplex-test -o none in
status 64 'sheets: not without the PDF' "$sheaf" -t epub --booklet -o none in
status 64 'sheets: no signature without a booklet' "$sheaf" --signature 4 -o none in
status 64 'sheets: no sheet without pages on it' "$sheaf" --sheet a3 -o none in
