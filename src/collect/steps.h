/* The steps of collect(), in the order in which they are taken. */
#ifndef COLLECT_STEPS_H
#define COLLECT_STEPS_H

#include "collect.h"

/* ledger.c: gives every range of the article's text its fate by what the reader took
 * it for, counts the body's words, and sets ART_CHAPTER or ART_EMPTY. */
void ledger_fill(Article *a);

/* ledger.c: the article is refused as a whole, by that rule: so are its blocks. */
void ledger_refuse(Article *a, const char *rule);

/* ledger.c: the article repeats a->of: so do its blocks. */
void ledger_repeat(Article *a);

/* ledger.c: sets the fates' `of`: the block of a->of with the same words. */
void ledger_match(Article *a);

/* variants.c: the article is a version of a->of's story: what is said there too is a
 * duplicate, what it alone says a variant.  The texts are those of both. */
struct Text;
void ledger_retell(Article *a, const struct Text *mine, const struct Text *theirs);

/* dedupe.c: of chapters with the same text the first in path order stays one; sets
 * fate, of and the measures of the others.  The list is in path order. */
void dedupe(const ArticleList *articles);

/* stories.c: of chapters that tell the same story one stays; sets fate, of, measures and
 * ledger of the others, and of the copies that dedupe() hung on them.  The list is in
 * path order. */
void stories(const ArticleList *articles);

/* passages.c: fills the plan's passages, of articles whose fates are settled. */
void passages_find(Plan *p);

/* order.c: by path, then member, then `given`, then text: total. */
void order_paths(ArticleList *articles);
/* order.c: the list is in path order, which settles ties. */
void order_chapters(Article **chapters, size_t n, Order order);

#endif
