/* Fitting: where pages do not come out even, paragraphs are set a line shorter or longer,
 * and what stands apart is given a line more of space.
 *
 * A paragraph has a best setting, and often some with a line less or more that cost
 * little: the looseness of TeX's \looseness, chosen by need.  Such a setting costs what
 * its lines cost more than the best one's, and a little for being another.
 * break_pages() chooses among them and breaks the pages in one.
 *
 * It is done only for chapters whose pages, broken with the best settings, show a fault.
 */
#include "pagecost.h"
#include "setter.h"

#include <stdlib.h>
#include <string.h>

enum {
    FAULT_COST = 2000,      /* pages that cost less are left alone */
    OTHER_COST = 200,       /* of a setting for not being the best */
    HEAD_COST = 700,        /* of a line more above a head, */
    SPACE_COST = 4000,      /* or above what else stands apart, the chapter's text too */
    DEMERITS_A_POINT = 250, /* line demerits that weigh as much as 1 of page cost */
    HOPELESS_FROM = 100,    /* pages: so many, nearly all with a fault, are no text (heads
                             * without any, say) that a line less or more could mend; */
    HOPELESS_SHARE = 8, /* neither are those where but one in so many has anything that
                         * could be set otherwise: lists of entries */
};

/* Stretches, growing, and what their choices are made of. */
struct Fitter {
    Setter *s;
    Arena *a; /* the setter's scratch */
    const Boxes *boxes;
    Len line;      /* the distance of the lines of the grid */
    uint32_t text; /* the first box below the title and what goes with it */
    Stretch *v;
    Paragraph **paras; /* of each stretch; NULL: it is none */
    uint32_t n;
    bool ready; /* the stretches are there: they were wanted before */
};

static bool ends_in_hyphen(const Para *p, uint32_t at)
{
    return p->items[at].kind == ITEM_PENALTY && p->items[at].hyphen;
}

/* The height of a note that a paragraph calls: it is set already. */
static Len height_of(const Paragraph *p, const Box *best, const Node *note)
{
    for (uint32_t k = 0; k < p->n; k++)
        for (uint32_t i = 0; i < best[k].nnotes; i++)
            if (best[k].notes[i] == note)
                return best[k].feet[i];
    return 0;
}

/* The height of the notes called between two items. */
static Len foot_of(const Paragraph *p, const Box *best, uint32_t from, uint32_t to)
{
    const Node *before = NULL;
    Len foot = 0;
    for (uint32_t i = from; i < to; i++) {
        const Item *it = &p->para.items[i];
        if (it->kind != ITEM_BOX || it->piece == UINT32_MAX)
            continue;
        const Node *note = p->para.pieces[it->piece].note;
        if (note && note != before)
            foot += height_of(p, best, note);
        before = note;
    }
    return foot;
}

/* Do its lines have their own notes at the foot, whole, and no others? */
static bool has_own_notes(const Paragraph *p, const Box *best)
{
    for (uint32_t k = 0; k < p->n; k++) {
        Len own = 0;
        for (uint32_t i = 0; i < best[k].nnotes; i++)
            own += best[k].feet[i];
        if (own != best[k].foot)
            return false;
    }
    return true;
}

