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
#include <string.h>

enum {
    WEIGHTIEST = 64,  /* words: what a reader would name, and some more */
    TITLE_COUNTS = 4, /* times */
    UNIT_BITS = 12,   /* of a vector's length */
    WINDOW = 256,     /* articles: all of a book's, some of an archive's */
    LEAST_LANG = 4,   /* articles in a language that say which of its words are common */
};

/* ---- the words of an article ---- */

enum { TIMES_MOST = UINT8_MAX }; /* a word that stands more often is no weightier */

/* The words of an article, each with how often it stands there. */
typedef struct Counts {
    uint32_t *words;
    uint8_t *times;
    size_t n;
} Counts;

static bool says_what(const Term *t)
{
    return !t->has_digit && t->n > 1;
}

/* Adds the words of terms[from..to), each counted so many times. */
static void add_words(Counts *c, Tally *places, const Terms *terms, size_t from,
                      size_t to, int times)
{
    for (size_t i = from; i < to; i++) {
        if (!says_what(&terms->v[i]))
            continue;
        int32_t *place = tally_at(places, terms->v[i].word); /* from 1 */
        if (*place == 0) {
            c->words[c->n] = terms->v[i].word;
            c->times[c->n] = 0;
            *place = (int32_t)++c->n;
        }
        uint8_t *now = &c->times[*place - 1];
        *now = (uint8_t)(*now + times < TIMES_MOST ? *now + times : TIMES_MOST);
    }
}

/* What is read again for each article. */
typedef struct Desk {
    Terms terms;
    Tally places; /* of the words among the article's */
    Counts counts;
    size_t cap;
} Desk;

static void desk_free(Desk *d)
{
    terms_free(&d->terms);
    tally_free(&d->places);
    free(d->counts.words);
    free(d->counts.times);
}

