/* Tables: columns as wide as their cells want them where there is room, rows side by
 * side.
 *
 * Each cell is set twice: once on a measure without end, which tells how wide it would be
 * and what its widest word is, and once in the column that it gets.  Where all columns
 * fit, each is as wide as its widest cell; else each gets its widest word and a share of
 * what is left, in proportion to what it would still want (CSS 2.1, 17.5.2.2).  A row
 * stays whole on its page unless it is as high as half of one.  Work: the words of the
 * table, twice. */
#include "flow.h"

#include <stdlib.h>
#include <string.h>

enum {
    COLUMNS_MOST = 24, /* more do not fit a page: such a table is set as paragraphs */
    ROW_WHOLE = 20,    /* lines: a higher row may be parted */
    LAST_ROW_PENALTY = 500,
    ENDLESS = 4000 * PT,
    RULE_WIDTH = PT / 2,
    RULE_UP = 5 * PT / 2, /* rules stand midway between the letters above and below */
};

typedef struct Column {
    Len least, most; /* its widest word, its widest line */
    Len x, width;    /* x: from the table's left edge */
} Column;

typedef struct Table {
    Flow *f;
    Column columns[COLUMNS_MOST];
    uint32_t ncolumns;
    Len left, width; /* of the table as a whole */
} Table;

static bool is_head(const Node *row)
{
    for (const Node *cell = row->first; cell; cell = cell->next)
        if (!node_has_class(cell, S("head")))
            return false;
    return row->first != NULL;
}

/* The boxes of a cell whose room is [x, x + width) from the text block's edge. */
static Boxes set_cell(Table *t, const Node *row, const Node *cell, Len x, Len width)
{
    Flow *f = t->f;
    Boxes boxes = {0}, *out = f->out;
    const Flow before = *f;
    f->out = &boxes;
    f->pending = 0;
    f->avoid = f->page_break = false;
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
    f->avoid = before.avoid;
    f->page_break = before.page_break;
    return boxes;
}

static Len padding_of(Table *t, const Node *row, const Node *cell)
{
    flow_push(t->f, row);
    flow_push(t->f, cell);
    const Style *st = &flow_top(t->f)->style;
    const Len padding = st->padding[SIDE_LEFT] + st->padding[SIDE_RIGHT];
    t->f->depth -= 2;
    return padding;
}

static void measure_cell(Table *t, const Node *row, const Node *cell, Column *c)
{
    Boxes boxes = set_cell(t, row, cell, 0, ENDLESS);
    const Len padding = padding_of(t, row, cell);
    for (uint32_t i = 0; i < boxes.n; i++) {
        for (uint32_t k = 0; k < boxes.v[i].nruns; k++) {
            const Run *run = &boxes.v[i].runs[k];
            for (uint32_t w = 0; w < run->n; w++) {
                const Len width =
                    shape_width(run->words[w].shape, run->size, run->tracking);
                const Len end = run->x + run->words[w].x + width;
                c->least = width + padding > c->least ? width + padding : c->least;
                c->most = end + padding > c->most ? end + padding : c->most;
            }
        }
    }
    boxes_free(&boxes);
}

static bool measure(Table *t, const Node *table)
{
    for (const Node *row = table->first; row; row = row->next) {
        uint32_t i = 0;
        for (const Node *cell = row->kind == N_ROW ? row->first : NULL; cell;
             cell = cell->next, i++) {
            if (i == COLUMNS_MOST)
                return false;
            measure_cell(t, row, cell, &t->columns[i]);
        }
        t->ncolumns = i > t->ncolumns ? i : t->ncolumns;
    }
    return t->ncolumns > 0;
}

/* Gives each column its width in the room there is. */
static void share_out(Table *t, Len room)
{
    int64_t least = 0, most = 0;
    for (uint32_t i = 0; i < t->ncolumns; i++) {
        Column *c = &t->columns[i];
        /* A word wider than half the room is broken: it shall not starve the others. */
        if (t->ncolumns > 1 && c->least > room / 2)
            c->least = room / 2;
        c->most = c->most > c->least ? c->most : c->least;
        least += c->least;
        most += c->most;
    }
    for (uint32_t i = 0; i < t->ncolumns; i++) {
        Column *c = &t->columns[i];
        if (most <= room)
            c->width = c->most;
        else if (least <= room)
            c->width =
                c->least + (Len)((room - least) * (c->most - c->least) / (most - least));
        else
            c->width = (Len)(c->least * (int64_t)room / least);
        c->x = t->width;
        t->width += c->width;
    }
}

/* ---- rows ---- */

typedef struct Row {
    Boxes cells[COLUMNS_MOST];
    uint32_t n;
} Row;

