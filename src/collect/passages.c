/* The same passage: LEAST_TERMS words or more that articles of different stories have in
 * common.
 *
 * Model: a passage is a run of words that two articles share and that neither the word
 * before nor the one behind could be added to.  Every article counts in which it stands,
 * the versions of a story too; but what only versions of one story share is none.  Text
 * that more than MOST_STORIES stories have is a template or furniture: a run must have
 * LEAST_TERMS words besides.
 *
 * Method: winnowing (Schleimer, Wilkerson, Aiken 2003).  Of the hashes of every WINDOW
 * words, the least in each FRAME of neighbours is a print of the article.  The choice
 * rests on the words alone, so two articles that share WINDOW + FRAME - 1 words have a
 * print in common: none is missed.  Nearly all prints stand once in all articles, and are
 * no use: as an article is read, a bit a word marks its prints, and a table counts them
 * up to two in a cell that their hash chooses.  Only those whose cell has two are then
 * kept, and sorted; what shares a cell by chance is a group of one.  A print that stands
 * in two stories is the seed of a run, which grows word by word to both sides.  Runs of
 * the same words become one passage.
 *
 * Cost: linear in the words, but for the sorting of what is kept, at most a sixth as many
 * prints; seeds of one run lie on one diagonal and are passed over once it is found.  In
 * memory a word takes four bytes, a bit for its mark and two for a cell, and a print that
 * is kept twelve bytes: about as many as one word in thirty, where little is shared.
 *
 * Measured: of 60 passages planted in 1,499 posts all are found, and all that is reported
 * stands word for word in both articles.
 *
 * Alternative not taken: a suffix array over all words finds the same runs, and takes
 * twelve bytes a word at the least. */
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/jobs.h"
#include "steps.h"
#include "terms.h"

enum {
    LEAST_TERMS = 20,
    WINDOW = 10,
    FRAME = LEAST_TERMS - WINDOW + 1,
    MOST_STORIES = 16
};

typedef struct Print {
    uint32_t hash; /* the lower half, which is spread evenly: the upper one was chosen
                    * for being small.  What meets by chance shares no words: dropped */
    uint32_t article, at; /* its place in the list; a term */
} Print;

typedef struct Prints {
    Print *v;
    size_t n, cap;
} Prints;

/* How often prints were met, up to two, in cells of two bits: ONCE, and with it TWICE.
 * Threads count together, and in the end it is the same whoever came first. */
typedef struct Counts {
    atomic_uchar *v; /* owned */
    uint64_t n;      /* cells, at least one */
} Counts;

/* ---- prints ---- */

enum { ONCE = 1, TWICE = 2, CELL_BITS = 2, CELLS = 8 / CELL_BITS /* a byte */ };

static uint64_t cell_of(const Counts *c, uint32_t hash)
{
    return hash * c->n >> 32;
}

static void count_print(Counts *c, uint32_t hash)
{
    const uint64_t cell = cell_of(c, hash);
    const unsigned shift = cell % CELLS * CELL_BITS;
    atomic_uchar *at = &c->v[cell / CELLS];
    if (atomic_fetch_or(at, (unsigned char)(ONCE << shift)) >> shift & ONCE)
        atomic_fetch_or(at, (unsigned char)(TWICE << shift));
}

static bool is_met_twice(const Counts *c, uint32_t hash)
{
    const uint64_t cell = cell_of(c, hash);
    return c->v[cell / CELLS] >> cell % CELLS * CELL_BITS & TWICE;
}

/* The hashes of each WINDOW words in a row: a polynomial in an odd base, rolled on. */
static size_t hash_windows(const uint32_t *words, size_t nwords, uint64_t *out)
{
    const uint64_t base = 0x9E3779B97F4A7C15u; /* the golden ratio's digits */
    const size_t n = nwords < WINDOW ? 0 : nwords - WINDOW + 1;
    uint64_t h = 0, highest = 1;
    for (size_t i = 1; i < WINDOW; i++)
        highest *= base;
    for (size_t i = 0; i < nwords; i++) {
        h = h * base + words[i];
        if (i + 1 < WINDOW)
            continue;
        out[i + 1 - WINDOW] = hash_mix(h);
        h -= highest * words[i + 1 - WINDOW];
    }
    return n;
}

