/* The same story: versions of one article that are not the same text.
 *
 * Model.  Two articles are one story when the greater part of what they say is the same,
 * word for word: syndicated copies, updates, cut and misread ones.  They are not when
 * what they share is a template, or a passage.  With R the weighed resemblance and C the
 * weighed containment of their shingles (alike.c), in thousandths, they seem one when
 *     R >= 350 or C >= 650,
 * or, when both are dated and more than 14 days apart,
 *     R >= 800 or C >= 950:
 * a survey is announced every year in nearly the same words.  They are not when they part
 * as notices of one template do: at two places or more, their titles included, names or
 * numbers stand against other ones, and those places are at least a quarter of all at
 * which they part.  An article that has three such fellows is known to be of a template:
 * it is one story only with what it has more in common with than with any of them.
 *
 * Method.  Candidates come from MinHash (minhash.c).  They fall into heaps, in which each
 * reaches each over candidates; a heap is read again, weighed and measured pair by pair.
 * The article with the most likeness to others becomes a centre and takes those that are
 * one story with it and in no cluster yet; then the next.  At last each goes to the
 * centre that it is most like.  So every member is like the centre, and no chain ties
 * unlike ends.  The chapter is the newest of those versions that are nearly as full as
 * the fullest (7/8 of its words); ties go to the fuller one, then to the path.
 * Versions that the user named as chapters all stay, and the first of them in path order
 * is the one that the others are versions of.
 *
 * Cost.  Linear in the words for all; a heap costs n log n of its words and, an article,
 * at most the pairs of minhash.c.
 *
 * Measured, with these settings: precision and recall of pairs, adjusted Rand index.
 *     1,499 posts, seven kinds of change put in by a program    .998  .986   .992
 *     1,122 real revisions of 508 posts                         1     .999   .999
 *     templated notices and versions (tests/unit/stories.c)     1     1      1
 *     750 posts of one project, all different, many of them
 *     release notes and yearly announcements                    no pair is joined
 * What is missed are versions that were cut, edited and misread all at once.  On the
 * first two, R from 250, C from 600 to 700, a share of a third, three conflicts and 60
 * days move no index by more than .002.
 *
 * Alternatives not taken.  A bare threshold on resemblance: release notes share four
 * fifths of their words and a cut version half, so that none serves both.  Single
 * linkage: one post that quotes two joins them. */
#include <stdlib.h>
#include <string.h>

#include "alike.h"
#include "base/jobs.h"
#include "steps.h"

enum {
    LEAST_RESEMBLANCE = 350,
    LEAST_CONTAINMENT = 650,
    FAR_DAYS = 14,
    FAR_RESEMBLANCE = 800,
    FAR_CONTAINMENT = 950,
    LEAST_CONFLICTS = 2,
    LEAST_NOTICES = 3,
    CONFLICT_SHARE = 4, /* conflicts are at least one place in so many */
    FULL_OF = 8,        /* as full as the fullest: all of its words but one in so many */
    LARGE_HEAP = 16,    /* articles that are worth several threads */
};

/* ---- heaps of candidates ---- */

/* An article among the others. */
typedef struct Member {
    Article *article;
    uint32_t heap;        /* the first article of its heap, while they are joined */
    uint32_t place;       /* in its heap */
    uint32_t centre;      /* place in the heap, from 1; 0: in no cluster yet */
    unsigned notices;     /* how many others are of one template with it */
    unsigned in_template; /* the greatest containment with one of them */
    uint64_t likeness;    /* to all that are one story with it */
} Member;

static uint32_t heap_of(Member *m, uint32_t i)
{
    while (m[i].heap != i) {
        m[i].heap = m[m[i].heap].heap; /* path halving */
        i = m[i].heap;
    }
    return i;
}

static void join_heaps(Member *m, const Pair *pairs, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const uint32_t a = heap_of(m, pairs[i].a), b = heap_of(m, pairs[i].b);
        if (a < b)
            m[b].heap = a;
        else
            m[a].heap = b;
    }
}

