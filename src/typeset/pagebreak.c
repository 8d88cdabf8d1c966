/* Breaking a chapter into pages: a least-cost path over its boxes, and over the ways in
 * which stretches of it may be set.
 *
 * A chapter is a row of stretches.  One may be set in several ways: a paragraph in a line
 * less or more, a heading with more space above it.  A page costs what it falls short of
 * full, squared up to a few lines, and the penalty of the break it ends with: that of a
 * widow, an orphan or a stranded head is so high that any number of short pages is
 * cheaper, but finite, so that a chapter that has no way without one is set all the same.
 *
 * A state is a place where a page may begin (a stretch, or a line of one of its choices),
 * its value the least cost of all before it.  From each state stretch after stretch is
 * put on the page in every way; of the fillings of one height the cheapest is kept.  So
 * the work is the states times the stretches of a page times their choices times the
 * heights; with one choice each there is one height, and it is the boxes times the lines
 * of a page.  But most of these pages nobody would want, and most chapters have a path
 * without a fault: so it is looked for below a low limit first, which few states come
 * under, and then below one many times as high, until there is one; what is found is the
 * cheapest of all, and the vain searches before it take a fraction of the last one's
 * time.  What the pages of the cheapest path hold is found by filling these few once
 * more, lest every state remember it.
 *
 * Where it is known which pages face each other, both may be a line longer: what a page
 * that begins in a state is bound to is part of the state.  Inserts, whole pages that a
 * box brings with it (a turned table), come behind the page on which it stands, which the
 * text below fills; they change the side of those that follow.
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

enum {
    BOXES_MOST = 600, /* on a page: the lines of a sheet of A3 at 2 pt; it keeps the work
                       * linear where a sheet makes lines that have no height */
    HEIGHTS_MOST = 128, /* more fillings of a page are not told apart */
    LIMIT_LEAST = 1000, /* of the cost of all pages, at first: none has a fault */
    LIMIT_STEP = 16,    /* the next is so many times as high */
};

#define NO_STATE UINT32_MAX

/* ---- a page ---- */

/* What stands on a page so far. */
typedef struct Fill {
    int64_t body, foot; /* heights; foot: of the notes, without the gap above them */
    uint32_t inserts;   /* that follow it */
} Fill;

int64_t box_loose_top(const Box *b, bool first, int64_t below)
{
    int64_t y = below;
    if (!first || b->keep_space)
        y += b->space;
    if (first && b->head)
        y += (b - b->head)->height;
    return y;
}

int64_t box_top(const Box *b, bool first, int64_t below, Len line)
{
    const int64_t y = box_loose_top(b, first, below);
    return b->snaps && b->height == line ? (y + line - 1) / line * line : y;
}

static void put_box(Fill *f, const Box *b, bool first, Len line)
{
    f->body = box_top(b, first, f->body, line) + b->height;
    f->foot += b->foot;
    f->inserts += b->ninserts;
}

