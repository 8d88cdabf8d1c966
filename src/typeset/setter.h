/* What the files of typeset/ share: a worker's state, and a chapter on its way from
 * blocks to boxes to pages. */
#ifndef TYPESET_SETTER_H
#define TYPESET_SETTER_H

#include "linebreak.h"
#include "pages.h"

/* A worker's state.  `kept` lives as long as the pages, `scratch` as long as the
 * chapter at hand. */
typedef struct Setter {
    const Book *book;
    const StyleSheet *sheet;
    Fonts *fonts;
    Hyphenators *hyphenators; /* shared */
    Arena *kept, *scratch;
    Tokens tokens;
    Diag *diag;            /* the chapter's */
    Len page_height;       /* of the text block of the chapter's pages */
    const Pages *numbered; /* what is set and numbered already: for the contents */
} Setter;

/* What stands on its own in the height of a page: a line of text, or a rule.  Its runs
 * and links are placed from the text block's left edge and the box's top. */
typedef struct Box {
    Len space; /* above it; dropped at a page's top unless `keep_space` */
    Len height;
    int32_t penalty; /* of a page break above it: PENALTY_NEVER forbids */
    bool keep_space; /* above the first box of a chapter */
    bool forced;     /* a page must begin with it, */
    bool clears;     /* and also if inserts of what is above it on the page are due */
    bool hyphened;   /* ends in a hyphen that was put in */
    bool snaps;      /* its top stands on the grid of the page's lines, if it is one */
    Run *runs;
    LinkBox *links;
    Rule *rules;
    Plate *plates;      /* `before`: of the runs of the box */
    const Node **notes; /* NOTEs called in it */
    const Len *feet;    /* the height of each of them, once they are set */
    uint32_t nruns, nlinks, nrules, nplates, nnotes;
    const struct Box
        *inserts; /* pages of their own that follow the one where it stands */
    uint32_t ninserts;
    const Node *figure; /* that it is of, where that may move as a whole; NULL: none */
    const Node *block;  /* whose it is, for anchors of what has no text */
    uint32_t head; /* how many boxes before it the one stands that is set again above it
                    * where it begins a page: its table's head; 0: none */
    Len foot; /* the height of the notes that stand below it: its own, or what is left of
               * long ones before */
} Box;

typedef struct Boxes {
    Box *v; /* owned: boxes_free() */
    uint32_t n, cap;
    Len pending;             /* space due above the next, */
    int32_t penalty;         /* and that of a page break there */
    struct Paragraph *paras; /* owned; those that may be set in more ways than one */
    uint32_t nparas, paras_cap;
} Boxes;

void boxes_free(Boxes *b);

/* ---- lettering (piece.c) ---- */

/* A piece of text of one node in one lettering. */
typedef struct Piece {
    const Node *node;
    const Lettering *lettering;
    Len size, tracking, raise;  /* raise: upwards */
    Len space, stretch, shrink; /* of a blank */
    const Token *blank, *hyphen;
    const Node *link;  /* LINK or NOTEREF around it; NULL: none */
    const Node *note;  /* NOTE that it calls; NULL: none */
    Len width, height; /* of a picture in the line; 0: it is text */
    bool label;
    Decoration decoration;
} Piece;

const Lettering *lettering_of(Setter *s, const Style *style, Str lang, unsigned more);
Piece piece_of(Setter *s, const Style *style, const Node *node, Str lang);
/* The same for text raised above or sunk below a line of type of that size: figures as
 * the face's own superiors where it has them, else a third of the size up, a fifth down.
 */
Piece piece_raised(Setter *s, const Style *style, Raise raise, Len size, const Node *node,
                   Str lang);

/* ---- paragraphs (para.c) ---- */

enum { EMERGENCY_PENALTY = 2000 }; /* where a line may end for lack of another place */

