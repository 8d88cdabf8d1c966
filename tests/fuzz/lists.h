/* What must hold of a file that lists articles, whatever its bytes. */
#ifndef FUZZ_LISTS_H
#define FUZZ_LISTS_H

#include <stdlib.h>

#include "base/utf8.h"
#include "book/book.h"
#include "read/read.h"
#include "replay.h"

static inline void claim(bool ok)
{
    if (!ok)
        abort();
}

static inline void check_article(const Article *a)
{
    claim(utf8_valid(a->src.text) && utf8_valid(a->title) && utf8_valid(a->byline));
    claim(utf8_valid(a->publisher) && utf8_valid(a->url) && utf8_valid(a->date_basis));
    claim(utf8_valid(a->lang) && utf8_valid(a->src.member));
    claim((a->date.year == 0) == (a->date_confidence == DATE_NONE));
    claim(a->src.saved.year == 0 ||
          date_exists(a->src.saved.year, a->src.saved.month, a->src.saved.day));
    doc_check(a->root);
    for (Walk w = walk(a->root); walk_next(&w);)
        claim(w.node->to <= a->src.text.n && utf8_valid(w.node->text));
}

/* Each article is sound, their fates tile their texts, and a book can be made of them. */
static inline void check_list(Str path, Str bytes)
{
    Diag d = {0};
    ArticleList l = {0};
    Plan plan;
    read_bytes_all(&d, path, bytes, &l);
    claim(l.n > 0);
    for (size_t i = 0; i < l.n; i++)
        check_article(l.v[i]);
    collect(&d, &l, &(CollectOptions){.order = ORDER_GIVEN}, &plan);
    for (size_t i = 0; i < l.n; i++)
        claim(ledger_tiles(l.v[i]));
    if (plan.nchapters > 0)
        book_free(book_build(&plan, &(BookOptions){.toc_depth = 2}));
    plan_free(&plan);
    articles_free(&l);
    diag_free(&d);
}

#endif
