/* Figures that do not fit where they stand: the text behind them comes first.
 *
 * A figure stays whole, so one that is too high for what is left of its page would leave
 * the page short.  The chapter is put on pages once, line after line; a figure that does
 * not fit and would leave more than a few lines empty lets the paragraphs behind it
 * fill the page, and comes where the first one ends that reaches the next page.  It
 * passes nothing but paragraphs of running text, so figures keep their order and no head,
 * list or table loses its figure; where these are too few to fill the page, it stays. The
 * pages themselves are broken later, by least cost: this only chooses the order, and a
 * page that comes out a line longer or shorter than was reckoned here does no harm.
 * Cost: the boxes, and for each figure those of a page.
 *
 * Not taken: places at the top or the foot that a figure may float to, as an optimum
 * over pages and places at once (Wohlfeil, "On the Pagination of Complex, Book-Like
 * Documents", 1997): for articles with a picture now and then, order is what is asked. */
#include <stdlib.h>

#include "setter.h"

enum { EMPTY_MOST = 40 * PT }; /* a figure leaves so much of a page empty, and no more */

typedef struct Floats {
    const Boxes *boxes;
    const Len *notes;
    const PageRoom *room;
    uint32_t *order; /* of the boxes, by their old places */
    uint32_t n;
    int64_t used, height; /* of the page at hand */
} Floats;

static uint32_t figure_end(const Boxes *b, uint32_t i)
{
    const Node *figure = b->v[i].figure;
    while (i < b->n && b->v[i].figure == figure)
        i++;
    return i;
}

static int64_t height_of(const Floats *f, uint32_t from, uint32_t to)
{
    int64_t height = 0;
    for (uint32_t i = from; i < to; i++)
        height += f->boxes->v[i].height + f->boxes->v[i].space + f->notes[i];
    return height;
}

/* Puts boxes that stay together. */
static void put(Floats *f, uint32_t from, uint32_t to)
{
    const int64_t height = height_of(f, from, to);
    const bool turns =
        f->boxes->v[from].forced || (f->used + height > f->height && f->used);
    if (turns) {
        f->height = f->room->later;
        f->used = 0;
    }
    f->used += height;
    for (uint32_t i = from; i < to; i++)
        f->order[f->n++] = i;
}

static bool is_text(const Box *b)
{
    return b->figure == NULL && !b->forced && b->block->kind == N_PARA &&
           b->block->parent->kind == N_SECTION;
}

/* Where the paragraph ends that reaches the next page, if all before it from box i on is
 * running text and a figure so high fits there; else i. */
static uint32_t place_behind(const Floats *f, uint32_t i, int64_t height)
{
    const Boxes *b = f->boxes;
    int64_t used = f->used;
    bool turned = false;
    for (uint32_t k = i; k < b->n && is_text(&b->v[k]); k++) {
        const int64_t line = height_of(f, k, k + 1);
        if (used + line > f->height && turned)
            return i;
        turned = turned || used + line > f->height;
        used = used + line > f->height ? line : used + line;
        if (turned && (k + 1 == b->n || b->v[k + 1].block != b->v[k].block))
            return used + height <= f->room->later ? k + 1 : i;
    }
    return i;
}

static void choose(Floats *f)
{
    const Boxes *b = f->boxes;
    for (uint32_t i = 0, to; i < b->n; i = to) {
        to = b->v[i].figure ? figure_end(b, i) : i + 1;
        const int64_t left = f->height - f->used;
        const int64_t height = b->v[i].figure ? height_of(f, i, to) : 0;
        if (height > left && left > EMPTY_MOST && !b->v[i].forced) {
            const uint32_t behind = to;
            to = place_behind(f, behind, height);
            for (uint32_t k = behind; k < to; k++)
                put(f, k, k + 1);
            put(f, i, behind);
        } else {
            put(f, i, to);
        }
    }
}

/* The space below a figure goes with it: to what stands behind it now. */
static void move_spaces(const Floats *f, Boxes *b)
{
    for (uint32_t k = 0; k + 1 < f->n; k++) {
        const uint32_t at = f->order[k], next = f->order[k + 1];
        if (b->v[at].figure == NULL || next <= at + 1)
            continue;
        const Len below = b->v[at + 1].space, other = b->v[next].space;
        b->v[at + 1].space = b->v[next].block->kind == N_PARA ? other : 0;
        b->v[next].space = other > below ? other : below;
    }
}

static void reorder(const Floats *f, Boxes *b)
{
    Box *v = mem_grow(NULL, b->n, sizeof *v);
    uint32_t *place = mem_grow(NULL, b->n, sizeof *place);
    for (uint32_t k = 0; k < b->n; k++) {
        v[k] = b->v[f->order[k]];
        place[f->order[k]] = k;
    }
    for (uint32_t k = 0; k < b->n; k++)
        if (v[k].head)
            v[k].head = place[v[k].head - 1] + 1;
    for (uint32_t k = 0; k < b->nparas; k++)
        b->paras[k].first = place[b->paras[k].first];
    free(b->v);
    free(place);
    b->v = v;
    b->cap = b->n;
}

bool float_figures(Boxes *b, const Len *note_heights, const PageRoom *room)
{
    Floats f = {.boxes = b, .notes = note_heights, .room = room, .height = room->first};
    bool moved = false;
    f.order = mem_grow(NULL, (size_t)b->n + 1, sizeof *f.order);
    choose(&f);
    for (uint32_t k = 0; k < f.n; k++)
        moved = moved || f.order[k] != k;
    if (moved) {
        move_spaces(&f, b);
        reorder(&f, b);
    }
    free(f.order);
    return moved;
}
