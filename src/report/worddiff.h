/* What differs between two texts, word by word. */
#ifndef REPORT_WORDDIFF_H
#define REPORT_WORDDIFF_H

#include "base/arena.h"

/* What stands between white space; an ideograph, kana or hangul syllable is one by
 * itself. */
typedef struct Word {
    Str text; /* lent by what was added */
    uint64_t hash;
    uint32_t line;
    bool first; /* of a paragraph */
    bool glued; /* no white space parts it from the word before */
} Word;

/* A text to compare; {0} is an empty one. */
typedef struct WordText {
    Word *v; /* owned: word_text_free() */
    size_t n, cap;
    struct WordRun *runs; /* owned: a table of the runs of words, see worddiff.c */
    size_t nruns;
} WordText;

/* Adds a paragraph that begins in that line; the words borrow from it. */
void word_text_add(WordText *t, Str paragraph, uint32_t line);
/* To be called once, when all is added. */
void word_text_end(WordText *t);
void word_text_free(WordText *t);

/* Words [a, a + na) of one text stand as words [b, b + nb) in the other; either may be
 * none. */
typedef struct Change {
    size_t a, na, b, nb;
} Change;

/* What must be done to a to get b, *n changes in the order of the text; between two of
 * them the same words stand in both.  In the arena. */
Change *word_diff(Arena *arena, const WordText *a, const WordText *b, size_t *n);

#endif
