/* Fitting: where pages do not come out even, paragraphs are set a line shorter or longer.
 *
 * A paragraph has a best setting, and often one with a line less or more that costs
 * little.  Settings and page breaks are chosen together: a state is a place where a page
 * may begin (a box, or a line of a paragraph in one of its settings), its value the least
 * cost of all before it.  From each state, element after element is put on the page in
 * every setting; of the ways that fill it to the same height the cheapest is kept.  So
 * the work is the states times the elements of a page times the few heights they can
 * have. A setting costs what its lines cost more than the best one's, and a little for
 * being another; that is the looseness of TeX's \looseness, chosen by need (F.
 * Mittelbach, "A general LuaTeX framework for globally optimized pagination", 2019).
 *
 * It is done only for chapters whose pages, broken with the best settings, show a fault;
 * and the pages are broken by break_pages() in the end, with the settings chosen here. */
#include <stdlib.h>
#include <string.h>

#include "flow.h"
#include "pagecost.h"

enum {
    FAULT_COST = 1500,       /* pages that cost less are left alone: half a line short */
    OTHER_COST = 200,        /* of a setting for not being the best */
    DEMERITS_A_POINT = 1000, /* line demerits that weigh as much as 1 of page cost */
    HEIGHTS_MOST = 64,       /* ways to fill a page that are kept */
};

#define NO_COST INT64_MAX
/* A box, or a paragraph as a whole. */
typedef struct Part {
    const Box *box;            /* the first */
    Paragraph *para;           /* NULL: the box alone */
    uint32_t base;             /* number of the state in which a page begins with it */
    uint32_t offset[SETTINGS]; /* state of line 1 of each setting, from base */
} Part;

/* A way to put elements on a page, and where the elements before went. */
typedef struct Way {
    const struct Way *before; /* of the same page; NULL: its first element */
    uint32_t part;
    int setting;
    int64_t used, cost; /* cost: of the settings begun on this page */
    uint32_t lines;
    bool notes;
} Way;

typedef struct State {
    int64_t cost;
    uint32_t from;  /* the state that its page before began with */
    const Way *way; /* what that page holds whole; NULL: nothing */
    uint32_t part;  /* where the page of this state begins */
    int setting;
    uint32_t line;
} State;

typedef struct Fitter {
    Arena *a;
    const Boxes *boxes;
    const Len *notes;
    const PageRoom *room;
    Part *parts;
    uint32_t nparts;
    State *states;
    uint32_t nstates;
} Fitter;

static uint32_t lines_of(const Part *p, int setting)
{
    return p->para ? p->para->settings[setting].lines : 1;
}

static bool can_be(const Part *p, int setting)
{
    return setting == 0 || (p->para && p->para->settings[setting].breaks);
}

static int64_t setting_cost(const Part *p, int setting)
{
    if (setting == 0)
        return 0;
    const Setting *s = p->para->settings;
    const int64_t more = s[setting].cost - s[0].cost;
    return OTHER_COST + (more > 0 ? more / DEMERITS_A_POINT : 0);
}

static bool ends_in_hyphen(const Part *p, int setting, uint32_t line)
{
    if (p->para == NULL)
        return p->box->hyphened;
    const Item *it = &p->para->para.items[p->para->settings[setting].breaks[line]];
    return it->kind == ITEM_PENALTY && it->hyphen;
}

static int64_t penalty_before(const Part *p, int setting, uint32_t line)
{
    if (line == 0)
        return p->box->penalty;
    const uint32_t n = lines_of(p, setting);
    const Style *st = &p->para->style;
    return line < st->orphans || n - line < st->widows ? LINES_PENALTY : 0;
}

/* ---- states ---- */

static uint32_t state_of(const Part *p, int setting, uint32_t line)
{
    return line == 0 ? p->base : p->base + p->offset[setting] + line - 1;
}

