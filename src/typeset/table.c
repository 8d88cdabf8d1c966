/* Tables: rows side by side, on one page or more.
 *
 * Each cell is set in the width that its columns get (columns.c).  A row stays whole on
 * its page unless it is as high as half of one, and so do rows that a cell spans, the
 * last of which is as high as that cell needs.  Where they do not, all of that cell
 * stands in its first row: lines are set in the order in which they are read.  Where not
 * even the widest words have room side by side in smaller type, the table is turned.
 * Work: the words of the table. */
#include "table.h"

#include <stdlib.h>
#include <string.h>

enum {
    ROW_WHOLE = 20, /* lines: a higher row may be parted */
    LAST_ROW_PENALTY = 500,
};

typedef struct Cell {
    Boxes lines;        /* owned, until its row is set */
    uint32_t row, rows; /* row: in its group */
} Cell;

/* Rows that cells span, or a row alone. */
typedef struct Group {
    Cell *v; /* owned; row by row */
    uint32_t n, cap;
    const Node *rows[ROW_WHOLE];
    Len heights[ROW_WHOLE];
    uint32_t nrows;
} Group;

static bool is_head(const Node *row)
{
    for (const Node *cell = row->first; cell; cell = cell->next)
        if (!node_has_class(cell, S("head")))
            return false;
    return row->first != NULL;
}

static bool are_heads(const Node *first, const Node *last)
{
    while (first != last && is_head(first))
        first = first->next;
    return is_head(first);
}

Boxes table_cell(Table *t, const Node *row, const Node *cell, Len x, Len width)
{
    Flow *f = t->f;
    Boxes boxes = {0}, *out = f->out;
    const Flow before = *f;
    f->out = &boxes;
    f->pending = 0;
    f->penalty = 0;
    f->page_break = false;
    flow_push(f, row);
    flow_push(f, cell);
    Level *l = flow_top(f);
    const Len lead = l->style.padding[SIDE_LEFT], tail = l->style.padding[SIDE_RIGHT];
    l->left = x + lead;
    l->width = width - lead - tail > PT ? width - lead - tail : PT;
    for (const Node *n = cell->first; n; n = n->next)
        flow_blocks(f, n);
    f->depth -= 2;
    f->out = out;
    f->pending = before.pending;
    f->penalty = before.penalty;
    f->page_break = before.page_break;
    return boxes;
}

Style table_cell_style(Table *t, const Node *row, const Node *cell)
{
    flow_push(t->f, row);
    flow_push(t->f, cell);
    const Style st = flow_top(t->f)->style;
    t->f->depth -= 2;
    return st;
}

/* How heavy the rule below a head is. */
static Len head_rule(Table *t, const Node *row)
{
    return table_cell_style(t, row, row->first).border[SIDE_BOTTOM];
}

/* ---- rows ---- */

void box_append(Setter *s, Box *to, const Box *from, Len y)
{
    Run *runs = arena_array(s->kept, to->nruns + from->nruns, sizeof *runs);
    LinkBox *links = arena_array(s->kept, to->nlinks + from->nlinks, sizeof *links);
    Plate *plates = arena_array(s->kept, to->nplates + from->nplates, sizeof *plates);
    const Node **notes =
        arena_array(s->scratch, to->nnotes + from->nnotes, sizeof *notes);
    if (to->nruns)
        memcpy(runs, to->runs, to->nruns * sizeof *runs);
    if (to->nlinks)
        memcpy(links, to->links, to->nlinks * sizeof *links);
    if (to->nplates)
        memcpy(plates, to->plates, to->nplates * sizeof *plates);
    for (uint32_t i = 0; i < from->nplates; i++) {
        plates[to->nplates] = from->plates[i];
        plates[to->nplates].before += to->nruns;
        plates[to->nplates++].y += y;
    }
    if (to->nnotes)
        memcpy(notes, to->notes, to->nnotes * sizeof *notes);
    for (uint32_t i = 0; i < from->nruns; i++) {
        runs[to->nruns] = from->runs[i];
        runs[to->nruns++].y += y;
    }
    for (uint32_t i = 0; i < from->nlinks; i++) {
        links[to->nlinks] = from->links[i];
        links[to->nlinks].y0 += y;
        links[to->nlinks++].y1 += y;
    }
    for (uint32_t i = 0; i < from->nnotes; i++)
        notes[to->nnotes++] = from->notes[i];
    Rule *rules = arena_array(s->kept, to->nrules + from->nrules, sizeof *rules);
    if (to->nrules)
        memcpy(rules, to->rules, to->nrules * sizeof *rules);
    for (uint32_t i = 0; i < from->nrules; i++) {
        rules[to->nrules] = from->rules[i];
        rules[to->nrules++].y += y;
    }
    to->rules = rules;
    to->runs = runs;
    to->links = links;
    to->plates = plates;
    to->notes = notes;
    if (y + from->height > to->height)
        to->height = y + from->height;
}

