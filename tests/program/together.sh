#!/bin/bash
# What a careful typesetter keeps together: on a page, in a line, in a column.
cd "$(dirname "$0")/../.." || exit 1
. tests/lib.sh "$1"
cd "$work" || exit 1

# A page that ends somewhere else in each of these books: so many paragraphs of a line each
# stand before what is looked at, and after it.
printf '@import "book.css"; @page { size: 100mm 80mm; margin: 10mm } %s' \
    'p { text-indent: 0 } h1 { margin: 0 } h2 { margin: 1rlh 0 0 }' >small.css
books() { # MIDDLE HEAD: prints the pages of them all; the head gives space
    local i
    for i in $(seq 1 18); do
        { printf '# Ferries\n\n'
          printf "First of all.\n\n$2"
          seq -f 'Before %g.' 1 "$i" | sed G
          printf "$1"
          seq -f 'Behind %g.' 1 12 | sed G; } >"book.md"
        "$sheaf" --dump=pages --css small.css --one-sided --toc-depth 1 book.md 2>messages
    done
}
head='## Space to give\n\n'
# The last line of each page and the first of the next, as "last|first".
turns() {
    awk '/^page/ { turned = 1; next }
        $1 == "body" && match($0, /text ".*"$/) {
            text = substr($0, RSTART + 6, RLENGTH - 7)
            if (turned && last != "") print last "|" text
            last = text; turned = 0
        }'
}

books '## The head\n\nA line.\n\n' "$head" | turns >turns
holds 'together: a head stands above two lines, be they of two paragraphs' \
    'grep -q "Before [0-9]*.|" turns && ! grep -E "^(The head|A line\.)\|" turns'

books '\n* one\n* two\n* three\n* four\n\n' "$head" | turns >turns
holds 'together: no line of a list stands alone on a page' \
    'grep -q "two|three" turns && ! grep -E "one\|two|three\|four" turns'

books 'What there is:\n\n* one\n* two\n* three\n* four\n\n' "$head" | turns >turns
holds 'together: words that lead to a list stand with it' \
    'grep -q "two|three" turns && ! grep -F "What there is:|" turns'

# Where a page is a line short, space is opened above its head, not above its list.
whole='Three lines, of which none is parted from the others, stand here below the head, and '
whole+='more than one would be alone.\n\n'
books "* two\n* three\n\n## The head\n\n$whole$whole$whole$whole" '' |
    awk '/^page/ { last = list = 0 }
        $1 == "body" && /"two"/ && last { list = $3 - last > 30 }
        $1 == "body" && /"The head"/ && last {
            head = $3 - last > 30; heads += head; lists += list && !head
        }
        $1 == "body" && !/ label / { last = $3 }
        END { print "lists", lists + 0; print "heads", heads + 0 }' >opened
holds 'together: space is opened above heads before it is above lists' \
    'grep -q "lists 0" opened && ! grep -q "heads 0" opened'

# No-break spaces hold what they can hold; where every blank is one they are no more.
sentence='This is an article whose editor put no-break spaces everywhere, as some programs do.'
{
    printf '# Pasted\n\n%s %s %s\n\n' "$sentence" "$sentence" "$sentence" | sed '3s/ /\xc2\xa0/g'
    for n in $(seq 10 40); do
        printf '%s is the harbour, a walk of 50\xc2\xa0000\xc2\xa0paces.\n\n' "$(printf "%${n}s" | tr ' ' m)"
    done
} >tied.md
"$sheaf" -v --dump=pages tied.md 2>messages >pages
holds 'together: a text whose blanks are all no-break spaces is broken at them' \
    '! grep -q TOO_WIDE messages && grep -q "programs do. This is an article" pages'
holds 'together: no line ends at a no-break space that can hold' \
    'grep -q "50 000 paces" pages && ! grep -Eq "50 ?\"|50 000 ?\"" pages'

# The word is the widest of its column, and what hangs on it has another lettering.
long='The captain of the ferry carries whatever is brought to him, and asks no one'
cat >cell.md <<EOF
# Ferries

| What | Why | When | Who |
|---|---|---|---|
| uncharitab*lenesses* | $long | $long | $long |
| unrecogniza**ble**_?!_ | $long | $long | $long |
EOF
"$sheaf" --dump=pages cell.md 2>messages >pages
holds 'together: a column is as wide as its widest word with all that hangs on it' \
    'awk "/\"uncharitab\"/ { a = \$3 } /\"lenesses\"/ { b = \$3 } /\"ble\"/ { c = \$3 }
          /\"unrecogniza\"/ { d = \$3 } /\"[?]!\"/ { e = \$3 }
          END { exit !(a && d && a == b && c == d && d == e) }" pages'

