/* How wide the columns of a table are.
 *
 * Each cell is set once on a measure without end, which tells how wide it would be and
 * what its widest word is, with the marks and the like that hang on it.  Where all
 * columns fit, each is as wide as its widest cell; else each gets its widest word and a
 * share of what is left, in proportion to what it would still want (CSS 2.1, 17.5.2.2).
 * What a cell that spans columns wants beyond them, they share evenly.  Where not even
 * the widest words have room side by side, the type becomes smaller, down to
 * SHRINK_LEAST.  Work: the words of the table, and as often again for smaller type. */
#include "table.h"

#include <string.h>

#include "base/unicode.h"

enum {
    ENDLESS = 4000 * PT,
    SHRINK_LEAST = 80,     /* percent of its size: smaller type is hard to read */
    PLATE_LEAST = 48 * PT, /* the width of a picture in a cell that is still seen */
};

uint32_t columns_of(const Node *cell)
{
    return cell->columns > 1 ? cell->columns : 1;
}

uint32_t cursor_place(Cursor *c, const Node *cell)
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

void cursor_end_row(Cursor *c)
{
    c->at = 0;
    for (uint32_t i = 0; i < COLUMNS_MOST; i++)
        c->rows[i] -= c->rows[i] > 0;
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
    Boxes boxes = table_cell(t, row, cell, 0, ENDLESS);
    const Style st = table_cell_style(t, row, cell);
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
            const uint32_t i = cursor_place(&at, cell), n = columns_of(cell);
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
            cursor_end_row(&at);
    }
    return t->ncolumns > 0;
}

bool columns_measure(Table *t, const Node *table)
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

bool columns_fit(Table *t, const Node *table, Len room)
{
    const int64_t size = flow_top(t->f)->style.font_size;
    const int64_t least = least_width(t, room);
    if (least <= room)
        return true;
    const int64_t percent = (int64_t)room * 100 / least;
    Style *st = &flow_top(t->f)->style;
    st->font_size = (Len)(size * (percent < SHRINK_LEAST ? SHRINK_LEAST : percent) / 100);
    columns_measure(t, table);
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

void columns_place(Table *t, Len room)
{
    share_out(t, room);
    if (uni_lang_is_rtl(flow_top(t->f)->lang))
        mirror_columns(t, room);
}
