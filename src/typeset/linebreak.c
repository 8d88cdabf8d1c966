/* Breaking a paragraph into lines: a least-cost path over the whole of it.
 *
 * The model is Knuth and Plass's ("Breaking Paragraphs into Lines", Software: Practice
 * and Experience 11, 1981): boxes of fixed width, glue that stretches and shrinks, and
 * penalties for breaking.  A line's ratio r is how far its glue must be stretched or
 * shrunk; its badness 100|r|^3; a path's cost the sum of its lines' demerits, which
 * also weigh neighbours of unlike tightness and hyphens in a row.
 *
 * The method is theirs too: walk the items once, and for each legal break keep, among the
 * ways to get there, the cheapest of each kind that the future can tell apart: by fitness
 * class of the last line, and by how many lines before it end in a hyphen (0, 1, 2; a
 * third in a row is forbidden, not only dear).  A way is dropped as soon as a line from
 * it could not shrink enough.  So the work is the number of breaks times the ways open at
 * once, which the measure bounds: linear in the paragraph.
 *
 * Three passes at most: at TOLERANCE; at LOOSE, for a word that will not be parted, or a
 * last line that is hardly one; and with every line allowed that is not too wide, where a
 * box wider than the measure is set as it is.  A pass that finds no way leaves nothing
 * behind.
 *
 * What micro-typography does is in the optimum, not done to its lines afterwards (Hàn Thế
 * Thành, "Micro-typographic extensions to the TeX typesetting system", 2000): letters
 * that may be expanded a little are stretch and shrink of their line, and what hangs out
 * of the measure at either end is room.
 *
 * All is integer: ratios in 1/1024, so that no machine rounds otherwise.
 *
 * Not taken: first fit and best fit, which are as fast and cannot look ahead; and
 * TeX's first pass without hyphens, which saves a few hyphens and pays with loose lines.
 */
#include "linebreak.h"

#include <stdlib.h>
#include <string.h>

enum {
    RATIO = 1024,  /* a ratio of 1 */
    LETTERS = 500, /* about 0.5: the ratio at which letters are expanded to the full */
    LINE_PENALTY = 10,      /* TeX's */
    TOLERANCE = 400,        /* badness: r = 1.6 */
    FIT_TOLERANCE = 1000,   /* r = 2.15: for the sake of a page */
    LOOSE = 10000,          /* r = 4.6 */
    WORST = 1000000,        /* badness is never above */
    DOUBLE_HYPHEN = 10000,  /* demerits of a second hyphen in a row: TeX's */
    UNLIKE_LINES = 10000,   /* of neighbours two fitness classes apart: TeX's */
    LAST_HYPHEN = 5000,     /* of a hyphen before the last line: TeX's */
    SHORT_LAST = 100000000, /* of a last line under two ems: the loosest is better */
    HYPHENS_MOST = 2,       /* in a row */
    CLASSES = 4,
    COUNTS = 4, /* numbers of lines that are told apart at one place: one less than the
                 * near setting's to one more, whose next line may just end, or not */
};

typedef struct Way {
    uint32_t at;     /* the item broken at; UINT32_MAX: the paragraph's beginning */
    uint8_t fitness; /* of the line that ends there: 0 tight, 1 decent, 2 loose, 3 very */
    uint8_t hyphens; /* how many lines up to there end in a hyphen, without a gap */
    uint32_t line;   /* how many lines end up to there; 0 where they are not counted */
    int64_t cost;
    uint32_t from; /* the way before, an index in ways */
} Way;

typedef struct Sums {
    int64_t width, stretch, shrink, elastic;
} Sums;

typedef struct Breaker {
    const Item *items;
    uint32_t n;
    const Measure *m;
    Sums *before;     /* of items[0..i) */
    uint32_t *begins; /* line_begin() after a break at i - 1 */
    uint32_t *boxes;  /* the last box before item i; UINT32_MAX: none */
    Way *ways;
    uint32_t nways, cap;
    uint32_t *open; /* indices of the ways that a line may still begin at */
    uint32_t nopen, open_cap;
    int64_t tolerance;
    bool desperate;      /* the last pass */
    const Setting *near; /* ways of unlike numbers of lines, near those of this setting,
                          * are kept apart; NULL: lines are not counted */
    uint32_t passed;     /* how many lines of it end before the item at hand */
} Breaker;

