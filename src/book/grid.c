/* Tables made rectangles.
 *
 * Model: HTML's (HTML, 4.9.12): a row's cells take the first free columns from the left,
 * and a cell takes its columns in the rows below too.  What it asks for and does not get
 * (another cell is there, the table ends) is taken off; a column in which no cell begins
 * is none; a row in which nothing stands is none either.  What stays free gets an empty
 * cell.  So typeset/, pdf/ and epub/ may take every table for a rectangle.
 * Cost: rows times columns, of which there are at most COLUMNS; a table that has more, or
 * that would grow beyond all proportion, keeps its cells and loses its spans. */
#include <stdlib.h>

#include "build.h"

enum { COLUMNS = 256, GROWTH = 4 };

typedef struct Slot {
    Node *cell;
    uint32_t row, column, width;
} Slot;

typedef struct Grid {
    Slot *v; /* owned by table_square() */
    size_t n, cap;
    uint32_t rows;
    Node *owner[COLUMNS];   /* who was there last, */
    uint32_t left[COLUMNS]; /* and in how many rows more */
    bool begins[COLUMNS];   /* a cell begins there */
} Grid;

static uint32_t at_least_one(uint32_t n)
{
    return n ? n : 1;
}

static bool is_blank(const Node *row)
{
    for (const Node *c = row->first; c; c = c->next)
        if (c->first || c->rows > 1)
            return false;
    return true;
}

/* Goes on to the next row; one that is `dropped` is taken off those who span it. */
static void end_row(Grid *g, bool dropped)
{
    for (uint32_t i = 0; i < COLUMNS; i++) {
        if (g->left[i] == 0)
            continue;
        g->left[i]--;
        if (dropped && (i == 0 || g->owner[i] != g->owner[i - 1]))
            g->owner[i]->rows--;
    }
}

/* False: it has more columns than a table may. */
static bool place_row(Grid *g, Node *row)
{
    uint32_t at = 0;
    for (Node *cell = row->first; cell; cell = cell->next) {
        while (at < COLUMNS && g->left[at] > 0)
            at++;
        if (at == COLUMNS)
            return false;
        const uint32_t from = at, wanted = at_least_one(cell->columns);
        cell->rows = (uint16_t)at_least_one(cell->rows);
        for (; at < COLUMNS && at - from < wanted && g->left[at] == 0; at++) {
            g->owner[at] = cell;
            g->left[at] = cell->rows;
        }
        g->begins[from] = true;
        ARRAY_ROOM(g->v, g->n, g->cap);
        g->v[g->n++] = (Slot){cell, g->rows, from, at - from};
    }
    g->rows++;
    end_row(g, false);
    return true;
}

static bool place_rows(Grid *g, Node *table)
{
    for (Node *row = table->first, *next; row; row = next) {
        next = row->next;
        if (row->kind != N_ROW)
            continue;
        if (is_blank(row)) {
            end_row(g, true);
            node_remove(row);
        } else if (!place_row(g, row)) {
            return false;
        }
    }
    for (uint32_t i = 0; i < COLUMNS; i++) /* beyond the last row */
        if (g->left[i] > 0 && (i == 0 || g->owner[i] != g->owner[i - 1]))
            g->owner[i]->rows = (uint16_t)(g->owner[i]->rows - g->left[i]);
    return true;
}

/* Sets the cells' columns to those that count; how many there are. */
static uint32_t count_columns(Grid *g)
{
    uint32_t before[COLUMNS + 1] = {0};
    for (uint32_t i = 0; i < COLUMNS; i++)
        before[i + 1] = before[i] + g->begins[i];
    for (size_t i = 0; i < g->n; i++) {
        const Slot *s = &g->v[i];
        s->cell->columns = (uint16_t)(before[s->column + s->width] - before[s->column]);
    }
    return before[COLUMNS];
}

/* False: more empty cells would be needed than a table may get. */
static bool fill_rows(Arena *a, Grid *g, Node *table, uint32_t columns)
{
    int64_t *taken = mem_alloc((g->rows + 1) * sizeof *taken); /* more than above */
    int64_t missing = (int64_t)g->rows * columns, here = 0;
    for (size_t i = 0; i < g->n; i++) {
        const Slot *s = &g->v[i];
        taken[s->row] += s->cell->columns;
        taken[s->row + s->cell->rows] -= s->cell->columns;
        missing -= (int64_t)s->cell->columns * s->cell->rows;
    }
    const bool ok = missing <= (GROWTH - 1) * (int64_t)g->n;
    uint32_t r = 0;
    for (Node *row = ok ? table->first : NULL; row; row = row->next) {
        if (row->kind != N_ROW)
            continue;
        here += taken[r++];
        for (int64_t n = here; n < columns; n++)
            node_add(a, row, N_CELL);
    }
    free(taken);
    return ok;
}

static void forget_spans(Node *table)
{
    for (Node *row = table->first; row; row = row->next)
        for (Node *c = row->kind == N_ROW ? row->first : NULL; c; c = c->next)
            c->columns = c->rows = 1;
}

/* One caption, and it comes first. */
static void join_captions(Arena *a, Node *table)
{
    Node *caption = NULL;
    for (Node *n = table->first, *next; n; n = next) {
        next = n->next;
        if (n->kind != N_CAPTION)
            continue;
        node_remove(n);
        if (caption == NULL) {
            caption = n;
            continue;
        }
        node_add(a, caption, N_BREAK);
        for (Node *c; (c = n->first) != NULL;) {
            node_remove(c);
            node_append(caption, c);
        }
    }
    if (caption == NULL)
        return;
    caption->next = table->first;
    caption->parent = table;
    *(table->first ? &table->first->prev : &table->last) = caption;
    table->first = caption;
}

void table_square(Arena *a, Node *table)
{
    Grid *g = mem_alloc(sizeof *g);
    if (!place_rows(g, table) || !fill_rows(a, g, table, count_columns(g)))
        forget_spans(table);
    free(g->v);
    free(g);
    join_captions(a, table);
}
