/* Articles made by hand: for tests of the stages behind the readers. */
#ifndef TESTS_HANDMADE_H
#define TESTS_HANDMADE_H

#include <stdlib.h>

#include "collect/collect.h"

/* One block of the tree for text[from, to), of the look that its first character says:
 * # a title, @ metadata, ! boilerplate, - an item of a list, > a quote, else a paragraph;
 * that character then belongs to no block. */
static inline void handmade_block(Article *a, uint32_t from, uint32_t to, uint32_t line)
{
    const char mark = a->src.text.p[from];
    Node *at = a->root;
    if (mark == '-')
        at = node_add(a->arena, node_add(a->arena, at, N_LIST), N_ITEM);
    if (mark == '>')
        at = node_add(a->arena, at, N_QUOTE);
    Node *block = node_add(a->arena, at, mark == '#' ? N_HEADING : N_PARA);
    block->level = mark == '#';
    block->line = line;
    if (mark == '#')
        block->look = LOOK_TITLE;
    if (mark == '@')
        block->look = LOOK_METADATA;
    if (mark == '!') {
        block->look = LOOK_BOILERPLATE;
        block->rule = "advert";
    }
    from += mark == '#' || mark == '@' || mark == '!' || mark == '-' || mark == '>';
    node_text(a->arena, block, str_sub(a->src.text, from, to), from);
    block->from = from;
    block->to = to;
    if (mark == '#' && a->title.n == 0)
        a->title = str_sub(a->src.text, from, to);
}

/* An article whose every line that is not empty is a block. */
static inline Article *handmade(const char *path, const char *text)
{
    Article *a = article_new(str_of(path));
    a->src.text = arena_str(a->arena, str_of(text));
    uint32_t line = 1;
    for (Str rest = a->src.text; rest.n > 0; line++) {
        const uint32_t from = (uint32_t)(rest.p - a->src.text.p);
        const Str one = str_line(&rest);
        if (one.n)
            handmade_block(a, from, from + (uint32_t)one.n, line);
    }
    doc_check(a->root);
    return a;
}

static inline Article *handmade_add(ArticleList *l, Article *a)
{
    ARRAY_ROOM(l->v, l->n, l->cap);
    a->given = (uint32_t)l->n;
    return l->v[l->n++] = a;
}

/* Numbers that look drawn by lot and are the same in every run (xorshift64*). */
static inline uint32_t lot(uint64_t *state, uint32_t below)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return (uint32_t)((*state * 0x2545F4914F6CDD1Du) >> 33) % below;
}

static inline void shuffle(ArticleList *l, uint64_t *state)
{
    for (size_t i = l->n; i > 1; i--) {
        const size_t k = lot(state, (uint32_t)i);
        Article *a = l->v[i - 1];
        l->v[i - 1] = l->v[k];
        l->v[k] = a;
    }
}

#endif
