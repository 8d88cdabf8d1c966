#!/bin/bash
# Options, exit statuses, and where words go.
cd "$(dirname "$0")/../.." || exit 1
. tests/lib.sh "$1"
cd "$work" || exit 1
articles=$root/tests/golden/crawled/in

status 0 'options: --help' "$sheaf" --help
holds 'options: --help fits 80 columns' '! "$sheaf" --help | grep -E "^.{81}"'
status 0 'options: --version' "$sheaf" --version
for library in libharu minizip zlib HarfBuzz ICU; do
    holds "options: --version names $library" '"$sheaf" --version | grep "$library"'
done
status 64 'options: no input' "$sheaf"
status 64 'options: an unknown one' "$sheaf" --no-such-option "$articles"
status 64 'options: a bad value of --paper' "$sheaf" --paper a9 "$articles"
status 64 'options: a bad value of --to' "$sheaf" --to docx "$articles"
status 64 'options: a bad value of --dump' "$sheaf" --dump=nothing "$articles"
status 64 'options: a bad value of --toc-depth' "$sheaf" --toc-depth 99 "$articles"
status 64 'options: a bad value of --jobs' "$sheaf" --jobs many "$articles"
status 64 'options: a bad date' "$sheaf" --date 2025-02-30 "$articles"
status 66 'options: a folder that is not there' "$sheaf" nowhere
status 66 'options: a stylesheet that is not there' "$sheaf" --css nowhere.css "$articles"
status 66 'options: a cover that is not there' "$sheaf" --cover nowhere.png "$articles"
status 66 'options: a cover that is no picture' "$sheaf" --cover "$root/Makefile" "$articles"
status 64 'options: a book on the standard output' "$sheaf" -o - "$articles"
status 64 'options: an output that sheaf does not write' "$sheaf" -o book.docx "$articles"
check 'options: and none of these left a file' test "$(ls -A)" = check.log
mkdir none
status 65 'options: a folder without an article' "$sheaf" none
holds 'options: and where nothing else is to say, it is said what sheaf reads' \
    '"$sheaf" none 2>&1 | grep -q "; give text, Markdown"'
echo words >none/.hidden
holds 'options: where only notes say why there is no article, -v is named' '
    "$sheaf" none 2>&1 | grep -q "; -v tells why \[" &&
    "$sheaf" -v none 2>&1 | grep -q "given \["'

holds 'options: --inspect writes no file' \
    'mkdir i && cd i && "$sheaf" --inspect "$articles" && [ -z "$(ls -A)" ]'
cat >wordless.html <<'END'
<nav><p><img src="logo.png"></p></nav><article><h1>The Weir</h1>
<p>The miller opened the sluice at six, as his mother had, and the water came down brown.</p></article>
END
holds 'options: a block without words, as a picture is, is said to have none' '
    "$sheaf" --inspect wordless.html | grep -q "navigation  (no words)$" &&
    "$sheaf" --write-config=- wordless.html | grep -q "# navigation: (no words)$"'
holds 'options: --dump writes no file' \
    'mkdir d && cd d && "$sheaf" --dump=pages "$articles" && [ -z "$(ls -A)" ]'
