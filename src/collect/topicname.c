/* A name for a group of articles, out of their own words.
 *
 * What most of the titles have in common names it best: the longest run of words that at
 * least half of them have, if it is two words or more and neither begins nor ends with
 * one that is in every article of the language.  Else the words that weigh most in the
 * group (topics.c), in the form in which it writes them most often: up to three, none
 * that begins as one before it does ("printer", "printing").  Words of less than four
 * letters say little, but where they are all capitals.  Where no word is left, the title
 * of the first article has to do. */
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "doc/clean.h"
#include "topics.h"

enum {
    PHRASE_MOST = 5, /* words */
    CANDIDATES = 48, /* weighty words that are looked at */
    NAMED = 3,       /* words of a name */
    SAME_STEM = 5,   /* letters that two words of one stem begin with */
    LEAST_LETTERS = 4,
    TITLE_MOST = 60, /* characters */
};

/* The group at work. */
typedef struct Group {
    Arena *arena; /* for the time being */
    Topics *topics;
    uint32_t *members; /* in path order */
    size_t n;
} Group;

/* ---- what the titles share ---- */

typedef struct Phrase {
    Str words; /* as the first title has them */
    size_t length, titles;
    uint32_t last; /* title that counted, from 1: a title counts once */
} Phrase;

static Str phrase_key(Arena *a, const Terms *t, size_t from, size_t length)
{
    uint32_t *key = arena_array(a, length, sizeof *key);
    for (size_t i = 0; i < length; i++)
        key[i] = t->v[from + i].word;
    return (Str){(const char *)key, length * sizeof *key};
}

static bool is_better_phrase(const Phrase *x, const Phrase *y)
{
    if (y == NULL || x->length != y->length)
        return y == NULL || x->length > y->length;
    return x->titles != y->titles ? x->titles > y->titles
                                  : str_cmp(x->words, y->words) < 0;
}

static bool may_edge(const Group *g, uint32_t article, const Term *t)
{
    return !t->has_digit && t->n > 1 && !topics_is_common(g->topics, article, t->word);
}

/* Counts the runs of words of one title; best is the best that half of them have. */
static void count_phrases(const Group *g, uint32_t article, Map *seen,
                          const Phrase **best)
{
    const Str title = clean_text(g->arena, g->topics->articles[article]->title);
    Terms t = {0};
    terms_read_text(title, NULL, &t);
    for (size_t i = 0; i < t.n; i++)
        for (size_t n = 2; n <= PHRASE_MOST && i + n <= t.n; n++) {
            const Term *last = &t.v[i + n - 1];
            if (!may_edge(g, article, &t.v[i]))
                break;
            if (!may_edge(g, article, last))
                continue;
            void **at = map_at(seen, phrase_key(g->arena, &t, i, n));
            if (*at == NULL) {
                Phrase *made = *at = arena_alloc(g->arena, sizeof *made);
                *made = (Phrase){str_sub(title, t.v[i].at, last->at + last->n), n, 0, 0};
            }
            Phrase *p = *at;
            p->titles += p->last != article + 1;
            p->last = article + 1;
            if (2 * p->titles >= g->n && p->titles > 1 && is_better_phrase(p, *best))
                *best = p;
        }
    terms_free(&t);
}

static Str shared_phrase(const Group *g)
{
    Map seen = {0};
    const Phrase *best = NULL;
    for (size_t i = 0; i < g->n; i++)
        count_phrases(g, g->members[i], &seen, &best);
    map_free(&seen);
    return best ? best->words : (Str){0};
}

/* ---- the words that weigh most ---- */

/* A way to write a candidate. */
typedef struct Form {
    Str text;
    size_t times;
} Form;

typedef struct Candidate {
    uint32_t word;
    uint64_t weight;   /* in all vectors of the group */
    uint64_t times;    /* in all texts */
    uint64_t articles; /* of the group, that have it */
    const Form *best;
} Candidate;

static bool weighs_more(Candidate a, Candidate b)
{
    return a.weight != b.weight ? a.weight > b.weight : a.word < b.word;
}

static size_t find_candidates(const Group *g, Candidate *out)
{
    Tally sums = {0}, seen = {0};
    size_t n = 0;
    for (size_t i = 0; i < g->n; i++) {
        const Vector v = g->topics->vectors[g->members[i]];
        for (size_t k = 0; k < v.n; k++)
            *tally_at(&sums, v.v[k].word) += (int32_t)v.v[k].weight;
    }
    for (size_t i = 0; i < g->n; i++) {
        const Vector v = g->topics->vectors[g->members[i]];
        for (size_t k = 0; k < v.n; k++) {
            const Candidate c = {.word = v.v[k].word,
                                 .weight = (uint64_t)*tally_at(&sums, v.v[k].word)};
            if ((*tally_at(&seen, c.word))++ != 1) /* two have it: it is the group's */
                continue;
            if (n == CANDIDATES && !weighs_more(c, out[n - 1]))
                continue;
            size_t at = n < CANDIDATES ? n++ : n - 1;
            for (; at > 0 && weighs_more(c, out[at - 1]); at--)
                out[at] = out[at - 1];
            out[at] = c;
        }
    }
    tally_free(&sums);
    tally_free(&seen);
    return n;
}

