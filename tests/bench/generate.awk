# generate.awk -v articles=N -v words=N -v folder=DIR FILE...: writes N articles made of the
# sentences and words of the given ones into DIR, and the same text as one book for groff
# (DIR.ms), pandoc (DIR.md), Typst (DIR.typ) and LaTeX (DIR.tex), all on the page of
# gentium.css.  The same arguments give the same bytes (under LC_ALL=C).

# A linear congruence of our own (with Numerical Recipes' constants): awks differ in theirs.
function draw(below) {
    seed = (seed * 1664525 + 1013904223) % 4294967296
    return int(seed / 65536) % below
}

function title(    i, n, text) {
    n = 3 + draw(4)
    for (i = 0; i < n; i++)
        text = text (i ? " " : "") long[draw(nlong)]
    return text
}

# A paragraph is two to eight sentences in which every fourth word is another one, so that
# no two articles share a passage by more than chance.
function paragraph(    i, j, n, k, w, text) {
    n = 2 + draw(7)
    for (i = 0; i < n; i++) {
        k = split(sentence[draw(nsentence)], w, " ")
        for (j = 2; j < k; j++)
            if (draw(4) == 0)
                w[j] = plain[draw(nplain)]
        for (j = 1; j <= k; j++)
            text = text (text == "" ? "" : " ") w[j]
        count += k
    }
    return text
}

function roff(text) {
    gsub(/\\/, "\\e", text)
    return text ~ /^[.']/ ? "\\&" text : text
}

function escaped(text, special) {
    gsub(special, "\\\\&", text)
    return text
}

function put_head(level, text) {
    print text "\n" >file
    print substr("##", 1, level) " " text "\n" >md
    print substr("==", 1, level) " " text "\n" >typ
    print (level == 1 ? "\\chapter{" : "\\section{") text "}\n" >tex
    if (level == 2)
        print ".SH\n" text "\n.LP" >ms
    else
        printf "%s.XS\n%s\n.XE\n.ps 18p\n.vs 22p\n.ft B\n%s\n.br\n.ft R\n.sp 15p\n.LP\n", \
            (a > 1 ? ".bp\n" : ""), text, text >ms
}

function put_paragraph(text) {
    print text "\n" >file
    print escaped(text, "[*_#`<>$~^]") "\n" >md
    print escaped(text, "[*_#`<>$~@]") "\n" >typ
    print escaped(text, "[#$%&_{}]") "\n" >tex
    print (paragraphs ? ".PP\n" : "") roff(text) >ms
    paragraphs++
}

BEGIN {
    seed = 20260101
    nsentence = nlong = nplain = 0
}

# Prose is what is long and has sentences.
length($0) > 200 {
    rest = $0
    while (match(rest, /[.?!]["”’]* /)) {
        s = substr(rest, 1, RSTART + RLENGTH - 2)
        rest = substr(rest, RSTART + RLENGTH)
        if (length(s) > 30 && length(s) < 300)
            sentence[nsentence++] = s
    }
    n = split($0, w, " ")
    for (i = 1; i <= n; i++)
        if (w[i] ~ /^[a-z]+$/) {
            plain[nplain++] = w[i]
            if (length(w[i]) > 5)
                long[nlong++] = toupper(substr(w[i], 1, 1)) substr(w[i], 2)
        }
}

END {
    ms = folder ".ms"
    md = folder ".md"
    typ = folder ".typ"
    tex = folder ".tex"
    print ".nr PS 11p\n.nr VS 15p\n.nr LL 306.14p\n.nr LT 306.14p\n.nr PO 56.69p\n" \
        ".nr HM 56.69p\n.nr FM 56.69p\n.nr PI 13.2p\n.nr PD 0p\n.ds CH\n.hy 6\n.LP" >ms
    print "#set page(width: 148mm, height: 210mm, margin: 20mm, numbering: \"1\")\n" \
        "#set text(font: \"Gentium Plus\", size: 11pt, lang: \"en\")\n" \
        "#set par(justify: true, leading: 4pt, first-line-indent: 1.2em)\n#outline()\n" >typ
    print "\\documentclass[11pt,oneside]{book}\n\\usepackage[paperwidth=148mm," \
        "paperheight=210mm,margin=20mm]{geometry}\n\\usepackage{fontspec,microtype,hyperref}\n" \
        "\\setmainfont{GentiumPlus}[Path=/usr/share/fonts/truetype/gentiumplus/," \
        "Extension=.ttf,UprightFont=*-Regular,ItalicFont=*-Italic,BoldFont=*-Bold]\n" \
        "\\begin{document}\n\\tableofcontents\n" >tex
    for (a = 1; a <= articles; a++) {
        file = sprintf("%s/%04d.txt", folder, a)
        put_head(1, title())
        count = paragraphs = 0
        while (count < words) {
            if (paragraphs && paragraphs % 5 == 0)
                put_head(2, title())
            put_paragraph(paragraph())
        }
        close(file)
    }
    print ".bp\n.TC" >ms
    print "\\end{document}" >tex
}
