/* The order of the inputs and of the chapters: total, so that nothing depends on how a
 * file system or a thread happened to deliver them.
 *
 * By date, a chapter without one stands behind that with a date which is most like it in
 * topic (topics.c), nearer ones first; one that is like none stands at the end.  So an
 * undated piece on a matter is read where the matter is. */
#include <stdlib.h>

#include "base/unicode.h"
#include "steps.h"

enum { LEAST_ALIKE = ALIKE_ONE / 20 }; /* articles on nothing in common come near it */

/* ---- inputs ---- */

static int cmp_given(const Article *a, const Article *b)
{
    return (a->given > b->given) - (a->given < b->given);
}

/* Two that differ in nothing here are the same text of the same name: either may be
 * first. */
static int by_path(const void *p, const void *q)
{
    const Article *a = *(const Article *const *)p, *b = *(const Article *const *)q;
    int c = str_cmp(a->src.path, b->src.path);
    if (c == 0)
        c = str_cmp(a->src.member, b->src.member);
    if (c == 0)
        c = cmp_given(a, b);
    return c ? c : str_cmp(a->src.text, b->src.text);
}

void order_paths(ArticleList *articles)
{
    if (articles->n)
        qsort(articles->v, articles->n, sizeof *articles->v, by_path);
}

/* ---- chapters ---- */

static const Slot *slot_at(const void *p)
{
    return *(const Slot *const *)p;
}

static int by_place(const Slot *a, const Slot *b)
{
    return (a->place > b->place) - (a->place < b->place);
}

static int by_date(const void *p, const void *q)
{
    const Slot *a = slot_at(p), *b = slot_at(q);
    const int c = date_cmp(a->anchor->article->date, b->anchor->article->date);
    if (c)
        return c;
    if (a->anchor != b->anchor)
        return by_place(a->anchor, b->anchor);
    if (a->alike != b->alike)
        return a->alike > b->alike ? -1 : 1;
    return by_place(a, b);
}

static int by_topic(const void *p, const void *q)
{
    const Slot *a = slot_at(p), *b = slot_at(q);
    return (a->in_topics > b->in_topics) - (a->in_topics < b->in_topics);
}

static int by_title(const void *p, const void *q)
{
    const Slot *a = slot_at(p), *b = slot_at(q);
    const int c = uni_collate(a->article->title, b->article->title);
    return c ? c : by_place(a, b);
}

static int by_name(const void *p, const void *q)
{
    return by_place(slot_at(p), slot_at(q));
}

static int by_given(const void *p, const void *q)
{
    const Slot *a = slot_at(p), *b = slot_at(q);
    const int c = cmp_given(a->article, b->article);
    return c ? c : by_place(a, b);
}

static bool is_dated(const Article *a)
{
    return a->date.year != 0;
}

/* A slot and where it stands already. */
typedef struct Standing {
    const Slot *slot;
    size_t at;
} Standing;

static int by_list(const void *p, const void *q)
{
    const Standing *a = p, *b = q;
    const uint32_t x = a->slot->article->listed, y = b->slot->article->listed;
    if (x != y && x && y)
        return x < y ? -1 : 1;
    if (x != y)
        return x ? -1 : 1;
    return (a->at > b->at) - (a->at < b->at);
}

void order_listed(const Slot **v, size_t n)
{
    Standing *all = mem_alloc((n + 1) * sizeof *all);
    for (size_t i = 0; i < n; i++)
        all[i] = (Standing){v[i], i};
    qsort(all, n, sizeof *all, by_list);
    for (size_t i = 0; i < n; i++)
        v[i] = all[i].slot;
    free(all);
}

/* The anchors of those without a date. */
static void find_nearest(Slot *v, size_t n)
{
    Article **articles = mem_alloc(n * sizeof *articles);
    Topics topics;
    for (size_t i = 0; i < n; i++)
        articles[i] = v[i].article;
    topics_read(articles, n, is_dated, &topics);
    for (uint32_t i = 0; i < n; i++) {
        Neighbour near;
        if (is_dated(v[i].article) || topics_near(&topics, i, &near, 1) == 0 ||
            near.alike < LEAST_ALIKE)
            continue;
        v[i].anchor = &v[near.article];
        v[i].alike = near.alike;
    }
    topics_free(&topics);
    free(articles);
}

/* A dated chapter is its own anchor, and more like itself than any other. */
static void find_anchors(Slot *v, size_t n)
{
    size_t dated = 0;
    for (size_t i = 0; i < n; i++) {
        v[i].anchor = &v[i];
        v[i].alike = ALIKE_ONE + 1;
        dated += is_dated(v[i].article);
    }
    if (dated > 0 && dated < n)
        find_nearest(v, n);
}

static void find_topics(Slot *v, size_t n, const Topics *topics, const TopicTree *tree)
{
    uint32_t *place = mem_alloc((n + 1) * sizeof *place);
    topictree_order(tree, topics, place);
    for (size_t i = 0; i < n; i++)
        v[i].in_topics = place[i];
    free(place);
}

void order_chapters(Slot *v, size_t n, Order order, const Topics *topics,
                    const TopicTree *tree, const Slot **out)
{
    static int (*const orders[])(const void *, const void *) = {
        [ORDER_DATE] = by_date, [ORDER_TOPIC] = by_topic, [ORDER_TITLE] = by_title,
        [ORDER_NAME] = by_name, [ORDER_GIVEN] = by_given,
    };
    for (size_t i = 0; i < n; i++)
        out[i] = &v[i];
    if (order == ORDER_DATE)
        find_anchors(v, n);
    if (order == ORDER_TOPIC)
        find_topics(v, n, topics, tree);
    if (n)
        qsort(out, n, sizeof *out, orders[order]);
}
