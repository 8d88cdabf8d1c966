/* The words of an article's body, as duplicates and shared passages are found by. */
#ifndef COLLECT_TERMS_H
#define COLLECT_TERMS_H

#include "doc/doc.h"

typedef struct Term {
    uint32_t word; /* hash of its letters without their case: equal words, equal hashes */
    uint32_t leaf; /* whose text it stands in */
    uint32_t at;   /* bytes, of the leaf's text */
    uint32_t n : 30, has_digit : 1, is_capital : 1;
} Term;

typedef struct Terms {
    Term *v; /* owned: terms_free() */
    size_t n, cap;
    const Node **leaves; /* TEXTs in the order of the tree; owned */
    size_t nleaves, leaves_cap;
} Terms;

/* The words of the blocks that are body, in the tree's order: runs of letters, digits
 * and marks; an ideograph, kana or hangul syllable is one by itself. */
void terms_read(const Article *a, Terms *out);
/* Those of a text that is no leaf. */
void terms_read_text(Str text, const Node *leaf, Terms *out);
void terms_free(Terms *t);

/* The term's letters as they stand in the article; lent by the tree. */
Str term_text(const Terms *t, size_t i);

/* The block that the term's leaf stands in. */
const Node *term_block(const Terms *t, size_t i);

/* The range of terms [i, j), i < j, in the decoded text of their article. */
void terms_range(const Terms *t, size_t i, size_t j, uint32_t *from, uint32_t *to);

/* Adds the words of terms [i, j) with what stands between them. */
void terms_put(Buf *out, const Terms *t, size_t i, size_t j);

/* ---- shingles ---- */

enum { SHINGLE = 3 }; /* words */

/* Three words in a row. */
static inline uint64_t shingle_hash(const Term *t);

uint64_t hash_mix(uint64_t h); /* spreads every bit over all (splitmix64's finish) */

static inline uint64_t shingle_hash(const Term *t)
{
    /* odd numbers without structure: the first digits of the golden ratio and of pi */
    const uint64_t first = 0x9E3779B97F4A7C15u, second = 0x3243F6A8885A308Du;
    return hash_mix((t[0].word * first + t[1].word) * second + t[2].word);
}

#endif
