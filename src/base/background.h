/* Work done by other threads while the one that gives it goes on. */
#ifndef BASE_BACKGROUND_H
#define BASE_BACKGROUND_H

typedef struct Background Background;

/* fn is called once for each item that is given, in no order, on one of `jobs` - 1
 * threads, or, when they have enough to do, or could not be had, on the thread that
 * gives it.  What fn does with an item may not depend on where or when. */
Background *background_new(int jobs, void (*fn)(void *item));

void background_give(Background *b, void *item);
void background_wait(Background *b); /* until all items are done; this thread helps */
void background_free(Background *b); /* waits, too */

#endif
