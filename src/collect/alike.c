/* How alike two texts are, exactly; and whether they part as two versions of one story
 * do, or as two notices of one template.
 *
 * Resemblance and containment (Broder 1997) count the distinct shingles, runs of three
 * words, of both texts.  Weighed, a shingle counts the more the fewer of the texts at
 * hand have it: log2(PRESS / texts with it).  PRESS, more than the texts at hand, says
 * that a folder is a sample: what both of two articles have is not thereby common.
 *
 * A template shows at the places where two texts part.  Laid side by side, two versions
 * of a story differ in wording, in a sentence more or less, in misreadings; two notices
 * of one template differ where it leaves room: a name stands against another name, a
 * number against another number.  So the texts are aligned and the places between what
 * they share are sorted into conflicts (short on both sides, each side with names or
 * numbers that the other lacks) and others.  A word is a name when it mostly has a
 * capital in the texts at hand, which holds for the first word of no sentence.  Names of
 * nearly the same letters are one name, misread.
 *
 * Alignment: patience diff: the shingles that stand once in either text, of those the
 * longest chain that keeps the order in both (patience sorting), each then extended word
 * by word.  Cost: n log n.  Alternative not taken: the longest common subsequence, which
 * is quadratic where texts are unlike, and no better as a list of places. */
#include "alike.h"

#include <stdlib.h>
#include <string.h>

#include "base/chain.h"
#include "base/jobs.h"

enum {
    PRESS_BITS = 10, /* a word in 1,024 texts of one subject is worth nothing */
    SLOT = 12,       /* words on either side: what a template leaves room for */
    NAME_BYTES = 64, /* of a place compared letter by letter */
    MISREAD = 3      /* one letter in so many may differ in a name misread */
};

/* ---- tallies ---- */

static size_t tally_slot(const Tally *t, uint64_t key)
{
    size_t i = (size_t)hash_mix(key) & (t->cap - 1);
    while (t->keys[i] && t->keys[i] != key)
        i = (i + 1) & (t->cap - 1);
    return i;
}

static void tally_grow(Tally *t)
{
    Tally big = {.n = t->n, .cap = t->cap ? 2 * t->cap : 1024};
    big.keys = mem_alloc(big.cap * sizeof *big.keys);
    big.counts = mem_alloc(big.cap * sizeof *big.counts);
    for (size_t i = 0; i < t->cap; i++)
        if (t->keys[i]) {
            const size_t at = tally_slot(&big, t->keys[i]);
            big.keys[at] = t->keys[i];
            big.counts[at] = t->counts[i];
        }
    tally_free(t);
    *t = big;
}

int32_t *tally_at(Tally *t, uint64_t key)
{
    if (4 * (t->n + 1) > 3 * t->cap)
        tally_grow(t);
    key += key == 0;
    const size_t i = tally_slot(t, key);
    t->n += t->keys[i] == 0;
    t->keys[i] = key;
    return &t->counts[i];
}

int32_t tally_find(const Tally *t, uint64_t key)
{
    return t->cap ? t->counts[tally_slot(t, key + (key == 0))] : 0;
}

void tally_free(Tally *t)
{
    free(t->keys);
    free(t->counts);
    *t = (Tally){0};
}

void tally_clear(Tally *t)
{
    enum { LITTLE = 1 << 14 };
    if (t->cap > LITTLE) {
        tally_free(t);
        return;
    }
    t->n = 0;
    if (t->cap) {
        memset(t->keys, 0, t->cap * sizeof *t->keys);
        memset(t->counts, 0, t->cap * sizeof *t->counts);
    }
}

/* ---- texts ---- */

