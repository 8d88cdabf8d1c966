/* What the chapters are about: which are alike in topic, and how they fall into groups.
 */
#ifndef COLLECT_TOPICS_H
#define COLLECT_TOPICS_H

#include "alike.h"
#include "base/map.h"

enum { ALIKE_ONE = 1 << 24 }; /* the likeness of an article with itself */

/* A word of an article with its weight; those of an article have together the length
 * 1 << 12. */
typedef struct Weight {
    uint32_t word, weight;
} Weight;

typedef struct Vector {
    Weight *v; /* by word */
    size_t n;
} Vector;

/* An article with a word among its weightiest. */
typedef struct Posting {
    uint32_t word, article, weight;
} Posting;

/* ---- topics.c ---- */

typedef struct Topics {
    Arena *arena;
    Article *const *articles; /* borrowed, in path order; known below by their places */
    size_t n;
    bool (*may_be_near)(const Article *);
    Vector *vectors;
    Posting *postings; /* by word, then article */
    size_t npostings;
    uint32_t *langs; /* each article's language, by the first article that has it */
    Tally spread;    /* language and word -> articles that have it */
    uint32_t *sizes; /* of a language: articles */
    uint32_t *score, *touched; /* at work */
} Topics;

/* may_be_near: of those that it refuses none is anybody's neighbour; NULL: all may be. */
void topics_read(Article *const *articles, size_t n, bool (*may_be_near)(const Article *),
                 Topics *out);
void topics_free(Topics *t);

/* From 0 to ALIKE_ONE. */
uint32_t topics_alike(const Topics *t, uint32_t i, uint32_t k);

/* Does most of what is written in the article's language have the word?  So does "the".
 */
bool topics_is_common(Topics *t, uint32_t article, uint32_t word);

/* ---- topicname.c ---- */

/* A name for the articles of a group, which[i] being that of article i, out of their
 * words; there is at least one. */
Str topic_name(Arena *arena, Topics *t, const uint32_t *which, uint32_t group);

/* ---- topics.c: neighbours ---- */

typedef struct Neighbour {
    uint32_t article, alike;
} Neighbour;

/* The articles that are most like article i, the nearest first, ties by place; at most
 * `most`; returns how many. */
size_t topics_near(Topics *t, uint32_t i, Neighbour *out, size_t most);

/* ---- topictree.c ---- */

/* A tree over the articles: nodes 0 to n - 1 are these, in path order, and each later
 * one joins two before it. */
typedef struct TopicNode {
    uint32_t left, right;       /* of a join */
    bool turn_left, turn_right; /* that side is read backwards */
    bool joined;                /* it is part of a later one */
    uint32_t size;              /* articles */
    uint32_t least, head, tail; /* articles: first in path order, first and last read */
    uint64_t inner; /* likeness of all its pairs, each both ways, and selves */
    uint64_t cost;  /* of the join, at least that of those below it */
} TopicNode;

typedef struct TopicTree {
    TopicNode *v; /* owned: topictree_free() */
    size_t n;
    size_t narticles;
} TopicTree;

void topictree_make(Topics *t, TopicTree *out);
void topictree_free(TopicTree *tree);

/* Where each article stands when the tree is read from end to end, so that neighbours
 * are alike. */
void topictree_order(const TopicTree *tree, const Topics *t, uint32_t *place);

/* Cuts the tree into groups: which[i] is that of article i, from 1, or 0 for one that is
 * like no other; returns how many there are. */
uint32_t topictree_cut(const TopicTree *tree, uint32_t *which);

#endif
