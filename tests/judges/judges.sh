#!/bin/bash
# judges.sh BUILD: what other people's programs say of our books.  After `make book`.
# SHEAF_SHARED: a folder with seeds/ (real articles), truth/ and tools/; the judges in it
# are skipped when it is not there.  SHEAF_FOLDERS: more folders of articles, parted by
# blanks, of which EPUBs are judged.
cd "$(dirname "$0")/../.." || exit 1
. tests/lib.sh "$1"
shared=${SHEAF_SHARED:-}
python=/usr/bin/python3 # Debian's, whose modules are packages
own=$build/book/the-printed-page

# What npm has, and a browser that it drives; empty: it is not there.
modules=$build/npm/node_modules
browser=${PUPPETEER_EXECUTABLE_PATH:-$(command -v chromium)}
export PUPPETEER_EXECUTABLE_PATH=$browser
if ! command -v node >/dev/null; then
    skip 'judge: epubcheck-ts, and all in a browser' 'it takes nodejs and npm'
    modules=
    browser=
elif ! .ci/npm "$build/npm" >"$work/npm" 2>&1; then
    skip 'judge: epubcheck-ts, and all in a browser' 'npm could not install it'
    modules=
    browser=
elif [ -z "$browser" ]; then
    skip 'judge: epub.js, Ace, and fonts in a browser' 'it takes chromium'
fi

# What makes Java faster in the long run takes longer than a book does.
epubcheck() {
    java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -jar /usr/share/java/epubcheck.jar "$1"
}

epub() { # NAME FILE
    holds "judge: epubcheck, $1" '
        epubcheck "'"$2"'" >"$work/epubcheck" 2>&1
        cat "$work/epubcheck"
        ! grep -qE "^(ERROR|WARNING|FATAL|INFO|USAGE)" "$work/epubcheck" &&
            grep -q "No errors or warnings detected" "$work/epubcheck"'
    [ -z "$modules" ] || check "judge: epubcheck-ts, $1" \
        node "$modules/.bin/epubcheck-ts" --quiet --fail-on-warnings "$2"
}

ace() { # NAME FILE
    [ -z "$browser" ] || check "judge: Ace, $1" \
        timeout 300 node tests/judges/ace.js "$modules" "$2" "$work/ace"
}

pages() { # NAME STEM ARGS...
    "$sheaf" --dump=pages "${@:3}" >"$work/pages" 2>/dev/null
    check "judge: pages begin at the same words in both, $1" \
        "$python" tests/judges/pagelist.py "$work/pages" "$2.epub" "$2.pdf"
    [ -z "$browser" ] ||
        check "judge: epub.js follows contents, notes and pages, $1" \
            timeout 300 node tests/judges/readbook.js "$modules" "$2.epub" "$work/pages"
}

pdf() { # NAME STEM SEEDS
    check "judge: qpdf, $1" qpdf --check "$2.pdf"
    holds "judge: pdfinfo says tagged, $1" 'pdfinfo "'"$2"'.pdf" | grep "Tagged: *yes"'
    if [ -n "$shared" ]; then
        check "judge: pdfcheck (PDF/UA-1, PDF/A-2a, sense), $1" \
            "$python" "$shared/tools/pdfcheck.py" --profile ua1,2a,sense "$2.pdf"
        "$python" "$shared/tools/pdfcheck.py" --text "$2.pdf" >"$work/structure"
        "$sheaf" --dump=book "${@:3}" >"$work/tree" 2>/dev/null
        check "judge: the text in structure order is the book's, $1" \
            "$python" tests/judges/sametext.py "$work/tree" "$work/structure"
    else
        skip "judge: pdfcheck, $1" 'SHEAF_SHARED is not set'
        skip "judge: the text in structure order is the book's, $1" 'SHEAF_SHARED is not set'
    fi
    # poppler's view of the same thing.
    pdfinfo -struct-text "$2.pdf" >"$work/poppler" 2>/dev/null
    holds "judge: poppler finds headings, paragraphs, links and notes, $1" '
        for tag in H1 P Link Note TOCI LBody; do
            grep -q "^ *$tag\b" "$work/poppler" || { echo "no $tag"; exit 1; }
        done'
}

