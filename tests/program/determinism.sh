#!/bin/bash
# The same input gives the same bytes, wherever and however the program runs.
cd "$(dirname "$0")/../.." || exit 1
. tests/lib.sh "$1"

mkdir "$work/a" "$work/b"
cp -R seeds "$work/a/seeds"
cp -R tests/golden/pictures/in "$work/a/seeds/pictures"
cp -R tests/golden/scripts/in "$work/a/seeds/scripts"
rm "$work/a/seeds/pictures/img/broken.png" # it would end every run with a 1

# The plainest run, and what all others are held against.  They write the draft of a mail
# too, which says what the files are called, and the ledger as a page.
how=(-q --embed-fonts all)
all=("${how[@]}" --eml --report second.html -o second)
(cd "$work/a" && "$sheaf" "${how[@]}" --jobs 1 -o first seeds &&
    "$sheaf" "${all[@]}" --jobs 1 seeds) >/dev/null 2>"$work/log" || {
    fail 'determinism: a first run' "$(tail -n 1 "$work/log")"
    exit 0
}
holds 'determinism: another name, and a draft beside' '
    cmp "$work/a/first.epub" "$work/a/second.epub" && cmp "$work/a/first.pdf" "$work/a/second.pdf"'

# same NAME COMMAND...: run in another folder.
same() {
    local name="determinism: $1" ending
    shift
    rm -f "$work"/b/second.*
    if ! (cd "$work/b" && "$@" "${all[@]}" seeds) >/dev/null 2>"$work/log"; then
        fail "$name" "$(tail -n 1 "$work/log")"
        return
    fi
    for ending in epub pdf eml html; do
        cmp "$work/a/second.$ending" "$work/b/second.$ending" >"$work/log" 2>&1 && continue
        fail "$name" "$(head -n 1 "$work/log")"
        return
    done
    ok "$name"
}

# The other folder: files made in the reverse order, with other times and modes.
(cd "$work/a" && find seeds -type f) | sort -r | while read -r f; do
    mkdir -p "$work/b/${f%/*}"
    cat "$work/a/$f" >"$work/b/$f"
    touch -d '1999-12-31 23:59' "$work/b/$f"
    chmod 600 "$work/b/$f"
done

holds 'determinism: another path to the articles, which the PDF carries' '
    "$sheaf" -q --attach-sources -o "$work/a/third" "$work/a/seeds" &&
    (cd "$work/b" && "$sheaf" -q --attach-sources -o third ./seeds) &&
    cmp "$work/a/third.pdf" "$work/b/third.pdf"'
same 'another folder, other times and order of the files' "$sheaf"
same 'eight jobs' "$sheaf" --jobs 8
same 'another time zone' env TZ=Pacific/Kiritimati "$sheaf"
same 'another language' env LANG=tr_TR.UTF-8 LC_ALL=de_DE.UTF-8 LANGUAGE=ja "$sheaf"
same 'an empty environment' env -i "$sheaf"
same 'no home' env HOME=/nonexistent XDG_CACHE_HOME=/nonexistent TMPDIR=/nonexistent "$sheaf"
same 'another umask' bash -c 'umask 0077; exec "$@"' - "$sheaf"
same 'memory that is not zero' env MALLOC_PERTURB_=165 MALLOC_ARENA_MAX=1 "$sheaf"
same 'other addresses' setarch -R "$sheaf"
same 'a small stack' bash -c 'ulimit -s 512; exec "$@"' - "$sheaf"
same 'under sanitizers' "$asan"

# SOURCE_DATE_EPOCH is for books that know no date of their own.
mkdir "$work/undated"
printf 'The Ferry\n\nThe ferry crosses when somebody rings the bell, and not before. %s\n' \
    'In the evening it stays where it is.' >"$work/undated/ferry.txt"
cd "$work" || exit 1
date_of() { SOURCE_DATE_EPOCH=$1 "$sheaf" --dump=book undated 2>/dev/null | sha256sum; }
one=$(date_of 86400) two=$(date_of 864000)
check 'determinism: SOURCE_DATE_EPOCH dates a book that has no date' test "$one" != "$two"
