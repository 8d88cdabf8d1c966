/* Which chapters are alike in topic.
 *
 * Model.  An article is a vector of its words, weighed by how often it has them and by
 * how few others do,
 *     (1 + log2 count) log2((n + 1) / articles with it),
 * words of the title counted as often as TITLE_COUNTS.  Words that more than half of the
 * articles of a language have say nothing, nor do numbers: they say when, not what.  The
 * vector is brought to unit length; then the WEIGHTIEST of the words that another article
 * has too are kept, for only these can meet.  Two articles are as alike as the product of
 * their vectors, the cosine: in books of essays on one matter .06 is much, .02 is chance.
 *
 * Method.  An inverted file: for each word the articles that have it.  The neighbours of
 * an article are found by adding up the products word by word; of a word that more than
 * WINDOW articles have, those are looked at that stand next to the article in path order.
 * All is done in integers, and ties go by path: nothing depends on the order in which the
 * articles came, or on a machine's way of rounding.
 *
 * Cost.  Linear in the words to make the vectors; then at most WEIGHTIEST * WINDOW
 * products an article, whatever the texts are made of.
 *
 * Alternative not taken.  Random projections (as MinHash for duplicates): they are
 * sure of what is very much alike only, and topics begin where words begin to differ. */
#include "topics.h"

#include <stdlib.h>

enum {
    WEIGHTIEST = 64,  /* words: what a reader would name, and some more */
    TITLE_COUNTS = 4, /* times */
    UNIT_BITS = 12,   /* of a vector's length */
    WINDOW = 256,     /* articles: all of a book's, some of an archive's */
    LEAST_LANG = 4,   /* articles in a language that say which of its words are common */
};

/* ---- the words of an article ---- */

/* A word with how often it stands in an article. */
typedef struct Count {
    uint32_t word, times;
} Count;

typedef struct Counts {
    Count *v;
    size_t n;
} Counts;

static int by_value(const void *p, const void *q)
{
    const uint32_t a = *(const uint32_t *)p, b = *(const uint32_t *)q;
    return (a > b) - (a < b);
}

static bool says_what(const Term *t)
{
    return !t->has_digit && t->n > 1;
}

/* The words of body and title, each once. */
static Counts count_words(Arena *a, const Article *article, Terms *terms)
{
    terms_read(article, terms);
    const size_t body = terms->n;
    terms_read_text(article->title, NULL, terms);
    uint32_t *words =
        mem_grow(NULL, body + TITLE_COUNTS * (terms->n - body) + 1, sizeof *words);
    size_t n = 0;
    for (size_t i = 0; i < terms->n; i++)
        for (int k = 0; k < (i < body ? 1 : TITLE_COUNTS); k++)
            if (says_what(&terms->v[i]))
                words[n++] = terms->v[i].word;
    qsort(words, n, sizeof *words, by_value);
    size_t distinct = 0;
    for (size_t i = 0; i < n; i++)
        distinct += i == 0 || words[i] != words[i - 1];
    Counts c = {.v = arena_array(a, distinct, sizeof *c.v)};
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || words[i] != words[i - 1])
            c.v[c.n++].word = words[i];
        c.v[c.n - 1].times++;
    }
    free(words);
    return c;
}

/* ---- what is common ---- */

static uint64_t in_language(const Topics *t, uint32_t article, uint32_t word)
{
    return hash_mix((uint64_t)t->langs[article] << 32 | word);
}

/* Of an unknown language too, which is one of its own. */
static void find_languages(Topics *t)
{
    Map first = {0};
    t->langs = arena_array(t->arena, t->n, sizeof *t->langs);
    t->sizes = arena_array(t->arena, t->n, sizeof *t->sizes);
    for (uint32_t i = 0; i < t->n; i++) {
        Str rest = t->articles[i]->lang;
        void **at = map_at(&first, str_cut(&rest, '-'));
        if (*at == NULL)
            *at = &t->langs[i];
        t->langs[i] = *at == &t->langs[i] ? i : *(uint32_t *)*at;
        t->sizes[t->langs[i]]++;
    }
    map_free(&first);
}

bool topics_is_common(Topics *t, uint32_t article, uint32_t word)
{
    const uint32_t all = t->sizes[t->langs[article]];
    return all >= LEAST_LANG &&
           2 * (uint32_t)*tally_at(&t->spread, in_language(t, article, word)) > all;
}

/* ---- vectors ---- */

static uint64_t root_of(uint64_t n)
{
    uint64_t r = 0;
    for (uint64_t bit = (uint64_t)1 << 31; bit; bit >>= 1)
        if ((r + bit) * (r + bit) <= n)
            r += bit;
    return r;
}

static int by_weight(const void *p, const void *q)
{
    const Weight *a = p, *b = q;
    if (a->weight != b->weight)
        return a->weight > b->weight ? -1 : 1;
    return (a->word > b->word) - (a->word < b->word);
}

static int by_word(const void *p, const void *q)
{
    const Weight *a = p, *b = q;
    return (a->word > b->word) - (a->word < b->word);
}

