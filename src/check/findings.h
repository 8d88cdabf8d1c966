/* Where the rules for finished books put what they find. */
#ifndef CHECK_FINDINGS_H
#define CHECK_FINDINGS_H

#include "base/diag.h"

typedef struct Findings {
    Diag *d;
    Arena *arena; /* of the whole check */
    Str path;
    size_t of[D_COUNT]; /* faults so far, by their rules */
    size_t told, untold;
} Findings;

/* Reports at "path:place", or at the path alone when place is empty.  Of one rule, and of
 * one file, so many faults are told; the rest is only counted.  Returns false. */
bool tell(Findings *f, DiagId id, Str place, uint32_t line, Str a, Str b);

/* At the end: how many were not told. */
void tell_rest(Findings *f);

#endif
