/* Tables: columns as wide as their cells want them where there is room, rows side by
 * side.
 *
 * Each cell is set twice: once on a measure without end, which tells how wide it would be
 * and what its widest word is, with the marks and the like that hang on it, and once in
 * the column that it gets.  Where all columns fit, each is as wide as its widest cell;
 * else each gets its widest word and a share of what is left, in proportion to what it
 * would still want (CSS 2.1, 17.5.2.2).  What a cell that spans columns wants beyond
 * them, they share evenly.  A row stays whole on its page unless it is as high as half of
 * one, and so do rows that a cell spans, the last of which is as high as that cell needs.
 * Where they do not, all of that cell stands in its first row: lines are set in the order
 * in which they are read.  Where not even the widest words have room side by side, the
 * type becomes smaller, down to SHRINK_LEAST; where that is not enough, the table is
 * turned.  Work: the words of the table, twice, and as often again for each of these. */
#include "flow.h"

#include <stdlib.h>
#include <string.h>

#include "base/unicode.h"

enum {
    COLUMNS_MOST = 24, /* more do not fit a page: such a table is set as paragraphs */
    ROW_WHOLE = 20,    /* lines: a higher row may be parted */
    LAST_ROW_PENALTY = 500,
    ENDLESS = 4000 * PT,
    SHRINK_LEAST = 80,     /* percent of its size: smaller type is hard to read */
    PLATE_LEAST = 48 * PT, /* the width of a picture in a cell that is still seen */
};

typedef struct Column {
    Len least, most; /* its widest word, its widest line */
    Len x, width;    /* x: from the table's left edge */
} Column;

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

typedef struct Table {
    Flow *f;
    Column columns[COLUMNS_MOST];
    uint32_t ncolumns;
    Len left, width; /* of the table as a whole */
    Len rule_up;     /* how far above the border of two lines a rule stands */
} Table;

/* Where in its row a cell stands, cell by cell.  A book's table is a rectangle: a cell
 * takes the first column that is free, and has all that it spans for itself. */
typedef struct Cursor {
    uint32_t rows[COLUMNS_MOST]; /* for which a column is taken from here on */
    uint32_t at;
} Cursor;

static uint32_t columns_of(const Node *cell)
{
    return cell->columns > 1 ? cell->columns : 1;
}

/* The cell's first column; COLUMNS_MOST: there is none for it. */
static uint32_t place(Cursor *c, const Node *cell)
{
    while (c->at < COLUMNS_MOST && c->rows[c->at] > 0)
        c->at++;
    const uint32_t from = c->at;
    if (from + columns_of(cell) > COLUMNS_MOST)
        return COLUMNS_MOST;
    for (uint32_t i = 0; i < columns_of(cell); i++)
        c->rows[c->at++] = cell->rows > 1 ? cell->rows : 1;
    return from;
}

static void end_row(Cursor *c)
{
    c->at = 0;
    for (uint32_t i = 0; i < COLUMNS_MOST; i++)
        c->rows[i] -= c->rows[i] > 0;
}

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

/* The boxes of a cell whose room is [x, x + width) from the text block's edge. */
static Boxes set_cell(Table *t, const Node *row, const Node *cell, Len x, Len width)
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

static Style style_of_cell(Table *t, const Node *row, const Node *cell)
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
    return style_of_cell(t, row, row->first).border[SIDE_BOTTOM];
}

/* Where a line's text begins: it may be set to the right of endless room. */
static Len begin_of(const Box *line)
{
    Len begin = ENDLESS;
    for (uint32_t k = 0; k < line->nruns; k++)
        begin = line->runs[k].x < begin ? line->runs[k].x : begin;
    return begin;
}

static void measure_cell(Table *t, const Node *row, const Node *cell, Column *c)
{
    t->f->widest = 0;
    Boxes boxes = set_cell(t, row, cell, 0, ENDLESS);
    const Style st = style_of_cell(t, row, cell);
    const Len padding = st.padding[SIDE_LEFT] + st.padding[SIDE_RIGHT];
    const Len widest = t->f->widest + st.padding[SIDE_RIGHT];
    c->least = widest > c->least ? widest : c->least;
    for (uint32_t i = 0; i < boxes.n; i++) {
        const Len begin = begin_of(&boxes.v[i]);
        for (uint32_t k = 0; k < boxes.v[i].nruns; k++) {
            const Run *run = &boxes.v[i].runs[k];
            for (uint32_t w = 0; w < run->n; w++) {
                const Len width =
                    shape_width(run->words[w].shape, run->size, run->tracking);
                const Len end = run->x + run->words[w].x + width - begin;
                c->most = end + padding > c->most ? end + padding : c->most;
            }
        }
        for (uint32_t k = 0; k < boxes.v[i].nplates; k++) {
            const Len width = boxes.v[i].plates[k].width + padding;
            const Len least = width < PLATE_LEAST ? width : PLATE_LEAST;
            c->least = least > c->least ? least : c->least;
            c->most = width > c->most ? width : c->most;
        }
    }
    boxes_free(&boxes);
}

