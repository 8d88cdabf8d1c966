#!/bin/bash
# A book.yaml that sheaf wrote makes the same book again, and edited it does what it says.
cd "$(dirname "$0")/../.." || exit 1
. tests/lib.sh "$1"
cd "$work" || exit 1

# again NAME ARGUMENT...: the description of a book gives the same book, and itself.  OTHER=…
# are the inputs that are given with it, where the arguments have options that it holds.
again() {
    local name="config: the same book again, $1"
    shift
    [ ${#inputs[@]} -gt 0 ] || inputs=("$@")
    if ! "$sheaf" -q -o was "$@" >log 2>&1 ||
        ! "$sheaf" -q --write-config=of/book.yaml "$@" >>log 2>&1 ||
        ! "$sheaf" -q --config of/book.yaml -o now "${inputs[@]}" >>log 2>&1 ||
        ! cmp was.epub now.epub >>log 2>&1 || ! cmp was.pdf now.pdf >>log 2>&1 ||
        ! "$sheaf" -q --config of/book.yaml --write-config=- "${inputs[@]}" >twice 2>>log ||
        ! diff of/book.yaml twice >>log; then
        fail "$name" "$(head -n 3 log)"
    else
        ok "$name"
    fi
    rm -f was.* now.* twice of/book.yaml
    inputs=()
}

mkdir of
inputs=()
cp -R "$root/seeds" "$root/tests/golden/stories/in" .
mv in stories
again 'of a folder' seeds
again 'with duplicates' stories
again 'with what is kept of them' --duplicates=keep stories
inputs=(stories)
again 'and that from the file' --duplicates=drop --variants stories
cp -R "$root/tests/golden/parts/in" parts
again 'with folders as parts' parts
inputs=(parts)
again 'with topics as parts' --parts=topic --order=topic parts
cp -R "$root/tests/golden/config/in" described
again 'of one that was described' described
cp -R "$root/tests/golden/doubles/in" doubles
mkdir listed && cp -R stories listed/s && cp -R parts listed/p
printf 'only-listed: true\nparts:\n  - title: S\n    chapters: [s]\n' >listed/book.yaml
again 'of nothing but what is listed, with its duplicates' listed
again 'of several folders' doubles "$root/tests/golden/crawled/in" parts
again 'of one article' seeds/misprints.txt
inputs=(seeds)
again 'with all that can be said' --title='No: "Yes", {said} #1 & *all' --author='O, Neil' \
    --author='- null' -M subtitle=$'Two\nlines \\ \t\x01\xc2\x85' --date=2020-02-02 --lang=no \
    -M subject='Rivers, and mills' -M subject=no -M belongs-to-collection=x: -M group-position=3 \
    -M dir=rtl -M description="$(printf 'x%.0s' {1..3000}): y" -M rights=~ -M publisher=1e3 \
    --since=2024 --order=title --parts=none --toc-depth=1 --typography=none \
    --paper=letter --binding=8mm --one-sided --cover=none --exclude='*-mailed.txt' seeds

# Names that no one should give a file, each an article of its own.
mkdir hostile hostile/sub
words='The ferry crosses when somebody rings the bell, and not before; in the evening it stays.'
n=0
for name in "it's" 'a "quoted" one' 'key: value' '- dash' '--order' '#hash' 'a #b' no '~' 1e3 0x1F \
    2024-05-18 true 'a, b' '[x]' '{x: y}' '&anchor' '*alias' '!tag' '%percent' '@at' '`tick`' \
    '|' '>' '?' 'a?b' 'x*' '\back' $'new\nline' $'tab\there' 'end ' ' begin' 'end:' '...' '---' \
    $'\u2028line' $'\u0085next' $'\ufeffmark' $'\u202eover' 'naïve' '毕昇' $'caf\xe9' $'caf\xe8' \
    $'\x7f' "$(printf 'l%.0s' {1..250})"; do
    n=$((n + 1))
    printf 'Of %s, the %s of them\n\n%s Number %s.\n' "$name" $n "$words" $n >"hostile/$name"
done
printf 'The Same\n\n%s Below.\n' "$words" >hostile/sub/index.txt
printf 'The Same\n\n%s Above.\n' "$words" >hostile/index.txt
export n # for what is evaluated below; one is hidden, and two say the same but for a byte
again 'with hostile names' hostile
holds 'config: and each of them by its own path' '
    "$sheaf" -q --write-config=- hostile >h.yaml 2>&1 &&
        [ "$(grep -c "^  - file: " h.yaml)" -eq $n ]'

# What is not sheaf's own is not replaced.
holds 'config: written into the folder that is given' '
    "$sheaf" --write-config seeds 2>&1 | grep -F "seeds/book.yaml describes 17 chapters"'
holds 'config: and again, as long as nobody edited it' '"$sheaf" -q --write-config seeds'
sed -i 's/A Short History of the Misprint/Misprints/' seeds/book.yaml
cp seeds/book.yaml edited
status 73 'config: an edited one is not replaced' "$sheaf" --write-config seeds
check 'config: and is as it was' cmp edited seeds/book.yaml
status 73 'config: nor is any other file' "$sheaf" --write-config=seeds/bi-sheng.txt seeds
status 64 'config: of several inputs, a file must be named' "$sheaf" --write-config seeds parts
status 73 'config: a folder that is not there is an error' \
    "$sheaf" --write-config=nowhere/book.yaml seeds
status 65 'config: no book, no description' "$sheaf" --write-config=of/none \
    "$root/tests/golden/nothing/in"
cp edited seeds/other.yaml
holds 'config: one of another name is no article' '
    "$sheaf" -v --inspect seeds 2>&1 | grep -A1 -F other.yaml | grep OWN_OUTPUT'
rm seeds/other.yaml seeds/book.yaml

# Looks are found from where the file lies.
mkdir -p far/away
printf '@import "handout.css";\n' >far/my.css
holds 'config: a stylesheet is found from the folder of the file' '
    "$sheaf" -q --css far/my.css --write-config=far/away/x.yaml parts &&
        grep -qx "css: \"../my.css\"" far/away/x.yaml &&
        "$sheaf" -q --css far/my.css -o was parts &&
        "$sheaf" -q --config far/away/x.yaml -o now parts && cmp was.pdf now.pdf'

# Edited, it does what it says.
"$sheaf" -q --write-config=plain.yaml seeds
titles() { "$sheaf" --config "$1" --inspect=json seeds | sed -nE 's/^  \{"number": .* "title": "(.*)"\}.*/\1/p'; }
export -f titles
edit() { # PYTHON: of the lines `l` and of item(NAME), which takes a chapter's lines out of them
    python3 - "$1" <<'END'
import sys
l = open('plain.yaml').read().split('\n')
def item(name):
    i = l.index('  - file: ' + name)
    j = i + 1
    while l[j].startswith('    '):
        j += 1
    taken, l[i:j] = l[i:j], []
    return taken
exec(sys.argv[1])
open('edited.yaml', 'w').write('\n'.join(l))
END
}
export -f edit
holds 'config: moved, a chapter stands there' '
    edit "i = item(\"misprints.txt\"); c = l.index(\"chapters:\"); l[c + 1:c + 1] = i" &&
        [ "$(titles edited.yaml | head -n 1)" = "A Short History of the Misprint" ] &&
        [ "$(titles edited.yaml | wc -l)" = 17 ]'
holds 'config: renamed, it has that title' '
    edit "l = [x.replace(\"A Short History of the Misprint\", \"\\\"Oops\\\"\") for x in l]" &&
        titles edited.yaml | grep -qx Oops'
holds 'config: moved to a part, it stands in that' '
    edit "
i = [\"    \" + x for x in item(\"misprints.txt\")]
c = l.index(\"#parts:\")
l[c:c + 3] = [x[1:] for x in l[c:c + 3]] + i" &&
        "$sheaf" --config edited.yaml --inspect seeds | grep -A2 -x "Part: The First Part" |
        grep -F "A Short History of the Misprint"'
holds 'config: moved to what is left out, it is' '
    edit "i = item(\"misprints.txt\"); c = l.index(\"exclude:\"); l[c + 1:c + 1] = i" &&
        "$sheaf" --config edited.yaml --inspect seeds | grep -A1 "^ *seeds/misprints.txt" |
        grep "left out by exclude" && [ "$(titles edited.yaml | wc -l)" = 16 ]'
holds 'config: with the # taken away, a block is put back' '
    edit "l = [x.replace(\"#- \", \"- \") if \"Read next\" in x else x for x in l]" &&
        [ $("$sheaf" --config edited.yaml --dump=book seeds | grep -c "\"Read next\"") -eq 1 ]'
holds 'config: and so a duplicate becomes a chapter' '
    edit "l = [x.replace(\"#- \", \"- \") if \"same text as\" in x else x for x in l]
d = [x for x in l if \"same text as\" in x]; l.remove(d[0]); l.insert(l.index(\"chapters:\") + 1, d[0])" &&
        [ "$(titles edited.yaml | wc -l)" = 18 ]'
holds 'config: and so an option is set' '
    edit "l = [\"title: Mine\" if x.startswith(\"#title:\") else x for x in l]" &&
        "$sheaf" --config edited.yaml --dump=book seeds | grep -qx "title: Mine"'