/* Sorts by hash, a byte at a time from the last: what is equal stays in its order. */
static void sort_shingles(Shingle *v, size_t n)
{
    enum { BYTES = sizeof v->hash, VALUES = 256 };
    size_t next[BYTES][VALUES] = {0};
    Shingle *from = v, *to = mem_alloc(n * sizeof *to), *other = to;
    for (size_t i = 0; i < n; i++)
        for (size_t b = 0; b < BYTES; b++)
            next[b][v[i].hash >> 8 * b & 0xFF]++;
    for (size_t b = 0; b < BYTES; b++) {
        for (size_t k = 0, begin = 0; k < VALUES; k++) {
            const size_t here = next[b][k];
            next[b][k] = begin;
            begin += here;
        }
        for (size_t i = 0; i < n; i++)
            to[next[b][from[i].hash >> 8 * b & 0xFF]++] = from[i];
        Shingle *t = from;
        from = to;
        to = t;
    }
    free(other); /* the passes are even: all is back in v */
}

static void read_shingles(Text *t)
{
    const size_t n = t->terms.n < SHINGLE ? 0 : t->terms.n - SHINGLE + 1;
    t->v = mem_alloc(n * sizeof *t->v);
    for (size_t i = 0; i < n; i++)
        t->v[i] = (Shingle){.hash = shingle_hash(&t->terms.v[i]),
                            .at = (uint32_t)i & INT32_MAX,
                            .once = true};
    sort_shingles(t->v, n);
    for (size_t i = 0; i < n; i++)
        if (t->n && t->v[t->n - 1].hash == t->v[i].hash)
            t->v[t->n - 1].once = false;
        else
            t->v[t->n++] = t->v[i];
}

void text_read(const Article *a, Text *out)
{
    *out = (Text){0};
    terms_read(a, &out->terms);
    read_shingles(out);
}

void text_read_title(Arena *arena, const Article *a, Text *out)
{
    Node *leaf = node_new(arena, N_TEXT);
    leaf->text = a->title;
    *out = (Text){0};
    terms_read_text(a->title, leaf, &out->terms);
    read_shingles(out);
}

void text_free(Text *t)
{
    terms_free(&t->terms);
    free(t->v);
    *t = (Text){0};
}

const Shingle *text_find(const Text *t, uint64_t hash)
{
    size_t from = 0, to = t->n;
    while (from < to) {
        const size_t mid = from + (to - from) / 2;
        if (t->v[mid].hash < hash)
            from = mid + 1;
        else
            to = mid;
    }
    return from < t->n && t->v[from].hash == hash ? &t->v[from] : NULL;
}

/* Its digits come from squaring the mantissa. */
uint32_t log2_fixed(uint32_t n)
{
    uint32_t whole = 31 - (uint32_t)__builtin_clz(n), r = whole;
    uint64_t mantissa = ((uint64_t)n << 32) >> whole; /* [1, 2) in 32.32 */
    for (int i = 0; i < LOG_BITS; i++) {
        mantissa = mantissa * (mantissa >> 16) >> 16;
        const uint32_t bit = mantissa >> 33 != 0;
        mantissa >>= bit;
        r = r << 1 | bit;
    }
    return r;
}

/* Shingles are counted a shelf at a time: those of all texts whose hashes begin with the
 * same bits, which are a range of each text.  No other shelf has a say in it, and what is
 * counted stays in the processor's cache. */
typedef struct Weighing {
    Text *texts;
    size_t n;
    unsigned bits;     /* there are 1 << bits shelves */
    uint32_t *weights; /* of a shingle, by the number of texts that have it */
} Weighing;

/* The first shingle of the shelf, or of those behind it. */
static size_t shelf_begin(const Weighing *w, const Text *t, size_t shelf)
{
    size_t from = 0, to = t->n;
    while (from < to) {
        const size_t mid = from + (to - from) / 2;
        if (t->v[mid].hash >> 32 >> (32 - w->bits) < shelf)
            from = mid + 1;
        else
            to = mid;
    }
    return from;
}

static void weigh_shelf(void *ctx, size_t shelf, int worker)
{
    const Weighing *w = ctx;
    Tally df = {0};
    (void)worker;
    for (size_t i = 0; i < w->n; i++) {
        const Text *t = &w->texts[i];
        const size_t end = shelf_begin(w, t, shelf + 1);
        for (size_t k = shelf_begin(w, t, shelf); k < end; k++)
            ++*tally_at(&df, t->v[k].hash);
    }
    for (size_t i = 0; i < w->n; i++) {
        const Text *t = &w->texts[i];
        const size_t end = shelf_begin(w, t, shelf + 1);
        for (size_t k = shelf_begin(w, t, shelf); k < end; k++)
            t->v[k].weight = w->weights[tally_find(&df, t->v[k].hash)];
    }
    tally_free(&df);
}