static void make_parts(Fitter *f)
{
    uint32_t next = 0, k = 0;
    f->parts = arena_array(f->a, f->boxes->n, sizeof *f->parts);
    for (uint32_t i = 0; i < f->boxes->n;) {
        Part *p = &f->parts[f->nparts++];
        *p = (Part){.box = &f->boxes->v[i], .base = next};
        while (k < f->boxes->nparas && f->boxes->paras[k].first < i)
            k++;
        next++;
        if (k < f->boxes->nparas && f->boxes->paras[k].first == i) {
            p->para = &f->boxes->paras[k];
            uint32_t offset = 1;
            for (int s = 0; s < SETTINGS; s++) {
                p->offset[s] = offset;
                if (can_be(p, s))
                    offset += lines_of(p, s) - 1;
            }
            next = p->base + offset;
        }
        i += p->para ? p->para->n : 1;
    }
    f->nstates = next + 1; /* the last: all is set */
    f->states = arena_array(f->a, f->nstates, sizeof *f->states);
    for (uint32_t i = 0; i < f->nstates; i++)
        f->states[i].cost = NO_COST;
    for (uint32_t e = 0; e < f->nparts; e++)
        for (int s = 0; s < SETTINGS; s++)
            for (uint32_t line = 0;
                 can_be(&f->parts[e], s) && line < lines_of(&f->parts[e], s); line++) {
                State *st = &f->states[state_of(&f->parts[e], s, line)];
                st->part = e;
                st->setting = line ? s : 0;
                st->line = line;
            }
    f->states[f->nstates - 1].part = f->nparts;
}

static void relax(Fitter *f, uint32_t to, uint32_t from, const Way *way, int64_t cost)
{
    State *s = &f->states[to];
    if (cost < s->cost) {
        s->cost = cost;
        s->from = from;
        s->way = way;
    }
}

/* ---- a page ---- */

typedef struct PageAt {
    uint32_t from; /* the state it begins with */
    int64_t height;
    const Way *ways[HEIGHTS_MOST];
    uint32_t n;
} PageAt;

static void keep_way(Fitter *f, PageAt *page, Way way)
{
    for (uint32_t i = 0; i < page->n; i++)
        if (page->ways[i]->used == way.used) {
            if (way.cost < page->ways[i]->cost)
                page->ways[i] = memcpy(arena_alloc(f->a, sizeof way), &way, sizeof way);
            return;
        }
    if (page->n < HEIGHTS_MOST)
        page->ways[page->n++] = memcpy(arena_alloc(f->a, sizeof way), &way, sizeof way);
}

static int64_t end_cost(int64_t room, int64_t used, int64_t penalty, bool hyphen)
{
    const int64_t lack = used < room ? (room - used) / PT : 0;
    int64_t cost = SHORT_COST * lack * lack + (used > room ? NEVER_COST : 0);
    cost += penalty >= PENALTY_NEVER ? NEVER_COST : penalty * penalty;
    return cost + (hyphen ? HYPHEN_COST : 0);
}

/* Puts one element on the page in one setting, from `line` on, behind what `way` holds
 * (NULL: it is the page's first). */
static void put_part(Fitter *f, PageAt *page, PageAt *next, const Way *way, uint32_t e,
                     int setting, uint32_t line)
{
    const Part *p = &f->parts[e];
    const Box *box = p->box;
    const uint32_t n = lines_of(p, setting);
    const uint32_t at = (uint32_t)(box - f->boxes->v);
    const Len height = p->para ? p->para->style.line_height : box->height;
    Way now = {.before = way, .part = e, .setting = setting};
    if (way)
        now.used = way->used, now.cost = way->cost, now.lines = way->lines,
        now.notes = way->notes;
    if (line == 0)
        now.cost += setting_cost(p, setting);
    if (line == 0 && (way || box->keep_space))
        now.used += box->space;
    if (way == NULL && line == 0 && box->head)
        now.used += f->boxes->v[box->head - 1].height;
    if (p->para == NULL) {
        now.used += f->notes[at] + (box->nnotes && !now.notes ? f->room->gap : 0);
        now.notes = now.notes || box->nnotes > 0;
    }
    const int64_t so_far = f->states[page->from].cost;
    for (uint32_t k = line; k < n; k++) {
        if (k > line)
            relax(f, state_of(p, setting, k), page->from, way,
                  so_far + now.cost +
                      end_cost(page->height, now.used, penalty_before(p, setting, k),
                               ends_in_hyphen(p, setting, k - 1)));
        now.used += height;
        now.lines++;
        if (now.used > page->height && (way || k > line))
            return;
    }
    keep_way(f, next, now);
}

/* Ends the page behind element e. */
static void end_page(Fitter *f, const PageAt *page, uint32_t e)
{
    const int64_t so_far = f->states[page->from].cost;
    for (uint32_t i = 0; i < page->n; i++) {
        const Way *w = page->ways[i];
        int64_t cost = so_far + w->cost;
        if (e + 1 == f->nparts) {
            const int64_t lack =
                page->from > 0 && w->lines < LAST_LINES ? LAST_LINES - w->lines : 0;
            cost += LAST_COST * lack * lack;
        } else if (!f->parts[e + 1].box->forced) {
            cost += end_cost(page->height, w->used, f->parts[e + 1].box->penalty,
                             ends_in_hyphen(&f->parts[e], w->setting,
                                            lines_of(&f->parts[e], w->setting) - 1));
        }
        relax(f, e + 1 < f->nparts ? f->parts[e + 1].base : f->nstates - 1, page->from, w,
              cost);
    }
}