typedef struct Para {
    Setter *s;
    const Style *style; /* of the block */
    const Node *block;
    Len left, width; /* of its lines, from the text block's left edge */
    Item *items;
    Piece *pieces;
    uint32_t n, cap, npieces, pieces_cap;
    bool rtl;        /* it runs from right to left */
    bool tied;       /* it has no-break spaces */
    uint32_t column; /* of the code's line that is being read */
    bool flushed;    /* it is so long that some of its lines are out already */
    Boxes *out;
} Para;

Para para_new(Setter *s, const Style *style, const Node *block, Len left, Len width,
              Boxes *out);
void para_free(Para *p);
void para_box(Para *p, Len width); /* an empty box: an indent */
uint32_t para_piece(Para *p, const Piece *piece);
void para_text(Para *p, uint32_t piece, Str text); /* a TEXT's words */
void para_plate(Para *p, uint32_t piece);          /* a picture in the line */
void para_break(Para *p);                          /* a line must end here */
/* (chains.c) Before the lines are broken: parts what hangs together and is wider than the
 * measure. */
void para_part_chains(Para *p);
/* (chains.c) The width of what no line may part, at the widest, but no more than a
 * line's; a break inside a word does not count. */
Len para_widest(const Para *p);
/* (lines.c) Breaks what there is into lines, as boxes after the others of `out`. */
void para_end(Para *p);

/* A paragraph whose lines may be broken again. */
typedef struct Paragraph {
    Para para;                      /* its items and pieces are kept */
    Style style;                    /* para.style points here from para_settings() on */
    uint32_t first, n;              /* its boxes */
    Setting best, others[SETTINGS]; /* others: once para_settings() filled them in */
    uint32_t nothers;
} Paragraph;

/* (lines.c) Ends the paragraph as para_end() does, and keeps it in the boxes. */
void para_end_kept(Para *p);
/* In what other numbers of lines it may be set; best.cost is then filled in, too. */
void para_settings(Paragraph *p);
/* The boxes of a setting, put behind those of `out`. */
void para_set(Paragraph *p, const Setting *setting, Boxes *out);

/* (lines.c) Puts runs, a label's, before those of a box. */
void box_prepend(Setter *s, Box *box, const Run *runs, uint32_t n);

/* (textline.c) A single line outside the flow (a running head, a label, a page number):
 * its runs from x 0 on baseline 0, its width in *width; shortened with an ellipsis to
 * `most` (0: not). */
Run *line_of(Setter *s, Arena *a, const Piece *piece, Role role, Str text, Len most,
             uint32_t *nruns, Len *width);

/* ---- blocks (flow.c) ---- */

/* All boxes of a chapter, its notes left out; width is of the text block. */
void flow_chapter(Setter *s, const Chapter *c, Len width, Boxes *out);
/* (label.c) The boxes of one NOTE, its number beside its first line. */
void flow_note(Setter *s, const Chapter *c, const Node *note, Len width, Boxes *out);

/* The computed style of a chapter's root. */
Style style_of_root(const Setter *s, const Chapter *c);

/* ---- page breaking (floats.c, pagebreak.c) ---- */

/* Where a chapter begins, told as of a book that is bound on the left: on a verso or a
 * recto; PAGE_ANY: it does not matter. */
typedef enum PageSide { PAGE_ANY, PAGE_LEFT, PAGE_RIGHT } PageSide;

typedef struct PageRoom {
    Len first, later; /* height of the text block on the first page and the others */
    Len gap;          /* needed once on a page with notes */
    Len line;         /* the distance of the lines of the grid */
    PageSide side; /* of the first page: two that face each other may be a line longer */
} PageRoom;

/* Moves figures that do not fit where they stand behind the text that fills their page;
 * false: nothing is changed. */
bool float_figures(Boxes *boxes, const PageRoom *room);

/* One way to set a stretch of a chapter: at least one box. */
typedef struct Choice {
    const Box *boxes;
    uint32_t n;
    int64_t cost;
} Choice;

/* All of them have the first box's penalty and `forced` in common, and the last box's
 * `hyphened`. */
