/* A paragraph as boxes, glue and penalties, broken into lines. */
#ifndef TYPESET_LINEBREAK_H
#define TYPESET_LINEBREAK_H

#include "token.h"

typedef enum ItemKind { ITEM_BOX, ITEM_GLUE, ITEM_PENALTY } ItemKind;

/* TeX's penalties: from PENALTY_NEVER no line is broken there, at PENALTY_ALWAYS
 * every one is. */
enum { PENALTY_NEVER = 10000, PENALTY_ALWAYS = -10000 };

typedef struct Item {
    ItemKind kind;
    bool hyphen;    /* PENALTY: broken here, a hyphen of `width` is set */
    bool elastic;   /* BOX: may be expanded */
    uint32_t piece; /* BOX, GLUE, PENALTY: the caller's, which text it belongs to */
    int32_t penalty;
    Len width;                 /* of a PENALTY: only when broken there */
    Len stretch, shrink;       /* GLUE */
    Len hang_left, hang_right; /* BOX, and PENALTY for its hyphen: what it hangs out of
                                * the measure where a line begins or ends with it */
    const Token *token;        /* BOX: its word; GLUE: its space, NULL for none */
    uint32_t from, to;         /* BOX: which bytes of the word */
    uint32_t offset;           /* of the box or glue in its node's text */
} Item;

typedef struct Measure {
    Len width;
    Len em;        /* of the paragraph's type: what a short last line is measured by */
    bool ragged;   /* lines end where they end; their spaces stay as they are */
    bool balanced; /* ragged lines are made alike in length, the last with them */
    int expand;    /* elastic boxes may be so many 1/1000 wider or narrower */
} Measure;

/* Breaks the n items; the last must be a PENALTY_ALWAYS.  Gives the indices of the
 * items at which the lines end, in the arena; *count of them.  Every legal choice is
 * worse or equal by breaks_cost(). */
uint32_t *break_lines(Arena *a, const Item *items, uint32_t n, const Measure *m,
                      uint32_t *count);

/* One way to set a paragraph. */
typedef struct Setting {
    uint32_t *breaks; /* in the arena */
    uint32_t lines;
    int64_t cost;
} Setting;

enum { SETTINGS = 3 };

/* The cheapest ways to set it in a line less than in the setting `near`, in as many, and
 * in one more, those of them that there are: gives how many.  Lines may be looser than
 * break_lines() makes them unless it must. */
uint32_t break_lines_into(Arena *a, const Item *items, uint32_t n, const Measure *m,
                          const Setting *near, Setting *out);

/* What a choice of breaks costs, INT64_MAX when a line of it cannot be set: by the very
 * rules of break_lines(), written down a second time for tests. */
int64_t breaks_cost(const Item *items, uint32_t n, const Measure *m,
                    const uint32_t *breaks, uint32_t count);

/* What the line of items [begin, at) hangs out, on both sides, when broken at item `at`.
 */
Len line_hang(const Item *items, uint32_t begin, uint32_t at, Len *left);

/* The first box, or the first item behind the last, that a line holds when the line
 * before ended at item `at`. */
uint32_t line_begin(const Item *items, uint32_t n, uint32_t at);

#endif