/* A line's measure: how it is set, and what that costs by itself. */
typedef struct Set {
    int64_t ratio, badness;
    int fitness;
    bool fits; /* shrunk as far as it may, it is not too wide */
} Set;

static bool discardable(const Item *it)
{
    return it->kind == ITEM_GLUE ||
           (it->kind == ITEM_PENALTY && it->penalty > PENALTY_ALWAYS);
}

uint32_t line_begin(const Item *items, uint32_t n, uint32_t at)
{
    uint32_t i = at + 1; /* the beginning is before item 0: UINT32_MAX + 1 */
    while (i < n && discardable(&items[i]))
        i++;
    return i;
}

static bool may_break(const Item *items, uint32_t i)
{
    const Item *it = &items[i];
    if (it->kind == ITEM_PENALTY)
        return it->penalty < PENALTY_NEVER;
    return it->kind == ITEM_GLUE && i > 0 && items[i - 1].kind == ITEM_BOX;
}

static int64_t badness_of(int64_t ratio)
{
    const int64_t r = ratio < 0 ? -ratio : ratio;
    if (r >= 22 * RATIO)
        return WORST;
    return (100 * r * r * r) >> 30;
}

/* How far a justified line is stretched or shrunk: its letters give way first, all they
 * may at LETTERS, and count less than its blanks, which are seen sooner. */
static int64_t ratio_of(int64_t slack, int64_t flex, int64_t glue)
{
    const int64_t by = slack < 0 ? -slack : slack;
    int64_t r;
    if (by <= flex)
        r = flex > 0 ? by * LETTERS / flex : 0;
    else
        r = (flex > 0 ? LETTERS : 0) +
            (glue > 0 ? (by - flex) * RATIO / glue : 64 * RATIO);
    return slack < 0 ? -r : r;
}

/* How a line of these sums is set; its width is without what hangs out. */
static Set set_line(const Measure *m, const Sums *line, bool last)
{
    const int64_t slack = m->width - line->width;
    const int64_t flex = line->elastic * m->expand / 1000;
    Set s = {.fits = slack + line->shrink + flex >= 0};
    if (m->ragged) {
        /* An even rag: short lines cost as if three ems could be stretched.  Where the
         * last line costs, too, the lines are as few, and come out alike: what they lack
         * is the same in all and the cost convex. */
        s.fits = slack >= 0;
        s.ratio = (last && !m->balanced) || slack < 0
                      ? 0
                      : slack * RATIO / (3 * (int64_t)m->em + 1);
    } else if (slack < 0 || !last) {
        s.ratio = ratio_of(slack, flex, slack < 0 ? line->shrink : line->stretch);
    }
    s.badness = badness_of(s.ratio);
    s.fitness = s.ratio < -RATIO / 2   ? 0
                : s.ratio <= RATIO / 2 ? 1
                : s.ratio <= RATIO     ? 2
                                       : 3;
    return s;
}

/* What the line from item `begin` to the break at `at`, its last box `box`, hangs out. */
static Len hang_of(const Item *items, uint32_t begin, uint32_t at, uint32_t box,
                   Len *left)
{
    *left = 0;
    if (begin >= at || box == UINT32_MAX || box < begin)
        return 0;
    *left = items[begin].kind == ITEM_BOX ? items[begin].hang_left : 0;
    const Item *end = &items[at];
    return *left + (end->kind == ITEM_PENALTY && end->width > 0 ? end->hang_right
                                                                : items[box].hang_right);
}

Len line_hang(const Item *items, uint32_t begin, uint32_t at, Len *left)
{
    uint32_t box = UINT32_MAX;
    for (uint32_t i = begin; i < at; i++)
        if (items[i].kind == ITEM_BOX)
            box = i;
    return hang_of(items, begin, at, box, left);
}

/* Is a last line so wide hardly one? */
static bool is_short(const Measure *m, int64_t width)
{
    return width < 2 * (int64_t)m->em;
}

