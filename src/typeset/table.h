/* What table.c and columns.c share: a table while it becomes boxes. */
#ifndef TYPESET_TABLE_H
#define TYPESET_TABLE_H

#include "flow.h"

enum {
    COLUMNS_MOST = 24
}; /* more do not fit a page: such a table is set as paragraphs */

typedef struct Column {
    Len least, most; /* its widest word, its widest line */
    Len x, width;    /* x: from the table's left edge */
} Column;

typedef struct Table {
    Flow *f;
    Column columns[COLUMNS_MOST];
    uint32_t ncolumns;
    Len left, width; /* of the table as a whole */
    Len rule_up;     /* how far above the border of two lines a rule stands */
} Table;

/* ---- table.c ---- */

/* The boxes of a cell whose room is [x, x + width) from the text block's edge. */
Boxes table_cell(Table *t, const Node *row, const Node *cell, Len x, Len width);

Style table_cell_style(Table *t, const Node *row, const Node *cell);

/* ---- columns.c ---- */

/* Where in its row a cell stands, cell by cell; {{0}, 0} before the first.  A book's
 * table is a rectangle: a cell takes the first column that is free, and has all that it
 * spans for itself. */
typedef struct Cursor {
    uint32_t rows[COLUMNS_MOST]; /* for which a column is taken from here on */
    uint32_t at;
} Cursor;

uint32_t columns_of(const Node *cell); /* how many it spans */

/* The cell's first column; COLUMNS_MOST: there is none for it. */
uint32_t cursor_place(Cursor *c, const Node *cell);
void cursor_end_row(Cursor *c);

/* Finds out what the columns want; false: there is none, or there are too many. */
bool columns_measure(Table *t, const Node *table);

/* Do they fit that room, if need be in smaller type? */
bool columns_fit(Table *t, const Node *table, Len room);

/* Gives each its place in the room. */
void columns_place(Table *t, Len room);

#endif
