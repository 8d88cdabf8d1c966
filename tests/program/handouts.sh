#!/bin/bash
# Handouts, whose chapters and parts go on where the one before them ends.
cd "$(dirname "$0")/../.." || exit 1
. tests/lib.sh "$1"
cd "$work" || exit 1

for part in mills ferries; do
    mkdir -p "in/$part"
    for i in $(seq 1 9); do
        printf 'The tale number %s of %s\n\n' $i $part
        for p in $(seq 1 $((3 * i))); do
            printf 'Paragraph %s of tale %s tells of %s on the river, and of the ' $p $i $part
            printf 'long way home that everybody took who had been at the fair there.\n\n'
        done
    done | csplit -q -z -f "in/$part/" -b '%02d.txt' - '/^The tale/' '{*}'
done
"$sheaf" --dump=pages --style handout --one-sided \
    --duplicates keep --passages none in >pages 2>messages

# A line for each page of chapters: whether it begins with a title, and has a running head.
awk '
    function tell() { if (n) print begins, heads }
    /^page/ { tell(); n = $2 ~ /^[0-9]+$/ && !/#(sources|colophon)/; begins = first = heads = 0 }
    $1 == "body" && !first++ { begins = $5 > 11 }
    $1 == "head" { heads = 1 }
    END { tell() }' pages | sort | uniq -c >heads
holds 'handouts: pages begin with a title, and with text' \
    'grep -q "^ *[0-9]* 1" heads && grep -q "^ *[0-9]* 0" heads'
holds 'handouts: a title that a page begins with is not its running head' '! grep "1 1$" heads'
holds 'handouts: all other pages have one' '! grep "0 0$" heads'

# Wherever a page ends, a part's line is on one with the title of its first chapter.
for length in 1 2 3 4 5 6 7 8; do
    head -n $((4 * length)) in/ferries/08.txt >in/ferries/07.txt
    "$sheaf" --dump=pages --style handout --paper a5 --duplicates keep --passages none in 2>messages
done | awk '
    /^page/ { part = 0 }
    $5 > 11 && /"(Mills|Ferries)"$/ { part = 1; parts++ }
    part && /"The tale number/ { part = 0; together++ }
    END { print parts, together }' >parts
check 'handouts: a part is a line above its first chapter' grep -qx '16 16' parts
