/* Breaking a chapter into pages: a least-cost path over its boxes, and over the ways in
 * which stretches of it may be set.
 *
 * A chapter is a row of stretches.  One may be set in several ways: a paragraph in a line
 * less or more, a heading with more space above it.  A page costs what it falls short of
 * full, squared, and the penalty of the break it ends with: that of a widow, an orphan or
 * a stranded head is so high that any number of short pages is cheaper, but finite, so
 * that a chapter that has no way without one is set all the same.
 *
 * A state is a place where a page may begin (a stretch, or a line of one of its choices),
 * its value the least cost of all before it.  From each state stretch after stretch is
 * put on the page in every way; of the fillings of one height the cheapest is kept.  So
 * the work is the states times the stretches of a page times their choices times the
 * heights; with one choice each there is one height, and it is the boxes times the lines
 * of a page.  States dearer than a solution that is known are not looked at.  What the
 * pages of the cheapest path hold is found by filling these few once more, lest every
 * state remember it.
 *
 * Not taken: filling page after page (what TeX does), which finds a widow when it is too
 * late to mend it but by one short page; here earlier pages give way, too.  The model is
 * Plass's ("Optimal Pagination Techniques", 1981), without floats; choosing the looseness
 * of paragraphs in the same path is Mittelbach's ("A General LuaTeX Framework for
 * Globally Optimized Pagination", 2019). */
#include "pagecost.h"
#include "setter.h"

#include <stdlib.h>
#include <string.h>

/* More fillings of a page are not told apart: twice the lines of any page. */
enum { HEIGHTS_MOST = 256 };

/* ---- a page ---- */

/* What stands on a page so far. */
typedef struct Fill {
    int64_t body, foot; /* heights; foot: of the notes, without the gap above them */
} Fill;

int64_t box_top(const Box *b, bool first, int64_t below, Len line)
{
    int64_t y = below;
    if (!first || b->keep_space)
        y += b->space;
    if (first && b->head)
        y += (b - b->head)->height;
    if (b->snaps && b->height == line)
        y = (y + line - 1) / line * line;
    return y;
}

static void put_box(Fill *f, const Box *b, bool first, Len line)
{
    f->body = box_top(b, first, f->body, line) + b->height;
    f->foot += b->foot;
}

static int64_t height_of(const Fill *f, const PageRoom *room)
{
    return f->body + f->foot + (f->foot ? room->gap : 0);
}

static PageFault fault_of(int32_t penalty)
{
    return penalty >= HEAD_PENALTY    ? FAULT_HEAD
           : penalty >= LINES_PENALTY ? FAULT_LINES
                                      : FAULT_PARTED;
}

/* What the faults of a page cost that ends with the box `last`; `next` is the first of
 * the next page (NULL: there is none), `only` says that it is the chapter's first.  The
 * dearest is *worst. */
static int64_t page_cost(const Fill *f, bool only, const Box *last, const Box *next,
                         const PageRoom *room, PageFault *worst)
{
    const int64_t height = height_of(f, room), most = only ? room->first : room->later;
    int64_t cost[FAULT_COUNT] = {0}, sum = 0;
    cost[FAULT_TALL] = height > most ? NEVER_COST : 0;
    if (next == NULL) {
        const int64_t lines = (f->body + room->line - 1) / room->line;
        const int64_t lack = !only && lines < LAST_LINES ? LAST_LINES - lines : 0;
        cost[FAULT_LAST] = LAST_COST * lack * lack;
    } else if (!next->forced) {
        const int64_t lack = height < most ? (most - height) / room->line : 0;
        const int64_t p = next->penalty;
        cost[FAULT_SHORT] = SHORT_COST * lack * lack;
        cost[fault_of(next->penalty)] = p >= PENALTY_NEVER ? NEVER_COST : p * p;
        cost[FAULT_HYPHEN] = last->hyphened ? HYPHEN_COST : 0;
    }
    *worst = FAULT_NONE;
    for (int i = 0; i < FAULT_COUNT; i++) {
        sum += cost[i];
        if (cost[i] > cost[*worst])
            *worst = (PageFault)i;
    }
    return sum;
}

/* ---- the path ---- */

typedef struct State {
    int64_t cost;
    uint32_t from;                  /* the state that the page before began with */
    uint32_t stretch, choice, line; /* where the page of this state begins */
} State;

