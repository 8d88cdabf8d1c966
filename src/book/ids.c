/* Ids: made of what they stand for, so that they stay as they are when articles are added
 * or move, and links into a book go on to lead where they led. */
#include "base/hash.h"
#include "build.h"

enum { KEY_DIGITS = 10 };

/* The first of base, base-2, base-3, … that is not taken yet. */
static Str unique(Arena *a, Map *taken, Str base)
{
    size_t *n = map_find(taken, base);
    if (n == NULL) {
        n = arena_alloc(a, sizeof *n);
        *map_at(taken, base) = n;
    }
    return ++*n == 1 ? base : arena_printf(a, STR_FMT "-%zu", STR_ARG(base), *n);
}

void chapter_keys(Builder *b)
{
    for (size_t i = 0; i < b->plan->nchapters; i++) {
        const Str digest = sha256_hex(b->a, b->plan->chapters[i]->src.text);
        b->chapter_keys[i] = unique(b->a, &b->keys, str_sub(digest, 0, KEY_DIGITS));
    }
}

Str part_id(Builder *b, Str title)
{
    const Str key = str_sub(sha256_hex(b->a, title), 0, KEY_DIGITS);
    return unique(b->a, &b->parts, arena_printf(b->a, "p-" STR_FMT, STR_ARG(key)));
}

Str id_by_words(Arena *a, Map *taken, char prefix, Str key, const Node *n)
{
    const uint64_t hash = str_hash(node_words(a, n));
    return unique(a, taken,
                  arena_printf(a, "%c-" STR_FMT "-%08x", prefix, STR_ARG(key),
                               (unsigned)(hash ^ hash >> 32)));
}
