/* The order in which the parts of a line are seen. */
#ifndef TYPESET_BIDI_H
#define TYPESET_BIDI_H

#include "base/arena.h"

/* texts are the parts of a line in the order of reading, none empty, in a paragraph that
 * runs from right to left or not: their numbers from left to right (UAX #9), in the
 * arena. */
uint32_t *visual_order(Arena *a, const Str *texts, uint32_t n, bool rtl);

#endif
