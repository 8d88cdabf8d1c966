/* Where a word may be hyphenated: libhyphen with the dictionaries that are installed. */
#ifndef TYPESET_HYPHEN_H
#define TYPESET_HYPHEN_H

#include "base/arena.h"
#include "base/diag.h"

typedef struct Hyphenator Hyphenator;
typedef struct Hyphenators Hyphenators; /* one a language, shared by threads */

Hyphenators *hyphenators_new(void); /* hyphenators_free() */
void hyphenators_free(Hyphenators *hs);

/* The language's, NULL when its patterns are not installed or it knows no hyphens.
 * *package is the package that has them, "" where there is none, NULL where none is
 * needed.  Thread-safe. */
const Hyphenator *hyphenator_for(Hyphenators *hs, Str lang, const char **package);

/* Marks in points[0..word.n) (the caller's) the bytes before which the word may be
 * parted.  The word is letters alone, in UTF-8.  Shorter than WORD_LEAST letters, or
 * longer than WORD_MOST bytes: nowhere. */
enum { WORD_LEAST = 5, WORD_MOST = 100 };
void hyphenate(const Hyphenator *h, Str word, uint8_t *points);

#endif