/* The lines of another setting, with all that breaking pages asks of them. */
static Choice other_choice(Arena *a, const Paragraph *p, const Box *best,
                           const Setting *other)
{
    const uint32_t n = other->lines;
    const bool inside = p->n > 1 && best[1].penalty == INSIDE_PENALTY;
    Box *v = arena_array(a, n, sizeof *v);
    uint32_t from = 0;
    for (uint32_t k = 0; k < n; from = other->breaks[k++]) {
        v[k] = (Box){.height = best->height,
                     .snaps = best->snaps,
                     .foot = foot_of(p, best, from, other->breaks[k]),
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
    v[0].clears = best->clears;
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

/* May it stand a line lower?  What stands apart from what is above it may, from where the
 * chapter's text begins. */
static bool may_sink(const Fitter *f, uint32_t at)
{
    const Box *b = &f->boxes->v[at];
    return at >= f->text && b->space >= f->line && !b->keep_space && !b->forced &&
           !b->head;
}

/* The same boxes with a line more of space above them. */
static Choice sunk(const Fitter *f, uint32_t at, const Choice *c)
{
    Box *v = arena_array(f->a, c->n, sizeof *v);
    memcpy(v, c->boxes, c->n * sizeof *v);
    v->space += f->line;
    const bool head = at > f->text && v->block->kind == N_HEADING;
    return (Choice){v, c->n, head ? HEAD_COST : SPACE_COST};
}

/* A paragraph, or (NULL) the box at `at` alone. */
static void add_choices(Fitter *f, uint32_t at, Paragraph *p)
{
    const Box *best = &f->boxes->v[at];
    Choice *c = arena_array(f->a, 1 + SETTINGS + 1, sizeof *c);
    uint32_t n = 0;
    c[n++] = (Choice){best, p ? p->n : 1, 0};
    if (p && has_own_notes(p, best))
        para_settings(p);
    for (uint32_t k = 0; p && k < p->nothers; k++)
        c[n++] = other_choice(f->a, p, best, &p->others[k]);
    if (may_sink(f, at)) {
        c[n] = sunk(f, at, c);
        n++;
    }
    add_stretch(f, p, c, n);
}

static void add_stretches(Fitter *f)
{
    const Boxes *boxes = f->boxes;
    f->ready = true;
    f->text = boxes->nparas ? boxes->paras[0].first : 1;
    f->v = arena_array(f->a, boxes->n, sizeof *f->v);
    f->paras = arena_array(f->a, boxes->n, sizeof *f->paras);
    uint32_t plain = 0; /* the first box that is in no stretch yet */
    for (uint32_t i = 0, k = 0; i < boxes->n; i++) {
        while (k < boxes->nparas && boxes->paras[k].first < i)
            k++;
        Paragraph *p =
            k < boxes->nparas && boxes->paras[k].first == i ? &boxes->paras[k] : NULL;
        if (!p && !may_sink(f, i))
            continue;
        add_plain(f, plain, i);
        add_choices(f, i, p);
        i += p ? p->n - 1 : 0;
        plain = i + 1;
    }
    add_plain(f, plain, boxes->n);
}

Fitter *fitter_new(Setter *s, const Boxes *boxes, Len line)
{
    Fitter *f = arena_alloc(s->scratch, sizeof *f);
    *f = (Fitter){.s = s, .a = s->scratch, .boxes = boxes, .line = line};
    return f;
}

/* The label before the first line of an item's paragraph, set anew. */
static void copy_label(Setter *s, Box *to, const Box *from)
{
    uint32_t n = 0;
    while (n < from->nruns && from->runs[n].label)
        n++;
    if (n)
        box_prepend(s, to, from->runs, n);
}

/* The boxes as they were chosen. */
static Boxes boxes_chosen(const Fitter *f, const uint32_t *chosen)
{
    Boxes now = {0};
    for (uint32_t e = 0; e < f->n; e++) {
        const Choice *c = &f->v[e].choices[chosen[e]];
        const uint32_t first = now.n;
        if (chosen[e] && f->paras[e] && chosen[e] <= f->paras[e]->nothers) {
            para_set(f->paras[e], &f->paras[e]->others[chosen[e] - 1], &now);
            copy_label(f->s, &now.v[first], f->v[e].choices[0].boxes);
        }
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
            b->clears = c->boxes[k].clears;
            b->snaps = c->boxes[k].snaps;
        }
    }
    return now;
}

static bool is_hopeless(const Fitter *f, const PageRoom *room, const Pagination *pages)
{
    if (pages->npages < HOPELESS_FROM)
        return false;
    const uint32_t all = pages->npages + pages->ninserts;
    PageFault *faults = arena_array(f->a, all, sizeof *faults);
    pages_cost(f->boxes->v, f->boxes->n, room, pages, faults);
    uint32_t good = 0;
    for (uint32_t p = 0; p < all; p++)
        good += faults[p] == FAULT_NONE;
    return good < all / 10;
}

bool fit_pages(Fitter *f, const PageRoom *room, Pagination *out, Boxes *fitted)
{
    const Choice all = {f->boxes->v, f->boxes->n, 0};
    const Stretch whole = {&all, 1};
    *out = (Pagination){0};
    if (f->boxes->n == 0)
        return false;
    break_pages(f->a, &whole, 1, room, INT64_MAX, out);
    if (out->npages < 2 || out->cost < FAULT_COST || is_hopeless(f, room, out))
        return false;
    if (!f->ready)
        add_stretches(f);
    if (f->n < out->npages / HOPELESS_SHARE ||
        !break_pages(f->a, f->v, f->n, room, out->cost, out))
        return false;
    *fitted = boxes_chosen(f, out->chosen);
    return true;
}
