/* Progress on a terminal.  Any thread counts; the one that finds a redraw due takes it
 * by moving the time of the next, so that no lock is needed.  The clock used here
 * reaches nothing but the terminal. */
#include "progress.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "arena.h"

enum { FIRST_AFTER = 1000, EVERY = 100 }; /* milliseconds */

struct Progress {
    FILE *terminal;
    _Atomic(const char *) stage;
    atomic_size_t done, total;
    _Atomic int64_t next; /* when to draw again, in milliseconds */
    atomic_bool drawn;
};

static int64_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

Progress *progress_new(FILE *terminal)
{
    if (!isatty(fileno(terminal)))
        return NULL;
    Progress *p = mem_alloc(sizeof *p);
    p->terminal = terminal;
    atomic_init(&p->stage, "");
    atomic_init(&p->next, now() + FIRST_AFTER);
    return p;
}

void progress_wipe(Progress *p)
{
    if (p && atomic_exchange(&p->drawn, false)) {
        fputs("\r\033[K", p->terminal);
        fflush(p->terminal);
    }
}

void progress_free(Progress *p)
{
    progress_wipe(p);
    free(p);
}

static void draw_if_due(Progress *p)
{
    const int64_t t = now();
    int64_t next = atomic_load(&p->next);
    if (t < next || !atomic_compare_exchange_strong(&p->next, &next, t + EVERY))
        return;
    const size_t total = atomic_load(&p->total), done = atomic_load(&p->done);
    if (total)
        fprintf(p->terminal, "\r%s %zu of %zu\033[K", atomic_load(&p->stage), done,
                total);
    else
        fprintf(p->terminal, "\r%s\033[K", atomic_load(&p->stage));
    fflush(p->terminal);
    atomic_store(&p->drawn, true);
}

void progress_stage(Progress *p, const char *name, size_t total)
{
    if (p == NULL)
        return;
    atomic_store(&p->stage, name);
    atomic_store(&p->total, total);
    atomic_store(&p->done, 0);
    draw_if_due(p);
}

void progress_step(Progress *p)
{
    if (p == NULL)
        return;
    atomic_fetch_add(&p->done, 1);
    draw_if_due(p);
}
