#!/bin/bash
# Outputs appear whole or not at all, and replace nothing but regular files.
cd "$(dirname "$0")/../.." || exit 1
. tests/lib.sh "$1"
cd "$work" || exit 1
articles=$root/tests/golden/crawled/in
# What root may do anyway is tried as somebody else.
as_user=()
if [ "$(id -u)" -eq 0 ]; then
    as_user=(setpriv --reuid=65534 --regid=65534 --clear-groups)
    chmod 755 "$work"
    # The checkout may lie where nobody else can read.
    mkdir user && cp -R "$articles" user/in && cp "$sheaf" user/sheaf
    for d in styles fonts; do cp -RL "$root/$d" user/$d; done
    chmod -R a+rX user
fi

# litter FOLDER EXPECTED...: what the folder holds, hidden files too, is just that.
litter() {
    local folder=$1 names
    shift
    names=$(ls -A "$folder")
    [ "$names" = "$(printf '%s\n' "$@")" ] || {
        echo "$folder holds: $names"
        return 1
    }
}

mkdir out
check 'outputs: both are written' "$sheaf" -q -o out/book "$articles"
check 'outputs: and nothing else' litter out book.epub book.pdf
check 'outputs: an EPUB is one' unzip -tqq out/book.epub
check 'outputs: a PDF is one' qpdf --check out/book.pdf
check 'outputs: replaced by a second run' "$sheaf" -q -o out/book "$articles"

mkdir one
check 'outputs: only the PDF' "$sheaf" -q -o one/x.pdf "$articles"
check 'outputs: no EPUB then' litter one x.pdf
check 'outputs: --to epub' "$sheaf" -q --to epub -o one/y "$articles"
check 'outputs: no PDF then' litter one x.pdf y.epub

mkdir -p taken/book.pdf
status 73 'outputs: a folder in the way is not replaced' "$sheaf" -q -o taken/book "$articles"
check 'outputs: and the other output is not written either' litter taken book.pdf

mkdir link && echo precious >link/target && ln -s target link/book.pdf
"$sheaf" -q -o link/book "$articles" >/dev/null 2>&1
check 'outputs: what a link points to is left alone' grep -qx precious link/target

mkdir fifo && mkfifo fifo/book.pdf
status 73 'outputs: a pipe is not replaced' timeout 20 "$sheaf" -q -o fifo/book "$articles"
status 73 'outputs: a missing folder is an error' "$sheaf" -q -o none/book "$articles"
holds 'outputs: and is told as one' \
    '"$sheaf" -q -o none/book "$articles" 2>&1 | grep -q "no such folder; make it first"'
ln -s /dev/full full.pdf
status 73 'outputs: a device is no output' "$sheaf" -q -o full.pdf "$articles"

