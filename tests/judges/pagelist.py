"""pagelist.py PAGES EPUB PDF: is "page 12" the same place in both books?

PAGES is what --dump=pages prints.  Every page that begins with text has a mark in the
EPUB, is in both of its lists under its label, and the words behind the mark are those
that pdftotext finds first on that page of the PDF."""
import re
import subprocess
import sys
import unicodedata
import xml.etree.ElementTree as ET
import zipfile

XHTML = "{http://www.w3.org/1999/xhtml}"
TYPE = "{http://www.idpf.org/2007/ops}type"
NCX = "{http://www.daisy.org/z3986/2005/ncx/}"
WORDS = 24  # characters that are compared, of the text that a mark stands in or before
wrong = []


def squeezed(text):
    """Without what is set otherwise on a page: blanks, capitals, ligatures."""
    text = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in text if not c.isspace() and unicodedata.category(c) != "Cf")


def dumped(path):
    """Of each page: its label, its artifacts, whether text is what it begins with, and
    whether a part of it is turned."""
    pages = []
    for line in open(path, encoding="utf-8"):
        head = re.match(r"page (\S+) ", line)
        mark = re.match(r"  (\w+) +(.*)$", line)
        if head:
            pages.append({"label": head[1], "first": None, "heads": [], "turned": False})
        elif mark[1] in ("head", "folio"):
            pages[-1]["heads"].append(squeezed(mark[2].split('"', 1)[1].rstrip('"')))
        elif mark[1] in ("body", "note", "plate") and " label of " not in line:
            pages[-1]["first"] = pages[-1]["first"] or mark[1]
            pages[-1]["turned"] |= " turned " in line
    return pages


def texts_behind_marks(book, name):
    """label -> the text that follows its mark."""
    found, waiting = {}, []

    def take(text):
        if (text or "").strip():
            for label in waiting:
                found[label] = text
            waiting.clear()

    def walk(node):
        if node.get(TYPE) == "pagebreak":
            if node.get("aria-label") in found:
                wrong.append("two marks for " + node.get("aria-label"))
            if node.get("id") != "page-" + node.get("aria-label"):
                wrong.append("a mark of another name: " + node.get("id"))
            found[node.get("aria-label")] = ""
            waiting.append(node.get("aria-label"))
        take(node.text)
        for child in node:
            walk(child)
            take(child.tail)

    walk(ET.fromstring(book.read("EPUB/" + name)).find(XHTML + "body"))
    return found


def lists(book):
    nav = ET.fromstring(book.read("EPUB/nav.xhtml"))
    pages = [n for n in nav.iter(XHTML + "nav") if n.get(TYPE) == "page-list"]
    links = [(a.text, a.get("href")) for n in pages for a in n.iter(XHTML + "a")]
    ncx = ET.fromstring(book.read("EPUB/toc.ncx"))
    targets = [(t.find(NCX + "navLabel/" + NCX + "text").text,
                t.find(NCX + "content").get("src")) for t in ncx.iter(NCX + "pageTarget")]
    orders = [int(n.get("playOrder")) for n in ncx.iter() if n.get("playOrder")]
    if sorted(orders) != list(range(1, len(orders) + 1)):
        wrong.append("playOrder has gaps or is said twice")
    return links, targets


def first_words(pdf, number, page):
    # Turned text pdftotext reads in an order of its own, unless it shall not look.
    order = ["-raw"] if page["turned"] else []
    text = squeezed(subprocess.run(["pdftotext", *order, "-f", str(number), "-l", str(number),
                                    pdf, "-"], capture_output=True, check=True).stdout.decode())
    heads = list(page["heads"])  # in whatever order they stand, each once
    while head := next((h for h in heads if text.startswith(h)), None):
        text = text.removeprefix(head)
        heads.remove(head)
    return text


def same(page, behind):
    """An item's number may come first on a page, which may begin inside a word."""
    whole = squeezed(behind)
    word = len(squeezed(behind.split()[0])) if behind.split() else 0
    return any(page[i:].startswith(whole[k:k + WORDS])
               for i in range(9) for k in range(word + 1) if whole[k:k + WORDS])


pages, book = dumped(sys.argv[1]), zipfile.ZipFile(sys.argv[2])
links, targets = lists(book)
expected = [p["label"] for p in pages if p["first"] == "body"]
if [label for label, _ in links] != expected:
    wrong.append("the page list is not that of the pages that begin with text")
if links != targets:
    wrong.append("nav and NCX differ")
files, words = [], {}
for name in dict.fromkeys(href.split("#")[0] for _, href in links):
    marks = texts_behind_marks(book, name)
    files += [(label, name + "#page-" + label) for label in marks]
    words.update(marks)
if files != links:
    wrong.append("the list is not that of the marks")
for number, page in enumerate(pages, 1):
    if page["label"] in words:
        begins = first_words(sys.argv[3], number, page)
        if not same(begins, words[page["label"]]):
            wrong.append("page %s begins with %r, its mark stands before %r" %
                         (page["label"], begins[:40], words[page["label"]][:40]))
print("\n".join(wrong) or "%d pages of %d" % (len(links), len(pages)))
sys.exit(1 if wrong or not links else 0)