/* Two of a heap that are alike, as places in it; of one story there is one each way. */
typedef struct Edge {
    uint32_t from, to;
    unsigned resemblance, containment;
    bool alike, one_template;
} Edge;

/* One heap at work. */
typedef struct Heap {
    Arena *arena;
    int jobs;
    Member **v; /* in path order */
    size_t n;
    Text *texts, *titles;
    Tally capitals;
    Edge *candidates;
    size_t ncandidates;
    Edge *edges;
    size_t nedges, edges_cap;
} Heap;

static void read_member(void *ctx, size_t i, int worker)
{
    const Heap *h = ctx;
    (void)worker;
    text_read(h->v[i]->article, &h->texts[i]);
}

static void heap_open(Heap *h)
{
    h->texts = mem_alloc(h->n * sizeof *h->texts);
    jobs_run(h->n, h->jobs, read_member, h);
    texts_weigh(h->texts, h->n, h->jobs);
}

/* What templates are told by, which most heaps need not be asked for. */
static void read_capitals(Heap *h)
{
    h->arena = arena_new();
    h->titles = mem_alloc(h->n * sizeof *h->titles);
    for (size_t i = 0; i < h->n; i++) {
        text_read_title(h->arena, h->v[i]->article, &h->titles[i]);
        const Terms *t = &h->texts[i].terms;
        for (size_t k = 0; k < t->n; k++)
            *tally_at(&h->capitals, t->v[k].word) += t->v[k].is_capital ? 1 : -1;
    }
}

static void heap_close(Heap *h)
{
    for (size_t i = 0; i < h->n; i++) {
        text_free(&h->texts[i]);
        if (h->titles)
            text_free(&h->titles[i]);
    }
    tally_free(&h->capitals);
    free(h->texts);
    free(h->titles);
    free(h->candidates);
    free(h->edges);
    arena_free(h->arena);
}

/* ---- are they one story? ---- */

/* Days since a day long ago (the civil calendar, Hinnant's method). */
static long day_number(Date d)
{
    const long y = d.year - (d.month <= 2), m = (d.month + 9) % 12;
    return 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + d.day;
}

static bool is_far(const Article *a, const Article *b)
{
    return a->date.year && b->date.year &&
           labs(day_number(a->date) - day_number(b->date)) > FAR_DAYS;
}

static bool is_one_template(const Heap *h, size_t i, size_t k)
{
    Sites body, title;
    text_sites(&h->texts[i], &h->texts[k], &h->capitals, &body);
    if (text_sites(&h->titles[i], &h->titles[k], &h->capitals, &title))
        body.conflicts += title.conflicts;
    return body.conflicts >= LEAST_CONFLICTS &&
           body.conflicts * CONFLICT_SHARE >= body.conflicts + body.others;
}

static void measure(void *ctx, size_t i, int worker)
{
    const Heap *h = ctx;
    Edge *e = &h->candidates[i];
    (void)worker;
    const Text *from = &h->texts[e->from], *to = &h->texts[e->to];
    const Text *a = from->weight < to->weight ? from : to, *b = a == from ? to : from;
    const bool far = is_far(h->v[e->from]->article, h->v[e->to]->article);
    const unsigned r = far ? FAR_RESEMBLANCE : LEAST_RESEMBLANCE;
    const unsigned c = far ? FAR_CONTAINMENT : LEAST_CONTAINMENT;
    const uint64_t for_r = (a->weight + b->weight) * r / (1000 + r); /* what they share */
    const uint64_t for_c = a->weight * c / 1000;
    const Likeness l = text_likeness(a, b, true, for_r < for_c ? for_r : for_c);
    e->resemblance = resemblance(l);
    e->containment = containment(l);
    e->alike = e->resemblance >= r || e->containment >= c;
}

static void look_for_template(void *ctx, size_t i, int worker)
{
    const Heap *h = ctx;
    Edge *e = &h->candidates[i];
    (void)worker;
    e->one_template = is_one_template(h, e->from, e->to);
}

