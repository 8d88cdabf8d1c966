/* How far a long run is, on a terminal: one line, redrawn, and wiped at the end.
 * NULL is a progress that nobody sees: every call takes it. */
#ifndef BASE_PROGRESS_H
#define BASE_PROGRESS_H

#include <stdio.h>

typedef struct Progress Progress;

/* Shown on `terminal` if it is one, and only once a second has passed; else NULL. */
Progress *progress_new(FILE *terminal); /* progress_free() */
void progress_free(Progress *p);        /* wipes the line */

/* A stage of `total` steps begins: "reading", "typesetting". */
void progress_stage(Progress *p, const char *name, size_t total);
void progress_step(Progress *p); /* from any thread */

/* Takes the line away, so that something else can be written to the terminal. */
void progress_wipe(Progress *p);

#endif