static void count_form(const Group *g, Map *forms, Candidate *c, Str text)
{
    void **at = map_at(forms, text);
    if (*at == NULL) {
        Form *made = *at = arena_alloc(g->arena, sizeof *made);
        made->text = text;
    }
    Form *f = *at;
    f->times++;
    c->times++;
    if (c->best == NULL || f->times > c->best->times ||
        (f->times == c->best->times && str_cmp(f->text, c->best->text) < 0))
        c->best = f;
}

/* In which form the group writes its candidates most often. */
static void find_forms(const Group *g, Candidate *c, size_t n)
{
    Map forms = {0};
    Terms t = {0};
    for (size_t i = 0; i < g->n; i++) {
        terms_read(g->topics->articles[g->members[i]], &t);
        for (size_t j = 0; j < n; j++) {
            const uint64_t before = c[j].times;
            for (size_t k = 0; k < t.n; k++)
                if (c[j].word == t.v[k].word)
                    count_form(g, &forms, &c[j], term_text(&t, k));
            c[j].articles += c[j].times > before;
        }
    }
    terms_free(&t);
    map_free(&forms);
}

/* What is said often, in many articles of the group and few others, comes first. */
static int by_worth(const void *p, const void *q)
{
    const Candidate *a = p, *b = q;
    const uint64_t x = a->weight * a->times * a->articles,
                   y = b->weight * b->times * b->articles;
    if (x != y)
        return x > y ? -1 : 1;
    return (a->word > b->word) - (a->word < b->word);
}

/* Long enough to say something: letters, and whether all of them are capitals. */
static bool says_much(Str s)
{
    size_t letters = 0, capitals = 0;
    for (size_t i = 0; i < s.n; letters++) {
        const uint32_t cp = utf8_next(s, &i);
        if (uni_is_wide(cp))
            return false; /* one ideograph is no name */
        capitals += uni_is_upper(cp);
    }
    return letters >= LEAST_LETTERS || (letters > 1 && capitals == letters);
}

static bool same_stem(Arena *a, Str x, Str y)
{
    x = uni_lower(a, x);
    y = uni_lower(a, y);
    size_t i = 0, k = 0, letters = 0;
    while (i < x.n && k < y.n && letters < SAME_STEM &&
           utf8_next(x, &i) == utf8_next(y, &k))
        letters++;
    return letters == SAME_STEM || (letters >= LEAST_LETTERS && (i == x.n || k == y.n));
}

static Str weighty_words(const Group *g)
{
    Candidate c[CANDIDATES];
    const size_t n = find_candidates(g, c);
    Str chosen[NAMED];
    size_t named = 0;
    find_forms(g, c, n);
    if (n)
        qsort(c, n, sizeof *c, by_worth);
    for (size_t i = 0; i < n && named < NAMED; i++) {
        if (c[i].best == NULL || !says_much(c[i].best->text))
            continue;
        bool again = false;
        for (size_t k = 0; k < named; k++)
            again = again || same_stem(g->arena, chosen[k], c[i].best->text);
        if (!again)
            chosen[named++] = c[i].best->text;
    }
    Buf out = {0};
    for (size_t i = 0; i < named; i++)
        buf_printf(&out, "%s" STR_FMT, i ? ", " : "", STR_ARG(chosen[i]));
    const Str words = arena_str(g->arena, buf_str(&out));
    buf_free(&out);
    return words;
}

/* ---- the name ---- */

Str topic_name(Arena *arena, Topics *t, const uint32_t *which, uint32_t group)
{
    Group g = {.arena = arena_new(), .topics = t};
    g.members = arena_array(g.arena, t->n, sizeof *g.members);
    for (uint32_t i = 0; i < t->n; i++)
        if (which[i] == group)
            g.members[g.n++] = i;
    Str name = shared_phrase(&g);
    if (name.n == 0)
        name = weighty_words(&g);
    if (name.n == 0)
        name = t->articles[g.members[0]]->title;
    name = clean_short(arena, clean_capital(arena, clean_text(arena, name)), TITLE_MOST);
    arena_free(g.arena);
    return name;
}