typedef struct Stretch {
    const Choice *choices;
    uint32_t n;
} Stretch;

/* What may be wrong with a page. */
typedef enum PageFault {
    FAULT_NONE,
    FAULT_SHORT,  /* lines short of full */
    FAULT_PARTED, /* parted from the next is what had better stay whole */
    FAULT_LINES,  /* a paragraph's first or last line stands alone */
    FAULT_HEAD,   /* a head is parted from its text */
    FAULT_HYPHEN, /* its last word is parted */
    FAULT_LAST,   /* the last of the chapter, hardly one */
    FAULT_TALL,   /* higher than its room */
    FAULT_COUNT
} PageFault;

/* Pages as they were chosen; in an arena. */
typedef struct Pagination {
    uint32_t *starts, npages; /* the first box of each, counted in what was chosen */
    uint32_t ninserts;        /* how many pages there are besides */
    bool *longer;             /* is it a line longer, as the one that it faces? */
    uint32_t *chosen;         /* the choice of each stretch */
    int64_t cost;
} Pagination;

/* Breaks a chapter into pages and chooses how its stretches are set; false: nothing is
 * cheaper than `most`. */
bool break_pages(Arena *a, const Stretch *stretches, uint32_t n, const PageRoom *room,
                 int64_t most, Pagination *out);

/* What a choice of pages (starts, longer) costs, INT64_MAX when it cannot be, by the same
 * rules; and the dearest fault of each (NULL: not asked). */
int64_t pages_cost(const Box *boxes, uint32_t n, const PageRoom *room,
                   const Pagination *p, PageFault *faults);

/* The top of a box, which stands among its like, below what is `below` high; `first`: it
 * begins its page.  Loose: as if it were off the grid of the lines. */
int64_t box_top(const Box *b, bool first, int64_t below, Len line);
int64_t box_loose_top(const Box *b, bool first, int64_t below);

/* ---- fitting (pagefit.c) ---- */

/* Fits a chapter's boxes, which it borrows, on pages.  It is in the setter's scratch. */
typedef struct Fitter Fitter;
Fitter *fitter_new(Setter *s, const Boxes *boxes, Len line);

/* Its pages where they have that room; true: they come out even only where paragraphs are
 * set in a line less or more, and *fitted are the boxes (boxes_free()), but for their
 * `foot`. */
bool fit_pages(Fitter *f, const PageRoom *room, Pagination *out, Boxes *fitted);

/* ---- make-up (makeup.c) ---- */

/* The pages of a chapter, and of those that go on where it ends, as they are when it
 * begins on one side.  All is in the setter's kept arena. */
typedef struct PageSet {
    Page *v;           /* x is from the text block's left edge */
    PageFault *faults; /* of each */
    uint32_t n;
    size_t nlines;
    Anchor *anchors; /* of the chapters' nodes, from the first one's root on; pages are
                      * counted from 0 */
} PageSet;

typedef struct ChapterPages {
    uint32_t nchapters;  /* 0: it goes on where another ends, and all is there */
    uint32_t nnodes;     /* of the chapters */
    bool recto;          /* it must begin on one */
    PageSide side;       /* on which it begins; PAGE_ANY: it is not known yet */
    Str page_name;       /* of its pages' style */
    PageSet left, right; /* where it begins on one or the other; most do not care, and one
                          * is not there where the other is known to be taken */
    const PageSet *set;  /* the one that is taken */
    size_t first;        /* of its pages, among the book's */
    Diag diag;
} ChapterPages;

/* Sets out->nchapters chapters from c on. */
void make_up(Setter *s, const Chapter *c, ChapterPages *out);

/* Moves a page's marks to where a recto or a verso has its text, and adds running head
 * and folio. */
void finish_page(Setter *s, Page *page, const PageStyle *style);

/* ---- pagestart.c: where the pages begin, once they are finished ---- */

void find_starts(Pages *p);

#endif
