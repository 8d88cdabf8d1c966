/* Work spread over threads. */
#ifndef BASE_JOBS_H
#define BASE_JOBS_H

#include <stddef.h>

/* The number of workers that `jobs` asks for: itself, or the machine's cores for 0. */
int jobs_count(int jobs);

/* Calls fn(ctx, i, worker) once for each i below n, in no order, on at most `jobs`
 * threads; worker is below jobs and tells them apart.  Returns when all are done. */
void jobs_run(size_t n, int jobs, void (*fn)(void *ctx, size_t i, int worker), void *ctx);

#endif