void texts_weigh(Text *texts, size_t n, int jobs)
{
    enum { SHELF = 1 << 14 }; /* shingles: their counts take a few hundred KB */
    const uint32_t press = PRESS_BITS << LOG_BITS;
    const size_t most = 2 * n; /* a text counts twice for a hash of 0 and one of 1 */
    Weighing w = {texts, n, 0, mem_alloc((most + 1) * sizeof *w.weights)};
    size_t all = 0;
    for (uint32_t i = 1; i <= most; i++) {
        const uint32_t log = log2_fixed(i);
        w.weights[i] = log < press ? press - log : 1;
    }
    for (size_t i = 0; i < n; i++)
        all += texts[i].n;
    while (all >> w.bits > SHELF)
        w.bits++;
    jobs_run((size_t)1 << w.bits, jobs, weigh_shelf, &w);
    free(w.weights);
    for (size_t i = 0; i < n; i++) {
        texts[i].weight = 0;
        for (size_t k = 0; k < texts[i].n; k++)
            texts[i].weight += texts[i].v[k].weight;
    }
}

Likeness text_likeness(const Text *a, const Text *b, bool weighted, uint64_t least)
{
    Likeness l = {0, weighted ? a->weight : a->n, weighted ? b->weight : b->n};
    uint64_t most = l.a; /* that they may share, by what is known */
    for (size_t i = 0, k = 0; i < a->n && k < b->n && most >= least;) {
        const uint64_t x = a->v[i].hash, y = b->v[k].hash;
        const uint32_t w = weighted ? a->v[i].weight : 1;
        /* Without a branch: nothing foretells what is shared. */
        l.shared += (x == y) * w;
        most -= (x < y) * w;
        i += x <= y;
        k += y <= x;
    }
    return l;
}

static unsigned thousandths(uint64_t part, uint64_t whole)
{
    return whole ? (unsigned)(part * 1000 / whole) : 0;
}

unsigned resemblance(Likeness l)
{
    return thousandths(l.shared, l.a + l.b - l.shared);
}

unsigned containment(Likeness l)
{
    return thousandths(l.shared, l.a < l.b ? l.a : l.b);
}

/* ---- laying two texts side by side ---- */

static int by_from(const void *p, const void *q)
{
    const Match *x = p, *y = q;
    return (x->from > y->from) - (x->from < y->from);
}

/* The shingles that stand once in either text. */
static Match *find_anchors(const Text *a, const Text *b, size_t *n)
{
    Match *v = mem_alloc((a->n < b->n ? a->n : b->n) * sizeof *v);
    *n = 0;
    for (size_t i = 0, k = 0; i < a->n && k < b->n;) {
        const Shingle *x = &a->v[i], *y = &b->v[k];
        if (x->hash == y->hash && x->once && y->once)
            v[(*n)++] = (Match){.from = x->at, .to = y->at};
        i += x->hash <= y->hash;
        k += y->hash <= x->hash;
    }
    if (*n)
        qsort(v, *n, sizeof *v, by_from);
    return v;
}

/* ---- the places where they part ---- */

/* The words of one text between what both share. */
typedef struct Gap {
    const Terms *t;
    size_t from, to;
} Gap;

/* The digits of a term, whatever stands around them; the word of one without any in
 * ASCII. */
static uint64_t digits_of(const Terms *t, size_t i)
{
    const Str s = term_text(t, i);
    uint64_t n = 0;
    for (size_t k = 0; k < s.n; k++)
        if (s.p[k] >= '0' && s.p[k] <= '9')
            n = n * 11 + (uint64_t)(s.p[k] - '0') + 1;
    return n ? n : t->v[i].word;
}

