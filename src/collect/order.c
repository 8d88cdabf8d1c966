/* The order of the inputs and of the chapters: total, so that nothing depends on how a
 * file system or a thread happened to deliver them. */
#include <stdlib.h>

#include "base/unicode.h"
#include "steps.h"

static const Article *article_at(const void *p)
{
    return *(const Article *const *)p;
}

static int cmp_given(const Article *a, const Article *b)
{
    return (a->given > b->given) - (a->given < b->given);
}

/* Two that differ in nothing here are the same text of the same name: either may be
 * first. */
static int by_path(const void *p, const void *q)
{
    const Article *a = article_at(p), *b = article_at(q);
    int c = str_cmp(a->src.path, b->src.path);
    if (c == 0)
        c = str_cmp(a->src.member, b->src.member);
    if (c == 0)
        c = cmp_given(a, b);
    return c ? c : str_cmp(a->src.text, b->src.text);
}

static int by_date(const void *p, const void *q)
{
    const int c = date_cmp(article_at(p)->date, article_at(q)->date);
    return c ? c : by_path(p, q);
}

static int by_title(const void *p, const void *q)
{
    const int c = uni_collate(article_at(p)->title, article_at(q)->title);
    return c ? c : by_path(p, q);
}

static int by_given(const void *p, const void *q)
{
    const int c = cmp_given(article_at(p), article_at(q));
    return c ? c : by_path(p, q);
}

void order_paths(ArticleList *articles)
{
    if (articles->n)
        qsort(articles->v, articles->n, sizeof *articles->v, by_path);
}

void order_chapters(Article **chapters, size_t n, Order order)
{
    static int (*const orders[])(const void *, const void *) = {
        [ORDER_DATE] = by_date,
        [ORDER_TITLE] = by_title,
        [ORDER_NAME] = by_path,
        [ORDER_GIVEN] = by_given,
    };
    if (n)
        qsort(chapters, n, sizeof *chapters, orders[order]);
}