static void keep_alike(Heap *h)
{
    size_t n = 0;
    for (size_t i = 0; i < h->ncandidates; i++)
        if (h->candidates[i].alike)
            h->candidates[n++] = h->candidates[i];
    h->ncandidates = n;
}

static void add_edge(Heap *h, Edge e)
{
    ARRAY_ROOM(h->edges, h->nedges, h->edges_cap);
    h->edges[h->nedges++] = e;
}

static void add_notice(Member *m, unsigned c)
{
    m->notices++;
    m->in_template = m->in_template < c ? c : m->in_template;
}

static void heap_compare(Heap *h)
{
    jobs_run(h->ncandidates, h->jobs, measure, h);
    keep_alike(h);
    if (h->ncandidates == 0)
        return;
    read_capitals(h);
    jobs_run(h->ncandidates, h->jobs, look_for_template, h);
    for (size_t i = 0; i < h->ncandidates; i++) {
        Edge e = h->candidates[i];
        if (e.one_template) {
            add_notice(h->v[e.from], e.containment);
            add_notice(h->v[e.to], e.containment);
            continue;
        }
        add_edge(h, e);
        e.from = h->candidates[i].to;
        e.to = h->candidates[i].from;
        add_edge(h, e);
    }
}

/* Can the likeness come from the template that the member is known to be of? */
static bool is_explained(const Member *m, unsigned c)
{
    return m->notices >= LEAST_NOTICES && c <= m->in_template;
}

/* Drops the edges that a template explains. */
static void drop_weak(Heap *h)
{
    size_t n = 0;
    for (size_t i = 0; i < h->nedges; i++) {
        const Edge e = h->edges[i];
        if (is_explained(h->v[e.from], e.containment) ||
            is_explained(h->v[e.to], e.containment))
            continue;
        h->v[e.from]->likeness += e.resemblance;
        h->edges[n++] = e;
    }
    h->nedges = n;
}

/* ---- clusters ---- */

static int by_likeness(const void *p, const void *q)
{
    const Member *a = *(Member *const *)p, *b = *(Member *const *)q;
    if (a->likeness != b->likeness)
        return a->likeness > b->likeness ? -1 : 1;
    return (a->place > b->place) - (a->place < b->place);
}

static int by_from(const void *p, const void *q)
{
    const Edge *a = p, *b = q;
    if (a->from != b->from)
        return a->from < b->from ? -1 : 1;
    return (a->to > b->to) - (a->to < b->to);
}

/* first[i] is where the edges from i begin, up to first[i + 1]. */
static size_t *sort_edges(Heap *h)
{
    size_t *first = mem_alloc((h->n + 1) * sizeof *first);
    if (h->nedges)
        qsort(h->edges, h->nedges, sizeof *h->edges, by_from);
    for (size_t i = 0; i < h->nedges; i++)
        first[h->edges[i].from + 1]++;
    for (size_t i = 0; i < h->n; i++)
        first[i + 1] += first[i];
    return first;
}

static void choose_centres(Heap *h, const size_t *first)
{
    Member **order = mem_alloc(h->n * sizeof *order);
    memcpy(order, h->v, h->n * sizeof *order);
    qsort(order, h->n, sizeof *order, by_likeness);
    for (size_t i = 0; i < h->n; i++) {
        Member *c = order[i];
        if (c->centre)
            continue;
        c->centre = c->place + 1;
        for (size_t e = first[c->place]; e < first[c->place + 1]; e++) {
            Member *m = h->v[h->edges[e].to];
            m->centre = m->centre ? m->centre : c->centre;
        }
    }
    free(order);
}

static bool is_centre(const Heap *h, uint32_t i)
{
    return h->v[i]->centre == i + 1;
}

/* Gives every member that is no centre to the centre that it is most like. */
static void assign(Heap *h, const size_t *first)
{
    for (uint32_t i = 0; i < h->n; i++) {
        unsigned most = 0;
        if (is_centre(h, i))
            continue;
        for (size_t k = first[i]; k < first[i + 1]; k++) {
            const Edge *e = &h->edges[k];
            if (is_centre(h, e->to) && e->resemblance > most) {
                most = e->resemblance;
                h->v[i]->centre = e->to + 1;
            }
        }
    }
}

