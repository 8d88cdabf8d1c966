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
    bool forced;     /* a page must begin with it */
    bool hyphened;   /* ends in a hyphen that was put in */
    Run *runs;
    LinkBox *links;
    Rule *rules;
    Plate *plates;      /* `before`: of the runs of the box */
    const Node **notes; /* NOTEs called in it */
    uint32_t nruns, nlinks, nrules, nplates, nnotes;
    const Node *figure; /* that it is of, where that may move as a whole; NULL: none */
    const Node *block;  /* whose it is, for anchors of what has no text */
    uint32_t head; /* 1 + the box that is set again above it where it begins a page: its
                    * table's head; 0: none */
} Box;

typedef struct Boxes {
    Box *v; /* owned: boxes_free() */
    uint32_t n, cap;
    struct Paragraph *paras; /* owned; those that may be set in more ways than one */
    uint32_t nparas, paras_cap;
} Boxes;

void boxes_free(Boxes *b);

/* ---- lettering (para.c) ---- */

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

typedef struct Para {
    Setter *s;
    const Style *style; /* of the block */
    const Node *block;
    Len left, width; /* of its lines, from the text block's left edge */
    Item *items;
    Piece *pieces;
    uint32_t n, cap, npieces, pieces_cap;
    bool rtl;        /* it runs from right to left */
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
/* (lines.c) Breaks what there is into lines, as boxes after the others of `out`. */
void para_end(Para *p);

/* One way to set a paragraph. */
typedef struct Setting {
    uint32_t *breaks; /* in the scratch arena; NULL: it cannot be set so */
    uint32_t lines;
    int64_t cost;
} Setting;

enum { SETTINGS = 3 }; /* the best one, and with a line less or more */

/* A paragraph whose lines may be broken again. */
typedef struct Paragraph {
    Para para;         /* its items and pieces are kept */
    Style style;       /* para.style points here from para_settings() on */
    uint32_t first, n; /* its boxes */
    Setting settings[SETTINGS];
} Paragraph;

/* (lines.c) Ends the paragraph as para_end() does, and keeps it in the boxes. */
void para_end_kept(Para *p);
void para_settings(Paragraph *p);
/* The boxes of a setting, put behind those of `out`. */
void para_set(Paragraph *p, const Setting *setting, Boxes *out);

/* (lines.c) A single line outside the flow (a running head, a label, a page number): its
 * runs from x 0 on baseline 0, its width in *width; shortened with an ellipsis to `most`
 * (0: not).
 */
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

typedef struct PageRoom {
    Len first, later; /* height of the text block on the first page and the others */
    Len gap;          /* needed once on a page with notes */
} PageRoom;

/* Moves figures that do not fit where they stand behind the text that fills their page;
 * false: nothing is changed. */
bool float_figures(Boxes *boxes, const Len *note_heights, const PageRoom *room);

/* Breaks boxes into pages; note_heights[i] is what the notes called in box i need at
 * the foot.  Gives the first box of each page, in the arena; *npages of them. */
uint32_t *break_pages(Arena *a, const Box *boxes, uint32_t n, const Len *note_heights,
                      const PageRoom *room, uint32_t *npages);

/* What a choice of pages costs, INT64_MAX when it cannot be: by the same rules, written
 * down a second time for tests. */
int64_t pages_cost(const Box *boxes, uint32_t n, const Len *note_heights,
                   const PageRoom *room, const uint32_t *starts, uint32_t npages);

/* ---- fitting (pagefit.c) ---- */

/* Chooses, where pages do not come out even, other settings of paragraphs, and puts
 * their boxes in the place of the first ones; false: nothing is changed. */
bool fit_pages(Setter *s, Boxes *boxes, const Len *note_heights, const PageRoom *room);

/* ---- make-up (makeup.c) ---- */

typedef struct ChapterPages {
    Page *v; /* in the setter's kept arena; x is from the text block's left edge */
    uint32_t n;
    bool recto;    /* it must begin on one */
    Str page_name; /* of its pages' style */
    size_t nlines;
    Diag diag;
} ChapterPages;

/* Sets one chapter.  Its anchors are filled in, counting its pages from 0. */
void make_up(Setter *s, const Chapter *c, Anchor *anchors, ChapterPages *out);

/* Moves a page's marks to where a recto or a verso has its text, and adds running head
 * and folio. */
void finish_page(Setter *s, Page *page, const PageStyle *style);

#endif
