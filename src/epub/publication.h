/* The EPUB while it is made: what its parts share.  Everything but the container lies in
 * one folder, so an href is the name of a file, whoever writes it. */
#ifndef EPUB_PUBLICATION_H
#define EPUB_PUBLICATION_H

#include "book/book.h"

enum { CUT_DEEPEST = 8 }; /* elements to be closed and opened again at a cut */

/* What a file holds of a chapter: all of it, or its blocks from one to the next part's.
 */
typedef struct Part {
    const Chapter *chapter;
    const Node *first; /* the chapter's root, or a block in it with one before */
    const Node *end;   /* the first of the chapter's next part; NULL: there is none */
    unsigned index;    /* in its chapter, from 0 */
    uint32_t nth;      /* of an ITEM in its list, from 0 */
} Part;

/* A file of the publication, in the order of the manifest and of the archive. */
typedef struct Item {
    Str id;                 /* in the manifest */
    Str href;               /* ASCII letters, digits, '-' and '.' */
    const char *type;       /* media type */
    const char *properties; /* for the manifest; NULL: none */
    const Part *part;       /* NULL: of no chapter */
    const Chapter *chapter; /* that begins with it; NULL: none does */
    Str bytes;              /* a picture's, a font's */
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
    Part *parts; /* in the order of the chapters */
    size_t nparts;
    Map notes;       /* id of a note's call and of its short form -> const Note * */
    PageMark *marks; /* in the order of the text */
    size_t nmarks;
    struct Embedding *embedding; /* embed.c's; NULL: no fonts are asked for */
    Str cover;                   /* the picture's bytes; empty: no cover */
    Str cover_alt;               /* what the cover says, in words */
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

/* ---- split.c ---- */

/* Cuts the chapters in parts. */
void split_chapters(Publication *p);

/* The part that a node stands in; NULL: it is in no chapter. */
const Part *split_part_of(const Publication *p, const Node *n);

/* The file of a part. */
void split_file(Buf *out, const Part *part);

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

void xhtml_part(const Publication *p, const Part *part, Buf *out);

/* Calls back for every node in the chapter that is entered, with how many bytes of XHTML
 * were before it; notes count where they stand in the tree.  Returns how many there are.
 */
typedef void OnNode(void *ctx, const Node *n, size_t bytes);
size_t xhtml_measure(const Publication *p, const Part *whole, OnNode *on_node, void *ctx);

/* What a chapter is, in the words of EPUB's structural vocabulary; NULL: no word. */
const char *xhtml_type(ChapterKind kind);

/* ---- image.c ---- */

/* The file of a picture of the book. */
void image_file(Buf *out, const Picture *p);

/* An IMAGE in a chapter, that has its picture. */
void image_put(Buf *out, const Chapter *c, const Node *n);

/* The page of the cover: the picture alone, as readers want it, who take the page for a
 * fixed layout. */
void image_cover(const Publication *p, const Item *picture, Buf *out);

/* ---- markup.c ---- */

/* An attribute; nothing when the value is empty. */
void markup_attribute(Buf *out, Str name, Str value);

/* The attributes that any element may have: all, and all but the id. */
void markup_attributes(Buf *out, const Chapter *c, const Node *n);
void markup_looks(Buf *out, const Chapter *c, const Node *n);

/* All before what the body holds, and all behind it.  Matter: "bodymatter". */
void markup_head(const Publication *p, Buf *out, Str title, Str lang, const char *matter);
void markup_foot(Buf *out);

/* ---- href.c ---- */

/* Where `ref` of a node leads, seen from the file of `from` (NULL: from outside the
 * chapters), as the value of an href; false: nowhere that a book may lead to, and
 * nothing is written. */
bool link_href(Buf *out, const Publication *p, const Part *from, Str ref);

#endif