static void heap_cluster(Heap *h)
{
    drop_weak(h);
    size_t *first = sort_edges(h);
    choose_centres(h, first);
    assign(h, first);
    free(first);
}

/* ---- the chapter of a cluster ---- */

/* Is a the better version?  Both are full enough. */
static bool is_better(const Article *a, const Article *b)
{
    if ((a->date.year != 0) != (b->date.year != 0))
        return a->date.year != 0;
    const int c = date_cmp(a->date, b->date);
    return c ? c > 0 : a->nwords > b->nwords; /* ties: b, the first in path order */
}

/* The one of a cluster's members v[0..n), in path order, that becomes the chapter. */
static uint32_t choose_version(const Heap *h, const uint32_t *v, size_t n)
{
    size_t most = 0, best = n;
    for (size_t i = 0; i < n; i++)
        if (h->v[v[i]]->article->named)
            return v[i];
    for (size_t i = 0; i < n; i++)
        if (h->v[v[i]]->article->nwords > most)
            most = h->v[v[i]]->article->nwords;
    for (size_t i = 0; i < n; i++) {
        const Article *a = h->v[v[i]]->article;
        if (a->nwords * FULL_OF < most * (FULL_OF - 1))
            continue;
        if (best == n || is_better(a, h->v[v[best]]->article))
            best = i;
    }
    return v[best];
}

static void settle_cluster(const Heap *h, const uint32_t *v, size_t n)
{
    const uint32_t stays = choose_version(h, v, n);
    for (size_t i = 0; i < n; i++) {
        Article *a = h->v[v[i]]->article;
        if (v[i] == stays || a->named)
            continue;
        const Likeness l = text_likeness(&h->texts[v[i]], &h->texts[stays], false, 0);
        a->fate = ART_DUPLICATE;
        a->of = h->v[stays]->article;
        a->resemblance = resemblance(l) / 1000.0;
        a->containment = containment(l) / 1000.0;
        ledger_retell(a, &h->texts[v[i]], &h->texts[stays]);
    }
}

/* Puts the members of each cluster side by side: count, make room, fill. */
static void heap_settle(const Heap *h)
{
    size_t *end = mem_alloc((h->n + 1) * sizeof *end);
    uint32_t *sorted = mem_alloc(h->n * sizeof *sorted);
    for (size_t i = 0; i < h->n; i++)
        end[h->v[i]->centre]++;
    for (size_t c = 0; c < h->n; c++)
        end[c + 1] += end[c];
    for (uint32_t i = (uint32_t)h->n; i-- > 0;) /* each end moves to the beginning */
        sorted[--end[h->v[i]->centre]] = i;
    for (size_t c = 1; c <= h->n; c++) {
        const size_t next = c < h->n ? end[c + 1] : h->n;
        if (next - end[c] > 1)
            settle_cluster(h, &sorted[end[c]], next - end[c]);
    }
    free(sorted);
    free(end);
}

/* ---- all of them ---- */

static int by_heap(const void *p, const void *q)
{
    const Member *a = *(Member *const *)p, *b = *(Member *const *)q;
    if (a->heap != b->heap)
        return a->heap < b->heap ? -1 : 1;
    return (a > b) - (a < b); /* of one array: by path */
}

/* The pairs sorted by their heap (by counting); first[heap] is where its pairs begin. */
static Pair *sort_pairs(const Member *m, size_t n, const Pair *pairs, size_t npairs,
                        size_t *first)
{
    Pair *sorted = mem_alloc(npairs * sizeof *sorted);
    for (size_t i = 0; i < npairs; i++)
        first[m[pairs[i].a].heap + 1]++;
    for (size_t i = 0; i < n; i++)
        first[i + 1] += first[i];
    for (size_t i = npairs; i-- > 0;) /* each heap's end moves to its beginning */
        sorted[--first[m[pairs[i].a].heap + 1]] = pairs[i];
    memmove(first, first + 1, n * sizeof *first);
    first[n] = npairs;
    return sorted;
}