static int by_print(const void *p, const void *q)
{
    const Print *a = p, *b = q;
    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    if (a->article != b->article)
        return a->article < b->article ? -1 : 1;
    return (a->at > b->at) - (a->at < b->at);
}

/* Puts the prints on SHELVES by the first bits of their hashes, in place, and sorts each:
 * qsort() may copy all that it is given. */
static void sort_prints(Prints *p)
{
    enum { SHELVES = 256, SHIFT = 24 };
    size_t begin[SHELVES + 1] = {0}, next[SHELVES];
    for (size_t i = 0; i < p->n; i++)
        begin[(p->v[i].hash >> SHIFT) + 1]++;
    for (size_t s = 0; s < SHELVES; s++) {
        begin[s + 1] += begin[s];
        next[s] = begin[s];
    }
    for (size_t s = 0; s < SHELVES; s++) {
        while (next[s] < begin[s + 1]) {
            Print *at = &p->v[next[s]];
            const size_t to = at->hash >> SHIFT;
            const Print moved = p->v[next[to]];
            p->v[next[to]++] = *at;
            if (to != s)
                *at = moved;
        }
        if (begin[s + 1] > begin[s])
            qsort(&p->v[begin[s]], begin[s + 1] - begin[s], sizeof *p->v, by_print);
    }
}

static bool is_told(const Article *a)
{
    return a->fate == ART_CHAPTER || a->fate == ART_DUPLICATE;
}

/* ---- the articles' words ---- */

/* The words of an article, by their hashes. */
typedef struct Words {
    uint32_t *v;
    uint8_t *marks; /* a bit a word: a print begins with it; once the prints are kept, it
                     * is part of what more than MOST_STORIES have */
    size_t n;
} Words;

static void mark(const Words *w, size_t i)
{
    w->marks[i / 8] |= (uint8_t)(1u << i % 8);
}

static bool is_marked(const Words *w, size_t i)
{
    return w->marks[i / 8] >> i % 8 & 1;
}

/* A print that two stories have, at one place of each. */
typedef struct Seed {
    uint32_t a, b;       /* articles, a < b */
    uint32_t at_a, at_b; /* terms */
    uint32_t group;      /* its first print */
} Seed;

/* A place of a passage. */
typedef struct Found {
    uint64_t hash; /* of its words */
    uint32_t n;    /* words */
    uint32_t article, at;
} Found;

/* What one thread reads with. */
typedef struct Desk {
    Arena *arena; /* owns the words it read */
    Terms terms;
    uint64_t *hashes;
    size_t cap;
} Desk;

typedef struct Finder {
    const ArticleList *articles;
    int jobs;
    Desk *desks; /* by worker */
    Arena *arena;
    Words *words; /* by article; the desks' arenas own them */
    Counts counts;
    Prints prints;
    Seed *seeds;
    size_t nseeds, seeds_cap;
    Found *found;
    size_t nfound, found_cap;
} Finder;

/* Marks and counts the least of each FRAME of the n hashes, the last among equals.  FRAME
 * is small: a look back over it when the least falls out costs less than a queue. */
static void winnow(const uint64_t *h, size_t n, const Words *w, Counts *counts)
{
    size_t least = SIZE_MAX;
    for (size_t end = FRAME; end <= n; end++) {
        const size_t before = least;
        if (least == SIZE_MAX || least + FRAME < end) {
            least = end - FRAME;
            for (size_t i = least + 1; i < end; i++)
                least = h[i] <= h[least] ? i : least;
        } else if (h[end - 1] <= h[least]) {
            least = end - 1;
        }
        if (least == before)
            continue;
        mark(w, least);
        count_print(counts, (uint32_t)h[least]);
    }
}

