/* The order in which the parts of a line are seen. */
#ifndef TYPESET_BIDI_H
#define TYPESET_BIDI_H

#include "base/arena.h"

/* A part of a line: text that is not empty. */
typedef struct BidiPart {
    Str text;
    int isolate; /* 0: of the paragraph; else parts in a row with the same number stand
                  * by themselves, < 0: from left to right, > 0: from right to left */
} BidiPart;

/* The parts, given in the order of reading, of a line in a paragraph that runs from right
 * to left or not: their numbers from left to right (UAX #9), in the arena.
 * turned[i] is set to whether part i is in a run from right to left. */
uint32_t *visual_order(Arena *a, const BidiPart *parts, uint32_t n, bool rtl,
                       bool *turned);

#endif