/* Must a page that holds so much end above the box? */
static bool ends_above(const Fill *f, const Box *next)
{
    return next->forced || (next->clears && f->inserts > 0);
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

/* The room of a page, the chapter's first or a later one. */
static int64_t room_of(const PageRoom *room, bool first, bool longer)
{
    return (first ? room->first : room->later) + (longer ? room->line : 0);
}

/* What the faults of a page cost that ends with the box `last`; `next` is the first of
 * the next page (NULL: there is none). */
typedef struct PageCost {
    int64_t of[FAULT_COUNT];
} PageCost;

static PageCost page_cost(const Fill *f, bool first, bool longer, const Box *last,
                          const Box *next, const PageRoom *room)
{
    const int64_t height = height_of(f, room), most = room_of(room, first, longer);
    PageCost c = {.of[FAULT_NONE] = longer ? LONG_COST : 0,
                  .of[FAULT_TALL] = height > most ? NEVER_COST : 0};
    if (next == NULL) {
        const int64_t lines = (f->body + room->line - 1) / room->line;
        const int64_t lack = !first && lines < LAST_LINES ? LAST_LINES - lines : 0;
        c.of[FAULT_LAST] = LAST_COST * lack * lack;
    } else if (!ends_above(f, next)) {
        const int64_t lack = height < most ? (Len)(most - height) / room->line : 0;
        const int64_t p = next->penalty;
        const int64_t lines = lack < GAP_LINES ? lack : GAP_LINES;
        c.of[FAULT_SHORT] = SHORT_COST * lines * lines + GAP_COST * (lack - lines);
        c.of[fault_of(next->penalty)] = p >= PENALTY_NEVER ? NEVER_COST : p * p;
        c.of[FAULT_HYPHEN] = last->hyphened ? HYPHEN_COST : 0;
    }
    return c;
}

static int64_t sum_of(const PageCost *c)
{
    int64_t sum = 0;
    for (int i = 0; i < FAULT_COUNT; i++)
        sum += c->of[i];
    return sum;
}

static PageFault dearest(const PageCost *c)
{
    int worst = FAULT_NONE;
    for (int i = FAULT_NONE + 1; i < FAULT_COUNT; i++)
        if (c->of[i] > (worst == FAULT_NONE ? 0 : c->of[worst]))
            worst = i;
    return (PageFault)worst;
}

/* ---- the path ---- */

/* What a page is bound to by the one before.  Pages of which it is not known whether they
 * are left or right are ON_RIGHT: bound to be as long as all. */
typedef enum Bond { ON_LEFT, ON_RIGHT, ON_RIGHT_LONGER, BONDS } Bond;

/* A place where a page may begin, and what that page is bound to: the BONDS states of a
 * place are next to each other. */
typedef struct State {
    int64_t cost;
    uint32_t from;                  /* the state that the page before began with */
    uint32_t stretch, choice, line; /* where the page of this state begins */
} State;

/* A page as one of the states of its place lets it be. */
typedef struct Make {
    int64_t cost; /* of all before it */
    int64_t room;
    uint32_t from; /* the state */
    Bond after;    /* what the next page is bound to */
    bool longer;
} Make;

enum { MAKES_MOST = BONDS + 1 };

/* A way to fill a page. */
typedef struct Way {
    Fill fill;
    int64_t cost;                     /* of the choices begun on this page */
    uint32_t before, stretch, choice; /* before: the way without this stretch */
    uint32_t nboxes;
    bool single; /* it holds one box, which may be too high */
} Way;

typedef struct Breaker {
    const Stretch *v;
    uint32_t n;
    const PageRoom *room;
    int64_t most;   /* what must be cheaper */
    uint32_t *base; /* of a stretch: the state in which a page begins with it */
    State *states;
    uint32_t nstates;
    bool first;             /* the page at hand is the chapter's first */
    Make makes[MAKES_MOST]; /* of the page at hand */
    uint32_t nmakes;
    int64_t room_most; /* of theirs */
    Way *ways;         /* of the page at hand; the first is the empty one */
    uint32_t nways, ways_cap;
    uint32_t target; /* the state whose page is filled once more, or NO_STATE */
    uint32_t *chosen;
} Breaker;

/* The first of the states in which a page begins with a line, not the first, of a choice;
 * the others are bound otherwise. */
static uint32_t state_of(const Breaker *b, uint32_t stretch, uint32_t choice,
                         uint32_t line)
{
    uint32_t place = line;
    for (uint32_t k = 0; k < choice; k++)
        place += b->v[stretch].choices[k].n - 1;
    return b->base[stretch] + place * BONDS;
}

static Bond bond_of(uint32_t state)
{
    return (Bond)(state % BONDS);
}

static Breaker breaker_new(const Stretch *v, uint32_t n, const PageRoom *room)
{
    Breaker b = {.v = v, .n = n, .room = room, .target = NO_STATE};
    b.base = mem_grow(NULL, (size_t)n + 1, sizeof *b.base);
    for (uint32_t e = 0; e < n; e++) {
        b.base[e] = b.nstates;
        b.nstates += BONDS;
        for (uint32_t k = 0; k < v[e].n; k++)
            b.nstates += (v[e].choices[k].n - 1) * BONDS;
    }
    b.base[n] = b.nstates; /* the last: all is set */
    b.nstates += BONDS;
    b.states = mem_grow(NULL, b.nstates, sizeof *b.states);
    for (uint32_t i = 0, e = 0; i < b.nstates; i++) {
        while (e < n && i >= b.base[e + 1])
            e++;
        b.states[i] = (State){.stretch = e};
    }
    for (uint32_t e = 0; e < n; e++)
        for (uint32_t k = 0, i = b.base[e] + BONDS; k < v[e].n; k++)
            for (uint32_t at = BONDS; at < v[e].choices[k].n * BONDS; at++, i++) {
                b.states[i].choice = k;
                b.states[i].line = at / BONDS;
            }
    return b;
}

static void breaker_free(Breaker *b)
{
    free(b->base);
    free(b->states);
    free(b->ways);
}

/* A page may end before state `to`; cost: of all up to it. */
static void relax(Breaker *b, uint32_t to, const Make *m, uint32_t way, int64_t cost)
{
    State *s = &b->states[to];
    if (cost < s->cost && cost < b->most) {
        s->cost = cost;
        s->from = m->from;
    } else if (b->target == to && cost == s->cost) {
        for (; way; way = b->ways[way].before)
            b->chosen[b->ways[way].stretch] = b->ways[way].choice;
        b->target = NO_STATE;
    }
}

/* What the page is bound to that comes behind inserts, where `after` would come. */
static Bond bond_behind(const PageRoom *room, Bond after, uint32_t inserts)
{
    if (room->side == PAGE_ANY || inserts % 2 == 0)
        return after;
    return after == ON_LEFT ? ON_RIGHT : ON_LEFT;
}

/* What a page costs at least that falls so much short of full: few are worth more than
 * this look. */
static int64_t least_cost(int64_t gap, Len line)
{
    int64_t lack = 0;
    while (lack < GAP_LINES && gap >= (lack + 1) * line)
        lack++;
    return SHORT_COST * lack * lack;
}

/* The same for all that the page may be: `to` is the first of the states there, `way` the
 * stretches that stand whole on the page, `now` all that does. */
static void end_page(Breaker *b, uint32_t to, uint32_t way, const Way *now,
                     const Box *last, const Box *next)
{
    const int64_t height = height_of(&now->fill, b->room);
    const uint32_t inserts = now->fill.inserts;
    /* however short it is */
    const bool full = next == NULL || ends_above(&now->fill, next);
    for (uint32_t i = 0; i < b->nmakes; i++) {
        const Make *m = &b->makes[i];
        const int64_t so_far = m->cost + now->cost, gap = m->room - height;
        const int64_t least = so_far + (full ? 0 : least_cost(gap, b->room->line));
        const uint32_t end = to + bond_behind(b->room, m->after, inserts);
        if (least > b->states[end].cost || least >= b->most ||
            (gap < 0 && !now->single) || (inserts && m->after == ON_RIGHT_LONGER))
            continue;
        const PageCost c =
            page_cost(&now->fill, b->first, m->longer, last, next, b->room);
        relax(b, end, m, way, so_far + sum_of(&c));
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
static void put_stretch(Breaker *b, uint32_t way, uint32_t stretch, uint32_t choice,
                        uint32_t line, uint32_t first_kept)
{
    const Choice *c = &b->v[stretch].choices[choice];
    Way now = b->ways[way];
    now.before = way;
    now.stretch = stretch;
    now.choice = choice;
    now.cost += line == 0 ? c->cost : 0;
    for (uint32_t i = line; i < c->n; i++) {
        const Box *box = &c->boxes[i];
        now.single = way == 0 && i == line;
        put_box(&now.fill, box, now.single, b->room->line);
        if (!now.single &&
            (height_of(&now.fill, b->room) > b->room_most || ++now.nboxes >= BOXES_MOST))
            return;
        if (i + 1 < c->n)
            end_page(b, state_of(b, stretch, choice, i + 1), way, &now, box, box + 1);
        if (i + 1 < c->n && ends_above(&now.fill, box + 1))
            return;
    }
    keep_way(b, first_kept, &now);
}

/* Ends the page behind a stretch, in each way from `first` on. */
static void end_stretch(Breaker *b, uint32_t stretch, uint32_t first)
{
    const Box *next = stretch + 1 < b->n ? b->v[stretch + 1].choices[0].boxes : NULL;
    for (uint32_t w = first; w < b->nways; w++) {
        const Choice *c = &b->v[stretch].choices[b->ways[w].choice];
        end_page(b, b->base[stretch + 1], w, &b->ways[w], &c->boxes[c->n - 1], next);
    }
}

static void add_make(Breaker *b, uint32_t from, bool longer, Bond after)
{
    const int64_t room = room_of(b->room, b->first, longer);
    b->makes[b->nmakes++] = (Make){b->states[from].cost, room, from, after, longer};
    b->room_most = b->room_most < room ? room : b->room_most;
}

/* All that a page may be that begins in a state. */
static void add_makes(Breaker *b, uint32_t from)
{
    const Bond next = b->room->side == PAGE_ANY ? ON_RIGHT : ON_LEFT;
    if (b->states[from].cost == INT64_MAX)
        return;
    switch (bond_of(from)) {
    case ON_LEFT:
        add_make(b, from, false, ON_RIGHT);
        add_make(b, from, true, ON_RIGHT_LONGER);
        return;
    case ON_RIGHT:
        add_make(b, from, false, next);
        return;
    case ON_RIGHT_LONGER:
        add_make(b, from, true, next);
        return;
    case BONDS:
        return;
    }
}

/* All pages that begin in the states [from, to) of one place. */
static void fill_page(Breaker *b, uint32_t from, uint32_t to)
{
    const State s = b->states[from];
    b->first = from < BONDS;
    b->room_most = 0;
    b->nmakes = 0;
    for (uint32_t i = from; i < to; i++)
        add_makes(b, i);
    if (b->nmakes == 0)
        return;
    b->nways = 0;
    keep_way(b, 0, &(Way){0});
    for (uint32_t e = s.stretch, first = 0; e < b->n && first < b->nways; e++) {
        const Stretch *v = &b->v[e];
        const uint32_t line = e == s.stretch ? s.line : 0, end = b->nways;
        if (e > s.stretch && ends_above(&b->ways[first].fill, v->choices[0].boxes))
            return;
        for (uint32_t k = line ? s.choice : 0; k < (line ? s.choice + 1 : v->n); k++)
            for (uint32_t w = first; w < end; w++)
                put_stretch(b, w, e, k, line, end);
        first = end;
        end_stretch(b, e, first);
    }
}

/* The cheapest of the last states. */
static uint32_t cheapest_end(const Breaker *b)
{
    uint32_t best = b->base[b->n];
    for (uint32_t i = best; i < b->nstates; i++)
        if (b->states[i].cost < b->states[best].cost)
            best = i;
    return best;
}

/* The settings of the path to a state, by filling its pages once more; gives how many
 * pages there are. */
static uint32_t trace_settings(Breaker *b, uint32_t end)
{
    uint32_t npages = 0;
    for (uint32_t to = end; to >= BONDS; to = b->states[to].from) {
        const State *s = &b->states[to];
        if (s->line)
            b->chosen[s->stretch] = s->choice;
        b->target = to;
        fill_page(b, s->from, s->from + 1);
        npages++;
    }
    return npages;
}

static Pagination trace(Arena *a, Breaker *b, uint32_t end)
{
    Pagination p = {.cost = b->states[end].cost};
    b->chosen = p.chosen = arena_array(a, b->n, sizeof *p.chosen);
    p.npages = trace_settings(b, end);
    p.starts = arena_array(a, p.npages, sizeof *p.starts);
    p.longer = arena_array(a, p.npages, sizeof *p.longer);
    uint32_t *before = arena_array(a, (size_t)b->n + 1, sizeof *before); /* boxes */
    for (uint32_t e = 0; e < b->n; e++) {
        const Choice *c = &b->v[e].choices[p.chosen[e]];
        before[e + 1] = before[e] + c->n;
        for (uint32_t k = 0; k < c->n; k++)
            p.ninserts += c->boxes[k].ninserts;
    }
    for (uint32_t to = end, k = p.npages; k-- > 0; to = b->states[to].from) {
        const uint32_t from = b->states[to].from;
        p.starts[k] = before[b->states[from].stretch] + b->states[from].line;
        p.longer[k] = bond_of(from) == ON_RIGHT_LONGER || bond_of(to) == ON_RIGHT_LONGER;
    }
    return p;
}

/* Finds the cheapest path that costs less than `limit`; false: there is none. */
static bool find_path(Breaker *b, int64_t limit)
{
    b->most = limit;
    for (uint32_t i = 0; i < b->nstates; i++)
        b->states[i].cost = INT64_MAX;
    b->states[b->room->side == PAGE_LEFT ? ON_LEFT : ON_RIGHT].cost = 0;
    for (uint32_t i = 0; i < b->base[b->n]; i += BONDS)
        fill_page(b, i, i + BONDS);
    return b->states[cheapest_end(b)].cost != INT64_MAX;
}

bool break_pages(Arena *a, const Stretch *v, uint32_t n, const PageRoom *room,
                 int64_t most, Pagination *out)
{
    Breaker b = breaker_new(v, n, room);
    bool found = false;
    for (int64_t limit = LIMIT_LEAST; !found && limit < most / LIMIT_STEP;
         limit = limit < NEVER_COST ? limit * LIMIT_STEP : INT64_MAX)
        found = find_path(&b, limit);
    found = found || find_path(&b, most);
    if (found)
        *out = trace(a, &b, cheapest_end(&b));
    breaker_free(&b);
    return found;
}

/* Is the page a left one that another faces? */
static bool faces_next(const PageRoom *room, uint32_t page)
{
    return room->side != PAGE_ANY && (page % 2 == 0) == (room->side == PAGE_LEFT);
}

int64_t pages_cost(const Box *boxes, uint32_t n, const PageRoom *room,
                   const Pagination *pages, PageFault *faults)
{
    int64_t cost = 0;
    bool faced = false; /* by the page before it */
    for (uint32_t p = 0, at = 0; p < pages->npages; p++, at++) {
        const bool longer = pages->longer[p], last = p + 1 == pages->npages;
        const uint32_t i = pages->starts[p], j = last ? n : pages->starts[p + 1];
        Fill fill = {0};
        for (uint32_t k = i; k < j; k++) {
            if (k > i && ends_above(&fill, &boxes[k]))
                return INT64_MAX;
            put_box(&fill, &boxes[k], k == i, room->line);
        }
        const bool faces = fill.inserts == 0 && faces_next(room, at);
        if ((height_of(&fill, room) > room_of(room, p == 0, longer) && j > i + 1) ||
            (faces && !last && pages->longer[p + 1] != longer) ||
            (longer && !faces && !faced))
            return INT64_MAX;
        const PageCost c = page_cost(&fill, p == 0, longer, &boxes[j - 1],
                                     last ? NULL : &boxes[j], room);
        cost += sum_of(&c);
        if (faults)
            faults[at] = dearest(&c);
        at += fill.inserts;
        faced = faces;
    }
    return cost;
}
