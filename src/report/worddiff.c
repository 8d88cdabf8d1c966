/* What differs between two texts, word by word.
 *
 * Model: the fewest words cut and put in that make one text of the other, which is a
 * shortest path through the grid of both (Myers, "An O(ND) Difference Algorithm and Its
 * Variations", 1986).  Alone it costs the size of the texts times the number of edits:
 * too much for long versions that share half of their words.
 * Method: patience first (Cohen).  Runs of RUN words that stand once in either text and
 * in both are anchors; of these the longest chain that is in order in both stays.  People
 * read a moved paragraph as cut here and put in there, and so does a chain.  What lies
 * between two anchors is small as a rule, and the shortest path through it is found by
 * Myers's greedy search: row d of the table says how far d edits lead on each diagonal,
 * and the rows are kept to walk back.  Where more than MOST edits would be needed, the
 * two pieces have nothing in common that a reader could follow, and the one is told to
 * stand for the other as a whole.  At last, words that happen to agree between two larger
 * changes ("of", "the") are made part of one change.
 * Cost: n log n for the chain, and a few times MOST steps for each word of the larger of
 * two pieces; the table has MOST * MOST / 2 entries.  A text that is compared with many
 * is read into its table of runs once, and a comparison then costs the size of the other.
 * Not taken: the linear-space variant, which halves the problem instead of keeping rows
 * (with anchors and a cap the rows are small); suffix automata, which find the longest
 * common passages, moved ones too, and make a puzzle of what people see as edits. */
#include "worddiff.h"

#include <stdlib.h>
#include <string.h>

#include "base/chain.h"
#include "base/unicode.h"
#include "base/utf8.h"

enum {
    RUN = 4,      /* words: three are phrases of the language, five miss what lies between
                   * two near edits */
    MOST = 512,   /* edits between two anchors */
    ACCIDENT = 3, /* words that may agree by accident */
};

/* A slot of the table of runs; where two runs have one hash, neither is unique. */
typedef struct WordRun {
    uint64_t hash;
    uint32_t at; /* its first word, from 1; 0: an empty slot */
    bool again;
} WordRun;

/* ---- texts ---- */

static void add_word(WordText *t, Str s, uint32_t line, bool first, bool glued)
{
    ARRAY_ROOM(t->v, t->n, t->cap);
    t->v[t->n++] = (Word){s, str_hash(s), line, first, glued};
}

void word_text_add(WordText *t, Str paragraph, uint32_t line)
{
    const size_t words = t->n;
    size_t from = 0; /* where the word that is open begins; none is where it is `at` */
    bool glued = false;
    for (size_t i = 0, at = 0; at < paragraph.n; at = i) {
        const uint32_t cp = utf8_next(paragraph, &i);
        const bool blank = uni_is_space(cp), alone = uni_is_wide(cp);
        if (!blank && !alone)
            continue;
        if (from < at) {
            add_word(t, str_sub(paragraph, from, at), line, t->n == words, glued);
            glued = true;
        }
        if (alone)
            add_word(t, str_sub(paragraph, at, i), line, t->n == words, glued);
        glued = alone;
        from = i;
    }
    if (from < paragraph.n)
        add_word(t, str_sub(paragraph, from, paragraph.n), line, t->n == words, glued);
}

/* Of RUN words. */
static uint64_t run_hash(const Word *w)
{
    uint64_t h = 0;
    for (int i = 0; i < RUN; i++)
        h = (h ^ w[i].hash) * 0x9E3779B97F4A7C15u + (h >> 29);
    return h;
}

/* The slot of that hash, or the empty one where it belongs. */
static WordRun *find_run(const WordText *t, uint64_t hash)
{
    size_t i = (size_t)(hash >> 7) & (t->nruns - 1);
    while (t->runs[i].at && t->runs[i].hash != hash)
        i = (i + 1) & (t->nruns - 1);
    return &t->runs[i];
}

void word_text_end(WordText *t)
{
    if (t->n < RUN)
        return;
    for (t->nruns = 16; t->nruns < 2 * t->n;)
        t->nruns *= 2;
    t->runs = mem_alloc(t->nruns * sizeof *t->runs);
    for (size_t i = 0; i + RUN <= t->n; i++) {
        const uint64_t hash = run_hash(&t->v[i]);
        WordRun *r = find_run(t, hash);
        if (r->at)
            r->again = true;
        else
            *r = (WordRun){.hash = hash, .at = (uint32_t)i + 1};
    }
}

void word_text_free(WordText *t)
{
    free(t->v);
    free(t->runs);
    *t = (WordText){0};
}

/* ---- what is known while two are compared ---- */

typedef struct Differ {
    const WordText *a, *b;
    uint32_t *rows; /* of shortest(); owned by word_diff() */
    Change *v;      /* found so far */
    size_t n, cap;
} Differ;