static void read_article(void *ctx, size_t i, int worker)
{
    Finder *f = ctx;
    Desk *desk = &f->desks[worker];
    Words *w = &f->words[i];
    if (!is_told(f->articles->v[i]))
        return;
    if (desk->arena == NULL)
        desk->arena = arena_new();
    terms_read(f->articles->v[i], &desk->terms);
    const Terms *t = &desk->terms;
    w->v = arena_array(desk->arena, t->n, sizeof *w->v);
    w->marks = arena_alloc(desk->arena, t->n / 8 + 1);
    for (; w->n < t->n; w->n++)
        w->v[w->n] = t->v[w->n].word;
    if (t->n > desk->cap)
        desk->hashes = mem_grow(desk->hashes, desk->cap = 2 * t->n, sizeof *desk->hashes);
    winnow(desk->hashes, hash_windows(w->v, w->n, desk->hashes), w, &f->counts);
}

/* Keeps the prints that may stand twice, and takes the marks away. */
static void keep_prints(Finder *f)
{
    Prints *p = &f->prints;
    for (size_t i = 0; i < f->articles->n; i++) {
        const Words *w = &f->words[i];
        for (size_t at = 0; at < w->n; at++) {
            uint64_t h;
            if (!is_marked(w, at))
                continue;
            hash_windows(&w->v[at], WINDOW, &h);
            if (!is_met_twice(&f->counts, (uint32_t)h))
                continue;
            ARRAY_ROOM(p->v, p->n, p->cap);
            p->v[p->n++] = (Print){(uint32_t)h, (uint32_t)i, (uint32_t)at};
        }
        if (w->n)
            memset(w->marks, 0, w->n / 8 + 1);
    }
}

static void close_desk(Finder *f, Desk *desk)
{
    arena_adopt(f->arena, desk->arena);
    terms_free(&desk->terms);
    free(desk->hashes);
}

/* A cell a word: six a print, so that few share one by chance. */
static void open_counts(Finder *f)
{
    f->counts.n = 1;
    for (size_t i = 0; i < f->articles->n; i++)
        if (is_told(f->articles->v[i]))
            f->counts.n += f->articles->v[i]->nwords;
    f->counts.v = mem_alloc(f->counts.n / CELLS + 1);
}

static void read_words(Finder *f)
{
    f->words = arena_array(f->arena, f->articles->n, sizeof *f->words);
    f->desks = arena_array(f->arena, (size_t)f->jobs, sizeof *f->desks);
    open_counts(f);
    jobs_run(f->articles->n, f->jobs, read_article, f);
    for (int i = 0; i < f->jobs; i++)
        close_desk(f, &f->desks[i]);
    keep_prints(f);
    free(f->counts.v);
    sort_prints(&f->prints);
}

/* How many words, at most `most`, are the same before x[i] and y[k], and from there. */
static size_t same_before(const Words *x, size_t i, const Words *y, size_t k, size_t most)
{
    size_t n = 0;
    while (n < most && n < i && n < k && x->v[i - n - 1] == y->v[k - n - 1])
        n++;
    return n;
}

static size_t same_from(const Words *x, size_t i, const Words *y, size_t k, size_t most)
{
    size_t n = 0;
    while (n < most && i + n < x->n && k + n < y->n && x->v[i + n] == y->v[k + n])
        n++;
    return n;
}

/* ---- seeds ---- */

static uint32_t story_of(const Finder *f, const Print *p)
{
    const Article *a = f->articles->v[p->article];
    return a->of ? a->of->chapter : a->chapter;
}

/* One print of each story in the group [i, end), the chapter's own before a version's;
 * their number, or MOST_STORIES + 1 when there are more. */
static size_t pick_stories(const Finder *f, size_t i, size_t end, const Print **out)
{
    size_t n = 0;
    for (; i < end; i++) {
        const Print *p = &f->prints.v[i];
        size_t k = 0;
        while (k < n && story_of(f, out[k]) != story_of(f, p))
            k++;
        if (k == MOST_STORIES)
            return MOST_STORIES + 1;
        const bool is_own = f->articles->v[p->article]->fate == ART_CHAPTER;
        if (k == n)
            out[n++] = p;
        else if (is_own && f->articles->v[out[k]->article]->fate != ART_CHAPTER)
            out[k] = p;
    }
    return n;
}

