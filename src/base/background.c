/* A queue with room for a thousand items: who gives one to a full queue does it himself,
 * so that what waits never takes much memory.
 *
 * Who waits for a batch does whatever is in the queue meanwhile, and is woken by the same
 * news as the threads: an item that is given finds anyone who is idle, and of any number
 * of batches that wait for each other's items one goes on.  An item may so be done in the
 * middle of another, on its stack: they nest as deep as items that wait are given. */
#include "background.h"

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

#include "arena.h"
#include "unicode.h"

enum { THREADS_MOST = 63, ROOM = 1024, STACK = 8 << 20 };

typedef struct Given {
    Batch *batch;
    void (*fn)(void *item);
    void *item;
} Given;

struct Background {
    pthread_mutex_t lock; /* of all below but the threads */
    pthread_cond_t news;  /* an item is given, or a batch is done */
    Given ring[ROOM];
    size_t first, n;
    bool ending;
    pthread_t threads[THREADS_MOST];
    int nthreads;
};

/* Does an item of the queue, which is not empty.  The lock is held before and after. */
static void do_one(Background *b)
{
    const Given g = b->ring[b->first];
    b->first = (b->first + 1) % ROOM;
    b->n--;
    pthread_mutex_unlock(&b->lock);
    g.fn(g.item);
    pthread_mutex_lock(&b->lock);
    if (--g.batch->left == 0)
        pthread_cond_broadcast(&b->news);
}

static void *work(void *p)
{
    Background *b = p;
    pthread_mutex_lock(&b->lock);
    while (b->n > 0 || !b->ending)
        if (b->n > 0)
            do_one(b);
        else
            pthread_cond_wait(&b->news, &b->lock);
    pthread_mutex_unlock(&b->lock);
    uni_release();
    return NULL;
}

Background *background_new(int jobs)
{
    Background *b = mem_alloc(sizeof *b);
    pthread_attr_t attr;
    pthread_mutex_init(&b->lock, NULL);
    pthread_cond_init(&b->news, NULL);
    pthread_attr_init(&attr);
    pthread_attr_setstacksize(&attr, STACK);
    while (b->nthreads < jobs - 1 && b->nthreads < THREADS_MOST &&
           pthread_create(&b->threads[b->nthreads], &attr, work, b) == 0)
        b->nthreads++;
    pthread_attr_destroy(&attr);
    return b;
}

/* False: there is nobody, or no room. */
static bool leave(Background *b, Given g)
{
    if (b == NULL || b->nthreads == 0)
        return false;
    pthread_mutex_lock(&b->lock);
    const bool room = b->n < ROOM;
    if (room) {
        b->ring[(b->first + b->n++) % ROOM] = g;
        g.batch->left++;
        pthread_cond_signal(&b->news);
    }
    pthread_mutex_unlock(&b->lock);
    return room;
}

void background_give(Background *b, Batch *batch, void (*fn)(void *item), void *item)
{
    if (!leave(b, (Given){batch, fn, item}))
        fn(item);
}

void background_wait(Background *b, Batch *batch)
{
    if (b == NULL)
        return;
    pthread_mutex_lock(&b->lock);
    while (batch->left > 0)
        if (b->n > 0)
            do_one(b);
        else
            pthread_cond_wait(&b->news, &b->lock);
    pthread_mutex_unlock(&b->lock);
}

void background_free(Background *b)
{
    pthread_mutex_lock(&b->lock);
    b->ending = true;
    pthread_cond_broadcast(&b->news);
    pthread_mutex_unlock(&b->lock);
    for (int i = 0; i < b->nthreads; i++)
        pthread_join(b->threads[i], NULL);
    pthread_cond_destroy(&b->news);
    pthread_mutex_destroy(&b->lock);
    free(b);
}
