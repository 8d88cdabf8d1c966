#!/bin/bash
# Hostile input is normal input: read in time, by a program that watches its memory.
cd "$(dirname "$0")/../.." || exit 1
. tests/lib.sh "$1"
cd "$work" || exit 1

# lives SECONDS STATUS... -- NAME ARGUMENT...: the run ends in time with one of them.
lives() {
    local limit=$1 got=0 expected=
    shift
    while [ "$1" != -- ]; do
        expected="$expected $1 "
        shift
    done
    local name="pathological: $2"
    shift 2
    timeout -k 5 "$limit" "$asan" -q "$@" >run.log 2>&1 || got=$?
    case $expected in
    *" $got "*) ok "$name" ;;
    *)
        fail "$name" "status $got, not$expected"
        tail -n 20 run.log | cut -c1-200 | sed 's/^/    /'
        ;;
    esac
}

# repeat N TEXT: the text N times.
repeat() { awk -v n="$1" -v s="$2" 'BEGIN { for (i = 0; i < n; i++) printf "%s", s }'; }
text='It was a quiet morning, and nothing in the whole street had moved since dawn.'

yes '' | head -n 100000 >lines.txt
lives 60 65 -- '100,000 empty lines and no word' -o a lines.txt
{ echo 'A Title'; echo; cat lines.txt; echo "$text"; } >gap.txt
lives 60 0 -- '100,000 empty lines between two words' -o b gap.txt
yes 'x' | head -n 100000 >letters.txt
lives 120 0 65 -- '100,000 lines of one letter' -o c letters.txt
{ echo 'One Word'; echo; repeat 5000000 a; echo; } >word.txt
lives 240 0 1 -- 'a word of 5 MB' -o d word.txt
{ echo 'One Paragraph'; echo; repeat 40000 "$text "; echo; } >para.txt
lives 240 0 1 -- 'a paragraph of 3 MB' -o e para.txt
{ echo 'Marks'; echo; printf a; repeat 200000 $'\xcc\x81'; echo; echo; echo "$text"; } >marks.txt
lives 120 0 1 -- 'a letter with 200,000 accents' -o f marks.txt
{ echo 'Directions'; echo; repeat 20000 $'\xe2\x80\xae\xe2\x81\xa7\xd7\x90'; echo "$text"; } >bidi.txt
lives 120 0 1 -- '20,000 changes of direction' -o g bidi.txt
: >empty.txt
lives 20 65 -- 'an empty file' -o h empty.txt
printf 'A\0 Title\0\n\n\0%s\0\n' "$text" >nul.txt
lives 20 0 1 -- 'NULs in the text' -o i nul.txt
head -c 1000000 /dev/zero >zero.txt
lives 20 65 -- 'a megabyte of NULs' -o j zero.txt
{ echo 'Controls'; echo; printf '\1\2\3\33[2J\x7f\xc2\x85\xef\xbf\xbe'; repeat 20 "$text "; echo; } >controls.txt
lives 20 0 1 -- 'control characters' -o k controls.txt
{ echo 'Quotes'; echo; repeat 50000 '> '; echo "$text"; } >quotes.txt
lives 60 0 1 -- 'a quote in 50,000 quotes' -o l quotes.txt
{ echo 'List'; echo; for i in $(seq 1 20000); do echo "- item $i"; done; } >list.txt
lives 120 0 1 -- 'a list of 20,000 items' -o m list.txt
{
    echo "<title>Words</title><h1>Words</h1><p>$text"
    echo "<table><tr><th>Long<th>Longer<tr><td>$(repeat 1500000 w)<td>$(repeat 3000000 m)</table>"
} >cells.html
lives 120 0 1 -- 'cells of 3 MB without a blank' -o cells cells.html
{ echo 'Tied'; echo; repeat 40000 $'togetherness\xc2\xa0'; echo; } >tied.txt
lives 120 0 1 -- '40,000 words with no-break spaces' -o tied tied.txt
{ for i in $(seq 1 3000); do printf 'Head %s\n\n%s\n\n' "$i" "$text"; done; } >heads.txt
lives 120 0 1 -- '3,000 heads' -o n heads.txt
echo 'html { line-height: 0; font-size: 1pt } body { line-snap: baseline }' >flat.css
lives 120 0 1 -- 'lines of no height' --css flat.css -o flat heads.txt para.txt
repeat 300 "Long Title " >title.txt
printf '\n\n%s\n' "$text" >>title.txt
lives 20 0 1 -- 'a title of 3,000 letters' -o o title.txt
awk 'BEGIN { srand(7); for (i = 0; i < 200000; i++) printf "%c", 1 + int(rand() * 255) }' >noise.txt
lives 60 0 1 65 -- 'noise' -o p noise.txt

mkdir many
awk 'BEGIN {
    for (i = 0; i < 10000; i++) {
        f = sprintf("many/%05d.txt", i)
        printf "Note Number %d\n\nThis is the note with the number %d, and it says little.\n", i, i >f
        close(f)
    }
}'
lives 400 0 1 -- '10,000 files' -o q many

mkdir -p deep/"$(repeat 60 'd/')" && cp gap.txt deep/"$(repeat 60 'd/')"/x.txt
lives 60 0 1 -- 'folders 60 deep' -o r deep
mkdir odd && cp nul.txt $'odd/new\nline.txt' && cp nul.txt odd/-o && cp nul.txt 'odd/*.txt' &&
    cp nul.txt $'odd/\xff\xfe.txt' && ln -s . odd/loop && ln -s /nowhere odd/dangling && mkfifo odd/pipe.txt
lives 20 0 1 -- 'odd names, loops and pipes in the folder' -o s odd
