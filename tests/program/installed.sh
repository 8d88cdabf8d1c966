#!/bin/bash
# What `make install` puts in place works from there, and `make uninstall` takes it away.
cd "$(dirname "$0")/../.." || exit 1
. tests/lib.sh "$1"
there=$work/stage
make_it() { make --no-print-directory BUILD="$work/build" PREFIX=/usr DESTDIR="$there" "$@"; }

# A copy of the build, for PREFIX is part of a program.
mkdir "$work/build" && cp -Rp "$build"/{obj,libsheaf.a,prefix,sheaf} "$work/build"
check 'install: below DESTDIR' make_it install
for f in bin/sheaf share/sheaf/styles/book.css share/man/man1/sheaf.1 \
    share/bash-completion/completions/sheaf; do
    check "install: puts $f in place" test -s "$there/usr/$f"
done
cd "$work" || exit 1
holds 'install: the program finds its styles and faces' '
    "$there/usr/bin/sheaf" -q -o book "$root/tests/golden/crawled/in" &&
    pdffonts book.pdf | grep Vollkorn'
holds 'install: and makes the same book' '
    "$sheaf" -q -o other "$root/tests/golden/crawled/in" &&
    cmp book.pdf other.pdf && cmp book.epub other.epub'

manual=$there/usr/share/man/man1/sheaf.1
if command -v groff >/dev/null; then
    holds 'install: the manual has no mistake of form' \
        '[ -z "$(groff -mdoc -Tutf8 -ww -z "$manual" 2>&1 | tee /dev/stderr)" ]'
else
    skip 'install: the manual has no mistake of form' 'no groff here'
fi
check 'install: the completion is a script' \
    bash -n "$there/usr/share/bash-completion/completions/sheaf"
"$sheaf" --help | grep -oE -- '--[a-z][a-z-]+' | sort -u >options
sed -E 's/Fl -/--/g' "$manual" >manual
holds 'install: the manual tells every option of --help' '
    [ -s options ] && while read -r o; do grep -qF -- "$o" manual || ! echo "$o" || exit 1; done <options'

cd "$root" || exit 1
check 'install: can be undone' make_it uninstall
holds 'install: leaves nothing then' '[ -z "$(find "$there" -type f -o -type l)" ]'
