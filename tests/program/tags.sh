#!/bin/bash
# The structure of the PDF as an outside reader of it sees it.
cd "$(dirname "$0")/../.." || exit 1
. tests/lib.sh "$1"
cd "$work" || exit 1

# paths FILE: each element once for each place it has, as "/Document/Part/Art/L=Decimal".
paths() {
    pdfinfo -struct "$1" | awk '
        $1 == "Object" || $1 == "/Scope" { next }
        { match($0, /^ */); depth = RLENGTH / 2 }
        $1 == "/ListNumbering" { kind[at] = "L=" $2; sub("=/", "=", kind[at]); show = 1 }
        $1 !~ /^\// { at = depth; kind[at] = $1; sub(":$", "", kind[at]); show = $1 != "L" }
        show { path = ""; for (i = 0; i <= at; i++) path = path "/" kind[i]; print path; show = 0 }
    ' | sort -u
}

mkdir -p in/one in/two
cat >in/one/lists.html <<'END'
<html><head><title>Lists of all kinds</title></head><body><article>
<h1>Lists of all kinds</h1>
<p>People write down many lists in the course of a long year, and number them in turn.</p>
<ol type="a"><li>one thing<ol type="i"><li>deep<li>deeper</ol><li>two things</ol>
<ol type="A"><li>upper<li>case</ol>
<ol><li>plain<li>figures</ol>
<ul><li>a disc</ul>
<table><caption>Two rivers</caption><tr><th>Name</th><th>Length</th></tr>
<tr><td>Nile</td><td>6650</td></tr><tr><td>Rhine</td><td>1230</td></tr></table>
<table><tr><td>Oder</td><td>866</td></tr><tr><td>Elbe</td><td>1094</td></tr></table>
</article></body></html>
END
cat >in/one/more.md <<'END'
# More of them

A list of the other kind stands in this text, which is about something else altogether.

<ol type="I"><li>one</li><li>two</li></ol>
END
for i in 1 2; do
    printf '# Mill %s\n\nThe mill at bend %s of the river is a story of its own, told here.\n' $i $i >in/two/$i.md
done
"$sheaf" -q -t pdf -o book in
paths book.pdf >paths
within() { grep -qxF "$1" paths; }

check 'tags: a part holds its chapters' within /Document/Part/Art/H1
holds 'tags: and no chapter of it stands elsewhere' '! grep -q "^/Document/Art" paths'
check 'tags: what follows the parts is in none' within /Document/Sect/L=Decimal/LI/LBody/P
for how in LowerAlpha UpperAlpha UpperRoman Decimal Disc; do
    check "tags: a list says that it counts so: $how" within /Document/Part/Art/L=$how/LI/Lbl
done
check 'tags: so does one inside another' \
    within /Document/Part/Art/L=LowerAlpha/LI/LBody/L=LowerRoman/LI/Lbl
check 'tags: a table has a head' within /Document/Part/Art/Table/THead/TR/TH
check 'tags: and a body' within /Document/Part/Art/Table/TBody/TR/TD
check 'tags: one without column heads has rows alone' within /Document/Part/Art/Table/TR/TD
