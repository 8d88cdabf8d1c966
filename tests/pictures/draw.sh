#!/bin/bash
# draw.sh BUILD: the pictures of README.md, from the book that `make book` makes: two pages
# of the PDF, the cover of the EPUB, and a chapter as an e-reader (MuPDF) shows it.
cd "$(dirname "$0")/../.." || exit 1
book=$1/book/the-printed-page
there=tests/pictures
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

# opening TEXT_OF: the page on which the chapter opens: it has both lines.
opening() {
    local p
    for p in $(seq 3 60); do
        "$@" "$p" 2>/dev/null | tr -s ' \n' ' ' |
            grep -q 'Libraries Chained.*A chain on a book' && echo "$p" && return
    done
    echo "draw.sh: no page opens the chapter" >&2
    exit 1
}
pdf_text() { pdftotext -f "$1" -l "$1" "$book.pdf" -; }
epub=(mutool draw -q -W 420 -H 600 -S 13)
epub_text() { "${epub[@]}" -F txt -o - "$book.epub" "$1"; }

page=$(opening pdf_text) || exit 1
for side in 1 2; do
    pdftoppm -r 90 -gray -png -singlefile -f $((page + side - 1)) -l $((page + side - 1)) \
        "$book.pdf" "$there/page-$side"
done
page=$(opening epub_text) || exit 1
"${epub[@]}" -r 90 -c gray -o "$there/epub-chapter.png" "$book.epub" "$page"
unzip -p "$book.epub" '*/cover.png' >"$work/cover.png"
mutool draw -q -w 525 -h 750 -o "$there/epub-cover.png" "$work/cover.png"
