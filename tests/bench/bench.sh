#!/bin/bash
# bench.sh BUILD: wall and CPU time and peak memory of sheaf for seeds/ and for 100 and
# 1,000 generated articles of 800 words, beside what else is installed here and makes a
# book of the same text.  BENCH_LIMIT: seconds that a run may take (300).
cd "$(dirname "$0")/../.." || exit 1
root=$PWD
case $1 in /*) build=$1 ;; *) build=$root/$1 ;; esac
sheaf=$build/sheaf
limit=${BENCH_LIMIT:-300}
there=$build/bench
# Gentium where it is, to set what the others set.
css=styles/book.css
[ ! -d /usr/share/fonts/truetype/gentiumplus ] || css=$PWD/tests/bench/gentium.css

# English prose in UTF-8, each article once.
mapfile -t prose < <(for f in seeds/*.txt; do
    iconv -f utf-8 -t utf-8 "$f" >/dev/null 2>&1 && LC_ALL=C grep -qw the "$f" && echo "$f"
done)
for n in 100 1000; do
    [ ! -f "$there/$n.tex" ] || continue
    mkdir -p "$there/$n" "$there/out"
    LC_ALL=C awk -v articles=$n -v words=800 -v folder="$there/$n" \
        -f tests/bench/generate.awk "${prose[@]}"
done
rm -rf "$there/seeds" && mkdir "$there/seeds" && cp "${prose[@]}" "$there/seeds"

declare -A cpus
# run WHAT PROGRAM COMMAND...: a line of the table; sheaf's own wall time is remembered for
# the ratio of what follows.
run() {
    local what=$1 program=$2 wall cpu mb runs=3 ratio=
    shift 2
    [ "$what" != 1000 ] || runs=1
    read -r wall cpu mb < <(/usr/bin/python3 "$root/tests/bench/measure.py" "$limit" $runs "$@")
    if [ "$program" = sheaf ]; then
        ours=$wall
        cpus[$what]=$cpu
    elif [ "$wall" != - ]; then
        ratio=$(awk -v a="$wall" -v b="$ours" 'BEGIN { printf "%.1f x", a / b }')
    fi
    printf '%-8s %-24s %8s %8s %8s  %s\n' "$what" "$program" "$wall" "$cpu" "$mb" "$ratio"
}
peer() { # WHAT PROGRAM COMMAND...: when the program is here
    command -v "${3}" >/dev/null || [ -x "$3" ] || return 0
    run "$@"
}

cd "$there/out" || exit 1
printf '%-8s %-24s %8s %8s %8s  %s\n' articles program 'wall s' 'CPU s' 'peak MB' 'against sheaf'
for n in seeds 100 1000; do
    from=$there/$n
    run $n sheaf "$sheaf" -q --css "$css" -o "sheaf-$n" "$from"
    run $n 'sheaf, 1 job' "$sheaf" -q --jobs 1 --css "$css" -o "sheaf-$n" "$from"
    [ $n != seeds ] || continue
    peer $n 'groff -ms (PDF)' groff -k -ms -Tpdf -P-pa5 -dpaper=a5 "$from.ms"
    peer $n 'pandoc (EPUB)' pandoc "$from.md" -o "pandoc-$n.epub" --toc --toc-depth 1
    peer $n 'Typst (PDF)' "${TYPST:-typst}" compile --root / "$from.typ" "$there/out/typst-$n.pdf"
    peer $n 'LuaLaTeX, 1 pass (PDF)' lualatex -interaction=batchmode -jobname "lualatex-$n" "$from.tex"
done
awk -v a="${cpus[100]}" -v b="${cpus[1000]}" \
    'BEGIN { printf "growth of the CPU time from 100 to 1000 articles: %.1f x\n", b / a }'
