#!/usr/bin/env python3
"""sametext.py BOOK TEXT: is the text of a PDF in the order of its structure the book's?

BOOK is what `sheaf --dump=book` prints, TEXT has a line for each block of the structure.
Block by block they have to be equal to the letter, but for what the pages add: labels of
list items and of notes, which are lines of their own, and page numbers in the contents;
and a superior figure counts as the figure: the judge that gave TEXT does not read the
/ActualText that tells U+2078 from a note's raised 8."""
import difflib
import re
import sys

BLOCKS = ("heading", "para", "caption", "code-block")
LABEL = re.compile(r"^(\d+[.)]?|[•–*])$")
SUPERIOR = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
ESCAPE = re.compile(r'\\(n|x[0-9A-F]{2}|["\\])')


def unescape(match):
    what = match[1]
    return "\n" if what == "n" else chr(int(what[1:], 16)) if what[0] == "x" else what


def book_blocks(lines):
    """(text, stands in the contents) of each block of the tree."""
    blocks, contents = [], False
    for line in lines:
        node = line.strip()
        kind = re.match(r"[a-z-]*", node)[0]
        if line.startswith("section"):
            contents = "#contents" in line
        elif kind in BLOCKS:
            blocks.append(["", contents])
        elif kind == "text" and blocks:
            blocks[-1][0] += ESCAPE.sub(unescape, node[len('text "'):-1])
    return [(" ".join(text.split()), contents) for text, contents in blocks]


def main():
    book = book_blocks(open(sys.argv[1], encoding="utf-8"))
    pdf = [" ".join(line.split()) for line in open(sys.argv[2], encoding="utf-8")]
    pdf = [line for line in pdf if line and not LABEL.match(line)]
    book = [(text.translate(SUPERIOR), contents) for text, contents in book]
    pdf = [line.translate(SUPERIOR) for line in pdf]
    want = [text for text, _ in book]
    # The contents come as a run; a page number is at the end of each of their lines.
    for i, (text, contents) in enumerate(book[: len(pdf)]):
        if contents and re.fullmatch(re.escape(text) + r" ?([0-9]+|[ivxlc]+)", pdf[i]):
            pdf[i] = text
    if not want:
        print("the book has no text")
        return 1
    diff = [line for line in difflib.unified_diff(want, pdf, "book", "pdf", n=0, lineterm="")]
    print("\n".join(diff[:20]) or f"{len(want)} blocks, {sum(map(len, want))} characters: the same")
    return bool(diff)


sys.exit(main())