static Vector make_vector(Topics *t, uint32_t article, Counts c, Tally *df)
{
    const uint32_t all = log2_fixed((uint32_t)t->n + 1);
    Weight *v = mem_alloc((c.n + 1) * sizeof *v);
    uint64_t squares = 0; /* of all, also those that nobody shares */
    size_t n = 0;
    for (size_t i = 0; i < c.n; i++) {
        const uint32_t with = (uint32_t)*tally_at(df, c.v[i].word);
        const uint32_t rare = all - log2_fixed(with);
        const uint32_t weight = ((1 << LOG_BITS) + log2_fixed(c.v[i].times)) * rare;
        if (weight == 0 || topics_is_common(t, article, c.v[i].word))
            continue;
        squares += (uint64_t)weight * weight;
        if (with > 1)
            v[n++] = (Weight){c.v[i].word, weight};
    }
    qsort(v, n, sizeof *v, by_weight);
    n = n < WEIGHTIEST ? n : WEIGHTIEST;
    qsort(v, n, sizeof *v, by_word);
    const uint64_t length = root_of(squares);
    Vector out = {.v = arena_array(t->arena, n, sizeof *v), .n = n};
    for (size_t i = 0; i < n; i++)
        out.v[i] =
            (Weight){v[i].word, /* never 0: see add_products() */
                     1 + (uint32_t)(((uint64_t)v[i].weight << UNIT_BITS) / (length + 1))};
    free(v);
    return out;
}

static int by_posting(const void *p, const void *q)
{
    const Posting *a = p, *b = q;
    if (a->word != b->word)
        return a->word < b->word ? -1 : 1;
    return (a->article > b->article) - (a->article < b->article);
}

static void make_postings(Topics *t)
{
    size_t n = 0;
    for (size_t i = 0; i < t->n; i++)
        n += t->vectors[i].n;
    t->postings = arena_array(t->arena, n, sizeof *t->postings);
    for (uint32_t i = 0; i < t->n; i++)
        for (size_t k = 0; k < t->vectors[i].n; k++) {
            const Weight w = t->vectors[i].v[k];
            t->postings[t->npostings++] = (Posting){w.word, i, w.weight};
        }
    if (n)
        qsort(t->postings, n, sizeof *t->postings, by_posting);
}

void topics_read(Article *const *articles, size_t n, Topics *out)
{
    *out = (Topics){.arena = arena_new(), .articles = articles, .n = n};
    Arena *scratch = arena_new();
    Counts *counts = arena_array(scratch, n, sizeof *counts);
    Terms terms = {0};
    Tally df = {0};
    find_languages(out);
    for (uint32_t i = 0; i < n; i++) {
        counts[i] = count_words(scratch, articles[i], &terms);
        for (size_t k = 0; k < counts[i].n; k++) {
            ++*tally_at(&df, counts[i].v[k].word);
            ++*tally_at(&out->spread, in_language(out, i, counts[i].v[k].word));
        }
    }
    out->vectors = arena_array(out->arena, n, sizeof *out->vectors);
    for (uint32_t i = 0; i < n; i++)
        out->vectors[i] = make_vector(out, i, counts[i], &df);
    make_postings(out);
    out->score = arena_array(out->arena, n, sizeof *out->score);
    out->touched = arena_array(out->arena, n, sizeof *out->touched);
    terms_free(&terms);
    tally_free(&df);
    arena_free(scratch);
}

void topics_free(Topics *t)
{
    tally_free(&t->spread);
    arena_free(t->arena);
    *t = (Topics){0};
}

/* ---- likeness ---- */

uint32_t topics_alike(const Topics *t, uint32_t i, uint32_t k)
{
    const Vector a = t->vectors[i], b = t->vectors[k];
    uint32_t sum = 0;
    for (size_t x = 0, y = 0; x < a.n && y < b.n;) {
        const uint32_t v = a.v[x].word, w = b.v[y].word;
        if (v == w)
            sum += a.v[x].weight * b.v[y].weight;
        x += v <= w;
        y += w <= v;
    }
    return sum;
}

/* The posting of an article, which is there. */
static size_t find_posting(const Topics *t, uint32_t word, uint32_t article)
{
    size_t from = 0, to = t->npostings;
    const Posting want = {word, article, 0};
    while (from < to) {
        const size_t mid = from + (to - from) / 2;
        if (by_posting(&t->postings[mid], &want) < 0)
            from = mid + 1;
        else
            to = mid;
    }
    return from;
}

/* Adds what article i shares with the others by one word; how many are touched. */
static size_t add_products(Topics *t, uint32_t i, Weight w, size_t ntouched)
{
    const Posting *p = t->postings;
    const size_t at = find_posting(t, w.word, i);
    for (size_t k = at; k-- > 0 && at - k <= WINDOW / 2 && p[k].word == w.word;) {
        if (t->score[p[k].article] == 0)
            t->touched[ntouched++] = p[k].article;
        t->score[p[k].article] += p[k].weight * w.weight;
    }
    for (size_t k = at + 1;
         k < t->npostings && k - at <= WINDOW / 2 && p[k].word == w.word; k++) {
        if (t->score[p[k].article] == 0)
            t->touched[ntouched++] = p[k].article;
        t->score[p[k].article] += p[k].weight * w.weight;
    }
    return ntouched;
}

static bool is_nearer(Neighbour a, Neighbour b)
{
    return a.alike != b.alike ? a.alike > b.alike : a.article < b.article;
}

size_t topics_near(Topics *t, uint32_t i, bool (*may)(const Article *), Neighbour *out,
                   size_t most)
{
    size_t ntouched = 0, n = 0;
    for (size_t k = 0; k < t->vectors[i].n; k++)
        ntouched = add_products(t, i, t->vectors[i].v[k], ntouched);
    for (size_t k = 0; k < ntouched; k++) {
        const Neighbour x = {t->touched[k], t->score[t->touched[k]]};
        t->score[x.article] = 0;
        if ((may && !may(t->articles[x.article])) ||
            (n == most && !is_nearer(x, out[n - 1])))
            continue;
        size_t at = n < most ? n++ : n - 1;
        for (; at > 0 && is_nearer(x, out[at - 1]); at--)
            out[at] = out[at - 1];
        out[at] = x;
    }
    return n;
}
