/* Work done by other threads while the one that gives it goes on. */
#ifndef BASE_BACKGROUND_H
#define BASE_BACKGROUND_H

#include <stddef.h>

/* Threads that wait for work. */
typedef struct Background Background;

/* Items that somebody waits for; {0} is none. */
typedef struct Batch {
    size_t left; /* not done yet; guarded by the threads' lock */
} Batch;

/* `jobs` - 1 threads: with the one that gives them work they are as many as the jobs. */
Background *background_new(int jobs);

/* fn is called once with each item that is given, in no order, on one of the threads, or,
 * when they have enough to do, or could not be had, on the thread that gives it.  What fn
 * does with an item may not depend on where or when.  It may give items itself.  b may be
 * NULL: then there are no threads. */
void background_give(Background *b, Batch *batch, void (*fn)(void *item), void *item);

/* Until all items of the batch are done; this thread helps, with others' items, too. */
void background_wait(Background *b, Batch *batch);

void background_free(Background *b); /* no batch may have anything left */

#endif
