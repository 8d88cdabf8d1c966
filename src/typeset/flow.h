/* What flow.c and what makes tables share: the blocks open while a tree becomes boxes. */
#ifndef TYPESET_FLOW_H
#define TYPESET_FLOW_H

#include "pagecost.h"
#include "setter.h"

/* An open block. */
typedef struct Level {
    const Node *node;
    Element *element, *last_child; /* last_child: for `+` and :first-child */
    Style style;
    Str lang;
    bool rtl; /* lang is written from right to left */
    Len left, width;
    uint32_t first_box;
    Len due;          /* the space due above it, its own left out */
    uint32_t counter; /* LIST: the next item's number */
    bool label_due;   /* ITEM: its marker is not set yet */
} Level;

typedef struct Flow {
    Setter *s;
    const Chapter *chapter;
    Boxes *out;
    Level *levels; /* the open blocks, outermost first */
    uint32_t depth, cap;
    Len pending;     /* space due above the next box: margins collapse into the largest */
    int32_t penalty; /* of a page break above the next box */
    bool page_break; /* the next box begins a page */
    bool in_table;   /* a table in a table is set as its paragraphs */
    Len widest;      /* how far the lines of a cell reach to the right, parted as far as
                      * they may be */
    Len indent;      /* of the next line: room for a note's number */
} Flow;

/* A chapter's, with its body open: flow_free(). */
Flow flow_new(Setter *s, const Chapter *c, Len width, Boxes *out);
void flow_free(Flow *f);

/* Opens a block: its style, its width, and, by flow_open(), the space above it. */
void flow_push(Flow *f, const Node *n);
void flow_open(Flow *f);
void flow_close(Flow *f);
Level *flow_top(Flow *f);

void flow_add(Flow *f, Box box); /* as it is: to be settled */

/* Puts what is in a box into another, y below its top. */
void box_append(Setter *s, Box *to, const Box *from, Len y);

/* The boxes of a tree below the open blocks. */
void flow_blocks(Flow *f, const Node *root);

/* The new boxes from `first` on stand below what came before them. */
void flow_settle(Flow *f, uint32_t first);

/* The baseline of a box's first line, from its top. */
Len flow_baseline(const Box *box);

/* (label.c) The marker of the innermost open item that has none yet, beside its first
 * line, box `first`. */
void label_item(Flow *f, uint32_t first);

/* (table.c) The rows of the TABLE that is open; false: it is none that can be set in
 * columns, and nothing was done. */
bool flow_table(Flow *f);

/* (turn.c) Puts the boxes of the table that is open, set as wide as `height`, on pages of
 * their own with their lines running upwards; `width` of the page is theirs. */
void flow_turned(Flow *f, const Boxes *rows, Len height, Len width);

#endif
