/* A hash map from slices to pointers.  Nothing is ever taken out, and nobody walks
 * it: no order of it can reach an output. */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include "arena.h"

typedef struct MapSlot {
    Str key; /* borrowed from the caller, who keeps it alive */
    uint64_t hash;
    void *value;
} MapSlot;

typedef struct Map {
    MapSlot *slots; /* owned: map_free() */
    size_t n, cap;  /* cap is 0 or a power of two */
} Map;

void map_free(Map *m);

/* The value's place under key, made (NULL) when there was none.  Valid until the
 * next call. */
void **map_at(Map *m, Str key);
void *map_find(const Map *m, Str key); /* NULL when there is none */

#endif