/* Shares evenly what a cell wants beyond what its columns have. */
static void widen(Table *t, uint32_t from, uint32_t n, const Column *want)
{
    Len least = want->least, most = want->most;
    for (uint32_t i = from; i < from + n; i++) {
        least -= t->columns[i].least;
        most -= t->columns[i].most;
    }
    for (uint32_t i = from; i < from + n; i++) {
        t->columns[i].least += least > 0 ? least / (Len)n : 0;
        t->columns[i].most += most > 0 ? most / (Len)n : 0;
    }
}

/* Measures the cells of one column, or those that span more. */
static bool measure_cells(Table *t, const Node *table, bool spanning)
{
    Cursor at = {{0}, 0};
    for (const Node *row = table->first; row; row = row->next) {
        for (const Node *cell = row->kind == N_ROW ? row->first : NULL; cell;
             cell = cell->next) {
            const uint32_t i = place(&at, cell), n = columns_of(cell);
            Column want = {0};
            if (i == COLUMNS_MOST)
                return false;
            t->ncolumns = i + n > t->ncolumns ? i + n : t->ncolumns;
            if (n > 1 && spanning) {
                measure_cell(t, row, cell, &want);
                widen(t, i, n, &want);
            } else if (n == 1 && !spanning) {
                measure_cell(t, row, cell, &t->columns[i]);
            }
        }
        if (row->kind == N_ROW)
            end_row(&at);
    }
    return t->ncolumns > 0;
}

static bool measure(Table *t, const Node *table)
{
    memset(t->columns, 0, sizeof t->columns);
    t->ncolumns = 0;
    return measure_cells(t, table, false) && measure_cells(t, table, true);
}

/* A word wider than half the room is broken: it shall not starve the others. */
static Len least_of(const Table *t, uint32_t column, Len room)
{
    const Len least = t->columns[column].least;
    return t->ncolumns > 1 && least > room / 2 ? room / 2 : least;
}

static int64_t least_width(const Table *t, Len room)
{
    int64_t least = 0;
    for (uint32_t i = 0; i < t->ncolumns; i++)
        least += least_of(t, i, room);
    return least;
}

/* Does the table fit, if need be in smaller type? */
static bool fits(Table *t, const Node *table, Len room)
{
    const int64_t size = flow_top(t->f)->style.font_size;
    const int64_t least = least_width(t, room);
    if (least <= room)
        return true;
    const int64_t percent = (int64_t)room * 100 / least;
    Style *st = &flow_top(t->f)->style;
    st->font_size = (Len)(size * (percent < SHRINK_LEAST ? SHRINK_LEAST : percent) / 100);
    measure(t, table);
    return least_width(t, room) <= room;
}

/* What no column may be wider than, so that all have their widest word or that much: the
 * widest words are broken first. */
static Len widest(const Table *t, Len room)
{
    Len low = 0, high = room;
    while (low < high) {
        const Len middle = low + (high - low + 1) / 2;
        int64_t sum = 0;
        for (uint32_t i = 0; i < t->ncolumns; i++)
            sum += t->columns[i].least < middle ? t->columns[i].least : middle;
        if (sum <= room)
            low = middle;
        else
            high = middle - 1;
    }
    return low;
}

/* Gives each column its width in the room there is. */
static void share_out(Table *t, Len room)
{
    int64_t least = 0, most = 0;
    for (uint32_t i = 0; i < t->ncolumns; i++) {
        Column *c = &t->columns[i];
        c->least = least_of(t, i, room);
        c->most = c->most > c->least ? c->most : c->least;
        least += c->least;
        most += c->most;
    }
    const Len cap = widest(t, room);
    for (uint32_t i = 0; i < t->ncolumns; i++) {
        Column *c = &t->columns[i];
        if (most <= room)
            c->width = c->most;
        else if (least <= room)
            c->width =
                c->least + (Len)((room - least) * (c->most - c->least) / (most - least));
        else
            c->width = c->least < cap ? c->least : cap;
        c->x = t->width;
        t->width += c->width;
    }
}

/* In text from right to left the first column is the one at the right, and so is a table
 * that does not fill its room. */
static void mirror_columns(Table *t, Len room)
{
    for (uint32_t i = 0; i < t->ncolumns; i++)
        t->columns[i].x = t->width - t->columns[i].x - t->columns[i].width;
    t->left += room - t->width;
}

static void place_columns(Table *t, Len room)
{
    share_out(t, room);
    if (uni_lang_is_rtl(flow_top(t->f)->lang))
        mirror_columns(t, room);
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
        const uint32_t from = place(at, cell), last = from + columns_of(cell) - 1;
        const Len x = t->columns[from].x;
        const Len width = t->columns[last].x + t->columns[last].width - x;
        ARRAY_ROOM(g->v, g->n, g->cap);
        g->v[g->n++] = (Cell){.lines = set_cell(t, row, cell, t->left + x, width),
                              .row = g->nrows,
                              .rows = cell->rows > 1 ? cell->rows : 1};
    }
    end_row(at);
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
    fits(t, table, height);
    place_columns(t, height);
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
    const bool columns = measure(&t, table);
    if (columns && !fits(&t, table, room) && f->s->page_height > room) {
        flow_top(f)->style.font_size = size;
        measure(&t, table);
        set_turned(&t, table);
    } else if (columns) {
        place_columns(&t, room);
        set_all(&t, table);
    }
    f->in_table = false;
    return columns;
}
