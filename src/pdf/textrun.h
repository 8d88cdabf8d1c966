/* Runs of words as text operators: the pen is where the typesetter put it, and every
 * character can be read back. */
#ifndef PDF_TEXTRUN_H
#define PDF_TEXTRUN_H

#include "pdffont.h"
#include "typeset/pages.h"

typedef struct TextRuns TextRuns;

TextRuns *textruns_new(Arena *a, FontSet *fonts);

/* What a content stream's text state was last set to; {0} at the start of each. */
typedef struct TextState {
    const FontUse *font;
    int64_t size, tracking, raise; /* 1/1000 pt */
    uint16_t scale;                /* 0: as at the start, 1000 */
} TextState;

/* Appends BT … ET for the run (its size and scale are above 0) on a page of that height.
 * Where `artifact`, nobody will read the text, and nothing is said about it. */
void textrun_put(TextRuns *t, Buf *out, TextState *state, const Run *run, Len height,
                 bool artifact);

#endif