/* The demerits of a line from a way of that fitness and those hyphens to item `it`. */
static int64_t demerits(const Measure *m, const Set *s, const Item *it, bool last,
                        int fitness_before, int hyphens_before, int64_t width)
{
    const int64_t base = LINE_PENALTY + s->badness;
    int64_t cost = base * base;
    const bool hyphen = it->kind == ITEM_PENALTY && it->hyphen;
    if (it->kind == ITEM_PENALTY && it->penalty > PENALTY_ALWAYS)
        cost += it->penalty < 0 ? -(int64_t)it->penalty * it->penalty
                                : (int64_t)it->penalty * it->penalty;
    if (hyphen && hyphens_before > 0)
        cost += DOUBLE_HYPHEN * (int64_t)hyphens_before;
    if (abs(s->fitness - fitness_before) > 1)
        cost += UNLIKE_LINES;
    if (last && hyphens_before > 0)
        cost += LAST_HYPHEN;
    if (last && is_short(m, width))
        cost += SHORT_LAST;
    return cost;
}

static int64_t width_of_break(const Item *it)
{
    return it->kind == ITEM_PENALTY ? it->width : 0;
}

static uint32_t add_way(Breaker *b, Way way)
{
    ARRAY_ROOM(b->ways, b->nways, b->cap);
    b->ways[b->nways] = way;
    return b->nways++;
}

/* How the line from behind a break to item i is set; *width is its natural width. */
static Set measure_line(const Breaker *b, uint32_t from, uint32_t i, int64_t *width)
{
    const Item *it = &b->items[i];
    const uint32_t first = b->begins[from + 1]; /* the beginning: UINT32_MAX + 1 */
    const Sums *x = &b->before[first < i ? first : i], *y = &b->before[i];
    Len left;
    *width = y->width - x->width + width_of_break(it);
    const Sums line = {*width - hang_of(b->items, first, i, b->boxes[i], &left),
                       y->stretch - x->stretch, y->shrink - x->shrink,
                       y->elastic - x->elastic};
    return set_line(b->m, &line,
                    it->kind == ITEM_PENALTY && it->penalty <= PENALTY_ALWAYS);
}

/* What the future can tell apart: number of lines, fitness, hyphens in a row. */
enum { KINDS = COUNTS * CLASSES * (HYPHENS_MOST + 1) };

static uint32_t kind_of(uint32_t lines, int fitness, int hyphens)
{
    return (lines * CLASSES + (uint32_t)fitness) * (HYPHENS_MOST + 1) + (uint32_t)hyphens;
}

/* The best ways to a break, by their kinds. */
typedef struct Best {
    Way v[KINDS];
    uint32_t kinds; /* 0: there is none yet */
} Best;

static void put_best(Best *best, uint32_t kinds, uint32_t kind, const Way *way)
{
    for (; best->kinds < kinds; best->kinds++)
        best->v[best->kinds].cost = INT64_MAX;
    if (way->cost < best->v[kind].cost)
        best->v[kind] = *way;
}

static void open_best(Breaker *b, const Best *best)
{
    for (uint32_t k = 0; k < best->kinds; k++)
        if (best->v[k].cost != INT64_MAX) {
            ARRAY_ROOM(b->open, b->nopen, b->open_cap);
            b->open[b->nopen++] = add_way(b, best->v[k]);
        }
}

/* Goes on by a line, set as s tells, from a way to a break at item i. */
static void go_on(const Breaker *b, uint32_t index, uint32_t i, const Set *s,
                  int64_t width, Best *best)
{
    const Way *w = &b->ways[index];
    const Item *it = &b->items[i];
    const bool last = i + 1 == b->n;
    const bool hyphen = it->kind == ITEM_PENALTY && it->hyphen;
    const uint32_t counts = b->near ? COUNTS : 1;
    const uint32_t least = b->near && b->passed > 0 ? b->passed - 1 : 0;
    const uint32_t lines = b->near ? w->line + 1 : 0;
    if ((hyphen && w->hyphens >= HYPHENS_MOST) || lines < least ||
        lines - least >= counts)
        return;
    const int hyphens = hyphen ? w->hyphens + 1 : 0;
    const bool only = last && w->at == UINT32_MAX;
    const int before = only ? s->fitness : w->fitness;
    const Way way = {.at = i,
                     .fitness = (uint8_t)s->fitness,
                     .hyphens = (uint8_t)hyphens,
                     .line = lines,
                     .cost = w->cost + demerits(b->m, s, it, last, before, w->hyphens,
                                                only ? INT64_MAX : width),
                     .from = index};
    put_best(best, counts * (KINDS / COUNTS), kind_of(lines - least, s->fitness, hyphens),
             &way);
}

