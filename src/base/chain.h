/* The longest chain of what two rows have in common. */
#ifndef BASE_CHAIN_H
#define BASE_CHAIN_H

#include <stddef.h>
#include <stdint.h>

/* A place of one row that is like a place of the other. */
typedef struct Match {
    uint32_t from, to;
    uint32_t before; /* for chain_matches() alone */
} Match;

/* Keeps of v[0..n), which rises in `from`, the longest chain that rises in `to` as well;
 * its length. */
size_t chain_matches(Match *v, size_t n);

#endif