mkdir ro && echo old >ro/book.epub && chmod 555 ro
chmod 644 ro/book.epub
program=$sheaf
[ ${#as_user[@]} -eq 0 ] || { program=$work/user/sheaf articles=$work/user/in; }
data=(--css "$root/styles/book.css")
[ ${#as_user[@]} -eq 0 ] || data=(--css "$work/user/styles/book.css")
status 73 'outputs: a folder that may not be written' \
    "${as_user[@]}" "$program" "${data[@]}" -q -o ro/book "$articles"
holds 'outputs: and it is said what to do' \
    '"${as_user[@]}" "$program" "${data[@]}" -o ro/book "$articles" 2>&1 |
        grep -q "denied; write to another place"'
check 'outputs: the old book is still there' grep -qx old ro/book.epub

mkdir -p shut/in/lost && cp "$root"/tests/golden/crawled/in/* shut/in && chmod 777 shut && chmod 0 shut/in/lost
status 1 'outputs: a folder inside that may not be read is left out' \
    "${as_user[@]}" "$program" "${data[@]}" -q -o shut/book shut/in
check 'outputs: and the book is there' litter shut book.epub book.pdf in

echo '@import "book.css";' >looks.html
status 73 'outputs: the stylesheet is not replaced' \
    "$sheaf" -q --css looks.html --report looks.html -o out/book "$root/tests/golden/crawled/in"

# A disk that is full: a small file system of our own, where we may mount one.
mkdir small
if mount -t tmpfs -o size=64k tmpfs small 2>/dev/null; then
    echo old >small/book.epub
    status 73 'outputs: a full disk' "$sheaf" -q -o small/book "$root/seeds"
    check 'outputs: leaves the old book' grep -qx old small/book.epub
    check 'outputs: and no litter' litter small book.epub
    umount small
else
    skip 'outputs: a full disk' 'may not mount here'
fi
status 73 'outputs: a limit on the size of files' \
    bash -c 'trap "" XFSZ; ulimit -f 8; exec "$@"' - "$sheaf" -q -o out/limited "$root/seeds"
check 'outputs: leaves no litter' litter out book.epub book.pdf

# Interrupted at many moments: always all of a book, or nothing.
mkdir int
litters=0 interrupted=0
for i in $(seq 1 20); do
    rm -f int/* int/.[!.]*
    timeout -s INT "$(awk -v i="$i" 'BEGIN { print i * 0.015 }')" \
        "$sheaf" -q -o int/book "$root/seeds" >/dev/null 2>&1
    case $(ls -A int | tr '\n' ' ') in
    'book.epub book.pdf ') ;;
    '') interrupted=$((interrupted + 1)) ;;
    *) litters=$((litters + 1)) ;;
    esac
done
check "outputs: an interrupt leaves all or nothing (nothing: $interrupted of 20)" \
    test $litters -eq 0

# A block that was set aside is put back by its id, which stays the same then.
mkdir keep && "$sheaf" --inspect=json "$articles" >keep/before
export aside # for what is evaluated below
aside=$(grep -m1 '"fate": "boilerplate"' keep/before | sed -E 's/.*"id": "([^"]*)".*/\1/')
holds 'outputs: --keep puts a block back' '
    "$sheaf" --keep "$aside" --inspect=json "$articles" |
        grep -F "\"id\": \"$aside\"" | grep -F "\"fate\": \"body\", \"rule\": \"kept\""'
holds 'outputs: keep: of an id that nothing has is told where it stands' '
    printf "title: T\nkeep:\n  - %s\n  - 0123456789abcdef\n" "$aside" >keep.yaml
    "$sheaf" --config=keep.yaml -o keep/none "$articles" 2>&1 | grep "^keep.yaml:4:5: error: .*KEEP_UNKNOWN"'
status 65 'outputs: --keep of an id that nothing has' \
    "$sheaf" --keep 0123456789abcdef -o keep/none "$articles"
check 'outputs: and no book then' litter keep before

# So is the draft of a mail; what a folder has of them is not read.
mkdir mail && cp -R "$root/tests/golden/pictures/in" mail/in && rm mail/in/img/broken.png
check 'outputs: --eml, beside the book' "$sheaf" -q --eml -o mail/in/a mail/in
check 'outputs: the same with that in the folder' "$sheaf" -q --eml -o mail/b mail/in
holds 'outputs: an own draft in the folder is not read' \
    'cmp mail/in/a.epub mail/b.epub && cmp mail/in/a.pdf mail/b.pdf'
holds 'outputs: a draft goes to whom it is said to go, by name' '
    "$sheaf" -q --eml --mail-to "Zoë <z@müller.example>, b@c" --mail-to "Lee, Ann <a@b>" -o mail/to mail/in &&
        tr -d "\r" <mail/to.eml | grep -A 3 "^To:" >mail/said && printf "%s\n" "To: =?UTF-8?B?Wm/Dqw==?=" \
            " <z@xn--mller-kva.example>," " b@c," " \"Lee, Ann\" <a@b>" | cmp - mail/said'
status 64 'outputs: and to nobody when one of them is no address' \
    "$sheaf" --eml --mail-to 'a@b, Bob' -o mail/nobody mail/in
export size # for what is evaluated below
size=$(($(stat -c %s mail/b.epub) + $(stat -c %s mail/b.pdf)))
holds 'outputs: a draft that holds all changes nothing' '
    "$sheaf" -q --eml --mail-budget $size -o mail/c mail/in &&
        cmp mail/b.epub mail/c.epub && cmp mail/b.pdf mail/c.pdf'
holds 'outputs: else pictures give way, or there are two drafts, within the budget' '
    "$sheaf" --eml --mail-budget $((size - 1)) -o mail/d mail/in 2>mail/said &&
        grep -E "pictures made smaller|two drafts" mail/said &&
        test $(stat -c %s mail/d.pdf) -lt $size'
holds 'outputs: no draft when it can hold no file, and the book as ever' '
    "$sheaf" --eml --mail-budget 1k -o mail/e mail/in 2>mail/said &&
        grep MAIL_BUDGET mail/said && [ ! -e mail/e.eml ] && [ ! -e mail/e-1.eml ] &&
        cmp mail/b.epub mail/e.epub && cmp mail/b.pdf mail/e.pdf'

# What an earlier run wrote and this one does not would be mailed by mistake.
holds 'outputs: two drafts take the place of one' '
    "$sheaf" -q --eml -o mail/s "$root/seeds" && cp mail/s.eml mail/old.eml &&
        "$sheaf" --eml --mail-budget "$(stat -c %s mail/s.epub mail/s.pdf | sort -n | tail -n 1)" \
            -o mail/s "$root/seeds" 2>mail/said &&
        grep -F "mail/s.eml, of an earlier run, is gone" mail/said &&
        [ "$(cd mail && echo s*.eml)" = "s-1.eml s-2.eml" ]'
holds 'outputs: and one of two' '
    "$sheaf" -q --eml -o mail/s "$root/seeds" && cmp mail/s.eml mail/old.eml &&
        [ "$(cd mail && echo s*.eml)" = "s.eml" ]'
holds 'outputs: and none of one, when it can hold no file' '
    "$sheaf" -q --eml --mail-budget 1k -o mail/s "$root/seeds" && [ "$(cd mail && echo s*.eml)" = "s*.eml" ]'
holds 'outputs: only those that sheaf wrote, and only when drafts are asked for' '
    echo mine >mail/s-1.eml && cp mail/old.eml mail/s-2.eml && "$sheaf" -q -o mail/s "$root/seeds" &&
        cmp mail/old.eml mail/s-2.eml && "$sheaf" -q --eml -o mail/s "$root/seeds" &&
        [ "$(cd mail && echo s*.eml)" = "s-1.eml s.eml" ] && grep -qx mine mail/s-1.eml'
holds 'outputs: nor one that was given to be read' '
    cp mail/old.eml mail/s-2.eml && "$sheaf" -q --eml -o mail/s "$root/seeds" mail/s-2.eml &&
        cmp mail/old.eml mail/s-2.eml'

printf 'From: a@b\nSubject: Late\n\nThe ferry is late again, as it was.\n' >mail/x.eml
status 73 'outputs: a draft takes the place of no input' "$sheaf" --eml -o mail/x mail/x.eml

# The report is an output like the others.
mkdir report && cp -R "$articles" report/in
check 'outputs: --report, beside the book' \
    "$sheaf" -q --report report/plan.json -o report/book report/in
check 'outputs: all three are there' litter report book.epub book.pdf in plan.json
holds 'outputs: a report says what --inspect=json says' '
    "$sheaf" --inspect=json report/in | cmp - report/plan.json'
cp report/plan.json report/in/
holds 'outputs: an own report in the folder is not read' '
    "$sheaf" --inspect=json report/in | cmp - report/plan.json'
check 'outputs: --report, as a page' \
    "$sheaf" -q --report report/ledger.html -o report/book report/in
holds 'outputs: the page is one file, and loads nothing' '
    head -n 1 report/ledger.html | grep -qx "<!DOCTYPE html>" &&
    ! grep -qE "<(link|img|iframe|object)[^>]*(src|href)=.(https?|file|//)|url\(|@import" report/ledger.html'
mv report/ledger.html report/in/
holds 'outputs: an own page in the folder is not read' '
    "$sheaf" --inspect=json report/in | cmp - report/plan.json'
status 64 'outputs: a report of no known kind' \
    "$sheaf" --report report/plan.doc -o report/none report/in
status 73 'outputs: a report takes the place of no input' \
    "$sheaf" --report report/in/plan.json -o report/none report/in report/in/plan.json
# Whatever it is called: each of these is given, and then named as an output.
echo "$articles" >named.html
status 73 'outputs: nor of a list of them' \
    "$sheaf" --files-from named.html --report named.html -o report/none
echo 'title: Named' >named.html
status 73 'outputs: nor of what the book is to be like' \
    "$sheaf" --config named.html --report named.html -o report/none "$articles"
cp "$root/tests/golden/pictures/in/img/sign.png" named.html
status 73 'outputs: nor of its cover' \
    "$sheaf" --cover named.html --report named.html -o report/none "$articles"
mkdir page && echo '<title>A page</title><p>The ferry is late, as it was.' >page/named.html
status 73 'outputs: nor of an article in a folder' \
    "$sheaf" --report page/named.html -o report/none page
status 73 'outputs: no report without a book' \
    "$sheaf" --report nowhere/plan.json -o report/none report/in
check 'outputs: and no book without its report' litter report book.epub book.pdf in plan.json

# Own books, lying where they were made, are not read as articles.
cp -R "$root/tests/golden/doubles/in" own
(cd own && "$sheaf" -q -o book . && cp book.pdf ../first.pdf &&
    "$sheaf" -q -o book .) >/dev/null 2>&1
check 'outputs: own books in the folder are not read' cmp own/book.pdf first.pdf