/* A way to fill a page. */
typedef struct Way {
    Fill fill;
    int64_t cost;                     /* of the choices begun on this page */
    uint32_t before, stretch, choice; /* before: the way without this stretch */
} Way;

typedef struct Breaker {
    const Stretch *v;
    uint32_t n;
    const PageRoom *room;
    int64_t most;   /* what must be cheaper */
    uint32_t *base; /* of a stretch: the state in which a page begins with it */
    State *states;
    uint32_t nstates;
    Way *ways; /* of the page at hand; the first is the empty one */
    uint32_t nways, ways_cap;
    uint32_t target; /* the state whose page is filled once more; 0: none */
    uint32_t *chosen;
} Breaker;

/* The state in which a page begins with a line, not the first, of a choice. */
static uint32_t state_of(const Breaker *b, uint32_t stretch, uint32_t choice,
                         uint32_t line)
{
    uint32_t state = b->base[stretch] + line;
    for (uint32_t k = 0; k < choice; k++)
        state += b->v[stretch].choices[k].n - 1;
    return state;
}

static Breaker breaker_new(const Stretch *v, uint32_t n, const PageRoom *room,
                           int64_t most)
{
    Breaker b = {.v = v, .n = n, .room = room, .most = most};
    b.base = mem_grow(NULL, (size_t)n + 1, sizeof *b.base);
    for (uint32_t e = 0; e < n; e++) {
        b.base[e] = b.nstates++;
        for (uint32_t k = 0; k < v[e].n; k++)
            b.nstates += v[e].choices[k].n - 1;
    }
    b.base[n] = b.nstates++; /* the last: all is set */
    b.states = mem_grow(NULL, b.nstates, sizeof *b.states);
    for (uint32_t i = 0, e = 0; i < b.nstates; i++) {
        while (e < n && i >= b.base[e + 1])
            e++;
        b.states[i] = (State){.cost = INT64_MAX, .stretch = e};
    }
    for (uint32_t e = 0; e < n; e++)
        for (uint32_t k = 0, i = b.base[e] + 1; k < v[e].n; k++)
            for (uint32_t line = 1; line < v[e].choices[k].n; line++, i++) {
                b.states[i].choice = k;
                b.states[i].line = line;
            }
    return b;
}

static void breaker_free(Breaker *b)
{
    free(b->base);
    free(b->states);
    free(b->ways);
}

/* A page that begins in state `from`, filled as `way` says, may end before state `to`. */
static void end_page(Breaker *b, uint32_t to, uint32_t from, uint32_t way, int64_t cost)
{
    State *s = &b->states[to];
    cost += b->states[from].cost;
    if (cost < s->cost && cost < b->most) {
        s->cost = cost;
        s->from = from;
    } else if (b->target == to && cost == s->cost) {
        for (; way; way = b->ways[way].before)
            b->chosen[b->ways[way].stretch] = b->ways[way].choice;
        b->target = 0;
    }
}

/* Keeps a way, with the others from `first` on, unless one as high is cheaper. */
static void keep_way(Breaker *b, uint32_t first, const Way *way)
{
    for (uint32_t i = first; i < b->nways; i++) {
        Way *w = &b->ways[i];
        if (w->fill.body != way->fill.body || w->fill.foot != way->fill.foot)
            continue;
        if (way->cost < w->cost)
            *w = *way;
        return;
    }
    if (b->nways - first == HEIGHTS_MOST)
        return;
    ARRAY_ROOM(b->ways, b->nways, b->ways_cap);
    b->ways[b->nways++] = *way;
}

/* Puts a choice of a stretch, from `line` on, behind what `way` holds. */
static void put_stretch(Breaker *b, uint32_t from, uint32_t way, uint32_t stretch,
                        uint32_t choice, uint32_t line, uint32_t first_kept)
{
    const Choice *c = &b->v[stretch].choices[choice];
    Way now = b->ways[way];
    PageFault worst;
    now.before = way;
    now.stretch = stretch;
    now.choice = choice;
    now.cost += line == 0 ? c->cost : 0;
    for (uint32_t i = line; i < c->n; i++) {
        const Box *box = &c->boxes[i];
        const bool first = way == 0 && i == line;
        if (i > line) {
            end_page(b, state_of(b, stretch, choice, i), from, way,
                     now.cost +
                         page_cost(&now.fill, from == 0, box - 1, box, b->room, &worst));
            if (box->forced)
                return;
        }
        put_box(&now.fill, box, first, b->room->line);
        if (!first &&
            height_of(&now.fill, b->room) > (from ? b->room->later : b->room->first))
            return;
    }
    keep_way(b, first_kept, &now);
}

