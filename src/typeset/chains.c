/* Chains: what hangs together in a paragraph, and where it is parted when it is wider
 * than a line.
 *
 * A chain is all that stands between two places where a line may end: a syllable, or a
 * word with the marks on it, or a figure with its unit behind a no-break space.  Where
 * one is wider than the measure no choice of breaks would keep it there, so some are
 * allowed that else are not: at no-break spaces, and where a word goes on in another
 * lettering.  What one word alone is too wide for was parted when its boxes were made.
 * Cost: linear in the items, and nothing for most paragraphs, which have one lettering
 * and no such space. */
#include "setter.h"

#include <stdlib.h>

/* Where the chain from item i on ends, in which no line may end; *width is its own. */
static uint32_t chain_end(const Para *p, uint32_t i, int64_t *width)
{
    *width = 0;
    for (const uint32_t from = i; i < p->n; i++) {
        const Item *it = &p->items[i];
        if ((it->kind == ITEM_PENALTY && it->penalty < PENALTY_NEVER) ||
            (it->kind == ITEM_GLUE && i > from && it[-1].kind == ITEM_BOX))
            break;
        *width += it->kind == ITEM_PENALTY ? 0 : it->width;
    }
    return i;
}

static bool is_inside_word(const Para *p, uint32_t i)
{
    return i > 0 && i + 1 < p->n && p->items[i].kind == ITEM_PENALTY &&
           p->items[i - 1].kind == ITEM_BOX && p->items[i + 1].kind == ITEM_BOX &&
           p->items[i - 1].token && p->items[i - 1].token == p->items[i + 1].token &&
           p->items[i + 1].from == p->items[i - 1].to;
}

/* A hyphen is put in there. */
static bool is_hyphenation(const Para *p, uint32_t i)
{
    return i < p->n && p->items[i].hyphen && p->items[i].width > 0;
}

/* The same with the chains behind it, past breaks that do not count. */
static uint32_t chains_end(const Para *p, uint32_t i,
                           bool (*is_passed)(const Para *p, uint32_t i), int64_t *width)
{
    int64_t chain;
    *width = 0;
    for (;; i++) {
        i = chain_end(p, i, &chain);
        *width += chain;
        if (!is_passed(p, i))
            return i;
    }
}

Len para_widest(const Para *p)
{
    int64_t widest = 0, width;
    for (uint32_t i = 0; i < p->n; i++) {
        i = chains_end(p, i, is_inside_word, &width);
        widest = width > widest ? width : widest;
    }
    return (Len)(widest < p->width ? widest : p->width);
}

/* A no-break space is glue behind what forbids a break there. */
static bool is_tie(const Para *p, uint32_t i)
{
    return i + 1 < p->n && p->items[i].kind == ITEM_PENALTY &&
           p->items[i].penalty >= PENALTY_NEVER && p->items[i + 1].kind == ITEM_GLUE;
}

/* No-break spaces that tie together more than a line holds, but for hyphens in its words,
 * tie nothing: in a text whose every blank is one nobody meant it. */
static void untie(Para *p)
{
    uint32_t kept = 0;
    int64_t width;
    for (uint32_t i = 0; i < p->n;) {
        const uint32_t end = chains_end(p, i, is_hyphenation, &width);
        for (; i < p->n && i <= end; i++)
            if (width <= p->width || !is_tie(p, i))
                p->items[kept++] = p->items[i];
    }
    p->n = kept;
}

static bool has_wide_chain(const Para *p)
{
    int64_t width = 0;
    for (uint32_t i = 0; i < p->n && width <= p->width; i++)
        i = chain_end(p, i, &width);
    return width > p->width;
}

static bool is_text(const Item *it)
{
    return it->kind == ITEM_BOX && it->piece != UINT32_MAX;
}

static void put(Para *p, Item it)
{
    ARRAY_ROOM(p->items, p->n, p->cap);
    p->items[p->n++] = it;
}

/* A word and what follows it in another lettering hang together: no blank parts them.
 * Where they are wider than the measure a line may end between them. */
static void part_letterings(Para *p)
{
    const Para old = *p;
    int64_t width;
    p->items = NULL;
    p->n = p->cap = 0;
    for (uint32_t i = 0; i < old.n;) {
        const uint32_t from = i, end = chain_end(&old, i, &width);
        for (; i < old.n && i <= end; i++) {
            const Item *it = &old.items[i];
            if (width > p->width && i > from && is_text(it) && is_text(it - 1))
                put(p, (Item){.kind = ITEM_PENALTY,
                              .piece = it->piece,
                              .penalty = EMERGENCY_PENALTY});
            put(p, *it);
        }
    }
    free(old.items);
}

void para_part_chains(Para *p)
{
    if (p->tied)
        untie(p);
    if (p->npieces > 1 && has_wide_chain(p))
        part_letterings(p);
}
