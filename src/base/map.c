/* Open addressing with linear probing, at most three quarters full. */
#include "map.h"

#include <stdlib.h>

void map_free(Map *m)
{
    free(m->slots);
    *m = (Map){0};
}

/* FNV's low bits are weak for short keys: spread the high ones over them. */
static uint64_t mix(Str key)
{
    uint64_t h = str_hash(key);
    h ^= h >> 32;
    h *= 0x9E3779B97F4A7C15u;
    return h ^ h >> 29;
}

static MapSlot *slot(const Map *m, Str key, uint64_t hash)
{
    for (size_t i = hash & (m->cap - 1);; i = (i + 1) & (m->cap - 1)) {
        MapSlot *s = &m->slots[i];
        if (s->key.p == NULL || (s->hash == hash && str_eq(s->key, key)))
            return s;
    }
}

static void grow(Map *m)
{
    Map big = {.n = m->n, .cap = m->cap ? 2 * m->cap : 64};
    big.slots = mem_alloc(big.cap * sizeof *big.slots);
    for (size_t i = 0; i < m->cap; i++)
        if (m->slots[i].key.p)
            *slot(&big, m->slots[i].key, m->slots[i].hash) = m->slots[i];
    free(m->slots);
    *m = big;
}

void **map_at(Map *m, Str key)
{
    if (4 * (m->n + 1) > 3 * m->cap)
        grow(m);
    if (key.p == NULL)
        key = S("");
    const uint64_t hash = mix(key);
    MapSlot *s = slot(m, key, hash);
    if (s->key.p == NULL) {
        *s = (MapSlot){key, hash, NULL};
        m->n++;
    }
    return &s->value;
}

void *map_find(const Map *m, Str key)
{
    if (m->n == 0)
        return NULL;
    if (key.p == NULL)
        key = S("");
    return slot(m, key, mix(key))->value;
}