/* The articles of a heap and the pairs among them. */
typedef struct HeapOf {
    Member **v;
    size_t n;
    const Pair *pairs;
    size_t npairs;
} HeapOf;

typedef struct Settling {
    const Member *all;
    const HeapOf *heaps;
} Settling;

static void settle_heap(const Member *all, const HeapOf *of, int jobs)
{
    Heap h = {.jobs = jobs, .v = of->v, .n = of->n, .ncandidates = of->npairs};
    for (uint32_t i = 0; i < h.n; i++)
        h.v[i]->place = i;
    h.candidates = mem_alloc(h.ncandidates * sizeof *h.candidates);
    for (size_t i = 0; i < h.ncandidates; i++)
        h.candidates[i] =
            (Edge){.from = all[of->pairs[i].a].place, .to = all[of->pairs[i].b].place};
    heap_open(&h);
    heap_compare(&h);
    heap_cluster(&h);
    heap_settle(&h);
    heap_close(&h);
}

/* No heap has a say in another. */
static void settle_small(void *ctx, size_t i, int worker)
{
    const Settling *s = ctx;
    (void)worker;
    if (s->heaps[i].n < LARGE_HEAP)
        settle_heap(s->all, &s->heaps[i], 1);
}

static void settle_heaps(Member *all, size_t n, const Pair *pairs, size_t npairs,
                         int jobs)
{
    Member **sorted = mem_alloc(n * sizeof *sorted);
    size_t *first = mem_alloc((n + 1) * sizeof *first), nheaps = 0;
    HeapOf *heaps = mem_alloc(n * sizeof *heaps);
    for (uint32_t i = 0; i < n; i++) {
        all[i].heap = heap_of(all, i);
        sorted[i] = &all[i];
    }
    Pair *by = sort_pairs(all, n, pairs, npairs, first);
    if (n)
        qsort(sorted, n, sizeof *sorted, by_heap);
    for (size_t i = 0, k; i < n; i = k) {
        const uint32_t heap = sorted[i]->heap;
        for (k = i + 1; k < n && sorted[k]->heap == heap; k++)
            ;
        if (k - i > 1)
            heaps[nheaps++] = (HeapOf){&sorted[i], k - i, &by[first[heap]],
                                       first[heap + 1] - first[heap]};
    }
    for (size_t i = 0; i < nheaps; i++)
        if (heaps[i].n >= LARGE_HEAP)
            settle_heap(all, &heaps[i], jobs);
    jobs_run(nheaps, jobs, settle_small, &(Settling){all, heaps});
    free(heaps);
    free(by);
    free(first);
    free(sorted);
}

/* A text's copies go where its story went: their ledgers are written anew. */
static void move_copies(const ArticleList *articles)
{
    for (size_t i = 0; i < articles->n; i++) {
        Article *a = articles->v[i];
        if (a->of == NULL || a->of->of == NULL)
            continue;
        a->resemblance = a->of->resemblance;
        a->containment = a->of->containment;
        Text mine, theirs;
        text_read(a, &mine);
        text_read(a->of->of, &theirs);
        a->of = a->of->of;
        ledger_fill(a);
        a->fate = ART_DUPLICATE;
        ledger_retell(a, &mine, &theirs);
        text_free(&mine);
        text_free(&theirs);
    }
}

void stories(const ArticleList *articles, int jobs)
{
    Article **v = mem_alloc(articles->n * sizeof *v);
    Member *members = mem_alloc(articles->n * sizeof *members);
    size_t n = 0, npairs;
    for (size_t i = 0; i < articles->n; i++)
        if (articles->v[i]->fate == ART_CHAPTER) {
            members[n] = (Member){.article = articles->v[i], .heap = (uint32_t)n};
            v[n++] = articles->v[i];
        }
    Pair *pairs = minhash_pairs(v, n, jobs, &npairs);
    join_heaps(members, pairs, npairs);
    settle_heaps(members, n, pairs, npairs, jobs);
    move_copies(articles);
    free(pairs);
    free(members);
    free(v);
}
