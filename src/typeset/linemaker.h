/* A line's marks while it is made. */
#ifndef TYPESET_LINEMAKER_H
#define TYPESET_LINEMAKER_H

#include "setter.h"

/* What it has grew on the heap, and is used again for the next line: maker_free(). */
typedef struct LineMaker {
    Arena *kept;
    Run *runs;
    Word *words; /* of all runs, in order */
    LinkBox *links;
    Rule *rules;
    Plate *plates;
    const Node **notes;
    uint32_t nrules, rules_cap, nruns, runs_cap, nwords, words_cap, nlinks, links_cap,
        nplates, plates_cap, nnotes, notes_cap;
} LineMaker;

/* What text of a node is on a page. */
Role role_of(const Node *node);

Len len_scaled(Len width, int scale); /* scale: in 1/1000 */
void *keep_array(Arena *a, const void *v, size_t n,
                 size_t size); /* a copy; NULL of none */

/* Each with y as the baseline of the line; x0 to x1 is what a word takes of it. */
void maker_token(LineMaker *m, const Piece *piece, const Token *token, Role role,
                 uint32_t offset, int scale, Len x, Len y);
void maker_plate(LineMaker *m, const Piece *piece, Len x, Len y);
void maker_link(LineMaker *m, const Piece *piece, Len x0, Len x1, Len y);
void maker_decoration(LineMaker *m, const Piece *piece, Len x0, Len x1, Len y);
void maker_note(LineMaker *m, const Node *note);

/* The runs so far, kept; the maker has none after that. */
Run *maker_runs(LineMaker *m, uint32_t *n);
void maker_free(LineMaker *m);

/* Puts runs in the order of their nodes: a row's cells, whose lines were put in turns,
 * are read one after the other.  Linear where they are in order already. */
void runs_order(Run *runs, uint32_t n);

#endif
