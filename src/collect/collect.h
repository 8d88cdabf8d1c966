/* Collecting: articles become the chapters of a book, in order, each once; and every
 * block of every input gets its fate. */
#ifndef COLLECT_COLLECT_H
#define COLLECT_COLLECT_H

#include "doc/doc.h"

typedef enum Order {
    ORDER_DATE,  /* oldest first, undated ones last, by path */
    ORDER_TITLE, /* by the root collation, ties by path */
    ORDER_NAME,  /* by path */
    ORDER_GIVEN, /* as the inputs were given */
} Order;

typedef struct Plan {
    const ArticleList *articles; /* all, in path order; borrowed */
    Article **chapters;          /* owned; article i is chapter i + 1 */
    size_t nchapters;
    size_t nduplicates; /* articles that repeat a chapter */
    size_t nset_aside;  /* blocks of chapters that are boilerplate */
} Plan;

/* Sets fate, of, also, chapter and fates of every article. */
void collect(ArticleList *articles, Order order, Plan *out);
void plan_free(Plan *p);

/* Does the article's ledger tile its text: in order, without gap or overlap? */
bool ledger_tiles(const Article *a);

#endif
