#!/bin/bash
# golden.sh BUILD [--accept]: each folder here is a book, small and hostile or plain, and
# what the program is to say of it.
#
#   in/       what it is made from      args      further options, one a line (may lack)
#   tree book pages inspect plan yaml   what --dump, --inspect and --write-config print
#   report    the page of --report X.html, without its style and its script
#   messages  what a run says, and how it ends
#   epub      the members of its EPUB, those of text with their text
#
# Only what is there is compared; to have a new one, make an empty file of that name and
# say `make accept`, which writes all of them anew: the diff is to be read.
cd "$(dirname "$0")/../.." || exit 1
. tests/lib.sh "$1"
accept=${2:-}

# Versions of libraries and of sheaf are named in the book: not what is tested here.
plain() {
    sed -E -e 's/\b(sheaf|libharu|HarfBuzz|fontconfig|ICU|minizip|zlib|cairo|nettle|hyphen|libhyphen|libpng|libjpeg-turbo|giflib|libwebp|librsvg|jansson|Vollkorn|libexttextcat)([ ,]+)[0-9]+(\.[0-9]+)*/\1\2N/g' \
        -e 's/"sheaf": "[0-9.]+"/"sheaf": "N"/' -e 's/[0-9.]+ (bytes|kB|MB)\b/N kB/g; s/; in [0-9.]+ s$/; in N s/'
}

members() { # of an EPUB, in their order
    unzip -Z1 "$1" | while read -r m; do
        echo "== $m"
        case $m in
        *.xhtml | *.opf | *.ncx | *.xml | mimetype) unzip -p "$1" "$m" ;;
        *.css) unzip -p "$1" "$m" | sed -n '/^@font-face/,$p' ;; # the rest is styles/
        esac
        echo
    done
}

say() { # WHAT: what the program says now, on standard output
    local out=$work/out got=0
    case $1 in
    tree | book | pages) "$sheaf" "${args[@]}" --dump="$1" in 2>/dev/null ;;
    inspect) "$sheaf" "${args[@]}" --inspect in 2>/dev/null ;;
    plan) "$sheaf" "${args[@]}" --inspect=json in 2>/dev/null ;;
    yaml) # what it says and what the plan offers; not the list of all options
        "$sheaf" "${args[@]}" --write-config=- in 2>/dev/null |
            sed -e '1,/^# ---- Chapters/{/^#/d; /^$/d;}' -e '/^# Not edited/d'
        ;;
    report)
        rm -rf "$out" && mkdir "$out"
        "$sheaf" "${args[@]}" -q --report "$out/report.html" -o "$out/book.epub" in 2>/dev/null
        sed -e '/<style>/,/<\/style>/d; /<script>/,/<\/script>/d' \
            -e "s|'sha256-[^']*'|DIGEST|g" "$out/report.html"
        ;;
    messages)
        rm -rf "$out" && mkdir "$out"
        "$sheaf" "${args[@]}" -v -o "$out/book" in 2>&1 || got=$?
        (cd "$out" && for f in *; do [ ! -f "$f" ] || echo "wrote $f"; done)
        echo "status $got"
        ;;
    epub)
        mkdir -p "$out" && rm -f "$out/book.epub"
        "$sheaf" "${args[@]}" -q -o "$out/book.epub" in 2>/dev/null
        members "$out/book.epub"
        ;;
    esac | plain
}

for folder in tests/golden/*/; do
    name=$(basename "$folder")
    cd "$root/$folder" || exit 1
    args=()
    rm -rf "$work/out"
    [ ! -f args ] || mapfile -t args <args
    for what in tree book pages inspect plan yaml report messages epub; do
        [ -f "$what" ] || continue
        say "$what" | sed "s|$work|OUT|g" >"$work/now"
        if [ -n "$accept" ]; then
            cp "$work/now" "$what"
        elif diff -u "$what" "$work/now" >"$work/diff"; then
            ok "golden: $name, $what"
        else
            fail "golden: $name, $what" "differs"
            head -n 30 "$work/diff" | sed 's/^/    /'
        fi
    done
    for format in EPUB PDF; do
        file=$work/out/book.${format,,}
        [ ! -f "$file" ] ||
            check "golden: $name, its $format has no fault" "$sheaf" --check "$file"
    done
done