static Len height_of(const Cell *cell)
{
    int64_t height = 0;
    for (uint32_t i = 0; i < cell->lines.n; i++)
        height += cell->lines.v[i].height + (i ? cell->lines.v[i].space : 0);
    return (Len)(height < INT32_MAX ? height : INT32_MAX);
}

/* The cells of rows [from, to) in one box: their lines below each other, the cells of a
 * row side by side. */
static void add_whole(Table *t, const Group *g, uint32_t from, uint32_t to)
{
    Box box = {.block = g->rows[from]};
    Len top = 0;
    uint32_t row = from;
    for (uint32_t c = 0; c < g->n; c++) {
        const Cell *cell = &g->v[c];
        if (cell->row < from || cell->row >= to)
            continue;
        while (row < cell->row)
            top += g->heights[row++];
        Len y = top;
        for (uint32_t i = 0; i < cell->lines.n; i++) {
            y += i ? cell->lines.v[i].space : 0;
            box_append(t->f->s, &box, &cell->lines.v[i], y);
            y += cell->lines.v[i].height;
        }
    }
    flow_add(t->f, box);
}

/* A high row line by line: the first lines of all cells, then the second ones. */
static void add_parted(Table *t, const Group *g, uint32_t row, uint32_t lines)
{
    for (uint32_t i = 0; i < lines; i++) {
        Box box = {.block = g->rows[row], .penalty = i ? INSIDE_PENALTY / 3 : 0};
        for (uint32_t c = 0; c < g->n; c++)
            if (g->v[c].row == row && i < g->v[c].lines.n)
                box_append(t->f->s, &box, &g->v[c].lines.v[i], 0);
        flow_add(t->f, box);
    }
}

static void add_rule(Table *t, uint32_t box, bool below, Len height)
{
    if (height == 0)
        return;
    Box *b = &t->f->out->v[box];
    Rule *rules = arena_array(t->f->s->kept, b->nrules + 1, sizeof *rules);
    if (b->nrules)
        memcpy(rules, b->rules, b->nrules * sizeof *rules);
    rules[b->nrules++] = (Rule){ROLE_RULE, t->left, (below ? b->height : 0) - t->rule_up,
                                t->width, height};
    b->rules = rules;
}

/* How many rows from `row` on belong together. */
static uint32_t count_rows(const Node *row)
{
    uint32_t together = 1, i = 0;
    for (; row && i < together; row = row->next, i++)
        for (const Node *cell = row->first; cell; cell = cell->next)
            if (i + cell->rows > together)
                together = i + cell->rows;
    return i;
}

static void add_row(Table *t, Cursor *at, Group *g, const Node *row)
{
    for (const Node *cell = row->first; cell; cell = cell->next) {
        const uint32_t from = cursor_place(at, cell), last = from + columns_of(cell) - 1;
        const Len x = t->columns[from].x;
        const Len width = t->columns[last].x + t->columns[last].width - x;
        ARRAY_ROOM(g->v, g->n, g->cap);
        g->v[g->n++] = (Cell){.lines = table_cell(t, row, cell, t->left + x, width),
                              .row = g->nrows,
                              .rows = cell->rows > 1 ? cell->rows : 1};
    }
    cursor_end_row(at);
    g->rows[g->nrows++] = row;
}

/* The rows' heights: first by the cells that end in the row where they begin, then the
 * last row of each that spans some grows. */
static void find_heights(Group *g)
{
    for (uint32_t c = 0; c < g->n; c++) {
        const Len height = height_of(&g->v[c]);
        if (g->v[c].rows == 1 && height > g->heights[g->v[c].row])
            g->heights[g->v[c].row] = height;
    }
    for (uint32_t c = 0; c < g->n; c++) {
        const Cell *cell = &g->v[c];
        int64_t missing = height_of(cell);
        for (uint32_t r = cell->row; r < cell->row + cell->rows && r < g->nrows; r++)
            missing -= g->heights[r];
        const uint32_t end = cell->row + cell->rows;
        if (missing > 0)
            g->heights[(end < g->nrows ? end : g->nrows) - 1] += (Len)missing;
    }
}

