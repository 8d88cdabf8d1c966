/* The EPUB while it is made: what its parts share.  Everything but the container lies in
 * one folder, so an href is the name of a file, whoever writes it. */
#ifndef EPUB_PUBLICATION_H
#define EPUB_PUBLICATION_H

#include "book/book.h"

/* A file of the publication, in the order of the manifest and of the archive. */
typedef struct Item {
    Str id;                 /* in the manifest */
    Str href;               /* ASCII letters, digits, '-' and '.' */
    const char *type;       /* media type */
    const char *properties; /* for the manifest; NULL: none */
    const Chapter *chapter; /* NULL: of none */
    Str bytes;              /* a picture's */
    bool in_spine;
} Item;

/* Where a page of the PDF begins: in front of a node, or inside a TEXT. */
typedef struct PageMark {
    Str label;
    const Node *node;
    uint32_t offset; /* 0: in front of it */
} PageMark;

typedef struct Publication {
    const Book *book;
    Arena *arena; /* owns what is made for the EPUB */
    Item *items;
    size_t nitems;
    Map notes;       /* id of a note's call and of its short form -> const Note * */
    PageMark *marks; /* in the order of the text */
    size_t nmarks;
    Str cover;     /* the picture's bytes; empty: no cover */
    Str cover_alt; /* what the cover says, in words */
} Publication;

/* Hrefs of what is there in every book; chapters have theirs from their ids. */
#define HREF_NAV   "nav.xhtml"
#define HREF_NCX   "toc.ncx"
#define HREF_CSS   "book.css"
#define HREF_COVER "cover.xhtml"

/* ---- package.c ---- */

/* The package document. */
void package_opf(const Publication *p, Buf *out);

/* ---- nav.c ---- */

/* The landmarks: a nav element for the end of the contents page. */
void nav_landmarks(const Publication *p, Buf *out);

/* The contents once more, for readers of EPUB 2. */
void nav_ncx(const Publication *p, Buf *out);

/* ---- pagelist.c ---- */

/* Finds where the marks of the pages stand. */
void pagelist_marks(Publication *p, const PageStart *starts, size_t n);

/* The first mark in front of a node or behind it: an index in marks. */
size_t pagelist_from(const Publication *p, const Node *n);

/* The id of a mark, in its file; "page-" and the label. */
void pagelist_id(Buf *out, const PageMark *m);

/* Where a mark is to be found, as the value of an href. */
void pagelist_href(const Publication *p, Buf *out, const PageMark *m);

/* The pages: a nav element for the end of the contents page; none without pages. */
void pagelist_nav(const Publication *p, Buf *out);

/* ---- xhtml.c ---- */

void xhtml_chapter(const Publication *p, const Chapter *c, Buf *out);
void xhtml_cover(const Publication *p, const Item *picture, Buf *out);

/* What a chapter is, in the words of EPUB's structural vocabulary; NULL: no word. */
const char *xhtml_type(ChapterKind kind);

/* The file of a chapter, and of a picture of the book. */
void xhtml_file(Buf *out, const Chapter *c);
void xhtml_picture(Buf *out, const Picture *p);

/* ---- href.c ---- */

/* Where `ref` of a node leads, seen from chapter `from` (NULL: from outside the
 * chapters), as the value of an href; false: nowhere that a book may lead to, and
 * nothing is written. */
bool link_href(Buf *out, const Book *b, const Chapter *from, Str ref);

#endif
