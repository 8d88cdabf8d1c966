/* Which name somebody meant who mistyped it. */
#ifndef CLI_GUESS_H
#define CLI_GUESS_H

#include "base/str.h"

typedef struct Guess {
    Str key, best; /* the nearest name so far; empty: none is near */
    size_t least;
} Guess;

Guess guess_begin(Str key);

/* Lets one more name be what was meant. */
void guess(Guess *g, Str name);

#endif