static bool same(const Word *a, const Word *b)
{
    return a->hash == b->hash && str_eq(a->text, b->text);
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Adds a change, or makes the last one longer when nothing lies between. */
static void add_change(Differ *d, Change c)
{
    Change *last = d->n ? &d->v[d->n - 1] : NULL;
    if (c.na == 0 && c.nb == 0)
        return;
    if (last && last->a + last->na == c.a && last->b + last->nb == c.b) {
        last->na += c.na;
        last->nb += c.nb;
        return;
    }
    ARRAY_ROOM(d->v, d->n, d->cap);
    d->v[d->n++] = c;
}

/* ---- the shortest path through a piece ---- */

/* Row e of the table: how far along a the e edits lead, on the diagonals -e, -e + 2, … e
 * (a diagonal is the place in a less that in b). */
static uint32_t *row_of(const Differ *d, size_t e)
{
    return d->rows + e * (e + 1) / 2;
}

/* Is the j-th of row e reached by putting a word of b in (from j of the row before), and
 * not by cutting one of a (from j - 1)? */
static bool puts_in(const uint32_t *before, size_t e, size_t j)
{
    return j == 0 || (j < e && before[j - 1] < before[j]);
}

/* Fills rows until one leads to the end of both; the number of edits, or MOST + 1. */
static size_t fill_rows(Differ *d, const Change *c)
{
    const Word *a = d->a->v + c->a, *b = d->b->v + c->b;
    for (size_t e = 0; e <= MOST; e++) {
        const uint32_t *before = e ? row_of(d, e - 1) : NULL;
        uint32_t *row = row_of(d, e);
        for (size_t j = 0; j <= e; j++) {
            size_t x = 0;
            if (before)
                x = puts_in(before, e, j) ? before[j] : before[j - 1] + (size_t)1;
            size_t y = x + e - 2 * j;
            while (x < c->na && y < c->nb && same(&a[x], &b[y])) {
                x++;
                y++;
            }
            row[j] = (uint32_t)x;
            if (x == c->na && y == c->nb)
                return e;
        }
    }
    return MOST + 1;
}

/* Walks back through the rows, then adds the edits in their order. */
static void shortest(Differ *d, const Change *c)
{
    Change steps[MOST];
    const size_t edits = fill_rows(d, c);
    if (edits > MOST) {
        add_change(d, *c);
        return;
    }
    size_t j = (c->na + edits - c->nb) / 2;
    for (size_t e = edits; e > 0; e--) {
        const uint32_t *before = row_of(d, e - 1);
        const bool put = puts_in(before, e, j);
        j -= !put;
        const size_t x = before[j], y = x + (e - 1) - 2 * j;
        steps[e - 1] = (Change){c->a + x, !put, c->b + y, put};
    }
    for (size_t e = 0; e < edits; e++)
        add_change(d, steps[e]);
}

/* What lies between two anchors. */
static void compare(Differ *d, Change c)
{
    const Word *a = d->a->v, *b = d->b->v;
    while (c.na && c.nb && same(&a[c.a], &b[c.b])) {
        c.a++;
        c.b++;
        c.na--;
        c.nb--;
    }
    while (c.na && c.nb && same(&a[c.a + c.na - 1], &b[c.b + c.nb - 1])) {
        c.na--;
        c.nb--;
    }
    const size_t least = c.na > c.nb ? c.na - c.nb : c.nb - c.na;
    if (smaller(c.na, c.nb) == 0 || least > MOST)
        add_change(d, c);
    else
        shortest(d, &c);
}

/* ---- anchors ---- */

/* Where b's run i stands in a, from 1; 0: nowhere, or one of them more than once. */
static uint32_t partner(const WordText *a, const WordText *b, size_t i)
{
    const uint64_t hash = run_hash(&b->v[i]);
    const WordRun *r = find_run(a, hash);
    if (r->at == 0 || r->again || find_run(b, hash)->again)
        return 0;
    for (size_t k = 0; k < RUN; k++)
        if (!same(&a->v[r->at - 1 + k], &b->v[i + k]))
            return 0;
    return r->at;
}

/* The longest chain of the runs that both texts have once. */
static Match *anchors_of(Arena *scratch, const WordText *a, const WordText *b, size_t *n)
{
    Match *v = arena_array(scratch, b->n + 1, sizeof *v);
    *n = 0;
    for (size_t i = 0; a->nruns && i + RUN <= b->n; i++) {
        const uint32_t at = partner(a, b, i);
        if (at)
            v[(*n)++] = (Match){.from = (uint32_t)i, .to = at - 1};
    }
    *n = chain_matches(v, *n);
    return v;
}

/* ---- the whole ---- */

static size_t size_of(const Change *c)
{
    return c->na > c->nb ? c->na : c->nb;
}

/* Makes one of two changes that are larger, on the mean, than what lies between. */
static void join(Differ *d)
{
    size_t n = 0;
    for (size_t i = 0; i < d->n; i++) {
        const Change *c = &d->v[i];
        Change *last = n ? &d->v[n - 1] : NULL;
        const size_t between = last ? c->a - last->a - last->na : 0;
        if (last && between <= ACCIDENT && 2 * between < size_of(last) + size_of(c)) {
            last->na = c->a + c->na - last->a;
            last->nb = c->b + c->nb - last->b;
        } else {
            d->v[n++] = *c;
        }
    }
    d->n = n;
}

Change *word_diff(Arena *arena, const WordText *a, const WordText *b, size_t *n)
{
    Arena *scratch = arena_new();
    Differ d = {.a = a, .b = b};
    size_t anchors, x = 0, y = 0;
    const Match *v = anchors_of(scratch, a, b, &anchors);
    d.rows = mem_alloc((size_t)(MOST + 1) * (MOST + 2) / 2 * sizeof *d.rows);
    for (size_t i = 0; i < anchors; i++) {
        compare(&d, (Change){x, v[i].to - x, y, v[i].from - y});
        x = v[i].to + (size_t)1;
        y = v[i].from + (size_t)1;
    }
    compare(&d, (Change){x, a->n - x, y, b->n - y});
    join(&d);
    Change *found = arena_array(arena, d.n + 1, sizeof *found);
    if (d.n)
        memcpy(found, d.v, d.n * sizeof *found);
    *n = d.n;
    free(d.v);
    free(d.rows);
    arena_free(scratch);
    return found;
}
