/* Fitting: where pages do not come out even, paragraphs are set a line shorter or longer,
 * and heads are given a line more of space.
 *
 * A paragraph has a best setting, and often some with a line less or more that cost
 * little: the looseness of TeX's \looseness, chosen by need.  Such a setting costs what
 * its lines cost more than the best one's, and a little for being another.
 * break_pages() chooses among them and breaks the pages in one.
 *
 * It is done only for chapters whose pages, broken with the best settings, show a fault.
 * How many pages a chapter has settles on which side the next one begins: once sides are
 * known, the number is kept.
 */
#include "pagecost.h"
#include "setter.h"

#include <stdlib.h>

enum {
    FAULT_COST = 2000,      /* pages that cost less are left alone */
    OTHER_COST = 200,       /* of a setting for not being the best */
    SPACE_COST = 700,       /* of a line more above a head */
    DEMERITS_A_POINT = 250, /* line demerits that weigh as much as 1 of page cost */
};

/* Stretches, growing, and what their choices are made of. */
typedef struct Fitter {
    Arena *a;
    const Boxes *boxes;
    Stretch *v;
    Paragraph **paras; /* of each stretch; NULL: it is none */
    uint32_t n;
} Fitter;

static bool ends_in_hyphen(const Para *p, uint32_t at)
{
    return p->items[at].kind == ITEM_PENALTY && p->items[at].hyphen;
}

/* The lines of another setting, with all that breaking pages asks of them. */
static Choice other_choice(Arena *a, const Paragraph *p, const Box *best,
                           const Setting *other)
{
    const uint32_t n = other->lines;
    const bool inside = p->n > 1 && best[1].penalty == INSIDE_PENALTY;
    Box *v = arena_array(a, n, sizeof *v);
    for (uint32_t k = 0; k < n; k++) {
        v[k] = (Box){.height = best->height,
                     .snaps = best->snaps,
                     .hyphened = ends_in_hyphen(&p->para, other->breaks[k])};
        if (k > 0)
            v[k].penalty = k < p->style.orphans || n - k < p->style.widows ? LINES_PENALTY
                           : inside ? INSIDE_PENALTY
                                    : 0;
    }
    v[0].space = best->space;
    v[0].penalty = best->penalty;
    v[0].keep_space = best->keep_space;
    v[0].forced = best->forced;
    const int64_t more = other->cost - p->best.cost;
    return (Choice){v, n, OTHER_COST + (more > 0 ? more / DEMERITS_A_POINT : 0)};
}

static void add_stretch(Fitter *f, Paragraph *para, const Choice *choices, uint32_t n)
{
    f->paras[f->n] = para;
    f->v[f->n++] = (Stretch){choices, n};
}

static void add_plain(Fitter *f, uint32_t from, uint32_t to)
{
    if (from == to)
        return;
    Choice *c = arena_alloc(f->a, sizeof *c);
    *c = (Choice){&f->boxes->v[from], to - from, 0};
    add_stretch(f, NULL, c, 1);
}

static void add_paragraph(Fitter *f, Paragraph *p)
{
    const Box *best = &f->boxes->v[p->first];
    Choice *c = arena_array(f->a, 1 + SETTINGS, sizeof *c);
    uint32_t n = 0;
    c[n++] = (Choice){best, p->n, 0};
    para_settings(p);
    for (uint32_t k = 0; k < p->nothers; k++)
        c[n++] = other_choice(f->a, p, best, &p->others[k]);
    add_stretch(f, p, c, n);
}

/* May it stand a line lower? */
static bool is_head(const Box *b, Len line)
{
    return b->block && b->block->kind == N_HEADING && b->space >= line &&
           !b->keep_space && !b->forced;
}

static void add_head(Fitter *f, uint32_t at, Len line)
{
    const Box *best = &f->boxes->v[at];
    Choice *c = arena_array(f->a, 2, sizeof *c);
    Box *lower = arena_alloc(f->a, sizeof *lower);
    *lower = *best;
    lower->space += line;
    c[0] = (Choice){best, 1, 0};
    c[1] = (Choice){lower, 1, SPACE_COST};
    add_stretch(f, NULL, c, 2);
}

static Fitter fitter_new(Arena *a, const Boxes *boxes, Len line)
{
    Fitter f = {.a = a, .boxes = boxes};
    f.v = arena_array(a, boxes->n, sizeof *f.v);
    f.paras = arena_array(a, boxes->n, sizeof *f.paras);
    uint32_t plain = 0; /* the first box that is in no stretch yet */
    for (uint32_t i = 0, k = 0; i < boxes->n; i++) {
        while (k < boxes->nparas && boxes->paras[k].first < i)
            k++;
        const bool para = k < boxes->nparas && boxes->paras[k].first == i;
        if (!para && !is_head(&boxes->v[i], line))
            continue;
        add_plain(&f, plain, i);
        if (para)
            add_paragraph(&f, &boxes->paras[k]);
        else
            add_head(&f, i, line);
        i += para ? boxes->paras[k].n - 1 : 0;
        plain = i + 1;
    }
    add_plain(&f, plain, boxes->n);
    return f;
}

/* The boxes as they were chosen. */
static void rebuild(const Fitter *f, const uint32_t *chosen, Boxes *boxes)
{
    Boxes now = {0};
    for (uint32_t e = 0; e < f->n; e++) {
        const Choice *c = &f->v[e].choices[chosen[e]];
        const uint32_t first = now.n;
        if (chosen[e] && f->paras[e])
            para_set(f->paras[e], &f->paras[e]->others[chosen[e] - 1], &now);
        for (uint32_t k = 0; k < c->n; k++) {
            if (now.n == first + k) {
                ARRAY_ROOM(now.v, now.n, now.cap);
                now.v[now.n++] = c->boxes[k];
                continue;
            }
            Box *b = &now.v[first + k];
            b->space = c->boxes[k].space;
            b->penalty = c->boxes[k].penalty;
            b->keep_space = c->boxes[k].keep_space;
            b->forced = c->boxes[k].forced;
            b->snaps = c->boxes[k].snaps;
        }
    }
    free(boxes->v);
    boxes->v = now.v;
    boxes->n = now.n;
    boxes->cap = now.cap;
}

Pagination fit_pages(Setter *s, Boxes *boxes, const PageRoom *room, uint32_t keep,
                     bool *changed)
{
    const Choice all = {boxes->v, boxes->n, 0};
    const Stretch whole = {&all, 1};
    Pagination best = {0};
    Fitter f;
    *changed = false;
    if (boxes->n == 0)
        return best;
    break_pages(s->scratch, &whole, 1, room, INT64_MAX, &best);
    if (best.npages > 1 && best.cost >= FAULT_COST) {
        f = fitter_new(s->scratch, boxes, room->line);
        *changed = break_pages(s->scratch, f.v, f.n, room, best.cost, &best);
    }
    if (keep && best.npages != keep) {
        PageRoom any = *room;
        any.side = PAGE_ANY;
        return fit_pages(s, boxes, &any, 0, changed);
    }
    if (*changed)
        rebuild(&f, best.chosen, boxes);
    return best;
}