/* The lines of the row's highest cell. */
static uint32_t count_lines(const Group *g, uint32_t row)
{
    uint32_t lines = 0;
    for (uint32_t c = 0; c < g->n; c++)
        if (g->v[c].row == row && g->v[c].lines.n > lines)
            lines = g->v[c].lines.n;
    return lines;
}

static void set_group(Table *t, const Group *g)
{
    uint32_t all = 0;
    for (uint32_t r = 0; r < g->nrows; r++)
        all += count_lines(g, r);
    if (all > 0 && all <= ROW_WHOLE) {
        add_whole(t, g, 0, g->nrows);
        return;
    }
    for (uint32_t r = 0; r < g->nrows; r++) {
        const uint32_t lines = count_lines(g, r);
        if (lines > ROW_WHOLE)
            add_parted(t, g, r, lines);
        else if (lines > 0)
            add_whole(t, g, r, r + 1);
    }
}

/* Sets the rows that belong together, or the first of them where they are too many; the
 * last one that was set. */
static const Node *set_rows(Table *t, Cursor *at, const Node *row)
{
    Group g = {0};
    const uint32_t together = count_rows(row);
    add_row(t, at, &g, row);
    while (together <= ROW_WHOLE && g.nrows < together)
        add_row(t, at, &g, row = row->next);
    find_heights(&g);
    set_group(t, &g);
    for (uint32_t c = 0; c < g.n; c++)
        boxes_free(&g.v[c].lines);
    free(g.v);
    return row;
}

static void set_caption(Flow *f, const Node *caption)
{
    flow_blocks(f, caption);
    f->penalty = HEAD_PENALTY;
}

/* A rule stands midway between the baseline above it and the capitals below. */
static Len find_rule_up(Flow *f)
{
    const Style *st = &flow_top(f)->style;
    const Face *face = lettering_of(f->s, st, flow_top(f)->lang, 0)->face;
    const int64_t twice = face->cap_height - face->descender - face->ascender;
    return (Len)(twice * st->font_size / face->upem / 2);
}

static void set_all(Table *t, const Node *table)
{
    Flow *f = t->f;
    t->rule_up = find_rule_up(f);
    const Len *border = flow_top(f)->style.border;
    const Len above = border[SIDE_TOP], below = border[SIDE_BOTTOM];
    Cursor at = {{0}, 0};
    uint32_t first = UINT32_MAX, last = UINT32_MAX, head = UINT32_MAX;
    for (const Node *n = table->first; n; n = n->next) {
        const uint32_t before = f->out->n;
        if (n->kind == N_CAPTION)
            set_caption(f, n);
        if (n->kind != N_ROW)
            continue;
        const Node *from = n;
        n = set_rows(t, &at, n);
        if (f->out->n == before)
            continue;
        flow_settle(f, before);
        if (first == UINT32_MAX)
            add_rule(t, first = before, false, above);
        if (head != UINT32_MAX)
            for (uint32_t i = before; i < f->out->n; i++)
                f->out->v[i].head = i - head;
        last = before;
        if (are_heads(from, n) && before == first && f->out->n == before + 1) {
            add_rule(t, head = before, true, head_rule(t, n));
            f->penalty = HEAD_PENALTY;
        }
    }
    if (last == UINT32_MAX)
        return;
    add_rule(t, f->out->n - 1, true, below);
    if (last != first && f->out->v[last].penalty < LAST_ROW_PENALTY)
        f->out->v[last].penalty = LAST_ROW_PENALTY;
}

/* The table as wide as the page is high, in boxes of its own. */
static void set_turned(Table *t, const Node *table)
{
    Flow *f = t->f;
    const Flow before = *f;
    Boxes rows = {0};
    Level *l = flow_top(f);
    const Len width = f->levels[0].width, height = f->s->page_height;
    f->out = &rows;
    f->pending = 0;
    t->left = l->left = 0;
    l->width = height;
    columns_fit(t, table, height);
    columns_place(t, height);
    set_all(t, table);
    f->out = before.out;
    f->penalty = before.penalty;
    f->page_break = before.page_break;
    flow_turned(f, &rows, height, width);
    boxes_free(&rows);
}

bool flow_table(Flow *f)
{
    const Level *l = flow_top(f);
    const Node *table = l->node;
    Table t = {.f = f, .left = l->left};
    const Len room = l->width, size = l->style.font_size;
    f->in_table = true;
    const bool columns = columns_measure(&t, table);
    if (columns && !columns_fit(&t, table, room) && f->s->page_height > room) {
        flow_top(f)->style.font_size = size;
        columns_measure(&t, table);
        set_turned(&t, table);
    } else if (columns) {
        columns_place(&t, room);
        set_all(&t, table);
    }
    f->in_table = false;
    return columns;
}