holds 'options: -q says nothing' '[ -z "$("$sheaf" -q -o quiet "$articles" 2>&1)" ]'
holds 'options: the default name is that of the folder, in the current one' '
    mkdir -p n/reading && cp "$articles"/* n/reading && cd n && "$sheaf" -q reading &&
    [ -f reading.pdf ] && [ -f reading.epub ]'
holds 'options: --title stands in both outputs' '
    "$sheaf" -q --title "Tides & Winds" -o t "$articles" &&
    pdfinfo t.pdf | grep "Tides & Winds" && unzip -p t.epub | grep -a "Tides &amp; Winds"'
holds 'options: -M is the long form' '
    "$sheaf" -q --title T --author A --lang en -o m1 "$articles" &&
    "$sheaf" -q -M title=T -M author=A -M lang=en -o m2 "$articles" &&
    cmp m1.pdf m2.pdf && cmp m1.epub m2.epub'
holds 'options: two authors are two in both outputs' '
    "$sheaf" -q --author "Ann Other" --author "Bo & Co" -o a2 "$articles" &&
    pdfinfo a2.pdf | grep "Author: *Ann Other, Bo & Co$" &&
    [ "$(unzip -p a2.epub EPUB/package.opf | grep -c "<dc:creator ")" -eq 2 ]'
holds 'options: --since and --until choose, and say how many they left out' '
    "$sheaf" -o days --since 2024 --until 2024-11 "$root/seeds" 2>said &&
    grep -q "left out by options" said && grep -q "11 articles have no date" said &&
    "$sheaf" --inspect --since 2024 --until 2024-11 "$root/seeds" >plan 2>&1 &&
    grep -q "before what --since asks for" plan && grep -q "after what --until" plan'
status 65 'options: no article of the days asked for' "$sheaf" --since 2999 "$root/seeds/slow-fires.txt"
mkdir -p y/pack && cp "$articles"/* y/pack
printf 'title: Of the File\nauthor: [A, B]\npaper: letter\nstyle: handout\n' >y/pack/book.yaml
holds 'options: book.yaml in the folder is read, and the command line goes before it' '
    "$sheaf" -q -o y/1.pdf y/pack && pdfinfo y/1.pdf >said && grep "Of the File" said &&
    grep "612 x 792" said && grep "Author: *A, B$" said &&
    "$sheaf" -q --title Mine --author C --paper a5 -o y/2.pdf y/pack &&
    pdfinfo y/2.pdf >said && grep "Mine" said && grep "Author: *C$" said'
holds 'options: --style of the command line stands in place of css in book.yaml' '
    echo "css: nowhere.css" >y/css.yaml && "$sheaf" -q --config y/css.yaml --style book -o y/3.pdf y/pack'
holds 'options: --config=none reads no book.yaml' '
    "$sheaf" -q --config=none --dump=book y/pack >said && ! grep "Of the File" said'
status 66 'options: a book.yaml that is not there' "$sheaf" --config nowhere.yaml "$articles"
{ printf '[%.0s' $(seq 5000); } >y/deep.yaml
status 78 'options: a book.yaml that is no YAML' "$sheaf" --config y/deep.yaml "$articles"
printf 'title: &t X\nsubtitle: *t\n' >y/alias.yaml
status 78 'options: an alias in book.yaml' "$sheaf" --config y/alias.yaml "$articles"
mkdir no-fonts
echo '<fontconfig><dir>'"$work"'/no-fonts</dir></fontconfig>' >no-fonts/fonts.conf
echo 'p { text-indent: 2em }' >faceless.css
printf '@font-face { font-family: A; src: url("%s") } html { font-family: B }' \
    "$root/fonts/Vollkorn-Regular.ttf" >one-face.css
status 72 'options: a stylesheet without a face where no font is installed' \
    env FONTCONFIG_FILE="$work"/no-fonts/fonts.conf "$sheaf" -o faceless --css faceless.css "$root/seeds/slow-fires.txt"
status 0 'options: one face that is named otherwise is better than none' \
    env FONTCONFIG_FILE="$work"/no-fonts/fonts.conf "$sheaf" -q -o one-face --css one-face.css "$root/seeds/slow-fires.txt"
holds 'options: --paper letter' '
    "$sheaf" -q --paper letter -o l.pdf "$articles" && pdfinfo l.pdf | grep "612 x 792"'
holds 'options: --order changes the order' '
    "$sheaf" --order title --inspect "$root/seeds" >o1 &&
    "$sheaf" --order name --inspect "$root/seeds" >o2 && ! cmp -s o1 o2 &&
    "$sheaf" --order date --inspect "$root/seeds" >o3 && ! cmp -s o1 o3 && ! cmp -s o2 o3'
holds 'options: --parts topic names its parts, --parts none has none' '
    "$sheaf" --parts topic --inspect "$root/seeds" | grep -q "^Part: " &&
    ! "$sheaf" --parts none --inspect "$root/tests/golden/parts/in" | grep "^Part: "'
holds 'options: --toc-depth 1 leaves out the heads' '
    "$sheaf" --toc-depth 1 --dump=book "$articles" >t1 &&
    "$sheaf" --toc-depth 2 --dump=book "$articles" >t2 &&
    [ "$(grep -c toc-item t1)" -lt "$(grep -c toc-item t2)" ]'
check 'options: two files and a folder at once' "$sheaf" -q -o several \
    "$articles/adverts.txt" "$articles/stamped.txt" "$root/tests/golden/doubles/in"

if [ -c /dev/full ]; then
    holds 'options: a plan that cannot be printed is an error' \
        '! "$sheaf" --inspect "$articles" >/dev/full'
fi
printf 'Evil\n\nA text of some length in a file whose name would steer the terminal. \377\n' \
    >$'evil\033[31m.txt'
holds 'options: no message steers the terminal' \
    '"$sheaf" -v -o e evil* >said 2>&1; [ -s said ] && ! grep -q $'"'"'\033'"'"' said'

cat >chain.md <<'END'
# Numbers

| Number | What it stands for |
|---|---|
| `1.3.6.1.4.1.44947.1.1.`**1234** | A certificate that was checked against the name of its domain and nothing else, as the forum of those who issue them has laid it down in its rules, which are long |
END
holds 'a word in two letterings does not stick out of its column' \
    '! "$sheaf" -o chain chain.md 2>&1 | grep TOO_WIDE'
