/* How alike two texts are: candidates by MinHash, and the exact measures. */
#ifndef COLLECT_ALIKE_H
#define COLLECT_ALIKE_H

#include "terms.h"

/* ---- minhash.c: which pairs are worth a look ---- */

typedef struct Pair {
    uint32_t a, b; /* a < b: places in the list */
} Pair;

/* The pairs of articles[0..n) whose bodies probably share a good part of their shingles,
 * in ascending order, each once; owned by the caller (free()). */
Pair *minhash_pairs(Article *const *articles, size_t n, int jobs, size_t *npairs);

/* ---- alike.c: how alike a pair is ---- */

typedef struct Shingle {
    uint64_t hash;
    uint32_t at : 31;  /* the term it first begins with */
    uint32_t once : 1; /* it occurs there only */
    uint32_t weight;   /* 0 until weighed */
} Shingle;

/* A text with its shingles: distinct, by hash. */
typedef struct Text Text;
struct Text {
    Terms terms;
    Shingle *v; /* owned: text_free() */
    size_t n;
    uint64_t weight; /* of all */
};

void text_read(const Article *a, Text *out);
void text_read_title(Arena *arena, const Article *a, Text *out); /* that of its title */
void text_free(Text *t);
const Shingle *text_find(const Text *t, uint64_t hash); /* NULL: it is not in t */

/* Gives the shingles of the texts their weights: the rarer among the texts, the more. */
void texts_weigh(Text *texts, size_t n, int jobs);

/* What two texts share, in thousandths: of both together, and of the smaller one. */
typedef struct Likeness {
    uint64_t shared, a, b; /* sums of weights, or counts of shingles */
} Likeness;

/* Ends as soon as they cannot share `least` or more, with some number below it; sooner
 * when a is the smaller text. */
Likeness text_likeness(const Text *a, const Text *b, bool weighted, uint64_t least);
unsigned resemblance(Likeness l);
unsigned containment(Likeness l);

/* Where two texts part: places at which they have different names or numbers, and
 * others. */
typedef struct Sites {
    unsigned conflicts, others;
} Sites;

/* Words by their hash, each with how much more often it is written with a capital. */
typedef struct Tally {
    uint64_t *keys; /* owned: tally_free(); 0: free */
    int32_t *counts;
    size_t n, cap;
} Tally;

int32_t *tally_at(Tally *t, uint64_t key); /* valid until the next call */
int32_t tally_find(const Tally *t, uint64_t key);
void tally_clear(Tally *t); /* empty, its memory kept where that is little */
void tally_free(Tally *t);

enum { LOG_BITS = 6 };
uint32_t log2_fixed(uint32_t n); /* of n > 0, with LOG_BITS behind the point */

/* Lays the texts side by side.  False: they have no three words in a row in common that
 * are alone of their kind. */
bool text_sites(const Text *a, const Text *b, const Tally *capitals, Sites *out);

#endif
