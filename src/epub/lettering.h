/* Display type: a few lines set large, balanced, in any script. */
#ifndef EPUB_LETTERING_H
#define EPUB_LETTERING_H

#include "font/font.h"

/* What a text is set in. */
typedef struct LetteringType {
    Fonts *fonts;
    Str families; /* as fonts_match() takes them */
    Str lang;
    uint16_t weight;
    bool italic;
    unsigned features;
} LetteringType;

typedef struct LetteringLine {
    const Shape **runs; /* from left to right */
    size_t n;
    int32_t width; /* 1/1024 em */
} LetteringLine;

/* Lines that share one size; in the arena. */
typedef struct Lettering {
    LetteringLine *lines;
    size_t n;
    int size; /* pixels an em */
} Lettering;

/* Sets text in the largest size of `largest` and below at which it fills neither more
 * than `most` lines (12 at most) nor more than `width` pixels; past all measure it is
 * cut, with an ellipsis.  NULL: no font is installed. */
const Lettering *lettering_set(Arena *a, const LetteringType *t, Str text, int width,
                               int most, int largest);

#endif
