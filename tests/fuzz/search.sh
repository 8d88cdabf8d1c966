#!/bin/bash
# search.sh BUILD SECONDS: each fuzz target looks for new ways to break, from its corpus.
# What it finds lands in BUILD/fuzzing/; an input worth keeping goes into the corpus by hand.
cd "$(dirname "$0")/../.." || exit 1
export LSAN_OPTIONS=suppressions=tests/lsan.supp:print_suppressions=0
status=0
for t in "$1"/fuzzing/fuzz/fuzz_*; do
    { [ -f "$t" ] && [ -x "$t" ]; } || continue
    name=${t##*/}
    found=$1/fuzzing/found-${name#fuzz_}
    mkdir -p "$found"
    echo "== $name"
    "$t" -max_total_time="$2" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
        -artifact_prefix="$found/crash-" "$found" "tests/fuzz/corpus-${name#fuzz_}" || status=1
done
exit $status
