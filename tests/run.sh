#!/bin/bash
# run.sh BUILD [KIND...]: runs the tests and ends in "N passed, N failed, N skipped".
# Kinds: lint unit replay golden program.  Each test is one line (see lib.sh).
cd "$(dirname "$0")/.." || exit 1
build=${1:?run.sh BUILD [KIND...]}
shift
[ $# -gt 0 ] || set -- lint unit replay golden program
. tests/lib.sh "$build"
log=$work/all.log

# cmocka's own report, made one line a test.  A program that dies is a failure too.
unit() {
    local t name got
    for t in "$build"/asan/unit/*; do
        { [ -f "$t" ] && [ -x "$t" ]; } || continue
        name=${t#"$build"/asan/}
        got=0
        CMOCKA_MESSAGE_OUTPUT=TAP timeout 300 "$t" >"$work/unit.log" 2>&1 || got=$?
        sed -E -e '/^(1\.\.|TAP|(# )?(not )?ok - )/d' \
            -e "s|^ok [0-9]+ - |ok $name: |; s|^not ok [0-9]+ - |FAIL $name: |; t" \
            -e 's|^|    |' "$work/unit.log"
        [ "$got" -eq 0 ] || grep -q '^not ok' "$work/unit.log" ||
            fail "$name" "ended with status $got"
    done
}

# Every file that a fuzzer found worth keeping is read again.
replay() {
    local t corpus
    for t in "$build"/asan/fuzz/fuzz_*; do
        { [ -f "$t" ] && [ -x "$t" ]; } || continue
        corpus=tests/fuzz/corpus-${t##*/fuzz_}
        if [ -d "$corpus" ]; then
            check "fuzz/${t##*/} lives through its corpus" timeout 300 "$t" "$corpus"/*
        else
            fail "fuzz/${t##*/}" "$corpus is missing"
        fi
    done
}

scripts() {
    local t got
    for t in tests/"$1"/*.sh; do
        got=0
        "$t" "$build" || got=$?
        [ "$got" -eq 0 ] || fail "$t" "ended with status $got"
    done
}

for kind in "$@"; do
    case $kind in
    unit | replay) $kind ;;
    lint | golden | program) scripts "$kind" ;;
    *) fail "$kind" "no such kind of tests" ;;
    esac
done 2>&1 | tee "$log"

count() { grep -c "^$1 " "$log"; }
failed=$(count FAIL)
echo "$(count ok) passed, $failed failed, $(count skip) skipped"
[ "$failed" -eq 0 ]
