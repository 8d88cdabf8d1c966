#!/bin/bash
# The form of the sources: names, lengths, words that may not stay, layout.
cd "$(dirname "$0")/../.." || exit 1
. tests/lib.sh "$1"

# none NAME: passes when standard input is empty.
none() {
    cat >"$work/found"
    if [ -s "$work/found" ]; then
        fail "lint: $1" "$(wc -l <"$work/found") found"
        head -n 20 "$work/found" | sed 's/^/    /'
    else
        ok "lint: $1"
    fi
}

# What belongs to the project: all that git knows or would take.
files() {
    git ls-files -co --exclude-standard -- "$@" 2>/dev/null | while read -r f; do
        [ ! -f "$f" ] || echo "$f"
    done
}

files 'src/*.[ch]' 'src/*.def' | sed 's|.*/||' | sort | uniq -d |
    none 'names of files are unique in src/'

files . | sed 's|/.*||; /^\./d' | sort -u |
    grep -vxE 'Makefile|src|styles|fonts|seeds|tests|README.md|LICENSE|ARCHITECTURE.md|CHANGELOG.md' |
    none 'nothing stands at the top that does not belong there'

# The words are written so that this file does not hold them.
files src tests Makefile .ci '*.md' | grep -v '/corpus-' |
    xargs -d '\n' grep -nEI "\b(TO[D]O|FIX[M]E|XX[X])\b" | none 'nothing is left to be done'
files . | grep -v -e '/corpus-' | xargs -d '\n' grep -nEI "/wor[k]/|/far[m]/|\bissu[e] [0-9]" |
    none 'the project speaks of itself alone'

files 'src/*.c' 'tests/*.c' | xargs -d '\n' grep -nE '\b(setlocale|gmtime|localtime|strtok|sprintf|strcpy|strcat|atoi|rand)\(' |
    none 'no function that a locale, a clock or an overrun can hurt'
files 'src/*.[ch]' | xargs -d '\n' grep -nE '[ 	]+$' | none 'no blank at the end of a line'
files 'src/*.[ch]' | xargs awk 'length > 100 { print FILENAME ":" FNR }' |
    none 'no line over 100 columns'
files 'src/*.[ch]' 'src/*.def' | xargs awk 'FNR == 1 && !/^\/\*/ { print FILENAME }' |
    none 'every file opens with what it is for'

# Long files and functions are looked at, not forbidden.
files 'src/*.c' | xargs wc -l | awk '$2 != "total" && $1 > 600 { print "    long: " $2 ", " $1 " lines" }'

if command -v clang-format >/dev/null && clang-format --version | grep -q 'version 14'; then
    files 'src/*.[ch]' 'tests/*.[ch]' | while read -r f; do
        clang-format "$f" | cmp -s - "$f" || echo "$f"
    done | none 'every source is in the form of .clang-format'
else
    skip 'lint: every source is in the form of .clang-format' 'no clang-format 14 here'
fi
if command -v shellcheck >/dev/null; then
    files '*.sh' .ci/deps .ci/run >"$work/scripts"
    check 'lint: shellcheck has nothing to say' xargs -a "$work/scripts" shellcheck -x -S warning
else
    skip 'lint: shellcheck has nothing to say' 'not installed'
fi
