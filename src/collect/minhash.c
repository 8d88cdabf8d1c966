/* Candidates: which of many articles are worth comparing.
 *
 * Model: MinHash (Broder, "On the resemblance and containment of documents", 1997).  Two
 * sets have the same least element under a random order with the probability of their
 * resemblance, so that a signature of least elements stands for an article.
 * Method: a signature has PASSES x BINS values by one-permutation hashing (Li, Owen,
 * Zhang 2012): a pass hashes each shingle once, into one of BINS bins that keep their
 * least.  A bin that nothing fell into is no value: unlike rotation, which fills it with
 * a neighbour's, that also serves a short text within a long one.  Two values make a
 * band; articles that agree on a band meet in a bucket (locality-sensitive hashing).
 * For a resemblance r that happens at least once with 1 - (1 - r^2)^128: .72 for r = .1,
 * .99 for .2, and .02 for the .012 of articles on one subject.  Who meets must agree on
 * as many values as an article with a LEAST_SHARE of another's shingles would.
 * Cost: linear in the words, and in articles x bands.  A bucket remembers its first
 * BUCKET articles only, so that a thousand notices of one template make no million pairs:
 * each meets the first ones, which is all that a cluster around one of them needs.
 * Alternative not taken: an index of all shingles finds every pair, in memory that is
 * several times the input. */
#include <stdlib.h>
#include <string.h>

#include "alike.h"
#include "base/jobs.h"

enum {
    PASSES = 8,
    BINS = 32,
    VALUES = PASSES * BINS,
    ROWS = 2, /* values a band */
    BANDS = VALUES / ROWS,
    BUCKET = 16,
    LEAST_SHARE = 4, /* a quarter: stories.c asks for far more, this is an estimate */
    LEAST_WORDS = 20 /* what is too short for a shared passage is too short here */
};

static const uint32_t NO_VALUE = UINT32_MAX;

typedef struct Signature {
    uint32_t v[VALUES];
    uint32_t nshingles; /* 0: too short */
} Signature;

static void sign(const Terms *t, Signature *s)
{
    memset(s->v, 0xFF, sizeof s->v);
    s->nshingles = t->n < LEAST_WORDS ? 0 : (uint32_t)(t->n - SHINGLE + 1);
    for (size_t i = 0; i < s->nshingles; i++) {
        const uint64_t h = shingle_hash(&t->v[i]);
        for (uint32_t pass = 0; pass < PASSES; pass++) {
            /* an odd multiplier each: a pass must order the shingles in its own way */
            const uint64_t x = h * (0x9E3779B97F4A7C15u + 0xD1B54A32D192ED02u * pass);
            uint32_t *least = &s->v[pass * BINS + (x >> 59)];
            const uint32_t value = (uint32_t)(x >> 27);
            if (value < *least)
                *least = value;
        }
    }
}

/* Do they seem to share enough?  Of the values that either has, those on which they
 * agree are their resemblance r; of n and m shingles they then share r(n + m)/(1 + r). */
static bool seem_alike(const Signature *a, const Signature *b)
{
    uint32_t same = 0, neither = 0;
    for (size_t i = 0; i < VALUES; i++) {
        same += a->v[i] == b->v[i];
        neither += (a->v[i] & b->v[i]) == NO_VALUE;
    }
    const uint64_t agree = same - neither, either = VALUES - neither;
    const uint64_t both = (uint64_t)a->nshingles + b->nshingles;
    const uint64_t smaller = a->nshingles < b->nshingles ? a->nshingles : b->nshingles;
    return LEAST_SHARE * agree * both >= smaller * (either + agree);
}

/* ---- buckets ---- */

typedef struct Pairs {
    Pair *v;
    size_t n, cap;
} Pairs;

static int by_pair(const void *p, const void *q)
{
    const Pair *x = p, *y = q;
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return (x->b > y->b) - (x->b < y->b);
}

static void sort_unique(Pairs *p)
{
    size_t n = 0;
    if (p->n)
        qsort(p->v, p->n, sizeof *p->v, by_pair);
    for (size_t i = 0; i < p->n; i++)
        if (n == 0 || by_pair(&p->v[n - 1], &p->v[i]) != 0)
            p->v[n++] = p->v[i];
    p->n = n;
}

