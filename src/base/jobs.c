/* Work spread over threads: each takes the next number until none is left. */
#include "jobs.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#include "unicode.h"

enum { MOST_JOBS = 64, STACK = 8 << 20 };

typedef struct Pool {
    atomic_size_t next;
    size_t n;
    void (*fn)(void *ctx, size_t i, int worker);
    void *ctx;
} Pool;

typedef struct Worker {
    Pool *pool;
    int number;
    pthread_t thread;
} Worker;

int jobs_count(int jobs)
{
    long n = jobs > 0 ? jobs : sysconf(_SC_NPROCESSORS_ONLN);
    if (n < 1)
        n = 1;
    return n > MOST_JOBS ? MOST_JOBS : (int)n;
}

static void *work(void *p)
{
    Worker *w = p;
    for (size_t i; (i = atomic_fetch_add(&w->pool->next, 1)) < w->pool->n;)
        w->pool->fn(w->pool->ctx, i, w->number);
    if (w->number > 0)
        uni_release();
    return NULL;
}

void jobs_run(size_t n, int jobs, void (*fn)(void *ctx, size_t i, int worker), void *ctx)
{
    Pool pool = {.n = n, .fn = fn, .ctx = ctx};
    Worker workers[MOST_JOBS];
    int started = 1; /* this thread is worker 0 */
    pthread_attr_t attr;
    pthread_attr_init(&attr);
    pthread_attr_setstacksize(&attr, STACK);
    for (; started < jobs && started < MOST_JOBS && (size_t)started < n; started++) {
        workers[started] = (Worker){&pool, started, 0};
        if (pthread_create(&workers[started].thread, &attr, work, &workers[started]))
            break; /* fewer threads do the same work */
    }
    pthread_attr_destroy(&attr);
    workers[0] = (Worker){.pool = &pool};
    work(&workers[0]);
    for (int i = 1; i < started; i++)
        pthread_join(workers[i].thread, NULL);
}