/* Tries every open way to a break at item i; the best of each kind become open.  A line
 * that is too loose makes those from breaks behind its own shorter still: they are not
 * tried.  Only the first line may be shorter than they are, for a negative indent. */
static void try_break(Breaker *b, uint32_t i)
{
    const Item *it = &b->items[i];
    const bool forced = it->kind == ITEM_PENALTY && it->penalty <= PENALTY_ALWAYS;
    Best best;
    uint32_t k = 0, kept = 0, measured = 0; /* the break that s and width are of */
    int64_t width = 0;
    Set s = {0};
    best.kinds = 0;
    for (; k < b->nopen; k++) {
        const uint32_t index = b->open[k], at = b->ways[index].at;
        if (k == 0 || at != measured)
            s = measure_line(b, measured = at, i, &width);
        const bool loose = s.badness > b->tolerance && !b->desperate;
        if (s.fits && loose && at != UINT32_MAX)
            break;
        /* Desperate, the only way left is kept: a box too wide is set all the same. */
        const bool stay = s.fits || (b->desperate && kept == 0 && k + 1 == b->nopen);
        if (stay && !forced)
            b->open[kept++] = index;
        if (stay && !loose)
            go_on(b, index, i, &s, width, &best);
    }
    for (; k < b->nopen && !forced; k++)
        b->open[kept++] = b->open[k];
    b->nopen = kept;
    open_best(b, &best);
}

/* One pass: the ways to the end are open then. */
static void pass(Breaker *b, int64_t tolerance, bool desperate, const Setting *near)
{
    b->near = near;
    b->passed = 0;
    b->tolerance = tolerance;
    b->desperate = desperate;
    b->nways = b->nopen = 0;
    ARRAY_ROOM(b->open, b->nopen, b->open_cap);
    b->open[b->nopen++] =
        add_way(b, (Way){.at = UINT32_MAX, .fitness = 1, .from = UINT32_MAX});
    for (uint32_t i = 0; i < b->n && b->nopen > 0; i++)
        if (may_break(b->items, i)) {
            while (near && b->passed < near->lines && near->breaks[b->passed] < i)
                b->passed++;
            try_break(b, i);
        }
}

/* The cheapest way to the end in so many lines (0: they are not counted), UINT32_MAX when
 * there is none. */
static uint32_t cheapest(const Breaker *b, uint32_t lines)
{
    uint32_t best = UINT32_MAX;
    for (uint32_t k = 0; k < b->nopen; k++) {
        const Way *w = &b->ways[b->open[k]];
        if (w->at + 1 == b->n && w->line == lines &&
            (best == UINT32_MAX || w->cost < b->ways[best].cost))
            best = b->open[k];
    }
    return best;
}

/* Breaks in any number of lines. */
static uint32_t pass_at(Breaker *b, int64_t tolerance, bool desperate)
{
    pass(b, tolerance, desperate, NULL);
    return cheapest(b, 0);
}

/* Is the last line of a way to the end, of several, a short one? */
static bool ends_short(const Breaker *b, uint32_t end)
{
    const uint32_t before = b->ways[b->ways[end].from].at;
    int64_t width;
    measure_line(b, before, b->n - 1, &width);
    return before != UINT32_MAX && is_short(b->m, width);
}

static void sum_up(Breaker *b)
{
    Sums sum = {0};
    uint32_t box = UINT32_MAX;
    for (uint32_t i = 0; i < b->n; i++) {
        const Item *it = &b->items[i];
        b->before[i] = sum;
        b->boxes[i] = box;
        if (it->kind == ITEM_BOX)
            box = i;
        if (it->kind == ITEM_BOX && it->elastic)
            sum.elastic += it->width;
        if (it->kind != ITEM_PENALTY)
            sum.width += it->width;
        if (it->kind == ITEM_GLUE) {
            sum.stretch += it->stretch;
            sum.shrink += it->shrink;
        }
    }
    b->before[b->n] = sum;
    /* begins[i + 1] for a break at i, from behind: linear for any run of glue. */
    b->begins[b->n] = b->n;
    for (uint32_t i = b->n; i-- > 0;)
        b->begins[i] = i < b->n && discardable(&b->items[i]) ? b->begins[i + 1] : i;
}