/* All pages that begin in a state. */
static void from_state(Fitter *f, uint32_t from)
{
    const State *s = &f->states[from];
    PageAt page = {.from = from, .height = from == 0 ? f->room->first : f->room->later};
    for (uint32_t e = s->part; e < f->nparts; e++) {
        if (e > s->part && f->parts[e].box->forced)
            return;
        PageAt next = {.from = from, .height = page.height};
        for (int k = 0; k < SETTINGS; k++) {
            if (!can_be(&f->parts[e], k) || (e == s->part && s->line && k != s->setting))
                continue;
            if (e == s->part)
                put_part(f, &page, &next, NULL, e, k, s->line);
            else
                for (uint32_t i = 0; i < page.n; i++)
                    put_part(f, &page, &next, page.ways[i], e, k, 0);
        }
        end_page(f, &next, e);
        if (next.n == 0)
            return;
        page = next;
    }
}

/* ---- the choice ---- */

/* The setting of each part on the cheapest way; false: all keep theirs. */
static bool choose(const Fitter *f, int *settings)
{
    bool other = false;
    for (uint32_t to = f->nstates - 1; to != 0; to = f->states[to].from) {
        const State *s = &f->states[to];
        if (s->line)
            settings[s->part] = s->setting;
        for (const Way *w = s->way; w; w = w->before)
            settings[w->part] = w->setting;
    }
    for (uint32_t e = 0; e < f->nparts; e++)
        other = other || settings[e] != 0;
    return other;
}

/* The boxes with the settings chosen. */
static void rebuild(Fitter *f, const int *settings, Boxes *boxes)
{
    Boxes now = {0};
    uint32_t *moved = arena_array(f->a, (size_t)boxes->n + 1, sizeof *moved);
    for (uint32_t e = 0; e < f->nparts; e++) {
        const Part *p = &f->parts[e];
        const uint32_t at = (uint32_t)(p->box - boxes->v), n = p->para ? p->para->n : 1;
        const uint32_t first = now.n;
        if (settings[e])
            para_set(p->para, &p->para->settings[settings[e]], &now);
        for (uint32_t k = 0; k < n; k++) {
            moved[at + k] = first;
            if (settings[e])
                continue;
            ARRAY_ROOM(now.v, now.n, now.cap);
            now.v[now.n++] = boxes->v[at + k];
        }
        if (settings[e]) {
            Box *b = &now.v[first];
            b->space = p->box->space;
            b->penalty = p->box->penalty;
            b->keep_space = p->box->keep_space;
            b->forced = p->box->forced;
            for (uint32_t k = 1; k < now.n - first; k++)
                now.v[first + k].penalty = (int32_t)penalty_before(p, settings[e], k);
        }
    }
    for (uint32_t i = 0; i < now.n; i++)
        if (now.v[i].head)
            now.v[i].head = moved[now.v[i].head - 1] + 1;
    free(boxes->v);
    boxes->v = now.v;
    boxes->n = now.n;
    boxes->cap = now.cap;
}

bool fit_pages(Setter *s, Boxes *boxes, const Len *note_heights, const PageRoom *room)
{
    uint32_t npages;
    const uint32_t *starts =
        break_pages(s->scratch, boxes->v, boxes->n, note_heights, room, &npages);
    if (npages < 2 || boxes->nparas == 0 ||
        pages_cost(boxes->v, boxes->n, note_heights, room, starts, npages) < FAULT_COST)
        return false;
    for (uint32_t i = 0; i < boxes->nparas; i++)
        para_settings(&boxes->paras[i]);
    Fitter f = {.a = s->scratch, .boxes = boxes, .notes = note_heights, .room = room};
    make_parts(&f);
    f.states[0].cost = 0;
    for (uint32_t i = 0; i + 1 < f.nstates; i++)
        if (f.states[i].cost != NO_COST)
            from_state(&f, i);
    int *settings = arena_array(s->scratch, f.nparts, sizeof *settings);
    if (f.states[f.nstates - 1].cost == NO_COST || !choose(&f, settings))
        return false;
    rebuild(&f, settings, boxes);
    return true;
}