/* Nothing when the words around the prints do not make a passage. */
static void add_seed(Finder *f, const Print *p, const Print *q, size_t group)
{
    if (p->article > q->article) {
        const Print *t = p;
        p = q;
        q = t;
    }
    const Words *x = &f->words[p->article], *y = &f->words[q->article];
    const size_t before = same_before(x, p->at, y, q->at, LEAST_TERMS);
    if (before + same_from(x, p->at, y, q->at, LEAST_TERMS) < LEAST_TERMS)
        return;
    ARRAY_ROOM(f->seeds, f->nseeds, f->seeds_cap);
    f->seeds[f->nseeds++] = (Seed){p->article, q->article, p->at, q->at, (uint32_t)group};
}

static size_t group_end(const Prints *p, size_t i)
{
    size_t end = i + 1;
    while (end < p->n && p->v[end].hash == p->v[i].hash)
        end++;
    return end;
}

static void mark_common(Finder *f, size_t i, size_t end)
{
    for (; i < end; i++) {
        const Print *p = &f->prints.v[i];
        for (size_t k = p->at; k < p->at + WINDOW; k++)
            mark(&f->words[p->article], k);
    }
}

static void sow(Finder *f)
{
    const Print *picked[MOST_STORIES];
    for (size_t i = 0, end; i < f->prints.n; i = end) {
        end = group_end(&f->prints, i);
        if (end - i < 2)
            continue;
        const size_t n = pick_stories(f, i, end, picked);
        if (n > MOST_STORIES) {
            mark_common(f, i, end);
            continue;
        }
        for (size_t k = 0; k < n; k++)
            for (size_t m = 0; m < k; m++)
                add_seed(f, picked[m], picked[k], i);
    }
}

static int by_diagonal(const void *p, const void *q)
{
    const Seed *x = p, *y = q;
    const int64_t dx = (int64_t)x->at_b - x->at_a, dy = (int64_t)y->at_b - y->at_a;
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    if (x->b != y->b)
        return x->b < y->b ? -1 : 1;
    if (dx != dy)
        return dx < dy ? -1 : 1;
    return (x->at_a > y->at_a) - (x->at_a < y->at_a);
}

/* ---- runs ---- */

static void add_found(Finder *f, Found place)
{
    ARRAY_ROOM(f->found, f->nfound, f->found_cap);
    f->found[f->nfound++] = place;
}

/* Adds every place of the group where the run x[from, from + n) stands whole; its print
 * is `in` words behind its beginning. */
static void add_places(Finder *f, const Words *x, size_t from, size_t n, size_t in,
                       size_t group)
{
    uint64_t hash = n;
    for (size_t i = 0; i < n; i++)
        hash = hash_mix(hash ^ x->v[from + i]);
    const size_t end = group_end(&f->prints, group);
    for (size_t g = group; g < end; g++) {
        const Print *p = &f->prints.v[g];
        const Words *y = &f->words[p->article];
        if (p->at >= in && same_from(x, from, y, p->at - in, n) == n)
            add_found(f, (Found){hash, (uint32_t)n, p->article, p->at - (uint32_t)in});
    }
}

/* A passage is what is left of a run without the furniture that it touches. */
static size_t count_rare(const Words *x, size_t from, size_t to)
{
    size_t n = 0;
    for (; from < to; from++)
        n += !is_marked(x, from);
    return n;
}

static void grow_runs(Finder *f)
{
    const Seed *last = NULL;
    size_t end = 0; /* of the last run, in its first article */
    for (size_t i = 0; i < f->nseeds; i++) {
        const Seed *s = &f->seeds[i];
        const bool same_diagonal = last && s->a == last->a && s->b == last->b &&
                                   s->at_b - s->at_a == last->at_b - last->at_a;
        last = s;
        if (same_diagonal && s->at_a < end)
            continue;
        const Words *x = &f->words[s->a], *y = &f->words[s->b];
        const size_t before = same_before(x, s->at_a, y, s->at_b, SIZE_MAX);
        const size_t n = before + same_from(x, s->at_a, y, s->at_b, SIZE_MAX);
        const size_t from = s->at_a - before;
        end = from + n;
        if (count_rare(x, from, end) >= LEAST_TERMS)
            add_places(f, x, from, n, before, s->group);
    }
}

/* ---- passages ---- */

