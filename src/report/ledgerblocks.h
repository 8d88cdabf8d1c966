/* An article's ledger, block by block: what reports of each kind tell of it. */
#ifndef REPORT_LEDGERBLOCKS_H
#define REPORT_LEDGERBLOCKS_H

#include "collect/collect.h"

/* One block with all its fates, or what lies between two. */
typedef struct LedgerBlock {
    const Fate *fate;      /* its first */
    uint32_t from, to;     /* the range of all of them */
    uint32_t line;         /* where it begins, from 1 */
    Str words;             /* as they stand in the book but for its typography, or in the
                            * input when it was set aside; white space collapsed */
    const BlockName *name; /* of block_id() */
} LedgerBlock;

/* Those of an article, *n of them; their ranges tile its text.  In the arena. */
LedgerBlock *ledger_blocks(Arena *arena, const Article *a, size_t *n);

/* Counts lines in one pass over a text; {.text = …, .line = 1} to begin with. */
typedef struct LineCounter {
    Str text;
    uint32_t at, line; /* line: that of offset `at` */
} LineCounter;

/* The line of an offset, which is not before the one that was asked for last. */
uint32_t count_lines(LineCounter *c, uint32_t offset);

#endif