static void append(Setter *s, Box *to, const Box *from, Len y)
{
    Run *runs = arena_array(s->kept, to->nruns + from->nruns, sizeof *runs);
    LinkBox *links = arena_array(s->kept, to->nlinks + from->nlinks, sizeof *links);
    const Node **notes =
        arena_array(s->scratch, to->nnotes + from->nnotes, sizeof *notes);
    if (to->nruns)
        memcpy(runs, to->runs, to->nruns * sizeof *runs);
    if (to->nlinks)
        memcpy(links, to->links, to->nlinks * sizeof *links);
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
    to->runs = runs;
    to->links = links;
    to->notes = notes;
    if (y + from->height > to->height)
        to->height = y + from->height;
}

static void add_box(Flow *f, Box box)
{
    ARRAY_ROOM(f->out->v, f->out->n, f->out->cap);
    f->out->v[f->out->n++] = box;
}

/* A row in one box: its cells' lines below each other, the cells side by side. */
static void add_whole(Flow *f, const Row *row, const Node *node)
{
    Box box = {.block = node};
    for (uint32_t c = 0; c < row->n; c++) {
        Len y = 0;
        for (uint32_t i = 0; i < row->cells[c].n; i++) {
            const Box *line = &row->cells[c].v[i];
            y += i ? line->space : 0;
            append(f->s, &box, line, y);
            y += line->height;
        }
    }
    add_box(f, box);
}

/* A high row line by line: the first lines of all cells, then the second ones. */
static void add_parted(Flow *f, const Row *row, const Node *node, uint32_t lines)
{
    for (uint32_t i = 0; i < lines; i++) {
        Box box = {.block = node, .penalty = i ? INSIDE_PENALTY / 3 : 0};
        for (uint32_t c = 0; c < row->n; c++)
            if (i < row->cells[c].n)
                append(f->s, &box, &row->cells[c].v[i], 0);
        add_box(f, box);
    }
}

static void add_rule(Table *t, uint32_t box, bool below)
{
    Box *b = &t->f->out->v[box];
    Rule *rules = arena_array(t->f->s->kept, b->nrules + 1, sizeof *rules);
    if (b->nrules)
        memcpy(rules, b->rules, b->nrules * sizeof *rules);
    rules[b->nrules++] = (Rule){ROLE_RULE, t->left, (below ? b->height : 0) - RULE_UP,
                                t->width, RULE_WIDTH};
    b->rules = rules;
}

static void set_row(Table *t, const Node *node)
{
    Row row = {0};
    uint32_t lines = 0;
    for (const Node *cell = node->first; cell; cell = cell->next, row.n++) {
        const Column *c = &t->columns[row.n];
        row.cells[row.n] = set_cell(t, node, cell, t->left + c->x, c->width);
        lines = row.cells[row.n].n > lines ? row.cells[row.n].n : lines;
    }
    if (lines > ROW_WHOLE)
        add_parted(t->f, &row, node, lines);
    else if (lines > 0)
        add_whole(t->f, &row, node);
    for (uint32_t c = 0; c < row.n; c++)
        boxes_free(&row.cells[c]);
}

static void set_caption(Flow *f, const Node *caption)
{
    flow_blocks(f, caption);
    f->avoid = true;
}

bool flow_table(Flow *f)
{
    const Level *l = flow_top(f);
    const Node *table = l->node;
    Table t = {.f = f, .left = l->left};
    const Len room = l->width;
    f->in_table = true;
    const bool columns = measure(&t, table);
    if (columns)
        share_out(&t, room);
    uint32_t first = UINT32_MAX, last = UINT32_MAX, head = UINT32_MAX;
    for (const Node *n = columns ? table->first : NULL; n; n = n->next) {
        const uint32_t before = f->out->n;
        if (n->kind == N_CAPTION)
            set_caption(f, n);
        if (n->kind != N_ROW)
            continue;
        set_row(&t, n);
        if (f->out->n == before)
            continue;
        flow_settle(f, before);
        if (first == UINT32_MAX)
            add_rule(&t, first = before, false);
        if (head != UINT32_MAX)
            for (uint32_t i = before; i < f->out->n; i++)
                f->out->v[i].head = head + 1;
        last = before;
        if (is_head(n) && before == first && f->out->n == before + 1) {
            add_rule(&t, head = before, true);
            f->avoid = true;
        }
    }
    f->in_table = false;
    if (last != UINT32_MAX) {
        add_rule(&t, f->out->n - 1, true);
        if (last != first && f->out->v[last].penalty < LAST_ROW_PENALTY)
            f->out->v[last].penalty = LAST_ROW_PENALTY;
    }
    return columns;
}