# A word is set as it must be where it stands, whatever it was set like elsewhere.
word=$(printf '%030d' 0 | tr 0 m)
printf '# Harbours\n\nOne %s.\n\n| What | Why |\n|---|---|\n| %s | %s |\n' "$word" "$word" "$long" >words.md
"$sheaf" --dump=pages words.md 2>messages >pages
holds 'together: a word that stands whole in the text is parted in a narrow column' \
    'grep -q "$word" pages && ! grep -q TOO_WIDE messages &&
        [ "$(grep -Ec "text \"m+\"" pages)" -gt 1 ]'

# The rules of a table: off the letters above them as off those below.
"$sheaf" --dump=pages cell.md 2>messages | awk '
    $1 == "rule" && $4 > 200 { rule[++n] = $3 }
    / "(What|uncharitab)"$/ { base[$7] = $3 }
    END { what = base["\"What\""]; first = base["\"uncharitab\""]
          below = rule[2] - what; above = first - rule[2]
          print n, below, above
          exit !(n == 3 && below > 2.7 && above > 9) }' >rules
check 'together: the rule below a head touches neither line' test "${PIPESTATUS[1]}" = 0

# Names that programs have, in a text and in code.
cat >code.md <<'EOF'
# Names

Whether the directory can be removed is asked by `std::fs::remove_dir_all::with_permission`,
which is a long name, and then by `application.settings.directories.remove_recursively` again,
and no line may gape for the sake of `configuration_of_directories/removed_by_the_program`.

    let answer = of(the_question_that_was_asked, the_other_question_that_was_not_asked);
EOF
"$sheaf" --dump=pages code.md 2>messages >pages
holds 'together: names that programs have are parted at their seams in text' \
    'grep -Eq "DejaVuSansMono .* text \"[_.][a-z_.]+\"?" pages'
holds 'together: and stay whole in code' \
    'grep -q "text \"the_other_question_that_was_not_asked);" pages'

# A table that is turned has pages of its own, and the text below it fills the page before.
text='The text goes on below the table, in paragraphs of some lines, and fills the page.'
{
    printf '# Wide\n\nBefore the table.\n\n'
    for row in Counterweights --- $(seq 101 125); do
        printf "|$row%.0s" 1 2 3 4 5 6 7 8 9
        echo '|'
    done
    for _ in $(seq 1 40); do printf '\n%s %s\n' "$text" "$text"; done
} >wide.md
"$sheaf" -v --dump=pages wide.md >pages 2>messages
awk '/^page/ { page = $2 } / turned / { turned[page]++ } /"Before the/ { called = page }
    $1 == "body" { lines[page]++ }
    END { exit !(called == 1 && turned[2] && turned[3] && lines[1] > 25 && lines[4] > 30) }' pages
check 'together: text fills the page before a turned table' test $? = 0
awk '$1 == "repeat" { n++; other += !/Counterw|ghts/ } END { exit !(n && !other) }' pages
check 'together: the head of a turned table is set again on its next page' test $? = 0

# A quote, told from paragraphs by its indent alone.
printf '# Quotes\n\nBefore it.\n\n> First %s\n>\n> Second %s\n\nBehind it.\n' "$text" "$text" >quote.md
for style in book handout large-print; do
    "$sheaf" --style $style --dump=pages quote.md 2>messages >pages
    awk '/"(Before|First|Second|Behind)/ { gsub(/"/, "", $7); x[$7] = $2; size = $5 }
        END {
            quote = x["First"] - x["Before"]; next_one = x["Second"] - x["First"]
            set_in = quote > 1.8 * size && quote < 2.2 * size
            exit !(set_in && next_one >= 0 && next_one < 1.1 * size)
        }' pages
    check "together: a quote of $style is told by its indent, not by that of its lines" test $? = 0
done

# The call of a source note at the end of a paragraph, where there is no byline.
printf 'Ferries\n\nThe ferry crosses the lake every morning, and nobody has to wait for it.\n' >apart.txt
"$sheaf" -q -o apart apart.txt
pdftotext -raw apart.pdf apart.words
holds 'together: the call of a note is read as no part of the word before it' \
    'grep -qx "to wait for it\. 1" apart.words'