/* A pair that meets in many bands is there many times: those go before it grows. */
static void add_pair(Pairs *p, uint32_t a, uint32_t b)
{
    if (p->n == p->cap) {
        sort_unique(p);
        if (2 * p->n >= p->cap) {
            p->cap = p->cap ? 2 * p->cap : 1024;
            p->v = mem_grow(p->v, p->cap, sizeof *p->v);
        }
    }
    p->v[p->n++] = (Pair){a, b};
}

/* The buckets of one band: slots hold the first article (from 1) of a bucket, `next` the
 * article behind each. */
typedef struct Buckets {
    uint32_t *slots, *next;
    size_t nslots; /* a power of two */
} Buckets;

static Buckets buckets_new(size_t n)
{
    Buckets b = {.nslots = 64};
    while (b.nslots < 2 * n)
        b.nslots *= 2;
    b.slots = mem_alloc(b.nslots * sizeof *b.slots);
    b.next = mem_alloc(n * sizeof *b.next);
    return b;
}

static bool agree_on(const Signature *a, const Signature *b, size_t band)
{
    return memcmp(&a->v[band * ROWS], &b->v[band * ROWS], ROWS * sizeof *a->v) == 0;
}

static bool has_band(const Signature *s, size_t band)
{
    for (size_t i = 0; i < ROWS; i++)
        if (s->v[band * ROWS + i] == NO_VALUE)
            return false;
    return s->nshingles > 0;
}

/* The bucket of article i in the band; empty when it is the first. */
static uint32_t *find_bucket(Buckets *b, const Signature *s, size_t i, size_t band)
{
    const uint32_t *v = &s[i].v[band * ROWS];
    size_t at = (size_t)hash_mix((uint64_t)v[0] << 32 | v[1]) & (b->nslots - 1);
    while (b->slots[at] && !agree_on(&s[b->slots[at] - 1], &s[i], band))
        at = (at + 1) & (b->nslots - 1);
    return &b->slots[at];
}

static void fill_band(Buckets *b, const Signature *s, size_t n, size_t band, Pairs *out)
{
    memset(b->slots, 0, b->nslots * sizeof *b->slots);
    for (uint32_t i = 0; i < n; i++) {
        if (!has_band(&s[i], band))
            continue;
        uint32_t *link = find_bucket(b, s, i, band);
        size_t met = 0;
        for (; *link && met < BUCKET; met++, link = &b->next[*link - 1])
            if (seem_alike(&s[*link - 1], &s[i]))
                add_pair(out, *link - 1, i);
        b->next[i] = 0;
        if (met < BUCKET)
            *link = i + 1;
    }
}

/* ---- all of them ---- */

/* What one thread works with. */
typedef struct Desk {
    Terms terms;
    Buckets buckets;
    Pairs pairs;
} Desk;

typedef struct Search {
    Article *const *articles;
    size_t n;
    Signature *signatures;
    Desk *desks; /* by worker */
} Search;

static void sign_article(void *ctx, size_t i, int worker)
{
    const Search *s = ctx;
    Terms *t = &s->desks[worker].terms;
    terms_read(s->articles[i], t);
    sign(t, &s->signatures[i]);
}

static void search_band(void *ctx, size_t band, int worker)
{
    const Search *s = ctx;
    Desk *desk = &s->desks[worker];
    if (desk->buckets.slots == NULL)
        desk->buckets = buckets_new(s->n);
    fill_band(&desk->buckets, s->signatures, s->n, band, &desk->pairs);
}

/* Which thread found a pair is forgotten when all are sorted. */
static void close_desk(Desk *desk, Pairs *all)
{
    for (size_t i = 0; i < desk->pairs.n; i++)
        add_pair(all, desk->pairs.v[i].a, desk->pairs.v[i].b);
    terms_free(&desk->terms);
    free(desk->buckets.slots);
    free(desk->buckets.next);
    free(desk->pairs.v);
}

Pair *minhash_pairs(Article *const *articles, size_t n, int jobs, size_t *npairs)
{
    const int ndesks = jobs > 1 ? jobs : 1;
    Search s = {.articles = articles, .n = n};
    s.signatures = mem_alloc(n * sizeof *s.signatures);
    s.desks = mem_alloc((size_t)ndesks * sizeof *s.desks);
    jobs_run(n, jobs, sign_article, &s);
    jobs_run(BANDS, jobs, search_band, &s);
    Pairs pairs = {0};
    for (int i = 0; i < ndesks; i++)
        close_desk(&s.desks[i], &pairs);
    sort_unique(&pairs);
    free(s.signatures);
    free(s.desks);
    *npairs = pairs.n;
    return pairs.v;
}