/* Ends the page behind a stretch, in each way from `first` on. */
static void end_stretch(Breaker *b, uint32_t from, uint32_t stretch, uint32_t first)
{
    const Box *next = stretch + 1 < b->n ? b->v[stretch + 1].choices[0].boxes : NULL;
    PageFault worst;
    for (uint32_t w = first; w < b->nways; w++) {
        const Way *way = &b->ways[w];
        const Choice *c = &b->v[stretch].choices[way->choice];
        end_page(b, b->base[stretch + 1], from, w,
                 way->cost + page_cost(&way->fill, from == 0, &c->boxes[c->n - 1], next,
                                       b->room, &worst));
    }
}

/* All pages that begin in a state. */
static void fill_page(Breaker *b, uint32_t from)
{
    const State s = b->states[from];
    b->nways = 0;
    keep_way(b, 0, &(Way){0});
    for (uint32_t e = s.stretch, first = 0; e < b->n && first < b->nways; e++) {
        const Stretch *v = &b->v[e];
        const uint32_t line = e == s.stretch ? s.line : 0, end = b->nways;
        if (e > s.stretch && v->choices[0].boxes[0].forced)
            return;
        for (uint32_t k = line ? s.choice : 0; k < (line ? s.choice + 1 : v->n); k++)
            for (uint32_t w = first; w < end; w++)
                put_stretch(b, from, w, e, k, line, end);
        first = end;
        end_stretch(b, from, e, first);
    }
}

/* What the cheapest path chose, and where its pages begin. */
static Pagination trace(Arena *a, Breaker *b)
{
    Pagination p = {.cost = b->states[b->nstates - 1].cost};
    b->chosen = p.chosen = arena_array(a, b->n, sizeof *p.chosen);
    for (uint32_t to = b->nstates - 1; to != 0; to = b->states[to].from) {
        const State *s = &b->states[to];
        if (s->line)
            p.chosen[s->stretch] = s->choice;
        b->target = to;
        fill_page(b, s->from);
        p.npages++;
    }
    p.starts = arena_array(a, p.npages, sizeof *p.starts);
    uint32_t k = p.npages, e = b->n, after = 0; /* boxes from stretch e on */
    for (uint32_t i = 0; i < b->n; i++)
        after += b->v[i].choices[p.chosen[i]].n;
    const uint32_t all = after;
    after = 0;
    for (uint32_t to = b->nstates - 1; to != 0; to = b->states[to].from) {
        const State *s = &b->states[b->states[to].from];
        while (e > s->stretch) {
            e--;
            after += b->v[e].choices[p.chosen[e]].n;
        }
        p.starts[--k] = all - after + s->line;
    }
    return p;
}

bool break_pages(Arena *a, const Stretch *v, uint32_t n, const PageRoom *room,
                 int64_t most, Pagination *out)
{
    Breaker b = breaker_new(v, n, room, most);
    b.states[0].cost = 0;
    for (uint32_t i = 0; i + 1 < b.nstates; i++)
        if (b.states[i].cost != INT64_MAX)
            fill_page(&b, i);
    const bool found = b.states[b.nstates - 1].cost != INT64_MAX;
    if (found)
        *out = trace(a, &b);
    breaker_free(&b);
    return found;
}

int64_t pages_cost(const Box *boxes, uint32_t n, const PageRoom *room,
                   const uint32_t *starts, uint32_t npages, PageFault *faults)
{
    int64_t cost = 0;
    for (uint32_t p = 0; p < npages; p++) {
        const uint32_t i = starts[p], j = p + 1 < npages ? starts[p + 1] : n;
        Fill fill = {0};
        PageFault worst;
        for (uint32_t k = i; k < j; k++) {
            put_box(&fill, &boxes[k], k == i, room->line);
            if (k > i && boxes[k].forced)
                return INT64_MAX;
        }
        if (height_of(&fill, room) > (p ? room->later : room->first) && j > i + 1)
            return INT64_MAX;
        cost += page_cost(&fill, p == 0, &boxes[j - 1], j < n ? &boxes[j] : NULL, room,
                          &worst);
        if (faults)
            faults[p] = worst;
    }
    return cost;
}