title=(--title 'The Printed Page' -M subtitle='How letters, paper and libraries came to be')
epub 'own seeds' "$own.epub"
ace 'own seeds' "$own.epub"
pages 'own seeds' "$own" "${title[@]}" seeds
pdf 'own seeds' "$own" "${title[@]}" seeds

for style in handout large-print; do
    for paper in a4 letter a5; do
        check "judge: a book of own seeds, $style on $paper" "$sheaf" -q "${title[@]}" \
            --style "$style" --paper "$paper" -o "$work/$style-$paper" seeds
        pdf "own seeds, $style on $paper" "$work/$style-$paper" "${title[@]}" seeds
        pages "own seeds, $style on $paper" "$work/$style-$paper" "${title[@]}" \
            --style "$style" --paper "$paper" seeds
    done
    epub "own seeds, $style" "$work/$style-a4.epub"
done

# The sources inside; and sheets, which claim no tags.
check 'judge: a book with its sources, and sheets' \
    "$sheaf" -q "${title[@]}" -t pdf --attach-sources --booklet --nup 4 -o "$work/sheets" seeds
for copy in sheets:ua1,3a,sense sheets-booklet:2u sheets-4up:2u; do
    check "judge: qpdf, ${copy%%:*}" qpdf --check "$work/${copy%%:*}.pdf"
    if [ -n "$shared" ]; then
        check "judge: pdfcheck (${copy#*:}), ${copy%%:*}" \
            "$python" "$shared/tools/pdfcheck.py" --profile "${copy#*:}" "$work/${copy%%:*}.pdf"
    else
        skip "judge: pdfcheck, ${copy%%:*}" 'SHEAF_SHARED is not set'
    fi
done

for golden in markdown web parts scripts handout notes; do
    in=tests/golden/$golden/in
    args=()
    [ ! -f "tests/golden/$golden/args" ] || mapfile -t args <"tests/golden/$golden/args"
    check "judge: a book of the golden $golden" \
        "$sheaf" -q "${args[@]}" -o "$work/$golden" "$in"
    epub "golden $golden" "$work/$golden.epub"
    pages "golden $golden" "$work/$golden" "${args[@]}" "$in"
    check "judge: qpdf, golden $golden" qpdf --check "$work/$golden.pdf"
    if [ -n "$shared" ]; then
        check "judge: pdfcheck (PDF/UA-1, PDF/A-2a, sense), golden $golden" \
            "$python" "$shared/tools/pdfcheck.py" --profile ua1,2a,sense "$work/$golden.pdf"
    else
        skip "judge: pdfcheck, golden $golden" 'SHEAF_SHARED is not set'
    fi
done

# The scripts are drawn in the fonts that their book brings, and nothing else is.
ace 'golden scripts' "$work/scripts.epub"
unzip -q -d "$work/faces" "$work/scripts.epub"
[ -z "$browser" ] || check 'judge: rare scripts are drawn in the fonts of the book' \
    timeout 300 node tests/judges/faces.js "$modules" "$work/faces"

# Some of its pictures are none.
status 1 'judge: a book of the golden pictures' \
    "$sheaf" -q -t epub -o "$work/pictures" tests/golden/pictures/in
epub 'golden pictures' "$work/pictures.epub"
ace 'golden pictures' "$work/pictures.epub"