static Breaker breaker_new(const Item *items, uint32_t n, const Measure *m)
{
    Breaker b = {.items = items, .n = n, .m = m};
    b.before = mem_grow(NULL, (size_t)n + 1, sizeof *b.before);
    b.begins = mem_grow(NULL, (size_t)n + 1, sizeof *b.begins);
    b.boxes = mem_grow(NULL, (size_t)n + 1, sizeof *b.boxes);
    sum_up(&b);
    return b;
}

static void breaker_free(Breaker *b)
{
    free(b->before);
    free(b->begins);
    free(b->boxes);
    free(b->ways);
    free(b->open);
}

/* The items at which the lines of a way end. */
static uint32_t *trace(Arena *a, const Breaker *b, uint32_t end, uint32_t *count)
{
    *count = 0;
    for (uint32_t w = end; w != UINT32_MAX && b->ways[w].at != UINT32_MAX;
         w = b->ways[w].from)
        ++*count;
    uint32_t *breaks = arena_array(a, *count, sizeof *breaks);
    uint32_t i = *count;
    for (uint32_t w = end; i > 0; w = b->ways[w].from)
        breaks[--i] = b->ways[w].at;
    return breaks;
}

uint32_t *break_lines(Arena *a, const Item *items, uint32_t n, const Measure *m,
                      uint32_t *count)
{
    Breaker b = breaker_new(items, n, m);
    uint32_t end = pass_at(&b, TOLERANCE, false);
    if (end == UINT32_MAX || ends_short(&b, end))
        end = pass_at(&b, LOOSE, false);
    if (end == UINT32_MAX)
        end = pass_at(&b, WORST, true);
    uint32_t *breaks = trace(a, &b, end, count);
    breaker_free(&b);
    return breaks;
}

uint32_t break_lines_into(Arena *a, const Item *items, uint32_t n, const Measure *m,
                          const Setting *near, Setting *out)
{
    Breaker b = breaker_new(items, n, m);
    uint32_t count = 0;
    pass(&b, FIT_TOLERANCE, false, near);
    for (uint32_t lines = near->lines - 1; lines <= near->lines + 1; lines++) {
        const uint32_t end = lines == 0 ? UINT32_MAX : cheapest(&b, lines);
        if (end == UINT32_MAX)
            continue;
        out[count].cost = b.ways[end].cost;
        out[count].breaks = trace(a, &b, end, &out[count].lines);
        count++;
    }
    breaker_free(&b);
    return count;
}

int64_t breaks_cost(const Item *items, uint32_t n, const Measure *m,
                    const uint32_t *breaks, uint32_t count)
{
    int64_t cost = 0;
    int fitness = 1, hyphens = 0;
    uint32_t from = line_begin(items, n, UINT32_MAX);
    for (uint32_t k = 0; k < count; k++) {
        const uint32_t at = breaks[k];
        Sums line = {0};
        for (uint32_t i = from; i < at; i++) {
            line.width += items[i].kind == ITEM_PENALTY ? 0 : items[i].width;
            line.elastic += items[i].elastic ? items[i].width : 0;
            line.stretch += items[i].kind == ITEM_GLUE ? items[i].stretch : 0;
            line.shrink += items[i].kind == ITEM_GLUE ? items[i].shrink : 0;
        }
        const int64_t width = line.width += width_of_break(&items[at]);
        const bool last = at + 1 == n;
        const bool forced =
            items[at].kind == ITEM_PENALTY && items[at].penalty <= PENALTY_ALWAYS;
        Len left;
        line.width -= line_hang(items, from, at, &left);
        const Set s = set_line(m, &line, forced);
        const bool hyphen = items[at].kind == ITEM_PENALTY && items[at].hyphen;
        if (!s.fits || (hyphen && hyphens >= HYPHENS_MOST))
            return INT64_MAX;
        const bool only = k == 0 && last;
        cost += demerits(m, &s, &items[at], last, only ? s.fitness : fitness, hyphens,
                         only ? INT64_MAX : width);
        fitness = s.fitness;
        hyphens = hyphen ? hyphens + 1 : 0;
        from = line_begin(items, n, at);
    }
    return cost;
}
