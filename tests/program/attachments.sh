#!/bin/bash
# The files that a book was made of are in its PDF, byte for byte.
cd "$(dirname "$0")/../.." || exit 1
. tests/lib.sh "$1"
cd "$work" || exit 1

mkdir -p in/a in/b out
cp "$root"/seeds/*.txt in/a/
printf '# A note\n\nIt is <b>short</b> and says that the ferry is late again today.\n' >in/b/note.md
printf '# A note\n\nThe other one of that name, about the bridge that was never built.\n' >in/a/note.md
printf '# Grüße\n\nA file whose name is not of ASCII, about the mill and the miller.\n' >in/b/Grüße.md
(cd in && zip -qX ../in/two.zip b/note.md a/note.md)

"$sheaf" -q -t pdf -o book --attach-sources in
check 'attachments: the file is a PDF' qpdf --check book.pdf
pdfdetach -saveall -o out book.pdf >/dev/null 2>&1
sums() { find "$1" -type f ! -name '*plan.json' -exec sha256sum {} + | cut -d' ' -f1 | sort; }
check 'attachments: every file is there once, byte for byte' \
    diff <(sums in) <(sums out)
"$sheaf" --inspect=json in >plan
holds 'attachments: and so is the plan' \
    'python3 -m json.tool out/*-plan.json >/dev/null && grep -q "\"articles\"" out/*-plan.json'
holds 'attachments: the PDF is PDF/A-3' 'grep -qaF "<pdfaid:part>3</pdfaid:part>" book.pdf'
holds 'attachments: each says of what kind it is' '
    qpdf --qdf --object-streams=disable book.pdf q.pdf
    [ "$(grep -ca "Subtype /text#2fplain" q.pdf)" -eq "$(ls in/a/*.txt | wc -l)" ] &&
    grep -qa "Subtype /application#2fzip" q.pdf && grep -qa "Subtype /text#2fmarkdown" q.pdf'
holds 'attachments: each says what it is to the book' '
    qpdf --qdf --object-streams=disable book.pdf q.pdf
    [ "$(grep -ca "AFRelationship /Source" q.pdf)" -eq "$(sums in | wc -l)" ] &&
    [ "$(grep -ca "AFRelationship /Supplement" q.pdf)" -eq 1 ]'
cp -R in elsewhere && find elsewhere -exec touch -d 2001-01-01 {} +
mv in was && mv elsewhere in && mv book.pdf first.pdf
"$sheaf" -q -t pdf -o book --attach-sources in
check 'attachments: no date of a file is in it' cmp first.pdf book.pdf
"$sheaf" -q -t pdf -o none in
holds 'attachments: none unless asked for' \
    'grep -qaF "<pdfaid:part>2</pdfaid:part>" none.pdf && ! pdfdetach -list none.pdf | grep -q txt'
status 64 'attachments: not without the PDF' "$sheaf" -t epub --attach-sources -o x in
