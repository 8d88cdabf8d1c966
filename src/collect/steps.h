/* The steps of collect(), in the order in which they are taken. */
#ifndef COLLECT_STEPS_H
#define COLLECT_STEPS_H

#include "base/map.h"
#include "collect.h"
#include "topics.h"

/* ledger.c: gives every range of the article's text its fate by what the reader took
 * it for, counts the body's words, and sets ART_CHAPTER or ART_EMPTY. */
void ledger_fill(Article *a);

/* keep.c: puts back the blocks that the options name; the map goes to keep_end(), which
 * frees it and reports those that no chapter has.  The arena owns what it holds. */
Map keep_begin(Arena *arena, const CollectOptions *o, const ArticleList *articles);
void keep_end(Diag *d, const CollectOptions *o, const ArticleList *articles, Map *asked);

/* keep.c: was the range put back? */
bool ledger_is_kept(const Fate *f);

/* ledger.c: the article is refused as a whole, by that rule: so are its blocks. */
void ledger_refuse(Article *a, const char *rule);

/* ledger.c: counts the words of the body anew, and sets whether the article is hollow;
 * false: it is no chapter, for it shows nothing and nothing stands for it. */
bool ledger_weigh(Article *a);

/* ledger.c: the article repeats a->of: so do its blocks. */
void ledger_repeat(Article *a);

/* ledger.c: sets the fates' `of`: the block of a->of with the same words. */
void ledger_match(Article *a);

/* variants.c: the article is a version of a->of's story: what is said there too is a
 * duplicate, what it alone says a variant.  The texts are those of both. */
void ledger_retell(Article *a, const Text *mine, const Text *theirs);

/* listing.c: sets the articles' `listed` and `named`, and the fields that the listing
 * states, and leaves out what it does.  Reports what it means in vain. */
void listing_apply(Diag *d, const Listing *o, const ArticleList *articles);

/* dedupe.c: of chapters with the same text the first in path order stays one; sets
 * fate, of and the measures of the others.  The list is in path order. */
void dedupe(const ArticleList *articles, int jobs);

/* stories.c: of chapters that tell the same story one stays; sets fate, of, measures and
 * ledger of the others, and of the copies that dedupe() hung on them.  The list is in
 * path order. */
void stories(const ArticleList *articles, int jobs);

/* templates.c: sets aside what many articles of one folder have before and behind what
 * each has for itself; of articles whose fates are settled. */
void templates(const ArticleList *articles, int jobs);

/* passages.c: fills the plan's passages, of articles whose fates are settled. */
void passages_find(Plan *p);

/* order.c: by path, then member, then `given`, then text: total. */
void order_paths(ArticleList *articles);

/* arrange.c: puts the chapters, which are in path order, in the order and the parts that
 * the plan's options ask for. */
void arrange(Plan *p);

/* A chapter on its way to its place. */
typedef struct Slot Slot;
struct Slot {
    Article *article;
    uint32_t place;     /* in path order, which settles ties: slot i of a list has i */
    uint32_t part;      /* from 1; 0: none */
    const Slot *anchor; /* by date: itself, or the dated one that it is most like */
    uint32_t alike;     /* to that */
    uint32_t in_topics; /* by topic: its place */
};

/* order.c: puts what is listed first, in the order of the list, and keeps that of what
 * has the same place in it and of the rest. */
void order_listed(const Slot **v, size_t n);

/* order.c: out[0..n) are the slots in that order; topics and tree, which that by topic
 * alone asks for, are of all of them. */
void order_chapters(Slot *v, size_t n, Order order, const Topics *topics,
                    const TopicTree *tree, const Slot **out);

typedef struct Parts {
    Arena *arena; /* borrowed; owns the names */
    Str *names;
    size_t n;
} Parts;

/* parts.c: the parts of the listing that have chapters, in its order. */
void parts_listed(Arena *arena, const Listing *o, Slot *v, size_t n, Parts *out);

/* parts.c: sets the slots' parts; they are numbered in path order.  `all` may name them;
 * topics and tree may be NULL but by topic. */
void parts_find(Arena *arena, PartsBy by, const ArticleList *all, Slot *v, size_t n,
                Topics *topics, const TopicTree *tree, Parts *out);

#endif