/* The words of body and title, each once. */
static Counts count_words(Arena *a, const Article *article, Desk *d)
{
    terms_read(article, &d->terms);
    const size_t body = d->terms.n;
    terms_read_text(article->title, NULL, &d->terms);
    if (d->terms.n > d->cap) {
        d->cap = 2 * d->terms.n;
        d->counts.words = mem_grow(d->counts.words, d->cap, sizeof *d->counts.words);
        d->counts.times = mem_grow(d->counts.times, d->cap, sizeof *d->counts.times);
    }
    d->counts.n = 0;
    tally_clear(&d->places);
    add_words(&d->counts, &d->places, &d->terms, 0, body, 1);
    add_words(&d->counts, &d->places, &d->terms, body, d->terms.n, TITLE_COUNTS);
    const size_t n = d->counts.n;
    Counts c = {arena_array(a, n, sizeof *c.words), arena_array(a, n, sizeof *c.times),
                n};
    if (n) {
        memcpy(c.words, d->counts.words, n * sizeof *c.words);
        memcpy(c.times, d->counts.times, n * sizeof *c.times);
    }
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

/* Keeps the weightiest, the first of them first; gives how many there are then. */
static size_t keep_weight(Weight *v, size_t n, Weight w)
{
    if (n == WEIGHTIEST && by_weight(&v[n - 1], &w) < 0)
        return n;
    size_t at = n < WEIGHTIEST ? n++ : n - 1;
    for (; at > 0 && by_weight(&w, &v[at - 1]) < 0; at--)
        v[at] = v[at - 1];
    v[at] = w;
    return n;
}

static Vector make_vector(Topics *t, uint32_t article, Counts c, Tally *df)
{
    const uint32_t all = log2_fixed((uint32_t)t->n + 1);
    Weight v[WEIGHTIEST];
    uint64_t squares = 0; /* of all, also those that nobody shares */
    size_t n = 0;
    for (size_t i = 0; i < c.n; i++) {
        const uint32_t with = (uint32_t)*tally_at(df, c.words[i]);
        const uint32_t rare = all - log2_fixed(with);
        const uint32_t weight = ((1 << LOG_BITS) + log2_fixed(c.times[i])) * rare;
        if (weight == 0 || topics_is_common(t, article, c.words[i]))
            continue;
        squares += (uint64_t)weight * weight;
        if (with > 1)
            n = keep_weight(v, n, (Weight){c.words[i], weight});
    }
    qsort(v, n, sizeof *v, by_word);
    const uint64_t length = root_of(squares);
    Vector out = {.v = arena_array(t->arena, n, sizeof *v), .n = n};
    for (size_t i = 0; i < n; i++)
        out.v[i] =
            (Weight){v[i].word, /* never 0: see add_products() */
                     1 + (uint32_t)(((uint64_t)v[i].weight << UNIT_BITS) / (length + 1))};
    return out;
}

static int by_posting(const void *p, const void *q)
{
    const Posting *a = p, *b = q;
    if (a->word != b->word)
        return a->word < b->word ? -1 : 1;
    return (a->article > b->article) - (a->article < b->article);
}

static bool is_offered(const Topics *t, size_t article)
{
    return t->may_be_near == NULL || t->may_be_near(t->articles[article]);
}

static void make_postings(Topics *t)
{
    size_t n = 0;
    for (size_t i = 0; i < t->n; i++)
        n += is_offered(t, i) ? t->vectors[i].n : 0;
    t->postings = arena_array(t->arena, n, sizeof *t->postings);
    for (uint32_t i = 0; i < t->n; i++)
        for (size_t k = 0; is_offered(t, i) && k < t->vectors[i].n; k++) {
            const Weight w = t->vectors[i].v[k];
            t->postings[t->npostings++] = (Posting){w.word, i, w.weight};
        }
    if (n)
        qsort(t->postings, n, sizeof *t->postings, by_posting);
}

void topics_read(Article *const *articles, size_t n, bool (*may_be_near)(const Article *),
                 Topics *out)
{
    *out = (Topics){
        .arena = arena_new(), .articles = articles, .n = n, .may_be_near = may_be_near};
    Arena *scratch = arena_new();
    Counts *counts = arena_array(scratch, n, sizeof *counts);
    Desk desk = {0};
    Tally df = {0};
    find_languages(out);
    for (uint32_t i = 0; i < n; i++) {
        counts[i] = count_words(scratch, articles[i], &desk);
        for (size_t k = 0; k < counts[i].n; k++) {
            ++*tally_at(&df, counts[i].words[k]);
            ++*tally_at(&out->spread, in_language(out, i, counts[i].words[k]));
        }
    }
    out->vectors = arena_array(out->arena, n, sizeof *out->vectors);
    for (uint32_t i = 0; i < n; i++)
        out->vectors[i] = make_vector(out, i, counts[i], &df);
    make_postings(out);
    out->score = arena_array(out->arena, n, sizeof *out->score);
    out->touched = arena_array(out->arena, n, sizeof *out->touched);
    desk_free(&desk);
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

/* The posting of an article, or where it would be. */
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
    for (size_t k = at; k < t->npostings && k - at <= WINDOW / 2 && p[k].word == w.word;
         k++) {
        if (p[k].article == i)
            continue;
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

size_t topics_near(Topics *t, uint32_t i, Neighbour *out, size_t most)
{
    size_t ntouched = 0, n = 0;
    for (size_t k = 0; k < t->vectors[i].n; k++)
        ntouched = add_products(t, i, t->vectors[i].v[k], ntouched);
    for (size_t k = 0; k < ntouched; k++) {
        const Neighbour x = {t->touched[k], t->score[t->touched[k]]};
        t->score[x.article] = 0;
        if (n == most && !is_nearer(x, out[n - 1]))
            continue;
        size_t at = n < most ? n++ : n - 1;
        for (; at > 0 && is_nearer(x, out[at - 1]); at--)
            out[at] = out[at - 1];
        out[at] = x;
    }
    return n;
}