static int by_words(const void *p, const void *q)
{
    const Found *a = p, *b = q;
    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    if (a->n != b->n)
        return a->n > b->n ? -1 : 1;
    if (a->article != b->article)
        return a->article < b->article ? -1 : 1;
    return (a->at > b->at) - (a->at < b->at);
}

static bool same_words(const Found *a, const Found *b)
{
    return a->hash == b->hash && a->n == b->n;
}

/* By the group's first place, longer ones first: the groups of one list of places. */
typedef struct Group {
    const Found *first;
    size_t n;
} Group;

static int by_place(const void *p, const void *q)
{
    const Group *x = p, *y = q;
    const Found *a = x->first, *b = y->first;
    if (a->article != b->article)
        return a->article < b->article ? -1 : 1;
    if (a->at != b->at)
        return a->at < b->at ? -1 : 1;
    if (a->n != b->n)
        return a->n > b->n ? -1 : 1;
    return (a->hash > b->hash) - (a->hash < b->hash);
}

/* A place of a passage to be filled in, by its article. */
typedef struct Blank {
    const Found *found;
    Passage *passage; /* whose text it gives; NULL: it is not the first place */
    Place *place;
} Blank;

static int by_article(const void *p, const void *q)
{
    const Blank *a = p, *b = q;
    if (a->found->article != b->found->article)
        return a->found->article < b->found->article ? -1 : 1;
    return (a->found > b->found) - (a->found < b->found);
}

/* Reads each article that has a place once more, for its ranges and words. */
static void fill_places(Finder *f, Arena *arena, Blank *v, size_t n)
{
    Terms t = {0};
    Buf text = {0};
    if (n)
        qsort(v, n, sizeof *v, by_article);
    for (size_t i = 0; i < n; i++) {
        const Found *found = v[i].found;
        const size_t end = found->at + found->n;
        const Article *a = f->articles->v[found->article];
        if (i == 0 || v[i - 1].found->article != found->article)
            terms_read(a, &t);
        v[i].place->article = a;
        terms_range(&t, found->at, end, &v[i].place->from, &v[i].place->to);
        if (v[i].passage == NULL)
            continue;
        buf_clear(&text);
        terms_put(&text, &t, found->at, end);
        v[i].passage->text = arena_str(arena, buf_str(&text));
    }
    buf_free(&text);
    terms_free(&t);
}

static void make_passages(Finder *f, Plan *out)
{
    Group *groups = mem_alloc(f->nfound * sizeof *groups);
    Blank *blanks = mem_alloc(f->nfound * sizeof *blanks);
    size_t nblanks = 0;
    if (f->nfound)
        qsort(f->found, f->nfound, sizeof *f->found, by_words);
    for (size_t i = 0; i < f->nfound; i++)
        if (i && same_words(&f->found[i - 1], &f->found[i]))
            groups[out->npassages - 1].n++;
        else
            groups[out->npassages++] = (Group){&f->found[i], 1};
    if (out->npassages)
        qsort(groups, out->npassages, sizeof *groups, by_place);
    out->passages = arena_array(out->arena, out->npassages, sizeof *out->passages);
    for (size_t i = 0; i < out->npassages; i++) {
        const Found *v = groups[i].first;
        Passage *p = &out->passages[i];
        p->tokens = v->n;
        p->places = arena_array(out->arena, groups[i].n, sizeof *p->places);
        for (size_t k = 0; k < groups[i].n; k++)
            if (k == 0 || by_words(&v[k - 1], &v[k]) != 0)
                blanks[nblanks++] =
                    (Blank){&v[k], k ? NULL : p, &p->places[p->nplaces++]};
    }
    fill_places(f, out->arena, blanks, nblanks);
    free(blanks);
    free(groups);
}

void passages_find(Plan *plan)
{
    const int jobs = plan->options.jobs > 1 ? plan->options.jobs : 1;
    Finder f = {.articles = plan->articles, .jobs = jobs, .arena = arena_new()};
    read_words(&f);
    sow(&f);
    if (f.nseeds)
        qsort(f.seeds, f.nseeds, sizeof *f.seeds, by_diagonal);
    grow_runs(&f);
    make_passages(&f, plan);
    arena_free(f.arena);
    free(f.prints.v);
    free(f.seeds);
    free(f.found);
}
