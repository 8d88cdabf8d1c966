/* Pages: the seam between typesetting and drawing.  Positioned words, rules, links and
 * anchors, each with the node that it came from.  Lengths are 1/1024 pt; x grows to the
 * right from the page's left edge, y downwards from its top. */
#ifndef TYPESET_PAGES_H
#define TYPESET_PAGES_H

#include "book/book.h"
#include "font/font.h"
#include "style/style.h"

/* What a mark on the page is: only BODY and NOTE are the book's text; the rest are
 * artifacts. */
typedef enum Role {
    ROLE_BODY,
    ROLE_NOTE,   /* the text of a note at the foot; node is below a NOTE */
    ROLE_HYPHEN, /* put in at a line's end */
    ROLE_RUNNING_HEAD,
    ROLE_FOLIO,
    ROLE_LEADER, /* the dots of a contents line */
    ROLE_RULE,   /* above notes, or a border */
    ROLE_REPEAT, /* a table's head, set again on its next page */
    ROLE_COUNT
} Role;

/* A word, or the space between two: both are shapes.  A space at a line's end is there
 * too, so that the text can be read off. */
typedef struct Word {
    const Shape *shape;
    Len x; /* of its pen, from the run's */
} Word;

/* Words in one face and size on one baseline, of one node. */
typedef struct Run {
    Role role;
    const Node *node; /* BODY, NOTE: the TEXT, or the LINK of a contents line whose page
                       * number this is, or the LIST's ITEM whose marker this is */
    bool label;       /* an item's marker or a note's number: its PDF element is Lbl */
    uint32_t offset;  /* BODY, NOTE: of the first word in the node's text */
    const Face *face;
    Len size;
    Len tracking;   /* added after each glyph (letter-spacing) */
    uint16_t scale; /* horizontal, in 1/1000: 1000 is as designed */
    Len x, y;       /* of the pen at the first word; y is the baseline */
    bool turned; /* its line runs upwards: x is where its baseline stands, and its words
                  * follow each other to smaller y */
    Len raise;   /* how far y is above the baseline of its line: a superscript */
    Word *words;
    uint32_t n;
} Run;

typedef struct Rule {
    Role role;
    Len x, y, width, height; /* y: its top */
} Rule;

/* A picture, reduced or enlarged to its place. */
typedef struct Plate {
    const Node *node;        /* IMAGE, with a picture that is made */
    Len x, y, width, height; /* y: its top */
    bool turned;             /* its top is on the left */
    uint32_t before; /* it is read before this run of its page; nruns: after all */
} Plate;

/* A piece of a link on a page: one a line that it touches. */
typedef struct LinkBox {
    const Node *link; /* LINK or NOTEREF */
    Len x0, y0, x1, y1;
} LinkBox;

typedef struct Page {
    uint32_t number; /* as its label counts it */
    bool roman;      /* front matter: i, ii, iii */
    bool blank;
    bool opens;             /* a chapter begins with it */
    const Chapter *chapter; /* of its first line; NULL on a blank page */
    Len width, height;
    Run *runs;
    Rule *rules;
    LinkBox *links;
    Plate *plates; /* in the order of reading */
    uint32_t nruns, nrules, nlinks, nplates;
} Page;

typedef struct Anchor {
    uint32_t page; /* index in pages; UINT32_MAX: the node is on none */
    Len y;         /* the top of its first line */
} Anchor;

typedef struct Pages {
    Arena **arenas; /* own all below: one a worker */
    size_t narenas;
    Page *v;
    size_t n;
    Anchor *anchors;   /* by the number of the node; [0] is of none */
    PageStart *starts; /* of the pages that begin with text, in their order */
    size_t nstarts;
    Fonts *fonts;  /* borrowed */
    size_t nlines; /* of running text */
} Pages;

Str page_label(Arena *a, const Page *p); /* "iv", "12" */

void pages_dump(Buf *out, const Book *b, const Pages *p); /* --dump=pages */
void pages_free(Pages *p);

#endif