# The ledger as a page, of articles that are merged, left out, and hostile.
mkdir "$work/told"
cp tests/golden/{crawled,stories,refused}/in/* "$work/told"
: >"$work/told/empty.txt"
printf '%s\n\n%s\n\n%s\n' '</script><script>window.acted = 1</script>' \
    "<img src=x onerror='window.acted = 1'> is what $(seq -s ' ' 300) says." \
    '"><b onclick=alert(1)> and more of the same, told here for the first time.' \
    >"$work/told/<b>&.txt"
check 'judge: a book with its ledger as a page' \
    "$sheaf" -q --report "$work/ledger.html" -o "$work/ledger" "$work/told"
[ -z "$browser" ] || check 'judge: the page is searched, filtered and printed in a browser' \
    timeout 300 node tests/judges/readreport.js "$modules" "$work/ledger.html"

subject=$'The "Printed" \U0001F4DA Page\nof seeds, \u0416\u0438\u0432\u0430\u044F'
mail=$work/$'a "draft" \u6BD5\u6607'
to=$'"Lee, \U0001F4DA Zo\u00EB" <zoe@example.org>, John Long Enough To Be Folded <john@example.org>, bob@example.org'
check 'judge: a draft of a mail' "$sheaf" -q --eml --title "$subject" --mail-to "$to" -o "$mail" seeds
check "judge: Python reads the draft's files, names and subject, and to whom it goes" "$python" \
    tests/judges/maildraft.py "$mail.eml" "${subject//$'\n'/ }" "$to" "$mail.epub" "$mail.pdf"
# Room for either file, and not for both.
larger=$(stat -c %s "$own.epub" "$own.pdf" | sort -n | tail -n 1)
check 'judge: two drafts' "$sheaf" -q --eml --mail-budget "$((larger + 4096))" -o "$work/two" seeds
for part in 1.epub 2.pdf; do
    check "judge: Python reads part ${part%.*}" "$python" tests/judges/maildraft.py \
        "$work/two-${part%.*}.eml" "Seeds (Part ${part%.*} of 2)" '' "$work/two.${part#*.}"
done

for folder in ${SHEAF_FOLDERS:-}; do
    name=$(basename "$folder")
    check "judge: a book of $name" "$sheaf" -q -t epub -o "$work/$name" "$folder"
    epub "$name" "$work/$name.epub"
done

if [ -z "$shared" ]; then
    skip 'judge: the articles as an editor reads them' 'SHEAF_SHARED is not set'
    skip 'judge: the quality of lines' 'SHEAF_SHARED is not set'
    exit 0
fi

check 'judge: a book of the shared seeds' "$sheaf" -o "$work/shared" "$shared/seeds"
epub 'shared seeds' "$work/shared.epub"
pages 'shared seeds' "$work/shared" "$shared/seeds"
pdf 'shared seeds' "$work/shared" "$shared/seeds"
"$sheaf" --inspect=json "$shared/seeds" >"$work/plan.json"
check 'judge: the articles as an editor reads them' \
    "$python" "$shared/tools/check_seeds.py" "$work/plan.json" "$shared/truth/seeds.json"

lines() { # NAME FOLDER
    check "judge: a book in Gentium, $1" \
        "$sheaf" -q --css tests/bench/gentium.css -o "$work/gentium.pdf" "$2"
    "$python" "$shared/tools/linequality.py" --json "$work/gentium.pdf" >"$work/lines.json"
    check "judge: the quality of lines, $1" \
        "$python" tests/judges/goodlines.py "$work/lines.json"
}
lines 'shared seeds' "$shared/seeds"
mkdir "$work/latin" && cp seeds/*.txt "$work/latin" && rm "$work"/latin/{bi-sheng,pervopechatnik}.txt
lines 'own seeds' "$work/latin"
mkdir "$work/made"
mapfile -t prose < <(for f in "$work"/latin/*.txt; do
    iconv -f utf-8 -t utf-8 "$f" >/dev/null 2>&1 && LC_ALL=C grep -qw the "$f" && echo "$f"
done)
LC_ALL=C awk -v articles=100 -v words=800 -v folder="$work/made" -f tests/bench/generate.awk \
    "${prose[@]}"
lines 'made of own seeds' "$work/made"