/* Has x a number that y lacks? */
static bool has_own_number(Gap x, Gap y)
{
    for (size_t i = x.from; i < x.to; i++) {
        bool found = !x.t->v[i].has_digit;
        for (size_t k = y.from; !found && k < y.to; k++)
            found = y.t->v[k].has_digit && digits_of(x.t, i) == digits_of(y.t, k);
        if (!found)
            return true;
    }
    return false;
}

/* Has x a name that y lacks? */
static bool has_own_name(Gap x, Gap y, const Tally *capitals)
{
    for (size_t i = x.from; i < x.to; i++) {
        const Term *a = &x.t->v[i];
        bool found = a->has_digit || !a->is_capital || tally_find(capitals, a->word) <= 0;
        for (size_t k = y.from; !found && k < y.to; k++)
            found = y.t->v[k].word == a->word;
        if (!found)
            return true;
    }
    return false;
}

static size_t put_letters(Gap g, char out[NAME_BYTES])
{
    size_t n = 0;
    for (size_t i = g.from; i < g.to && n < NAME_BYTES; i++) {
        const Str s = term_text(g.t, i);
        for (size_t k = 0; k < s.n && n < NAME_BYTES; k++)
            out[n++] = (char)(s.p[k] >= 'A' && s.p[k] <= 'Z' ? s.p[k] | 32 : s.p[k]);
    }
    return n;
}

/* Are the letters the same but for one in MISREAD?  Levenshtein's distance, a row at a
 * time. */
static bool is_misread(Gap x, Gap y)
{
    char a[NAME_BYTES], b[NAME_BYTES];
    const size_t na = put_letters(x, a), nb = put_letters(y, b);
    uint8_t row[NAME_BYTES + 1];
    for (size_t k = 0; k <= nb; k++)
        row[k] = (uint8_t)k;
    for (size_t i = 1; i <= na; i++) {
        uint8_t diagonal = row[0];
        row[0] = (uint8_t)i;
        for (size_t k = 1; k <= nb; k++) {
            const uint8_t replaced = (uint8_t)(diagonal + (a[i - 1] != b[k - 1]));
            const uint8_t least = row[k] < row[k - 1] ? row[k] : row[k - 1];
            diagonal = row[k];
            row[k] = least + 1 < replaced ? (uint8_t)(least + 1) : replaced;
        }
    }
    return (size_t)row[nb] * MISREAD <= (na > nb ? na : nb);
}

static void judge_site(Gap x, Gap y, const Tally *capitals, Sites *out)
{
    if (x.from == x.to && y.from == y.to)
        return;
    bool conflict = x.to - x.from <= SLOT && y.to - y.from <= SLOT;
    if (conflict && !(has_own_number(x, y) && has_own_number(y, x)))
        conflict = (has_own_name(x, y, capitals) || has_own_number(x, y)) &&
                   (has_own_name(y, x, capitals) || has_own_number(y, x)) &&
                   !is_misread(x, y);
    out->conflicts += conflict;
    out->others += !conflict;
}

bool text_sites(const Text *a, const Text *b, const Tally *capitals, Sites *out)
{
    const Terms *s = &a->terms, *t = &b->terms;
    size_t nanchors, i = 0, k = 0; /* behind what was laid side by side */
    Match *v = find_anchors(a, b, &nanchors);
    const size_t n = chain_matches(v, nanchors);
    *out = (Sites){0};
    for (size_t c = 0; c < n; c++) {
        size_t x = v[c].from, y = v[c].to;
        if (x < i || y < k)
            continue;
        while (x > i && y > k && s->v[x - 1].word == t->v[y - 1].word)
            x--, y--;
        judge_site((Gap){s, i, x}, (Gap){t, k, y}, capitals, out);
        for (i = x, k = y; i < s->n && k < t->n && s->v[i].word == t->v[k].word; i++)
            k++;
    }
    judge_site((Gap){s, i, s->n}, (Gap){t, k, t->n}, capitals, out);
    free(v);
    return n > 0;
}
